"""What agencies do with the applications that were sent to them: see what is their business, and say their word."""

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import people
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.applications import agency_fields, answers, book, documents, flow
from central.applications.book import Application, By
from central.applications.documents import Document
from central.authority import Authority
from central.schema.applications import application_reviews, applications
from domain.applications import PHOTO, ReviewState, State, Step
from domain.errors import Code, Refused
from domain.programme_agencies import Agency

Decision = Literal["approve", "supplement", "refuse"]
_STATES = {
    "approve": ReviewState.APPROVED,
    "supplement": ReviewState.SUPPLEMENT,
    "refuse": ReviewState.REFUSED,
}
_REVIEWABLE = frozenset({State.DISPATCHED, State.UNDER_REVIEW, State.SUPPLEMENT})
MOST_LISTED = 200


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an agency's list: nothing in it says who the applicant is but the masked name."""

    application: UUID
    holder: UUID
    receipt: str
    card_kind: str
    masked_name: str
    state: ReviewState
    due_ms: int
    overdue: bool


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What an agency sees of an application. Empty: none of its business, or not there."""

    name: str = ""
    national_id: str = ""
    birthday: str = ""
    district: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    facts: list[str] = []
    confirmed: list[str] = []
    """Those of `facts` that a register has confirmed."""
    documents: list[Document] = []

    def __repr__(self) -> str:
        return "View(…)"


def own_agency(authority: Authority, agency_id: str) -> Agency:
    """The agency of a reviewer. Raises `Refused(AGENCY_UNKNOWN)` for one that the programme does not have."""
    agency = authority.programme.agency(agency_id)
    if agency is None:
        raise Refused(Code.AGENCY_UNKNOWN)
    return agency


def listed(
    connection: sa.Connection,
    authority: Authority,
    agency_id: str,
    *,
    state: ReviewState,
    after: UUID | None,
    limit: int,
    now_ms: int,
) -> tuple[list[Waiting], bool]:
    """The agency's applications that wait for (or have) a word of it, the nearest deadline first; whether there are more."""
    chosen = (
        sa.select(application_reviews.c.due_ms, *book.columns())
        .join(applications, applications.c.application == application_reviews.c.application)
        .where(application_reviews.c.agency == agency_id, application_reviews.c.state == state.value)
        .order_by(application_reviews.c.due_ms, application_reviews.c.application)
        .limit(limit + 1)
    )
    if state is ReviewState.WAITING:
        chosen = chosen.where(applications.c.closed_ms.is_(None))
    if after is not None:
        chosen = chosen.where(_beyond(connection, agency_id, after))
    rows = connection.execute(chosen).all()
    found = []
    for row in rows[:limit]:
        application = book.from_row(row)
        found.append(
            Waiting(
                application=application.application,
                holder=application.holder,
                receipt=application.receipt,
                card_kind=application.card_kind,
                masked_name=people.masked_name(connection, authority, application.holder),
                state=state,
                due_ms=row.due_ms,
                overdue=state is ReviewState.WAITING and now_ms >= row.due_ms,
            )
        )
    return found, len(rows) > limit


def _beyond(connection: sa.Connection, agency_id: str, after: UUID) -> sa.ColumnElement[bool]:
    """What comes later in the list than the application `after`."""
    same = sa.and_(application_reviews.c.agency == agency_id, application_reviews.c.application == after)
    due_ms = connection.scalar(sa.select(application_reviews.c.due_ms).where(same))
    if due_ms is None:
        raise Refused(Code.APPLICATION_UNKNOWN)
    later = application_reviews.c.due_ms > due_ms
    return sa.or_(later, sa.and_(application_reviews.c.due_ms == due_ms, application_reviews.c.application > after))


def overdue(connection: sa.Connection, now_ms: int, limit: int = 1_000) -> list[tuple[str, str, int]]:
    """Agency, receipt number and deadline of every review that is late, the one that is late the longest first."""
    rows = connection.execute(
        sa.select(application_reviews.c.agency, applications.c.receipt, application_reviews.c.due_ms)
        .join(applications, applications.c.application == application_reviews.c.application)
        .where(
            application_reviews.c.state == ReviewState.WAITING.value,
            application_reviews.c.due_ms <= now_ms,
            applications.c.closed_ms.is_(None),
        )
        .order_by(application_reviews.c.due_ms, applications.c.receipt)
        .limit(limit)
    )
    return [(row.agency, row.receipt, row.due_ms) for row in rows]


def _theirs(connection: sa.Connection, application_id: UUID, agency: Agency) -> Application:
    """An application that was sent to this agency. Raises `Refused(APPLICATION_UNKNOWN)` for any other."""
    found = book.find(connection, application_id)
    if found is None or agency.id not in flow.reviews_of(connection, application_id):
        raise Refused(Code.APPLICATION_UNKNOWN)
    return found


def view(
    connection: sa.Connection, authority: Authority, application_id: UUID, agency: Agency, *, by: By, reason: str, now_ms: int
) -> tuple[Application, View]:
    """What the agency sees; the reading is written down. Raises `Refused` with APPLICATION_UNKNOWN or REASON_MISSING."""
    application = _theirs(connection, application_id, agency)
    note_reading(connection, application, by=by, what="application", reason=reason, now_ms=now_ms)
    papers = book.papers_of(connection, authority, application)
    if papers is None:
        return application, View()
    facts = set(papers.facts) & set(agency.reviews_facts)
    words = answers.of_application(connection, authority, application)
    settled = words.status_settled and words.statuses is not None
    confirmed = sorted(facts & set(words.statuses or [])) if settled else []
    there = [each for each in documents.of_application(connection, application.application) if _shown(agency, each.name)]
    fields = agency_fields.shown(connection, authority, application, papers, agency)
    return application, View(facts=sorted(facts), confirmed=confirmed, documents=there, **fields)


def _shown(agency: Agency, document: str) -> bool:
    return document in agency.sees_documents or (document == PHOTO and PHOTO in agency.sees)


def document(
    connection: sa.Connection,
    authority: Authority,
    application_id: UUID,
    document_id: UUID,
    agency: Agency,
    *,
    by: By,
    reason: str,
    now_ms: int,
) -> tuple[Document, bytes]:
    """A document's content, when it is the agency's business; the reading is written down.

    Raises `Refused` with APPLICATION_UNKNOWN or REASON_MISSING.
    """
    application = _theirs(connection, application_id, agency)
    found, content = documents.opened(connection, authority, application, document_id)
    if not _shown(agency, found.name):
        raise Refused(Code.APPLICATION_UNKNOWN)
    note_reading(connection, application, by=by, what=f"application document {found.name}", reason=reason, now_ms=now_ms)
    return found, content


def note_reading(connection: sa.Connection, application: Application, *, by: By, what: str, reason: str, now_ms: int) -> None:
    """Write down who opened what of an applicant, and why. Raises `Refused(REASON_MISSING)`."""
    record_reads.note_all(connection, [application.holder], _reading(by, what, reason), now_ms)


def note_listed(connection: sa.Connection, holders: Iterable[UUID], *, by: By, what: str, reason: str, now_ms: int) -> None:
    """Write down who had these applicants on a list."""
    record_reads.note_listed(connection, holders, _reading(by, what, reason), now_ms)


def _reading(by: By, what: str, reason: str) -> ReadBy:
    return ReadBy(reader=by.who.partition(":")[2] or by.who, agency=by.agency, what=what, reason=reason)


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """An agency's word. A refusal and a 補正 need a reason; `wanted` are ids of documents, or `photo`."""

    op_id: UUID
    application: UUID
    decision: Decision
    reason: str = ""
    wanted: list[str] = []


def decide(connection: sa.Connection, authority: Authority, word: Word, agency: Agency, *, by: By, now_ms: int) -> Application:
    """Take an agency's word, and move the application on. The same act again changes nothing.

    Raises `Refused` with APPLICATION_UNKNOWN, REASON_MISSING, REQUEST_INVALID (`wanted`), REQUEST_CONFLICT, or APPLICATION_STEP
    (`state`: the application's, or the agency's own word that it has given already).
    """
    mark = book.content_mark(authority, msgspec.json.encode(word), agency.id.encode())
    _theirs(connection, word.application, agency)
    application = book.held(connection, word.application)
    if book.done_before(connection, word.op_id, mark) is not None:
        return application
    if word.decision != "approve" and not word.reason.strip():
        raise Refused(Code.REASON_MISSING)
    _check_wanted(authority, application, word)
    if application.state not in _REVIEWABLE:
        raise Refused(Code.APPLICATION_STEP, state=application.state.value)
    own = flow.reviews_of(connection, application.application)[agency.id]
    if own not in (ReviewState.WAITING, ReviewState.SUPPLEMENT):
        raise Refused(Code.APPLICATION_STEP, state=own.value)
    same = sa.and_(application_reviews.c.application == application.application, application_reviews.c.agency == agency.id)
    said = _STATES[word.decision]
    wanted = " ".join(sorted(set(word.wanted))) if said is ReviewState.SUPPLEMENT else ""
    decided = application_reviews.update().where(same)
    connection.execute(decided.values(state=said.value, wanted=wanted, decided_ms=now_ms, decided_by=by.who))
    if application.state is State.DISPATCHED:
        application = book.move(connection, authority, application, Step.TAKE_UP, by=by, now_ms=now_ms)
    why = book.Why(code=wanted or None, note=word.reason, op_id=word.op_id, content=mark)
    application = book.remark(connection, authority, application, f"review_{said.value}", by=by, now_ms=now_ms, why=why)
    still_asked = ReviewState.SUPPLEMENT in flow.reviews_of(connection, application.application).values()
    if application.state is State.SUPPLEMENT and (said is not ReviewState.APPROVED or not still_asked):
        application = book.move(connection, authority, application, Step.RESUME, by=by, now_ms=now_ms)
    return flow.go_on(connection, authority, application, now_ms=now_ms)


def _check_wanted(authority: Authority, application: Application, word: Word) -> None:
    kind = authority.programme.kind(application.card_kind)
    known = {PHOTO, *(each.id for each in (kind.documents if kind else []))}
    if not known.issuperset(word.wanted):
        raise Refused(Code.REQUEST_INVALID, part="wanted")


def supplied(
    connection: sa.Connection, authority: Authority, application: Application, *, by: By, why: book.Why, now_ms: int
) -> Application:
    """What was missing is said to be here (補件): agencies that asked look again, with a deadline of their own.

    The caller holds the application. Raises `Refused` with APPLICATION_STEP or DOCUMENT_MISSING (`document`).
    """
    if application.state is not State.SUPPLEMENT:
        raise Refused(Code.APPLICATION_STEP, state=application.state.value)
    asking = connection.execute(
        sa.select(application_reviews).where(
            application_reviews.c.application == application.application,
            application_reviews.c.state == ReviewState.SUPPLEMENT.value,
        )
    ).all()
    there = documents.of_application(connection, application.application)
    for row in asking:
        since = {each.name for each in there if each.added_ms > row.decided_ms}
        if absent := [wanted for wanted in row.wanted.split() if wanted not in since]:
            raise Refused(Code.DOCUMENT_MISSING, document=absent[0])
    if missing := documents.missing(connection, authority, application):
        raise Refused(Code.DOCUMENT_MISSING, document=missing[0])
    for row in asking:
        agency = authority.programme.agency(row.agency)
        days = 1 if agency is None else agency.deadline_days
        same = sa.and_(application_reviews.c.application == application.application, application_reviews.c.agency == row.agency)
        again = {"state": ReviewState.WAITING.value, "due_ms": flow.end_of_day_ms(now_ms, days), "decided_ms": None}
        connection.execute(application_reviews.update().where(same).values(**again))
    step = Step.RESUME if flow.reviews_of(connection, application.application) else Step.RESUBMIT
    moved = book.move(connection, authority, application, step, by=by, now_ms=now_ms, why=why)
    return flow.go_on(connection, authority, moved, now_ms=now_ms)
