"""Asking the registers about applicants, and what follows from their answers, also from those that come late."""

from uuid import UUID, uuid4

import msgspec
import sqlalchemy as sa

from central import bulk
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.applications import answers, book, flow
from central.applications.answers import Answer
from central.applications.book import Application, By
from central.applications.ports import HouseholdAnswer, Question, Register, RegisterAnswer, RegisterName
from central.authority import Authority
from central.platform import Platform
from central.schema.applications import application_checks, applications
from domain.applications import STATUSES, State
from domain.errors import Code, Refused

MOST_QUESTIONS = 5_000
"""Of one batch."""


class CheckFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one row of a batch of answers; of an answer that does not fit, its number among the good ones."""

    batch: str
    row: int
    column: str
    code: Code


class CheckReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of answers: how many were kept, and what is wrong with the others."""

    kept: int
    faults: list[CheckFault]


def ask(platform: Platform, register: Register) -> int:
    """Put every question that is due; how many. A crash in between asks twice, and answers are told by their check's id.

    Raises what the register raises.
    """
    asked = 0
    while questions := _due(platform, register.name):
        batch = f"{register.name}-{platform.now_ms()}-{uuid4().hex[:8]}"
        register.ask(batch, questions)
        with platform.store.write() as connection:
            _note_asked(connection, register.name, questions, platform.now_ms())
            for question in questions:
                same = application_checks.c.check_id == question.check_id
                due = sa.and_(same, application_checks.c.state == "due")
                connection.execute(application_checks.update().where(due).values(state="asked", file=batch))
        asked += len(questions)
        if len(questions) < MOST_QUESTIONS:
            break
    return asked


def _note_asked(connection: sa.Connection, register: RegisterName, questions: list[Question], now_ms: int) -> None:
    """The register was told who applies."""
    checks = [question.check_id for question in questions]
    holders = (
        sa.select(applications.c.holder)
        .join(application_checks, application_checks.c.application == applications.c.application)
        .where(bulk.among(connection, application_checks.c.check_id, checks))
    )
    reading = ReadBy(reader="platform", agency=register, what="register question", reason="eligibility is checked")
    record_reads.note_all(connection, connection.scalars(holders).all(), reading, now_ms)


def _due(platform: Platform, name: RegisterName) -> list[Question]:
    """The questions that were never put, the longest waiting first. A forgotten person's is none."""
    chosen = (
        sa.select(application_checks.c.check_id, *book.columns())
        .join(applications, applications.c.application == application_checks.c.application)
        .where(application_checks.c.register == name, application_checks.c.state == "due", applications.c.closed_ms.is_(None))
        .order_by(application_checks.c.due_ms, application_checks.c.check_id)
        .limit(MOST_QUESTIONS)
    )
    found = []
    with platform.store.read() as connection:
        for row in connection.execute(chosen).all():
            application = book.from_row(row)
            papers = book.papers_of(connection, platform.authority, application)
            if papers is None:
                continue
            known = answers.of_application(connection, platform.authority, application).facts(papers)
            found.append(
                Question(
                    check_id=row.check_id,
                    name=papers.name,
                    national_id=papers.national_id,
                    birthday=papers.birthday,
                    statuses=sorted(known & STATUSES) if name == "status" else [],
                )
            )
    return found


def take(platform: Platform, register: Register) -> CheckReport:
    """Keep what the register has answered, each answer in a transaction of its own, and move the applications on.

    Raises what the register raises.
    """
    kept = 0
    faults: list[CheckFault] = []
    by = By(who=f"register:{register.name}")
    for batch in register.answered():
        faults += [CheckFault(batch=batch.batch, row=each.row, column=each.column, code=each.code) for each in batch.faults]
        for number, said in enumerate(batch.answers, 1):
            try:
                with platform.store.write() as connection:
                    answer(connection, platform.authority, said, by=by, now_ms=platform.now_ms())
                kept += 1
            except Refused as refused:
                faults.append(CheckFault(batch=batch.batch, row=number, column="check_id", code=refused.code))
        register.taken(batch.batch)
    return CheckReport(kept=kept, faults=faults)


def answer(connection: sa.Connection, authority: Authority, said: RegisterAnswer, *, by: By, now_ms: int) -> Application:
    """Keep an answer and move the application on. The same answer again changes nothing.

    Raises `Refused` with APPLICATION_UNKNOWN (no such check), REQUEST_CONFLICT (it has another answer) or PERSON_UNKNOWN.
    """
    check = connection.execute(
        sa.select(application_checks.c.application, application_checks.c.register).where(
            application_checks.c.check_id == said.check_id
        )
    ).one_or_none()
    register: RegisterName = "household" if isinstance(said, HouseholdAnswer) else "status"
    if check is None or check.register != register:
        raise Refused(Code.APPLICATION_UNKNOWN)
    application = book.held(connection, check.application)
    kept = (
        Answer(household=said.household, since=said.since)
        if isinstance(said, HouseholdAnswer)
        else Answer(statuses=sorted(said.statuses))
    )
    state = _state(connection, said.check_id)
    if state == "answered":
        if answers.opened(connection, authority, application, register) != kept:
            raise Refused(Code.REQUEST_CONFLICT)
        return application
    encrypted = answers.encrypted(connection, authority, application, kept)
    if encrypted is None:
        raise Refused(Code.PERSON_UNKNOWN)
    chosen = application_checks.update().where(application_checks.c.check_id == said.check_id)
    connection.execute(chosen.values(state="answered", answer_encrypted=encrypted, answered_ms=now_ms))
    application = book.remark(connection, authority, application, f"{register}_answered", by=by, now_ms=now_ms)
    if state == "waived":
        return _late(connection, authority, application, now_ms)
    return flow.go_on(connection, authority, application, now_ms=now_ms)


def _state(connection: sa.Connection, check_id: UUID) -> str:
    """Read again, now that the application is held."""
    return str(connection.scalar(sa.select(application_checks.c.state).where(application_checks.c.check_id == check_id)))


_GRANTED = frozenset({State.APPROVED, State.IN_PRODUCTION, State.READY, State.COLLECTED})


def _late(connection: sa.Connection, authority: Authority, application: Application, now_ms: int) -> Application:
    """An answer to a check that was waived: what was granted provisionally is confirmed, or taken back (fault 47)."""
    papers = book.papers_of(connection, authority, application)
    if papers is None or (application.state.closed and application.state is not State.COLLECTED):
        return application
    words = answers.of_application(connection, authority, application)
    objection = flow.objection_to(authority, application, papers, words)
    if objection is not None and application.state in _GRANTED:
        return flow.revoke(connection, authority, application, objection, now_ms=now_ms)
    if objection is not None:
        return flow.refuse_now(connection, authority, application, objection, now_ms=now_ms)
    if application.provisional and not _waived(connection, application):
        application = book.remark(
            connection, authority, application, "confirmed", by=book.PLATFORM, now_ms=now_ms, provisional=False
        )
        flow.confirm_card(connection, authority, application, now_ms=now_ms)
    return application


def _waived(connection: sa.Connection, application: Application) -> bool:
    same = application_checks.c.application == application.application
    found = sa.select(application_checks.c.register).where(same, application_checks.c.state == "waived")
    return connection.execute(found).first() is not None


def waive(
    connection: sa.Connection, authority: Authority, application: Application, *, by: By, why: book.Why, now_ms: int
) -> Application:
    """The check that is under way cannot be made now: go on provisionally. The caller holds the application.

    Raises `Refused` with REASON_MISSING or APPLICATION_STEP (no check is under way).
    """
    if not why.note.strip():
        raise Refused(Code.REASON_MISSING)
    register = {State.HOUSEHOLD_CHECK: "household", State.STATUS_CHECK: "status"}.get(application.state)
    if register is None:
        raise Refused(Code.APPLICATION_STEP, state=application.state.value)
    same = sa.and_(application_checks.c.application == application.application, application_checks.c.register == register)
    connection.execute(application_checks.update().where(same).values(state="waived"))
    waived = book.remark(
        connection, authority, application, f"{register}_waived", by=by, now_ms=now_ms, why=why, provisional=True
    )
    return flow.go_on(connection, authority, waived, now_ms=now_ms)


def overdue(connection: sa.Connection, now_ms: int, limit: int = 1_000) -> list[tuple[RegisterName, str, int]]:
    """Register, receipt number and deadline of every check without an answer that is late, the longest late first."""
    rows = connection.execute(
        sa.select(application_checks.c.register, applications.c.receipt, application_checks.c.due_ms)
        .join(applications, applications.c.application == application_checks.c.application)
        .where(
            application_checks.c.state.in_(("due", "asked")),
            application_checks.c.due_ms <= now_ms,
            applications.c.closed_ms.is_(None),
        )
        .order_by(application_checks.c.due_ms, applications.c.receipt)
        .limit(limit)
    )
    return [(row.register, row.receipt, row.due_ms) for row in rows]
