"""What every reader driver must do, as one test class that each driver's tests inherit."""

import threading
import time
from collections import deque
from collections.abc import Sequence
from typing import Protocol

import pytest

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, Feedback, Reader, ReaderEvent, ReaderLost, ReaderReady
from reader_drivers.card_application import CardApplication, CardTorn
from station.clock import SystemClock

LONGEST_S = 5.0
QUIET_S = 0.9
"""Longer than two looks of pcscd at a virtual reader (400 ms each)."""
SETTLED_S = 0.1
"""After `ReaderReady`, before a poll's own time is measured: nothing is being waited for."""

CARD = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"), "MIFARE Classic 1K")
OTHER = Medium(MediumType.UID, bytes.fromhex("26DEFAE7"), "MIFARE Classic 1K")


class Rig(Protocol):
    """A reader and the hand that moves cards and cables."""

    def open(self) -> Reader:
        """The driver's reader; called once."""
        ...

    def lay(self, medium: Medium) -> None:
        """Lay a card there, lifting off what lies there."""
        ...

    def lay_application(self, medium: Medium, application: CardApplication) -> None:
        """Lay a card there on which that answers."""
        ...

    def lay_unreadable(self) -> None:
        """Lay something there that gives no identifier."""
        ...

    def lift(self) -> None:
        """Lift it off."""
        ...

    def unplug(self) -> None:
        """Pull the reader's cable."""
        ...

    def await_unplugged(self) -> None:
        """Return when this machine has noticed the pulled cable."""
        ...

    def plug(self) -> None:
        """Put it back."""
        ...


class Inbox:
    """What a reader reports, one event at a time."""

    def __init__(self, reader: Reader, quiet_s: float = QUIET_S) -> None:
        self.reader = reader
        self._quiet_s = quiet_s
        self._waiting: deque[ReaderEvent] = deque()

    def next(self, within_s: float = LONGEST_S) -> ReaderEvent:
        """The next event."""
        deadline = time.monotonic() + within_s
        while not self._waiting:
            left = deadline - time.monotonic()
            assert left > 0, f"nothing from {self.reader.name} within {within_s} s"
            self._waiting.extend(self.reader.poll(min(left, 0.5)))
        return self._waiting.popleft()

    def take(self, count: int) -> list[ReaderEvent]:
        """The next `count` events."""
        return [self.next() for _ in range(count)]

    def rest(self, during_s: float | None = None) -> Sequence[ReaderEvent]:
        """Whatever comes in that time, or in the reader's own quiet time."""
        deadline = time.monotonic() + (self._quiet_s if during_s is None else during_s)
        while (left := deadline - time.monotonic()) > 0:
            self._waiting.extend(self.reader.poll(left))
        rest = list(self._waiting)
        self._waiting.clear()
        return rest


def medium_of(event: ReaderEvent) -> Medium:
    assert isinstance(event, CardPresented), event
    return event.medium


SELECT = bytes.fromhex("00A4040000")
ANSWER = bytes.fromhex("6F009000")


class Answering:
    """A card application that answers every command and counts them; torn at that one, when told to."""

    def __init__(self, answer: bytes = ANSWER, torn_at: int | None = None) -> None:
        self.commands: list[bytes] = []
        self.resets = 0
        self._answer = answer
        self._torn_at = torn_at

    def reset(self) -> None:
        self.resets += 1

    def apdu(self, command: bytes) -> bytes:
        self.commands.append(command)
        if len(self.commands) - 1 == self._torn_at:
            raise CardTorn
        return self._answer


def refusal(reader: Reader) -> Code:
    """What the reader says to who would hold a card on it."""
    with pytest.raises(EnvironmentProblem) as raised, reader.connect():
        pass
    return raised.value.code


class ReaderContract:
    """Inherited by one class per driver, which gives the fixture `rig`."""

    quiet_s = QUIET_S
    """How long nothing may come before nothing will: longer than the driver takes to look again, at a lost reader too."""

    @pytest.fixture
    def inbox(self, rig: Rig):
        reader = rig.open()
        inbox = Inbox(reader, self.quiet_s)
        assert inbox.next() == ReaderReady(reader=reader.name)
        yield inbox
        reader.close()

    def test_a_card_is_presented_and_gone(self, rig, inbox):
        before_s = SystemClock().monotonic_s()
        rig.lay(CARD)
        event = inbox.next()
        assert medium_of(event) == CARD
        assert event.reader == inbox.reader.name
        assert before_s <= event.at_s <= SystemClock().monotonic_s()
        rig.lift()
        assert inbox.next() == CardGone(reader=inbox.reader.name)
        assert inbox.rest() == []

    def test_a_card_that_stays_is_presented_once(self, rig, inbox):
        rig.lay(CARD)
        assert medium_of(inbox.next()) == CARD
        assert inbox.rest() == []

    def test_another_card_after_the_first(self, rig, inbox):
        rig.lay(CARD)
        inbox.next()
        rig.lift()
        inbox.next()
        rig.lay(OTHER)
        assert medium_of(inbox.next()) == OTHER

    def test_a_card_swapped_for_another_without_a_pause(self, rig, inbox):
        rig.lay(CARD)
        inbox.next()
        rig.lay(OTHER)
        gone, presented = inbox.take(2)
        assert gone == CardGone(reader=inbox.reader.name)
        assert medium_of(presented) == OTHER

    def test_the_same_card_again_at_once_is_a_second_tap(self, rig, inbox):
        rig.lay(CARD)
        inbox.next()
        rig.lift()
        rig.lay(CARD)
        gone, presented = inbox.take(2)
        assert gone == CardGone(reader=inbox.reader.name)
        assert medium_of(presented) == CARD

    def test_a_card_that_refuses_is_unreadable_and_harms_no_other(self, rig, inbox):
        rig.lay_unreadable()
        assert inbox.next() == CardUnreadable(reader=inbox.reader.name)
        assert inbox.rest() == []
        rig.lift()
        assert inbox.next() == CardGone(reader=inbox.reader.name)
        rig.lay(CARD)
        assert medium_of(inbox.next()) == CARD

    @pytest.mark.parametrize("uid", ["26DEFAE7", "04A1B2C3D4E5F6", "04010203040506070809"], ids=["4", "7", "10"])
    def test_each_length_of_uid(self, rig, inbox, uid):
        rig.lay(Medium(MediumType.UID, bytes.fromhex(uid), CARD.hint))
        medium = medium_of(inbox.next())
        assert medium.value == bytes.fromhex(uid)
        assert medium.is_fixed

    def test_a_random_uid_is_reported_as_not_fixed(self, rig, inbox):
        rig.lay(Medium(MediumType.UID, bytes.fromhex("08112233"), CARD.hint))
        medium = medium_of(inbox.next())
        assert medium.value == bytes.fromhex("08112233")
        assert not medium.is_fixed

    def test_a_felica_card_gives_its_idm(self, rig, inbox):
        felica = Medium(MediumType.IDM, bytes.fromhex("01010A1011121314"), "FeliCa")
        rig.lay(felica)
        assert medium_of(inbox.next()) == felica

    def test_a_card_that_already_lies_there(self, rig):
        rig.lay(CARD)
        time.sleep(self.quiet_s)
        reader = rig.open()
        ready, presented = Inbox(reader).take(2)
        assert ready == ReaderReady(reader=reader.name)
        assert medium_of(presented) == CARD
        reader.close()

    def test_unplugged_and_plugged_in_again(self, rig, inbox):
        name = inbox.reader.name
        rig.unplug()
        assert inbox.next() == ReaderLost(reader=name, cause="unplugged")
        assert inbox.rest() == []
        rig.plug()
        assert inbox.next() == ReaderReady(reader=name)
        rig.lay(CARD)
        assert medium_of(inbox.next()) == CARD

    def test_unplugged_under_a_card(self, rig, inbox):
        name = inbox.reader.name
        rig.lay(CARD)
        inbox.next()
        rig.unplug()
        assert inbox.take(2) == [CardGone(reader=name), ReaderLost(reader=name, cause="unplugged")]
        rig.plug()
        ready, presented = inbox.take(2)
        assert ready == ReaderReady(reader=name)
        assert medium_of(presented) == CARD

    def test_missing_from_the_start(self, rig):
        rig.unplug()
        rig.await_unplugged()
        reader = rig.open()
        inbox = Inbox(reader, self.quiet_s)
        assert inbox.next() == ReaderLost(reader=reader.name, cause="unplugged")
        assert inbox.rest() == []
        rig.plug()
        assert inbox.next() == ReaderReady(reader=reader.name)
        rig.lay(CARD)
        assert medium_of(inbox.next()) == CARD
        reader.close()

    def test_an_idle_poll_waits_and_keeps_its_deadline(self, inbox):
        inbox.rest(SETTLED_S)
        began = time.monotonic()
        assert list(inbox.reader.poll(0.4)) == []
        assert 0.3 < time.monotonic() - began < 1.0
        began = time.monotonic()
        assert list(inbox.reader.poll(0.0)) == []
        assert time.monotonic() - began < 0.3

    def test_a_poll_without_its_reader_keeps_its_deadline_and_does_not_spin(self, rig, inbox):
        rig.unplug()
        assert isinstance(inbox.next(), ReaderLost)
        inbox.rest()
        began, polls = time.monotonic(), 0
        while time.monotonic() - began < 1.0:
            inbox.reader.poll(0.5)
            polls += 1
        assert time.monotonic() - began < 2.0
        assert polls <= 8

    def test_a_wake_ends_a_poll_that_waits(self, inbox):
        inbox.rest(SETTLED_S)
        waker = threading.Timer(0.1, inbox.reader.wake)
        began = time.monotonic()
        waker.start()
        assert list(inbox.reader.poll(LONGEST_S)) == []
        assert 0.05 < time.monotonic() - began < 1.0
        waker.join()

    def test_a_wake_just_before_a_poll_counts_for_it_and_for_no_other(self, inbox):
        inbox.rest(SETTLED_S)
        inbox.reader.wake()
        began = time.monotonic()
        assert list(inbox.reader.poll(LONGEST_S)) == []
        assert time.monotonic() - began < 1.0
        began = time.monotonic()
        assert list(inbox.reader.poll(0.4)) == []
        assert time.monotonic() - began > 0.3

    def test_wakes_at_any_moment_lose_no_card(self, rig, inbox):
        inbox.rest(SETTLED_S)
        over = threading.Event()

        def wake_often() -> None:
            while not over.wait(0.001):
                inbox.reader.wake()

        waker = threading.Thread(target=wake_often)
        waker.start()
        try:
            for card in (CARD, OTHER, CARD):
                rig.lay(card)
                assert medium_of(inbox.next()) == card
                rig.lift()
                assert inbox.next() == CardGone(reader=inbox.reader.name)
        finally:
            over.set()
            waker.join()
        assert inbox.rest() == []

    def test_feedback_never_raises(self, rig, inbox):
        for feedback in Feedback:
            inbox.reader.signal(feedback)
        rig.lay(CARD)
        inbox.next()
        for feedback in Feedback:
            inbox.reader.signal(feedback)
        rig.unplug()
        inbox.take(2)
        inbox.reader.signal(Feedback.DONE)


class ExchangeContract(ReaderContract):
    """Inherited in its place by drivers that exchange APDUs."""

    def test_a_card_is_held_and_exchanges(self, rig, inbox):
        application = Answering()
        rig.lay_application(CARD, application)
        inbox.next()
        for _ in range(2):
            with inbox.reader.connect() as channel:
                assert channel.transmit(SELECT) == ANSWER
        assert application.commands == [SELECT] * 2
        assert inbox.rest() == []

    def test_long_commands_and_answers(self, rig, inbox):
        answer = bytes(range(256)) * 3 + b"\x90\x00"
        application = Answering(answer)
        rig.lay_application(CARD, application)
        inbox.next()
        command = bytes.fromhex("00D60000000300") + bytes(range(256)) * 3 + b"\0\0"
        with inbox.reader.connect() as channel:
            assert channel.transmit(command) == answer
        assert application.commands == [command]

    def test_a_status_word_is_an_answer(self, rig, inbox):
        rig.lay_application(CARD, Answering(b"\x6a\x82"))
        inbox.next()
        with inbox.reader.connect() as channel:
            assert channel.transmit(SELECT) == b"\x6a\x82"

    def test_nothing_to_hold(self, rig, inbox):
        assert refusal(inbox.reader) is Code.CARD_REMOVED
        rig.lay(CARD)
        inbox.next()
        rig.lift()
        assert inbox.next() == CardGone(reader=inbox.reader.name)
        assert refusal(inbox.reader) is Code.CARD_REMOVED

    def test_no_reader_to_hold_on(self, rig, inbox):
        rig.lay(CARD)
        inbox.next()
        rig.unplug()
        inbox.take(2)
        assert refusal(inbox.reader) is Code.READER_LOST

    @pytest.mark.parametrize("at", [0, 2])
    def test_a_card_torn_away_during_an_exchange(self, rig, inbox, at):
        application = Answering(torn_at=at)
        rig.lay_application(CARD, application)
        inbox.next()
        with inbox.reader.connect() as channel:
            for _ in range(at):
                channel.transmit(SELECT)
            with pytest.raises(EnvironmentProblem) as raised:
                channel.transmit(SELECT)
            assert raised.value.code is Code.CARD_REMOVED
            with pytest.raises(EnvironmentProblem) as raised:
                channel.transmit(SELECT)
            assert raised.value.code is Code.CARD_REMOVED
        assert len(application.commands) == at + 1
        assert inbox.next() == CardGone(reader=inbox.reader.name)
        rig.lay(OTHER)
        assert medium_of(inbox.next()) == OTHER

    def test_a_card_lifted_while_it_is_held(self, rig, inbox):
        rig.lay_application(CARD, Answering())
        inbox.next()
        with inbox.reader.connect() as channel:
            channel.transmit(SELECT)
            rig.lift()
            with pytest.raises(EnvironmentProblem) as raised:
                channel.transmit(SELECT)
            assert raised.value.code is Code.CARD_REMOVED
        assert inbox.next() == CardGone(reader=inbox.reader.name)
        assert inbox.rest() == []

    def test_a_card_is_reset_before_it_is_used_and_when_it_has_gone(self, rig, inbox):
        application = Answering()
        rig.lay_application(CARD, application)
        inbox.next()
        before = application.resets
        assert before > 0
        with inbox.reader.connect() as channel:
            channel.transmit(SELECT)
        rig.lift()
        inbox.next()
        assert application.resets > before

    def test_a_felica_cards_idm_can_be_asked_again_while_it_is_held(self, rig, inbox):
        felica = Medium(MediumType.IDM, bytes.fromhex("01010A1011121314"), "FeliCa")
        rig.lay(felica)
        assert medium_of(inbox.next()) == felica
        with inbox.reader.connect() as channel:
            assert channel.transmit(bytes.fromhex("FFCA000000")) == felica.value + b"\x90\x00"
