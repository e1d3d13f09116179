"""One-time codes from the counter by which a person ties one more card to themselves at a kiosk; a phone's code does so too.

A code is eight digits, to be typed on a pad. It is kept as a keyed hash beside the codes that enrol phones, under another
name, so that neither does for the other; what it was used up by stands where a phone would.
"""

import hashlib
import hmac
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.authority import Authority
from central.schema import virtual_card_activations
from central.virtual_card import codes, devices
from domain.errors import Code, Refused
from domain.virtual_card import BIND_DIGITS

BIND_MS = 15 * 60_000
_TRIES = 100


class Bearer(msgspec.Struct, frozen=True, kw_only=True):
    """Whose code it is, and by which card they were recognised."""

    holder: UUID
    medium: bytes
    code_hash: bytes | None = None
    """Of a code from the counter."""
    shown: codes.Shown | None = None
    """A phone's code."""


def make(
    connection: sa.Connection, authority: Authority, *, op_id: UUID, medium: bytes, staff: str, now_ms: int
) -> tuple[str, int]:
    """A code for this card's holder, and until when it is good. The same op_id gives the same code.

    Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED, CARD_NO_HOLDER or REQUEST_CONFLICT.
    """
    c = virtual_card_activations.c
    known = connection.execute(sa.select(virtual_card_activations).where(c.op_id == op_id)).one_or_none()
    if known is not None and (bytes(known.medium), known.staff) != (medium, staff):
        raise Refused(Code.REQUEST_CONFLICT)
    card, holder = devices.entitled(connection, medium)
    for number in range(_TRIES):
        code = _code(authority, op_id, number)
        taken = connection.scalar(sa.select(c.op_id).where(c.code_hash == _hash(authority, code)))
        if taken == op_id and known is not None:
            return code, known.expires_ms
        if taken is None and known is None:
            row = {"op_id": op_id, "code_hash": _hash(authority, code), "holder": holder, "medium": card.medium, "staff": staff}
            connection.execute(virtual_card_activations.insert().values(**row, expires_ms=now_ms + BIND_MS))
            return code, now_ms + BIND_MS
    raise Refused(Code.REQUEST_CONFLICT)


def read(connection: sa.Connection, authority: Authority, text: str, *, op_id: UUID, at_ms: int, now_ms: int) -> Bearer:
    """Whose code this is, when it was good at `at_ms` and nothing but `op_id` has used it. Raises `Refused` with
    VIRTUAL_CODE_INVALID, VIRTUAL_CODE_EXPIRED, VIRTUAL_CODE_USED or CARD_BLOCKED.
    """
    if len(text) != BIND_DIGITS:
        shown = codes.read(connection, authority, text, purpose="confirm", at_ms=at_ms, now_ms=now_ms)
        return Bearer(holder=shown.holder, medium=shown.card.medium, shown=shown)
    here = virtual_card_activations.c.code_hash == _hash(authority, text)
    row = connection.execute(sa.select(virtual_card_activations).where(here)).one_or_none()
    if row is None:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    locks.hold(connection, locks.holder(row.holder))
    row = connection.execute(sa.select(virtual_card_activations).where(here)).one()
    if row.device not in (None, op_id):
        raise Refused(Code.VIRTUAL_CODE_USED)
    if row.expires_ms <= at_ms:
        raise Refused(Code.VIRTUAL_CODE_EXPIRED)
    via = cards.find(connection, bytes(row.medium))
    if via is None or via.holder != row.holder:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    if not via.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    return Bearer(holder=row.holder, medium=via.medium, code_hash=bytes(row.code_hash))


def use(connection: sa.Connection, bearer: Bearer, op_id: UUID, now_ms: int) -> None:
    """The code is used up by this act. Raises `Refused(VIRTUAL_CODE_USED)`."""
    if bearer.shown is not None:
        codes.use(connection, bearer.shown, op_id, now_ms)
    here = virtual_card_activations.c.code_hash == bearer.code_hash
    connection.execute(virtual_card_activations.update().where(here).values(device=op_id))


def _code(authority: Authority, op_id: UUID, number: int) -> str:
    drawn = hmac.digest(authority.keys.person, b"bind code\0" + op_id.bytes + bytes([number]), "sha256")
    return str(int.from_bytes(drawn, "big") % 10**BIND_DIGITS).zfill(BIND_DIGITS)


def _hash(authority: Authority, code: str) -> bytes:
    return hashlib.blake2b(code.encode(), key=authority.keys.person, digest_size=32, person=b"citycard-bind").digest()
