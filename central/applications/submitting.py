"""Taking an application in: the person found or admitted, one application under way per person and kind, a receipt number."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, locks, people
from central.applications import book, documents, flow
from central.applications.book import Application, By
from central.applications.notices import SUPERSEDED
from central.authority import Authority
from central.messages.contacts import keep_contact
from central.registry import claims
from central.schema import holders
from central.schema.applications import applications
from central.store import Store
from domain import taipei
from domain.applications import Channel, State, Step
from domain.applying import Asked, sound
from domain.contacts import Contact
from domain.errors import Code, Refused
from domain.events import Particulars
from domain.fees import CardFee, card_fee
from domain.ids import receipt_number
from domain.programme import CardKind

DRAFT_MS = 30 * 24 * 3_600_000
"""After so long a draft that nobody hands in is given up."""
_AT_ONCE = 1_000


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """An application that is handed in. `op_id` becomes its id."""

    op_id: UUID
    asked: Asked
    channel: Channel
    by: By
    documents_seen: list[str] = []
    """Ids of documents that whoever helped has seen on paper."""
    draft: bool = False
    """Documents are still to be added; `hand_in` ends that."""
    batch: UUID | None = None
    batch_row: int | None = None


def submit(connection: sa.Connection, authority: Authority, submission: Submission, now_ms: int) -> Application:
    """Take it in and move it on as far as it goes. The same submission again gives the application as it stands now.

    Raises `Refused` as `taking.sound` does, and with REQUEST_CONFLICT (this op_id with other content), REQUEST_INVALID
    (`documents_seen`), APPLICATION_DUPLICATE (one of this kind is under way) ONE_PER_PERSON (they hold such a card) or
    FEE_UNPUBLISHED (of one more card).
    """
    today = taipei.day(now_ms)
    content = book.content_mark(authority, msgspec.json.encode(submission.asked), submission.channel.encode())
    before = book.find(connection, submission.op_id)
    if before is not None:
        return _again(before, content)
    asked, kind = sound(authority.programme, submission.asked, submission.channel, today)
    papers = asked.papers
    person = Particulars(
        name=papers.name,
        national_id=papers.national_id,
        birthday=papers.birthday,
        district=papers.district,
        facts=papers.facts,
        uid=b"",
    )
    digest = people.digest_of(authority, person)
    locks.hold(connection, locks.person(digest), locks.named(f"application {submission.op_id}"))
    before = book.find(connection, submission.op_id)
    if before is not None:
        return _again(before, content)
    _no_card_yet(connection, kind, digest)
    holder = people.join(connection, authority, submission.op_id, person, now_ms=now_ms)
    locks.hold(connection, locks.holder(holder))
    _none_under_way(connection, authority, holder, kind, by=submission.by, now_ms=now_ms)
    fee = _fee(kind, had_one=had_one(connection, holder, digest, kind), facts=frozenset(papers.facts))
    encrypted = book.encrypted_papers(connection, authority, holder, submission.op_id, papers)
    made = Application(
        application=submission.op_id,
        receipt=receipt_number(submission.op_id),
        holder=holder,
        card_kind=kind.id,
        carrier=asked.carrier,
        channel=submission.channel,
        agency=submission.by.agency,
        batch=submission.batch,
        state=State.DRAFT,
        content=content,
        encrypted=encrypted,
        fee_ntd=fee.ntd,
        fee_basis=fee.basis,
        provisional=False,
        refusal=None,
        submitted_ms=now_ms,
        medium=None,
        issued_by=None,
    )
    values = {**msgspec.structs.asdict(made), "state": made.state.value}
    row = {**values, "batch_row": submission.batch_row, "changed_ms": now_ms, "closed_ms": None}
    connection.execute(applications.insert().values(**row))
    for document in submission.documents_seen:
        documents.seen(connection, authority, made, document, by=submission.by, now_ms=now_ms)
    return made if submission.draft else hand_in(connection, authority, made, by=submission.by, now_ms=now_ms)


def hand_in(
    connection: sa.Connection,
    authority: Authority,
    application: Application,
    *,
    by: By,
    now_ms: int,
    why: book.Why = book.NO_REASON,
) -> Application:
    """A draft becomes an application. Raises `Refused(APPLICATION_STEP)` for what is no draft any more."""
    papers = book.papers_of(connection, authority, application)
    if papers is not None and application.state is State.DRAFT and (papers.email or papers.phone):
        contact = Contact(email=papers.email, phone=papers.phone, language=papers.language)
        keep_contact(connection, authority, application.holder, contact, now_ms=now_ms)
    handed_in = book.move(connection, authority, application, Step.SUBMIT, by=by, now_ms=now_ms, why=why, submitted_ms=now_ms)
    return flow.go_on(connection, authority, handed_in, now_ms=now_ms)


def give_up_drafts(store: Store, authority: Authority, now_ms: int) -> int:
    """Withdraw drafts that nobody has handed in for `DRAFT_MS`; how many. A batch's drafts are its own business."""
    left = sa.select(applications.c.application).where(
        applications.c.state == State.DRAFT.value,
        applications.c.batch.is_(None),
        applications.c.changed_ms <= now_ms - DRAFT_MS,
    )
    with store.read() as connection:
        found = list(connection.scalars(left.limit(_AT_ONCE)))
    for application_id in found:
        with store.write() as connection:
            application = book.held(connection, application_id)
            if application.state is State.DRAFT:
                superseded = book.Why(code=SUPERSEDED)
                book.move(connection, authority, application, Step.WITHDRAW, by=book.PLATFORM, now_ms=now_ms, why=superseded)
    return len(found)


def had_one(connection: sa.Connection, holder: UUID, digest: bytes, kind: CardKind) -> bool:
    """Whether a card of this kind was ever issued to the person."""
    issued = any(card.card_kind == kind.id and card.origin != "bound" for card in cards.of_holder(connection, holder))
    return issued or claims.has_claimed(connection, digest, kind.id)


def _fee(kind: CardKind, *, had_one: bool, facts: frozenset[str]) -> CardFee:
    fee = card_fee(kind, had_one=had_one, facts=facts)
    if fee is None:
        raise Refused(Code.FEE_UNPUBLISHED, column="card_kind")
    return fee


def _again(before: Application, content: bytes) -> Application:
    if before.content != content:
        raise Refused(Code.REQUEST_CONFLICT)
    return before


def _no_card_yet(connection: sa.Connection, kind: CardKind, digest: bytes) -> None:
    """Raises `Refused(ONE_PER_PERSON)` for a person who holds such a card, or may never have a second one."""
    holder = connection.scalar(sa.select(holders.c.holder).where(holders.c.person_digest == digest))
    held = [] if holder is None or not kind.one_per_person else cards.of_holder(connection, holder)
    usable = any(card.card_kind == kind.id and card.state.usable and card.origin != "bound" for card in held)
    if usable or (claims.once_only(kind) and claims.has_claimed(connection, digest, kind.id)):
        raise Refused(Code.ONE_PER_PERSON, column="national_id")


def _none_under_way(
    connection: sa.Connection, authority: Authority, holder: UUID, kind: CardKind, *, by: By, now_ms: int
) -> None:
    """A draft that somebody left lying gives way; a batch's does not, for its batch is being taken in at this moment."""
    for other in book.of_holder(connection, holder):
        if other.card_kind != kind.id or other.state.closed:
            continue
        if other.state is not State.DRAFT or other.batch is not None:
            raise Refused(Code.APPLICATION_DUPLICATE, column="national_id")
        superseded = book.Why(code=SUPERSEDED)
        book.move(connection, authority, other, Step.WITHDRAW, by=by, now_ms=now_ms, why=superseded)
