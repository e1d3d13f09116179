"""Volunteers' hours (志願服務時數) as a ledger of whole minutes: the passbook, who may apply for the 榮譽卡, the time bank.

Minutes come from the agency that was served to the holder. In the time bank they are saved, handed on to somebody else, and
used; what a person has served for the 榮譽卡 stays theirs whatever they do with it.
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk, ledger, locks
from central.access import trail
from central.ledger import MINUTES, Account, Leg, Operation
from central.schema import attendance, service_minutes
from domain import taipei
from domain.errors import Code, Refused
from domain.lots import months_after
from domain.programme import Programme

BankAct = Literal["save", "withdraw", "hand_on", "use"]
_MINUTES_OF_AN_HOUR = 60
_DAY_MS = 24 * 3_600_000


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes that a person has served. `at_ms` is when, `booked_ms` now."""

    op_id: UUID
    holder: UUID
    agency: str
    activity: str
    minutes: int
    at_ms: int
    booked_ms: int


class PassbookLine(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody served at an agency in a year."""

    year: int
    agency: str
    minutes: int
    times: int


class Passbook(msgspec.Struct, frozen=True, kw_only=True):
    """A person's hours, the newest year first. `minutes` are all that were served; `free` are not at the bank, `saved` are."""

    lines: list[PassbookLine]
    minutes: int
    free: int
    saved: int
    first_day: str
    """ISO 8601 day of the first service; empty without any."""


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may apply for the 榮譽卡."""

    holder: UUID
    minutes: int
    first_ms: int


class BankMove(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person does at the time bank. `to`: whom minutes are handed on to."""

    op_id: UUID
    act: BankAct
    holder: UUID
    minutes: int
    agency: str
    """Where it was done; `use` is charged to it."""
    to: UUID | None = None
    by: str = trail.AT_THE_PLATFORM
    """Who did it for them."""


def book_all(connection: sa.Connection, acts: Sequence[Served]) -> None:
    """Put minutes into people's passbooks, unless they are there already."""
    if not acts:
        return
    wanted = [
        Operation(op_id=act.op_id, kind="serve", content=f"{act.holder} {act.minutes} {act.activity}", at_ms=act.booked_ms)
        for act in acts
    ]
    new = ledger.begin_all(connection, wanted)
    acts = [act for act in acts if act.op_id in new]
    legs = [(act.op_id, 0, Leg(payer=_served(act.agency), payee=own(act.holder), amount=act.minutes)) for act in acts]
    ledger.post_all(connection, legs)
    _write(connection, acts)


def correct(connection: sa.Connection, op_id: UUID, stay: UUID, *, agency: str, minutes: int, now_ms: int) -> None:
    """A stay was worth so many minutes more or, below zero, fewer, as somebody has found; once per op_id.

    What the person has handed on or used already is not taken back from whoever has it; the passbook has the truth.
    """
    row = connection.execute(sa.select(attendance).where(attendance.c.stay == stay)).one_or_none()
    if row is None or row.holder is None:
        return
    locks.hold(connection, locks.holder(row.holder))
    if not ledger.begin(connection, op_id, "serve.correct", f"{stay} {minutes}", now_ms):
        return
    legs = [Leg(payer=_served(agency), payee=own(row.holder), amount=minutes)] if minutes > 0 else []
    missing = -minutes
    for account in (own(row.holder), saved(row.holder)):
        part = min(missing, ledger.balance(connection, account))
        if part > 0:
            legs.append(Leg(payer=account, payee=_served(agency), amount=part))
            missing -= part
    ledger.post(connection, op_id, legs)
    act = Served(
        op_id=op_id,
        holder=row.holder,
        agency=agency,
        activity=row.activity,
        minutes=minutes,
        at_ms=row.in_ms,
        booked_ms=now_ms,
    )
    _write(connection, [act])


def passbook(connection: sa.Connection, holder: UUID) -> Passbook:
    """A person's hours."""
    columns = service_minutes.c
    rows = connection.execute(
        sa.select(columns.year, columns.agency, sa.func.sum(columns.minutes).label("minutes"), sa.func.count().label("times"))
        .where(columns.holder == holder)
        .group_by(columns.year, columns.agency)
        .order_by(columns.year.desc(), columns.agency)
    )
    lines = [PassbookLine(year=row.year, agency=row.agency, minutes=int(row.minutes), times=row.times) for row in rows]
    first_ms = connection.scalar(sa.select(sa.func.min(columns.at_ms)).where(columns.holder == holder))
    return Passbook(
        lines=lines,
        minutes=sum(line.minutes for line in lines),
        free=ledger.balance(connection, own(holder)),
        saved=ledger.balance(connection, saved(holder)),
        first_day="" if first_ms is None else taipei.day(first_ms).isoformat(),
    )


def has_served(connection: sa.Connection, holder: UUID, agency: str) -> bool:
    """Whether a person has served at this agency: its staff see to the hours of such people alone."""
    there = sa.and_(service_minutes.c.holder == holder, service_minutes.c.agency == agency)
    return connection.execute(sa.select(service_minutes.c.holder).where(there).limit(1)).first() is not None


def candidates(
    connection: sa.Connection, programme: Programme, now_ms: int, *, after: UUID | None = None, limit: int, agency: str = ""
) -> Sequence[Candidate]:
    """Who has served long enough for the 榮譽卡, in the order of their ids, after one of them.

    `agency`: only those who have served there too; whatever they served counts.

    Raises `Refused(REQUEST_INVALID)` when the programme has no such rule.
    """
    rule = programme.volunteering
    if rule is None:
        raise Refused(Code.REQUEST_INVALID, part="volunteering")
    since_ms = taipei.midnight_ms(months_after(taipei.day(now_ms), -12 * rule.honour_years))
    columns = service_minutes.c
    total, first_ms = sa.func.sum(columns.minutes), sa.func.min(columns.at_ms)
    wanted = (
        sa.select(columns.holder, total.label("minutes"), first_ms.label("first_ms"))
        .group_by(columns.holder)
        .having(sa.and_(total >= rule.honour_hours * _MINUTES_OF_AN_HOUR, first_ms <= since_ms + _DAY_MS - 1))
        .order_by(columns.holder)
        .limit(limit)
    )
    if after is not None:
        wanted = wanted.where(columns.holder > after)
    if agency:
        there = service_minutes.alias()
        wanted = wanted.where(columns.holder.in_(sa.select(there.c.holder).where(there.c.agency == agency)))
    return [Candidate(holder=row.holder, minutes=int(row.minutes), first_ms=row.first_ms) for row in connection.execute(wanted)]


def move(connection: sa.Connection, programme: Programme, act: BankMove, now_ms: int) -> bool:
    """Save minutes, take saved ones back, hand them on, or use them; False when this was done before.

    Raises `Refused` with REQUEST_INVALID (the programme has no time bank, or nobody else to hand them on to), AMOUNT_INVALID,
    AMOUNT_OVER_BALANCE or EVENT_CONFLICT.
    """
    if programme.volunteering is None or not programme.volunteering.time_bank:
        raise Refused(Code.REQUEST_INVALID, part="time_bank")
    if (act.act == "hand_on") != (act.to is not None) or act.to == act.holder:
        raise Refused(Code.REQUEST_INVALID, part="to")
    if act.minutes < 1:
        raise Refused(Code.AMOUNT_INVALID)
    locks.hold(connection, *(locks.holder(each) for each in (act.holder, act.to) if each is not None))
    content = f"{act.act} {act.holder} {act.minutes} {act.agency} {act.to or ''}"
    if not ledger.begin(connection, act.op_id, "time_bank", content, now_ms):
        return False
    free, aside = own(act.holder), saved(act.holder)
    ways = {
        "save": (free, aside),
        "withdraw": (aside, free),
        "hand_on": (aside, saved(act.to or act.holder)),
        "use": (aside, _served(act.agency)),
    }
    payer, payee = ways[act.act]
    ledger.post(connection, act.op_id, [Leg(payer=payer, payee=payee, amount=act.minutes)])
    trail.note(connection, actor=act.by, act=f"time_bank.{act.act}", subject=str(act.op_id), now_ms=now_ms)
    return True


def _served(agency: str) -> Account:
    return Account(kind="served", unit=MINUTES, agency=agency)


def _write(connection: sa.Connection, acts: Sequence[Served]) -> None:
    rows = [
        {
            "op_id": act.op_id,
            "holder": act.holder,
            "agency": act.agency,
            "activity": act.activity,
            "minutes": act.minutes,
            "year": taipei.day(act.at_ms).year,
            "at_ms": act.at_ms,
        }
        for act in acts
    ]
    bulk.insert(connection, service_minutes, rows)


def own(holder: UUID) -> Account:
    """A person's minutes that are not at the time bank."""
    return Account(kind="hours", unit=MINUTES, holder=holder)


def saved(holder: UUID) -> Account:
    """A person's minutes at the time bank."""
    return Account(kind="saved", unit=MINUTES, holder=holder)
