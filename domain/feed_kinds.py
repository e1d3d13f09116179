"""Which kinds of rows a station is sent, by its roles: the least that its work needs. Both ends go by this one list."""

STAFFED = frozenset({"counter", "event", "library", "office"})
"""Roles of stations where staff sign in; at an `office` they only work with the platform."""
_SERVING = STAFFED - {"office"}
OF_GATES = frozenset({"admission"})
"""Kinds that only stations get that ask for them: older ones do not know them."""
HOLDER = "holder"
"""No row of its own: that the rows of cards name the holder."""


def links(roles: frozenset[str]) -> bool:
    """Whether a station with these roles has to know which cards are one person's: no kiosk does, and no office."""
    return bool(roles & _SERVING)


def visible_kinds(roles: frozenset[str], also: frozenset[str] = frozenset()) -> list[str]:
    """Which kinds of rows a station with these roles gets: least data. `also`: kinds that only newer stations know."""
    kinds = ["card"]
    if roles & STAFFED:
        kinds.append("staff")
    if "event" in roles:
        kinds += ["activity", "roster", *sorted(also & OF_GATES)]
    if "library" in roles:
        kinds.append("patron")
    return kinds


def wanted_kinds(roles: frozenset[str]) -> frozenset[str]:
    """Everything that a station of this version and these roles has in its registry, `HOLDER` with it."""
    return frozenset(visible_kinds(roles, OF_GATES)) | (frozenset({HOLDER}) if links(roles) else frozenset())
