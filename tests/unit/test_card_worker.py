import threading
from collections.abc import Sequence
from itertools import count
from queue import Queue

import pytest
import structlog

from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, Reader, ReaderEvent, ReaderLost, ReaderReady
from reader_drivers import virtual
from station.card_worker import CardWorkers, ReaderCondition
from tests.clocks import SetClock

WITHIN_S = 5.0
CARD = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"))
OTHER = Medium(MediumType.UID, bytes.fromhex("26DEFAE7"))

_numbers = count(1)


class Failing:
    """A real reader whose driver raises at those polls for which it was told to."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.name = reader.name
        self.failures: Queue[Exception] = Queue()

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        if not self.failures.empty():
            raise self.failures.get()
        return self._reader.poll(min(timeout_s, 0.01))

    def close(self) -> None:
        self._reader.close()


class Stuck:
    """A reader whose driver hangs until it is let go."""

    name = "stuck"

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.let_go = threading.Event()
        self.closed = False

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        self.entered.set()
        assert self.let_go.wait(WITHIN_S)
        return []

    def close(self) -> None:
        self.closed = True


class Heard:
    """A handler that keeps what it hears."""

    def __init__(self) -> None:
        self._queue: Queue[ReaderEvent] = Queue()

    def __call__(self, event: ReaderEvent) -> None:
        self._queue.put(event)

    def next(self) -> ReaderEvent:
        return self._queue.get(timeout=WITHIN_S)

    def empty(self) -> bool:
        return self._queue.empty()


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def field():
    return virtual.field(f"Worker {next(_numbers)}!")


@pytest.fixture
def heard():
    return Heard()


@pytest.fixture
def start(clock, heard):
    started = []

    def start(*readers: Reader) -> CardWorkers:
        workers = CardWorkers(readers, clock)
        workers.subscribe(heard)
        workers.start()
        started.append(workers)
        return workers

    yield start
    for workers in started:
        workers.stop()


def opened(field: virtual.VirtualField, clock: SetClock) -> Reader:
    return virtual.DRIVER.open(field.name, clock)


def test_taps_reach_handlers_in_order_with_the_state_already_theirs(start, field, clock, heard):
    workers = start(opened(field, clock))
    cards_seen = []
    workers.subscribe(lambda event: cards_seen.append(workers.card_on(event.reader)))
    assert heard.next() == ReaderReady(reader=field.name)
    field.place(CARD)
    assert heard.next() == CardPresented(reader=field.name, medium=CARD, at_s=clock.s)
    field.place(OTHER)
    assert isinstance(heard.next(), CardGone)
    assert isinstance(heard.next(), CardPresented)
    field.take_away()
    assert isinstance(heard.next(), CardGone)
    workers.stop()
    assert cards_seen[-4:] == [CARD, None, OTHER, None]


def test_what_lies_on_the_reader(start, field, clock, heard):
    workers = start(opened(field, clock))
    heard.next()
    field.place_unreadable()
    assert isinstance(heard.next(), CardUnreadable)
    assert workers.card_on(field.name) is None
    field.place(CARD)
    heard.next()
    heard.next()
    assert workers.card_on(field.name) == CARD
    assert workers.card_on("no such reader") is None


def test_the_condition_follows_the_cable(start, field, clock, heard):
    workers = start(opened(field, clock))
    heard.next()
    ready_since_s = workers.state()[field.name].since_s
    assert workers.state()[field.name].condition is ReaderCondition.READY
    clock.advance(7.0)
    field.unplug()
    assert heard.next() == ReaderLost(reader=field.name, cause="unplugged")
    lost = workers.state()[field.name]
    assert (lost.condition, lost.since_s) == (ReaderCondition.UNPLUGGED, ready_since_s + 7.0)
    field.plug()
    assert heard.next() == ReaderReady(reader=field.name)


def test_a_handler_that_raises_stops_nobody_and_its_words_stay_out_of_the_log(start, field, clock, heard):
    workers = CardWorkers([opened(field, clock)], clock)

    def broken(event: ReaderEvent) -> None:
        raise KeyError("A123456789")

    workers.subscribe(broken)
    workers.subscribe(heard)
    with structlog.testing.capture_logs() as logs:
        workers.start()
        heard.next()
        field.place(CARD)
        assert isinstance(heard.next(), CardPresented)
        workers.stop()
    loud = [entry for entry in logs if entry["log_level"] != "debug"]
    assert [entry["event"] for entry in loud] == ["card_handler_failed"] * 2
    assert loud[0]["error"] == "KeyError"
    assert "A123456789" not in str(loud)


def test_a_handler_that_has_unsubscribed_hears_no_more(start, field, clock, heard):
    workers = start(opened(field, clock))
    late = Heard()
    end = workers.subscribe(late)
    heard.next()
    end()
    end()
    field.place(CARD)
    assert isinstance(heard.next(), CardPresented)
    workers.stop()
    while not late.empty():
        assert not isinstance(late.next(), CardPresented)


def test_a_poll_that_raises_is_a_lost_reader_until_it_works_again(start, field, clock, heard):
    reader = Failing(opened(field, clock))
    workers = start(reader)
    assert heard.next() == ReaderReady(reader=field.name)
    field.place(CARD)
    heard.next()
    reader.failures.put(RuntimeError("driver"))
    assert heard.next() == CardGone(reader=field.name)
    assert heard.next() == ReaderLost(reader=field.name, cause="service")
    assert heard.next() == ReaderReady(reader=field.name)
    field.place(OTHER)
    assert isinstance(heard.next(), CardGone)
    assert isinstance(heard.next(), CardPresented)
    assert workers.card_on(field.name) == OTHER


def test_a_reader_that_was_lost_before_its_driver_failed_is_not_called_ready(start, field, clock, heard):
    reader = Failing(opened(field, clock))
    start(reader)
    heard.next()
    field.unplug()
    heard.next()
    reader.failures.put(RuntimeError("driver"))
    assert heard.next() == ReaderLost(reader=field.name, cause="service")
    field.plug()
    assert heard.next() == ReaderReady(reader=field.name)
    assert heard.empty()


def test_two_readers_side_by_side(start, clock, heard):
    one, two = (virtual.field(f"Worker {next(_numbers)}!") for _ in range(2))
    workers = start(opened(one, clock), opened(two, clock))
    assert {heard.next().reader, heard.next().reader} == {one.name, two.name}
    one.place(CARD)
    two.place(OTHER)
    heard.next()
    heard.next()
    assert (workers.card_on(one.name), workers.card_on(two.name)) == (CARD, OTHER)


def test_two_readers_of_one_name_are_refused(field, clock):
    readers = [opened(field, clock), opened(field, clock)]
    with pytest.raises(ValueError, match="one name"):
        CardWorkers(readers, clock)


def test_stop_does_not_wait_for_a_driver_that_hangs(field, clock):
    stuck = Stuck()
    workers = CardWorkers([stuck, opened(field, clock)], clock)
    workers.start()
    assert stuck.entered.wait(WITHIN_S)
    with structlog.testing.capture_logs() as logs:
        workers.stop(timeout_s=0.7)
    assert [entry["event"] for entry in logs] == ["card_worker_hangs"]
    assert not stuck.closed
    stuck.let_go.set()


def test_a_handler_may_stop_the_workers(field, clock):
    workers = CardWorkers([opened(field, clock)], clock)
    stopped = threading.Event()

    def handler(event: ReaderEvent) -> None:
        workers.stop()
        stopped.set()

    workers.subscribe(handler)
    workers.start()
    assert stopped.wait(WITHIN_S)
