"""Forgotten sign-outs: closed by rule when a sign-in has been open for longer than its type allows, for a person to look at.

The rule: hours are time actually served, and nobody knows how long that was; so a closed stay counts for no minutes and no
points. Its sign-in is marked `sign_out_forgotten`. A real sign-out that comes in later, and was made in time, counts as any; an
organiser who knows how long the person was there settles it, with a reason.
"""

from uuid import UUID

import sqlalchemy as sa

from central import locks, people
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.activities import book, open_items, rules, undoing
from central.activities.book import Organiser
from central.activities.undoing import Correction
from central.platform import Platform
from central.schema import attendance, attendance_settlements
from central.stays import Stay, Stays
from domain.attendance import minutes_between
from domain.errors import Code, Refused
from domain.wire_activities import ForgottenAsked, ForgottenSettle, ForgottenSettled, ForgottenStay, ForgottenStays

_AT_ONCE = 500
_MINUTE_MS = 60_000
_OPEN = (
    attendance.c.counted,
    attendance.c.out_ms.is_(None),
    attendance.c.closed_ms.is_(None),
    attendance.c.undone_by.is_(None),
)


def close(platform: Platform) -> int:
    """Close what is overdue; how many. Safe to repeat, and beside sign-outs that come in meanwhile."""
    closed = 0
    for activity in _open_activities(platform):
        while True:
            with platform.store.write() as connection:
                found = _close_some(platform, connection, activity)
            closed += found
            if found < _AT_ONCE:
                break
    return closed


def _open_activities(platform: Platform) -> list[str]:
    with platform.store.read() as connection:
        return sorted(set(connection.scalars(sa.select(attendance.c.activity).where(*_OPEN))))


def _close_some(platform: Platform, connection: sa.Connection, activity: str) -> int:
    now_ms = platform.now_ms()
    rule = rules.find(connection, platform.authority.programme, activity)
    overdue = (attendance.c.activity == activity, attendance.c.in_ms < now_ms - rule.forgotten_after_ms)
    wanted = sa.select(attendance.c.stay).where(*_OPEN, *overdue).order_by(attendance.c.stay).limit(_AT_ONCE)
    stays = list(connection.scalars(wanted))
    for stay in stays:
        changed = connection.execute(attendance.update().where(attendance.c.stay == stay, *_OPEN).values(closed_ms=now_ms))
        if changed.rowcount:
            open_items.note(connection, stay, open_items.FORGOTTEN, differs=True, now_ms=now_ms)
    return len(stays)


def listed(platform: Platform, connection: sa.Connection, caller: Organiser, request: ForgottenAsked) -> ForgottenStays:
    """The closed ones of an activity; that names were shown is written down.

    Raises as `book.own`, and `Refused(REQUEST_INVALID)` for an `after` that is none of its stays.
    """
    book.own(connection, caller, request.activity)
    wanted = (
        sa.select(attendance)
        .where(attendance.c.activity == request.activity, attendance.c.closed_ms.is_not(None), attendance.c.undone_by.is_(None))
        .order_by(attendance.c.in_ms, attendance.c.stay)
    )
    if request.after is not None:
        wanted = wanted.where(_beyond(connection, request.activity, request.after))
    rows = connection.execute(wanted.limit(request.limit + 1)).all()
    shown = [row.holder for row in rows[: request.limit] if row.holder is not None]
    record_reads.note_listed(
        connection,
        shown,
        ReadBy(
            reader=caller.staff,
            agency=caller.agency,
            what="forgotten sign-outs",
            reason=f"forgotten sign-outs of {request.activity}",
        ),
        platform.now_ms(),
    )
    found = [
        ForgottenStay(
            sign_in=row.stay,
            masked_name="" if row.holder is None else people.masked_name(connection, platform.authority, row.holder),
            in_ms=row.in_ms,
            closed_ms=row.closed_ms,
        )
        for row in rows[: request.limit]
    ]
    more = len(rows) > request.limit
    return ForgottenStays(server_ms=platform.now_ms(), generation=platform.generation, stays=found, more=more)


def _beyond(connection: sa.Connection, activity: str, after: UUID) -> sa.ColumnElement[bool]:
    """What comes later in the list than the stay `after`."""
    same = sa.and_(attendance.c.stay == after, attendance.c.activity == activity)
    in_ms = connection.scalar(sa.select(attendance.c.in_ms).where(same))
    if in_ms is None:
        raise Refused(Code.REQUEST_INVALID, part="after")
    return sa.or_(attendance.c.in_ms > in_ms, sa.and_(attendance.c.in_ms == in_ms, attendance.c.stay > after))


def settle(platform: Platform, connection: sa.Connection, caller: Organiser, request: ForgottenSettle) -> ForgottenSettled:
    """Let a closed stay end when somebody says that it did, and count it.

    Raises `Refused` as `book.own`, and with REQUEST_INVALID (`part`: sign_in that is none of the closed ones, minutes beyond
    what its type allows or after now).
    """
    book.own(connection, caller, request.activity)
    now_ms = platform.now_ms()
    stay = _held(connection, request)
    rule = rules.find(connection, platform.authority.programme, request.activity)
    out_ms = stay.in_ms + request.minutes * _MINUTE_MS
    if request.minutes * _MINUTE_MS > rule.forgotten_after_ms or out_ms > now_ms:
        raise Refused(Code.REQUEST_INVALID, part="minutes", most=minutes_between(0, rule.forgotten_after_ms))
    to = Correction(
        connection=connection, programme=platform.authority.programme, rules=rule, cause=request.op_id, now_ms=now_ms
    )
    minutes, points = undoing.settle(to, stay, out_ms)
    connection.execute(
        attendance_settlements.insert().values(
            op_id=request.op_id,
            stay=stay.stay,
            out_ms=out_ms,
            reason=request.reason,
            staff=caller.staff,
            at_ms=now_ms,
        )
    )
    open_items.note(connection, stay.stay, open_items.FORGOTTEN, differs=False, now_ms=now_ms)
    return ForgottenSettled(server_ms=now_ms, generation=platform.generation, minutes=minutes, points=points)


def _held(connection: sa.Connection, request: ForgottenSettle) -> Stay:
    """The stay, whose person nobody else signs in or out until the transaction ends."""
    stay = Stays(connection).find(request.sign_in)
    if stay is not None:
        holders = [] if stay.holder is None else [locks.holder(stay.holder)]
        locks.hold(connection, *holders, locks.medium(stay.medium))
        stay = Stays(connection).find(request.sign_in)
    if stay is None or stay.activity != request.activity or stay.closed_ms is None or stay.undone_by is not None:
        raise Refused(Code.REQUEST_INVALID, part="sign_in")
    return stay
