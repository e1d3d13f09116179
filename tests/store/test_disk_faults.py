"""A disk that is full or fails, under real processes: what was called done is there, nothing is half done, and it goes on."""

import errno
import itertools
import signal
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.events import decode
from offline_store.journal import FILE
from offline_store.journal_file import JournalFile
from tests.clocks import SetClock
from tests.store.conftest import KEY, SEED, open_journal
from tests.store.disk_rig import Case, Ended, FaultyDisk
from tests.store.disk_rig import faulty_disk as faulty_disk  # noqa: PLC0414 (a fixture)
from tests.store.disk_rig import faulty_library as faulty_library  # noqa: PLC0414 (a fixture)
from tests.store.released import STORES

PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key()
FULL, FAILING = errno.ENOSPC, errno.EIO
KILLED = -signal.SIGKILL


def act_cases(ops: str, code: int) -> list[Case]:
    """The fault at several moments, and every way to end."""
    ends = itertools.product((False, True), (False, True), (False, True))
    return [
        Case(scene="acts", ops=ops, code=code, after=after, ends_during=during, closes=closes, checkpoints=checkpoints)
        for during, closes, checkpoints in ends
        for after in (0, 2, 5)
    ]


def check(folder: Path, case: Case, ended: Ended) -> None:
    said = ended.said
    with JournalFile(folder / FILE, KEY, live=True) as file:
        assert file.verify(PUBLIC) == [], case
    journal = open_journal(folder, SetClock())
    there = [decode(signed.body).op_id.hex for signed in journal.events()]
    assert len(there) == len(set(there)), case
    assert set(said.done) <= set(there), case
    # The one act that may come to light after a crash: its flush was the first that failed, just after that of a WAL begun
    # anew, and nothing can be written over it until a flush goes well. It is whole all the same.
    ghosts = set(there) - set(said.done)
    may_be = "s" in case.ops and case.ends_during and case.checkpoints
    assert ghosts <= (set(said.refused[:1]) if may_be else set()), case
    assert journal.queue().waiting == len(there), case
    with journal.reading() as local:
        assert local.tally("A").present == len(there), case
    journal.close()


@pytest.mark.parametrize(("ops", "code", "codes"), [("w", FULL, {"disk_full"}), ("w", FAILING, {"disk_failing"})])
def test_acts_on_a_disk_that_takes_no_more(faulty_disk: FaultyDisk, ops: str, code: int, codes: set[str]) -> None:
    refused = 0
    for folder, case, ended in faulty_disk.run(act_cases(ops, code)):
        assert ended.status == 0
        refused += len(ended.said.refused)
        assert set(ended.said.codes) <= codes
        # It goes on once the disk does.
        assert case.ends_during or len(ended.said.done) >= 8
        check(folder, case, ended)
    assert refused > 50


def test_an_act_whose_flush_fails_is_not_called_done(faulty_disk: FaultyDisk) -> None:
    refused = 0
    for folder, case, ended in faulty_disk.run(act_cases("s", FAILING)):
        assert ended.status == 0
        assert set(ended.said.codes) <= {"disk_failing"}
        if not case.checkpoints:
            # One flush an act, in WAL: from the first one that fails no act is done until the disk works again.
            assert len(ended.said.refused) == 10 - case.after
        refused += len(ended.said.refused)
        check(folder, case, ended)
    assert refused > 50


@pytest.mark.parametrize("store", ["journal_0001", "journal_0002"])
@pytest.mark.parametrize(("ops", "code"), [("w", FULL), ("s", FAILING), ("ws", 0)])
def test_an_upgrade_with_a_full_outbox_that_is_broken_off_goes_on(
    faulty_disk: FaultyDisk, store: str, ops: str, code: int
) -> None:
    moments = range(12) if ops == "s" else range(0, 240, 8)
    cases = [Case(scene="migrate", ops=ops, code=code, after=after, store=str(STORES / store)) for after in moments]
    broken = 0
    for folder, case, ended in faulty_disk.run(cases):
        assert ended.status in (0, KILLED), case
        broken += bool(ended.said.codes) or ended.status == KILLED
        with JournalFile(folder / FILE, KEY, live=True) as file:
            assert file.verify(PUBLIC) == [], case
        journal = open_journal(folder, SetClock())
        assert (journal.queue().waiting, len(list(journal.events()))) == (3, 4), case
        assert journal.verify() == [], case
        assert all(journal.contains(UUID(decode(signed.body).op_id.hex)) for signed in journal.events())
        journal.close()
    assert broken >= 3
