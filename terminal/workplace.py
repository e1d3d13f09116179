"""What every task of the staff application shares: the station, the card on its reader, its status. GUI thread."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from domain.errors import CityCardError, Code, Refused
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, ReaderEvent, ReaderLost
from station.front import Front
from station.station import Station
from station.views import CardView, StaffCard, StationStatus
from ui.bridge import Bridge, run_off_thread


@dataclass(frozen=True)
class CardHere:
    """The card on the reader."""

    medium: Medium
    view: CardView
    staff: StaffCard | None = None
    """Whose staff card it is, when it is one."""
    again: bool = field(default=False, compare=False)
    """It lay there all the time while the reader was away: no new tap."""

    def same_medium(self, other: "CardHere | None") -> bool:
        """Whether it is the same piece of plastic."""
        return other is not None and (self.medium.type, self.medium.value) == (other.medium.type, other.medium.value)

    @property
    def is_code(self) -> bool:
        """Whether it is a printed or shown code and no card."""
        return self.medium.type is MediumType.CODE

    def blank_problem(self) -> Code | None:
        """Why this card cannot be given to a citizen, None when it can."""
        if self.is_code:
            return Code.CODE_IS_NO_CARD
        if self.staff is not None:
            return Code.STAFF_CARD_NOT_FOR_CITIZENS
        if not self.view.fixed:
            return Code.CARD_RANDOM_UID
        if self.view.known:
            return Code.CARD_BLOCKED if self.view.state is not None and self.view.state.blocked else Code.CARD_ALREADY_BOUND
        return None

    def holder_problem(self) -> Code | None:
        """Why nobody can be recognised by this card, None when someone can."""
        if self.staff is not None:
            return Code.STAFF_CARD_NOT_FOR_CITIZENS
        if not self.view.fixed:
            return Code.CARD_RANDOM_UID
        if not self.view.known:
            return Code.CARD_UNKNOWN
        if self.view.state is not None and self.view.state.blocked:
            return Code.CARD_BLOCKED
        return None if self.view.holder is not None else Code.CARD_NO_HOLDER


@dataclass(frozen=True)
class PersonHere:
    """Who is being served, as far as a neighbour may see it."""

    name: str = ""
    """Masked."""
    national_id: str = ""
    """Masked."""
    age: int | None = None
    district: str = ""


class Workplace(QObject):
    """The station as the window sees it."""

    card_changed = Signal()
    """Another card was put on the reader, or it is empty now: see `card`."""
    card_looked = Signal()
    """What is known of the card that lies there has changed; it was not tapped again."""
    card_unreadable = Signal()
    status_changed = Signal()

    def __init__(self, station: Station, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.station = station
        self.card: CardHere | None = None
        self.status: StationStatus = station.status()
        self._bridge = Bridge(self)
        self._bridge.arrived.connect(self._take)
        front = Front(station.main_reader, self._heard)
        self._ends: list[Callable[[], None]] = [
            station.cards.subscribe(front),
            station.on_status(self._bridge.post),
        ]
        card = front.begin(station.cards.state().values())
        if card is not None:
            self._bridge.post(look(station, card))

    def close(self) -> None:
        """Listen no more."""
        while self._ends:
            self._ends.pop()()
        self._bridge.close()

    def refresh_card(self) -> None:
        """Ask the store again about the card that lies there."""
        card, station = self.card, self.station
        if card is not None:
            run_off_thread(self, lambda: look(station, card.medium), self._looked, _ignore)

    def age_s(self, since_ms: int | None) -> int | None:
        """Seconds since a time of this machine's clock; None for none."""
        return None if since_ms is None else max(0, self.station.device_ms() - since_ms) // 1000

    def _heard(self, event: ReaderEvent) -> None:
        """On the dispatcher's thread: look the card up there, so that the window never waits for the store."""
        match event:
            case CardPresented(medium=medium, again=again):
                self._bridge.post(replace(look(self.station, medium), again=again))
            case CardUnreadable() | CardGone() | ReaderLost():
                self._bridge.post(event)

    def _take(self, item: object) -> None:
        match item:
            case CardHere():
                self.card = None if self._only_stayed(item) else item
                self.card_changed.emit()
            case StationStatus():
                self.status = item
                self.status_changed.emit()
                self.refresh_card()
            case CardUnreadable():
                self.card_unreadable.emit()
            case CardGone() | ReaderLost():
                self.card = None
                self.card_changed.emit()

    def _only_stayed(self, card: CardHere) -> bool:
        """The staff card of who works here, which lies on a reader of its own, is not before them when another card leaves."""
        session = self.station.staff.session
        return card.again and card.staff is not None and session is not None and card.staff.staff == session.staff

    def _looked(self, seen: CardHere) -> None:
        if self.card is not None and seen.same_medium(self.card) and seen != self.card:
            self.card = replace(seen, medium=self.card.medium)
            self.card_looked.emit()


def look(station: Station, medium: Medium) -> CardHere:
    """What the station knows of a medium. Any thread; never refuses."""
    try:
        staff = station.staff.recognise(medium)
    except Refused:
        staff = None
    return CardHere(medium, station.counter.look(medium), staff)


def _ignore(_: CityCardError) -> None:
    """What is shown stays; the next change asks again."""
