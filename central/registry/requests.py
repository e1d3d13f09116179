"""Requests that change something are carried out once per op_id: the same again is told the same, another one is a conflict."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.inserting import insert_new
from central.platform import Platform
from central.schema import registry_requests
from domain.errors import Code, Refused


class Asked(Protocol):
    """A request with its op_id."""

    @property
    def op_id(self) -> UUID: ...


Answer = TypeVar("Answer", bound=msgspec.Struct)


def once(platform: Platform, request: Asked, answers: type[Answer], carry_out: Callable[[sa.Connection], Answer]) -> Answer:
    """What `carry_out` says in one write transaction; what it said when this very request came before.

    Raises `Refused(REQUEST_CONFLICT)` when the op_id belongs to another request, and whatever `carry_out` raises, after which
    nothing is kept.
    """
    content = hashlib.sha256(type(request).__name__.encode() + b"\0" + msgspec.json.encode(request)).digest()
    mine = registry_requests.c.op_id == request.op_id
    with platform.store.write() as connection:
        fresh = insert_new(
            connection, registry_requests, op_id=request.op_id, content=content, answer=b"", at_ms=platform.now_ms()
        )
        if fresh:
            said = _carried_out(connection, carry_out)
            connection.execute(registry_requests.update().where(mine).values(answer=msgspec.json.encode(said)))
            return said
        before = connection.execute(sa.select(registry_requests).where(mine)).one()
    if bytes(before.content) != content:
        raise Refused(Code.REQUEST_CONFLICT)
    return msgspec.json.decode(before.answer, type=answers)


def _carried_out(connection: sa.Connection, carry_out: Callable[[sa.Connection], Answer]) -> Answer:
    try:
        return carry_out(connection)
    except sa.exc.IntegrityError as problem:
        # The op_id is a station's event's already, or another request came first to the very same thing.
        raise Refused(Code.REQUEST_CONFLICT) from problem
