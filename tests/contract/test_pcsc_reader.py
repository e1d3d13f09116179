"""The PC/SC driver on the real stack: pcscd with vsmartcard's virtual readers."""

import pytest

from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, Reader, ReaderLost, ReaderReady
from reader_drivers import catalogue, pcsc, virtual
from reader_drivers.atr import NAME_CLASSIC_1K, NAME_FELICA, storage_card_atr
from reader_drivers.card_application import CardApplication
from reader_drivers.storage_card import BehindReader
from reader_drivers.vpcd_card import VirtualCard, VpcdCard
from station.clock import SystemClock
from tests.contract.reader_contract import CARD, OTHER, ExchangeContract, Inbox, medium_of
from tests.readers_rig import RemovableReader

TYPE_B = 0x07


class PcscRig:
    def __init__(self, removable: RemovableReader) -> None:
        self._removable = removable
        self._card: VpcdCard | None = None

    def open(self) -> Reader:
        return pcsc.DRIVER.open(self._removable.slot.reader, SystemClock())

    def lay(self, medium: Medium) -> None:
        name = NAME_FELICA if medium.type is MediumType.IDM else NAME_CLASSIC_1K
        self._insert(VirtualCard(medium.value, port=self._removable.slot.port, atr=storage_card_atr(name)))

    def lay_application(self, medium: Medium, application: CardApplication) -> None:
        shown = BehindReader(application, identifier=medium.value)
        self._insert(VpcdCard(shown, atr=storage_card_atr(), port=self._removable.slot.port))

    def lay_unreadable(self) -> None:
        self._insert(VirtualCard(None, port=self._removable.slot.port))

    def lift(self) -> None:
        if self._card is not None:
            self._card.take_away()
            self._card = None

    def unplug(self) -> None:
        self._removable.unplug()

    def await_unplugged(self) -> None:
        second = self.open()
        inbox = Inbox(second)
        while not isinstance(inbox.next(), ReaderLost):
            pass
        second.close()

    def plug(self) -> None:
        self._removable.plug()

    def _insert(self, card: VpcdCard) -> None:
        self.lift()
        card.insert()
        self._card = card


class TestPcscReader(ExchangeContract):
    @pytest.fixture
    def rig(self, removable_reader):
        rig = PcscRig(removable_reader)
        yield rig
        rig.lift()


@pytest.fixture
def inbox(open_reader):
    inbox = Inbox(open_reader())
    assert isinstance(inbox.next(), ReaderReady)
    return inbox


def test_the_service_stopped_and_started_again(reader_service, inbox, lay_card):
    lay_card(CARD.value)
    assert medium_of(inbox.next()) == CARD
    reader_service.stop()
    name = inbox.reader.name
    assert inbox.take(2) == [CardGone(reader=name), ReaderLost(reader=name, cause="service")]
    assert inbox.rest() == []
    reader_service.start()
    ready, presented = inbox.take(2)
    assert ready == ReaderReady(reader=name)
    assert medium_of(presented) == CARD


def test_the_service_away_from_the_start(reader_service, open_reader, lay_card):
    reader_service.stop()
    inbox = Inbox(open_reader())
    assert inbox.next() == ReaderLost(reader=inbox.reader.name, cause="service")
    assert inbox.rest() == []
    reader_service.start()
    assert isinstance(inbox.next(), ReaderReady)
    lay_card(OTHER.value)
    assert medium_of(inbox.next()) == OTHER


def test_the_service_restarted_five_times(reader_service, inbox, lay_card):
    for _ in range(5):
        reader_service.stop()
        assert isinstance(inbox.next(), ReaderLost)
        reader_service.start()
        assert isinstance(inbox.next(), ReaderReady)
    lay_card(CARD.value)
    assert medium_of(inbox.next()) == CARD


def test_a_service_that_comes_back_without_the_reader(reader_service, other_service, open_reader, lay_card):
    inbox = Inbox(open_reader(2))
    name = inbox.reader.name
    assert inbox.next() == ReaderReady(reader=name)
    reader_service.stop()
    assert inbox.next() == ReaderLost(reader=name, cause="service")
    other_service.start()
    assert inbox.next() == ReaderLost(reader=name, cause="unplugged")
    assert inbox.rest() == []
    other_service.stop()
    assert inbox.next() == ReaderLost(reader=name, cause="service")
    reader_service.start()
    assert inbox.next() == ReaderReady(reader=name)
    lay_card(CARD.value, slot=2)
    assert medium_of(inbox.next()) == CARD


def test_two_readers_at_once(open_reader, lay_card):
    first, second = Inbox(open_reader(0)), Inbox(open_reader(3))
    assert isinstance(first.next(), ReaderReady)
    assert isinstance(second.next(), ReaderReady)
    on_first, on_second = lay_card(CARD.value, slot=0), lay_card(OTHER.value, slot=3)
    assert medium_of(first.next()) == CARD
    assert medium_of(second.next()) == OTHER
    on_first.take_away()
    assert first.next() == CardGone(reader=first.reader.name)
    assert second.rest() == []
    on_second.take_away()
    assert second.next() == CardGone(reader=second.reader.name)


def test_a_card_torn_away_while_it_is_read(inbox, slots):
    card = VirtualCard(CARD.value, port=slots[0].port)
    card.tear_at(0)
    card.insert()
    assert inbox.next() == CardUnreadable(reader=inbox.reader.name)
    assert inbox.next() == CardGone(reader=inbox.reader.name)
    assert not card.inserted
    card.insert()
    assert medium_of(inbox.next()) == CARD
    card.take_away()


def test_a_card_torn_away_and_laid_down_again_before_the_service_looks(inbox, slots):
    card = VirtualCard(CARD.value, port=slots[0].port)
    card.tear_at(0)
    card.insert()
    assert inbox.next() == CardUnreadable(reader=inbox.reader.name)
    card.insert()
    seen = [inbox.next()]
    while not isinstance(seen[-1], CardPresented):
        seen.append(inbox.next())
    assert seen[-1].medium == CARD
    assert len(seen) <= 2
    card.take_away()


def test_a_type_b_card_has_no_identity(inbox, lay_card):
    lay_card(bytes.fromhex("11223344"), atr=storage_card_atr(0x0000, TYPE_B))
    assert isinstance(inbox.next(), CardUnreadable)
    assert inbox.rest() == []


@pytest.mark.parametrize("value", ["", "1122", "0102030405060708"], ids=["0", "2", "8"])
def test_an_identifier_of_no_known_length_is_not_one(inbox, lay_card, value):
    lay_card(bytes.fromhex(value))
    assert isinstance(inbox.next(), CardUnreadable)


def test_a_read_is_not_held_up_by_delayed_acknowledgements(inbox, lay_card):
    waited = []
    for _ in range(3):
        card = lay_card(CARD.value)
        presented = inbox.next()
        waited.append(SystemClock().monotonic_s() - presented.at_s)
        card.take_away()
        assert isinstance(inbox.next(), CardGone)
    assert min(waited) < 0.02


def test_the_reader_is_chosen_by_the_beginning_of_its_name(slots):
    named = pcsc.DRIVER.open("Test Reader 2", SystemClock())
    first = pcsc.DRIVER.open("", SystemClock())
    assert (named.name, first.name) == (slots[2].reader, slots[0].reader)
    named.close()
    first.close()


def test_the_probe_lists_the_readers(slots):
    found = pcsc.DRIVER.probe()
    assert found.problem is None
    assert [reader.name for reader in found.readers] == [slot.reader for slot in slots]


def test_auto_is_pcsc_with_its_service_and_the_imitated_reader_without(reader_service):
    assert catalogue.choose("auto") is pcsc.DRIVER
    reader_service.stop()
    assert pcsc.DRIVER.probe().problem == "reader_service_missing"
    assert catalogue.choose("auto") is virtual.DRIVER
