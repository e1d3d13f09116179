"""Requests that change something are carried out once per op_id: the same again is told the same, another one is a conflict."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks
from central.platform import Platform
from central.schema import done_requests
from domain.errors import Code, Refused

KEPT_MS = 400 * 24 * 3_600_000
Answer = TypeVar("Answer", bound=msgspec.Struct)


class Asked(Protocol):
    """A request with the op_id that its caller made, once."""

    @property
    def op_id(self) -> UUID: ...


def once(platform: Platform, by: str, request: Asked, gives: type[Answer], act: Callable[[sa.Connection], Answer]) -> Answer:
    """What `act` says in one write transaction; what it said when this very request, of the same member of staff, came before.

    Raises `Refused(REQUEST_CONFLICT)` when the op_id belongs to something else, and whatever `act` raises, after which nothing
    is kept.
    """
    assert isinstance(request, msgspec.Struct)
    kind = f"{type(request).__name__} {by}"
    with platform.store.write() as connection:
        said = before(connection, request.op_id, kind, request)
        if said is not None:
            return msgspec.json.decode(said, type=gives)
        answer = _carried_out(connection, act)
        encoded = msgspec.json.encode(answer)
        remember(connection, request.op_id, kind, request, answer=encoded, now_ms=platform.now_ms())
        return answer


def before(connection: sa.Connection, op_id: UUID, kind: str, request: msgspec.Struct) -> bytes | None:
    """What was answered to exactly this request before; keeps others with its op_id waiting until the transaction's end.

    Raises `Refused(REQUEST_CONFLICT)` when the op_id did something else.
    """
    locks.hold(connection, locks.named(f"request/{op_id}"))
    row = connection.execute(sa.select(done_requests).where(done_requests.c.op_id == op_id)).one_or_none()
    if row is None:
        return None
    if (row.kind, bytes(row.content_sha256)) != (kind, _content(request)):
        raise Refused(Code.REQUEST_CONFLICT)
    return bytes(row.answer)


def remember(connection: sa.Connection, op_id: UUID, kind: str, request: msgspec.Struct, *, answer: bytes, now_ms: int) -> None:
    """What is answered to a request."""
    connection.execute(
        done_requests.insert().values(op_id=op_id, kind=kind, content_sha256=_content(request), answer=answer, at_ms=now_ms)
    )


def forget_old(connection: sa.Connection, now_ms: int) -> int:
    """Delete what nobody repeats any more; how many."""
    return connection.execute(done_requests.delete().where(done_requests.c.at_ms <= now_ms - KEPT_MS)).rowcount


def _content(request: msgspec.Struct) -> bytes:
    return hashlib.sha256(msgspec.json.encode(request)).digest()


def _carried_out(connection: sa.Connection, act: Callable[[sa.Connection], Answer]) -> Answer:
    try:
        return act(connection)
    except sa.exc.IntegrityError as problem:
        # The op_id is a station's event's already, or another request came first to the very same thing.
        raise Refused(Code.REQUEST_CONFLICT) from problem
