from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem
from domain.ports import FeedPosition, RegistryNeeds
from domain.wire import ActivityRow, AdmissionRow, CardRow, ChangesResponse, PatronRow, RosterRow, Row, StaffRow
from offline_store.registry import FILE, Registry

KEY, OTHER_KEY = bytes(32), bytes(range(32))
EVERYTHING = RegistryNeeds(roles=frozenset({"counter", "event", "library"}), digest_key="k1")
HOLDER = UUID(int=7)
CARD = CardRow(medium=b"\xff" * 8, card_kind="general", state="active", holder=HOLDER)
STAFF = StaffRow(staff="T1", medium=b"\x02" * 8, name="示範承辦", roles=["clerk", "event"], pin_hash="h", active=True)
ACTIVITY = ActivityRow(activity="A", title="健康講座", agency="衛生局", type="health_talk", starts_ms=1, ends_ms=2, open=True)


def page(*rows: Row, generation: str = "g1", cursor: str = "c1", more: bool = False) -> ChangesResponse:
    return ChangesResponse(server_ms=1, generation=generation, cursor=cursor, more=more, rows=list(rows))


def opened(directory: Path, key: bytes = KEY, **more: Any) -> Registry:
    return Registry(directory, key, fresh_key=lambda: OTHER_KEY, needs=lambda: EVERYTHING, now_ms=lambda: 1, **more)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    made = opened(tmp_path)
    yield made
    made.close()


def test_every_row_is_found_again(registry: Registry) -> None:
    patron = PatronRow(service="typl", holder=HOLDER, number="L-1", good_standing=False)
    registry.apply(page(CARD, STAFF, ACTIVITY, RosterRow(activity="A", holder=HOLDER, active=True), patron))
    assert registry.card(CARD.medium) == CARD
    assert registry.card(bytes(8)) is None
    assert registry.staff_by_medium(STAFF.medium) == STAFF
    assert registry.activities() == [ACTIVITY]
    assert registry.activity("A") == ACTIVITY
    assert registry.registered("A", HOLDER)
    assert not registry.registered("A", uuid4())
    assert registry.has_roster("A")
    assert registry.patron("typl", HOLDER) == patron
    assert registry.patron("typl", uuid4()) is None
    assert registry.position() == FeedPosition(generation="g1", cursor="c1")


def test_an_organisers_figures_and_what_visitors_have_used(registry: Registry) -> None:
    lowered = ActivityRow(
        activity="B", title="b", agency="g", type="t", starts_ms=1, ends_ms=2, open=True, points_flat=0, points_at_most=6
    )
    lowered = msgspec.structs.replace(lowered, place="示範會館", capacity=3, sessions=[(1, 2), (5, 9)])
    person = AdmissionRow(admission="expo", visitor=f"h:{HOLDER}", days=["2026-12-01", "2026-12-03"])
    bearer = AdmissionRow(admission="expo", visitor=f"m:{CARD.medium.hex()}", days=["2026-12-02"])
    registry.apply(page(lowered, person, bearer))
    assert registry.activity("B") == lowered
    assert registry.admission_days("expo", CARD.medium, HOLDER) == person.days
    assert registry.admission_days("expo", CARD.medium, None) == bearer.days
    assert registry.admission_days("other", CARD.medium, HOLDER) == []


def test_a_roster_is_looked_through_by_masked_names(registry: Registry) -> None:
    other = uuid4()
    rows = (
        RosterRow(activity="A", holder=HOLDER, active=True, masked_name="示○者"),
        RosterRow(activity="A", holder=other, active=True),
    )
    registry.apply(page(ACTIVITY, *rows))
    assert registry.roster("A") == [(other, ""), (HOLDER, "示○者")]
    assert registry.roster_count("A") == 2
    assert registry.roster("B") == []


def test_a_later_row_replaces_an_earlier_one(registry: Registry) -> None:
    registry.apply(page(CARD, STAFF))
    lost = CardRow(medium=CARD.medium, card_kind="general", state="lost", holder=None)
    gone = StaffRow(staff="T1", medium=STAFF.medium, name="示範承辦", roles=[], pin_hash="h", active=False)
    registry.apply(page(lost, gone, cursor="c2"))
    assert registry.card(CARD.medium) == lost
    assert registry.staff_by_medium(STAFF.medium) is None
    assert registry.card_count() == 1


def test_a_first_download_shows_only_when_it_is_whole(registry: Registry) -> None:
    registry.apply(page(CARD, cursor="c1", more=True))
    assert registry.card(CARD.medium) is None
    assert registry.position().cursor == "c1"
    registry.apply(page(STAFF, cursor="c2"))
    assert registry.card(CARD.medium) == CARD
    assert registry.staff("T1") == STAFF


def test_another_generation_replaces_everything_and_only_at_its_end(registry: Registry) -> None:
    registry.apply(page(CARD))
    other = CardRow(medium=b"\x05" * 8, card_kind="senior", state="active", holder=None)
    registry.apply(page(other, generation="g2", more=True))
    assert registry.card(CARD.medium) == CARD
    registry.apply(page(generation="g2", cursor="c9"))
    assert registry.card(CARD.medium) is None
    assert registry.card(other.medium) == other
    assert registry.position() == FeedPosition(generation="g2", cursor="c9")


def test_it_is_still_there_when_opened_again(tmp_path: Path, registry: Registry) -> None:
    registry.apply(page(CARD))
    registry.close()
    again = opened(tmp_path)
    assert again.card(CARD.medium) == CARD
    again.close()


def test_an_unreadable_registry_is_begun_anew(tmp_path: Path, registry: Registry) -> None:
    registry.apply(page(CARD))
    registry.close()
    again = opened(tmp_path, OTHER_KEY)
    assert again.card_count() == 0
    assert again.position() == FeedPosition()
    again.close()


def test_a_wipe_leaves_nothing_and_changes_the_key(tmp_path: Path, registry: Registry) -> None:
    registry.apply(page(CARD, STAFF))
    registry.wipe(for_good=True)
    assert registry.card(CARD.medium) is None
    assert registry.staff("T1") is None
    registry.close()
    with_new_key = opened(tmp_path, OTHER_KEY)
    with_new_key.apply(page(CARD))
    with_new_key.close()
    again = opened(tmp_path, OTHER_KEY)
    assert again.card_count() == 1
    again.close()


def test_a_full_disk_moves_no_cursor(registry: Registry) -> None:
    registry.apply(page(CARD))
    pages = registry._writer.execute("PRAGMA page_count").fetchone()[0]
    registry._writer.execute(f"PRAGMA max_page_count = {pages}")
    many = [CardRow(medium=number.to_bytes(8, "big"), card_kind="k", state="active", holder=uuid4()) for number in range(5000)]
    with pytest.raises(EnvironmentProblem) as caught:
        registry.apply(page(*many, cursor="c2"))
    assert caught.value.code is Code.DISK_FULL
    assert registry.position().cursor == "c1"
    registry._writer.execute("PRAGMA max_page_count = 1000000")
    registry.apply(page(*many, cursor="c2"))
    assert registry.card_count() == 5001


def test_the_file_tells_nothing_without_its_key(tmp_path: Path, registry: Registry) -> None:
    registry.apply(page(STAFF))
    registry.close()
    assert "示範承辦".encode() not in (tmp_path / FILE).read_bytes()


def test_after_a_wipe_a_page_that_was_under_way_changes_nothing(registry: Registry) -> None:
    registry.apply(page(CARD))
    registry.wipe(for_good=True)
    registry.apply(page(CARD, cursor="c2"))
    assert registry.card_count() == 0


def test_a_swap_that_fails_leaves_the_present_registry_readable(registry: Registry) -> None:
    registry.apply(page(CARD))
    registry.apply(page(CARD, STAFF, generation="g2", cursor="c1", more=True))
    (registry.path.parent / "registry-next.sqlite").unlink()
    with pytest.raises(EnvironmentProblem):
        registry.apply(page(generation="g2", cursor="c2"))
    assert registry.card(CARD.medium) == CARD
    registry.apply(page(CARD, STAFF, generation="g2", cursor="c2"))
    assert registry.staff("T1") == STAFF


def test_a_clock_that_nobody_has_confirmed_hides_names_and_deletes_none(tmp_path: Path) -> None:
    now_ms, sure = [1], [False]

    def begun() -> Registry:
        return Registry(
            tmp_path,
            KEY,
            fresh_key=lambda: OTHER_KEY,
            needs=lambda: EVERYTHING,
            now_ms=lambda: now_ms[0],
            sure_of_time=lambda: sure[0],
        )

    registry = begun()
    registry.apply(page(CARD, STAFF))
    registry.close()
    now_ms[0] = 365 * 86_400_000
    ahead = begun()
    with pytest.raises(EnvironmentProblem) as caught:
        ahead.staff("T1")
    assert caught.value.code is Code.REGISTRY_STALE
    ahead.close()
    now_ms[0] = 2
    right = begun()
    assert right.staff("T1") == STAFF
    right.close()
    now_ms[0], sure[0] = 365 * 86_400_000, True
    sure_of_it = begun()
    sure_of_it.close()
    now_ms[0] = 3
    late = begun()
    with pytest.raises(EnvironmentProblem):
        late.staff("T1")
    late.close()
