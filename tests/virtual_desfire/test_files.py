"""Files: making them, rights and modes, reading and writing."""

import pytest

from reader_drivers.virtual_desfire import VirtualDesfire
from reader_drivers.virtual_desfire.status import Status
from tests.virtual_desfire.terminal import AID, RIGHTS, UID, CardSaid, Terminal, four, personalised, span, three
from tests.virtual_desfire.test_card_level import refused

FREE = b"\xee\xee"


@pytest.fixture
def terminal() -> Terminal:
    return personalised()


def card(terminal: Terminal) -> VirtualDesfire:
    assert isinstance(terminal.card, VirtualDesfire)
    return terminal.card


# --- making


@pytest.mark.parametrize(
    ("number", "settings"),
    [
        (1, "0201" + "1023" + "00000000" + "10270000" + "00000000" + "03"),
        (2, "0101" + "1023" + "200000"),
        (3, "0401" + "1023" + "200000" + "040000" + "000000"),
        (4, "0301" + "1023" + "100000" + "020000" + "000000"),
        (5, "0001" + "1023" + "640000"),
        (15, "0500" + "F02F" + "0207"),
    ],
)
def test_file_settings(terminal: Terminal, number: int, settings: str) -> None:
    assert terminal.exchange(0xF5, bytes([number])) == bytes.fromhex(settings)


@pytest.mark.parametrize(
    ("ins", "payload", "status"),
    [
        (0xCD, b"\x05\x00" + FREE + three(5), Status.DUPLICATE_ERROR),
        (0xCD, b"\x20\x00" + FREE + three(5), Status.PARAMETER_ERROR),
        (0xCD, b"\x06\x02" + FREE + three(5), Status.PARAMETER_ERROR),
        (0xCD, b"\x06\x00\x45\x67" + three(5), Status.PARAMETER_ERROR),
        (0xCD, b"\x06\x00" + FREE + three(0), Status.PARAMETER_ERROR),
        (0xCD, b"\x06\x00" + FREE + three(0xFFFFFF), Status.OUT_OF_MEMORY),
        (0xCB, b"\x06\x00" + FREE + three(5000), Status.OUT_OF_MEMORY),
        (0xCD, b"\x06\x00" + FREE, Status.LENGTH_ERROR),
        (0xC0, b"\x06\x00" + FREE + three(5) + three(1), Status.PARAMETER_ERROR),
        (0xC1, b"\x06\x00" + FREE + three(5) + three(0), Status.PARAMETER_ERROR),
        (0xC1, b"\x06\x00" + FREE + three(0xFFFFFF) + three(0xFFFFFF), Status.OUT_OF_MEMORY),
        (0xCC, b"\x06\x00" + FREE + four(5) + four(4) + four(5) + b"\x00", Status.PARAMETER_ERROR),
        (0xCC, b"\x06\x00" + FREE + four(0) + four(4) + four(5) + b"\x00", Status.PARAMETER_ERROR),
        (0xCC, b"\x06\x00" + FREE + four(0) + four(4) + four(2) + b"\x04", Status.PARAMETER_ERROR),
        (0xCE, b"\x06\x00\xf0\xef\x02" + bytes(32), Status.AUTHENTICATION_ERROR),
    ],
)
def test_making_a_file_refuses(terminal: Terminal, ins: int, payload: bytes, status: Status) -> None:
    with refused(status):
        terminal.exchange(ins, payload)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("0E00F02F02", Status.DUPLICATE_ERROR),
        ("0E00E02F02", Status.PARAMETER_ERROR),
        ("0E00F02E02", Status.PARAMETER_ERROR),
        ("0E00F02F01", Status.PARAMETER_ERROR),
    ],
)
def test_one_transaction_mac_file(terminal: Terminal, header: str, status: Status) -> None:
    terminal.authenticate(0)
    with refused(status):
        terminal.full(0xCE, bytes.fromhex(header), bytes(17))


def test_files_are_deleted(terminal: Terminal) -> None:
    terminal.exchange(0xDF, b"\x04")
    assert terminal.exchange(0x6F) == bytes([1, 2, 3, 5, 15])
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.exchange(0xDF, b"\x0f")
    terminal.authenticate(0)
    terminal.mac(0xDF, b"\x0f")
    assert terminal.mac(0x6F) == bytes([1, 2, 3, 5])
    with refused(Status.FILE_NOT_FOUND):
        terminal.mac(0xDF, b"\x0f")


def test_file_commands_belong_to_an_application(terminal: Terminal) -> None:
    for ins, payload in (
        (0x6F, b""),
        (0xF5, b"\x01"),
        (0xBD, span(1, 0, 1)),
        (0xCD, b"\x06\x00" + FREE + three(5)),
        (0xC7, b""),
        (0xA7, b""),
    ):
        terminal.select(bytes(3))
        with refused(Status.PERMISSION_DENIED):
            terminal.exchange(ins, payload)


# --- rights


@pytest.mark.parametrize(
    ("ins", "payload", "keys"),
    [
        (0xBD, span(5, 0, 4), {1, 2}),
        (0x3D, span(5, 0, 1) + b"x", {1, 3}),
        (0x6C, b"\x01", {1, 2, 3}),
        (0x0C, b"\x01" + four(1), {1}),
        (0xDC, b"\x01" + four(1), {1, 2, 3}),
        (0x1C, b"\x01" + four(0), {1, 3}),
        (0x3B, span(3, 0, 1) + b"x", {1, 3}),
        (0xEB, b"\x03", {1}),
    ],
)
def test_which_keys_may(ins: int, payload: bytes, keys: set[int]) -> None:
    for number in range(4):
        terminal = personalised()
        terminal.authenticate(number)
        if number in keys:
            terminal.mac(ins, payload)
        elif ins == 0x6C:
            assert terminal.plain(ins, payload) == four(100)
        else:
            with refused(Status.AUTHENTICATION_ERROR):
                terminal.mac(ins, payload)


@pytest.mark.parametrize("ins", [0xBD, 0x3D])
def test_nobody_may(ins: int) -> None:
    terminal = personalised()
    terminal.exchange(0xCD, b"\x06\x01\xf0\xff" + three(5))
    terminal.authenticate(0)
    with refused(Status.PERMISSION_DENIED):
        terminal.mac(ins, span(6, 0, 1) + (b"x" if ins == 0x3D else b""))


def test_free_access_is_plain_with_and_without_a_session(terminal: Terminal) -> None:
    terminal.exchange(0xCD, b"\x06\x03\xee\xee" + three(5))
    terminal.exchange(0x3D, span(6, 0, 5) + b"hello")
    assert terminal.exchange(0xBD, span(6, 0, 0)) == b"hello"
    terminal.authenticate(2)
    assert terminal.plain(0xBD, span(6, 1, 2)) == b"el"
    terminal.mac(0x6F)


def test_free_get_value_can_be_off() -> None:
    terminal = personalised()
    terminal.exchange(0xCC, b"\x06\x00" + RIGHTS + four(0) + four(9) + four(5) + b"\x00")
    with refused(Status.AUTHENTICATION_ERROR):
        terminal.exchange(0x6C, b"\x06")
    terminal.authenticate(1)
    with refused(Status.PERMISSION_DENIED):
        terminal.plain(0x1C, b"\x06" + four(0))


# --- modes


@pytest.mark.parametrize("mode", [0, 1, 3])
def test_every_file_in_every_mode(mode: int) -> None:
    terminal = personalised(mode)

    def send(ins: int, header: bytes, secret: bytes = b"") -> bytes:
        if mode == 3:
            return terminal.full(ins, header, secret)
        return (terminal.mac if mode else terminal.plain)(ins, header + secret)

    terminal.authenticate(1)
    send(0x0C, b"\x01", four(50))
    send(0x3D, span(2, 0, 32), bytes(range(32)))
    send(0x3B, span(3, 0, 32), bytes(range(32, 64)))
    send(0x3B, span(4, 0, 16), bytes(16))
    terminal.mac(0xC7)
    assert send(0x6C, b"\x01") == four(150)
    assert send(0xBD, span(2, 0, 0)) == bytes(range(32))
    assert send(0xBB, span(3, 0, 1)) == bytes(range(32, 64))
    send(0x3D, span(5, 0, 100), bytes(100))
    assert send(0xBD, span(5, 3, 90)) == bytes(90)
    assert send(0xAD, span(5, 3, 90)) == bytes(90)


def test_long_iso_commands_travel_in_one_frame(terminal: Terminal) -> None:
    terminal.authenticate(1)
    payload = span(5, 0, 100) + bytes(range(100))
    status, mac = terminal.frame(0x8D, payload + terminal.mac_of(0x8D, payload))
    assert (status, len(mac)) == (Status.OK, 8)
    assert card(terminal).committed_data(AID, 5) == bytes(range(100))


def test_native_frames_are_short(terminal: Terminal) -> None:
    terminal.authenticate(1)
    assert terminal.frame(0x3D, span(5, 0, 60) + bytes(60))[0] == Status.LENGTH_ERROR
    terminal.authenticate(1)
    assert terminal.frame(0x3D, span(5, 0, 60) + bytes(40)) == (0xAF, b"")
    assert terminal.frame(0xAF, bytes(56))[0] == Status.LENGTH_ERROR
    terminal.authenticate(1)
    terminal.frame(0x3D, span(5, 0, 60) + bytes(40))
    assert terminal.frame(0xAF)[0] == Status.LENGTH_ERROR
    terminal.authenticate(1)
    terminal.frame(0x3D, span(5, 0, 60) + bytes(40))
    assert terminal.frame(0xAF, bytes(29))[0] == Status.LENGTH_ERROR


def test_long_answers_come_in_frames(terminal: Terminal) -> None:
    terminal.authenticate(1)
    payload = span(5, 0, 0)
    status, first = terminal.frame(0xBD, payload + terminal.mac_of(0xBD, payload))
    assert (status, len(first)) == (0xAF, 59)
    status, second = terminal.frame(0xAF)
    assert (status, len(second)) == (0x00, 100 + 8 - 59)


def test_an_unfinished_answer_aborts_the_next_command(terminal: Terminal) -> None:
    terminal.authenticate(1)
    payload = span(5, 0, 0)
    terminal.frame(0xBD, payload + terminal.mac_of(0xBD, payload))
    assert terminal.frame(0x6F)[0] == Status.COMMAND_ABORTED


# --- bounds


@pytest.mark.parametrize(
    ("ins", "payload", "status"),
    [
        (0xBD, span(5, 100, 0), Status.BOUNDARY_ERROR),
        (0xBD, span(5, 99, 2), Status.BOUNDARY_ERROR),
        (0xBD, span(5, 0xFFFFFF, 0xFFFFFF), Status.BOUNDARY_ERROR),
        (0xBD, span(9, 0, 0), Status.FILE_NOT_FOUND),
        (0xBD, span(1, 0, 0), Status.PERMISSION_DENIED),
        (0x3D, span(5, 99, 2) + b"xx", Status.BOUNDARY_ERROR),
        (0x3D, span(5, 0, 0), Status.PARAMETER_ERROR),
        (0x3D, span(15, 0, 1) + b"x", Status.PERMISSION_DENIED),
        (0x6C, b"\x02", Status.PERMISSION_DENIED),
        (0x0C, b"\x01" + four(-1), Status.PARAMETER_ERROR),
        (0x0C, b"\x01" + four(9_901), Status.BOUNDARY_ERROR),
        (0xDC, b"\x01" + four(101), Status.BOUNDARY_ERROR),
        (0x1C, b"\x01" + four(1), Status.BOUNDARY_ERROR),
        (0x0C, b"\x01", Status.LENGTH_ERROR),
        (0xBB, span(3, 0, 0), Status.BOUNDARY_ERROR),
        (0x3B, span(3, 31, 2) + b"xx", Status.BOUNDARY_ERROR),
        (0x3B, span(2, 0, 1) + b"x", Status.PERMISSION_DENIED),
        (0xEB, b"\x02", Status.PERMISSION_DENIED),
    ],
)
def test_bounds(terminal: Terminal, ins: int, payload: bytes, status: Status) -> None:
    terminal.authenticate(1)
    with refused(status):
        terminal.mac(ins, payload)


@pytest.mark.parametrize("ins", [0xBD, 0x3D, 0x6C, 0x0C, 0xBB, 0x3B, 0xEB, 0xF5, 0x64])
def test_commands_without_their_data(terminal: Terminal, ins: int) -> None:
    with refused(Status.LENGTH_ERROR):
        terminal.exchange(ins)


def test_cards_answer_what_they_have_for_tests(terminal: Terminal) -> None:
    assert card(terminal).committed_value(AID, 1) == 100
    assert card(terminal).committed_data(AID, 15) == bytes(12)
    assert card(terminal).uid == UID
    with pytest.raises(KeyError):
        card(terminal).committed_value(AID, 2)
    with pytest.raises(KeyError):
        card(terminal).committed_data(AID, 1)


def test_card_said_names_the_status_word() -> None:
    assert str(CardSaid(0xAE)) == "91AE"
