"""Messages about service use: numbers of a month that was told, never of a person. See `domain.wire` and `domain.kpi`."""

from typing import Annotated, Literal

import msgspec

from domain.wire import Response

Month = Annotated[str, msgspec.Meta(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]


Breakdown = Literal["district", "age", "frequency", "satisfaction"]


class KpiQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A month, by `2026-11`; `after`: the cursor of the page before."""

    month: Month
    after: Annotated[str, msgspec.Meta(max_length=400)] = ""


class KpiPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a breakdown. None: withheld, because it is of fewer than five people or would tell of such a one."""

    part: str
    people: int | None
    uses: int | None


class KpiBreakdown(msgspec.Struct, frozen=True, kw_only=True):
    """A total in disjoint parts. `frequency`: by uses per person; `satisfaction`: by answer, 5 the best."""

    by: Breakdown
    parts: list[KpiPart]


class KpiLine(msgspec.Struct, frozen=True, kw_only=True):
    """One service of one agency (empty: the city's own). People are counted once; uses are told to the nearest ten."""

    service: str
    agency: str
    people: int | None
    uses: int | None
    breakdowns: list[KpiBreakdown]
    answers: int | None
    """How many said how content they were; None: none or withheld."""


class KpiResponse(Response, frozen=True, kw_only=True):
    """The month's lines that the caller may see. `told` False: not told yet."""

    month: str
    told: bool
    lines: list[KpiLine]
    after: str
    """For the next page; empty when this is the last."""
