"""Chinese type for pictures: which font file, and what is drawn for a character that it lacks."""

import functools
import os
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from domain.errors import Code, EnvironmentProblem

_FACES = ("Noto Sans CJK TC", "Noto Sans TC", "Source Han Sans TC", "Microsoft JhengHei", "PingFang TC")
_FILES = (
    "opentype/noto/NotoSansCJK-{weight}.ttc",
    "noto-cjk/NotoSansCJK-{weight}.ttc",
    "google-noto-cjk/NotoSansCJK-{weight}.ttc",
    "NotoSansTC-{weight}.otf",
    "msjh.ttc",
    "msjhbd.ttc",
    "PingFang.ttc",
)
_MOST_FACES = 16
_PLANE = 0x10000


def text_width(text: str, size: int, *, bold: bool = False) -> int:
    """How wide `text` becomes, in pixels, at a type size in pixels."""
    return sum(_run_width(run, size, bold=bold) for run in _runs(text))


def draw_text(image: Image.Image, at: tuple[int, int], text: str, size: int, *, colour: str, bold: bool = False) -> None:
    """Draw one line whose left upper corner is `at`. A character without a glyph becomes a box with its code in it."""
    drawing = ImageDraw.Draw(image)
    x, y = at
    for run in _runs(text):
        if has_glyph(run[0]):
            drawing.text((x, y), run, fill=colour, font=font(size, bold=bold))
        else:
            _draw_box(drawing, (x, y), run, size, colour)
        x += _run_width(run, size, bold=bold)


def has_glyph(character: str) -> bool:
    """Whether the font draws it; what shows nothing anyway counts as drawn."""
    if character.isspace() or _joins(character):
        return True
    probe = font(32)
    return _shape(probe, character) != _shape(probe, "\U0010fffe")


@functools.lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The card's font. Raises `EnvironmentProblem(PACKAGE_MISSING)` where no Chinese one is installed."""
    path, index = _found(bold)
    return ImageFont.truetype(str(path), size, index=index, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=4096)
def _shape(made: ImageFont.FreeTypeFont, character: str) -> bytes:
    return bytes(made.getmask(character))


def _runs(text: str) -> list[str]:
    """The text in pieces that are drawn in one go; each character without a glyph is one of its own."""
    runs: list[str] = []
    drawn = False
    for character in text:
        before, drawn = drawn, has_glyph(character)
        if before and drawn:
            runs[-1] += character
        else:
            runs.append(character)
    return runs


def _run_width(run: str, size: int, *, bold: bool) -> int:
    return round(font(size, bold=bold).getlength(run)) if has_glyph(run[0]) else _box(size)


def _box(size: int) -> int:
    return size * 11 // 10


def _draw_box(drawing: ImageDraw.ImageDraw, at: tuple[int, int], character: str, size: int, colour: str) -> None:
    """A frame with the code point in two lines of hexadecimal digits, as fonts of last resort draw it."""
    x, y = at
    side, top = _box(size), y + size // 6
    drawing.rectangle((x + 1, top, x + side - 2, top + side - 3), outline=colour, width=max(1, size // 24))
    code = f"{ord(character):04X}" if ord(character) < _PLANE else f"{ord(character):06X}"
    half = len(code) // 2
    small = max(6, size * 5 // 14)
    for row, digits in enumerate((code[:half], code[half:])):
        width = round(font(small).getlength(digits))
        drawing.text((x + (side - width) // 2, top + row * side * 4 // 9), digits, fill=colour, font=font(small))


def _joins(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@functools.cache
def _found(bold: bool) -> tuple[Path, int]:
    for weight in ("Bold", "Regular") if bold else ("Regular", "Bold"):
        for folder in _folders():
            for name in _FILES:
                path = folder / name.format(weight=weight)
                if path.is_file():
                    return path, _index(path)
    raise EnvironmentProblem(Code.PACKAGE_MISSING, package="fonts-noto-cjk")


def _folders() -> list[Path]:
    if sys.platform == "win32":
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts")]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]


def _index(path: Path) -> int:
    """Which face of a collection is drawn for Taiwan."""
    names: list[str] = []
    for index in range(_MOST_FACES if path.suffix == ".ttc" else 1):
        try:
            names.append(str(ImageFont.truetype(str(path), 16, index=index).getname()[0]))
        except OSError:
            break
    return next((names.index(face) for face in _FACES if face in names), 0)
