"""A snapshot and what the change feed brings after it are the whole feed, also when stations write meanwhile."""

import threading
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, feed
from central.registry import snapshots
from central.schema import snapshot_parts
from central.schema import snapshots as snapshot_rows
from domain import snapshot
from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.snapshot import CARDS, HOLDERS
from domain.wire import ActivityRow, CardRow, PatronRow, RosterRow, Row, StaffRow
from tests.central.field import a_medium, a_person, add_activity, import_person
from tests.central.registry_rig import changed, digest

EVERY_ROLE = frozenset({"counter", "event", "library"})
KIOSK = frozenset({"kiosk"})
Key = tuple[str, ...]


def key_of(row: Row) -> Key:
    match row:
        case CardRow():
            return "card", row.medium.hex()
        case StaffRow():
            return "staff", row.staff
        case ActivityRow():
            return "activity", row.activity
        case RosterRow():
            return "roster", row.activity, str(row.holder)
        case PatronRow():
            return "patron", row.service, str(row.holder)


def pages(platform, roles, cursor="", limit=7):
    """Every row after a cursor, by key."""
    found, more = {}, True
    while more:
        with platform.store.read() as connection:
            page = feed.page(
                connection,
                roles=roles,
                generation=platform.generation,
                claimed=platform.generation,
                cursor=cursor,
                limit=limit,
                now_ms=0,
            )
        cursor, more = page.cursor, page.more
        found |= {key_of(row): row for row in page.rows}
    return found


def newest(platform, roles=EVERY_ROLE):
    with platform.store.read() as connection:
        return snapshots.newest(connection, platform, roles)


def parts(platform, manifest, name, roles=EVERY_ROLE):
    section = next(each for each in manifest.sections if each.name == name)
    with platform.store.read() as connection:
        chunks = [snapshots.part(connection, roles, manifest.snapshot, name, number) for number in range(section.parts)]
    return list(snapshot.checked(chunks, section))


def installed(platform, roles=EVERY_ROLE):
    """What a station has after it has read the newest snapshot."""
    manifest = newest(platform, roles)
    names = {section.name for section in manifest.sections}
    holders = parts(platform, manifest, HOLDERS, roles) if HOLDERS in names else None
    found = {}
    for entry in snapshot.entries(manifest, parts(platform, manifest, CARDS, roles), holders):
        holder = snapshot.as_holder(entry.holder)
        row = CardRow(medium=entry.medium, card_kind=manifest.kinds[entry.kind], state=entry.state.value, holder=holder)
        found[key_of(row)] = row
    for name in names - {CARDS, HOLDERS}:
        rows = (msgspec.json.decode(line, type=Row) for line in snapshot.rows(parts(platform, manifest, name, roles)))
        found |= {key_of(row): row for row in rows}
    return manifest, found


@pytest.fixture
def populated(platform, station):
    """Cards in several states, one of them nobody's, and rows that only some roles see."""
    holders = [import_person(platform, number) for number in range(1, 9)]
    admin.add_staff(platform, "s1", name="示範職員", roles=["clerk"], medium=a_medium(50), pin="2468")
    add_activity(platform)
    admin.register_for_activity(platform, "a1", holders[0])
    admin.add_patron(platform, "typl", holders[1], "P1")
    station.upload(changed(station, 3, CardAct.LOST), changed(station, 4, CardAct.RETURN))
    return platform


def test_a_snapshot_is_the_whole_feed(populated):
    snapshots.build(populated)
    manifest, found = installed(populated)
    assert found == pages(populated, EVERY_ROLE)
    assert len(found) >= 12
    assert pages(populated, EVERY_ROLE, manifest.cursor) == {}
    assert (manifest.generation, manifest.digest_key) == (populated.generation, populated.authority.keys.digest_key_id)


def test_what_changes_later_comes_by_the_feed(populated, station):
    snapshots.build(populated)
    station.upload(changed(station, 1, CardAct.LOST), station.issue(a_person(20), a_medium(20)))
    manifest, found = installed(populated)
    later = pages(populated, EVERY_ROLE, manifest.cursor)
    assert {("card", digest(populated, number).hex()) for number in (1, 20)} == set(later)
    assert found | later == pages(populated, EVERY_ROLE)


def test_nothing_is_lost_while_writers_run(populated, station):
    """Cards are lost and found, and new ones come, from two threads, while a snapshot is built again and again."""
    stop = threading.Event()
    failed = []

    def write(first):
        try:
            for number in range(first, first + 400):
                if stop.is_set():
                    return
                import_person(populated, number)
                if number % 3 == 0:
                    admin.block_card(populated, a_medium(number), CardState.LOST)
        except Exception as problem:  # noqa: BLE001 (the top of a thread) hands it on
            failed.append(problem)

    writers = [threading.Thread(target=write, args=(first,)) for first in (1_000, 5_000)]
    for writer in writers:
        writer.start()
    for _ in range(3):
        snapshots.build(populated)
    stop.set()
    for writer in writers:
        writer.join()
    assert failed == []
    manifest, found = installed(populated)
    assert found | pages(populated, EVERY_ROLE, manifest.cursor, limit=500) == pages(populated, EVERY_ROLE, limit=500)


def test_a_kiosk_gets_no_reference_to_anybody(populated):
    snapshots.build(populated)
    manifest, found = installed(populated, KIOSK)
    assert [(section.name, section.rows) for section in manifest.sections if section.name != CARDS] == [("staff", 0)]
    assert {type(row) for row in found.values()} == {CardRow}
    assert [row.holder for row in found.values() if row.holder is not None] == []
    assert found == pages(populated, KIOSK)
    for section in (HOLDERS, "patron"):
        with pytest.raises(Refused) as refusal:
            parts(populated, newest(populated), section, KIOSK)
        assert refusal.value.code is Code.SNAPSHOT_MISSING


def test_another_life_of_the_database_has_no_snapshot(populated):
    with pytest.raises(Refused) as refusal:
        newest(populated)
    assert refusal.value.code is Code.SNAPSHOT_MISSING
    snapshots.build(populated)
    assert newest(populated).sections
    populated.start_new_generation()
    with pytest.raises(Refused):
        newest(populated)


def test_the_one_before_stays_until_the_next_and_no_longer(populated):
    built = []
    for _ in range(4):
        built.append(snapshots.build(populated))
        populated.clock.advance(60)
    assert newest(populated).snapshot == built[-1].snapshot
    assert parts(populated, built[-2], CARDS)
    with populated.store.read() as connection:
        kept = set(connection.scalars(sa.select(snapshot_rows.c.snapshot)))
        parts_kept = set(connection.scalars(sa.select(snapshot_parts.c.snapshot)))
    assert kept == parts_kept == {manifest.snapshot for manifest in built[-2:]}


def test_what_a_dead_process_left_is_cleared_and_never_handed_out(populated, clock):
    snapshots.build(populated)
    with populated.store.write() as connection:
        connection.execute(snapshot_rows.insert().values(snapshot="dead", manifest=b"", started_ms=clock.ms, published_ms=None))
        connection.execute(snapshot_parts.insert().values(snapshot="dead", section=CARDS, part=0, content=b"half"))
    with populated.store.read() as connection, pytest.raises(Refused):
        snapshots.part(connection, EVERY_ROLE, "dead", CARDS, 0)
    clock.advance(2 * 24 * 3600)
    snapshots.build(populated)
    with populated.store.read() as connection:
        assert connection.scalar(sa.select(snapshot_rows.c.snapshot).where(snapshot_rows.c.snapshot == "dead")) is None


def test_an_empty_registry_has_a_snapshot_too(platform):
    snapshots.build(platform)
    manifest, found = installed(platform)
    assert (found, manifest.kinds) == ({}, [])


def test_holders_are_whole_references(populated):
    snapshots.build(populated)
    _, found = installed(populated)
    assert all(isinstance(row.holder, UUID) for row in found.values() if isinstance(row, CardRow))
