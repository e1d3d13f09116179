"""Words on a surface: a label that is never cut off."""

from typing import Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

Role = Literal["small", "body", "title", "display"]
Tone = Literal["ink", "soft", "brand", "error", "good", "attention", "on_brand"]


_ANY_HEIGHT = 100_000
_WRAP = Qt.TextFlag.TextWordWrap.value


class Text(QLabel):
    """Plain text in one of the theme's sizes and tones, wrapped to its width, always as tall as it needs to be.

    `elide=True` makes a single line that ends in `…` when there is no room, with the whole text as tool tip.
    """

    def __init__(
        self,
        role: Role = "body",
        tone: Tone = "ink",
        *,
        strong: bool = False,
        elide: bool = False,
        wrap: bool = True,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._full = ""
        self._heights: dict[int, int] = {}
        """Of the text that is shown, by width: layouts within layouts ask for the same some thousand times."""
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("strong", "true" if strong else "false")
        self.setProperty("tone", tone)
        self.setProperty("elided", elide)
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self.setWordWrap(wrap and not elide)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show `text`."""
        self._full = text
        self._fit()

    def full_text(self) -> str:
        """The text that was set, also where only the beginning has room."""
        return self._full

    def set_tone(self, tone: Tone) -> None:
        """Change the colour's meaning."""
        self._set("tone", tone)

    def set_role(self, role: Role) -> None:
        """Change the size."""
        self._set("role", role)

    def _set(self, name: str, value: str) -> None:
        if self.property(name) != value:
            self.setProperty(name, value)
            self.style().unpolish(self)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; keeps the whole text visible."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; the font may have changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._heights.clear()
            self._fit()

    def heightForWidth(self, width: int) -> int:
        """Qt's own; from the text alone (QLabel's also counts the minimum height that was set before)."""
        if not self.wordWrap():
            return -1
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self.height_of(self.text(), width)
        return height

    def height_of(self, text: str, width: int) -> int:
        """How tall `text` would be at that width."""
        return self.fontMetrics().boundingRect(0, 0, max(1, width), _ANY_HEIGHT, _WRAP, text).height()

    def minimumSizeHint(self) -> QSize:
        """Qt's own; an elided line may shrink to a few characters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().height() * 3), hint.height()) if self._elide else hint

    def sizeHint(self) -> QSize:
        """Qt's own; the whole text's width for an elided line."""
        hint = super().sizeHint()
        if not self._elide:
            return hint
        return QSize(self.fontMetrics().horizontalAdvance(self._full) + 2, hint.height())

    def _fit(self) -> None:
        if self._elide:
            shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(self.width(), 1))
            self.setToolTip("" if shown == self._full else self._full)
            self._show(shown)
            self.updateGeometry()
            return
        self._show(self._full)
        if self.wordWrap():
            # A layout that asks without a width would otherwise cut the last line off.
            self.setMinimumHeight(self.heightForWidth(self.width()) if self._full else 0)

    def _show(self, text: str) -> None:
        if self.text() != text:
            self._heights.clear()
            super().setText(text)
