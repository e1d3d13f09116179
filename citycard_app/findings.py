"""What `citycard doctor` finds."""

from enum import StrEnum

import msgspec


class State(StrEnum):
    """How a subject stands."""

    OK = "ok"
    ATTENTION = "attention"
    """Works without it, or works with less."""
    MISSING = "missing"
    """Essential, and not there."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One subject: what is there, and what to do about it. Texts are in both languages."""

    subject: str
    title: str
    state: State
    found: str
    hint: str = ""
