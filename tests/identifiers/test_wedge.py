"""Bursts told from typing, on a clock of the test's: nothing is lost, doubled or put out of order; no burst gets through."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import NO_CHARACTER, CardGone, CardPresented, CardUnreadable, ReaderReady
from reader_drivers.wedge import NAME, WedgeReader
from tests.clocks import SetClock

CARD = Medium(MediumType.UID, bytes.fromhex("26DEFAE7"))
OTHER = Medium(MediumType.UID, bytes.fromhex("86CFD936"))
DIGITS = "8H10D"


class Keyboard:
    """Keys at times; `window` is what got through, in order."""

    def __init__(self, words: str = "?profile=8H10D") -> None:
        self.clock = SetClock()
        self.reader = WedgeReader(words if "stays_s" in words else f"{words}&stays_s=0", self.clock)
        self.held: list[str] = []
        self.window = ""
        self.now_s = 100.0
        assert self.reader.poll(0) == [ReaderReady(reader=self.reader.name)]

    def type(self, text: str, gap_s: float) -> "Keyboard":
        """Keys one after another, the first of them one gap from now."""
        for key in text:
            self.wait(gap_s)
            self.held.append(key)
            self._obey(self.reader.pressed(key, self.now_s))
        return self

    def wait(self, seconds: float) -> "Keyboard":
        """Let time pass; as the windows do, tell the reader when its patience is over."""
        patience_s = self.reader.patience_s()
        if patience_s is not None and seconds > patience_s:
            self._obey(self.reader.waited(self.now_s + seconds))
        self.now_s += seconds
        return self

    def arrow(self) -> "Keyboard":
        """A key without a character."""
        if self.reader.at_pace(self.now_s):
            self.held.append("←")
            self._obey(self.reader.pressed(NO_CHARACTER, self.now_s))
            return self
        self._obey(self.reader.interrupted())
        if not self.held:
            self.window += "←"
        return self

    def media(self) -> list[Medium | None]:
        """What was presented since the last time; None for something unreadable. Each has gone again."""
        events = list(self.reader.poll(0))
        assert all(isinstance(event, CardGone) for event in events[1::2])
        assert len(events) % 2 == 0
        return [event.medium if isinstance(event, CardPresented) else None for event in events[::2]]

    def _obey(self, verdicts: Iterable) -> None:
        for verdict in verdicts:
            self.window += "".join(self.held[: verdict.release])
            del self.held[: verdict.release + verdict.swallow]


def test_a_burst_is_a_card_and_nothing_in_the_window():
    keyboard = Keyboard().type("0652147431\r", 0.008)
    assert keyboard.media() == [CARD]
    assert keyboard.window == ""
    assert keyboard.held == []


def test_typing_gets_through_and_is_no_card():
    keyboard = Keyboard().type("0652147431\r", 0.09).wait(1)
    assert keyboard.window == "0652147431\r"
    assert keyboard.media() == []


def test_typing_is_held_for_a_few_tens_of_milliseconds_at_most():
    keyboard = Keyboard().type("a", 1)
    assert keyboard.reader.patience_s() == pytest.approx(0.035)
    assert keyboard.wait(0.036).window == "a"
    assert keyboard.reader.patience_s() is None


def test_enter_alone_is_not_held():
    keyboard = Keyboard().type("\r", 1)
    assert keyboard.window == "\r"


def test_two_fingers_that_roll_over_each_other_are_typing():
    keyboard = Keyboard().type("a", 1).type("bc", 0.015).type("d\r", 0.02).wait(1)
    assert keyboard.window == "abcd\r"
    assert keyboard.media() == []


@pytest.mark.parametrize("gap_s", [0.001, 0.008, 0.02, 0.034])
def test_every_pace_of_a_reader(gap_s):
    keyboard = Keyboard().wait(1).type("0652147431\r", gap_s)
    assert (keyboard.media(), keyboard.window) == ([CARD], "")


def test_a_slow_scanner_needs_a_wider_gap():
    assert Keyboard("?profile=8H10D&gap_ms=80").type("0652147431\r", 0.07).media() == [CARD]
    assert Keyboard("?profile=8H10D&gap_ms=80").type("0652147431\r", 0.1).media() == []


def test_a_burst_that_falters_is_still_one():
    keyboard = Keyboard().type("0652147", 0.01).type("4", 0.09).type("31\r", 0.01)
    assert (keyboard.media(), keyboard.window) == ([CARD], "")


def test_a_person_who_went_on_typing_after_a_run_is_not_swallowed_for_long():
    keyboard = Keyboard("?reads=codes").type("abcdef", 0.02).type("ghijkl", 0.09).wait(1)
    assert keyboard.window == "hijkl"


@pytest.mark.parametrize("end", ["", "\r", "\r\n", "\t", "\n"])
def test_terminators_of_every_kind_and_none(end):
    keyboard = Keyboard().type("0652147431" + end, 0.01).wait(0.2).type("x", 0.3).wait(1)
    assert (keyboard.media(), keyboard.window) == ([CARD], "x")


def test_a_late_terminator_is_still_the_readers():
    keyboard = Keyboard().type("0652147431", 0.01).wait(0.05).type("\r", 0.1)
    assert (keyboard.media(), keyboard.window) == ([CARD], "")
    assert keyboard.type("\r", 0.5).window == "\r"


def test_two_bursts_back_to_back():
    keyboard = Keyboard().type("0652147431\r2261768502\r", 0.004)
    assert (keyboard.media(), keyboard.window) == ([CARD, OTHER], "")


def test_two_bursts_without_terminators():
    keyboard = Keyboard().type("06521474312261768502", 0.004).wait(1)
    assert (keyboard.media(), keyboard.window) == ([CARD, OTHER], "")


def test_a_key_typed_just_before_a_burst_is_the_persons():
    keyboard = Keyboard().type("王a7", 0.1).type("0", 0.03).type("652147431\r", 0.005).wait(1)
    assert (keyboard.media(), keyboard.window) == ([CARD], "王a7")


def test_typing_right_after_a_burst_is_the_persons():
    keyboard = Keyboard().type("0652147431\r", 0.01).type("a", 0.02).wait(0.04).type("b", 0.1).wait(1)
    assert (keyboard.media(), keyboard.window) == ([CARD], "ab")


def test_a_key_in_the_middle_of_a_burst_spoils_it_and_nothing_lands():
    keyboard = Keyboard().type("06521x47431\r", 0.008)
    assert (keyboard.media(), keyboard.window) == ([None], "")


def test_what_is_left_of_a_torn_burst_lands_nowhere():
    keyboard = Keyboard("?profile=HEX").type("04A1B2C3D4E\r", 0.008)
    assert (keyboard.media(), keyboard.window) == ([None], "")
    assert keyboard.type("04A1B2C3D4E5F6\r", 0.008).media()[0].value.hex() == "04a1b2c3d4e5f6"


def test_an_arrow_lets_typing_go_first():
    assert Keyboard().type("ab", 0.02).arrow().wait(1).window == "ab←"


@pytest.mark.parametrize("reads", ["cards&profile=8H10D", "codes"])
@pytest.mark.parametrize(
    ("parts", "heard"),
    [
        (("0652147", "431\r"), [False]),
        (("065", "2147431\r"), [False]),
        (("0652147431\r", ""), [True]),
        (("0652147431\rab", ""), [True, False]),
    ],
)
def test_a_command_at_a_bursts_pace_spoils_it_and_reaches_no_window(reads, parts, heard):
    keyboard = Keyboard(f"?reads={reads}").type(parts[0], 0.01)
    keyboard.now_s += 0.01
    keyboard.arrow().type(parts[1], 0.01).wait(1)
    assert (keyboard.window, keyboard.held) == ("", [])
    assert [medium is not None for medium in keyboard.media()] == heard
    keyboard.wait(1).arrow()
    assert keyboard.window == "←"


def test_capitals_and_small_letters_are_one():
    keyboard = Keyboard("?profile=HEX").type("26dEfaE7\r", 0.01)
    assert keyboard.media() == [CARD]


def test_codes_and_both():
    codes = Keyboard("?reads=codes")
    assert codes.type("LIB-0042\r", 0.01).media() == [Medium(MediumType.CODE, b"LIB-0042")]
    assert codes.type("0652147431\r", 0.01).media() == [Medium(MediumType.CODE, b"0652147431")]
    assert codes.type("A042\r", 0.01).media() == [Medium(MediumType.CODE, b"A042")]
    short = Keyboard("?reads=codes").type("abcd", 0.01).wait(1)
    assert (short.media(), short.window) == ([], "abcd")
    both = Keyboard("?reads=both&profile=8H10D&prefix=%3B")
    assert both.type(";0652147431\r", 0.01).media() == [CARD]
    assert both.type("0652147431\r", 0.01).media() == [Medium(MediumType.CODE, b"0652147431")]
    assert both.type("aA ;0652147431\r", 0.01).media() == [Medium(MediumType.CODE, b"aA ;0652147431")]
    assert codes.window == both.window == ""


def test_a_code_without_an_end_is_refused_and_held_no_further():
    keyboard = Keyboard("?reads=codes").type("A" * 6000, 0.001)
    assert len(keyboard.held) < 4300
    keyboard.type("\r", 0.001)
    assert (keyboard.media(), keyboard.window, keyboard.held) == ([None], "", [])
    assert keyboard.type("A" * 4000 + "\r", 0.001).media() == [Medium(MediumType.CODE, b"A" * 4000)]


def test_a_card_can_be_said_to_stay():
    keyboard = Keyboard("?profile=8H10D&stays_s=5").type("0652147431\r", 0.008)
    (presented,) = keyboard.reader.poll(0)
    assert presented == CardPresented(reader=NAME, medium=CARD, at_s=keyboard.clock.monotonic_s())
    keyboard.type("2261768502\r", 0.008)
    gone, presented = keyboard.reader.poll(0)
    assert (gone, presented.medium) == (CardGone(reader=NAME, assumed=True), OTHER)
    keyboard.clock.advance(5.1)
    assert keyboard.reader.poll(0) == [CardGone(reader=NAME, assumed=True)]
    keyboard.type("0652147439x\r", 0.008)
    assert keyboard.reader.poll(0)[0] == CardUnreadable(reader=NAME)


def test_a_reader_that_sends_the_card_before_it_again_and_again_is_one_tap():
    keyboard = Keyboard("?profile=8H10D&stays_s=5").type("0652147431\r", 0.008)
    assert len(keyboard.reader.poll(0)) == 1
    for _ in range(8):
        keyboard.clock.advance(1.0)
        keyboard.type("0652147431\r", 0.008)
        assert keyboard.reader.poll(0) == []
    keyboard.clock.advance(1.6)
    keyboard.type("0652147431\r", 0.008)
    assert [type(event) for event in keyboard.reader.poll(0)] == [CardGone, CardPresented]
    keyboard.clock.advance(5.0)
    assert keyboard.reader.poll(0) == [CardGone(reader=NAME, assumed=True)]


@pytest.mark.parametrize(
    "words", ["?reads=all", "?profile=9D", "?gap_ms=0", "?gap_ms=x", "?colour=red", "?stays_s=-1", "?reads=both"]
)
def test_wrong_words_are_named(words):
    with pytest.raises(EnvironmentProblem) as caught:
        WedgeReader(words, SetClock())
    assert caught.value.code is Code.SETTINGS_INVALID
    assert caught.value.details["expected"]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), st.text("ab7\r\t", min_size=1, max_size=5), st.sampled_from([0.02, 0.05, 0.12, 0.3])),
        st.tuples(st.just("tap"), st.integers(0, 2**32 - 1), st.sampled_from([0.001, 0.01, 0.03])),
        st.tuples(st.just("arrow"), st.just(0), st.just(0.0)),
    ),
    max_size=8,
)


@settings(max_examples=300)
@given(steps=STEPS)
def test_nothing_is_lost_doubled_or_put_out_of_order(steps):
    keyboard = Keyboard()
    typed, taps = "", []
    for kind, what, gap_s in steps:
        keyboard.wait(0.4)
        if kind == "tap":
            taps.append(Medium(MediumType.UID, what.to_bytes(4)))
            keyboard.type(f"{what:010}\r", gap_s)
        elif kind == "arrow":
            keyboard.arrow()
            typed += "←"
        else:
            keyboard.type(what, gap_s)
            typed += what
    keyboard.wait(1)
    assert keyboard.window == typed
    assert keyboard.media() == taps
    assert keyboard.held == []
