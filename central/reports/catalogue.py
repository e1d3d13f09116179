"""Every report, and handing one out: who had which file of people, and why, is written down (`exports`)."""

import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import msgspec
import sqlalchemy as sa

from central.access import record_reads
from central.access.record_reads import ReadBy
from central.authority import Authority
from central.files import csv_out, xlsx_out
from central.files.table import Cell, Table
from central.platform import Platform
from central.reports import activity, daily, money
from central.reports.inquiry import Inquiry
from central.schema import exports
from domain.errors import Code, Refused
from domain.wire_reports import Form, ReportName

_LONGEST_REASON = 200
_NOTED_AT_ONCE = 5_000


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report. `personal`: it has a line per person, so that whoever takes it says why."""

    make: Callable[[Inquiry], Table]
    of_activity: bool = False
    personal: bool = False
    of_agency: bool = True
    """Whether an agency's own people may have their part of it."""


REPORTS: dict[ReportName, Report] = {
    "awards": Report(make=activity.awards, of_activity=True, personal=True),
    "attendance": Report(make=activity.attendants, of_activity=True, personal=True),
    "hours": Report(make=activity.hours, personal=True),
    "redemptions": Report(make=money.redemptions),
    "points": Report(make=money.points),
    "payable": Report(make=money.payable),
    "daily": Report(make=daily.close, of_agency=False),
}


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes a report. `agency` empty: they may see every agency's."""

    reader: str
    agency: str


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which report of what. `from_ms` is included, `to_ms` is not; `agency` empty: all that the reader may see."""

    report: ReportName
    form: Form
    from_ms: int
    to_ms: int
    agency: str = ""
    activity: str = ""
    station: str = ""
    site: str = ""
    reason: str = ""


def write(platform: Platform, reader: Reader, wanted: Wanted, to: Path | IO[bytes], most_rows: int | None = None) -> int:
    """Write a report's file to `to`, and down who took it, for each person in it too; how many rows it has.

    Raises `Refused` with STAFF_NOT_ALLOWED (not of their agency), REQUEST_INVALID (`part`: activity, period), REASON_MISSING,
    ACTIVITY_UNKNOWN or REQUEST_TOO_LARGE (`most`), and `OSError`.
    """
    report = REPORTS[wanted.report]
    agency = _agency(report, reader, wanted)
    now_ms = platform.now_ms()
    with platform.store.read() as connection:
        inquiry = _inquiry(connection, platform.authority, wanted, agency)
        counting = _Counting(report.make(inquiry), most_rows)
        digest = _written(counting.table, wanted.form, to, now_ms)
    _note_shown(platform, inquiry, reader, wanted, now_ms)
    with platform.store.write() as connection:
        connection.execute(
            exports.insert().values(
                report=wanted.report,
                scope=_scope(wanted, agency),
                form=wanted.form,
                reader=reader.reader,
                agency=reader.agency,
                reason=wanted.reason.strip()[:_LONGEST_REASON],
                rows=counting.rows,
                sha256=digest,
                at_ms=now_ms,
            )
        )
    return counting.rows


def _note_shown(platform: Platform, inquiry: Inquiry, reader: Reader, wanted: Wanted, now_ms: int) -> None:
    """One reading of each person in the file, in portions, so that a large one keeps nobody else waiting for long."""
    reading = ReadBy(reader=reader.reader, agency=reader.agency, what=f"report {wanted.report}", reason=wanted.reason)
    holders = sorted(inquiry.shown)
    for start in range(0, len(holders), _NOTED_AT_ONCE):
        with platform.store.write() as connection:
            record_reads.note_all(connection, holders[start : start + _NOTED_AT_ONCE], reading, now_ms)


def media_type(form: Form) -> str:
    """Of a file."""
    return csv_out.MEDIA_TYPE if form == "csv" else xlsx_out.MEDIA_TYPE


def _agency(report: Report, reader: Reader, wanted: Wanted) -> str:
    """Whose part of the report the reader gets."""
    if reader.agency and (not report.of_agency or wanted.agency not in ("", reader.agency)):
        raise Refused(Code.STAFF_NOT_ALLOWED)
    if report.of_activity and not wanted.activity:
        raise Refused(Code.REQUEST_INVALID, part="activity")
    if wanted.from_ms >= wanted.to_ms:
        raise Refused(Code.REQUEST_INVALID, part="period")
    if report.personal and not wanted.reason.strip():
        raise Refused(Code.REASON_MISSING)
    return reader.agency or wanted.agency


def _inquiry(connection: sa.Connection, authority: Authority, wanted: Wanted, agency: str) -> Inquiry:
    return Inquiry(
        connection=connection,
        authority=authority,
        from_ms=wanted.from_ms,
        to_ms=wanted.to_ms,
        agency=agency,
        activity=wanted.activity,
        station=wanted.station,
        site=wanted.site,
    )


def _scope(wanted: Wanted, agency: str) -> str:
    """What was asked for, for the trail."""
    parts = {
        "from_ms": wanted.from_ms,
        "to_ms": wanted.to_ms,
        "agency": agency,
        "activity": wanted.activity,
        "station": wanted.station,
        "site": wanted.site,
    }
    return msgspec.json.encode({name: value for name, value in parts.items() if value != ""}).decode()


class _Counting:
    """A table whose rows are counted as they go by."""

    def __init__(self, table: Table, most: int | None) -> None:
        self.rows = 0
        self._most = most
        self.table = msgspec.structs.replace(table, rows=self._counted(table))

    def _counted(self, table: Table) -> Iterator[tuple[Cell, ...]]:
        for row in table.rows:
            self.rows += 1
            if self._most is not None and self.rows > self._most:
                raise Refused(Code.REQUEST_TOO_LARGE, most=self._most)
            yield row


def _written(table: Table, form: Form, to: Path | IO[bytes], now_ms: int) -> bytes:
    """Write the file; its SHA-256."""
    if isinstance(to, Path):
        with to.open("w+b") as file:
            return _written(table, form, file, now_ms)
    digest = hashlib.sha256()
    if form == "csv":
        for piece in csv_out.pieces(table):
            to.write(piece)
            digest.update(piece)
        return digest.digest()
    content = io.BytesIO()
    xlsx_out.write(table, content, made_ms=now_ms)
    to.write(content.getbuffer())
    digest.update(content.getbuffer())
    return digest.digest()
