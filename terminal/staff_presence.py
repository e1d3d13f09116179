"""A staff card that lies on a reader of its own says that its holder is there: with the card the session goes.

At a place with one reader the staff card has to make room for citizens' cards: its removal says nothing there, and idleness
alone ends the session. A card on any further reader (`reader.more`) is watched from the sign-in, or from when it is laid there
later; what a reader cannot tell (a wedge only assumes that a card has left) is no removal.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from domain.media import Medium
from domain.ports import CardGone, CardPresented, ReaderEvent, ReaderLost
from station.station import Station
from ui.bridge import Bridge


class StaffPresence(QObject):
    """Follows one staff card; emits `gone` once when it leaves its reader, or the reader itself goes. GUI thread."""

    gone = Signal()

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._medium: Medium | None = None
        self._reader = ""
        self._bridge = Bridge(self)
        self._bridge.arrived.connect(self._heard)
        self._end: Callable[[], None] = lambda: None
        if station.settings.staff.lock_on_removal:
            self._end = station.cards.subscribe(self._bridge.post)

    def watch(self, medium: Medium | None) -> None:
        """Somebody has signed in with this card."""
        self._medium, self._reader = medium, ""
        if medium is not None and self._station.settings.staff.lock_on_removal:
            apart = [reader for reader in self._station.cards.readers_with(medium) if reader != self._station.main_reader]
            self._reader = next(iter(apart), "")

    def close(self) -> None:
        """Listen no more."""
        self._end()
        self._bridge.close()

    def _heard(self, event: ReaderEvent) -> None:
        match event:
            case CardPresented(reader=reader, medium=medium) if self._is_ours(medium) and reader != self._station.main_reader:
                self._reader = reader
            case CardGone(reader=reader, assumed=False) | ReaderLost(reader=reader) if reader == self._reader != "":
                self._medium, self._reader = None, ""
                self.gone.emit()

    def _is_ours(self, medium: Medium) -> bool:
        return self._medium is not None and (medium.type, medium.value) == (self._medium.type, self._medium.value)
