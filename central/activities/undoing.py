"""Correcting stays: a wrong sign-in is undone, a forgotten sign-out settled, and what that changes of other stays is counted.

Nothing of the trail goes: acts keep what they were said to count for, and corrections of their own (`attendance_corrections`,
each with the act that caused it) say what became of that. Awards are cancelled whole and, where a part was right, given anew.
"""

from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import points
from central.activities import budgets, visits
from central.activities.rules import Rules
from central.money import caps, hours
from central.points import Award
from central.schema import attendance, attendance_corrections
from central.stays import Stay, Stays
from domain.attendance import points_for
from domain.errors import Code, Refused
from domain.programme import Programme


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What is done about stays, and because of which act, when."""

    connection: sa.Connection
    programme: Programme
    rules: Rules
    cause: UUID
    now_ms: int

    def note(self, what: str, stay: UUID, minutes: int, given: int, cancels: UUID | None = None) -> None:
        """Write a correction down. `what` tells those of one cause apart."""
        self.write(uuid5(self.cause, what), stay, minutes, given, cancels)
        if minutes and self.rules.type is not None and self.rules.type.hours:
            op_id = uuid5(self.cause, f"hours/{what}")
            hours.correct(self.connection, op_id, stay, agency=self.rules.agency, minutes=minutes, now_ms=self.now_ms)

    def write(self, op_id: UUID, stay: UUID, minutes: int, given: int, cancels: UUID | None = None) -> None:
        """The row alone."""
        self.connection.execute(
            attendance_corrections.insert().values(
                op_id=op_id,
                stay=stay,
                cause=self.cause,
                minutes=minutes,
                points=given,
                cancels=cancels,
                at_ms=self.now_ms,
            )
        )


def undo(to: Correction, stay: Stay) -> tuple[int, int]:
    """Let a stay count for nothing; the minutes and points that its person has more by it, below zero for fewer.

    The person is held by the caller, and the stay was not undone before.
    """
    others = Stays(to.connection).others(stay)
    to.connection.execute(attendance.update().where(attendance.c.stay == stay.stay).values(undone_by=to.cause))
    minutes, _ = visits.booked(to.connection, [stay])
    _take_back(to, [stay])
    if minutes:
        to.note(f"minutes/{stay.stay}", stay.stay, -minutes, 0)
    if stay.counted:
        concerned = [other for other in visits.visit_of(stay, others) if other.stay != stay.stay]
        for visit in visits.visits_of(concerned):
            _count_anew(to, visit, stay.holder, visits.worth(visit, to.rules, stay.holder))
    elif others and to.rules.type is not None:
        due = 0 if stay.holder is None else points_for(to.rules.type, 0)
        _count_anew(to, others, stay.holder, (0, due))
    return changed_by(to.connection, to.cause)


def reopened(sign_out: UUID) -> UUID:
    """The id of the correction by which a sign-out stands no more."""
    return uuid5(sign_out, "reopened")


def reopen(to: Correction, stay: Stay, sign_out: UUID) -> tuple[int, int]:
    """Let a stay go on whose sign-out was a mistake; what its person has more by it, below zero for fewer minutes and points.

    The person is held by the caller, and the stay ended with that sign-out.
    """
    others = Stays(to.connection).others(stay)
    rest = [other for other in visits.visit_of(stay, others) if other.stay != stay.stay]
    to.connection.execute(attendance.update().where(attendance.c.stay == stay.stay).values(out_ms=None))
    minutes, _ = visits.booked(to.connection, [stay])
    _take_back(to, [stay])
    to.write(reopened(sign_out), stay.stay, 0, 0)
    if minutes:
        to.note(f"minutes/{stay.stay}", stay.stay, -minutes, 0)
    for visit in visits.visits_of(rest):
        _count_anew(to, visit, stay.holder, visits.worth(visit, to.rules, stay.holder))
    return changed_by(to.connection, to.cause)


def settle(to: Correction, stay: Stay, out_ms: int) -> tuple[int, int]:
    """Let a stay that nobody signed out end at `out_ms`; the minutes and points that its person has more by it.

    The person is held by the caller.
    """
    to.connection.execute(attendance.update().where(attendance.c.stay == stay.stay).values(out_ms=out_ms, closed_ms=None))
    ended = msgspec.structs.replace(stay, out_ms=out_ms)
    visit = visits.visit_of(ended, Stays(to.connection).others(stay))
    _count_anew(to, visit, stay.holder, visits.worth(visit, to.rules, stay.holder))
    return changed_by(to.connection, to.cause)


def amended(connection: sa.Connection, old: UUID, new: UUID, given: int, now_ms: int) -> UUID | None:
    """An award was cancelled and another one, or nothing (`given` 0), takes its place; the stay that it was given for, or None.

    The new one stands for that stay from now on, so that it goes with it when the sign-in is undone.
    """
    found = visits.stay_of(connection, old)
    if found is None:
        return None
    stay, before = found
    same = {"stay": stay, "cause": new, "minutes": 0, "at_ms": now_ms}
    rows = [
        {**same, "op_id": uuid5(new, "cancelled"), "points": -before, "cancels": old},
        {**same, "op_id": new, "points": given, "cancels": None},
    ]
    connection.execute(attendance_corrections.insert(), rows)
    return stay


def changed_by(connection: sa.Connection, cause: UUID) -> tuple[int, int]:
    """Minutes and points that an act has corrected."""
    sums = (
        sa.func.coalesce(sa.func.sum(column), 0)
        for column in (attendance_corrections.c.minutes, attendance_corrections.c.points)
    )
    row = connection.execute(sa.select(*sums).where(attendance_corrections.c.cause == cause)).one()
    return int(row[0]), int(row[1])


def _take_back(to: Correction, stays: list[Stay]) -> None:
    """Cancel every award of these stays; one that somebody took back before is only no longer counted."""
    for stay, award, given in visits.awards(to.connection, stays):
        if not points.is_cancelled(to.connection, award):
            points.cancel(to.connection, award, uuid5(to.cause, f"cancel/{award}"), to.now_ms)
            budgets.give_back(to.connection, stays[0].activity, given)
        to.note(f"cancelled/{award}", stay, 0, -given, award)


def _count_anew(to: Correction, visit: list[Stay], holder: UUID | None, due: tuple[int, int]) -> None:
    """Book what is missing of a visit, or take back what is too much; points that two people have set stay as they are."""
    minutes, given = visits.booked(to.connection, visit)
    if visits.points_set_by_hand(to.connection, visit):
        due = due[0], given
    if given > due[1]:
        _take_back(to, visit)
        given = 0
    first = min(visit, key=lambda stay: (stay.in_ms, stay.stay))
    what = f"counted/{first.stay}"
    more = _give(to, first, holder, due[1] - given, uuid5(to.cause, what))
    if minutes != due[0] or more:
        to.note(what, first.stay, due[0] - minutes, more)


def _give(to: Correction, stay: Stay, holder: UUID | None, wanted: int, op_id: UUID) -> int:
    """Give points for a stay; what a cap or budget does not pay for is not given."""
    if wanted < 1 or holder is None or to.rules.type is None or to.rules.type.point_kind is None:
        return 0
    award = Award(
        op_id=op_id,
        holder=holder,
        point_kind=to.rules.type.point_kind,
        points=wanted,
        agency=to.rules.agency,
        activity=stay.activity,
        at_ms=stay.out_ms or stay.in_ms,
        booked_ms=to.now_ms,
    )
    room = caps.room(to.connection, to.programme, award)
    given = wanted if room is None else min(wanted, room)
    if given < 1:
        return 0
    try:
        with to.connection.begin_nested():
            budgets.take(to.connection, stay.activity, given)
            points.award(to.connection, to.programme, msgspec.structs.replace(award, points=given))
    except Refused as refused:
        if refused.code not in (Code.BUDGET_EXCEEDED, Code.AWARD_OVER_CAP):
            raise
        return 0
    return given
