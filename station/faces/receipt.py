"""A receipt as a picture as wide as its paper: rows of label and value, and the act's code as text and QR."""

import msgspec
import qrcode  # type: ignore[import-untyped]
from PIL import Image

from station.faces.glyphs import draw_text, text_width

DPI = 300
WIDTH = 945
"""Pixels: 80 mm."""
WIDTH_HMM = 8000
_INK = "#000000"


class Measures(msgspec.Struct, frozen=True, kw_only=True):
    """How large everything on it is, in pixels."""

    width: int
    margin: int
    small: int
    plain: int
    large: int
    gap: int
    module: int
    """Of the QR code."""
    rows_at: int
    """Where the values begin."""


SHEET = Measures(width=WIDTH, margin=60, small=30, plain=38, large=52, gap=20, module=8, rows_at=300)
"""80 mm at 300 dpi, for printers that scale."""
ROLL_80 = Measures(width=576, margin=8, small=24, plain=28, large=38, gap=14, module=7, rows_at=190)
"""The 72 mm that are printed of a roll of 80 mm, at the usual 8 dots a millimetre."""
ROLL_58 = Measures(width=384, margin=4, small=22, plain=25, large=32, gap=12, module=6, rows_at=132)
"""The 48 mm that are printed of a roll of 58 mm, at the same."""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What it says; in the words and the language of whoever prints it. Names in it are masked."""

    head: str
    """City and programme."""
    title: str
    rows: list[tuple[str, str]]
    code: str
    """As text and as QR."""
    foot: str = ""


def draw_receipt(receipt: Receipt, measures: Measures = SHEET) -> Image.Image:
    """The receipt, as long as it needs."""
    margin, small, plain = measures.margin, measures.small, measures.plain
    image = Image.new("RGB", (measures.width, 4_000), "white")
    y = margin
    for text, size, bold in ((receipt.head, small, False), (receipt.title, measures.large, True)):
        y = _paragraph(image, (margin, y), text, size, margin=margin, bold=bold)
    y += measures.gap
    for label, value in receipt.rows:
        low = _paragraph(image, (margin, y + (plain - small) // 2), label, small, margin=measures.width - measures.rows_at)
        y = max(low, _paragraph(image, (measures.rows_at, y), value, plain, margin=margin))
    y += measures.gap
    y = _paragraph(image, (margin, y), receipt.code, measures.large, margin=margin, bold=True)
    code = _qr(receipt.code, measures.module)
    image.paste(code, (margin, y))
    y += code.height + measures.gap
    y = _paragraph(image, (margin, y), receipt.foot, small, margin=margin)
    return image.crop((0, 0, measures.width, y + margin))


def height_hmm(image: Image.Image) -> int:
    """Its length on paper, in hundredths of a millimetre."""
    return image.height * WIDTH_HMM // WIDTH


def _paragraph(image: Image.Image, at: tuple[int, int], text: str, size: int, *, margin: int, bold: bool = False) -> int:
    """Lines as far as `margin` before the paper's right edge; where the next thing begins."""
    x, y = at
    for line in _lines(text, size, image.width - margin - x, bold=bold):
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


def _qr(text: str, module: int) -> Image.Image:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4, box_size=module)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    image = Image.new("RGB", (len(matrix), len(matrix)), "white")
    image.putdata([(0, 0, 0) if dark else (255, 255, 255) for row in matrix for dark in row])
    return image.resize((image.width * module, image.height * module), Image.Resampling.NEAREST)
