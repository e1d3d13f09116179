"""The base of everything that shows words: texts follow the language, distances follow the theme."""

from typing import Any, TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLayout, QWidget

from ui.theme import Theme, theme_of

AnyLayout = TypeVar("AnyLayout", bound=QLayout)
_STYLE_EVENTS = (QEvent.Type.StyleChange, QEvent.Type.ParentChange, QEvent.Type.Polish)


class _TextsAtTheEnd(type(QObject)):  # type: ignore[misc]  # Shiboken's metaclass has no stub
    """Calls `retranslate()` once, right after the most derived constructor."""

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        made = super().__call__(*arguments, **named)
        made.refresh_texts()
        made.refresh_style()
        return made


class Screen(QWidget, metaclass=_TextsAtTheEnd):
    """A widget with words.

    Override `retranslate()` and set every text there, and nowhere else: it runs once after the constructor and again at
    every change of language. Override `restyle()` for what a stylesheet cannot say; it runs after the constructor and
    whenever the theme changes. Both run on the GUI thread and must be safe to repeat.
    """

    _ready = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layouts: list[tuple[QLayout, float, float]] = []

    def retranslate(self) -> None:
        """Set every text that is shown."""

    def restyle(self, theme: Theme) -> None:
        """Adapt sizes that do not come from the stylesheet."""

    def grid(self, layout: AnyLayout, gap: float = 2, margin: float = 0) -> AnyLayout:
        """Keep `layout`'s spacing and margins at so many steps of the theme's grid, also when the theme changes."""
        self._layouts.append((layout, gap, margin))
        return layout

    def theme(self) -> Theme:
        """The theme of the window this is in."""
        return theme_of(self)

    def refresh_texts(self) -> None:
        """Run `retranslate()` now."""
        self._ready = True
        self.retranslate()

    def refresh_style(self) -> None:
        """Apply the theme's distances and run `restyle()` now."""
        theme = self.theme()
        unit = theme.sizes.unit
        for layout, gap, margin in self._layouts:
            layout.setSpacing(round(gap * unit))
            edge = round(margin * unit)
            layout.setContentsMargins(edge, edge, edge, edge)
        self.restyle(theme)

    def event(self, event: QEvent) -> bool:
        """Qt's own; follows language and style."""
        if self._ready:
            if event.type() is QEvent.Type.LanguageChange:
                self.retranslate()
            elif event.type() in _STYLE_EVENTS:
                self.refresh_style()
        return super().event(event)
