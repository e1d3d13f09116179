"""The ISO 7816-4 layer against a scripted channel and against a card that follows the standard by itself."""

import logging
import sys

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Bug, Code, EnvironmentProblem
from reader_drivers.card_apps import traffic
from reader_drivers.card_apps.iso7816 import ApduFormat, SmartCard, StatusError, encode


class Scripted:
    """Answers as written, and keeps what it was asked."""

    def __init__(self, *answers: str) -> None:
        self._answers = [bytes.fromhex(answer) for answer in answers]
        self.asked: list[str] = []

    def transmit(self, command: bytes) -> bytes:
        self.asked.append(command.hex())
        if not self._answers:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        return self._answers.pop(0)


@pytest.mark.parametrize(
    ("data", "le", "apdu"),
    [
        (b"", None, "00a40400"),
        (b"", 1, "00a4040001"),
        (b"", 256, "00a4040000"),
        (b"\x01\x02", None, "00a40400020102"),
        (b"\x01\x02", 256, "00a4040002010200"),
        (b"", 257, "00a40400000101"),
        (b"", 65_536, "00a40400000000"),
        (b"\x07" * 256, None, "00a40400000100" + "07" * 256),
        (b"\x07" * 256, 65_536, "00a40400000100" + "07" * 256 + "0000"),
        (b"\x01\x02", 65_536, "00a40400000002" + "0102" + "0000"),
    ],
)
def test_the_seven_forms_of_a_command(data, le, apdu):
    assert encode(bytes.fromhex("00A40400"), data, le).hex() == apdu


@pytest.mark.parametrize(
    ("header", "data", "le"),
    [(b"\0" * 3, b"", None), (b"\0" * 4, bytes(65_536), None), (b"\0" * 4, b"", 0), (b"\0" * 4, b"", 65_537)],
)
def test_what_no_apdu_can_carry_is_our_own_fault(header, data, le):
    with pytest.raises(Bug):
        encode(header, data, le)


def test_a_plain_exchange():
    channel = Scripted("AABB9000")
    assert SmartCard(channel).command(0x00, 0xCA, 0x01, 0x02, b"\x05") == bytes.fromhex("AABB")
    assert channel.asked == ["00ca0102010500"]


def test_a_refusal_says_the_status_word_and_no_more():
    with pytest.raises(StatusError) as raised:
        SmartCard(Scripted("DEADBEEF6A82")).command(0x00, 0xA4)
    assert (raised.value.sw, raised.value.code) == (0x6A82, Code.CARD_REJECTED)
    assert raised.value.details == {"sw": "6A82"}


def test_a_proprietary_status_word_passes_through():
    assert SmartCard(Scripted("01AF91AF")).send(0x90, 0x71, 0, 0, b"\0\0") == (b"\x01\xaf", 0x91AF)


def test_a_response_in_parts_is_fetched_and_put_together():
    channel = Scripted("01026103", "0304056102", "06076101", "6C02", "08099000")
    assert SmartCard(channel).command(0x80, 0xCA) == bytes(range(1, 10))
    assert channel.asked == ["80ca000000", "80c0000003", "80c0000002", "80c0000001", "80c0000002"]


def test_another_length_is_asked_for_once():
    channel = Scripted("6C04", "010203049000")
    assert SmartCard(channel).command(0x00, 0xCA, data=b"\x01") == bytes([1, 2, 3, 4])
    assert channel.asked == ["00ca0000010100", "00ca0000010104"]
    with pytest.raises(StatusError) as raised:
        SmartCard(Scripted("6C04", "6C05", "9000")).command(0x00, 0xCA)
    assert raised.value.sw == 0x6C05


def test_a_command_that_expects_nothing_is_not_repeated():
    channel = Scripted("6C04", "9000")
    assert SmartCard(channel).send(0x00, 0xDA, data=b"\x01", le=None) == (b"", 0x6C04)
    assert len(channel.asked) == 1


@pytest.mark.parametrize(
    ("data", "le", "again"),
    [
        (b"", 65_536, "00ca0000000020"),
        (b"\x07" * 256, 65_536, "00ca0000000100" + "07" * 256 + "0020"),
    ],
)
def test_another_length_of_an_extended_command(data, le, again):
    channel = Scripted("6C20", "9000")
    SmartCard(channel, ApduFormat.EXTENDED).command(0x00, 0xCA, data=data, le=le)
    assert channel.asked[1] == again


def test_an_extended_command_without_le_is_not_repeated():
    channel = Scripted("6C20", "9000")
    assert SmartCard(channel, ApduFormat.EXTENDED).send(0x00, 0xCA, data=b"\x07" * 300, le=None)[1] == 0x6C20


def test_a_chain_stops_where_the_card_refuses():
    channel = Scripted("9000", "6884", "9000")
    assert SmartCard(channel).send(0x00, 0xDA, data=bytes(600)) == (b"", 0x6884)
    assert [asked[:2] for asked in channel.asked] == ["10", "10"]


def test_a_card_that_always_has_more_is_not_listened_to_for_ever():
    channel = Scripted(*["016101"] * 2_000)
    with pytest.raises(StatusError) as raised:
        SmartCard(channel).command(0x00, 0xCA)
    assert raised.value.sw == 0x6101
    assert len(channel.asked) < 2_000


def test_a_card_that_leaves_is_not_asked_again():
    channel = Scripted("6103")
    with pytest.raises(EnvironmentProblem):
        SmartCard(channel).command(0x00, 0xCA)
    assert len(channel.asked) == 2


# --- properties ------------------------------------------------------------------------------------------------------


class Echo:
    """A card that follows the standard: takes chained and extended commands, and gives its answer in parts of `part` bytes."""

    def __init__(self, part: int, *, strict_le: bool) -> None:
        self._part = part
        self._strict_le = strict_le
        self._taken = bytearray()
        self._left = b""

    def transmit(self, command: bytes) -> bytes:
        cla, ins, body = command[0], command[1], command[4:]
        if ins == 0xC0:
            return self._give(body[0])
        data, le = self._parse(body)
        if cla & 0x10:
            self._taken += data
            return b"\x90\x00"
        if le and self._strict_le:
            self._strict_le = False
            return bytes([0x6C, min(len(self._taken + data), 255)])
        self._left, self._taken = bytes(self._taken) + data, bytearray()
        return self._give(le)

    @staticmethod
    def _parse(body: bytes) -> tuple[bytes, int]:
        if len(body) > 1 and body[0] == 0:
            length = int.from_bytes(body[1:3], "big")
            return body[3 : 3 + length], int.from_bytes(body[-2:], "big") or 65_536
        if len(body) == 1:
            return b"", body[0] or 256
        return body[1 : 1 + body[0]], (body[-1] or 256) if len(body) == body[0] + 2 else 0

    def _give(self, le: int) -> bytes:
        length = min(le or 256, self._part, len(self._left))
        given, self._left = self._left[:length], self._left[length:]
        left = len(self._left)
        return given + (bytes([0x61, min(left, 255)]) if left else b"\x90\x00")


@given(data=st.binary(min_size=1, max_size=1_500), part=st.integers(1, 300), strict=st.booleans())
def test_whatever_is_sent_comes_back_whole(data, part, strict):
    for apdu_format in ApduFormat:
        le = 256 if apdu_format is ApduFormat.SHORT else 65_536
        assert SmartCard(Echo(max(part, 2), strict_le=strict), apdu_format).command(0x00, 0x10, data=data, le=le) == data


@given(answers=st.lists(st.binary(min_size=2, max_size=300), max_size=40), data=st.binary(max_size=600))
def test_no_answer_of_a_card_does_anything_but_end_or_refuse(answers, data):
    channel = Scripted(*[answer.hex() for answer in answers])
    try:
        _, sw = SmartCard(channel).send(0x00, 0x10, data=data)
        assert 0 <= sw <= 0xFFFF
    except EnvironmentProblem:
        pass
    assert len(channel.asked) <= len(answers) + 1


# --- traffic ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(capsys):
    """Gives what has come out of the TRAFFIC log; off again afterwards."""
    yield lambda: capsys.readouterr().err
    traffic.switch({})


def test_traffic_is_below_debug_and_off_unless_asked_for(heard):
    assert traffic.TRAFFIC < logging.DEBUG
    assert not traffic.switch({})
    SmartCard(Scripted("AABB9000")).command(0x00, 0xCA)
    assert heard() == ""
    assert traffic.switch({traffic.VARIABLE: "1"})
    SmartCard(Scripted("AABB9000")).command(0x00, 0xCA)
    assert "TRAFFIC > 00ca000000 < aabb9000" in heard()


def test_a_released_build_has_no_traffic_whatever_is_asked_for(heard, monkeypatch):
    traffic.switch({traffic.VARIABLE: "1"})
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    SmartCard(Scripted("AABB9000")).command(0x00, 0xCA)
    assert not traffic.switch({traffic.VARIABLE: "1"})
    assert heard() == ""


def test_no_exchange_is_in_the_ordinary_log_at_any_level(caplog):
    caplog.set_level(0)
    with structlog.testing.capture_logs() as logs:
        SmartCard(Scripted("6102", "AABB9000")).command(0x00, 0xCA, data=b"\x01\x02\x03")
    assert logs == []
    assert caplog.records == []
