"""Drawing a card's face: 85.60 × 53.98 mm at 300 dpi (ISO/IEC 7810, ID-1)."""

import io
from typing import Literal

import msgspec
from PIL import Image, ImageDraw

from domain.programme import CardKind, Programme
from station.faces.glyphs import draw_text, text_width
from station.faces.template import Element, template_for

DPI = 300
WIDTH, HEIGHT = 1011, 638
"""8560 and 5398 hundredths of a millimetre in pixels."""
_WIDTH_HMM = 8560
_INKS = {"white": "#FFFFFF", "ink": "#14202B"}
_LEAST_TYPE = 20
"""Pixels; 1.7 mm, the smallest that a card printer prints legibly."""


class FaceContent(msgspec.Struct, frozen=True, kw_only=True):
    """What is particular to one card. The name keeps its exact characters."""

    name: str = ""
    photo: bytes = b""
    """JPEG, as `photo.cut` makes it."""
    note: str = ""
    """A line of the counter's, such as until when the card is valid."""

    def __repr__(self) -> str:
        return "FaceContent(…)"


def draw_face(programme: Programme, kind: CardKind, content: FaceContent) -> Image.Image:
    """The face as it is printed. A kind without a name on its face, or given out to its bearer, never shows one."""
    named = kind.name_on_face and not kind.bearer
    shown = content if named else msgspec.structs.replace(content, name="")
    template = template_for(programme.id, kind.id)
    image = Image.new("RGB", (WIDTH, HEIGHT), _ink(template.ground, programme))
    words = {
        "city": programme.city.zh_TW,
        "programme": programme.name.zh_TW,
        "kind": kind.name.zh_TW,
        "kind_en": kind.name.en,
        "name": shown.name,
        "note": shown.note,
    }
    for element in template.elements:
        if _wanted(element, shown):
            _draw(image, element, words, shown.photo, _ink(element.colour, programme))
    return image


def _wanted(element: Element, content: FaceContent) -> bool:
    has: dict[Literal["name", "photo", "no_photo"], bool] = {
        "name": bool(content.name),
        "photo": bool(content.photo),
        "no_photo": not content.photo,
    }
    return all(has[each] for each in element.needs)


def _draw(image: Image.Image, element: Element, words: dict[str, str], photo: bytes, colour: str) -> None:
    x, y, width, height = (_pixels(each) for each in (element.x, element.y, element.width, element.height))
    if element.what == "area":
        ImageDraw.Draw(image).rectangle((x, y, x + width - 1, y + height - 1), fill=colour)
    elif element.what == "photo" and photo:
        with Image.open(io.BytesIO(photo)) as face:
            image.paste(face.convert("RGB").resize((width, height), Image.Resampling.LANCZOS), (x, y))
    elif element.what == "text":
        text = element.text.format(**words)
        size = _fitting(text, height, width, bold=element.bold)
        left = x if element.align == "left" else x + width - text_width(text, size, bold=element.bold)
        draw_text(image, (left, y), text, size, colour=colour, bold=element.bold)


def _fitting(text: str, size: int, width: int, *, bold: bool) -> int:
    while size > _LEAST_TYPE and text_width(text, size, bold=bold) > width:
        size -= 1
    return size


def _pixels(hundredths_mm: int) -> int:
    return (hundredths_mm * WIDTH + _WIDTH_HMM // 2) // _WIDTH_HMM


def _ink(ink: str, programme: Programme) -> str:
    return programme.brand_colour if ink == "brand" else _INKS.get(ink, ink)
