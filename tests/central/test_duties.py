"""Who may do what: acts of stations without the role stay out; acts without a fitting operator earn and activate nothing."""

from contextlib import closing
from uuid import uuid4

import pytest

from central import admin, audit
from central.duties import DUTIES
from central.platform import Platform
from domain.errors import Code
from domain.events import BoundMedium, CardBound, LoadSettled, LoadUnknown, PatronLookedUp, Payload, StaffSignedIn
from domain.wire import AttendanceResult, OutcomeStatus
from tests.central.field import CLERK, HOUR, MINUTE, FieldStation, a_medium, a_person, add_activity, import_person
from tests.central.test_redemption import points_of
from tests.platform_rig import PROGRAMME

NOT_ALLOWED = (OutcomeStatus.FLAGGED, Code.STAFF_NOT_ALLOWED, ["staff_not_allowed"])
NOTHING = AttendanceResult(minutes=0, points=0)


@pytest.fixture(autouse=True)
def activity(platform):
    add_activity(platform)


def employ(platform, staff, *roles, active=True):
    number = sum(staff.encode())
    admin.add_staff(platform, staff, name="示範職員", roles=list(roles), medium=a_medium(number), pin="2468", active=active)


def word(said):
    return said.status, said.code, said.anomalies


def bound(station, **kwargs):
    payload = CardBound(holder=uuid4(), via_medium=station.digest(a_medium(1)), carrier="ipass", provisional=False)
    medium = a_medium(2)
    return station.act(payload, medium=medium, sealed=station.sealed(BoundMedium(uid=medium.value)), **kwargs)


def lookup(station, **kwargs):
    return station.act(PatronLookedUp(service="typl", found=True), medium=a_medium(1), **kwargs)


ACTS = {
    "issue": lambda station: station.issue(a_person(2), a_medium(2)),
    "bind": bound,
    "sign_in": lambda station: station.sign_in(a_medium(1)),
    "sign_out": lambda station: station.sign_out(a_medium(1), station.sign_in(a_medium(1))),
    "lookup": lookup,
    "wish": lambda station: station.wish(a_medium(1), 10),
    "load": lambda station: station.act(LoadUnknown(load=uuid4()), medium=a_medium(1)),
    "settle": lambda station: station.act(LoadSettled(load=uuid4(), decision="void", reason="示範")),
    "staff": lambda station: station.act(StaffSignedIn()),
}


def test_there_is_a_duty_for_every_kind():
    assert set(DUTIES) == set(Payload.__args__)


@pytest.mark.parametrize(
    ("act", "roles"),
    [
        ("issue", ["event", "library", "kiosk"]),
        ("bind", ["event", "library", "kiosk"]),
        ("sign_in", ["counter", "library", "kiosk"]),
        ("sign_out", ["counter", "library", "kiosk"]),
        ("lookup", ["counter", "event", "kiosk"]),
        ("wish", ["event", "library"]),
        ("load", ["event", "library"]),
        ("settle", ["event", "library", "kiosk"]),
    ],
)
def test_a_station_without_the_role_is_not_believed_and_the_rest_flows(platform, act, roles):
    import_person(platform, 1)
    station = FieldStation(platform, roles)
    event = ACTS[act](station)
    if act == "sign_out":
        station = FieldStation(platform, roles)
        event = station.sign_out(a_medium(1), event)
    said = station.say(event)
    assert word(said) == (OutcomeStatus.REJECTED, Code.STAFF_NOT_ALLOWED, ["station_without_role"])
    assert station.say(event) == said
    follows = station.wish(a_medium(1), 10) if "kiosk" in roles else station.act(StaffSignedIn())
    assert station.say(follows).status is OutcomeStatus.ACCEPTED

    facts = audit.facts(platform.store.engine)
    assert facts.events[station.enrolled.identity.station][0].hash == event.hash
    assert len(facts.cards) == 1


def test_where_cards_are_made_nobody_signs_in(platform):
    station = FieldStation(platform, ["personalise"])
    said = station.say(ACTS["staff"](station))
    assert word(said) == (OutcomeStatus.REJECTED, Code.STAFF_NOT_ALLOWED, ["station_without_role"])


@pytest.mark.parametrize("operator", [None, "nobody", "librarian"])
def test_a_card_of_no_clerk_is_suspended(platform, station, operator):
    employ(platform, "librarian", "librarian", "event")
    said = station.say(station.issue(a_person(2), a_medium(3), operator=operator))
    assert word(said) == NOT_ALLOWED
    assert said.result.state == "suspended"
    import_person(platform, 1)
    said = station.say(bound(station, operator=operator))
    assert (*word(said), said.result.state) == (*NOT_ALLOWED, "suspended")
    again = station.say(station.issue(a_person(2), a_medium(4)))
    assert (again.status, again.result.state) == (OutcomeStatus.ACCEPTED, "active")


def test_a_bearer_card_of_no_clerk_uses_up_no_claim(tmp_path, clock):
    text = PROGRAMME.read_text("utf-8").replace('companion_of = "love"', "bearer = true", 1)
    person = a_person(2, facts=("resident", "lives_here", "disability", "disability_companion"))
    with closing(Platform.open(tmp_path, text, True, clock)) as platform:
        station = FieldStation(platform, ["counter"])
        said = station.upload(
            station.issue(person, a_medium(3), "love_companion", operator=None),
            station.issue(person, a_medium(4), "love_companion"),
            station.issue(person, a_medium(5), "love_companion"),
        )
    assert [one.code for one in said] == [Code.STAFF_NOT_ALLOWED, None, Code.ONE_PER_PERSON]


@pytest.mark.parametrize("operator", [None, "nobody", "librarian"])
def test_attendance_of_no_event_staff_earns_nothing(platform, station, clock, operator):
    employ(platform, "librarian", "librarian")
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 9 * HOUR, operator=operator)
    left = station.sign_out(a_medium(1), came, operator=operator)
    said = station.upload(came, left)
    assert [(word(one), one.result) for one in said] == [(NOT_ALLOWED, NOTHING)] * 2
    assert points_of(platform, 1) == 0


def test_a_sign_in_of_nobody_makes_a_clerks_sign_out_worth_nothing_in_either_order(platform, station, clock):
    import_person(platform, 1)
    other = FieldStation(platform, ["event"])
    for early in (False, True):
        came = station.sign_in(a_medium(1), at_ms=clock.ms - 9 * HOUR, operator=None)
        left = other.sign_out(a_medium(1), came)
        if early:
            assert other.say(left).status is OutcomeStatus.HELD
        station.say(came)
        said = other.say(left)
        assert (said.status, said.anomalies, said.result) == (OutcomeStatus.FLAGGED, ["sign_in_not_counted"], NOTHING)
    assert points_of(platform, 1) == 0


def test_acts_of_nobody_take_nothing_from_a_proper_stay(platform, station, clock):
    import_person(platform, 1)
    add_activity(platform, "m1", "meeting")
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 60 * MINUTE)
    events = [
        came,
        station.sign_in(a_medium(1), "m1", operator=None),
        station.sign_out(a_medium(1), came, at_ms=clock.ms - 50 * MINUTE, operator=None),
        station.sign_out(a_medium(1), came, screen=(60, 10)),
        station.sign_in(a_medium(1), "m1"),
    ]
    said = station.upload(*events)
    assert [one.status for one in said[3:]] == [OutcomeStatus.ACCEPTED] * 2
    assert said[3].result == AttendanceResult(minutes=60, points=10)


def test_a_lookup_needs_a_librarian_and_a_wish_nobody(platform, station):
    import_person(platform, 1)
    assert word(station.say(lookup(station, operator=None))) == NOT_ALLOWED
    assert station.say(lookup(station)).status is OutcomeStatus.ACCEPTED
    kiosk = FieldStation(platform, ["kiosk"])
    assert kiosk.say(kiosk.wish(a_medium(1), 10, operator=None)).status is OutcomeStatus.ACCEPTED


def test_who_was_made_inactive_later_did_what_they_did(platform, station, clock):
    employ(platform, "event-1", "event", active=False)
    employ(platform, "clerk-2", "clerk", active=False)
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=clock.ms - 60 * MINUTE, operator="event-1")
    left = station.sign_out(a_medium(1), came, screen=(60, 10), operator="event-1")
    said = station.upload(came, left, station.issue(a_person(2), a_medium(2), operator="clerk-2"))
    assert [word(one) for one in said] == [(OutcomeStatus.FLAGGED, None, ["staff_inactive"])] * 3
    assert (points_of(platform, 1), said[2].result.state) == (10, "active")


def test_an_unfit_operator_is_named_beside_another_fault(platform, station):
    said = station.say(station.sign_in(a_medium(9), operator=CLERK, at_ms=platform.now_ms()))
    assert said.anomalies == [Code.CARD_UNKNOWN]
    import_person(platform, 1)
    said = station.say(station.issue(a_person(2), a_medium(1), operator=None))
    assert word(said) == (OutcomeStatus.FLAGGED, Code.CARD_ALREADY_BOUND, ["card_already_bound", "staff_not_allowed"])
