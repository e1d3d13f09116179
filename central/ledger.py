"""The double-entry ledger: every operation is applied once, every leg moves an amount from one account to another.

Points of each kind, NT$ and minutes are units of their own; within a unit everything sums to zero. Entries are append-only, and
an account's balance is the sum of its entries. It is known in one of two ways:

- **kept**: a person's or card's account, and a part of a budget, keeps its balance beside its entries, and a database
  constraint keeps it from going below its floor (points, stored value that waits) or above its ceiling (a deficit, which is
  what a holder owes, as a negative number).
- **summed**: an agency's or carrier's account has no balance that bookings touch, so that a city's awards and redemptions do
  not wait for one row: its row has the total of its entries up to `closed_through`, and what came later is added when somebody
  asks. `central.money.closing` moves that point on, so that asking stays cheap.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk, prepared
from central.inserting import insert_new
from central.schema import accounts, entries, operations, transfers
from domain.errors import Bug, Code, Refused

NTD = "ntd"
MINUTES = "minutes"
AccountKind = Literal[
    "agency",
    "budget",
    "reserved",
    "holder",
    "deficit",
    "redeemed",
    "spent",
    "lapsed",
    "payable",
    "waiting",
    "settled",
    "held",
    "loaded",
    "served",
    "hours",
    "saved",
]
SUMMED: frozenset[AccountKind] = frozenset({"agency", "budget", "redeemed", "spent", "lapsed", "payable", "settled", "served"})
"""Accounts whose balance no booking touches, but for a part of a budget (`Account.stripe`)."""
_FLOORS: dict[AccountKind, int] = {
    "reserved": 0,
    "holder": 0,
    "redeemed": 0,
    "spent": 0,
    "lapsed": 0,
    "waiting": 0,
    "settled": 0,
    "held": 0,
    "loaded": 0,
    "hours": 0,
    "saved": 0,
}
_CEILINGS: dict[AccountKind, int] = {"deficit": 0, "payable": 0, "budget": 0, "served": 0}


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Which account, by what it is; it comes into being with its first transfer.

    `agency` pays points out and takes cancelled ones back; `budget` is what an agency was allowed to give, as a negative
    number, whose points stand on the stripes of its `agency` account; `reserved` is the part of it that a file of awards has
    yet to give. `holder` has points; `deficit` owes points; `redeemed`, `spent` and `lapsed` collect what is gone, by agency;
    `payable` is the NT$ that an agency owes the carriers for redeemed points; `waiting` is the stored value that waits for a
    medium (待入卡), `settled` what a carrier (`agency` has its id) has taken over of it; `held` has a holder's points while a
    load onto a card is undecided; `loaded` is the value that loads have put onto a medium itself. Minutes come from an agency's
    `served` to a holder's `hours`, and go on to the time bank's `saved`.
    """

    kind: AccountKind
    unit: str
    """A point kind's id, `ntd` or `minutes`."""
    holder: UUID | None = None
    agency: str | None = None
    medium: bytes | None = None
    stripe: int | None = None
    """Which part of an agency's budget."""

    @property
    def name(self) -> str:
        """The account's key, the same for the same account."""
        owner = self.medium.hex() if self.medium is not None else str(self.holder or self.agency)
        return f"{self.kind}/{self.unit}/{owner}" + (f"#{self.stripe}" if self.stripe is not None else "")

    @property
    def summed(self) -> bool:
        """Whether no booking touches its balance."""
        return self.kind in SUMMED and self.stripe is None

    @property
    def floor(self) -> int | None:
        """The least that it may hold."""
        return 0 if self.stripe is not None else _FLOORS.get(self.kind)

    @property
    def ceiling(self) -> int | None:
        """The most that it may hold."""
        return _CEILINGS.get(self.kind)


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One movement: `amount` (at least 1) leaves `payer` and reaches `payee`; `lot` names the points it concerns."""

    payer: Account
    payee: Account
    amount: int
    lot: int | None = None


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What `begin` reserves."""

    op_id: UUID
    kind: str
    content: str
    at_ms: int


def begin(connection: sa.Connection, op_id: UUID, kind: str, content: str, at_ms: int) -> bool:
    """Reserve an op_id for one operation; False when this very operation has been applied already.

    `content` says what it does, in words that are equal exactly when the operations are; `at_ms` is when it is booked. Waits
    for another transaction that is about to apply it. Raises `Refused(EVENT_CONFLICT)` when the op_id belongs to another one.
    """
    if insert_new(connection, operations, op_id=op_id, kind=kind, content=content, at_ms=at_ms):
        return True
    row = connection.execute(sa.select(operations).where(operations.c.op_id == op_id)).one()
    if (row.kind, row.content) != (kind, content):
        raise Refused(Code.EVENT_CONFLICT)
    return False


def is_applied(connection: sa.Connection, op_id: UUID, kind: str, content: str) -> bool:
    """Whether this very operation has been applied. Raises `Refused(EVENT_CONFLICT)` when the op_id belongs to another one."""
    row = connection.execute(sa.select(operations).where(operations.c.op_id == op_id)).one_or_none()
    if row is not None and (row.kind, row.content) != (kind, content):
        raise Refused(Code.EVENT_CONFLICT)
    return row is not None


def begin_all(connection: sa.Connection, wanted: Sequence[Operation]) -> set[UUID]:
    """As `begin` for several at once: the op_ids that were not applied already. Raises as `begin`, and `Bug` for one twice."""
    if len({one.op_id for one in wanted}) < len(wanted):
        raise Bug(part="op_id")
    rows = [msgspec.structs.asdict(one) for one in wanted]
    new = {row.op_id for row in bulk.insert_new(connection, operations, rows, unless="op_id", returning=("op_id",))}
    for one in wanted:
        if one.op_id not in new:
            begin(connection, one.op_id, one.kind, one.content, one.at_ms)
    return new


def post(connection: sa.Connection, op_id: UUID, legs: Sequence[Leg], *, first_leg: int = 0) -> None:
    """Book the legs of an operation that `begin` reserved.

    Raises `Refused(AMOUNT_OVER_BALANCE)` when a balance would leave its bounds; the caller then rolls back.
    """
    post_all(connection, [(op_id, number, leg) for number, leg in enumerate(legs, first_leg)])


def post_all(connection: sa.Connection, legs: Sequence[tuple[UUID, int, Leg]]) -> None:
    """Book legs of several operations, each with its number within its own. Raises as `post`."""
    if not legs:
        return
    ids = _ids_of(connection, {account for _, _, leg in legs for account in (leg.payer, leg.payee)})
    rows = [
        {
            "op_id": op_id,
            "leg": number,
            "payer": ids[leg.payer],
            "payee": ids[leg.payee],
            "amount": int(leg.amount),
            "lot": leg.lot,
        }
        for op_id, number, leg in legs
    ]
    made = bulk.insert_new(connection, transfers, rows, unless="", returning=("op_id", "leg", "id"))
    numbers = {(row.op_id, row.leg): row.id for row in made}
    moved: dict[Account, int] = {}
    parts = []
    for op_id, number, leg in legs:
        for account, amount in ((leg.payer, -leg.amount), (leg.payee, leg.amount)):
            parts.append({"transfer": numbers[op_id, number], "account": ids[account], "amount": amount})
            moved[account] = moved.get(account, 0) + amount
    bulk.insert(connection, entries, parts)
    _move(connection, {ids[account]: change for account, change in moved.items() if change and not account.summed})


def balance(connection: sa.Connection, account: Account) -> int:
    """What stands on an account; 0 before its first transfer."""
    return int(connection.scalar(_standing_of(), {"name": account.name}) or 0)


@cache
def _standing_of() -> sa.Select[int]:
    return sa.select(standing()).where(accounts.c.name == sa.bindparam("name"))


def owing(connection: sa.Connection, deficits: Collection[Account]) -> dict[Account, int]:
    """What stands on deficits, as positive numbers."""
    by_name = {account.name: account for account in deficits}
    rows = prepared.rows_among(connection, accounts.c.name, by_name)
    return dict.fromkeys(deficits, 0) | {by_name[row.name]: -row.balance for row in rows}


def standing() -> sa.ColumnElement[int]:
    """What stands on the accounts of a query: what their rows say, and what summed ones were given since they were closed."""
    since = (
        sa.select(sa.func.coalesce(sa.func.sum(entries.c.amount), 0))
        .where(entries.c.account == accounts.c.id, entries.c.transfer > accounts.c.closed_through)
        .correlate(accounts)
        .scalar_subquery()
    )
    return sa.cast(accounts.c.balance + since, sa.BigInteger)


def _move(connection: sa.Connection, changes: dict[int, int]) -> None:
    """Asks for the bounds in the same breath: a constraint that fails would end a transaction on PostgreSQL."""
    if not changes:
        return
    if bulk.change(connection, _moving, accounts.c.id, changes) != len(changes):
        raise Refused(Code.AMOUNT_OVER_BALANCE)


def _moving(here: sa.ColumnElement[bool], change: sa.ColumnElement[int]) -> sa.Update:
    after = accounts.c.balance + change
    floor, ceiling = accounts.c.floor, accounts.c.ceiling
    within = (sa.or_(floor.is_(None), after >= floor), sa.or_(ceiling.is_(None), after <= ceiling))
    return accounts.update().where(here, *within).values(balance=after)


def _ids_of(connection: sa.Connection, wanted: Collection[Account]) -> dict[Account, int]:
    """Their rows' ids. One that is missing comes into being, once, however many transactions need it."""
    by_name = {account.name: account for account in wanted}
    ids = _found(connection, by_name)
    missing = sorted(by_name.keys() - {account.name for account in ids})
    rows = [
        {
            "name": name,
            "kind": by_name[name].kind,
            "unit": by_name[name].unit,
            "holder": by_name[name].holder,
            "agency": by_name[name].agency,
            "medium": by_name[name].medium,
            "stripe": by_name[name].stripe,
            "balance": 0,
            "floor": by_name[name].floor,
            "ceiling": by_name[name].ceiling,
            "closed_through": 0 if by_name[name].summed else None,
        }
        for name in missing
    ]
    bulk.insert(connection, accounts, rows, unless="name")
    return ids | _found(connection, {name: by_name[name] for name in missing}) if missing else ids


def _found(connection: sa.Connection, by_name: dict[str, Account]) -> dict[Account, int]:
    rows = prepared.rows_among(connection, accounts.c.name, by_name)
    return {by_name[row.name]: row.id for row in rows}
