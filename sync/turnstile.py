"""Many pass at a time, or one alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """Whoever wants to be alone waits for those who are inside, and nobody else gets in meanwhile. Any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._closed = False

    @contextmanager
    def passing(self, timeout_s: float) -> Iterator[bool]:
        """Be inside with others; False when it took longer than `timeout_s` seconds."""
        with self._changed:
            admitted = self._changed.wait_for(lambda: not self._closed, timeout_s)
            self._inside += admitted
        try:
            yield admitted
        finally:
            with self._changed:
                self._inside -= admitted
                self._changed.notify_all()

    @contextmanager
    def alone(self, timeout_s: float) -> Iterator[bool]:
        """Be inside alone; False when it took longer than `timeout_s` seconds."""
        with self._changed:
            mine = self._changed.wait_for(lambda: not self._closed, timeout_s)
            if mine:
                self._closed = True
                emptied = self._changed.wait_for(lambda: self._inside == 0, timeout_s)
        try:
            yield mine and emptied
        finally:
            if mine:
                with self._changed:
                    self._closed = False
                    self._changed.notify_all()
