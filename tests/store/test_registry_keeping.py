"""What the registry keeps, for how long, and what it does with what it does not know; registries of every released schema."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
import structlog.testing

from domain.errors import Code, EnvironmentProblem
from domain.feed_kinds import wanted_kinds
from domain.feed_page import FeedPage, RawPage, looked_at
from domain.ports import FeedPosition, RegistryNeeds
from domain.wire import ActivityRow, AdmissionRow, ChangesResponse, RosterRow, Row
from offline_store import registry_rows
from offline_store.encrypted import connect
from offline_store.registry import FILE, Registry
from tests.clocks import SetClock
from tests.store.released import STORES
from tests.store.released_registry import CARD, EVERYTHING, HOLDER, KEY, LOST, PATRON, ROWS, STAFF, TOLD_MS

DAY_S = 86_400


class Kept:
    """A registry whose clock and roles tests set."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.clock = SetClock(TOLD_MS)
        self.needs = EVERYTHING
        self.registry = self.opened()

    def opened(self) -> Registry:
        return Registry(self.directory, KEY, fresh_key=lambda: bytes(32), needs=lambda: self.needs, now_ms=self.clock.now_ms)

    def restart(self) -> None:
        self.registry.close()
        self.registry = self.opened()

    def told(self, *rows: Row, unknown: frozenset[str] = frozenset(), generation: str = "g1", more: bool = False) -> None:
        page = FeedPage(
            server_ms=self.clock.ms, generation=generation, cursor="c1", more=more, rows=list(rows), unknown=unknown
        )
        self.registry.apply(page)

    def pass_days(self, days: float) -> None:
        self.clock.advance(days * DAY_S)

    def rows(self, table: str) -> int:
        return self.registry._one(f"SELECT count(*) FROM {table}")[0]


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.registry.close()


def activity(name: str = "A", ends_ms: int = TOLD_MS) -> ActivityRow:
    return ActivityRow(activity=name, title="講座", agency="衛生局", type="t", starts_ms=1, ends_ms=ends_ms, open=True)


class TestRosters:
    def test_a_roster_is_answered_for_two_weeks_after_its_activity(self, kept: Kept) -> None:
        kept.told(activity(), RosterRow(activity="A", holder=HOLDER, active=True))
        kept.pass_days(13.9)
        assert kept.registry.registered("A", HOLDER)
        assert kept.registry.has_roster("A")
        kept.pass_days(0.2)
        assert not kept.registry.registered("A", HOLDER)
        assert not kept.registry.has_roster("A")
        assert kept.rows("roster") == 1
        kept.restart()
        assert kept.rows("roster") == 0

    def test_it_is_removed_within_the_hour_while_the_station_runs(self, kept: Kept) -> None:
        kept.told(activity(), RosterRow(activity="A", holder=HOLDER, active=True))
        kept.registry.check()
        kept.pass_days(14.001)
        kept.registry.check()
        assert kept.rows("roster") == 0

    def test_an_activity_that_is_put_off_takes_its_roster_along(self, kept: Kept) -> None:
        kept.told(RosterRow(activity="A", holder=HOLDER, active=True))
        kept.told(activity(ends_ms=TOLD_MS + 100 * DAY_S * 1000))
        kept.pass_days(113)
        assert kept.registry.registered("A", HOLDER)

    def test_without_its_activity_it_is_kept_for_thirty_days(self, kept: Kept) -> None:
        kept.told(RosterRow(activity="?", holder=HOLDER, active=True))
        kept.pass_days(29.9)
        assert kept.registry.registered("?", HOLDER)
        kept.pass_days(0.2)
        assert not kept.registry.registered("?", HOLDER)

    def test_who_is_no_longer_registered_has_no_row(self, kept: Kept) -> None:
        kept.told(activity(), RosterRow(activity="A", holder=HOLDER, active=True))
        kept.told(RosterRow(activity="A", holder=HOLDER, active=False))
        assert kept.rows("roster") == 0

    def test_used_free_days_are_kept_for_more_than_a_year(self, kept: Kept) -> None:
        days = ["2026-11-18", "2026-11-01"]
        kept.told(AdmissionRow(admission="expo", visitor=f"h:{HOLDER}", days=days))
        kept.pass_days(399)
        assert kept.registry.admission_days("expo", bytes(8), HOLDER) == days
        kept.pass_days(2)
        assert kept.registry.admission_days("expo", bytes(8), HOLDER) == []


class TestBelieved:
    def test_staff_and_patrons_are_believed_as_long_as_the_platform_is_heard(self, kept: Kept) -> None:
        kept.told(CARD, STAFF, PATRON)
        for _ in range(10):
            kept.pass_days(29)
            kept.told()
            kept.registry.check()
        assert kept.registry.staff("T1") == STAFF
        assert kept.registry.patron("typl", HOLDER) == PATRON
        kept.restart()
        assert kept.registry.staff("T1") == STAFF

    def test_after_thirty_days_without_a_word_nobody_is_believed_and_cards_still_are(self, kept: Kept) -> None:
        kept.told(CARD, STAFF, PATRON)
        kept.pass_days(30.1)
        for asked in (
            lambda: kept.registry.staff("T1"),
            lambda: kept.registry.staff_by_medium(STAFF.medium),
            lambda: kept.registry.patron("typl", HOLDER),
        ):
            with pytest.raises(EnvironmentProblem) as caught:
                asked()
            assert caught.value.code is Code.REGISTRY_STALE
        assert kept.registry.card(CARD.medium) == CARD

    def test_they_are_deleted_and_come_back_with_the_whole_download(self, kept: Kept) -> None:
        kept.told(CARD, STAFF, PATRON)
        kept.pass_days(31)
        kept.registry.check()
        assert kept.rows("staff") == kept.rows("patrons") == 0
        assert kept.registry.position() == FeedPosition()
        kept.pass_days(-31)
        kept.restart()
        with pytest.raises(EnvironmentProblem):
            kept.registry.staff("T1")
        kept.told(CARD, STAFF, PATRON)
        assert kept.registry.staff("T1") == STAFF
        kept.registry.check()
        assert kept.registry.position() == FeedPosition(generation="g1", cursor="c1")

    def test_a_clock_that_was_set_back_expires_nothing(self, kept: Kept) -> None:
        kept.told(CARD, STAFF)
        kept.pass_days(-9000)
        kept.restart()
        assert kept.registry.staff("T1") == STAFF

    def test_who_is_no_staff_any_more_has_no_row(self, kept: Kept) -> None:
        kept.told(STAFF)
        kept.told(msgspec.structs.replace(STAFF, roles=[], active=False))
        assert kept.rows("staff") == 0

    def test_an_idle_station_writes_no_more_than_every_ten_minutes(self, kept: Kept) -> None:
        kept.told(CARD)
        changes = kept.registry._writer.total_changes
        for _ in range(5):
            kept.clock.advance(60)
            kept.told()
        assert kept.registry._writer.total_changes == changes
        kept.clock.advance(600)
        kept.told()
        assert kept.registry._writer.total_changes > changes
        kept.restart()
        assert kept.registry.heard_ms() == kept.clock.ms


@pytest.mark.parametrize(
    ("roles", "kept_rows", "holder"),
    [
        ({"kiosk"}, {"staff": 0, "activities": 0, "roster": 0, "patrons": 0, "admissions": 0}, None),
        ({"counter"}, {"staff": 1, "activities": 0, "roster": 0, "patrons": 0, "admissions": 0}, HOLDER),
        ({"event"}, {"staff": 1, "activities": 1, "roster": 1, "patrons": 0, "admissions": 1}, HOLDER),
        ({"library"}, {"staff": 0, "activities": 0, "roster": 0, "patrons": 1, "admissions": 0}, HOLDER),
    ],
)
def test_a_station_keeps_only_what_its_roles_need_whatever_it_is_sent(
    tmp_path: Path, roles: set[str], kept_rows: dict[str, int], holder: UUID | None
) -> None:
    kept = Kept(tmp_path)
    kept.needs = RegistryNeeds(roles=frozenset(roles), digest_key="k1")
    kept.told(*ROWS)
    assert {table: kept.rows(table) for table in kept_rows} | {"roster": min(kept.rows("roster"), 1)} == kept_rows
    card = kept.registry.card(CARD.medium)
    assert card is not None
    assert card.holder == holder
    kept.registry.close()


class TestUnknown:
    ODD = b'{"row":"parking","place":"P1"}'

    def page(self, *rows: Row | bytes) -> FeedPage:
        lines = [row if isinstance(row, bytes) else msgspec.json.encode(row) for row in rows]
        raw = b'{"format":"citycard/1","server_ms":%d,"generation":"g1","cursor":"c1","more":false,"rows":[%s]}'
        return looked_at(msgspec.json.decode(raw % (TOLD_MS, b",".join(lines)), type=RawPage))

    def test_a_row_of_a_newer_kind_hides_no_other(self, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
        page = self.page(CARD, self.ODD, LOST)
        assert (page.rows, page.unknown) == ([CARD, LOST], frozenset({"parking"}))
        with structlog.testing.capture_logs() as entries:
            kept.registry.apply(page)
            kept.registry.apply(page)
        assert kept.registry.card(LOST.medium) == LOST
        assert [entry["words"] for entry in entries] == [["row:parking"]]
        kept.registry.check()
        assert kept.registry.position() != FeedPosition()
        # The version after the update knows it.
        monkeypatch.setattr("offline_store.registry.wanted_kinds", lambda roles: wanted_kinds(roles) | {"parking"})
        kept.restart()
        assert kept.registry.position() == FeedPosition()
        assert kept.registry.card(CARD.medium) == CARD

    def test_a_row_of_a_known_kind_that_makes_no_sense_is_no_page(self) -> None:
        with pytest.raises(msgspec.ValidationError):
            self.page(CARD, b'{"row":"card","medium":7}')
        with pytest.raises(msgspec.ValidationError):
            self.page(CARD, b'{"no":"row"}')

    def test_a_card_in_a_newer_state_is_refused_until_an_update_knows_it(
        self, kept: Kept, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept.told(msgspec.structs.replace(CARD, state="melted"))
        card = kept.registry.card(CARD.medium)
        assert card is not None
        assert card.state == "suspended"
        kept.registry.check()
        assert kept.registry.position() != FeedPosition()
        monkeypatch.setitem(registry_rows._NUMBERS, "melted", 4)
        kept.restart()
        assert kept.registry.position() == FeedPosition()

    def test_a_kind_that_this_version_asks_for_and_the_one_before_did_not_downloads_anew(
        self, kept: Kept, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as before:
            before.setattr(
                "offline_store.registry.wanted_kinds", lambda roles: frozenset({"card", "staff", "staff-at-counter"})
            )
            kept.restart()
            kept.told(CARD, STAFF)
        kept.restart()
        assert kept.registry.position() == FeedPosition()
        assert kept.registry.staff("T1") == STAFF


class TestNothing:
    def test_a_first_empty_page_of_another_generation_deletes_nothing(self, kept: Kept) -> None:
        kept.told(CARD, STAFF)
        for _ in range(2):
            with pytest.raises(EnvironmentProblem) as caught:
                kept.told(generation="g2")
            assert caught.value.code is Code.REGISTRY_EMPTY
            assert kept.registry.card(CARD.medium) == CARD
            assert kept.registry.position() == FeedPosition(generation="g1", cursor="c1")
        kept.told(LOST, generation="g2")
        assert kept.registry.card(CARD.medium) is None
        assert kept.registry.card(LOST.medium) == LOST

    def test_an_empty_page_of_this_generation_deletes_nothing(self, kept: Kept) -> None:
        kept.told(CARD, STAFF)
        kept.told()
        assert kept.registry.card(CARD.medium) == CARD

    def test_a_station_that_does_not_know_its_roles_deletes_nothing(self, kept: Kept) -> None:
        kept.told(CARD, STAFF)
        kept.needs = RegistryNeeds(roles=frozenset(), digest_key="k1")
        kept.restart()
        assert kept.registry.staff("T1") == STAFF
        assert kept.registry.card(CARD.medium) == CARD

    def test_another_digest_key_downloads_anew_and_the_present_one_answers_meanwhile(self, kept: Kept) -> None:
        kept.told(CARD, STAFF)
        kept.needs = RegistryNeeds(roles=EVERYTHING.roles, digest_key="k2")
        kept.registry.check()
        assert kept.registry.position() == FeedPosition()
        assert kept.registry.card(CARD.medium) == CARD
        kept.told(LOST)
        kept.registry.check()
        assert kept.registry.position() == FeedPosition(generation="g1", cursor="c1")
        assert kept.registry.card(CARD.medium) is None


class TestReleased:
    @pytest.fixture(params=["registry_0001", "registry_0002", "registry_0003", "registry_0004"])
    def released(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
        shutil.copy(STORES / request.param / FILE, tmp_path / FILE)
        made = Kept(tmp_path)
        yield made
        made.registry.close()

    def test_a_registry_of_every_schema_goes_on(self, released: Kept) -> None:
        registry = released.registry
        assert registry.card(CARD.medium) == CARD
        assert registry.card(LOST.medium) == LOST
        assert registry.staff_by_medium(STAFF.medium) == STAFF
        assert registry.staff("T2") is None
        assert registry.patron("typl", HOLDER) == PATRON
        assert registry.registered("A", HOLDER)
        assert registry.registered("B", HOLDER)
        assert not registry.registered("A", UUID(int=8))
        assert registry.activity("A") == activity_of(released)
        assert registry.heard_ms() == TOLD_MS
        released.pass_days(20)
        assert not registry.registered("A", HOLDER)
        assert registry.registered("B", HOLDER)

    def test_it_follows_the_feed_and_is_downloaded_anew_only_where_rows_may_be_missing(self, released: Kept) -> None:
        went_on = FeedPosition(generation="g1", cursor="c1")
        new_enough = released.registry._one("SELECT value FROM meta WHERE key = 'kinds'")[0].count("admission") == 1
        assert released.registry.position() == (went_on if new_enough else FeedPosition())
        released.needs = RegistryNeeds(roles=frozenset({"counter"}), digest_key="k1")
        released.registry.check()
        assert released.registry.position() == went_on
        assert released.rows("roster") == released.rows("patrons") == 0

    def test_a_newer_schema_is_refused_and_left_alone(self, released: Kept) -> None:
        released.registry.close()
        path = released.directory / FILE
        db = connect(path, KEY, alone=True)
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('registry', 'm9999', '')")
        db.close()
        before = path.read_bytes()
        with pytest.raises(EnvironmentProblem) as caught:
            released.opened()
        assert caught.value.code is Code.STORE_NEWER
        assert path.read_bytes() == before
        db = connect(path, KEY, alone=True)
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm9999'")
        db.close()
        released.registry = released.opened()
        assert released.registry.card(CARD.medium) == CARD


def activity_of(released: Kept) -> ActivityRow:
    return ActivityRow(
        activity="A", title="健康講座", agency="衛生局", type="health_talk", starts_ms=1, ends_ms=TOLD_MS, open=True
    )


def test_repeated_pages_and_an_older_page_again_come_to_the_same(kept: Kept) -> None:
    def page(cursor: str, *rows: Row) -> ChangesResponse:
        return ChangesResponse(server_ms=TOLD_MS, generation="g1", cursor=cursor, more=False, rows=list(rows))

    active, lost = CARD, msgspec.structs.replace(CARD, state="lost")
    pages = [page("1", active, STAFF), page("2", lost), page("2", lost), page("1", active, STAFF), page("2", lost)]
    for each in pages:
        kept.registry.apply(each)
    assert kept.registry.card(CARD.medium) == lost
    assert kept.rows("cards") == kept.rows("staff") == 1
