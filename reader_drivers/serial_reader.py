"""RFID readers and code scanners on a serial line or a USB port that looks like one: they send text, this reads it.

| | |
|---|---|
| Reads | UIDs as `reader_drivers.identifier_profiles` knows them; codes of up to 4,296 bytes |
| Readers | any that sends by itself when a card or code is presented (8 data bits, no parity, one stop bit) |
| Platforms | Linux, Windows, macOS |
| Third party | pyserial |

Settings: `serial:PORT?baud=9600&reads=cards&profile=HEX`; on Linux best a name under `/dev/serial/by-id/`, which stays.
"""

import time

import structlog

from domain.errors import Code, EnvironmentProblem, Refused
from domain.media import Medium, MediumType
from domain.ports import Clock, DriverSpec, Probe, ProbedReader, ReaderEvent
from reader_drivers.line_framing import LineFraming
from reader_drivers.reader_words import MOST_CODE_BYTES, SENT_OPTIONS, ReaderWords, Sent, invalid
from reader_drivers.serial_port import Port, PortGone, open_port, port_names, require_pyserial
from reader_drivers.taps import IdentifierReader

BAUD = "9600"
_RETRY_S = 0.3
"""How soon a port that is away is looked for again."""
_log = structlog.get_logger(__name__)


class SerialReader(IdentifierReader):
    """A `domain.ports.Reader` on a serial port."""

    def __init__(self, words: str, clock: Clock) -> None:
        """Raises `EnvironmentProblem` with SETTINGS_INVALID, or PACKAGE_MISSING without pyserial."""
        read = ReaderWords(words, {**SENT_OPTIONS, "baud": BAUD})
        if not read.name:
            raise invalid(words, "PORT (/dev/serial/by-id/…, COM3)")
        super().__init__(read.name, clock, read.seconds("stays_s"))
        self._sent = read.sent()
        self.reads_codes = self._sent.codes
        self._baud = read.whole("baud", 50, 4_000_000)
        self._framing = LineFraming(MOST_CODE_BYTES)
        self._port: Port | None = None
        self._complained = ""
        self._heard_s = 0.0
        require_pyserial()

    def poll(self, timeout_s: float) -> list[ReaderEvent]:
        """See `domain.ports.Reader.poll`."""
        end_s = time.monotonic() + timeout_s
        events = self.taps.take()
        while not events:
            left_s = end_s - time.monotonic()
            self._listen(max(0.0, left_s))
            events = self.taps.take()
            if left_s <= 0 or self.taps.woken():
                break
        return events

    def wake(self) -> None:
        """See `domain.ports.Reader.wake`."""
        self.taps.wake()
        port = self._port
        if port is not None:
            port.cancel()

    def close(self) -> None:
        """See `domain.ports.Reader.close`."""
        port, self._port = self._port, None
        if port is not None:
            port.close()

    def _listen(self, timeout_s: float) -> None:
        """Wait for bytes, or for the port to come back, at most so long."""
        if self._port is None and not self._opened():
            self.taps.went()
            self.taps.wait(min(timeout_s, _RETRY_S))
            return
        port = self._port
        if port is None:
            return
        stays_s = self.taps.left_s()
        waits_s = [timeout_s, *([] if stays_s is None else [max(0.0, stays_s)])]
        patience_s = self._framing.patience_s()
        if patience_s is not None:
            waits_s.append(max(0.0, self._heard_s + patience_s - time.monotonic()))
        try:
            received = port.read(min(waits_s))
        except PortGone:
            self._lose()
            return
        now_s = time.monotonic()
        silent = not received and patience_s is not None and now_s - self._heard_s >= patience_s
        self._heard_s = now_s if received else self._heard_s
        for frame in self._framing.idle() if silent else self._framing.take(received):
            self.taps.tap(self._medium(frame))

    def _lose(self) -> None:
        self.close()
        self._framing.forget()
        _log.info("reader_lost", reader=self.name, cause="unplugged")
        self.taps.went()

    def _opened(self) -> bool:
        try:
            self._port = open_port(self.name, self._baud)
        except EnvironmentProblem as problem:
            reason = str(problem.details.get("reason", ""))
            if reason != self._complained:
                _log.warning("serial_port_not_opened", reader=self.name, reason=reason)
            self._complained = reason
            return False
        self._complained = ""
        self._framing.forget()
        self.taps.came()
        return True

    def _medium(self, frame: bytes | None) -> Medium | None:
        """What a frame says; None for one that is no identifier."""
        medium = None if frame is None else medium_of(frame, self._sent)
        if medium is None:
            _log.warning("serial_line_not_understood", reader=self.name, length=len(frame or b""))
        return medium


def medium_of(frame: bytes, sent: Sent) -> Medium | None:
    """The card or code in one line, None when it is neither."""
    if sent.cards is not None:
        try:
            return sent.cards.medium(frame.decode("ascii"))
        except (Refused, UnicodeDecodeError):
            pass
    return Medium(MediumType.CODE, frame) if sent.codes else None


def _probe() -> Probe:
    try:
        return Probe(readers=[ProbedReader(name=name) for name in port_names()])
    except EnvironmentProblem:
        return Probe(readers=[], problem=Code.PACKAGE_MISSING.value)


DRIVER = DriverSpec(
    name="serial",
    summary="Readers and code scanners on a serial port",
    real=True,
    capabilities=frozenset({"uid", "idm", "code"}),
    probe=_probe,
    open=SerialReader,
)
