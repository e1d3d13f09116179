"""`attendance.in` and `attendance.out`: stays at activities, whose minutes count once however many stations saw them.

A stay is one sign-in. Stays of one person at one activity that overlap are one visit: each sign-out books what the visit has
grown by. A sign-out also ends the person's other open stays there, so the earliest of several sign-ins counts. Somebody who was
found by name has no medium: their reference's bytes stand in its place.
"""

from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central.activities import budgets, open_items
from central.activities.rules import Rules, rules_of
from central.activities.undoing import reopened
from central.activities.visits import visit_of, worth
from central.money.hours import Served
from central.points import Award
from central.schema import holders, roster
from central.stays import Act as What
from central.stays import Counted, Stay
from central.verdict import Act, Verdict, flagged, held, marked, medium_key
from domain.attendance import points_for
from domain.errors import Code, Refused
from domain.events import SignedIn, SignedOut
from domain.wire import AttendanceResult, OutcomeStatus

UNDONE = "sign_in_undone"
"""The anomaly of a sign-out whose sign-in was undone."""
_ROUNDING_MIN = 1
"""By how much a screen's completed minutes may differ: its clock is compared with ours anew while a person is there."""


def sign_in(act: Act) -> Verdict:
    """A person came. One who is there already, as another station saw, is kept and flagged."""
    payload = act.event.payload
    assert isinstance(payload, SignedIn)
    if act.objection is not None:
        return flagged(act.objection, result=AttendanceResult(), releases=[f"op:{act.event.op_id}"])
    rules = _rules(act, payload.activity)
    medium = act.medium if payload.holder is None else payload.holder.bytes
    stay = Stay(
        stay=act.event.op_id,
        activity=payload.activity,
        medium=medium,
        holder=_holder(act, medium) if payload.holder is None else _registered(act, payload.activity, payload.holder),
        in_ms=act.occurred_ms,
        out_ms=None,
        counted=rules.type is None or rules.type.counts == "in_out",
        walk_in=payload.walk_in,
    )
    before = act.sitting.stays.find(stay.stay)
    if before is not None and before.undone_by is not None:
        return flagged(None, UNDONE, result=AttendanceResult(), releases=[f"op:{act.event.op_id}"])
    act.sitting.stays.put(stay)
    twice = any(_meet(stay, other, rules) for other in act.sitting.stays.others(stay))
    given, unpaid = 0, None
    if rules.type is not None and rules.type.counts == "once" and not twice:
        given, unpaid = _give(act, stay, rules, points_for(rules.type, 0) if stay.holder is not None else 0)
    _record(act, stay.stay, "in", 0, given)
    result = AttendanceResult(minutes=0, points=given)
    anomalies = [*_twice(twice), *_unpaid(unpaid)]
    return _verdict(act, stay, rules, anomalies=anomalies, result=result, releases=[f"op:{act.event.op_id}"])


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
    stay = act.sitting.stays.find(payload.sign_in)
    if stay is None:
        decided = act.sitting.words.taken(payload.sign_in)
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
    if stay.closed_ms is not None:
        open_items.note(act.connection, stay.stay, open_items.FORGOTTEN, differs=False, now_ms=act.now_ms)
    stay = msgspec.structs.replace(stay, out_ms=out_ms)
    act.sitting.stays.put(stay)
    for other in act.sitting.stays.others(stay):
        if other.counted and other.out_ms is None and 0 <= out_ms - other.in_ms <= rules.forgotten_after_ms:
            act.sitting.stays.put(msgspec.structs.replace(other, out_ms=out_ms))
    visit = visit_of(stay, act.sitting.stays.others(stay))
    act.sitting.stays.forget(stay.stay, act.event.op_id)
    minutes, earned = _growth(act, visit, rules, stay.holder)
    given, unpaid = _give(act, stay, rules, earned)
    _serve(act, stay, rules, minutes)
    _record(act, stay.stay, "out", minutes, given)
    result = AttendanceResult(minutes=minutes, points=given)
    anomalies = [*_twice(len(visit) > 1), *_unpaid(unpaid)]
    return _verdict(act, stay, rules, anomalies=anomalies, result=result, releases=[])


def _objection(act: Act, stay: Stay, rules: Rules, out_ms: int) -> str | None:
    """Why a sign-out counts for nothing."""
    if stay.undone_by is not None:
        return UNDONE
    if not stay.counted:
        return "sign_out_of_once_only"
    earlier = act.sitting.stays.acts_of([stay.stay])
    undone = {counted.op_id for counted in earlier}
    outs = [counted.op_id for counted in earlier if counted.act == "out" and reopened(counted.op_id) not in undone]
    if any(op_id != act.event.op_id for op_id in outs):
        return "signed_out_twice"
    if out_ms < stay.in_ms:
        return "signed_out_before_sign_in"
    return "forgotten_sign_out" if out_ms - stay.in_ms > rules.forgotten_after_ms else None


def _verdict(
    act: Act, stay: Stay, rules: Rules, *, anomalies: list[str], result: AttendanceResult, releases: list[str]
) -> Verdict:
    if rules.type is None:
        anomalies = [*anomalies, Code.ACTIVITY_UNKNOWN.value]
    if rules.cancelled_ms is not None and stay.in_ms >= rules.cancelled_ms:
        anomalies = [*anomalies, Code.ACTIVITY_CLOSED.value]
    if stay.holder is None and act.event.payload.holder is not None:  # type: ignore[union-attr]
        return flagged(Code.NOT_REGISTERED, *anomalies, Code.NOT_REGISTERED.value, result=result, releases=releases)
    card = act.sitting.card(stay.medium)
    if card is not None and card.state.blocked:
        anomalies = [*anomalies, Code.CARD_BLOCKED.value]
    if card is None and not stay.by_name:
        anomalies = [*anomalies, Code.CARD_UNKNOWN.value]
        return flagged(Code.CARD_UNKNOWN, *anomalies, result=result, waits_for=medium_key(stay.medium), releases=releases)
    if anomalies:
        code = Code.ACTIVITY_UNKNOWN if rules.type is None else None
        return flagged(code, *anomalies, result=result, releases=releases)
    return Verdict(result=result, releases=releases)


# --- counting --------------------------------------------------------------------------------------------------------


def _meet(stay: Stay, other: Stay, rules: Rules) -> bool:
    """Whether a new sign-in falls into another stay of the same person, or is so near to an open one that they may be one."""
    if rules.type is not None and rules.type.counts == "once":
        return True
    if other.out_ms is None:
        return abs(stay.in_ms - other.in_ms) <= rules.forgotten_after_ms
    return other.in_ms <= stay.in_ms < other.out_ms


def _growth(act: Act, visit: list[Stay], rules: Rules, holder: UUID | None) -> tuple[int, int]:
    """Minutes and points of a visit that are not booked yet; points that two people have set grow no more."""
    minutes, earned = worth(visit, rules, holder)
    stays = [stay.stay for stay in visit]
    booked = act.sitting.stays.acts_of(stays)
    more = minutes - sum(counted.minutes for counted in booked), earned - sum(counted.points for counted in booked)
    return max(0, more[0]), 0 if act.sitting.stays.points_set_by_hand(stays) else max(0, more[1])


def _give(act: Act, stay: Stay, rules: Rules, earned: int) -> tuple[int, Code | None]:
    """What is given of what was earned: over a person's cap what goes, beyond a budget nothing; and why it is less."""
    if earned < 1 or stay.holder is None or rules.type is None or rules.type.point_kind is None:
        return 0, None
    if act.unpaid is not None:
        return 0, act.unpaid
    award = Award(
        op_id=act.event.op_id,
        holder=stay.holder,
        point_kind=rules.type.point_kind,
        points=earned,
        agency=rules.agency,
        activity=stay.activity,
        at_ms=act.occurred_ms,
        booked_ms=act.now_ms,
    )
    room = act.sitting.room(award)
    given = earned if room is None else min(earned, room)
    short = Code.AWARD_OVER_CAP if given < earned else None
    if given < 1:
        return 0, short
    try:
        if act.sitting.has_budget(stay.activity):
            budgets.take(act.connection, stay.activity, given)
    except Refused as refused:
        return 0, refused.code
    act.sitting.award(msgspec.structs.replace(award, points=given))
    return given, short


def _serve(act: Act, stay: Stay, rules: Rules, minutes: int) -> None:
    """Minutes of voluntary service go into the person's passbook, whatever becomes of the points."""
    if minutes < 1 or stay.holder is None or rules.type is None or not rules.type.hours:
        return
    served = Served(
        op_id=uuid5(act.event.op_id, "hours"),
        holder=stay.holder,
        agency=rules.agency,
        activity=stay.activity,
        minutes=minutes,
        at_ms=stay.in_ms,
        booked_ms=act.now_ms,
    )
    act.sitting.serve(served)


# --- rows ------------------------------------------------------------------------------------------------------------


def _rules(act: Act, activity: str) -> Rules:
    return rules_of(act.sitting.activity(activity), act.authority.programme)


def _holder(act: Act, medium: bytes) -> UUID | None:
    card = act.sitting.card(medium)
    return None if card is None else card.holder


def _registered(act: Act, activity: str, holder: UUID) -> UUID | None:
    """The person, unless they were never registered there, or are forgotten: a station finds by name who is on its list."""
    on_list = sa.select(roster.c.holder).where(roster.c.activity == activity, roster.c.holder == holder)
    found: UUID | None = act.connection.scalar(on_list.join(holders, holders.c.holder == roster.c.holder))
    return found


def _record(act: Act, stay: UUID, what: What, minutes: int, given: int) -> None:
    act.sitting.stays.record(Counted(op_id=act.event.op_id, stay=stay, act=what, minutes=minutes, points=given))


def _unpaid(code: Code | None) -> list[str]:
    return [] if code is None else [code.value]


def _twice(twice: bool) -> list[str]:
    return ["attendance_twice"] if twice else []
