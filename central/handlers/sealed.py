"""Opening what a station sealed beside an event."""

from typing import TypeVar

import msgspec

from central.verdict import Act
from domain.errors import Code, Refused
from domain.sealing import unseal

Sealed = TypeVar("Sealed", bound=msgspec.Struct)


def opened(act: Act, of: type[Sealed]) -> Sealed:
    """The sealed part as a struct (JSON).

    Raises `Refused(EVENT_UNREADABLE)` when it is missing, altered or of another shape.
    """
    if act.signed.sealed is None or act.event.sealed_sha256 is None:
        raise Refused(Code.EVENT_UNREADABLE, part="sealed")
    try:
        return msgspec.json.decode(unseal(act.authority.keys.sealing_private, act.signed.sealed), type=of)
    except msgspec.DecodeError as problem:
        raise Refused(Code.EVENT_UNREADABLE, part="sealed") from problem
