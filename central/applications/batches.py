"""Batches of applications from 里長, schools and agencies: checked as a whole, taken in row by row, in portions that go on
where a broken try ended.

All or nothing: every row is checked first, then kept as a draft that nobody is told of; only when the last one is there are
they handed in. A row that fails in between (somebody applied at a counter meanwhile) takes every draft away again.
"""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, locks, people
from central.applications import batch_rows, book, collecting, office, reviewing, submitting
from central.applications.batch_rows import BatchFile, BatchRow
from central.applications.book import By
from central.applications.submitting import Submission
from central.authority import Authority
from central.files.csv_in import MOST_FAULTS, Encoding
from central.platform import Platform
from central.registry import names
from central.schema import data_keys, holder_refs, holders, particulars
from central.schema.applications import application_batches, applications, batch_faults
from central.schema.messages import contacts
from domain import taipei
from domain.applications import Channel, State
from domain.errors import Code, Refused
from domain.wire_applications import BatchRequest, BatchResponse, HandOutRequest, HandOutResponse, HandOutRow
from domain.wire_files import RowFault

ROWS_A_CALL = 2_000
_AT_ONCE = 200
"""Rows of one transaction: others write in between."""


class _Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as it stands."""

    batch: UUID
    channel: Channel
    agency: str
    submitted_by: str
    content: bytes
    sealed: bytes | None
    encoding: Encoding
    all_or_nothing: bool
    state: str
    rows: int
    done: int
    submitted_ms: int


_COLUMNS = [application_batches.c[field.name] for field in msgspec.structs.fields(_Batch)]


def upload(platform: Platform, request: BatchRequest, by: By) -> BatchResponse:
    """Check a file, and begin to take it in unless it is a dry run; `resume` goes on. The same file again: how it stands.

    Raises `Refused` with AGENCY_UNKNOWN (not one that applies in batches), REQUEST_CONFLICT, REQUEST_INVALID (not sealed to
    us), FILE_INVALID (`row`, `column`: no row could be read) or REQUEST_TOO_LARGE.
    """
    authority, now_ms = platform.authority, platform.now_ms()
    _may_apply(authority, by)
    content = office.opened(platform, request.content)
    mark = book.content_mark(authority, content, request.channel.encode(), bytes([request.all_or_nothing]))
    with platform.store.read() as connection:
        before = _find(connection, request.op_id)
    if before is not None:
        if (before.content, before.agency) != (mark, by.agency):
            raise Refused(Code.REQUEST_CONFLICT)
        return _answer(platform, request.op_id)
    file = batch_rows.read(authority.programme, content, request.channel, taipei.day(now_ms), encoding=request.encoding)
    with platform.store.read() as connection:
        faults = [*file.faults, *batch_rows.faults_of_people(connection, authority, file.rows)]
    faults = sorted(faults, key=lambda fault: fault.row)[:MOST_FAULTS]
    if request.dry_run:
        return BatchResponse(
            server_ms=now_ms,
            generation=platform.generation,
            batch=request.op_id,
            state="checked",
            rows=file.total,
            done=0,
            faults=faults,
            counts={},
        )
    _keep(platform, request, by, mark=mark, file=file, faults=faults, now_ms=now_ms)
    return resume(platform, request.op_id, by)


def _may_apply(authority: Authority, by: By) -> None:
    """The city's own counters, and agencies of the programme that apply in batches."""
    agency = authority.programme.agency(by.agency)
    if by.agency and (agency is None or not agency.applies_in_batches):
        raise Refused(Code.AGENCY_UNKNOWN)


def _keep(
    platform: Platform, request: BatchRequest, by: By, *, mark: bytes, file: BatchFile, faults: list[RowFault], now_ms: int
) -> None:
    refused = bool(faults) and request.all_or_nothing
    with platform.store.write() as connection:
        locks.hold(connection, _lock(request.op_id))
        before = _find(connection, request.op_id)
        if before is not None:
            if before.content != mark:
                raise Refused(Code.REQUEST_CONFLICT)
            return
        connection.execute(
            application_batches.insert().values(
                batch=request.op_id,
                channel=request.channel,
                agency=by.agency,
                name=request.name,
                submitted_by=by.who,
                content=mark,
                sealed=None if refused else request.content,
                encoding=request.encoding,
                all_or_nothing=request.all_or_nothing,
                state="refused" if refused else "taking",
                rows=file.total,
                done=0,
                submitted_ms=now_ms,
            )
        )
        _note(connection, request.op_id, faults if refused else file.faults)


def _lock(batch: UUID) -> locks.Lock:
    return locks.named(f"batch {batch}")


def _note(connection: sa.Connection, batch: UUID, faults: list[RowFault]) -> None:
    """One fault a row, the first that was found."""
    known = set(connection.scalars(sa.select(batch_faults.c.row).where(batch_faults.c.batch == batch)))
    for fault in faults:
        if fault.row not in known and len(known) < MOST_FAULTS:
            known.add(fault.row)
            values = {"batch": batch, "row": fault.row, "column": fault.column, "code": fault.code.value}
            connection.execute(batch_faults.insert().values(**values))


def resume(platform: Platform, batch_id: UUID, by: By, rows: int = ROWS_A_CALL) -> BatchResponse:
    """Take in some more rows; nothing for a batch that is through. Raises `Refused(APPLICATION_UNKNOWN)`."""
    with platform.store.read() as connection:
        batch = _theirs(connection, batch_id, by)
    if batch.sealed is not None:
        content = office.opened(platform, batch.sealed)
        day = taipei.day(batch.submitted_ms)
        programme = platform.authority.programme
        file = batch_rows.read(programme, content, batch.channel, day, encoding=batch.encoding)
        for _ in range(max(1, rows // _AT_ONCE)):
            with platform.store.write() as connection:
                if not _portion(connection, platform.authority, batch_id, file, platform.now_ms()):
                    break
    return _answer(platform, batch_id)


def drop(platform: Platform, batch_id: UUID, by: By) -> BatchResponse:
    """Take no more of it in: of all or nothing nothing stays, else what was taken. One that is through stays as it is.

    Raises `Refused` with APPLICATION_UNKNOWN, or APPLICATION_STEP (`state`) of one whose drafts are being handed in.
    """
    with platform.store.write() as connection:
        locks.hold(connection, _lock(batch_id))
        batch = _theirs(connection, batch_id, by)
        if batch.state == "handing_in":
            raise Refused(Code.APPLICATION_STEP, state=batch.state)
        if batch.state == "taking" and batch.all_or_nothing:
            _undo(connection, batch)
            _set(connection, batch, state="refused", sealed=None, done=0)
        elif batch.state == "taking":
            _set(connection, batch, state="taken", sealed=None)
    return _answer(platform, batch_id)


def _portion(connection: sa.Connection, authority: Authority, batch_id: UUID, file: BatchFile, now_ms: int) -> bool:
    """One transaction's work; whether there is more."""
    locks.hold(connection, _lock(batch_id))
    batch = _find(connection, batch_id)
    assert batch is not None
    if batch.state == "taking":
        return _take(connection, authority, batch, file, now_ms)
    if batch.state == "handing_in":
        return _hand_in(connection, authority, batch, now_ms)
    return False


def _take(connection: sa.Connection, authority: Authority, batch: _Batch, file: BatchFile, now_ms: int) -> bool:
    """`done` counts the file's rows that were looked at, those with faults included."""
    by = By(who=batch.submitted_by, agency=batch.agency)
    portion = file.rows[batch.done : batch.done + _AT_ONCE]
    faults = []
    digests = [batch_rows.digest(authority, row.asked.papers) for row in portion]
    batch_rows.hold(connection, digests)
    for row in portion:
        submission = Submission(
            op_id=batch_rows.application_id(batch.batch, row.number),
            asked=row.asked,
            channel=batch.channel,
            by=by,
            draft=batch.all_or_nothing,
            batch=batch.batch,
            batch_row=row.number,
        )
        fault = _submitted(connection, authority, submission, row, now_ms)
        faults += [fault] if fault is not None else []
    if faults and batch.all_or_nothing:
        _undo(connection, batch)
        _note(connection, batch.batch, faults)
        _set(connection, batch, state="refused", sealed=None, done=0)
        return False
    _note(connection, batch.batch, faults)
    done = batch.done + len(portion)
    through = done >= len(file.rows)
    if through and batch.all_or_nothing:
        _set(connection, batch, state="handing_in", done=done)
    elif through:
        _set(connection, batch, state="taken", sealed=None, done=batch.rows)
    else:
        _set(connection, batch, done=done)
    return not through or batch.all_or_nothing


def _submitted(
    connection: sa.Connection, authority: Authority, submission: Submission, row: BatchRow, now_ms: int
) -> RowFault | None:
    savepoint = connection.begin_nested()
    try:
        submitting.submit(connection, authority, submission, now_ms)
    except Refused as refused:
        savepoint.rollback()
        return RowFault(row=row.number, column=str(refused.details.get("column", "")), code=refused.code)
    savepoint.commit()
    return None


def _hand_in(connection: sa.Connection, authority: Authority, batch: _Batch, now_ms: int) -> bool:
    chosen = (
        sa.select(applications.c.application)
        .where(applications.c.batch == batch.batch, applications.c.state == State.DRAFT.value)
        .order_by(applications.c.batch_row)
        .limit(_AT_ONCE)
    )
    waiting = list(connection.scalars(chosen))
    by = By(who=batch.submitted_by, agency=batch.agency)
    for application_id in waiting:
        application = book.held(connection, application_id)
        submitting.hand_in(connection, authority, application, by=by, now_ms=now_ms)
    if len(waiting) < _AT_ONCE:
        _set(connection, batch, state="taken", sealed=None, done=batch.rows)
        return False
    return True


def _undo(connection: sa.Connection, batch: _Batch) -> None:
    """Take every draft of the batch away, and whoever became a holder by it alone and has nothing else yet."""
    mine = sa.and_(applications.c.batch == batch.batch, applications.c.state == State.DRAFT.value)
    drafts = connection.execute(sa.select(applications.c.application, applications.c.holder).where(mine)).all()
    connection.execute(applications.delete().where(mine))
    for draft in drafts:
        made_for_it = draft.application == draft.holder
        if made_for_it and not book.of_holder(connection, draft.holder) and not cards.of_holder(connection, draft.holder):
            _forget_unless_in_use(connection, draft.holder)


def _forget_unless_in_use(connection: sa.Connection, holder: UUID) -> None:
    """Somebody may have given them points, or put them on a list, while the batch was taken in: then they stay."""
    savepoint = connection.begin_nested()
    try:
        names.forget(connection, holder)
        for kept in (contacts, particulars, data_keys, holder_refs, holders):
            connection.execute(kept.delete().where(kept.c.holder == holder))
    except sa.exc.IntegrityError:
        savepoint.rollback()
        return
    savepoint.commit()


def _set(connection: sa.Connection, batch: _Batch, **values: object) -> None:
    connection.execute(application_batches.update().where(application_batches.c.batch == batch.batch).values(**values))


def _find(connection: sa.Connection, batch_id: UUID) -> _Batch | None:
    row = connection.execute(sa.select(*_COLUMNS).where(application_batches.c.batch == batch_id)).one_or_none()
    if row is None:
        return None
    values = row._asdict()
    values["content"] = bytes(values["content"])
    values["sealed"] = None if values["sealed"] is None else bytes(values["sealed"])
    return _Batch(**values)


def _theirs(connection: sa.Connection, batch_id: UUID, by: By) -> _Batch:
    """A batch of this agency; the city's own counters see all. Raises `Refused(APPLICATION_UNKNOWN)`."""
    batch = _find(connection, batch_id)
    if batch is None or by.agency not in ("", batch.agency):
        raise Refused(Code.APPLICATION_UNKNOWN)
    return batch


def report(platform: Platform, batch_id: UUID, by: By) -> BatchResponse:
    """How a batch stands. Raises `Refused(APPLICATION_UNKNOWN)`."""
    with platform.store.read() as connection:
        _theirs(connection, batch_id, by)
    return _answer(platform, batch_id)


def _answer(platform: Platform, batch_id: UUID) -> BatchResponse:
    with platform.store.read() as connection:
        batch = _find(connection, batch_id)
        assert batch is not None
        chosen = sa.select(batch_faults).where(batch_faults.c.batch == batch_id).order_by(batch_faults.c.row)
        faults = [RowFault(row=row.row, column=row.column, code=Code(row.code)) for row in connection.execute(chosen)]
        counted = (
            sa.select(applications.c.state, sa.func.count())
            .where(applications.c.batch == batch_id)
            .group_by(applications.c.state)
        )
        counts = {row[0]: row[1] for row in connection.execute(counted)}
    taking = batch.state in ("taking", "handing_in")
    return BatchResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        batch=batch_id,
        state="taking" if taking else batch.state,
        rows=batch.rows,
        done=min(batch.done, max(batch.rows - 1, 0)) if taking else batch.done,
        faults=faults,
        counts=counts,
    )


def hand_out_list(platform: Platform, request: HandOutRequest, by: By) -> HandOutResponse:
    """Whose cards are handed out, in the order of the file; that they were shown is written down.

    Raises `Refused(APPLICATION_UNKNOWN)`.
    """
    with platform.store.write() as connection:
        _theirs(connection, request.batch, by)
        chosen = (
            sa.select(applications.c.batch_row, *book.columns())
            .where(applications.c.batch == request.batch, applications.c.batch_row > request.after)
            .order_by(applications.c.batch_row)
            .limit(request.limit + 1)
        )
        rows = connection.execute(chosen).all()
        found = []
        for row in rows[: request.limit]:
            application = book.from_row(row)
            papers = book.papers_of(connection, platform.authority, application)
            again = application.state is State.COLLECTED and collecting.given_back(connection, application)
            found.append(
                HandOutRow(
                    row=row.batch_row,
                    application=application.application,
                    receipt=application.receipt,
                    state=State.READY.value if again else application.state.value,
                    label="" if papers is None else papers.label,
                    masked_name=people.masked_name(connection, platform.authority, application.holder),
                    card_kind=application.card_kind,
                    carrier=application.carrier,
                    fee_ntd=0 if again else application.fee_ntd,
                )
            )
        reviewing.note_listed(
            connection,
            [row.holder for row in rows[: request.limit]],
            by=by,
            what="hand-out list",
            reason=f"hand-out of batch {request.batch}",
            now_ms=platform.now_ms(),
        )
    more = len(rows) > request.limit
    return HandOutResponse(server_ms=platform.now_ms(), generation=platform.generation, rows=found, more=more)
