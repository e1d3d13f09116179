"""Where a person can be reached, and in which language: only encrypted under their data key."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.authority import Authority
from central.schema.messages import contacts
from domain.contacts import Contact, checked

_PURPOSE = b"contact"


def keep_contact(connection: sa.Connection, authority: Authority, holder: UUID, contact: Contact, *, now_ms: int) -> None:
    """Where this person wants to be reached from now on; an older wish does not replace a newer one.

    Raises `Refused(REQUEST_INVALID)` with `part`.
    """
    encrypted = authority.vault.encrypt(connection, holder, _PURPOSE, msgspec.json.encode(checked(contact)))
    if encrypted is None:
        return
    newer = connection.scalar(sa.select(contacts.c.as_of_ms).where(contacts.c.holder == holder, contacts.c.as_of_ms > now_ms))
    if newer is not None:
        return
    connection.execute(contacts.delete().where(contacts.c.holder == holder))
    connection.execute(contacts.insert().values(holder=holder, encrypted=encrypted, as_of_ms=now_ms))


def contact_of(connection: sa.Connection, authority: Authority, holder: UUID) -> Contact:
    """Where a person can be reached; empty for nobody knows where."""
    encrypted = connection.scalar(sa.select(contacts.c.encrypted).where(contacts.c.holder == holder))
    plaintext = None if encrypted is None else authority.vault.decrypt(connection, holder, _PURPOSE, encrypted)
    return Contact() if plaintext is None else msgspec.json.decode(plaintext, type=Contact)
