"""The table of a card's life."""

import pytest

from domain.card_states import MOVES, CardAct, act_towards, target
from domain.cards import CardState
from domain.errors import Code, Refused

FINAL = CardState.RETURNED


def refused(act, state):
    with pytest.raises(Refused) as refusal:
        target(act, state)
    return refusal.value.code


def test_there_is_a_move_for_every_act():
    assert set(MOVES) == set(CardAct)


def test_nothing_leads_out_of_returned():
    assert [act for act, move in MOVES.items() if FINAL in move.of] == []
    for act in set(CardAct) - {CardAct.RETURN}:
        assert refused(act, FINAL) is Code.CARD_STATE
    assert target(CardAct.RETURN, FINAL) is FINAL


def test_every_other_state_can_end_and_every_blocked_one_leads_back():
    for state in set(CardState) - {FINAL}:
        assert target(CardAct.RETURN, state) is FINAL
    assert target(CardAct.LIFT, CardState.SUSPENDED) is CardState.ACTIVE
    assert target(CardAct.RENEW, CardState.EXPIRED) is CardState.ACTIVE


@pytest.mark.parametrize("before", [CardState.ACTIVE, CardState.SUSPENDED, CardState.EXPIRED, CardState.STOCK])
def test_what_is_found_is_what_it_was(before):
    assert target(CardAct.LOST, before) is CardState.LOST
    assert target(CardAct.FOUND, CardState.LOST, before) is before


def test_the_same_again_leads_nowhere_else():
    assert target(CardAct.LOST, CardState.LOST) is CardState.LOST
    assert target(CardAct.SUSPEND, CardState.SUSPENDED) is CardState.SUSPENDED
    assert refused(CardAct.ISSUE, CardState.ACTIVE) is Code.CARD_STATE
    assert refused(CardAct.FOUND, CardState.ACTIVE) is Code.CARD_STATE


def test_a_suspension_is_not_lifted_by_losing_and_finding():
    assert refused(CardAct.LIFT, CardState.LOST) is Code.CARD_STATE


@pytest.mark.parametrize(
    ("state", "wanted", "act"),
    [
        (CardState.ACTIVE, CardState.LOST, CardAct.LOST),
        (CardState.LOST, CardState.ACTIVE, CardAct.FOUND),
        (CardState.SUSPENDED, CardState.ACTIVE, CardAct.LIFT),
        (CardState.EXPIRED, CardState.ACTIVE, CardAct.RENEW),
        (CardState.ACTIVE, CardState.RETURNED, CardAct.RETURN),
    ],
)
def test_the_act_that_leads_there(state, wanted, act):
    assert act_towards(state, wanted) is act


def test_no_act_leads_out_of_returned():
    with pytest.raises(Refused):
        act_towards(FINAL, CardState.ACTIVE)


def test_only_a_supervisor_undoes_or_suspends():
    supervisor = {act for act, move in MOVES.items() if move.roles == {"supervisor"}}
    assert supervisor == {CardAct.UNDO_LOST, CardAct.SUSPEND, CardAct.LIFT, CardAct.EXPIRE}
