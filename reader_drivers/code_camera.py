"""Codes before a camera: QR, Data Matrix and the usual 1-D codes.

| | |
|---|---|
| Reads | QR (ISO/IEC 18004), Data Matrix (16022), Code 128 (15417), Code 39 (16388), EAN-13 and EAN-8 (15420) |
| Readers | any camera that the operating system offers; the pictures come from `ui/camera.py` |
| Platforms | all |
| Third party | zxing-cpp |

A code that lies before the camera is one tap: it has gone when it was in no picture for `_GONE_S`.
"""

import threading
from types import ModuleType

import structlog

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import Clock, DriverSpec, Probe, ReaderEvent
from reader_drivers.reader_words import MOST_CODE_BYTES, ReaderWords
from reader_drivers.taps import IdentifierReader

NAME = "Camera"
_EVERY_S = 0.1
"""So often a picture is looked at: a decode takes 5 to 30 ms of the reader's thread, a hand 200 ms to show a code."""
_GONE_S = 1.5
"""A code in a moving hand is read in some pictures and not in others."""
_FORMATS = ("QRCode", "DataMatrix", "Code128", "Code39", "EAN13", "EAN8")
_MOST_PIXELS = 4096 * 4096
_log = structlog.get_logger(__name__)


class _Picture:
    def __init__(self, grey: bytes, width: int, height: int) -> None:
        self.grey = grey
        self.width = width
        self.height = height


class CodeCamera(IdentifierReader):
    """A `domain.ports.Reader` and, for whatever gives pictures, `domain.ports.Frames`."""

    def __init__(self, words: str, clock: Clock) -> None:
        """Raises `EnvironmentProblem` with SETTINGS_INVALID, or PACKAGE_MISSING without zxing-cpp."""
        self.device = ReaderWords(words, {}).name
        # The code itself says when it has gone.
        super().__init__(self.device or NAME, clock, float("inf"))
        self.reads_codes = True
        self._clock = clock
        self._zxing = _import_zxing()
        self._formats = self._zxing.barcode_formats_from_str("|".join(_FORMATS))
        self._lock = threading.Lock()
        self._picture: _Picture | None = None
        self._looked_s = -_EVERY_S
        self._shown: bytes | None = None
        self._seen_s = 0.0
        self._closed = False
        self._there = False

    # --- pictures, from any thread ------------------------------------------------------------------------------------

    def wanted(self) -> bool:
        """See `domain.ports.Frames.wanted`."""
        with self._lock:
            return not self._closed and self._picture is None and self._due_s() <= 0

    def offer(self, grey: bytes, width: int, height: int) -> None:
        """See `domain.ports.Frames.offer`. A picture of another size than it says is dropped."""
        fits = width > 0 and height > 0 and width * height == len(grey) <= _MOST_PIXELS
        with self._lock:
            if self._closed or not fits or self._picture is not None:
                return
            self._picture = _Picture(grey, width, height)
        self.taps.nudge()

    def came(self) -> None:
        """See `domain.ports.Frames.came`."""
        self._be(there=True)

    def went(self) -> None:
        """See `domain.ports.Frames.went`."""
        self._be(there=False)

    def _be(self, *, there: bool) -> None:
        with self._lock:
            self._there = there
            self._picture = None
        self.taps.wake()

    # --- the reader's thread ------------------------------------------------------------------------------------------

    def poll(self, timeout_s: float) -> list[ReaderEvent]:
        """See `domain.ports.Reader.poll`."""
        self._tell_whether_there()
        self.taps.wait(min(timeout_s, self._patience_s()), lambda: self._picture is not None and self._due_s() <= 0)
        self.taps.woken()
        self._tell_whether_there()
        picture = self._take()
        if picture is not None:
            self._look(picture)
        if self._shown is not None and self._clock.monotonic_s() - self._seen_s > _GONE_S:
            self._shown = None
            self.taps.leave()
        return self.taps.take()

    def close(self) -> None:
        """See `domain.ports.Reader.close`."""
        with self._lock:
            self._closed, self._picture = True, None

    def _tell_whether_there(self) -> None:
        if self._there:
            self.taps.came()
        else:
            self._shown = None
            self.taps.went()

    def _due_s(self) -> float:
        return self._looked_s + _EVERY_S - self._clock.monotonic_s()

    def _patience_s(self) -> float:
        """How long nothing is to be done unless a picture comes."""
        with self._lock:
            if self._picture is not None:
                return max(0.0, self._due_s())
        shown = self._shown is not None
        return max(0.0, self._seen_s + _GONE_S - self._clock.monotonic_s() + 0.01) if shown else float("inf")

    def _take(self) -> _Picture | None:
        with self._lock:
            if self._picture is None or self._due_s() > 0:
                return None
            picture, self._picture = self._picture, None
            self._looked_s = self._clock.monotonic_s()
            return picture

    def _look(self, picture: _Picture) -> None:
        pixels = memoryview(picture.grey).cast("B", (picture.height, picture.width))
        found = self._zxing.read_barcodes(pixels, formats=self._formats)
        codes = sorted({bytes(code.bytes) for code in found if code.valid})
        if not codes:
            return
        # Of several the one that is already here stays.
        value = self._shown if self._shown in codes else codes[0]
        self._seen_s = self._clock.monotonic_s()
        if value != self._shown:
            self._shown = value
            self.taps.tap(self._medium(value))

    def _medium(self, value: bytes) -> Medium | None:
        if 0 < len(value) <= MOST_CODE_BYTES:
            return Medium(MediumType.CODE, value)
        _log.warning("code_not_understood", reader=self.name, length=len(value))
        return None


def _import_zxing() -> ModuleType:
    try:
        import zxingcpp
    except ImportError as error:
        raise EnvironmentProblem(Code.PACKAGE_MISSING, package="zxing-cpp") from error
    module: ModuleType = zxingcpp
    return module


def _probe() -> Probe:
    """Which cameras there are only Qt knows: `ui.camera.names`."""
    try:
        _import_zxing()
    except EnvironmentProblem as problem:
        return Probe(readers=[], problem=problem.code.value)
    return Probe(readers=[])


DRIVER = DriverSpec(
    name="camera",
    summary="1-D and QR codes before a camera",
    real=True,
    capabilities=frozenset({"code"}),
    probe=_probe,
    open=CodeCamera,
)
