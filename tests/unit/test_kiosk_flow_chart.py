"""The document of the kiosk's flow is what the flow does, and every state is in it."""

from typing import get_args

from kiosk import flow_chart
from kiosk.limits import LEAST_WARNING_S
from kiosk.states import Balance, State, StillThere, Touch
from tests.unit.kiosk_flow_cards import IDLE_S
from tests.unit.kiosk_flow_rig import brought_to


def test_the_document_is_what_the_flow_does() -> None:
    assert flow_chart.FILE.read_text(encoding="utf-8") == flow_chart.document(), "run python -m kiosk.flow_chart"


def test_every_state_can_be_reached_and_left_and_leads_back_to_the_beginning() -> None:
    edges = flow_chart.explored()
    names = {state.__name__ for state in get_args(State)}
    assert {name for pair in edges for name in pair} == names
    back, before = {"Attract"}, set[str]()
    while back != before:
        before = set(back)
        back |= {here for here, there in edges if there in back}
    assert back == names, "somebody is stuck there"


def test_the_warning_is_put_off_ten_times_and_more_and_comes_again_as_long() -> None:
    kiosk = brought_to(Balance)
    for _ in range(12):
        kiosk.wait(IDLE_S)
        assert isinstance(kiosk.state, StillThere)
        assert kiosk.state.left_s >= LEAST_WARNING_S
        kiosk.wait(LEAST_WARNING_S - 1)
        kiosk.do(Touch())
        assert isinstance(kiosk.state, Balance)
