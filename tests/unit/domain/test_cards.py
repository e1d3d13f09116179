import pytest

from domain.cards import CardState

USABLE = {CardState.PROVISIONAL, CardState.ISSUED, CardState.ACTIVE}


@pytest.mark.parametrize("state", CardState)
def test_a_card_is_never_both_usable_and_blocked(state: CardState) -> None:
    assert not (state.usable and state.blocked)


@pytest.mark.parametrize("state", CardState)
def test_which_cards_services_accept(state: CardState) -> None:
    assert state.usable == (state in USABLE)


def test_a_card_in_stock_is_neither() -> None:
    assert [state for state in CardState if not state.usable and not state.blocked] == [CardState.STOCK]


@pytest.mark.parametrize("state", [CardState.LOST, CardState.SUSPENDED, CardState.RETURNED, CardState.EXPIRED])
def test_which_cards_are_refused_everywhere(state: CardState) -> None:
    assert state.blocked
