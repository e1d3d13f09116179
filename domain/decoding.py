"""Messages that several threads decode: msgspec must have looked at each kind of them before.

At the first decoding of a struct msgspec works out how, and keeps that in the class; a second thread that comes meanwhile finds
it half made, which ends the process (seen with msgspec 0.22, at the first requests of a busy server).
"""

import contextlib
from collections.abc import Iterator

import msgspec

_OURS = ("central.", "domain.", "offline_store.", "station.", "sync.")


def make_ready() -> None:
    """Let msgspec look at every struct of ours that has been imported. Before threads start; safe to repeat, and then cheap."""
    for struct in _structs(msgspec.Struct):
        if struct.__module__.startswith(_OURS) and struct not in _READY:
            with contextlib.suppress(TypeError):  # what is only kept in memory may have fields that no message could have
                msgspec.json.Decoder(struct)
            _READY.add(struct)


_READY: set[type] = set()


def _structs(base: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    struct: type[msgspec.Struct]
    for struct in base.__subclasses__():
        yield struct
        yield from _structs(struct)
