"""Holders: one row per person, found again by the keyed digest of their national ID; particulars only encrypted."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import msgspec
import sqlalchemy as sa

from central import prepared
from central.authority import Authority
from central.inserting import insert_new
from central.registry import names
from central.schema import data_keys, holder_refs, holders, particulars
from domain.events import Particulars
from domain.masking import mask_name
from domain.programme_parts import SITUATION_FACTS
from domain.sealing import person_digest

PURPOSE = b"particulars"
"""What particulars are encrypted for (`central.vault`)."""
_UNCONFIRMED_MS = 0
"""Stands for the age of particulars that nobody has confirmed: older than any."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's particulars as they stand in the database, with the wrapped key that opens them."""

    encrypted: bytes
    wrapped: bytes


def join(connection: sa.Connection, authority: Authority, reference: UUID, person: Particulars, *, now_ms: int) -> UUID:
    """The holder that this person is, made when new; the station's `reference` leads to them from now on.

    A reference that already leads to somebody stays as it is. Particulars are kept of a new holder only, and give way to any
    that are confirmed later by `renew`: they are what a person is recognised by when money is at stake.
    """
    digest = digest_of(authority, person)
    holder = connection.scalar(sa.select(holders.c.holder).where(holders.c.person_digest == digest))
    if holder is None:
        holder = _admit(connection, authority, reference, digest, now_ms)
        renew(connection, authority, holder, person, as_of_ms=_UNCONFIRMED_MS)
    refer(connection, reference, holder)
    return holder


def digest_of(authority: Authority, person: Particulars) -> bytes:
    """The keyed digest by which a person is found again; also what `locks.person` takes."""
    return person_digest(authority.keys.person, person.national_id)


def _admit(connection: sa.Connection, authority: Authority, reference: UUID, digest: bytes, now_ms: int) -> UUID:
    taken = connection.scalar(sa.select(holders.c.holder).where(holders.c.holder == reference))
    holder = reference if taken is None and by_reference(connection, reference) is None else uuid4()
    connection.execute(holders.insert().values(holder=holder, person_digest=digest, created_ms=now_ms))
    authority.vault.admit(connection, holder)
    return holder


def renew(connection: sa.Connection, authority: Authority, holder: UUID, person: Particulars, *, as_of_ms: int) -> None:
    """Take over particulars against which nothing is to be said, unless newer ones are there."""
    older = connection.scalar(sa.select(particulars.c.as_of_ms).where(particulars.c.holder == holder))
    if older is not None and older > as_of_ms:
        return
    facts = [fact for fact in person.facts if fact not in SITUATION_FACTS]
    without_uid = msgspec.structs.replace(person, uid=b"", facts=facts)
    encrypted = authority.vault.encrypt(connection, holder, PURPOSE, msgspec.json.encode(without_uid))
    if encrypted is None:
        return
    connection.execute(particulars.delete().where(particulars.c.holder == holder))
    connection.execute(particulars.insert().values(holder=holder, encrypted=encrypted, as_of_ms=as_of_ms))
    names.keep(connection, authority, holder, person.name)


def by_reference(connection: sa.Connection, reference: UUID) -> UUID | None:
    """The holder behind a station's reference."""
    return connection.scalar(sa.select(holder_refs.c.holder).where(holder_refs.c.reference == reference))


def particulars_of(connection: sa.Connection, authority: Authority, holder: UUID) -> Particulars | None:
    """A person's particulars without UIDs; None when they have been forgotten."""
    sealed = sealed_of(connection, [holder]).get(holder)
    return None if sealed is None else opened(authority, holder, sealed)


def sealed_of(connection: sa.Connection, who: Collection[UUID]) -> dict[UUID, Sealed]:
    """The particulars of these persons, without those who have been forgotten."""
    rows = connection.execute(_sealed_of(connection.dialect.name), {"who": list(who)})
    return {row.holder: Sealed(encrypted=row.encrypted, wrapped=row.wrapped) for row in rows}


def opened(authority: Authority, holder: UUID, sealed: Sealed) -> Particulars:
    """Somebody's particulars."""
    return msgspec.json.decode(authority.vault.open(sealed.wrapped, holder, PURPOSE, sealed.encrypted), type=Particulars)


@cache
def _sealed_of(dialect: str) -> sa.Select[Any]:
    return (
        sa.select(particulars.c.holder, particulars.c.encrypted, data_keys.c.wrapped)
        .join(data_keys, data_keys.c.holder == particulars.c.holder)
        .where(prepared.one_of(particulars.c.holder, "who", dialect))
    )


def masked_name(connection: sa.Connection, authority: Authority, holder: UUID) -> str:
    """`王○明`; empty for a person who has been forgotten."""
    person = particulars_of(connection, authority, holder)
    return "" if person is None else mask_name(person.name)


def birthday_of(person: Particulars) -> date:
    """The birthday. Raises `ValueError` when it is not an ISO 8601 calendar date."""
    return date.fromisoformat(person.birthday)


def refer(connection: sa.Connection, reference: UUID, holder: UUID) -> None:
    """Let a station's reference lead to a holder, unless it leads to somebody already."""
    insert_new(connection, holder_refs, reference=reference, holder=holder)
