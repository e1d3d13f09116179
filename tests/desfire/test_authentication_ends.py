"""An authentication that failed or broke off leaves no session: nothing goes in plain or under the old keys after it."""

from collections.abc import Callable

import pytest

from domain import purse_layout as layout
from domain.errors import Bug, CityCardError, Code, EnvironmentProblem, Refused
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.iso7816 import SmartCard
from tests.desfire.field import Field, key, purse_card

FIRST, NEXT, CONTINUE = 0x71, 0x77, 0xAF

AFTERWARDS: list[Callable[[DesfireCard], object]] = [
    lambda card: card.files(),
    lambda card: card.file_settings(layout.VALUE_FILE),
    lambda card: card.value(layout.VALUE_FILE, CommMode.PLAIN),
    lambda card: card.value(layout.VALUE_FILE, CommMode.MAC),
    lambda card: card.commit(),
    lambda card: card.authenticate_next(layout.PAYMENT_KEY, key(layout.PAYMENT_KEY)),
]


def in_session(field: Field) -> DesfireCard:
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    return card


def again(card: DesfireCard, first: bool, secret: bytes) -> None:
    (card.authenticate_first if first else card.authenticate_next)(layout.PAYMENT_KEY, secret)


def require_over(card: DesfireCard, field: Field, problem: CityCardError) -> None:
    sent = len(field.sent)
    for command in AFTERWARDS:
        with pytest.raises(CityCardError) as raised:
            command(card)
        assert raised.value is problem
    assert len(field.sent) == sent
    field.lay_back()
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    assert card.value(layout.VALUE_FILE, CommMode.MAC) == 0


@pytest.mark.parametrize("first", [True, False])
def test_after_a_wrong_key(first: bool) -> None:
    field = Field(purse_card())
    card = in_session(field)
    with pytest.raises(Refused) as raised:
        again(card, first, bytes(16))
    assert raised.value.code is Code.PURSE_KEY_WRONG
    require_over(card, field, raised.value)


@pytest.mark.parametrize("first", [True, False])
def test_after_a_card_that_has_not_shown_its_key(first: bool) -> None:
    field = Field(purse_card())
    card = in_session(field)
    field.tamper = lambda command, response: bytes(len(response) - 2) + b"\x91\x00" if command[1] == CONTINUE else response
    with pytest.raises(Refused) as raised:
        again(card, first, key(layout.PAYMENT_KEY))
    assert raised.value.code is Code.PURSE_ALTERED
    field.tamper = lambda _command, response: response
    require_over(card, field, raised.value)


@pytest.mark.parametrize("answer", ["91AE", "9140", "6F00", "00" * 15 + "91AF"])
@pytest.mark.parametrize("first", [True, False])
def test_after_a_challenge_that_is_none(first: bool, answer: str) -> None:
    field = Field(purse_card())
    card = in_session(field)
    field.tamper = lambda command, response: bytes.fromhex(answer) if command[1] in (FIRST, NEXT) else response
    with pytest.raises(Refused) as raised:
        again(card, first, key(layout.PAYMENT_KEY))
    field.tamper = lambda _command, response: response
    require_over(card, field, raised.value)


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("command", [0, 1])
@pytest.mark.parametrize("first", [True, False])
def test_after_a_card_that_left_meanwhile(first: bool, command: int, after: bool) -> None:
    field = Field(purse_card())
    card = in_session(field)
    field.tear(command, after=after)
    with pytest.raises(EnvironmentProblem) as raised:
        again(card, first, key(layout.PAYMENT_KEY))
    require_over(card, field, raised.value)


def test_a_second_authentication_without_a_first_is_not_sent() -> None:
    field = Field(purse_card())
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    sent = len(field.sent)
    with pytest.raises(Bug):
        card.authenticate_next(layout.LOAD_KEY, key(layout.LOAD_KEY))
    assert len(field.sent) == sent
