"""A form in numbered steps that are all in sight: the one at work is open, the others show what they hold in one line."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.outcome import OutcomeKind, draw_outcome
from ui.screen import Screen
from ui.surfaces import paint_card
from ui.text import Text
from ui.theme import Theme, font, theme_of


class StepState(StrEnum):
    """How a step stands. Told by shape: number on a disc, ✓ in a circle, number in a ring, ! in a triangle."""

    OPEN = "open"
    DONE = "done"
    LATER = "later"
    ATTENTION = "attention"


class _Number(QWidget):
    """The step's number, or the mark that has taken its place."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._state = StepState.LATER
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, state: StepState) -> None:
        self._state = state
        self.update()

    def set_number(self, number: int) -> None:
        self._number = number
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).sizes.unit * 3
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = theme_of(self)
        colours = theme.colours
        painter = QPainter(self)
        field = QRectF(self.rect())
        if self._state in (StepState.DONE, StepState.ATTENTION):
            kind = OutcomeKind.GOOD if self._state is StepState.DONE else OutcomeKind.ATTENTION
            draw_outcome(painter, kind, field, theme)
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at_work = self._state is StepState.OPEN
        painter.setPen(Qt.PenStyle.NoPen if at_work else QPen(QColor(colours.line), theme.sizes.stroke + 0.5))
        painter.setBrush(QColor(colours.brand) if at_work else QColor(colours.surface))
        painter.drawEllipse(field.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(colours.on_brand if at_work else colours.ink_soft))
        digits = QFont(font(theme, "small", bold=True))
        painter.setFont(digits)
        painter.drawText(field, Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


class Step(Screen):
    """One step: number, title, one line about what it holds, and its body while it is open.

    A click on the line of a step that is done opens it again: `reopened`.
    """

    reopened = Signal()

    def __init__(self, number: int, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = StepState.LATER
        self._number = _Number(number)
        self._title = Text("title", strong=True, wrap=False)
        self._summary = Text("body", "soft", elide=True)
        self._body = body
        head = self.grid(QHBoxLayout(), gap=1.5)
        head.addWidget(self._number)
        head.addWidget(self._title)
        head.addWidget(self._summary, 1)
        self._column = self.grid(QVBoxLayout(self), gap=1.5)
        self._column.addLayout(head)
        self._column.addWidget(body)
        body.hide()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the shadow takes a step at the sides and one and a half below."""
        unit = theme.sizes.unit
        self._column.setContentsMargins(unit * 3, round(unit * 1.75), unit * 3, round(unit * 2.75))

    def set_title(self, words: str) -> None:
        """Name the step."""
        self._title.setText(words)
        self._tell()

    def set_number(self, number: int) -> None:
        """Another number, since a step before it came in or fell out."""
        self._number.set_number(number)

    def set_state(self, state: StepState, summary: str = "") -> None:
        """How the step stands, and what it holds."""
        self._state = state
        self._number.set_state(state)
        self._summary.setText(summary)
        self._summary.set_tone("attention" if state is StepState.ATTENTION else "soft")
        self.setCursor(Qt.CursorShape.PointingHandCursor if state is StepState.DONE else Qt.CursorShape.ArrowCursor)
        self._tell()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the body."""
        self._body.setVisible(is_open)

    def state(self) -> StepState:
        """How the step stands."""
        return self._state

    def summary(self) -> str:
        """What the line says."""
        return self._summary.full_text()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's own; opens a step that is done."""
        if self._body.isHidden() and self._state in (StepState.DONE, StepState.ATTENTION):
            self.reopened.emit()
        super().mousePressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the surface."""
        painter = QPainter(self)
        paint_card(painter, QRectF(self.rect()), theme_of(self))
        painter.end()

    def _tell(self) -> None:
        self.setAccessibleName(f"{self._title.full_text()} {self._summary.full_text()}".strip())


class FormScroll(QScrollArea):
    """Holds a form that may be taller than a small screen; whatever gets the focus comes into view."""

    def __init__(self, form: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.setWidget(form)
        form.installEventFilter(self)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; see `eventFilter`."""
        super().resizeEvent(event)
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; a scroll area knows nothing of words that wrap, so the form is told how tall it has to be."""
        if watched is self._form and event.type() is QEvent.Type.LayoutRequest:
            self._make_room()
        return super().eventFilter(watched, event)

    def _make_room(self) -> None:
        layout = self._form.layout()
        if layout is not None:
            self._form.setMinimumHeight(max(layout.totalHeightForWidth(self.viewport().width()), 0))

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._form.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, theme_of(self).sizes.unit * 4)
