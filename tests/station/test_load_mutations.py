"""The proof can fail: each of these mistakes, made on purpose, turns cases red that are green without it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from benchmarks._tearing_prover import Result, play_chunk, quiet
from central import load_books
from central.handlers import loads as platform_loads
from central.loads import Load
from domain.errors import Code, EnvironmentProblem
from domain.events import LoadCommitted, LoadTombstone
from domain.loads import LoadOrder, LoadProof, LoadState
from offline_store.load_projection import LocalLoad
from reader_drivers.purses.desfire import DesfireSession
from station.card_loads import CardLoads, Found
from station.load_ending import Ask, LoadEnding
from station.redeem_desk import RedeemDesk

Break = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(autouse=True)
def _quiet() -> None:
    quiet()


def commit_sent_twice(patch: pytest.MonkeyPatch) -> None:
    """No answer to Commit? Write it all again, then."""
    once = DesfireSession.commit

    def twice(self: DesfireSession) -> LoadProof:
        order, reading = self._order, self._reading
        assert order is not None
        try:
            return once(self)
        except EnvironmentProblem:
            self._reading = reading
            self.prepare(order)
            return once(self)

    patch.setattr(DesfireSession, "commit", twice)


def committing_not_journaled(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CardLoads, "_begin_commit", lambda _self, _load: None)


def tombstone_skipped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(LoadEnding, "give_up", lambda _self, _op_id, _reason: None)


def balance_compared(patch: pytest.MonkeyPatch) -> None:
    """The card has the load when its balance has risen, has it not?"""
    expected: dict[UUID, int] = {}
    prepare, ask = DesfireSession.prepare, CardLoads.ask

    def remembering(self: DesfireSession, order: LoadOrder) -> None:
        assert self._reading is not None
        expected[order.load] = self._reading.value_ntd + order.amount_ntd
        prepare(self, order)

    def comparing(self: CardLoads, load: UUID, *more: Any) -> Found:
        found = ask(self, load, *more)
        return Found(on_card=found.reading.value_ntd >= expected.get(load, 1 << 31), reading=found.reading)

    patch.setattr(DesfireSession, "prepare", remembering)
    patch.setattr(CardLoads, "ask", comparing)


def void_taken_for_confirm(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(platform_loads, "_voided", platform_loads._decided_confirmed)


def recovery_not_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(RedeemDesk, "_earlier_load", lambda *_: None)


def confirm_counted_twice(patch: pytest.MonkeyPatch) -> None:
    """Each confirmation is booked under an id of its own, whatever came before."""
    decided = platform_loads._decided_confirmed

    def again(act: Any, load: Load) -> Any:
        if load.state is LoadState.CONFIRMED:
            patch.setattr(load_books, "_DECISION", uuid4())
            load_books.charge(act.connection, load, act.now_ms)
        return decided(act, load)

    patch.setattr(platform_loads, "_decided_confirmed", again)


def unknown_taken_for_failed(patch: pytest.MonkeyPatch) -> None:
    """The commit had no answer, so the card will not have it: give the points back."""

    def failed(self: LoadEnding, load: LocalLoad, _ask: Ask | None) -> None:
        with self._context.journal.act() as act:
            act.append(LoadTombstone(load=load.load, reason=Code.CARD_REMOVED), medium=load.medium)

    patch.setattr(LoadEnding, "_end_commit", failed)


def confirmed_before_the_card_has_said_so(patch: pytest.MonkeyPatch) -> None:
    begin = CardLoads._begin_commit

    def hasty(self: CardLoads, load: UUID) -> None:
        begin(self, load)
        with self._context.journal.act() as act:
            own = act.local.loads.find(load)
            assert own is not None
            act.append(LoadCommitted(load=load, proof=LoadProof(by="card", seq=1, value_ntd=1)), medium=own.medium)

    patch.setattr(CardLoads, "_begin_commit", hasty)


MISTAKES: list[tuple[Break, str]] = [
    (commit_sent_twice, "load card15unheard / B"),
    (committing_not_journaled, "load disk2before / A"),
    (tombstone_skipped, "load card3before / B"),
    (balance_compared, "load card15after / B; debit"),
    (void_taken_for_confirm, "load card3before / B"),
    (recovery_not_asked, "load card15after / B"),
    (confirm_counted_twice, "load net1away / B; dark"),
    (unknown_taken_for_failed, "load card15after / B"),
    (confirmed_before_the_card_has_said_so, "load card15before / B"),
]


def wrong(results: list[Result]) -> list[str]:
    return [f"{result.case}: {result.wrong}" for result in results if result.wrong]


def test_without_a_mistake_these_cases_are_green() -> None:
    assert wrong(play_chunk(list(dict.fromkeys(case for _, case in MISTAKES)))) == []


@pytest.mark.parametrize(("mistake", "case"), MISTAKES, ids=[mistake.__name__ for mistake, _ in MISTAKES])
def test_a_mistake_turns_a_case_red(monkeypatch: pytest.MonkeyPatch, mistake: Break, case: str) -> None:
    mistake(monkeypatch)
    assert wrong(play_chunk([case])) != []
