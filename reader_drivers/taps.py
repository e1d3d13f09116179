"""The inbox of a reader that only gives identifiers: each one is a card that came and, soon or at once, has gone."""

import threading
from collections import deque
from collections.abc import Callable
from contextlib import AbstractContextManager
from math import inf

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    CardUnreadable,
    Clock,
    Feedback,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)

AGAIN_S = 1.5
"""Some readers send a card that is held before them again and again; a person who means a second tap takes longer."""


class Taps:
    """Events of one reader on their way to its worker. Every method may be called from any thread.

    `stays_s`: such a reader cannot tell when a card is lifted; for so long it counts as lying there, or until the next one.
    While it does, the same card again within `AGAIN_S` is no other tap and lets it stay for longer.
    """

    def __init__(self, reader: str, clock: Clock, stays_s: float = 0.0) -> None:
        self._reader = reader
        self._clock = clock
        self._stays_s = stays_s
        self._changed = threading.Condition()
        self._events: deque[ReaderEvent] = deque()
        self._leaves_s: float | None = None
        self._tapped: Medium | None = None
        self._tapped_s = 0.0
        self._ready: bool | None = None
        self._woken = False

    def tap(self, medium: Medium | None) -> None:
        """A card was presented; None: something was that gives no identifier."""
        with self._changed:
            self._leave_in_time()
            now_s = self._clock.monotonic_s()
            again = self._leaves_s is not None and medium == self._tapped and now_s - self._tapped_s < AGAIN_S
            if not again:
                # A reader that itself says when a card has gone has seen another one take its place.
                self._leave(assumed=self._stays_s < inf)
            if medium is None:
                self._events += [CardUnreadable(reader=self._reader), CardGone(reader=self._reader, assumed=True)]
            else:
                if not again:
                    self._events.append(CardPresented(reader=self._reader, medium=medium, at_s=now_s))
                self._tapped, self._tapped_s = medium, now_s
                self._leaves_s = now_s + self._stays_s
                self._leave_in_time()
            self._changed.notify_all()

    def came(self) -> None:
        """The reader is there; nothing when that is known."""
        with self._changed:
            if self._ready is not True:
                self._ready = True
                self._events.append(ReaderReady(reader=self._reader))
                self._changed.notify_all()

    def went(self) -> None:
        """The reader is away; nothing when that is known."""
        with self._changed:
            if self._ready is not False:
                self._leave()
                self._ready = False
                self._events.append(ReaderLost(reader=self._reader, cause="unplugged"))
                self._changed.notify_all()

    def leave(self) -> None:
        """The card has gone; nothing when none lies there."""
        with self._changed:
            self._leave()
            self._changed.notify_all()

    def wait(self, timeout_s: float, until: Callable[[], object] = lambda: False) -> None:
        """Return when there is something to take, when `until` is so, when woken, or when the time is up."""
        with self._changed:
            left_s = self._left_s()
            wait_s = timeout_s if left_s is None else min(timeout_s, max(0.0, left_s))
            self._changed.wait_for(lambda: bool(self._woken or self._events or until()), wait_s)

    def take(self) -> list[ReaderEvent]:
        """Everything since the last time, in order."""
        with self._changed:
            self._leave_in_time()
            events = list(self._events)
            self._events.clear()
            return events

    def wake(self) -> None:
        """End a wait early."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def nudge(self) -> None:
        """Let a wait look at its `until` again."""
        with self._changed:
            self._changed.notify_all()

    def woken(self) -> bool:
        """Whether a wait was, or would be, ended early; asked once."""
        with self._changed:
            woken, self._woken = self._woken, False
            return woken

    def left_s(self) -> float | None:
        """How long the card still counts as lying there; None when none does."""
        with self._changed:
            return self._left_s()

    def _left_s(self) -> float | None:
        return None if self._leaves_s is None else self._leaves_s - self._clock.monotonic_s()

    def _leave_in_time(self) -> None:
        left_s = self._left_s()
        if left_s is not None and left_s <= 0:
            self._leave(assumed=True)

    def _leave(self, *, assumed: bool = False) -> None:
        if self._leaves_s is not None:
            self._leaves_s = self._tapped = None
            self._events.append(CardGone(reader=self._reader, assumed=assumed))


class IdentifierReader:
    """What the readers of identifiers share of `domain.ports.Reader`: they exchange nothing and show nothing."""

    reads_codes: bool
    """Whether it reads codes too, or nothing else."""

    def __init__(self, name: str, clock: Clock, stays_s: float = 0.0) -> None:
        self.name = name
        self.taps = Taps(name, clock, stays_s)

    def connect(self) -> AbstractContextManager[CardChannel]:
        """See `domain.ports.Reader.connect`."""
        raise EnvironmentProblem(Code.READER_NO_EXCHANGE)

    def signal(self, feedback: Feedback) -> None:
        """See `domain.ports.Reader.signal`: none has light or sound that a computer could reach."""

    def wake(self) -> None:
        """See `domain.ports.Reader.wake`."""
        self.taps.wake()
