"""The imitated reader, held to the same contract as the real ones."""

import threading
from itertools import count

import pytest

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardPresented, Reader
from reader_drivers import virtual
from reader_drivers.card_application import CardApplication
from station.clock import SystemClock
from tests.contract.reader_contract import CARD, OTHER, SELECT, Answering, ExchangeContract, Inbox

_numbers = count(1)


class VirtualRig:
    def __init__(self) -> None:
        self.field = virtual.field(f"Contract {next(_numbers)}!")

    def open(self) -> Reader:
        return virtual.DRIVER.open(self.field.name, SystemClock())

    def lay(self, medium: Medium) -> None:
        self.field.place(medium)

    def lay_application(self, medium: Medium, application: CardApplication) -> None:
        self.field.place(medium, application)

    def lay_unreadable(self) -> None:
        self.field.place_unreadable()

    def lift(self) -> None:
        self.field.take_away()

    def unplug(self) -> None:
        self.field.unplug()

    def await_unplugged(self) -> None:
        """Noticed at once."""

    def plug(self) -> None:
        self.field.plug()


class TestVirtualReader(ExchangeContract):
    quiet_s = 0.1
    """Its field tells the reader at once, on the hand's own thread."""

    @pytest.fixture
    def rig(self):
        return VirtualRig()


def test_a_field_made_later_is_taken_up_by_its_prefix():
    reader = virtual.DRIVER.open("Later", SystemClock())
    inbox = Inbox(reader)
    assert inbox.next().cause == "unplugged"
    made = virtual.field("Later made")
    assert [type(event).__name__ for event in inbox.take(1)] == ["ReaderReady"]
    made.place(CARD)
    presented = inbox.next()
    assert isinstance(presented, CardPresented)
    assert presented.reader == reader.name == "Later"
    reader.close()


def test_the_first_reader_is_the_default_one():
    reader = virtual.DRIVER.open("", SystemClock())
    assert reader.name == virtual.DEFAULT_FIELD
    assert virtual.DRIVER.probe().readers[0].name == virtual.DEFAULT_FIELD
    assert not virtual.DRIVER.real
    reader.close()


def test_no_tap_is_lost_when_cards_come_faster_than_polls():
    rig = VirtualRig()
    reader = rig.open()
    hands = [threading.Thread(target=rig.lay, args=(CARD,)) for _ in range(20)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    taps = [event for event in Inbox(reader).take(1 + 20 + 19) if isinstance(event, CardPresented)]
    assert len(taps) == 20
    reader.close()


def test_a_closed_reader_hears_no_more():
    rig = VirtualRig()
    reader = rig.open()
    reader.poll(0)
    reader.close()
    rig.lay(CARD)
    assert list(reader.poll(0)) == []


def test_a_channel_to_one_card_never_reaches_another():
    rig = VirtualRig()
    reader = rig.open()
    first, second = Answering(), Answering()
    rig.lay_application(CARD, first)
    with reader.connect() as channel:
        channel.transmit(SELECT)
        for medium, application in ((OTHER, second), (CARD, first)):
            rig.lay_application(medium, application)
            with pytest.raises(EnvironmentProblem) as raised:
                channel.transmit(SELECT)
            assert raised.value.code is Code.CARD_REMOVED
    assert (len(first.commands), second.commands) == (1, [])
    reader.close()


def test_a_code_cannot_be_spoken_with():
    rig = VirtualRig()
    reader = rig.open()
    rig.lay(Medium(MediumType.CODE, b"CODE"))
    with pytest.raises(EnvironmentProblem) as raised, reader.connect():
        pass
    assert raised.value.code is Code.READER_NO_EXCHANGE
    reader.close()
