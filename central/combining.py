"""Several threads' work done by one of them at a time: what comes while it is busy is done together next."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Job = TypeVar("Job")
Answer = TypeVar("Answer")


class _Place(Generic[Job, Answer]):
    """One caller's job. `turn` is set when it has its answer, or is to lead the next round."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.turn = threading.Event()
        self.leads = False
        self.answer: Answer | None = None


class Combiner(Generic[Job, Answer]):
    """`work` is given all jobs of a round, at most `most`, and answers each; None leaves one to its own caller.

    Safe from any thread. Nobody waits for company: a job that comes alone is done alone, at once.
    """

    def __init__(self, work: Callable[[Sequence[Job]], Sequence[Answer | None]], most: int) -> None:
        self._work = work
        self._most = most
        self._lock = threading.Lock()
        self._queue: deque[_Place[Job, Answer]] = deque()
        self._busy = False

    def do(self, job: Job) -> Answer | None:
        """The answer; None when the round could not do it. What `work` raises reaches its leader alone."""
        place = _Place[Job, Answer](job)
        with self._lock:
            self._queue.append(place)
            leads, self._busy = not self._busy, True
        if not leads:
            place.turn.wait()
            if not place.leads:
                return place.answer
        self._lead()
        return place.answer

    def _lead(self) -> None:
        with self._lock:
            some = [self._queue.popleft() for _ in range(min(self._most, len(self._queue)))]
        try:
            answers = self._work([place.job for place in some])
            for place, answer in zip(some, answers, strict=True):
                place.answer = answer
        finally:
            with self._lock:
                following = self._queue[0] if self._queue else None
                if following is None:
                    self._busy = False
                else:
                    following.leads = True
            for place in some:
                place.turn.set()
            if following is not None:
                following.turn.set()
