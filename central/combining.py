"""Several threads' work done by one of them at a time: what comes while it is busy is done together next."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from domain.errors import Code, EnvironmentProblem

Job = TypeVar("Job")
Answer = TypeVar("Answer")
PATIENCE_S = 20.0
"""So long a caller waits for a round that somebody else leads: longer than a station waits for its answer."""


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

    def __init__(
        self, work: Callable[[Sequence[Job]], Sequence[Answer | None]], most: int, patience_s: float = PATIENCE_S
    ) -> None:
        self._work = work
        self._most = most
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._queue: deque[_Place[Job, Answer]] = deque()
        self._busy = False

    def do(self, job: Job) -> Answer | None:
        """The answer; None when the round could not do it. What `work` raises reaches its leader alone.

        Raises `EnvironmentProblem(PLATFORM_BUSY)` when a round takes longer than anybody waits; what is in it may be done.
        """
        place = _Place[Job, Answer](job)
        with self._lock:
            self._queue.append(place)
            leads, self._busy = not self._busy, True
        if not leads:
            if not place.turn.wait(self._patience_s) and not self._called_at_last(place):
                raise EnvironmentProblem(Code.PLATFORM_BUSY)
            if not place.leads:
                return place.answer
        self._lead()
        return place.answer

    def _called_at_last(self, place: _Place[Job, Answer]) -> bool:
        """Whether its turn has come after all; otherwise nobody is to do or to lead for it any more."""
        with self._lock:
            if not place.turn.is_set() and place in self._queue and not place.leads:
                self._queue.remove(place)
            return place.turn.is_set() or place.leads

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
