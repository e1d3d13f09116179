"""A database of schema 0002, with loads in every state, keeps its figures through every later migration and goes on."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from central import audit, keys, store
from central.platform import Platform
from central.schema import attendance, loads
from citycard_app.demo_programme import demo_programme
from domain.errors import Code, Refused
from domain.loads import LoadState
from domain.wire import OutcomeStatus
from tests.central.field import a_medium, import_person
from tests.central.load_rig import LoadStation, balance, points_left, read_back

BEFORE = Path(__file__).parents[1] / "data" / "stores" / "central_0002"


@pytest.fixture
def old(tmp_path, clock):
    """The platform of a directory that schema 0002 left, a week later."""
    directory = tmp_path / "old"
    directory.mkdir()
    with contextlib.closing(sqlite3.connect(directory / store.FILE)) as connection:
        connection.executescript((BEFORE / "central.sql").read_text("utf-8"))
    shutil.copy(BEFORE / "central-keys.json", directory / keys.FILE)
    clock.advance(7 * 24 * 3600)
    with contextlib.closing(Platform.open(directory, demo_programme(), True, clock)) as platform:
        yield platform


def books(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return facts


def test_every_figure_is_kept(old):
    facts = books(old)
    assert sorted((load.state, load.points) for load in facts.loads.values()) == [
        (LoadState.AUTHORISED, 30),
        (LoadState.CONFIRMED, 50),
        (LoadState.VOIDED, 20),
    ]
    assert [points_left(old, number) for number in (1, 2, 4)] == [150, 70, 60]
    assert (balance(old, 4).waiting_ntd, points_left(old, 4, "ride")) == (50, 800)
    with pytest.raises(Refused) as caught:
        balance(old, 3)
    assert caught.value.code is Code.CARD_BLOCKED
    with old.store.read() as connection:
        stays = connection.execute(sa.select(attendance.c.in_ms, attendance.c.out_ms).order_by(attendance.c.in_ms)).all()
    assert [out - begun if out else None for begun, out in stays] == [7_200_000, None, None]


def test_an_open_load_of_before_is_decided_by_its_card(old):
    with old.store.read() as connection:
        load = connection.scalar(sa.select(loads.c.op_id).where(loads.c.state == "authorised"))
    counter = LoadStation(old, ["counter"])
    said = counter.say(counter.found(load, on_card=False, number=2, proof=read_back(0)))
    assert (said.status, said.result.state) == (OutcomeStatus.ACCEPTED, LoadState.VOIDED)
    assert points_left(old, 2) == 100
    books(old)


def test_people_and_points_of_before_go_on(old):
    counter = LoadStation(old, ["counter"])
    said = counter.say(counter.wish(a_medium(4), 40))
    assert (said.result.amount_ntd, said.result.refusal) == (40, None)
    assert (balance(old, 4).waiting_ntd, points_left(old, 4)) == (90, 20)
    assert import_person(old, 9)
    books(old)
