"""Stations over their lives: tokens, wipes, heartbeats (faults 6, 7, 8, 45). Their chains: `test_fleet_chains`."""

from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import admin, stations
from central.fleet import tokens
from central.fleet.heartbeats import SILENT_MS
from central.registry import snapshots
from domain import station_proofs
from domain.errors import Code, EnvironmentProblem
from domain.events import StaffSignedIn
from domain.wire import EnrolRequest
from domain.wire_fleet import (
    Beat,
    HeartbeatRequest,
    HeartbeatResponse,
    IdentityResponse,
    Part,
    StationRevoke,
    TokenRequest,
    TokenResponse,
    WipedRequest,
)
from tests.central.field import FieldStation
from tests.central.fleet_rig import id_of, identity, listed, read, refusal
from tests.central.office_rig import desk


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter"], rig.url, instance="machine-1")


def rotated(station):
    return read(station.post("/v1/station/token", TokenRequest()), TokenResponse).token


# --- tokens (fault 8) ---


def test_a_new_token_ends_the_old_one_when_it_is_used(station):
    old, station.token = station.token, rotated(station)
    assert identity(station).status_code == 200
    station.token = old
    refusal(identity(station), 401, Code.STATION_UNKNOWN)


def test_the_old_token_has_one_grace_use_when_the_answer_is_lost(station):
    rotated(station)
    assert identity(station).status_code == 200
    refusal(identity(station), 401, Code.STATION_UNKNOWN)


def test_asking_again_with_the_old_token_brings_another_and_the_lost_one_never_counts(station):
    lost = rotated(station)
    old, new = station.token, rotated(station)
    for dead in (lost, old):
        station.token = dead
        refusal(identity(station), 401, Code.STATION_UNKNOWN)
    station.token = new
    assert identity(station).status_code == 200


def test_the_grace_use_is_one_even_for_many_at_once(station):
    from concurrent.futures import ThreadPoolExecutor

    rotated(station)
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: identity(station).status_code, range(5)))
    assert sorted(answers) == [200, 401, 401, 401, 401]


def test_two_that_ask_with_the_old_token_at_the_same_moment(station, rig):
    rotated(station)
    with rig.platform.store.read() as connection:
        seen, _ = stations.authenticate(connection, station.token, station.instance)
    assert seen.by_grace
    with rig.platform.store.write() as connection:
        tokens.settle(connection, seen)
    with rig.platform.store.write() as connection, pytest.raises(EnvironmentProblem) as caught:
        tokens.settle(connection, seen)
    assert caught.value.code is Code.STATION_UNKNOWN


def test_an_old_token_should_be_replaced(station, clock):
    beat = HeartbeatRequest(beat=Beat(version="1"))
    assert not read(station.post("/v1/station/heartbeat", beat), HeartbeatResponse).rotate_token
    clock.advance(91 * 86_400)
    assert read(station.post("/v1/station/heartbeat", beat), HeartbeatResponse).rotate_token
    station.token = rotated(station)
    assert not read(station.post("/v1/station/heartbeat", beat), HeartbeatResponse).rotate_token


# --- wipes (faults 6, 7) ---


def test_a_lost_station_is_told_to_wipe_itself_and_says_when_it_has(station, rig):
    boss = desk(rig, ["supervisor"])
    order = StationRevoke(op_id=uuid4(), station=id_of(station))
    for _ in range(2):
        assert boss.post("/v1/stations/revoke", order).status_code == 200
    ordered_ms = refusal(identity(station), 401, Code.STATION_REVOKED)["wipe"]
    assert listed(boss)[id_of(station)].wipe == "ordered"
    said = station_proofs.wiped(id_of(station), ordered_ms)
    thief = WipedRequest(ordered_ms=ordered_ms, signature=station_proofs.sign(Ed25519PrivateKey.generate(), said))
    refusal(station.post("/v1/station/wiped", thief), 409, Code.EVENT_SIGNATURE)
    done = WipedRequest(ordered_ms=ordered_ms, signature=station_proofs.sign(station.key, said))
    for _ in range(2):
        assert station.post("/v1/station/wiped", done).status_code == 200
    assert listed(boss)[id_of(station)].wipe == "acknowledged"
    assert refusal(identity(station), 401, Code.STATION_REVOKED) == {}
    conflict = StationRevoke(op_id=order.op_id, station=id_of(boss.station))
    refusal(boss.post("/v1/stations/revoke", conflict), 409, Code.REQUEST_CONFLICT)
    refusal(boss.post("/v1/stations/revoke", StationRevoke(op_id=uuid4(), station="no")), 400, Code.REQUEST_INVALID)


def test_staff_of_other_sites_revoke_and_wipe_nothing_here(station, rig):
    home = rig.platform.authenticate(station.token, station.instance).site
    elsewhere = desk(rig, ["technician"], sites=[home, "另一地點"])
    admin.change_station(rig.platform, id_of(station), site="第三地點")
    agency = desk(rig, ["supervisor"], number=700_002, agency="示範局")
    for boss in (elsewhere, agency):
        refusal(
            boss.post("/v1/stations/revoke", StationRevoke(op_id=uuid4(), station=id_of(station))), 403, Code.STAFF_NOT_ALLOWED
        )
    assert identity(station).status_code == 200
    here = StationRevoke(op_id=uuid4(), station=id_of(agency.station))
    assert elsewhere.post("/v1/stations/revoke", here).status_code == 200


def test_a_station_in_service_hears_of_its_wipe_by_heartbeat(station, rig):
    admin.order_wipe(rig.platform, id_of(station))
    beat = HeartbeatRequest(beat=Beat(version="1"))
    ordered_ms = read(station.post("/v1/station/heartbeat", beat), HeartbeatResponse).wipe_ordered_ms
    said = station_proofs.wiped(id_of(station), ordered_ms)
    wrong = WipedRequest(ordered_ms=5, signature=station_proofs.sign(station.key, station_proofs.wiped(id_of(station), 5)))
    refusal(station.post("/v1/station/wiped", wrong), 400, Code.REQUEST_INVALID)
    done = WipedRequest(ordered_ms=ordered_ms, signature=station_proofs.sign(station.key, said))
    assert station.post("/v1/station/wiped", done).status_code == 200
    assert read(station.post("/v1/station/heartbeat", beat), HeartbeatResponse).wipe_ordered_ms is None


# --- how stations are ---


def test_a_heartbeat_says_how_a_station_is_and_hears_what_it_should_know(station, rig, clock):
    admin.set_minimum_version(rig.platform, "2.0")
    event = station.act(StaffSignedIn())
    station.upload(event)
    beat = Beat(version="1.9", queued=3, oldest_unsent_ms=60_000, parts=[Part(name="printer", state="low")])
    said = read(station.post("/v1/station/heartbeat", HeartbeatRequest(beat=beat)), HeartbeatResponse)
    assert (said.minimum_version, said.programme_version) == ("2.0", rig.platform.programme_version)
    assert (said.epoch, said.chain.seq, said.chain.hash) == (1, 1, event.hash)
    assert said.snapshot == ""
    built = snapshots.build(rig.platform)
    again = read(station.post("/v1/station/heartbeat", HeartbeatRequest(beat=beat)), HeartbeatResponse)
    assert again.snapshot == built.snapshot
    technician = desk(rig, ["technician"])
    assert listed(technician)[id_of(station)].beat == beat
    clock.advance(SILENT_MS // 1000 + 1)
    technician = desk(rig, ["technician"], number=700_003)
    silent = listed(technician, silent=True)
    assert id_of(station) in silent
    assert id_of(technician.station) not in silent
    assert listed(technician, site="elsewhere") == {}
    admin.revoke_station(rig.platform, id_of(station))
    assert id_of(station) not in listed(technician, silent=True)


def test_a_changed_role_or_site_is_told(station, rig):
    admin.change_station(rig.platform, id_of(station), site="另一地點", roles=["event"])
    who = read(identity(station), IdentityResponse).identity
    assert (who.site, who.roles, who.name) == ("另一地點", ["event"], "示範站")
    for bad in ({"roles": ["king"]}, {"roles": []}):
        with pytest.raises(Exception, match="request_invalid"):
            admin.change_station(rig.platform, id_of(station), **bad)


def test_real_and_demo_do_not_mix(station, rig):
    event = station.act(StaffSignedIn(), demo=False)
    assert station.say(event).code is Code.MODE_MISMATCH
    code = admin.create_enrolment_code(rig.platform, "示範站", "示範地點", ["counter"])
    request = EnrolRequest(code=code, signing_key=bytes(range(32)), machine="m", version="0", demo=False)
    with pytest.raises(EnvironmentProblem) as caught:
        rig.platform.enrol(request, "test")
    assert caught.value.code is Code.MODE_MISMATCH
