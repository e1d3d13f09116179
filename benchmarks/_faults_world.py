"""A simulated city: the real platform, a handful of real stations, a network, and time.

Everything happens in one thread, by one seed: what is random in the program itself comes from the seed, too.
"""

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch
from uuid import UUID

import msgspec
import requests
import sqlalchemy as sa

from benchmarks._faults_cast import cheap_pins, founded
from benchmarks._faults_disk import Disks
from benchmarks._faults_net import AsgiServer, Network, Reply, Request
from benchmarks._faults_station import SimStation, called_sync
from benchmarks._faults_time import MINUTE_S, Truth
from central import admin, backup, cards
from central.api import create_app
from central.platform import Platform
from central.schema import journal
from domain.errors import Code
from domain.events import SignedEvent
from domain.wire import Outcome, OutcomeStatus, UploadRequest, UploadResponse

STATIONS = {
    "A": ["counter", "event", "library"],
    "B": ["counter", "event"],
    "K": ["kiosk"],
    "G": ["event", "library"],
}
_REMEMBERED = 60
_MOST_QUEUED = (20, 5_000, 5_000)
_PAGES = (9, 40, 5_000)
_BATCHES = (2, 6, 200)
_PARTS = (600, 2_500, 1 << 20)


Done = TypeVar("Done")


class _PlatformKilled(BaseException):
    """The platform's process ends here."""


class World:
    """See the module's text. Used inside `alive`."""

    def __init__(self, directory: Path, chance: random.Random, *, tell: Callable[[str], None] = lambda _line: None) -> None:
        self.directory = directory
        self.chance = chance
        self.most_queued = self.chance.choice(_MOST_QUEUED)
        self.truth = Truth()
        self.disks = Disks()
        self.server = AsgiServer()
        self.network = Network(self.truth, self.chance, self._carried_out)
        self.network.on_reply = self._note_reply
        self.wrong: list[str] = []
        self.acts: Counter[str] = Counter()
        self.mishaps: Counter[str] = Counter()
        self.crashes = 0
        self.last: list[str] = []
        """What was done last, for who has to find out why something is wrong."""
        self.promised: dict[bytes, tuple[str, SignedEvent]] = {}
        """Events of which the platform has said that it has them, by hash, with their station."""
        self.books_changed = True
        """Since the platform's books were last looked at."""
        self._words: dict[bytes, Outcome] = {}
        self._tell = tell
        self.stations: dict[str, SimStation] = {}
        shutil.copytree(founded(), self._platform_folder)
        self.truth.goes_on(MINUTE_S)
        self.platform_dies_in: int | None = None
        """At which of its next commits the platform is killed."""
        self._at_work = False
        self.platform_full_for = 0
        """How many of its next commits find no room on its disk."""
        self.platform: Platform
        self._app: object = None
        self.open_platform()

    @contextmanager
    def alive(self) -> Iterator[None]:
        """While this lasts the world is what this process is in, and its stations can be used."""
        with ExitStack() as stack:
            stack.callback(self._close)
            stack.enter_context(_by_the_seed(self.chance.getrandbits(64)))
            stack.enter_context(cheap_pins())
            stack.enter_context(self.disks.under_all())
            stack.enter_context(self.network.under_all())
            stack.enter_context(called_sync(*(self.chance.choice(sizes) for sizes in (_PAGES, _BATCHES, _PARTS))))
            stack.callback(self._stop)
            for name, roles in STATIONS.items():
                station = self.stations[name] = SimStation(self, name, roles)
                station.enrol(admin.create_enrolment_code(self.platform, f"示範站 {name}", "示範區公所", roles))
                station.start()
                station.upload()
                station.download()
            yield

    def _stop(self) -> None:
        for station in self.stations.values():
            station.died()

    def _close(self) -> None:
        self.platform.close()
        self.server.close()

    # --- telling ---

    def say(self, wrong: str) -> None:
        """Something is not as it must be."""
        self.wrong.append(wrong)
        self._tell(f"WRONG: {wrong}")

    def note(self, line: str) -> None:
        """Something was done."""
        line = f"{self.truth.monotonic_s():>12.1f}s {line}"
        self.last = [*self.last[1 - _REMEMBERED :], line]
        self._tell(line)

    # --- the platform ---

    @property
    def _platform_folder(self) -> Path:
        return self.directory / "platform"

    def open_platform(self) -> None:
        """Its process begins."""
        self.platform = Platform.open(self._platform_folder, clock=self.truth)
        self._app = create_app(self.platform)
        sa.event.listen(self.platform.store.engine, "commit", self._platform_commits)

    def _platform_commits(self, _connection: sa.Connection) -> None:
        if self._at_work and self.platform_full_for > 0:
            self.platform_full_for -= 1
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorcode, full.sqlite_errorname = sqlite3.SQLITE_FULL, "SQLITE_FULL"
            raise sa.exc.OperationalError("COMMIT", {}, full)
        if self._at_work and self.platform_dies_in is not None:
            self.platform_dies_in -= 1
            if self.platform_dies_in < 0:
                self.platform_dies_in = None
                raise _PlatformKilled

    def restart_platform(self) -> None:
        """Its process ends and begins."""
        self.platform.close()
        self.open_platform()

    @property
    def _backup(self) -> Path:
        return self.directory / "backup"

    def back_up_platform(self) -> None:
        """A backup, from under the running platform."""
        backup.backup(self._platform_folder, None, self._backup)

    def restore_platform(self) -> bool:
        """The platform's machine is lost; what is left is the last backup, when there is one."""
        if not self._backup.exists():
            return False
        self.platform.close()
        backup.restore(self._platform_folder, None, self._backup, overwrite=True)
        self.open_platform()
        self.platform.start_new_generation()
        self._words.clear()
        return True

    def at_the_platform(self, act: Callable[[], Done]) -> Done | None:
        """Something is done there, which may be killed meanwhile: then None, and it has been started anew."""
        self._at_work = True
        try:
            return act()
        except _PlatformKilled:
            self.restart_platform()
            return None
        finally:
            self._at_work = False

    def nobody_has(self, lost: set[bytes]) -> None:
        """Events that have gone with a station's disk: those that have gone with the platform's, too, are nowhere any more."""
        with self.platform.store.read() as connection:
            there = {bytes(digest) for digest in connection.scalars(sa.select(journal.c.hash))}
        for digest in lost - there:
            self.promised.pop(digest, None)

    def _carried_out(self, request: Request) -> Reply:
        reply = self.at_the_platform(lambda: self.server.ask(self._app, request))
        if reply is None:
            raise requests.ConnectionError("the platform is gone")
        self.books_changed = self.books_changed or request.method != "GET"
        if reply.status >= 500 and b'"internal"' in reply.body:
            self.say(f"the platform met a bug at {request.method} {request.path}")
        return reply

    def _note_reply(self, request: Request, reply: Reply) -> None:
        if request.path != "/v1/events" or not reply.is_good:
            return
        offered = msgspec.json.decode(request.body, type=UploadRequest).events
        outcomes = msgspec.json.decode(reply.body, type=UploadResponse).outcomes
        if [outcome.hash for outcome in outcomes] != [signed.hash for signed in offered]:
            self.say(f"{len(offered)} events were offered, and {len(outcomes)} others answered")
        for signed, outcome in zip(offered, outcomes, strict=False):
            self.promised[signed.hash] = (request.line, signed)
            self._note_word(outcome)

    def _note_word(self, outcome: Outcome) -> None:
        """The same event always gets the same word, but for one that has to wait."""
        before = self._words.get(outcome.hash)
        if before is not None and before != outcome and not may_change(before):
            self.say(f"{outcome.op_id} was {before}, and is {outcome}")
        self._words[outcome.hash] = outcome

    # --- stations ---

    def any_station(self, *roles: str) -> SimStation:
        """One of those with one of these roles."""
        fitting = [each for each in self.stations.values() if not roles or set(roles) & set(each.roles)]
        return self.chance.choice(fitting)

    def holder_of(self, medium: bytes) -> UUID | None:
        """Whose card a medium is, by the platform's books."""
        with self.platform.store.read() as connection:
            card = cards.find(connection, medium)
        return None if card is None else card.holder


def may_change(word: Outcome) -> bool:
    """Whether an event may get another word later: one that waits, or was counted as far as it could be meanwhile."""
    return word.status is OutcomeStatus.HELD or word.code in (Code.EVENT_CHAIN, Code.CARD_UNKNOWN, Code.EVENT_WAITING)


@contextmanager
def _by_the_seed(seed: int) -> Iterator[None]:
    """Everything random that the program makes comes from the seed, so that a world can be played again."""
    source = random.Random(seed)
    with patch.object(os, "urandom", source.randbytes), patch.object(random, "_urandom", source.randbytes):
        yield
