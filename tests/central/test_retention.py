"""Forgetting: after it the database has nothing of a person, books and chains stand as before, and a backup cannot undo it."""

import contextlib
import shutil
import sqlite3
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, audit, keys, people, store
from central.access import record_reads
from central.platform import Platform
from central.registry import names
from central.retention import last_use, rows, run, tombstones
from central.schema import (
    METADATA,
    attendance,
    attendance_acts,
    cards,
    changes,
    data_keys,
    deletion_requests,
    holders,
    journal_sealed,
    particulars,
)
from citycard_app.demo_programme import demo_programme
from domain import taipei
from domain.cards import CardState
from domain.events import decode
from domain.wire import CardRow, OutcomeStatus, PatronRow, RosterRow, Row
from tests.central.field import (
    HOUR,
    MINUTE,
    FieldStation,
    a_medium,
    a_person,
    add_activity,
    give,
    import_person,
)
from tests.platform_rig import PROGRAMME

MONTH_S = 31 * 24 * 3600
FORGOTTEN_AFTER_S = 62 * MONTH_S


def whole_database(platform):
    """Every value of every row, as a dump has it: text and bytes in one."""
    with platform.store.read() as connection:
        found = []
        for table in METADATA.sorted_tables:
            for row in connection.execute(sa.select(table)):
                found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\0".join(found)


def files_of(platform):
    """The database's own files, byte by byte, where it has any here."""
    return b"".join(file.read_bytes() for file in sorted(platform.directory.glob("central.sqlite*")))


def secrets_of(platform, holder, person):
    """All that is stored of a person in any form: ciphertexts, their key, digests, sealed parts."""
    with platform.store.read() as connection:
        found = [
            *connection.scalars(sa.select(data_keys.c.wrapped).where(data_keys.c.holder == holder)),
            *connection.scalars(sa.select(particulars.c.encrypted).where(particulars.c.holder == holder)),
            *connection.scalars(sa.select(cards.c.uid_encrypted).where(cards.c.holder == holder)),
            *connection.scalars(sa.select(holders.c.person_digest).where(holders.c.holder == holder)),
            *connection.scalars(sa.select(journal_sealed.c.sealed)),
        ]
    found.append(names.digest_of(platform.authority, person.name))
    plain = (person.name, person.national_id, person.birthday, "P-0001")
    return [bytes(one) for one in found if one is not None] + [text.encode() for text in plain]


def lived(platform):
    """A person in every corner: issued at a counter, activities, points, a library, a wish; and who read their record."""
    station = FieldStation(platform, ["counter", "event", "kiosk", "library"])
    add_activity(platform)
    said = station.say(station.issue(a_person(1), a_medium(1)))
    holder = said.result.holder
    admin.register_for_activity(platform, "a1", holder)
    admin.add_patron(platform, "typl", holder, "P-0001")
    signed_in = station.sign_in(a_medium(1))
    station.say(signed_in, station.sign_out(a_medium(1), signed_in, at_ms=platform.now_ms() + 90 * MINUTE))
    give(platform, holder, 50)
    station.say(station.wish(a_medium(1), 10))
    with platform.store.write() as connection:
        names.keep(connection, platform.authority, holder, a_person(1).name)
        record_reads.note(
            connection, holder, reader="clerk-1", agency="", what="x", reason="示範查詢", now_ms=platform.now_ms()
        )
    return station, holder


def books(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return msgspec.structs.replace(facts, cards={})


@pytest.fixture
def idle(platform, clock):
    """Somebody without money who has used nothing for five years."""
    station = FieldStation(platform, ["counter", "event", "library"])
    add_activity(platform)
    holder = station.say(station.issue(a_person(1), a_medium(1))).result.holder
    admin.register_for_activity(platform, "a1", holder)
    admin.add_patron(platform, "typl", holder, "P-0001")
    signed_in = station.sign_in(a_medium(1))
    station.say(signed_in)
    clock.advance(1800)
    station.say(station.sign_out(a_medium(1), signed_in, screen=(30, 0)))
    with platform.store.write() as connection:
        names.keep(connection, platform.authority, holder, a_person(1).name)
    return station, holder


def test_every_table_that_knows_holders_has_its_part():
    with_holders = {table.name for table in METADATA.tables.values() if "holder" in table.c}
    deleted = {table.name for table in rows.DELETED}
    assert not deleted & (rows.CHANGED | rows.KEPT)
    assert deleted | rows.CHANGED | rows.KEPT == with_holders


def test_after_forgetting_nothing_of_the_person_is_left(platform, idle, clock):
    station, holder = idle
    of_them = secrets_of(platform, holder, a_person(1))
    before = books(platform)
    whole = whole_database(platform)
    assert sum(secret in whole for secret in of_them) >= 6
    clock.advance(FORGOTTEN_AFTER_S)
    report = run.run(platform)
    assert (report.people, report.prevented) == (1, {})
    assert [secret for secret in of_them if secret in whole_database(platform)] == []
    assert [secret for secret in of_them if secret in files_of(platform)] == []
    assert books(platform) == before
    assert list(audit.facts(platform.store.engine).cards.values())[0].holder is None
    with platform.store.read() as connection:
        assert connection.execute(sa.select(attendance_acts.c.minutes).where(attendance_acts.c.act == "out")).all() == [(30,)]
        stay = connection.execute(sa.select(attendance)).one()
        assert (stay.holder, stay.medium, stay.activity) == (None, b"", "a1")
        assert people.masked_name(connection, platform.authority, holder) == ""
    assert run.run(platform).people == 0


def test_the_chain_goes_on_and_old_events_get_their_old_word(platform, idle, clock):
    station, holder = idle
    issued = station.issue(a_person(2), a_medium(2))
    word = station.say(issued)
    clock.advance(FORGOTTEN_AFTER_S)
    assert run.run(platform).people == 2
    assert station.say(issued) == word
    assert station.say(station.issue(a_person(3), a_medium(3))).status is OutcomeStatus.ACCEPTED
    assert decode(issued.body).sealed_sha256 is not None


def test_stations_are_told(platform, idle, clock):
    _, holder = idle
    clock.advance(FORGOTTEN_AFTER_S)
    run.run(platform)
    with platform.store.read() as connection:
        told = [msgspec.json.decode(row, type=Row) for row in connection.scalars(sa.select(changes.c.row))]
    cards_told = [row for row in told if isinstance(row, CardRow)]
    assert [(row.state, row.holder) for row in cards_told] == [(CardState.EXPIRED.value, None)]
    assert [row.active for row in told if isinstance(row, RosterRow)] == [False]
    assert [(row.number, row.good_standing) for row in told if isinstance(row, PatronRow)] == [("", False)]


def test_who_comes_again_is_somebody_new(platform, idle, clock):
    station, holder = idle
    clock.advance(FORGOTTEN_AFTER_S)
    run.run(platform)
    again = station.say(station.issue(a_person(1), a_medium(4)))
    assert again.status is OutcomeStatus.ACCEPTED
    assert again.result.holder != holder
    assert run.run(platform).again == 0
    with platform.store.read() as connection:
        assert people.masked_name(connection, platform.authority, again.result.holder) != ""


def test_what_is_open_prevents_it_and_is_told(platform, clock):
    _, holder = lived(platform)
    clock.advance(FORGOTTEN_AFTER_S)
    before = whole_database(platform)
    dry = run.run(platform, dry=True)
    assert whole_database(platform) == before
    assert (dry.people, dry.prevented) == (0, {"settlement": 1, "value_waiting": 1})
    assert run.run(platform).prevented == dry.prevented
    with platform.store.read() as connection:
        assert people.masked_name(connection, platform.authority, holder) == "示○○號"


@pytest.mark.parametrize(("kind", "prevents"), [("health", True), ("ride", False)])
def test_points_that_can_be_had_prevent_it_granted_rides_do_not(platform, clock, kind, prevents):
    holder = import_person(platform, 1)
    give(platform, holder, 5, kind=kind)
    assert run.forget_one(platform, holder) == (["points"] if prevents else [])


def test_a_debt_prevents_it(platform):
    station, holder = lived(platform)
    award = give(platform, holder, 7)
    station.say(station.wish(a_medium(1), 47))
    admin.cancel_award(platform, award, uuid4())
    assert "deficit" in run.forget_one(platform, holder)


def test_any_use_keeps_a_person(platform, clock):
    station = FieldStation(platform, ["counter", "event"])
    add_activity(platform)
    for number in range(1, 5):
        station.say(station.issue(a_person(number), a_medium(number)))
    clock.advance(58 * MONTH_S)
    station.say(station.sign_in(a_medium(1)))
    with platform.store.read() as connection:
        everybody = list(connection.scalars(sa.select(holders.c.holder)))
        first = connection.scalar(sa.select(cards.c.holder).where(cards.c.medium == station.digest(a_medium(1))))
        assert last_use.since(connection, everybody, clock.ms - HOUR) == {first}
    clock.advance(4 * MONTH_S)
    assert run.run(platform, portion=2).people == 3


def test_a_monthly_grant_is_no_use(platform, clock):
    import_person(platform, 1)
    clock.advance(FORGOTTEN_AFTER_S)
    assert admin.grant_month(platform, taipei.day(clock.ms)) == 1
    assert run.run(platform).people == 1


def test_who_was_where_is_forgotten_before_the_person_is(platform, idle, clock):
    _, holder = idle
    clock.advance(26 * MONTH_S)
    assert run.run(platform, dry=True).stays == 1
    report = run.run(platform)
    assert (report.people, report.stays) == (0, 1)
    with platform.store.read() as connection:
        assert connection.execute(sa.select(attendance.c.holder, attendance.c.medium)).all() == [(None, b"")]
        assert people.masked_name(connection, platform.authority, holder) != ""


def test_a_wish_to_be_forgotten_is_carried_out_when_nothing_is_open(platform, idle, clock):
    _, holder = idle
    with platform.store.write() as connection:
        connection.execute(
            deletion_requests.insert().values(
                op_id=holder, holder=holder, staff="s", reason="當事人請求", requested_ms=clock.ms
            )
        )
    assert run.run(platform).people == 1
    with platform.store.read() as connection:
        assert connection.execute(sa.select(deletion_requests.c.done_ms, deletion_requests.c.reason)).all() == [(clock.ms, "")]


def test_sealed_parts_that_lead_to_nobody_go_too(platform, clock):
    station = FieldStation(platform, ["kiosk"])
    assert station.say(station.wish(a_medium(9), 10)).status is not OutcomeStatus.REJECTED
    clock.advance(FORGOTTEN_AFTER_S)
    assert run.run(platform).sealed == 1
    with platform.store.read() as connection:
        assert connection.execute(sa.select(journal_sealed)).all() == []


def test_a_backup_put_back_forgets_them_again(tmp_path, clock):
    """The database of before the forgetting, with the tombstones' file of after it."""
    live, backup = tmp_path / "live", tmp_path / "backup"
    text = PROGRAMME.read_text("utf-8")
    with contextlib.closing(Platform.open(live, text, True, clock)) as platform:
        stays, goes = import_person(platform, 1), import_person(platform, 2)
    shutil.copytree(live, backup)
    with contextlib.closing(Platform.open(live, text, True, clock)) as platform:
        assert run.forget_one(platform, goes) == []
        of_them = secrets_of(platform, stays, a_person(1))
    shutil.copy(live / tombstones.FILE, backup / tombstones.FILE)
    assert (live / keys.FILE).read_bytes() == (backup / keys.FILE).read_bytes()
    with contextlib.closing(Platform.open(backup, text, True, clock)) as platform:
        platform.start_new_generation()
        assert run.run(platform, dry=True).again == 1
        assert run.run(platform).again == 1
        assert run.run(platform).again == 0
        whole = whole_database(platform)
        assert of_them[0] in whole
        with platform.store.read() as connection:
            remembered = list(connection.scalars(sa.select(data_keys.c.holder)))
    assert remembered == [stays]


@pytest.mark.parametrize("schema", ["central_0001", "central_0002"])
def test_what_was_sealed_before_is_found_by_its_card(tmp_path, clock, schema):
    """Of databases of before: the migration notes which card each sealed part is about."""
    old = Path(__file__).parents[1] / "data" / "stores" / schema
    with contextlib.closing(sqlite3.connect(tmp_path / store.FILE)) as connection:
        connection.executescript((old / "central.sql").read_text("utf-8"))
    shutil.copy(old / keys.FILE, tmp_path / keys.FILE)
    opened = contextlib.closing(Platform.open(tmp_path, demo_programme(), True, clock))
    with opened as platform, platform.store.read() as connection:
        about = sa.select(journal_sealed.c.medium, cards.c.medium)
        found = connection.execute(about.outerjoin(cards, cards.c.medium == journal_sealed.c.medium)).all()
    assert found
    assert all(sealed is not None and sealed == card for sealed, card in found)
