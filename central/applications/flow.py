"""Moving an application on as far as it goes by itself: what follows from what is there, and nothing else."""

from datetime import timedelta
from uuid import UUID, uuid4, uuid5

import msgspec
import sqlalchemy as sa

from central import cards, journal, people
from central.applications import answers, book, documents
from central.applications.book import PLATFORM, Application
from central.authority import Authority
from central.registry import states
from central.schema.applications import application_checks, application_reviews
from domain import taipei
from domain.applications import STATUSES, ApplicantPapers, ReviewState, State, Step, verdict
from domain.applying import requirement_unmet
from domain.errors import Code
from domain.events import Particulars

CHECK_DAYS = 3
"""Taipei days after which a check that has no answer stands on the overdue list."""
_DECEASED = "deceased"
PROVISIONAL_REFUSED = "provisional_refused"
"""The anomaly of a card that was handed over before a check that says no (fault 47)."""


def go_on(connection: sa.Connection, authority: Authority, application: Application, *, now_ms: int) -> Application:
    """Take every step that follows by itself; the caller holds the application. Of a forgotten person nothing follows."""
    papers = book.papers_of(connection, authority, application)
    if papers is None:
        return application
    standing = _Standing(connection=connection, authority=authority, papers=papers, now_ms=now_ms)
    while True:
        moved = _next(standing, application)
        if moved.state is application.state:
            return moved
        application = moved


class _Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is decided by."""

    connection: sa.Connection
    authority: Authority
    papers: ApplicantPapers
    now_ms: int

    def move(self, application: Application, step: Step, code: str | None = None, **changes: object) -> Application:
        why = book.Why(code=code)
        at = self.now_ms
        return book.move(self.connection, self.authority, application, step, by=PLATFORM, now_ms=at, why=why, **changes)


def _next(at: _Standing, application: Application) -> Application:
    match application.state:
        case State.RECEIVED:
            missing = documents.missing(at.connection, at.authority, application)
            if missing:
                return at.move(application, Step.ASK_SUPPLEMENT, " ".join(missing))
            _ask(at, application, "household")
            return at.move(application, Step.ASK_HOUSEHOLD)
        case State.HOUSEHOLD_CHECK:
            return _after_household(at, application)
        case State.STATUS_CHECK:
            return _after_status(at, application)
        case State.UNDER_REVIEW:
            return _after_reviews(at, application)
        case State.APPROVED if application.issued_by is not None:
            return at.move(application, Step.COLLECT)
        case _:
            return application


def _after_household(at: _Standing, application: Application) -> Application:
    words = answers.of_application(at.connection, at.authority, application)
    if not words.household_settled:
        return application
    if (objection := objection_to(at.authority, application, at.papers, words)) is not None:
        return refuse(at, application, objection)
    if not STATUSES.isdisjoint(words.facts(at.papers)):
        _ask(at, application, "status")
        return at.move(application, Step.ASK_STATUS)
    return _dispatch(at, application, words)


def _after_status(at: _Standing, application: Application) -> Application:
    words = answers.of_application(at.connection, at.authority, application)
    if not words.status_settled:
        return application
    if (objection := objection_to(at.authority, application, at.papers, words)) is not None:
        return refuse(at, application, objection)
    return _dispatch(at, application, words)


def _after_reviews(at: _Standing, application: Application) -> Application:
    reviews = at.connection.execute(
        sa.select(application_reviews).where(application_reviews.c.application == application.application)
    ).all()
    step = verdict(ReviewState(row.state) for row in reviews)
    if step is Step.ASK_SUPPLEMENT:
        wanted = sorted({each for row in reviews if row.state == "supplement" for each in row.wanted.split()})
        return at.move(application, step, " ".join(wanted) or None)
    if step is Step.REFUSE:
        refusing = next(row.agency for row in reviews if row.state == "refused")
        return refuse(at, application, refusing)
    if step is Step.APPROVE:
        words = answers.of_application(at.connection, at.authority, application)
        if (objection := objection_to(at.authority, application, at.papers, words)) is not None:
            return refuse(at, application, objection)
        return _approve(at, application)
    return application


def objection_to(authority: Authority, application: Application, papers: ApplicantPapers, words: answers.Answers) -> str | None:
    """Why the registers' words keep this application from being approved: a requirement's id, or `deceased`."""
    if words.household == _DECEASED:
        return _DECEASED
    kind = authority.programme.kind(application.card_kind)
    if kind is None:
        return "kind"
    day = taipei.day(application.submitted_ms)
    return requirement_unmet(authority.programme, kind, papers, words.facts(papers), day)


def refuse(at: _Standing, application: Application, code: str) -> Application:
    """Refuse; a card that is in the hand already is suspended."""
    refused = at.move(application, Step.REFUSE, code, refusal=code)
    _suspend(at.connection, at.authority, refused, at.now_ms)
    return refused


def refuse_now(
    connection: sa.Connection, authority: Authority, application: Application, code: str, *, now_ms: int
) -> Application:
    """Refuse what nobody has to decide any more. The caller holds the application, whose applicant has not been forgotten."""
    papers = book.papers_of(connection, authority, application)
    if papers is None:
        return application
    return refuse(_Standing(connection=connection, authority=authority, papers=papers, now_ms=now_ms), application, code)


def confirm_card(connection: sa.Connection, authority: Authority, application: Application, *, now_ms: int) -> None:
    """What was provisional is an ordinary card from now on."""
    if application.medium is not None:
        op_id = uuid5(application.application, "confirmed")
        states.confirm_provisional(connection, authority, application.medium, op_id=op_id, now_ms=now_ms)


def revoke(connection: sa.Connection, authority: Authority, application: Application, code: str, *, now_ms: int) -> Application:
    """A check that could not be made says no now (fault 47): the card is suspended and its holder told."""
    why = book.Why(code=code)
    revoked = book.move(
        connection, authority, application, Step.REVOKE, by=PLATFORM, now_ms=now_ms, why=why, refusal=code, provisional=False
    )
    _suspend(connection, authority, revoked, now_ms)
    return revoked


def _suspend(connection: sa.Connection, authority: Authority, application: Application, now_ms: int) -> None:
    """Suspend the card that is in the hand already, and put its issue on the work list."""
    card = None if application.medium is None else cards.find(connection, application.medium)
    if card is None or application.issued_by is None or not card.state.usable:
        return
    op_id = uuid5(application.application, "refused")
    reason = Code.NOT_ELIGIBLE
    states.refuse_provisional(connection, authority, card.medium, op_id=op_id, reason=reason, now_ms=now_ms)
    journal.flag(connection, application.issued_by, PROVISIONAL_REFUSED, now_ms)


def _ask(at: _Standing, application: Application, register: str) -> None:
    """Put a question to a register, unless it was put before and answered (an application that comes back)."""
    same = sa.and_(application_checks.c.application == application.application, application_checks.c.register == register)
    if at.connection.execute(sa.select(application_checks.c.state).where(same)).one_or_none() is not None:
        return
    at.connection.execute(
        application_checks.insert().values(
            application=application.application,
            register=register,
            check_id=uuid4(),
            state="due",
            file=None,
            answer_encrypted=None,
            due_ms=end_of_day_ms(at.now_ms, CHECK_DAYS),
            answered_ms=None,
        )
    )


def _dispatch(at: _Standing, application: Application, words: answers.Answers) -> Application:
    """To every agency concerned; with none, the programme's own rules have decided."""
    facts = words.facts(at.papers)
    concerned = [each for each in at.authority.programme.agencies if each.concerned(application.card_kind, facts)]
    if not concerned:
        return _approve(at, application)
    for agency in concerned:
        at.connection.execute(
            application_reviews.insert().values(
                application=application.application,
                agency=agency.id,
                state=ReviewState.WAITING.value,
                due_ms=end_of_day_ms(at.now_ms, agency.deadline_days),
                wanted="",
                decided_ms=None,
                decided_by=None,
            )
        )
    return at.move(application, Step.DISPATCH, " ".join(agency.id for agency in concerned))


def _approve(at: _Standing, application: Application) -> Application:
    """The holder's particulars are the application's from now on, when the register has confirmed that they belong together.

    Otherwise the counter that hands the card over sees to them: they are what a person is recognised by when money is at stake.
    """
    papers = at.papers
    words = answers.of_application(at.connection, at.authority, application)
    person = Particulars(
        name=papers.name,
        national_id=papers.national_id,
        birthday=papers.birthday,
        district=papers.district,
        facts=sorted(words.facts(papers)),
        uid=b"",
    )
    if words.household == "resident":
        people.renew(at.connection, at.authority, application.holder, person, as_of_ms=application.submitted_ms)
    return at.move(application, Step.APPROVE, "provisional" if application.provisional else None)


def end_of_day_ms(now_ms: int, days: int) -> int:
    """The first millisecond after the last of so many whole Taipei days from today."""
    return taipei.midnight_ms(taipei.day(now_ms) + timedelta(days=days + 1))


def reviews_of(connection: sa.Connection, application_id: UUID) -> dict[str, ReviewState]:
    """What each agency has said, by agency."""
    rows = connection.execute(
        sa.select(application_reviews.c.agency, application_reviews.c.state).where(
            application_reviews.c.application == application_id
        )
    )
    return {row.agency: ReviewState(row.state) for row in rows}
