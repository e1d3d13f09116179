"""What a desk makes of the platform's words."""

from uuid import uuid4

import pytest

from citycard_app.demo_data import NEWCOMER, SIGNED
from domain.cards import CardState
from domain.errors import Code
from domain.wire import CardResult, Outcome, OutcomeStatus
from station.station import Station
from tests.end2end.test_steps import form
from tests.station_rig import City


def answered(
    station: Station,
    monkeypatch: pytest.MonkeyPatch,
    status: OutcomeStatus,
    code: Code | None,
    result: CardResult | None = None,
) -> None:
    """From now on the platform says this of every act that a person waits for."""

    def say(op_id: object) -> Outcome:
        return Outcome(op_id=op_id, hash=bytes(32), status=status, code=code, result=result)  # type: ignore[arg-type]

    monkeypatch.setattr(station._context, "ask_now", say)


@pytest.mark.parametrize("code", [Code.INTERNAL, Code.EVENT_WAITING])
def test_a_wish_that_is_held_is_pending_and_never_called_refused(
    city: City, monkeypatch: pytest.MonkeyPatch, code: Code
) -> None:
    station = city.station("kiosk")
    answered(station, monkeypatch, OutcomeStatus.HELD, code)
    wish = station.redeeming.redeem(
        station.redeeming.new_op_id(),
        city.medium("senior"),
        purse="account",
        point_kind="health",
        amount_ntd=50,
        birthday="0105",
    )
    assert (wish.state, wish.code) == ("pending", None)


def test_a_medium_that_somebody_else_has_meanwhile_is_no_success(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    station = city.station("counter")
    city.sign_in()
    theirs = CardResult(state="active", holder=uuid4())
    answered(station, monkeypatch, OutcomeStatus.FLAGGED, Code.CARD_ALREADY_BOUND, theirs)
    desk = station.counter
    issued = desk.issue(
        desk.new_op_id(),
        city.medium("blank1"),
        form(NEWCOMER),
        kind="senior",
        carrier="easycard",
        consents=["issue"],
        papers=SIGNED,
    )
    assert (issued.state, issued.code) == (CardState.SUSPENDED, Code.CARD_ALREADY_BOUND)
    assert issued.holder != theirs.holder


def test_a_card_that_is_held_is_provisional(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    station = city.station("counter")
    city.sign_in()
    answered(station, monkeypatch, OutcomeStatus.HELD, Code.INTERNAL)
    desk = station.counter
    issued = desk.issue(
        desk.new_op_id(),
        city.medium("blank1"),
        form(NEWCOMER),
        kind="senior",
        carrier="easycard",
        consents=["issue"],
        papers=SIGNED,
    )
    assert issued.state is CardState.PROVISIONAL
