"""The kiosk's flow with a receipt printer: wanted, printed, failed, too late; and the money is as it was."""

import pytest

from domain.errors import Code
from kiosk.states import (
    Attract,
    Back,
    Leave,
    Print,
    Printed,
    PrintFailed,
    Receipt,
    Result,
    StillThere,
    Touch,
    WantPaper,
    WantReceipt,
)
from tests.unit.kiosk_flow_cards import BALANCE, CODE, IDLE_S
from tests.unit.kiosk_flow_rig import Kiosk, receipt, result


def at_receipt() -> Kiosk:
    kiosk = Kiosk(prints=True)
    receipt(kiosk)
    return kiosk


def paper(kiosk: Kiosk) -> tuple[str, Code | None]:
    state = kiosk.state.under if isinstance(kiosk.state, StillThere) else kiosk.state
    told = state.result if isinstance(state, Receipt) else state
    assert isinstance(told, Result)
    return told.paper, told.paper_problem


def test_a_kiosk_without_a_printer_offers_none() -> None:
    kiosk = Kiosk()
    receipt(kiosk)
    assert paper(kiosk) == ("none", None)
    assert kiosk.do(WantPaper()) == []


def test_one_wish_is_one_receipt_however_often_it_is_pressed() -> None:
    kiosk = at_receipt()
    assert paper(kiosk) == ("offered", None)
    [wanted] = kiosk.do(WantPaper(), WantPaper(), Back(), WantReceipt(), WantPaper())
    assert isinstance(wanted, Print)
    assert wanted.result.recovery_code == CODE
    assert paper(kiosk) == ("printing", None)
    kiosk.do(Printed(recovery_code=CODE))
    assert paper(kiosk) == ("printed", None)
    assert kiosk.do(WantPaper()) == []


def test_what_could_not_be_printed_can_be_wanted_again_and_changes_nothing_else() -> None:
    kiosk = at_receipt()
    kiosk.do(WantPaper())
    before = kiosk.state
    kiosk.do(PrintFailed(recovery_code=CODE, code=Code.PRINTER_EMPTY))
    assert paper(kiosk) == ("failed", Code.PRINTER_EMPTY)
    assert isinstance(before, Receipt)
    assert isinstance(kiosk.state, Receipt)
    assert kiosk.state.result.end == before.result.end == "done"
    assert len(kiosk.do(WantPaper())) == 1
    assert paper(kiosk) == ("printing", None)


@pytest.mark.parametrize("told", [Printed(recovery_code=CODE), PrintFailed(recovery_code=CODE, code=Code.PRINTER_EMPTY)])
def test_the_printer_is_heard_on_the_result_and_behind_the_warning_and_by_nobody_else(told: Printed | PrintFailed) -> None:
    kiosk = at_receipt()
    kiosk.do(WantPaper(), Back(), told)
    assert paper(kiosk)[0] in ("printed", "failed")
    assert isinstance(kiosk.state, Result)
    kiosk = at_receipt()
    kiosk.do(WantPaper())
    kiosk.wait(IDLE_S)
    kiosk.do(told)
    assert isinstance(kiosk.state, StillThere), "paper that comes out is no touch"
    kiosk.do(Touch())
    assert paper(kiosk)[0] in ("printed", "failed")
    kiosk.do(Leave(), told)
    assert isinstance(kiosk.state, Attract)
    kiosk = at_receipt()
    kiosk.do(WantPaper(), Printed(recovery_code="0000-0000"))
    assert paper(kiosk) == ("printing", None), "that was somebody else's"


def test_points_left_are_told_where_the_platform_has_said_them() -> None:
    kiosk = Kiosk()
    result(kiosk)
    assert isinstance(kiosk.state, Result)
    assert kiosk.state.points_left == BALANCE.redeemable_points - 50
