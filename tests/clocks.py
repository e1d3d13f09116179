"""A clock that tests set."""

from domain.ports import Clock


class SetClock(Clock):
    """Stands still until told otherwise."""

    def __init__(self, now_ms: int = 1_795_000_000_000) -> None:
        self.ms = now_ms
        self.s = 100.0

    def now_ms(self) -> int:
        return self.ms

    def monotonic_s(self) -> float:
        return self.s

    def advance(self, seconds: float) -> None:
        """Both clocks go forward."""
        self.ms += round(seconds * 1000)
        self.s += seconds
