"""What was told of a month, as whoever asks may see it: their own agency's lines, or all of them."""

from typing import get_args

import sqlalchemy as sa

from central.kpi.months import is_told
from central.platform import Platform
from central.schema import kpi_cells
from domain.wire_kpi import Breakdown, KpiBreakdown, KpiLine, KpiPart, KpiQuery, KpiResponse

LINES_PER_PAGE = 50
_BREAKDOWNS: tuple[Breakdown, ...] = get_args(Breakdown)


def of_month(platform: Platform, query: KpiQuery, agency: str | None) -> KpiResponse:
    """`GET /v1/kpi`; `agency` None: of every agency."""
    after = tuple(query.after.split("\t")) if query.after else ("", "")
    with platform.store.read() as connection:
        told = is_told(connection, query.month)
        keys = _keys(connection, query.month, agency, after)
        lines = [_line(connection, query.month, service, of) for service, of in keys[:LINES_PER_PAGE]]
    more = len(keys) > LINES_PER_PAGE
    return KpiResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        month=query.month,
        told=told,
        lines=lines,
        after="\t".join(keys[LINES_PER_PAGE - 1]) if more else "",
    )


def _keys(connection: sa.Connection, month: str, agency: str | None, after: tuple[str, ...]) -> list[tuple[str, str]]:
    c = kpi_cells.c
    wanted = sa.select(c.service, c.agency).distinct().where(c.month == month)
    if agency is not None:
        wanted = wanted.where(c.agency == agency)
    if after != ("", ""):
        service, of = after[0], after[1] if len(after) > 1 else ""
        wanted = wanted.where(sa.or_(c.service > service, sa.and_(c.service == service, c.agency > of)))
    rows = connection.execute(wanted.order_by(c.service, c.agency).limit(LINES_PER_PAGE + 1))
    return [(row.service, row.agency) for row in rows]


def _line(connection: sa.Connection, month: str, service: str, agency: str) -> KpiLine:
    c = kpi_cells.c
    here = sa.and_(c.month == month, c.service == service, c.agency == agency)
    cells = {(row.breakdown, row.part): row for row in connection.execute(sa.select(kpi_cells).where(here))}
    whole, answers = cells.get(("total", "")), cells.get(("satisfaction", ""))
    breakdowns = []
    for by in _BREAKDOWNS:
        parts = [KpiPart(part=part, people=row.people, uses=row.uses) for (of, part), row in cells.items() if of == by and part]
        if parts:
            breakdowns.append(KpiBreakdown(by=by, parts=sorted(parts, key=lambda part: part.part)))
    return KpiLine(
        service=service,
        agency=agency,
        people=None if whole is None else whole.people,
        uses=None if whole is None else whole.uses,
        breakdowns=breakdowns,
        answers=None if answers is None else answers.people,
    )
