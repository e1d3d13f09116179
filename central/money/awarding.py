"""Awards from other systems: each for itself, for the caller's own agency, once per op_id whatever is repeated."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, points
from central.access import trail
from central.activities import budgets as activity_budgets
from central.authority import Authority
from central.money import budgets, guesses, persons
from central.money.budgets import Payers
from central.points import Award
from central.schema import lots
from central.store import Store
from domain import taipei
from domain.errors import Code, Refused
from domain.programme import Programme
from domain.wire_money import AwardCancel, AwardWanted, MoneyOutcome

EARLIEST_MS = 400 * 24 * 3_600_000
"""How long ago points may have been earned."""
_AHEAD_MS = 5 * 60_000
_AT_ONCE = 50
Thing = TypeVar("Thing")
_CALLERS_VERSIONS = (4, 7)
"""Of op_ids that others make (RFC 9562): the ledger's own derived ids are of version 5."""
_TAKEN = (Code.EVENT_CONFLICT, Code.REQUEST_CONFLICT)


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """An award whose person is known, or why it cannot be one."""

    op_id: UUID
    award: Award | None = None
    refusal: Refused | None = None
    by_national_id: bool = False


def require_op_id(op_id: UUID) -> UUID:
    """An op_id that somebody else may have made. Raises `Refused(REQUEST_INVALID)`."""
    if op_id.version not in _CALLERS_VERSIONS:
        raise Refused(Code.REQUEST_INVALID, part="op_id")
    return op_id


def require_payer(programme: Programme, point_kind: str, agency: str) -> None:
    """An agency gives what agencies pay for, not what the programme itself does.

    Raises `Refused` with AMOUNT_INVALID (no such point kind) or SERVICE_NOT_ALLOWED.
    """
    if points.known_kind(programme, point_kind).payer == "programme" and agency != programme.id:
        raise Refused(Code.SERVICE_NOT_ALLOWED, point_kind=point_kind)


def earned_at(earned_ms: int | None, now_ms: int) -> int:
    """When points count as earned. Raises `Refused(REQUEST_INVALID)` for the future, or too long ago."""
    if earned_ms is None:
        return now_ms
    if not now_ms - EARLIEST_MS <= earned_ms <= now_ms + _AHEAD_MS:
        raise Refused(Code.REQUEST_INVALID, part="earned_ms")
    return min(earned_ms, now_ms)


def give(
    store: Store,
    authority: Authority,
    agency: str,
    wanted: Sequence[AwardWanted],
    now_ms: int,
    *,
    service_key: str | None = None,
) -> list[MoneyOutcome]:
    """Book what can be booked; one outcome each, in their order.

    `service_key`: the other system that asks; it is told PLATFORM_BUSY of everybody by national ID once it has named too many
    who are unknown (`guesses`).
    """
    outcomes = []
    for some in _in_portions(wanted):
        with store.read() as connection:
            resolved = [_resolved(connection, authority, agency, one, now_ms) for one in some]
        with store.write() as connection:
            if service_key is not None:
                resolved = _guessed(connection, service_key, resolved, now_ms)
            outcomes += book(connection, authority, resolved)
    return outcomes


def _guessed(connection: sa.Connection, service_key: str, resolved: list[Resolved], now_ms: int) -> list[Resolved]:
    """The same, or nothing about anybody by national ID to a key that has tried too many."""
    if not any(each.by_national_id for each in resolved):
        return resolved
    unknown = sum(each.refusal is not None and each.refusal.code is Code.PERSON_UNKNOWN for each in resolved)
    if guesses.within(connection, service_key, unknown, now_ms):
        return resolved
    nothing = Refused(Code.PLATFORM_BUSY)
    return [Resolved(op_id=each.op_id, refusal=nothing) if each.by_national_id else each for each in resolved]


def book(
    connection: sa.Connection, authority: Authority, resolved: Sequence[Resolved], *, decided_from: Payers | None = None
) -> list[MoneyOutcome]:
    """Book awards of one agency, each in a savepoint of its own.

    `decided_from`: who pays for awards that were all decided before, so that no cap is looked at any more.
    """
    awards = [each.award for each in resolved if each.award is not None]
    locks.hold(connection, *(locks.holder(award.holder) for award in awards))
    payers = {} if decided_from is not None else _payers(connection, authority, awards)

    def book_one(award: Award) -> bool:
        source = decided_from or payers[award.point_kind]
        if isinstance(source, Refused):
            raise source
        return points.award(connection, authority.programme, award, source, capped=decided_from is None)

    return [_outcome(connection, each, book_one) for each in resolved]


def _payers(connection: sa.Connection, authority: Authority, awards: Sequence[Award]) -> dict[str, Payers | Refused]:
    """By point kind, outside of any savepoint: what one is rolled back to lets go of."""
    found: dict[str, Payers | Refused] = {}
    for kind_id in sorted({award.point_kind for award in awards}):
        some = [award for award in awards if award.point_kind == kind_id]
        try:
            kind = points.known_kind(authority.programme, kind_id)
            found[kind_id] = budgets.secure(connection, kind, some[0].agency, sum(award.points for award in some))
        except Refused as refused:
            found[kind_id] = refused
    return found


def cancel(
    store: Store, cancels: Sequence[AwardCancel], *, agency: str | None, now_ms: int, by: str | None = None
) -> list[MoneyOutcome]:
    """Take awards back, of one agency or (None) of any; one outcome each, in their order. `by`: a person, for the trail."""
    outcomes = []
    for some in _in_portions(cancels):
        with store.write() as connection:
            holders = connection.scalars(sa.select(lots.c.holder).where(lots.c.op_id.in_([each.award for each in some]))).all()
            locks.hold(connection, *map(locks.holder, holders))
            said = [_cancelled(connection, each, agency, now_ms) for each in some]
            for each, word in zip(some, said, strict=True):
                if by is not None and word.status == "booked":
                    trail.note(connection, actor=by, act="award.cancel", subject=str(each.award), now_ms=now_ms)
            outcomes += said
    return outcomes


def cancel_one(connection: sa.Connection, award: UUID, op_id: UUID, now_ms: int) -> bool:
    """Take an award back, and into its activity's own budget; False when this op_id did so before.

    Raises as `points.cancel`.
    """
    booked = points.cancel(connection, award, op_id, now_ms)
    if booked:
        activity_budgets.award_cancelled(connection, award)
    return booked


def take_back(store: Store, award: UUID, op_id: UUID, *, now_ms: int) -> MoneyOutcome:
    """Take one award back, of whichever agency, for the platform's own operators; `op_id` is theirs."""
    with store.write() as connection:
        try:
            with connection.begin_nested():
                booked = cancel_one(connection, award, op_id, now_ms)
        except Refused as refused:
            return refusal(op_id, refused)
        if booked:
            trail.note(connection, actor=trail.AT_THE_PLATFORM, act="award.cancel", subject=str(award), now_ms=now_ms)
        return MoneyOutcome(op_id=op_id, status="booked" if booked else "repeated")


def _resolved(connection: sa.Connection, authority: Authority, agency: str, wanted: AwardWanted, now_ms: int) -> Resolved:
    by_national_id = False
    try:
        require_payer(authority.programme, wanted.point_kind, agency)
        person = persons.opened(authority, wanted.person)
        by_national_id = bool(person.national_id)
        award = Award(
            op_id=require_op_id(wanted.op_id),
            holder=persons.holder_of(connection, authority, person, taipei.day(now_ms)),
            point_kind=wanted.point_kind,
            points=wanted.points,
            agency=agency,
            activity=wanted.activity,
            at_ms=earned_at(wanted.earned_ms, now_ms),
            booked_ms=now_ms,
        )
    except Refused as refused:
        return Resolved(op_id=wanted.op_id, refusal=refused, by_national_id=by_national_id)
    return Resolved(op_id=wanted.op_id, award=award, by_national_id=by_national_id)


def _outcome(connection: sa.Connection, each: Resolved, book_one: Callable[[Award], bool]) -> MoneyOutcome:
    if each.award is None:
        return refusal(each.op_id, each.refusal or Refused(Code.REQUEST_INVALID))
    try:
        with connection.begin_nested():
            booked = book_one(each.award)
    except Refused as refused:
        return refusal(each.op_id, refused)
    return MoneyOutcome(op_id=each.op_id, status="booked" if booked else "repeated")


def _cancelled(connection: sa.Connection, wanted: AwardCancel, agency: str | None, now_ms: int) -> MoneyOutcome:
    try:
        with connection.begin_nested():
            require_op_id(wanted.op_id)
            of = connection.scalar(sa.select(lots.c.agency).where(lots.c.op_id == wanted.award))
            if of is None or agency not in (None, of):
                raise Refused(Code.AWARD_UNKNOWN)
            booked = cancel_one(connection, wanted.award, wanted.op_id, now_ms)
    except Refused as refused:
        return refusal(wanted.op_id, refused)
    return MoneyOutcome(op_id=wanted.op_id, status="booked" if booked else "repeated")


def refusal(op_id: UUID, refused: Refused) -> MoneyOutcome:
    """The outcome of an act that a rule forbids."""
    code = Code.REQUEST_CONFLICT if refused.code in _TAKEN else refused.code
    left = refused.details.get("points")
    return MoneyOutcome(op_id=op_id, status="refused", code=code, points=left if isinstance(left, int) else None)


def _in_portions(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]
