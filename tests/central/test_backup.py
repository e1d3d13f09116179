"""Backups and putting them back, on both databases."""

import contextlib
import os
import shutil
import sqlite3
import stat
import sys

import pytest

from central import audit, backup, keys, store_sqlite
from central.platform import Platform
from citycard_app.cli import main
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import StaffSignedIn
from domain.wire import OutcomeStatus
from tests.central.field import FieldStation, a_medium, give, import_person
from tests.central.test_feed import download
from tests.postgres_rig import ON_POSTGRES, ON_SQLITE


def books(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return facts.events, facts.cards


def admin_words(directory, database):
    return ["admin", "--data", str(directory), *([] if database is None else ["--database", database])]


def test_a_backup_taken_beside_writers_comes_back_with_a_new_generation(home, platform, clock, tmp_path, capsys):
    directory, database = home
    give(platform, import_person(platform, 1), 100)
    station = FieldStation(platform, ["counter"])
    station.say(station.act(StaffSignedIn()))
    saved, generation = books(platform), platform.generation
    _, cursor, _ = download(platform, station)
    assert main([*admin_words(directory, database), "backup", str(tmp_path / "b"), "--with-keys"]) == 0
    copy = tmp_path / "b" / (backup.DUMP if database else store_sqlite.FILE)
    assert capsys.readouterr().out.strip() == str(copy)
    assert sorted(file.name for file in copy.parent.iterdir()) == sorted([copy.name, keys.FILE])
    if sys.platform != "win32":
        assert {stat.S_IMODE(file.stat().st_mode) for file in copy.parent.iterdir()} == {0o600}
    import_person(platform, 2)
    platform.close()

    back = [*admin_words(directory, database), "restore", str(tmp_path / "b")]
    assert main(back) == 1
    assert "[request_invalid]" in capsys.readouterr().err
    assert main([*back, "--overwrite"]) == 0
    with contextlib.closing(Platform.open(directory, None, None, clock, database)) as restored:
        assert restored.generation == capsys.readouterr().out.strip() != generation
        assert books(restored) == saved
        station.platform = restored
        assert station.say(station.act(StaffSignedIn())).status is OutcomeStatus.ACCEPTED
        import_person(restored, 3)
        rows, _, _ = download(restored, station, cursor=cursor, generation=generation)
        assert {row.medium for row in rows if hasattr(row, "medium")} >= {station.digest(a_medium(n)) for n in (1, 3)}


def test_it_moves_to_an_empty_place(home, platform, database, clock, tmp_path):
    import_person(platform, 1)
    saved = books(platform)
    backup.backup(*home, tmp_path / "b", with_keys=True)
    backup.restore(tmp_path / "new", database, tmp_path / "b", with_keys=True)
    with contextlib.closing(Platform.open(tmp_path / "new", None, None, clock, database)) as moved:
        assert books(moved) == saved


@pytest.mark.parametrize("with_keys", [False, True])
def test_without_its_keys_a_backup_is_not_put_anywhere(home, database, tmp_path, with_keys):
    backup.backup(*home, tmp_path / "b")
    assert not (tmp_path / "b" / keys.FILE).exists()
    with pytest.raises(EnvironmentProblem) as caught:
        backup.restore(tmp_path / "new", database, tmp_path / "b", with_keys=with_keys)
    assert caught.value.code is Code.STORE_WRONG_KEY
    assert list((tmp_path / "new").iterdir()) == []


def test_a_later_backup_replaces_the_earlier_and_a_failed_one_does_not(home, platform, tmp_path, monkeypatch):
    copy = backup.backup(*home, tmp_path / "b")
    before = copy.read_bytes()
    import_person(platform, 1)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(EnvironmentProblem) as caught:
            backup.backup(*home, tmp_path / "b")
    assert caught.value.code is Code.DISK_FULL
    assert [file.read_bytes() for file in copy.parent.iterdir()] == [before]
    backup.backup(*home, tmp_path / "b")
    assert copy.read_bytes() != before


def full(_file):
    raise OSError(28, "No space left on device")


def test_a_running_server_is_not_pulled_from_under(home, platform, tmp_path):
    backup.backup(*home, tmp_path / "b")
    assert platform.store.on_postgres == (home[1] is not None)
    with platform.store.read() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(EnvironmentProblem) as caught:
            backup.restore(*home, tmp_path / "b", overwrite=True)
    assert caught.value.code is Code.STORE_LOCKED
    import_person(platform, 1)


def test_what_is_no_backup_is_told_and_changes_nothing(home, platform, tmp_path):
    saved = books(platform)
    platform.close()
    name = backup.DUMP if home[1] else store_sqlite.FILE
    with pytest.raises(EnvironmentProblem) as caught:
        backup.restore(*home, tmp_path / "none", overwrite=True)
    assert caught.value.code is Code.SETTINGS_INVALID
    (tmp_path / "junk").mkdir()
    for junk in (b"", b"no backup at all" * 100):
        (tmp_path / "junk" / name).write_bytes(junk)
        with pytest.raises(EnvironmentProblem) as caught:
            backup.restore(*home, tmp_path / "junk", overwrite=True)
        assert caught.value.code is Code.STORE_DAMAGED
    with contextlib.closing(Platform.open(home[0], database=home[1])) as again:
        assert books(again) == saved


@ON_SQLITE
def test_a_damaged_file_is_not_backed_up(home, tmp_path):
    file = home[0] / store_sqlite.FILE
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(file.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    file.write_bytes(content)
    with pytest.raises(EnvironmentProblem) as caught:
        backup.backup(*home, tmp_path / "b")
    assert caught.value.code is Code.STORE_DAMAGED
    assert list((tmp_path / "b").iterdir()) == []


@ON_POSTGRES
def test_the_password_is_in_no_argument_and_no_error(home, tmp_path, monkeypatch):
    listing = tmp_path / "bin" / "pg_dump"
    listing.parent.mkdir()
    listing.write_text('#!/bin/sh\necho "$@" > "$0.arguments"\necho "$PGPASSWORD" > "$0.password"\necho no >&2\nexit 1\n')
    listing.chmod(0o700)
    monkeypatch.setattr(backup, "_DEBIAN", str(tmp_path / "nothing"))
    monkeypatch.setattr(shutil, "which", lambda name: str(listing))
    for address in ("postgresql://u:geheim@h/d?sslmode=require", "postgresql://u@h/d?sslmode=require&password=geheim"):
        with pytest.raises(EnvironmentProblem) as caught:
            backup.backup(home[0], address, tmp_path / "b")
        assert caught.value.code is Code.SETTINGS_INVALID
        assert "geheim" not in str(caught.value.details)
        assert "geheim" not in (arguments := listing.with_name("pg_dump.arguments").read_text())
        assert "sslmode=require" in arguments
        assert listing.with_name("pg_dump.password").read_text().strip() == "geheim"


@ON_POSTGRES
@pytest.mark.usefixtures("on")
def test_without_postgresqls_programs_it_says_which_package(home, tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "_DEBIAN", str(tmp_path / "nothing"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(EnvironmentProblem) as caught:
        backup.backup(*home, tmp_path / "b")
    assert caught.value.code is Code.PACKAGE_MISSING


def test_an_existing_key_file_stays(home, tmp_path):
    backup.backup(*home, tmp_path / "b", with_keys=True)
    with pytest.raises(Refused, match="request_invalid"):
        backup.restore(*home, tmp_path / "b", with_keys=True)
