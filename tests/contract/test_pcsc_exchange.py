"""Holding a card beside other programs, through a restarted service, on several readers: on the real stack."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from queue import Queue

import pytest
from smartcard import scard

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardChannel, CardGone, CardPresented, CardUnreadable, Feedback, ReaderEvent, ReaderLost, ReaderReady
from reader_drivers import pcsc
from reader_drivers.atr import iso_dep_atr, storage_card_atr
from reader_drivers.pcsc_exchange import BUSY_S
from reader_drivers.storage_card import BehindReader, StorageCard
from reader_drivers.virtual_service import VirtualReaderService
from reader_drivers.vpcd_card import VirtualCard, VpcdCard
from station.card_worker import CardWorkers
from station.clock import SystemClock
from tests.contract.reader_contract import ANSWER, CARD, LONGEST_S, OTHER, SELECT, Answering, Inbox, medium_of

GET_UID = bytes.fromhex("FFCA000000")
BOTH = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1


class Program:
    """Another program on this machine, with the card on a reader."""

    def __init__(self, reader: str, share: int) -> None:
        _, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_SYSTEM)
        self.result, self._card, _ = scard.SCardConnect(self._context, reader, share, BOTH)

    def begin(self) -> None:
        assert scard.SCardBeginTransaction(self._card) == scard.SCARD_S_SUCCESS

    def exchange(self) -> int:
        result, _ = scard.SCardTransmit(self._card, scard.SCARD_PCI_T1, list(GET_UID))
        return result

    def close(self) -> None:
        if self.result == scard.SCARD_S_SUCCESS:
            scard.SCardDisconnect(self._card, scard.SCARD_LEAVE_CARD)
            self.result = scard.SCARD_E_INVALID_HANDLE
        scard.SCardReleaseContext(self._context)


@pytest.fixture
def program() -> Iterator[Callable[..., Program]]:
    opened: list[Program] = []

    def make(reader: str, share: int = scard.SCARD_SHARE_SHARED) -> Program:
        opened.append(Program(reader, share))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def held(open_reader, slots, lay_card):
    """A reader on whose field a card lies."""
    inbox = Inbox(open_reader())
    assert isinstance(inbox.next(), ReaderReady)
    lay_card(CARD.value)
    assert medium_of(inbox.next()) == CARD
    return inbox


def test_a_held_card_is_nobody_elses(held, program):
    with held.reader.connect() as channel:
        assert program(held.reader.name).result == scard.SCARD_E_SHARING_VIOLATION
        assert channel.transmit(GET_UID)[-2:] == b"\x90\x00"
    assert program(held.reader.name).result == scard.SCARD_S_SUCCESS


def test_beside_a_program_that_shares_the_card_it_is_held_in_a_transaction(held, program):
    other = program(held.reader.name)
    with held.reader.connect() as channel:
        assert channel.transmit(GET_UID)[-2:] == b"\x90\x00"
        exchange = threading.Thread(target=other.exchange)
        exchange.start()
        exchange.join(0.3)
        assert exchange.is_alive()
    exchange.join(LONGEST_S)
    assert other.exchange() == scard.SCARD_S_SUCCESS


@pytest.mark.parametrize("how", ["alone", "transaction"])
def test_a_program_that_does_not_let_go_is_not_waited_for_longer_than_promised(held, program, how):
    other = program(held.reader.name, scard.SCARD_SHARE_EXCLUSIVE if how == "alone" else scard.SCARD_SHARE_SHARED)
    if how == "transaction":
        other.begin()
    began = time.monotonic()
    with pytest.raises(EnvironmentProblem) as raised, held.reader.connect():
        pass
    assert raised.value.code is Code.READER_LOST
    assert BUSY_S - 0.1 < time.monotonic() - began < BUSY_S + 1.0
    assert held.rest() == []
    other.close()
    with held.reader.connect() as channel:
        assert channel.transmit(GET_UID)[-2:] == b"\x90\x00"


def test_a_card_that_another_program_keeps_for_itself_is_read_when_it_lets_go(open_reader, slots, lay_card, program):
    lay_card(CARD.value)
    time.sleep(0.9)
    other = program(slots[0].reader)
    other.begin()
    inbox = Inbox(open_reader())
    assert isinstance(inbox.next(), ReaderReady)
    assert isinstance(inbox.next(), CardUnreadable)
    other.close()
    assert medium_of(inbox.next()) == CARD


# --- work over the workers -------------------------------------------------------------------------------------------


@pytest.fixture
def at_work(slots):
    """Workers on some of the readers, what they report, and a way to wait for it."""
    started: list[CardWorkers] = []

    def start(*numbers: int) -> tuple[CardWorkers, Queue[ReaderEvent]]:
        clock = SystemClock()
        workers = CardWorkers([pcsc.DRIVER.open(slots[number].reader, clock) for number in numbers], clock)
        heard: Queue[ReaderEvent] = Queue()
        workers.subscribe(heard.put)
        workers.start()
        started.append(workers)
        for _ in numbers:
            assert isinstance(heard.get(timeout=LONGEST_S), ReaderReady)
        return workers, heard

    yield start
    for workers in started:
        workers.stop()


def await_event(heard: Queue[ReaderEvent], kind: type) -> ReaderEvent:
    while True:
        event = heard.get(timeout=2 * LONGEST_S)
        if isinstance(event, kind):
            return event


def test_work_begins_within_milliseconds_while_the_reader_is_polled(at_work, lay_card, slots):
    workers, heard = at_work(0)
    lay_card(CARD.value)
    await_event(heard, CardPresented)
    took = []
    for _ in range(8):
        time.sleep(0.05)
        began = time.monotonic()
        workers.work(slots[0].reader, lambda channel: channel.transmit(GET_UID), LONGEST_S)
        took.append(time.monotonic() - began)
    assert min(took) < 0.05


def test_two_readers_work_at_once(at_work, slots):
    workers, heard = at_work(0, 3)
    both_inside = threading.Barrier(2, timeout=LONGEST_S)
    cards = []
    for number, medium in ((0, CARD), (3, OTHER)):
        shown = BehindReader(Answering(), identifier=medium.value)
        cards.append(VpcdCard(shown, atr=storage_card_atr(), port=slots[number].port))
        cards[-1].insert()
    for _ in cards:
        await_event(heard, CardPresented)

    def job(channel: CardChannel) -> bytes:
        both_inside.wait()
        return channel.transmit(SELECT)

    answers: Queue[bytes] = Queue()
    readers = [*workers.readers_with(CARD), *workers.readers_with(OTHER)]
    assert readers == [slots[0].reader, slots[3].reader]
    callers = [threading.Thread(target=lambda name=name: answers.put(workers.work(name, job, LONGEST_S))) for name in readers]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert [answers.get(timeout=LONGEST_S) for _ in callers] == [ANSWER, ANSWER]
    for card in cards:
        card.take_away()


def test_the_service_stopped_and_started_again_in_the_middle_of_a_job(at_work, lay_card, slots, reader_service):
    workers, heard = at_work(0)
    lay_card(CARD.value)
    await_event(heard, CardPresented)

    def job(channel: CardChannel) -> bytes:
        channel.transmit(GET_UID)
        reader_service.stop()
        return channel.transmit(GET_UID)

    with pytest.raises(EnvironmentProblem) as raised:
        workers.work(slots[0].reader, job, LONGEST_S)
    assert raised.value.code is Code.READER_LOST
    assert isinstance(await_event(heard, CardGone), CardGone)
    lost = await_event(heard, ReaderLost)
    assert lost == ReaderLost(reader=slots[0].reader, cause="service")
    with pytest.raises(EnvironmentProblem) as raised:
        workers.work(slots[0].reader, lambda channel: channel.transmit(GET_UID), LONGEST_S)
    assert raised.value.code is Code.READER_LOST
    reader_service.start()
    await_event(heard, CardPresented)
    assert workers.work(slots[0].reader, lambda channel: channel.transmit(GET_UID), LONGEST_S)[:-2] == CARD.value


# --- fault 44 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [44])
def test_taps_while_the_cable_is_pulled_and_the_service_restarted(removable_reader, seed):
    """No card laid down once is presented twice, unless its reader was away in between; and it goes on without a restart."""
    rng = random.Random(seed)
    clock, slot = SystemClock(), removable_reader.slot
    workers = CardWorkers([pcsc.DRIVER.open(slot.reader, clock)], clock)
    heard: Queue[ReaderEvent] = Queue()
    workers.subscribe(heard.put)
    workers.start()

    def disturb() -> None:
        match rng.choice(["nothing", "cable", "service"]):
            case "cable":
                removable_reader.unplug()
                time.sleep(rng.uniform(0.0, 0.6))
                removable_reader.plug()
            case "service":
                removable_reader.restart()

    for number in range(12):
        card = VirtualCard(bytes([0x04, number, 1, 2, 3, 4, 5]), port=slot.port)
        lay(card)
        time.sleep(rng.uniform(0.05, 0.5))
        disturb()
        card.take_away()
    last = VirtualCard(CARD.value, port=slot.port)
    lay(last)
    seen = [heard.get(timeout=3 * LONGEST_S)]
    while not (isinstance(seen[-1], CardPresented) and seen[-1].medium.value == CARD.value):
        seen.append(heard.get(timeout=3 * LONGEST_S))
    last.take_away()
    workers.stop()
    assert twice_counted(seen) == []
    assert out_of_order(seen) == []


def lay(card: VirtualCard) -> None:
    """A virtual reader that is just unplugged or restarted takes no connection; a hand would not be stopped by that."""
    deadline = time.monotonic() + 2 * LONGEST_S
    while True:
        try:
            return card.insert()
        except EnvironmentProblem:
            assert time.monotonic() < deadline


def twice_counted(events: list[ReaderEvent]) -> list[bytes]:
    """Cards that were presented again without their reader having been away."""
    again, presented = [], set()
    for event in events:
        if isinstance(event, ReaderLost):
            presented.clear()
        if isinstance(event, CardPresented):
            if event.medium.value in presented:
                again.append(event.medium.value)
            presented.add(event.medium.value)
    return again


def out_of_order(events: list[ReaderEvent]) -> list[ReaderEvent]:
    """Events that cannot come where they stand."""
    wrong, ready, occupied = [], False, False
    for event in events:
        match event:
            case ReaderReady():
                ok, ready = not ready, True
            case ReaderLost():
                ok, ready = not occupied, False
            case CardGone():
                ok, occupied = occupied, False
            case _:
                ok = ready
                occupied = True
        if not ok:
            wrong.append(event)
    return wrong


# --- what a card and a reader tell beside the identifier -------------------------------------------------------------


def presented(inbox: Inbox) -> CardPresented:
    event = inbox.next()
    assert isinstance(event, CardPresented)
    return event


@pytest.fixture
def inbox(open_reader):
    inbox = Inbox(open_reader())
    assert isinstance(inbox.next(), ReaderReady)
    return inbox


@pytest.mark.parametrize(
    ("historical", "hint"),
    [
        ("80", "MIFARE DESFire"),
        ("C1052F2F0035C7", "MIFARE Plus S"),
        ("C10521300077C1", "MIFARE Plus EV1"),
        ("4A434F50", ""),
        ("", ""),
    ],
)
def test_the_ats_comes_with_the_card(inbox, lay_card, historical, hint):
    lay_card(CARD.value, atr=iso_dep_atr(bytes.fromhex(historical)))
    event = presented(inbox)
    assert event.medium == Medium(MediumType.UID, CARD.value, hint)
    assert event.ats == bytes.fromhex(historical)


@pytest.mark.parametrize("ats", [None, bytes(range(1, 20)), bytes.fromhex("1875778102") + bytes(range(1, 20)), b"", b"other"])
def test_an_ats_that_does_not_fit_into_the_atr_is_asked_for(inbox, slots, ats):
    historical = bytes(range(1, 20))
    card = VpcdCard(StorageCard(CARD.value, ats), atr=iso_dep_atr(historical), port=slots[0].port)
    card.insert()
    event = presented(inbox)
    assert event.medium.value == CARD.value
    assert event.ats == (historical if ats and historical in ats else historical[:15])
    card.take_away()


def test_a_storage_card_is_asked_for_its_identifier_and_nothing_else(inbox, slots):
    application = Answering(CARD.value + b"\x90\x00")
    card = VpcdCard(application, atr=storage_card_atr(), port=slots[0].port)
    card.insert()
    assert presented(inbox).ats == b""
    assert application.commands == [GET_UID]
    card.take_away()


def test_light_and_buzzer_of_a_reader_that_has_them(reader_service, pytestconfig, tmp_path_factory):
    reader_service.stop()
    folder = reader_service.socket_path.parent
    with VirtualReaderService(2, folder, label="ACS ACR122U PICC Interface") as service:
        reader = pcsc.DRIVER.open(service.slots[0].reader, SystemClock())
        inbox = Inbox(reader)
        assert isinstance(inbox.next(), ReaderReady)
        reader.signal(Feedback.DONE)
        application = Answering(CARD.value + b"\x90\x00")
        card = VpcdCard(application, atr=storage_card_atr(), port=service.slots[0].port)
        card.insert()
        presented(inbox)
        for feedback in Feedback:
            reader.signal(feedback)
        assert [command.hex() for command in application.commands[1:]] == [
            "ff0040a00401000101",
            "ff0040f00403000101",
            "ff0040500401010201",
        ]
        assert inbox.rest() == []
        card.take_away()
        reader.close()


def test_other_readers_are_told_nothing(inbox, slots):
    application = Answering(CARD.value + b"\x90\x00")
    card = VpcdCard(application, atr=storage_card_atr(), port=slots[0].port)
    card.insert()
    presented(inbox)
    inbox.reader.signal(Feedback.DONE)
    assert application.commands == [GET_UID]
    card.take_away()
