"""Service use in numbers."""

from central.access.staff_sessions import StaffCaller
from central.api.calls import AnyCall, Call
from central.api.doors import services, staff
from central.kpi import report
from central.platform import Platform
from domain.wire_kpi import KpiQuery, KpiResponse

_ALL = frozenset({"supervisor", "auditor"})


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        Call(
            method="GET",
            path="/v1/kpi",
            summary="Service use of a month; organisers see their own agency's",
            door=staff("supervisor", "auditor", "organiser"),
            asks=KpiQuery,
            gives=KpiResponse,
            run=lambda caller, query: report.of_month(platform, query, _seen_by(caller)),
        ),
        Call(
            method="GET",
            path="/v1/kpi/own",
            summary="Service use of a month, of the key's own agency",
            door=services("reports"),
            asks=KpiQuery,
            gives=KpiResponse,
            run=lambda service, query: report.of_month(platform, query, service.agency),
        ),
    ]


def _seen_by(caller: StaffCaller) -> str | None:
    """All lines for those who oversee the city; an agency's staff see that agency's whatever their role."""
    return None if caller.roles & _ALL and not caller.agency else caller.agency
