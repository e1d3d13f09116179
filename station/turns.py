"""One at a time per card, so that two presses are one act after the other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Locks by key, kept only while somebody has or wants one. Any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: dict[bytes, tuple[threading.Lock, int]] = {}

    @contextmanager
    def turn(self, key: bytes, timeout_s: float) -> Iterator[bool]:
        """Wait for this key's turn, at most `timeout_s` seconds; gives whether it came."""
        with self._lock:
            lock, wanted = self._turns.get(key, (threading.Lock(), 0))
            self._turns[key] = (lock, wanted + 1)
        mine = lock.acquire(timeout=timeout_s)
        try:
            yield mine
        finally:
            if mine:
                lock.release()
            with self._lock:
                lock, wanted = self._turns.pop(key)
                if wanted > 1:
                    self._turns[key] = (lock, wanted - 1)
