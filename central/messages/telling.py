"""What people are told beside their applications, in the transaction of what they are told about."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import people
from central.authority import Authority
from central.messages.contacts import contact_of
from central.messages.queue import queue
from central.messages.templates import words
from domain import taipei

Said = dict[str, str]
"""Words by language; Traditional Chinese under `zh_TW`, English for every other."""


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """A message to a person, once by its id. `values` are its blanks but for the name, programme and telephone number."""

    message: UUID
    holder: UUID
    template: str
    values: dict[str, str | Said]


def tell(connection: sa.Connection, authority: Authority, telling: Telling, now_ms: int) -> bool:
    """Queue it; False when it was before, or the person was forgotten. Raises `Bug` as `queue`."""
    person = people.particulars_of(connection, authority, telling.holder)
    if person is None:
        return False
    programme = authority.programme
    language, _ = words(telling.template, contact_of(connection, authority, telling.holder).language)
    values = {name: _in(said, language) for name, said in telling.values.items()}
    values |= {"name": person.name, "programme": programme.name.in_language(language), "phone": programme.service_phone}
    return queue(connection, authority, telling.message, telling.holder, telling.template, values=values, now_ms=now_ms)


def day_and_time(ms: int) -> str:
    """`2026-11-05 09:00`, of Taipei."""
    return taipei.moment(ms).strftime("%Y-%m-%d %H:%M")


def _in(said: str | Said, language: str) -> str:
    return said if isinstance(said, str) else said.get(language, said["en"])
