"""What an operator is shown of an event's body: no payload, nothing of whom it concerns."""

import msgspec


class _Kind(msgspec.Struct, frozen=True, kw_only=True):
    kind: str = ""


class _Body(msgspec.Struct, frozen=True, kw_only=True):
    payload: _Kind = _Kind()
    operator: str | None = None
    medium: bytes | None = None


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """All empty when the body cannot be read."""

    kind: str = ""
    operator: str = ""
    medium: bytes = b""
    """The card's digest."""


def seen(body: bytes) -> Seen:
    """The envelope of a stored event, which may be anything."""
    try:
        read = msgspec.json.decode(body, type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Seen()
    return Seen(kind=read.payload.kind, operator=read.operator or "", medium=read.medium or b"")
