"""Reports as files, for staff of their own agency, for the city's supervisors and auditors, and for an agency's own system."""

import io
from datetime import date, timedelta

from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.activities.book import sees_all
from central.api.calls import AnyCall, Call, File
from central.api.doors import services, staff
from central.platform import Platform
from central.reports import catalogue
from central.reports.catalogue import Reader, Wanted
from domain import taipei
from domain.errors import Code, Refused
from domain.wire_reports import ReportAsked

MOST_ROWS = 200_000
"""Of a file that is handed out by HTTP; `citycard admin … report` writes any."""


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""

    def for_staff(caller: StaffCaller, request: ReportAsked) -> File:
        if not caller.agency and not sees_all(caller):
            raise Refused(Code.STAFF_NOT_ALLOWED)
        return report(platform, Reader(reader=caller.staff, agency=caller.agency), request)

    def for_service(service: Service, request: ReportAsked) -> File:
        return report(platform, Reader(reader=service.service_key, agency=service.agency), request)

    return [
        Call(
            path="/v1/reports",
            summary="A report as CSV or XLSX",
            door=staff("organiser", "supervisor", "auditor"),
            asks=ReportAsked,
            gives=File,
            run=for_staff,
        ),
        Call(
            path="/v1/reports/agency",
            summary="A report of the agency whose service key this is",
            door=services("reports"),
            asks=ReportAsked,
            gives=File,
            run=for_service,
        ),
    ]


def report(platform: Platform, reader: Reader, request: ReportAsked) -> File:
    """Raises `Refused` as `catalogue.write`, and with REQUEST_INVALID (`part`: a day that is none)."""
    content = io.BytesIO()
    wanted = Wanted(
        report=request.report,
        form=request.form,
        from_ms=taipei.midnight_ms(_day(request.from_day, "from_day")),
        to_ms=taipei.midnight_ms(_day(request.to_day, "to_day") + timedelta(days=1)),
        agency=request.agency,
        activity=request.activity,
        station=request.station,
        site=request.site,
        reason=request.reason,
    )
    catalogue.write(platform, reader, wanted, content, most_rows=MOST_ROWS)
    name = f"{request.report}-{request.from_day}-{request.to_day}.{request.form}"
    return File(content=content.getvalue(), media_type=catalogue.media_type(request.form), name=name)


def _day(text: str, part: str) -> date:
    """Raises `Refused(REQUEST_INVALID)`; the last day that there is has no next one."""
    try:
        day = date.fromisoformat(text)
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, part=part) from problem
    if day == date.max or day.year < 1970:
        raise Refused(Code.REQUEST_INVALID, part=part)
    return day
