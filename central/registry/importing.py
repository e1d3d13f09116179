"""Bulk imports into the registry: whom a bearer kind was given to before, cards of an existing city, noted bindings.

Files are read as a stream, row by row, and written some hundred rows a transaction, so that 3,000,000 rows need no memory to
speak of. What is there already is passed over: an import that broke off is simply begun again. With `all_or_nothing` the whole
file is one transaction, and one fault leaves nothing behind. Faults name row, column and code, never what the cell holds.
"""

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
from domain.errors import Code, Refused
from domain.sealing import person_digest
from domain.wire_files import RowFault

CLAIMS_AT_ONCE = 5_000
CARDS_AT_ONCE = 500
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

    def write(connection: sa.Connection, some: list[bytes | RowFault], report: Report) -> list[RowFault]:
        fresh = {each for each in some if isinstance(each, bytes)}
        rows = [{"person_digest": digest, "card_kind": card_kind} for digest in sorted(fresh)]
        report.added += len(bulk.insert_new(connection, earlier_claims, rows, unless=_CLAIM, returning=("card_kind",)))
        return [each for each in some if isinstance(each, RowFault)]

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

    def write(connection: sa.Connection, some: list[Row | RowFault], report: Report) -> list[RowFault]:
        faults = [each for each in some if isinstance(each, RowFault)]
        sound = []
        for row in (each for each in some if isinstance(each, Row)):
            try:
                sound.append(parse(platform, row))
            except Refused as refused:
                column = str(refused.details.get("column", ""))
                faults.append(RowFault(row=row.number, column=column, code=refused.code))
        added, more = importer.write(connection, sound)
        report.added += added
        return sorted([*faults, *more], key=lambda fault: fault.row)

    rows = csv_in.stream(lines, COLUMNS, OPTIONAL)
    return _imported(platform, rows, CARDS_AT_ONCE, write, on_fault, all_or_nothing=all_or_nothing, progress=progress)


_Write = Callable[[sa.Connection, list[_Item], Report], list[RowFault]]


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

    def take(connection: sa.Connection, some: list[_Item]) -> None:
        faults = write(connection, some, report)
        report.rows += len(some)
        report.faults += len(faults)
        report.already = report.rows - report.added - report.faults
        for fault in faults:
            on_fault(fault)

    if all_or_nothing:
        try:
            with platform.store.write() as connection:
                while some := list(islice(items, at_once)):
                    take(connection, some)
                    progress(report)
                if report.faults:
                    raise _Faulty
        except _Faulty:
            report.added = 0
        return report
    while some := list(islice(items, at_once)):
        with platform.store.write() as connection:
            take(connection, some)
        progress(report)
    return report


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
