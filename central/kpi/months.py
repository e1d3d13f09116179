"""Telling a month: once, ten days after its end, when what was done offline has come in; its numbers then stay as they are.

Library look-ups and other systems' questions were counted under the month's pseudonyms as they came. Attendance, redemptions
and loads are counted here from their own tables. Nothing of a person goes into what is told but the cell they were counted in.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, people
from central.authority import Authority
from central.kpi.uses import described, month_of
from central.platform import Platform
from central.schema import (
    accounts,
    activities,
    admission_entries,
    attendance,
    kpi_cells,
    kpi_months,
    kpi_people,
    operations,
    satisfaction,
    transfers,
)
from domain import taipei
from domain.errors import Code, Refused
from domain.kpi import AGES, FREQUENCIES, UNKNOWN, Cell, band, by_frequency, rounded, told, total

GRACE = timedelta(days=10)
ATTENDANCE, REDEMPTION, ADMISSION = "attendance", "redemption", "admission"
_SPENDING = ("redeem", "spend", "load.authorise")
"""Kinds of the ledger's operations by which a person uses points; a load that is given up was a use of the service, too."""
_ANSWERS = tuple(str(answer) for answer in range(1, 6))


class _Line:
    """One service of one agency, as it is counted."""

    def __init__(self, districts: list[str]) -> None:
        self._people: dict[str, Counter[str]] = {"district": Counter(), "age": Counter(), "frequency": Counter()}
        self._uses: dict[str, Counter[str]] = {name: Counter() for name in self._people}
        self._names = {
            "district": [*districts, UNKNOWN],
            "age": [*(name for name, _ in AGES), UNKNOWN],
            "frequency": [name for name, _ in FREQUENCIES],
        }

    def add(self, district: str, age: str, uses: int) -> None:
        for breakdown, part in (("district", district), ("age", age), ("frequency", band(FREQUENCIES, uses))):
            self._people[breakdown][part] += 1
            self._uses[breakdown][part] += uses

    def cells(self) -> Iterator[tuple[str, str, Cell]]:
        """Breakdown, part and what may be told of it."""
        people, uses = self._people["age"].total(), self._uses["age"].total()
        yield "total", "", total(people, rounded(uses))
        for breakdown, names in self._names.items():
            line = {
                name: Cell(people=self._people[breakdown][name], uses=rounded(self._uses[breakdown][name])) for name in names
            }
            may_tell = by_frequency if breakdown == "frequency" else told
            for name, cell in may_tell(line).items():
                yield breakdown, name, cell


def due(platform: Platform) -> list[str]:
    """Months that are over and have not been told, oldest first: those that were counted in, and the latest."""
    latest = taipei.day(platform.now_ms()) - GRACE
    last = last_month(taipei.midnight_ms(latest))
    with platform.store.read() as connection:
        counted = connection.scalars(sa.select(kpi_months.c.month).where(kpi_months.c.closed_ms.is_(None)))
        found = {month for month in counted if _next_month(month) <= latest}
        return sorted(found if _is_told(connection, last) else {*found, last})


def close(platform: Platform, month: str) -> bool:
    """Tell a month; False when it was told before. Safe to repeat.

    Raises `Refused(REQUEST_INVALID)` for what is no month, or not over for `GRACE`.
    """
    try:
        begins, ends = date.fromisoformat(f"{month}-01"), _next_month(month)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part="month") from problem
    if ends > taipei.day(platform.now_ms()) - GRACE:
        raise Refused(Code.REQUEST_INVALID, part="month")
    with platform.store.read() as connection:
        if _is_told(connection, month):
            return False
        span = taipei.midnight_ms(begins), taipei.midnight_ms(ends)
        lines = _from_tables(connection, platform.authority, month, span)
    with platform.store.write() as connection:
        locks.hold(connection, locks.named(f"kpi/{month}"))
        if _is_told(connection, month):
            return False
        _begin(connection, month, platform.now_ms())
        districts = platform.authority.programme.districts
        for row in connection.execute(sa.select(kpi_people).where(kpi_people.c.month == month)):
            lines.setdefault((row.service, row.agency), _Line(districts)).add(row.district, row.age, row.uses)
        connection.execute(kpi_people.delete().where(kpi_people.c.month == month))
        _write(connection, month, [(key, cell) for key, line in sorted(lines.items()) for cell in line.cells()])
        _write(connection, month, list(_satisfaction(connection, month)))
    return True


def is_told(connection: sa.Connection, month: str) -> bool:
    """Whether a month's numbers are there."""
    return _is_told(connection, month)


# --- counting --------------------------------------------------------------------------------------------------------

_Key = tuple[str, str]
"""Service and agency."""


def _from_tables(connection: sa.Connection, authority: Authority, month: str, span: tuple[int, int]) -> dict[_Key, _Line]:
    lines: dict[_Key, _Line] = {}
    known: dict[UUID, tuple[str, str]] = {}
    for service, wanted in ((ATTENDANCE, _stays(span)), (REDEMPTION, _spendings(span))):
        for row in connection.execute(wanted):
            if row.holder not in known:
                person = people.particulars_of(connection, authority, row.holder)
                known[row.holder] = described(authority, person, month)
            line = lines.setdefault((service, row.agency or ""), _Line(authority.programme.districts))
            district, age = known[row.holder]
            line.add(district, age, row.uses)
    for entered in connection.execute(_entries(span)):
        holder = _holder_of(entered.visitor)
        person = None if holder is None else people.particulars_of(connection, authority, holder)
        line = lines.setdefault((ADMISSION, ""), _Line(authority.programme.districts))
        district, age = described(authority, person, month)
        line.add(district, age, entered.uses)
    return lines


def _stays(span: tuple[int, int]) -> sa.Select[tuple[UUID, str, int]]:
    """People, agencies of activities, and how often one was at the other's."""
    return (
        sa.select(attendance.c.holder, activities.c.agency, sa.func.count().label("uses"))
        .outerjoin(activities, activities.c.activity == attendance.c.activity)
        .where(attendance.c.holder.is_not(None), attendance.c.in_ms >= span[0], attendance.c.in_ms < span[1])
        .group_by(attendance.c.holder, activities.c.agency)
    )


def _spendings(span: tuple[int, int]) -> sa.Select[tuple[UUID, str, int]]:
    """People, agencies whose points were used, and in how many acts."""
    payer, lot = accounts.alias("payer"), sa.table("lots", sa.column("id"), sa.column("agency"))
    return (
        sa.select(payer.c.holder, lot.c.agency, sa.func.count(sa.distinct(operations.c.op_id)).label("uses"))
        .select_from(operations)
        .join(transfers, transfers.c.op_id == operations.c.op_id)
        .join(payer, payer.c.id == transfers.c.payer)
        .join(lot, lot.c.id == transfers.c.lot)
        .where(
            operations.c.kind.in_(_SPENDING),
            operations.c.at_ms >= span[0],
            operations.c.at_ms < span[1],
            payer.c.kind == "holder",
        )
        .group_by(payer.c.holder, lot.c.agency)
    )


def _entries(span: tuple[int, int]) -> sa.Select[tuple[str, int]]:
    """Visitors, and how often they came in; a bearer's card is somebody, too."""
    c = admission_entries.c
    counted = sa.select(c.visitor, sa.func.count().label("uses"))
    return counted.where(c.at_ms >= span[0], c.at_ms < span[1]).group_by(c.visitor)


def _holder_of(visitor: str) -> UUID | None:
    """The person among visitors (`central.activities.admission.visitor_of`)."""
    return UUID(visitor[2:]) if visitor.startswith("h:") else None


def _satisfaction(connection: sa.Connection, month: str) -> Iterator[tuple[_Key, tuple[str, str, Cell]]]:
    """How content people were with each service; an answer counts as a person, for nobody knows who gave it."""
    counted: dict[str, Counter[str]] = {}
    for row in connection.execute(sa.select(satisfaction).where(satisfaction.c.month == month)):
        counted.setdefault(row.service, Counter())[str(row.answer)] += row.answers
    for service, answers in sorted(counted.items()):
        yield (service, ""), ("satisfaction", "", total(answers.total(), 0))
        line = {answer: Cell(people=answers[answer], uses=0) for answer in _ANSWERS}
        for answer, cell in told(line).items():
            yield (service, ""), ("satisfaction", answer, cell)


# --- rows ------------------------------------------------------------------------------------------------------------


def _is_told(connection: sa.Connection, month: str) -> bool:
    wanted = sa.select(kpi_months.c.month).where(kpi_months.c.month == month, kpi_months.c.closed_ms.is_not(None))
    return connection.scalar(wanted) is not None


def _begin(connection: sa.Connection, month: str, now_ms: int) -> None:
    """From here on nothing counts for this month any more, and its pseudonyms' key is gone."""
    closed = {"wrapped": None, "closed_ms": now_ms}
    if connection.execute(kpi_months.update().where(kpi_months.c.month == month).values(**closed)).rowcount == 0:
        connection.execute(kpi_months.insert().values(month=month, **closed))


def _write(connection: sa.Connection, month: str, cells: list[tuple[_Key, tuple[str, str, Cell]]]) -> None:
    rows = [
        {
            "month": month,
            "service": service,
            "agency": agency,
            "breakdown": breakdown,
            "part": part,
            **msgspec.structs.asdict(cell),
        }
        for (service, agency), (breakdown, part, cell) in cells
    ]
    if rows:
        connection.execute(kpi_cells.insert(), rows)


def _next_month(month: str) -> date:
    begins = date.fromisoformat(f"{month}-01")
    return (begins + timedelta(days=31)).replace(day=1)


def last_month(now_ms: int) -> str:
    """The month before a moment's."""
    first = taipei.day(now_ms).replace(day=1)
    return month_of(taipei.midnight_ms(first - timedelta(days=1)))
