"""A backup that is put back, cut short at every step: nothing that was set aside is forgotten."""

import json
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from domain.events import SignedIn, decode
from offline_store import backup, whole_file
from offline_store.adopting import Adopted, adopt_all
from offline_store.encrypted import connect
from offline_store.journal import FILE, Act, Journal
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, KEY, open_journal

STEPS = ((Path, "rename"), (Path, "replace"), (whole_file, "flush"), (backup, "flush"), (Act, "adopt"), (Journal, "put_meta"))
"""What a power cut may come before."""


class Killed(BaseException):
    """The power is gone."""


def act(journal: Journal, number: int) -> UUID:
    with journal.act() as writing:
        return writing.append(SignedIn(activity="A", walk_in=False), medium=number.to_bytes(8, "big")).op_id


def cut_before(patch: pytest.MonkeyPatch, last: int) -> None:
    """Every step from the one with that number on is not taken any more."""
    taken = count(1)

    def cut(really: Callable[..., Any]) -> Callable[..., Any]:
        def step(*values: Any, **named: Any) -> Any:
            if next(taken) >= last:
                raise Killed
            return really(*values, **named)

        return step

    for where, name in STEPS:
        patch.setattr(where, name, cut(getattr(where, name)))


def restored(directory: Path, copy: Path, word: str) -> Adopted:
    backup.restore(directory, KEY, copy, word=word)
    return taken_up(directory)


def taken_up(directory: Path) -> Adopted:
    journal = open_journal(directory, SetClock())
    try:
        return adopt_all(journal, KEY, directory)
    finally:
        journal.close()


def lost_power(tmp_path: Path) -> tuple[Path, Path, list[UUID]]:
    """A state folder with a WAL that is not in its file yet, a copy that lacks five acts, and every act."""
    live, copies = tmp_path / "live", tmp_path / "copies"
    live.mkdir()
    copies.mkdir()
    journal = open_journal(live, SetClock())
    journal.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    done = [act(journal, number) for number in range(3)]
    copy = backup.back_up(journal, KEY, copies, station="S1", keep=5)
    done += [act(journal, number) for number in range(3, 8)]
    left = tmp_path / "left"
    shutil.copytree(live, left)
    journal.close()
    assert (left / f"{FILE}-wal").stat().st_size > 0
    return left, copy, done


@pytest.mark.parametrize("way", ["restored again", "started"])
def test_a_restore_that_was_cut_short_anywhere_is_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    left, copy, done = lost_power(tmp_path)
    for last in count(1):
        state = tmp_path / f"state{last}"
        shutil.copytree(left, state)
        with monkeypatch.context() as patch:
            cut_before(patch, last)
            try:
                restored(state, copy, "once")
                cut_short = False
            except Killed:
                cut_short = True
        if way == "restored again" or not (state / FILE).exists():
            restored(state, copy, "twice")
        else:
            taken_up(state)
        journal = open_journal(state, SetClock())
        found = [decode(signed.body).op_id for signed in journal.events()]
        assert sorted(found) == sorted(done), f"cut before step {last}"
        assert (journal.queue().waiting, journal.verify()) == (8, [])
        journal.close()
        if not cut_short:
            break
    assert last > 10


def test_what_a_lost_journal_had_adopted_and_sent_is_not_adopted_once_more(tmp_path: Path) -> None:
    left, copy, _ = lost_power(tmp_path)
    assert restored(left, copy, "first") == Adopted(acts=5, whole=True)
    # All of it is sent; and then that journal has to be replaced as well.
    db = connect(left / FILE, KEY, alone=False)
    db.execute("DELETE FROM outbox")
    db.close()
    assert restored(left, copy, "second") == Adopted(acts=0, whole=True)
    # One that cannot be read is no obstacle to the others.
    (left / FILE).write_bytes(b"a fallen disk")
    assert restored(left, copy, "third") == Adopted(acts=0, whole=False)
    journal = open_journal(left, SetClock())
    assert len(json.loads(journal.meta("adopted_from") or "")) == 3
    journal.close()
    assert taken_up(left) == Adopted(acts=0, whole=True)
    assert {path.name for path in backup.set_aside(left)} == {
        f"journal-set-aside-{word}.sqlite" for word in ("first", "second", "third")
    }
