"""A receipt as a picture, 80 mm wide: rows of label and value, and the act's code as text and QR."""

import msgspec
import qrcode  # type: ignore[import-untyped]
from PIL import Image

from station.faces.glyphs import draw_text, text_width

DPI = 300
WIDTH = 945
"""Pixels: 80 mm."""
WIDTH_HMM = 8000
_MARGIN, _SMALL, _PLAIN, _LARGE = 60, 30, 38, 52
_GAP = 20
_MODULE = 8
_INK = "#000000"
_ROWS_AT = 300


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What it says; in the words and the language of whoever prints it. Names in it are masked."""

    head: str
    """City and programme."""
    title: str
    rows: list[tuple[str, str]]
    code: str
    """As text and as QR."""
    foot: str = ""


def draw_receipt(receipt: Receipt) -> Image.Image:
    """The receipt at 300 dpi, as long as it needs."""
    image = Image.new("RGB", (WIDTH, 4_000), "white")
    y = _MARGIN
    for text, size, bold in ((receipt.head, _SMALL, False), (receipt.title, _LARGE, True)):
        y = _paragraph(image, (_MARGIN, y), text, size, bold=bold)
    y += _GAP
    for label, value in receipt.rows:
        draw_text(image, (_MARGIN, y + (_PLAIN - _SMALL) // 2), label, _SMALL, colour=_INK)
        y = _paragraph(image, (_ROWS_AT, y), value, _PLAIN)
    y += _GAP
    y = _paragraph(image, (_MARGIN, y), receipt.code, _LARGE, bold=True)
    code = _qr(receipt.code)
    image.paste(code, (_MARGIN, y))
    y += code.height + _GAP
    y = _paragraph(image, (_MARGIN, y), receipt.foot, _SMALL)
    return image.crop((0, 0, WIDTH, y + _MARGIN))


def height_hmm(image: Image.Image) -> int:
    """Its length on paper, in hundredths of a millimetre."""
    return image.height * WIDTH_HMM // WIDTH


def _paragraph(image: Image.Image, at: tuple[int, int], text: str, size: int, *, bold: bool = False) -> int:
    """Lines as wide as the paper; where the next thing begins."""
    x, y = at
    for line in _lines(text, size, WIDTH - _MARGIN - x, bold=bold):
        draw_text(image, (x, y), line, size, colour=_INK, bold=bold)
        y += size * 3 // 2
    return y


def _lines(text: str, size: int, width: int, *, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in _words(text):
        if line and text_width(line + word, size, bold=bold) > width:
            lines.append(line.rstrip())
            line = word.lstrip()
        else:
            line += word
    return [*lines, line] if line else lines


def _words(text: str) -> list[str]:
    """Where a line may be broken: before any Chinese character, and between other words."""
    words: list[str] = []
    for character in text:
        if words and character.isascii() and not character.isspace() and words[-1][-1].isascii():
            words[-1] += character
        else:
            words.append(character)
    return words


def _qr(text: str) -> Image.Image:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=_MODULE)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    image = Image.new("RGB", (len(matrix), len(matrix)), "white")
    image.putdata([(0, 0, 0) if dark else (255, 255, 255) for row in matrix for dark in row])
    return image.resize((image.width * _MODULE, image.height * _MODULE), Image.Resampling.NEAREST)
