"""Serial readers on a real pseudo-terminal, behind a device name that comes and goes."""

import os
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, Reader, ReaderLost, ReaderReady
from reader_drivers import serial_reader
from reader_drivers.line_framing import LineFraming
from reader_drivers.reader_words import MOST_CODE_BYTES
from station.clock import SystemClock
from tests.contract.reader_contract import Inbox
from tests.identifiers.tap_contract import CARD, OTHER, TapContract

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")


class SerialRig:
    """A pty whose device name is a link, as udev makes them."""

    def __init__(self, folder: Path, options: str = "?profile=HEX&stays_s=0") -> None:
        self.link = folder / "ttyReader"
        self._options = options
        self._master: int | None = None
        self._slave: int | None = None
        self.plug()

    def open(self, options: str | None = None) -> Reader:
        return serial_reader.DRIVER.open(f"{self.link}{options or self._options}", SystemClock())

    def send(self, data: bytes) -> None:
        if self._master is not None:
            os.write(self._master, data)

    def lay(self, medium: Medium) -> None:
        self.send(medium.value.hex().upper().encode() + b"\r\n")

    def lay_unreadable(self) -> None:
        self.send(b"ERROR\r\n")

    def lift(self) -> None:
        """Such a reader says nothing of it."""

    def unplug(self) -> None:
        self.link.unlink(missing_ok=True)
        for each in (self._master, self._slave):
            if each is not None:
                os.close(each)
        self._master = self._slave = None

    def await_unplugged(self) -> None:
        """Noticed at once."""

    def plug(self) -> None:
        self._master, self._slave = os.openpty()
        # Raw, as a line nobody has opened yet should echo nothing.
        tty.setraw(self._slave)
        self.link.symlink_to(os.ttyname(self._slave))


@pytest.fixture
def rig(tmp_path) -> Iterator[SerialRig]:
    made = SerialRig(tmp_path)
    yield made
    made.unplug()


@pytest.fixture
def opened(rig):
    """`opened("?reads=codes&stays_s=0")`: an inbox whose reader is ready."""
    readers = []

    def open_it(options: str) -> Inbox:
        readers.append(rig.open(options))
        inbox = Inbox(readers[-1])
        assert inbox.next() == ReaderReady(reader=str(rig.link))
        return inbox

    yield open_it
    for reader in readers:
        reader.close()


class TestSerialReader(TapContract):
    """On a pty."""


def media(inbox: Inbox, count: int) -> list[Medium | None]:
    events = inbox.take(2 * count)
    assert all(isinstance(event, CardGone) for event in events[1::2])
    return [event.medium if isinstance(event, CardPresented) else None for event in events[::2]]


@pytest.mark.parametrize(
    "line",
    [b"26DEFAE7\r\n", b"26DEFAE7\r", b"26DEFAE7\n", b"\x0226DEFAE7\x03", b"\x0226DEFAE7\r\n\x03", b"26DEFAE7", b"26DEFAE7\0"],
)
def test_every_way_to_end_a_line(rig, opened, line):
    inbox = opened("?profile=HEX&stays_s=0")
    rig.send(line)
    assert media(inbox, 1) == [OTHER]
    assert inbox.rest(0.2) == []


def test_a_line_that_comes_in_pieces(rig, opened):
    inbox = opened("?profile=8H10D&baud=1200&stays_s=0")
    seen = []
    for byte in b"0652147431\r":
        rig.send(bytes([byte]))
        seen += inbox.reader.poll(0.005)
    seen += inbox.reader.poll(0.2)
    assert [event.medium for event in seen if isinstance(event, CardPresented)] == [OTHER]


def test_silence_ends_a_line_however_short_the_polls_are(rig, opened):
    inbox = opened("?profile=HEX&stays_s=0")
    rig.send(b"26DEFAE7")
    seen = []
    end_s = time.monotonic() + 3
    while not seen and time.monotonic() < end_s:
        seen += inbox.reader.poll(0.001)
    assert seen[0].medium == OTHER


def test_several_cards_at_once(rig, opened):
    inbox = opened("?profile=HEX&stays_s=0")
    rig.send(b"26DEFAE7\r\n04A1B2C3D4E5F6\r\n\r\n26DEFAE7\r\n")
    assert media(inbox, 3) == [OTHER, CARD, OTHER]


def test_garbage_is_unreadable_and_the_next_card_is_read(rig, opened):
    inbox = opened("?profile=HEX&stays_s=0")
    rig.send(bytes(byte for byte in range(256) if byte not in b"\0\x02\x03\n\r") + b"\r\n26DEFAE7\r\n")
    assert media(inbox, 2) == [None, OTHER]
    rig.send(b"26DE\x0226DEFAE7\x03")
    assert media(inbox, 2) == [None, OTHER]


@pytest.mark.parametrize("length", [1, 255, 256, 4000, MOST_CODE_BYTES])
def test_codes_of_every_length(rig, opened, length):
    inbox = opened("?reads=codes&stays_s=0")
    payload = bytes(0x20 + number % 0xDF for number in range(length))
    # A terminal's own buffer holds 4,095 bytes, as the real line's does.
    for start in range(0, length, 512):
        rig.send(payload[start : start + 512])
        inbox.reader.poll(0.002)
    rig.send(b"\r\n")
    assert media(inbox, 1) == [Medium(MediumType.CODE, payload)]


def test_a_code_of_no_bytes_is_none_and_an_absurd_one_is_refused(rig, opened):
    inbox = opened("?reads=codes&stays_s=0")
    rig.send(b"\r\n\r\n")
    for _ in range(20):
        rig.send(b"A" * 512)
        inbox.reader.poll(0.002)
    rig.send(b"\r\nLIB-0042\r\n")
    assert media(inbox, 2) == [None, Medium(MediumType.CODE, b"LIB-0042")]


def test_cards_and_codes_on_one_line(rig, opened):
    inbox = opened("?reads=both&profile=8H10D&prefix=%3B&stays_s=0")
    rig.send(b";0652147431\r\nLIB-0042\r\n0652147431\r\n")
    assert media(inbox, 3) == [OTHER, Medium(MediumType.CODE, b"LIB-0042"), Medium(MediumType.CODE, b"0652147431")]


def test_what_a_cut_line_had_begun_is_forgotten(rig, opened):
    inbox = opened("?profile=HEX&stays_s=0")
    rig.send(b"26DE")
    inbox.reader.poll(0.01)
    rig.unplug()
    assert inbox.next() == ReaderLost(reader=str(rig.link), cause="unplugged")
    rig.plug()
    assert inbox.next() == ReaderReady(reader=str(rig.link))
    rig.send(b"26DEFAE7\r\n")
    assert media(inbox, 1) == [OTHER]


def test_a_card_can_be_said_to_stay(rig, opened):
    inbox = opened("?profile=HEX&stays_s=0.4")
    rig.lay(CARD)
    began_s = time.monotonic()
    assert inbox.next().medium == CARD
    assert inbox.next() == CardGone(reader=str(rig.link), assumed=True)
    assert 0.25 < time.monotonic() - began_s < 2
    rig.lay(CARD)
    rig.lay_unreadable()
    name = str(rig.link)
    gone = CardGone(reader=name, assumed=True)
    assert inbox.take(4)[1:] == [gone, CardUnreadable(reader=name), gone]


def test_a_port_without_permission_is_said_once_and_tried_again(rig, monkeypatch):
    from reader_drivers import serial_port

    def refuse(*_arguments, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("serial.Serial", refuse)
    with pytest.raises(EnvironmentProblem) as caught:
        serial_port.open_port(str(rig.link), 9600)
    assert (caught.value.code, caught.value.details["reason"]) == (Code.READER_MISSING, "permission")
    with structlog.testing.capture_logs() as logs:
        reader = rig.open()
        assert list(reader.poll(0.1)) == [ReaderLost(reader=str(rig.link), cause="unplugged")]
        reader.poll(1.0)
    assert [entry["reason"] for entry in logs] == ["permission"]
    monkeypatch.undo()
    assert Inbox(reader).next() == ReaderReady(reader=str(rig.link))
    reader.close()


def test_a_port_that_another_program_has_is_busy(rig, opened):
    opened("?profile=HEX&stays_s=0")
    with pytest.raises(EnvironmentProblem) as caught:
        serial_reader.open_port(str(rig.link), 9600)
    assert caught.value.details["reason"] == "busy"


def test_a_missing_port_is_absent(tmp_path):
    with pytest.raises(EnvironmentProblem) as caught:
        serial_reader.open_port(str(tmp_path / "none"), 9600)
    assert caught.value.details["reason"] == "absent"


@pytest.mark.parametrize(
    "words", ["", "COM3?baud=fast", "COM3?baud=0", "COM3?reads=money", "COM3?profile=none", "COM3?parity=E", "COM3?reads=both"]
)
def test_wrong_words_are_named(words):
    with pytest.raises(EnvironmentProblem) as caught:
        serial_reader.DRIVER.open(words, SystemClock())
    assert caught.value.code is Code.SETTINGS_INVALID
    assert caught.value.details["expected"]


def test_lines_never_grow_over_the_limit():
    framing = LineFraming(4)
    assert framing.take(b"12345678") == []
    assert framing.take(b"9\n12\n") == [None, b"12"]
    assert framing.patience_s() is None
