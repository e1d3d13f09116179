"""Copies of the journal at a second place, and putting one back."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedIn, decode
from offline_store import backup, whole_file
from offline_store.adopting import Adopted, adopt
from offline_store.encrypted import connect
from offline_store.journal import FILE, Journal
from offline_store.journal_file import JournalFile
from tests.clocks import SetClock
from tests.store.conftest import KEY, SEED, open_journal

PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def act(journal: Journal, number: int) -> None:
    with journal.act() as writing:
        writing.append(SignedIn(activity="A", walk_in=False), medium=number.to_bytes(8, "big"), sealed=bytes(600))


def back_up(journal: Journal, place: Path, keep: int = 5, go_on: Callable[[], None] = lambda: None) -> Path:
    return backup.back_up(journal, KEY, place, station="S1", keep=keep, go_on=go_on)


def names(place: Path) -> list[str]:
    return sorted(path.name for path in place.iterdir())


def test_a_copy_is_whole_encrypted_and_alone_under_its_name(journal: Journal, place: Path) -> None:
    for number in range(20):
        act(journal, number)
    made = back_up(journal, place)
    assert names(place) == ["journal-S1-000001-0001-000000020.sqlite"]
    assert b"SQLite format" not in made.read_bytes()
    with JournalFile(made, KEY, live=False) as copy:
        assert list(copy.events()) == list(journal.events())
        assert copy.verify(PUBLIC) == []
    with pytest.raises(EnvironmentProblem) as caught:
        JournalFile(made, bytes(32), live=False)
    assert caught.value.code is Code.STORE_WRONG_KEY


def test_acts_go_on_during_a_copy_which_holds_at_least_what_was_there(journal: Journal, place: Path) -> None:
    for number in range(400):
        act(journal, number)
    begun, done = threading.Event(), threading.Event()

    def busy() -> None:
        begun.wait(10)
        for number in range(400, 430):
            act(journal, number)
        done.set()

    thread = threading.Thread(target=busy)
    thread.start()

    def go_on() -> None:
        # The copying waits between two steps for acts: neither ever waits for the other to end.
        begun.set()
        done.wait(10)

    made = back_up(journal, place, go_on=go_on)
    thread.join()
    with JournalFile(made, KEY, live=False) as copy:
        assert copy.verify(PUBLIC) == []
        end = copy.end()
    assert end is not None
    assert 400 <= end.events <= 430
    assert len(list(journal.events())) == 430
    assert journal.verify() == []


def test_an_open_transaction_is_waited_for(journal: Journal, place: Path) -> None:
    act(journal, 1)
    inside, leave = threading.Event(), threading.Event()

    def slow() -> None:
        with journal.act() as writing:
            writing.append(SignedIn(activity="A", walk_in=False), medium=bytes(8))
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=slow)
    thread.start()
    assert inside.wait(10)
    tries = []

    def go_on() -> None:
        tries.append(1)
        if len(tries) == 3:
            leave.set()

    # Asking for the chain's end waits for the act, so the copying itself is given what a caller asked before.
    target = connect(place / "copy", KEY, alone=False)
    journal.copy_into(target, go_on)
    target.close()
    thread.join()
    with JournalFile(place / "copy", KEY, live=False) as copy:
        end = copy.end()
    assert end is not None
    assert end.events == 2


def test_only_the_last_ones_are_kept_and_nobody_elses_touched(journal: Journal, place: Path) -> None:
    (place / "journal-S2-000001-0001-000000001.sqlite").write_bytes(b"another station's")
    (place / "holiday.jpg").write_bytes(b"a picture")
    for number in range(4):
        act(journal, number)
        back_up(journal, place, keep=2)
    assert names(place) == [
        "holiday.jpg",
        "journal-S1-000003-0001-000000003.sqlite",
        "journal-S1-000004-0001-000000004.sqlite",
        "journal-S2-000001-0001-000000001.sqlite",
    ]


def test_copies_go_by_when_they_were_made_also_after_one_was_put_back(tmp_path: Path, journal: Journal, place: Path) -> None:
    act(journal, 1)
    first = back_up(journal, place, keep=2)
    kept = first.rename(tmp_path / first.name)
    for number in range(2, 6):
        act(journal, number)
        back_up(journal, place, keep=2)
    # Nothing has happened since: it takes the last one's place, and pushes no older one out.
    back_up(journal, place, keep=2)
    journal.close()
    backup.restore(tmp_path, KEY, kept, word="today")
    again = open_journal(tmp_path, SetClock())
    for number in range(6, 10):
        act(again, number)
    # As many acts as the newest copy has, and others.
    made = back_up(again, place, keep=2)
    again.close()
    assert made.exists()
    assert names(place) == ["journal-S1-000004-0001-000000005.sqlite", "journal-S1-000005-0001-000000005.sqlite"]
    assert backup.copies(place, "S1")[-1] == made


def test_a_copying_that_is_broken_off_leaves_the_older_copies_and_no_half_one(journal: Journal, place: Path) -> None:
    act(journal, 1)
    before = back_up(journal, place).read_bytes()
    act(journal, 2)

    def pulled() -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(EnvironmentProblem) as caught:
        back_up(journal, place, go_on=pulled)
    assert caught.value.code is Code.DISK_FAILING
    assert names(place) == ["journal-S1-000001-0001-000000001.sqlite"]
    assert (place / "journal-S1-000001-0001-000000001.sqlite").read_bytes() == before
    (place / ".journal-S1-000002-0001-000000002.sqlite.abcd.part").write_bytes(b"left by a power cut")
    back_up(journal, place)
    assert names(place) == ["journal-S1-000001-0001-000000001.sqlite", "journal-S1-000002-0001-000000002.sqlite"]


def test_a_place_that_is_away_is_named_and_never_made(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        back_up(journal, tmp_path / "away")
    assert caught.value.code is Code.BACKUP_AWAY
    assert not (tmp_path / "away").exists()


def test_a_damaged_journal_is_noticed_and_replaces_no_copy(tmp_path: Path, journal: Journal, place: Path) -> None:
    for number in range(50):
        act(journal, number)
    good = back_up(journal, place).read_bytes()
    journal.close()
    damaged = bytearray((tmp_path / FILE).read_bytes())
    for page in range(8, len(damaged) // 4096):
        damaged[page * 4096 + 100] ^= 1
    (tmp_path / FILE).write_bytes(damaged)
    again = open_journal(tmp_path, SetClock())
    with pytest.raises(EnvironmentProblem) as caught:
        back_up(again, place)
    assert caught.value.code is Code.STORE_DAMAGED
    again.close()
    assert names(place) == ["journal-S1-000001-0001-000000050.sqlite"]
    assert (place / "journal-S1-000001-0001-000000050.sqlite").read_bytes() == good


# --- putting one back ------------------------------------------------------------------------------------------------


def test_a_copy_is_put_back_and_what_lay_there_is_kept(tmp_path: Path, journal: Journal, place: Path) -> None:
    act(journal, 1)
    made = back_up(journal, place)
    act(journal, 2)
    journal.close()
    lost = (tmp_path / FILE).read_bytes()
    moved = backup.restore(tmp_path, KEY, made, word="today")
    assert moved is not None
    assert moved.name == "journal-set-aside-today.sqlite"
    assert moved.read_bytes() == lost
    again = open_journal(tmp_path, SetClock())
    assert [decode(signed.body).seq for signed in again.events()] == [1]
    assert again.verify() == []
    again.close()


def test_a_copy_is_put_into_an_empty_folder_and_a_left_over_wal_is_not_taken_for_its(
    tmp_path: Path, journal: Journal, place: Path
) -> None:
    act(journal, 1)
    made = back_up(journal, place)
    act(journal, 2)
    wal = (tmp_path / f"{FILE}-wal").read_bytes()
    journal.close()
    (tmp_path / FILE).unlink()
    (tmp_path / f"{FILE}-wal").write_bytes(wal)
    assert backup.restore(tmp_path, KEY, made, word="today") is None
    again = open_journal(tmp_path, SetClock())
    assert [decode(signed.body).seq for signed in again.events()] == [1]
    again.close()
    assert (tmp_path / "journal-set-aside-today.sqlite-wal").read_bytes() == wal


def test_nothing_changes_when_a_copy_is_not_right(
    tmp_path: Path, journal: Journal, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(journal, 1)
    made = back_up(journal, place)
    with pytest.raises(EnvironmentProblem) as caught:
        backup.restore(tmp_path, KEY, made, word="today")
    assert caught.value.code is Code.STORE_LOCKED
    journal.close()
    before = (tmp_path / FILE).read_bytes()
    whole = made.read_bytes()
    for content, code in (
        (whole[:-5000], Code.STORE_DAMAGED),
        (whole[:9000] + b"\x00" + whole[9001:], Code.STORE_DAMAGED),
        (b"", Code.STORE_DAMAGED),
        (bytes(5000), Code.STORE_WRONG_KEY),
    ):
        made.write_bytes(content)
        with pytest.raises(EnvironmentProblem) as caught:
            backup.restore(tmp_path, KEY, made, word="today")
        assert caught.value.code in (code, Code.STORE_DAMAGED, Code.STORE_WRONG_KEY)
    made.write_bytes(whole)
    monkeypatch.setattr(whole_file.os, "fsync", _failing)
    with pytest.raises(EnvironmentProblem) as caught:
        backup.restore(tmp_path, KEY, made, word="today")
    assert caught.value.code is Code.DISK_FAILING
    assert (tmp_path / FILE).read_bytes() == before
    assert not list(tmp_path.glob("*set-aside*"))


def _failing(_number: int) -> None:
    raise OSError(5, "Input/output error")


# --- what the copy lacks ---------------------------------------------------------------------------------------------


def test_acts_that_a_copy_lacks_come_over_once_and_in_their_own_words(
    tmp_path: Path, journal: Journal, place: Path, clock: SetClock
) -> None:
    act(journal, 1)
    made = back_up(journal, place)
    act(journal, 2)
    act(journal, 3)
    before = [decode(signed.body) for signed in journal.events()]
    journal.close()
    moved = backup.restore(tmp_path, KEY, made, word="today")
    assert moved is not None
    db = connect(moved, KEY, alone=False)
    db.execute("UPDATE events SET signature = zeroblob(64) WHERE seq = 3")
    db.close()
    clock.advance(3600)
    again = open_journal(tmp_path, clock)
    act(again, 4)
    # Only what is truly signed is believed; and twice is once.
    assert [adopt(again, KEY, moved) for _ in range(2)] == [Adopted(acts=1, whole=True), Adopted(acts=0, whole=True)]
    events = [decode(signed.body) for signed in again.events()]
    assert [event.op_id for event in events] == [before[0].op_id, events[1].op_id, before[1].op_id]
    assert (events[2].seq, events[2].device_ms, events[2].medium) == (3, before[1].device_ms, before[1].medium)
    assert again.verify() == []
    assert again.queue().waiting == 3
    with again.reading() as local:
        assert local.tally("A").present == 3
    again.close()


def test_a_journal_that_was_set_aside_and_cannot_be_read_changes_nothing(tmp_path: Path, journal: Journal) -> None:
    act(journal, 1)
    (tmp_path / "aside.sqlite").write_bytes(b"a fallen disk")
    assert adopt(journal, KEY, tmp_path / "aside.sqlite") == Adopted(acts=0, whole=False)
    assert journal.queue().waiting == 1
