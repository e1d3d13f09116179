"""Offering the journal to the platform, in order, until every event has its outcome."""

from collections.abc import Sequence

from domain.errors import CityCardError, Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.ports import Clock, Outbox, Platform
from domain.wire import MAX_BATCH, Outcome, OutcomeStatus

_HELD_AGAIN_S = 15.0
_TIMEOUT_S = 15.0


class Uploader:
    """One station's upload. Used from one thread only.

    A held event is offered again every quarter of a minute, never in a tight loop. A batch that is too large for the
    platform is halved. An event that the answer does not mention stays where it is.
    """

    def __init__(self, platform: Platform, outbox: Outbox, clock: Clock) -> None:
        self._platform = platform
        self._outbox = outbox
        self._clock = clock
        self._batch = MAX_BATCH
        self._held: set[bytes] = set()
        self._held_again_s = 0.0

    def round(self) -> bool:
        """Offer one batch; True when there is more to offer at once.

        Raises `CityCardError` when the platform did not take the batch; the events stay in the outbox.
        """
        events = self._due(self._outbox.to_send(self._batch))
        if not events:
            return False
        try:
            outcomes = self._platform.upload(events, _TIMEOUT_S)
        except CityCardError as problem:
            if problem.code is Code.REQUEST_TOO_LARGE and self._batch > 1:
                self._batch = max(1, min(self._batch, len(events)) // 2)
                return True
            raise
        self._outbox.record_outcomes(outcomes)
        self._remember_held(outcomes)
        answered = {outcome.hash for outcome in outcomes}
        if not any(event.hash in answered for event in events):
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS)
        return len(events) >= self._batch or any(event.hash not in answered for event in events)

    def _due(self, events: Sequence[SignedEvent]) -> list[SignedEvent]:
        fresh = [event for event in events if event.hash not in self._held]
        if self._clock.monotonic_s() < self._held_again_s:
            return fresh
        return list(events)

    def _remember_held(self, outcomes: Sequence[Outcome]) -> None:
        held = {outcome.hash for outcome in outcomes if outcome.status is OutcomeStatus.HELD}
        self._held = (self._held | held) - {outcome.hash for outcome in outcomes if outcome.hash not in held}
        if held:
            self._held_again_s = self._clock.monotonic_s() + _HELD_AGAIN_S
