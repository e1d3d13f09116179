"""Office requests that change something are carried out once: the same op_id and content get the same answer again."""

import hashlib
from collections.abc import Callable
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks
from central.platform import Platform
from central.schema import office_requests
from domain.errors import Code, Refused


class _Asked(Protocol):
    @property
    def op_id(self) -> UUID:
        """Made by the caller, once."""
        ...


Answer = TypeVar("Answer", bound=msgspec.Struct)


def once(
    platform: Platform, staff: str, request: _Asked, gives: type[Answer], act: Callable[[sa.Connection], Answer]
) -> Answer:
    """Carry a request out in one transaction, or find its answer. Raises `Refused(REQUEST_CONFLICT)` and what `act` raises."""
    digest = hashlib.sha256(f"{type(request).__name__} {staff} ".encode() + msgspec.json.encode(request)).digest()
    with platform.store.write() as connection:
        locks.hold(connection, locks.named(f"request:{request.op_id}"))
        row = connection.execute(sa.select(office_requests).where(office_requests.c.op_id == request.op_id)).one_or_none()
        if row is not None:
            if bytes(row.digest) != digest:
                raise Refused(Code.REQUEST_CONFLICT)
            return msgspec.json.decode(bytes(row.answer), type=gives)
        answer = act(connection)
        connection.execute(
            office_requests.insert().values(
                op_id=request.op_id, digest=digest, answer=msgspec.json.encode(answer), staff=staff, at_ms=platform.now_ms()
            )
        )
        return answer
