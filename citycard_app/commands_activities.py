"""`citycard admin`: what activities leave behind."""

import argparse
from collections.abc import Callable
from datetime import timedelta

from central.activities import forgotten
from central.files.safely import replaced
from central.platform import Platform
from central.reports import catalogue
from central.reports.catalogue import Reader, Wanted
from domain import taipei
from domain.errors import Code, Refused

AT_THE_PLATFORM = "admin"


def report(platform: Platform, arguments: argparse.Namespace) -> None:
    """Write the file; under its name there is always a whole one."""
    form = arguments.out.suffix.lower().removeprefix(".")
    if form not in ("csv", "xlsx"):
        raise Refused(Code.REQUEST_INVALID, part="out")
    wanted = Wanted(
        report=arguments.report,
        form=form,
        from_ms=taipei.midnight_ms(arguments.from_day),
        to_ms=taipei.midnight_ms(arguments.to_day + timedelta(days=1)),
        agency=arguments.agency,
        activity=arguments.activity,
        station=arguments.station,
        site=arguments.site,
        reason=arguments.reason,
    )
    with replaced(arguments.out) as part:
        rows = catalogue.write(platform, Reader(reader=AT_THE_PLATFORM, agency=""), wanted, part)
    print(f"{rows} 筆 rows  {arguments.out.name}")


def close_forgotten(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Close overdue sign-ins."""
    print(f"{forgotten.close(platform)} 筆 closed")


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "report": report,
    "close-forgotten": close_forgotten,
}
