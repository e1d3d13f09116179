import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import count
from queue import Queue

import pytest
import structlog

from domain.errors import Bug, CityCardError, Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    CardUnreadable,
    Feedback,
    Reader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)
from reader_drivers import virtual
from station.card_worker import CardWorkers, ReaderCondition
from station.clock import SystemClock
from station.reader_thread import ReaderThread
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

    def connect(self) -> AbstractContextManager[CardChannel]:
        return self._reader.connect()

    def signal(self, feedback: Feedback) -> None:
        raise RuntimeError("signal")

    def wake(self) -> None:
        self._reader.wake()

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

    def connect(self) -> AbstractContextManager[CardChannel]:
        raise EnvironmentProblem(Code.CARD_REMOVED)

    def signal(self, feedback: Feedback) -> None:
        """It has none."""

    def wake(self) -> None:
        """It does not hear."""

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


# --- work on cards ---------------------------------------------------------------------------------------------------

GET_UID = bytes.fromhex("FFCA000000")
UID_ANSWER = CARD.value + b"\x90\x00"


def uid_of(channel: CardChannel) -> bytes:
    return channel.transmit(GET_UID)


class Waiting:
    """Calls `work` on a thread of its own and keeps what came of it."""

    def __init__(self, call) -> None:
        self.outcome: object = None
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._thread.start()

    def _run(self, call) -> None:
        try:
            self.outcome = call()
        except CityCardError as problem:
            self.outcome = problem.code

    def is_waiting(self, after_s: float) -> bool:
        self._thread.join(after_s)
        return self._thread.is_alive()

    def result(self) -> object:
        self._thread.join(WITHIN_S)
        assert not self._thread.is_alive()
        return self.outcome


@pytest.fixture
def laid(start, field, clock, heard):
    """Workers whose one reader has a card on it."""
    workers = start(opened(field, clock))
    field.place(CARD)
    heard.next()
    assert isinstance(heard.next(), CardPresented)
    return workers


def test_work_is_done_on_the_readers_own_thread(laid, field):
    threads = []

    def job(channel: CardChannel) -> bytes:
        threads.append(threading.current_thread().name)
        return uid_of(channel)

    assert laid.work(field.name, job, WITHIN_S) == UID_ANSWER
    assert threads == ["card-worker-0"]


def test_work_interrupts_a_poll_that_waits(laid, field):
    clock = SystemClock()
    took = []
    for _ in range(5):
        began_s = clock.monotonic_s()
        laid.work(field.name, uid_of, WITHIN_S)
        took.append(clock.monotonic_s() - began_s)
    assert min(took) < 0.1


def test_readers_with_a_card_go_by_its_identifier(laid, field):
    assert laid.readers_with(Medium(CARD.type, CARD.value, "another hint")) == [field.name]
    assert laid.readers_with(OTHER) == []


def test_what_a_job_raises_is_its_callers_and_hurts_nobody(laid, field):
    def job(channel: CardChannel) -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        laid.work(field.name, job, WITHIN_S)
    with pytest.raises(SystemExit):
        laid.work(field.name, lambda _: exec("raise SystemExit"), WITHIN_S)
    assert laid.work(field.name, uid_of, WITHIN_S) == UID_ANSWER


def test_work_without_card_reader_or_exchange_says_so(start, field, clock, heard):
    workers = start(opened(field, clock))
    heard.next()

    def code(reader: str) -> Code:
        with pytest.raises(EnvironmentProblem) as raised:
            workers.work(reader, uid_of, WITHIN_S)
        return raised.value.code

    assert code(field.name) is Code.CARD_REMOVED
    field.place(Medium(MediumType.CODE, b"CODE"))
    assert code(field.name) is Code.READER_NO_EXCHANGE
    field.unplug()
    assert code(field.name) is Code.READER_LOST
    assert code("no such reader") is Code.READER_LOST


def test_work_that_does_not_begin_in_time_never_runs(clock):
    stuck = Stuck()
    workers = CardWorkers([stuck], clock)
    workers.start()
    assert stuck.entered.wait(WITHIN_S)
    ran = []
    with pytest.raises(EnvironmentProblem) as raised:
        workers.work("stuck", ran.append, 0.01)
    assert raised.value.code is Code.READER_LOST
    stuck.let_go.set()
    workers.stop()
    assert ran == []


def test_a_card_that_cannot_be_held_in_time_is_not_waited_for(field, clock):
    class Slow(Failing):
        def __init__(self) -> None:
            super().__init__(opened(field, clock))
            self.let_go = threading.Event()

        def connect(self) -> AbstractContextManager[CardChannel]:
            assert self.let_go.wait(WITHIN_S)
            return super().connect()

    field.place(CARD)
    slow = Slow()
    workers = CardWorkers([slow], clock)
    workers.start()
    ran = []
    with pytest.raises(EnvironmentProblem):
        workers.work(field.name, ran.append, 0.01)
    slow.let_go.set()
    assert workers.work(field.name, uid_of, WITHIN_S) == UID_ANSWER
    workers.stop()
    assert ran == []


def test_work_that_has_begun_is_waited_for_to_its_end(laid, field):
    go_on = threading.Event()
    begun = threading.Event()

    def job(channel: CardChannel) -> str:
        begun.set()
        assert go_on.wait(WITHIN_S)
        return "done"

    waiting = Waiting(lambda: laid.work(field.name, job, 0.2))
    assert begun.wait(WITHIN_S)
    assert waiting.is_waiting(0.25)
    go_on.set()
    assert waiting.result() == "done"


def test_what_a_job_does_to_the_field_is_reported_after_it(laid, field, heard):
    laid.work(field.name, lambda _: field.take_away(), WITHIN_S)
    assert isinstance(heard.next(), CardGone)
    assert laid.card_on(field.name) is None


def test_a_job_cannot_wait_for_its_own_thread(laid, field):
    with pytest.raises(Bug):
        laid.work(field.name, lambda _: laid.work(field.name, uid_of, WITHIN_S), WITHIN_S)


def test_a_handler_may_work_on_the_card_that_it_was_told_of(start, field, clock, heard):
    workers = start(opened(field, clock))
    answers: Queue[bytes] = Queue()

    def handler(event: ReaderEvent) -> None:
        if isinstance(event, CardPresented):
            answers.put(workers.work(event.reader, uid_of, WITHIN_S))

    workers.subscribe(handler)
    field.place(CARD)
    assert answers.get(timeout=WITHIN_S) == UID_ANSWER


def test_stop_refuses_what_waits_and_lets_finish_what_runs(laid, field):
    go_on = threading.Event()
    begun = threading.Event()

    def job(channel: CardChannel) -> str:
        begun.set()
        assert go_on.wait(WITHIN_S)
        return "done"

    running = Waiting(lambda: laid.work(field.name, job, WITHIN_S))
    assert begun.wait(WITHIN_S)
    second = Waiting(lambda: laid.work(field.name, lambda _: "never", WITHIN_S))
    stopping = Waiting(lambda: laid.stop(WITHIN_S))
    assert second.result() is Code.READER_LOST
    go_on.set()
    assert running.result() == "done"
    stopping.result()
    with pytest.raises(EnvironmentProblem):
        laid.work(field.name, uid_of, WITHIN_S)


def test_who_waits_for_a_job_that_hangs_hears_of_the_stop(laid, field):
    go_on = threading.Event()
    begun = threading.Event()

    def job(channel: CardChannel) -> None:
        begun.set()
        assert go_on.wait(WITHIN_S)

    hanging = Waiting(lambda: laid.work(field.name, job, WITHIN_S))
    assert begun.wait(WITHIN_S)
    with structlog.testing.capture_logs() as logs:
        # The clock of this test stands still, so that nothing is waited for.
        laid.stop(timeout_s=0.0)
    assert "card_worker_hangs" in [entry["event"] for entry in logs]
    assert hanging.result() is Code.READER_LOST
    go_on.set()


def test_a_job_that_never_ends_is_given_up_and_its_reader_counts_as_lost_until_it_does(field, clock, heard):
    workers = CardWorkers([opened(field, clock)], clock, job_s=0.1)
    workers.subscribe(heard)
    workers.start()
    field.place(CARD)
    assert isinstance(heard.next(), ReaderReady)
    assert isinstance(heard.next(), CardPresented)
    go_on = threading.Event()
    hanging = Waiting(lambda: workers.work(field.name, lambda _: go_on.wait(WITHIN_S), WITHIN_S))
    assert hanging.result() is Code.READER_LOST
    assert isinstance(heard.next(), CardGone)
    assert isinstance(heard.next(), ReaderLost)
    assert workers.state()[field.name].condition is ReaderCondition.NO_SERVICE
    assert Waiting(lambda: workers.work(field.name, uid_of, WITHIN_S)).result() is Code.READER_LOST
    go_on.set()
    assert isinstance(heard.next(), ReaderReady)
    back = heard.next()
    assert isinstance(back, CardPresented)
    assert back.again
    assert workers.work(field.name, uid_of, WITHIN_S) == UID_ANSWER
    workers.stop()


def test_a_reader_shows_what_it_is_told_and_one_that_fails_at_it_goes_on(start, field, clock, heard):
    second = virtual.field(f"Worker {next(_numbers)}!")
    workers = start(opened(field, clock), Failing(opened(second, clock)))
    workers.signal("no such reader", Feedback.DONE)
    for one in (field, second):
        workers.signal(one.name, Feedback.REFUSED)
        one.place(CARD)
    assert sum(isinstance(heard.next(), CardPresented) for _ in range(4)) == 2
    assert workers.work(field.name, uid_of, WITHIN_S) == workers.work(second.name, uid_of, WITHIN_S) == UID_ANSWER
    assert field.signals() == [Feedback.REFUSED]


def test_jobs_of_many_callers_run_one_after_the_other(laid, field):
    inside = []

    def job(channel: CardChannel) -> int:
        inside.append(1)
        seen = len(inside)
        uid_of(channel)
        inside.pop()
        return seen

    callers = [Waiting(lambda: laid.work(field.name, job, WITHIN_S)) for _ in range(20)]
    assert [caller.result() for caller in callers] == [1] * 20


def test_a_thread_that_was_never_started_is_over(field, clock):
    thread = ReaderThread(opened(field, clock), lambda _: None, "idle", clock)
    assert thread.ended(0.0)


# --- a card that stays while its reader is away ----------------------------------------------------------------------


def next_card(heard: Heard) -> CardPresented:
    while not isinstance(event := heard.next(), CardPresented):
        pass
    return event


def test_a_card_that_lay_there_all_the_time_is_no_new_tap(laid, field, heard):
    for _ in range(3):
        field.unplug()
        field.plug()
        assert next_card(heard).again
    field.take_away()
    field.place(CARD)
    assert not next_card(heard).again


def test_another_card_or_the_same_one_laid_down_anew_is_a_tap(laid, field, heard, clock):
    field.unplug()
    field.place(OTHER)
    field.plug()
    assert not next_card(heard).again
    field.take_away()
    assert isinstance(heard.next(), CardGone)
    field.unplug()
    field.place(OTHER)
    field.plug()
    assert not next_card(heard).again
    field.unplug()
    field.take_away()
    field.plug()
    while not isinstance(heard.next(), ReaderReady):
        pass
    clock.advance(2.1)
    field.place(OTHER)
    assert not next_card(heard).again


def test_a_card_that_stays_while_its_driver_fails_is_no_new_tap(start, field, clock, heard):
    reader = Failing(opened(field, clock))
    start(reader)
    field.place(CARD)
    assert not next_card(heard).again
    reader.failures.put(RuntimeError("driver"))
    assert isinstance(heard.next(), CardGone)
    assert isinstance(heard.next(), ReaderLost)
    assert isinstance(heard.next(), ReaderReady)
    field.unplug()
    field.plug()
    assert next_card(heard).again
