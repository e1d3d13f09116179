"""What the last tap at an activity did, large, and the few before it.

Object names: `terminal.event.board`, `.did`, `.time`, `.detail`, `.walk_in`, `.banner`, `.present`, `.signed_in`,
`.walk_ins`, `.recent.<n>` (the newest is 0).
"""

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.taipei import moment
from station.station import Station
from station.views import AttendanceCounts, TapResult
from terminal.names import point_kind_name
from ui.amounts import minutes_text, points_text
from ui.messages import words_for
from ui.theme import Theme
from ui.widgets import OutcomeBanner, OutcomeIcon, OutcomeKind, Panel, Screen, Separator, Text

_RECENT = 5


@dataclass(frozen=True)
class Tap:
    """One tap, as it is listed: no name, the last digits only."""

    at_ms: int
    result: TapResult | None
    """None for a tap that was refused."""
    tail: str
    code: Code | None = None


class TapBoard(Screen):
    """The large answer, the counts, the list."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("terminal.event.board")
        self._station = station
        self._taps: deque[Tap] = deque(maxlen=_RECENT)
        self._counts: AttendanceCounts | None = None
        self._icon = OutcomeIcon(lines=3.6)
        self._did = Text(strong=True)
        self._time = Text(strong=True, wrap=False)
        self._detail = Text("title")
        self._walk_in = Text("title", "attention", strong=True)
        self._banner = OutcomeBanner()
        self._numbers = [Text(strong=True, align=Qt.AlignmentFlag.AlignHCenter) for _ in range(3)]
        self._number_names = [Text("small", "soft", align=Qt.AlignmentFlag.AlignHCenter) for _ in range(3)]
        self._recent_title = Text("small", "soft", strong=True)
        self._recent = [Text("body", wrap=False) for _ in range(_RECENT)]
        names = {"did": self._did, "time": self._time, "detail": self._detail, "walk_in": self._walk_in, "banner": self._banner}
        names |= dict(zip(("present", "signed_in", "walk_ins"), self._numbers, strict=True))
        names |= {f"recent.{number}": line for number, line in enumerate(self._recent)}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.event.{part}")
        self._lay_out()

    def _lay_out(self) -> None:
        answer = Panel(gap=1.5)
        self._answer = QWidget()
        texts = self.grid(QVBoxLayout(), gap=1)
        first = self.grid(QHBoxLayout(), gap=2)
        first.addWidget(self._did, 1)
        first.addWidget(self._time)
        texts.addLayout(first)
        texts.addWidget(self._detail)
        texts.addWidget(self._walk_in)
        row = self.grid(QHBoxLayout(self._answer), gap=3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        answer.body.addWidget(self._answer)
        answer.body.addWidget(self._banner)
        counts = Panel(gap=0.5)
        grid = self.grid(QGridLayout(), gap=0.25)
        for column, (number, name) in enumerate(zip(self._numbers, self._number_names, strict=True)):
            grid.addWidget(number, 0, column)
            grid.addWidget(name, 1, column)
            grid.setColumnStretch(column, 1)
        counts.body.addLayout(grid)
        counts.body.addWidget(Separator())
        counts.body.addWidget(self._recent_title)
        for line in self._recent:
            counts.body.addWidget(line)
        column_ = self.grid(QVBoxLayout(self), gap=0)
        column_.addWidget(answer)
        column_.addWidget(counts)
        column_.addStretch(1)

    def begin(self, counts: AttendanceCounts) -> None:
        """Another activity: nothing has been tapped yet."""
        self._taps.clear()
        self._counts = counts
        self._banner.clear()
        self.retranslate()

    def show_result(self, result: TapResult, tail: str) -> None:
        """A tap was counted, or was the same tap again."""
        self._counts = result.counts
        self._banner.clear()
        self._taps.appendleft(Tap(self._station.now_ms(), result, tail))
        self.retranslate()

    def show_error(self, error: CityCardError, tail: str) -> None:
        """A tap was refused."""
        self._taps.appendleft(Tap(self._station.now_ms(), None, tail, error.code))
        self._banner.show_error(error)
        self.retranslate()

    def show_code(self, code: Code) -> None:
        """Something lies there that is no tap."""
        self._banner.show_code(code)
        self.retranslate()

    def clear(self) -> None:
        """Forget every tap."""
        self._taps.clear()
        self._counts = None
        self._banner.clear()
        self.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the answer is read from two metres away."""
        large = f"font-size: {theme.sizes.display * 2}px;"
        for label in (self._did, self._time):
            label.setStyleSheet(large)
        for number in self._numbers:
            number.setStyleSheet(f"font-size: {theme.sizes.display}px;")

    def retranslate(self) -> None:
        """Texts."""
        for name, words in zip(
            self._number_names, (self.tr("現在在場"), self.tr("簽到人次"), self.tr("現場參加")), strict=True
        ):
            name.setText(words)
        counts = self._counts
        values = (counts.present, counts.signed_in, counts.walk_ins) if counts else (0, 0, 0)
        for number, value in zip(self._numbers, values, strict=True):
            number.setText(f"{value:,}")
        self._recent_title.setText(self.tr("最近幾次感應"))
        lines = [self._line(tap) for tap in self._taps]
        for place, label in enumerate(self._recent):
            label.setText(lines[place] if place < len(lines) else "")
        refused = self._banner.kind() is not None
        self._answer.setVisible(not refused)
        if refused:
            self._banner.retranslate()
        else:
            self._show(self._taps[0] if self._taps else None)

    # --- the large answer ---

    def _show(self, tap: Tap | None) -> None:
        result = tap.result if tap else None
        self._icon.setVisible(result is not None)
        self._time.setVisible(result is not None)
        self._walk_in.setVisible(result is not None and result.walk_in and result.did != "out")
        if tap is None or result is None:
            self._detail.show()
            self._did.setText(self.tr("請感應"))
            self._detail.setText(self.tr("請參加的人把卡片放到讀卡機上。"))
            return
        self._icon.set_kind(OutcomeKind.ATTENTION if result.did == "already" else OutcomeKind.GOOD)
        self._did.setText(self._did_words(result))
        self._time.setText(f"{moment(tap.at_ms):%H:%M}")
        self._detail.setText(self._detail_words(result))
        self._detail.setVisible(bool(self._detail.full_text()))
        self._walk_in.setText(self.tr("現場參加") if result.known_card else self.tr("現場參加（沒有登記的卡片）"))

    def _did_words(self, result: TapResult) -> str:
        return {"in": self.tr("簽到"), "out": self.tr("簽退"), "already": self.tr("已感應")}[result.did]

    def _detail_words(self, result: TapResult) -> str:
        since = f"{moment(result.since_ms):%H:%M}"
        if result.did == "in":
            return "" if result.walk_in else self.tr("已報名")
        if result.did == "already":
            return self.tr("同一次感應，沒有重複計算。簽到時間 {since}").format(since=since)
        words = self.tr("{since} 簽到，共 {minutes}").format(since=since, minutes=minutes_text(result.minutes))
        if result.points and result.point_kind:
            name = point_kind_name(self._station.programme, result.point_kind)
            words += self.tr("，得 {points}（{kind}）").format(points=points_text(result.points), kind=name)
        return words

    def _line(self, tap: Tap) -> str:
        when = f"{moment(tap.at_ms):%H:%M:%S}"
        if tap.result is None:
            what = words_for(tap.code).title if tap.code else ""
        else:
            what = self._did_words(tap.result)
            if tap.result.walk_in and tap.result.did == "in":
                what += self.tr("（現場參加）")
        return f"{when}　**** {tap.tail}　{what}"
