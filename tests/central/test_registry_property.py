"""Whatever is done to cards, in whatever order: a person never has two of a one-per-person kind, what was replaced stays dead,
and history, registry and feed say the same."""

import random

import pytest

from central import audit, feed
from central.registry import replacing, states
from domain.card_states import CardAct
from domain.cards import CardState
from domain.wire import CardRow
from tests.central.field import FieldStation, a_medium, a_person
from tests.central.registry_rig import bound, changed, digest, replaced, unbound

PEOPLE = [a_person(number, facts=("resident", "lives_here", "disability")) for number in (1, 2)]
MEDIA = range(1, 8)
ACTS = [*(act for act in CardAct if act is not CardAct.ISSUE), *[CardAct.LOST, CardAct.FOUND, CardAct.LIFT] * 5]
"""Those that bring a card back to life come often: they are what could break the rules."""
STEPS = 120


def step(chance, station):
    """One act that a counter might take down, sensible or not."""
    number, other = chance.sample(MEDIA, 2)
    what = chance.randrange(9)
    if what in (0, 3, 4):
        return station.issue(chance.choice(PEOPLE), a_medium(number), chance.choice(["senior", "love", "love_companion"]))
    if what == 1:
        return replaced(station, number, other, chance.choice(["lost", "broken"]))
    if what == 2:
        return bound(station, number, via=other) if chance.random() < 0.5 else unbound(station, number)
    return changed(station, number, chance.choice(ACTS))


def told(platform):
    with platform.store.read() as connection:
        page = feed.page(
            connection,
            roles=frozenset({"counter"}),
            generation=platform.generation,
            claimed="",
            cursor="",
            limit=1_000,
            now_ms=0,
        )
    return {row.medium: (row.state, row.holder) for row in page.rows if isinstance(row, CardRow)}


def check(platform):
    found = audit.facts(platform.store.engine).cards
    assert told(platform) == {medium: (fact.state, fact.holder) for medium, fact in found.items()}
    main = [fact.holder for medium, fact in found.items() if usable_of_its_own(platform, medium, fact)]
    assert len(main) == len(set(main))
    with platform.store.read() as connection:
        for medium, fact in found.items():
            *earlier, last = replacing.chain(connection, medium)
            assert last == medium or not CardState(fact.state).usable
            assert all(not CardState(found[old].state).usable for old in earlier)
            newest = states.history(connection, medium, 1)
            assert not newest or fact.state == newest[0].to_state.value


def usable_of_its_own(platform, medium, fact):
    """A usable card of the group of which a person has one."""
    if not CardState(fact.state).usable or fact.card_kind not in ("senior", "love"):
        return False
    with platform.store.read() as connection:
        return states.locked(connection, medium).origin != "bound"


@pytest.mark.parametrize("seed", range(2))
def test_nothing_done_to_cards_breaks_the_rules(platform, clock, seed):
    chance = random.Random(seed)
    counters = [FieldStation(platform, ["counter"]) for _ in range(2)]
    for number in range(STEPS):
        clock.advance(30)
        station = chance.choice(counters)
        station.say(step(chance, station))
        if number % 10 == 9:
            check(platform)
    assert len(told(platform)) > 3
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    assert digest(platform, 1) in told(platform)
