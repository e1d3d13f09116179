"""The calls of counters, of the web portal and of reviewers: one transaction each, and the answers in wire types."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import people
from central.applications import book, checks, documents, reviewing, submitting
from central.applications.book import Application, By
from central.applications.submitting import Submission
from central.platform import Platform
from central.schema.applications import application_reviews
from domain.applications import ApplicantPapers, Channel, ReviewState, State, Step
from domain.applying import Asked
from domain.errors import Code, Refused
from domain.sealing import unseal
from domain.wire_applications import (
    AgencyProgress,
    ApplicationAct,
    ApplicationDocument,
    ApplicationRequest,
    ApplicationResponse,
    ApplicationTermsResponse,
    ProgressRequest,
    ProgressResponse,
    ProgressStep,
    ReviewDecision,
    ReviewDocument,
    ReviewDocumentRequest,
    ReviewListRequest,
    ReviewListResponse,
    ReviewOpenRequest,
    ReviewOpenResponse,
    ReviewRow,
)


def opened(platform: Platform, sealed: bytes) -> bytes:
    """What was sealed to the platform. Raises `Refused(REQUEST_INVALID)`."""
    try:
        return unseal(platform.authority.keys.sealing_private, sealed)
    except Refused as refused:
        raise Refused(Code.REQUEST_INVALID, part="sealed") from refused


def terms(platform: Platform) -> ApplicationTermsResponse:
    """What a portal needs before anybody applies."""
    return ApplicationTermsResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        sealing_key=platform.authority.keys.sealing_public,
        programme=platform.programme_text,
    )


def submit(platform: Platform, request: ApplicationRequest, channel: Channel, by: By) -> ApplicationResponse:
    """Take an application in. Raises as `submitting.submit`, and `Refused(REQUEST_INVALID)` for what is not sealed to us."""
    try:
        papers = msgspec.json.decode(opened(platform, request.sealed), type=ApplicantPapers)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="sealed") from problem
    if channel == "web" and request.documents_seen:
        raise Refused(Code.REQUEST_INVALID, part="documents_seen")
    submission = Submission(
        op_id=request.op_id,
        asked=Asked(card_kind=request.card_kind, carrier=request.carrier, papers=papers, consents=request.consents),
        channel=channel,
        by=by,
        documents_seen=request.documents_seen,
        draft=request.draft,
    )
    with platform.store.write() as connection:
        application = submitting.submit(connection, platform.authority, submission, platform.now_ms())
        return _answer(platform, connection, application)


def add_document(platform: Platform, request: ApplicationDocument, by: By, *, own: bool) -> ApplicationResponse:
    """Keep a copy. `own`: only of an application that came by this caller's portal. Raises as `documents.add`."""
    content = opened(platform, request.sealed)
    with platform.store.write() as connection:
        application = _held(connection, request.application, by, own=own)
        application = documents.add(
            connection,
            platform.authority,
            application,
            request.name,
            content,
            op_id=request.op_id,
            by=by,
            now_ms=platform.now_ms(),
        )
        return _answer(platform, connection, application)


def act(platform: Platform, request: ApplicationAct, by: By, *, own: bool, may_waive: bool) -> ApplicationResponse:
    """A step of the applicant's. The same act again gives the application as it stands.

    Raises `Refused` with APPLICATION_UNKNOWN, APPLICATION_STEP, REQUEST_CONFLICT, DOCUMENT_MISSING, REASON_MISSING or
    STAFF_NOT_ALLOWED (`waive_check` of anybody but a supervisor).
    """
    authority = platform.authority
    mark = book.content_mark(authority, msgspec.json.encode(request))
    with platform.store.write() as connection:
        application = _held(connection, request.application, by, own=own)
        if book.done_before(connection, request.op_id, mark) is not None:
            return _answer(platform, connection, application)
        why = book.Why(note=request.reason, op_id=request.op_id, content=mark)
        at = platform.now_ms()
        if own and request.documents_seen:
            raise Refused(Code.REQUEST_INVALID, part="documents_seen")
        for document in request.documents_seen:
            documents.seen(connection, authority, application, document, by=by, now_ms=at)
        match request.act:
            case "hand_in":
                application = submitting.hand_in(connection, authority, application, by=by, now_ms=at, why=why)
            case "supply":
                application = reviewing.supplied(connection, authority, application, by=by, why=why, now_ms=at)
            case "withdraw":
                application = _withdrawn(platform, connection, application, by, why)
            case "waive_check":
                if not may_waive:
                    raise Refused(Code.STAFF_NOT_ALLOWED)
                application = checks.waive(connection, authority, application, by=by, why=why, now_ms=at)
        return _answer(platform, connection, application)


def _withdrawn(platform: Platform, connection: sa.Connection, application: Application, by: By, why: book.Why) -> Application:
    """An application whose card is in the hand already cannot be taken back: the card is given back instead."""
    if application.issued_by is not None:
        raise Refused(Code.APPLICATION_STEP, state=application.state.value)
    at = platform.now_ms()
    return book.move(connection, platform.authority, application, Step.WITHDRAW, by=by, now_ms=at, why=why)


def progress(platform: Platform, request: ProgressRequest, by: By, *, counter: bool) -> ProgressResponse:
    """How an application stands. A counter sees the masked name, and its reading is written down.

    Raises `Refused(APPLICATION_UNKNOWN)`.
    """
    with platform.store.write() as connection:
        application = book.by_receipt(connection, request.receipt)
        masked = ""
        if counter:
            at = platform.now_ms()
            reviewing.note_reading(
                connection, application, by=by, what="application progress", reason="progress asked", now_ms=at
            )
            masked = people.masked_name(connection, platform.authority, application.holder)
        steps = book.steps(connection, platform.authority, application, notes=True)
        chosen = sa.select(application_reviews).where(application_reviews.c.application == application.application)
        agencies = [
            AgencyProgress(agency=row.agency, state=row.state, due_ms=row.due_ms, wanted=row.wanted.split())
            for row in connection.execute(chosen.order_by(application_reviews.c.agency))
        ]
        answer = _answer(platform, connection, application)
    fields = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return ProgressResponse(
        **fields,
        card_kind=application.card_kind,
        submitted_ms=application.submitted_ms,
        masked_name=masked,
        refusal=application.refusal,
        agencies=agencies,
        steps=[
            ProgressStep(step=step.step, state=step.state, agency=step.agency, code=step.code, note=step.note, at_ms=step.at_ms)
            for step in steps
        ],
    )


def _held(connection: sa.Connection, application_id: UUID, by: By, *, own: bool) -> Application:
    found = book.held(connection, application_id)
    unfinished_batch = found.batch is not None and found.state is State.DRAFT
    if unfinished_batch or (own and (found.channel, found.agency) != ("web", by.agency)):
        raise Refused(Code.APPLICATION_UNKNOWN)
    return found


def _answer(platform: Platform, connection: sa.Connection, application: Application) -> ApplicationResponse:
    missing: list[str] = []
    if application.state in (State.DRAFT, State.RECEIVED, State.SUPPLEMENT):
        missing = documents.missing(connection, platform.authority, application)
        missing += [each for each in _wanted(connection, application) if each not in missing]
    return ApplicationResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        application=application.application,
        receipt=application.receipt,
        state=application.state.value,
        missing=missing,
        fee_ntd=application.fee_ntd,
        fee_basis=application.fee_basis,
        provisional=application.provisional,
    )


def _wanted(connection: sa.Connection, application: Application) -> list[str]:
    """What agencies have asked for."""
    rows = connection.scalars(
        sa.select(application_reviews.c.wanted).where(
            application_reviews.c.application == application.application,
            application_reviews.c.state == ReviewState.SUPPLEMENT.value,
        )
    )
    return sorted({each for row in rows for each in row.split()})


# --- reviewers -------------------------------------------------------------------------------------------------------


def review_list(platform: Platform, request: ReviewListRequest, by: By) -> ReviewListResponse:
    """The agency's list. Raises `Refused` with AGENCY_UNKNOWN, or APPLICATION_UNKNOWN (`after` is not on it)."""
    now_ms = platform.now_ms()
    agency = reviewing.own_agency(platform.authority, by.agency)
    with platform.store.write() as connection:
        found, more = reviewing.listed(
            connection,
            platform.authority,
            agency.id,
            state=ReviewState(request.state),
            after=request.after,
            limit=request.limit,
            now_ms=now_ms,
        )
        reviewing.note_listed(
            connection,
            [one.holder for one in found],
            by=by,
            what="application list",
            reason=f"applications {request.state}",
            now_ms=now_ms,
        )
    rows = [
        ReviewRow(
            application=one.application,
            receipt=one.receipt,
            card_kind=one.card_kind,
            masked_name=one.masked_name,
            due_ms=one.due_ms,
            overdue=one.overdue,
        )
        for one in found
    ]
    return ReviewListResponse(server_ms=now_ms, generation=platform.generation, rows=rows, more=more)


def review_open(platform: Platform, request: ReviewOpenRequest, by: By) -> ReviewOpenResponse:
    """What the agency sees. Raises as `reviewing.view`."""
    agency = reviewing.own_agency(platform.authority, by.agency)
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        application, seen = reviewing.view(
            connection, platform.authority, request.application, agency, by=by, reason=request.reason, now_ms=now_ms
        )
    shown = {name: getattr(seen, name) for name in seen.__struct_fields__ if name != "documents"}
    return ReviewOpenResponse(
        server_ms=now_ms,
        generation=platform.generation,
        application=application.application,
        receipt=application.receipt,
        state=application.state.value,
        card_kind=application.card_kind,
        documents=[
            ReviewDocument(document=one.document, name=one.name, media_type=one.media_type, added_ms=one.added_ms)
            for one in seen.documents
        ],
        **shown,
    )


def review_document(platform: Platform, request: ReviewDocumentRequest, by: By) -> tuple[str, bytes]:
    """A document's media type and content. Raises as `reviewing.document`."""
    agency = reviewing.own_agency(platform.authority, by.agency)
    with platform.store.write() as connection:
        found, content = reviewing.document(
            connection,
            platform.authority,
            request.application,
            request.document,
            agency,
            by=by,
            reason=request.reason,
            now_ms=platform.now_ms(),
        )
    return found.media_type, content


def review_decide(platform: Platform, request: ReviewDecision, by: By) -> ApplicationResponse:
    """An agency's word. Raises as `reviewing.decide`."""
    agency = reviewing.own_agency(platform.authority, by.agency)
    word = reviewing.Word(
        op_id=request.op_id,
        application=request.application,
        decision=request.decision,
        reason=request.reason,
        wanted=request.wanted,
    )
    with platform.store.write() as connection:
        application = reviewing.decide(connection, platform.authority, word, agency, by=by, now_ms=platform.now_ms())
        return _answer(platform, connection, application)
