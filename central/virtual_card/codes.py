"""Codes of virtual cards: made for a phone that asks, read where they are shown, and used once.

Making a signed code writes nothing: the same request gives the same code, also from another process. Digits (for Code 128) are
kept as a keyed hash, because a billion guesses at ten to the twelve are soon made.
"""

import hashlib
import hmac
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.authority import Authority
from central.cards import Card
from central.inserting import insert_new
from central.schema import used_codes, virtual_card_digits
from central.virtual_card import devices, keys
from domain import virtual_card
from domain.errors import Code, Refused
from domain.events import CodePurpose
from domain.virtual_card import CTI_BYTES, DIGITS, DIGITS_PREFIX, LIFETIME_S, SKEW_MS, Claims, are_digits
from domain.wire_virtual_card import CodeRequest, DigitsRequest

DIGITS_MS = 90_000
KEPT_MS = 40 * 24 * 3_600_000
"""How long a use is remembered, for stations that were offline so long. Codes themselves are over after a minute or two."""
MOST_TOLD = 5_000
_OVERLAP_MS = 30_000
"""What was used in the last moments is told again: its transaction may not have been visible before."""


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A code that is good, and whose it is. Whether it was used before is not known yet."""

    cti: bytes
    purpose: CodePurpose
    expires_ms: int
    card: Card
    holder: UUID


def made(connection: sa.Connection, authority: Authority, request: CodeRequest, now_ms: int) -> tuple[str, int] | None:
    """The code and its expiry; None while there is no key to sign with. Raises `Refused` as `devices.proven` does."""
    device, _ = devices.proven(connection, request.proof, "/v1/virtual-card/code", request.purpose, now_ms)
    key = keys.active(connection, authority.vault)
    if key is None:
        return None
    issued_s = request.proof.at_ms // 1000
    claims = Claims(
        issuer=authority.programme.id,
        medium=device.medium,
        purpose=request.purpose,
        issued_s=issued_s,
        expires_s=issued_s + LIFETIME_S,
        cti=b"",
    )
    return virtual_card.made(
        key, claims, _seed(authority, b"cti", request.proof.device, request.proof.op_id)
    ), claims.expires_ms


def digits(connection: sa.Connection, authority: Authority, request: DigitsRequest, now_ms: int) -> tuple[str, int]:
    """The digits and their expiry. The same request gives the same ones.

    Raises `Refused` as `devices.proven` does, and with REQUEST_CONFLICT.
    """
    device, _ = devices.proven(connection, request.proof, "/v1/virtual-card/digits", request.purpose, now_ms)
    locks.hold(connection, locks.medium(device.medium))
    drawn = int.from_bytes(_seed(authority, b"digits", request.proof.device, request.proof.op_id), "big")
    text = DIGITS_PREFIX + str(drawn % 10 ** (DIGITS - len(DIGITS_PREFIX))).zfill(DIGITS - len(DIGITS_PREFIX))
    code_hash, expires_ms = _digits_hash(authority, text), request.proof.at_ms + DIGITS_MS
    values = {"device": device.device, "purpose": request.purpose, "expires_ms": expires_ms}
    known = connection.execute(sa.select(virtual_card_digits).where(virtual_card_digits.c.code_hash == code_hash)).one_or_none()
    if known is None:
        connection.execute(virtual_card_digits.insert().values(code_hash=code_hash, **values))
    elif {name: known._mapping[name] for name in values} != values:
        raise Refused(Code.REQUEST_CONFLICT)
    return text, expires_ms


def read(connection: sa.Connection, authority: Authority, text: str, *, purpose: CodePurpose, at_ms: int, now_ms: int) -> Shown:
    """Whose code this is, when it was good at `at_ms` and is for this purpose.

    Raises `Refused` with VIRTUAL_CODE_INVALID, VIRTUAL_CODE_EXPIRED or CARD_BLOCKED (that phone, or its card, is shut out).
    """
    text = text.strip("\r\n")
    if are_digits(text):
        return _read_digits(connection, authority, text, purpose, now_ms)
    claims = virtual_card.read(text, keys.verifying(connection, at_ms), authority.programme.id, at_ms)
    if claims.purpose != purpose:
        raise Refused(Code.VIRTUAL_CODE_INVALID, part="purpose")
    return _shown(connection, claims.medium, claims.cti, purpose, claims.expires_ms)


def read_again(connection: sa.Connection, authority: Authority, text: str, op_id: UUID) -> Shown | None:
    """The code that this act has used up already, as it was then; None when it has used none, or another one."""
    row = connection.execute(sa.select(used_codes).where(used_codes.c.op_id == op_id)).first()
    if row is None:
        return None
    try:
        shown = read(connection, authority, text, purpose=row.purpose, at_ms=row.used_ms, now_ms=row.used_ms)
    except Refused:
        return None
    return shown if shown.cti == bytes(row.cti) else None


def use(connection: sa.Connection, shown: Shown, op_id: UUID, now_ms: int) -> None:
    """Use a code up. The first one wins, and may say so again. Raises `Refused(VIRTUAL_CODE_USED)` for everybody else."""
    if not first_use(connection, shown.cti, op_id, purpose=shown.purpose, expires_ms=shown.expires_ms, now_ms=now_ms):
        raise Refused(Code.VIRTUAL_CODE_USED)


def first_use(
    connection: sa.Connection, cti: bytes, op_id: UUID, *, purpose: CodePurpose, expires_ms: int, now_ms: int
) -> bool:
    """Note that a code was used by this act; False when another one has used it before."""
    how = {"purpose": purpose, "expires_ms": expires_ms, "used_ms": now_ms}
    if insert_new(connection, used_codes, cti=cti, op_id=op_id, **how):
        return True
    return bool(connection.scalar(sa.select(used_codes.c.op_id).where(used_codes.c.cti == cti)) == op_id)


def used_since(connection: sa.Connection, cursor: str, now_ms: int) -> tuple[list[bytes], str, bool]:
    """Codes that were used and are not over yet, the next cursor, and whether there are more.

    Raises `Refused(REQUEST_INVALID)` for a cursor that is none of ours.
    """
    since_ms, after = _position(cursor)
    c = used_codes.c
    later = sa.or_(c.used_ms > since_ms, sa.and_(c.used_ms == since_ms, c.cti > after))
    rows = connection.execute(
        sa.select(c.cti, c.used_ms)
        .where(later, c.expires_ms > now_ms - 2 * SKEW_MS)
        .order_by(c.used_ms, c.cti)
        .limit(MOST_TOLD + 1)
    ).all()
    told = rows[:MOST_TOLD]
    more = len(rows) > MOST_TOLD
    if more:
        return [bytes(row.cti) for row in told], f"{told[-1].used_ms}.{bytes(told[-1].cti).hex()}", True
    return [bytes(row.cti) for row in told], f"{max(since_ms, now_ms - _OVERLAP_MS)}.", False


def forget_old(connection: sa.Connection, now_ms: int) -> int:
    """Delete what was used long ago, and digits that are over; how many."""
    old = connection.execute(used_codes.delete().where(used_codes.c.used_ms <= now_ms - KEPT_MS)).rowcount
    over = virtual_card_digits.c.expires_ms <= now_ms - KEPT_MS
    return old + connection.execute(virtual_card_digits.delete().where(over)).rowcount


def _read_digits(connection: sa.Connection, authority: Authority, text: str, purpose: CodePurpose, now_ms: int) -> Shown:
    code_hash = _digits_hash(authority, text)
    row = connection.execute(sa.select(virtual_card_digits).where(virtual_card_digits.c.code_hash == code_hash)).one_or_none()
    if row is None or row.purpose != purpose:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    if row.expires_ms <= now_ms:
        raise Refused(Code.VIRTUAL_CODE_EXPIRED)
    device = devices.find(connection, row.device)
    if device is None:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    return _shown(connection, device.medium, code_hash[:CTI_BYTES], purpose, row.expires_ms)


def _shown(connection: sa.Connection, medium: bytes, cti: bytes, purpose: CodePurpose, expires_ms: int) -> Shown:
    card = cards.find(connection, medium)
    if card is None or card.holder is None:
        raise Refused(Code.VIRTUAL_CODE_INVALID)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    return Shown(cti=cti, purpose=purpose, expires_ms=expires_ms, card=card, holder=card.holder)


def _seed(authority: Authority, what: bytes, device: UUID, op_id: UUID) -> bytes:
    return hmac.digest(authority.keys.person, b"virtual card " + what + b"\0" + device.bytes + op_id.bytes, "sha256")


def _digits_hash(authority: Authority, text: str) -> bytes:
    return hashlib.blake2b(text.encode(), key=authority.keys.person, digest_size=32, person=b"citycard-digits").digest()


def _position(cursor: str) -> tuple[int, bytes]:
    since, dot, after = (cursor or "0.").partition(".")
    try:
        found = bytes.fromhex(after)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part="cursor") from problem
    if not dot or not (since.isascii() and since.isdecimal()) or len(since) > 15:
        raise Refused(Code.REQUEST_INVALID, part="cursor")
    return int(since), found
