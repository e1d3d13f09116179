"""What is measured, as Prometheus reads it (text format 0.0.4): no UID, name or token, and paths of the API alone.

Counters are of this process, or, where processes `share` a folder, of all of them. Gauges are read from the database, so that
every process says the same.
"""

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from central.fleet.heartbeats import is_silent
from central.schema import (
    anomalies,
    anomaly_acts,
    changes,
    heartbeats,
    journal,
    loads,
    messages,
    outcomes,
    stations,
)
from central.store import Store
from domain.errors import EnvironmentProblem
from domain.ports import Clock
from domain.wire import Outcome

OTHER = "other"
"""The path of a request that is none of the API's: what strangers ask for is not a label."""
_KEPT_MS = 10_000
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def share(folder: Path) -> None:
    """Let every process that is made from now on count in this folder, unless the environment names another.

    Called before there are threads, and before anything was counted here.
    """
    os.environ.setdefault(_FOLDER, str(folder))
    values.ValueClass = cast(Any, values.get_value_class)()


class Metrics:
    """Of one platform. Safe from any thread."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Histogram(
            "citycard_request_seconds", "Requests by path and status", ["method", "path", "status"], registry=self._registry
        )
        self._events = Counter("citycard_intake_events", "Events judged", ["outcome"], registry=self._registry)
        self._problems = Counter("citycard_problems", "Problems answered, by code", ["code"], registry=self._registry)
        self._paths: frozenset[str] = frozenset()

    def know(self, paths: Iterable[str]) -> None:
        """The paths of the API; every other is `OTHER`."""
        self._paths = frozenset(paths)

    def answered(self, method: str, path: str, status: int, took_s: float) -> None:
        """A request was answered."""
        known = path if path in self._paths else OTHER
        self._requests.labels(method if method in ("GET", "POST") else OTHER, known, str(status)).observe(took_s)

    def judged(self, outcomes_said: Iterable[Outcome]) -> None:
        """Events were judged."""
        for outcome in outcomes_said:
            self._events.labels(outcome.status.value).inc()

    def problem(self, code: str) -> None:
        """A problem was answered: `platform_busy`, `disk_full` and `internal` are the database's and ours."""
        self._problems.labels(code).inc()

    def text(self, gauges: Collector) -> bytes:
        """Everything."""
        registry = self._registry
        if _FOLDER in os.environ:
            registry = CollectorRegistry()
            cast(Any, MultiProcessCollector)(registry)
        of_database = CollectorRegistry()
        of_database.register(gauges)
        return generate_latest(registry) + generate_latest(of_database)


class Gauges(Collector):
    """What the database says of the platform's state, asked at most every ten seconds. Safe from any thread."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._found: dict[str, int] = {}
        self._read_ms: int | None = None

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database only for being registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges; of a database that cannot be read only that it cannot."""
        try:
            found = self._fresh()
        except EnvironmentProblem:
            yield GaugeMetricFamily("citycard_database_up", WORDS["database_up"], value=0)
            return
        yield GaugeMetricFamily("citycard_database_up", WORDS["database_up"], value=1)
        for name, value in found.items():
            yield GaugeMetricFamily(f"citycard_{name}", WORDS[name], value=value)

    def _fresh(self) -> dict[str, int]:
        with self._lock:
            now_ms = self._clock.now_ms()
            if self._read_ms is None or not 0 <= now_ms - self._read_ms < _KEPT_MS:
                with self._store.read() as connection:
                    self._found = _gauges(connection, now_ms)
                self._read_ms = now_ms
            return self._found


WORDS = {
    "database_up": "Whether the database answers",
    "loads_open": "Loads onto cards that nobody has decided",
    "loads_open_oldest_seconds": "Age of the oldest of them",
    "events_held": "Events that wait for something",
    "events_held_oldest_seconds": "Age of the oldest of them",
    "anomalies_unresolved": "Anomalies that nobody has resolved",
    "feed_position": "Number of the newest row of the change feed",
    "messages_queued": "Messages to people that are not sent yet",
    "messages_queued_oldest_seconds": "Age of the oldest of them",
    "stations": "Stations that are enrolled and not revoked",
    "stations_silent": "Those that were not heard of for half an hour",
    "stations_queued": "Events that stations have not sent yet, by their heartbeats",
    "stations_oldest_unsent_seconds": "Age of the oldest of them, when it was told",
    "wipes_pending": "Stations that were ordered to wipe themselves and have not said that they did",
}
"""What each gauge is."""


def _gauges(connection: sa.Connection, now_ms: int) -> dict[str, int]:
    open_loads = _count_and_oldest(connection, loads.c.authorised_ms, loads.c.state == "authorised", now_ms)
    held = _held(connection, now_ms)
    queued = _count_and_oldest(connection, messages.c.queued_ms, messages.c.state == "queued", now_ms)
    resolved = sa.select(sa.literal(1)).where(
        anomaly_acts.c.journal == anomalies.c.journal,
        anomaly_acts.c.anomaly == anomalies.c.anomaly,
        anomaly_acts.c.act == "resolved",
    )
    alive = stations.c.revoked_ms.is_(None)
    unsent = connection.execute(
        sa.select(sa.func.sum(heartbeats.c.queued), sa.func.max(heartbeats.c.oldest_unsent_ms))
        .join(stations, stations.c.station == heartbeats.c.station)
        .where(alive)
    ).one()
    wiping = sa.and_(stations.c.wipe_ordered_ms.is_not(None), stations.c.wipe_acknowledged_ms.is_(None))
    return {
        "loads_open": open_loads[0],
        "loads_open_oldest_seconds": open_loads[1],
        "events_held": held[0],
        "events_held_oldest_seconds": held[1],
        "anomalies_unresolved": _count(connection, anomalies, ~sa.exists(resolved)),
        "feed_position": connection.scalar(sa.select(sa.func.max(changes.c.seq))) or 0,
        "messages_queued": queued[0],
        "messages_queued_oldest_seconds": queued[1],
        "stations": _count(connection, stations, alive),
        "stations_silent": _count(connection, stations, is_silent(now_ms)),
        "stations_queued": int(unsent[0] or 0),
        "stations_oldest_unsent_seconds": (unsent[1] or 0) // 1000,
        "wipes_pending": _count(connection, stations, wiping),
    }


def _held(connection: sa.Connection, now_ms: int) -> tuple[int, int]:
    held = sa.select(sa.func.count(), sa.func.min(journal.c.received_ms)).join(outcomes, outcomes.c.journal == journal.c.id)
    row = connection.execute(held.where(outcomes.c.status == sa.literal_column("'held'"))).one()
    return row[0], _age_s(row[1], now_ms)


def _count_and_oldest(
    connection: sa.Connection, since_ms: sa.Column[int], which: sa.ColumnElement[bool], now_ms: int
) -> tuple[int, int]:
    row = connection.execute(sa.select(sa.func.count(), sa.func.min(since_ms)).where(which)).one()
    return row[0], _age_s(row[1], now_ms)


def _count(connection: sa.Connection, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return connection.execute(sa.select(sa.func.count()).select_from(table).where(which)).scalar_one()


def _age_s(since_ms: int | None, now_ms: int) -> int:
    return 0 if since_ms is None else max(0, now_ms - since_ms) // 1000
