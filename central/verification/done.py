"""Requests that were carried out, so that the same one again gets the same answer and does nothing."""

import hashlib
from typing import TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks
from central.schema import done_requests
from domain.errors import Code, Refused

KEPT_MS = 400 * 24 * 3_600_000
Asked = TypeVar("Asked", bound=msgspec.Struct)


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
