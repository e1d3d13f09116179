"""Stations over their lives: tokens, rewinds, copies, successors, wipes, heartbeats (faults 6, 7, 8, 29, 30, 32, 45)."""

import copy
from uuid import uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import admin, audit, schema, stations
from central.fleet import epochs, tokens
from central.fleet.heartbeats import SILENT_MS
from central.registry import snapshots
from domain import station_proofs
from domain.errors import Code, EnvironmentProblem
from domain.events import CHAIN_START, StaffSignedIn
from domain.station_proofs import Formerly
from domain.wire import EnrolRequest
from domain.wire_fleet import (
    INSTANCE_HEADER,
    Beat,
    EpochRequest,
    EpochResponse,
    HeartbeatRequest,
    HeartbeatResponse,
    IdentityResponse,
    Part,
    StationListRequest,
    StationListResponse,
    StationRevoke,
    TokenRequest,
    TokenResponse,
    WipedRequest,
)
from tests.central.field import FieldStation, a_medium, a_person, problem_of
from tests.central.office_rig import desk


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter"], rig.url, instance="machine-1")


def refusal(answer, status, code):
    assert (answer.status_code, problem_of(answer).code) == (status, code)
    return problem_of(answer).details


def read(answer, of):
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=of)


def id_of(station):
    return station.enrolled.identity.station


def identity(station, **kwargs):
    return station.call("GET", "/v1/station/identity", **kwargs)


def listed(one, **kwargs):
    found = one.ask("/v1/stations/list", StationListRequest(**kwargs), StationListResponse)
    return {row.station: row for row in found.stations}


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


# --- rewinds (fault 29) ---


def rewind_of(station, **changed):
    asked = {
        "op_id": uuid4(),
        "instance": "machine-1",
        "epoch": station.enrolled.identity.epoch,
        "last_seq": station.seq,
        "last_hash": station.tail,
        **changed,
    }
    said = station_proofs.new_epoch(asked["op_id"], id_of(station), asked["epoch"], asked["last_seq"], asked["last_hash"])
    return EpochRequest(signature=station_proofs.sign(station.key, said), **asked)


def begin_anew(station, request):
    """What a station does with the answer: the same identity, another epoch, a chain that begins."""
    said = read(station.post("/v1/station/epoch", request), EpochResponse)
    station.enrolled = msgspec.structs.replace(station.enrolled, identity=said.identity)
    station.seq, station.tail = 0, CHAIN_START
    return said


def test_a_restored_station_begins_a_new_epoch_and_every_new_act_arrives(station, rig):
    kept = station.act(StaffSignedIn())
    station.upload(kept)
    backup = station.seq, station.tail
    ahead = station.issue(a_person(1), a_medium(1))
    assert station.say(ahead).status == "accepted"
    station.seq, station.tail = backup
    unnoticed = station.issue(a_person(2), a_medium(2))
    assert station.say(unnoticed).code is Code.EVENT_CHAIN
    chain = read(identity(station), IdentityResponse).chain
    assert (chain.seq, chain.hash) == (2, ahead.hash)
    station.seq, station.tail = backup
    request = rewind_of(station)
    said = begin_anew(station, request)
    assert (said.identity.epoch, said.chain) == (2, chain)
    assert read(station.post("/v1/station/epoch", request), EpochResponse).identity.epoch == 2
    again = station.issue(a_person(2), a_medium(2), op_id=audit_op_id(unnoticed))
    assert [one.status for one in station.upload(again, station.act(StaffSignedIn()))] == ["accepted"] * 2
    assert station.say(kept).status == "accepted"
    assert len(audit.facts(rig.platform.store.engine).cards) == 2
    assert not listed(desk(rig, ["technician"]))[id_of(station)].cloned


def audit_op_id(signed):
    return msgspec.json.decode(signed.body, type=dict)["op_id"]


def test_an_epoch_is_given_only_to_the_stations_own_key(station):
    other = copy.copy(station)
    other.key = Ed25519PrivateKey.generate()
    refusal(station.post("/v1/station/epoch", rewind_of(other)), 409, Code.EVENT_SIGNATURE)
    request = rewind_of(station)
    begin_anew(station, request)
    refusal(station.post("/v1/station/epoch", rewind_of(station, op_id=request.op_id, last_seq=9)), 409, Code.REQUEST_CONFLICT)


def test_a_platform_that_was_restored_itself_goes_on_behind_the_epoch_that_it_has_forgotten(station, rig):
    station.upload(station.act(StaffSignedIn()))
    begin_anew(station, rewind_of(station))
    begin_anew(station, rewind_of(station))
    acts = [station.issue(a_person(number), a_medium(number)) for number in (1, 2)]
    with rig.platform.store.write() as connection:
        connection.execute(schema.stations.update().values(epoch=1))
    assert {word.code for word in station.upload(*acts)} == {Code.EVENT_CHAIN}
    assert begin_anew(station, rewind_of(station, epoch=3)).identity.epoch == 4
    assert [word.status for word in station.upload(*acts, station.act(StaffSignedIn()))] == ["accepted"] * 3


# --- copies (fault 30) ---


def test_a_second_machine_with_the_same_identity_is_refused(station, rig):
    second = copy.copy(station)
    for other in ("machine-2", ""):
        refusal(identity(second, headers={INSTANCE_HEADER: other}), 401, Code.STATION_CLONED)
    refusal(second.post("/v1/station/epoch", rewind_of(second, instance="machine-2")), 401, Code.STATION_CLONED)
    assert identity(station, headers={INSTANCE_HEADER: "machine-1"}).status_code == 200
    row = listed(desk(rig, ["technician"]))[id_of(station)]
    assert (row.clone_seen_ms is not None, row.cloned) == (True, False)


def test_a_machine_that_was_not_known_is_known_from_its_first_word(rig):
    station = FieldStation(rig.platform, ["counter"], rig.url)
    assert identity(station, headers={INSTANCE_HEADER: "a"}).status_code == 200
    refusal(identity(station, headers={INSTANCE_HEADER: "b"}), 401, Code.STATION_CLONED)
    with rig.platform.store.write() as connection:
        epochs.accept_machine(connection, id_of(station))
    assert identity(station, headers={INSTANCE_HEADER: "b"}).status_code == 200


def test_two_machines_in_one_chain_are_refused_until_they_are_enrolled_anew(station, rig):
    """Without an instance to tell them apart: one is taken for restored, the other goes on in the old epoch."""
    station.upload(station.act(StaffSignedIn()))
    second = copy.copy(station)
    begin_anew(second, rewind_of(second, instance=""))
    second.upload(second.act(StaffSignedIn()))
    on = station.issue(a_person(1), a_medium(1))
    assert station.say(on).status == "accepted"
    for machine in (station, second):
        refusal(identity(machine), 401, Code.STATION_CLONED)
    assert listed(desk(rig, ["technician"]))[id_of(station)].cloned
    unsent = station.issue(a_person(2), a_medium(2))
    anew = successor(station, rig)
    assert [one.status for one in anew.upload(on, unsent, anew.act(StaffSignedIn()))] == ["accepted"] * 3
    assert len(audit.facts(rig.platform.store.engine).cards) == 2


# --- enrolled again (fault 32) ---


def successor(former, rig, *, key=None, formerly=None):
    """The same machine, enrolled again with a key of its own, and its proof that it was the former."""
    station = FieldStation.__new__(FieldStation)
    station.instance = ""
    station.platform, station.url, station.key = rig.platform, rig.url, Ed25519PrivateKey.generate()
    public = station.key.public_key().public_bytes_raw()
    proof = station_proofs.sign(key or former.key, station_proofs.succession(id_of(former), public))
    request = EnrolRequest(
        code=admin.create_enrolment_code(rig.platform, "示範站", "示範地點", ["counter"]),
        signing_key=public,
        machine="test",
        version="0",
        demo=True,
        formerly=formerly or Formerly(station=id_of(former), signature=proof),
    )
    station.enrolled = rig.platform.enrol(request, "test")
    station.token, station.seq, station.tail = station.enrolled.token, 0, CHAIN_START
    return station


def test_an_old_queue_goes_up_under_its_old_origin_without_duplicates(station, rig):
    sent = station.issue(a_person(1), a_medium(1))
    station.upload(sent)
    old = [station.issue(a_person(number), a_medium(number)) for number in (2, 3)]
    admin.revoke_station(rig.platform, id_of(station))
    second = successor(station, rig)
    assert id_of(second) != id_of(station)
    assert second.enrolled.succeeds == id_of(station)
    mixed = [sent, old[0], second.issue(a_person(4), a_medium(4)), old[1]]
    for _ in range(2):
        assert [one.status for one in second.upload(*mixed)] == ["accepted"] * 4
    third = successor(second, rig)
    late = station.issue(a_person(5), a_medium(5))
    assert third.say(late).status == "accepted"
    facts = audit.facts(rig.platform.store.engine)
    assert [fact.hash for fact in facts.events[id_of(station)]] == [sent.hash, *(one.hash for one in old), late.hash]
    assert len(facts.cards) == 5
    row = listed(desk(rig, ["auditor"]))[id_of(station)]
    assert (row.revoked, row.replaced_by) == (True, id_of(third))
    refusal(identity(station), 401, Code.STATION_REVOKED)


def test_a_rewound_successor_that_brings_its_formers_queue_is_no_copy(station, rig):
    station.upload(station.act(StaffSignedIn()))
    old = [station.issue(a_person(number), a_medium(number)) for number in (1, 2)]
    second = successor(station, rig)
    second.upload(second.act(StaffSignedIn()), second.act(StaffSignedIn()))
    second.seq, second.tail = 0, CHAIN_START
    begin_anew(second, rewind_of(second))
    for one in old:
        assert second.say(one).status == "accepted"
        assert second.say(one).status == "accepted"
    assert identity(second).status_code == 200
    assert not listed(desk(rig, ["technician"]))[id_of(second)].cloned


def test_two_machines_with_one_disk_both_enrolled_anew_each_bring_what_they_have(station, rig, clock):
    copied = copy.copy(station)
    clock.advance(1)
    first, other = successor(station, rig), successor(copied, rig)
    unsent = station.issue(a_person(1), a_medium(1))
    assert first.say(unsent).status == "accepted"
    theirs = copied.issue(a_person(2), a_medium(2))
    assert other.say(theirs).code is Code.EVENT_CHAIN
    assert other.say(unsent).status == "accepted"
    third = successor(first, rig)
    assert third.enrolled.succeeds == id_of(first)
    late = station.issue(a_person(3), a_medium(3))
    assert third.say(late).status == "accepted"


def test_nobody_brings_anothers_queue(station, rig):
    foreign = station.issue(a_person(1), a_medium(1))
    other = FieldStation(rig.platform, ["counter"], rig.url)
    assert other.say(foreign).code is Code.EVENT_SIGNATURE
    with pytest.raises(Exception, match="request_invalid"):
        successor(station, rig, key=Ed25519PrivateKey.generate())
    assert successor(station, rig, formerly=Formerly(station="st-nobody", signature=bytes(64))).enrolled.succeeds == ""
    assert identity(station).status_code == 200


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
