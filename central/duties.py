"""Who may do what: for every kind of act, which stations it may come from and which staff may have done it.

Stations ask the same of their staff before an act; the platform asks again, because a station's word is not proof.
"""

import msgspec
import sqlalchemy as sa

from central import prepared
from central.schema import staff
from domain import events
from domain.card_states import MOVES
from domain.errors import Code
from domain.events import Event

INACTIVE = "staff_inactive"
"""The anomaly of an act by somebody who may not sign in any more: acts made offline before that come in afterwards."""


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """Of each set one role is needed; `staff` None: nobody has to be signed in."""

    station: frozenset[str]
    staff: frozenset[str] | None


_STAFFED = frozenset({"counter", "event", "library", "office"})
_ATTENDED_OR_NOT = _STAFFED | {"kiosk"}
_CARDS = Duty(station=frozenset({"counter"}), staff=frozenset({"clerk", "supervisor"}))
_ATTENDANCE = Duty(station=frozenset({"event"}), staff=frozenset({"clerk", "event", "supervisor"}))
_REDEEMING = Duty(station=frozenset({"kiosk", "counter"}), staff=None)
_SESSIONS = Duty(station=_ATTENDED_OR_NOT, staff=None)
_SHIFTS = Duty(station=frozenset({"counter", "kiosk"}), staff=frozenset({"clerk", "supervisor"}))

DUTIES: dict[type, Duty] = {
    events.CardIssued: _CARDS,
    events.ApplicationTaken: _CARDS,
    events.CardBound: _CARDS,
    events.CardStateChanged: _CARDS,
    events.CardReplaced: _CARDS,
    events.CardUnbound: _CARDS,
    events.StockCounted: _CARDS,
    events.StockMoved: _CARDS,
    events.ShiftOpened: _SHIFTS,
    events.ShiftClosed: _SHIFTS,
    events.RecordOpened: _CARDS,
    events.SignedIn: _ATTENDANCE,
    events.SignedOut: _ATTENDANCE,
    events.AttendanceUndone: _ATTENDANCE,
    events.AdmissionEntered: _ATTENDANCE,
    events.RedeemRequested: _REDEEMING,
    events.LoadIntended: _REDEEMING,
    events.LoadCommitting: _REDEEMING,
    events.LoadCommitted: _REDEEMING,
    events.LoadUnknown: _REDEEMING,
    events.LoadTombstone: _REDEEMING,
    events.LoadFound: _REDEEMING,
    events.LoadSettled: Duty(station=frozenset({"counter"}), staff=frozenset({"supervisor"})),
    events.PatronLookedUp: Duty(station=frozenset({"library"}), staff=frozenset({"librarian", "supervisor"})),
    events.CodeUsed: Duty(station=_ATTENDED_OR_NOT, staff=None),
    events.SatisfactionAnswered: Duty(station=_ATTENDED_OR_NOT, staff=None),
    events.StaffSignedIn: _SESSIONS,
    events.StaffSignedOut: _SESSIONS,
    events.StaffPinFailed: _SESSIONS,
    events.StaffUnlocked: _SESSIONS,
}
"""The duty of each payload; a test compares it with `domain.events.Payload`."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to say against the operator of an act. `objection` keeps the act from earning or activating anything."""

    objection: Code | None = None
    anomalies: list[str] = []


def may_come_from(event: Event, station_roles: frozenset[str]) -> bool:
    """Whether a station of these roles does such acts at all."""
    if isinstance(event.payload, events.CardBound) and event.payload.by_code:
        return not _REDEEMING.station.isdisjoint(station_roles)
    return not DUTIES[type(event.payload)].station.isdisjoint(station_roles)


def roles_needed(event: Event) -> frozenset[str] | None:
    """Of which roles the operator must have one; None: nobody has to be signed in."""
    payload = event.payload
    if isinstance(payload, events.CardBound) and payload.by_code:
        return None
    return MOVES[payload.act].roles if isinstance(payload, events.CardStateChanged) else DUTIES[type(payload)].staff


def standing(connection: sa.Connection, event: Event) -> Standing:
    """Whether the operator exists and has a role for the act; one made inactive since is only an anomaly."""
    needed = roles_needed(event)
    if needed is None:
        return Standing()
    row = prepared.rows_of(connection, staff.c.staff, event.operator).one_or_none()
    if row is None or needed.isdisjoint(msgspec.json.decode(row.roles, type=list[str])):
        return Standing(objection=Code.STAFF_NOT_ALLOWED, anomalies=[Code.STAFF_NOT_ALLOWED.value])
    return Standing(anomalies=[] if row.active else [INACTIVE])
