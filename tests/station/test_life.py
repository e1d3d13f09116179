"""A station over its life: restored, copied, revoked, wiped, enrolled again, given another token or other roles."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa

from central import admin
from central.fleet import heartbeats
from central.platform import Platform
from central.schema import stations
from citycard_app.demo_data import DEMO_PIN, TALK
from domain import station_proofs
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedIn, SignedOut, StaffSignedIn, decode
from domain.ids import new_op_id
from domain.wire_fleet import EpochRequest, StationListRequest
from offline_store.journal import FILE as JOURNAL
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import StationSettings
from station.station import Station
from station.succession import enrol_again
from station.views import Connection
from station.wiring import open_station
from sync.http_exchange import HttpExchange
from tests.station_rig import City

TOKEN = "/v1/station/token"


def often(city: City, desk: str = "counter") -> StationSettings:
    """That desk's settings, with a heartbeat all the time."""
    settings = city.settings(desk)
    quick = msgspec.structs.replace(settings, platform=msgspec.structs.replace(settings.platform, heartbeat_s=0.2))
    city._settings[desk] = quick
    return quick


def listed(city: City, station: Station) -> Any:
    platform = city.platform.platform
    with platform.store.read() as connection:
        rows, _ = heartbeats.listed(connection, StationListRequest(), platform.now_ms())
    return next(row for row in rows if row.station == station.identity.station)


def signed_in(city: City) -> set[UUID]:
    """The acts that the platform counts."""
    facts = [fact for chain in city.facts().events.values() for fact in chain]
    return {fact.op_id for fact in facts if fact.op_id is not None and fact.status in ("accepted", "flagged")}


def tap(station: Station, city: City, card: str) -> UUID:
    """Sign somebody in or out; the act's op_id."""
    station.events.tap(TALK, city.medium(card))
    events = [decode(signed.body) for signed in station._context.journal.events()]
    return next(event.op_id for event in reversed(events) if isinstance(event.payload, SignedIn | SignedOut))


@contextmanager
def copy_of(city: City, to: str, *, instance: str, desk: str = "counter") -> Iterator[Station]:
    """Another machine that goes on with a copy of that desk's folder."""
    settings = city.settings(desk)
    target = city.directory / to
    shutil.copytree(settings.directory, target)
    there = msgspec.structs.replace(settings, state=str(target), reader=city.reader_settings(to))
    station = open_station(there, instance=instance)
    try:
        yield station
    finally:
        station.stop()


def restore(city: City, backup: Path, desk: str = "counter") -> None:
    city._stations.pop(desk).stop()
    shutil.rmtree(city.settings(desk).directory)
    shutil.copytree(backup, city.settings(desk).directory)


# --- restored from a backup (fault 29) ---


def test_a_store_that_goes_back_while_it_runs_is_found_by_its_heartbeat(city: City) -> None:
    """A virtual machine that is put back to an earlier state: nothing was started anew."""
    often(city)
    station = city.station("counter")
    city.sign_in()
    tap(station, city, "senior")
    city.until_online("counter")
    journal = station._context.journal
    with journal._lock:
        journal._db.execute("DELETE FROM outcomes")
        journal._db.execute("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")
    city.until(lambda: (identity := journal.identity()) is not None and identity.epoch == 2)
    act = tap(station, city, "reader")
    city.until(lambda: act in signed_in(city))


# --- copied (fault 30) ---


def machine(city: City, instance: str) -> Station:
    """The counter, enrolled and started on that machine."""
    settings = city.settings("counter")
    enrol(settings, city.platform.url, city.seeded.counter_code, SystemClock(), demo=True, instance=instance)
    station = city._stations["counter"] = open_station(settings, instance=instance)
    station.start()
    city.until_online("counter")
    return station


@contextmanager
def closing_station(station: Station) -> Iterator[Station]:
    try:
        yield station
    finally:
        station.stop()


def test_two_machines_that_nothing_tells_apart_are_found_by_their_chains_and_lose_nothing(city: City) -> None:
    station = machine(city, "")
    city.sign_in()
    with copy_of(city, "copy", instance="") as copied:
        copied.start()
        city.until(lambda: copied.status().connection is Connection.ONLINE)
        copied.staff.sign_in(city.medium("clerk"), DEMO_PIN)
        own = tap(station, city, "senior")
        city.until(lambda: own in signed_in(city))
        theirs = tap(copied, city, "reader")
        city.until(lambda: theirs in signed_in(city))
        assert copied._context.journal.identity().epoch == 2
        # The copy had gone on for some acts when it noticed; the first one behind those is the proof.
        acts: list[UUID] = []
        while station.status().problem is not Code.STATION_CLONED:
            with station._context.journal.act() as act:
                acts.append(act.append(StaffSignedIn(), operator="D001").op_id)
            station._context.sync.offer()
            city.until(lambda: station.status().queue == 0 or station.status().problem is Code.STATION_CLONED)
            station._context.sync.wake()
            assert len(acts) < 10
        city.until(lambda: copied.status().problem is Code.STATION_CLONED)
        waiting = {decode(signed.body).op_id for signed in station._context.journal.to_send(99)}
        assert set(acts) <= signed_in(city) | waiting
    assert listed(city, station).cloned


def test_a_machine_whose_chain_another_one_has_taken_over_stops_by_itself(city: City) -> None:
    often(city)
    station = machine(city, "")
    city.sign_in()
    tap(station, city, "senior")
    city.until_online("counter")
    journal = station._context.journal
    end = journal.chain_end()
    assert end is not None
    op_id = new_op_id(1)
    said = station_proofs.new_epoch(op_id, station.identity.station, end.epoch, end.seq, end.hash)
    proof = journal.record.prove(said)
    request = EpochRequest(op_id=op_id, instance="", epoch=end.epoch, last_seq=end.seq, last_hash=end.hash, signature=proof)
    station._context.platform.new_epoch(request)
    city.until(lambda: station.status().problem is Code.STATION_CLONED)
    assert journal.identity().epoch == 1


# --- revoked, wiped, enrolled again (faults 7 and 32) ---


def test_a_station_that_a_restored_platform_does_not_know_brings_everything_under_a_new_identity(city: City) -> None:
    city.platform.stop()
    backup = city.directory / "backup"
    shutil.copytree(city.directory / "platform", backup)
    city.platform.start()
    station = city.station("counter")
    city.sign_in()
    sent = tap(station, city, "senior")
    city.until_online("counter")
    city.platform.stop()
    city.until_offline("counter")
    unsent = tap(station, city, "reader")
    city.close_stations()
    shutil.rmtree(city.directory / "platform")
    shutil.copytree(backup, city.directory / "platform")
    with closing(Platform.open(city.directory / "platform")) as restored:
        restored.start_new_generation()
        code = admin.create_enrolment_code(restored, "示範新站", "示範地點", ["counter", "event"])
    city.platform.start()
    fresh = enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True)
    anew = city.reopen("counter")
    city.until(lambda: {sent, unsent} <= {fact.op_id for fact in city.facts().events.get(fresh.station, [])})
    city.until_online("counter")
    journal = anew._context.journal
    assert {sent, unsent} <= signed_in(city)
    assert (journal.queue().parked, journal.verify()) == (0, [])


@pytest.mark.parametrize("knows_the_first", [True, False], ids=["knows the first", "knows none"])
def test_a_machine_enrolled_a_third_time_brings_each_act_once_to_a_platform_from_before(
    city: City, knows_the_first: bool
) -> None:
    """The platform was put back to before its second enrolment, or to before its first."""
    platform, backup = city.directory / "platform", city.directory / "backup"

    def keep() -> None:
        city.platform.stop()
        shutil.copytree(platform, backup)
        city.platform.start()

    def enrolled_again() -> str:
        city.close_stations()
        code = admin.create_enrolment_code(city.platform.platform, "示範新站", "示範地點", ["counter", "event"])
        return enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True).station

    def act(station: Station, card: str) -> UUID:
        city.sign_in()
        made = tap(station, city, card)
        city.until_online("counter")
        return made

    if not knows_the_first:
        keep()
    first = city.station("counter")
    acts = [act(first, "senior")]
    if knows_the_first:
        keep()
    enrolled_again()
    acts.append(act(city.reopen("counter"), "reader"))
    city.close_stations()
    city.platform.stop()
    shutil.rmtree(platform)
    shutil.copytree(backup, platform)
    with closing(Platform.open(platform)) as restored:
        restored.start_new_generation()
    city.platform.start()
    third = enrolled_again()
    acts.append(act(city.reopen("counter"), "senior"))
    city.until(lambda: set(acts) <= signed_in(city))
    origins = {fact.op_id: station for station, chain in city.facts().events.items() for fact in chain}
    assert [origins[op_id] for op_id in acts] == [first.identity.station if knows_the_first else third, third, third]
    hashes = [fact.hash for chain in city.facts().events.values() for fact in chain]
    assert len(hashes) == len(set(hashes))
    journal = city.station("counter")._context.journal
    assert (journal.queue().parked, journal.verify()) == (0, [])


def test_a_journal_from_before_the_machine_was_enrolled_again_goes_on_as_what_it_is_now(city: City) -> None:
    station = city.station("counter")
    city.sign_in()
    before = tap(station, city, "senior")
    city.until_online("counter")
    city.close_stations()
    folder = city.settings("counter").directory
    kept = (folder / JOURNAL).read_bytes()
    code = admin.create_enrolment_code(city.platform.platform, "示範新站", "示範地點", ["counter", "event"])
    fresh = enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True)
    city.reopen("counter")
    city.until_online("counter")
    city.sign_in()
    lost = tap(city.station("counter"), city, "reader")
    city.until_online("counter")
    city.close_stations()
    (folder / JOURNAL).write_bytes(kept)
    again = city.reopen("counter")
    journal = again._context.journal
    assert again.identity.station == fresh.station
    city.sign_in()
    act = tap(again, city, "senior")
    city.until(lambda: {before, lost, act} <= signed_in(city))
    city.until_online("counter")
    assert (journal.queue().parked, journal.verify()) == (0, [])
    assert journal.identity().epoch == 2


def test_an_enrolment_that_was_cut_short_at_its_end_is_carried_out_at_the_next_start(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = city.station("counter")
    city.close_stations()
    code = admin.create_enrolment_code(city.platform.platform, "示範新站", "示範地點", ["counter", "event"])

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("offline_store.station_record.StationRecord.become", killed)
        with pytest.raises(KeyboardInterrupt):
            enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True)
    anew = city.reopen("counter")
    city.until_online("counter")
    assert anew.identity.station != station.identity.station
    kept = open_vault(city.settings("counter").directory, "file").load()
    assert kept is not None
    assert (kept.next_seed, kept.next_answer) == (b"", b"")


def test_a_lost_answer_to_an_enrolment_is_asked_for_again_with_the_same_code(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    city.station("counter")
    city.close_stations()
    code = admin.create_enrolment_code(city.platform.platform, "示範新站", "示範地點", ["counter", "event"])
    with monkeypatch.context() as patch:
        unheard(patch, "/v1/enrol", times=1)
        with pytest.raises(EnvironmentProblem):
            enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True)
    fresh = enrol_again(city.settings("counter"), city.platform.url, code, SystemClock(), demo=True)
    assert city.reopen("counter").identity == fresh
    city.until_online("counter")


def test_a_station_in_service_that_is_told_to_wipe_itself_begins_anew(city: City) -> None:
    often(city)
    station = city.station("counter")
    registry = station._context.registry
    key = open_vault(city.settings("counter").directory, "file").load().registry_key
    admin.order_wipe(city.platform.platform, station.identity.station)
    city.until(lambda: listed(city, station).wipe == "acknowledged")
    city.until(lambda: registry.card_count() > 0)
    assert open_vault(city.settings("counter").directory, "file").load().registry_key != key
    city.until_online("counter")


# --- another token (fault 8) ---


def unheard(patch: pytest.MonkeyPatch, path: str, *, times: int) -> list[str]:
    """The platform's answer is lost so many times; the paths that were asked."""
    asked: list[str] = []
    really = HttpExchange.fetch

    def fetch(self: HttpExchange, method: str, where: str, **how: Any) -> Any:
        answer = really(self, method, where, **how)
        asked.append(where)
        if where == path and asked.count(path) <= times:
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        return answer

    patch.setattr(HttpExchange, "fetch", fetch)
    return asked


def grow_old(city: City) -> None:
    with city.platform.platform.store.write() as connection:
        connection.execute(sa.update(stations).values(token_ms=1))


def test_a_station_that_was_killed_over_a_lost_answer_asks_for_its_token_first_of_all(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    often(city)
    city.station("counter")
    with monkeypatch.context() as patch:
        asked = unheard(patch, TOKEN, times=99)
        grow_old(city)
        city.until(lambda: TOKEN in asked)
        city.platform.stop()
        city.close_stations()
    city.platform.start()
    asked = unheard(monkeypatch, TOKEN, times=0)
    city.reopen("counter")
    city.until_online("counter")
    assert asked[0] == TOKEN
    assert asked.count(TOKEN) == 1


# --- as the platform says ---


def test_other_roles_reach_a_running_station(city: City) -> None:
    often(city)
    station = city.station("counter")
    admin.change_station(city.platform.platform, station.identity.station, name="示範新名", roles=["event"])
    journal = station._context.journal
    city.until(lambda: (who := journal.identity()) is not None and (who.name, who.roles) == ("示範新名", ["event"]))
    city.until(lambda: station._context.registry.card_count() > 0)


def test_a_heartbeat_says_how_the_station_is(city: City) -> None:
    often(city)
    station = city.station("counter")
    city.until(lambda: (row := listed(city, station)).beat is not None and row.beat.feed_age_ms is not None)
    beat = listed(city, station).beat
    assert (beat.parts[0].name, beat.parts[0].state, beat.queued) == ("reader-1", "ok", 0)
    assert beat.disk_free_mb > 0
    assert beat.digest_key == station._context.digest_key_id()


def test_the_folder_of_a_machine_that_never_was_enrolled_is_not_enrolled_again(tmp_path: Path) -> None:
    settings = StationSettings(state=str(tmp_path))
    with pytest.raises(EnvironmentProblem) as caught:
        enrol_again(settings, "http://127.0.0.1:9", "CODE", SystemClock())
    assert caught.value.code is Code.NOT_ENROLLED
