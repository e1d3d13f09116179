"""Carrying the journal of a station without a network: out by a journal file, the platform's words back by an answer file.

For the command line, while the station's windows are closed. Repeating either is harmless.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain import station_proofs, stick
from domain.errors import Code, EnvironmentProblem
from domain.ids import new_op_id
from domain.ports import Clock, FeedPosition
from domain.stick import Answer, Begun
from domain.wire import MAX_BATCH, ChangesResponse, OutcomeStatus, StationIdentity
from domain.wire_fleet import ChainEnd, EpochRequest
from offline_store.journal import Journal
from offline_store.journal_file import JournalFile
from offline_store.registry import Registry
from offline_store.vault import Secrets
from offline_store.whole_file import disk_problem, replaced

log = structlog.get_logger()

_ANSWERED = "stick_answer_ms"
_LARGEST_ANSWER = 1 << 30
MOST_AGAIN = 50_000
"""So many events, or a few more, of those that a restored platform is to be offered again go onto one stick."""


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """What went out."""

    file: Path
    events: int


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: outcomes by status, rows of the registry, and whether that is up to date with it."""

    outcomes: dict[OutcomeStatus, int]
    rows: int
    registry: bool
    epoch: int | None
    """Another one that has begun: what was queued behind a restored backup is to be carried once more."""


def claim(journal: Journal, clock: Clock, instance: str) -> EpochRequest | None:
    """Where this journal's chain ends, for an export; None before enrolment. `instance`: which machine this is."""
    own, end = journal.identity(), journal.chain_end()
    if own is None or end is None:
        return None
    op_id = new_op_id(clock.now_ms())
    said = station_proofs.new_epoch(op_id, own.station, end.epoch, end.seq, end.hash)
    return EpochRequest(
        op_id=op_id,
        instance=instance,
        epoch=end.epoch,
        last_seq=end.seq,
        last_hash=end.hash,
        signature=journal.record.prove(said),
    )


def export(
    file: Path, kept: Secrets, position: FeedPosition, clock: Clock, target: Path, *, claimed: EpochRequest | None = None
) -> Carried:
    """Write what the platform has not decided of a journal into a journal file: `target`, or one in that folder.

    `position` is the registry's; `claimed` (`claim`) is for the station's own journal alone. Raises `EnvironmentProblem` with
    NOT_ENROLLED, STORE_LOCKED (the station is running), STORE_DAMAGED, and for the stick BACKUP_AWAY, DISK_FULL, DISK_READONLY
    or DISK_FAILING; then a file that lay there is as it was.
    """
    with JournalFile(file, kept.journal_key, live=True) as journal:
        identity = journal.summary().identity
        if identity is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        made = target / f"citycard-{identity.station}.journal" if target.is_dir() else target
        head = stick.JournalHead(
            format=stick.JOURNAL_FORMAT,
            export=new_op_id(clock.now_ms()),
            station=identity.station,
            epoch=identity.epoch,
            demo=identity.demo,
            made_ms=clock.now_ms(),
            answer_key=stick.answer_key(kept.signing_seed).public_key().public_bytes_raw(),
            position=position,
            told_after=journal.told_after(),
            watched=journal.watched(),
            claim=claimed,
        )
        key, lines = Ed25519PrivateKey.from_private_bytes(kept.signing_seed), 0
        with replaced(made) as part, part.open("wb") as out:
            for line in stick.write_journal(head, journal.undecided(), key):
                out.write(line)
                lines += 1
    return Carried(file=made, events=lines - 2)


def take_answer(
    journal: Journal, registry: Registry, kept: Secrets, file: Path, on_programme: Callable[[str, str], None]
) -> Taken:
    """Record the platform's words of an answer file, and take in what has changed in the registry and the programme.

    Raises `Refused(FILE_INVALID)` with a `part` as `domain.stick.invalid` says, `EnvironmentProblem` with NOT_ENROLLED or what
    the store raises; what was not recorded then is recorded when the same file is taken again.
    """
    identity = journal.identity()
    if identity is None:
        raise EnvironmentProblem(Code.NOT_ENROLLED)
    sealing_key = bytes.fromhex(journal.meta("sealing_key") or "")
    head, answer = stick.read_answer(_content(file), identity.station, stick.answer_key(kept.signing_seed), sealing_key)
    if head.at_ms < int(journal.meta(_ANSWERED) or 0):
        raise stick.invalid("older")
    epoch = _begin_epoch(journal, identity, answer.begun)
    counts: dict[OutcomeStatus, int] = {}
    for start in range(0, len(answer.outcomes), MAX_BATCH):
        batch = answer.outcomes[start : start + MAX_BATCH]
        journal.record_outcomes(batch)
        for outcome in batch:
            counts[outcome.status] = counts.get(outcome.status, 0) + 1
    journal.record_outcomes(answer.now)
    if answer.told:
        journal.record_told(answer.told, max(journal.told_after(), answer.told[-1].number))
    rows, follows = _follow(journal, registry, answer)
    if answer.programme:
        on_programme(answer.programme_version, answer.programme)
    journal.put_meta(**{_ANSWERED: str(head.at_ms)})
    return Taken(outcomes=counts, rows=rows, registry=follows, epoch=epoch)


def _begin_epoch(journal: Journal, own: StationIdentity, begun: Begun | None) -> int | None:
    """Before the outcomes: acts whose chain is broken then stand anew in the new one."""
    if begun is None or begun.epoch <= own.epoch:
        return None
    claimed = ChainEnd(epoch=begun.claimed_epoch, seq=begun.claimed_seq, hash=b"")
    journal.record.begin_epoch(begun.epoch, claimed)
    log.warning("the journal was restored from a backup; a new epoch begins", epoch=begun.epoch)
    return begun.epoch


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST_ANSWER:
            raise stick.invalid("format")
        return file.read_bytes()
    except OSError as problem:
        raise disk_problem(problem, file.name) from problem


def _follow(journal: Journal, registry: Registry, answer: Answer) -> tuple[int, bool]:
    """The pages that this registry has not had; it may have come further by itself, and then they are old."""
    left = None if journal.meta("stopped") else _left(registry.position(), answer)
    if left is None:
        return 0, False
    rows = 0
    for page in left:
        journal.follow_generation(page.generation, registry.position().generation)
        registry.apply(page)
        rows += len(page.rows)
    return rows, not (answer.pages and answer.pages[-1].more)


def _left(position: FeedPosition, answer: Answer) -> Sequence[ChangesResponse] | None:
    if position == answer.base:
        return answer.pages
    for number, page in enumerate(answer.pages, 1):
        if position == FeedPosition(generation=page.generation, cursor=page.cursor):
            return answer.pages[number:]
    return None
