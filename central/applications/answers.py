"""What the registers have said of an applicant so far."""

import msgspec
import sqlalchemy as sa

from central.applications.book import Application
from central.authority import Authority
from central.schema.applications import application_checks
from domain.applications import ApplicantPapers, HouseholdWord, confirmed

_ANSWER = b"register's answer"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One register's answer; the household register's has `household` and `since`, the other's `statuses`."""

    household: HouseholdWord | None = None
    since: str = ""
    """ISO 8601 calendar date on which the registration began."""
    statuses: list[str] = []

    def __repr__(self) -> str:
        return "Answer(…)"


class Answers(msgspec.Struct, frozen=True, kw_only=True):
    """Both registers' words. A check that was waived counts as settled and leaves the claim as it is."""

    household: HouseholdWord | None = None
    statuses: list[str] | None = None
    household_settled: bool = False
    status_settled: bool = False

    def facts(self, papers: ApplicantPapers) -> frozenset[str]:
        """What remains of what the applicant claims."""
        return confirmed(papers.facts, self.household, self.statuses)


def of_application(connection: sa.Connection, authority: Authority, application: Application) -> Answers:
    """What is known now."""
    found = Answers()
    chosen = sa.select(application_checks).where(application_checks.c.application == application.application)
    for row in connection.execute(chosen):
        settled = row.state in ("answered", "waived")
        answer = _opened(connection, authority, application, row.answer_encrypted)
        if row.register == "household":
            household = None if answer is None else answer.household
            found = msgspec.structs.replace(found, household=household, household_settled=settled)
        else:
            statuses = None if answer is None else answer.statuses
            found = msgspec.structs.replace(found, statuses=statuses, status_settled=settled)
    return found


def encrypted(connection: sa.Connection, authority: Authority, application: Application, answer: Answer) -> bytes | None:
    """The answer under the person's data key; None when they have been forgotten."""
    return authority.vault.encrypt(connection, application.holder, _purpose(application), msgspec.json.encode(answer))


def opened(connection: sa.Connection, authority: Authority, application: Application, register: str) -> Answer | None:
    """One register's answer; None while there is none."""
    content = connection.scalar(
        sa.select(application_checks.c.answer_encrypted).where(
            application_checks.c.application == application.application, application_checks.c.register == register
        )
    )
    return _opened(connection, authority, application, content)


def _opened(connection: sa.Connection, authority: Authority, application: Application, content: bytes | None) -> Answer | None:
    if content is None:
        return None
    plaintext = authority.vault.decrypt(connection, application.holder, _purpose(application), content)
    return None if plaintext is None else msgspec.json.decode(plaintext, type=Answer)


def _purpose(application: Application) -> bytes:
    return _ANSWER + application.application.bytes
