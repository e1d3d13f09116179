"""A card that somebody prepared before it came to the personalising desk never leaves it as a purse."""

import pytest

from domain import purse_layout as layout
from domain.errors import Code, Refused
from reader_drivers.card_apps.desfire.card import CARD_LEVEL, DesfireCard
from reader_drivers.card_apps.desfire.files import Access
from reader_drivers.card_apps.desfire.personalise import NotOurs, personalise
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.virtual_desfire import VirtualDesfire
from tests.desfire.field import OTHER_UID, UID, Field, blank_card, card_keys, key, purse_card

BLANK = bytes(16)
STOLEN = b"stolen stolen !!"
WORKING_KEYS = (layout.LOAD_KEY, layout.PAYMENT_KEY, layout.READ_KEY)
CHANGE_KEY, CREATE_VALUE = 0xC4, 0xCC


def native(field: Field) -> DesfireCard:
    return DesfireCard(SmartCard(field))


def prepared(field: Field) -> DesfireCard:
    """The purse's application, made by anybody, with its master key proven."""
    card = native(field)
    card.select(CARD_LEVEL)
    card.create_application(layout.AID, 0x0B, layout.KEY_COUNT)
    card.select(layout.AID)
    card.authenticate_first(layout.MASTER_KEY, BLANK)
    return card


def require_untouched(field: Field, master: bytes) -> None:
    """Refused as foreign, every byte of the card as it was: no file, and the master key that it had."""
    assert isinstance(field.card, VirtualDesfire)
    field.lay_back()
    before = field.card.export()
    with pytest.raises(NotOurs) as refusal:
        personalise(field, uid=UID, keys=card_keys())
    assert refusal.value.reason == "foreign"
    field.lay_back()
    assert field.card.export() == before
    card = native(field)
    card.select(layout.AID)
    card.authenticate_first(layout.MASTER_KEY, master)
    assert card.files() == []


@pytest.mark.parametrize("version", [0, layout.KEY_VERSION, 7])
@pytest.mark.parametrize("number", WORKING_KEYS)
def test_a_key_that_is_neither_blank_nor_ours_is_found_whatever_version_it_claims(number: int, version: int) -> None:
    field = Field(blank_card())
    prepared(field).change_other_key(number, STOLEN, BLANK, version)
    require_untouched(field, BLANK)


@pytest.mark.parametrize("number", WORKING_KEYS)
def test_a_blank_key_that_claims_to_be_ours_is_found(number: int) -> None:
    field = Field(blank_card())
    prepared(field).change_other_key(number, BLANK, BLANK, layout.KEY_VERSION)
    require_untouched(field, BLANK)


@pytest.mark.parametrize("version", [0, layout.KEY_VERSION, 7])
def test_a_master_key_that_is_neither_blank_nor_ours_is_found(version: int) -> None:
    field = Field(blank_card())
    prepared(field).change_own_key(layout.MASTER_KEY, STOLEN, version)
    require_untouched(field, STOLEN)


@pytest.mark.parametrize("number", WORKING_KEYS)
def test_under_our_master_key_too_no_file_is_made_before_every_key_has_proven_to_be_ours(number: int) -> None:
    field = Field(blank_card())
    card = prepared(field)
    for other in WORKING_KEYS:
        card.change_other_key(other, STOLEN if other == number else key(other), BLANK, layout.KEY_VERSION)
    card.change_own_key(layout.MASTER_KEY, key(layout.MASTER_KEY), layout.KEY_VERSION)
    require_untouched(field, key(layout.MASTER_KEY))


def test_a_prepared_transaction_mac_file_leaves_the_card_without_a_value_file() -> None:
    field = Field(blank_card())
    card = prepared(field)
    for number in WORKING_KEYS:
        card.change_other_key(number, key(number), BLANK, layout.KEY_VERSION)
    card.change_own_key(layout.MASTER_KEY, key(layout.MASTER_KEY), layout.KEY_VERSION)
    card.authenticate_first(layout.MASTER_KEY, key(layout.MASTER_KEY))
    access = Access(layout.LOAD_KEY, 0xF, 0xF, layout.LOAD_KEY)
    card.create_transaction_mac_file(layout.TRANSACTION_MAC_FILE, CommMode.MAC, access, STOLEN, 1)
    with pytest.raises(NotOurs):
        personalise(field, uid=UID, keys=card_keys())
    card.select(layout.AID)
    assert card.files() == [layout.TRANSACTION_MAC_FILE]


def test_a_file_that_no_purse_has_is_foreign() -> None:
    field = Field(purse_card())
    card = native(field)
    card.select(layout.AID)
    card.authenticate_first(layout.MASTER_KEY, key(layout.MASTER_KEY))
    card.create_standard_file(7, CommMode.MAC, Access(0, 0, 0, 0), 32)
    with pytest.raises(NotOurs):
        personalise(field, uid=UID, keys=card_keys())


def test_the_value_file_is_made_last() -> None:
    field = Field(blank_card())
    personalise(field, uid=UID, keys=card_keys())
    created = [command[1] for command in field.sent if command[1] in (0xCB, 0xC0, 0xCE, CREATE_VALUE)]
    assert len(created) == 4
    assert created[-1] == CREATE_VALUE


def test_another_card_slipped_in_after_the_keys_gets_no_files() -> None:
    field, other = Field(blank_card()), Field(blank_card())
    prepared(other)

    def slip_in(command: bytes, response: bytes) -> bytes:
        if command[1] == CHANGE_KEY and command[5] == layout.MASTER_KEY:
            field.swap(other.card)
            native(field).select(layout.AID)
        return response

    field.tamper = slip_in
    with pytest.raises(Refused) as refusal:
        personalise(field, uid=UID, keys=card_keys())
    assert (refusal.value.code, isinstance(refusal.value, NotOurs)) == (Code.PURSE_ALTERED, False)
    card = native(other)
    card.select(layout.AID)
    assert card.files() == []


def test_a_card_under_the_keys_of_another_gets_no_files() -> None:
    field = Field(blank_card(OTHER_UID))
    card = prepared(field)
    for number in WORKING_KEYS:
        card.change_other_key(number, key(number), BLANK, layout.KEY_VERSION)
    card.change_own_key(layout.MASTER_KEY, key(layout.MASTER_KEY), layout.KEY_VERSION)
    with pytest.raises(Refused) as refusal:
        personalise(field, uid=UID, keys=card_keys())
    assert refusal.value.code is Code.CARD_SWAPPED
    card.select(layout.AID)
    assert card.files() == []
