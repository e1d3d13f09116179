"""The NFC driver over nfcpy's UDP device, its peer a process of its own."""

import errno
import logging
import subprocess
import sys
import time

import pytest

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, ReaderLost, ReaderReady
from reader_drivers import catalogue, nfc_device, nfc_reader
from station.clock import SystemClock
from tests.contract.nfc_rig import NfcRig
from tests.contract.reader_contract import CARD, OTHER, ExchangeContract, Inbox, medium_of

ISO_CARD = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"), "MIFARE DESFire")
SELECT = bytes.fromhex("00A4040000")
GET_UID = bytes.fromhex("FFCA000000")


QUIET_S = 0.6
"""Longer than ten looks (50 ms each), and than the pause before a lost device is looked for again (0.5 s)."""


@pytest.fixture
def rig():
    rig = NfcRig()
    yield rig
    rig.close()


@pytest.fixture
def inbox(rig):
    reader = rig.open()
    inbox = Inbox(reader, QUIET_S)
    assert inbox.next() == ReaderReady(reader=rig.path)
    yield inbox
    reader.close()


class TestNfcReader(ExchangeContract):
    """nfcpy's UDP device with a peer that answers absent technologies at once."""

    quiet_s = QUIET_S


class Echo:
    """Answers with the command's data, as often as its first byte says, and counts."""

    def __init__(self, torn: bool = False) -> None:
        self.commands: list[bytes] = []
        self.resets = 0
        self._torn = torn

    def reset(self) -> None:
        self.resets += 1

    def apdu(self, command: bytes) -> bytes:
        if self._torn:
            from reader_drivers.card_application import CardTorn

            raise CardTorn
        self.commands.append(command)
        return command * (command[0] or 1) + b"\x90\x00"


# --- nfcpy's own emulation -------------------------------------------------------------------------------------------

EMULATE = """
import sys, nfc.clf
port, brty, *pairs = sys.argv[1:]
target = nfc.clf.LocalTarget(brty, **{pairs[i]: bytearray.fromhex(pairs[i + 1]) for i in range(0, len(pairs), 2)})
with nfc.ContactlessFrontend("udp:localhost:" + port) as clf:
    print("listening", flush=True)
    while True:
        clf.listen(target, 10)
"""


@pytest.mark.parametrize(
    ("arguments", "medium"),
    [
        (
            ["106A", "sens_res", "4400", "sdd_res", "26DEFAE7", "sel_res", "00"],
            Medium(MediumType.UID, bytes.fromhex("26DEFAE7"), "MIFARE Ultralight"),
        ),
        (
            ["106A", "sens_res", "4400", "sdd_res", "04A1B2C3D4E5F6", "sel_res", "00"],
            Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"), "MIFARE Ultralight"),
        ),
        (
            ["212F", "sensf_res", "0101010A1011121314FFFFFFFFFFFFFFFF12FC"],
            Medium(MediumType.IDM, bytes.fromhex("01010A1011121314"), "FeliCa"),
        ),
    ],
    ids=["A4", "A7", "F"],
)
def test_a_card_that_nfcpy_itself_emulates(rig, arguments, medium):
    rig.unplug()
    port = rig.path.rpartition(":")[2]
    emulation = subprocess.Popen([sys.executable, "-c", EMULATE, port, *arguments], stdout=subprocess.PIPE)
    try:
        assert emulation.stdout.readline() == b"listening\n"
        reader = rig.open()
        inbox = Inbox(reader)
        while not isinstance(event := inbox.next(), CardPresented):
            pass
        assert event.medium == medium
        reader.close()
    finally:
        emulation.kill()
        emulation.communicate()


# --- cards -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sak", "atqa", "hint"),
    [
        (0x00, "4400", "MIFARE Ultralight"),
        (0x18, "0200", "MIFARE Classic 4K"),
        (0x20, "4403", "MIFARE DESFire"),
        (0x20, "0400", ""),
    ],
)
def test_what_a_card_says_of_its_kind_is_its_hint(rig, inbox, sak, atqa, hint):
    rig.order(do="lay", technology="A", value="04A1B2C3D4E5F6", sak=sak, atqa=atqa)
    assert medium_of(inbox.next()).hint == hint


def test_a_card_at_the_edge_of_the_field_stays(rig, inbox):
    rig.lay(CARD)
    inbox.next()
    # Each look asks twice: is the peer there, and is a card.
    rig.order(do="lay", technology="A", value=CARD.value.hex(), missed_looks=2)
    assert inbox.rest() == []


def test_a_random_uid_is_one_card_as_long_as_it_lies_there(rig, inbox):
    rig.order(do="lay", technology="A", value="08112233", random=True)
    assert not medium_of(inbox.next()).is_fixed
    assert inbox.rest() == []
    rig.lift()
    assert isinstance(inbox.next(), CardGone)


def test_an_innovision_card_is_unreadable(rig, inbox):
    rig.order(do="lay", technology="1")
    assert isinstance(inbox.next(), CardUnreadable)


# --- APDUs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [SELECT, bytes([1]) + bytes(199), bytes([4]) + bytes(60)], ids=["short", "chained", "long answer"]
)
def test_an_apdu_and_its_answer(rig, inbox, command):
    card = Echo()
    rig.lay_application(ISO_CARD, card)
    inbox.next()
    with inbox.reader.connect() as channel:
        for _ in range(3):
            assert channel.transmit(command) == command * (command[0] or 1) + b"\x90\x00"
    assert card.commands == [command] * 3
    assert inbox.rest() == []


def test_a_lost_answer_is_asked_for_again_and_the_command_carried_out_once(rig, inbox):
    card = Echo()
    rig.lay_application(ISO_CARD, card)
    inbox.next()
    rig.lay_application(ISO_CARD, card, lost_answers=2)
    with inbox.reader.connect() as channel:
        assert channel.transmit(SELECT) == SELECT + b"\x90\x00"
    assert card.commands == [SELECT]


def test_a_card_torn_away_before_it_answers(rig, inbox):
    rig.lay_application(ISO_CARD, Echo(torn=True))
    inbox.next()
    with inbox.reader.connect() as channel:
        for _ in range(2):
            with pytest.raises(EnvironmentProblem) as raised:
                channel.transmit(SELECT)
            assert raised.value.code is Code.CARD_REMOVED
    assert inbox.next() == CardGone(reader=rig.path)


def test_another_card_in_its_place_is_not_spoken_to(rig, inbox):
    rig.lay_application(ISO_CARD, Echo())
    inbox.next()
    other = Echo()
    rig.lay_application(Medium(MediumType.UID, bytes.fromhex("04FFFFFFFFFFFF")), other)
    with pytest.raises(EnvironmentProblem) as raised, inbox.reader.connect():
        pass
    assert raised.value.code is Code.CARD_REMOVED
    assert other.commands == []


def test_a_card_that_asks_for_more_time_for_ever(rig, inbox, monkeypatch):
    monkeypatch.setattr("reader_drivers.nfc_exchange._APDU_S", 0.3)
    rig.lay_application(ISO_CARD, Echo())
    inbox.next()
    rig.lay_application(ISO_CARD, Echo(), wants_time=True)
    began = time.monotonic()
    with inbox.reader.connect() as channel, pytest.raises(EnvironmentProblem) as raised:
        channel.transmit(SELECT)
    assert raised.value.code is Code.CARD_REMOVED
    assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("medium", [CARD, Medium(MediumType.IDM, bytes.fromhex("01010A1011121314"), "FeliCa")], ids=["A", "F"])
def test_a_card_without_iso_dep_gives_its_identifier_while_it_lies_there(rig, inbox, medium):
    rig.lay(medium)
    inbox.next()
    with inbox.reader.connect() as channel:
        assert channel.transmit(GET_UID) == medium.value + b"\x90\x00"
        assert channel.transmit(SELECT) == b"\x6d\x00"
        rig.lay(OTHER)
        for _ in range(2):
            with pytest.raises(EnvironmentProblem) as raised:
                channel.transmit(GET_UID)
            assert raised.value.code is Code.CARD_REMOVED


def test_the_reader_answers_get_data_for_a_card_with_iso_dep_too(rig, inbox):
    card = Echo()
    rig.lay_application(ISO_CARD, card)
    inbox.next()
    with inbox.reader.connect() as channel:
        assert channel.transmit(GET_UID) == ISO_CARD.value + b"\x90\x00"
        assert channel.transmit(bytes.fromhex("FFCA010000")) == bytes.fromhex("6A81")
        assert channel.transmit(SELECT) == SELECT + b"\x90\x00"
    assert card.commands == [SELECT]


def test_something_unreadable_has_no_exchange(rig, inbox):
    rig.lay_unreadable()
    inbox.next()
    with pytest.raises(EnvironmentProblem) as raised, inbox.reader.connect():
        pass
    assert raised.value.code is Code.READER_NO_EXCHANGE


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("datagram", [b"106A zz", b"\xff\xfe 00", b"106A 00 11"], ids=["not hex", "not ascii", "three words"])
def test_garbage_is_no_card_and_a_device_that_says_nothing_else_is_lost(rig, inbox, datagram, caplog):
    with caplog.at_level(logging.DEBUG):
        rig.order(do="garbage", datagram=datagram.hex())
        seen = list(inbox.rest())
        assert all(isinstance(event, ReaderLost) and event.cause == "service" for event in seen)
        rig.order(do="garbage", datagram="")
        rig.lay(CARD)
        while not isinstance(event := inbox.next(), CardPresented):
            assert isinstance(event, ReaderLost | ReaderReady)
        assert event.medium == CARD
    assert not [record for record in caplog.records if record.name.startswith("nfc")]


def test_a_peer_that_dies_is_a_reader_unplugged(rig, inbox):
    rig.close()
    assert inbox.next() == ReaderLost(reader=rig.path, cause="unplugged")
    assert inbox.rest() == []


@pytest.mark.parametrize(
    ("number", "cause"),
    [(errno.ENODEV, "unplugged"), (errno.EIO, "unplugged"), (errno.EACCES, "service"), (errno.EBUSY, "service")],
)
def test_why_a_device_cannot_be_had(rig, inbox, monkeypatch, number, cause):
    def fail(*_arguments, **_options):
        raise OSError(number, "nfcpy's words")

    nfc = nfc_device.load()
    monkeypatch.setattr(nfc.ContactlessFrontend, "sense", fail)
    monkeypatch.setattr(nfc.ContactlessFrontend, "open", fail)
    assert inbox.next() == ReaderLost(reader=rig.path, cause=cause)
    assert inbox.rest() == []
    monkeypatch.undo()
    assert inbox.next() == ReaderReady(reader=rig.path)


def test_no_exception_of_nfcpys_comes_out(rig, inbox, monkeypatch):
    nfc = nfc_device.load()
    for error in nfc_device.errors_of(nfc):
        problem = error.__new__(error)

        def fail(*_arguments, problem=problem):
            raise problem

        monkeypatch.setattr(nfc.ContactlessFrontend, "sense", fail)
        inbox.reader.poll(0.1)
    monkeypatch.undo()
    while not isinstance(inbox.next(), ReaderReady):
        pass


def test_a_usb_reader_that_is_not_there_is_looked_for():
    reader = nfc_reader.DRIVER.open("usb:ffff:fffe", SystemClock())
    inbox = Inbox(reader)
    assert inbox.next() == ReaderLost(reader="usb:ffff:fffe", cause="unplugged")
    assert inbox.rest(0.6) == []
    reader.close()


def test_a_serial_port_that_is_not_there_is_looked_for():
    reader = nfc_reader.DRIVER.open("tty:USB77:pn532", SystemClock())
    assert Inbox(reader).next() == ReaderLost(reader="tty:USB77:pn532", cause="unplugged")
    reader.close()


@pytest.mark.parametrize("path", ["bluetooth", "usb:12345", "tty", "udp:host:1:2", "usb; rm"])
def test_a_path_that_nfcpy_could_never_find_is_a_settings_error(path):
    with pytest.raises(EnvironmentProblem) as raised:
        nfc_reader.DRIVER.open(path, SystemClock())
    assert raised.value.code is Code.SETTINGS_INVALID


def test_the_driver_is_in_the_catalogue_and_its_probe_opens_nothing():
    assert catalogue.choose("nfc") is nfc_reader.DRIVER
    assert nfc_reader.DRIVER.probe().problem is None


def test_two_cards_one_after_the_other_fifty_times_lose_none(rig, inbox):
    for _ in range(25):
        for card in (CARD, OTHER):
            rig.lay(card)
            while not isinstance(event := inbox.next(), CardPresented):
                assert isinstance(event, CardGone)
            assert event.medium == card
