"""Which tasks a staff member may do at a station: what the station's roles and theirs allow together."""

from collections.abc import Iterable
from typing import Literal

Task = Literal["issue", "bind", "event", "library", "loads"]

_TASKS: tuple[tuple[Task, str, frozenset[str]], ...] = (
    ("issue", "counter", frozenset({"clerk", "supervisor"})),
    ("bind", "counter", frozenset({"clerk", "supervisor"})),
    ("event", "event", frozenset({"clerk", "event", "supervisor"})),
    ("library", "library", frozenset({"librarian", "supervisor"})),
    ("loads", "counter", frozenset({"clerk", "supervisor"})),
)
"""Task, the station role it needs, and the staff roles of which one is needed."""

MAY_SEE_WORK = frozenset({"clerk", "event", "librarian", "supervisor"})
"""Staff roles that see what the platform flagged or rejected of this station's acts, whatever the station's own roles are."""


def allowed(station_roles: Iterable[str], staff_roles: Iterable[str]) -> list[Task]:
    """The tasks, in the order of the rail."""
    stations, staff = set(station_roles), set(staff_roles)
    return [task for task, station, needed in _TASKS if station in stations and needed & staff]
