"""Icons from `assets/icons`, in the colours of the theme."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import Theme

NAMES = (
    "back",
    "card",
    "card_add",
    "check",
    "chevron_down",
    "chevron_up",
    "contrast",
    "erase",
    "face_1",
    "face_2",
    "face_4",
    "face_5",
    "hourglass",
    "language",
    "leave",
    "pause",
    "person",
    "phone",
    "play",
    "reach",
    "reader",
    "restore",
    "speech",
    "text_size",
    "volume_1",
    "volume_2",
    "volume_3",
)
"""Every icon there is. Each is one colour, `currentColor`, on a 24 by 24 field."""


def icon(name: str, theme: Theme, size: int, *, on_brand: bool = False, room: int = 0) -> QIcon:
    """The icon for a button, `size` px square, with a paler picture for when the button is disabled. GUI thread.

    `room` is an empty strip of so many px at its right, before the button's words.
    """
    colours = theme.colours
    made = QIcon()
    made.addPixmap(pixmap(name, colours.on_brand if on_brand else colours.brand_text, size, room), QIcon.Mode.Normal)
    made.addPixmap(pixmap(name, colours.ink_soft, size, room), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: str, size: int, room: int = 0, ratio: float = 2.0) -> QPixmap:
    """The icon as a picture of `size` px square and `room` px at its right, at `ratio` device pixels each. GUI thread."""
    made = QPixmap(QSize(round((size + room) * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw(painter, name, QColor(colour), QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


def draw(painter: QPainter, name: str, colour: QColor, field: QRectF) -> None:
    """Draw the icon into `field` with a painter that is open already."""
    svg = _source(name).replace("currentColor", colour.name())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, field)


@cache
def _source(name: str) -> str:
    return files("assets").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")
