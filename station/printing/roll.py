"""A receipt printer on paper from a roll, spoken to in ESC/POS: everything on it is one picture, as Chinese has no code page.

| address | what |
|---|---|
| `file:/dev/usb/lp0` | a device of this machine, or a plain file |
| `usb:04b8:0202` | the printer with this vendor and product (hexadecimal), as the system's own printer device (Linux) |
| `network:HOST` or `network:HOST:PORT` | a printer that listens on port 9100; in clear, so on a line of its own |

What is asked and answered stands in Epson's ESC/POS reference: `DLE EOT` (real-time status) and `GS r` (status in turn, so that
its answer says that all before it has been printed). A printer that answers neither is believed to have printed what it took.
"""

from pathlib import Path
from typing import Any, Protocol

import msgspec
from PIL import Image

from domain.errors import Code, EnvironmentProblem

PORT = 9100
_KNIFE, _NO_KNIFE = "TM-T20II", "simple"
"""Of python-escpos's printers: one cuts after six lines, 25 mm; one feeds these alone, past the edge that paper is torn off at.
Both print as many dots as any picture here has.
"""
_THRESHOLD = 128
_ASK_PRINTER, _ASK_PAPER = b"\x10\x04\x01", b"\x10\x04\x04"
_ASK_IN_TURN = b"\x1dr\x01"
_OFFLINE, _NO_PAPER, _NEAR_END, _NO_PAPER_IN_TURN = 0x08, 0x60, 0x0C, 0x0C
_REAL_TIME, _IN_TURN = (0x93, 0x12), (0x90, 0x00)
"""Which bits of an answer are fixed, and how: the two kinds are told apart by bit 4."""
_USB = Path("/sys/class/usbmisc")
_DEVICES = Path("/dev/usb")


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """How a printer says that it is."""

    answers: bool
    """False: it takes what it is sent and says nothing."""
    near_end: bool = False
    """The roll will soon be used up."""


class RollPrinter(Protocol):
    """What the desk needs of a receipt printer. Both wait for seconds, on one thread at a time.

    Both raise `EnvironmentProblem` with PRINTER_UNREACHABLE, PRINTER_EMPTY or PRINTER_STOPPED (`reason`).
    """

    def condition(self) -> Condition:
        """Ask it how it is."""
        ...

    def print(self, image: Image.Image) -> None:
        """Print a picture as wide as the paper and cut it off; returns once it has come out, where the printer says so."""
        ...


class EscPosPrinter:
    """The `RollPrinter` at an address, opened for each receipt: one that was off is there again when it is on."""

    def __init__(self, address: str, *, knife: bool, answer_s: float = 2.0, whole_s: float = 10.0, usb: Path = _USB) -> None:
        """`knife`: it has one; `answer_s`: for an answer; `whole_s`: for taking a picture, and for printing it.

        Raises `ValueError`: no address.
        """
        self._kind, _, rest = address.partition(":")
        if self._kind not in ("file", "usb", "network") or not rest:
            raise ValueError("no receipt printer")
        self._at, _, number = rest.partition(":") if self._kind != "file" else (rest, "", "")
        self._number = int(number) if self._kind == "network" and number else PORT
        self._product = number
        if self._kind == "usb" and not (_is_hex(self._at) and _is_hex(number)):
            raise ValueError("no receipt printer")
        self._profile = _KNIFE if knife else _NO_KNIFE
        self._answer_s, self._whole_s = answer_s, whole_s
        self._usb = usb

    def condition(self) -> Condition:
        """See `RollPrinter`."""
        try:
            line = self._open()
            try:
                return _asked(line)
            finally:
                line.close()
        except OSError as problem:
            raise EnvironmentProblem(Code.PRINTER_UNREACHABLE) from problem

    def print(self, image: Image.Image) -> None:
        """See `RollPrinter`."""
        try:
            line = self._open()
        except OSError as problem:
            raise EnvironmentProblem(Code.PRINTER_UNREACHABLE) from problem
        try:
            condition = _asked(line)
            draw_on(line, image)
            if condition.answers:
                self._until_out(line)
        except OSError as problem:
            raise _stopped(line, "no answer") from problem
        finally:
            line.close()

    def _until_out(self, line: Any) -> None:
        """It answers in turn, which is after the picture; when it does not, it is asked out of turn why."""
        waited_s = 0.0
        while waited_s < self._whole_s:
            answer = _answer(line, _ASK_IN_TURN, _IN_TURN)
            if answer is not None:
                if answer & _NO_PAPER_IN_TURN == _NO_PAPER_IN_TURN:
                    raise EnvironmentProblem(Code.PRINTER_EMPTY)
                return
            waited_s += self._answer_s
            _asked(line)
        raise EnvironmentProblem(Code.PRINTER_STOPPED, reason="no answer")

    def _open(self) -> Any:
        """Raises `OSError`, as every trouble of a line's is here."""
        from escpos.exceptions import Error  # type: ignore[import-untyped]

        from station.printing.escpos_lines import DeviceLine, NetworkLine

        patience = {"answer_s": self._answer_s, "whole_s": self._whole_s}
        try:
            if self._kind == "network":
                line = NetworkLine(self._at, self._number, self._profile, **patience)
            else:
                path = Path(self._at) if self._kind == "file" else self._usb_device()
                line = DeviceLine(path, self._profile, **patience)
            line.open()
        except Error as problem:
            raise OSError from problem
        return line

    def _usb_device(self) -> Path:
        """The system's device of the printer with these numbers. Raises `FileNotFoundError`."""
        wanted = (self._at.lower().zfill(4), self._product.lower().zfill(4))
        for entry in sorted(self._usb.glob("lp*")):
            owner = (entry / "device").resolve().parent
            if (_word(owner / "idVendor"), _word(owner / "idProduct")) == wanted:
                return _DEVICES / entry.name
        raise FileNotFoundError("no such USB printer")


def draw_on(line: Any, image: Image.Image) -> None:
    """Send a picture and the cut on a printer of python-escpos. Raises what its line raises."""
    line.image(image.convert("L").point(lambda grey: 255 if grey >= _THRESHOLD else 0), impl="bitImageRaster")
    line.cut()


def _asked(line: Any) -> Condition:
    """How the printer is. Raises `EnvironmentProblem(PRINTER_EMPTY)` or PRINTER_STOPPED when it will not print."""
    paper = _answer(line, _ASK_PAPER, _REAL_TIME) if line.talks else None
    if paper is None:
        return Condition(answers=False)
    if paper & _NO_PAPER == _NO_PAPER:
        raise EnvironmentProblem(Code.PRINTER_EMPTY)
    printer = _answer(line, _ASK_PRINTER, _REAL_TIME)
    if printer is not None and printer & _OFFLINE:
        raise EnvironmentProblem(Code.PRINTER_STOPPED, reason="offline")
    return Condition(answers=True, near_end=paper & _NEAR_END == _NEAR_END)


def _answer(line: Any, question: bytes, kind: tuple[int, int]) -> int | None:
    """The byte that answers; a belated answer to a question of the other kind is none."""
    fixed, value = kind
    return next((byte for byte in reversed(line.query_status(question)) if byte & fixed == value), None)


def _stopped(line: Any, reason: str) -> EnvironmentProblem:
    """Why it took no more."""
    try:
        _asked(line)
    except EnvironmentProblem as problem:
        return problem
    except TimeoutError:
        pass
    except OSError:
        return EnvironmentProblem(Code.PRINTER_UNREACHABLE)
    return EnvironmentProblem(Code.PRINTER_STOPPED, reason=reason)


def _is_hex(text: str) -> bool:
    return 1 <= len(text) <= 4 and all(each in "0123456789abcdefABCDEF" for each in text)


def _word(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except OSError:
        return ""
