"""`citycard journal export` and `import`: a station's journal carried by USB stick, and the platform's words back."""

import argparse

from citycard_app import stick_words
from offline_store.journal_file import live_file
from station import machine, sticks
from station.clock import SystemClock
from station.settings import StationSettings
from station.wiring import ProgrammeInForce, open_store


def export(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """At the station. Raises as `station.sticks.export`."""
    clock = SystemClock()
    with open_store(settings, clock) as (journal, registry, kept):
        position, all_of_it = registry.position(), journal.offer_more(sticks.MOST_AGAIN)
        claimed = None if arguments.file else sticks.claim(journal, clock, machine.instance())
    file = arguments.file or live_file(settings.directory)
    carried = sticks.export(file, kept, position, clock, arguments.target, claimed=claimed)
    print(f"✓ {carried.file}：{carried.events:,} 筆 events")
    if not all_of_it:
        print("平台曾還原，讀入回覆後請再匯出其餘紀錄 The platform was restored: export once more after its answer.")
    print("請帶到平台執行 take it to the platform: citycard admin --data DIR journal-import FILE")
    return 0


def take_answer(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """At the station. Raises as `station.sticks.take_answer`, but for the file."""

    def act() -> int:
        with open_store(settings, SystemClock()) as (journal, registry, kept):
            taken = sticks.take_answer(journal, registry, kept, arguments.file, ProgrammeInForce(journal).replace)
        print(f"✓ {stick_words.counts(taken.outcomes)}，名冊 registry {taken.rows:,}")
        if taken.epoch is not None:
            print("已開始新的紀錄序列，請再匯出一次 A new epoch has begun: export once more.")
        if not taken.registry:
            print("名冊尚未更新到最新，請再匯出一次 The registry is not up to date yet: export once more.")
        return 0

    return stick_words.told(act)
