"""What tests of applications need: an office that takes them in, registers that answer, agencies that review."""

import io
from typing import Any
from uuid import UUID, uuid4

import msgspec
import sqlalchemy as sa
from PIL import Image

from central.applications import book, checks, office
from central.applications.book import Application, By
from central.applications.register_simulator import SimulatedRegister
from central.messages import Outgoing, send_due
from central.platform import Platform
from central.schema.applications import applications
from domain.applications import ApplicantPapers, Channel
from domain.ids import new_op_id
from domain.sealing import seal
from domain.wire_applications import (
    ApplicationAct,
    ApplicationDocument,
    ApplicationRequest,
    ApplicationResponse,
    ProgressRequest,
    ReviewDecision,
    ReviewOpenRequest,
)
from tests.central.field import a_person

COUNTER = By(who="staff:clerk-1")
PORTAL = By(who="service:key-1", agency="示範入口網")
SOCIAL = By(who="staff:social-1", agency="demo_social")
TRANSPORT = By(who="staff:transport-1", agency="demo_transport")
SCHOOL = By(who="staff:school-1", agency="demo_school")
LOVE_FACTS = ("resident", "lives_here", "disability")
LOVE_PAPERS = ("national_id", "disability_certificate")


def papers(number: int, name: str = "", facts: tuple[str, ...] = ("resident", "lives_here"), **changed: Any) -> ApplicantPapers:
    person = a_person(number, facts=facts)
    plain = ApplicantPapers(
        name=name or person.name,
        national_id=person.national_id,
        birthday=person.birthday,
        district=person.district,
        facts=list(facts),
        email=f"demo{number}@example.org",
    )
    return msgspec.structs.replace(plain, **changed)


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 80)) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "white").save(content, kind)
    return content.getvalue()


class Office:
    """One platform's counters, portal and reviewers, without HTTP."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.household = SimulatedRegister("household", demo=platform.authority.demo)
        self.status = SimulatedRegister("status", demo=platform.authority.demo)

    def sealed(self, content: bytes) -> bytes:
        return seal(self.platform.authority.keys.sealing_public, content)

    def request(self, who: ApplicantPapers, kind: str = "senior", **changed: Any) -> ApplicationRequest:
        plain = ApplicationRequest(
            op_id=new_op_id(self.platform.now_ms()),
            card_kind=kind,
            carrier="easycard",
            sealed=self.sealed(msgspec.json.encode(who)),
            consents=["issue@1"],
            documents_seen=["national_id"],
        )
        return msgspec.structs.replace(plain, **changed)

    def submit(
        self, who: ApplicantPapers, kind: str = "senior", *, channel: Channel = "counter", by: By = COUNTER, **changed: Any
    ) -> ApplicationResponse:
        if channel == "web":
            changed.setdefault("documents_seen", [])
        return office.submit(self.platform, self.request(who, kind, **changed), channel, by)

    def love(self, number: int, **changed: Any) -> ApplicationResponse:
        """An application that two agencies are concerned with."""
        changed.setdefault("facts", LOVE_FACTS)
        return self.submit(papers(number, **changed), "love", documents_seen=list(LOVE_PAPERS))

    def document(self, application: UUID, name: str, content: bytes | None = None, **changed: Any) -> ApplicationResponse:
        by, own = changed.pop("by", COUNTER), changed.pop("own", False)
        plain = ApplicationDocument(
            op_id=uuid4(), application=application, name=name, sealed=self.sealed(picture() if content is None else content)
        )
        return office.add_document(self.platform, msgspec.structs.replace(plain, **changed), by, own=own)

    def act(self, application: UUID, what: str, reason: str = "", **changed: Any) -> ApplicationResponse:
        by, own, may_waive = changed.pop("by", COUNTER), changed.pop("own", False), changed.pop("may_waive", True)
        plain = ApplicationAct(op_id=uuid4(), application=application, act=what, reason=reason)  # type: ignore[arg-type]
        request = msgspec.structs.replace(plain, **changed)
        return office.act(self.platform, request, by, own=own, may_waive=may_waive)

    def decide(
        self, application: UUID, by: By, decision: str, reason: str = "", wanted: tuple[str, ...] = ()
    ) -> ApplicationResponse:
        word = ReviewDecision(
            op_id=uuid4(),
            application=application,
            decision=decision,  # type: ignore[arg-type]
            reason=reason,
            wanted=list(wanted),
        )
        return office.review_decide(self.platform, word, by)

    def view(self, application: UUID, by: By, reason: str = "示範審查") -> Any:
        return office.review_open(self.platform, ReviewOpenRequest(application=application, reason=reason), by)

    def check(self) -> None:
        """Both registers are asked and answer, until nothing more is due."""
        for register in (self.household, self.status):
            checks.ask(self.platform, register)
            checks.take(self.platform, register)

    def record(self, application: UUID) -> Application:
        with self.platform.store.read() as connection:
            found = book.find(connection, application)
        assert found is not None
        return found

    def state(self, application: UUID) -> str:
        return self.record(application).state.value

    def steps(self, application: UUID) -> list[str]:
        with self.platform.store.read() as connection:
            found = book.find(connection, application)
            assert found is not None
            return [step.step for step in book.steps(connection, self.platform.authority, found)]

    def progress(self, receipt: str, *, by: By = COUNTER, counter: bool = True) -> Any:
        return office.progress(self.platform, ProgressRequest(receipt=receipt), by, counter=counter)

    def count(self) -> int:
        with self.platform.store.read() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(applications)) or 0)

    def mail(self) -> list[Outgoing]:
        """What is due is sent now."""
        sender = Mailbox()
        send_due(self.platform.store, self.platform.authority, self.platform.clock, sender)
        return sender.sent

    def subjects(self) -> list[str]:
        """Templates of what was sent, by their subjects' last part of Chinese words."""
        return [mail.subject.split("：")[1].split("，")[0].split(" ")[0] for mail in self.mail()]


class Mailbox:
    """A sender that keeps what it is given."""

    channels = frozenset({"email", "sms"})

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send(self, message: Outgoing) -> None:
        self.sent.append(message)
