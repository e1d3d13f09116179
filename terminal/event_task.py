"""The event desk: choose an activity; then every tap signs in or out.

Object names: `terminal.event`, `.activity`, `.change`, `.none`, `.activities` and those of `terminal.tap_board`.
"""

from collections import deque

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.taipei import moment
from station.views import ActivityView, TapResult
from terminal.names import activity_type_name
from terminal.row_list import RowList
from terminal.tap_board import TapBoard
from terminal.task import Task
from terminal.workplace import CardHere, Workplace
from ui.amounts import day_text
from ui.bridge import run_off_thread
from ui.buttons import QuietButton
from ui.text import Text

_FOLLOW_MS = 1_000


class EventTask(Task):
    """The list of activities, and the board of the one that was chosen."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.event")
        self._activity: ActivityView | None = None
        self._activities: list[ActivityView] = []
        self._waiting: deque[tuple[str, CardHere]] = deque()
        self._booking = False
        self._none = Text("title", "soft")
        self._none.setObjectName("terminal.event.none")
        self._list = RowList("terminal.event.activities")
        self._list.wanted.connect(self._choose)
        self._board = TapBoard(self.station)
        self._change = QuietButton()
        self._change.setObjectName("terminal.event.change")
        self._change.clicked.connect(self._change_activity)
        self.title_row.addWidget(self._change)
        choosing = QWidget()
        column = self.grid(QVBoxLayout(choosing), gap=1)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        self._pages = QStackedLayout()
        self._pages.addWidget(choosing)
        self._pages.addWidget(self._board)
        self.column.addLayout(self._pages, 1)
        shortcut = QShortcut(QKeySequence("F7"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._change_activity)
        self._following = QTimer(self, interval=_FOLLOW_MS)
        self._following.timeout.connect(self._follow_download)
        self._following.start()

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        if self._activity is None:
            self._change_activity()
        else:
            self._place_focus()

    def card_changed(self) -> None:
        """A card that is put down is a tap; what lay there when the activity was chosen, or the reader was away, is none."""
        card, activity = self.place.card, self._activity
        if card is None or activity is None or card.again:
            return
        if card.staff is not None:
            self._board.show_code(Code.STAFF_CARD_NOT_FOR_CITIZENS)
            return
        self._waiting.append((activity.activity, card))
        self._book_next()

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        if self._activity is not None:
            self._board.show_code(Code.CARD_UNREADABLE)

    def clear(self) -> None:
        """See `Task.clear`."""
        self._activity = None
        self._waiting.clear()
        self._board.clear()
        self._pages.setCurrentIndex(0)
        self.retranslate()

    # --- choosing ---

    def _change_activity(self) -> None:
        self._activity = None
        self._pages.setCurrentIndex(0)
        self._fill()
        self.retranslate()
        self._place_focus()

    def _fill(self) -> None:
        self._activities = self.station.events.activities()
        self._show_activities()

    def _show_activities(self) -> None:
        self._list.show_rows([(each.activity, each.title, self._detail(each)) for each in self._activities])
        self._list.setVisible(bool(self._activities))
        self._none.setVisible(not self._activities)

    def _follow_download(self) -> None:
        """Activities that have just been downloaded show at once."""
        if self._activity is None and self.isVisible() and self.station.events.activities() != self._activities:
            self._fill()

    def _choose(self, activity_id: str) -> None:
        found = next((each for each in self.station.events.activities() if each.activity == activity_id), None)
        if found is None:
            self._fill()
            return
        self._activity = found
        self._board.begin(self.station.events.counts(found.activity))
        self._pages.setCurrentIndex(1)
        self.retranslate()
        self._place_focus()

    def _place_focus(self) -> None:
        if self.isVisible():
            (self._list if self._activity is None else self._board).setFocus()

    def _detail(self, activity: ActivityView) -> str:
        starts, ends = moment(activity.starts_ms), moment(activity.ends_ms)
        until = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{day_text(ends.date())} {ends:%H:%M}"
        kind = activity_type_name(self.station.programme, activity.type)
        return f"{kind}　{day_text(starts.date())} {starts:%H:%M}–{until}".strip()

    # --- taps, one at a time and in their order ---

    def _book_next(self) -> None:
        if self._booking or not self._waiting:
            return
        self._booking = True
        activity, card = self._waiting.popleft()
        tap = self.station.events.tap
        run_off_thread(
            self,
            lambda: tap(activity, card.medium),
            lambda result: self._booked(activity, card, result),
            lambda error: self._booked(activity, card, error),
        )

    def _booked(self, activity: str, card: CardHere, answer: TapResult | CityCardError) -> None:
        self._booking = False
        if self._activity is not None and self._activity.activity == activity:
            if isinstance(answer, CityCardError):
                self._board.show_error(answer, card.view.tail)
            else:
                self._board.show_result(answer, card.view.tail)
        self._book_next()

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        activity = self._activity
        self._change.setVisible(activity is not None)
        self._change.setText(self.tr("換活動 (F7)"))
        self._none.setText(self.tr("目前沒有開放的活動。下載到新的活動時會自動出現。"))
        if activity is None:
            self.set_head(self.tr("活動簽到"), self.tr("選擇活動：方向鍵移動，Enter 選擇。"))
            self._show_activities()
        else:
            self.set_head(activity.title, self._detail(activity))
