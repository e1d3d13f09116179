"""The rows of a batch file: what each asks for, and what is wrong with it, also beside its neighbours and the people known.

Layout in `docs/applications-batch.md`.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import bulk, locks, people
from central.authority import Authority
from central.files import csv_in
from central.files.csv_in import Encoding, Row
from central.registry import claims
from central.schema import cards, holders
from central.schema.applications import applications
from domain.applications import ApplicantPapers, Channel
from domain.applying import Asked, sound
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import Particulars
from domain.programme import Programme
from domain.wire_files import RowFault

REQUIRED = ("name", "national_id", "birthday", "district", "card_kind", "carrier", "consents")
OPTIONAL = ("facts", "address", "email", "phone", "language", "label")
_AT_ONCE = 500
_USABLE = [state.value for state in CardState if state.usable]


class BatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the right shape. `number` counts as a spreadsheet does: the header is row 1."""

    number: int
    asked: Asked


class BatchFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file's rows, and what is wrong with the others. `total` counts both."""

    rows: list[BatchRow]
    faults: list[RowFault]
    total: int


def application_id(batch: UUID, number: int) -> UUID:
    """The id of the application that a row becomes: the same at every try."""
    return uuid5(batch, f"row {number}")


def read(programme: Programme, content: bytes, channel: Channel, today: date, *, encoding: Encoding) -> BatchFile:
    """Every row by itself, and beside its neighbours (one person, one kind).

    Raises `Refused` with FILE_INVALID (`row`, `column`) or REQUEST_TOO_LARGE as `csv_in.read` does.
    """
    reading = csv_in.read(content, REQUIRED, OPTIONAL, encoding=encoding)
    seen: set[tuple[str, str]] = set()

    def parse(row: Row) -> BatchRow:
        asked, kind = sound(programme, _asked(row), channel, today)
        who = (asked.papers.national_id, kind.id)
        if who in seen:
            raise Refused(Code.APPLICATION_DUPLICATE, column="national_id")
        seen.add(who)
        return BatchRow(number=row.number, asked=asked)

    rows, faults = csv_in.parsed(reading, parse)
    return BatchFile(rows=rows, faults=faults, total=len(reading.rows) + len(reading.faults))


def _asked(row: Row) -> Asked:
    papers = ApplicantPapers(
        name=row["name"],
        national_id=row["national_id"],
        birthday=row["birthday"],
        district=row["district"],
        facts=row["facts"].split(),
        address=row["address"],
        email=row["email"],
        phone=row["phone"],
        language=row["language"] or "zh_TW",
        label=row["label"],
    )
    return Asked(card_kind=row["card_kind"], carrier=row["carrier"], papers=papers, consents=row["consents"].split())


def faults_of_people(connection: sa.Connection, authority: Authority, rows: Sequence[BatchRow]) -> list[RowFault]:
    """Rows of people who have such an application under way, or such a card."""
    found = []
    for start in range(0, len(rows), _AT_ONCE):
        portion = rows[start : start + _AT_ONCE]
        digests = {row.number: digest(authority, row.asked.papers) for row in portion}
        under_way = _under_way(connection, list(digests.values()))
        held = _held(connection, list(digests.values()))
        for row in portion:
            who = (digests[row.number], row.asked.card_kind)
            kind = authority.programme.kind(row.asked.card_kind)
            if who in under_way:
                found.append(RowFault(row=row.number, column="national_id", code=Code.APPLICATION_DUPLICATE))
            elif kind is not None and (
                (kind.one_per_person and who in held)
                or (claims.once_only(kind) and claims.has_claimed(connection, who[0], kind.id))
            ):
                found.append(RowFault(row=row.number, column="national_id", code=Code.ONE_PER_PERSON))
    return found


def digest(authority: Authority, papers: ApplicantPapers) -> bytes:
    """By which a person is found again (`people.digest_of`)."""
    person = Particulars(
        name=papers.name,
        national_id=papers.national_id,
        birthday=papers.birthday,
        district=papers.district,
        facts=papers.facts,
        uid=b"",
    )
    return people.digest_of(authority, person)


def hold(connection: sa.Connection, digests: Sequence[bytes]) -> None:
    """Keep everybody else from acting for these people until this transaction ends; all at once, in the locks' own order."""
    locks.hold(connection, *(locks.person(each) for each in digests))
    chosen = sa.select(holders.c.holder).where(bulk.among(connection, holders.c.person_digest, digests))
    locks.hold(connection, *(locks.holder(holder) for holder in connection.scalars(chosen).all()))


def _under_way(connection: sa.Connection, digests: Sequence[bytes]) -> set[tuple[bytes, str]]:
    rows = connection.execute(
        sa.select(holders.c.person_digest, applications.c.card_kind)
        .join(applications, applications.c.holder == holders.c.holder)
        .where(bulk.among(connection, holders.c.person_digest, digests), applications.c.closed_ms.is_(None))
    )
    return {(bytes(row.person_digest), row.card_kind) for row in rows}


def _held(connection: sa.Connection, digests: Sequence[bytes]) -> set[tuple[bytes, str]]:
    rows = connection.execute(
        sa.select(holders.c.person_digest, cards.c.card_kind)
        .join(cards, cards.c.holder == holders.c.holder)
        .where(bulk.among(connection, holders.c.person_digest, digests), cards.c.state.in_(_USABLE), cards.c.origin != "bound")
    )
    return {(bytes(row.person_digest), row.card_kind) for row in rows}
