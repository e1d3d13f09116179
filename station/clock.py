"""The machine's own clock."""

import time


class SystemClock:
    """`domain.ports.Clock` from the operating system. Any thread."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z, as this machine believes."""
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start."""
        return time.monotonic()
