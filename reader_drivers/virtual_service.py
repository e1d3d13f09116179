"""A private pcscd with vsmartcard's virtual readers, beside a system's own, for the demo and the tests. Linux only.

The real reader stack, without hardware: pcscd loads vsmartcard's reader driver, whose slots are TCP ports; a `VpcdCard` that
connects to one is a card on that reader. pcscd takes its listening socket the way systemd hands it over (`sd_listen_fds(3)`),
so it needs no folder of its own; where the machine allows it, it also runs in a mount namespace in which its pid file and USB
drivers are hidden from it, so that it touches neither the system's pcscd nor its readers.

vpcd listens on all interfaces; nothing but a virtual card is behind those ports.
"""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

import msgspec
import structlog

from domain.errors import Code, EnvironmentProblem

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
"""Where libpcsclite looks for its service; read once per process, at the first use of PC/SC."""

_SOCKET_NAME = "pcscd.comm"
_SLOTS_PER_ENTRY = 2
_MAX_SLOTS = 16
"""pcscd's own limit (`PCSCLITE_MAX_READERS_CONTEXTS`)."""
_DRIVER_PATTERN = "/usr/lib*/pcsc/drivers/serial/libifdvpcd.so"
_START_S = 10.0
_STOP_S = 3.0
_LOOK_S = 0.02
_LISTENING = "0A"
"""TCP_LISTEN in /proc/net/tcp (proc(5))."""

# $1: listening socket's descriptor, $2: life line's descriptor, $3: folder over pcscd's own (empty: none), $4: pcscd's own
# folder, $5: empty folder over the USB drivers, $6: the USB drivers' folder, then pcscd's command line. The life line is a
# pipe whose other end the parent holds: it ends with the parent, however that ends.
_SCRIPT = r"""
listener=$1 life=$2
if [ -n "$3" ]; then mount --bind "$3" "$4" && mount --bind "$5" "$6" || exit 71; fi
shift 6
exec 3<&"$listener" 4<&"$life"
[ "$listener" -gt 4 ] && exec {listener}<&-
[ "$life" -gt 4 ] && exec {life}<&-
setpriv --pdeathsig KILL bash -c 'LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"' bash "$@" 4<&- &
pcscd=$!
exec 3<&-
setpriv --pdeathsig KILL bash -c 'read -r _ <&4; kill -TERM "$1"' bash "$pcscd" &
exec 4<&-
wait "$pcscd"
"""

_log = structlog.get_logger(__name__)


class VirtualSlot(msgspec.Struct, frozen=True, kw_only=True):
    """One virtual reader."""

    reader: str
    """Its name in PC/SC."""
    port: int
    """The loopback port that a `VpcdCard` connects to."""


class _Installation(msgspec.Struct, frozen=True, kw_only=True):
    """What is installed on this machine."""

    pcscd: str
    library: Path
    folder: Path
    usb_drivers: Path
    options: list[str]


class VirtualReaderService:
    """A private pcscd with `slots` virtual readers. From one thread only; use as a context manager.

    Raises `EnvironmentProblem(READER_SERVICE_MISSING)` with `missing` when the machine lacks a part or the service will not
    start. `directory` (default: a new temporary one, removed at the end) keeps socket, configuration and log; its path must be
    short (a socket's path has at most 107 bytes). `library` is the reader driver, by default vsmartcard's as installed.
    """

    def __init__(
        self, slots: int = 2, directory: Path | None = None, *, library: Path | None = None, label: str = "Demo"
    ) -> None:
        if not 1 <= slots <= _MAX_SLOTS:
            raise ValueError(f"slots: 1 to {_MAX_SLOTS}")
        self._given = directory
        self._directory = directory or Path(tempfile.mkdtemp(prefix="citycard-readers-"))
        self._library = library
        self._label = label
        self._reserved: list[socket.socket] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._life_line: int | None = None
        self.slots = self._reserve(slots)

    @property
    def socket_path(self) -> Path:
        """Where clients find this service."""
        return self._directory / _SOCKET_NAME

    @property
    def environment(self) -> dict[str, str]:
        """What must stand in a client process's environment before it first uses PC/SC."""
        return {SOCKET_VARIABLE: str(self.socket_path)}

    @property
    def running(self) -> bool:
        """Whether pcscd is up."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> "VirtualReaderService":
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self) -> None:
        """Start pcscd and set `PCSCLITE_CSOCK_NAME` in this process; returns when its readers are there.

        Does nothing when it runs.
        """
        if self.running:
            return
        self.stop()
        installation = _installation(self._library)
        os.environ.update(self.environment)
        self._write_configuration(installation)
        try:
            self._spawn(installation)
            self._await_readers()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop pcscd, within a few seconds; `start` brings it back on the same socket and ports."""
        if self._life_line is not None:
            os.close(self._life_line)
            self._life_line = None
        if self._process is not None:
            try:
                self._process.wait(_STOP_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(_STOP_S)
            self._process = None
            self.socket_path.unlink(missing_ok=True)

    def close(self) -> None:
        """Stop for good and give ports and folder back."""
        self.stop()
        for held in self._reserved:
            held.close()
        self._reserved.clear()
        if self._given is None:
            shutil.rmtree(self._directory, ignore_errors=True)

    # --- making ------------------------------------------------------------------------------------------------------

    def _reserve(self, slots: int) -> list[VirtualSlot]:
        """Find free ports, two in a row for each entry, and hold them: a bound socket that never listens keeps others off."""
        made: list[VirtualSlot] = []
        for entry in range((slots + 1) // _SLOTS_PER_ENTRY):
            first = self._reserve_pair()
            names = [f"{self._entry_name(entry)} 00 {slot:02X}" for slot in range(_SLOTS_PER_ENTRY)]
            made += [VirtualSlot(reader=name, port=first + slot) for slot, name in enumerate(names)]
        return made[:slots]

    def _entry_name(self, entry: int) -> str:
        return f"{self._label} Reader {entry + 1}"

    def _reserve_pair(self) -> int:
        while True:
            first = _bound(0)
            assert first is not None
            port = int(first.getsockname()[1])
            second = _bound(port + 1) if port < 0xFFFF else None
            if second is not None:
                self._reserved += [first, second]
                return port
            first.close()

    def _write_configuration(self, installation: _Installation) -> None:
        for name in ("readers", "run", "usb"):
            (self._directory / name).mkdir(parents=True, exist_ok=True)
        entries = []
        for entry, slot in enumerate(self.slots[::_SLOTS_PER_ENTRY]):
            # Entries that share one file share its variables, and overwrite each other's slots.
            library = self._directory / f"libifdvpcd-{entry}.so"
            shutil.copyfile(installation.library, library)
            entries.append(
                f'FRIENDLYNAME "{self._entry_name(entry)}"\nDEVICENAME /dev/null:{slot.port:#x}\n'
                f"LIBPATH {library}\nCHANNELID {slot.port:#x}\n"
            )
        (self._directory / "readers" / "virtual").write_text("\n".join(entries), encoding="ascii")

    def _spawn(self, installation: _Installation) -> None:
        prefix = _namespace(self._directory / "run", installation.folder)
        if prefix is None and os.geteuid() == 0 and (installation.folder / _SOCKET_NAME).exists():
            raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing="mount namespaces (unshare)")
        _log.debug("virtual_reader_service_starts", isolated=prefix is not None)
        self.socket_path.unlink(missing_ok=True)
        read_end, self._life_line = os.pipe()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(self.socket_path))
            listener.listen()
            command = [installation.pcscd, "--foreground", "--config", str(self._directory / "readers"), *installation.options]
            hidden = "" if prefix is None else str(self._directory / "run")
            arguments = [str(listener.fileno()), str(read_end), hidden, str(installation.folder)]
            arguments += [str(self._directory / "usb"), str(installation.usb_drivers), *command]
            try:
                with (self._directory / "pcscd.log").open("ab") as log:
                    self._process = subprocess.Popen(
                        [*(prefix or []), "bash", "-c", _SCRIPT, "bash", *arguments],
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        pass_fds=(listener.fileno(), read_end),
                        env={**os.environ, "PCSCLITE_HP_DROPDIR": str(self._directory / "usb")},
                        start_new_session=True,
                    )
            finally:
                os.close(read_end)

    def _await_readers(self) -> None:
        """Wait until every slot listens. pcscd answers its clients only when all its readers are made, so none is missed."""
        deadline = time.monotonic() + _START_S
        wanted = {slot.port for slot in self.slots}
        while not wanted <= _listening_ports():
            if not self.running or time.monotonic() > deadline:
                raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing=f"pcscd: {self._last_words()}")
            time.sleep(_LOOK_S)

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = (self._directory / "pcscd.log").read_text(encoding="utf-8", errors="replace").splitlines()
            return lines[-1] if lines else "no word"
        return "no log"


def _installation(library: Path | None) -> _Installation:
    """What is installed, or `EnvironmentProblem(READER_SERVICE_MISSING)` naming the first part that is not."""
    if sys.platform != "linux":
        raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing="Linux")
    pcscd = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if pcscd is None:
        raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing="pcscd")
    if library is None:
        library = next(iter(sorted(Path("/").glob(_DRIVER_PATTERN[1:]))), None)
    if library is None:
        raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing="vsmartcard-vpcd")
    features = _output(pcscd, "--version")
    folder = Path(_feature(features, "ipcdir", "/run/pcscd"))
    if not folder.is_dir():
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise EnvironmentProblem(Code.READER_SERVICE_MISSING, missing=str(folder)) from error
    return _Installation(
        pcscd=pcscd,
        library=library,
        folder=folder,
        usb_drivers=Path(_feature(features, "usbdropdir", "/usr/lib/pcsc/drivers")),
        # From 2.0.0 on, pcscd asks polkit about each client unless told otherwise.
        options=["--disable-polkit"] if "--disable-polkit" in _output(pcscd, "--help") else [],
    )


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, timeout=_START_S, check=False).stdout


def _feature(features: str, name: str, default: str) -> str:
    found = re.search(rf"\b{name}=(\S+)", features)
    return found.group(1) if found else default


def _namespace(folder: Path, over: Path) -> list[str] | None:
    """The command that opens a mount namespace of our own, or None where neither root nor a user may have one."""
    for prefix in (["unshare", "-m", "--kill-child"], ["unshare", "-rm", "--kill-child"]):
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            attempt = subprocess.run(
                [*prefix, "mount", "--bind", str(folder), str(over)], capture_output=True, timeout=_START_S, check=False
            )
            if attempt.returncode == 0:
                return prefix
    return None


def _bound(port: int) -> socket.socket | None:
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind(("127.0.0.1", port))
    except OSError:
        held.close()
        return None
    return held


def _listening_ports() -> set[int]:
    rows = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    fields = [row.split() for row in rows]
    return {int(row[1].rpartition(":")[2], 16) for row in fields if row[3] == _LISTENING}
