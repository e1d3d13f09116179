"""What the redemptions of one transaction are decided by, looked up at once for all of them, and what they leave to be booked.

Whoever uses it holds the locks of the persons and media concerned. What was taken is seen by the next redemption of the same
person; it is written by `write`, before somebody asks the database itself.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk, ledger, points, prepared
from central.ledger import Account, Leg, Operation
from central.schema import accounts, lots, settlement_items
from domain.errors import Bug, Code, Refused
from domain.lots import Lot


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Value that a redemption has put aside for a medium, in whole NT$."""

    op_id: UUID
    medium: bytes
    holder: UUID
    point_kind: str
    points: int
    amount_ntd: int


class Till:
    """Not for several threads at once; lives as long as its transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._lots: dict[UUID, list[Lot]] = {}
        self._balances: dict[Account, int] = {}
        self._taken: Counter[int] = Counter()
        self._operations: list[Operation] = []
        self._legs: list[tuple[UUID, int, Leg]] = []
        self._waiting: list[Waiting] = []
        self._over: set[UUID] = set()

    def gather(self, holders: Iterable[UUID], aside: Iterable[Account]) -> None:
        """Look up what these persons have in lots, and what stands on these kept accounts."""
        new = set(holders) - self._lots.keys()
        self._lots |= {holder: [] for holder in new}
        if new:
            rows = self._connection.execute(_open_lots(self._connection.dialect.name), {"holders": list(new)})
            for row in rows:
                self._lots[row.holder].append(points.lot_of(row))
        unknown = {account.name: account for account in aside if account not in self._balances}
        self._balances |= dict.fromkeys(unknown.values(), 0)
        if unknown:
            for row in prepared.rows_among(self._connection, accounts.c.name, unknown):
                self._balances[unknown[row.name]] = row.balance

    def lots(self, holder: UUID, point_kind: str, now_ms: int) -> list[Lot]:
        """A person's lots of a kind that are not over, with what remains of each."""
        self.gather([holder], [])
        return [
            lot
            for lot in self._lots[holder]
            if lot.point_kind == point_kind and lot.points and (lot.expires_ms is None or lot.expires_ms > now_ms)
        ]

    def balance(self, aside: Account) -> int:
        """What stands on an account that keeps its balance."""
        self.gather([], [aside])
        return self._balances[aside]

    def take(self, holder: UUID, taken: Sequence[tuple[Lot, int]], now_ms: int) -> None:
        """Lower lots by what a spending takes of them. Lots of the person that are over lapse with it."""
        by_lot = {lot.id: part for lot, part in taken}
        if any(lot.points and lot.expires_ms is not None and lot.expires_ms <= now_ms for lot in self._lots[holder]):
            self._over.add(holder)
        self._lots[holder] = [
            msgspec.structs.replace(lot, points=lot.points - by_lot.get(lot.id, 0)) for lot in self._lots[holder]
        ]
        self._taken.update(by_lot)

    def book(self, operation: Operation, legs: Sequence[Leg]) -> None:
        """One operation, once: `write` raises `Refused(EVENT_CONFLICT)` when its op_id was used before."""
        self._operations.append(operation)
        for number, leg in enumerate(legs):
            self._legs.append((operation.op_id, number, leg))
            for account, amount in ((leg.payer, -leg.amount), (leg.payee, leg.amount)):
                if account in self._balances:
                    self._balances[account] += amount

    def put_aside(self, waiting: Waiting) -> None:
        """Remember what a redemption has put aside, beside its transfers."""
        self._waiting.append(waiting)

    def write(self) -> None:
        """Write down what was left. Raises `Refused` with EVENT_CONFLICT or AMOUNT_OVER_BALANCE; the caller then rolls back."""
        if not self._operations:
            return
        if len(ledger.begin_all(self._connection, self._operations)) < len(self._operations):
            raise Refused(Code.EVENT_CONFLICT)
        for holder in sorted(self._over):
            points.lapse(self._connection, holder, self._operations[-1].at_ms)
        lower = {lot: -part for lot, part in self._taken.items()}
        if lower and bulk.change(self._connection, _lowering, lots.c.id, lower) != len(lower):
            raise Bug(part="lots")
        ledger.post_all(self._connection, self._legs)
        bulk.insert(self._connection, settlement_items, [msgspec.structs.asdict(one) for one in self._waiting])
        for left in (self._operations, self._legs, self._waiting):
            left.clear()
        self._taken.clear()
        self._over.clear()


def _lowering(here: sa.ColumnElement[bool], change: sa.ColumnElement[int]) -> sa.Update:
    return lots.update().where(here).values(remaining=lots.c.remaining + change)


@cache
def _open_lots(dialect: str) -> sa.Select[Any]:
    return sa.select(lots).where(prepared.one_of(lots.c.holder, "holders", dialect), lots.c.remaining > 0)
