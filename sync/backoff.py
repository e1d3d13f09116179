"""How long to wait before trying again."""

import random

_FIRST_S = 1.0
_MOST_S = 60.0


class Backoff:
    """Exponential with full jitter, from one second to one minute; one success starts it over."""

    def __init__(self, *, first_s: float = _FIRST_S, most_s: float = _MOST_S) -> None:
        self._first_s = first_s
        self._most_s = most_s
        self._failures = 0
        self._random = random.SystemRandom()

    def failed(self) -> float:
        """Seconds to wait after one more failure; at least half of what the number of failures allows."""
        ceiling = min(self._most_s, self._first_s * 2**self._failures)
        self._failures = min(self._failures + 1, 16)
        return self._random.uniform(ceiling / 2, ceiling)

    def succeeded(self) -> None:
        """Start over."""
        self._failures = 0
