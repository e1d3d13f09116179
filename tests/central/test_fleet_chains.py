"""Stations whose chain was rewound, copied, or goes on under another identity (faults 29, 30, 32)."""

import copy
from uuid import uuid4

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import admin, audit, schema
from central.fleet import epochs
from domain import station_proofs
from domain.errors import Code
from domain.events import CHAIN_START, StaffSignedIn
from domain.station_proofs import Formerly
from domain.wire import EnrolRequest
from domain.wire_fleet import (
    INSTANCE_HEADER,
    EpochRequest,
    EpochResponse,
    IdentityResponse,
)
from tests.central.field import FieldStation, a_medium, a_person
from tests.central.fleet_rig import id_of, identity, listed, read, refusal
from tests.central.office_rig import desk


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter"], rig.url, instance="machine-1")


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


def proven(former, public, key=None):
    """That station's word that whoever has this public key goes on as it."""
    signature = station_proofs.sign(key or former.key, station_proofs.succession(id_of(former), public))
    return Formerly(station=id_of(former), signature=signature, public_key=former.key.public_key().public_bytes_raw())


def successor(former, rig, *, key=None, formerly=None, earlier=()):
    """The same machine, enrolled again with a key of its own, and its proof that it was the former."""
    station = FieldStation.__new__(FieldStation)
    station.instance = ""
    station.platform, station.url, station.key = rig.platform, rig.url, Ed25519PrivateKey.generate()
    public = station.key.public_key().public_bytes_raw()
    request = EnrolRequest(
        code=admin.create_enrolment_code(rig.platform, "示範站", "示範地點", ["counter"]),
        signing_key=public,
        machine="test",
        version="0",
        demo=True,
        formerly=formerly or proven(former, public, key),
        earlier=list(earlier),
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


def test_a_machine_is_known_by_what_it_was_before_a_station_that_is_not_known_any_more(station, rig):
    """The platform was put back to before its second enrolment."""
    forgotten, stranger = FieldStation(rig.platform, ["counter"], rig.url), FieldStation(rig.platform, ["counter"], rig.url)
    forgotten.enrolled = msgspec.structs.replace(
        forgotten.enrolled, identity=msgspec.structs.replace(forgotten.enrolled.identity, station="st-forgotten")
    )
    public = forgotten.key.public_key().public_bytes_raw()
    unsent = station.issue(a_person(1), a_medium(1))
    third = successor(forgotten, rig, earlier=[proven(station, public)])
    assert third.enrolled.succeeds == id_of(station)
    assert third.say(unsent).status == "accepted"
    assert successor(forgotten, rig).enrolled.succeeds == ""
    with pytest.raises(Exception, match="request_invalid"):
        successor(forgotten, rig, earlier=[proven(stranger, public, key=station.key)])
    with pytest.raises(Exception, match="request_invalid"):
        successor(forgotten, rig, key=station.key, earlier=[proven(station, public)])


def test_nobody_brings_anothers_queue(station, rig):
    foreign = station.issue(a_person(1), a_medium(1))
    other = FieldStation(rig.platform, ["counter"], rig.url)
    assert other.say(foreign).code is Code.EVENT_SIGNATURE
    with pytest.raises(Exception, match="request_invalid"):
        successor(station, rig, key=Ed25519PrivateKey.generate())
    assert successor(station, rig, formerly=Formerly(station="st-nobody", signature=bytes(64))).enrolled.succeeds == ""
    assert identity(station).status_code == 200
