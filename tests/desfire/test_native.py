"""Framing, chaining and the end of a session, against answers written out by hand."""

import pytest

from domain.errors import Bug, CityCardError, Code, EnvironmentProblem, Refused
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.files import Access, FileSettings, FileType, parse_settings
from reader_drivers.card_apps.desfire.native import NativeCard
from reader_drivers.card_apps.desfire.secure_messaging import CommMode, SecureMessaging, pad, unpad
from reader_drivers.card_apps.desfire.status import CardRefused, NotDesfire, Status
from tests.desfire.script import ScriptedCard


def session() -> SecureMessaging:
    return SecureMessaging(ti=bytes(4), enc_key=bytes(16), mac_key=bytes(16))


class Gone:
    """A card that leaves at the command."""

    def __init__(self) -> None:
        self.asked = 0

    def once(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"") -> tuple[bytes, int]:
        self.asked += 1
        raise EnvironmentProblem(Code.CARD_REMOVED)


def test_a_long_answer_is_taken_in_frames() -> None:
    script = ScriptedCard(("9060000000", "01020391AF"), ("90AF000000", "0405" + "91AF"), ("90AF000000", "06" + "9100"))
    assert DesfireCard(script.exchange()).version() == bytes([1, 2, 3, 4, 5, 6])


def test_a_long_command_is_sent_in_frames() -> None:
    data = bytes(range(100))
    first, second = "02000000640000" + data[:48].hex(), data[48:].hex()
    script = ScriptedCard(
        (f"903D000037{first}00", "91AF"),
        (f"90AF000034{second}00", "9100"),
    )
    DesfireCard(script.exchange()).write_data(2, CommMode.PLAIN, data)
    assert script.finished


def test_a_command_refused_at_its_first_frame_sends_no_second() -> None:
    script = ScriptedCard(("903D000037" + "02000000640000" + "00" * 48 + "00", "919D"))
    with pytest.raises(CardRefused) as refusal:
        DesfireCard(script.exchange()).write_data(2, CommMode.PLAIN, bytes(100))
    assert refusal.value.status == Status.PERMISSION_DENIED


def test_an_answer_without_end_ends() -> None:
    class Endless:
        asked = 0

        def once(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"") -> tuple[bytes, int]:
            self.asked += 1
            return bytes(48), 0x91AF

    card = Endless()
    with pytest.raises(Refused) as refusal:
        DesfireCard(card).version()
    assert refusal.value.code is Code.PURSE_ALTERED
    assert card.asked < 100


def test_another_kind_of_card_is_told_apart() -> None:
    with pytest.raises(NotDesfire) as refusal:
        DesfireCard(ScriptedCard(("905A000003CC000100", "6E00")).exchange()).select(bytes.fromhex("CC0001"))
    assert refusal.value.code is Code.PURSE_MISSING


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (0xA0, Code.PURSE_MISSING),
        (0x40, Code.PURSE_MISSING),
        (0xF0, Code.PURSE_MISSING),
        (0xAE, Code.PURSE_KEY_WRONG),
        (0xAD, Code.PURSE_KEY_WRONG),
        (0xBE, Code.AMOUNT_OVER_PURSE),
        (0x1E, Code.PURSE_ALTERED),
        (0x0C, Code.CARD_REJECTED),
        (0x9D, Code.CARD_REJECTED),
        (0xEE, Code.CARD_REJECTED),
        (0x77, Code.CARD_REJECTED),
    ],
)
def test_every_status_has_its_named_error(status: int, code: Code) -> None:
    problem = CardRefused(status)
    assert (problem.code, problem.status, problem.details) == (code, status, {"sw": f"91{status:02X}"})


def _altered(native: NativeCard) -> bytes:
    return native.command(0xC7, b"\x01", mode=CommMode.MAC)


@pytest.mark.parametrize("answer", [(bytes(8), 0x9100), (b"", 0x9100), (b"", 0x91EE), (b"", 0x6F00), (bytes(20), 0x9100)])
def test_after_a_wrong_answer_nothing_more_is_sent_in_that_session(answer: tuple[bytes, int]) -> None:
    class Once:
        asked = 0

        def once(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"") -> tuple[bytes, int]:
            self.asked += 1
            return answer

    card = Once()
    native = NativeCard(card)
    native.begin(session())
    with pytest.raises(CityCardError) as first:
        _altered(native)
    with pytest.raises(CityCardError) as second:
        _altered(native)
    assert second.value is first.value
    assert card.asked == 1
    assert native.session is None


def test_a_commit_without_an_answer_is_not_sent_again() -> None:
    gone = Gone()
    native = NativeCard(gone)
    native.begin(session())
    for _ in range(3):
        with pytest.raises(EnvironmentProblem):
            _altered(native)
    assert gone.asked == 1


@pytest.mark.parametrize("status", ["6C0C", "6110", "9000"])
def test_a_commit_is_not_sent_again_for_a_status_that_asks_for_it(status: str) -> None:
    mac = session()._mac(0xC7, b"\x01").hex()
    script = ScriptedCard((f"90C700000901{mac}00", status))
    card = DesfireCard(script.exchange())
    card._native.begin(session())
    with pytest.raises(NotDesfire):
        card.commit()
    assert script.finished


def test_a_replayed_answer_is_altered() -> None:
    issuer, answers = session(), []
    for _ in range(2):
        issuer.counter += 1
        answers.append(issuer._mac(0, b"\x01\x00\x00\x00") if not answers else b"")
    first = b"\x01\x00\x00\x00" + answers[0]

    class Replays:
        def once(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"") -> tuple[bytes, int]:
            return first, 0x9100

    card = DesfireCard(Replays())
    card._native.begin(session())
    assert card.value(1, CommMode.MAC) == 1
    with pytest.raises(Refused) as refusal:
        card.value(1, CommMode.MAC)
    assert refusal.value.code is Code.PURSE_ALTERED


def test_a_used_up_counter_is_not_reused() -> None:
    old = SecureMessaging(ti=bytes(4), enc_key=bytes(16), mac_key=bytes(16), counter=0xFFFF)
    with pytest.raises(Bug):
        old.wrap(0x6C, b"\x01", b"", CommMode.MAC)


def test_secured_data_is_never_sent_without_a_session() -> None:
    with pytest.raises(Bug):
        DesfireCard(Gone()).credit(1, CommMode.MAC, 100)


@pytest.mark.parametrize("length", range(49))
def test_padding_comes_off_again(length: int) -> None:
    data = bytes(length)
    assert len(pad(data)) % 16 == 0
    assert unpad(pad(data)) == data


@pytest.mark.parametrize("padded", [b"", bytes(16), b"\x80" + bytes(16), b"\x01" * 16])
def test_wrong_padding_is_altered(padded: bytes) -> None:
    with pytest.raises(Refused):
        unpad(padded)


def test_file_settings_are_read() -> None:
    access = Access(read=2, write=0xF, read_write=1, change=0)
    assert access.encode() == bytes.fromhex("102F")
    value = parse_settings(bytes.fromhex("0201102F" + "00000000" + "10270000" + "00000000" + "02"))
    assert value == FileSettings(type=FileType.VALUE, mode=CommMode.MAC, access=access, upper=10000, free_get_value=True)
    cyclic = parse_settings(bytes.fromhex("0403102F" + "200000" + "110000" + "030000"))
    assert (cyclic.type, cyclic.mode, cyclic.size, cyclic.most_records, cyclic.records) == (4, CommMode.FULL, 32, 17, 3)
    backup = parse_settings(bytes.fromhex("0100102F200000"))
    assert (backup.type, backup.mode, backup.size) == (FileType.BACKUP, CommMode.PLAIN, 32)


@pytest.mark.parametrize("settings", ["", "02", "0201102F", "0901102F000000", "0101102F20"])
def test_file_settings_that_are_none_are_refused(settings: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_settings(bytes.fromhex(settings))
    assert refusal.value.code is Code.CARD_REJECTED
