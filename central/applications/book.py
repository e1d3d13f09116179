"""The record of an application: reading it, holding it, and the steps by which alone it changes."""

import hashlib
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks
from central.applications import notices
from central.authority import Authority
from central.schema.applications import application_steps, applications
from domain.applications import ApplicantPapers, State, Step, after
from domain.errors import Code, Refused
from domain.ids import parse_receipt_number

_NOTE = b"application note"
LONGEST_NOTE = 500


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who did something: `staff:c01`, `service:key-…`, `station:…`, `register:household` or `platform`, and of which agency."""

    who: str
    agency: str = ""


PLATFORM = By(who="platform")


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """An application as it stands. What it says of the person is opened by `papers_of` alone."""

    application: UUID
    receipt: str
    holder: UUID
    card_kind: str
    carrier: str
    channel: str
    agency: str
    """Whose batch or portal it came by; empty for the city's own counters."""
    batch: UUID | None
    state: State
    content: bytes
    encrypted: bytes
    fee_ntd: int
    fee_basis: str
    provisional: bool
    refusal: str | None
    submitted_ms: int
    medium: bytes | None
    issued_by: UUID | None
    """The `card.issued` event by which the card came into the hand, perhaps before the approval."""


_COLUMNS = [applications.c[field.name] for field in msgspec.structs.fields(Application)]


def find(connection: sa.Connection, application_id: UUID) -> Application | None:
    """The application of that id, as this transaction sees it."""
    row = connection.execute(sa.select(*_COLUMNS).where(applications.c.application == application_id)).one_or_none()
    return None if row is None else from_row(row)


def held(connection: sa.Connection, application_id: UUID) -> Application:
    """The application, which nobody else changes until this transaction ends. Raises `Refused(APPLICATION_UNKNOWN)`."""
    first = find(connection, application_id)
    if first is None:
        raise Refused(Code.APPLICATION_UNKNOWN)
    locks.hold(connection, locks.holder(first.holder))
    again = find(connection, application_id)
    if again is None:
        raise Refused(Code.APPLICATION_UNKNOWN)
    return again


def by_receipt(connection: sa.Connection, text: str) -> Application:
    """The application of a receipt number, as it is spoken or typed. Raises `Refused(APPLICATION_UNKNOWN)`."""
    number = parse_receipt_number(text)
    row = connection.execute(sa.select(*_COLUMNS).where(applications.c.receipt == number)).one_or_none()
    if row is None:
        raise Refused(Code.APPLICATION_UNKNOWN)
    return from_row(row)


def of_holder(connection: sa.Connection, holder: UUID) -> list[Application]:
    """Every application of a person, the oldest first."""
    chosen = sa.select(*_COLUMNS).where(applications.c.holder == holder)
    rows = connection.execute(chosen.order_by(applications.c.submitted_ms, applications.c.application))
    return [from_row(row) for row in rows]


def from_row(row: sa.Row[Any]) -> Application:
    """A row that has the columns of `Application`."""
    values = row._asdict()
    values["state"] = State(values["state"])
    for name in ("content", "encrypted", "medium"):
        values[name] = None if values[name] is None else bytes(values[name])
    return Application(**{field.name: values[field.name] for field in msgspec.structs.fields(Application)})


def columns() -> Sequence[sa.ColumnElement[Any]]:
    """What `from_row` needs."""
    return _COLUMNS


# --- what it says of the person ---


def encrypted_papers(
    connection: sa.Connection, authority: Authority, holder: UUID, application_id: UUID, papers: ApplicantPapers
) -> bytes:
    """The papers under the person's data key. Raises `Refused(PERSON_UNKNOWN)` for a person who has been forgotten."""
    purpose = _purpose(application_id)
    encrypted = authority.vault.encrypt(connection, holder, purpose, msgspec.json.encode(papers))
    if encrypted is None:
        raise Refused(Code.PERSON_UNKNOWN)
    return encrypted


def papers_of(connection: sa.Connection, authority: Authority, application: Application) -> ApplicantPapers | None:
    """What the applicant wrote down; None when they have been forgotten."""
    purpose = _purpose(application.application)
    plaintext = authority.vault.decrypt(connection, application.holder, purpose, application.encrypted)
    return None if plaintext is None else msgspec.json.decode(plaintext, type=ApplicantPapers)


def _purpose(application_id: UUID) -> bytes:
    return b"application" + application_id.bytes


def content_mark(authority: Authority, *parts: bytes) -> bytes:
    """A keyed digest of what was asked, by which a repetition is told from another content; it gives nothing away."""
    mark = hashlib.blake2b(key=authority.keys.person, digest_size=16, person=b"citycard-applic")
    for part in parts:
        mark.update(len(part).to_bytes(8, "big") + part)
    return mark.digest()


# --- steps ---


def done_before(connection: sa.Connection, op_id: UUID, content: bytes) -> UUID | None:
    """The application to which this very act was done already; None for a new act.

    Raises `Refused(REQUEST_CONFLICT)` when its id stands for another act.
    """
    taken = sa.select(application_steps.c.application, application_steps.c.content).where(application_steps.c.op_id == op_id)
    row = connection.execute(taken).one_or_none()
    if row is None:
        return None
    if row.content is None or bytes(row.content) != content:
        raise Refused(Code.REQUEST_CONFLICT)
    found: UUID = row.application
    return found


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """What a step is accompanied by: a stable word, words of a person, and the act's own id and content."""

    code: str | None = None
    """A requirement's id, documents' ids separated by spaces, or a word of ours. Never personal."""
    note: str = ""
    """In somebody's own words; kept under the applicant's data key."""
    op_id: UUID | None = None
    content: bytes | None = None


NO_REASON = Why()


def move(
    connection: sa.Connection,
    authority: Authority,
    application: Application,
    step: Step,
    *,
    by: By,
    now_ms: int,
    why: Why = NO_REASON,
    **changes: object,
) -> Application:
    """Take a step, write it down, and tell the applicant what concerns them.

    `changes` are fields of the record that change with it. Raises `Refused(APPLICATION_STEP)` when the step does not lead on
    from here. The caller holds the application.
    """
    state = after(application.state, step)
    number = _write(connection, authority, application, step.value, state=state, by=by, now_ms=now_ms, why=why)
    closed_ms = now_ms if state.closed else None
    connection.execute(
        applications.update()
        .where(applications.c.application == application.application)
        .values(state=state.value, changed_ms=now_ms, closed_ms=closed_ms, **changes)
    )
    moved = msgspec.structs.replace(application, state=state, **changes)
    papers = papers_of(connection, authority, moved) if notices.concerns(step) else None
    if papers is not None:
        subject = notices.Subject(
            application=moved.application,
            holder=moved.holder,
            receipt=moved.receipt,
            card_kind=moved.card_kind,
            fee_ntd=moved.fee_ntd,
            name=papers.name,
            in_hand=moved.issued_by is not None,
        )
        notices.tell(connection, authority, subject, step, code=why.code, number=number, now_ms=now_ms)
    return moved


def remark(
    connection: sa.Connection,
    authority: Authority,
    application: Application,
    word: str,
    *,
    by: By,
    now_ms: int,
    why: Why = NO_REASON,
    **changes: object,
) -> Application:
    """Write something down that leaves the state as it is."""
    _write(connection, authority, application, word, state=application.state, by=by, now_ms=now_ms, why=why)
    chosen = applications.update().where(applications.c.application == application.application)
    connection.execute(chosen.values(changed_ms=now_ms, **changes))
    return msgspec.structs.replace(application, **changes)


def _write(
    connection: sa.Connection,
    authority: Authority,
    application: Application,
    word: str,
    *,
    state: State,
    by: By,
    now_ms: int,
    why: Why,
) -> int:
    note = why.note.strip()
    if len(note) > LONGEST_NOTE:
        raise Refused(Code.REQUEST_INVALID, part="reason")
    encrypted = authority.vault.encrypt(connection, application.holder, _NOTE, note.encode()) if note else None
    written = connection.execute(
        application_steps.insert().values(
            application=application.application,
            op_id=why.op_id,
            content=why.content,
            step=word,
            state=state.value,
            actor=by.who,
            agency=by.agency,
            code=why.code,
            note_encrypted=encrypted,
            at_ms=now_ms,
        )
    )
    primary_key = written.inserted_primary_key
    assert primary_key is not None
    return int(primary_key[0])


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the list. `note` is opened only where a caller has asked for it."""

    step: str
    state: str
    actor: str
    agency: str
    code: str | None
    note: str
    at_ms: int


def steps(connection: sa.Connection, authority: Authority, application: Application, *, notes: bool = False) -> list[Written]:
    """Everything that was written down of an application, the oldest first."""
    chosen = sa.select(application_steps).where(application_steps.c.application == application.application)
    found = []
    for row in connection.execute(chosen.order_by(application_steps.c.id)):
        note = b""
        if notes and row.note_encrypted is not None:
            note = authority.vault.decrypt(connection, application.holder, _NOTE, row.note_encrypted) or b""
        found.append(
            Written(
                step=row.step,
                state=row.state,
                actor=row.actor,
                agency=row.agency,
                code=row.code,
                note=note.decode(),
                at_ms=row.at_ms,
            )
        )
    return found
