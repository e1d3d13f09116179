"""Taking in a station's journal: everything is stored as it came, then judged.

An event is judged once; the same event again gets the same word. Judged anew is only what was held, and what was out of its
place in the chain once the events before it have come. No event, however broken, keeps the next one from being judged: events
whose handlers allow it share a transaction, and every other has its own. When one fails, its events are judged again, each in a
transaction of its own, with savepoints that keep apart what a handler wrote before it failed.

Wishes that stations send at the same moment share a transaction too (`central.combining`): what a commit costs, and every
look-up and write, is paid once for all of them. A round that fails leaves each upload to itself.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec
import sqlalchemy as sa
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central import journal, stations
from central.authority import Authority
from central.combining import Combiner
from central.journal import Received
from central.judging import FAULTS, Case, Judge, Reading, read
from central.sitting import NotTrusted
from central.stations import Station
from central.store import Store
from central.verdict import HOLD_MS
from domain.errors import EnvironmentProblem, Refused
from domain.events import SignedEvent
from domain.ports import Clock
from domain.wire import Outcome

_TOGETHER = 200
"""At most so many events share a transaction: others wait for what it has locked."""
_UPLOADS_TOGETHER = 32
_FEW = 4
"""Events of an upload that may share a transaction with others': a station that sends its backlog goes by itself."""
_COMPANY_WAITS_MS = 500
"""For a lock that somebody else has: those who wait in company should not wait for one of them any longer."""
_OVERDUE_AT_A_TIME = 20
_LOOK_EVERY_MS = 1_000
_SEEN_EVERY_MS = 60_000
_log = structlog.get_logger()


class Upload(msgspec.Struct, frozen=True):
    """Events of one station, read and with their signatures checked: the costly part, which needs no transaction."""

    station: Station
    events: Sequence[SignedEvent]
    readings: list[Reading]

    @property
    def is_wish(self) -> bool:
        """Whether it may share a transaction with wishes of other stations."""
        return 0 < len(self.events) <= _FEW and all(reading.company == "wish" for reading in self.readings)

    @property
    def is_light(self) -> bool:
        """Whether all of it may be stored and judged in one transaction."""
        return 0 < len(self.events) <= _TOGETHER and all(reading.company == "light" for reading in self.readings)


class Intake:
    """Judges uploads. Safe from any thread."""

    def __init__(self, store: Store, authority: Authority, clock: Clock) -> None:
        self._store = store
        self._authority = authority
        self._clock = clock
        self._noted_ms: dict[str, int] = {}
        self._looked_ms = 0
        self._wishes = Combiner[Upload, list[Outcome]](self._in_company, _UPLOADS_TOGETHER)
        self._small = Combiner[Upload, list[Outcome]](self._in_company, _UPLOADS_TOGETHER)

    def upload(self, station: Station, events: Sequence[SignedEvent]) -> list[Outcome]:
        """One outcome per event, in the order in which they came.

        Raises `EnvironmentProblem` when this machine cannot store them; what was answered before stays.
        """
        upload, outcomes = self.read_upload(station, events), None
        if upload.is_wish:
            outcomes = self._wishes.do(upload)
        elif upload.is_light and len(events) <= _FEW:
            outcomes = self._small.do(upload)
        elif upload.is_light:
            (outcomes,) = self._in_company([upload])
        if outcomes is None:
            outcomes = self._by_itself(upload)
        if self._clock.now_ms() - self._looked_ms >= _LOOK_EVERY_MS:
            self.decide_overdue()
        return outcomes

    @staticmethod
    def read_upload(station: Station, events: Sequence[SignedEvent]) -> Upload:
        """Read events and check their signatures."""
        key = Ed25519PublicKey.from_public_bytes(station.public_key)
        return Upload(station, events, [read(signed, key) for signed in events])

    def _in_company(self, uploads: Sequence[Upload]) -> list[list[Outcome] | None]:
        """Store and judge in one transaction; nothing of it stays when something fails."""
        try:
            with self._store.write() as connection:
                self._settle_in(connection, waits_ms=_COMPANY_WAITS_MS if len(uploads) > 1 else None)
                received = iter(self._kept(connection, uploads))
                offered = [
                    (upload.station, [Case(next(received), reading) for reading in upload.readings]) for upload in uploads
                ]
                return [*Judge(connection, self._authority, self._clock, careful=False).judge(offered)]
        except (*FAULTS, EnvironmentProblem, NotTrusted, Refused) as fault:
            _log.info("judged_apart", uploads=len(uploads), kind=type(fault).__name__)
        return [None for _ in uploads]

    def _settle_in(self, connection: sa.Connection, *, waits_ms: int | None = None) -> None:
        """How this transaction goes about it; `waits_ms`: how long it waits for a lock, when not as long as any.

        By index: a plan that was made while a table was small would else read all of it again and again for as long as nobody
        has analysed it since, and a new city's tables grow faster than that.
        """
        if self._store.on_postgres:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            if waits_ms is not None:
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = {waits_ms}")

    def _by_itself(self, upload: Upload) -> list[Outcome]:
        with self._store.write() as connection:
            received = self._kept(connection, [upload])
        outcomes: list[Outcome] = []
        for some in _portions([Case(item, reading) for item, reading in zip(received, upload.readings, strict=True)]):
            outcomes += self._judged(upload.station, some)
        return outcomes

    def _kept(self, connection: sa.Connection, uploads: Sequence[Upload]) -> list[Received]:
        now_ms = self._clock.now_ms()
        for upload in uploads:
            station = upload.station.station
            if now_ms - self._noted_ms.get(station, -_SEEN_EVERY_MS) >= _SEEN_EVERY_MS:
                stations.seen(connection, station, now_ms)
                self._noted_ms[station] = now_ms
        offered = [(upload.station.station, signed) for upload in uploads for signed in upload.events]
        return journal.keep(connection, offered, now_ms)

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
            self._settle_in(connection)
            (outcomes,) = Judge(connection, self._authority, self._clock, careful=careful).judge([(station, cases)])
            return outcomes


def _portions(cases: list[Case]) -> Iterator[list[Case]]:
    """Neighbours that may share a transaction, and every other event alone."""
    for company, some in groupby(cases, key=lambda case: case.reading.company):
        run, at_once = list(some), 1 if company == "alone" else _TOGETHER
        yield from (run[start : start + at_once] for start in range(0, len(run), at_once))
