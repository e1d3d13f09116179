"""Transactions: mirrors, commit, abort, the Transaction MAC, and cards that leave in between."""

from collections.abc import Callable

import pytest

from reader_drivers.card_application import CardTorn
from reader_drivers.storage_card import StorageCard
from reader_drivers.virtual_desfire import Moment, TearingCard, VirtualDesfire
from reader_drivers.virtual_desfire.status import Status
from tests.virtual_desfire.terminal import (
    AID,
    TRANSACTION_KEY,
    UID,
    Terminal,
    cmac,
    four,
    personalised,
    span,
    three,
    wrapped,
)
from tests.virtual_desfire.test_card_level import refused

RECORD = bytes(range(32))

Interruption = Callable[[Terminal], object]


@pytest.fixture
def card() -> VirtualDesfire:
    card = VirtualDesfire(UID)
    personalised(card=card)
    return card


@pytest.fixture
def terminal(card: VirtualDesfire) -> Terminal:
    terminal = Terminal(card)
    terminal.select()
    terminal.authenticate(1)
    return terminal


def load(terminal: Terminal, amount: int = 50) -> None:
    """A load as the purse makes it, short of its commit."""
    terminal.mac(0x0C, b"\x01" + four(amount))
    terminal.mac(0x3D, span(2, 0, 32) + RECORD)
    terminal.mac(0x3B, span(3, 0, 32) + RECORD)


def held(card: VirtualDesfire) -> tuple[int, bytes, bytes, bytes, int]:
    return (
        card.committed_value(AID, 1),
        card.committed_data(AID, 2),
        card.committed_data(AID, 3),
        card.committed_data(AID, 15),
        card.commits(AID),
    )


# --- mirrors


def test_nothing_shows_before_the_commit_and_everything_after(card: VirtualDesfire, terminal: Terminal) -> None:
    before = held(card)
    load(terminal)
    assert held(card) == before
    assert terminal.mac(0x6C, b"\x01") == four(100)
    assert terminal.mac(0xBD, span(2, 0, 0)) == bytes(32)
    terminal.mac(0xC7)
    assert held(card)[:3] == (150, RECORD, RECORD)
    assert card.commits(AID) == 1


def test_standard_files_are_written_at_once(card: VirtualDesfire, terminal: Terminal) -> None:
    terminal.mac(0x3D, span(5, 1, 2) + b"ab")
    terminal.card.reset()
    assert card.committed_data(AID, 5)[:4] == b"\x00ab\x00"


def test_abort_drops_everything(card: VirtualDesfire, terminal: Terminal) -> None:
    before = held(card)
    load(terminal)
    terminal.mac(0xA7)
    with refused(Status.NO_CHANGES):
        terminal.mac(0xC7)
    assert held(card) == before


def test_nothing_to_commit_or_abort(terminal: Terminal) -> None:
    for ins in (0xC7, 0xA7):
        terminal.authenticate(1)
        with refused(Status.NO_CHANGES):
            terminal.mac(ins)


@pytest.mark.parametrize(
    "interruption",
    [
        lambda terminal: (terminal.card.reset(), terminal.select()),
        lambda terminal: terminal.select(),
        lambda terminal: terminal.frame(0x00),
        lambda terminal: terminal.card.apdu(b"\x90"),
        lambda terminal: terminal.frame(0x71, b"\x01\x00") and terminal.frame(0xAF, bytes(32)),
    ],
    ids=["power", "selection", "error", "malformed", "failed authentication"],
)
def test_what_ends_a_transaction(card: VirtualDesfire, terminal: Terminal, interruption: Interruption) -> None:
    before = held(card)
    load(terminal)
    interruption(terminal)
    assert terminal.frame(0xC7)[0] == Status.NO_CHANGES
    assert held(card) == before


def test_a_first_authentication_ends_the_transaction(card: VirtualDesfire, terminal: Terminal) -> None:
    before = held(card)
    load(terminal)
    terminal.authenticate(1)
    with refused(Status.NO_CHANGES):
        terminal.mac(0xC7)
    assert held(card) == before


def test_a_further_authentication_goes_on_with_the_transaction(card: VirtualDesfire, terminal: Terminal) -> None:
    load(terminal)
    terminal.authenticate(3, first=False)
    terminal.mac(0xC7)
    assert card.committed_value(AID, 1) == 150


def test_several_changes_add_up(card: VirtualDesfire, terminal: Terminal) -> None:
    terminal.mac(0x0C, b"\x01" + four(50))
    terminal.mac(0xDC, b"\x01" + four(30))
    terminal.mac(0x0C, b"\x01" + four(1))
    terminal.mac(0x3D, span(2, 0, 2) + b"ab")
    terminal.mac(0x3D, span(2, 1, 2) + b"cd")
    terminal.mac(0x3B, span(3, 0, 2) + b"ab")
    terminal.mac(0x3B, span(3, 30, 2) + b"cd")
    terminal.mac(0xC7)
    assert card.committed_value(AID, 1) == 121
    assert card.committed_data(AID, 2)[:4] == b"acd\x00"
    assert card.committed_data(AID, 3) == b"ab" + bytes(28) + b"cd"


# --- limited credit


def test_limited_credit_gives_back_what_was_taken_once(terminal: Terminal) -> None:
    terminal.mac(0xDC, b"\x01" + four(30))
    terminal.mac(0xDC, b"\x01" + four(10))
    terminal.mac(0xC7)
    assert int.from_bytes(terminal.mac(0xF5, b"\x01")[12:16], "little") == 40
    terminal.mac(0x1C, b"\x01" + four(25))
    terminal.mac(0xC7)
    assert int.from_bytes(terminal.mac(0xF5, b"\x01")[12:16], "little") == 0
    with refused(Status.BOUNDARY_ERROR):
        terminal.mac(0x1C, b"\x01" + four(1))


# --- records


def write_records(terminal: Terminal, file: int, size: int, count: int) -> None:
    for number in range(count):
        terminal.mac(0x3B, span(file, 0, size) + bytes([number]) * size)
        terminal.mac(0xC7)


def test_cyclic_records_keep_the_newest(terminal: Terminal) -> None:
    write_records(terminal, 3, 32, 6)
    assert terminal.mac(0xBB, span(3, 0, 0)) == b"".join(bytes([number]) * 32 for number in (3, 4, 5))
    assert terminal.mac(0xBB, span(3, 0, 1)) == bytes([5]) * 32
    assert terminal.mac(0xBB, span(3, 1, 2)) == bytes([3]) * 32 + bytes([4]) * 32
    assert terminal.mac(0xAB, span(3, 2, 1)) == bytes([3]) * 32
    with refused(Status.BOUNDARY_ERROR):
        terminal.mac(0xBB, span(3, 3, 1))


def test_linear_records_end(terminal: Terminal) -> None:
    write_records(terminal, 4, 16, 2)
    with refused(Status.BOUNDARY_ERROR):
        terminal.mac(0x3B, span(4, 0, 1) + b"x")


def test_records_are_cleared_by_the_commit(card: VirtualDesfire, terminal: Terminal) -> None:
    write_records(terminal, 3, 32, 2)
    terminal.mac(0xEB, b"\x03")
    assert len(terminal.mac(0xBB, span(3, 0, 0))) == 64
    terminal.mac(0xC7)
    assert card.committed_data(AID, 3) == b""
    terminal.mac(0xEB, b"\x03")
    with refused(Status.PERMISSION_DENIED):
        terminal.mac(0x3B, span(3, 0, 1) + b"x")


# --- transaction MAC


def expected_mac(counter: int, transaction_input: bytes) -> bytes:
    """By the text of MF2DL(H)x0, 10.3.2.3 and 10.3.2.4."""
    key = cmac(TRANSACTION_KEY, bytes.fromhex("5A00010080") + four(counter) + UID)
    return four(counter) + cmac(key, transaction_input)[1::2]


def test_transaction_mac_over_a_load(terminal: Terminal) -> None:
    # MF2DL(H)x0, 10.3.4.2: Credit, WriteData and WriteRecord
    written = (
        bytes.fromhex("0C01") + four(50) + bytes(10)
        + bytes.fromhex("3D02000000200000") + bytes(8) + RECORD
        + bytes.fromhex("3B03000000200000") + bytes(8) + RECORD
    )  # fmt: skip
    for counter in (1, 2):
        load(terminal)
        assert terminal.mac(0xC7, b"\x01") == expected_mac(counter, written)
    terminal.authenticate(2)
    assert terminal.plain(0xBD, span(15, 0, 0)) == expected_mac(2, written)


def test_transaction_mac_over_what_is_read(terminal: Terminal) -> None:
    terminal.mac(0x6C, b"\x01")
    terminal.mac(0xBD, span(2, 5, 0))
    terminal.mac(0xC7)
    read = bytes.fromhex("6C01") + four(100) + bytes(10) + bytes.fromhex("BD020500001B0000") + bytes(8) + bytes(32)
    terminal.authenticate(2)
    assert terminal.plain(0xBD, span(15, 0, 0)) == expected_mac(1, read)


def test_transaction_mac_over_the_other_commands(terminal: Terminal) -> None:
    terminal.mac(0x3B, span(4, 0, 16) + RECORD[:16])
    terminal.mac(0xC7)
    terminal.mac(0xDC, b"\x01" + four(5))
    terminal.mac(0xAB, span(4, 0, 0))
    terminal.mac(0xEB, b"\x03")
    expected = (
        bytes.fromhex("DC01") + four(5) + bytes(10)
        + bytes.fromhex("AB04000000010000") + bytes(8) + RECORD[:16]
        + bytes.fromhex("EB03") + bytes(14)
    )  # fmt: skip
    assert terminal.mac(0xC7, b"\x01") == expected_mac(2, expected)


def test_abort_leaves_what_was_read_out_of_the_mac(terminal: Terminal) -> None:
    terminal.mac(0x6C, b"\x01")
    terminal.mac(0xA7)
    terminal.mac(0x0C, b"\x01" + four(7))
    assert terminal.mac(0xC7, b"\x01") == expected_mac(1, bytes.fromhex("0C01") + four(7) + bytes(10))


def test_transaction_mac_is_refused_where_there_is_none() -> None:
    terminal = personalised(with_mac_file=False)
    terminal.authenticate(1)
    terminal.mac(0x0C, b"\x01" + four(5))
    with refused(Status.PERMISSION_DENIED):
        terminal.mac(0xC7, b"\x01")
    terminal.authenticate(1)
    with refused(Status.PARAMETER_ERROR):
        terminal.mac(0xC7, b"\x02")
    terminal.authenticate(1)
    with refused(Status.LENGTH_ERROR):
        terminal.mac(0xC7, b"\x00\x00")


def test_making_or_deleting_a_file_ends_the_transaction(card: VirtualDesfire, terminal: Terminal) -> None:
    terminal.mac(0x3D, span(2, 0, 1) + b"x")
    terminal.mac(0xDF, b"\x02")
    with refused(Status.NO_CHANGES):
        terminal.mac(0xC7)
    assert 2 not in card._state.content.applications[AID.hex()].files


# --- tearing


def whole_load(terminal: Terminal) -> None:
    terminal.select()
    terminal.authenticate(1)
    load(terminal)
    terminal.mac(0xC7)


def through(card: VirtualDesfire, at: int, when: Moment) -> TearingCard:
    """A load on a card that is torn; laid down again afterwards."""
    tearing = TearingCard(card, at, when)
    with pytest.raises(CardTorn):
        whole_load(Terminal(tearing))
    tearing.reset()
    assert tearing.torn
    return tearing


COMMIT_AT = 6
"""Select, two of the authentication, three of the load, then the commit."""


@pytest.mark.parametrize("at", range(COMMIT_AT + 1))
@pytest.mark.parametrize("when", ["before", "after"])
def test_torn_anywhere_leaves_old_or_new(card: VirtualDesfire, at: int, when: Moment) -> None:
    old = held(card)
    through(card, at, when)
    if (at, when) == (COMMIT_AT, "after"):
        assert held(card)[:3] == (150, RECORD, RECORD)
    else:
        assert held(card) == old


def test_torn_in_the_commit_and_rolled_back(card: VirtualDesfire) -> None:
    old = held(card)
    tearing = through(card, 0, "during_old")
    assert tearing.seen == COMMIT_AT + 1
    assert held(card) == old
    terminal = Terminal(tearing)
    assert tearing.apdu(bytes.fromhex("FFCA000000"))[:7] == UID
    assert terminal.frame(0x5A, AID)[0] == Status.MEMORY_ERROR
    terminal.select()
    terminal.authenticate(1)
    load(terminal)
    terminal.mac(0xC7)
    assert card.committed_value(AID, 1) == 150


def test_torn_in_the_commit_and_done(card: VirtualDesfire) -> None:
    tearing = through(card, 3, "during_new")
    assert held(card)[:3] == (150, RECORD, RECORD)
    Terminal(tearing).select()


def test_readers_own_commands_do_not_count(card: VirtualDesfire) -> None:
    tearing = TearingCard(card, 0, "before")
    tearing.apdu(bytes.fromhex("FFCA000000"))
    with pytest.raises(CardTorn):
        tearing.apdu(wrapped(0x60))


def test_a_storage_card_is_torn_between_commands_only() -> None:
    with pytest.raises(ValueError, match="DESFire"):
        TearingCard(StorageCard(UID), 0, "during_old")
    tearing = TearingCard(StorageCard(UID), 0, "after")
    with pytest.raises(CardTorn):
        tearing.apdu(three(0))
