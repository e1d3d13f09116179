"""The demo's purse card: a virtual DESFire, personalised as a real one is, that can be pulled away while it is written."""

from collections.abc import Callable
from pathlib import Path

from domain.media import Medium, MediumType
from domain.purse_layout import AID, VALUE_FILE
from reader_drivers.virtual import field
from reader_drivers.virtual_desfire import Moment, TearingCard, VirtualDesfire
from station.clock import SystemClock
from station.enrolment import enrol
from station.personalise import open_personaliser
from station.settings import PlatformSettings, ReaderSettings, StationSettings, StoreSettings

_ANSWER_S = 10.0


class PurseCard:
    """A `CardApplication` on which value is kept. Any thread; a reader's thread while it lies there."""

    def __init__(self, card: VirtualDesfire) -> None:
        self.card = card
        self._tearing: TearingCard | None = None
        self.on_torn: Callable[[], None] = _nothing
        """Called on the reader's thread when the card has been pulled away."""

    @property
    def uid(self) -> bytes:
        """As readers give it."""
        return self.card.uid

    @property
    def will_leave(self) -> bool:
        """Whether it will be pulled away in its next commit."""
        return self._tearing is not None

    @property
    def value_ntd(self) -> int:
        """What is on the card, whole NT$, as the card itself keeps it."""
        return self.card.committed_value(AID, VALUE_FILE)

    def leave_in_commit(self, when: Moment | None = "during_new") -> None:
        """Pull it away in its next commit: `during_new` leaves the value on it, `during_old` does not; None takes that back."""
        self._tearing = None if when is None else TearingCard(self.card, 0, when)

    def reset(self) -> None:
        """See `CardApplication.reset`."""
        self.card.reset()

    def apdu(self, command: bytes) -> bytes:
        """See `CardApplication.apdu`."""
        tearing = self._tearing
        try:
            return self.card.apdu(command) if tearing is None else tearing.apdu(command)
        finally:
            if tearing is not None and tearing.torn:
                self._tearing = None
                self.on_torn()


def _nothing() -> None:
    """Nobody wants to know."""


def made(uid: bytes, url: str, code: str, directory: Path) -> PurseCard:
    """A purse card, personalised as `citycard card personalise` does at a station of its own with the state folder `directory`.

    `code` enrols that station at the platform at `url`. Raises what enrolment and personalising raise.
    """
    card = PurseCard(VirtualDesfire(uid))
    place = field(f"Virtual reader {directory}")
    settings = StationSettings(
        state=str(directory),
        platform=PlatformSettings(url=url, answer_s=_ANSWER_S),
        reader=ReaderSettings(driver="virtual", name=place.name),
        store=StoreSettings(secrets="file"),
    )
    clock = SystemClock()
    enrol(settings, url, code, clock, demo=True)
    place.place(Medium(type=MediumType.UID, value=uid), card)
    try:
        with open_personaliser(settings, clock) as personaliser:
            personaliser.next_card(_ANSWER_S, _ANSWER_S, lambda _: None)
    finally:
        place.take_away()
    return card


def kept(path: Path) -> PurseCard:
    """The card that was exported to a file."""
    return PurseCard(VirtualDesfire.restore(path.read_bytes()))
