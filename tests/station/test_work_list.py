"""What the platform flagged or rejected stands in the station's work list until somebody has decided."""

from uuid import UUID, uuid4

import msgspec
import pytest

from central import admin
from citycard_app.demo_data import TALK
from domain.errors import Code, Refused
from domain.events import Event, LoadUnknown, RedeemRequested, SignedIn, StaffSignedIn, StockCounted, decode
from domain.ids import recovery_code
from domain.wire import Outcome, OutcomeStatus
from domain.wire_operations import AnomalyDone, AnomalyListRequest, AnomalyListResponse, AnomalyResolve
from station.station import Station
from station.views import StaffSession, WorkEntry
from tests.central.field import FieldStation, a_medium, a_person
from tests.central.office_rig import Desk, desk
from tests.station.test_life import often
from tests.station_rig import City

HOUR_MS = 3_600_000


def entries(station: Station, most: int = 50) -> list[WorkEntry]:
    return station.work_list.page(most).entries


def journal(station: Station, payload: object, **more: object) -> UUID:
    """Write an act as a desk would, without asking any rule; its op_id."""
    with station._context.journal.act() as act:
        return act.append(payload, operator="D001", **more).op_id  # type: ignore[arg-type]


def flagged(station: Station) -> UUID:
    """A card that nobody knows is signed in to an activity."""
    return journal(station, SignedIn(activity=TALK, walk_in=True), medium=bytes(range(8)))


def rejected(station: Station) -> UUID:
    """An act whose id is none that a station makes."""
    return journal(station, StaffSignedIn(), op_id=uuid4())


def resolve(boss: Desk, anomaly: str) -> None:
    """A supervisor of the platform decides, over HTTP."""
    listed = boss.ask("/v1/anomalies/list", AnomalyListRequest(anomaly=anomaly), AnomalyListResponse).anomalies
    for one in listed:
        decided = AnomalyResolve(op_id=uuid4(), event=one.event, anomaly=anomaly, resolution="accepted", note="示範說明")
        boss.ask("/v1/anomalies/resolve", decided, AnomalyDone)


@pytest.fixture
def station(city: City) -> Station:
    """A counter that hears the platform all the time, with one act flagged and one rejected."""
    often(city)
    made = city.station("counter")
    city.sign_in()
    flagged(made)
    rejected(made)
    made._context.sync.wake()
    city.until(lambda: made.status().attention == 2)
    return made


def test_a_flagged_and_a_rejected_act_come_into_the_list_the_newest_first(station: Station) -> None:
    poison, unknown = entries(station)
    assert (unknown.kind, unknown.anomalies, unknown.counted) == ("attendance.in", ["card_unknown"], True)
    assert (unknown.operator, unknown.medium, unknown.recovery_code) == ("D001", bytes(range(8)), "")
    assert unknown.operator_name != ""
    assert "○" in unknown.operator_name
    assert unknown.about == "示範健康講座：腳步輕盈"
    assert (poison.kind, poison.anomalies, poison.counted) == ("staff.in", ["op_id_not_random"], False)
    assert unknown.number.startswith("1.")
    assert (station.status().parked, station.status().attention) == (1, 2)


def test_the_list_empties_as_the_platforms_people_decide(station: Station, city: City) -> None:
    boss = desk(city.platform, ["supervisor"])
    resolve(boss, "card_unknown")
    city.until(lambda: [entry.anomalies for entry in entries(station)] == [["op_id_not_random"]])
    assert station.status().parked == 1
    resolve(boss, "op_id_not_random")
    city.until(lambda: entries(station) == [])
    status = station.status()
    assert (status.parked, status.attention, status.queue) == (0, 0, 0)


def test_what_somebody_decided_while_the_station_was_off_is_heard_when_it_is_back(station: Station, city: City) -> None:
    before = entries(station)
    city._stations.pop("counter").stop()
    resolve(desk(city.platform, ["supervisor"]), "card_unknown")
    again = city.reopen("counter")
    city.sign_in()
    city.until(lambda: entries(again) == before[:1])


def test_what_the_card_itself_settles_by_turning_up_leaves_the_list_too(city: City) -> None:
    """Nobody had to resolve it: the card's issue came in later, from another station."""
    often(city)
    station = city.station("counter")
    city.sign_in()
    journal(station, SignedIn(activity=TALK, walk_in=True), medium=station.digest(a_medium(5)))
    rejected(station)
    station._context.sync.wake()
    city.until(lambda: station.status().attention == 2)
    elsewhere = FieldStation(city.platform.platform, ["counter"], city.platform.url)
    admin.add_staff(city.platform.platform, "clerk-1", name="示範承辦", roles=["clerk"], medium=a_medium(77), pin="246810")
    elsewhere.say(elsewhere.issue(a_person(5), a_medium(5)))
    city.until(lambda: [entry.anomalies for entry in entries(station)] == [["op_id_not_random"]])
    assert (station.status().parked, station.status().attention) == (1, 1)


def test_a_restart_and_no_network_change_nothing(station: Station, city: City) -> None:
    before = entries(station)
    city._stations.pop("counter").stop()
    city.platform.stop()
    again = city.reopen("counter")
    city.sign_in()
    city.until_offline("counter")
    assert entries(again) == before
    assert again.status().attention == 2
    city.platform.start()
    resolve(desk(city.platform, ["supervisor"]), "op_id_not_random")
    city.until(lambda: entries(again) == before[1:])


def test_there_are_no_more_than_asked_for_and_it_says_that_there_are(station: Station) -> None:
    page = station.work_list.page(1)
    assert ([entry.anomalies for entry in page.entries], page.more) == ([["op_id_not_random"]], True)
    assert not station.work_list.page(2).more


def test_only_who_is_signed_in_and_serves_people_sees_it(station: Station) -> None:
    session = station.staff.session
    assert session is not None
    for role, may in (("clerk", True), ("event", True), ("librarian", True), ("supervisor", True), ("technician", False)):
        station.staff._session = msgspec.structs.replace(session, roles=[role])
        assert station.work_list.may_look() is may, role
    station.staff.sign_out("left")
    assert not station.work_list.may_look()
    with pytest.raises(Refused) as refused:
        station.work_list.page(9)
    assert refused.value.code is Code.STAFF_NOT_ALLOWED


# --- an entry, of a counter that never had a network ---


@pytest.fixture
def alone(city: City) -> Station:
    made = city.station("counter", start=False)
    made.staff._session = StaffSession(staff="D001", name="示○員", roles=["clerk"], tasks=["issue"])
    return made


def entry(station: Station, payload: object) -> WorkEntry:
    """An act on which the platform's word is put into the journal as an upload does."""
    op_id = journal(station, payload, medium=bytes(8))
    signed = next(each for each in station._context.journal.to_send(9) if decode(each.body).op_id == op_id)
    word = Outcome(op_id=op_id, hash=signed.hash, status=OutcomeStatus.FLAGGED, anomalies=["clock_implausible"])
    station._context.journal.record_outcomes([word])
    return next(each for each in entries(station) if each.op_id == op_id)


def test_a_clock_that_was_wrong_shows_beside_the_time_it_was(alone: Station) -> None:
    right = entry(alone, StaffSignedIn())
    assert (right.device_ms, right.at_ms) == (None, decode_of(alone, right).device_ms)
    alone._context.journal.record_offset(-26 * HOUR_MS)
    wrong = entry(alone, StaffSignedIn())
    assert wrong.device_ms == decode_of(alone, wrong).device_ms
    assert wrong.at_ms == wrong.device_ms - 26 * HOUR_MS
    alone._context.journal.record_offset(59_000)
    assert entry(alone, StaffSignedIn()).device_ms is None, "seconds are nobody's business"


def decode_of(station: Station, entry: WorkEntry) -> Event:
    return station._context.journal.event(entry.op_id)


def test_wishes_and_loads_are_named_by_their_recovery_code_and_boxes_by_theirs(alone: Station) -> None:
    wish = entry(alone, RedeemRequested(purse="account", point_kind="health", points=50, amount_ntd=50))
    assert (wish.recovery_code, wish.about) == (recovery_code(wish.op_id), "")
    load = uuid4()
    assert entry(alone, LoadUnknown(load=load)).recovery_code == recovery_code(load)
    counted = entry(alone, StockCounted(box="A-3", card_kind="general", carrier="easycard", cards=9))
    assert (counted.recovery_code, counted.about) == ("", "A-3")
    gone = entry(alone, SignedIn(activity="gone", walk_in=False))
    assert (gone.about, gone.operator, gone.operator_name) == ("gone", "D001", ""), "this registry knows neither"
