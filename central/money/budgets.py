"""What an agency may give of a point kind: granted in advance, and split into stripes so that its awards do not wait in line.

Each stripe is an account with its own floor in the database, so their sum can never go below nothing. An award takes from one
stripe that nobody else is using, at random; only when none of them has enough does it wait for all and take from several.
An agency without a budget gives without a bound, unless the programme wants one for that kind of points.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import ledger, locks
from central.access import trail
from central.ledger import Account, Leg
from central.schema import accounts
from domain.errors import Code, Refused
from domain.programme import PointKind, Programme

STRIPES = 16


class Budget(msgspec.Struct, frozen=True, kw_only=True):
    """How an agency's budget for a point kind stands, in points."""

    agency: str
    point_kind: str
    granted: int
    left: int

    @property
    def spent(self) -> int:
        """Given to holders and not taken back, or set aside for a file of awards."""
        return self.granted - self.left


class Payers:
    """What awards of one agency and point kind are paid from within one transaction."""

    def __init__(self, main: Account, stripes: list[tuple[Account, int]] | None) -> None:
        """`stripes`: what may be taken from each, which nobody else can in the meantime; None: there is no bound."""
        self._main = main
        self._stripes = stripes

    @property
    def left(self) -> int | None:
        """How many points are to be had; None: as many as wanted."""
        return None if self._stripes is None else sum(left for _, left in self._stripes)

    def take(self, points: int) -> list[tuple[Account, int]]:
        """Who pays how many. Raises `Refused(BUDGET_EXCEEDED)` with `points` left, and then takes nothing."""
        if self._stripes is None:
            return [(self._main, points)]
        left = sum(each for _, each in self._stripes)
        if points > left:
            raise Refused(Code.BUDGET_EXCEEDED, points=left)
        taken, after = [], []
        for account, there in self._stripes:
            part = min(points, there)
            points -= part
            after.append((account, there - part))
            taken += [(account, part)] if part else []
        self._stripes = after
        return taken


def main(point_kind: str, agency: str) -> Account:
    """The account from which an agency without a budget (or the programme itself) gives points of a kind."""
    return Account(kind="agency", unit=point_kind, agency=agency)


def reserve(point_kind: str, agency: str) -> Account:
    """The part of a budget that files of awards have yet to give."""
    return Account(kind="reserved", unit=point_kind, agency=agency)


def secure(connection: sa.Connection, kind: PointKind, agency: str, points: int) -> Payers:
    """Payers of `points`, or of fewer when there are not so many; nobody else takes from them until the transaction's end.

    A transaction calls it once per agency and kind, in their order, so that two never wait for each other; and outside of
    savepoints that it may go back to, which let go of what was locked.
    Raises `Refused(BUDGET_EXCEEDED)` when the programme wants a budget and there is none.
    """
    own = main(kind.id, agency)
    known = connection.execute(_stripes(own)).all()
    if not known:
        if kind.needs_budget:
            raise Refused(Code.BUDGET_EXCEEDED, points=0)
        return Payers(own, None)
    return Payers(own, _parts(own, _one_free(connection, own, points) or _all_locked(connection, own)))


def change(
    connection: sa.Connection,
    programme: Programme,
    *,
    op_id: UUID,
    agency: str,
    point_kind: str,
    points: int,
    now_ms: int,
    by: str = trail.AT_THE_PLATFORM,
) -> bool:
    """Raise a budget by `points`, or lower it by what is not spent when they are below zero. False when this was done before.

    `by` is who did it, for the trail. Raises `Refused` with AMOUNT_INVALID (no such point kind, or nothing to change),
    BUDGET_EXCEEDED (lowered by more than is left, `points`) or EVENT_CONFLICT.
    """
    kind = programme.point_kind(point_kind)
    if kind is None or points == 0:
        raise Refused(Code.AMOUNT_INVALID)
    if not ledger.begin(connection, op_id, "budget", f"{agency} {point_kind} {points}", now_ms):
        return False
    granted, own = Account(kind="budget", unit=point_kind, agency=agency), main(point_kind, agency)
    if points > 0:
        legs = [Leg(payer=granted, payee=_stripe(own, stripe), amount=part) for stripe, part in _even(points)]
    else:
        payers = Payers(own, _parts(own, _all_locked(connection, own)))
        legs = [Leg(payer=account, payee=granted, amount=part) for account, part in payers.take(-points)]
    ledger.post(connection, op_id, legs)
    trail.note(connection, actor=by, act="budget.change", subject=f"{agency} {point_kind} {points:+}", now_ms=now_ms)
    return True


def rebalance(connection: sa.Connection, *, op_id: UUID, agency: str, point_kind: str, now_ms: int) -> bool:
    """Spread what is left over the stripes again, so that large awards find one that has enough; False when it is even."""
    own = main(point_kind, agency)
    rows = _all_locked(connection, own)
    share = dict(_even(sum(row.balance for row in rows)))
    over = [[row.stripe, row.balance - share.get(row.stripe, 0)] for row in rows if row.balance > share.get(row.stripe, 0)]
    under = [[row.stripe, share.get(row.stripe, 0) - row.balance] for row in rows if row.balance < share.get(row.stripe, 0)]
    legs = []
    while over and under:
        part = min(over[-1][1], under[-1][1])
        legs.append(Leg(payer=_stripe(own, over[-1][0]), payee=_stripe(own, under[-1][0]), amount=part))
        for side in (over, under):
            side[-1][1] -= part
            if side[-1][1] == 0:
                side.pop()
    if not legs or not ledger.begin(connection, op_id, "budget.spread", f"{agency} {point_kind}", now_ms):
        return False
    ledger.post(connection, op_id, legs)
    return True


def giver_of(giver: Account) -> Account:
    """Where points go that `giver` once paid: into any stripe when it was one of a budget."""
    if giver.stripe is None and giver.kind != "reserved":
        return giver
    return _stripe(main(giver.unit, giver.agency or ""), secrets.randbelow(STRIPES))


def listed(connection: sa.Connection, agency: str | None = None) -> list[Budget]:
    """Every budget that was ever granted, or those of one agency, by agency and point kind."""
    left = sa.func.sum(sa.case((accounts.c.kind == "budget", 0), else_=accounts.c.balance))
    granted = sa.func.sum(sa.case((accounts.c.kind == "budget", ledger.standing()), else_=0))
    of_budgets = sa.or_(accounts.c.kind == "budget", accounts.c.stripe.is_not(None))
    wanted = (
        sa.select(accounts.c.agency, accounts.c.unit, granted.label("granted"), left.label("there"))
        .where(of_budgets)
        .group_by(accounts.c.agency, accounts.c.unit)
        .order_by(accounts.c.agency, accounts.c.unit)
    )
    if agency is not None:
        wanted = wanted.where(accounts.c.agency == agency)
    return [
        Budget(agency=row.agency, point_kind=row.unit, granted=-int(row.granted), left=int(row.there))
        for row in connection.execute(wanted)
    ]


def _stripes(own: Account) -> sa.Select[tuple[int, int]]:
    return sa.select(accounts.c.stripe, accounts.c.balance).where(
        accounts.c.agency == own.agency,
        accounts.c.unit == own.unit,
        accounts.c.kind == own.kind,
        accounts.c.stripe.is_not(None),
    )


def _one_free(connection: sa.Connection, own: Account, points: int) -> Sequence[sa.Row[tuple[int, int]]]:
    """A stripe that has enough and that nobody else is using.

    PostgreSQL keeps a row locked that turned out, once locked, to have less by now: going back to a savepoint lets it go.
    """
    savepoint = connection.begin_nested()
    found = connection.execute(
        _stripes(own)
        .where(accounts.c.balance >= points)
        .order_by(sa.func.random())
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()
    if found:
        savepoint.commit()
    else:
        savepoint.rollback()
    return found


def _all_locked(connection: sa.Connection, own: Account) -> Sequence[sa.Row[tuple[int, int]]]:
    """Every stripe, in an order that all keep to; one that comes into being waits, so that two do not spread at once."""
    locks.hold(connection, locks.named(f"budget/{own.name}"))
    return connection.execute(_stripes(own).order_by(accounts.c.stripe).with_for_update(key_share=True)).all()


def _parts(own: Account, rows: Sequence[sa.Row[tuple[int, int]]]) -> list[tuple[Account, int]]:
    """The fullest first."""
    return sorted(((_stripe(own, row.stripe), row.balance) for row in rows), key=lambda part: -part[1])


def _stripe(own: Account, stripe: int) -> Account:
    return msgspec.structs.replace(own, stripe=stripe)


def _even(points: int) -> list[tuple[int, int]]:
    """`points` over all stripes as evenly as whole points go."""
    each, more = divmod(points, STRIPES)
    return [(stripe, each + (stripe < more)) for stripe in range(STRIPES) if each + (stripe < more)]
