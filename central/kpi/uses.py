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

from central import bulk, locks, people, prepared
from central.authority import Authority
from central.schema import kpi_months, kpi_people, satisfaction
from domain import taipei
from domain.events import Particulars
from domain.kpi import AGES, UNKNOWN, band

_PURPOSE = b"kpi month"
_KEY_BYTES = 32
_PSEUDONYM_BYTES = 16
_KEY = ("month", "service", "agency", "pseudonym")


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
    return note_uses(connection, authority, [use]) > 0


def note_uses(connection: sa.Connection, authority: Authority, uses: Sequence[Use]) -> int:
    """As `note_use` for many, by few statements; how many still count."""
    groups: dict[tuple[str, str, str], Counter[UUID]] = {}
    for use in uses:
        groups.setdefault((month_of(use.at_ms), use.service, use.agency), Counter())[use.holder] += use.uses
    keys = {month: key_of(connection, authority, month) for month in sorted({month for month, _, _ in groups})}
    counted, rows = 0, []
    for (month, service, agency), counts in groups.items():
        key = keys[month]
        if key is not None:
            counted += counts.total()
            rows += _rows(connection, authority, key, (month, service, agency), counts)
    bulk.add(connection, kpi_people, rows, key=_KEY, to="uses")
    return counted


def _rows(
    connection: sa.Connection, authority: Authority, key: bytes, of: tuple[str, str, str], counts: Counter[UUID]
) -> list[dict[str, Any]]:
    """One row for each person, who is described when they have not used the service before in the month."""
    month, service, agency = of
    by_holder = {holder: _pseudonym(key, holder) for holder in counts}
    asked = {"of_month": month, "of_service": service, "of_agency": agency, "pseudonyms": list(by_holder.values())}
    known = {bytes(one) for one in connection.scalars(_known(connection.dialect.name), asked)}
    fresh = [holder for holder, pseudonym in by_holder.items() if pseudonym not in known]
    sealed = people.sealed_of(connection, fresh) if fresh else {}
    rows = []
    for holder, pseudonym in by_holder.items():
        person = people.opened(authority, holder, sealed[holder]) if holder in sealed else None
        district, age = described(authority, person, month)
        row = {"month": month, "service": service, "agency": agency, "pseudonym": pseudonym}
        rows.append({**row, "district": district, "age": age, "uses": counts[holder]})
    return rows


def _pseudonym(key: bytes, holder: UUID) -> bytes:
    return hashlib.blake2b(holder.bytes, key=key, digest_size=_PSEUDONYM_BYTES).digest()


_OF = sa.and_(
    kpi_people.c.month == sa.bindparam("of_month"),
    kpi_people.c.service == sa.bindparam("of_service"),
    kpi_people.c.agency == sa.bindparam("of_agency"),
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
