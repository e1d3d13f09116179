"""Questions of other systems, and the lists that their answers rest on."""

from central.api.calls import LARGE_BODY_BYTES, AnyCall, Call
from central.api.doors import city_staff, services
from central.platform import Platform
from central.verification import patron_lists, verify
from domain.wire_services import (
    PatronListRequest,
    PatronListResponse,
    VerifyManyRequest,
    VerifyManyResponse,
    VerifyRequest,
    VerifyResponse,
)

_OTHERS = services("verify")


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [
        Call(
            path="/v1/verify",
            summary="Whether a medium or code is a member in good standing, and the service's own number",
            door=_OTHERS,
            asks=VerifyRequest,
            gives=VerifyResponse,
            run=lambda service, request: verify.verify(platform, service, request),
        ),
        Call(
            path="/v1/verify/many",
            summary="The same of several cards",
            door=_OTHERS,
            asks=VerifyManyRequest,
            gives=VerifyManyResponse,
            run=lambda service, request: verify.verify_many(platform, service, request),
        ),
        Call(
            path="/v1/patrons/import",
            summary="A library's list of patrons",
            door=city_staff("librarian", "supervisor"),
            asks=PatronListRequest,
            gives=PatronListResponse,
            run=lambda caller, request: patron_lists.take_over(platform, caller.staff, request),
            most_bytes=LARGE_BODY_BYTES,
        ),
    ]
