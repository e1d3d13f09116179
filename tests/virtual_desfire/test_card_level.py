"""Card level, applications, keys and sessions."""

import zlib

import pytest

from reader_drivers.virtual_desfire import DESFIRE_ATR, VirtualDesfire
from reader_drivers.virtual_desfire.status import Status
from tests.virtual_desfire.terminal import AID, UID, ZERO, CardSaid, Terminal, personalised, three

KEY = bytes(range(16))
OTHER = bytes(range(16, 32))


def refused(status: Status) -> pytest.RaisesExc[CardSaid]:
    return pytest.RaisesExc(CardSaid, check=lambda said: said.status == status)


def change_other(terminal: Terminal, number: int, new: bytes, version: int, old: bytes = ZERO) -> None:
    crc = (zlib.crc32(new) ^ 0xFFFFFFFF).to_bytes(4, "little")
    mixed = bytes(a ^ b for a, b in zip(new, old, strict=True))
    terminal.full(0xC4, bytes([number]), mixed + bytes([version]) + crc)


@pytest.fixture
def terminal() -> Terminal:
    return personalised()


# --- the reader's answers and APDU form


def test_a_reader_answers_for_the_card() -> None:
    card = VirtualDesfire(UID)
    assert card.apdu(bytes.fromhex("FFCA000000")) == UID + b"\x90\x00"
    assert card.apdu(bytes.fromhex("FFCA010000")) == bytes.fromhex("809000")
    assert card.apdu(bytes.fromhex("FFCA000004")) == bytes.fromhex("6C07")
    assert card.apdu(bytes.fromhex("FFCA020000")) == bytes.fromhex("6A81")
    assert card.apdu(bytes.fromhex("FF00400F04")) == bytes.fromhex("6D00")
    assert card.apdu(bytes.fromhex("FFCA")) == bytes.fromhex("6700")
    assert bytes.fromhex("3B8180018080") == DESFIRE_ATR


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("", "6E00"),
        ("00A4040007D2760000850100", "6E00"),
        ("906000", "6700"),
        ("90600100", "6A86"),
        ("9060000000", "91AF"),
        ("90600000", "91AF"),
        ("905A000003000000", "9100"),
        ("905A000004000000", "6700"),
        ("905A00000300000001", "6700"),
        ("905A0000000000", "6700"),
        ("9060000001", "6700"),
    ],
)
def test_form_of_a_command(command: str, answer: str) -> None:
    assert VirtualDesfire(UID).apdu(bytes.fromhex(command))[-2:] == bytes.fromhex(answer)


def test_a_uid_has_seven_bytes() -> None:
    with pytest.raises(ValueError, match="7 bytes"):
        VirtualDesfire(bytes(4))


# --- versions and numbers


@pytest.mark.parametrize(("software", "hardware_major"), [("ev2", 0x12), ("ev3", 0x33)])
def test_get_version_in_three_frames(software: str, hardware_major: int) -> None:
    terminal = Terminal(VirtualDesfire(UID, software=software))  # type: ignore[arg-type]
    frames = [terminal.frame(0x60), terminal.frame(0xAF), terminal.frame(0xAF)]
    assert [(status, len(data)) for status, data in frames] == [(0xAF, 7), (0xAF, 7), (0x00, 14)]
    assert frames[0][1][:2] == b"\x04\x01"
    assert frames[0][1][3] == hardware_major
    assert frames[2][1][:7] == UID


def test_get_version_in_a_session_has_a_mac(terminal: Terminal) -> None:
    terminal.authenticate(1)
    assert len(terminal.mac(0x60)) == 28


def test_get_card_uid_needs_a_session(terminal: Terminal) -> None:
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.plain(0x51)
    terminal.authenticate(3)
    assert terminal.full(0x51) == UID


def test_free_memory_shrinks() -> None:
    terminal = Terminal(VirtualDesfire(UID))
    before = int.from_bytes(terminal.exchange(0x6E), "little")
    terminal.exchange(0xCA, AID + b"\x0f\x81")
    assert int.from_bytes(terminal.exchange(0x6E), "little") == before - 320


# --- applications


def test_applications_come_and_are_listed() -> None:
    terminal = Terminal(VirtualDesfire(UID))
    for number in range(1, 22):
        terminal.exchange(0xCA, three(number) + b"\x0f\x81")
    assert terminal.exchange(0x6A) == b"".join(three(number) for number in range(1, 22))


@pytest.mark.parametrize(
    ("payload", "status"),
    [
        (AID + b"\x0f\x81", Status.DUPLICATE_ERROR),
        (bytes(3) + b"\x0f\x81", Status.PARAMETER_ERROR),
        (three(9) + b"\x0f\x80", Status.PARAMETER_ERROR),
        (three(9) + b"\x0f\x8f", Status.PARAMETER_ERROR),
        (three(9) + b"\x0f\x01", Status.PARAMETER_ERROR),
        (three(9) + b"\x0f\xa1", Status.PARAMETER_ERROR),
        (three(9) + b"\x0f", Status.LENGTH_ERROR),
    ],
)
def test_create_application_refuses(payload: bytes, status: Status) -> None:
    terminal = Terminal(VirtualDesfire(UID))
    terminal.exchange(0xCA, AID + b"\x0f\x81")
    with refused(status):
        terminal.exchange(0xCA, payload)


def test_memory_ends() -> None:
    terminal = Terminal(VirtualDesfire(UID))
    with refused(Status.OUT_OF_MEMORY):
        for number in range(1, 100):
            terminal.exchange(0xCA, three(number) + b"\x0f\x81")


def test_application_commands_belong_to_card_level(terminal: Terminal) -> None:
    for ins, payload in ((0xCA, three(5) + b"\x0f\x81"), (0x6A, b""), (0xDA, AID), (0xFC, b"")):
        terminal.select()
        with refused(Status.PERMISSION_DENIED):
            terminal.exchange(ins, payload)


def test_select_of_no_application(terminal: Terminal) -> None:
    with refused(Status.APPLICATION_NOT_FOUND):
        terminal.select(three(0x777777))
    with refused(Status.LENGTH_ERROR):
        terminal.exchange(0x5A, b"\x01")


def test_delivered_master_key_is_no_aes_key() -> None:
    terminal = Terminal(VirtualDesfire(UID))
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.authenticate(0)
    assert terminal.exchange(0x45) == bytes.fromhex("0F01")
    assert terminal.exchange(0x64, b"\x00") == b"\x00"


def test_card_with_an_aes_master_key_is_formatted() -> None:
    terminal = personalised(card=VirtualDesfire(UID, master_key=KEY))
    terminal.select(bytes(3))
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.exchange(0xDA, AID)
    terminal.authenticate(0, KEY)
    assert terminal.mac(0x45) == bytes.fromhex("0F81")
    terminal.mac(0xCA, three(7) + b"\x0f\x81")
    terminal.mac(0xDA, three(7))
    assert terminal.mac(0x6A) == AID
    terminal.mac(0xFC)
    assert terminal.mac(0x6A) == b""
    assert terminal.exchange(0xC4, terminal.sealed(0xC4, b"\x80", OTHER + b"\x05")) == b""
    terminal.authenticate(0, OTHER)
    assert terminal.mac(0x64, b"\x00") == b"\x05"


def test_delete_of_no_application() -> None:
    terminal = Terminal(VirtualDesfire(UID, master_key=ZERO))
    terminal.authenticate(0)
    with refused(Status.APPLICATION_NOT_FOUND):
        terminal.mac(0xDA, AID)


# --- authentication


def test_no_such_key(terminal: Terminal) -> None:
    with refused(Status.NO_SUCH_KEY):
        terminal.authenticate(4)


def test_wrong_key(terminal: Terminal) -> None:
    assert terminal.frame(0x71, b"\x01\x00")[0] == 0xAF
    assert terminal.frame(0xAF, bytes(32)) == (Status.AUTHENTICATION_ERROR, b"")


@pytest.mark.parametrize("payload", [b"", b"\x00", b"\x00\x01", b"\x00\x07" + bytes(7)])
def test_authenticate_first_wants_its_form(terminal: Terminal, payload: bytes) -> None:
    assert terminal.frame(0x71, payload)[0] == Status.LENGTH_ERROR


def test_lrp_is_not_offered(terminal: Terminal) -> None:
    assert terminal.frame(0x71, b"\x00\x01\x02")[0] == Status.AUTHENTICATION_ERROR


def test_answer_to_the_challenge_wants_its_length(terminal: Terminal) -> None:
    terminal.frame(0x71, b"\x01\x00")
    assert terminal.frame(0xAF, bytes(16))[0] == Status.LENGTH_ERROR


def test_another_command_aborts_an_authentication(terminal: Terminal) -> None:
    terminal.frame(0x71, b"\x01\x00")
    assert terminal.frame(0x60)[0] == Status.COMMAND_ABORTED
    assert terminal.frame(0xAF, bytes(32))[0] == Status.ILLEGAL_COMMAND


def test_further_authentication_goes_on_with_the_session(terminal: Terminal) -> None:
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.authenticate(1, first=False)
    terminal.authenticate(1)
    terminal.mac(0x6F)
    identifier = terminal.identifier
    terminal.authenticate(2, first=False)
    assert (terminal.identifier, terminal.counter) == (identifier, 1)
    terminal.mac(0x6F)


def test_unknown_command(terminal: Terminal) -> None:
    assert terminal.frame(0xAF)[0] == Status.ILLEGAL_COMMAND
    assert terminal.frame(0x0A, b"\x00")[0] == Status.ILLEGAL_COMMAND


# --- secure messaging


def test_an_error_ends_the_session(terminal: Terminal) -> None:
    terminal.authenticate(1)
    with refused(Status.FILE_NOT_FOUND):
        terminal.mac(0xF5, b"\x1e")
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.plain(0x51)


def test_wrong_mac_and_no_mac(terminal: Terminal) -> None:
    terminal.authenticate(1)
    assert terminal.frame(0x6F, bytes(8))[0] == Status.INTEGRITY_ERROR
    terminal.authenticate(1)
    # An EV3 card was seen to answer so to a commit without its MAC (stackoverflow.com/questions/76939288).
    assert terminal.frame(0xC7)[0] == Status.LENGTH_ERROR


def test_replayed_command_is_refused(terminal: Terminal) -> None:
    terminal.authenticate(1)
    command = b"\x01" + terminal.mac_of(0xF5, b"\x01")
    assert terminal.frame(0xF5, command)[0] == Status.OK
    assert terminal.frame(0xF5, command)[0] == Status.INTEGRITY_ERROR


def test_wrong_padding_in_full_mode(terminal: Terminal) -> None:
    terminal.authenticate(0)
    sent = b"\x01" + bytes(32)
    assert terminal.frame(0xC4, sent + terminal.mac_of(0xC4, sent))[0] == Status.INTEGRITY_ERROR


def test_counter_does_not_overflow(terminal: Terminal) -> None:
    card = terminal.card
    assert isinstance(card, VirtualDesfire)
    terminal.authenticate(1)
    assert card._state.session is not None
    card._state.session.counter = 0xFFFF
    assert terminal.frame(0x6F, bytes(8))[0] == Status.AUTHENTICATION_ERROR


def test_power_loss_ends_session_and_selection(terminal: Terminal) -> None:
    terminal.authenticate(1)
    terminal.card.reset()
    assert terminal.frame(0x6F)[0] == Status.PERMISSION_DENIED


# --- keys


def test_own_key_is_changed_and_ends_the_session(terminal: Terminal) -> None:
    terminal.authenticate(0)
    assert terminal.exchange(0xC4, terminal.sealed(0xC4, b"\x00", KEY + b"\x09")) == b""  # no MAC: AN12196, table 27
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.plain(0x51)
    terminal.authenticate(0, KEY)
    assert terminal.mac(0x64, b"\x00") == b"\x09"


def test_another_key_is_changed_and_the_session_goes_on(terminal: Terminal) -> None:
    terminal.authenticate(0)
    change_other(terminal, 2, KEY, 3)
    change_other(terminal, 2, OTHER, 4, old=KEY)
    assert terminal.mac(0x64, b"\x02") == b"\x04"
    terminal.authenticate(2, OTHER)


def test_another_key_with_a_wrong_old_one(terminal: Terminal) -> None:
    terminal.authenticate(0)
    with refused(Status.INTEGRITY_ERROR):
        change_other(terminal, 2, KEY, 3, old=OTHER)
    assert terminal.exchange(0x64, b"\x02") == b"\x00"


def test_only_the_changing_key_changes_keys(terminal: Terminal) -> None:
    terminal.authenticate(1)
    with refused(Status.AUTHENTICATION_ERROR):
        change_other(terminal, 2, KEY, 3)
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.exchange(0xC4, b"\x00")


@pytest.mark.parametrize(
    ("settings", "session", "number", "status"),
    [
        (0x1F, 1, 2, None),
        (0x1F, 0, 2, Status.AUTHENTICATION_ERROR),
        (0x1F, 0, 1, None),
        (0xEF, 0, 2, Status.AUTHENTICATION_ERROR),
        (0xFF, 0, 2, Status.PERMISSION_DENIED),
        (0x0F, 0, 4, Status.NO_SUCH_KEY),
        (0x0E, 1, 0, Status.PERMISSION_DENIED),
    ],
)
def test_key_settings_decide_who_changes_keys(settings: int, session: int, number: int, status: Status | None) -> None:
    terminal = personalised()
    terminal.authenticate(0)
    terminal.full(0x54, b"", bytes([settings]))
    terminal.authenticate(session)
    if status is None:
        change_other(terminal, number, KEY, 1)
        return
    with refused(status):
        change_other(terminal, number, KEY, 1)


def test_each_key_changes_itself(terminal: Terminal) -> None:
    terminal.authenticate(0)
    terminal.full(0x54, b"", b"\xef")
    terminal.authenticate(2)
    terminal.exchange(0xC4, terminal.sealed(0xC4, b"\x02", KEY + b"\x01"))
    terminal.authenticate(2, KEY)


def test_key_settings_can_be_frozen(terminal: Terminal) -> None:
    terminal.authenticate(0)
    terminal.full(0x54, b"", b"\x07")
    assert terminal.mac(0x45) == bytes.fromhex("0784")
    with refused(Status.PERMISSION_DENIED):
        terminal.full(0x54, b"", b"\x0f")
    terminal.authenticate(1)
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.full(0x54, b"", b"\x0f")


def test_directory_and_creation_can_be_closed(terminal: Terminal) -> None:
    terminal.authenticate(0)
    terminal.full(0x54, b"", b"\x09")
    for ins, payload in ((0x6F, b""), (0xF5, b"\x01"), (0x45, b""), (0xDF, b"\x01"), (0xCD, b"\x06\x00\xee\xee" + three(5))):
        terminal.select()
        with refused(Status.AUTHENTICATION_ERROR):
            terminal.exchange(ins, payload)
    terminal.authenticate(0)
    assert terminal.mac(0x6F) == bytes([1, 2, 3, 4, 5, 15])


def test_key_version_of_no_key(terminal: Terminal) -> None:
    with refused(Status.NO_SUCH_KEY):
        terminal.exchange(0x64, b"\x09")


# --- persistence


def test_exported_card_is_the_same_card(terminal: Terminal) -> None:
    assert isinstance(terminal.card, VirtualDesfire)
    copy = VirtualDesfire.restore(terminal.card.export())
    assert copy.export() == terminal.card.export()
    other = Terminal(copy)
    other.select()
    other.authenticate(1)
    assert other.full(0x51) == UID


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"uid": 5}'])
def test_restoring_something_else(content: bytes) -> None:
    with pytest.raises(ValueError, match="virtual card"):
        VirtualDesfire.restore(content)
