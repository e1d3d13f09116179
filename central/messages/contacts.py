"""Where a person can be reached, and in which language: only encrypted under their data key."""

import re
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.authority import Authority
from central.schema.messages import contacts
from domain.errors import Code, Refused
from domain.programme_parts import LANGUAGES

_PURPOSE = b"contact"
_LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", re.ASCII)
"""What HTML's `input type=email` takes: one address, and nothing that could end a header's line."""
_PHONE = re.compile(r"[+(]?[0-9][0-9() -]{4,24}(?:(?:#|轉|ext\.?)\s*[0-9]{1,8})?", re.ASCII)
_MOBILE = re.compile(r"(?:\+886|0)9[0-9]{8}", re.ASCII)


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """An e-mail address, a telephone number (`#ext` and `轉` allowed), and one of `domain.programme.LANGUAGES`."""

    email: str = ""
    phone: str = ""
    language: str = "zh_TW"

    def __repr__(self) -> str:
        return "Contact(…)"

    @property
    def channel(self) -> tuple[str, str]:
        """By which way a message goes, and to where: e-mail, else a text message, else none."""
        if self.email:
            return "email", self.email
        mobile = re.sub(r"[() -]", "", self.phone)
        return ("sms", mobile) if _MOBILE.fullmatch(mobile) else ("none", "")


def checked(contact: Contact) -> Contact:
    """The contact with nothing around its words. Raises `Refused(REQUEST_INVALID)` with `part`."""
    tidy = Contact(email=contact.email.strip(), phone=contact.phone.strip(), language=contact.language or "zh_TW")
    if tidy.email and (len(tidy.email) > _LONGEST_ADDRESS or not _EMAIL.fullmatch(tidy.email)):
        raise Refused(Code.REQUEST_INVALID, part="email")
    if tidy.phone and not _PHONE.fullmatch(tidy.phone):
        raise Refused(Code.REQUEST_INVALID, part="phone")
    if tidy.language not in LANGUAGES:
        raise Refused(Code.REQUEST_INVALID, part="language")
    return tidy


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
