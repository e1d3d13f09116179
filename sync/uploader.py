"""Offering the journal to the platform, in order, until every event has its outcome."""

from collections.abc import Callable

from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.ports import Clock, Outbox, Platform
from domain.wire import MAX_BATCH

_HELD_AGAIN_S = 5.0
_TIMEOUT_S = 15.0


class Uploader:
    """One station's upload. Used from one thread only.

    Held events are offered again every few seconds, never in a tight loop. A batch that is too large for the platform
    is halved, and grows again. An event that the answer does not mention stays where it is.
    """

    def __init__(
        self, platform: Platform, outbox: Outbox, clock: Clock, on_broken_chain: Callable[[], None] = lambda: None
    ) -> None:
        """`on_broken_chain` is called when the platform's record of this station's chain does not go with an event."""
        self._platform = platform
        self._outbox = outbox
        self._clock = clock
        self._on_broken_chain = on_broken_chain
        self._batch = MAX_BATCH
        self._held_again_s = 0.0

    def round(self) -> bool:
        """Offer one batch; True when there is more to offer at once.

        Raises `CityCardError` when the platform did not take the batch; the events stay in the outbox.
        """
        size = self._batch
        events = self._outbox.to_send(size) or self._due()
        if not events:
            return False
        try:
            outcomes = self._platform.upload(events, _TIMEOUT_S)
        except CityCardError as problem:
            if problem.code is Code.REQUEST_TOO_LARGE and size > 1:
                self._batch = max(1, min(size, len(events)) // 2)
                return True
            raise
        self._outbox.record_outcomes(outcomes)
        if any(outcome.code is Code.EVENT_CHAIN for outcome in outcomes):
            self._on_broken_chain()
        self._batch = min(MAX_BATCH, size * 2)
        answered = {outcome.hash for outcome in outcomes}
        if not any(event.hash in answered for event in events):
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS)
        return bool(self._outbox.to_send(1))

    def _due(self) -> list[SignedEvent]:
        now_s = self._clock.monotonic_s()
        if now_s < self._held_again_s:
            return []
        self._held_again_s = now_s + _HELD_AGAIN_S
        return self._outbox.held(self._batch)
