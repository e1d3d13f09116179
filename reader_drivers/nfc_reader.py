"""NFC readers without PC/SC, through nfcpy.

| | |
|---|---|
| Reads | UID (4, 7, 10 bytes) of ISO/IEC 14443 A cards, IDm of FeliCa cards; type B and NFC Forum Type 1 are unreadable |
| Readers | USB: Sony RC-S330/360/370/380, SCM SCL3711/3712, PN531/PN533, ACR122U; serial: PN532, Arygon; nfcpy's UDP device |
| APDUs | cards that speak ISO/IEC 14443-4 over type A; Get Data (`FF CA`) is answered here, as a PC/SC reader does |
| Platforms | Linux, Windows (WinUSB driver for the device), macOS. Run here on nfcpy's UDP device only |
| Third party | nfcpy 1.0.4, libusb |

A reader belongs to one program: on Linux the kernel's `pn533_usb` must be blacklisted, and the PC/SC service must not have it.

nfcpy has no events: every look switches the field off and on and asks for each technology in turn. So a card counts as gone
after two empty looks, and one that was lifted and laid down again between two looks was never seen to leave. A UDP peer that
does not answer absent technologies with a bare technology name holds a look up for a second each (nfcpy's `clf/udp.py`).
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

import structlog

from domain.errors import Code, EnvironmentProblem
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    CardUnreadable,
    Clock,
    DriverSpec,
    Feedback,
    Probe,
    ProbedReader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)
from reader_drivers.nfc_device import Cause, DeviceGone, NfcDevice, Sighting, load, require_path, usb_paths
from reader_drivers.nfc_exchange import IsoDepChannel, StorageChannel

_LOOK_S = 0.05
"""Between two looks: the field must be off long enough for a card to forget the last one."""
_RETRY_S = 0.5
"""How soon a device that is away is looked for again."""
_EMPTY_LOOKS = 2
"""In a row, until a card counts as gone: at the edge of a field a card misses one now and then."""

_log = structlog.get_logger(__name__)


class NfcReader:
    """A `domain.ports.Reader` on the device that nfcpy finds under `path`; its name is the path."""

    def __init__(self, path: str, clock: Clock, nfc: ModuleType) -> None:
        self.name = require_path(path)
        self._clock = clock
        self._nfc = nfc
        self._woken = threading.Event()
        self._device: NfcDevice | None = None
        self._lost: Cause | None = None
        self._next_try_s = 0.0
        self._lying: Sighting | None = None
        self._empty_looks = 0

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        """See `domain.ports.Reader.poll`."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            events = self._step()
            left_s = deadline_s - time.monotonic()
            if events or left_s <= 0:
                return events
            pause_s = _LOOK_S if self._device is not None else max(_LOOK_S, self._next_try_s - time.monotonic())
            if self._woken.wait(min(left_s, pause_s)):
                self._woken.clear()
                return []

    @contextmanager
    def connect(self) -> Iterator[CardChannel]:
        """See `domain.ports.Reader.connect`. READER_NO_EXCHANGE for what gives no identifier."""
        if self._device is None:
            raise EnvironmentProblem(Code.READER_LOST)
        if self._lying is None:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        medium = self._lying.medium
        if medium is None:
            raise EnvironmentProblem(Code.READER_NO_EXCHANGE)
        iso_dep = self._lying.iso_dep
        channel = IsoDepChannel(self._device, medium) if iso_dep else StorageChannel(self._device, self._lying, medium)
        try:
            yield channel
        finally:
            channel.end()

    def signal(self, feedback: Feedback) -> None:
        """nfcpy knows one sign for everything, a buzz in red, and that on one reader; so there is none here."""

    def wake(self) -> None:
        """See `domain.ports.Reader.wake`."""
        self._woken.set()

    def close(self) -> None:
        """See `domain.ports.Reader.close`."""
        self._let_go()

    # --- one look -----------------------------------------------------------------------------------------------------

    def _step(self) -> list[ReaderEvent]:
        try:
            if self._device is None:
                return self._find()
            return self._judge(self._device.look())
        except DeviceGone as gone:
            return self._lose(gone)

    def _find(self) -> list[ReaderEvent]:
        """Open the device, if it is time to. Raises `DeviceGone`."""
        if time.monotonic() < self._next_try_s:
            return []
        self._next_try_s = time.monotonic() + _RETRY_S
        self._device = NfcDevice(self._nfc, self.name)
        self._lost = None
        return [ReaderReady(reader=self.name)]

    def _judge(self, seen: Sighting | None) -> list[ReaderEvent]:
        at_s = self._clock.monotonic_s()
        if seen is None:
            self._empty_looks += 1
            return self._leave() if self._empty_looks >= _EMPTY_LOOKS else []
        self._empty_looks = 0
        if self._lying is not None and self._lying.same_card(seen):
            return []
        events = self._leave()
        self._lying = seen
        if seen.medium is None:
            return [*events, CardUnreadable(reader=self.name)]
        return [*events, CardPresented(reader=self.name, medium=seen.medium, at_s=at_s)]

    def _leave(self) -> list[ReaderEvent]:
        lying, self._lying = self._lying, None
        return [] if lying is None else [CardGone(reader=self.name)]

    def _lose(self, gone: DeviceGone) -> list[ReaderEvent]:
        events = self._leave()
        self._let_go()
        self._next_try_s = time.monotonic() + _RETRY_S
        if self._lost != gone.cause:
            self._lost = gone.cause
            _log.info("reader_lost", reader=self.name, cause=gone.cause, why=gone.why)
            events.append(ReaderLost(reader=self.name, cause=gone.cause))
        return events

    def _let_go(self) -> None:
        device, self._device = self._device, None
        if device is not None:
            device.close()


def _open(wanted: str, clock: Clock) -> NfcReader:
    return NfcReader(wanted, clock, load())


def _probe() -> Probe:
    try:
        nfc = load()
    except EnvironmentProblem as problem:
        return Probe(readers=[], problem=problem.code.value)
    return Probe(readers=[ProbedReader(name=name) for name, _ in usb_paths(nfc)])


DRIVER = DriverSpec(
    name="nfc",
    summary="NFC readers without PC/SC (USB, serial) through nfcpy",
    real=True,
    capabilities=frozenset({"uid", "idm", "exchange"}),
    probe=_probe,
    open=_open,
)
