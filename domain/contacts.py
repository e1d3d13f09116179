"""Where a person can be reached, and in which language."""

import re

import msgspec

from domain.errors import Code, Refused
from domain.programme_parts import LANGUAGES

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
