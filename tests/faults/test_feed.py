"""The registry on its way down: rows that come late, downloads that are cut, permissions and generations that are lost."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, feed
from central.platform import Platform
from citycard_app.demo_data import TALK
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.ports import FeedPosition
from domain.wire import CardRow, ChangesResponse, Problem
from offline_store import registry_rows
from offline_store.outbox import Outbox
from offline_store.registry import Registry
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import PlatformSettings, ReaderSettings, StationSettings, StoreSettings
from station.wiring import open_station
from sync.http_platform import HttpPlatform
from tests.central.field import a_medium, import_person
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.faults.way import CHANGES, Answer, Asked
from tests.platform_rig import PROGRAMME, RunningPlatform
from tests.postgres_rig import PostgresServer


def registry_of(city: FaultCity, desk: str) -> dict[bytes, CardRow | None]:
    """Every card of the platform as a station has it."""
    registry = city.station(desk)._context.registry
    return {medium: registry.card(medium) for medium in city.facts().cards}


def is_whole(city: FaultCity, desk: str) -> bool:
    """Whether a station's registry says of every card what the platform says."""
    facts = city.facts().cards
    here = {medium: row and (row.card_kind, row.state) for medium, row in registry_of(city, desk).items()}
    return here == {medium: (card.card_kind, card.state) for medium, card in facts.items()}


# --- 26 ---


def the_feed_waits_for_nobody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feed, "_oldest_writing", lambda: sa.literal(1 << 60, sa.BigInteger))


@pytest.fixture
def on_postgres(tmp_path: Path, postgres: PostgresServer) -> Iterator[RunningPlatform]:
    text = PROGRAMME.read_text("utf-8")
    with postgres.database() as url, RunningPlatform(tmp_path / "central", text, database=url) as rig:
        yield rig


@fault(26, broken_by=the_feed_waits_for_nobody)
def test_fault_26_a_row_that_commits_behind_a_cursor_is_not_skipped(
    on_postgres: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite there is one writer at a time."""
    platform, clock = on_postgres.platform, SystemClock()
    changes = HttpPlatform.changes
    downloads: list[str] = []

    def counted(self: HttpPlatform, position: FeedPosition, limit: int) -> ChangesResponse:
        page = changes(self, position, limit)
        downloads.append(page.cursor)
        return page

    monkeypatch.setattr(HttpPlatform, "changes", counted)
    for number in (1, 2):
        import_person(platform, number)
    settings = StationSettings(
        state=str(tmp_path / "kiosk"),
        platform=PlatformSettings(url=on_postgres.url, poll_s=0.1),
        reader=ReaderSettings(driver="virtual", name=f"kiosk {tmp_path.name}"),
        store=StoreSettings(secrets="file"),
    )
    code = admin.create_enrolment_code(platform, "示範自助機", "示範區公所", ["kiosk"])
    enrol(settings, on_postgres.url, code, clock, demo=True)
    station = open_station(settings, clock)
    station.start()

    def state(number: int) -> CardState | None:
        return station.counter.look(a_medium(number)).state

    try:
        FaultCity.until(lambda: state(1) is state(2) is CardState.ACTIVE)
        with platform.store.write() as slow:
            medium = station.digest(a_medium(1))
            feed.publish(slow, CardRow(medium=medium, card_kind="senior", state="suspended", holder=None))
            admin.block_card(platform, a_medium(2), CardState.LOST)
            before = len(downloads)
            FaultCity.until(lambda: len(downloads) >= before + 3)
        FaultCity.until(lambda: (state(1), state(2)) == (CardState.SUSPENDED, CardState.LOST))
    finally:
        station.stop()


# --- 27 ---


def a_cut_download_begins_its_file_anew(patch: pytest.MonkeyPatch) -> None:
    changes, apply = HttpPlatform.changes, Registry.apply
    cut: list[None] = []

    def noting(self: HttpPlatform, position: FeedPosition, limit: int) -> ChangesResponse:
        try:
            return changes(self, position, limit)
        except EnvironmentProblem:
            cut.append(None)
            raise

    def anew(self: Registry, page: ChangesResponse) -> None:
        if cut and self._next is not None:
            self._begin_next()
        cut.clear()
        apply(self, page)

    patch.setattr(HttpPlatform, "changes", noting)
    patch.setattr(Registry, "apply", anew)


@fault(27, broken_by=a_cut_download_begins_its_file_anew)
def test_fault_27_a_download_cut_three_times_while_rows_change_is_whole(city: FaultCity) -> None:
    pages: list[str] = []

    def small_pages(asked: Asked) -> Answer | None:
        pages.append(asked.target)
        if len(pages) in (2, 4, 6):
            return None
        if len(pages) == 3:
            admin.block_card(city.platform.platform, city.medium("senior"), CardState.LOST)
        return city.way.forward(asked._replace(target=re.sub(r"limit=\d+", "limit=2", asked.target)))

    city.way.do(small_pages, CHANGES)
    station = city.station("counter", start=False)
    station.start()
    while len(pages) < 8:
        city.hurry("counter")
        city.until(lambda: station.status().problem is not None or len(pages) >= 8)
    city.until(lambda: station.status().problem is None)
    city.until(lambda: is_whole(city, "counter"))
    assert station.counter.look(city.medium("senior")).state is CardState.LOST
    assert station._context.registry.staff("D001") is not None


# --- 28 ---


def nothing_means_delete_all(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(registry_rows, "has_cards", lambda _db: True)


@fault(28, broken_by=nothing_means_delete_all)
def test_fault_28_an_empty_answer_takes_nothing_away(city: FaultCity) -> None:
    station = city.station("counter")
    assert is_whole(city, "counter")
    refused = Problem(server_ms=1, generation="g", code=Code.STAFF_NOT_ALLOWED, details={})
    asked: list[Asked] = []

    def refuses(request: Asked) -> Answer:
        asked.append(request)
        return Answer(403, msgspec.json.encode(refused))

    city.way.do(refuses, CHANGES)
    city.hurry("counter")
    city.until(lambda: len(asked) > 1)
    city.way.clear()
    nothing = ChangesResponse(server_ms=SystemClock().now_ms(), generation="elsewhere", cursor="0", more=False, rows=[])
    city.way.do(lambda _asked: Answer(200, msgspec.json.encode(nothing)), CHANGES)
    city.hurry("counter")
    city.until(lambda: station.status().problem is Code.REGISTRY_EMPTY)
    assert is_whole(city, "counter")
    city.way.clear()
    admin.change_station(city.platform.platform, station.identity.station, roles=["kiosk"])
    for _ in range(2):
        city.hurry("counter")
        city.until(lambda: station.status().problem is None)
    assert is_whole(city, "counter")


# --- 31 ---


def nothing_is_offered_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "offer_again", lambda _self, _behind, upto, _limit: upto)


@fault(31, broken_by=nothing_is_offered_again)
def test_fault_31_a_platform_restored_from_a_backup_is_offered_everything_again(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.platform.stop()
    backup = city.directory / "backup"
    shutil.copytree(city.directory / "platform", backup)
    city.back("counter")
    station.events.tap(TALK, city.medium("senior"))
    done = city.wish("counter")
    assert done.state == "done"
    city.platform.stop()
    shutil.rmtree(city.directory / "platform")
    shutil.copytree(backup, city.directory / "platform")
    with closing(Platform.open(city.directory / "platform")) as restored:
        generation = restored.start_new_generation()
    city.platform.start()
    assert done.op_id not in city.facts().redemptions
    station.events.tap(TALK, city.medium("reader"))
    city.until_online("counter")
    city.until(lambda: done.op_id in city.facts().redemptions)
    city.until_online("counter")
    assert station._context.registry.position().generation == generation
    assert is_whole(city, "counter")
    agreement = city.agreement()
    assert (agreement.redeemed_ntd, agreement.disagreements) == (50, [])
