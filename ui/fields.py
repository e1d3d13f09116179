"""A form's row: label, input, and beneath it at once, in words, what is wrong."""

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain import roc_date
from domain.errors import Code, Refused
from ui.amounts import day_text
from ui.messages import words_for
from ui.outcome import OutcomeKind, draw_outcome
from ui.screen import Screen
from ui.text import Text
from ui.theme import theme_of

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


class _Mark(QWidget):
    """The octagon beside an error's words, one line high."""

    def sizeHint(self) -> QSize:
        """Qt's own."""
        side = round(theme_of(self).sizes.small * 1.2)
        return QSize(side, max(side, self.fontMetrics().height()))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the shape."""
        painter = QPainter(self)
        side = self.sizeHint().width()
        top = (self.height() - side) / 2
        draw_outcome(painter, OutcomeKind.STOP, QRectF(0, top, side, side), theme_of(self))
        painter.end()


class FieldRow(Screen):
    """Label above, the input, and below it either a note or the error, which takes its place at once.

    `input` is any widget; `FieldRow(QLineEdit())`. Set the label in the screen's `retranslate()`.
    """

    def __init__(self, field: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.input = field
        self._code: Code | None = None
        self._details: Mapping[str, str | int] = {}
        self._note_words = ""
        self._label = Text("small", "soft", strong=True)
        self._label.setBuddy(field)
        self._note = Text("small", "soft")
        self._error = Text("small", "error")
        self._mark = _Mark()
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addWidget(self._label)
        column.addWidget(field)
        column.addWidget(self._note)
        row = self.grid(QHBoxLayout(), gap=0.75)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._error, 1)
        column.addLayout(row)
        column.addStretch(1)
        self.setFocusProxy(field)
        self._refresh()

    def set_label(self, words: str) -> None:
        """Name the field."""
        self._label.setText(words)
        self.input.setAccessibleName(words)

    def set_note(self, words: str) -> None:
        """A remark below the field (an example, the Gregorian year); hidden while there is an error."""
        self._note_words = words
        self._refresh()

    def set_error(self, code: Code | None, details: Mapping[str, str | int] | None = None) -> None:
        """Say what is wrong with the field, or with None that nothing is."""
        self._code, self._details = code, details or {}
        self._refresh()

    def error(self) -> Code | None:
        """What is wrong with the field as shown."""
        return self._code

    def error_text(self) -> str:
        """The words of the error as shown; empty when there is none."""
        return self._error.full_text() if self._code else ""

    def retranslate(self) -> None:
        """Texts."""
        self._refresh()

    def _refresh(self) -> None:
        wrong = self._code is not None
        if self._code is not None:
            title, what_to_do = words_for(self._code, self._details)
            self._error.setText(self.tr("{title}。{what}").format(title=title, what=what_to_do))
        self._note.setText(self._note_words)
        self._note.setVisible(bool(self._note_words) and not wrong)
        self._error.setVisible(wrong)
        self._mark.setVisible(wrong)
        self.input.setAccessibleDescription(self._error.full_text() if wrong else self._note_words)
        if self.input.property("wrong") != wrong:
            self.input.setProperty("wrong", wrong)
            self.input.style().unpolish(self.input)
            self.input.style().polish(self.input)


class DateField(FieldRow):
    """A 民國 date as typed, with the day it was understood as beside the Gregorian year."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.edit = QLineEdit()
        super().__init__(self.edit, parent)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhDate)
        self.edit.textChanged.connect(self._typed)
        self.edit.editingFinished.connect(self._finished)

    def text(self) -> str:
        """Exactly as typed."""
        return self.edit.text()

    def value(self) -> date | None:
        """The day, or None while it is not one."""
        try:
            return roc_date.parse(self.edit.text())
        except Refused:
            return None

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        self.edit.setPlaceholderText(self.tr("例如 740105 或 74/1/5"))
        self._understood()

    def _typed(self) -> None:
        self.set_error(None)
        self._understood()
        self.changed.emit()

    def _finished(self) -> None:
        if self.edit.text().strip() and self.value() is None:
            self.set_error(Code.DATE_FORMAT)

    def _understood(self) -> None:
        day = self.value()
        self.set_note(day_text(day) if day else "")
