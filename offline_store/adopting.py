"""After a backup was put back: the acts that it lacks, from journals that were set aside, as far as those can be read.

Which of them it has been through stands in the journal itself: what was cut short is carried on at the next start, and a
copy of before that goes through them again.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import msgspec

from domain.errors import EnvironmentProblem, Refused
from domain.events import Event, SignedEvent, decode, verify
from offline_store.backup import set_aside
from offline_store.journal import Journal
from offline_store.journal_file import JournalFile

_DONE = "adopted_from"


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """How many acts came over; `whole` when everything that was set aside could be read."""

    acts: int
    whole: bool


def adopt_all(journal: Journal, key: bytes, directory: Path) -> Adopted:
    """Adopt from every journal that lies aside in the state folder, once each. Raises as `adopt`."""
    done = msgspec.json.decode(journal.meta(_DONE) or "[]", type=list[str])
    files = set_aside(directory)
    acts, whole = 0, True
    if {file.name for file in files}.issubset(done) or journal.identity() is None:
        return Adopted(acts=acts, whole=whole)
    with ExitStack() as opened:
        newer: list[JournalFile] = []
        for path in files:
            file = _opened(path, key)
            if path.name not in done:
                one = Adopted(acts=0, whole=False) if file is None else _adopt(journal, file, newer)
                acts, whole = acts + one.acts, whole and one.whole
                done.append(path.name)
                journal.put_meta(**{_DONE: msgspec.json.encode(done).decode()})
            if file is not None:
                newer.append(opened.enter_context(file))
    return Adopted(acts=acts, whole=whole)


def adopt(journal: Journal, key: bytes, aside: Path) -> Adopted:
    """Write what the platform had not decided, and `journal` does not know, at the end of its present chain. Safe to repeat.

    Only what this machine has truly signed is believed, as this station or one that it was before. Raises `EnvironmentProblem`
    when `journal` cannot be written.
    """
    file = _opened(aside, key)
    if file is None:
        return Adopted(acts=0, whole=False)
    with file:
        return _adopt(journal, file, [])


def _opened(aside: Path, key: bytes) -> JournalFile | None:
    try:
        return JournalFile(aside, key, live=True)
    except EnvironmentProblem:
        return None


def _adopt(journal: Journal, file: JournalFile, newer: Sequence[JournalFile]) -> Adopted:
    """What a `newer` one knows came over from there, or had been decided."""
    acts, events = 0, file.undecided()
    while True:
        try:
            signed = next(events, None)
            if signed is None:
                return Adopted(acts=acts, whole=True)
            event = _own(journal, file, signed)
        except EnvironmentProblem:
            return Adopted(acts=acts, whole=False)
        except Refused:
            continue
        if event is None or journal.contains(event.op_id) or any(_knows(other, event) for other in newer):
            continue
        with journal.act(ends=True) as act:
            act.adopt(event, signed.sealed)
        acts += 1


def _own(journal: Journal, file: JournalFile, signed: SignedEvent) -> Event | None:
    event, identity = decode(signed.body), journal.identity()
    keys = {**file.former_keys(), **journal.record.former_keys()}
    if identity is not None:
        keys[identity.station] = journal.public_key()
    if event.station not in keys:
        return None
    verify(signed, keys[event.station])
    return event


def _knows(other: JournalFile, event: Event) -> bool:
    try:
        return other.knows(event.op_id)
    except EnvironmentProblem:
        return False
