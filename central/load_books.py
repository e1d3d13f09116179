"""The ledger's side of a load: points held, then either charged to their agencies or given back to exactly their lots.

A load is decided under one op_id made of its own, so the ledger itself keeps it from being both confirmed and voided.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

import sqlalchemy as sa

from central import ledger, locks, points
from central.ledger import NTD, Account, Leg, Operation
from central.loads import Load
from central.money import returns
from central.money.returns import Part
from central.money.till import Till
from domain.errors import Bug
from domain.lots import Lot, spend
from domain.programme import Programme

_DECISION = UUID("2c9a51c1-5d53-5f53-8a49-5e1f4b0f7d60")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which loads are confirmed or voided: one per load."""
_LATE = UUID("7d0f5c9e-3b64-5d0a-9c1b-52b8a0e6f4d3")
"""Namespace of the op_ids under which value is booked that a card took of a voided or refused load: one per load."""
_GIVEN_UP = UUID("c4b7b1e0-3a0b-5c8e-9d0e-2b6f1a7c9e21")
"""Namespace of the op_ids that keep a load from being authorised: one per load and station."""


def hold(till: Till, load: Load, taken: list[tuple[Lot, int]], now_ms: int) -> None:
    """Leave it to be written that the points of an authorised load move aside, lot by lot."""
    holder = _holder(load)
    content = f"{load.medium.hex()} {load.purse} {load.point_kind} {load.points} {load.amount_ntd}"
    own, aside = points.purse(holder, load.point_kind), _held(load)
    till.take(holder, taken, now_ms)
    legs = [Leg(payer=own, payee=aside, amount=part, lot=lot.id) for lot, part in taken]
    till.book(Operation(op_id=load.op_id, kind="load.authorise", content=content, at_ms=now_ms), legs)


def charge(till: Till, load: Load, given: Iterable[Part], now_ms: int) -> None:
    """Leave it to be written that the card has the value: each lot's agency has its points redeemed and owes their NT$.

    `given` is what each lot gave to the load. The till raises `Refused(EVENT_CONFLICT)` when the load was voided.
    """
    legs = []
    for part in given:
        legs += _charged(load, _held(load), part.agency, part.points, part.lot)
    decision = uuid5(_DECISION, load.op_id.hex)
    till.book(Operation(op_id=decision, kind="load.confirm", content=str(load.op_id), at_ms=now_ms), legs)


def give_back(connection: sa.Connection, load: Load, now_ms: int) -> None:
    """The card has not got the value: the points go back to their lots, where those that are over lapse as any do.

    Points of an award that was taken back meanwhile repay what the holder has owed for them since. Raises
    `Refused(EVENT_CONFLICT)` when the load was confirmed.
    """
    decision = uuid5(_DECISION, load.op_id.hex)
    if not ledger.begin(connection, decision, "load.void", str(load.op_id), now_ms):
        return
    locks.hold(connection, locks.holder(_holder(load)))
    aside = _held(load)
    given = returns.parts(connection, load.op_id, "held")
    legs = returns.back(connection, _holder(load), load.point_kind, given, lambda _: aside)
    ledger.post(connection, decision, legs)


def charge_late(connection: sa.Connection, programme: Programme, load: Load, now_ms: int) -> bool:
    """The card has the value of a load that was voided or refused; False when that was booked before.

    Points are taken of what the holder has of that kind, in the order of any spending; what is not there stands on the
    deficit, which later awards repay. Charged is the agency of each lot; for the deficit those whose lots the void had given
    back, and of a load that was never authorised the programme itself.
    """
    op_id = uuid5(_LATE, load.op_id.hex)
    if not ledger.begin(connection, op_id, "load.late", str(load.op_id), now_ms):
        return False
    holder = _holder(load)
    locks.hold(connection, locks.holder(holder))
    points.lapse(connection, holder, now_ms)
    alive = points.open_lots(connection, holder, load.point_kind)
    there = min(load.points, sum(lot.points for lot in alive))
    taken = spend(alive, there, now_ms) if there else []
    points.take(connection, taken)
    own, owed = points.purse(holder, load.point_kind), points.deficit(holder, load.point_kind)
    legs = []
    for lot, part in taken:
        legs += _charged(load, own, lot.agency, part, lot.id)
    given_back = [(part.agency, part.points) for part in returns.parts(connection, load.op_id, "held")] or [
        (programme.id, load.points)
    ]
    missing = load.points - there
    for agency, most in given_back:
        part = min(missing, most)
        missing -= part
        legs += _charged(load, owed, agency, part, None) if part else []
    ledger.post(connection, op_id, legs)
    return True


def _charged(load: Load, payer: Account, agency: str, part: int, lot: int | None) -> list[Leg]:
    """An agency has points redeemed and owes their NT$."""
    charged = Account(kind="redeemed", unit=load.point_kind, agency=agency)
    payable = Account(kind="payable", unit=NTD, agency=agency)
    loaded = Account(kind="loaded", unit=NTD, holder=load.holder, medium=load.medium)
    rate = load.amount_ntd // load.points
    return [
        Leg(payer=payer, payee=charged, amount=part, lot=lot),
        Leg(payer=payable, payee=loaded, amount=part * rate, lot=lot),
    ]


def give_up(connection: sa.Connection, load: UUID, station: str, now_ms: int) -> None:
    """Keep a load that has not come yet from ever being authorised for its station. Safe to repeat."""
    ledger.begin(connection, given_up(load, station), "load.given_up", f"{load} {station}", now_ms)


def given_up(load: UUID, station: str) -> UUID:
    """The op_id of the operation that `give_up` books."""
    return uuid5(_GIVEN_UP, f"{load}/{station}")


def _held(load: Load) -> Account:
    return Account(kind="held", unit=load.point_kind, holder=load.holder)


def _holder(load: Load) -> UUID:
    if load.holder is None:
        raise Bug(part="load")
    return load.holder
