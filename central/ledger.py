"""The double-entry ledger: every operation is applied once, every leg moves an amount from one account to another.

Points of each kind and NT$ are units of their own; within a unit everything sums to zero. Balances are kept beside the
append-only entries, and a database constraint keeps each from going below its floor (a holder's points, stored value that
waits, points held) or above its ceiling (a deficit, which is what a holder owes, as a negative number).
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.schema import accounts, entries, operations, transfers
from domain.errors import Code, Refused

NTD = "ntd"
AccountKind = Literal["agency", "holder", "deficit", "redeemed", "lapsed", "payable", "waiting", "held", "loaded"]
_FLOORS: dict[AccountKind, int] = {
    "holder": 0,
    "redeemed": 0,
    "lapsed": 0,
    "waiting": 0,
    "held": 0,
    "loaded": 0,
}
_CEILINGS: dict[AccountKind, int] = {"deficit": 0, "payable": 0}


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Which account, by what it is; it comes into being with its first transfer.

    `agency` pays points out and takes cancelled ones back; `holder` has points; `deficit` owes points; `redeemed` and
    `lapsed` collect what is gone, by agency; `payable` is the NT$ that an agency owes the carriers for redeemed points;
    `waiting` is the stored value that waits for a medium (待入卡); `held` has a holder's points while a load onto a card is
    undecided; `loaded` is the value that loads have put onto a medium itself.
    """

    kind: AccountKind
    unit: str
    """A point kind's id, or `ntd`."""
    holder: UUID | None = None
    agency: str | None = None
    medium: bytes | None = None

    @property
    def name(self) -> str:
        """The account's key, the same for the same account."""
        owner = self.medium.hex() if self.medium is not None else str(self.holder or self.agency)
        return f"{self.kind}/{self.unit}/{owner}"


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """One movement: `amount` (at least 1) leaves `payer` and reaches `payee`; `lot` names the points it concerns."""

    payer: Account
    payee: Account
    amount: int
    lot: int | None = None


def begin(connection: sa.Connection, op_id: UUID, kind: str, content: str, at_ms: int) -> bool:
    """Reserve an op_id for one operation; False when this very operation has been applied already.

    `content` says what it does, in words that are equal exactly when the operations are. Raises `Refused(EVENT_CONFLICT)`
    when the op_id belongs to another one.
    """
    row = connection.execute(sa.select(operations).where(operations.c.op_id == op_id)).one_or_none()
    if row is not None:
        if (row.kind, row.content) != (kind, content):
            raise Refused(Code.EVENT_CONFLICT)
        return False
    connection.execute(operations.insert().values(op_id=op_id, kind=kind, content=content, at_ms=at_ms))
    return True


def post(connection: sa.Connection, op_id: UUID, legs: Sequence[Leg], *, first_leg: int = 0) -> None:
    """Book the legs of an operation that `begin` reserved.

    Raises `Refused(AMOUNT_OVER_BALANCE)` when a balance would leave its bounds; the caller then rolls back.
    """
    for number, leg in enumerate(legs, first_leg):
        payer, payee = _id_of(connection, leg.payer), _id_of(connection, leg.payee)
        transfer = connection.execute(
            transfers.insert()
            .values(op_id=op_id, leg=number, payer=payer, payee=payee, amount=leg.amount, lot=leg.lot)
            .returning(transfers.c.id)
        ).scalar_one()
        for account, amount in ((payer, -leg.amount), (payee, leg.amount)):
            connection.execute(entries.insert().values(transfer=transfer, account=account, amount=amount))
            _move(connection, account, amount)


def balance(connection: sa.Connection, account: Account) -> int:
    """What stands on an account; 0 before its first transfer."""
    found = connection.scalar(sa.select(accounts.c.balance).where(accounts.c.name == account.name))
    return found or 0


def _move(connection: sa.Connection, account: int, amount: int) -> None:
    try:
        connection.execute(accounts.update().where(accounts.c.id == account).values(balance=accounts.c.balance + amount))
    except sa.exc.IntegrityError as problem:
        raise Refused(Code.AMOUNT_OVER_BALANCE) from problem


def _id_of(connection: sa.Connection, account: Account) -> int:
    found = connection.scalar(sa.select(accounts.c.id).where(accounts.c.name == account.name))
    if found is not None:
        return int(found)
    made = connection.scalar(
        accounts.insert()
        .values(
            name=account.name,
            kind=account.kind,
            unit=account.unit,
            holder=account.holder,
            agency=account.agency,
            medium=account.medium,
            balance=0,
            floor=_FLOORS.get(account.kind),
            ceiling=_CEILINGS.get(account.kind),
        )
        .returning(accounts.c.id)
    )
    return int(made or 0)
