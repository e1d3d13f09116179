"""Which holder is meant: by a card, or by a national ID that only the platform can read."""

import base64
import binascii
from uuid import UUID

import sqlalchemy as sa

from central import cards
from central.authority import Authority
from central.files.csv_in import Row
from central.schema import holders
from domain import national_id, taipei
from domain.errors import Code, Refused
from domain.media import Medium, MediumType
from domain.sealing import person_digest, unseal

CARD_COLUMN = "卡片UID"
SEALED_COLUMN = "密封身分證"
_UID_BYTES = frozenset({4, 7, 10})


def by_card(connection: sa.Connection, medium: bytes) -> UUID:
    """The holder of a card. Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED or CARD_NO_HOLDER."""
    card = cards.find(connection, medium)
    if card is None:
        raise Refused(Code.CARD_UNKNOWN)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if card.holder is None:
        raise Refused(Code.CARD_NO_HOLDER)
    return card.holder


def by_sealed_id(connection: sa.Connection, authority: Authority, sealed: bytes, now_ms: int) -> UUID:
    """The holder of a national ID, sealed to the platform.

    Raises `Refused` with REQUEST_INVALID (sealed to somebody else, or no number), a NATIONAL_ID code or PERSON_UNKNOWN.
    """
    try:
        text = unseal(authority.keys.sealing_private, sealed).decode("ascii")
    except (Refused, UnicodeDecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="sealed_id") from problem
    number = national_id.check(text, taipei.day(now_ms))
    digest = person_digest(authority.keys.person, number)
    holder: UUID | None = connection.scalar(sa.select(holders.c.holder).where(holders.c.person_digest == digest))
    if holder is None:
        raise Refused(Code.PERSON_UNKNOWN)
    return holder


def by_row(connection: sa.Connection, authority: Authority, row: Row, now_ms: int) -> UUID:
    """The holder that a row of a file names in one of its two columns. Raises `Refused` with a detail `column`."""
    card, sealed = row[CARD_COLUMN], row[SEALED_COLUMN]
    if bool(card) == bool(sealed):
        raise Refused(Code.FILE_INVALID, column=CARD_COLUMN)
    column = CARD_COLUMN if card else SEALED_COLUMN
    try:
        if card:
            return by_card(connection, _uid(card).digest(authority.keys.digest))
        return by_sealed_id(connection, authority, base64.b64decode(sealed, validate=True), now_ms)
    except binascii.Error as problem:
        raise Refused(Code.FILE_INVALID, column=column) from problem
    except Refused as refused:
        code = Code.FILE_INVALID if refused.code is Code.REQUEST_INVALID else refused.code
        raise Refused(code, column=column) from refused


def _uid(text: str) -> Medium:
    """A UID in hexadecimal, with or without colons. Raises `Refused(FILE_INVALID)`."""
    try:
        value = bytes.fromhex(text.replace(":", "").replace("-", ""))
    except ValueError as problem:
        raise Refused(Code.FILE_INVALID) from problem
    if len(value) not in _UID_BYTES:
        raise Refused(Code.FILE_INVALID)
    return Medium(MediumType.UID, value)
