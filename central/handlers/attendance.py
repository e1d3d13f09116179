"""`attendance.in` and `attendance.out`: stays at activities, whose minutes count once however many stations saw them.

A stay is one sign-in. Stays of one person at one activity that overlap are one visit: each sign-out books what the visit has
grown by. A sign-out also ends the person's other open stays there, so the earliest of several sign-ins counts.
"""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, journal, points
from central.points import Award
from central.schema import activities, attendance, attendance_acts
from central.verdict import Act, Verdict, flagged, held, marked, medium_key
from domain.attendance import minutes_between, points_for
from domain.errors import Code
from domain.events import SignedIn, SignedOut
from domain.programme import ActivityType
from domain.wire import AttendanceResult, OutcomeStatus

_HOUR_MS = 3_600_000
_FORGOTTEN_AFTER_H = 12
"""For an activity that the platform does not know."""
_ROUNDING_MIN = 1
"""By how much a screen's completed minutes may differ: its clock is compared with ours anew while a person is there."""


class _Stay(msgspec.Struct, frozen=True, kw_only=True):
    stay: UUID
    activity: str
    medium: bytes
    holder: UUID | None
    in_ms: int
    out_ms: int | None
    counted: bool


class _Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform knows of an activity."""

    agency: str
    type: ActivityType | None

    @property
    def forgotten_after_ms(self) -> int:
        return (_FORGOTTEN_AFTER_H if self.type is None else self.type.close_after_h) * _HOUR_MS


def sign_in(act: Act) -> Verdict:
    """A person came. One who is there already, as another station saw, is kept and flagged."""
    payload = act.event.payload
    assert isinstance(payload, SignedIn)
    if act.objection is not None:
        return flagged(act.objection, result=AttendanceResult(), releases=[f"op:{act.event.op_id}"])
    rules = _rules(act, payload.activity)
    stay = _Stay(
        stay=act.event.op_id,
        activity=payload.activity,
        medium=act.medium,
        holder=_holder(act, act.medium),
        in_ms=act.occurred_ms,
        out_ms=None,
        counted=rules.type is None or rules.type.counts == "in_out",
    )
    _put(act, stay, payload.walk_in)
    twice = any(_meet(stay, other, rules) for other in _others(act, stay))
    given = 0
    if rules.type is not None and rules.type.counts == "once" and not twice:
        given = points_for(rules.type, 0) if stay.holder is not None else 0
        _give(act, stay, rules, given)
    _record(act, stay.stay, "in", 0, given)
    result = AttendanceResult(minutes=0, points=given)
    return _verdict(act, stay, rules, anomalies=_twice(twice), result=result, releases=[f"op:{act.event.op_id}"])


def sign_out(act: Act) -> Verdict:
    """A person left: minutes and points are what the platform counts, whatever the screen said."""
    payload = act.event.payload
    assert isinstance(payload, SignedOut)
    verdict = _counted(act, payload)
    result = verdict.result
    differs = isinstance(result, AttendanceResult) and (
        result.points != payload.points or abs(result.minutes - payload.minutes) > _ROUNDING_MIN
    )
    return marked(verdict, None, ["attendance_differs"] if differs else [])


def _counted(act: Act, payload: SignedOut) -> Verdict:
    nothing = AttendanceResult(minutes=0, points=0)
    if act.objection is not None:
        return flagged(act.objection, result=nothing)
    stay = _find(act, payload.sign_in)
    if stay is None:
        decided = journal.taken(act.connection, payload.sign_in, besides=0)
        if decided is not None and decided[1].outcome.status is not OutcomeStatus.HELD:
            return flagged(None, "sign_in_not_counted", result=nothing)
        if not act.overdue:
            return held(f"op:{payload.sign_in}")
        return flagged(Code.EVENT_WAITING, "sign_out_without_sign_in", result=nothing, waits_for=f"op:{payload.sign_in}")
    if stay.holder is None:
        stay = msgspec.structs.replace(stay, holder=_holder(act, stay.medium))
    rules = _rules(act, stay.activity)
    out_ms = max(act.occurred_ms, stay.out_ms or act.occurred_ms)
    objection = _objection(act, stay, rules, out_ms)
    if objection is not None:
        return flagged(None, objection, result=nothing)
    stay = msgspec.structs.replace(stay, out_ms=out_ms)
    _put(act, stay, None)
    for other in _others(act, stay):
        if other.counted and other.out_ms is None and 0 <= out_ms - other.in_ms <= rules.forgotten_after_ms:
            _put(act, msgspec.structs.replace(other, out_ms=out_ms), None)
    visit = _visit(stay, _others(act, stay))
    _forget(act)
    minutes, given = _growth(act, visit, rules, stay.holder)
    _give(act, stay, rules, given)
    _record(act, stay.stay, "out", minutes, given)
    result = AttendanceResult(minutes=minutes, points=given)
    return _verdict(act, stay, rules, anomalies=_twice(len(visit) > 1), result=result, releases=[])


def _objection(act: Act, stay: _Stay, rules: _Rules, out_ms: int) -> str | None:
    """Why a sign-out counts for nothing."""
    if not stay.counted:
        return "sign_out_of_once_only"
    earlier = sa.select(attendance_acts.c.op_id).where(
        attendance_acts.c.stay == stay.stay, attendance_acts.c.act == "out", attendance_acts.c.op_id != act.event.op_id
    )
    if act.connection.execute(earlier).first() is not None:
        return "signed_out_twice"
    if out_ms < stay.in_ms:
        return "signed_out_before_sign_in"
    return "forgotten_sign_out" if out_ms - stay.in_ms > rules.forgotten_after_ms else None


def _verdict(
    act: Act, stay: _Stay, rules: _Rules, *, anomalies: list[str], result: AttendanceResult, releases: list[str]
) -> Verdict:
    if rules.type is None:
        anomalies = [*anomalies, Code.ACTIVITY_UNKNOWN.value]
    card = cards.find(act.connection, stay.medium)
    if card is not None and card.state.blocked:
        anomalies = [*anomalies, Code.CARD_BLOCKED.value]
    if card is None:
        anomalies = [*anomalies, Code.CARD_UNKNOWN.value]
        return flagged(Code.CARD_UNKNOWN, *anomalies, result=result, waits_for=medium_key(stay.medium), releases=releases)
    if anomalies:
        code = Code.ACTIVITY_UNKNOWN if rules.type is None else None
        return flagged(code, *anomalies, result=result, releases=releases)
    return Verdict(result=result, releases=releases)


# --- counting --------------------------------------------------------------------------------------------------------


def _meet(stay: _Stay, other: _Stay, rules: _Rules) -> bool:
    """Whether a new sign-in falls into another stay of the same person, or is so near to an open one that they may be one."""
    if rules.type is not None and rules.type.counts == "once":
        return True
    if other.out_ms is None:
        return abs(stay.in_ms - other.in_ms) <= rules.forgotten_after_ms
    return other.in_ms <= stay.in_ms < other.out_ms


def _visit(stay: _Stay, others: list[_Stay]) -> list[_Stay]:
    """The ended stays that overlap with this one, directly or through each other."""
    visit, start, end = [stay], stay.in_ms, stay.out_ms or stay.in_ms
    rest = [other for other in others if other.counted and other.out_ms is not None]
    while True:
        joined = [other for other in rest if other.in_ms <= end and (other.out_ms or 0) >= start]
        if not joined:
            return visit
        rest = [other for other in rest if other not in joined]
        visit += joined
        start = min(start, *(other.in_ms for other in joined))
        end = max(end, *(other.out_ms or 0 for other in joined))


def _growth(act: Act, visit: list[_Stay], rules: _Rules, holder: UUID | None) -> tuple[int, int]:
    """Minutes and points of a visit that are not booked yet."""
    minutes = minutes_between(min(stay.in_ms for stay in visit), max(stay.out_ms or 0 for stay in visit))
    earned = 0 if rules.type is None or holder is None else points_for(rules.type, minutes)
    booked = act.connection.execute(
        sa.select(
            sa.func.coalesce(sa.func.sum(attendance_acts.c.minutes), 0),
            sa.func.coalesce(sa.func.sum(attendance_acts.c.points), 0),
        ).where(attendance_acts.c.stay.in_([stay.stay for stay in visit]))
    ).one()
    return max(0, minutes - booked[0]), max(0, earned - booked[1])


def _give(act: Act, stay: _Stay, rules: _Rules, given: int) -> None:
    if given < 1 or stay.holder is None or rules.type is None or rules.type.point_kind is None:
        return
    award = Award(
        op_id=act.event.op_id,
        holder=stay.holder,
        point_kind=rules.type.point_kind,
        points=given,
        agency=rules.agency,
        activity=stay.activity,
        at_ms=act.occurred_ms,
        booked_ms=act.now_ms,
    )
    points.award(act.connection, act.authority.programme, award)


# --- rows ------------------------------------------------------------------------------------------------------------


def _rules(act: Act, activity: str) -> _Rules:
    row = act.connection.execute(sa.select(activities).where(activities.c.activity == activity)).one_or_none()
    if row is None:
        return _Rules(agency="", type=None)
    return _Rules(agency=row.agency, type=act.authority.programme.activity_type(row.type))


def _holder(act: Act, medium: bytes) -> UUID | None:
    card = cards.find(act.connection, medium)
    return None if card is None else card.holder


def _find(act: Act, stay: UUID) -> _Stay | None:
    row = act.connection.execute(sa.select(attendance).where(attendance.c.stay == stay)).one_or_none()
    return None if row is None else _stay(row)


def _others(act: Act, stay: _Stay) -> list[_Stay]:
    """The same person's other stays at the activity; somebody unknown is the same when the medium is."""
    same = attendance.c.medium == stay.medium
    if stay.holder is not None:
        same = sa.or_(same, attendance.c.holder == stay.holder)
    rows = act.connection.execute(
        sa.select(attendance).where(attendance.c.activity == stay.activity, attendance.c.stay != stay.stay, same)
    )
    return [_stay(row) for row in rows]


def _stay(row: sa.Row[tuple[object, ...]]) -> _Stay:
    values = row._mapping
    return _Stay(
        stay=values["stay"],
        activity=values["activity"],
        medium=bytes(values["medium"]),
        holder=values["holder"],
        in_ms=values["in_ms"],
        out_ms=values["out_ms"],
        counted=values["counted"],
    )


def _put(act: Act, stay: _Stay, walk_in: bool | None) -> None:
    """Write a stay; one that is there already keeps its `walk_in` and, judged again, an end that it has found."""
    ended = {} if stay.out_ms is None else {"out_ms": stay.out_ms}
    found = act.connection.execute(
        attendance.update().where(attendance.c.stay == stay.stay).values(holder=stay.holder, **ended)
    )
    if found.rowcount == 0:
        values = {**msgspec.structs.asdict(stay), "walk_in": bool(walk_in)}
        act.connection.execute(attendance.insert().values(**values))


def _record(act: Act, stay: UUID, what: str, minutes: int, given: int) -> None:
    _forget(act)
    act.connection.execute(
        attendance_acts.insert().values(op_id=act.event.op_id, stay=stay, act=what, minutes=minutes, points=given)
    )


def _forget(act: Act) -> None:
    """Before an act that waited for its card is counted again."""
    act.connection.execute(attendance_acts.delete().where(attendance_acts.c.op_id == act.event.op_id))


def _twice(twice: bool) -> list[str]:
    return ["attendance_twice"] if twice else []
