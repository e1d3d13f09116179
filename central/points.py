"""Points of holders: awarded in lots, lapsing, taken back, and what is there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import bulk, ledger, locks, prepared
from central.authority import Authority
from central.ledger import Account, Leg, Operation
from central.money import budgets, caps
from central.money.budgets import Payers
from central.schema import accounts, lots, operations, transfers
from domain.errors import Code, Refused
from domain.lots import Lot, expiry_ms
from domain.programme import PointKind, Programme
from domain.wire import PointBalance

_LAPSE = UUID("6f0f0e0a-4a6b-5c58-9f0e-3f7f3b0a52c1")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which lots lapse: one per lot and time, whoever notices first."""


class Award(msgspec.Struct, frozen=True, kw_only=True):
    """Points for a holder. `at_ms` is when they were earned and decides when they lapse; `booked_ms` is now."""

    op_id: UUID
    holder: UUID
    point_kind: str
    points: int
    agency: str
    activity: str
    at_ms: int
    booked_ms: int


def award(
    connection: sa.Connection, programme: Programme, act: Award, payers: Payers | None = None, *, capped: bool = False
) -> bool:
    """Book an award as a lot, of which the holder's deficit is repaid first. False when it was booked before.

    `payers` are what `budgets.secure` gave for several awards at once; without them this one sees to its own. Raises `Refused`
    with AMOUNT_INVALID (no such point kind, or fewer than one point), AWARD_OVER_CAP (when it is `capped`: with the `points`
    that would go), BUDGET_EXCEEDED or EVENT_CONFLICT; the caller then rolls back.
    """
    return bool(award_all(connection, programme, [act], payers, capped=capped))


def award_all(
    connection: sa.Connection,
    programme: Programme,
    acts: Sequence[Award],
    payers: Payers | None = None,
    *,
    capped: bool = False,
) -> set[UUID]:
    """Book several awards of different op_ids at once; the op_ids of those that were not booked before.

    `payers` and `capped` as for `award`, of each of them. Raises as `award`; the caller then rolls back all of them.
    """
    if not acts:
        return set()
    kinds = {act.point_kind: known_kind(programme, act.point_kind) for act in acts}
    if any(act.points < 1 for act in acts):
        raise Refused(Code.AMOUNT_INVALID)
    locks.hold(connection, *(locks.holder(act.holder) for act in acts))
    new = ledger.begin_all(connection, [_operation(act) for act in acts])
    acts = [act for act in acts if act.op_id in new]
    for place, act in enumerate(acts if capped else []):
        room = caps.room(connection, programme, act, acts[:place])
        if room is not None and act.points > room:
            raise Refused(Code.AWARD_OVER_CAP, points=room)
    paying = _paying(connection, kinds, acts) if payers is None else {}
    paid = {act.op_id: (payers or paying[act.agency, act.point_kind]).take(act.points) for act in acts}
    owing = ledger.owing(connection, {deficit(act.holder, act.point_kind) for act in acts})
    rows = []
    for act in acts:
        owed = deficit(act.holder, act.point_kind)
        repaid = min(act.points, owing[owed])
        rows.append(_new_lot(kinds[act.point_kind], act, act.points - repaid))
        owing[owed] -= repaid
    made = bulk.insert_new(connection, lots, rows, unless="", returning=("op_id", "id"))
    numbers = {row.op_id: row.id for row in made}
    legs = []
    for act, row in zip(acts, rows, strict=True):
        own = _legs(act, paid[act.op_id], act.points - row["remaining"], numbers[act.op_id])
        legs += [(act.op_id, number, leg) for number, leg in enumerate(own)]
    ledger.post_all(connection, legs)
    return new


def _paying(connection: sa.Connection, kinds: Mapping[str, PointKind], acts: Iterable[Award]) -> dict[tuple[str, str], Payers]:
    """Who pays for awards, by agency and point kind, in one order that all keep to."""
    sums: Counter[tuple[str, str]] = Counter()
    for act in acts:
        sums[act.agency, act.point_kind] += act.points
    return {(giver, kind): budgets.secure(connection, kinds[kind], giver, sums[giver, kind]) for giver, kind in sorted(sums)}


def _operation(act: Award) -> Operation:
    return Operation(op_id=act.op_id, kind="award", content=content_of(act), at_ms=act.booked_ms)


def _legs(act: Award, paid: list[tuple[Account, int]], owing: int, lot: int) -> list[Leg]:
    """`owing` of the points that are paid repay the holder's deficit."""
    owed, own = deficit(act.holder, act.point_kind), purse(act.holder, act.point_kind)
    legs = []
    for payer, points in paid:
        repaid = min(points, owing)
        owing -= repaid
        parts = ((owed, repaid), (own, points - repaid))
        legs += [Leg(payer=payer, payee=payee, amount=part, lot=lot) for payee, part in parts if part]
    return legs


def content_of(act: Award) -> str:
    """The operation in words, for `ledger.begin`."""
    return f"{act.holder} {act.point_kind} {act.points} {act.agency} {act.activity}"


def cancel(connection: sa.Connection, award_op_id: UUID, op_id: UUID, now_ms: int) -> bool:
    """Take an award back: what remains or has lapsed of it at once, what is spent stands on the holder's deficit.

    False when this cancellation was booked before. Raises `Refused` with AMOUNT_INVALID (no such award) or EVENT_CONFLICT (it
    was already cancelled under another op_id).
    """
    hold_award(connection, award_op_id)
    legs = _ways_back(connection, award_op_id)
    if not legs:
        raise Refused(Code.AMOUNT_INVALID)
    if not ledger.begin(connection, op_id, "cancel", str(award_op_id), now_ms):
        return False
    if not ledger.begin(connection, _cancellation(award_op_id), "cancelled", str(award_op_id), now_ms):
        raise Refused(Code.EVENT_CONFLICT)
    ledger.post(connection, op_id, legs)
    connection.execute(lots.update().where(lots.c.op_id == award_op_id).values(remaining=0, cancelled_ms=now_ms))
    return True


def hold_award(connection: sa.Connection, award_op_id: UUID) -> None:
    """Take the lock that `cancel` needs, for a caller that takes others after it."""
    holder = connection.scalar(sa.select(lots.c.holder).where(lots.c.op_id == award_op_id))
    if holder is not None:
        locks.hold(connection, locks.holder(holder))


def is_cancelled(connection: sa.Connection, award_op_id: UUID) -> bool:
    """Whether an award was taken back."""
    return is_booked(connection, _cancellation(award_op_id))


def _cancellation(award_op_id: UUID) -> UUID:
    return uuid5(award_op_id, "cancelled")


def _ways_back(connection: sa.Connection, award_op_id: UUID) -> list[Leg]:
    """The legs that return a whole award to its agency; empty when there is no such award."""
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    booked = connection.execute(
        sa.select(payer.c.kind, payer.c.unit, payer.c.agency, payer.c.stripe, payee.c.holder, transfers.c.amount)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(payee, payee.c.id == transfers.c.payee)
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .where(transfers.c.op_id == award_op_id, operations.c.kind == "award")
    ).all()
    if not booked:
        return []
    kind, unit, giver_name, stripe, holder, _ = booked[0]
    giver = budgets.giver_of(Account(kind=kind, unit=unit, agency=giver_name, stripe=stripe))
    lot = connection.execute(sa.select(lots).where(lots.c.op_id == award_op_id)).one_or_none()
    gone = Account(kind="lapsed", unit=unit, agency=giver_name)
    remaining = lot.remaining if lot is not None else 0
    lapsed = 0
    if lot is not None:
        lapsed = int(
            connection.execute(
                sa.select(sa.func.coalesce(sa.func.sum(transfers.c.amount), 0))
                .join(payee, payee.c.id == transfers.c.payee)
                .where(transfers.c.lot == lot.id, payee.c.kind == "lapsed")
            ).scalar_one()
        )
    spent = sum(row.amount for row in booked) - remaining - lapsed
    parts = ((purse(holder, unit), remaining), (gone, lapsed), (deficit(holder, unit), spent))
    number = None if lot is None else lot.id
    return [Leg(payer=account, payee=giver, amount=amount, lot=number) for account, amount in parts if amount]


def is_booked(connection: sa.Connection, op_id: UUID) -> bool:
    """Whether an operation of this op_id stands in the ledger."""
    return prepared.rows_of(connection, operations.c.op_id, op_id).first() is not None


def lapse(connection: sa.Connection, holder: UUID, now_ms: int) -> None:
    """Book the expiry of a holder's lots that are over. A lot lapses anew with points that came back to it later."""
    over = sa.select(lots).where(lots.c.holder == holder, lots.c.remaining > 0, lots.c.expires_ms <= now_ms)
    for lot in connection.execute(over).all():
        op_id = _lapse_id(connection, lot.id, lot.op_id)
        ledger.begin(connection, op_id, "lapse", str(lot.id), now_ms)
        gone = Account(kind="lapsed", unit=lot.point_kind, agency=lot.agency)
        leg = Leg(payer=purse(holder, lot.point_kind), payee=gone, amount=lot.remaining, lot=lot.id)
        ledger.post(connection, op_id, [leg])
        connection.execute(lots.update().where(lots.c.id == lot.id).values(remaining=0))


def _lapse_id(connection: sa.Connection, lot: int, award_op_id: UUID) -> UUID:
    op_id, times = uuid5(_LAPSE, f"{lot}/{award_op_id}"), 0
    while is_booked(connection, op_id):
        times += 1
        op_id = uuid5(_LAPSE, f"{lot}/{award_op_id}/{times}")
    return op_id


def open_lots(connection: sa.Connection, holder: UUID, point_kind: str) -> list[Lot]:
    """What remains of a holder's lots of a kind, lapsed ones included until `lapse` has booked them."""
    wanted = sa.select(lots).where(lots.c.holder == holder, lots.c.point_kind == point_kind, lots.c.remaining > 0)
    return [lot_of(row) for row in connection.execute(wanted)]


_OPEN_LOTS = sa.select(lots).where(lots.c.holder == sa.bindparam("holder"), lots.c.remaining > 0)


def lapsing(connection: sa.Connection, holder: UUID, now_ms: int) -> list[tuple[str, int, int]]:
    """Kind, number and time of a holder's points that lapse, the next ones first."""
    total = sa.func.sum(lots.c.remaining).label("points")
    wanted = (
        sa.select(lots.c.point_kind, lots.c.expires_ms, total)
        .where(lots.c.holder == holder, lots.c.remaining > 0, lots.c.expires_ms > now_ms)
        .group_by(lots.c.point_kind, lots.c.expires_ms)
        .order_by(lots.c.expires_ms, lots.c.point_kind)
    )
    return [(row.point_kind, int(row.points), row.expires_ms) for row in connection.execute(wanted)]


def lot_of(row: sa.Row[Any]) -> Lot:
    """A lot as its row tells of it."""
    return Lot(
        id=row.id,
        point_kind=row.point_kind,
        agency=row.agency,
        activity=row.activity,
        points=row.remaining,
        expires_ms=row.expires_ms,
        awarded_ms=row.awarded_ms,
    )


def take(connection: sa.Connection, taken: list[tuple[Lot, int]]) -> None:
    """Lower lots by what a spending took of them."""
    if taken:
        connection.execute(_TAKE, [{"lot": lot.id, "points": points} for lot, points in taken])


_TAKE = lots.update().where(lots.c.id == sa.bindparam("lot")).values(remaining=lots.c.remaining - sa.bindparam("points"))


def balances(connection: sa.Connection, authority: Authority, holder: UUID, now_ms: int) -> list[PointBalance]:
    """Every point kind of the programme, in the file's order, with the points that lapse next."""
    found = []
    there = [lot_of(row) for row in connection.execute(_OPEN_LOTS, {"holder": holder})]
    there = [lot for lot in there if lot.expires_ms is None or lot.expires_ms > now_ms]
    for kind in authority.programme.point_kinds:
        alive = [lot for lot in there if lot.point_kind == kind.id]
        next_ms = min((lot.expires_ms for lot in alive if lot.expires_ms is not None), default=None)
        found.append(
            PointBalance(
                point_kind=kind.id,
                points=sum(lot.points for lot in alive),
                expiring=sum(lot.points for lot in alive if next_ms is not None and lot.expires_ms == next_ms),
                expires_ms=next_ms,
            )
        )
    return found


def waiting_ntd(connection: sa.Connection, medium: bytes) -> int:
    """Whole NT$ that wait for a medium."""
    return ledger.balance(connection, Account(kind="waiting", unit=ledger.NTD, medium=medium))


def known_kind(programme: Programme, point_kind: str) -> PointKind:
    """A point kind of the programme. Raises `Refused(AMOUNT_INVALID)`."""
    kind = programme.point_kind(point_kind)
    if kind is None:
        raise Refused(Code.AMOUNT_INVALID)
    return kind


def purse(holder: UUID, point_kind: str) -> Account:
    """The account of a holder's points of a kind."""
    return Account(kind="holder", unit=point_kind, holder=holder)


def deficit(holder: UUID, point_kind: str) -> Account:
    """The account of what a holder owes of a kind, zero or below."""
    return Account(kind="deficit", unit=point_kind, holder=holder)


def _new_lot(kind: PointKind, act: Award, remaining: int) -> dict[str, Any]:
    return {
        "op_id": act.op_id,
        "holder": act.holder,
        "point_kind": kind.id,
        "agency": act.agency,
        "activity": act.activity,
        "awarded": act.points,
        "remaining": remaining,
        "expires_ms": expiry_ms(kind, act.at_ms),
        "awarded_ms": act.at_ms,
    }
