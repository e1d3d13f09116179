"""Whom a call lets in: anybody, an enrolled station, staff signed in at one, or another system with its service key.

A station's and a service's secret is the bearer token; staff add the token of their session in the header `Citycard-Staff`.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec
from litestar import Request

from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.api.serving import BEHIND_PROXY
from central.loopback import is_loopback
from central.platform import Platform
from central.stations import Station
from domain.errors import Code, EnvironmentProblem, Refused
from domain.wire_access import STAFF_HEADER
from domain.wire_fleet import INSTANCE_HEADER

AnyRequest = Request[Any, Any, Any]
CallerT = TypeVar("CallerT")


class Anybody(msgspec.Struct, frozen=True, kw_only=True):
    """A caller who has shown nothing. `client` is their network address."""

    client: str


@dataclass(frozen=True, kw_only=True)
class Door(Generic[CallerT]):
    """`security` is the OpenAPI name of what must be shown; `note` says in words who may pass.

    Of stations and staff one of the `roles` is needed (none: everyone's will do), of other systems' keys the `scope`.
    `of_city`: for the city's own staff alone.
    """

    security: tuple[str, ...]
    note: str
    admit: Callable[[Platform, AnyRequest], CallerT]
    roles: tuple[str, ...] = ()
    scope: str = ""
    of_city: bool = False


def _anybody(_: Platform, request: AnyRequest) -> Anybody:
    return Anybody(client=request.client.host if request.client else "")


ANYBODY: Door[Anybody] = Door(security=(), note="anybody", admit=_anybody)


def _station(platform: Platform, request: AnyRequest) -> Station:
    return platform.authenticate(_bearer(request, Code.STATION_UNKNOWN), request.headers.get(INSTANCE_HEADER, ""))


def _station_or_revoked(platform: Platform, request: AnyRequest) -> Station:
    return platform.whose(_bearer(request, Code.STATION_UNKNOWN))


REVOKED_TOO: Door[Station] = Door(security=("station",), note="every station, also a revoked one", admit=_station_or_revoked)


def stations(*roles: str) -> Door[Station]:
    """Enrolled stations that have one of these roles; without any, all. Others get STAFF_NOT_ALLOWED."""

    def admit(platform: Platform, request: AnyRequest) -> Station:
        station = _station(platform, request)
        if roles and station.roles.isdisjoint(roles):
            raise Refused(Code.STAFF_NOT_ALLOWED)
        return station

    return Door(
        security=("station",), note=f"stations: {' or '.join(roles)}" if roles else "every station", admit=admit, roles=roles
    )


def staff(*roles: str) -> Door[StaffCaller]:
    """Staff with one of these roles who are signed in at the station that asks.

    Others get STAFF_SESSION_ENDED or STAFF_NOT_ALLOWED, as does who has to choose another PIN first (`part` is `pin`).
    """

    def admit(platform: Platform, request: AnyRequest) -> StaffCaller:
        caller = _signed_in(platform, request)
        if caller.roles.isdisjoint(roles):
            raise Refused(Code.STAFF_NOT_ALLOWED)
        if caller.must_change_pin:
            raise Refused(Code.STAFF_NOT_ALLOWED, part="pin")
        return caller

    return Door(security=("station", "staff"), note="staff: " + " or ".join(roles), admit=admit, roles=roles)


def city_staff(*roles: str) -> Door[StaffCaller]:
    """As `staff`, of the city's own alone: what concerns every agency. An agency's get STAFF_NOT_ALLOWED."""
    everybody = staff(*roles)

    def admit(platform: Platform, request: AnyRequest) -> StaffCaller:
        caller = everybody.admit(platform, request)
        if caller.agency:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        return caller

    return dataclasses.replace(everybody, note=f"the city's own {everybody.note}", admit=admit, of_city=True)


def _signed_in(platform: Platform, request: AnyRequest) -> StaffCaller:
    station = _station(platform, request)
    return platform.authenticate_staff(station, request.headers.get(STAFF_HEADER, ""))


SIGNED_IN: Door[StaffCaller] = Door(security=("station", "staff"), note="whoever is signed in", admit=_signed_in)


def services(scope: str) -> Door[Service]:
    """Other systems whose key has this scope. Others get SERVICE_KEY_UNKNOWN or SERVICE_NOT_ALLOWED."""

    def admit(platform: Platform, request: AnyRequest) -> Service:
        service = platform.authenticate_service(_bearer(request, Code.SERVICE_KEY_UNKNOWN))
        if scope not in service.scopes:
            raise Refused(Code.SERVICE_NOT_ALLOWED, scope=scope)
        return service

    return Door(security=("service",), note=f"service keys with the scope {scope}", admit=admit, scope=scope)


_PASSED_ON = ("forwarded", "via", "x-forwarded-for", "x-forwarded-proto", "x-real-ip")


def _metrics(platform: Platform, request: AnyRequest) -> Service | None:
    """This machine itself, unless somebody may have passed the request on; others with their key."""
    passed_on = request.scope.get(BEHIND_PROXY, True) or any(name in request.headers for name in _PASSED_ON)
    if not passed_on and request.client is not None and is_loopback(request.client.host):
        return None
    return services("metrics").admit(platform, request)


METRICS: Door[Service | None] = Door(
    security=("service",),
    note="this machine itself, and service keys with the scope metrics",
    admit=_metrics,
    scope="metrics",
)


def _bearer(request: AnyRequest, otherwise: Code) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise EnvironmentProblem(otherwise)
    return token.strip()
