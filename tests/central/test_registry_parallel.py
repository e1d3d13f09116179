"""Many stations at once: whatever the order, nobody comes by two cards of a one-per-person kind, and nothing is done twice."""

import threading
from collections import Counter
from uuid import uuid4

import pytest
import sqlalchemy as sa

from central import audit
from central.registry import replacing
from central.schema import card_history, card_replacements, holders
from domain.card_states import CardAct
from domain.wire import OutcomeStatus
from domain.wire_registry import CardChangeRequest
from tests.central.field import FieldStation, a_medium, a_person, give, import_person
from tests.central.office_rig import desk
from tests.central.registry_rig import bound, card, changed, digest, replaced, state

PERSON = a_person(1, facts=("resident", "lives_here", "disability"))
AT_ONCE = 4


@pytest.fixture
def counters(platform):
    return [FieldStation(platform, ["counter"]) for _ in range(AT_ONCE)]


def at_once(acts):
    """Carry them out in threads of their own, all beginning at the same moment; what they return, in their order."""
    ready, said, failed = threading.Barrier(len(acts)), [None] * len(acts), []

    def run(number, act):
        try:
            ready.wait(20)
            said[number] = act()
        except BaseException as problem:  # noqa: BLE001 (the top of a thread) hands it on
            failed.append(problem)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failed:
        raise failed[0]
    return said


def usable(platform):
    return [fact for fact in audit.facts(platform.store.engine).cards.values() if fact.state == "active"]


@pytest.mark.parametrize("kinds", [["senior"], ["senior", "love"]])
def test_one_person_at_many_counters_has_one_card(platform, counters, kinds):
    """Fault 41, and one holder however many counters take the person down at once."""
    events = [counter.issue(PERSON, a_medium(number), kinds[number % len(kinds)]) for number, counter in enumerate(counters, 1)]
    said = at_once([lambda pair=pair: pair[0].say(pair[1]) for pair in zip(counters, events, strict=True)])
    assert len(usable(platform)) == 1
    assert Counter(each.status for each in said)[OutcomeStatus.FLAGGED] >= AT_ONCE - 1
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(holders)) == 1


def test_one_medium_at_many_counters_is_one_persons(platform, counters):
    people = [a_person(number) for number in range(1, AT_ONCE + 1)]
    events = [counter.issue(person, a_medium(9)) for counter, person in zip(counters, people, strict=True)]
    said = at_once([lambda pair=pair: pair[0].say(pair[1]) for pair in zip(counters, events, strict=True)])
    assert Counter(each.status for each in said) == {OutcomeStatus.ACCEPTED: 1, OutcomeStatus.FLAGGED: AT_ONCE - 1}
    assert len(audit.facts(platform.store.engine).cards) == 1


def test_a_found_card_and_a_new_one_do_not_both_come_to_life(platform, counters):
    counters[0].say(counters[0].issue(PERSON, a_medium(1)), changed(counters[0], 1, CardAct.LOST))
    found, new = changed(counters[1], 1, CardAct.FOUND), counters[2].issue(PERSON, a_medium(2))
    at_once([lambda: counters[1].say(found), lambda: counters[2].say(new)])
    assert len(usable(platform)) == 1


def test_a_card_is_replaced_once_whoever_comes_first(platform, counters):
    give(platform, import_person(platform, 1), 100)
    counters[0].say(counters[0].wish(a_medium(1), 40))
    events = [replaced(counter, 1, number) for number, counter in enumerate(counters, 2)]
    said = at_once([lambda pair=pair: pair[0].say(pair[1]) for pair in zip(counters, events, strict=True)])
    assert Counter(each.status for each in said)[OutcomeStatus.ACCEPTED] == 1
    assert len(usable(platform)) == 1
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(card_replacements)) == 1
        assert len(replacing.chain(connection, digest(platform, 1))) == 2
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_a_medium_is_bound_by_one_of_two(platform, counters):
    owners = [import_person(platform, number) for number in (1, 2)]
    events = [bound(counter, 9, via=via) for counter, via in zip(counters, (1, 2), strict=False)]
    at_once([lambda pair=pair: pair[0].say(pair[1]) for pair in zip(counters, events, strict=False)])
    assert card(platform, 9).holder in owners
    assert len(audit.facts(platform.store.engine).cards) == 3


def test_one_request_many_times_at_once_is_carried_out_once(platform_server):
    platform = platform_server.platform
    import_person(platform, 1)
    clerk = desk(platform_server, ["clerk"])
    request = CardChangeRequest(
        op_id=uuid4(), medium=digest(platform, 1), digest_key=platform.authority.keys.digest_key_id, act=CardAct.LOST
    )
    answers = at_once([lambda: clerk.post("/v1/cards/change", request)] * AT_ONCE)
    assert [answer.status_code for answer in answers] == [200] * AT_ONCE
    assert len({answer.content for answer in answers}) == 1
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(card_history)) == 1
    assert state(platform, 1) == "lost"
