"""Taking in a station's journal: everything is stored as it came, then judged, each event in a transaction of its own.

An event is judged once; the same event again gets the same word. Judged anew is only what was held, and what was out of its
place in the chain once the events before it have come. No event, however broken, keeps the next one from being judged.
"""

from collections.abc import Iterator, Sequence

import msgspec
import sqlalchemy as sa
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central import duties, journal, stations
from central.authority import Authority
from central.faults import where
from central.handlers import HANDLERS, loads, redemption, spending
from central.journal import Received, Tail
from central.stations import Station
from central.store import Store, named_errors
from central.verdict import HOLD_MS, Act, Verdict, marked, rejected
from domain.errors import Bug, Code, EnvironmentProblem, Refused
from domain.events import Event, SignedEvent, decode, verify
from domain.ports import Clock
from domain.wire import Outcome, OutcomeStatus, RedeemResult

_LARGEST = (1 << 53) - 1
_OP_ID_VERSION = 7
"""What `domain.ids.new_op_id` makes (RFC 9562, 5.7). The ledger's own derived ids are of version 5, so no station's event can
take one."""
_OVERDUE_AT_A_TIME = 20
_FAULTS = (
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
_log = structlog.get_logger()


class _Misplaced(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event does not get as far as its handler; `admitted` when its op_id is taken by it all the same."""

    verdict: Verdict
    admitted: bool = False


class Intake:
    """Judges uploads. Safe from any thread; the store lets one judgement happen at a time."""

    def __init__(self, store: Store, authority: Authority, clock: Clock) -> None:
        self._store = store
        self._authority = authority
        self._clock = clock

    def upload(self, station: Station, events: Sequence[SignedEvent]) -> list[Outcome]:
        """One outcome per event, in the order in which they came.

        Raises `EnvironmentProblem` when this machine cannot store them; what was answered before stays.
        """
        with self._store.write() as connection:
            now_ms = self._clock.now_ms()
            stations.seen(connection, station.station, now_ms)
            received = [journal.keep(connection, station.station, signed, now_ms) for signed in events]
        outcomes = []
        for item in received:
            with self._store.write() as connection:
                outcomes.append(self._judge(connection, item, station))
        self.decide_overdue()
        return outcomes

    def decide_overdue(self) -> None:
        """Decide by force some of what has waited for longer than `HOLD_MS`, although nobody offers it again.

        A machine that cannot store it now leaves it for another time.
        """
        before_ms = self._clock.now_ms() - HOLD_MS
        try:
            with self._store.read() as connection:
                overdue = journal.held_since(connection, before_ms, _OVERDUE_AT_A_TIME)
            for number in overdue:
                with self._store.write() as connection:
                    before = journal.spoken(connection, number)
                    if before is not None and before.outcome.status is OutcomeStatus.HELD:
                        self._decide(connection, journal.load(connection, number))
        except EnvironmentProblem as problem:
            _log.warning("overdue_left", code=problem.code)

    def _judge(self, connection: sa.Connection, item: Received, station: Station) -> Outcome:
        before = journal.spoken(connection, item.id)
        if before is not None and before.outcome.status is OutcomeStatus.HELD and before.admitted:
            return self._decide(connection, item)
        if before is not None and before.outcome.code is not Code.EVENT_CHAIN:
            return self._said_again(connection, item, before.outcome)
        now_ms = self._clock.now_ms()
        twin = journal.taken(connection, item.op_id, besides=item.id) if item.op_id != journal.NO_OP_ID else None
        misplaced = _place(connection, item, station, now_taken=twin[0] if twin else None)
        if misplaced is None and twin is not None and twin[0] == item.signed.hash:
            return loads.as_it_stands(connection, twin[1].outcome)
        misplaced = misplaced or self._foreign(item, station)
        if misplaced is not None:
            if misplaced.verdict.anomalies:
                _log.warning("event_parked", station=station.station, journal=item.id, code=misplaced.verdict.code)
            return journal.speak(connection, item, misplaced.verdict, admitted=misplaced.admitted, now_ms=now_ms)
        return self._decide(connection, item)

    def _said_again(self, connection: sa.Connection, item: Received, outcome: Outcome) -> Outcome:
        """The same word. A refusal that is asked for again may not have reached the screen while somebody stood there."""
        if isinstance(outcome.result, RedeemResult) and outcome.result.refusal is not None:
            act = self._act(connection, item)
            if act.now_ms - act.occurred_ms < spending.NOTICE_MS:
                redemption.tell_later(act, outcome.result.refusal)
        return loads.as_it_stands(connection, outcome)

    def _foreign(self, item: Received, station: Station) -> _Misplaced | None:
        """What is in its place and yet not for this platform to understand, or not for that station to do."""
        try:
            event = decode(item.signed.body)
        except Refused:
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

    def _decide(self, connection: sa.Connection, first: Received) -> Outcome:
        """Judge an event, and then whatever waited for it, in one transaction."""
        outcome, queue = self._apply(connection, first)
        while queue:
            waiting = journal.waiting_for(connection, queue.pop(0))
            for number in waiting:
                if number != first.id:
                    _, released = self._apply(connection, journal.load(connection, number))
                    queue += released
        return loads.as_it_stands(connection, outcome)

    def _apply(self, connection: sa.Connection, item: Received) -> tuple[Outcome, list[str]]:
        act = self._act(connection, item)
        standing = duties.standing(connection, act.event)
        act = msgspec.structs.replace(act, objection=standing.objection)
        anomalies = [*standing.anomalies, *(["clock_implausible"] if act.clock_implausible else [])]
        verdict = marked(_handled(act, item.id), standing.objection, anomalies)
        if isinstance(verdict.result, RedeemResult) and verdict.result.refusal is not None:
            redemption.tell_later(msgspec.structs.replace(act, now_ms=self._clock.now_ms()), verdict.result.refusal)
        outcome = journal.speak(connection, item, verdict, admitted=True, now_ms=act.now_ms)
        return outcome, verdict.releases

    def _act(self, connection: sa.Connection, item: Received) -> Act:
        return Act(
            connection=connection,
            authority=self._authority,
            event=decode(item.signed.body),
            signed=item.signed,
            received_ms=item.received_ms,
            now_ms=self._clock.now_ms(),
        )


def _handled(act: Act, number: int) -> Verdict:
    """The handler's verdict; a handler that fails leaves nothing behind and the event waits for a repaired platform."""
    try:
        with named_errors(), act.connection.begin_nested():
            return HANDLERS[type(act.event.payload)](act)
    except Refused as refused:
        return rejected(refused.code, refused.code.value)
    except EnvironmentProblem:
        raise
    except _FAULTS as fault:
        _log.error("event_failed", journal=number, kind=act.event.kind, **where(fault))
        return Verdict(status=OutcomeStatus.HELD, code=Code.INTERNAL, anomalies=["handler_failed"])


def _place(connection: sa.Connection, item: Received, station: Station, *, now_taken: bytes | None) -> _Misplaced | None:
    """Whether the event is this station's own, and the next of its chain; the chain moves on when it is."""
    if not _is_signed(item.signed, station):
        return _Misplaced(verdict=rejected(Code.EVENT_SIGNATURE, "event_signature"))
    if item.envelope is None:
        end = journal.tail(connection, station.station, station.epoch)
        after = Tail(seq=end.seq + 1, hash=item.signed.hash, journal=item.id)
        journal.advance(connection, station.station, station.epoch, after)
        return _Misplaced(verdict=rejected(Code.EVENT_UNREADABLE, "event_unreadable"))
    if item.envelope.station != station.station:
        return _Misplaced(verdict=rejected(Code.EVENT_SIGNATURE, "event_of_another_station"))
    if now_taken == item.signed.hash:
        return None
    end = journal.tail(connection, station.station, item.envelope.epoch)
    in_place = _continue_chain(connection, item, station)
    comes_too_early = not in_place and item.envelope.seq > end.seq
    if now_taken is not None and not comes_too_early:
        return _Misplaced(verdict=rejected(Code.EVENT_CONFLICT, "event_conflict"))
    return None if in_place else _Misplaced(verdict=rejected(Code.EVENT_CHAIN, "event_chain"))


def _is_signed(signed: SignedEvent, station: Station) -> bool:
    """Whether the station's key signed this; a body that nobody here can read may well be signed."""
    try:
        verify(signed, Ed25519PublicKey.from_public_bytes(station.public_key))
    except Refused as refused:
        return refused.code is Code.EVENT_UNREADABLE
    return True


def _continue_chain(connection: sa.Connection, item: Received, station: Station) -> bool:
    """Move the chain to this event when it is the next one.

    Events that were parked for their signature leave holes; a properly signed event may follow across as many missing ones
    as were parked since the chain's last good event.
    """
    envelope = item.envelope
    if envelope is None or not 1 <= envelope.epoch <= station.epoch:
        return False
    end = journal.tail(connection, station.station, envelope.epoch)
    missing = envelope.seq - end.seq - 1
    follows = missing == 0 and envelope.prev == end.hash
    if missing > 0:
        follows = missing <= journal.unproven_since(connection, station.station, end.journal)
    if follows:
        after = Tail(seq=envelope.seq, hash=item.signed.hash, journal=item.id)
        journal.advance(connection, station.station, envelope.epoch, after)
    return follows


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
