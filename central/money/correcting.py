"""Correcting a person's points at a counter: one member of staff does it, a supervisor who is somebody else approves it.

Both are in the trail, the reason beside them, and in the person's own list of readings. The second person proves themselves by
card and PIN within the same request, so that neither can do it alone.
"""

import hashlib
from typing import Any
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import locks, points
from central.access import record_reads, staff_sessions, trail
from central.access.staff_sessions import StaffCaller
from central.activities import budgets as activity_budgets
from central.activities import undoing
from central.money import awarding
from central.platform import Platform
from central.points import Award
from central.schema import accounts, holders, lots, staff
from domain.errors import Code, Refused
from domain.wire_points import MOST_AWARDS, AwardLine, PersonAwardsRequest, PointsCorrection

_WHAT = "points"
_ACT = "points.correct"
_APPROVED = "points.approve"


class Approver(msgspec.Struct, frozen=True, kw_only=True):
    """The second person, whose PIN is still to be proved."""

    staff: str
    agency: str


def awards_of(platform: Platform, caller: StaffCaller, request: PersonAwardsRequest) -> tuple[list[AwardLine], bool]:
    """The person's awards, the newest first, and whether there are more; a reading of their record.

    Raises `Refused` with PERSON_UNKNOWN or REASON_MISSING.
    """
    sensitive = {kind.id for kind in platform.authority.programme.point_kinds if kind.sensitive}
    with platform.store.write() as connection:
        _require_person(connection, request.holder)
        _read(connection, caller, request.holder, request.reason, platform.now_ms())
        wanted = sa.select(lots).where(lots.c.holder == request.holder)
        if caller.agency:
            wanted = wanted.where(lots.c.agency == caller.agency)
        rows = connection.execute(wanted.order_by(lots.c.id.desc()).limit(MOST_AWARDS + 1)).all()
    return [_line(row, sensitive, caller.agency) for row in rows[:MOST_AWARDS]], len(rows) > MOST_AWARDS


def correct(platform: Platform, caller: StaffCaller, request: PointsCorrection) -> UUID | None:
    """Carry a correction out, once per op_id; the award that stands now.

    Raises `Refused` with STAFF_UNKNOWN (the second card), STAFF_NOT_ALLOWED (`part` approver: no supervisor, the same person,
    of another site or agency), PIN_WRONG, PIN_WAIT, PIN_NEEDS_SUPERVISOR (the second person's), PERSON_UNKNOWN, AWARD_UNKNOWN,
    AGENCY_UNKNOWN, AMOUNT_INVALID, AWARD_OVER_CAP, BUDGET_EXCEEDED, SERVICE_NOT_ALLOWED, REASON_MISSING or REQUEST_CONFLICT.
    """
    awarding.require_op_id(request.op_id)
    if not request.reason.strip():
        raise Refused(Code.REASON_MISSING)
    with platform.store.read() as connection:
        approver = _approver(connection, platform, caller, request)
        done = trail.known(connection, request.op_id, **_told(caller, approver, request))
    if done:
        return _stands(request)
    proven = staff_sessions.prove_pin(platform.store, approver.staff, request.approval.pin, platform.now_ms())
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        locks.hold(connection, staff_sessions.lock(approver.staff))
        if connection.scalar(sa.select(staff.c.pin_hash).where(staff.c.staff == approver.staff)) != proven:
            raise Refused(Code.PIN_WRONG, seconds=0)
        staff_sessions.forgive(connection, approver.staff)
    with platform.store.write() as connection:
        _require_person(connection, request.holder)
        locks.hold(connection, locks.holder(request.holder))
        # Asked again inside: the same request may have come twice at once.
        if trail.known(connection, request.op_id, **_told(caller, approver, request)):
            return _stands(request)
        _carry_out(connection, platform, caller, request, now_ms)
        if trail.begin(connection, request.op_id, now_ms=now_ms, **_told(caller, approver, request)):
            trail.note(connection, actor=approver.staff, act=_APPROVED, subject=str(request.op_id), now_ms=now_ms)
            _read(connection, caller, request.holder, request.reason, now_ms)
    return _stands(request)


# --- the two people --------------------------------------------------------------------------------------------------


def _approver(connection: sa.Connection, platform: Platform, caller: StaffCaller, request: PointsCorrection) -> Approver:
    approval = request.approval
    if approval.digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")
    row = connection.execute(sa.select(staff).where(staff.c.medium == approval.medium, staff.c.active)).one_or_none()
    if row is None:
        raise Refused(Code.STAFF_UNKNOWN)
    sites = msgspec.json.decode(row.sites, type=list[str])
    elsewhere = bool(sites) and caller.station.site not in sites
    another_agency = row.agency not in ("", caller.agency)
    no_supervisor = "supervisor" not in msgspec.json.decode(row.roles, type=list[str])
    if row.staff == caller.staff or no_supervisor or elsewhere or another_agency or row.must_change_pin:
        raise Refused(Code.STAFF_NOT_ALLOWED, part="approver")
    return Approver(staff=row.staff, agency=row.agency)


def _told(caller: StaffCaller, approver: Approver, request: PointsCorrection) -> dict[str, Any]:
    """The trail's words of it: all of the request but the PIN, and an activity, which may reveal something, by its digest."""
    activity = hashlib.blake2s(request.activity.encode(), digest_size=8).hexdigest() if request.activity else ""
    what = f"{request.act} {request.award} {request.point_kind} {request.points} {request.agency} {activity}"
    content = f"approved by {approver.staff}: {what}: {request.reason.strip()}"
    return {"actor": caller.staff, "act": _ACT, "subject": str(request.holder), "content": content}


# --- the acts --------------------------------------------------------------------------------------------------------


def _carry_out(
    connection: sa.Connection, platform: Platform, caller: StaffCaller, request: PointsCorrection, now_ms: int
) -> None:
    programme = platform.authority.programme
    if request.act == "give":
        agency = _agency_of(connection, platform, caller, request.agency.strip())
        awarding.require_payer(programme, request.point_kind, agency)
        if not request.activity.strip():
            raise Refused(Code.REQUEST_INVALID, part="activity")
        new = _an_award(request, request.point_kind, agency, request.activity.strip(), now_ms)
        points.award(connection, programme, new, capped=True)
        return
    old = _old(connection, caller, request)
    if request.act == "amend" and not 0 < request.points != old.awarded:
        raise Refused(Code.AMOUNT_INVALID)
    try:
        awarding.cancel_one(connection, old.op_id, uuid5(request.op_id, "cancel"), now_ms)
    except Refused as refused:
        conflict = refused.code is Code.EVENT_CONFLICT
        raise Refused(Code.REQUEST_CONFLICT if conflict else refused.code) from refused
    # Also nothing at all is what they have set: a later sign-out does not give it back.
    stands = request.points if request.act == "amend" else 0
    stay = undoing.amended(connection, old.op_id, _award_id(request.op_id), stands, now_ms)
    if request.act == "amend":
        if stay is not None:
            activity_budgets.take(connection, old.activity, request.points)
        new = _an_award(request, old.point_kind, old.agency, old.activity, now_ms)
        points.award(connection, programme, msgspec.structs.replace(new, at_ms=old.awarded_ms), capped=True)


def _old(connection: sa.Connection, caller: StaffCaller, request: PointsCorrection) -> sa.Row[Any]:
    """The award, of this person and, for an agency's staff, of that agency."""
    row = connection.execute(
        sa.select(lots).where(lots.c.op_id == request.award, lots.c.holder == request.holder)
    ).one_or_none()
    if row is None or caller.agency not in ("", row.agency):
        raise Refused(Code.AWARD_UNKNOWN)
    return row


def _an_award(request: PointsCorrection, point_kind: str, agency: str, activity: str, now_ms: int) -> Award:
    """What is given as of now."""
    return Award(
        op_id=_award_id(request.op_id),
        holder=request.holder,
        point_kind=point_kind,
        points=request.points,
        agency=agency,
        activity=activity,
        at_ms=now_ms,
        booked_ms=now_ms,
    )


def _agency_of(connection: sa.Connection, platform: Platform, caller: StaffCaller, agency: str) -> str:
    """Whose points are given: one that has given or may give some. Raises `Refused` with AGENCY_UNKNOWN, STAFF_NOT_ALLOWED."""
    if caller.agency and agency != caller.agency:
        raise Refused(Code.STAFF_NOT_ALLOWED, part="agency")
    known = platform.authority.programme.agency(agency) is not None or bool(
        connection.execute(sa.select(accounts.c.id).where(accounts.c.agency == agency).limit(1)).first()
    )
    if not agency or not known:
        raise Refused(Code.AGENCY_UNKNOWN)
    return agency


def _award_id(op_id: UUID) -> UUID:
    return uuid5(op_id, "award")


def _stands(request: PointsCorrection) -> UUID | None:
    return None if request.act == "cancel" else _award_id(request.op_id)


# --- reading ---------------------------------------------------------------------------------------------------------


def _require_person(connection: sa.Connection, holder: UUID) -> None:
    if connection.scalar(sa.select(holders.c.holder).where(holders.c.holder == holder)) is None:
        raise Refused(Code.PERSON_UNKNOWN)


def _read(connection: sa.Connection, caller: StaffCaller, holder: UUID, reason: str, now_ms: int) -> None:
    record_reads.note(connection, holder, reader=caller.staff, agency=caller.agency, what=_WHAT, reason=reason, now_ms=now_ms)


def _line(row: sa.Row[Any], sensitive: set[str], agency: str) -> AwardLine:
    hidden = row.point_kind in sensitive and row.agency != agency
    return AwardLine(
        award=row.op_id,
        point_kind=row.point_kind,
        points=row.awarded,
        remaining=row.remaining,
        agency=row.agency,
        activity="" if hidden else row.activity,
        at_ms=row.awarded_ms,
        cancelled_ms=row.cancelled_ms,
    )
