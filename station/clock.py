"""The machine's own clock."""

import sys
import time


class SystemClock:
    """`domain.ports.Clock` from the operating system. Any thread."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01T00:00Z, as this machine believes."""
        return time.time_ns() // 1_000_000

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start, sleep of the machine included."""
        # Linux alone stops its monotonic clock while a laptop sleeps.
        return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()
