"""An HTTP call as data: who may make it, what is asked, what is answered. Routes and the OpenAPI document come from these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

import msgspec

from central.api.doors import Door

SMALL_BODY_BYTES = 64 * 1024
LARGE_BODY_BYTES = 8 * 1024 * 1024

CallerT = TypeVar("CallerT")
AskedT = TypeVar("AskedT")


class File(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is a file, or, as what is asked, the raw body of a request. `name` is what a browser saves it under."""

    content: bytes
    media_type: str
    name: str = ""


class Nothing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a call that asks for nothing in particular."""


@dataclass(frozen=True, kw_only=True)
class Call(Generic[CallerT, AskedT]):
    """One call of the API.

    `asks` of a GET is a struct of plain fields that are read from the query; of a POST it is read from the JSON body, or is
    `File` for a raw one. `run` is called in a worker thread and raises `CityCardError` for a `Problem`.
    """

    method: Literal["GET", "POST"] = "POST"
    path: str
    summary: str
    door: Door[CallerT]
    asks: type[AskedT]
    gives: type[msgspec.Struct]
    run: Callable[[CallerT, AskedT], msgspec.Struct]
    most_bytes: int = SMALL_BODY_BYTES
    takes_turns: bool = False
    """Large bodies of it are worked on a few at a time (`central.api.turns`)."""


AnyCall = Call[Any, Any]
