"""Messages about reports. The answer to a report is its file. See `domain.wire`."""

from typing import Annotated, Literal

import msgspec

from domain.wire import Request
from domain.wire_activities import Words
from domain.wire_draws import Day

ReportName = Literal["awards", "attendance", "hours", "redemptions", "points", "payable", "daily"]
Form = Literal["csv", "xlsx"]


class ReportAsked(Request, frozen=True, kw_only=True):
    """A report as a file, of Taipei days `from_day` to `to_day`, both included.

    `awards` 集點清單, `attendance` 簽到名單 and (with a period) `hours` 志願服務時數 have a line per person: their `reason` is
    written down. `redemptions` 兌點統計表, `points` 核銷, `payable` 清分帳, `daily` 日結 of a station or site.
    """

    report: ReportName
    form: Form
    from_day: Day
    to_day: Day
    agency: Words = ""
    """Of one agency; empty: of all that the caller may see."""
    activity: Annotated[str, msgspec.Meta(max_length=64)] = ""
    station: Annotated[str, msgspec.Meta(max_length=64)] = ""
    site: Words = ""
    reason: Words = ""
