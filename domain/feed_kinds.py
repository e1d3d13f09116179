"""Which kinds of rows a station is sent, by its roles: the least that its work needs. Both ends go by this one list."""

from collections.abc import Iterable

STAFFED = frozenset({"counter", "event", "library", "office"})
"""Roles of stations where staff work; at an `office` they only work with the platform."""
_WHO_WORKS_THERE: dict[str, frozenset[str]] = {
    "counter": frozenset({"clerk", "supervisor"}),
    "event": frozenset({"clerk", "event", "supervisor"}),
    "library": frozenset({"librarian", "supervisor"}),
    "office": frozenset({"supervisor", "organiser", "reviewer", "auditor"}),
    "kiosk": frozenset({"technician", "supervisor"}),
}
"""By the station's role, which roles of staff can do something there: a test compares it with `station.tasks`."""
_SERVING = STAFFED - {"office"}
OF_GATES = frozenset({"admission"})
"""Kinds that only stations get that ask for them: older ones do not know them."""
_STAFF_AT = "staff-at-"
"""No row of its own: that the rows of staff are of those who work at stations of that role."""
HOLDER = "holder"
"""No row of its own: that the rows of cards name the holder."""


def links(roles: frozenset[str]) -> bool:
    """Whether a station with these roles has to know which cards are one person's: no kiosk does, and no office."""
    return bool(roles & _SERVING)


def works_at(station_roles: Iterable[str], staff_roles: Iterable[str]) -> bool:
    """Whether somebody with these roles can do something at a station of those: it is told of nobody else, nor of their PIN."""
    theirs = set(staff_roles)
    return any(theirs & _WHO_WORKS_THERE.get(role, frozenset()) for role in station_roles)


def visible_kinds(roles: frozenset[str], also: frozenset[str] = frozenset()) -> list[str]:
    """Which kinds of rows a station with these roles gets: least data. `also`: kinds that only newer stations know."""
    kinds = ["card"]
    if roles & _WHO_WORKS_THERE.keys():
        kinds.append("staff")
    if "event" in roles:
        kinds += ["activity", "roster", *sorted(also & OF_GATES)]
    if "library" in roles:
        kinds.append("patron")
    return kinds


def wanted_kinds(roles: frozenset[str]) -> frozenset[str]:
    """Everything that a station of this version and these roles has in its registry, `HOLDER` with it."""
    kinds = frozenset(visible_kinds(roles, OF_GATES)) | (frozenset({HOLDER}) if links(roles) else frozenset())
    return kinds | {_STAFF_AT + role for role in roles & _WHO_WORKS_THERE.keys()}


def is_wanted(staff_roles: Iterable[str], kinds: frozenset[str]) -> bool:
    """Whether a registry of these kinds (`wanted_kinds`) is to have staff with these roles."""
    return works_at({kind.removeprefix(_STAFF_AT) for kind in kinds if kind.startswith(_STAFF_AT)}, staff_roles)


def with_staff_of_before(told: set[str]) -> set[str]:
    """What an earlier version was told, in words of this one: of staff it was told of everybody, wherever they work."""
    if "staff" not in told or any(kind.startswith(_STAFF_AT) for kind in told):
        return told
    return told | {_STAFF_AT + role for role in STAFFED}
