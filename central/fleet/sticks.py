"""Taking in what an operator has carried here: a journal file (`domain.stick`) and its answer, or a dead machine's backup.

The file is proven whole before any of it is taken in. Its events go the way of every upload, so whatever has come before, by
stick or by network, gets the same word again. A station that was revoked may bring what it has: it is done by an operator.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec
import sqlalchemy as sa

from central import journal, locks
from central.access import trail
from central.files.safely import replaced
from central.fleet import epochs
from central.operations import work_list
from central.platform import Platform
from central.schema import stations
from central.stations import Station
from domain import stick
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.stick import Answer, AnswerHead, Begun, JournalHead
from domain.wire import MAX_BATCH, MAX_PAGE, ChangesResponse, Outcome, OutcomeStatus, UploadRequest
from domain.wire_fleet import EpochRequest
from domain.wire_operations import Told, ToldRequest

_MOST_PAGES = 200
"""Of the registry in one answer; the next one goes on."""
_LATER_KINDS = "admission"
"""Kinds of rows that stations ask for beside the first ones."""


class TakenIn(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a journal file."""

    station: str
    outcomes: dict[OutcomeStatus, int]
    rows: int
    """Of the registry, in the answer."""


def take_in(platform: Platform, file: Path, answer_file: Path) -> TakenIn:
    """Judge every event of a journal file and write the answer; repeating it is harmless.

    Raises `Refused(FILE_INVALID)` with a `part` as `domain.stick.invalid` says, before anything is taken in;
    `EnvironmentProblem` with MODE_MISMATCH, SETTINGS_INVALID (no such file), STATION_CLONED (another machine asks for another
    epoch), or what intake and disk raise.
    """
    head = _head(file)
    if head.demo != platform.authority.demo:
        raise EnvironmentProblem(Code.MODE_MISMATCH)
    station = _station(platform, head.station)
    count = stick.require_whole(_lines(file), station.public_key)
    outcomes = _judged(platform, station, _events(file, count), "station.journal_file")
    judged = zip(_events(file, count), outcomes, strict=True)
    begun = None if head.claim is None else _begun(platform, station, head.claim, judged)
    told, now = _work_list(platform, station, head)
    pages = list(_pages(platform, station, head))
    programme = platform.programme("")
    answer = Answer(
        outcomes=outcomes,
        told=told,
        now=now,
        begun=begun,
        base=head.position,
        pages=pages,
        programme_version=programme.version,
        programme=programme.programme or "",
    )
    _write(platform, head, answer, answer_file)
    return TakenIn(station=station.station, outcomes=_counted(outcomes), rows=sum(len(page.rows) for page in pages))


def recover(platform: Platform, name: str, demo: bool, events: Iterator[SignedEvent]) -> TakenIn:
    """Judge every event of a station's backup; its machine, which they would be answered to, is no more. Safe to repeat.

    Raises `Refused(FILE_INVALID)` for a station that is none of this platform, `EnvironmentProblem` with MODE_MISMATCH or what
    intake raises.
    """
    if demo != platform.authority.demo:
        raise EnvironmentProblem(Code.MODE_MISMATCH)
    station = _station(platform, name)
    outcomes = _judged(platform, station, events, "station.backup")
    return TakenIn(station=name, outcomes=_counted(outcomes), rows=0)


def _judged(platform: Platform, station: Station, events: Iterator[SignedEvent], act: str) -> list[Outcome]:
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        trail.note(connection, actor=trail.AT_THE_PLATFORM, act=act, subject=station.station, now_ms=now_ms)
    outcomes: list[Outcome] = []
    while batch := list(islice(events, MAX_BATCH)):
        outcomes += platform.upload(station, UploadRequest(events=batch), carried=True).outcomes
    return outcomes


def _begun(
    platform: Platform, station: Station, claim: EpochRequest, judged: Iterable[tuple[SignedEvent, Outcome]]
) -> Begun | None:
    """Another epoch, when this journal was put back from a backup and has gone on from there.

    An older file than what came over the network meanwhile asks for nothing, and one that was brought twice for nothing more.
    """
    broken = [journal.envelope_of(event.body) for event, outcome in judged if outcome.code is Code.EVENT_CHAIN]
    with platform.store.write() as connection:
        locks.hold(connection, locks.chain(station.station))
        here = stations.c.station == station.station
        current = connection.execute(sa.select(stations.c.epoch).where(here)).scalar_one()
        if claim.epoch >= current:
            end = epochs.chain_end(connection, station.station, claim.epoch)
            # What is further on lacks events before it that this platform has lost, and fits when those have come again.
            parted = any(each.seq <= end.seq + 1 for each in broken if each is not None and _is_of(each, station, claim.epoch))
            if claim.epoch == current and not parted:
                return None
            current, _ = epochs.begin(connection, station, claim, platform.now_ms())
        claimed = epochs.claimed_seq(connection, station.station, claim.epoch)
    return Begun(epoch=current, claimed_epoch=claim.epoch, claimed_seq=claim.last_seq if claimed is None else claimed)


def _is_of(envelope: journal.Envelope, station: Station, epoch: int) -> bool:
    return envelope.station == station.station and envelope.epoch == epoch


def _events(file: Path, count: int) -> Iterator[SignedEvent]:
    return map(stick.read_event, islice(_lines(file), 1, count + 1))


def _head(file: Path) -> JournalHead:
    return stick.read_head(next(_lines(file), b""))


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as source:
            while line := source.readline(stick.LONGEST_LINE):
                yield line
    except FileNotFoundError as problem:
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file=file.name, where=file.name, expected="a file") from problem
    except OSError as problem:
        raise EnvironmentProblem(Code.DISK_FAILING, file=file.name) from problem


def _station(platform: Platform, name: str) -> Station:
    with platform.store.read() as connection:
        row = connection.execute(sa.select(stations).where(stations.c.station == name)).one_or_none()
    if row is None:
        raise stick.invalid("station")
    return epochs.as_origin(row)


def _work_list(platform: Platform, station: Station, head: JournalHead) -> tuple[list[Told], list[Outcome]]:
    """What people have made of the station's events since it was last told, and which of its list need nobody any more."""
    found: list[Told] = []
    more, after = True, head.told_after
    with platform.store.read() as connection:
        while more:
            told, more = work_list.told(connection, station.station, ToldRequest(after=after))
            found += told
            after = found[-1].number if found else after
        return found, work_list.changed(connection, station.station, head.watched)


def _pages(platform: Platform, station: Station, head: JournalHead) -> Iterator[ChangesResponse]:
    at = head.position
    for _ in range(_MOST_PAGES):
        page = platform.changes(station, generation=at.generation, cursor=at.cursor, limit=MAX_PAGE, kinds=_LATER_KINDS)
        yield page
        if not page.more:
            return
        at = msgspec.structs.replace(at, generation=page.generation, cursor=page.cursor)


def _write(platform: Platform, head: JournalHead, answer: Answer, file: Path) -> None:
    about = AnswerHead(format=stick.ANSWER_FORMAT, export=head.export, station=head.station, at_ms=platform.now_ms())
    content = stick.write_answer(about, answer, platform.authority.keys.sealing_private, head.answer_key)
    with replaced(file) as part:
        part.write_bytes(content)


def _counted(outcomes: Iterable[Outcome]) -> dict[OutcomeStatus, int]:
    counts: dict[OutcomeStatus, int] = {}
    for outcome in outcomes:
        counts[outcome.status] = counts.get(outcome.status, 0) + 1
    return counts
