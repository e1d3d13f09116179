"""A whole station on the failing disk: `python -m tests.station.disk_station FOLDER CONTROL UID`, told by lines when to go on.

It says `ready` once it is online, `felt` when acts were tried on the failing disk and the download has met it too, and at
last, as JSON, which acts it called done and which were refused.
"""

import sys
import time
from collections.abc import Callable

import msgspec
import structlog

from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.events import PatronLookedUp
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from station.clock import SystemClock
from station.settings import load
from station.station import Station
from station.views import Connection
from station.wiring import open_station
from tests.store.disk_rig import Said

_ACTS = 6


def until(ready: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 30
    while not ready():
        if time.monotonic() > deadline_s:
            raise TimeoutError
        time.sleep(0.02)


def acts(station: Station, said: Said) -> None:
    journal = station._context.journal
    for _ in range(_ACTS):
        op_id = new_op_id(SystemClock().now_ms())
        try:
            with journal.act() as act:
                act.append(PatronLookedUp(service="typl", found=True), medium=op_id.bytes[8:], op_id=op_id)
        except EnvironmentProblem as problem:
            said.refused.append(op_id.hex)
            said.codes.append(problem.code.value)
        else:
            said.done.append(op_id.hex)


def main(uid: str) -> None:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    said, medium = Said(), Medium(MediumType.UID, bytes.fromhex(uid))
    station = open_station(load(None))
    station.start()
    until(lambda: station.status().connection is Connection.ONLINE and station.counter.look(medium).known)
    acts(station, said)
    print("ready", flush=True)
    sys.stdin.readline()
    acts(station, said)
    until(lambda: station._context.sync.state().download_problem in (Code.DISK_FULL, Code.DISK_FAILING))
    print("felt", flush=True)
    sys.stdin.readline()
    acts(station, said)
    station._context.sync.wake()
    until(lambda: station.status().queue == 0 and station.counter.look(medium).state is CardState.LOST)
    station.stop()
    print(msgspec.json.encode(said).decode(), flush=True)


if __name__ == "__main__":
    main(sys.argv[3])
