"""The real reader stack for tests: this process's own pcscd with vsmartcard's virtual readers.

| fixture | what |
|---|---|
| `reader_service` | the running `VirtualReaderService` of this test process; running again for each test that asks for it |
| `slots` | its virtual readers: `.reader` is the PC/SC name, `.port` where a card connects |
| `lay_card` | `lay_card(uid, slot=0, atr=None)`: a `VirtualCard` laid on that reader and taken away when the test ends |
| `open_reader` | `open_reader(slot=0)`: the PC/SC driver's reader on that slot, closed when the test ends |
| `removable_reader` | a service in its place whose one reader can be unplugged |
| `other_service` | a service in its place that has one reader, `Other Reader 1 00 00`, and none of the session's |

A test that uses any of them carries the mark `reader_stack` by itself. A machine without pcscd fails them; nothing is skipped.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.ports import CardPresented, CardUnreadable, Reader
from reader_drivers import pcsc
from reader_drivers.virtual_service import SOCKET_VARIABLE, VirtualReaderService, VirtualSlot
from reader_drivers.vpcd_card import VirtualCard
from station.clock import SystemClock

SLOTS = 4
SHIM = Path(__file__).parent / "contract" / "removable_ifd.c"

LayCard = Callable[..., VirtualCard]
OpenReader = Callable[..., Reader]

_folder = pytest.StashKey[Path]()


# --- this process's place in PC/SC -----------------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    # libpcsclite looks the variable up once, so it must stand before any test first touches PC/SC.
    folder = Path(tempfile.mkdtemp(prefix="citycard-test-"))
    config.stash[_folder] = folder
    os.environ[SOCKET_VARIABLE] = str(folder / "pcscd.comm")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_folder], ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "reader_service" in getattr(item, "fixturenames", ()):
            item.add_marker("reader_stack")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = [report for report in terminalreporter.getreports("passed") if "reader_stack" in report.keywords]
    terminalreporter.write_line(f"real reader stack: {len(passed)} tests")


# --- fixtures --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _session_service(pytestconfig: pytest.Config) -> Iterator[VirtualReaderService]:
    service = VirtualReaderService(SLOTS, pytestconfig.stash[_folder], label="Test")
    with service:
        yield service


@pytest.fixture
def reader_service(_session_service: VirtualReaderService) -> VirtualReaderService:
    _session_service.start()
    return _session_service


@pytest.fixture
def slots(reader_service: VirtualReaderService) -> list[VirtualSlot]:
    _await_empty(reader_service.slots)
    return reader_service.slots


def _await_empty(slots: list[VirtualSlot]) -> None:
    """pcscd looks every 400 ms, so the card of the test before may still be there for it."""
    for slot in slots:
        reader = pcsc.DRIVER.open(slot.reader, SystemClock())
        seen = list(reader.poll(1.0))
        for _ in range(5):
            if not isinstance(seen[-1], CardPresented | CardUnreadable):
                break
            seen += reader.poll(1.0)
        reader.close()


@pytest.fixture
def lay_card(slots: list[VirtualSlot]) -> Iterator[LayCard]:
    laid: list[VirtualCard] = []

    def lay(uid: bytes | None, slot: int = 0, atr: bytes | None = None) -> VirtualCard:
        card = VirtualCard(uid, port=slots[slot].port, atr=atr)
        card.insert()
        laid.append(card)
        return card

    yield lay
    for card in laid:
        card.take_away()


@pytest.fixture
def open_reader(slots: list[VirtualSlot]) -> Iterator[OpenReader]:
    opened: list[Reader] = []

    def open_it(slot: int = 0) -> Reader:
        opened.append(pcsc.DRIVER.open(slots[slot].reader, SystemClock()))
        return opened[-1]

    yield open_it
    for reader in opened:
        reader.close()


class RemovableReader:
    """A pcscd in the session's place, whose one reader's cable can be pulled.

    vsmartcard's reader is never unplugged, so a thin reader driver around it answers as one that is, while a file stands.
    pcscd then reports the reader as unavailable, as it does for a USB reader until udev has spoken too; it takes no reader of
    its configuration off its list while it runs.
    """

    def __init__(self, folder: Path, shim: Path) -> None:
        self._mark = folder / "unplugged"
        self._service = VirtualReaderService(1, folder, library=shim, label="Removable")
        self.slot = self._service.slots[0]

    def start(self) -> None:
        """Start its service."""
        self._service.start()

    def restart(self) -> None:
        """Stop its service and start it again."""
        self._service.stop()
        self._service.start()

    def close(self) -> None:
        """Stop its service."""
        self._service.close()
        self._mark.unlink(missing_ok=True)

    def unplug(self) -> None:
        """Pull the cable."""
        self._mark.touch()

    def plug(self) -> None:
        """Put it back."""
        self._mark.unlink()


@pytest.fixture(scope="session")
def _shim(pytestconfig: pytest.Config) -> Path:
    folder = pytestconfig.stash[_folder]
    shutil.copyfile(next(Path("/").glob("usr/lib*/pcsc/drivers/serial/libifdvpcd.so")), folder / "wrapped.so")
    library = folder / "removable.so"
    flags = ["-Wall", "-Werror", "-shared", "-fPIC", "-I/usr/include/PCSC"]
    subprocess.run(["cc", *flags, "-o", str(library), str(SHIM), "-ldl"], check=True)
    return library


@pytest.fixture
def removable_reader(
    reader_service: VirtualReaderService, _shim: Path, pytestconfig: pytest.Config
) -> Iterator[RemovableReader]:
    reader_service.stop()
    removable = RemovableReader(pytestconfig.stash[_folder], _shim)
    try:
        removable.start()
        yield removable
    finally:
        removable.close()


@pytest.fixture
def other_service(reader_service: VirtualReaderService, pytestconfig: pytest.Config) -> Iterator[VirtualReaderService]:
    service = VirtualReaderService(1, pytestconfig.stash[_folder], label="Other")
    yield service
    service.close()
