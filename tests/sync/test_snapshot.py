"""A station begins with the platform's snapshot and goes on with the change feed, over real HTTP and with a real registry."""

from pathlib import Path

import msgspec
import pytest

from central import admin
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.ports import FeedPosition
from offline_store import registry_rows
from offline_store.registry import FILE, Registry
from offline_store.snapshot_stage import FILE as PARTS
from tests.central.field import a_medium, add_activity
from tests.sync.snapshot_rig import SnapshotCity, files, snapshot_city


def whole(registry: Registry) -> list[tuple[object, ...]]:
    """Everything in a registry but what it says about itself."""
    found: list[tuple[object, ...]] = []
    for table in ("staff", "activities", "roster", "patrons", "admissions"):
        found += registry._all(f"SELECT '{table}', * FROM {table}")
    kinds = "SELECT medium, kind, packed & 15, holder FROM cards JOIN kinds ON kinds.number = packed >> 4"
    return sorted([*found, *registry._all(kinds)], key=repr)


class TestInstalling:
    def test_a_snapshot_and_the_feed_alone_make_the_same_registry(self, city: SnapshotCity, tmp_path: Path) -> None:
        holder = city.card_holder(1)
        add_activity(city.platform)
        admin.register_for_activity(city.platform, "a1", holder)
        admin.add_patron(city.platform, "typl", holder, "P1")
        admin.block_card(city.platform, a_medium(3), CardState.LOST)
        city.build()
        city.people(30)
        city.round()
        assert city.wire.parts
        assert (city.card(3).state, city.card(30).state) == ("lost", "active")
        by_snapshot = whole(city.registry)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(city.wire, "snapshot", no_snapshot)
            city.forget()
            city.round()
        assert whole(city.registry) == by_snapshot
        assert len(by_snapshot) == 24

    def test_it_is_ready_before_the_feed_is_asked_and_the_feed_goes_on_from_it(self, city: SnapshotCity) -> None:
        ready: list[bool] = []
        changes = city.wire.changes
        city.wire.changes = lambda position, limit: (ready.append(city.card(1) is not None), changes(position, limit))[1]
        city.round()
        assert ready == [True]
        assert city.wire.pages[0] != FeedPosition()
        assert city.registry.snapshot() == city.wire.parts[0].snapshot
        assert files(city) == {FILE}

    def test_progress_is_told_and_ends(self, city: SnapshotCity) -> None:
        city.round()
        told = [progress for progress in city.progress if progress is not None]
        assert city.progress[-1] is None
        assert [each.done for each in told] == sorted(each.done for each in told)
        assert told[0].done == 0
        assert told[-1].done == told[-1].total == len(city.wire.parts) + 2

    def test_a_kiosk_gets_cards_and_nobody(self, tmp_path: Path) -> None:
        with snapshot_city(tmp_path, "kiosk") as city:
            city.people(1, 2)
            city.build()
            city.round()
            assert {part.section for part in city.wire.parts} == {"cards"}
            assert city.card(1).holder is None
            assert city.registry._all("SELECT * FROM staff") == []

    def test_no_snapshot_means_the_change_feed(self, tmp_path: Path) -> None:
        with snapshot_city(tmp_path, "counter") as city:
            city.people(1, 2)
            city.round()
            assert city.wire.parts == []
            assert city.card(1).state == "active"
            assert city.wire.pages == [FeedPosition()]

    def test_an_older_platform_without_the_call_means_the_change_feed(self, city: SnapshotCity) -> None:
        city.wire.snapshot = lambda: city.http.changes(
            FeedPosition(), 0
        )  # REQUEST_INVALID, as for a path that it does not know
        city.round()
        assert city.card(1).state == "active"
        assert city.wire.parts == []

    def test_cards_in_a_state_that_only_a_newer_platform_knows_are_refused_until_the_update(
        self, city: SnapshotCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def newer(answer):
            states = ["melted" if state == "active" else state for state in answer.manifest.states]
            return msgspec.structs.replace(answer, manifest=msgspec.structs.replace(answer.manifest, states=states))

        city.wire.manifest = newer
        city.round()
        assert city.card(1).state == "suspended"
        city.registry.check()
        assert city.registry.position() != FeedPosition()
        monkeypatch.setitem(registry_rows._NUMBERS, "melted", 3)
        city.registry.check()
        assert city.registry.position() == FeedPosition()

    def test_an_empty_registry_can_be_a_snapshot(self, tmp_path: Path) -> None:
        with snapshot_city(tmp_path, "counter") as city:
            city.build()
            city.round()
            assert city.registry.card_count() == 0
            assert city.registry.position().generation == city.platform.generation


def no_snapshot() -> None:
    raise EnvironmentProblem(Code.SNAPSHOT_MISSING)


class TestGoingOn:
    def cut_after(self, city: SnapshotCity, number: int) -> None:
        def cut(_part: object) -> None:
            if len(city.wire.parts) == number:
                raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

        city.wire.before_part = cut
        with pytest.raises(EnvironmentProblem):
            city.round()
        city.wire.before_part = lambda _part: None

    @pytest.mark.parametrize("restarted", [False, True])
    def test_a_download_that_was_cut_off_asks_for_no_part_twice(self, city: SnapshotCity, restarted: bool) -> None:
        self.cut_after(city, 3)
        assert city.card(1) is None
        if restarted:
            city.restart()
        city.round()
        assert len(set(city.wire.parts)) == len(city.wire.parts) > 6
        assert city.card(1).state == "active"

    def test_an_installation_that_was_cut_off_asks_for_nothing_again(
        self, city: SnapshotCity, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(_done: object) -> None:
            if city.progress[-1] is not None and city.progress[-1].done > len(city.wire.parts):
                raise ZeroDivisionError

        monkeypatch.setattr(
            city.downloader, "_on_progress", lambda progress: (city.progress.append(progress), killed(progress))
        )
        with pytest.raises(ZeroDivisionError):
            city.round()
        asked = len(city.wire.parts)
        assert files(city) == {FILE, PARTS, *(name for name in files(city) if name.startswith(PARTS))}
        city.restart()
        city.round()
        assert len(city.wire.parts) == asked
        assert city.card(20).state == "active"

    def test_a_newer_snapshot_does_not_throw_away_what_has_come(self, city: SnapshotCity) -> None:
        self.cut_after(city, 3)
        city.people(40)
        city.build()
        city.round()
        assert len({part.snapshot for part in city.wire.parts}) == 1
        assert city.card(40).state == "active"

    def test_one_that_is_no_longer_kept_is_begun_anew(self, city: SnapshotCity) -> None:
        self.cut_after(city, 3)
        for _ in range(2):
            city.build()
        city.round()
        first, *_, last = city.wire.parts
        assert first.snapshot != last.snapshot
        assert city.card(20).state == "active"

    def test_a_station_that_ends_keeps_what_has_come(self, city: SnapshotCity) -> None:
        def end(_part: object) -> None:
            city.stopping = len(city.wire.parts) == 2

        city.wire.before_part = end
        city.round()
        assert len(city.wire.parts) == 3
        city.stopping, city.wire.before_part = False, lambda _part: None
        city.restart()
        city.round()
        assert len(set(city.wire.parts)) == len(city.wire.parts)
        assert city.card(1).state == "active"

    def test_parts_of_other_roles_or_another_key_are_not_gone_on_with(self, city: SnapshotCity) -> None:
        self.cut_after(city, 3)
        city.roles.remove("library")
        assert city.registry.parts.begun() is None
        city.roles.append("library")
        assert city.registry.parts.begun() is not None
        city.digest_key_id = "another"
        assert city.registry.parts.begun() is None


class TestAnew:
    def test_another_generation_begins_with_its_snapshot_and_the_present_one_answers_meanwhile(
        self, city: SnapshotCity
    ) -> None:
        city.round()
        admin.block_card(city.platform, a_medium(2), CardState.LOST)
        city.platform.start_new_generation()
        city.build()
        seen: list[str] = []
        city.wire.before_part = lambda _part: seen.append(city.card(2).state)
        before = len(city.wire.parts)
        city.round()
        assert len(city.wire.parts) > before
        assert set(seen) == {"active"}
        assert city.card(2).state == "lost"
        assert city.other_generations == 1
        assert city.registry.position().generation == city.platform.generation

    def test_a_failed_download_tells_of_another_generation_once(self, city: SnapshotCity) -> None:
        city.round()
        city.platform.start_new_generation()
        city.build()
        city.wire.altered = lambda content: content[:-1]
        for _ in range(3):
            with pytest.raises(EnvironmentProblem):
                city.round()
        assert city.other_generations == 1
        assert city.card(1).state == "active"

    def test_a_role_more_downloads_everything_and_shows_nothing_older_meanwhile(self, tmp_path: Path) -> None:
        with snapshot_city(tmp_path, "counter", "event") as city:
            city.people(*range(1, 9))
            add_activity(city.platform)
            city.roles.remove("event")
            city.build()
            city.round()
            assert city.registry.activities() == []
            admin.block_card(city.platform, a_medium(2), CardState.LOST)
            city.round()
            city.roles.append("event")
            states: list[str] = []
            changes = city.wire.changes
            city.wire.changes = lambda position, limit: (states.append(city.card(2).state), changes(position, limit))[1]
            city.round()
            # The snapshot is older than the loss, and must not be in use before the feed has told of it.
            assert states == ["lost"]
            assert city.card(2).state == "lost"
            assert [row.activity for row in city.registry.activities()] == ["a1"]

    def test_a_role_less_removes_what_it_needed_at_once_and_downloads_nothing(self, city: SnapshotCity) -> None:
        add_activity(city.platform)
        admin.add_patron(city.platform, "typl", city.card_holder(1), "P1")
        city.round()
        assert city.registry.patron("typl", city.card_holder(1)) is not None
        parts = len(city.wire.parts)
        city.roles[:] = ["counter"]
        city.registry.check()
        assert city.registry._all("SELECT * FROM patrons") == city.registry._all("SELECT * FROM activities") == []
        city.round()
        assert len(city.wire.parts) == parts
