"""Virtual cards: enrolling a phone, its codes, and how stations verify and use them."""

from central.api.calls import AnyCall, Call, Nothing
from central.api.doors import services, staff, stations
from central.platform import Platform
from central.virtual_card import calls as virtual_cards
from domain.wire_virtual_card import (
    ActivationRequest,
    ActivationResponse,
    CodeRequest,
    CodeResponse,
    CodeUseRequest,
    CodeUseResponse,
    DeviceEnrolRequest,
    DeviceEnrolResponse,
    DeviceLeaveRequest,
    DeviceRevoked,
    DeviceRevokeRequest,
    DevicesRequest,
    DevicesResponse,
    DigitsRequest,
    DigitsResponse,
    UsedCodesQuery,
    UsedCodesResponse,
    VerificationKeysResponse,
)

_COUNTER = staff("clerk", "supervisor")
_APP = services("virtual_card")


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_staff_calls(platform), *_app_calls(platform), *_station_calls(platform)]


def _staff_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            path="/v1/virtual-card/activation",
            summary="A one-time code with which a person's phone is enrolled",
            door=_COUNTER,
            asks=ActivationRequest,
            gives=ActivationResponse,
            run=lambda caller, request: virtual_cards.activate(platform, caller, request),
        ),
        Call(
            path="/v1/virtual-card/devices",
            summary="A person's phones",
            door=_COUNTER,
            asks=DevicesRequest,
            gives=DevicesResponse,
            run=lambda caller, request: virtual_cards.list_devices(platform, caller, request),
        ),
        Call(
            path="/v1/virtual-card/revoke",
            summary="Shut a phone out",
            door=_COUNTER,
            asks=DeviceRevokeRequest,
            gives=DeviceRevoked,
            run=lambda caller, request: virtual_cards.revoke(platform, caller, request),
        ),
    ]


def _app_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            path="/v1/virtual-card/enrol",
            summary="A phone with the code from the counter",
            door=_APP,
            asks=DeviceEnrolRequest,
            gives=DeviceEnrolResponse,
            run=lambda service, request: virtual_cards.enrol(platform, service, request),
        ),
        Call(
            path="/v1/virtual-card/code",
            summary="A signed code to show as QR",
            door=_APP,
            asks=CodeRequest,
            gives=CodeResponse,
            run=lambda _service, request: virtual_cards.code(platform, request),
        ),
        Call(
            path="/v1/virtual-card/digits",
            summary="One-time digits to show as Code 128",
            door=_APP,
            asks=DigitsRequest,
            gives=DigitsResponse,
            run=lambda _service, request: virtual_cards.digits(platform, request),
        ),
        Call(
            path="/v1/virtual-card/leave",
            summary="A person takes the virtual card off their phone",
            door=_APP,
            asks=DeviceLeaveRequest,
            gives=DeviceRevoked,
            run=lambda _service, request: virtual_cards.leave(platform, request),
        ),
    ]


def _station_calls(platform: Platform) -> list[AnyCall]:
    return [
        Call(
            method="GET",
            path="/v1/virtual-card/keys",
            summary="The public keys by which codes are verified with no network",
            door=stations(),
            asks=Nothing,
            gives=VerificationKeysResponse,
            run=lambda _station, _asked: virtual_cards.verification_keys(platform),
        ),
        Call(
            path="/v1/virtual-card/use",
            summary="Use a code that was shown; the first one wins",
            door=stations("counter", "event", "library", "kiosk"),
            asks=CodeUseRequest,
            gives=CodeUseResponse,
            run=lambda station, request: virtual_cards.use(platform, station, request),
        ),
        Call(
            method="GET",
            path="/v1/virtual-card/used",
            summary="Codes that were used a moment ago elsewhere",
            door=stations(),
            asks=UsedCodesQuery,
            gives=UsedCodesResponse,
            run=lambda _station, query: virtual_cards.used(platform, query),
        ),
    ]
