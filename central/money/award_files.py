"""Awards by file (docs/award-files.md): looked at as a whole, decided in one short transaction, booked in portions.

What was decided is booked whatever happens: by this call, by the same file sent again, or by whoever asks to go on. So a file
of 100,000 rows keeps nobody else waiting, and "all or nothing" holds although it is not one transaction: of a file whose rows
are all sound the budget is set aside at once, and nothing can come in between any more.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import bulk, ledger, locks, points
from central.authority import Authority
from central.files.csv_in import MOST_FAULTS
from central.ledger import Leg
from central.money import award_reading, awarding, budgets, guesses
from central.money.award_reading import FILE, Found
from central.money.awarding import Resolved
from central.money.budgets import Payers
from central.points import Award
from central.schema import award_files, award_rows
from central.store import Store
from domain.errors import Code, Refused
from domain.wire_files import RowFault

_AT_ONCE = 100


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Where a file stands, in rows."""

    file: UUID
    rows: int
    booked: int
    repeated: int
    refused: int
    to_book: int
    faults: list[RowFault]
    done: bool


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it is written down."""

    file: UUID
    agency: str
    made_by: str
    all_or_nothing: bool
    at_ms: int


class _Look(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of a file. `decided`: this one was before; `files`: how many others were that are all or nothing."""

    found: Found
    faults: list[RowFault]
    decided: bool
    files: int


def receive(
    store: Store,
    authority: Authority,
    content: bytes,
    *,
    agency: str,
    made_by: str,
    all_or_nothing: bool,
    dry_run: bool,
    most: int,
    now_ms: int,
    service_key: str | None = None,
) -> State:
    """Look at a file and, unless it is a dry run or has to be left alone, decide it and book up to `most` of its rows.

    `service_key`: the other system whose file it is. Raises `Refused` as `csv_in.read` does, and `EnvironmentProblem` with
    PLATFORM_BUSY (`wait_s`) when that has named too many people who are unknown (`guesses`).
    """
    file = uuid5(FILE, f"{agency}\0{all_or_nothing}\0{hashlib.sha256(content).hexdigest()}")
    head = _Head(file=file, agency=agency, made_by=made_by, all_or_nothing=all_or_nothing, at_ms=now_ms)
    look = _look(store, authority, content, head)
    if service_key is not None and not look.decided:
        _count_guesses(store, service_key, look.found, now_ms)
    for insist in (False, False, True):
        if dry_run or (look.faults and all_or_nothing):
            return _undone(file, look.found, look.faults)
        try:
            done, look = _decided(store, authority, content, head, look, insist=insist)
        except _OverBudget as over_budget:
            return _undone(file, look.found, [over_budget.fault])
        if done:
            break
    else:
        return _undone(file, look.found, look.faults)
    found, faults = look.found, look.faults
    state = go_on(store, authority, file, agency=agency, most=most, now_ms=now_ms)
    wrong, told = found.rows - state.rows, _ordered([*faults, *state.faults])
    return msgspec.structs.replace(state, rows=found.rows, refused=state.refused + wrong, faults=told)


def go_on(store: Store, authority: Authority, file: UUID, *, agency: str | None, most: int, now_ms: int) -> State:
    """Book up to `most` of a decided file's rows. Safe to repeat, to interrupt, and beside others who do the same.

    `agency`: whose file it has to be; None for the city's own. Raises `Refused(AWARD_UNKNOWN)` when there is no such file.
    """
    left = most
    while True:
        with store.write() as connection:
            locks.hold(connection, locks.named(f"award-file/{file}"))
            head = connection.execute(sa.select(award_files).where(award_files.c.file == file)).one_or_none()
            if head is None or agency not in (None, head.agency):
                raise Refused(Code.AWARD_UNKNOWN)
            wanted = sa.select(award_rows).where(award_rows.c.file == file, award_rows.c.outcome.is_(None))
            due = connection.execute(wanted.order_by(award_rows.c.row).limit(min(_AT_ONCE, left))).all() if left else []
            if not due:
                return _state(connection, file)
            _book(connection, authority, head, due, now_ms)
            left -= len(due)


def unfinished(store: Store) -> list[UUID]:
    """Files that were decided and are not booked to their end."""
    with store.read() as connection:
        return list(connection.scalars(sa.select(award_rows.c.file).where(award_rows.c.outcome.is_(None)).distinct()))


# --- what is said of a file ---------------------------------------------------------------------------------------


def _count_guesses(store: Store, service_key: str, found: Found, now_ms: int) -> None:
    if not found.by_national_id:
        return
    with store.write() as connection:
        told = guesses.within(connection, service_key, found.unknown, now_ms)
    if not told:
        raise guesses.too_many(now_ms)


def _ordered(faults: list[RowFault]) -> list[RowFault]:
    return sorted(faults, key=lambda fault: fault.row)[:MOST_FAULTS]


def _undone(file: UUID, found: Found, faults: list[RowFault]) -> State:
    refused = found.rows - len(found.awards)
    return State(file=file, rows=found.rows, booked=0, repeated=0, refused=refused, to_book=0, faults=faults, done=False)


# --- deciding --------------------------------------------------------------------------------------------------------


class _OverBudget(Exception):
    """The rows together want more than is left."""

    def __init__(self, fault: RowFault) -> None:
        super().__init__()
        self.fault = fault


def _look(store: Store, authority: Authority, content: bytes, head: _Head) -> _Look:
    with store.read() as connection:
        return _look_by(connection, authority, content, head)


def _look_by(connection: sa.Connection, authority: Authority, content: bytes, head: _Head) -> _Look:
    found = award_reading.read(connection, authority, content, agency=head.agency, now_ms=head.at_ms)
    decided, files = _is_decided(connection, head.file), _files(connection)
    capped = head.all_or_nothing and not decided
    over = award_reading.over_caps(connection, authority, found) if capped else []
    return _Look(found=found, faults=_ordered([*found.faults, *over]), decided=decided, files=files)


def _decided(
    store: Store, authority: Authority, content: bytes, head: _Head, look: _Look, *, insist: bool
) -> tuple[bool, _Look]:
    """Whether the file is decided now, and by which look; if not, a newer look.

    What files that were decided as a whole are going to give counts towards caps: of such files one is decided at a time, and
    by a look that knew of all before it. `insist`: other files were quicker more than once, and now wait for this one while it
    is looked at. Raises `_OverBudget`.
    """
    with store.write() as connection:
        every = [locks.named("award-files")] if head.all_or_nothing else []
        locks.hold(connection, locks.named(f"award-file/{head.file}"), *every)
        if _is_decided(connection, head.file):
            return True, look
        stale = head.all_or_nothing and _files(connection) != look.files
        if stale and insist:
            look = _look_by(connection, authority, content, head)
        if not stale or (insist and not look.faults):
            _decide(connection, authority, head, look.found)
            return True, look
    return False, look if insist else _look(store, authority, content, head)


def _files(connection: sa.Connection) -> int:
    whole = sa.select(sa.func.count()).select_from(award_files).where(award_files.c.all_or_nothing)
    return int(connection.scalar(whole) or 0)


def _is_decided(connection: sa.Connection, file: UUID) -> bool:
    return connection.scalar(sa.select(award_files.c.file).where(award_files.c.file == file)) is not None


def _decide(connection: sa.Connection, authority: Authority, head: _Head, found: Found) -> None:
    connection.execute(award_files.insert().values(**msgspec.structs.asdict(head)))
    if head.all_or_nothing:
        _set_aside(connection, authority, head, found)
    rows = [
        {
            "file": head.file,
            "row": row,
            "op_id": award.op_id,
            "holder": award.holder,
            "point_kind": award.point_kind,
            "points": award.points,
            "activity": award.activity,
            "at_ms": award.at_ms,
            "outcome": "repeated" if award.op_id in found.booked else None,
        }
        for row, award in found.awards
    ]
    bulk.insert(connection, award_rows, rows)


def _set_aside(connection: sa.Connection, authority: Authority, head: _Head, found: Found) -> None:
    """Move what the file is going to give out of its agency's budgets, if it has any."""
    fresh = [(row, award) for row, award in found.awards if award.op_id not in found.booked]
    for kind_id in sorted({award.point_kind for _, award in fresh}):
        rows = [(row, award.points) for row, award in fresh if award.point_kind == kind_id]
        kind = points.known_kind(authority.programme, kind_id)
        try:
            total = sum(each for _, each in rows)
            payers = budgets.secure(connection, kind, head.agency, total)
            if payers.left is None:
                continue
            taken = payers.take(total)
        except Refused as refused:
            raise _OverBudget(_first_over(rows, refused)) from refused
        op_id = uuid5(head.file, f"reserve/{kind_id}")
        ledger.begin(connection, op_id, "award.reserve", f"{head.file} {kind_id}", head.at_ms)
        aside = budgets.reserve(kind_id, head.agency)
        ledger.post(connection, op_id, [Leg(payer=payer, payee=aside, amount=part) for payer, part in taken])


def _first_over(rows: list[tuple[int, int]], refused: Refused) -> RowFault:
    left = int(refused.details.get("points", 0))
    for row, each in rows:
        left -= each
        if left < 0:
            return RowFault(row=row, column="points", code=refused.code)
    return RowFault(row=rows[-1][0], column="points", code=refused.code)


# --- booking ---------------------------------------------------------------------------------------------------------


def _book(connection: sa.Connection, authority: Authority, head: sa.Row[Any], due: Iterable[sa.Row[Any]], now_ms: int) -> None:
    rows = list(due)
    outcomes: dict[int, str] = {}
    for kind_id in sorted({row.point_kind for row in rows}):
        some = [row for row in rows if row.point_kind == kind_id]
        resolved = [Resolved(op_id=row.op_id, award=_award(head.agency, row, now_ms)) for row in some]
        source = _decided_source(connection, head.file, kind_id, head.agency) if head.all_or_nothing else None
        said = awarding.book(connection, authority, resolved, decided_from=source)
        for row, outcome in zip(some, said, strict=True):
            outcomes[row.row] = outcome.code.value if outcome.code is not None else outcome.status
            if outcome.status != "booked" and source is not None and source.left is not None:
                _release(connection, head, row, now_ms)
    connection.execute(
        award_rows.update()
        .where(award_rows.c.file == head.file, award_rows.c.row == sa.bindparam("at_row"))
        .values(outcome=sa.bindparam("said")),
        [{"at_row": row, "said": said} for row, said in outcomes.items()],
    )


def _award(agency: str, row: sa.Row[Any], now_ms: int) -> Award:
    return Award(
        op_id=row.op_id,
        holder=row.holder,
        point_kind=row.point_kind,
        points=row.points,
        agency=agency,
        activity=row.activity,
        at_ms=row.at_ms,
        booked_ms=now_ms,
    )


def _decided_source(connection: sa.Connection, file: UUID, kind_id: str, agency: str) -> Payers:
    """What was set aside for a file that was decided as a whole; without a budget the agency itself."""
    main, aside = budgets.main(kind_id, agency), budgets.reserve(kind_id, agency)
    if not points.is_booked(connection, uuid5(file, f"reserve/{kind_id}")):
        return Payers(main, None)
    return Payers(main, [(aside, ledger.balance(connection, aside))])


def _release(connection: sa.Connection, head: sa.Row[Any], row: sa.Row[Any], now_ms: int) -> None:
    """What was set aside for a row that needed it no more goes back into the budget."""
    op_id = uuid5(head.file, f"release/{row.row}")
    aside = budgets.reserve(row.point_kind, head.agency)
    ledger.begin(connection, op_id, "award.release", f"{head.file} {row.row}", now_ms)
    ledger.post(connection, op_id, [Leg(payer=aside, payee=budgets.giver_of(aside), amount=row.points)])


def _state(connection: sa.Connection, file: UUID) -> State:
    counted: Mapping[str | None, int] = {
        row.outcome: row.rows
        for row in connection.execute(
            sa.select(award_rows.c.outcome, sa.func.count().label("rows"))
            .where(award_rows.c.file == file)
            .group_by(award_rows.c.outcome)
        )
    }
    refused = (
        sa.select(award_rows.c.row, award_rows.c.outcome)
        .where(award_rows.c.file == file, award_rows.c.outcome.not_in(("booked", "repeated")))
        .order_by(award_rows.c.row)
        .limit(MOST_FAULTS)
    )
    said = [RowFault(row=row.row, column="points", code=Code(row.outcome)) for row in connection.execute(refused)]
    booked, repeated, to_book = counted.get("booked", 0), counted.get("repeated", 0), counted.get(None, 0)
    return State(
        file=file,
        rows=sum(counted.values()),
        booked=booked,
        repeated=repeated,
        refused=sum(counted.values()) - booked - repeated - to_book,
        to_book=to_book,
        faults=said,
        done=True,
    )
