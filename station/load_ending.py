"""Ending loads of this station that nobody works on any more, each in a state that stands by itself.

Nothing can be on the card before COMMITTING is durable: until then a load is given up. From then on only the card can tell.
"""

import threading
from collections.abc import Callable
from uuid import UUID

import structlog

from domain.errors import CityCardError, Code, Refused
from domain.events import LoadFound, LoadTombstone, LoadUnknown
from domain.loads import LoadState, StationLoadState
from domain.wire import Outcome
from offline_store.load_projection import UNWRITTEN, LocalLoad
from station.card_loads import Found
from station.context import Context

log = structlog.get_logger()

_AWAY = (Code.PLATFORM_UNREACHABLE, Code.PLATFORM_NOT_OURS, Code.PLATFORM_TLS, Code.PLATFORM_BUSY)
Ask = Callable[[], Found | None]
"""Asks the card of a load that is in doubt; None when it cannot be asked now."""


class LoadEnding:
    """This station's own loads and their ends. Whoever calls has the card's turn."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._lock = threading.Lock()
        self._unwritten: set[UUID] = set()

    def local(self, load: UUID) -> LocalLoad | None:
        """A load, if this station began it."""
        with self._context.journal.reading() as local:
            return local.loads.find(load)

    def own(self, load: UUID) -> LocalLoad:
        """A load of this station. Raises `Refused(EVENT_CONFLICT)` for an id that is another act's."""
        own = self.local(load)
        if own is None:
            raise Refused(Code.EVENT_CONFLICT)
        return own

    def conclude(self, op_id: UUID, problem: Code, ask: Ask | None = None) -> Outcome | None:
        """End a load after `problem`, as far as its state is not final; the platform's word, when it can be had.

        What cannot be written down (a full disk) stays as it is, unwritten or in doubt, and is tried again by `tend` and when
        the card comes back or the station starts anew; the platform keeps the points aside meanwhile.
        """
        load = self.own(op_id)
        try:
            if load.state in UNWRITTEN:
                self.give_up(op_id, problem)
            elif load.state is StationLoadState.COMMITTING:
                self._end_commit(load, ask)
        except CityCardError as failed:
            log.error("a load's end could not be written", code=failed.code.value)
            with self._lock:
                self._unwritten.add(op_id)
        if problem in _AWAY:
            self._context.sync.wake()
            return None
        return self._context.ask_now(self.own(op_id).last)

    def tend(self) -> None:
        """Try again to write what could not be written. Raises nothing; waits for no card and no network."""
        with self._lock:
            left, self._unwritten = self._unwritten, set()
        for op_id in left:
            self._recovered(self.own(op_id))

    def give_up(self, op_id: UUID, reason: Code) -> None:
        """TOMBSTONE, unless the load has gone further meanwhile. Raises `EnvironmentProblem`, and then nothing has changed."""
        with self._context.journal.act(ends=True) as act:
            own = act.local.loads.find(op_id)
            if own is not None and own.state in UNWRITTEN:
                act.append(LoadTombstone(load=op_id, reason=reason), medium=own.medium)

    def recover(self) -> None:
        """At the station's start, before cards are read: loads that it was killed in. Needs no network, raises nothing."""
        with self._context.journal.reading() as local:
            left = local.loads.in_state(*UNWRITTEN, StationLoadState.COMMITTING)
        for load in left:
            self._recovered(load)

    def _recovered(self, load: LocalLoad) -> None:
        try:
            if load.state in UNWRITTEN:
                self.give_up(load.load, Code.LOAD_GIVEN_UP)
            elif load.state is StationLoadState.COMMITTING:
                self._end_commit(load, None)
        except CityCardError as problem:
            log.error("a load could not be recovered", code=problem.code.value)
            with self._lock:
                self._unwritten.add(load.load)

    def say_what_is_left(self, own: LocalLoad) -> None:
        """Give up what nobody works on, and tell the platform what it has not heard of this load."""
        if own.state in UNWRITTEN:
            self.give_up(own.load, Code.LOAD_GIVEN_UP)
            own = self.own(own.load)
        self._context.ask_now(own.last)

    def learn(self, load: UUID, state: LoadState) -> None:
        """What the platform says of a load, when it was asked for that alone."""
        with self._context.journal.act(ends=True) as act:
            act.local.loads.learn(load, state)

    def _end_commit(self, load: LocalLoad, ask: Ask | None) -> None:
        found = ask() if ask is not None else None
        payload = LoadUnknown(load=load.load) if found is None else found_event(load.load, found)
        with self._context.journal.act(ends=True) as act:
            own = act.local.loads.find(load.load)
            if own is not None and own.state is StationLoadState.COMMITTING:
                act.append(payload, medium=load.medium)


def found_event(load: UUID, found: Found) -> LoadFound:
    """What a card said of a load, for the journal."""
    return LoadFound(load=load, on_card=found.on_card, proof=found.proof)
