"""Reading the platform's books, for comparing them with the stations' journals. Nothing here writes."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import ledger
from central.schema import (
    accounts,
    attendance_acts,
    cards,
    entries,
    journal,
    loads,
    lots,
    operations,
    outcomes,
    settlement_items,
    transfers,
)
from central.store import reading
from domain.errors import Code
from domain.loads import LoadState
from domain.wire import Outcome, OutcomeStatus, RedeemResult


class EventFact(msgspec.Struct, frozen=True, kw_only=True):
    """One event as the platform holds it. `op_id`, `epoch` and `seq` are None when they could not be read."""

    epoch: int | None
    seq: int | None
    op_id: UUID | None
    hash: bytes
    status: OutcomeStatus | None
    """None: received and not judged yet."""


class RedemptionFact(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger's transfers say about one wish: both 0 when it was refused."""

    points: int
    amount_ntd: int
    refusal: Code | None


class LoadFact(msgspec.Struct, frozen=True, kw_only=True):
    """One load, and what the ledger's transfers say about it: all 0 when it was refused."""

    state: LoadState
    medium: bytes
    points: int
    """As asked for, and so `amount_ntd`."""
    amount_ntd: int
    held: int
    """Points that still stand aside for it."""
    charged: int
    """Points that their agencies had redeemed for it."""
    loaded_ntd: int
    """Value that it put onto the card."""
    late: bool = False
    """It was voided or refused, and its value is on the card and booked all the same."""


class AttendanceFact(msgspec.Struct, frozen=True, kw_only=True):
    """What one sign-out counted for."""

    minutes: int
    points: int


class CardFact(msgspec.Struct, frozen=True, kw_only=True):
    """One medium of the registry."""

    card_kind: str
    state: str
    holder: UUID | None


class PlatformFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The books."""

    ledger_sum: int
    """0 when, in every unit, all balances sum to zero and each balance is the sum of its entries."""
    floors_broken: int
    """Balances outside their bounds, point accounts that differ from what their lots hold, points held, value loaded and value
    that waits that differ from what loads and redemptions say."""
    events: dict[str, list[EventFact]]
    """By station, in the order of their receipt."""
    redemptions: dict[UUID, RedemptionFact]
    loads: dict[UUID, LoadFact]
    """By the intent's op_id."""
    attendance: dict[UUID, AttendanceFact]
    """By the sign-out's op_id."""
    cards: dict[bytes, CardFact]


def books(engine: sa.Engine) -> tuple[int, int]:
    """`ledger_sum` and `floors_broken` alone, in one consistent view: both 0 when the books agree."""
    with reading(engine) as connection:
        return _imbalance(connection), _broken(connection)


def facts(engine: sa.Engine) -> PlatformFacts:
    """Read everything in one consistent view. `engine` is `Platform.store.engine`."""
    with reading(engine) as connection:
        return PlatformFacts(
            ledger_sum=_imbalance(connection),
            floors_broken=_broken(connection),
            events=_events(connection),
            redemptions=_redemptions(connection),
            loads=_loads(connection),
            attendance={
                row.op_id: AttendanceFact(minutes=row.minutes, points=row.points)
                for row in connection.execute(sa.select(attendance_acts).where(attendance_acts.c.act == "out"))
            },
            cards={
                bytes(row.medium): CardFact(card_kind=row.card_kind, state=row.state, holder=row.holder)
                for row in connection.execute(sa.select(cards))
            },
        )


def _imbalance(connection: sa.Connection) -> int:
    """How far units are from zero, and rows of accounts from the entries that they stand for."""
    by_unit = connection.execute(sa.select(sa.func.sum(ledger.standing())).group_by(accounts.c.unit)).scalars()
    off = sum(abs(total) for total in by_unit)
    stood_for = sa.or_(accounts.c.closed_through.is_(None), entries.c.transfer <= accounts.c.closed_through)
    entered = sa.func.coalesce(sa.func.sum(entries.c.amount), 0)
    each = connection.execute(
        sa.select(accounts.c.balance, entered)
        .outerjoin(entries, sa.and_(entries.c.account == accounts.c.id, stood_for))
        .group_by(accounts.c.id, accounts.c.balance)
    )
    return int(off + sum(abs(balance - total) for balance, total in each))


def _broken(connection: sa.Connection) -> int:
    stands = ledger.standing()
    outside = connection.execute(
        sa.select(sa.func.count()).where(sa.or_(stands < accounts.c.floor, stands > accounts.c.ceiling))
    ).scalar_one()
    held = sa.func.coalesce(sa.func.sum(lots.c.remaining), 0)
    differing = connection.execute(
        sa.select(accounts.c.balance, held)
        .outerjoin(lots, sa.and_(lots.c.holder == accounts.c.holder, lots.c.point_kind == accounts.c.unit))
        .where(accounts.c.kind == "holder")
        .group_by(accounts.c.id, accounts.c.balance)
        .having(accounts.c.balance != held)
    ).all()
    return int(outside) + len(differing) + _loads_differing(connection) + _waiting_differing(connection)


def _loads_differing(connection: sa.Connection) -> int:
    """Accounts of points held and of value loaded that are not the sum of the loads in that state."""
    owed: dict[tuple[str, UUID | None, str | bytes], int] = {}
    for row in connection.execute(sa.select(loads)):
        if row.state == LoadState.AUTHORISED.value:
            key = ("held", row.holder, row.point_kind)
            owed[key] = owed.get(key, 0) + row.points
        elif row.state == LoadState.CONFIRMED.value or row.late_ms is not None:
            key = ("loaded", row.holder, bytes(row.medium))
            owed[key] = owed.get(key, 0) + row.amount_ntd
    for holder, medium, amount in _released(connection):
        key = ("loaded", holder, medium)
        owed[key] = owed.get(key, 0) - amount
    booked = {
        (row.kind, row.holder, row.unit if row.kind == "held" else bytes(row.medium)): row.balance
        for row in connection.execute(sa.select(accounts).where(accounts.c.kind.in_(("held", "loaded"))))
    }
    return sum(owed.get(key, 0) != booked.get(key, 0) for key in owed.keys() | booked.keys())


def _released(connection: sa.Connection) -> list[tuple[UUID, bytes, int]]:
    """Value that a replaced card held and that waits for its successor; below zero where its carrier refused that."""
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    rows = connection.execute(
        sa.select(payer.c.holder, payer.c.medium, transfers.c.amount)
        .join(transfers, transfers.c.payer == payer.c.id)
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .where(operations.c.kind == "value.release")
    ).all()
    back = connection.execute(
        sa.select(payee.c.holder, payee.c.medium, -transfers.c.amount)
        .join(transfers, transfers.c.payee == payee.c.id)
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .where(operations.c.kind == "settle.refused", payee.c.kind == "loaded")
    ).all()
    return [(holder, bytes(medium), amount) for holder, medium, amount in [*rows, *back]]


def _waiting_differing(connection: sa.Connection) -> int:
    """Cards for which another amount waits than the redemptions say that no carrier has decided."""
    of_items = settlement_items.c
    aside = sa.select(of_items.medium, of_items.amount_ntd).where(of_items.booked_ms.is_(None))
    owed: dict[bytes, int] = {}
    for row in connection.execute(aside):
        owed[bytes(row.medium)] = owed.get(bytes(row.medium), 0) + row.amount_ntd
    booked = {
        bytes(row.medium): row.balance
        for row in connection.execute(sa.select(accounts).where(accounts.c.kind == "waiting", accounts.c.balance != 0))
    }
    return sum(owed.get(medium, 0) != booked.get(medium, 0) for medium in owed.keys() | booked.keys())


def _events(connection: sa.Connection) -> dict[str, list[EventFact]]:
    found: dict[str, list[EventFact]] = {}
    rows = connection.execute(
        sa.select(journal.c.station, journal.c.epoch, journal.c.seq, journal.c.op_id, journal.c.hash, outcomes.c.status)
        .outerjoin(outcomes, outcomes.c.journal == journal.c.id)
        .order_by(journal.c.id)
    )
    for row in rows:
        fact = EventFact(
            epoch=row.epoch,
            seq=row.seq,
            op_id=row.op_id,
            hash=bytes(row.hash),
            status=None if row.status is None else OutcomeStatus(row.status),
        )
        found.setdefault(row.station, []).append(fact)
    return found


def _redemptions(connection: sa.Connection) -> dict[UUID, RedemptionFact]:
    payee = accounts.alias("payee")
    amount = sa.func.sum(transfers.c.amount)
    moved: dict[UUID, dict[str, int]] = {}
    for row in connection.execute(
        sa.select(transfers.c.op_id, payee.c.kind, amount.label("amount"))
        .join(operations, operations.c.op_id == transfers.c.op_id)
        .join(payee, payee.c.id == transfers.c.payee)
        .where(operations.c.kind == "redeem")
        .group_by(transfers.c.op_id, payee.c.kind)
    ):
        moved.setdefault(row.op_id, {})[row.kind] = row.amount
    found = {
        op_id: RedemptionFact(points=legs.get("redeemed", 0), amount_ntd=legs.get("waiting", 0), refusal=None)
        for op_id, legs in moved.items()
    }
    for op_id, outcome in connection.execute(sa.select(journal.c.op_id, outcomes.c.outcome).join(outcomes)):
        result = msgspec.json.decode(outcome, type=Outcome).result
        if isinstance(result, RedeemResult) and result.refusal is not None and op_id not in found:
            found[op_id] = RedemptionFact(points=0, amount_ntd=0, refusal=result.refusal)
    return found


def _loads(connection: sa.Connection) -> dict[UUID, LoadFact]:
    payer, payee = accounts.alias("payer"), accounts.alias("payee")
    moved: dict[UUID, dict[str, int]] = {}
    for row in connection.execute(
        sa.select(operations.c.op_id, operations.c.kind, operations.c.content, payer.c.kind, payee.c.kind, transfers.c.amount)
        .join(transfers, transfers.c.op_id == operations.c.op_id)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(payee, payee.c.id == transfers.c.payee)
        .where(operations.c.kind.in_(("load.authorise", "load.confirm", "load.void", "load.late")))
    ):
        op_id, operation, content, source, target, amount = row
        sums = moved.setdefault(op_id if operation == "load.authorise" else UUID(content), {})
        sums[target] = sums.get(target, 0) + amount
        sums[source] = sums.get(source, 0) - amount
    found = {}
    for row in connection.execute(sa.select(loads)):
        sums = moved.get(row.op_id, {})
        found[row.op_id] = LoadFact(
            state=LoadState(row.state),
            medium=bytes(row.medium),
            points=row.points,
            amount_ntd=row.amount_ntd,
            held=sums.get("held", 0),
            charged=sums.get("redeemed", 0),
            loaded_ntd=sums.get("loaded", 0),
            late=row.late_ms is not None,
        )
    return found
