"""Bulk imports into the registry: whom a bearer kind was given to before, cards of an existing city, noted bindings.

Files are read as a stream, row by row, and written some hundred rows a transaction, so that 3,000,000 rows need no memory to
speak of. What is there already is passed over: an import that broke off is simply begun again. With `all_or_nothing` the whole
file is one transaction, and one fault leaves nothing behind. Faults name row, column and code, never what the cell holds.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from central import bulk
from central.files import csv_in
from central.files.csv_in import Row
from central.platform import Platform
from central.registry import claims
from central.registry.imported import COLUMNS, OPTIONAL, Importer, parse
from central.schema import earlier_claims
from domain import national_id, taipei
from domain.errors import Bug, Code, EnvironmentProblem, Refused
from domain.sealing import person_digest
from domain.wire_files import RowFault

CLAIMS_AT_ONCE = 5_000
CARDS_AT_ONCE = 500
_TRIES = 5
_DIGEST_BYTES = 16
_CLAIM = ("person_digest", "card_kind")
_HEADERS = frozenset({"national_id", "digest"})
_Item = TypeVar("_Item")


class Report(msgspec.Struct, kw_only=True):
    """What became of an import. `already`: rows that were there before, or stand in the file twice over."""

    rows: int = 0
    added: int = 0
    already: int = 0
    faults: int = 0


_Written = tuple[int, list[RowFault]]
"""How many rows were new, and what is wrong with others."""
OnFault = Callable[[RowFault], None]


class _Faulty(Exception):
    """Takes a whole import back."""


def import_claims(
    platform: Platform,
    lines: Iterable[str],
    card_kind: str,
    *,
    on_fault: OnFault,
    all_or_nothing: bool = False,
    progress: Callable[[Report], None] = lambda _report: None,
) -> Report:
    """Who had a card of a bearer kind before: one national ID a line, or one keyed digest (32 hexadecimal digits) of ours.

    A first line `national_id` or `digest` is a header, further columns behind a comma are not read, and only digests are kept.
    Raises `Refused(REQUEST_INVALID)` for a kind of which a person may have more than one.
    """
    kind = platform.authority.programme.kind(card_kind)
    if kind is None or not claims.once_only(kind):
        raise Refused(Code.REQUEST_INVALID, part="card_kind")
    digests = _digests(platform, lines)

    def write(connection: sa.Connection, some: list[bytes | RowFault]) -> _Written:
        fresh = {each for each in some if isinstance(each, bytes)}
        rows = [{"person_digest": digest, "card_kind": card_kind} for digest in sorted(fresh)]
        added = bulk.insert_new(connection, earlier_claims, rows, unless=_CLAIM, returning=("card_kind",))
        return len(added), [each for each in some if isinstance(each, RowFault)]

    return _imported(platform, digests, CLAIMS_AT_ONCE, write, on_fault, all_or_nothing=all_or_nothing, progress=progress)


def import_cards(
    platform: Platform,
    lines: Iterable[str],
    *,
    on_fault: OnFault,
    all_or_nothing: bool = False,
    progress: Callable[[Report], None] = lambda _report: None,
) -> Report:
    """Cards of an existing city and noted bindings, as docs/registry-files.md describes the file.

    Eligibility is not judged again; one card of a kind and one kind of a group per person are. While some rows are written, no
    other card is issued. Raises `Refused(FILE_INVALID)` for a file that is none.
    """
    importer = Importer(platform)

    def write(connection: sa.Connection, some: list[Row | RowFault]) -> _Written:
        faults = [each for each in some if isinstance(each, RowFault)]
        sound = []
        for row in (each for each in some if isinstance(each, Row)):
            try:
                sound.append(parse(platform, row))
            except Refused as refused:
                column = str(refused.details.get("column", ""))
                faults.append(RowFault(row=row.number, column=column, code=refused.code))
        added, more = importer.write(connection, sound)
        return added, sorted([*faults, *more], key=lambda fault: fault.row)

    rows = csv_in.stream(lines, COLUMNS, OPTIONAL)
    return _imported(platform, rows, CARDS_AT_ONCE, write, on_fault, all_or_nothing=all_or_nothing, progress=progress)


_Write = Callable[[sa.Connection, list[_Item]], _Written]


def _imported(
    platform: Platform,
    items: Iterator[_Item],
    at_once: int,
    write: _Write[_Item],
    on_fault: OnFault,
    *,
    all_or_nothing: bool,
    progress: Callable[[Report], None],
) -> Report:
    report = Report()

    def count(some: list[_Item], written: _Written) -> None:
        report.rows += len(some)
        report.added += written[0]
        report.faults += len(written[1])
        report.already = report.rows - report.added - report.faults
        for fault in written[1]:
            on_fault(fault)
        progress(report)

    if not all_or_nothing:
        while some := list(islice(items, at_once)):
            count(some, _in_peace(platform, some, write))
        return report
    with contextlib.suppress(_Faulty), platform.store.write() as connection:
        while some := list(islice(items, at_once)):
            count(some, write(connection, some))
        if report.faults:
            report.added = 0
            raise _Faulty
    return report


def _in_peace(platform: Platform, some: list[_Item], write: _Write[_Item]) -> _Written:
    """Again when another transaction stood in the way of this one (PostgreSQL)."""
    for left in reversed(range(_TRIES)):
        try:
            with platform.store.write() as connection:
                return write(connection, some)
        except EnvironmentProblem as problem:
            if problem.code is not Code.PLATFORM_BUSY or not left:
                raise
    raise Bug(part="import")


def _digests(platform: Platform, lines: Iterable[str]) -> Iterator[bytes | RowFault]:
    today, key = taipei.day(platform.now_ms()), platform.authority.keys.person
    for number, line in enumerate(lines, 1):
        text = line.partition(",")[0].strip().lstrip("\ufeff").strip('"')
        if not text or (number == 1 and text.lower() in _HEADERS):
            continue
        try:
            if len(text) == 2 * _DIGEST_BYTES:
                yield bytes.fromhex(text)
            else:
                yield person_digest(key, national_id.check(text, today))
        except Refused as refused:
            yield RowFault(row=number, column="", code=refused.code)
        except ValueError:
            yield RowFault(row=number, column="", code=Code.NATIONAL_ID_FORMAT)
