"""Upload and download against a scripted platform, with the real journal and registry."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import structlog.testing

from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.events import CHAIN_START, SignedEvent, SignedIn, decode
from domain.ports import FeedPosition, RegistryNeeds, SnapshotPart
from domain.wire import (
    BalanceResponse,
    CardRow,
    ChangesResponse,
    EnrolRequest,
    EnrolResponse,
    Outcome,
    OutcomeStatus,
    ProgrammeResponse,
)
from domain.wire_fleet import (
    Beat,
    ChainEnd,
    EpochRequest,
    EpochResponse,
    HeartbeatResponse,
    IdentityResponse,
)
from domain.wire_operations import ToldResponse
from domain.wire_registry import SnapshotResponse
from offline_store.journal import Journal
from offline_store.registry import Registry
from station.clock import SystemClock
from station.shut_out import ShutOut
from sync.backoff import Backoff
from sync.engine import SyncEngine
from sync.upkeep import Upkeep
from sync.uploader import Uploader
from tests.clocks import SetClock
from tests.store.conftest import IDENTITY, open_journal

CARD = CardRow(medium=b"\x07" * 8, card_kind="general", state="active", holder=None)


class ScriptedPlatform:
    """Answers as its parts say; counts what it is asked."""

    def __init__(self) -> None:
        self.batches: list[list[SignedEvent]] = []
        self.answer: Callable[[Sequence[SignedEvent]], list[Outcome]] = self.accept_all
        self.pages: Callable[[FeedPosition], ChangesResponse] = self.one_page
        self.asked = threading.Event()

    @staticmethod
    def accept_all(events: Sequence[SignedEvent]) -> list[Outcome]:
        return [word(event, OutcomeStatus.ACCEPTED) for event in events]

    @staticmethod
    def one_page(_position: FeedPosition) -> ChangesResponse:
        return ChangesResponse(server_ms=1, generation="g1", cursor="c1", more=False, rows=[CARD])

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        raise NotImplementedError

    def upload(self, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        self.batches.append(list(events))
        self.asked.set()
        return self.answer(events)

    def changes(self, position: FeedPosition, limit: int) -> ChangesResponse:
        return self.pages(position)

    def snapshot(self) -> SnapshotResponse:
        raise EnvironmentProblem(Code.SNAPSHOT_MISSING)

    def snapshot_part(self, part: SnapshotPart) -> bytes:
        raise NotImplementedError

    def programme(self, version: str) -> ProgrammeResponse:
        return ProgrammeResponse(server_ms=1, generation="g1", version="v2", programme=None if version == "v2" else "text")

    def balance(self, medium: bytes, digest_key: str) -> BalanceResponse:
        raise NotImplementedError

    def identity(self) -> IdentityResponse:
        """As it was enrolled, with nothing of its journal here: never a rewind."""
        chain = ChainEnd(epoch=1, seq=0, hash=CHAIN_START)
        return IdentityResponse(server_ms=1, generation="g1", identity=IDENTITY, chain=chain, digest_key_id="k1")

    def heartbeat(self, beat: Beat) -> HeartbeatResponse:
        return HeartbeatResponse(
            server_ms=1,
            generation="g1",
            wipe_ordered_ms=None,
            minimum_version="",
            programme_version="v2",
            snapshot="",
            digest_key_id="k1",
            epoch=1,
            chain=self.identity().chain,
            rotate_token=False,
        )

    def told(self, after: int) -> ToldResponse:
        return ToldResponse(server_ms=1, generation="g1", told=[], more=False)

    def new_epoch(self, request: EpochRequest) -> EpochResponse:
        raise NotImplementedError

    def renew_token(self) -> None:
        raise NotImplementedError

    def wiped(self, ordered_ms: int, signature: bytes) -> None:
        raise NotImplementedError


def upkeep_of(platform: ScriptedPlatform, journal: Journal, registry: Registry) -> Upkeep:
    return Upkeep(
        platform,
        journal.record,
        journal,
        registry,
        SystemClock(),
        beat=lambda: Beat(version="1"),
        beat_s=600.0,
        instance="",
    )


def word(event: SignedEvent, status: OutcomeStatus) -> Outcome:
    return Outcome(op_id=decode(event.body).op_id, hash=event.hash, status=status)


def failing(error: CityCardError) -> Callable[..., list[Outcome]]:
    def fail(_events: Sequence[SignedEvent]) -> list[Outcome]:
        raise error

    return fail


def act(journal: Journal, number: int) -> UUID:
    with journal.act() as writing:
        return writing.append(SignedIn(activity="A", walk_in=True), medium=number.to_bytes(8, "big")).op_id


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def journal(tmp_path: Path, clock: SetClock) -> Iterator[Journal]:
    opened = open_journal(tmp_path, clock)
    opened.put_meta(identity=msgspec.json.encode(IDENTITY).decode(), digest_key_id="k1")
    yield opened
    opened.close()


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    needs = RegistryNeeds(roles=frozenset({"kiosk"}), digest_key="k1")
    opened = Registry(tmp_path, bytes(32), fresh_key=lambda: bytes(range(32)), needs=lambda: needs, now_ms=SystemClock().now_ms)
    yield opened
    opened.close()


class TestUploader:
    def test_everything_goes_up_in_order_and_once(self, journal: Journal, clock: SetClock) -> None:
        made = [act(journal, number) for number in range(450)]
        platform = ScriptedPlatform()
        uploader = Uploader(platform, journal, clock)
        while uploader.round():
            pass
        sent = [decode(event.body).op_id for batch in platform.batches for event in batch]
        assert sent == made
        assert journal.queue().waiting == 0

    def test_a_poison_event_is_parked_and_the_rest_flows(self, journal: Journal, clock: SetClock) -> None:
        poison = act(journal, 1)
        act(journal, 2)
        platform = ScriptedPlatform()
        platform.answer = lambda events: [
            word(event, OutcomeStatus.REJECTED if decode(event.body).op_id == poison else OutcomeStatus.ACCEPTED)
            for event in events
        ]
        Uploader(platform, journal, clock).round()
        queue = journal.queue()
        assert (queue.waiting, queue.parked) == (0, 1)

    def test_a_half_answer_settles_half_and_only_the_rest_is_sent_again(self, journal: Journal, clock: SetClock) -> None:
        for number in range(4):
            act(journal, number)
        platform = ScriptedPlatform()
        platform.answer = lambda events: [word(event, OutcomeStatus.ACCEPTED) for event in events[:2]]
        uploader = Uploader(platform, journal, clock)
        assert uploader.round()
        assert journal.queue().waiting == 2
        assert not uploader.round() or journal.queue().waiting == 0
        assert [len(batch) for batch in platform.batches] == [4, 2]

    def test_an_answer_about_nothing_that_was_sent_is_not_progress(self, journal: Journal, clock: SetClock) -> None:
        act(journal, 1)
        platform = ScriptedPlatform()
        platform.answer = lambda _events: []
        with pytest.raises(EnvironmentProblem) as caught:
            Uploader(platform, journal, clock).round()
        assert caught.value.code is Code.PLATFORM_NOT_OURS
        assert journal.queue().waiting == 1

    def test_held_events_are_asked_again_later_and_never_in_a_loop(self, journal: Journal, clock: SetClock) -> None:
        act(journal, 1)
        platform = ScriptedPlatform()
        platform.answer = lambda events: [word(event, OutcomeStatus.HELD) for event in events]
        uploader = Uploader(platform, journal, clock)
        uploader.round()
        uploader.round()
        assert not uploader.round()
        assert len(platform.batches) == 2
        clock.advance(20)
        platform.answer = platform.accept_all
        uploader.round()
        assert len(platform.batches) == 3
        assert journal.queue().held == 0

    def test_a_batch_too_large_is_halved_until_it_fits(self, journal: Journal, clock: SetClock) -> None:
        for number in range(8):
            act(journal, number)
        platform = ScriptedPlatform()

        def at_most_two(events: Sequence[SignedEvent]) -> list[Outcome]:
            if len(events) > 2:
                raise Refused(Code.REQUEST_TOO_LARGE)
            return platform.accept_all(events)

        platform.answer = at_most_two
        uploader = Uploader(platform, journal, clock)
        while uploader.round():
            pass
        assert journal.queue().waiting == 0

    def test_what_fails_stays(self, journal: Journal, clock: SetClock) -> None:
        act(journal, 1)
        platform = ScriptedPlatform()
        platform.answer = failing(EnvironmentProblem(Code.PLATFORM_UNREACHABLE))
        with pytest.raises(EnvironmentProblem):
            Uploader(platform, journal, clock).round()
        assert journal.queue().waiting == 1


class TestEngine:
    @pytest.fixture
    def platform(self) -> ScriptedPlatform:
        return ScriptedPlatform()

    @pytest.fixture
    def engine(self, platform: ScriptedPlatform, journal: Journal, registry: Registry) -> Iterator[SyncEngine]:
        self.changed = threading.Event()
        self.programmes: list[tuple[str, str]] = []
        made = SyncEngine(
            platform,
            journal,
            registry,
            SystemClock(),
            upkeep=upkeep_of(platform, journal, registry),
            shut_out=ShutOut(journal),
            poll_s=0.05,
            on_change=self.changed.set,
            programme_version=lambda: "v1",
            on_programme=lambda version, text: self.programmes.append((version, text)),
        )
        yield made
        made.stop()

    def _slow(self, platform: ScriptedPlatform, journal: Journal, registry: Registry) -> SyncEngine:
        """An engine that does nothing by itself within a test."""
        self.changed = threading.Event()
        return SyncEngine(
            platform,
            journal,
            registry,
            SystemClock(),
            upkeep=upkeep_of(platform, journal, registry),
            shut_out=ShutOut(journal),
            poll_s=600.0,
            on_change=self.changed.set,
            programme_version=lambda: "v2",
            on_programme=lambda _version, _text: None,
        )

    def _until(self, ready: Callable[[], bool]) -> None:
        for _ in range(200):
            if ready():
                return
            self.changed.wait(0.05)
            self.changed.clear()
        raise AssertionError("never")

    def test_both_directions_run_and_the_programme_comes(
        self, engine: SyncEngine, journal: Journal, registry: Registry
    ) -> None:
        act(journal, 1)
        engine.start()
        self._until(lambda: journal.queue().waiting == 0 and bool(self.programmes) and registry.card(CARD.medium) is not None)
        state = engine.state()
        assert (state.tried, state.upload_problem, state.download_problem) == (True, None, None)
        assert self.programmes[0] == ("v2", "text")

    def test_an_upload_that_fails_for_good_never_stops_the_download(
        self, platform: ScriptedPlatform, engine: SyncEngine, journal: Journal, registry: Registry
    ) -> None:
        platform.answer = failing(EnvironmentProblem(Code.PLATFORM_NOT_OURS))
        act(journal, 1)
        engine.start()
        self._until(lambda: registry.card(CARD.medium) is not None and engine.state().upload_problem is not None)
        assert engine.state().download_problem is None
        assert journal.queue().waiting == 1

    def test_submit_now_gives_the_platforms_word(self, engine: SyncEngine, journal: Journal) -> None:
        engine.start()
        outcome = engine.submit_now(act(journal, 1), 5.0)
        assert outcome is not None
        assert outcome.status is OutcomeStatus.ACCEPTED

    def test_submit_now_gives_up_at_once_when_nobody_answers(
        self, platform: ScriptedPlatform, engine: SyncEngine, journal: Journal
    ) -> None:
        platform.answer = failing(EnvironmentProblem(Code.PLATFORM_UNREACHABLE))
        engine.start()
        assert engine.submit_now(act(journal, 1), 60.0) is None
        assert journal.queue().waiting == 1

    def test_what_is_offered_is_sent_at_once_and_asks_for_nothing(
        self, platform: ScriptedPlatform, journal: Journal, registry: Registry
    ) -> None:
        pages: list[FeedPosition] = []
        platform.pages = lambda position: (pages.append(position), platform.one_page(position))[1]
        engine = self._slow(platform, journal, registry)
        engine.start()
        self._until(lambda: engine.state().tried and len(pages) == 1)
        act(journal, 1)
        engine.offer()
        self._until(lambda: journal.queue().waiting == 0)
        engine.stop()
        assert len(pages) == 1

    def test_taps_without_a_network_neither_hurry_the_next_try_nor_fill_the_log(
        self, platform: ScriptedPlatform, journal: Journal, registry: Registry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Backoff, "failed", lambda _: 600.0)
        platform.answer = failing(EnvironmentProblem(Code.PLATFORM_UNREACHABLE))
        act(journal, 0)
        engine = self._slow(platform, journal, registry)
        with structlog.testing.capture_logs() as entries:
            engine.start()
            self._until(lambda: engine.state().upload_problem is not None)
            for number in range(1, 20):
                act(journal, number)
                engine.offer()
                time.sleep(0.01)
            tries = len(platform.batches)
            for _ in range(3):
                engine.flush(5.0)
            platform.answer = platform.accept_all
            engine.flush(5.0)
            engine.stop()
        assert tries == 1
        assert journal.queue().waiting == 0
        told = [entry["event"] for entry in entries if entry["log_level"] == "info"]
        assert told == ["sync failed", "sync goes on"]

    def test_a_bug_in_a_handler_does_not_end_sync(
        self, platform: ScriptedPlatform, engine: SyncEngine, journal: Journal
    ) -> None:
        def broken(_events: Sequence[SignedEvent]) -> list[Outcome]:
            platform.answer = platform.accept_all
            raise ZeroDivisionError

        platform.answer = broken
        act(journal, 1)
        engine.start()
        self._until(lambda: journal.queue().waiting == 0)
        assert len(platform.batches) == 2

    @pytest.mark.parametrize("code", [Code.STATION_REVOKED, Code.STATION_CLONED])
    def test_a_revoked_station_stops_wipes_what_it_downloaded_and_keeps_its_outbox(
        self, platform: ScriptedPlatform, engine: SyncEngine, journal: Journal, registry: Registry, code: Code
    ) -> None:
        registry.apply(platform.one_page(FeedPosition()))
        platform.answer = failing(EnvironmentProblem(code))
        platform.pages = failing(EnvironmentProblem(code))  # type: ignore[assignment]
        act(journal, 1)
        engine.start()
        self._until(lambda: engine.state().stopped is code)
        self._until(lambda: registry.card(CARD.medium) is None)
        assert journal.queue().waiting == 1
