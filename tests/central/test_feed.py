"""The change feed: nothing skipped, nothing falsely empty, least data by role."""

from uuid import uuid4

import pytest

from central import admin, stations
from domain.cards import CardState
from domain.errors import EnvironmentProblem, Refused
from domain.wire import ActivityRow, CardRow, PatronRow, RosterRow, StaffRow
from tests.central.field import FieldStation, a_medium, add_activity, import_person


def download(platform, station, *, limit=1000, cursor="", generation="", after_page=lambda number: None):
    """Every row in order, and where the download ended."""
    who = platform.authenticate(station.token)
    rows, number = [], 0
    while True:
        page = platform.changes(who, generation=generation, cursor=cursor, limit=limit)
        rows += page.rows
        cursor, generation, number = page.cursor, page.generation, number + 1
        if not page.more:
            return rows, cursor, generation
        after_page(number)


@pytest.fixture
def filled(platform):
    holder = import_person(platform, 1)
    admin.add_staff(platform, "s1", name="示範職員", roles=["clerk", "supervisor"], medium=a_medium(90), pin="2468")
    add_activity(platform)
    admin.register_for_activity(platform, "a1", holder)
    admin.add_patron(platform, "typl", holder, "P0001")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("roles", "kinds"),
    [
        (["personalise"], [CardRow]),
        (["kiosk"], [CardRow, StaffRow]),
        (["counter"], [CardRow, StaffRow]),
        (["event"], [CardRow, StaffRow, ActivityRow, RosterRow]),
        (["library"], [CardRow, StaffRow, PatronRow]),
        (["counter", "event", "library", "kiosk"], [CardRow, StaffRow, ActivityRow, RosterRow, PatronRow]),
    ],
)
def test_each_role_gets_what_it_needs(platform, roles, kinds):
    rows, _, _ = download(platform, FieldStation(platform, roles))
    assert [type(row) for row in rows] == kinds


@pytest.mark.usefixtures("the_citys_pin_hashes", "filled")
def test_the_pin_goes_out_as_argon2id_only(platform):
    rows, _, _ = download(platform, FieldStation(platform, ["counter"]))
    assert rows[1].pin_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "RFC 9106, section 4: the second choice"


def test_a_row_that_changes_between_pages_is_not_missed(platform):
    station = FieldStation(platform, ["kiosk"])
    for number in range(1, 8):
        import_person(platform, number)

    def block(page):
        if page == 1:
            admin.block_card(platform, a_medium(1), CardState.LOST)
            import_person(platform, 50)

    rows, cursor, _ = download(platform, station, limit=3, after_page=block)
    last = {row.medium: row.state for row in rows}
    assert len(last) == 8
    assert last[station.digest(a_medium(1))] == "lost"
    assert download(platform, station, cursor=cursor)[0] == []


def test_a_download_goes_on_where_it_was(platform):
    station = FieldStation(platform, ["kiosk"])
    import_person(platform, 1)
    _, cursor, generation = download(platform, station)
    import_person(platform, 2)
    rows, _, _ = download(platform, station, cursor=cursor, generation=generation)
    assert [row.medium for row in rows] == [station.digest(a_medium(2))]


def test_another_generation_starts_from_the_beginning(platform):
    station = FieldStation(platform, ["kiosk"])
    import_person(platform, 1)
    _, cursor, generation = download(platform, station)
    fresh = platform.start_new_generation()
    rows, _, now = download(platform, station, cursor=cursor, generation=generation)
    assert (len(rows), now) == (1, fresh)
    assert fresh != generation


@pytest.mark.parametrize("cursor", ["x", "!!!!", "bm9uZQ==", "é", "YS8tMQ==", "YS8xMTExMTExMTExMTExMTExMTExMTEx"])
def test_a_cursor_that_is_none_of_ours_is_refused(platform, cursor):
    station = FieldStation(platform, ["kiosk"])
    with pytest.raises(Refused, match="request_invalid"):
        platform.changes(platform.authenticate(station.token), generation="", cursor=cursor, limit=10)


def test_lost_permission_is_a_problem_and_no_empty_page(platform):
    station = FieldStation(platform, ["kiosk"])
    admin.revoke_station(platform, station.enrolled.identity.station)
    with pytest.raises(EnvironmentProblem, match="station_revoked"):
        download(platform, station)
    with platform.store.read() as connection:
        (listed,) = stations.listed(connection)
    assert (listed.revoked, listed.roles) == (True, ["kiosk"])


def test_what_does_not_exist_cannot_be_added(platform):
    holder = import_person(platform, 1)
    with pytest.raises(Refused, match="request_invalid"):
        admin.create_enrolment_code(platform, "站", "地點", ["gate"])
    with pytest.raises(Refused, match="request_invalid"):
        admin.add_staff(platform, "s1", name="示範", roles=["king"], medium=a_medium(2), pin="2468")
    with pytest.raises(Refused, match="request_invalid"):
        admin.add_staff(platform, "s1", name="示範", roles=["clerk"], medium=a_medium(2), pin="12")
    with pytest.raises(Refused, match="card_already_bound"):
        admin.add_staff(platform, "s1", name="示範", roles=["clerk"], medium=a_medium(1), pin="2468")
    with pytest.raises(Refused, match="request_invalid"):
        add_activity(platform, "a9", "party")
    with pytest.raises(Refused, match="activity_unknown"):
        admin.register_for_activity(platform, "a9", holder)
    with pytest.raises(Refused, match="request_invalid"):
        admin.add_patron(platform, "typl", uuid4(), "P1")
    with pytest.raises(Refused, match="request_invalid"):
        admin.add_patron(platform, "louvre", holder, "P1")
    with pytest.raises(Refused, match="card_unknown"):
        admin.block_card(platform, a_medium(77), CardState.LOST)
    with pytest.raises(Refused, match="request_invalid"):
        admin.revoke_station(platform, "st-none")
