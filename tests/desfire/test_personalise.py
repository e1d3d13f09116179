"""A blank card becomes the programme's purse, however often it is torn away meanwhile."""

from contextlib import suppress

import msgspec
import pytest

from domain import purse_layout as layout
from domain.errors import Code, EnvironmentProblem, Refused
from reader_drivers.card_apps.desfire.card import CARD_LEVEL, DesfireCard
from reader_drivers.card_apps.desfire.files import Access
from reader_drivers.card_apps.desfire.personalise import NotOurs, Step, personalise
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.purses.desfire import DesfirePurse
from tests.desfire.field import LIMIT_NTD, OTHER_UID, UID, Field, blank_card, card_keys, key, purse_card

EVERY_STEP = [Step.APPLICATION, Step.KEYS, Step.FILES]


def run(field: Field) -> list[Step]:
    return personalise(field, uid=UID, keys=card_keys()).steps


def native(field: Field) -> DesfireCard:
    return DesfireCard(SmartCard(field))


def require_ready(field: Field) -> None:
    field.lay_back()
    assert run(field) == []
    held = DesfirePurse().open(field, uid=UID, secret=key(layout.LOAD_KEY)).read()
    assert (held.value_ntd, held.limit_ntd, held.seq) == (0, LIMIT_NTD, 0)
    card = native(field)
    card.select(layout.AID)
    assert sorted(card.files()) == sorted([layout.VALUE_FILE, layout.BACKUP_FILE, layout.LOG_FILE, layout.TRANSACTION_MAC_FILE])
    assert {card.key_version(number) for number in range(layout.KEY_COUNT)} == {layout.KEY_VERSION}


def test_a_blank_card_becomes_a_purse() -> None:
    field = Field(blank_card())
    assert run(field) == EVERY_STEP
    require_ready(field)


def test_a_card_that_is_ready_stays_as_it_is_and_keeps_its_value() -> None:
    field = Field(purse_card())
    card = native(field)
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    card.credit(layout.VALUE_FILE, CommMode.MAC, 300)
    card.commit()
    field.lay_back()
    done = personalise(field, uid=UID, keys=card_keys())
    assert (done.steps, done.value_ntd, done.limit_ntd) == ([], 300, LIMIT_NTD)


def test_a_limit_that_has_changed_since_leaves_the_card_its_own() -> None:
    done = personalise(Field(purse_card(limit_ntd=5_000)), uid=UID, keys=card_keys(limit_ntd=9_000))
    assert (done.steps, done.limit_ntd) == ([], 5_000)


@pytest.mark.parametrize("after", [False, True])
def test_torn_at_every_command_it_goes_on_where_it_stopped(after: bool) -> None:
    whole = Field(blank_card())
    run(whole)
    for number in range(len(whole.sent)):
        field = Field(blank_card())
        field.tear(number, after=after)
        with pytest.raises(EnvironmentProblem) as problem:
            run(field)
        assert problem.value.code is Code.CARD_REMOVED
        field.lay_back()
        run(field)
        require_ready(field)


def test_torn_twice_it_still_ends_the_same() -> None:
    whole = Field(blank_card())
    run(whole)
    for first in range(0, len(whole.sent), 5):
        for second in range(0, len(whole.sent), 7):
            field = Field(blank_card())
            for number in (first, second):
                field.tear(number, after=True)
                with suppress(EnvironmentProblem):
                    run(field)
                field.lay_back()
            run(field)
            require_ready(field)


def test_no_file_ever_stands_under_a_key_that_everybody_knows() -> None:
    whole = Field(blank_card())
    run(whole)
    for number in range(len(whole.sent)):
        field = Field(blank_card())
        field.tear(number, after=True)
        with pytest.raises(EnvironmentProblem):
            run(field)
        field.lay_back()
        card = native(field)
        try:
            card.select(layout.AID)
        except Refused:
            continue
        if card.files():
            for key_number in range(layout.KEY_COUNT):
                with pytest.raises(Refused):
                    card.authenticate_first(key_number, bytes(16))
                card.select(layout.AID)


def require_foreign(field: Field, reason: str = "foreign") -> None:
    with pytest.raises(NotOurs) as refusal:
        run(field)
    assert refusal.value.reason == reason


def test_another_programmes_card_is_left_alone() -> None:
    field = Field(blank_card())
    personalise(field, uid=UID, keys=card_keys(programme="elsewhere"))
    require_foreign(field)
    field.lay_back()
    assert personalise(field, uid=UID, keys=card_keys(programme="elsewhere")).steps == []


@pytest.mark.parametrize(("settings", "keys"), [(0x0F, 4), (0x0B, 3), (0x09, 4)])
def test_an_application_of_another_make_is_left_alone(settings: int, keys: int) -> None:
    field = Field(blank_card())
    card = native(field)
    card.select(CARD_LEVEL)
    card.create_application(layout.AID, settings, keys)
    require_foreign(field)


def test_value_that_somebody_put_under_the_blank_key_does_not_become_ours() -> None:
    field = Field(blank_card())
    card = native(field)
    card.select(CARD_LEVEL)
    card.create_application(layout.AID, 0x0B, layout.KEY_COUNT)
    card.select(layout.AID)
    card.authenticate_first(0, bytes(16))
    access = Access(layout.PAYMENT_KEY, 0xF, layout.LOAD_KEY, layout.MASTER_KEY)
    card.create_value_file(layout.VALUE_FILE, CommMode.MAC, access, upper=LIMIT_NTD, free_get_value=True)
    require_foreign(field)


@pytest.mark.parametrize("number", [layout.LOAD_KEY, layout.PAYMENT_KEY, layout.READ_KEY])
def test_a_key_that_somebody_changed_between_two_runs_is_found_out(number: int) -> None:
    field = Field(blank_card())
    card = native(field)
    card.select(CARD_LEVEL)
    card.create_application(layout.AID, 0x0B, layout.KEY_COUNT)
    card.select(layout.AID)
    card.authenticate_first(0, bytes(16))
    card.change_other_key(number, b"stolen stolen !!", bytes(16), layout.KEY_VERSION)
    require_foreign(field)


def test_a_file_of_another_kind_is_left_alone() -> None:
    field = Field(blank_card())
    whole = Field(blank_card())
    run(whole)
    creates = next(number for number, command in enumerate(whole.sent) if command[1] == 0xCC)
    field.tear(creates, after=False)
    with pytest.raises(EnvironmentProblem):
        run(field)
    field.lay_back()
    card = native(field)
    card.select(layout.AID)
    card.authenticate_first(0, key(layout.MASTER_KEY))
    card.create_standard_file(layout.VALUE_FILE, CommMode.MAC, Access(0, 0, 0, 0), 32)
    require_foreign(field)


def test_the_keys_of_another_card_are_never_written() -> None:
    field = Field(blank_card(OTHER_UID))
    with pytest.raises(Refused) as refusal:
        run(field)
    assert refusal.value.code is Code.CARD_SWAPPED
    card = native(field)
    card.select(layout.AID)
    assert card.key_version(layout.LOAD_KEY) == 0


class Other:
    """Something else with contacts."""

    def __init__(self, response: bytes) -> None:
        self._response = response

    def transmit(self, command: bytes) -> bytes:
        return self._response


def test_what_is_no_desfire_is_named() -> None:
    for response in ("6E00", "6A82", "911C"):
        with pytest.raises(NotOurs) as refusal:
            personalise(Other(bytes.fromhex(response)), uid=UID, keys=card_keys())
        assert refusal.value.reason == "not_desfire"


def test_an_ev1_is_too_old() -> None:
    field = Field(blank_card())
    field.tamper = lambda command, response: bytes.fromhex("04010101001A059100") if command[1] == 0x60 else response
    require_foreign(field, "too_old")


@pytest.mark.parametrize(("status", "reason"), [("919D", "locked"), ("91AE", "locked"), ("910E", "full"), ("91CE", "full")])
def test_a_card_that_takes_no_application_says_why(status: str, reason: str) -> None:
    field = Field(blank_card())
    field.tamper = lambda command, response: bytes.fromhex(status) if command[1] == 0xCA else response
    require_foreign(field, reason)


@pytest.mark.parametrize(
    "wrong",
    [
        {"keys": [bytes(16)] * 3},
        {"keys": [bytes(15)] * 4},
        {"key_version": 0},
        {"key_version": 256},
        {"transaction_mac_key": b""},
        {"limit_ntd": 0},
        {"limit_ntd": 1 << 31},
    ],
)
def test_keys_that_are_none_never_reach_a_card(wrong: dict[str, object]) -> None:
    field = Field(blank_card())
    with pytest.raises(Refused) as refusal:
        personalise(field, uid=UID, keys=msgspec.structs.replace(card_keys(), **wrong))
    assert refusal.value.code is Code.REQUEST_INVALID
    assert field.sent == []
