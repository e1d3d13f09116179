"""Points and value: loads that are torn, wishes that do not fit together, awards that were wrong."""

import pytest

from benchmarks._tearing_prover import play_chunk, quiet
from central import admin, ledger
from central.handlers import redemption
from citycard_app.demo_data import TALK
from domain.errors import Code
from domain.ids import new_op_id
from domain.wire import OutcomeStatus, RedeemResult
from tests.faults.city import FaultCity
from tests.faults.table import fault
from tests.station.test_load_mutations import commit_sent_twice

# --- 40 ---

APDUS = 16
"""As many as a load exchanges with its card, and one."""
CRASHES = [f"load disk{step}{when} / {where}" for step in range(1, 5) for when in ("before", "after") for where in ("A", "B")]
TEARS = [f"load card{number}{when} / B" for number in range(APDUS, 0, -1) for when in ("before", "after", "unheard")]
AT_THE_END = 9
"""The last exchanges, in which the card commits, come first: what is wrong with a load shows there."""


@fault(40, broken_by=commit_sent_twice)
def test_fault_40_a_load_torn_anywhere_is_credited_once_or_not_at_all() -> None:
    quiet()
    for cases in (TEARS[:AT_THE_END], [*TEARS[AT_THE_END:], *CRASHES]):
        played = play_chunk(cases)
        assert [f"{result.case}: {result.wrong}" for result in played if result.wrong] == []
        assert len([result for result in played if result.ran is not None]) == len(cases)


# --- 42 ---


def nobody_is_told_later(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(redemption, "tell_later", lambda *_: None)


@fault(42, broken_by=nobody_is_told_later)
def test_fault_42_of_two_wishes_beyond_the_balance_the_first_to_arrive_is_granted(city: FaultCity) -> None:
    first, second = city.station("kiosk"), city.station("kiosk2")
    city.away("kiosk", "kiosk2")
    large, small = city.wish("kiosk", 200), city.wish("kiosk2", 100)
    assert {large.state, small.state} == {"pending"}
    city.platform.start()
    city.cut("kiosk")
    city.hurry("kiosk2")
    assert city.told(second, small.op_id).result == RedeemResult(points=100, amount_ntd=100)
    city.later(60)
    city.way.clear()
    city.hurry("kiosk")
    said = city.told(first, large.op_id)
    assert said.status is OutcomeStatus.ACCEPTED
    assert isinstance(said.result, RedeemResult)
    assert (said.result.points, said.result.refusal) == (0, Code.AMOUNT_OVER_BALANCE)
    city.until_online("kiosk2")
    balance = second.redeeming.balance(city.medium("senior"))
    assert (balance.redeemable_points, balance.waiting_ntd, balance.pending_ntd) == (160, 100, 0)
    assert [(notice.code, notice.points) for notice in balance.notices] == [(Code.AMOUNT_OVER_BALANCE, 200)]
    assert city.agreement().disagreements == []


# --- 46 ---


def debts_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "owing", lambda _connection, deficits: dict.fromkeys(deficits, 0))


@fault(46, broken_by=debts_are_forgotten)
def test_fault_46_an_award_that_was_spent_and_cancelled_is_repaid_by_later_ones(city: FaultCity) -> None:
    station = city.station("counter")
    city.sign_in()
    platform, given = city.platform.platform, new_op_id(city.world.now_ms())
    admin.award(platform, city.seeded.senior, point_kind="health", points=40, agency="衛生局", activity="示範", op_id=given)
    assert [city.wish("counter", amount).state for amount in (200, 100)] == ["done", "done"]
    assert city.points("counter") == 0
    assert admin.cancel_award(platform, given, new_op_id(city.world.now_ms()))
    assert city.points("counter") == 0

    def talk(card: str) -> None:
        for did in ("in", "out"):
            assert station.events.tap(TALK, city.medium(card)).did == did
            city.later(60)
        city.until_online("counter")

    talk("senior")
    assert city.points("counter") == 0
    talk("senior")
    assert city.points("counter") == 20
    assert city.agreement().disagreements == []
