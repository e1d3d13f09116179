"""Whom another system means: by a card's UID or by national ID, sealed to the platform or in a file's cells."""

from datetime import date
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards
from central.authority import Authority
from central.cards import Card
from central.schema import holders
from domain import national_id
from domain.errors import Code, Refused
from domain.media import Medium, MediumType
from domain.sealing import person_digest, unseal
from domain.wire_money import PersonNamed

_UID_BYTES = (4, 7, 10)


def opened(authority: Authority, sealed: bytes) -> PersonNamed:
    """What was sealed. Raises `Refused(REQUEST_INVALID)` for anything but exactly one of UID and national ID."""
    try:
        named = msgspec.json.decode(unseal(authority.keys.sealing_private, sealed), type=PersonNamed)
    except (Refused, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="person") from problem
    if bool(named.uid) == bool(named.national_id) or (named.uid and len(named.uid) not in _UID_BYTES):
        raise Refused(Code.REQUEST_INVALID, part="person")
    return named


def holder_of(connection: sa.Connection, authority: Authority, named: PersonNamed, today: date) -> UUID:
    """The person.

    Raises `Refused` as `card_of`, and with PERSON_UNKNOWN or a NATIONAL_ID code.
    """
    if named.uid:
        card = card_of(connection, authority, named.uid)
        if card.holder is None:
            raise Refused(Code.CARD_NO_HOLDER)
        return card.holder
    digest = person_digest(authority.keys.person, national_id.check(named.national_id, today))
    holder: UUID | None = connection.scalar(sa.select(holders.c.holder).where(holders.c.person_digest == digest))
    if holder is None:
        raise Refused(Code.PERSON_UNKNOWN)
    return holder


def card_of(connection: sa.Connection, authority: Authority, uid: bytes) -> Card:
    """The card of a UID. Raises `Refused` with CARD_UNKNOWN, CARD_RANDOM_UID or STAFF_CARD_NOT_FOR_CITIZENS."""
    digest = Medium(MediumType.UID, uid).require_fixed().digest(authority.keys.digest)
    card = cards.find(connection, digest)
    if card is None:
        staff = cards.is_staff(connection, digest)
        raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN)
    return card
