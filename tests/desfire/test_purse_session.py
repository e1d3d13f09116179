"""What a session of the purse refuses to do twice, and what it makes of a card that does not tell everything."""

from uuid import uuid4

import pytest

from domain import purse_layout as layout
from domain.errors import Bug, Code, Refused
from domain.loads import LoadOrder
from domain.ports import PurseSession
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.status import CardRefused
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.purses.desfire import DesfirePurse
from reader_drivers.virtual_desfire import VirtualDesfire
from tests.desfire.field import UID, Field, key, purse_card

READ_RECORDS, CLEAR_RECORDS = 0xBB, 0xEB
LOG_EMPTY = bytes([layout.LOG_FILE])


def order(seq: int = 1) -> LoadOrder:
    return LoadOrder(load=uuid4(), amount_ntd=200, seq=seq, station="st-abcdefgh", at_ms=1_795_000_000_000)


def opened(field: Field) -> PurseSession:
    return DesfirePurse().open(field, uid=UID, secret=key(layout.LOAD_KEY))


def loaded(field: Field, what: LoadOrder) -> PurseSession:
    session = opened(field)
    session.prepare(what)
    session.commit()
    return session


@pytest.mark.parametrize("seq", [0, 2, 3])
def test_a_load_out_of_turn_is_not_written(seq: int) -> None:
    field = Field(purse_card())
    session = opened(field)
    session.read()
    sent = len(field.sent)
    with pytest.raises(Bug):
        session.prepare(order(seq))
    assert len(field.sent) == sent


def test_a_second_commit_is_not_sent() -> None:
    field = Field(purse_card())
    session = loaded(field, order())
    for again in (lambda: None, session.read):
        again()
        sent = len(field.sent)
        with pytest.raises(Bug):
            session.commit()
        assert len(field.sent) == sent


def test_after_a_commit_the_card_is_read_anew() -> None:
    field = Field(purse_card())
    first = order()
    session = loaded(field, first)
    with pytest.raises(Refused) as refusal:
        session.prepare(first)
    assert refusal.value.code is Code.LOAD_DECIDED
    session.prepare(order(seq=2))
    assert session.commit().value_ntd == 400
    assert isinstance(field.card, VirtualDesfire)
    assert field.card.committed_value(layout.AID, layout.VALUE_FILE) == 400


def emptied_log(field: Field) -> None:
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    card._native.command(CLEAR_RECORDS, LOG_EMPTY)
    card.commit()
    field.lay_back()


def test_a_load_is_told_by_a_card_whose_log_was_emptied() -> None:
    field = Field(purse_card())
    what = order()
    loaded(field, what)
    field.lay_back()
    emptied_log(field)
    session = opened(field)
    for _ in range(2):
        held = session.read()
        assert (held.value_ntd, held.last_load, held.seq) == (200, what.load, 1)
        assert held.proof is not None
        assert (held.proof.by, held.proof.at_ms, held.proof.tmc) == ("card", 0, 2)
    session.prepare(order(seq=2))
    assert session.commit().value_ntd == 400


def test_a_log_that_may_not_be_read_is_no_empty_log() -> None:
    field = Field(purse_card())
    loaded(field, order())
    field.lay_back()
    session = opened(field)
    field.tamper = lambda command, response: bytes.fromhex("919D") if command[1] == READ_RECORDS else response
    with pytest.raises(CardRefused) as refusal:
        session.read()
    assert refusal.value.code is Code.CARD_REJECTED
