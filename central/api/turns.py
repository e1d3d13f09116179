"""Backlogs take turns: when many stations come back at once, each is heard soon, and nobody else waits for them.

A server that begins with every upload that comes is done with none of them before their stations give up, which then send the
same again: it works for nobody. So only a few are worked on, others stand in line, and who has stood there too long is told so
while it still listens, and comes again after a pause of its own (`sync.backoff`).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from domain.errors import Code, EnvironmentProblem

AT_ONCE = 3
"""Of one process, whose threads share one processor anyway; the others' waits for the disk are filled."""
LONGEST_S = 12.0
"""Stations give up after fifteen seconds (`sync.uploader`), and the upload itself takes its time."""
BACKLOG_BYTES = 16 * 1024
"""A body of so much is no act that somebody stands and waits for: some twenty events."""


class Turns:
    """One process's line. For its event loop alone."""

    def __init__(self, at_once: int = AT_ONCE, longest_s: float = LONGEST_S) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._longest_s = longest_s

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn, first come, first served. Raises `EnvironmentProblem(PLATFORM_BUSY)`."""
        try:
            async with asyncio.timeout(self._longest_s):
                await self._places.acquire()
        except TimeoutError:
            raise EnvironmentProblem(Code.PLATFORM_BUSY) from None
        try:
            yield
        finally:
            self._places.release()
