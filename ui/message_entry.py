"""What is said about one error code."""

from typing import Literal, NamedTuple


class Entry(NamedTuple):
    """What is said about one code."""

    kind: Literal["amber", "red"]
    """Amber passes or can be mended here; red stands."""
    audience: Literal["anyone", "staff"]
    """Whether a citizen at a kiosk can do what `what_to_do` says."""
    title: str
    what_to_do: str
