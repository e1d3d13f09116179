"""How far long work has come: a bar, and beneath it the words for it."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.screen import Screen
from ui.text import Text


class ProgressLine(Screen):
    """Hidden until it is told something. Without a known end there are words alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._words = Text("body", "soft")
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addWidget(self._bar)
        column.addWidget(self._words)
        self.hide()

    def tell(self, words: str, done: int = 0, total: int = 0) -> None:
        """So much is done; `total` 0: nobody knows of how much."""
        self._bar.setVisible(total > 0)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(min(done, total))
        self._bar.setAccessibleName(words)
        self._words.setText(words)
        self.show()

    def text(self) -> str:
        """The words as shown."""
        return "" if self.isHidden() else self._words.full_text()

    def clear(self) -> None:
        """Nothing is under way."""
        self._words.setText("")
        self.hide()
