"""Files that go out after an approval: the holder's registration (記名資訊) to the carrier, data to agencies' systems, and
lists of cards to be made. Layouts in `docs/applications-files.md`.

A file is decided once: which applications are in it, and what it says of them, is kept row by row under each person's data key,
so that the very same bytes can be written again and nothing in them can change. Its receiver answers with a result file.
"""

import hashlib
from typing import Literal, get_args
from uuid import uuid4

import msgspec
import sqlalchemy as sa

from central import cards, locks
from central.access import record_reads, trail
from central.access.record_reads import ReadBy
from central.applications import agency_fields, book, sheets
from central.applications.book import Application, By
from central.authority import Authority
from central.files import csv_in
from central.files.csv_in import Row
from central.platform import Platform
from central.schema.applications import (
    application_reviews,
    applications,
    office_file_results,
    office_file_rows,
    office_files,
)
from domain import taipei
from domain.applications import ApplicantPapers, State, Step
from domain.errors import Code, Refused
from domain.programme_agencies import Agency
from domain.wire_files import RowFault

FileKind = Literal["registration", "agency", "production"]
_HEAD = ("file", "row", "application", "receipt", "card_kind")
COLUMNS: dict[FileKind, tuple[str, ...]] = {
    "registration": (*_HEAD, "name", "national_id", "birthday", "card_uid", "provisional"),
    "agency": (*_HEAD, "name", "national_id", "birthday", "district", "address", "email", "phone", "facts"),
    "production": (*_HEAD, "carrier", "name", "label"),
}
RESULT_COLUMNS = ("file", "row", "result", "code")
MOST_ROWS = 2_000
"""Of one file: so many people are kept from acting while it is decided."""
_GRANTED = [state.value for state in (State.APPROVED, State.IN_PRODUCTION, State.READY, State.COLLECTED)]
_SYSTEM = By(who="platform")


class OfficeFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was made. `answered`: how many of its rows have a result."""

    file: str
    kind: FileKind
    receiver: str
    rows: int
    answered: int
    made_ms: int


class ResultReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a result file's rows."""

    kept: int
    again: int
    faults: list[RowFault]


def make(platform: Platform, kind: FileKind, receiver: str) -> str | None:
    """Decide the next file for a carrier (or an agency); its name, or None when nothing is due.

    Raises `Refused` with AGENCY_UNKNOWN or REQUEST_INVALID (no such carrier).
    """
    authority = platform.authority
    agency = _receiver(authority, kind, receiver)
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        locks.hold(connection, locks.named(f"office file {kind} {receiver}"))
        name = f"{kind}-{receiver}-{taipei.day(now_ms):%Y%m%d}-{uuid4().hex[:8]}"
        lines: list[tuple[Application, list[str]]] = []
        for application in _held(connection, _due(connection, authority, kind, receiver)):
            papers = book.papers_of(connection, authority, application)
            if papers is None or (kind == "production" and application.state is not State.APPROVED):
                continue
            head = [name, str(len(lines) + 1), str(application.application), application.receipt, application.card_kind]
            lines.append((application, head + _cells(connection, authority, application, papers, kind=kind, agency=agency)))
        if not lines:
            return None
        content = sheets.written(COLUMNS[kind], [cells for _, cells in lines])
        connection.execute(
            office_files.insert().values(
                file=name,
                kind=kind,
                receiver=receiver,
                rows=len(lines),
                sha256=hashlib.sha256(content).digest(),
                made_ms=now_ms,
            )
        )
        for number, (application, cells) in enumerate(lines, 1):
            _keep(connection, authority, application, file=name, number=number, cells=cells)
            why = book.Why(code=name)
            if kind == "production":
                book.move(connection, authority, application, Step.PRODUCE, by=_SYSTEM, now_ms=now_ms, why=why)
            else:
                book.remark(connection, authority, application, f"sent_{kind}", by=_SYSTEM, now_ms=now_ms, why=why)
    return name


def _held(connection: sa.Connection, due: list[Application]) -> list[Application]:
    """As they are now that nobody else changes them; whatever was refused or withdrawn meanwhile is left out."""
    locks.hold(connection, *(locks.holder(application.holder) for application in due))
    again = [book.find(connection, application.application) for application in due]
    return [application for application in again if application is not None and application.state.value in _GRANTED]


def _receiver(authority: Authority, kind: FileKind, receiver: str) -> Agency | None:
    if kind == "agency":
        agency = authority.programme.agency(receiver)
        if agency is None:
            raise Refused(Code.AGENCY_UNKNOWN)
        return agency
    if all(carrier.id != receiver for carrier in authority.programme.carriers):
        raise Refused(Code.REQUEST_INVALID, part="receiver")
    return None


def _due(connection: sa.Connection, authority: Authority, kind: FileKind, receiver: str) -> list[Application]:
    """What the receiver has not been sent yet, by time of approval and, within a batch, by row; nothing of bearer kinds."""
    order = (applications.c.changed_ms, applications.c.batch, applications.c.batch_row, applications.c.application)
    chosen = sa.select(*book.columns()).order_by(*order).limit(MOST_ROWS)
    if kind == "production":
        kinds = [each.id for each in authority.programme.kinds if each.issued_by == "batch"]
        chosen = chosen.where(
            applications.c.state == State.APPROVED.value,
            applications.c.card_kind.in_(kinds),
            applications.c.carrier == receiver,
        )
        return [book.from_row(row) for row in connection.execute(chosen)]
    sent = (
        sa.select(office_file_rows.c.application)
        .join(office_files, office_files.c.file == office_file_rows.c.file)
        .where(office_files.c.kind == kind, office_files.c.receiver == receiver)
    )
    chosen = chosen.where(applications.c.state.in_(_GRANTED), applications.c.application.not_in(sent))
    if kind == "registration":
        named = [each.id for each in authority.programme.kinds if not each.bearer]
        chosen = chosen.where(applications.c.carrier == receiver, applications.c.card_kind.in_(named))
    else:
        theirs = sa.select(application_reviews.c.application).where(application_reviews.c.agency == receiver)
        chosen = chosen.where(applications.c.application.in_(theirs))
    return [book.from_row(row) for row in connection.execute(chosen)]


def _cells(
    connection: sa.Connection,
    authority: Authority,
    application: Application,
    papers: ApplicantPapers,
    *,
    kind: FileKind,
    agency: Agency | None,
) -> list[str]:
    if kind == "registration":
        uid = b"" if application.medium is None else cards.uid_of(connection, authority, application.medium)
        provisional = "1" if application.provisional else "0"
        return [papers.name, papers.national_id, papers.birthday, uid.hex().upper(), provisional]
    if agency is not None:
        fields = agency_fields.shown(connection, authority, application, papers, agency)
        shown = [fields.get(column, "") for column in COLUMNS["agency"][len(_HEAD) : -1]]
        return [*shown, " ".join(sorted(set(papers.facts) & set(agency.reviews_facts)))]
    card_kind = authority.programme.kind(application.card_kind)
    name = papers.name if card_kind is not None and card_kind.name_on_face else ""
    return [application.carrier, name, papers.label]


def _keep(
    connection: sa.Connection, authority: Authority, application: Application, *, file: str, number: int, cells: list[str]
) -> None:
    encrypted = authority.vault.encrypt(connection, application.holder, _purpose(file, number), msgspec.json.encode(cells))
    if encrypted is None:
        raise Refused(Code.PERSON_UNKNOWN)
    connection.execute(
        office_file_rows.insert().values(
            file=file, row=number, application=application.application, holder=application.holder, encrypted=encrypted
        )
    )


def _purpose(file: str, number: int) -> bytes:
    return f"office file {file} {number}".encode()


def content(platform: Platform, file: str) -> bytes:
    """The file's bytes, the same at every time; that everybody in it was read for its receiver is written down, each time.

    Raises `Refused` with REQUEST_INVALID (no such file) or PERSON_UNKNOWN (somebody in it has been forgotten, so that it can
    never be written again).
    """
    with platform.store.write() as connection:
        made = connection.execute(sa.select(office_files).where(office_files.c.file == file)).one_or_none()
        if made is None:
            raise Refused(Code.REQUEST_INVALID, part="file")
        rows = connection.execute(
            sa.select(office_file_rows).where(office_file_rows.c.file == file).order_by(office_file_rows.c.row)
        ).all()
        lines = []
        for row in rows:
            purpose = _purpose(file, row.row)
            plaintext = platform.authority.vault.decrypt(connection, row.holder, purpose, row.encrypted)
            if plaintext is None:
                raise Refused(Code.PERSON_UNKNOWN)
            lines.append(msgspec.json.decode(plaintext, type=list[str]))
        reading = ReadBy(
            reader=trail.AT_THE_PLATFORM, agency=made.receiver, what=f"{made.kind} file", reason=f"office file {file}"
        )
        record_reads.note_all(connection, [row.holder for row in rows], reading, platform.now_ms())
    kind: FileKind = next(known for known in get_args(FileKind) if known == made.kind)
    written = sheets.written(COLUMNS[kind], lines)
    if hashlib.sha256(written).digest() != bytes(made.sha256):
        raise Refused(Code.FILE_INVALID, row=0, column="#end")
    return written


def listed(connection: sa.Connection, limit: int = 1_000) -> list[OfficeFile]:
    """The files that were made, the newest first."""
    answered = (
        sa.select(office_file_results.c.file, sa.func.count().label("answered")).group_by(office_file_results.c.file).subquery()
    )
    rows = connection.execute(
        sa.select(office_files, sa.func.coalesce(answered.c.answered, 0).label("answered"))
        .outerjoin(answered, answered.c.file == office_files.c.file)
        .order_by(office_files.c.made_ms.desc(), office_files.c.file)
        .limit(limit)
    )
    return [
        OfficeFile(
            file=row.file,
            kind=row.kind,
            receiver=row.receiver,
            rows=row.rows,
            answered=row.answered,
            made_ms=row.made_ms,
        )
        for row in rows
    ]


def take_results(platform: Platform, file_content: bytes) -> ResultReport:
    """Take a result file in, each row in a transaction of its own; the same file again changes nothing.

    Raises `Refused(FILE_INVALID)` for one that is not whole.
    """
    parsed, faults = csv_in.parsed(sheets.read(file_content, RESULT_COLUMNS), _result)
    kept = again = 0
    for result in parsed:
        try:
            with platform.store.write() as connection:
                new = _take(connection, platform.authority, result, platform.now_ms())
        except Refused as refused:
            column = str(refused.details.get("column", "file"))
            faults.append(RowFault(row=result.number, column=column, code=refused.code))
        else:
            kept, again = kept + new, again + (not new)
    return ResultReport(kept=kept, again=again, faults=sorted(faults, key=lambda fault: fault.row))


class _Result(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    file: str
    row: int
    result: Literal["ok", "failed"]
    code: str


def _result(row: Row) -> _Result:
    if not (row["row"].isascii() and row["row"].isdecimal() and len(row["row"]) < 9):
        raise Refused(Code.FILE_INVALID, row=row.number, column="row")
    if len(row["code"]) > 40:
        raise Refused(Code.FILE_INVALID, row=row.number, column="code")
    match row["result"]:
        case "ok" | "failed" as word:
            return _Result(number=row.number, file=row["file"], row=int(row["row"]), result=word, code=row["code"])
        case _:
            raise Refused(Code.FILE_INVALID, row=row.number, column="result")


def _take(connection: sa.Connection, authority: Authority, result: _Result, now_ms: int) -> bool:
    """Keep one row's result; False when it was known. The first result stays: another one is a conflict."""
    row = connection.execute(
        sa.select(office_file_rows.c.application, office_files.c.kind)
        .join(office_files, office_files.c.file == office_file_rows.c.file)
        .where(office_file_rows.c.file == result.file, office_file_rows.c.row == result.row)
    ).one_or_none()
    if row is None:
        raise Refused(Code.APPLICATION_UNKNOWN, column="row")
    application = book.held(connection, row.application)
    before = connection.execute(
        sa.select(office_file_results).where(office_file_results.c.file == result.file, office_file_results.c.row == result.row)
    ).one_or_none()
    if before is not None:
        if (before.result, before.code) != (result.result, result.code):
            raise Refused(Code.REQUEST_CONFLICT, column="result")
        return False
    connection.execute(
        office_file_results.insert().values(
            file=result.file, row=result.row, result=result.result, code=result.code, at_ms=now_ms
        )
    )
    why = book.Why(code=result.code or None)
    if row.kind == "production" and application.state is State.IN_PRODUCTION:
        step = Step.FINISH if result.result == "ok" else Step.SPOIL
        book.move(connection, authority, application, step, by=_SYSTEM, now_ms=now_ms, why=why)
    else:
        word = f"{row.kind}_{result.result}"
        book.remark(connection, authority, application, word, by=_SYSTEM, now_ms=now_ms, why=why)
    return True
