"""A database of schema 0010, with every part of the office's work in it, keeps its figures through every later migration."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from central import audit, keys, store
from central.access import record_reads
from central.money import budgets, upkeep
from central.platform import Platform
from central.schema import activity_waiting, applications, attendance, cards, draw_entries, roster, service_keys, staff_sessions
from citycard_app.demo_programme import demo_programme
from domain.loads import LoadState
from tests.central.application_rig import SOCIAL, TRANSPORT, Office
from tests.central.field import a_medium
from tests.central.load_rig import balance, points_left
from tests.central.settlement_rig import items, sent

BEFORE = Path(__file__).parents[1] / "data" / "stores" / "central_0010"


@pytest.fixture
def old(tmp_path, clock):
    """The platform of a directory that schema 0010 left, some minutes later."""
    directory = tmp_path / "old"
    directory.mkdir()
    with contextlib.closing(sqlite3.connect(directory / store.FILE)) as connection:
        connection.executescript((BEFORE / "central.sql").read_text("utf-8"))
    shutil.copy(BEFORE / "central-keys.json", directory / keys.FILE)
    clock.advance(600)
    with contextlib.closing(Platform.open(directory, demo_programme(), True, clock)) as platform:
        yield platform


def books(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return facts


def rows(platform, table):
    with platform.store.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table))


def test_it_is_of_schema_0010():
    text = (BEFORE / "central.sql").read_text("utf-8")
    assert "INSERT INTO \"alembic_version\" VALUES('0010')" in text


def test_every_figure_is_kept(old):
    facts = books(old)
    assert sorted((load.state, load.points) for load in facts.loads.values()) == [
        (LoadState.AUTHORISED, 30),
        (LoadState.CONFIRMED, 50),
        (LoadState.VOIDED, 20),
    ]
    assert [points_left(old, number) for number in (1, 2, 3, 4)] == [75, 100, 100, 120]
    assert [balance(old, number).waiting_ntd for number in (1, 2)] == [10, 0]
    with old.store.read() as connection:
        (budget,) = [one for one in budgets.listed(connection, "衛生局") if one.point_kind == "health"]
    assert (budget.granted, budget.left) == (1_000, 460)
    counted = [roster, activity_waiting, attendance, draw_entries, service_keys, staff_sessions, cards]
    assert [rows(old, table) for table in counted] == [1, 1, 2, 1, 1, 1, 4]


def test_what_was_under_way_goes_on(old):
    before = points_left(old, 2)
    done = upkeep.run(old.store, old.authority, old.now_ms())
    assert points_left(old, 2) == before + 15, done
    assert [amount for _, _, _, amount in items(sent(old))] == [10]
    office, (loved, _) = Office(old), _applications(old)
    office.decide(loved, SOCIAL, "approve")
    office.decide(loved, TRANSPORT, "approve")
    assert office.state(loved) == "approved"
    books(old)


def test_who_read_a_record_is_still_told(old):
    with old.store.read() as connection:
        medium = a_medium(1).digest(old.authority.keys.digest)
        holder = connection.scalar(sa.select(cards.c.holder).where(cards.c.medium == medium))
        told = record_reads.of_holder(connection, holder)
    assert [read.what for read in told] == ["registry", "uid"]
    assert told[0].reason == "示範"


def _applications(platform):
    with platform.store.read() as connection:
        return list(connection.scalars(sa.select(applications.c.application).order_by(applications.c.application)))
