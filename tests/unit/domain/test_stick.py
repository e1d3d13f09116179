"""The form of journal and answer files: whole and from the right one, or refused."""

import functools
from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from domain import stick
from domain.errors import Code, Refused
from domain.events import SignedEvent
from domain.ports import FeedPosition
from domain.wire import Outcome, OutcomeStatus

SEED = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(SEED)
PUBLIC = KEY.public_key().public_bytes_raw()
PLATFORM = X25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
SEALING = PLATFORM.public_key().public_bytes_raw()
EVENTS = [SignedEvent(body=bytes([number]) * 40, hash=bytes(32), signature=bytes(64)) for number in range(3)]
HEAD = stick.JournalHead(
    format=stick.JOURNAL_FORMAT,
    export=UUID(int=7),
    station="S1",
    epoch=1,
    demo=True,
    made_ms=1,
    answer_key=stick.answer_key(SEED).public_key().public_bytes_raw(),
    position=FeedPosition(),
)
ABOUT = stick.AnswerHead(format=stick.ANSWER_FORMAT, export=HEAD.export, station="S1", at_ms=5)
WORDS = stick.Answer(outcomes=[Outcome(op_id=UUID(int=1), hash=bytes(32), status=OutcomeStatus.ACCEPTED)], base=FeedPosition())


@functools.cache
def journal() -> bytes:
    return b"".join(stick.write_journal(HEAD, EVENTS, KEY))


@functools.cache
def answer() -> bytes:
    return stick.write_answer(ABOUT, WORDS, PLATFORM, HEAD.answer_key)


def whole(content: bytes, key: bytes = PUBLIC) -> int:
    return stick.require_whole(content.splitlines(keepends=True), key)


def part(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code is Code.FILE_INVALID
    return str(caught.value.details["part"])


def test_a_journal_file_gives_back_what_went_in() -> None:
    lines = journal().splitlines(keepends=True)
    assert stick.read_head(lines[0]) == HEAD
    assert whole(journal()) == 3
    assert [stick.read_event(line) for line in lines[1:-1]] == EVENTS
    assert whole(b"".join(stick.write_journal(HEAD, [], KEY))) == 0


@given(at=st.integers(min_value=0, max_value=len(journal()) - 1))
def test_a_journal_file_that_is_cut_short_anywhere_is_found(at: int) -> None:
    assert part(lambda: whole(journal()[:at])) in ("truncated", "altered")


@given(at=st.integers(min_value=0, max_value=len(journal()) - 2), by=st.integers(min_value=1, max_value=255))
def test_a_journal_file_with_any_byte_altered_is_found(at: int, by: int) -> None:
    content = bytearray(journal())
    content[at] ^= by
    try:
        assert whole(bytes(content)) == 3
    except Refused:
        return
    # What differs and is taken all the same can only be white space, which the tail's JSON may have anywhere.
    tail = content.splitlines()[-1]
    assert msgspec.json.decode(tail) == msgspec.json.decode(journal().splitlines()[-1])


def test_events_that_are_moved_left_out_or_doubled_are_found() -> None:
    head, one, two, three, tail = journal().splitlines(keepends=True)
    for lines in ([head, two, one, three, tail], [head, one, three, tail], [head, one, one, two, three, tail]):
        assert part(functools.partial(whole, b"".join(lines))) == "altered"


def test_another_stations_signature_is_found() -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert part(lambda: whole(journal(), other)) == "altered"


@pytest.mark.parametrize("line", [b"", b"\n", b"\xff\xd8\xff", b"{}\n", b"[" * 10_000, b'{"format":"citycard-journal/2"}\n'])
def test_what_is_no_journal_file_is_named(line: bytes) -> None:
    assert part(lambda: stick.read_head(line)) == "format"
    assert part(lambda: stick.read_answer(line, "S1", stick.answer_key(SEED), SEALING)) == "format"


def test_an_answer_comes_back_and_only_to_its_station() -> None:
    assert stick.read_answer(answer(), "S1", stick.answer_key(SEED), SEALING) == (ABOUT, WORDS)
    assert part(lambda: stick.read_answer(answer(), "S2", stick.answer_key(SEED), SEALING)) == "station"
    assert part(lambda: stick.read_answer(answer(), "S1", stick.answer_key(bytes(32)), SEALING)) == "altered"
    assert b"accepted" not in answer()


def test_an_answer_that_another_platform_made_is_refused() -> None:
    forged = stick.write_answer(ABOUT, WORDS, X25519PrivateKey.generate(), HEAD.answer_key)
    assert part(lambda: stick.read_answer(forged, "S1", stick.answer_key(SEED), SEALING)) == "altered"


@given(at=st.integers(min_value=0, max_value=len(answer()) - 1), by=st.integers(min_value=1, max_value=255))
def test_an_answer_with_any_byte_altered_is_refused(at: int, by: int) -> None:
    content = bytearray(answer())
    content[at] ^= by
    assert part(lambda: stick.read_answer(bytes(content), "S1", stick.answer_key(SEED), SEALING))


@given(at=st.integers(min_value=0, max_value=len(answer()) - 1))
def test_an_answer_that_is_cut_short_anywhere_is_refused(at: int) -> None:
    assert part(lambda: stick.read_answer(answer()[:at], "S1", stick.answer_key(SEED), SEALING))


def test_a_key_that_is_none_is_refused() -> None:
    assert part(lambda: stick.write_answer(ABOUT, WORDS, PLATFORM, bytes(32))) == "altered"
