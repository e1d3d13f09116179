"""Slowing down whoever guesses enrolment codes: counted before a code is looked at, over every process of the platform."""

import sqlalchemy as sa

from central.store import Store
from central.verification import limits

WINDOW_MS = 600_000
MOST_PER_CLIENT = 10
MOST_IN_ALL = 100


def count(store: Store, client: str, now_ms: int) -> None:
    """Count a guess, which every code is until it has proved right.

    Raises `EnvironmentProblem(PLATFORM_BUSY)` with `wait_s` when this client, or everybody, has to wait.
    """
    with store.write() as connection:
        for name, most in (("enrol", MOST_IN_ALL), (f"enrol/{client}", MOST_PER_CLIENT)):
            limits.take(connection, name, times=1, most=most, per_ms=WINDOW_MS, now_ms=now_ms)


def was_none(connection: sa.Connection, client: str) -> None:
    """It was no guess."""
    for name in ("enrol", f"enrol/{client}"):
        limits.give_back(connection, name, times=1)
