"""Judging events inside one transaction: what is in its place in the chain goes to its handler, then what waited for it."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec
import sqlalchemy as sa
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central import concerned, duties, journal, locks
from central.authority import Authority
from central.faults import where
from central.handlers import HANDLERS, TOGETHER, WISHES, loads, redemption, spending
from central.journal import Received
from central.sitting import NotTrusted, Sitting
from central.stations import Station
from central.store import named_errors
from central.verdict import Act, Verdict, marked, rejected
from central.words import Tail
from domain.errors import Bug, Code, EnvironmentProblem, Refused
from domain.events import Event, SignedEvent, decode, verify
from domain.ports import Clock
from domain.wire import Outcome, OutcomeStatus, RedeemResult

FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    Bug,
    LookupError,
    TypeError,
    ValueError,
    msgspec.MsgspecError,
    sa.exc.SQLAlchemyError,
)
"""How a handler of ours can fail over one event: it must not keep the next from being judged."""
UNPAID = (Code.BUDGET_EXCEEDED, Code.AWARD_OVER_CAP)
"""What keeps points from being given, and nothing else of an act from counting."""
_LARGEST = (1 << 53) - 1
_OP_ID_VERSION = 7
"""What `domain.ids.new_op_id` makes (RFC 9562, 5.7). The ledger's own derived ids are of version 5, so no station's event can
take one."""
_log = structlog.get_logger()


Company = Literal["light", "wish", "alone"]
"""With which others an event may share a transaction: its handler keeps to what its sitting looks up and writes."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What can be made of an event before it is stored. `signed`: by its station; `event` None: of no form that we know."""

    signed: bool
    event: Event | None

    @property
    def company(self) -> Company:
        """An event without a handler costs next to nothing."""
        if self.event is None or type(self.event.payload) in TOGETHER:
            return "light"
        return "wish" if type(self.event.payload) in WISHES else "alone"


class Case(msgspec.Struct, frozen=True):
    """A stored event, and what was read of it."""

    item: Received
    reading: Reading

    @property
    def event(self) -> Event | None:
        """The event; None when it is not of a form that this version knows."""
        return self.reading.event


class _Misplaced(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event does not get as far as its handler; `admitted` when its op_id is taken by it all the same."""

    verdict: Verdict
    admitted: bool = False


def read(signed: SignedEvent, key: Ed25519PublicKey) -> Reading:
    """Check the signature and read the body."""
    return Reading(signed=_is_signed(signed, key), event=_event(signed))


class Judge:
    """One transaction's judgements. Not for several threads at once.

    Unless `careful` nothing is undone by a savepoint: whatever is raised then ends the transaction, and its events are to be
    judged anew, each in a transaction of its own.
    """

    def __init__(self, connection: sa.Connection, authority: Authority, clock: Clock, *, careful: bool) -> None:
        self._connection = connection
        self._authority = authority
        self._clock = clock
        self._careful, self._alone = careful, True
        self._company: Company = "alone"
        self._sitting = Sitting(connection, authority, careful=careful)
        self._words = self._sitting.words

    def judge(self, offered: Sequence[tuple[Station, list[Case]]]) -> list[list[Outcome]]:
        """One outcome per event of each station, in their order; everything is written when this returns.

        Cases of several stations, or several of one, are all of the same company.
        """
        cases = [case for _, some in offered for case in some]
        acts = {op_id for case in cases for op_id in concerned.acts(case.item.op_id, case.event)}
        locks.hold(self._connection, *(locks.chain(station.station) for station, _ in offered), *map(locks.act, acts))
        self._alone = len(cases) == 1
        if not self._alone:
            self._company = cases[0].reading.company
            self._gather([case.event for case in cases if case.event is not None])
        self._words.gather([case.item for case in cases], self._keys(cases), {station.station for station, _ in offered})
        outcomes = [[self._judged(case, station) for case in some] for station, some in offered]
        self._settle()
        return outcomes

    def _gather(self, events: list[Event]) -> None:
        if self._company == "wish":
            concerned.gather_wishes(self._sitting, events)
        else:
            self._sitting.gather(events)

    def decide_overdue(self, number: int) -> None:
        """Decide by force what still waits."""
        locks.hold(self._connection, _held_lock(number))
        before = self._words.spoken(number)
        if before is not None and before.outcome.status is OutcomeStatus.HELD:
            self._decide(_stored(self._connection, number))
            self._settle()

    def _settle(self) -> None:
        """Write everything down, so that it does not matter who asks the database, and what becomes of a savepoint."""
        self._sitting.write_effects()
        self._words.flush()
        self._sitting.start_anew()

    def _keys(self, cases: list[Case]) -> set[str]:
        """What others may wait for of these."""
        if self._alone:
            return set()
        events = [case.event for case in cases if case.event is not None]
        return {f"op:{event.op_id}" for event in events} | {key for event in events for key in concerned.keys(event)}

    def _judged(self, case: Case, station: Station) -> Outcome:
        item = case.item
        before = self._words.spoken(item.id)
        if before is not None and before.outcome.status is OutcomeStatus.HELD and before.admitted:
            return self._decided_again(case)
        if before is not None and before.outcome.code is not Code.EVENT_CHAIN:
            return self._said_again(case, before.outcome)
        twin = self._words.taken(item.op_id, besides=item.id) if item.op_id != journal.NO_OP_ID else None
        misplaced = self._place(case, station, now_taken=twin[0] if twin else None)
        if misplaced is None and twin is not None and twin[0] == item.signed.hash:
            return loads.as_it_stands(self._sitting.sheet, twin[1].outcome)
        if twin is not None and misplaced is not None and self._is_same_act(case, misplaced):
            word = loads.as_it_stands(self._sitting.sheet, twin[1].outcome)
            return msgspec.structs.replace(word, hash=item.signed.hash)
        misplaced = misplaced or self._foreign(case, station)
        if misplaced is None:
            return self._decide(case)
        if misplaced.verdict.anomalies:
            _log.warning("event_parked", station=station.station, journal=item.id, code=misplaced.verdict.code)
        return self._speak(item, misplaced.verdict, admitted=misplaced.admitted, now_ms=self._clock.now_ms())

    def _is_same_act(self, case: Case, misplaced: _Misplaced) -> bool:
        """Whether a conflict is none: that station's journal was put back, and what had come from it stands there anew.

        Its word is then the first one's, and it has none of its own.
        """
        if misplaced.verdict.code is not Code.EVENT_CONFLICT or case.event is None:
            return False
        body = self._words.body_of(case.event.op_id, case.event.station)
        first = None if body is None else _event(SignedEvent(body=body, hash=b"", signature=b""))
        return first is not None and _act_alone(first) == _act_alone(case.event)

    def _decided_again(self, case: Case) -> Outcome:
        """Decide what is held, unless whatever it waited for has decided it meanwhile."""
        locks.hold(self._connection, _held_lock(case.item.id))
        before = self._words.look_again(case.item.id)
        if before is not None and before.outcome.status is not OutcomeStatus.HELD:
            return self._said_again(case, before.outcome)
        return self._decide(case)

    def _said_again(self, case: Case, outcome: Outcome) -> Outcome:
        """The same word. A refusal that is asked for again may not have reached the screen while somebody stood there."""
        if isinstance(outcome.result, RedeemResult) and outcome.result.refusal is not None:
            act = self._act(case)
            if act.now_ms - act.occurred_ms < spending.NOTICE_MS:
                redemption.tell_later(act, outcome.result.refusal)
        return loads.as_it_stands(self._sitting.sheet, outcome)

    def _speak(self, item: Received, verdict: Verdict, *, admitted: bool, now_ms: int) -> Outcome:
        outcome = Outcome(
            op_id=item.op_id,
            hash=item.signed.hash,
            status=verdict.status,
            code=verdict.code,
            anomalies=verdict.anomalies,
            result=verdict.result,
        )
        self._words.speak(item, outcome, admitted=admitted, waits_for=verdict.waits_for, now_ms=now_ms)
        return outcome

    # --- in its place ---

    def _place(self, case: Case, station: Station, *, now_taken: bytes | None) -> _Misplaced | None:
        """Whether the event is this station's own, and the next of its chain; the chain moves on when it is."""
        item = case.item
        if not case.reading.signed:
            return _Misplaced(verdict=rejected(Code.EVENT_SIGNATURE, "event_signature"))
        if item.envelope is None:
            end = self._words.tail(station.station, station.epoch)
            after = Tail(seq=end.seq + 1, hash=item.signed.hash, journal=item.id)
            self._words.advance(station.station, station.epoch, after)
            return _Misplaced(verdict=rejected(Code.EVENT_UNREADABLE, "event_unreadable"))
        if item.envelope.station != station.station:
            return _Misplaced(verdict=rejected(Code.EVENT_SIGNATURE, "event_of_another_station"))
        if now_taken == item.signed.hash:
            return None
        end = self._words.tail(station.station, item.envelope.epoch)
        in_place = self._continue_chain(item, station)
        comes_too_early = not in_place and item.envelope.seq > end.seq
        if now_taken is not None and not comes_too_early:
            return _Misplaced(verdict=rejected(Code.EVENT_CONFLICT, "event_conflict"))
        return None if in_place else _Misplaced(verdict=rejected(Code.EVENT_CHAIN, "event_chain"))

    def _continue_chain(self, item: Received, station: Station) -> bool:
        """Move the chain to this event when it is the next one.

        Events that were parked for their signature leave holes; a properly signed event may follow across as many missing ones
        as were parked since the chain's last good event.
        """
        envelope = item.envelope
        if envelope is None or not 1 <= envelope.epoch <= station.epoch:
            return False
        end = self._words.tail(station.station, envelope.epoch)
        missing = envelope.seq - end.seq - 1
        follows = missing == 0 and envelope.prev == end.hash
        if missing > 0:
            follows = missing <= self._words.unproven_since(station.station, end.journal)
        if follows:
            after = Tail(seq=envelope.seq, hash=item.signed.hash, journal=item.id)
            self._words.advance(station.station, envelope.epoch, after)
        return follows

    def _foreign(self, case: Case, station: Station) -> _Misplaced | None:
        """What is in its place and yet not for this platform to understand, or not for that station to do."""
        event = case.event
        if event is None:
            return _Misplaced(verdict=rejected(Code.EVENT_UNREADABLE, "event_unreadable"), admitted=True)
        if event.op_id.version != _OP_ID_VERSION:
            return _Misplaced(verdict=rejected(Code.EVENT_UNREADABLE, "op_id_not_random"))
        if event.demo != self._authority.demo:
            return _Misplaced(verdict=rejected(Code.MODE_MISMATCH, "mode_mismatch"), admitted=True)
        if event.digest_key != self._authority.keys.digest_key_id or not _sane(event):
            return _Misplaced(verdict=rejected(Code.EVENT_UNREADABLE, "event_unreadable"), admitted=True)
        if not duties.may_come_from(event, station.roles):
            return _Misplaced(verdict=rejected(Code.STAFF_NOT_ALLOWED, "station_without_role"), admitted=True)
        return None

    # --- deciding ---

    def _decide(self, first: Case) -> Outcome:
        """Judge an event, and then whatever waited for it."""
        outcome, queue = self._apply(first)
        while queue:
            key = queue.pop(0)
            for number in self._words.waiting_for(key):
                if number != first.item.id:
                    queue += self._release(number, key)
        return loads.as_it_stands(self._sitting.sheet, outcome)

    def _release(self, number: int, key: str) -> list[str]:
        # Somebody who decides it this moment waits for what is held here, and then finds what it waited for.
        if not locks.try_hold(self._connection, _held_lock(number)):
            return []
        waits = self._words.still_waits(number, key)
        return self._apply(_stored(self._connection, number), released=True)[1] if waits else []

    def _apply(self, case: Case, *, released: bool = False) -> tuple[Outcome, list[str]]:
        act = self._act(case)
        if self._alone:
            self._settle()
            self._sitting.gather([act.event])
            concerned.hold(self._connection, self._sitting, act.event)
        elif released and not self._company == case.reading.company == "light":
            raise NotTrusted
        standing = self._sitting.standing(act.event)
        act = msgspec.structs.replace(act, objection=standing.objection)
        anomalies = [*standing.anomalies, *(["clock_implausible"] if act.clock_implausible else [])]
        verdict = self._handled(act, case)
        verdict = marked(verdict, standing.objection, anomalies)
        if isinstance(verdict.result, RedeemResult) and verdict.result.refusal is not None:
            redemption.tell_later(msgspec.structs.replace(act, now_ms=self._clock.now_ms()), verdict.result.refusal)
        outcome = self._speak(case.item, verdict, admitted=True, now_ms=act.now_ms)
        return outcome, verdict.releases

    def _handled(self, act: Act, case: Case) -> Verdict:
        """The handler's verdict; a handler that fails leaves nothing behind and the event waits for a repaired platform."""
        handler = HANDLERS[type(act.event.payload)]
        if not self._careful:
            return handler(act)
        try:
            with named_errors(), self._connection.begin_nested():
                verdict = handler(act)
                self._sitting.write_effects()
                return verdict
        except Refused as refused:
            self._sitting.start_anew()
            if refused.code in UNPAID and act.unpaid is None:
                return self._handled(msgspec.structs.replace(act, unpaid=refused.code), case)
            return rejected(refused.code, refused.code.value)
        except EnvironmentProblem:
            raise
        except FAULTS as fault:
            self._sitting.start_anew()
            _log.error("event_failed", journal=case.item.id, kind=act.event.kind, **where(fault))
            return Verdict(status=OutcomeStatus.HELD, code=Code.INTERNAL, anomalies=["handler_failed"])

    def _act(self, case: Case) -> Act:
        return Act(
            connection=self._connection,
            sitting=self._sitting,
            authority=self._authority,
            event=decode(case.item.signed.body) if case.event is None else case.event,
            signed=case.item.signed,
            received_ms=case.item.received_ms,
            now_ms=self._clock.now_ms(),
        )


def _stored(connection: sa.Connection, number: int) -> Case:
    """An event that was in its place when it came."""
    item = journal.load(connection, number)
    return Case(item, Reading(signed=True, event=_event(item.signed)))


def _held_lock(number: int) -> locks.Lock:
    """Of several that would decide a waiting event the first does."""
    return locks.named(f"held/{number}")


def _event(signed: SignedEvent) -> Event | None:
    try:
        return decode(signed.body)
    except Refused:
        return None


def _act_alone(event: Event) -> Event:
    """What was done, wherever it stands."""
    return msgspec.structs.replace(event, epoch=0, seq=0, prev=b"")


def _is_signed(signed: SignedEvent, key: Ed25519PublicKey) -> bool:
    """Whether the station's key signed this; a body that nobody here can read may well be signed."""
    try:
        verify(signed, key)
    except Refused as refused:
        return refused.code is Code.EVENT_UNREADABLE
    return True


def _sane(event: Event) -> bool:
    """Whether every number fits where it will be stored."""
    numbers = [event.device_ms, event.offset_ms or 0, *_numbers(event.payload)]
    return all(abs(number) <= _LARGEST for number in numbers)


def _numbers(part: msgspec.Struct) -> Iterator[int]:
    for value in msgspec.structs.asdict(part).values():
        if isinstance(value, int):
            yield value
        elif isinstance(value, msgspec.Struct):
            yield from _numbers(value)
