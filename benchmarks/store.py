"""A station's store: durable acts beside plain SQL, a new station's first download, and what a city's registry costs.

`commits_of_bare`: acts (event, effect, outbox entry, signature, one commit) per second, as a ratio of plain SQL that inserts
and commits the same rows into a SQLCipher file, in turns on the same disk. `snapshot_s`: from a new station's start to a
registry of all `cards` and the end of the change feed, over loopback, the platform's process on the same machine with its
snapshot built. `registry_mb` (of a million bytes): the registry's file with holders. `lookup_ms_p99`: of `Registry.card`, for
cards all over it. `--cards N` for another size.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks import _store_acts, _store_platform
from benchmarks._machine import machine
from domain.ports import RegistryNeeds
from offline_store.registry import Registry
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.enrolment import enrol
from station.settings import PlatformSettings, ReaderSettings, StationSettings, StoreSettings
from station.views import Connection
from station.wiring import open_station

SIZES = {
    "quick": {"cards": 100_000, "turns": 5, "acts": 200, "lookups": 5_000},
    "full": {"cards": 3_000_000, "turns": 15, "acts": 400, "lookups": 50_000},
}
_PATIENCE_S = 600.0
_LOOK_S = 0.02


def first_download(settings: StationSettings) -> float:
    """Seconds from the start of a station that has just been enrolled to a known card and the end of the feed."""
    station = open_station(settings)
    began_s = time.monotonic()
    try:
        station.start()
        while not (station.counter.look(_store_platform.KNOWN).known and station.status().connection is Connection.ONLINE):
            if time.monotonic() - began_s > _PATIENCE_S:
                raise SystemExit(f"no registry: {station.status().problem}")
            time.sleep(_LOOK_S)
        return time.monotonic() - began_s
    finally:
        station.stop()


def registry_of(settings: StationSettings, cards: int, lookups: int) -> dict[str, float]:
    """Its size, and how long a look takes; raises `SystemExit` when a card is missing."""
    kept = open_vault(settings.directory, settings.store.secrets).load()
    assert kept is not None
    needs = RegistryNeeds(roles=frozenset({"counter", "event"}), digest_key=next(iter(kept.digest_keys)))
    clock = SystemClock()
    registry = Registry(
        settings.directory, kept.registry_key, fresh_key=lambda: bytes(32), needs=lambda: needs, now_ms=clock.now_ms
    )
    with closing(registry):
        if registry.card_count() != cards:
            raise SystemExit(f"{registry.card_count()} cards, not {cards}")
        step = max(1, cards // lookups)
        rows = registry._all("SELECT medium FROM cards WHERE abs(medium) % ? = 0 LIMIT ?", step, lookups)
        media = [row[0].to_bytes(8, "big", signed=True) for row in rows]
        random.Random(1).shuffle(media)
        took_s = []
        for medium in media:
            began_s = time.perf_counter()
            card = registry.card(medium)
            took_s.append(time.perf_counter() - began_s)
            if card is None or card.holder is None:
                raise SystemExit("a card is not as it was sent")
        size = registry.path.stat().st_size
    quantiles = statistics.quantiles(took_s, n=100)
    return {
        "registry_mb": round(size / 1_000_000, 1),
        "lookups": len(media),
        "lookup_ms_median": round(statistics.median(took_s) * 1000, 3),
        "lookup_ms_p99": round(quantiles[98] * 1000, 3),
    }


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--cards", type=int, default=0)
    arguments = parser.parse_args()
    size = dict(SIZES["quick" if arguments.quick else "full"])
    size["cards"] = arguments.cards or size["cards"]
    with tempfile.TemporaryDirectory(prefix="citycard-bench-") as name:
        folder = Path(name)
        acts = _store_acts.measured(folder / "acts", size["turns"], size["acts"])
        print(f"acts: {acts['acts_per_s']}/s, bare {acts['bare_per_s']}/s, {acts['commits_of_bare']} of it", flush=True)
        code = _store_platform.founded(folder / "platform", size["cards"])
        settings = StationSettings(
            state=str(folder / "station"),
            reader=ReaderSettings(driver="virtual", name="bench"),
            store=StoreSettings(secrets="file"),
        )
        with _store_platform.serving(folder / "platform") as url:
            settings = StationSettings(
                state=settings.state, reader=settings.reader, store=settings.store, platform=PlatformSettings(url=url)
            )
            enrol(settings, url, code, SystemClock(), demo=True)
            snapshot_s = round(first_download(settings), 2)
        print(f"{size['cards']} cards downloaded and in use after {snapshot_s} s", flush=True)
        registry = registry_of(settings, size["cards"], size["lookups"])
    print(f"registry: {registry['registry_mb']} MB, a look {registry['lookup_ms_p99']} ms p99")
    figures = {"bench": "store", **acts, "snapshot_s": snapshot_s, "cards": size["cards"], **registry}
    print(json.dumps({**figures, "machine": machine()}))


if __name__ == "__main__":
    main()
