"""The platform's clock minus ours, between two measurements."""

from domain.ports import Clock
from offline_store.meta import Meta

_STEP_MS = 1_000
"""Smaller movements of the measured offset are not written down."""
_CLOCK_WAS_SET_MS = 2_000
"""A wall clock that differs by so much from the steady one has been set, not merely drifted."""


class ClockOffset:
    """Follows a wall clock that somebody sets. Its owner sees to threads."""

    def __init__(self, clock: Clock, meta: Meta) -> None:
        self._clock = clock
        self._meta = meta
        self._measured_at: tuple[int, int] | None = None

    def measured(self, offset_ms: int) -> bool:
        """The offset has been measured just now; whether it is worth writing down, in milliseconds under `offset_ms`."""
        self._measured_at = (self._clock.now_ms(), self._steady_ms())
        known = self._meta.get("offset_ms")
        return known is None or abs(int(known) - offset_ms) >= _STEP_MS

    @property
    def is_fresh(self) -> bool:
        """Whether it has been measured since this program began; until then nobody confirms this clock."""
        return self._measured_at is not None

    def now(self) -> int | None:
        """As last measured, None when it never was; a clock that somebody has set since then moves it by as much."""
        known = self._meta.get("offset_ms")
        if known is None or self._measured_at is None:
            return None if known is None else int(known)
        wall_ms, steady_ms = self._measured_at
        set_by_ms = self._clock.now_ms() - wall_ms - (self._steady_ms() - steady_ms)
        return int(known) - (set_by_ms if abs(set_by_ms) >= _CLOCK_WAS_SET_MS else 0)

    def _steady_ms(self) -> int:
        return round(self._clock.monotonic_s() * 1000)
