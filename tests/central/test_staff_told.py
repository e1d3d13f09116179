"""A station is told of the staff who can do something there and of nobody else, by the feed and by a snapshot alike."""

from pathlib import Path

import msgspec
import pytest

from central import admin, feed
from central.access.staff_book import ROLES
from central.platform import Platform
from central.registry import snapshots
from citycard_app.demo_programme import demo_programme
from domain import snapshot
from domain.feed_kinds import works_at
from domain.media import Medium, MediumType
from domain.snapshot import CARDS
from domain.wire import ChangesResponse, StaffRow
from station.tasks import allowed
from tests.platform_rig import RunningPlatform

STATIONS = ("counter", "event", "library", "office", "kiosk", "personalise")
OFFICE_STAFF = ("organiser", "reviewer", "auditor")


@pytest.fixture
def platform(tmp_path: Path):
    running = RunningPlatform(tmp_path, demo_programme(), demo=True).start()
    for number, role in enumerate(sorted(ROLES)):
        employ(running.platform, role, [role], number)
    yield running.platform
    running.stop()


def employ(platform: Platform, staff: str, roles: list[str], number: int, *, active: bool = True) -> None:
    medium = Medium(MediumType.UID, bytes([4, 0xD3, 0xC1, 0xA2, 0xE0, 0x67, number]))
    admin.add_staff(platform, staff, name="示範員工", roles=roles, medium=medium, pin="2468", active=active)


def page(platform: Platform, *roles: str) -> ChangesResponse:
    with platform.store.read() as connection:
        return feed.page(
            connection, roles=frozenset(roles), generation=platform.generation, claimed="", cursor="", limit=100, now_ms=0
        )


def told(platform: Platform, *roles: str) -> dict[str, StaffRow]:
    return {row.staff: row for row in page(platform, *roles).rows if isinstance(row, StaffRow)}


@pytest.mark.parametrize("station", STATIONS)
def test_whoever_has_a_task_there_is_told_and_nobody_of_the_office_elsewhere(station: str) -> None:
    for role in ROLES:
        if allowed([station], [role]):
            assert works_at([station], [role]), f"{role} works at a {station}"
    if station != "office":
        assert not any(works_at([station], [role]) for role in OFFICE_STAFF)
    assert works_at(["counter", "office"], ["auditor"])


@pytest.mark.parametrize(
    ("roles", "staff"),
    [
        (["counter"], {"clerk", "supervisor"}),
        (["kiosk"], {"technician", "supervisor"}),
        (["library", "office"], {"librarian", "supervisor", *OFFICE_STAFF}),
        (["personalise"], set()),
    ],
)
def test_feed_and_snapshot_tell_of_the_same(platform: Platform, roles: list[str], staff: set[str]) -> None:
    assert set(told(platform, *roles)) == staff
    assert all(row.earlier == [] for row in told(platform, *roles).values())
    snapshots.build(platform)
    with platform.store.read() as connection:
        manifest = snapshots.newest(connection, platform, frozenset(roles))
        sections = {section.name: section for section in manifest.sections}
        snapshot.require_sound(manifest)
        if not staff:
            assert set(sections) == {CARDS}
            return
        parts = [
            snapshots.part(connection, frozenset(roles), manifest.snapshot, "staff", number)
            for number in range(sections["staff"].parts)
        ]
    rows = [msgspec.json.decode(line, type=StaffRow) for line in snapshot.rows(snapshot.checked(parts, sections["staff"]))]
    assert {row.staff for row in rows} == staff
    assert len(rows) == sections["staff"].rows


def test_whoever_changes_their_work_is_forgotten_where_they_were_known_and_never_named_elsewhere(platform: Platform) -> None:
    employ(platform, "clerk", ["organiser"], 50)
    gone = told(platform, "counter")["clerk"]
    assert gone == StaffRow(staff="clerk", medium=b"", name="", roles=[], pin_hash="", active=False)
    assert told(platform, "office")["clerk"].roles == ["organiser"]
    assert "clerk" not in told(platform, "kiosk")
    employ(platform, "clerk", ["technician"], 50)
    assert not told(platform, "counter")["clerk"].active
    assert not told(platform, "office")["clerk"].active
    assert told(platform, "kiosk")["clerk"].roles == ["technician"]


def test_of_whoever_is_dismissed_no_hash_is_sent(platform: Platform) -> None:
    employ(platform, "technician", ["technician"], 51, active=False)
    gone = told(platform, "kiosk")["technician"]
    assert (gone.active, gone.pin_hash, gone.name) == (False, "", "")
