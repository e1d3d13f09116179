"""Slowing down whoever guesses enrolment codes."""

import threading
from collections import deque

from domain.errors import Code, EnvironmentProblem
from domain.ports import Clock

WINDOW_S = 600.0
MOST_PER_CLIENT = 10
MOST_IN_ALL = 100


class WrongCodes:
    """Counts wrong codes of the last ten minutes, per client address and in all. Safe from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._seen_at_s: deque[tuple[float, str]] = deque()

    def check(self, client: str) -> None:
        """Raises `EnvironmentProblem(PLATFORM_BUSY)` with `wait_s` when this client has to wait."""
        with self._lock:
            now_s = self._clock.monotonic_s()
            while self._seen_at_s and self._seen_at_s[0][0] <= now_s - WINDOW_S:
                self._seen_at_s.popleft()
            by_client = [at_s for at_s, who in self._seen_at_s if who == client]
            if len(by_client) < MOST_PER_CLIENT and len(self._seen_at_s) < MOST_IN_ALL:
                return
            oldest_s = by_client[0] if len(by_client) >= MOST_PER_CLIENT else self._seen_at_s[0][0]
            raise EnvironmentProblem(Code.PLATFORM_BUSY, wait_s=int(oldest_s + WINDOW_S - now_s) + 1)

    def add(self, client: str) -> None:
        """Note a wrong code."""
        with self._lock:
            self._seen_at_s.append((self._clock.monotonic_s(), client))
