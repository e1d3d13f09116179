"""Which tasks a staff member may do at a station: what the station's roles and theirs allow together."""

from collections.abc import Iterable
from typing import Literal

Task = Literal[
    "issue",
    "bind",
    "event",
    "library",
    "loads",
    "people",
    "batch",
    "outreach",
    "activities",
    "reviews",
    "oversight",
    "shift",
    "kiosk",
]

_COUNTER = frozenset({"counter"})
_STAFFED = frozenset({"counter", "event", "library", "office"})
_OFFICE = frozenset({"office"})
_KIOSK = frozenset({"kiosk"})
_CLERKS = frozenset({"clerk", "supervisor"})
_TASKS: tuple[tuple[Task, frozenset[str], frozenset[str]], ...] = (
    ("issue", _COUNTER, _CLERKS),
    ("bind", _COUNTER, _CLERKS),
    ("event", frozenset({"event"}), frozenset({"clerk", "event", "supervisor"})),
    ("library", frozenset({"library"}), frozenset({"librarian", "supervisor"})),
    ("loads", _COUNTER, _CLERKS),
    ("people", _COUNTER, _CLERKS),
    ("batch", _COUNTER, _CLERKS),
    ("outreach", _COUNTER, _CLERKS),
    ("activities", _OFFICE, frozenset({"organiser"})),
    ("reviews", _OFFICE, frozenset({"reviewer"})),
    ("oversight", _STAFFED, frozenset({"supervisor"})),
    ("shift", _COUNTER, _CLERKS),
    ("shift", _KIOSK, frozenset({"supervisor"})),
    ("kiosk", _KIOSK, frozenset({"technician", "supervisor"})),
)
"""Task, the station roles and the staff roles, of each of which one is needed; in the order of the rail."""

MAY_SEE_WORK = frozenset({"clerk", "event", "librarian", "supervisor"})
"""Staff roles that see what the platform flagged or rejected of this station's acts, whatever the station's own roles are."""


def allowed(station_roles: Iterable[str], staff_roles: Iterable[str]) -> list[Task]:
    """The tasks, in the order of the rail."""
    stations, staff = set(station_roles), set(staff_roles)
    return list(dict.fromkeys(task for task, at, by in _TASKS if at & stations and by & staff))
