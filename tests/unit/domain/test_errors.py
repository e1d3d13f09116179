import pytest

from domain.errors import Bug, CityCardError, Code, EnvironmentProblem, Refused


def test_every_code_has_a_value_of_its_own() -> None:
    assert len(Code.__members__) == len({code.value for code in Code})


def test_a_code_is_its_name_in_lower_case() -> None:
    assert [code.value for code in Code] == [name.lower() for name in Code.__members__]


@pytest.mark.parametrize("kind", [EnvironmentProblem, Refused])
def test_errors_carry_code_and_details(kind: type[CityCardError]) -> None:
    problem = kind(Code.AMOUNT_OVER_BALANCE, points=30)
    assert isinstance(problem, CityCardError)
    assert (problem.code, problem.details) == (Code.AMOUNT_OVER_BALANCE, {"points": 30})
    assert str(problem) == "amount_over_balance (points=30)"


def test_an_error_without_details_is_its_code() -> None:
    assert str(Refused(Code.CARD_BLOCKED)) == "card_blocked"


def test_a_bug_is_internal_and_neither_environment_nor_refusal() -> None:
    bug = Bug(where="spend")
    assert bug.code is Code.INTERNAL
    assert bug.details == {"where": "spend"}
    assert not isinstance(bug, (EnvironmentProblem, Refused))
