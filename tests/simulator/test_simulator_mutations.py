"""The simulator can fail: each of these mistakes in the product turns one of its first worlds red."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks._faults_run import play
from benchmarks._tearing_prover import quiet
from central.handlers import issuing
from central.judging import Case, Judge
from central.stations import Station
from domain.errors import CityCardError, Code
from domain.events import SignedEvent, decode
from domain.wire import ChangesResponse, Outcome, OutcomeStatus
from offline_store.journal import Journal
from offline_store.outbox import Outbox
from offline_store.registry import Registry
from sync.http_platform import HttpPlatform

Break = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def _quiet() -> None:
    quiet()


def outcomes_noted_after_the_queue(patch: pytest.MonkeyPatch) -> None:
    """What is answered leaves the queue first; what the platform said of it is written afterwards."""
    record = Journal.record_outcomes

    def forgetful(self: Journal, outcomes: Sequence[Outcome]) -> None:
        with self._lock:
            for outcome in outcomes:
                self._db.execute("BEGIN")
                self._db.execute("DELETE FROM outbox WHERE event = (SELECT id FROM events WHERE hash = ?)", (outcome.hash,))
                self._db.execute("COMMIT")
        record(self, outcomes)

    patch.setattr(Journal, "record_outcomes", forgetful)


def judged_twice(patch: pytest.MonkeyPatch) -> None:
    """An event that was offered before is an event like any other, is it not?"""
    judged = Judge._judged

    def again(self: Judge, case: Case, station: Station) -> Outcome:
        before = self._words.spoken(case.item.id)
        if before is not None and before.admitted:
            return self._decide(case)
        return judged(self, case, station)

    patch.setattr(Judge, "_judged", again)


def cursor_before_rows(patch: pytest.MonkeyPatch) -> None:
    """Where to go on from is noted first."""
    apply = Registry.apply

    def hasty(self: Registry, page: ChangesResponse) -> None:
        apply(self, replace(page, rows=[], more=True))
        apply(self, page)

    patch.setattr(Registry, "apply", hasty)


def any_2xx_is_an_acknowledgement(patch: pytest.MonkeyPatch) -> None:
    upload = HttpPlatform.upload

    def trusting(self: HttpPlatform, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        try:
            return upload(self, events, timeout_s)
        except CityCardError as problem:
            status = problem.details.get("status")
            if problem.code is Code.PLATFORM_NOT_OURS and isinstance(status, int) and 200 <= status < 300:
                return [_accepted(event) for event in events]
            raise

    patch.setattr(HttpPlatform, "upload", trusting)


def _accepted(event: SignedEvent) -> Outcome:
    return Outcome(op_id=decode(event.body).op_id, hash=event.hash, status=OutcomeStatus.ACCEPTED)


def shown_before_it_is_queued(patch: pytest.MonkeyPatch) -> None:
    """The event is committed; its place in the queue comes with another commit."""
    act = Journal.act

    @contextmanager
    def two_commits(self: Journal, **how: bool) -> Iterator[Any]:
        with act(self, **how) as acting:
            yield acting
            queued = self._db.execute("SELECT event FROM outbox ORDER BY event DESC LIMIT 1").fetchone()
            self._db.execute("DELETE FROM outbox WHERE event IN (SELECT max(event) FROM outbox)")
        if queued:
            self._db.execute("BEGIN")
            self._db.execute("INSERT INTO outbox (event, state) VALUES (?, 'waiting')", queued)
            self._db.execute("COMMIT")

    patch.setattr(Journal, "act", two_commits)


def restored_platform_not_told_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Outbox, "offer_again", lambda _self, _behind, upto, _limit: upto)


def the_second_card_stays_usable(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(issuing.rules, "rival", lambda *_more, **_named: None)


MISTAKES: dict[Break, int] = {
    outcomes_noted_after_the_queue: 1,
    judged_twice: 1,
    cursor_before_rows: 6,
    any_2xx_is_an_acknowledgement: 1,
    shown_before_it_is_queued: 1,
    restored_platform_not_told_again: 3,
    the_second_card_stays_usable: 1,
}
"""Each with the seed of a world that it makes wrong, as a rule: what Python makes at random itself is not the seed's."""
_WORLDS = 16
"""So many are tried before a mistake counts as one that nobody notices."""


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.__name__ for mistake in MISTAKES])
def test_a_mistake_turns_a_world_red(monkeypatch: pytest.MonkeyPatch, mistake: Break) -> None:
    mistake(monkeypatch)
    first = MISTAKES[mistake]
    assert any(play(seed).wrong for seed in (first, *range(1, _WORLDS))), "no world is wrong"
