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
from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.inserting import insert_new
from central.schema import accounts, entries, operations, transfers
from domain.errors import Code, Refused

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


def post(connection: sa.Connection, op_id: UUID, legs: Sequence[Leg], *, first_leg: int = 0) -> None:
    """Book the legs of an operation that `begin` reserved.

    Raises `Refused(AMOUNT_OVER_BALANCE)` when a balance would leave its bounds; the caller then rolls back.
    """
    if not legs:
        return
    ids = _ids_of(connection, {account for leg in legs for account in (leg.payer, leg.payee)})
    numbers = {
        row.leg: row.id
        for row in connection.execute(
            transfers.insert().returning(transfers.c.id, transfers.c.leg),
            [
                {
                    "op_id": op_id,
                    "leg": number,
                    "payer": ids[leg.payer],
                    "payee": ids[leg.payee],
                    "amount": leg.amount,
                    "lot": leg.lot,
                }
                for number, leg in enumerate(legs, first_leg)
            ],
        )
    }
    moved: dict[Account, int] = {}
    rows = []
    for number, leg in enumerate(legs, first_leg):
        for account, amount in ((leg.payer, -leg.amount), (leg.payee, leg.amount)):
            rows.append({"transfer": numbers[number], "account": ids[account], "amount": amount})
            moved[account] = moved.get(account, 0) + amount
    connection.execute(entries.insert(), rows)
    for account in sorted(moved, key=lambda each: ids[each]):
        if moved[account] and not account.summed:
            _move(connection, account, ids[account], moved[account])


def balance(connection: sa.Connection, account: Account) -> int:
    """What stands on an account; 0 before its first transfer."""
    found = connection.scalar(sa.select(standing()).where(accounts.c.name == account.name))
    return int(found or 0)


def standing() -> sa.ColumnElement[int]:
    """What stands on the accounts of a query: what their rows say, and what summed ones were given since they were closed."""
    since = (
        sa.select(sa.func.coalesce(sa.func.sum(entries.c.amount), 0))
        .where(entries.c.account == accounts.c.id, entries.c.transfer > accounts.c.closed_through)
        .correlate(accounts)
        .scalar_subquery()
    )
    return sa.cast(accounts.c.balance + since, sa.BigInteger)


def _move(connection: sa.Connection, account: Account, number: int, change: int) -> None:
    """Asks for the bounds in the same breath: a constraint that fails would end a transaction on PostgreSQL."""
    after = accounts.c.balance + change
    within = [accounts.c.id == number]
    if account.floor is not None:
        within.append(after >= account.floor)
    if account.ceiling is not None:
        within.append(after <= account.ceiling)
    if connection.execute(accounts.update().where(*within).values(balance=after)).rowcount == 0:
        raise Refused(Code.AMOUNT_OVER_BALANCE)


def _ids_of(connection: sa.Connection, wanted: Collection[Account]) -> dict[Account, int]:
    """Their rows' ids. One that is missing comes into being, once, however many transactions need it."""
    by_name = {account.name: account for account in wanted}
    ids = _found(connection, by_name)
    missing = sorted(by_name.keys() - {account.name for account in ids})
    for name in missing:
        account = by_name[name]
        insert_new(
            connection,
            accounts,
            name=name,
            kind=account.kind,
            unit=account.unit,
            holder=account.holder,
            agency=account.agency,
            medium=account.medium,
            stripe=account.stripe,
            balance=0,
            floor=account.floor,
            ceiling=account.ceiling,
            closed_through=0 if account.summed else None,
        )
    return ids | _found(connection, {name: by_name[name] for name in missing}) if missing else ids


def _found(connection: sa.Connection, by_name: dict[str, Account]) -> dict[Account, int]:
    rows = connection.execute(sa.select(accounts.c.name, accounts.c.id).where(accounts.c.name.in_(by_name)))
    return {by_name[row.name]: row.id for row in rows}
