"""Counting uses by person within one month, and by nobody beyond it.

A person stands there as a pseudonym under a key of that month, which is drawn at random and deleted when the month is told:
from then on nobody, not even with the key file, can follow a person from one month to the next.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, people, prepared
from central.authority import Authority
from central.schema import kpi_months, kpi_people, satisfaction
from domain import taipei
from domain.events import Particulars
from domain.kpi import AGES, UNKNOWN, band

_PURPOSE = b"kpi month"
_KEY_BYTES = 32
_PSEUDONYM_BYTES = 16


class Use(msgspec.Struct, frozen=True, kw_only=True):
    """A person used a service of an agency (empty: the city's own), once or more often in the month of `at_ms`."""

    holder: UUID
    service: str
    agency: str
    at_ms: int
    uses: int = 1


def month_of(at_ms: int) -> str:
    """The Taipei month of a moment, `2026-11`."""
    return f"{taipei.day(at_ms):%Y-%m}"


def key_of(connection: sa.Connection, authority: Authority, month: str) -> bytes | None:
    """A month's key, made with its first use; None when the month has been told already."""
    wanted = sa.select(kpi_months.c.wrapped).where(kpi_months.c.month == month)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        locks.hold(connection, locks.named(f"kpi/{month}"))
        row = connection.execute(wanted).one_or_none()
    if row is None:
        key = secrets.token_bytes(_KEY_BYTES)
        connection.execute(kpi_months.insert().values(month=month, wrapped=authority.vault.wrap(_PURPOSE, key)))
        return key
    return None if row.wrapped is None else authority.vault.unwrap(_PURPOSE, bytes(row.wrapped))


def note_use(connection: sa.Connection, authority: Authority, use: Use) -> bool:
    """Count a person's uses of a service; False when that month has been told already, and they count no more."""
    month = month_of(use.at_ms)
    key = key_of(connection, authority, month)
    if key is None:
        return False
    pseudonym = _pseudonym(key, use.holder)
    c = kpi_people.c
    same = sa.and_(c.month == month, c.service == use.service, c.agency == use.agency, c.pseudonym == pseudonym)
    more = kpi_people.update().where(same).values(uses=c.uses + use.uses)
    if connection.execute(more).rowcount:
        return True
    locks.hold(connection, locks.named(f"kpi/{month}/{pseudonym.hex()}"))
    if connection.execute(more).rowcount == 0:
        district, age = described(authority, people.particulars_of(connection, authority, use.holder), month)
        row = {"month": month, "service": use.service, "agency": use.agency, "pseudonym": pseudonym}
        connection.execute(kpi_people.insert().values(**row, district=district, age=age, uses=use.uses))
    return True


def note_uses(connection: sa.Connection, authority: Authority, uses: Sequence[Use]) -> None:
    """As `note_use` for many: who has used the service before in the month costs one statement for all."""
    groups: dict[tuple[str, str, str], Counter[UUID]] = {}
    at_ms: dict[str, int] = {}
    for use in uses:
        month = month_of(use.at_ms)
        at_ms[month] = use.at_ms
        groups.setdefault((month, use.service, use.agency), Counter())[use.holder] += use.uses
    for (month, service, agency), counts in sorted(groups.items()):
        key = key_of(connection, authority, month)
        by_pseudonym = {} if key is None else {_pseudonym(key, holder): holder for holder in counts}
        if not by_pseudonym:
            continue
        of = {"of_month": month, "of_service": service, "of_agency": agency}
        known = connection.scalars(_known(connection.dialect.name), {**of, "pseudonyms": list(by_pseudonym)})
        before = sorted(bytes(pseudonym) for pseudonym in known)
        if before:
            connection.execute(_MORE, [{**of, "of_pseudonym": one, "more": counts[by_pseudonym[one]]} for one in before])
        for pseudonym in sorted(by_pseudonym.keys() - set(before)):
            holder = by_pseudonym[pseudonym]
            use = Use(holder=holder, service=service, agency=agency, at_ms=at_ms[month], uses=counts[holder])
            note_use(connection, authority, use)


def _pseudonym(key: bytes, holder: UUID) -> bytes:
    return hashlib.blake2b(holder.bytes, key=key, digest_size=_PSEUDONYM_BYTES).digest()


_OF = sa.and_(
    kpi_people.c.month == sa.bindparam("of_month"),
    kpi_people.c.service == sa.bindparam("of_service"),
    kpi_people.c.agency == sa.bindparam("of_agency"),
)
_MORE = (
    kpi_people.update()
    .where(_OF, kpi_people.c.pseudonym == sa.bindparam("of_pseudonym"))
    .values(uses=kpi_people.c.uses + sa.bindparam("more"))
)


@cache
def _known(dialect: str) -> sa.Select[Any]:
    return sa.select(kpi_people.c.pseudonym).where(_OF, prepared.one_of(kpi_people.c.pseudonym, "pseudonyms", dialect))


def count_answer(connection: sa.Connection, station: str, service: str, answer: int, at_ms: int) -> None:
    """One more answer to how content somebody was, at a station in a month."""
    row = {"month": month_of(at_ms), "station": station, "service": service, "answer": answer}
    same = sa.and_(*(satisfaction.c[name] == value for name, value in row.items()))
    more = satisfaction.update().where(same).values(answers=satisfaction.c.answers + 1)
    if connection.execute(more).rowcount == 0:
        locks.hold(connection, locks.named(f"satisfaction/{station}/{service}/{answer}"))
        if connection.execute(more).rowcount == 0:
            connection.execute(satisfaction.insert().values(**row, answers=1))


def described(authority: Authority, person: Particulars | None, month: str) -> tuple[str, str]:
    """District and age band, which is all that is kept of whoever a pseudonym stands for."""
    if person is None:
        return UNKNOWN, UNKNOWN
    district = person.district if person.district in authority.programme.districts else UNKNOWN
    try:
        born, first = people.birthday_of(person), date.fromisoformat(f"{month}-01")
    except ValueError:
        return district, UNKNOWN
    years = first.year - born.year - ((first.month, first.day) < (born.month, born.day))
    return district, band(AGES, years)
