"""`citycard admin`: what activities leave behind."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from central.activities import book, counts, forgotten
from central.files.safely import replaced
from central.platform import Platform
from central.reports import catalogue
from central.reports.catalogue import Reader, Wanted
from domain import taipei
from domain.errors import Code, Refused
from domain.ids import new_op_id
from domain.wire_activities import ActivitySave, Session

AT_THE_PLATFORM = "admin"


@dataclass(frozen=True)
class _Operator:
    """Whoever may run commands at the platform sees to every agency's activities."""

    staff: str = AT_THE_PLATFORM
    roles: frozenset[str] = frozenset({"supervisor"})
    agency: str = ""


def plan(platform: Platform, arguments: argparse.Namespace) -> None:
    """Create or change an activity."""
    request = ActivitySave(
        op_id=new_op_id(platform.now_ms()),
        activity=arguments.activity,
        title=arguments.title,
        type=arguments.type,
        agency=arguments.agency,
        place=arguments.place,
        capacity=arguments.capacity,
        sessions=[Session(starts_ms=starts_ms, ends_ms=ends_ms) for starts_ms, ends_ms in arguments.session],
        points_flat=arguments.points_flat,
        points_per_hour=arguments.points_per_hour,
        points_at_most=arguments.points_at_most,
        budget=arguments.budget,
        open=not arguments.closed,
    )
    try:
        checked = msgspec.convert(msgspec.to_builtins(request), ActivitySave)
    except msgspec.ValidationError as problem:
        raise Refused(Code.REQUEST_INVALID, part="activity") from problem
    with platform.store.write() as connection:
        view = book.save(connection, platform.authority, _Operator(), checked, platform.now_ms())
    print(f"{view.activity}  {view.registered} 報名 registered  {view.waiting} 候補 waiting")


def cancel(platform: Platform, arguments: argparse.Namespace) -> None:
    """Cancel an activity."""
    with platform.store.write() as connection:
        book.cancel(connection, _Operator(), arguments.activity, platform.now_ms())


def show_counts(platform: Platform, arguments: argparse.Namespace) -> None:
    """Its figures, in all and by session."""
    with platform.store.read() as connection:
        book.own(connection, _Operator(), arguments.activity)
        found = counts.counts(platform, connection, arguments.activity)
    print(f"{found.registered} 報名 registered  {found.waiting} 候補 waiting")
    for name, tally in (("合計 total", found.total), *((f"場次 {n}", each) for n, each in enumerate(found.sessions, 1))):
        there = f"{tally.present} 在場 present  {tally.came} 到場 came  {tally.walk_ins} 現場 walk-ins"
        print(f"{name}  {there}  {tally.minutes} 分 minutes  {tally.points} 點 points")


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
    "activity-plan": plan,
    "activity-cancel": cancel,
    "activity-counts": show_counts,
    "report": report,
    "close-forgotten": close_forgotten,
}
