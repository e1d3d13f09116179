"""Founding, opening and restoring a platform, and its schema."""

import contextlib
import json
import shutil
import sqlite3
import stat
import sys
import time

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from central import audit, keys, stations, store, store_sqlite
from central.platform import Platform
from central.schema import APPEND_ONLY, METADATA, meta, programmes
from domain.errors import Code, EnvironmentProblem
from domain.events import StaffSignedIn
from domain.wire import BalanceRequest, OutcomeStatus
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, give, import_person
from tests.platform_rig import PROGRAMME
from tests.postgres_rig import ON_SQLITE

TEXT = PROGRAMME.read_text(encoding="utf-8")


def listed(platform):
    with platform.store.read() as connection:
        return stations.listed(connection)


def refused(code, *args):
    with pytest.raises(EnvironmentProblem) as caught:
        Platform.open(*args)
    assert caught.value.code is code
    return caught.value


def test_a_founded_platform_opens_with_what_it_has(tmp_path):
    first = Platform.open(tmp_path, TEXT, True)
    first.close()
    again = Platform.open(tmp_path)
    again.close()
    assert (again.generation, again.programme_text, again.authority.demo) == (first.generation, TEXT, True)
    assert again.authority.keys == first.authority.keys


def test_another_programme_replaces_the_one_in_force(tmp_path):
    first = Platform.open(tmp_path, TEXT)
    first.close()
    Platform.open(tmp_path, TEXT.replace('service_phone = "1999"', 'service_phone = "0800"')).close()
    again = Platform.open(tmp_path)
    again.close()
    assert again.authority.programme.service_phone == "0800"
    assert again.programme_version != first.programme_version
    refused(Code.PROGRAMME_INVALID, tmp_path, "schema = 1")
    Platform.open(tmp_path).close()


def test_what_cannot_be_opened_says_why(tmp_path):
    assert refused(Code.PROGRAMME_INVALID, tmp_path / "new").details["where"] == "$"
    Platform.open(tmp_path / "new", TEXT, True).close()
    Platform.open(tmp_path, TEXT, False).close()
    refused(Code.MODE_MISMATCH, tmp_path, None, True)
    Platform.open(tmp_path, None, False).close()


def test_real_is_the_default(tmp_path):
    real = Platform.open(tmp_path, TEXT)
    real.close()
    assert real.authority.demo is False


def test_its_files_are_the_owners_alone_and_the_key_file_is_never_made_anew(tmp_path):
    with contextlib.closing(Platform.open(tmp_path, TEXT)):
        if sys.platform != "win32":
            assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}
    file = tmp_path / keys.FILE
    saved = file.read_bytes()
    file.unlink()
    refused(Code.STORE_WRONG_KEY, tmp_path)
    assert not file.exists()
    file.write_bytes(b"junk")
    refused(Code.STORE_WRONG_KEY, tmp_path)
    Platform.open(tmp_path / "other", TEXT).close()
    shutil.copy(tmp_path / "other" / keys.FILE, file)
    refused(Code.STORE_WRONG_KEY, tmp_path)
    file.write_bytes(saved)
    opened = Platform.open(tmp_path)
    opened.close()
    assert json.loads(saved)["digest"] not in repr(opened.authority.keys)


def test_a_newer_or_damaged_database_is_left_alone(tmp_path):
    Platform.open(tmp_path, TEXT).close()
    engine = store_sqlite.open_engine(tmp_path / store.FILE)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    engine.dispose()
    refused(Code.STORE_NEWER, tmp_path)
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / store.FILE).write_bytes(b"no database at all" * 100)
    refused(Code.STORE_DAMAGED, tmp_path / "damaged", TEXT)


def test_migrations_make_the_schema(platform):
    with platform.store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        inspector = sa.inspect(connection)
        assert set(inspector.get_table_names()) == {*METADATA.tables, "alembic_version"}
        for table in METADATA.tables.values():
            wanted = {str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint)}
            assert {one["name"] for one in inspector.get_check_constraints(table.name)} == wanted
        if not platform.store.on_postgres:
            made = dict(connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all())
            assert all(made[name].rstrip().endswith("STRICT") for name in METADATA.tables)


def test_append_only_tables_have_their_triggers(platform):
    """That each one refuses what it should is tested where its rows are written."""
    postgres = "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE NOT tgisinternal GROUP BY 1"
    sqlite = "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' GROUP BY 1"
    with platform.store.read() as connection:
        found = dict(connection.exec_driver_sql(postgres if platform.store.on_postgres else sqlite).all())
    assert {table: found.get(table) for table in APPEND_ONLY} == dict.fromkeys(APPEND_ONLY, 2)


@ON_SQLITE
def test_commits_are_durable(platform):
    with platform.store.read() as connection:
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        assert {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted


def test_a_restored_platform_takes_acknowledged_events_again(tmp_path, clock):
    directory, backup = tmp_path / "live", tmp_path / "backup"
    live = Platform.open(directory, TEXT, True, clock)
    station = FieldStation(live, ["counter"])
    journal = [station.issue(a_person(1), a_medium(1)), station.act(StaffSignedIn())]
    station.say(journal[0])
    live.close()
    shutil.copytree(directory, backup)

    live = station.platform = Platform.open(directory, None, None, clock)
    said = station.upload(*journal)
    live.close()

    restored = station.platform = Platform.open(backup, None, None, clock)
    restored.start_new_generation()
    journal.append(station.act(StaffSignedIn()))
    early = station.say(journal[-1])
    assert (early.status, early.code) == (OutcomeStatus.REJECTED, Code.EVENT_CHAIN)
    again = station.upload(*journal)
    restored.close()
    assert again[:2] == said
    assert again[2].status is OutcomeStatus.ACCEPTED


def test_a_restored_platform_counts_everything_once(tmp_path, clock):
    directory, backup = tmp_path / "live", tmp_path / "backup"
    live = Platform.open(directory, TEXT, True, clock)
    add_activity(live)
    give(live, import_person(live, 1), 100)
    station = FieldStation(live, ["counter", "event", "kiosk"])
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
    journal = [came, station.wish(a_medium(1), 30), station.issue(a_person(2), a_medium(2))]
    station.upload(*journal)
    live.close()
    shutil.copytree(directory, backup)

    live = station.platform = Platform.open(directory, None, None, clock)
    journal += [station.sign_out(a_medium(1), came, screen=(120, 20)), station.wish(a_medium(1), 40)]
    said = station.upload(*journal)
    before = books_of(live)
    live.close()

    restored = station.platform = Platform.open(backup, None, None, clock)
    restored.start_new_generation()
    early = station.upload(journal[4], journal[4])
    assert [(one.status, one.code) for one in early] == [(OutcomeStatus.REJECTED, Code.EVENT_CHAIN)] * 2
    again = station.upload(*journal)
    assert [one.status for one in again] == [OutcomeStatus.ACCEPTED] * 5
    assert again == said
    assert station.upload(*journal) == said
    assert books_of(restored) == before
    restored.close()


def books_of(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    own = platform.authority.keys
    wanted = BalanceRequest(medium=a_medium(1).digest(own.digest), digest_key=own.digest_key_id)
    said = platform.balance(wanted)
    assert ([one.points for one in said.balances if one.point_kind == "health"], said.waiting_ntd) == ([50], 70)
    events = [[(one.seq, one.hash, one.status) for one in of] for of in facts.events.values()]
    return facts.redemptions, facts.attendance, facts.cards, [sorted(of) for of in events]


def test_a_running_process_notices_what_another_has_changed(home, platform, clock):
    before = platform.generation, platform.programme_version
    other_text = TEXT.replace('service_phone = "1999"', 'service_phone = "0800"')
    with contextlib.closing(Platform.open(home[0], other_text, None, clock, home[1])) as other:
        generation = other.start_new_generation()
    platform.keep_up()
    assert (platform.generation, platform.programme_version) == before
    clock.advance(1)
    platform.keep_up()
    assert platform.generation == generation != before[0]
    assert platform.authority.programme.service_phone == "0800"
    assert platform.programme("").programme == other_text


def test_a_programme_that_cannot_be_read_is_left_alone(platform, clock):
    before = platform.authority, platform.programme_version
    with platform.store.write() as connection:
        connection.execute(programmes.insert().values(version="later", text="schema = 99"))
        connection.execute(meta.update().where(meta.c.key == "programme").values(value="later"))
    clock.advance(1)
    platform.keep_up()
    assert (platform.authority, platform.programme_version) == before


# --- who calls, on a machine in trouble ---


def full_disk(*_):
    """Fail as SQLite does on a full disk, which a test cannot make on every system."""
    raise sa.exc.OperationalError("UPDATE", {}, SqliteFull())


class SqliteFull(sqlite3.OperationalError):
    sqlite_errorcode = sqlite3.SQLITE_FULL


@ON_SQLITE
def test_a_station_is_known_while_another_process_or_thread_writes(tmp_path, platform, clock):
    station = FieldStation(platform, ["kiosk"])
    began_s = time.monotonic()
    with contextlib.closing(sqlite3.connect(tmp_path / "central" / store.FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert platform.authenticate(station.token).roles == {"kiosk"}
        other.execute("ROLLBACK")
    with platform.store.write():
        assert platform.authenticate(station.token).roles == {"kiosk"}
    assert time.monotonic() - began_s < store_sqlite.BUSY_TIMEOUT_MS / 2000
    assert [one.last_seen_ms for one in listed(platform)] == [None]
    platform.authenticate(station.token)
    assert [one.last_seen_ms for one in listed(platform)] == [clock.ms]


def test_a_station_is_known_when_the_disk_is_full(platform, monkeypatch):
    station = FieldStation(platform, ["kiosk"])
    monkeypatch.setattr(stations, "seen", full_disk)
    assert platform.authenticate(station.token).roles == {"kiosk"}
    monkeypatch.undo()
    platform.authenticate(station.token)
    assert [one.last_seen_ms is None for one in listed(platform)] == [False]
