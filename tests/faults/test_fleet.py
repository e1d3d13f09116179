"""Stations that are shut out, restored, copied, enrolled again, or given another token."""

import shutil

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, stations
from central.fleet import epochs, tokens
from central.schema import stations as station_rows
from central.stations import Station as Sender
from citycard_app.demo_data import TALK
from domain.errors import Code, EnvironmentProblem
from domain.events import decode
from offline_store.registry import Registry
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.succession import enrol_again
from station.views import Connection
from station.wiring import open_station
from sync.upkeep import Upkeep
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.faults.way import EVENTS, Answer, Asked
from tests.station.test_life import closing_station, copy_of, grow_old, listed, machine, often, restore, signed_in, tap

TOKEN = "/v1/station/token"

# --- 7 ---


def what_was_downloaded_stays(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Registry, "wipe", lambda _self, **_more: None)


@fault(7, broken_by=what_was_downloaded_stays)
def test_fault_07_revoked_in_the_midst_of_an_upload_it_forgets_people_and_keeps_its_acts(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")

    def revoke_first(asked: Asked) -> Answer | None:
        admin.revoke_station(city.platform.platform, station.identity.station)
        return city.way.forward(asked)

    city.way.do(revoke_first, EVENTS, times=1)
    act = tap(station, city, "senior")
    city.until(lambda: station.status().connection is Connection.REVOKED)
    city.until(lambda: not station.counter.look(city.medium("senior")).known)
    assert station.status().queue == 1
    with pytest.raises(EnvironmentProblem) as refused:
        station.events.tap(TALK, city.medium("reader"))
    assert refused.value.code is Code.STATION_REVOKED
    asked = len(city.way.uploads())
    city.close_stations()
    again = city.reopen("counter")
    assert again.status().connection is Connection.REVOKED
    assert again._context.registry.staff_by_medium(again.digest(city.medium("clerk"))) is None
    assert len(city.way.uploads()) == asked
    assert act in {decode(one.body).op_id for one in again._context.journal.to_send(10)}
    assert act not in signed_in(city)


# --- 8 ---


def the_old_token_ends_at_once(patch: pytest.MonkeyPatch) -> None:
    rotate = tokens.rotate

    def hasty(connection: sa.Connection, station: Sender, now_ms: int) -> str:
        token = rotate(connection, station, now_ms)
        mine = station_rows.c.station == station.station
        connection.execute(station_rows.update().where(mine).values(previous_token_hash=None))
        return token

    patch.setattr(tokens, "rotate", hasty)


@fault(8, broken_by=the_old_token_ends_at_once)
def test_fault_08_a_lost_answer_to_a_rotation_shuts_nobody_out(city: FaultCity) -> None:
    often(city)
    station = city.station("counter")
    city.sign_in()
    vault = open_vault(city.settings("counter").directory, "file")
    old = city.token("counter")
    city.way.do(lambda asked: city.way.forward(asked) and None, TOKEN, times=1)
    grow_old(city)
    city.until(lambda: city.hurry("counter") or vault.load().token != old)
    city.until_online("counter")
    paths = [asked.path for asked in city.way.asked]
    assert paths.count(TOKEN) == 2
    assert paths[paths.index(TOKEN) + 1] == TOKEN
    act = tap(station, city, "senior")
    city.until(lambda: act in signed_in(city))


# --- 29 ---


def nobody_looks_at_the_chain(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Upkeep, "_is_rewound", lambda *_: False)


@fault(29, broken_by=nobody_looks_at_the_chain)
def test_fault_29_a_station_restored_from_a_backup_begins_another_epoch_and_every_new_act_arrives(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    before = tap(station, city, "senior")
    city.until_online("counter")
    city.close_stations()
    backup = city.directory / "backup"
    shutil.copytree(city.settings("counter").directory, backup)
    city.reopen("counter")
    city.sign_in()
    ahead = tap(city.station("counter"), city, "reader")
    city.until_online("counter")
    restore(city, backup)
    city.platform.stop()
    again = city.reopen("counter")
    city.sign_in()
    unnoticed = tap(again, city, "senior")
    city.platform.start()
    city.until(lambda: city.hurry("counter") or {before, ahead, unnoticed} <= signed_in(city))
    city.until_online("counter")
    identity = again._context.journal.identity()
    assert identity is not None
    assert identity.epoch == 2
    later = tap(again, city, "reader")
    city.until(lambda: later in signed_in(city))
    city.until_online("counter")
    queue = again._context.journal.queue()
    assert (queue.held, queue.parked) == (0, 0)
    assert again._context.journal.verify() == []
    assert not listed(city, again).cloned


# --- 30 ---


def one_machine_is_like_another(patch: pytest.MonkeyPatch) -> None:
    authenticate = stations.authenticate

    def as_known(connection: sa.Connection, token: str, _instance: str = "") -> tuple[Sender, int | None]:
        return authenticate(connection, token, stations._of_token(connection, token).instance)

    patch.setattr(stations, "authenticate", as_known)


@fault(30, broken_by=one_machine_is_like_another)
def test_fault_30_another_machine_with_this_ones_disk_is_refused_and_can_be_enrolled_anew(city: FaultCity) -> None:
    station = machine(city, "machine-1")
    city.sign_in()
    with copy_of(city, "copy", instance="machine-2") as copied:
        copied.start()
        city.until(lambda: copied.status().connection is Connection.REVOKED)
        assert copied.status().problem is Code.STATION_CLONED
        copied.staff.sign_out("left")
    act = tap(station, city, "senior")
    city.until(lambda: act in signed_in(city))
    settings = msgspec.structs.replace(
        city.settings("counter"), state=str(city.directory / "copy"), reader=city.reader_settings("copy")
    )
    code = admin.create_enrolment_code(city.platform.platform, "示範第二站", "示範地點", ["counter", "event"])
    fresh = enrol_again(settings, city.platform.url, code, SystemClock(), demo=True, instance="machine-2")
    assert fresh.station != station.identity.station
    with closing_station(open_station(settings, instance="machine-2")) as anew:
        anew.start()
        city.until(lambda: anew.status().connection is Connection.ONLINE and anew.status().queue == 0)
        city.until(lambda: anew.counter.look(city.medium("senior")).known)
    ids = [fact.op_id for chain in city.facts().events.values() for fact in chain]
    assert len(ids) == len(set(ids))


# --- 32 ---


def nobody_was_somebody_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(epochs, "_formers", lambda *_: {})


@fault(32, broken_by=nobody_was_somebody_before, also={30: "the copy is enrolled anew in the same way"})
def test_fault_32_enrolled_again_its_old_queue_goes_up_under_its_old_name(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    city.until_online("counter")
    city.away("counter")
    unsent = tap(station, city, "senior")
    city.platform.start()
    admin.order_wipe(city.platform.platform, station.identity.station)
    admin.revoke_station(city.platform.platform, station.identity.station)
    city.hurry("counter")
    city.until(lambda: station.status().connection is Connection.REVOKED)
    city.until(lambda: listed(city, station).wipe == "acknowledged")
    assert unsent not in signed_in(city)
    city.close_stations()
    code = admin.create_enrolment_code(city.platform.platform, "示範新站", "示範地點", ["counter", "event"])
    fresh = enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True)
    anew = city.reopen("counter")
    city.until(lambda: city.hurry("counter") or unsent in signed_in(city))
    city.until_online("counter")
    assert anew.identity == fresh
    journal = anew._context.journal
    assert (journal.queue().parked, journal.verify()) == (0, [])
    sent = [fact.op_id for fact in city.facts().events[station.identity.station]]
    assert sent.count(unsent) == 1
    assert len(sent) == len(set(sent))
    city.sign_in()
    act = tap(anew, city, "reader")
    city.until(lambda: act in {fact.op_id for fact in city.facts().events.get(fresh.station, [])})
