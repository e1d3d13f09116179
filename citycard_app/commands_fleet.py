"""`citycard admin`: stations over their lives."""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from central import admin
from central.fleet import heartbeats, sticks
from central.platform import Platform
from citycard_app import stick_words
from domain.errors import Code, EnvironmentProblem, Refused
from domain.sealing import RECOVERY, unseal
from domain.taipei import TAIPEI
from domain.wire_fleet import StationListed, StationListRequest
from offline_store.backup import sealed_key_of
from offline_store.journal_file import JournalFile
from offline_store.whole_file import disk_problem

_MINUTE_MS = 60_000


def stations(platform: Platform, arguments: argparse.Namespace) -> None:
    """Every station, one a line."""
    after, more = "", True
    while more:
        request = StationListRequest(site=arguments.site, silent=arguments.silent, after=after)
        with platform.store.read() as connection:
            found, more = heartbeats.listed(connection, request, platform.now_ms())
        for station in found:
            print("  ".join(_words(station)))
            after = station.station


def _words(station: StationListed) -> list[str]:
    words = [station.station, station.name, station.site, ",".join(station.roles), _state(station)]
    if station.beat is not None:
        oldest = "" if station.beat.oldest_unsent_ms is None else f"  {station.beat.oldest_unsent_ms // _MINUTE_MS} min"
        words.append(f"{station.beat.version}  待傳 queued {station.beat.queued}{oldest}")
    if station.clone_seen_ms is not None:
        words.append("另有同名主機 another machine was refused")
    if station.replaced_by is not None:
        words.append(f"現為 now {station.replaced_by}")
    return words


def _state(station: StationListed) -> str:
    if station.cloned:
        return "疑遭複製，須重新登錄 cloned"
    if station.revoked:
        wiped = {"none": "", "ordered": "，待清除 wipe ordered", "acknowledged": "，已清除 wiped"}
        return f"停用 revoked{wiped[station.wipe]}"
    seen = "—" if station.last_seen_ms is None else _moment(station.last_seen_ms)
    return f"{'失聯 silent' if station.silent else '最後連線 last seen'} {seen}"


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, TAIPEI).isoformat(" ", "seconds")


def revoke(platform: Platform, arguments: argparse.Namespace) -> None:
    """Refuse a station from now on."""
    admin.revoke_station(platform, arguments.station, wipe=arguments.wipe)


def station_wipe(platform: Platform, arguments: argparse.Namespace) -> None:
    """Let a station wipe itself when it calls next."""
    admin.order_wipe(platform, arguments.station)


def station_change(platform: Platform, arguments: argparse.Namespace) -> None:
    """Another name, site or role."""
    admin.change_station(platform, arguments.station, name=arguments.name, site=arguments.site, roles=arguments.role)


def station_machine(platform: Platform, arguments: argparse.Namespace) -> None:
    """Take whichever machine calls next as this station's."""
    admin.accept_machine(platform, arguments.station)


def minimum_version(platform: Platform, arguments: argparse.Namespace) -> None:
    """Which version stations should have at least."""
    admin.set_minimum_version(platform, arguments.version)


def journal_import(platform: Platform, arguments: argparse.Namespace) -> None:
    """At the platform. Raises as `central.fleet.sticks.take_in`."""
    answer: Path = arguments.answer or arguments.file.with_suffix(".answer")
    taken = sticks.take_in(platform, arguments.file, answer)
    print(f"✓ {taken.station}：{stick_words.counts(taken.outcomes)}，名冊 registry {taken.rows:,}")
    print(f"{answer}")
    print("請帶回工作站執行 take it back to the station: citycard journal import FILE")


def journal_recover(platform: Platform, arguments: argparse.Namespace) -> None:
    """Take in a dead machine's backup. Raises as `JournalFile`, `unseal` and `central.fleet.sticks.recover`."""
    file: Path = arguments.file
    sealed = arguments.key or sealed_key_of(file)
    try:
        key = unseal(platform.authority.keys.sealing_private, sealed.read_bytes(), RECOVERY)
    except OSError as problem:
        raise disk_problem(problem, sealed.name) from problem
    except Refused as refused:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=sealed.name) from refused
    with JournalFile(file, key, live=False) as journal:
        who = journal.summary().identity
        if who is None or journal.damage():
            raise EnvironmentProblem(Code.STORE_DAMAGED, file=file.name)
        taken = sticks.recover(platform, who.station, who.demo, journal.events())
    print(f"✓ {taken.station}：{stick_words.counts(taken.outcomes)}")


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "stations": stations,
    "revoke": revoke,
    "station-wipe": station_wipe,
    "station-change": station_change,
    "station-machine": station_machine,
    "minimum-version": minimum_version,
    "journal-import": journal_import,
    "journal-recover": journal_recover,
}
