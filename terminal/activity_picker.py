"""The open activities, to choose one; those that are downloaded later show by themselves.

Object names: `terminal.event.none`, `.activities`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.taipei import moment
from station.station import Station
from station.views import ActivityView
from terminal.names import activity_type_name
from terminal.row_list import RowList
from ui.amounts import clock_text, day_text
from ui.screen import Screen
from ui.text import Text


class ActivityPicker(Screen):
    """One row an activity."""

    chosen = Signal(object)
    """`ActivityView`."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._activities: list[ActivityView] = []
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.event.none")
        self._list = RowList("terminal.event.activities")
        self._list.wanted.connect(self._choose)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)

    def look(self) -> None:
        """Show what is open now, when that has changed."""
        found = self._station.events.activities()
        if found != self._activities:
            self._activities = found
            self.retranslate()

    def start(self) -> None:
        """Put the focus where one chooses."""
        self._list.setFocus()

    def _choose(self, activity_id: str) -> None:
        self.look()
        found = next((each for each in self._activities if each.activity == activity_id), None)
        if found is not None:
            self.chosen.emit(found)

    def retranslate(self) -> None:
        """Texts."""
        self._none.setText(self.tr("目前沒有開放的活動。下載到新的活動時會自動出現。"))
        self._list.show_rows([(each.activity, each.title, self.detail(each)) for each in self._activities])
        self._list.setVisible(bool(self._activities))
        self._none.setVisible(not self._activities)

    def detail(self, activity: ActivityView) -> str:
        """Kind, day, hours and place."""
        starts, ends = moment(activity.starts_ms), moment(activity.ends_ms)
        until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{day_text(ends.date())} {ends:%H:%M}"
        kind = activity_type_name(self._station.programme, activity.type)
        words = f"{kind}　{day_text(starts.date())} {starts:%H:%M}–{until}".strip()
        return f"{words}　{activity.place}".strip()

    def session(self, activity: ActivityView) -> str:
        """Which sitting a sign-in of now belongs to: the platform counts it for the first that has not ended."""
        if len(activity.sessions) < 2:
            return ""
        now_ms, last = self._station.now_ms(), len(activity.sessions) - 1
        at = next((number for number, (_, ends_ms) in enumerate(activity.sessions) if now_ms < ends_ms), last)
        starts_ms, ends_ms = activity.sessions[at]
        words = self.tr("第 {number} 場，共 {all} 場：{day} {starts}–{ends}")
        day = day_text(moment(starts_ms).date())
        starts, ends = clock_text(starts_ms), clock_text(ends_ms)
        return words.format(number=at + 1, all=last + 1, day=day, starts=starts, ends=ends)
