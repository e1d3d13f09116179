"""Calls of supervisors who look after a city's stations and figures; see `domain.office_calls`."""

from domain.office_calls import OfficeCall
from domain.wire_fleet import StationListRequest, StationListResponse
from domain.wire_kpi import KpiQuery, KpiResponse
from domain.wire_money import HonourQuery, HonourResponse, HoursMove, HoursMoved, HoursRequest, HoursResponse
from domain.wire_operations import (
    AnomalyDone,
    AnomalyListRequest,
    AnomalyListResponse,
    AnomalyResolve,
    AnomalyTake,
)
from domain.wire_registry import StockListResponse, StockQuery

ANOMALIES = OfficeCall("/v1/anomalies/list", AnomalyListRequest, AnomalyListResponse)
TAKE_ANOMALY = OfficeCall("/v1/anomalies/take", AnomalyTake, AnomalyDone)
RESOLVE_ANOMALY = OfficeCall("/v1/anomalies/resolve", AnomalyResolve, AnomalyDone)
STATIONS = OfficeCall("/v1/stations/list", StationListRequest, StationListResponse)
STOCK = OfficeCall("/v1/stock", StockQuery, StockListResponse, "GET")
KPI = OfficeCall("/v1/kpi", KpiQuery, KpiResponse, "GET")
HONOUR = OfficeCall("/v1/hours/honour", HonourQuery, HonourResponse, "GET")
PASSBOOK = OfficeCall("/v1/hours", HoursRequest, HoursResponse)
"""Of the person whose card lies at a counter, with their second factor."""
MOVE_HOURS = OfficeCall("/v1/hours/move", HoursMove, HoursMoved)
