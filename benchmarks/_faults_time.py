"""Time in the simulator: what it really is, and what each machine thinks that it is."""

from domain.ports import Clock

BEGINNING_MS = 1_795_000_000_000
MINUTE_S = 60.0
HOUR_S = 3_600.0
DAY_S = 86_400.0


class Truth(Clock):
    """The time as it really is; the platform's clock shows it. Any thread may read it."""

    def __init__(self, now_ms: int = BEGINNING_MS) -> None:
        self._ms = now_ms

    def now_ms(self) -> int:
        """See `Clock`."""
        return self._ms

    def monotonic_s(self) -> float:
        """See `Clock`."""
        return (self._ms - BEGINNING_MS) / 1000

    def goes_on(self, seconds: float) -> None:
        """So much time passes, for everybody."""
        self._ms += max(1, round(seconds * 1000))


class DeviceClock(Clock):
    """A station's clock, which may be wrong; only its steady part never is. Any thread may read it."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth
        self._started_s = truth.monotonic_s()
        self.ahead_ms = 0
        """By how much the wall clock is before its time; negative: behind it."""

    def now_ms(self) -> int:
        """See `Clock`."""
        return self._truth.now_ms() + self.ahead_ms

    def monotonic_s(self) -> float:
        """See `Clock`."""
        return self._truth.monotonic_s() - self._started_s

    def boot(self) -> None:
        """The machine starts anew: the steady clock begins again, the wall clock goes on."""
        self._started_s = self._truth.monotonic_s()
