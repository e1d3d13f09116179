"""People and their cards at the counter: looking somebody up, and what is done to cards that there are.

Looking up is the platform's alone; every record that it shows is written down there with its reason. Acts on cards are events
of this station, so that they work with no network and are decided when they arrive.
"""

from typing import Literal
from uuid import UUID

import msgspec

from domain.card_states import MOVES, CardAct, target
from domain.cards import CardState
from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.events import BoundMedium, CardReplaced, CardStateChanged, CardUnbound, Payload, RecordOpened
from domain.fees import card_fee
from domain.media import Medium
from domain.office_calls import BIND_CODE, CARD_STORY, FIND_HOLDERS, RELEASE_VALUE
from domain.sealing import seal
from domain.wire import BalanceResponse, CardResult, OutcomeStatus
from domain.wire_record import BindCodeRequest, BindCodeResponse
from domain.wire_registry import (
    CardStoryRequest,
    CardStoryResponse,
    FoundHolder,
    HeldCard,
    HolderFindRequest,
    ValueReleaseRequest,
)
from station.context import Context
from station.office import Office
from station.people_views import CardDone, CardWay, PeopleFound, Person, PersonCard

_BY_HAND = (
    CardAct.HAND_OVER,
    CardAct.LOST,
    CardAct.FOUND,
    CardAct.UNDO_LOST,
    CardAct.SUSPEND,
    CardAct.LIFT,
    CardAct.RENEW,
    CardAct.RETURN,
)
"""Acts on a card that people decide on, in the order of the screen; unbinding and replacing come after them."""
SUPERSEDED = "card_state_superseded"
Reason = Literal["lost", "broken", "other"]


class PeopleDesk:
    """Methods that ask or write wait for the platform for some seconds: never on a screen's thread."""

    def __init__(self, context: Context, office: Office) -> None:
        self._context = context
        self._office = office

    def new_op_id(self) -> UUID:
        """One for each filled form: pressing twice is then the same act."""
        return self._context.new_op_id()

    # --- looking up ---

    def find(self, *, reason: str, national_id: str = "", name: str = "", in_clear: bool = False) -> PeopleFound:
        """Who has this national ID, or bears this name in any of its spellings.

        Raises `Refused` with REASON_MISSING, PERSON_UNKNOWN, STAFF_NOT_ALLOWED or a NATIONAL_ID code; else as `Office.ask`.
        """
        return self._found(HolderFindRequest(national_id=national_id, name=name, reason=reason, in_clear=in_clear))

    def by_card(self, medium: Medium | bytes, *, reason: str, in_clear: bool = False) -> PeopleFound:
        """Whose card this is, the medium itself or its digest.

        Without a network, what this station knows of it: that reading is an event of this station. Raises `Refused` with
        CARD_UNKNOWN or CARD_NO_HOLDER, or as `find`; offline `EnvironmentProblem` as `change`, too.
        """
        digest = medium if isinstance(medium, bytes) else self._context.digest(medium.require_fixed())
        key = self._context.digest_key_id()
        try:
            return self._found(HolderFindRequest(medium=digest, digest_key=key, reason=reason, in_clear=in_clear))
        except EnvironmentProblem:
            if isinstance(medium, bytes):
                raise
            return PeopleFound(people=[self._known_here(medium, digest, reason)], more=False)

    def _known_here(self, medium: Medium, digest: bytes, reason: str) -> Person:
        known = self._context.known(digest)
        if known is None:
            raise Refused(Code.CARD_UNKNOWN)
        self._write(
            self._context.new_op_id(), RecordOpened(reason=reason.strip()), digest, self._context.operator("people"), b""
        )
        card = PersonCard(
            medium=digest,
            card_kind=known.card_kind,
            state=known.state,
            carrier="",
            origin="",
            since_ms=None,
            tail=self._context.look(medium).tail,
            pending=known.pending,
        )
        return Person(holder=known.holder, name="", national_id="", birth_year=None, cards=[card], online=False, reason=reason)

    def _found(self, request: HolderFindRequest) -> PeopleFound:
        if not request.reason.strip():
            raise Refused(Code.REASON_MISSING)
        answer = self._office.ask(FIND_HOLDERS, request)
        return PeopleFound(people=[self._person(each, request) for each in answer.holders], more=answer.more)

    def _person(self, found: FoundHolder, request: HolderFindRequest) -> Person:
        return Person(
            holder=found.holder,
            name=found.name,
            national_id=found.national_id,
            birth_year=found.birth_year,
            cards=[self._card(each) for each in found.cards],
            online=True,
            reason=request.reason,
            in_clear=request.in_clear,
        )

    def _card(self, held: HeldCard) -> PersonCard:
        """As the platform knows it, but for what was done to it here and is not decided yet."""
        known = self._context.known(held.medium)
        pending = known is not None and known.pending
        return PersonCard(
            medium=held.medium,
            card_kind=held.card_kind,
            state=known.state if known is not None and pending else CardState(held.card_state),
            carrier=held.carrier,
            origin=held.origin,
            since_ms=held.since_ms,
            tail=held.tail,
            pending=pending,
        )

    def story(self, card: PersonCard) -> CardStoryResponse:
        """What was done to a card, and where its value is. Raises as `Office.ask`."""
        return self._office.ask(CARD_STORY, CardStoryRequest(medium=card.medium, digest_key=self._context.digest_key_id()))

    def bind_code(self, op_id: UUID, card: PersonCard) -> BindCodeResponse:
        """Eight digits with which this card's holder ties one more card to themselves at a kiosk. Raises as `Office.ask`."""
        digest_key = self._context.digest_key_id()
        return self._office.ask(BIND_CODE, BindCodeRequest(op_id=op_id, medium=card.medium, digest_key=digest_key))

    def balance(self, person: Person) -> BalanceResponse | None:
        """Points and waiting value, by the first card that can be used; None when the person has none.

        Raises as `domain.ports.Platform`.
        """
        context = self._context
        usable = next((card for card in person.cards if card.state.usable and not card.pending), None)
        if usable is None:
            return None
        return context.platform.balance(usable.medium, context.digest_key_id(), context.settings.platform.answer_s)

    # --- what can be done ---

    def ways(self, person: Person, card: PersonCard) -> list[CardWay]:
        """Everything that the rules allow with a card in its state; never waits."""
        session = self._context.session()
        roles = frozenset(session.roles) if session is not None else frozenset[str]()
        ways = [
            CardWay(act=act, why_not="supervisor" if MOVES[act].roles.isdisjoint(roles) else "")
            for act in _BY_HAND
            if card.state in MOVES[act].of and self._makes_sense(act, card)
        ]
        if card.origin == "bound" and card.state in MOVES[CardAct.UNBIND].of:
            ways.append(CardWay(act=CardAct.UNBIND))
        kind = self._context.programme().kind(card.card_kind)
        if kind is not None and kind.replaceable and card.state is not CardState.STOCK and person.holder is not None:
            ways.append(CardWay(act="replace", why_not="" if self.fee_ntd(card) is not None else "fee_unknown"))
        return ways

    def _makes_sense(self, act: CardAct, card: PersonCard) -> bool:
        kind = self._context.programme().kind(card.card_kind)
        if act is CardAct.RENEW:
            return kind is not None and kind.valid_years is not None
        return card.state is not CardState.STOCK and not (act is CardAct.RETURN and card.origin == "bound")

    def fee_ntd(self, card: PersonCard) -> int | None:
        """What another card of this kind costs, whole NT$; None when it is not published, or there is none. Never waits."""
        kind = self._context.programme().kind(card.card_kind)
        fee = None if kind is None or not kind.replaceable else card_fee(kind, had_one=True, facts=frozenset())
        return None if fee is None else fee.ntd

    def carriers(self, card: PersonCard) -> list[str]:
        """Of whom a new card in this one's place may be, the old one's first. Never waits."""
        programme = self._context.programme()
        kind = programme.kind(card.card_kind)
        every = [carrier.id for carrier in programme.carriers]
        allowed = every if kind is None or card.origin == "bound" else kind.carriers
        return sorted(allowed, key=lambda carrier: carrier != card.carrier)

    # --- acts ---

    def change(self, op_id: UUID, card: PersonCard, act: CardAct, reason: str) -> CardDone:
        """Move a card to another state, or unbind it. The same `op_id` again is the same act.

        Raises `Refused` with STAFF_NOT_ALLOWED or CARD_STATE; `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED.
        """
        context = self._context
        if not context.journal.contains(op_id):
            operator = self._operator(act)
            target(act, card.state)
            payload: Payload = CardStateChanged(act=act, seen=card.state.value, reason=reason.strip())
            if act is CardAct.UNBIND:
                payload = CardUnbound(reason=reason.strip())
            self._write(op_id, payload, card.medium, operator, b"")
        done = self._done(op_id)
        if act is CardAct.UNBIND and done.status == "done":
            return msgspec.structs.replace(done, state=CardState.STOCK)
        if done.status == "pending":
            known = context.known(card.medium)
            return msgspec.structs.replace(done, state=CardState.STOCK if known is None else known.state)
        return done

    def replace(self, op_id: UUID, card: PersonCard, medium: Medium, *, carrier: str, reason: Reason) -> CardDone:
        """A blank medium takes the card's place; value and points go with it. The same `op_id` again is the same act.

        Raises `Refused` with STAFF_NOT_ALLOWED, CARD_NOT_REPLACEABLE or as `Context.blank`; `EnvironmentProblem` as `change`.
        """
        context = self._context
        if not context.journal.contains(op_id):
            operator = context.operator("people")
            fee_ntd = self.fee_ntd(card)
            if fee_ntd is None:
                raise Refused(Code.CARD_NOT_REPLACEABLE)
            payload = CardReplaced(
                old_medium=card.medium, carrier=carrier, reason=reason, fee_ntd=fee_ntd, card_kind=card.card_kind
            )
            sealed = seal(context.sealing_key(), msgspec.json.encode(BoundMedium(uid=medium.value)))
            digest = context.blank(medium)
            self._write(op_id, payload, digest, operator, sealed)
        done = self._done(op_id)
        event = context.journal.event(op_id)
        fee_ntd = event.payload.fee_ntd if isinstance(event.payload, CardReplaced) else None
        done = msgspec.structs.replace(done, fee_ntd=fee_ntd)
        if done.status != "done" or event.medium is None:
            return done
        return self._with_value(done, card, event.medium)

    def release(self, op_id: UUID, card: PersonCard) -> int:
        """What a replaced card held is to wait for its successor; whole NT$.

        Raises `Refused` with LOAD_OPEN, CARD_UNKNOWN (never replaced), CARD_STATE (`stations`: so many have not reported); as
        `Office.ask`.
        """
        request = ValueReleaseRequest(op_id=op_id, old_medium=card.medium, digest_key=self._context.digest_key_id())
        return self._office.ask(RELEASE_VALUE, request).moved_ntd

    def _operator(self, act: CardAct) -> str:
        context = self._context
        operator = context.operator("people")
        row = context.registry.staff(operator)
        if row is None or MOVES[act].roles.isdisjoint(row.roles):
            raise Refused(Code.STAFF_NOT_ALLOWED)
        return operator

    def _write(self, op_id: UUID, payload: Payload, medium: bytes, operator: str, sealed: bytes) -> None:
        with self._context.journal.act() as act:
            # Asked again inside: two presses may both have found nothing before.
            if not self._context.journal.contains(op_id):
                act.append(payload, op_id=op_id, medium=medium, operator=operator, sealed=sealed or None)

    def _done(self, op_id: UUID) -> CardDone:
        outcome = self._context.ask_now(op_id)
        if outcome is None or outcome.status is OutcomeStatus.HELD:
            return CardDone(op_id=op_id, status="pending")
        state = CardState(outcome.result.state) if isinstance(outcome.result, CardResult) else None
        refused = outcome.status is OutcomeStatus.REJECTED or outcome.code is not None or SUPERSEDED in outcome.anomalies
        return CardDone(
            op_id=op_id,
            status="refused" if refused else "done",
            state=state,
            code=outcome.code,
            anomalies=outcome.anomalies,
        )

    def _with_value(self, done: CardDone, old: PersonCard, new: bytes) -> CardDone:
        try:
            value = self.story(old).value
            now = self.story(msgspec.structs.replace(old, medium=new)).value
        except CityCardError:
            return done
        return msgspec.structs.replace(done, value=value, waiting_ntd=now.waiting_ntd if now is not None else None)
