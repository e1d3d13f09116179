"""What is PostgreSQL's own: the feed beside many writers, settings, errors by name, a server that goes and comes back."""

import contextlib
import logging
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from central import admin, feed, locks, store_postgres
from central.platform import Platform
from central.schema import changes, holders, meta
from central.store import Store
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import StaffSignedIn
from domain.wire import CardRow, OutcomeStatus
from tests.central.field import FieldStation, a_medium, import_person
from tests.central.test_feed import download
from tests.platform_rig import PROGRAMME, opened_platform
from tests.postgres_rig import ON_POSTGRES, PostgresServer, name_of

pytestmark = ON_POSTGRES
TEXT = PROGRAMME.read_text(encoding="utf-8")


def row_of(station, number, state):
    return CardRow(medium=station.digest(a_medium(number)), card_kind="senior", state=state, holder=uuid4())


# --- the feed ---


def test_a_row_that_commits_after_a_later_one_was_read_is_not_skipped(platform):
    station = FieldStation(platform, ["kiosk"])
    import_person(platform, 1)
    import_person(platform, 2)
    _, cursor, _ = download(platform, station)
    with platform.store.write() as slow:
        feed.publish(slow, row_of(station, 1, "suspended"))
        admin.block_card(platform, a_medium(2), CardState.LOST)
        seen, cursor, _ = download(platform, station, cursor=cursor)
    later, cursor, _ = download(platform, station, cursor=cursor)
    last = {row.medium: row.state for row in [*seen, *later]}
    assert last == {station.digest(a_medium(1)): "suspended", station.digest(a_medium(2)): "lost"}
    assert download(platform, station, cursor=cursor)[0] == []


def test_a_snapshot_taken_beside_a_writer_leaves_its_rows_to_the_feed(platform):
    station = FieldStation(platform, ["kiosk"])
    import_person(platform, 1)
    with platform.store.write() as slow:
        feed.publish(slow, row_of(station, 1, "suspended"))
        import_person(platform, 2)
        with platform.store.read() as connection:
            cursor = feed.end(connection, platform.generation)
    rows, _, _ = download(platform, station, cursor=cursor)
    assert {row.medium for row in rows} == {station.digest(a_medium(1)), station.digest(a_medium(2))}


def test_two_writers_of_one_row_leave_the_later_state(platform):
    station = FieldStation(platform, ["kiosk"])
    first_has_written = threading.Event()

    def second():
        first_has_written.wait(10)
        with platform.store.write() as connection:
            feed.publish(connection, row_of(station, 1, "lost"))

    with ThreadPoolExecutor(1) as pool:
        with platform.store.write() as connection:
            feed.publish(connection, row_of(station, 1, "active"))
            later = pool.submit(second)
            first_has_written.set()
        later.result(10)
    assert [row.state for row in download(platform, station)[0]] == ["lost"]


def test_after_a_restore_numbers_of_another_servers_life_hide_nothing(platform):
    station = FieldStation(platform, ["kiosk"])
    import_person(platform, 1)
    with platform.store.write() as connection:
        connection.execute(changes.update().values(tx=10**15))
    assert download(platform, station)[0] == []
    platform.start_new_generation()
    assert [row.medium for row in download(platform, station)[0]] == [station.digest(a_medium(1))]


# --- opening ---


def test_it_is_durable_and_nothing_waits_for_ever(platform):
    with platform.store.write() as connection:
        names = ("synchronous_commit", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        assert [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names] == ["on", "30s", "10s", "1min"]
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
    with platform.store.read() as connection:
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "repeatable read"
        assert connection.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"


def test_a_newer_schema_is_refused(home, clock):
    directory, database = home
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(EnvironmentProblem) as caught:
        Platform.open(directory, None, None, clock, database)
    assert (caught.value.code, caught.value.details) == (Code.STORE_NEWER, {"file": "postgresql"})


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    "url",
    [
        "mysql://u:geheim@h/d",
        "sqlite:///x",
        "postgresql://u:geheim@h:port/d",
        "://geheim",
        "postgresql://u:geheim@127.0.0.1:1/d",
    ],
)
def test_an_address_that_leads_nowhere_is_told_without_its_password(tmp_path, url, caplog):
    caplog.set_level(logging.DEBUG)
    with pytest.raises(EnvironmentProblem) as caught:
        Store(tmp_path, url)
    assert caught.value.code is Code.SETTINGS_INVALID
    assert "geheim" not in f"{caught.value} {caught.value.details} {caplog.text}"


@pytest.mark.usefixtures("on")
def test_a_database_that_is_not_there_is_told(postgres, tmp_path):
    with pytest.raises(EnvironmentProblem) as caught:
        Store(tmp_path, postgres.url("nowhere"))
    assert caught.value.code is Code.SETTINGS_INVALID


def test_two_processes_may_found_one_platform_at_once(tmp_path, database, clock):
    with ThreadPoolExecutor(4) as pool:
        opening = [pool.submit(Platform.open, tmp_path, TEXT, True, clock, database) for _ in range(4)]
        opened = [one.result(60) for one in opening]
    assert len({(one.generation, one.authority.keys.digest) for one in opened}) == 1
    for one in opened:
        one.close()


# --- errors by name ---


def test_a_deadlock_is_told_as_busy_and_leaves_nothing(platform):
    together = threading.Barrier(2, timeout=10)

    def both(first, second):
        with platform.store.write() as connection:
            locks.hold(connection, locks.named(first))
            connection.execute(meta.insert().values(key=first, value=""))
            together.wait()
            locks.hold(connection, locks.named(second))

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(both, "a", "b"), pool.submit(both, "b", "a")]
        problems = [problem for end in ends if (problem := end.exception(20)) is not None]
    assert [problem.code for problem in problems] == [Code.PLATFORM_BUSY]
    with platform.store.read() as connection:
        left = connection.scalars(sa.select(meta.c.key).where(meta.c.key.in_(["a", "b"]))).all()
    assert len(left) == 1


def test_what_waits_too_long_is_told_as_busy(platform, monkeypatch):
    def wait():
        with platform.store.write() as waiting:
            waiting.exec_driver_sql("SET LOCAL lock_timeout = 20")
            locks.hold(waiting, locks.named("a"))

    with platform.store.write() as holding:
        locks.hold(holding, locks.named("a"))
        with pytest.raises(EnvironmentProblem) as caught:
            wait()
        assert caught.value.code is Code.PLATFORM_BUSY
        noted = []
        platform.store.note(lambda connection: noted.append(locks.hold(connection, locks.named("a"))))
        assert noted == []


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("40001", Code.PLATFORM_BUSY),
        ("53300", Code.PLATFORM_BUSY),
        ("53100", Code.DISK_FULL),
        ("57P01", Code.PLATFORM_BUSY),
        ("XX001", Code.STORE_DAMAGED),
        ("28P01", Code.SETTINGS_INVALID),
        ("42501", Code.SETTINGS_INVALID),
    ],
)
def test_errors_of_the_server_have_names(platform, state, code):
    raising = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(EnvironmentProblem) as caught, platform.store.write() as connection:
        connection.exec_driver_sql(raising)
    assert caught.value.code is code


def test_text_that_no_column_takes_is_refused(platform):
    with pytest.raises(Refused, match="request_invalid"), platform.store.write() as connection:
        connection.execute(meta.insert().values(key="a\0b", value=""))


def test_a_violated_constraint_stays_what_it_is(platform):
    with pytest.raises(sa.exc.IntegrityError), platform.store.write() as connection:
        connection.execute(meta.insert().values(key="generation", value=""))


def test_more_threads_than_connections_wait_for_one(home, clock):
    with contextlib.closing(Store(*home, connections=2)) as store, ThreadPoolExecutor(12) as pool:

        def count(_number):
            with store.read() as connection:
                connection.exec_driver_sql("SELECT pg_sleep(0.01)")
                return connection.scalar(sa.select(sa.func.count()).select_from(holders))

        assert list(pool.map(count, range(24))) == [0] * 24


# --- a server that goes and comes back ---


@pytest.fixture(scope="module")
def mortal():
    """A server that may be stopped without harm to other tests."""
    with contextlib.closing(PostgresServer()) as server:
        yield server


@pytest.mark.usefixtures("on")
def test_the_process_survives_its_servers_restart(mortal, tmp_path, clock, monkeypatch):
    """By trying a connection that has idled; one that was in use just then is told as busy, and then all are made anew."""
    monkeypatch.setattr(store_postgres, "_IDLE_NS", 0)
    with mortal.database() as url, opened_platform(tmp_path, clock, database=url) as platform:
        station = FieldStation(platform, ["counter"])
        first = station.act(StaffSignedIn())
        assert station.say(first).status is OutcomeStatus.ACCEPTED
        mortal.restart()
        assert station.say(station.act(StaffSignedIn())).status is OutcomeStatus.ACCEPTED
        monkeypatch.setattr(store_postgres, "_IDLE_NS", 10**12)
        mortal.restart()
        with pytest.raises(EnvironmentProblem, match="platform_busy"):
            platform.authenticate(station.token)
        assert platform.authenticate(station.token).roles == {"counter"}
        mortal.stop(hard=True)
        with pytest.raises(EnvironmentProblem) as caught:
            station.say(station.act(StaffSignedIn()))
        assert caught.value.code is Code.PLATFORM_BUSY
        with pytest.raises(EnvironmentProblem, match="platform_busy"):
            platform.authenticate(station.token)
        mortal.start()
        assert station.say(first).status is OutcomeStatus.ACCEPTED


def test_a_transaction_whose_connection_breaks_is_told_as_busy(platform):
    def broken_off():
        with platform.store.write() as connection:
            own = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            with platform.store.write() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({own})")
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(EnvironmentProblem) as caught:
        broken_off()
    assert caught.value.code is Code.PLATFORM_BUSY
    with platform.store.write() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1


@pytest.mark.usefixtures("on")
def test_the_tests_server_is_no_roots_and_ends_with_us(postgres):
    with psycopg.connect(postgres.url("postgres")) as connection:
        own = connection.execute("SELECT pg_backend_pid()").fetchone()[0]
    assert name_of(postgres.url("x")) == "x"
    owner = subprocess.run(["ps", "-o", "user=", "-p", str(own)], capture_output=True, text=True, check=False).stdout.strip()
    assert owner in ("postgres", "")
    assert store_postgres.shown(store_postgres.url_of("postgresql://u:p@h/d?x=y")) == "postgresql://u:***@h/d"
