"""After a backup was put back: the acts that it lacks, from the journal that was set aside, as far as that can be read."""

from pathlib import Path

import msgspec

from domain.errors import EnvironmentProblem, Refused
from domain.events import decode, verify
from offline_store.journal import Journal
from offline_store.journal_file import JournalFile


class Adopted(msgspec.Struct, frozen=True, kw_only=True):
    """How many acts came over; `whole` when everything that was set aside could be read."""

    acts: int
    whole: bool


def adopt(journal: Journal, key: bytes, aside: Path) -> Adopted:
    """Write what the platform had not decided, and `journal` does not know, at the end of its present chain. Safe to repeat.

    Only what this station has truly signed is believed. Raises `EnvironmentProblem` when `journal` cannot be written.
    """
    identity, acts = journal.identity(), 0
    try:
        file = JournalFile(aside, key, live=True)
    except EnvironmentProblem:
        return Adopted(acts=0, whole=False)
    with file:
        events = file.undecided()
        while True:
            try:
                signed = next(events, None)
                if signed is None:
                    return Adopted(acts=acts, whole=True)
                verify(signed, journal.public_key())
                event = decode(signed.body)
            except EnvironmentProblem:
                return Adopted(acts=acts, whole=False)
            except Refused:
                continue
            if identity is not None and event.station == identity.station and not journal.contains(event.op_id):
                with journal.act(ends=True) as act:
                    act.adopt(event, signed.sealed)
                acts += 1
