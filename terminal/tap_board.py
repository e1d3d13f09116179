"""What the last tap at an activity did, large, the few before it, how many are there, and how many there were over time.

Object names: `terminal.event.board`, `.did`, `.time`, `.detail`, `.walk_in`, `.banner`, `.present`, `.signed_in`,
`.walk_ins`, `.recent.<n>` (the newest is 0), `.chart`.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.taipei import moment
from station.event_views import StayLine
from station.station import Station
from station.views import AttendanceCounts, TapResult
from terminal.names import point_kind_name
from ui.amounts import clock_text, minutes_text, points_text
from ui.charts import Curve, LineChart
from ui.messages import Words, words_for
from ui.theme import Theme
from ui.widgets import OutcomeBanner, OutcomeIcon, OutcomeKind, Panel, Screen, Separator, Text

_RECENT = 5
_CHART_UNITS = 12
"""Least height of the curve, in steps of the grid."""


@dataclass(frozen=True)
class Tap:
    """One tap, as it is listed: the last digits only, and a masked name of somebody who had no card."""

    at_ms: int
    result: TapResult | None
    """None for a tap that was refused, and for an undo."""
    tail: str
    code: Code | None = None
    undone: StayLine | None = None
    sign_out_alone: bool = False


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
        self._numbers = [Text(strong=True, wrap=False) for _ in range(3)]
        self._number_names = [Text("small", "soft", wrap=False) for _ in range(3)]
        self._recent_title = Text("small", "soft", strong=True)
        self._chart_title = Text("small", "soft", strong=True)
        self._chart = LineChart("terminal.event.chart")
        self._recent = [Text("body", elide=True) for _ in range(_RECENT)]
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
        line = self.grid(QHBoxLayout(), gap=1)
        for number, name in zip(self._numbers, self._number_names, strict=True):
            line.addWidget(number, 0, Qt.AlignmentFlag.AlignBaseline)
            line.addWidget(name, 0, Qt.AlignmentFlag.AlignBaseline)
            line.addStretch(1)
        counts.body.addLayout(line)
        counts.body.addWidget(Separator())
        recent, curve = self.grid(QVBoxLayout(), gap=0.5), self.grid(QVBoxLayout(), gap=0.5)
        recent.addWidget(self._recent_title)
        for each in self._recent:
            recent.addWidget(each)
        recent.addStretch(1)
        curve.addWidget(self._chart_title)
        curve.addWidget(self._chart, 1)
        beside = self.grid(QHBoxLayout(), gap=2)
        beside.addLayout(recent, 4)
        beside.addLayout(curve, 3)
        counts.body.addLayout(beside)
        column_ = self.grid(QVBoxLayout(self), gap=0)
        column_.addWidget(answer)
        column_.addWidget(counts)
        column_.addStretch(1)

    def begin(self, counts: AttendanceCounts, *, in_out: bool) -> None:
        """Another activity: nothing has been tapped yet. `in_out`: people leave it again."""
        self._taps.clear()
        for part in (self._chart_title, self._chart):
            part.setVisible(in_out)
        self._chart.show_curves(())
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
        if error.code is Code.NOT_ELIGIBLE:
            # The code's own words are about issuing a card.
            self._banner.show_words(OutcomeKind.STOP, self._not_eligible)
        elif error.code is Code.PLATFORM_UNREACHABLE:
            self._banner.show_words(OutcomeKind.ATTENTION, self._digits_offline)
        else:
            self._banner.show_error(error)
        self.retranslate()

    def show_undone(self, stay: StayLine, counts: AttendanceCounts, *, sign_out: bool) -> None:
        """A sign-in, or a sign-out alone, has been taken back."""
        self._counts = counts
        self._banner.clear()
        self._taps.appendleft(Tap(self._station.now_ms(), None, "", undone=stay, sign_out_alone=sign_out))
        self.retranslate()

    def show_course(self, course: Sequence[tuple[int, int]]) -> None:
        """How many were there over time, until now."""
        now_ms = self._station.now_ms()
        points = [*course, (max(now_ms, course[-1][0] + 1), course[-1][1])] if course else []
        self._chart.show_curves([Curve(self.tr("在場人數"), points)])
        most = max((there for _, there in course), default=0)
        self._chart.describe(self.tr("在場人數：現在 {now}，最多 {most}").format(now=points[-1][1] if points else 0, most=most))

    def show_code(self, code: Code) -> None:
        """Something lies there that is no tap."""
        self._banner.show_code(code)
        self.retranslate()

    def clear(self) -> None:
        """Forget every tap."""
        self._taps.clear()
        self._chart.show_curves(())
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
        self._chart.setMinimumHeight(_CHART_UNITS * theme.sizes.unit)

    def retranslate(self) -> None:
        """Texts."""
        counts = self._counts
        names = [self.tr("現在在場"), self.tr("簽到人次"), self.tr("現場參加")]
        values = [f"{value:,}" for value in ((counts.present, counts.signed_in, counts.walk_ins) if counts else (0, 0, 0))]
        if counts is not None and counts.capacity is not None:
            names[0] = self.tr("現在在場（上限 {capacity}）").format(capacity=f"{counts.capacity:,}")
        if counts is not None and counts.registered:
            names[1] = self.tr("簽到人次（報名 {registered}）").format(registered=f"{counts.registered:,}")
        for label, name in zip(self._number_names, names, strict=True):
            label.setText(name)
        for number, value in zip(self._numbers, values, strict=True):
            number.setText(value)
        self._recent_title.setText(self.tr("最近幾次感應"))
        self._chart_title.setText(self.tr("在場人數"))
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

    def _not_eligible(self) -> Words:
        return Words(self.tr("這種卡不能參加這個活動"), self.tr("請看活動的參加對象；有疑問請洽主辦單位。"))

    def _digits_offline(self) -> Words:
        what = self.tr("這種條碼要連線才能辨識，請改出示 QR 碼或卡片。")
        return Words(words_for(Code.PLATFORM_UNREACHABLE).title, what)

    def _show(self, tap: Tap | None) -> None:
        result = tap.result if tap else None
        if tap is not None and tap.undone is not None:
            self._show_undone(tap, tap.undone)
            return
        self._icon.setVisible(result is not None)
        self._time.setVisible(result is not None)
        self._walk_in.setVisible(result is not None and result.walk_in and result.did != "out")
        if tap is None or result is None:
            self._detail.show()
            self._did.setText(self.tr("請感應"))
            self._detail.setText(self.tr("請參加的人把卡片放到讀卡機上。"))
            return
        self._icon.set_kind(OutcomeKind.GOOD if result.did in ("in", "out") else OutcomeKind.ATTENTION)
        self._did.setText(self._did_words(result))
        self._time.setText(clock_text(tap.at_ms))
        self._detail.setText(self._detail_words(result))
        self._detail.setVisible(bool(self._detail.full_text()))
        self._walk_in.setText(self.tr("現場參加") if result.known_card else self.tr("現場參加（沒有登記的卡片）"))

    def _show_undone(self, tap: Tap, stay: StayLine) -> None:
        for widget, shown in ((self._icon, True), (self._time, True), (self._walk_in, False), (self._detail, True)):
            widget.setVisible(shown)
        self._icon.set_kind(OutcomeKind.ATTENTION)
        self._did.setText(self.tr("已取消"))
        self._time.setText(clock_text(tap.at_ms))
        self._detail.setText(self._undone_words(stay, sign_out=tap.sign_out_alone))

    def _undone_words(self, stay: StayLine, *, sign_out: bool) -> str:
        if sign_out and stay.out_ms is not None:
            return self.tr("{time} 的簽退取消了，人還在場。").format(time=clock_text(stay.out_ms))
        return self.tr("{time} 的簽到取消了，時數和點數不計。").format(time=clock_text(stay.in_ms))

    def _did_words(self, result: TapResult) -> str:
        return {
            "in": self.tr("簽到"),
            "out": self.tr("簽退"),
            "already": self.tr("已感應"),
            "was_in": self.tr("已在場"),
            "not_in": self.tr("沒有簽到"),
        }[result.did]

    def _detail_words(self, result: TapResult) -> str:
        since = clock_text(result.since_ms)
        if result.did == "in":
            if result.by_name:
                return self.tr("{name}　沒帶卡，以姓名簽到").format(name=result.by_name)
            return "" if result.walk_in else self.tr("已報名")
        if result.did == "was_in":
            return self.tr("{since} 已經簽到，這裡只簽到不簽退。").format(since=since)
        if result.did == "not_in":
            return self.tr("這個工作站沒有這張卡的簽到。請到簽到的那一台簽退。")
        if result.did == "already":
            return self.tr("同一次感應，沒有重複計算。簽到時間 {since}").format(since=since)
        words = self.tr("{since} 簽到，共 {minutes}").format(since=since, minutes=minutes_text(result.minutes))
        if result.points and result.point_kind:
            name = point_kind_name(self._station.programme, result.point_kind)
            words += self.tr("，得 {points}（{kind}）").format(points=points_text(result.points), kind=name)
        return words

    def _line(self, tap: Tap) -> str:
        when = f"{moment(tap.at_ms):%H:%M:%S}"
        if tap.undone is not None:
            return f"{when}　{self._undone_words(tap.undone, sign_out=tap.sign_out_alone)}"
        if tap.result is None:
            what = words_for(tap.code).title if tap.code else ""
        else:
            what = self._did_words(tap.result)
            if tap.result.walk_in and tap.result.did == "in":
                what += self.tr("（現場參加）")
        who = tap.result.by_name if tap.result is not None and tap.result.by_name else f"**** {tap.tail}"
        return f"{when}　{who}　{what}"
