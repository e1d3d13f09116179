"""The line at the bottom that is always there: connection, queue, oldest unsent event, reader, operator, shift, demo."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.amounts import age_text
from ui.buttons import StatusButton
from ui.screen import Screen
from ui.text import Text
from ui.theme import Theme, theme_of

ConnectionName = Literal["starting", "online", "offline", "degraded", "revoked"]
"""The values of `station.views.Connection`."""
Mark = Literal["good", "wait", "attention", "stop"]

_MARKS: dict[str, Mark] = {
    "starting": "wait",
    "online": "good",
    "offline": "attention",
    "degraded": "attention",
    "revoked": "stop",
}


@dataclass(frozen=True, kw_only=True)
class StatusValues:
    """What the line shows, as plain values."""

    connection: str = "starting"
    downloading: int | None = None
    """How far a download of everything has come, in per cent; 0 also while nobody knows."""
    queue: int = 0
    oldest_unsent_s: int | None = None
    """Age of the oldest unsent event in seconds."""
    attention: int = 0
    """Acts that the platform flagged or rejected and nobody has resolved."""
    attention_key: str = ""
    """What opens their list (`Ctrl+F7`); empty when who is signed in, or nobody, does not work with it."""
    reader: str = ""
    reader_ready: bool = False
    reader_imitated: bool = False
    disk_low: bool = False
    clock_wrong: bool = False
    backup_failed: bool = False
    operator: str = ""
    """Masked name and role as shown: `王○明（承辦）`."""
    shift: str = ""
    """How the open shift is called (`A`); empty when none is open."""
    demo: bool = False


class _Dot(QWidget):
    """A filled disc, a ring, a triangle or a cross: the shape says it, the colour says it again."""

    def __init__(self) -> None:
        super().__init__()
        self._mark: Mark = "wait"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_mark(self, mark: Mark) -> None:
        self._mark = mark
        self.update()

    def sizeHint(self) -> QSize:
        side = theme_of(self).sizes.small
        return QSize(side, side)

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = theme_of(self)
        colours = theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        field = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._mark == "good":
            painter.setBrush(QColor(colours.green))
            painter.drawEllipse(field)
        elif self._mark == "attention":
            painter.setBrush(QColor(colours.amber))
            painter.drawPolygon(QPolygonF([QPointF(field.center().x(), field.top()), field.bottomRight(), field.bottomLeft()]))
        elif self._mark == "stop":
            painter.setPen(QPen(QColor(colours.red), side / 5))
            painter.drawLine(field.topLeft(), field.bottomRight())
            painter.drawLine(field.topRight(), field.bottomLeft())
        else:
            painter.setPen(QPen(QColor(colours.ink_soft), side / 8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(field.adjusted(1, 1, -1, -1))
        painter.end()


class StatusLine(Screen):
    """Repaints only when the values change. GUI thread."""

    attention_wanted = Signal()
    """The list of what needs attention is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = StatusValues()
        self._dot, self._reader_dot = _Dot(), _Dot()
        self._connection = Text("small", strong=True, wrap=False)
        self._queue = Text("small", "soft", wrap=False)
        self._attention = StatusButton()
        self._attention.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._attention.clicked.connect(self.attention_wanted)
        self._machine = Text("small", "attention", strong=True, wrap=False)
        self._reader = Text("small", "soft", elide=True)
        self._operator = Text("small", wrap=False)
        self._shift = Text("small", strong=True, wrap=False)
        self._demo = Text("small", "attention", strong=True, wrap=False)
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._dot)
        for words in (self._connection, self._queue, self._attention, self._machine):
            row.addWidget(words)
            row.addSpacing(16)
        row.addWidget(self._reader_dot)
        row.addWidget(self._reader)
        row.addStretch(1)
        row.addWidget(self._demo)
        row.addSpacing(16)
        row.addWidget(self._operator)
        row.addSpacing(16)
        row.addWidget(self._shift)

    def set_values(self, values: StatusValues) -> None:
        """Show these values from now on."""
        if values != self._values:
            self._values = values
            self.retranslate()

    def values(self) -> StatusValues:
        """The values shown."""
        return self._values

    def text(self) -> str:
        """Everything that the line says, for assistive technology."""
        labels = (self._machine, self._reader, self._demo, self._operator, self._shift)
        attention = self._attention.text() if self._values.attention else ""
        first = (self._connection.full_text(), self._queue.full_text(), attention)
        return "  ".join(words for words in (*first, *(label.full_text() for label in labels)) if words)

    def retranslate(self) -> None:
        """Texts."""
        values = self._values
        downloading = values.downloading is not None and values.connection in ("starting", "online")
        self._dot.set_mark("wait" if downloading else _MARKS[values.connection])
        self._connection.setText(self._connection_words(values.connection))
        if downloading:
            words = self.tr("下載資料 {percent}%") if values.downloading else self.tr("下載資料…")
            self._connection.setText(words.format(percent=values.downloading))
        self._queue.setText(self._queue_words(values))
        self._attention.setText(self._attention_words(values))
        self._attention.setEnabled(bool(values.attention_key))
        self._attention.setVisible(values.attention > 0)
        self._machine.setText(self._machine_words(values))
        self._machine.setVisible(bool(self._machine_words(values)))
        self._reader_dot.set_mark("good" if values.reader_ready else "attention")
        self._reader.setText(self._reader_words(values))
        self._operator.setText(values.operator)
        self._shift.setText(self.tr("{name} 班").format(name=values.shift) if values.shift else "")
        self._shift.setVisible(bool(values.shift))
        self._demo.setText(self.tr("示範") if values.demo else "")
        self._demo.setVisible(values.demo)
        self.setAccessibleName(self.text())

    def setObjectName(self, name: str) -> None:
        """Qt's own; the button is named after the line."""
        super().setObjectName(name)
        self._attention.setObjectName(f"{name}.attention")

    def restyle(self, theme: Theme) -> None:
        """As high with the button as without."""
        unit, edge = theme.sizes.unit, theme.sizes.unit // 4
        self._row.setContentsMargins(unit, edge, unit, edge)
        self._row.setSpacing(unit)
        self.setMinimumHeight(self._attention.sizeHint().height() + 2 * edge)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground and its upper edge."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours.surface))
        painter.fillRect(0, 0, self.width(), theme.sizes.stroke, QColor(theme.colours.hairline))
        painter.end()

    def _connection_words(self, connection: str) -> str:
        return {
            "starting": self.tr("連線中…"),
            "online": self.tr("已連線"),
            "offline": self.tr("離線，照常受理"),
            "degraded": self.tr("連線異常，照常受理"),
            "revoked": self.tr("本站已停權"),
        }[connection]

    def _queue_words(self, values: StatusValues) -> str:
        if values.queue and values.oldest_unsent_s is not None:
            words = self.tr("待傳 {count}，最久 {age}")
            return words.format(count=f"{values.queue:,}", age=age_text(values.oldest_unsent_s))
        return self.tr("待傳 {count}").format(count=f"{values.queue:,}")

    def _attention_words(self, values: StatusValues) -> str:
        words = self.tr("待處理 {count}").format(count=f"{values.attention:,}")
        return f"{words} ({values.attention_key})" if values.attention_key else words

    def _machine_words(self, values: StatusValues) -> str:
        if values.disk_low:
            return self.tr("磁碟空間將滿")
        if values.clock_wrong:
            return self.tr("本機時鐘不準")
        return self.tr("備份未完成") if values.backup_failed else ""

    def _reader_words(self, values: StatusValues) -> str:
        if values.reader_imitated:
            return self.tr("模擬讀卡機")
        if not values.reader_ready:
            return self.tr("讀卡機未就緒")
        return self.tr("讀卡機 {name}").format(name=values.reader)
