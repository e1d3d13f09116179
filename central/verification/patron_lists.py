"""A library's list of its patrons: who has which number there, and whether they are in good standing."""

from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, feed, locks, once
from central.access import trail
from central.files import csv_in
from central.files.csv_in import Row
from central.platform import Platform
from central.schema import data_keys, holders, patrons
from domain import national_id, taipei
from domain.errors import Code, Refused
from domain.media import Medium, MediumType
from domain.sealing import person_digest
from domain.wire import PatronRow
from domain.wire_files import RowFault
from domain.wire_services import PatronListRequest, PatronListResponse

REQUIRED = ("number", "standing")
OPTIONAL = ("national_id", "uid")
_LONGEST_NUMBER = 40
_KIND = "patron_list"
_AT_ONCE = 500
Standing = Literal["good", "suspended", "ended"]
_STANDINGS: dict[str, Standing] = {"good": "good", "suspended": "suspended", "ended": "ended"}


class Patron(msgspec.Struct, frozen=True, kw_only=True):
    """One right row."""

    row: int
    holder: UUID
    number: str
    standing: Standing


class _Done(msgspec.Struct, frozen=True, kw_only=True):
    rows: int
    changed: int
    faults: list[RowFault]


def take_over(platform: Platform, by: str, request: PatronListRequest) -> PatronListResponse:
    """`POST /v1/patrons/import`; the same request again gets the same report. `by` is whose list it is.

    The rows are each the library's present word, so what breaks off in the middle is completed by asking again. Raises
    `Refused` with REQUEST_INVALID (`part` service), REQUEST_CONFLICT, or as `csv_in.read`.
    """
    if all(request.service != library.id for library in platform.authority.programme.libraries):
        raise Refused(Code.REQUEST_INVALID, part="service")
    with platform.store.write() as connection:
        before = once.before(connection, request.op_id, _KIND, request)
    if before is not None:
        return _response(platform, msgspec.json.decode(before, type=_Done))
    reading = csv_in.read(request.csv.encode("utf-8", "surrogatepass"), REQUIRED, OPTIONAL)
    with platform.store.read() as connection:
        patrons_read, faults = csv_in.parsed(reading, lambda row: _patron(connection, platform, row))
    patrons_read, faults = _unlike(patrons_read, faults)
    if faults and request.all_or_nothing:
        patrons_read = []
    changed = 0
    for start in range(0, len(patrons_read), _AT_ONCE):
        with platform.store.write() as connection:
            locks.hold(connection, locks.named(f"patrons/{request.service}"))
            changed += sum(_put(connection, request.service, each) for each in patrons_read[start : start + _AT_ONCE])
    report = _Done(rows=len(patrons_read), changed=changed, faults=faults)
    with platform.store.write() as connection:
        before = once.before(connection, request.op_id, _KIND, request)
        if before is None:
            answer = msgspec.json.encode(report)
            once.remember(connection, request.op_id, _KIND, request, answer=answer, now_ms=platform.now_ms())
            trail.note(connection, actor=by, act="patrons.import", subject=request.service, now_ms=platform.now_ms())
    return _response(platform, report if before is None else msgspec.json.decode(before, type=_Done))


def _patron(connection: sa.Connection, platform: Platform, row: Row) -> Patron:
    """A row's patron. Raises `Refused` whose `column` is at fault."""
    standing = _STANDINGS.get(row["standing"])
    if standing is None:
        raise Refused(Code.REQUEST_INVALID, column="standing")
    if not 0 < len(row["number"]) <= _LONGEST_NUMBER or not row["number"].isprintable():
        raise Refused(Code.REQUEST_INVALID, column="number")
    if bool(row["national_id"]) == bool(row["uid"]):
        raise Refused(Code.REQUEST_INVALID, column="national_id")
    holder = _by_person(connection, platform, row) if row["national_id"] else _by_card(connection, platform, row)
    return Patron(row=row.number, holder=holder, number=row["number"], standing=standing)


def _by_person(connection: sa.Connection, platform: Platform, row: Row) -> UUID:
    try:
        number = national_id.check(row["national_id"], taipei.day(platform.now_ms()))
    except Refused as refused:
        raise Refused(refused.code, column="national_id") from refused
    digest = person_digest(platform.authority.keys.person, number)
    wanted = sa.select(holders.c.holder).join(data_keys).where(holders.c.person_digest == digest)
    holder: UUID | None = connection.scalar(wanted)
    if holder is None:
        raise Refused(Code.PERSON_UNKNOWN, column="national_id")
    return holder


def _by_card(connection: sa.Connection, platform: Platform, row: Row) -> UUID:
    try:
        medium = Medium(MediumType.UID, bytes.fromhex(row["uid"]))
    except ValueError as problem:
        raise Refused(Code.REQUEST_INVALID, column="uid") from problem
    card = cards.find(connection, medium.digest(platform.authority.keys.digest))
    if card is None or card.holder is None:
        raise Refused(Code.CARD_UNKNOWN, column="uid")
    return card.holder


def _unlike(found: list[Patron], faults: list[RowFault]) -> tuple[list[Patron], list[RowFault]]:
    """Rows that do not contradict an earlier one: no person twice, no number that somebody else has in the same file."""
    people: set[UUID] = set()
    numbers: set[str] = set()
    right, more = [], list(faults)
    for patron in found:
        if patron.holder in people:
            more.append(RowFault(row=patron.row, column="", code=Code.REQUEST_CONFLICT))
        elif patron.number in numbers:
            more.append(RowFault(row=patron.row, column="number", code=Code.REQUEST_CONFLICT))
        else:
            right.append(patron)
        people.add(patron.holder)
        numbers.add(patron.number)
    more.sort(key=lambda fault: fault.row)
    return right, more[: csv_in.MOST_FAULTS]


def _put(connection: sa.Connection, service: str, patron: Patron) -> bool:
    """Write one patron and tell the library desks, when it is not so already."""
    here = sa.and_(patrons.c.service == service, patrons.c.holder == patron.holder)
    known = connection.execute(sa.select(patrons).where(here)).one_or_none()
    good = patron.standing == "good"
    if patron.standing == "ended":
        if known is None:
            return False
        connection.execute(patrons.delete().where(here))
        feed.publish(connection, PatronRow(service=service, holder=patron.holder, number="", good_standing=False))
        return True
    if known is not None and (known.number, known.good_standing) == (patron.number, good):
        return False
    row = PatronRow(service=service, holder=patron.holder, number=patron.number, good_standing=good)
    connection.execute(patrons.delete().where(here))
    connection.execute(patrons.insert().values(**msgspec.structs.asdict(row)))
    feed.publish(connection, row)
    return True


def _response(platform: Platform, report: _Done) -> PatronListResponse:
    return PatronListResponse(
        server_ms=platform.now_ms(),
        generation=platform.generation,
        rows=report.rows,
        changed=report.changed,
        faults=report.faults,
    )
