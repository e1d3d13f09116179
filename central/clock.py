"""The platform's own clock."""

import time


class SystemClock:
    """`domain.ports.Clock` on this machine's clocks. Safe from any thread."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z."""
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start that never run backwards."""
        return time.monotonic()
