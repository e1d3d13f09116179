"""Applications: the counter, the web portal, reviewers of agencies, and batches."""

from collections.abc import Callable
from typing import TypeVar

from central.access.service_keys import Service
from central.access.staff_sessions import StaffCaller
from central.api.calls import LARGE_BODY_BYTES, AnyCall, Call, File, Nothing
from central.api.doors import Door, services, staff
from central.applications import at_counter, batch_lists, batches, office
from central.applications.book import By
from central.platform import Platform
from domain.wire_applications import (
    ApplicationAct,
    ApplicationDocument,
    ApplicationOpenRequest,
    ApplicationOpenResponse,
    ApplicationRequest,
    ApplicationResponse,
    ApplicationTermsResponse,
    BatchContinue,
    BatchDrop,
    BatchListRequest,
    BatchListResponse,
    BatchReportRequest,
    BatchRequest,
    BatchResponse,
    HandOutRequest,
    HandOutResponse,
    HeldKindsRequest,
    HeldKindsResponse,
    ProgressRequest,
    ProgressResponse,
    ReviewDecision,
    ReviewDocumentRequest,
    ReviewListRequest,
    ReviewListResponse,
    ReviewOpenRequest,
    ReviewOpenResponse,
)

SCOPE = "applications"
BATCH_BODY_BYTES = 24 * 1024 * 1024
"""Of a file of 16 MiB in base64, with what stands around it."""
CallerT = TypeVar("CallerT")
_COUNTER = staff("clerk", "supervisor")
_REVIEWER = staff("reviewer")
_PORTAL = services(SCOPE)


def calls(platform: Platform) -> list[AnyCall]:
    """All of them."""
    return [*_counter_calls(platform), *_portal_calls(platform), *_review_calls(platform), *_batch_calls(platform)]


def by_staff(caller: StaffCaller) -> By:
    """As a step is written down."""
    return By(who=f"staff:{caller.staff}", agency=caller.agency)


def by_service(caller: Service) -> By:
    """As a step is written down."""
    return By(who=f"service:{caller.service_key}", agency=caller.agency)


def _counter_calls(platform: Platform) -> list[AnyCall]:
    def acted(caller: StaffCaller, request: ApplicationAct) -> ApplicationResponse:
        may_waive = "supervisor" in caller.roles
        return office.act(platform, request, by_staff(caller), own=False, may_waive=may_waive)

    return [
        Call(
            path="/v1/applications/submit",
            summary="A person applies at a counter",
            door=_COUNTER,
            asks=ApplicationRequest,
            gives=ApplicationResponse,
            run=lambda caller, request: office.submit(platform, request, "counter", by_staff(caller)),
        ),
        Call(
            path="/v1/applications/document",
            summary="A copy of a document, or the photo",
            door=_COUNTER,
            asks=ApplicationDocument,
            gives=ApplicationResponse,
            run=lambda caller, request: office.add_document(platform, request, by_staff(caller), own=False),
            most_bytes=LARGE_BODY_BYTES,
        ),
        Call(
            path="/v1/applications/act",
            summary="Hand in, supply what was missing, withdraw, or go on without a check",
            door=_COUNTER,
            asks=ApplicationAct,
            gives=ApplicationResponse,
            run=acted,
        ),
        Call(
            path="/v1/applications/open",
            summary="What somebody wrote down when they applied, at the counter where they stand; the reading is written down",
            door=_COUNTER,
            asks=ApplicationOpenRequest,
            gives=ApplicationOpenResponse,
            run=lambda caller, request: at_counter.open_application(platform, request, by_staff(caller)),
        ),
        Call(
            path="/v1/applications/held",
            summary="Of which kinds somebody has a card, or had one; the reading is written down",
            door=_COUNTER,
            asks=HeldKindsRequest,
            gives=HeldKindsResponse,
            run=lambda caller, request: at_counter.held_kinds(platform, caller, request),
        ),
        Call(
            path="/v1/applications/progress",
            summary="How an application stands, by its receipt number; the reading is written down",
            door=_COUNTER,
            asks=ProgressRequest,
            gives=ProgressResponse,
            run=lambda caller, request: office.progress(platform, request, by_staff(caller), counter=True),
        ),
    ]


def _portal_calls(platform: Platform) -> list[AnyCall]:
    def acted(caller: Service, request: ApplicationAct) -> ApplicationResponse:
        return office.act(platform, request, by_service(caller), own=True, may_waive=False)

    return [
        Call(
            method="GET",
            path="/v1/portal/applications/terms",
            summary="The key to seal to, and the programme file",
            door=_PORTAL,
            asks=Nothing,
            gives=ApplicationTermsResponse,
            run=lambda _caller, _asked: office.terms(platform),
        ),
        Call(
            path="/v1/portal/applications/submit",
            summary="A person who is signed in at the web portal applies",
            door=_PORTAL,
            asks=ApplicationRequest,
            gives=ApplicationResponse,
            run=lambda caller, request: office.submit(platform, request, "web", by_service(caller)),
        ),
        Call(
            path="/v1/portal/applications/document",
            summary="A copy of a document, or the photo, of an application that came by this portal",
            door=_PORTAL,
            asks=ApplicationDocument,
            gives=ApplicationResponse,
            run=lambda caller, request: office.add_document(platform, request, by_service(caller), own=True),
            most_bytes=LARGE_BODY_BYTES,
        ),
        Call(
            path="/v1/portal/applications/act",
            summary="Hand in, supply what was missing, or withdraw an application that came by this portal",
            door=_PORTAL,
            asks=ApplicationAct,
            gives=ApplicationResponse,
            run=acted,
        ),
        Call(
            path="/v1/portal/applications/progress",
            summary="How an application stands, by its receipt number",
            door=_PORTAL,
            asks=ProgressRequest,
            gives=ProgressResponse,
            run=lambda caller, request: office.progress(platform, request, by_service(caller), counter=False),
        ),
    ]


def _review_calls(platform: Platform) -> list[AnyCall]:
    def document(caller: StaffCaller, request: ReviewDocumentRequest) -> File:
        media_type, content = office.review_document(platform, request, by_staff(caller))
        ending = media_type.rpartition("/")[2]
        return File(content=content, media_type=media_type, name=f"{request.document}.{ending}")

    return [
        Call(
            path="/v1/reviews/list",
            summary="The applications of the reviewer's agency, the nearest deadline first",
            door=_REVIEWER,
            asks=ReviewListRequest,
            gives=ReviewListResponse,
            run=lambda caller, request: office.review_list(platform, request, by_staff(caller)),
        ),
        Call(
            path="/v1/reviews/open",
            summary="What the reviewer's agency has business with; the reading is written down",
            door=_REVIEWER,
            asks=ReviewOpenRequest,
            gives=ReviewOpenResponse,
            run=lambda caller, request: office.review_open(platform, request, by_staff(caller)),
        ),
        Call(
            path="/v1/reviews/document",
            summary="A document that is the agency's business; the reading is written down",
            door=_REVIEWER,
            asks=ReviewDocumentRequest,
            gives=File,
            run=document,
        ),
        Call(
            path="/v1/reviews/decide",
            summary="Approve, ask for what is missing, or refuse",
            door=_REVIEWER,
            asks=ReviewDecision,
            gives=ApplicationResponse,
            run=lambda caller, request: office.review_decide(platform, request, by_staff(caller)),
        ),
    ]


def _batch_calls(platform: Platform) -> list[AnyCall]:
    """The same for staff and for other systems, each by a door of its own."""
    return [
        *_batches(platform, "/v1/applications/batch", staff("clerk", "supervisor", "reviewer"), by_staff),
        *_batches(platform, "/v1/portal/applications/batch", _PORTAL, by_service),
    ]


def _batches(platform: Platform, path: str, door: Door[CallerT], by: Callable[[CallerT], By]) -> list[AnyCall]:
    return [
        Call(
            path=path,
            summary="A file of applications: checked as a whole, then taken in, or only checked",
            door=door,
            asks=BatchRequest,
            gives=BatchResponse,
            run=lambda caller, request: batches.upload(platform, request, by(caller)),
            most_bytes=BATCH_BODY_BYTES,
        ),
        Call(
            path=f"{path}/continue",
            summary="Take in some more rows of a batch",
            door=door,
            asks=BatchContinue,
            gives=BatchResponse,
            run=lambda caller, request: batches.resume(platform, request.batch, by(caller)),
        ),
        Call(
            path=f"{path}/drop",
            summary="Take no more of a batch in; of one that is all or nothing nothing stays",
            door=door,
            asks=BatchDrop,
            gives=BatchResponse,
            run=lambda caller, request: batches.drop(platform, request.batch, by(caller)),
        ),
        Call(
            path=f"{path}/report",
            summary="How a batch stands: faults by row, applications by state",
            door=door,
            asks=BatchReportRequest,
            gives=BatchResponse,
            run=lambda caller, request: batches.report(platform, request.batch, by(caller)),
        ),
        Call(
            path=f"{path}/list",
            summary="Which batches there are, the newest first",
            door=door,
            asks=BatchListRequest,
            gives=BatchListResponse,
            run=lambda caller, request: batch_lists.listed(platform, request, by(caller)),
        ),
        Call(
            path=f"{path}/hand-out",
            summary="Whose cards are handed out, in the order of the file",
            door=door,
            asks=HandOutRequest,
            gives=HandOutResponse,
            run=lambda caller, request: batches.hand_out_list(platform, request, by(caller)),
        ),
    ]
