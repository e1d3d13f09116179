"""The programme's name on its colour, at the top of the rail."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.station import Station
from ui.i18n import current_language
from ui.icons import draw
from ui.screen import Screen
from ui.text import Text
from ui.theme import Theme, theme_of


class BrandMark(Screen):
    """City, programme, and which station this is. Object name: `terminal.brand`."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("terminal.brand")
        self._station = station
        self._city = Text("small", "on_brand")
        self._programme = Text("title", "on_brand", strong=True)
        self._site = Text("small", "on_brand")
        column = self.grid(QVBoxLayout(self), gap=0.5, margin=2)
        self._column = column
        for label in (self._city, self._programme, self._site):
            column.addWidget(label)

    def retranslate(self) -> None:
        """Texts."""
        programme, language = self._station.programme, current_language()
        self._city.setText(programme.city.in_language(language))
        self._programme.setText(programme.name.in_language(language))
        self._site.setText(self._station.identity.name)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; room for the mark."""
        unit = theme.sizes.unit
        self._column.setContentsMargins(unit * 2, unit * 6, unit * 2, unit * 2)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground and the mark."""
        theme = theme_of(self)
        unit = theme.sizes.unit
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.colours.brand))
        painter.setPen(Qt.PenStyle.NoPen)
        draw(painter, "card", QColor(theme.colours.on_brand), QRectF(unit * 2, unit * 2, unit * 3, unit * 3))
        painter.end()
