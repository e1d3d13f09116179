"""The states of an application: every step that there is, and no other; words of registers and agencies; fees; receipts."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.applications import TRANSITIONS, ReviewState, State, Step, after, confirmed, verdict
from domain.errors import Code, EnvironmentProblem, Refused
from domain.fees import CardFee, card_fee
from domain.ids import parse_receipt_number, receipt_number
from domain.programme_file import parse

from .files import TAOYUAN_TEXT, Tree, city, words

PLAIN = {
    State.DRAFT: {Step.SUBMIT, Step.WITHDRAW},
    State.RECEIVED: {Step.ASK_SUPPLEMENT, Step.ASK_HOUSEHOLD, Step.WITHDRAW},
    State.HOUSEHOLD_CHECK: {Step.ASK_STATUS, Step.DISPATCH, Step.APPROVE, Step.REFUSE, Step.WITHDRAW},
    State.STATUS_CHECK: {Step.DISPATCH, Step.APPROVE, Step.REFUSE, Step.WITHDRAW},
    State.SUPPLEMENT: {Step.RESUBMIT, Step.RESUME, Step.REFUSE, Step.WITHDRAW},
    State.DISPATCHED: {Step.TAKE_UP, Step.REFUSE, Step.WITHDRAW},
    State.UNDER_REVIEW: {Step.ASK_SUPPLEMENT, Step.APPROVE, Step.REFUSE, Step.WITHDRAW},
    State.APPROVED: {Step.PRODUCE, Step.COLLECT, Step.REVOKE, Step.WITHDRAW},
    State.IN_PRODUCTION: {Step.FINISH, Step.SPOIL, Step.COLLECT, Step.REVOKE, Step.WITHDRAW},
    State.READY: {Step.COLLECT, Step.REVOKE, Step.WITHDRAW},
    State.COLLECTED: {Step.REVOKE},
    State.REFUSED: set(),
    State.WITHDRAWN: set(),
}
"""What may be done where, written down a second time."""


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)))
def test_every_step_is_taken_where_it_may_be_and_nowhere_else(state: State, step: Step) -> None:
    if step in PLAIN[state]:
        assert after(state, step) is TRANSITIONS[state, step]
        return
    with pytest.raises(Refused) as caught:
        after(state, step)
    assert (caught.value.code, caught.value.details) == (Code.APPLICATION_STEP, {"state": state.value})


def test_every_state_is_reached_and_every_open_one_can_be_left() -> None:
    assert set(TRANSITIONS.values()) == set(State) - {State.DRAFT}
    assert {state for state in State if not PLAIN[state]} == {State.REFUSED, State.WITHDRAWN}
    assert {state for state in State if state.closed} == {State.COLLECTED, State.REFUSED, State.WITHDRAWN}


def test_facts_fall_with_the_registers_words() -> None:
    claimed = ["resident", "lives_here", "disability", "low_income", "foreign_spouse"]
    assert confirmed(claimed, None, None) == set(claimed)
    assert confirmed(claimed, "resident", None) == set(claimed)
    assert confirmed(claimed, "moved_away", ["disability"]) == {"disability", "foreign_spouse"}
    assert confirmed(["disability"], "unknown", ["disability", "indigenous"]) == {"disability"}


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ([], Step.APPROVE),
        (["approved", "approved"], Step.APPROVE),
        (["approved", "waiting"], None),
        (["supplement", "waiting"], Step.ASK_SUPPLEMENT),
        (["approved", "supplement"], Step.ASK_SUPPLEMENT),
        (["refused", "supplement", "waiting"], Step.REFUSE),
    ],
)
def test_one_refusal_refuses_and_all_approvals_approve(said: list[str], step: Step | None) -> None:
    assert verdict(ReviewState(word) for word in said) is step


def _with_welfare(altered: Tree) -> None:
    altered["kinds"][0]["fee"] |= {"first_ntd": 120, "replacement_ntd": 94, "first_free_for": ["low_income"]}


def test_the_first_card_is_free_for_some_and_one_more_is_paid_by_all() -> None:
    kind = city(_with_welfare).kinds[0]
    assert card_fee(kind, had_one=False, facts=set()) == CardFee(ntd=120, basis="first")
    assert card_fee(kind, had_one=False, facts={"low_income"}) == CardFee(ntd=0, basis="welfare")
    assert card_fee(kind, had_one=True, facts={"low_income"}) == CardFee(ntd=94, basis="replacement")


def _bad_fee(altered: Tree) -> None:
    altered["kinds"][0]["fee"]["first_free_for"] = ["rich"]


AGENCY = {"id": "a", "name": words("示範局"), "deadline_days": 3, "source": "unknown"}


def _bad_agency(**changed: object) -> object:
    def alter(altered: Tree) -> None:
        altered["agencies"] = [AGENCY | changed]

    return alter


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (_bad_fee, "$.kinds[0].fee.first_free_for"),
        (_bad_agency(reviews_kinds=["none"]), "$.agencies[0].reviews_kinds"),
        (_bad_agency(reviews_facts=["rich"]), "$.agencies[0].reviews_facts"),
        (_bad_agency(sees_documents=["diary"]), "$.agencies[0].sees_documents"),
        (_bad_agency(sees=["health"]), "$.agencies[0].sees[0]"),
        (_bad_agency(deadline_days=0), "$.agencies[0].deadline_days"),
        (_bad_agency(source=" "), "$.agencies[0].source"),
    ],
)
def test_a_broken_agency_or_fee_is_named(alter, where) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(EnvironmentProblem) as caught:
        city(alter)
    assert caught.value.details["where"] == where


def test_a_published_programme_has_no_invented_agency() -> None:
    assert parse(TAOYUAN_TEXT, "taoyuan.toml").agencies == []


@given(st.integers(0, (1 << 128) - 1))
def test_a_receipt_number_is_read_as_it_is_spoken(number: int) -> None:
    receipt = receipt_number(UUID(int=number))
    assert parse_receipt_number(receipt.lower().replace("-", " ").replace("1", "l").replace("0", "o")) == receipt


@given(st.integers(0, (1 << 55) - 1), st.integers(0, 11), st.integers(1, 31))
def test_one_wrong_symbol_is_found(number: int, place: int, by: int) -> None:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    symbols = list(receipt_number(UUID(int=number)).replace("-", ""))
    symbols[place] = alphabet[(alphabet.index(symbols[place]) + by) % 32]
    with pytest.raises(Refused) as caught:
        parse_receipt_number("".join(symbols))
    assert caught.value.code is Code.APPLICATION_UNKNOWN
