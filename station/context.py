"""What every desk of a station works with, and the questions that they all ask."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import msgspec

from domain import taipei
from domain.cards import CardState
from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.ports import Clock, Feedback, Platform, PurseDriver
from domain.programme import Programme, Purse
from domain.wire import Outcome
from offline_store.journal import Journal
from offline_store.registry import Registry
from station.card_worker import CardWorkers
from station.settings import StationSettings
from station.shown_codes import ShownCodes
from station.tasks import Task, allowed
from station.views import CardView, StaffSession
from sync.engine import SyncEngine

_TAIL_BYTES = 2


class KnownCard(msgspec.Struct, frozen=True, kw_only=True):
    """A card as registry and local acts together know it."""

    card_kind: str
    state: CardState
    holder: UUID | None
    pending: bool = False
    """An act of this station's on it waits for the platform's word."""


class Context:
    """A station's parts, joined. Desks hold it and nothing else. Safe to use from any thread."""

    def __init__(
        self,
        *,
        settings: StationSettings,
        clock: Clock,
        journal: Journal,
        registry: Registry,
        platform: Platform,
        sync: SyncEngine,
        cards: CardWorkers,
        purse_driver: Callable[[Purse], PurseDriver],
        digest_key: bytes,
        programme: Callable[[], Programme],
        session: Callable[[], StaffSession | None],
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.journal = journal
        self.registry = registry
        self.platform = platform
        self.sync = sync
        self.cards = cards
        self.purse_driver = purse_driver
        self.programme = programme
        self.session = session
        self._digest_key = digest_key
        self.codes = ShownCodes(
            journal,
            platform,
            issuer=lambda: programme().id,
            now_ms=self.now_ms,
            new_op_id=self.new_op_id,
            online=self.expect_online,
            answer_s=settings.platform.answer_s,
        )

    def now_ms(self) -> int:
        """The platform's time as well as this station knows it: device time plus the measured offset."""
        return self.clock.now_ms() + self.journal.offset_ms()

    def today(self) -> date:
        """The Taipei day."""
        return taipei.day(self.now_ms())

    def new_op_id(self) -> UUID:
        """The id of an act, made before its first attempt."""
        return new_op_id(self.clock.now_ms())

    def digest(self, medium: Medium) -> bytes:
        """The digest under which a medium stands in journal and registry."""
        return medium.digest(self._digest_key)

    def presented(self, medium: Medium, operator: str) -> bytes:
        """The digest of what was tapped or shown at a desk; a virtual card's code is used up by it, as its phone's.

        Raises `Refused(CARD_RANDOM_UID)`, and as `ShownCodes.take`.
        """
        taken = self.codes.take(medium, operator)
        return self.digest(medium.require_fixed()) if taken is None else taken

    def digest_key_id(self) -> str:
        """Which of the fleet's digest keys this station uses."""
        return self.journal.meta("digest_key_id") or ""

    def sealing_key(self) -> bytes:
        """The platform's public key for sealing."""
        return bytes.fromhex(self.journal.meta("sealing_key") or "")

    def tell_reader(self, medium: Medium, feedback: Feedback) -> None:
        """Light and sound of the reader on which the card lies, where it has them; waits for nothing."""
        for reader in self.cards.readers_with(medium):
            self.cards.signal(reader, feedback)

    @contextmanager
    def felt(self, medium: Medium) -> Iterator[None]:
        """The reader says how the block went for its card: done, refused by a rule, or stopped by trouble of the station's."""
        try:
            yield
        except CityCardError as problem:
            self.tell_reader(medium, Feedback.ATTENTION if isinstance(problem, EnvironmentProblem) else Feedback.REFUSED)
            raise
        self.tell_reader(medium, Feedback.DONE)

    def known(self, digest: bytes) -> KnownCard | None:
        """A card by its digest.

        What this station did to it and the platform has not judged comes first, then the platform's word, then what this
        station has handed over of the stock.
        """
        with self.journal.reading() as local:
            change = local.changes.of(digest)
        if change is None:
            return self._settled(digest)
        card = self._settled(digest)
        if change.via is not None:
            old = card or self._settled(change.via)
            state = card.state if card is not None else change.state
            return old and msgspec.structs.replace(old, state=state, pending=card is None and not self._decided(change.op_id))
        if card is None or change.state is CardState.STOCK:
            return None
        return msgspec.structs.replace(card, state=change.state, pending=True)

    def _decided(self, op_id: UUID) -> bool:
        return self.journal.outcome_of(op_id) is not None

    def _settled(self, digest: bytes) -> KnownCard | None:
        """A card by the platform's word, or by what this station has handed over."""
        said = self._said(digest)
        if said is not None:
            return said
        with self.journal.reading() as local:
            card = local.card(digest)
        if card is None:
            return None
        return KnownCard(card_kind=card.card_kind, state=card.state, holder=card.holder)

    def _said(self, digest: bytes) -> KnownCard | None:
        """The platform's word on a card that somebody has: stock is nobody's, and may have been handed over here meanwhile."""
        row = self.registry.card(digest)
        if row is None or row.state == CardState.STOCK:
            return None
        return KnownCard(card_kind=row.card_kind, state=CardState(row.state), holder=row.holder)

    def usable(self, digest: bytes) -> KnownCard:
        """The card, when services accept it. Raises `Refused` with CARD_UNKNOWN or CARD_BLOCKED."""
        card = self.known(digest)
        if card is None:
            raise Refused(Code.CARD_UNKNOWN)
        if card.state.blocked:
            raise Refused(Code.CARD_BLOCKED)
        return card

    def blank(self, medium: Medium) -> bytes:
        """The digest of a medium that may be tied to a person.

        Raises `Refused` with CODE_IS_NO_CARD, CARD_RANDOM_UID, STAFF_CARD_NOT_FOR_CITIZENS, CARD_BLOCKED or
        CARD_ALREADY_BOUND.
        """
        if medium.type is MediumType.CODE:
            raise Refused(Code.CODE_IS_NO_CARD)
        digest = self.digest(medium.require_fixed())
        if self.registry.staff_by_medium(digest) is not None:
            raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS)
        card = self.known(digest)
        if card is not None:
            raise Refused(Code.CARD_BLOCKED if card.state.blocked else Code.CARD_ALREADY_BOUND)
        return digest

    def look(self, medium: Medium) -> CardView:
        """A medium as this station knows it; never refuses."""
        card = self.known(self.codes.whose(medium) or self.digest(medium))
        return CardView(
            known=card is not None,
            card_kind=card.card_kind if card else "",
            state=card.state if card else None,
            holder=card.holder if card else None,
            tail=medium.value[-_TAIL_BYTES:].hex().upper(),
            fixed=medium.is_fixed,
            pending=card is not None and card.pending,
        )

    def operator(self, task: Task) -> str:
        """The signed-in staff member, when the registry of this moment lets them do `task` here.

        Raises `Refused(STAFF_NOT_ALLOWED)`, and `EnvironmentProblem` for a station that has been shut out.
        """
        self.require_not_revoked()
        session, identity = self.session(), self.journal.identity()
        row = None if session is None else self.registry.staff(session.staff)
        if row is None or identity is None or not row.active or task not in allowed(identity.roles, row.roles):
            raise Refused(Code.STAFF_NOT_ALLOWED)
        return row.staff

    def ask_now(self, op_id: UUID) -> Outcome | None:
        """The platform's word on an act that was just journaled, or None when it cannot be had while a person waits."""
        return self.sync.submit_now(op_id, self.settings.platform.answer_s)

    def expect_online(self) -> bool:
        """Whether the last exchange with the platform went well."""
        state = self.sync.state()
        return state.tried and state.stopped is None and state.download_problem is None

    def attendant(self) -> str | None:
        """Whoever is signed in here, None where nobody is, as at a kiosk."""
        session = self.session()
        return None if session is None else session.staff

    def require_not_revoked(self) -> None:
        """Raises `EnvironmentProblem` with why this station has been shut out, when it has."""
        stopped = self.sync.state().stopped
        if stopped is not None:
            raise EnvironmentProblem(stopped)
