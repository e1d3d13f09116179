"""What can be mended at the event desk: wrong sign-ins, forgotten sign-outs, people without their card.

Object names: those of `terminal.event_lists`.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.event_views import RosterPerson, StayLine
from station.station import Station
from station.views import AttendanceCounts
from terminal.event_lists import NameSearch, Purpose, StayList
from ui.bridge import Once, run_off_thread
from ui.screen import Screen
from ui.stack import Stack

_MOST_TO_UNDO = 30
_STAYS, _NAMES = range(2)


class EventMending(Screen):
    """Lists of one activity, looked up off this thread. GUI thread."""

    ready = Signal()
    """What was asked for can be shown."""
    undone = Signal(object, object, bool)
    """`StayLine`, the `AttendanceCounts` after it, and whether the sign-out alone was meant."""
    name_wanted = Signal(object)
    """UUID of somebody on the registration list."""
    failed = Signal(object)
    """`CityCardError`."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._activity = ""
        self._asked = 0
        self._once = Once()
        self._stays, self._names = StayList(), NameSearch()
        self._stays.undo_wanted.connect(self._undo)
        self._names.typed.connect(self._look_for)
        self._names.wanted.connect(self.name_wanted)
        self._pages = Stack(self)
        for page in (self._stays, self._names):
            self._pages.addWidget(page)

    def open_undo(self, activity: str) -> None:
        """The newest sign-ins, to take one back."""
        recent = self._station.attendance.recent
        self._list(activity, "undo", lambda: recent(activity, _MOST_TO_UNDO))

    def open_forgotten(self, activity: str) -> None:
        """Sign-ins that nobody signed out."""
        forgotten = self._station.attendance.forgotten
        self._list(activity, "forgotten", lambda: forgotten(activity))

    def open_names(self, activity: str) -> None:
        """The registration list."""
        self._activity = activity
        self._asked += 1
        self._names.begin()
        self._pages.setCurrentIndex(_NAMES)
        self.ready.emit()

    def leave(self) -> None:
        """Nothing is looked up any more."""
        self._asked += 1

    def clear(self) -> None:
        """Forget everybody."""
        self._asked += 1
        self._activity = ""
        self._stays.clear()
        self._names.begin()

    def start(self) -> None:
        """Put the focus where work begins."""
        (self._stays if self._pages.currentIndex() == _STAYS else self._names).start()

    def _list(self, activity: str, purpose: Purpose, look: Callable[[], list[StayLine]]) -> None:
        self._activity = activity
        self._asked += 1
        asked = self._asked

        def found(stays: list[StayLine]) -> None:
            if asked == self._asked:
                self._stays.show_stays(purpose, stays)
                self._pages.setCurrentIndex(_STAYS)
                self.ready.emit()

        run_off_thread(self, look, found, self.failed.emit)

    def _undo(self, stay: StayLine, sign_out_alone: bool) -> None:
        activity, undo = self._activity, self._station.events.undo
        out = stay.sign_out if sign_out_alone else None

        def undone(counts: AttendanceCounts) -> None:
            if activity == self._activity:
                self.undone.emit(stay, counts, sign_out_alone)

        self._once.run(self, lambda: undo(activity, stay.sign_in, out), undone, self.failed.emit)

    def _look_for(self, typed: str) -> None:
        activity, find = self._activity, self._station.attendance.find
        if not activity:
            return

        def found(people: list[RosterPerson]) -> None:
            if typed == self._names.text():
                self._names.show_people(people)

        run_off_thread(self, lambda: find(activity, typed), found, self.failed.emit)
