"""The purse's driver against the virtual card, which shares no code with it."""

from uuid import UUID, uuid4

import pytest

from domain import purse_layout as layout
from domain.errors import Code, EnvironmentProblem, Refused
from domain.loads import LoadOrder, PurseReading
from domain.ports import PurseSession
from domain.transaction_mac import verify
from reader_drivers.card_apps.desfire.card import CARD_LEVEL, DesfireCard
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.desfire.status import CardRefused, Status
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.purses.desfire import DesfirePurse
from reader_drivers.virtual_desfire import Moment, TearingCard
from tests.desfire.field import LIMIT_NTD, OTHER_UID, UID, Field, blank_card, card_keys, key, purse_card

COMMIT = 0xC7


def order(amount: int = 200, seq: int = 1, load: UUID | None = None) -> LoadOrder:
    return LoadOrder(load=load or uuid4(), amount_ntd=amount, seq=seq, station="st-abcdefgh", at_ms=1_795_000_000_000 + seq)


def opened(field: Field, uid: bytes = UID) -> PurseSession:
    return DesfirePurse().open(field, uid=uid, secret=key(layout.LOAD_KEY, uid))


def reading(field: Field) -> PurseReading:
    field.lay_back()
    return opened(field).read()


def load(field: Field, what: LoadOrder) -> None:
    session = opened(field)
    session.read()
    session.prepare(what)
    session.commit()


def debit(field: Field, amount: int) -> None:
    """What a payment terminal does."""
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.PAYMENT_KEY, key(layout.PAYMENT_KEY))
    card.debit(layout.VALUE_FILE, CommMode.MAC, amount)
    card.commit()


def test_an_empty_purse() -> None:
    held = opened(Field(purse_card())).read()
    assert held == PurseReading(value_ntd=0, limit_ntd=LIMIT_NTD, last_load=None, seq=0, proof=None)


def test_a_load_is_on_the_card_and_proven_to_the_platform() -> None:
    field = Field(purse_card())
    first = order()
    session = opened(field)
    session.read()
    session.prepare(first)
    proof = session.commit()
    assert (proof.by, proof.seq, proof.value_ntd, proof.at_ms, proof.tmc) == ("commit", 1, 200, first.at_ms, 1)
    tm_key = card_keys().transaction_mac_key
    assert verify(tm_key, UID, proof.tmc, proof.tmv, layout.expected_tmi(first))
    assert not verify(tm_key, UID, proof.tmc, proof.tmv, layout.expected_tmi(order(load=first.load, amount=201)))
    held = reading(field)
    assert (held.value_ntd, held.last_load, held.seq) == (200, first.load, 1)
    assert held.proof is not None
    assert (held.proof.by, held.proof.at_ms, held.proof.tmc, held.proof.tmv) == ("card", first.at_ms, 1, proof.tmv)


def test_loads_one_after_the_other_each_prove_themselves() -> None:
    field = Field(purse_card())
    for seq in range(1, 25):
        what = order(amount=seq, seq=seq)
        load(field, what)
        held = reading(field)
        assert held.proof is not None
        assert (held.seq, held.last_load, held.proof.tmc) == (seq, what.load, seq)
        assert verify(card_keys().transaction_mac_key, UID, seq, held.proof.tmv, layout.expected_tmi(what))
    assert held.value_ntd == sum(range(1, 25))


def test_a_debit_keeps_the_last_load_and_has_its_own_transaction_mac() -> None:
    field = Field(purse_card())
    what = order()
    load(field, what)
    debit(field, 50)
    held = reading(field)
    assert (held.value_ntd, held.last_load, held.seq) == (150, what.load, 1)
    assert held.proof is not None
    assert held.proof.tmc == 2
    assert not verify(card_keys().transaction_mac_key, UID, 2, held.proof.tmv, layout.expected_tmi(what))


def test_a_terminals_own_record_is_not_taken_for_the_loads() -> None:
    field = Field(purse_card())
    load(field, order())
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.PAYMENT_KEY, key(layout.PAYMENT_KEY))
    card.debit(layout.VALUE_FILE, CommMode.MAC, 1)
    card.write_record(layout.LOG_FILE, CommMode.MAC, layout.encode_log(order(seq=9)))
    card.commit()
    held = reading(field)
    assert held.proof is not None
    assert held.proof.at_ms == 0


def test_the_value_at_its_limit_takes_no_more() -> None:
    field = Field(purse_card())
    load(field, order(amount=LIMIT_NTD - 10))
    session = opened(field)
    session.read()
    with pytest.raises(Refused) as refusal:
        session.prepare(order(amount=11, seq=2))
    assert (refusal.value.code, refusal.value.details) == (Code.AMOUNT_OVER_PURSE, {"largest": 10})
    load(field, order(amount=10, seq=2))
    assert reading(field).value_ntd == LIMIT_NTD


def test_the_card_itself_refuses_what_goes_over_its_limit() -> None:
    field = Field(purse_card())
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    with pytest.raises(CardRefused) as refusal:
        card.credit(layout.VALUE_FILE, CommMode.MAC, LIMIT_NTD + 1)
    assert refusal.value.code is Code.AMOUNT_OVER_PURSE
    assert reading(field).value_ntd == 0


def test_the_same_load_is_never_written_twice() -> None:
    field = Field(purse_card())
    what = order()
    load(field, what)
    session = opened(field)
    with pytest.raises(Refused) as refusal:
        session.prepare(order(seq=2, load=what.load))
    assert refusal.value.code is Code.LOAD_DECIDED
    assert reading(field).value_ntd == 200


@pytest.mark.parametrize("after", [False, True])
def test_torn_at_every_command_the_card_holds_old_or_new_and_says_which(after: bool) -> None:
    whole = Field(purse_card())
    load(whole, order(amount=70))
    whole.sent.clear()
    load(whole, order(amount=30, seq=2))
    assert [command[1] for command in whole.sent].count(COMMIT) == 1
    for number, command in enumerate(whole.sent):
        field = Field(purse_card())
        load(field, order(amount=70))
        field.tear(number, after=after)
        what = order(amount=30, seq=2)
        with pytest.raises(EnvironmentProblem) as problem:
            load(field, what)
        assert problem.value.code is Code.CARD_REMOVED
        taken = after and command[1] == COMMIT
        held = reading(field)
        assert (held.value_ntd, held.seq) == ((100, 2) if taken else (70, 1)), (number, command[1])
        assert (held.last_load == what.load) is taken
        load(field, order(amount=5, seq=held.seq + 1))
        assert reading(field).value_ntd == held.value_ntd + 5


@pytest.mark.parametrize(("when", "taken"), [("during_old", False), ("during_new", True)])
def test_torn_in_the_commit_itself_all_files_are_old_or_all_new(when: Moment, taken: bool) -> None:
    card = purse_card()
    load(Field(card), order(amount=70))
    card.reset()
    field = Field(TearingCard(card, 0, when))
    what = order(amount=30, seq=2)
    with pytest.raises(EnvironmentProblem) as problem:
        load(field, what)
    assert problem.value.code is Code.CARD_REMOVED
    field.lay_back()
    assert DesfirePurse().peek(field) == (100 if taken else 70)
    held = reading(field)
    assert (held.value_ntd, held.seq, held.last_load == what.load) == ((100, 2, True) if taken else (70, 1, False))


def test_a_card_that_goes_on_failing_to_write_is_named() -> None:
    field = Field(purse_card())
    field.tamper = lambda _command, _response: bytes.fromhex("91EE")
    with pytest.raises(CardRefused) as refusal:
        opened(field)
    assert refusal.value.code is Code.CARD_REJECTED
    assert len(field.sent) == 2


def test_a_commit_is_sent_once_whatever_becomes_of_it() -> None:
    field = Field(purse_card())
    session = opened(field)
    session.prepare(order())
    field.tear(0, after=True)
    for _ in range(3):
        with pytest.raises(Exception):  # noqa: B017, PT011  # a Bug the second time: nothing is prepared any more
            session.commit()
        field.lay_back()
    assert [command[1] for command in field.sent].count(COMMIT) == 1


def test_a_wrong_key_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        DesfirePurse().open(Field(purse_card()), uid=UID, secret=bytes(16))
    assert refusal.value.code is Code.PURSE_KEY_WRONG


def test_a_card_without_the_purse_is_named() -> None:
    with pytest.raises(Refused) as refusal:
        opened(Field(blank_card()))
    assert refusal.value.code is Code.PURSE_MISSING


def test_a_card_that_proves_to_be_another_is_named() -> None:
    field = Field(purse_card(OTHER_UID))
    with pytest.raises(Refused) as refusal:
        DesfirePurse().open(field, uid=UID, secret=key(layout.LOAD_KEY, OTHER_UID))
    assert refusal.value.code is Code.CARD_SWAPPED


def test_a_card_slipped_in_before_the_write_takes_nothing() -> None:
    first, second = purse_card(), purse_card(OTHER_UID)
    field = Field(first)
    session = opened(field)
    session.read()
    field.swap(second)
    with pytest.raises(Refused) as refusal:
        session.prepare(order())
    assert refusal.value.code is Code.CARD_SWAPPED
    assert opened(Field(second), OTHER_UID).read().value_ntd == 0
    assert reading(Field(first)).value_ntd == 0


def test_a_card_slipped_in_before_the_commit_is_not_taken_for_the_first() -> None:
    first, second = purse_card(), purse_card(OTHER_UID)
    field = Field(first)
    session = opened(field)
    session.prepare(order())
    field.swap(second)
    with pytest.raises(Refused):
        session.commit()
    assert opened(Field(second), OTHER_UID).read().value_ntd == 0
    assert reading(Field(first)).value_ntd == 0


def _commands_of_a_load() -> list[bytes]:
    field = Field(purse_card())
    load(field, order())
    field.sent.clear()
    load(field, order(seq=2))
    return field.sent


def test_an_answer_altered_anywhere_never_passes() -> None:
    for number, command in enumerate(_commands_of_a_load()):
        field = Field(purse_card())
        load(field, order())
        start = len(field.sent)

        def tamper(_command: bytes, response: bytes, at: int = start + number, on: Field = field) -> bytes:
            flipped = bytes([response[0] ^ 1]) + response[1:]
            return flipped if len(on.sent) == at + 1 and len(response) > 2 else response

        field.tamper = tamper
        has_answer = command[1] not in (0x5A, 0x71)
        if not has_answer:
            continue
        with pytest.raises(Refused) as refusal:
            load(field, order(seq=2))
        assert refusal.value.code in {Code.PURSE_ALTERED, Code.CARD_SWAPPED, Code.PURSE_KEY_WRONG}, command[1]
        field.tamper = lambda _command, response: response
        committed = command[1] == COMMIT
        assert reading(field).seq == (2 if committed else 1)


def test_the_answers_of_an_earlier_load_do_not_pass_for_this_one() -> None:
    field = Field(purse_card())
    answers: list[bytes] = []

    def record(_command: bytes, response: bytes) -> bytes:
        answers.append(response)
        return response

    field.tamper = record
    load(field, order())
    old_commit = answers[-1]
    field.tamper = lambda command, response: old_commit if command[1] == COMMIT else response
    session = opened(field)
    session.prepare(order(seq=2))
    with pytest.raises(Refused) as refusal:
        session.commit()
    assert refusal.value.code is Code.PURSE_ALTERED


def test_success_claimed_without_a_mac_is_no_success() -> None:
    field = Field(purse_card())
    session = opened(field)
    session.prepare(order())
    field.tamper = lambda command, response: b"\x91\x00" if command[1] == COMMIT else response
    with pytest.raises(Refused) as refusal:
        session.commit()
    assert refusal.value.code is Code.PURSE_ALTERED


def test_what_is_aborted_is_not_taken() -> None:
    field = Field(purse_card())
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    card.credit(layout.VALUE_FILE, CommMode.MAC, 100)
    card.abort()
    assert card.value(layout.VALUE_FILE, CommMode.MAC) == 0
    card.credit(layout.VALUE_FILE, CommMode.MAC, 5)
    card.commit()
    assert card.value(layout.VALUE_FILE, CommMode.MAC) == 5


def test_a_second_authentication_keeps_the_transaction() -> None:
    field = Field(purse_card())
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    card.credit(layout.VALUE_FILE, CommMode.MAC, 100)
    card.authenticate_next(layout.PAYMENT_KEY, key(layout.PAYMENT_KEY))
    card.debit(layout.VALUE_FILE, CommMode.MAC, 30)
    card.commit()
    assert card.value(layout.VALUE_FILE, CommMode.MAC) == 70
    assert reading(field).value_ntd == 70


def test_each_key_may_do_its_own_and_no_more() -> None:
    field = Field(purse_card())
    card = DesfireCard(SmartCard(field))
    for number, may_credit in ((layout.PAYMENT_KEY, False), (layout.READ_KEY, False), (layout.MASTER_KEY, False)):
        card.select(layout.AID)
        card.authenticate_first(number, key(number))
        with pytest.raises(CardRefused):
            card.credit(layout.VALUE_FILE, CommMode.MAC, 1)
        assert not may_credit
    card.select(layout.AID)
    card.authenticate_first(layout.READ_KEY, key(layout.READ_KEY))
    assert card.read_data(layout.BACKUP_FILE, CommMode.MAC, layout.RECORD_BYTES) == bytes(32)


def test_keys_are_changed_and_have_versions() -> None:
    field = Field(purse_card())
    card = DesfireCard(SmartCard(field))
    card.select(layout.AID)
    assert [card.key_version(number) for number in range(layout.KEY_COUNT)] == [layout.KEY_VERSION] * layout.KEY_COUNT
    card.authenticate_first(layout.MASTER_KEY, key(layout.MASTER_KEY))
    card.change_other_key(layout.LOAD_KEY, b"n" * 16, key(layout.LOAD_KEY), 7)
    card.change_own_key(layout.MASTER_KEY, b"m" * 16, 8)
    assert (card.key_version(layout.LOAD_KEY), card.key_version(layout.MASTER_KEY)) == (7, 8)
    card.authenticate_first(layout.MASTER_KEY, b"m" * 16)
    card.authenticate_first(layout.LOAD_KEY, b"n" * 16)
    with pytest.raises(CardRefused) as refusal:
        card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    assert refusal.value.code is Code.PURSE_KEY_WRONG


def test_every_mode_carries_data_both_ways() -> None:
    field = Field(blank_card())
    card = DesfireCard(SmartCard(field))
    from reader_drivers.card_apps.desfire.files import Access

    card.select(CARD_LEVEL)
    card.create_application(bytes.fromhex("010203"), 0x0B, 1)
    card.select(bytes.fromhex("010203"))
    card.authenticate_first(0, bytes(16))
    data = bytes(range(200))
    for file, mode in enumerate(CommMode, start=1):
        card.create_standard_file(file, mode, Access(0, 0, 0, 0), len(data))
        card.write_data(file, mode, data)
        assert card.read_data(file, mode, len(data)) == data
    assert card.files() == [1, 2, 3]
    assert card.uid() == UID
    assert len(card.version()) == 28


def test_peek_shows_the_value_without_a_key_and_changes_nothing() -> None:
    field = Field(purse_card())
    load(field, order())
    field.lay_back()
    assert DesfirePurse().peek(field) == 200
    assert DesfirePurse().peek(Field(blank_card())) is None
    assert reading(field).value_ntd == 200


def test_a_commit_of_nothing_says_so() -> None:
    card = DesfireCard(SmartCard(Field(purse_card())))
    card.select(layout.AID)
    card.authenticate_first(layout.LOAD_KEY, key(layout.LOAD_KEY))
    with pytest.raises(CardRefused) as refusal:
        card.commit()
    assert refusal.value.status == Status.NO_CHANGES
