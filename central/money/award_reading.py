"""Reading a file of awards: the form of each row, whom it means, and what was booked of it before."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import bulk, points
from central.authority import Authority
from central.files import csv_in
from central.files.csv_in import Row
from central.money import awarding, caps
from central.points import Award
from central.schema import cards, holders, operations
from domain import national_id, roc_date, taipei
from domain.errors import Code, Refused
from domain.media import Medium, MediumType
from domain.sealing import person_digest
from domain.wire_files import RowFault

REQUIRED = ("reference", "person_type", "person", "point_kind", "points", "activity")
OPTIONAL = ("earned_day",)
FILE = UUID("b3f6d9a1-7a55-5c3b-8e0a-4b7f52c9d210")
"""Namespace (RFC 9562, UUIDv5) of the ids of files, by what is in them, and of the op_ids of their rows: agency/reference."""
_LONGEST = 100
_MOST_POINTS = 1_000_000_000
_LOOKED_UP_AT_ONCE = 500


class _Parsed(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the right form. `person` is a digest: of a card's UID, or of a national ID."""

    row: int
    op_id: UUID
    by_card: bool
    person: bytes
    point_kind: str
    points: int
    activity: str
    at_ms: int


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Awards by row, rows at fault, and what was booked before."""

    rows: int
    """In the file, whatever becomes of them."""
    awards: list[tuple[int, Award]]
    faults: list[RowFault]
    booked: frozenset[UUID]
    by_national_id: bool = False
    """Whether any row names a person so."""

    @property
    def unknown(self) -> int:
        """Rows whose national ID leads to nobody."""
        return sum(fault.code is Code.PERSON_UNKNOWN for fault in self.faults)


def read(connection: sa.Connection, authority: Authority, content: bytes, *, agency: str, now_ms: int) -> Found:
    """A file's awards, and every row that cannot be one. Raises `Refused` as `csv_in.read` does."""
    reading = csv_in.read(content, REQUIRED, OPTIONAL)
    parsed, faults = csv_in.parsed(reading, lambda row: _parse(authority, agency, row, now_ms))
    found = _resolve(connection, agency, parsed, now_ms)
    total = len(reading.rows) + len(reading.faults)
    return msgspec.structs.replace(found, rows=total, faults=[*faults, *found.faults])


def _parse(authority: Authority, agency: str, row: Row, now_ms: int) -> _Parsed:
    for column in ("reference", "point_kind", "activity"):
        if not 1 <= len(row[column]) <= _LONGEST:
            raise _fault(column)
    try:
        awarding.require_payer(authority.programme, row["point_kind"], agency)
    except Refused as refused:
        raise _fault("point_kind", refused.code) from refused
    number = row["points"]
    if not (number.isascii() and number.isdecimal() and len(number) < 12 and 1 <= int(number) <= _MOST_POINTS):
        raise _fault("points", Code.AMOUNT_INVALID)
    return _Parsed(
        row=row.number,
        op_id=uuid5(FILE, f"{agency}/{row['reference']}"),
        by_card=row["person_type"] == "uid",
        person=_person(authority, row, now_ms),
        point_kind=row["point_kind"],
        points=int(number),
        activity=row["activity"],
        at_ms=_at_ms(row["earned_day"], now_ms),
    )


def _person(authority: Authority, row: Row, now_ms: int) -> bytes:
    if row["person_type"] == "national_id":
        try:
            number = national_id.check(row["person"], taipei.day(now_ms))
        except Refused as refused:
            raise _fault("person", refused.code) from refused
        return person_digest(authority.keys.person, number)
    if row["person_type"] != "uid":
        raise _fault("person_type")
    try:
        uid = bytes.fromhex(row["person"].replace(":", ""))
        if len(uid) not in (4, 7, 10):
            raise _fault("person")
        return Medium(MediumType.UID, uid).require_fixed().digest(authority.keys.digest)
    except ValueError as problem:
        raise _fault("person") from problem
    except Refused as refused:
        raise _fault("person", refused.code) from refused


def _at_ms(text: str, now_ms: int) -> int:
    if not text:
        return now_ms
    try:
        day = roc_date.parse(text)
        earned_ms = min(taipei.midnight_ms(day), now_ms) if day <= taipei.day(now_ms) else taipei.midnight_ms(day)
        return awarding.earned_at(earned_ms, now_ms)
    except Refused as refused:
        raise _fault("earned_day", refused.code) from refused


def _fault(column: str, code: Code = Code.FILE_INVALID) -> Refused:
    return Refused(code, column=column)


def _resolve(connection: sa.Connection, agency: str, parsed: list[_Parsed], now_ms: int) -> Found:
    """Rows whose person nobody knows, or whose reference stands for something else, are at fault."""
    by_card = _looked_up(connection, cards.c.medium, cards.c.holder, {one.person for one in parsed if one.by_card})
    by_id = _looked_up(connection, holders.c.person_digest, holders.c.holder, {one.person for one in parsed if not one.by_card})
    before = _looked_up(connection, operations.c.op_id, operations.c.content, {one.op_id for one in parsed})
    awards: list[tuple[int, Award]] = []
    faults: list[RowFault] = []
    seen: set[UUID] = set()
    for one in parsed:
        known = by_card if one.by_card else by_id
        holder = known.get(one.person)
        if holder is None:
            code = Code.PERSON_UNKNOWN if not one.by_card else Code.CARD_NO_HOLDER if one.person in known else Code.CARD_UNKNOWN
            faults.append(RowFault(row=one.row, column="person", code=code))
            continue
        award = Award(
            op_id=one.op_id,
            holder=holder,
            point_kind=one.point_kind,
            points=one.points,
            agency=agency,
            activity=one.activity,
            at_ms=one.at_ms,
            booked_ms=now_ms,
        )
        if one.op_id in seen or before.get(one.op_id, points.content_of(award)) != points.content_of(award):
            faults.append(RowFault(row=one.row, column="reference", code=Code.REQUEST_CONFLICT))
            continue
        seen.add(one.op_id)
        awards.append((one.row, award))
    by_national_id = any(not one.by_card for one in parsed)
    return Found(rows=0, awards=awards, faults=faults, booked=frozenset(before), by_national_id=by_national_id)


def _looked_up(connection: sa.Connection, key: sa.Column[Any], value: sa.Column[Any], wanted: Iterable[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    keys = list(wanted)
    for start in range(0, len(keys), _LOOKED_UP_AT_ONCE):
        some = keys[start : start + _LOOKED_UP_AT_ONCE]
        for row in connection.execute(sa.select(key, value).where(bulk.among(connection, key, some))):
            found[bytes(row[0]) if isinstance(row[0], memoryview) else row[0]] = row[1]
    return found


def over_caps(connection: sa.Connection, authority: Authority, found: Found) -> list[RowFault]:
    """Rows that would be over a cap, given the rows before them."""
    capped = {cap.point_kind for cap in authority.programme.caps}
    before: dict[UUID, list[Award]] = {}
    faults = []
    for row, award in found.awards:
        if award.point_kind not in capped or award.op_id in found.booked:
            continue
        room = caps.room(connection, authority.programme, award, before.get(award.holder, ()))
        if room is not None and award.points > room:
            faults.append(RowFault(row=row, column="points", code=Code.AWARD_OVER_CAP))
        before.setdefault(award.holder, []).append(award)
    return faults
