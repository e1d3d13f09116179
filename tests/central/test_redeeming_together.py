"""Redemptions by another system while somebody else acts on the same card: nothing twice, nothing for a card that is gone."""

import threading
import time
from functools import partial
from uuid import uuid4

import pytest
import sqlalchemy as sa

from central import audit, locks, points
from central.registry import replacing
from central.registry.replacing import Replacement
from central.registry.states import Change
from domain.card_states import CardAct
from domain.errors import Code
from domain.wire_money import RedemptionRequest
from tests.central.field import a_medium, give, import_person
from tests.central.office import ask
from tests.central.registry_rig import digest
from tests.central.test_parallel import at_once
from tests.central.test_spending import TAXI, named
from tests.postgres_rig import ON_POSTGRES


@pytest.fixture
def holder(platform):
    holder = import_person(platform, 1)
    give(platform, holder, 100)
    return holder


def a_wish(platform, amount=30):
    person = named(platform, birthday="0105")
    return RedemptionRequest(
        op_id=uuid4(), person=person, purse="account", point_kind="health", points=amount, amount_ntd=amount
    )


def waiting(platform, number):
    with platform.store.read() as connection:
        return points.waiting_ntd(connection, digest(platform, number))


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_the_same_redemption_at_once_gets_the_same_answer(platform, holder):
    wish = a_wish(platform)
    answers = at_once([partial(ask, platform, TAXI, "/v1/redemptions", wish)] * 8)
    assert [answer.waiting_ntd for answer in answers] == [30] * 8
    assert waiting(platform, 1) == 30
    assert sound(platform)


def replace(platform, connection):
    by = Change(op_id=uuid4(), act=CardAct.LOST, reason="lost", who="clerk-1", station=None, at_ms=platform.now_ms())
    new = Replacement(medium=digest(platform, 2), uid=a_medium(2).value, carrier="easycard", reason="lost", fee_ntd=0)
    replacing.replace(connection, platform.authority, digest(platform, 1), new, by=by, now_ms=platform.now_ms())


@ON_POSTGRES
def test_a_card_that_is_replaced_meanwhile_takes_no_value(platform, holder):
    found = []
    begun = threading.Thread(
        target=lambda: found.extend(at_once([partial(ask, platform, TAXI, "/v1/redemptions", a_wish(platform))]))
    )
    with platform.store.write() as connection:
        locks.hold(connection, locks.holder(holder))
        begun.start()
        waits = sa.text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        for _ in range(200):
            if connection.scalar(waits):
                break
            time.sleep(0.01)
        replace(platform, connection)
    begun.join(30)
    assert (waiting(platform, 1), waiting(platform, 2)) == (0, 0)
    assert found[0].code is Code.CARD_BLOCKED
    assert sound(platform)
