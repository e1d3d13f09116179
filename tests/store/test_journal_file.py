"""Looking into a journal's file without opening it as a station does."""

import shutil
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedIn
from domain.wire import Outcome, OutcomeStatus
from offline_store.backup import restore
from offline_store.encrypted import connect
from offline_store.journal import FILE, Journal
from offline_store.journal_file import JournalFile
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, KEY, SEED
from tests.store.released import STORES

PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key()


def fill(journal: Journal, events: int) -> None:
    for number in range(events):
        with journal.act() as act:
            act.append(SignedIn(activity="A", walk_in=False), medium=number.to_bytes(8, "big"))


def test_every_event_is_read_in_order_and_proven(tmp_path: Path, journal: Journal) -> None:
    fill(journal, 900)
    expected = list(journal.events())
    journal.close()
    with JournalFile(tmp_path / FILE, KEY, live=True) as file:
        assert list(file.events()) == expected
        assert file.verify(PUBLIC) == []
        end = file.end()
        assert end is not None
        assert (end.events, end.epoch, end.seq, end.hash) == (900, 1, 900, expected[-1].hash)
        summary = file.summary()
    assert (summary.waiting, summary.held, summary.parked, summary.identity) == (900, 0, 0, IDENTITY)
    assert summary.oldest_ms == SetClock().now_ms()


def test_an_altered_event_is_named(tmp_path: Path, journal: Journal) -> None:
    fill(journal, 3)
    journal.close()
    db = connect(tmp_path / FILE, KEY, alone=False)
    db.execute("UPDATE events SET signature = zeroblob(64) WHERE seq = 2")
    db.close()
    with JournalFile(tmp_path / FILE, KEY, live=True) as file:
        assert file.verify(PUBLIC) == ["1.2: altered (signature)"]


def test_a_running_station_keeps_its_journal_to_itself(tmp_path: Path, journal: Journal) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        JournalFile(tmp_path / FILE, KEY, live=True)
    assert caught.value.code is Code.STORE_LOCKED
    fill(journal, 1)


@pytest.mark.parametrize("live", [True, False])
def test_what_is_no_journal_of_ours_is_named_and_left_alone(tmp_path: Path, journal: Journal, live: bool) -> None:
    fill(journal, 1)
    journal.close()
    folder, empty, foreign = tmp_path / "folder", tmp_path / "empty", tmp_path / FILE
    folder.mkdir()
    empty.touch()
    before = foreign.read_bytes()
    missing = Code.STORE_DAMAGED if live else Code.BACKUP_AWAY
    for path, key, code in (
        (folder, KEY, Code.STORE_DAMAGED),
        (empty, KEY, Code.STORE_DAMAGED),
        (tmp_path / "missing", KEY, missing),
        (foreign, bytes(32), Code.STORE_WRONG_KEY),
    ):
        with pytest.raises(EnvironmentProblem) as caught:
            JournalFile(path, key, live=live)
        assert caught.value.code is code
    assert foreign.read_bytes() == before
    assert empty.read_bytes() == b""
    assert not (tmp_path / "missing").exists()


def test_a_store_that_is_no_journal_is_named(tmp_path: Path) -> None:
    db = connect(tmp_path / "other", KEY, alone=False)
    db.execute("CREATE TABLE other (id INTEGER)")
    db.close()
    with pytest.raises(EnvironmentProblem) as caught:
        JournalFile(tmp_path / "other", KEY, live=False)
    assert caught.value.code is Code.STORE_DAMAGED


def test_what_a_later_version_has_written_to_is_refused_and_left_alone(tmp_path: Path, journal: Journal) -> None:
    journal.close()
    db = connect(tmp_path / FILE, KEY, alone=False)
    db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('journal', 'm9999_future', 'later')")
    db.close()
    before = (tmp_path / FILE).read_bytes()
    for live in (True, False):
        with pytest.raises(EnvironmentProblem) as caught:
            JournalFile(tmp_path / FILE, KEY, live=live)
        assert caught.value.code is Code.STORE_NEWER
    with pytest.raises(EnvironmentProblem) as caught:
        restore(tmp_path, KEY, tmp_path / FILE, word="today")
    assert caught.value.code is Code.STORE_NEWER
    assert (tmp_path / FILE).read_bytes() == before


def test_a_copy_of_an_older_schema_is_read_and_not_written(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(STORES / "journal_0001", tmp_path / "old")) / FILE
    before = copy.read_bytes()
    with JournalFile(copy, KEY, live=False) as file:
        assert file.verify(PUBLIC) == []
        assert file.migrations() == ["m0001_journal"]
    assert copy.read_bytes() == before
    assert [path.name for path in copy.parent.iterdir()] == [FILE]


def test_what_an_older_schema_has_against_acts_is_read_and_not_written(tmp_path: Path) -> None:
    """There was no list of it then; nobody can have resolved any of it."""
    path = Path(shutil.copytree(STORES / "journal_0001", tmp_path / "old")) / FILE
    old = connect(path, KEY, alone=False)
    op_id, word = old.execute("SELECT op_id, outcome FROM outcomes").fetchone()
    said = msgspec.structs.replace(
        msgspec.json.decode(word, type=Outcome), status=OutcomeStatus.FLAGGED, anomalies=["late", "early"]
    )
    old.execute("UPDATE outcomes SET outcome = ? WHERE op_id = ?", (msgspec.json.encode(said), op_id))
    old.close()
    before = path.read_bytes()
    with JournalFile(path, KEY, live=False) as file:
        for _ in range(2):
            assert [(one.event.op_id.bytes, one.anomalies) for one in file.unsettled(9)] == [(op_id, ["early", "late"])]
    assert path.read_bytes() == before
