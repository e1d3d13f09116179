"""Taking in a station's journal: everything is stored as it came, then judged.

An event is judged once; the same event again gets the same word. Judged anew is only what was held, and what was out of its
place in the chain once the events before it have come. No event, however broken, keeps the next one from being judged: events
whose handlers allow it share a transaction, and every other has its own. When one fails, its events are judged again, each in a
transaction of its own, with savepoints that keep apart what a handler wrote before it failed.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central import journal, stations
from central.authority import Authority
from central.judging import FAULTS, Case, Judge, read
from central.sitting import NotTrusted
from central.stations import Station
from central.store import Store
from central.verdict import HOLD_MS
from domain.errors import EnvironmentProblem, Refused
from domain.events import SignedEvent
from domain.ports import Clock
from domain.wire import Outcome

_TOGETHER = 100
"""At most so many events share a transaction: others wait for what it has locked."""
_OVERDUE_AT_A_TIME = 20
_LOOK_EVERY_MS = 1_000
_SEEN_EVERY_MS = 60_000
_log = structlog.get_logger()


class Intake:
    """Judges uploads. Safe from any thread."""

    def __init__(self, store: Store, authority: Authority, clock: Clock) -> None:
        self._store = store
        self._authority = authority
        self._clock = clock
        self._noted_ms: dict[str, int] = {}
        self._looked_ms = 0

    def upload(self, station: Station, events: Sequence[SignedEvent]) -> list[Outcome]:
        """One outcome per event, in the order in which they came.

        Raises `EnvironmentProblem` when this machine cannot store them; what was answered before stays.
        """
        now_ms = self._clock.now_ms()
        with self._store.write() as connection:
            if now_ms - self._noted_ms.get(station.station, -_SEEN_EVERY_MS) >= _SEEN_EVERY_MS:
                stations.seen(connection, station.station, now_ms)
            received = journal.keep(connection, station.station, events, now_ms)
        self._noted_ms[station.station] = now_ms
        key = Ed25519PublicKey.from_public_bytes(station.public_key)
        outcomes: list[Outcome] = []
        for some in _portions([read(item, key) for item in received]):
            outcomes += self._judged(station, some)
        if now_ms - self._looked_ms >= _LOOK_EVERY_MS:
            self.decide_overdue()
        return outcomes

    def decide_overdue(self) -> None:
        """Decide by force some of what has waited for longer than `HOLD_MS`, although nobody offers it again.

        A machine that cannot store it now leaves it for another time.
        """
        self._looked_ms = self._clock.now_ms()
        before_ms = self._looked_ms - HOLD_MS
        try:
            with self._store.read() as connection:
                overdue = journal.held_since(connection, before_ms, _OVERDUE_AT_A_TIME)
            for number in overdue:
                with self._store.write() as connection:
                    Judge(connection, self._authority, self._clock, careful=True).decide_overdue(number)
        except EnvironmentProblem as problem:
            _log.warning("overdue_left", code=problem.code)

    def _judged(self, station: Station, cases: list[Case]) -> list[Outcome]:
        try:
            return self._in_one(station, cases, careful=False)
        except (*FAULTS, EnvironmentProblem, NotTrusted, Refused) as fault:
            _log.info("judged_apart", station=station.station, events=len(cases), kind=type(fault).__name__)
        return [outcome for case in cases for outcome in self._in_one(station, [case], careful=True)]

    def _in_one(self, station: Station, cases: list[Case], *, careful: bool) -> list[Outcome]:
        with self._store.write() as connection:
            return Judge(connection, self._authority, self._clock, careful=careful).judge(station, cases)


def _portions(cases: list[Case]) -> Iterator[list[Case]]:
    """Neighbours that may share a transaction, and every other event alone."""
    for light, some in groupby(cases, key=lambda case: case.light):
        run, at_once = list(some), _TOGETHER if light else 1
        yield from (run[start : start + at_once] for start in range(0, len(run), at_once))
