"""A seeded sample of the proof that value reaches a card exactly once; all of it is `citycard bench tearing`."""

import sys

import pytest

from benchmarks import tearing
from benchmarks._tearing_case import parse_case
from benchmarks._tearing_kills import real_kills
from benchmarks._tearing_prover import Prover, Result, quiet, sample
from domain.loads import StationLoadState

SEED = 20_261_121
CASES = 110


@pytest.fixture(autouse=True)
def _quiet() -> None:
    quiet()


def wrong(results: list[Result]) -> list[str]:
    return [f"{'; '.join(result.wrong)}\n{tearing.replay(result.case, SEED)}" for result in results if result.wrong]


def test_a_sample_of_torn_killed_and_cut_off_loads() -> None:
    prover = Prover()
    sample(prover, SEED, CASES)
    assert wrong(prover.results) == []
    figures = tearing.figures(prover.results, [], SEED, 1.0)
    assert (figures["wrong_amounts"], figures["seeds"]) == (0, [SEED])
    assert figures["cases"] == len(prover.results) > CASES // 2
    unknown = figures["unknown_resolved"]
    assert isinstance(unknown, int)
    assert unknown > 10


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is POSIX")
def test_a_station_that_the_system_kills_in_the_midst_of_a_load() -> None:
    assert wrong(list(real_kills(lambda _result: None, writes=(3,), ways=("B",)))) == []


@pytest.mark.parametrize(
    "case",
    [
        "load vendor0die-after:commit / B",
        "load vendor0hang-before:commit / A",
        "load vendor0two-answers:commit / A",
        "load vendor0garbage:prepare / B",
    ],
)
def test_a_carriers_program_that_goes_wrong(case: str) -> None:
    prover = Prover()
    prover.play([parse_case(case)])
    assert wrong(prover.results) == []


def test_a_case_is_its_own_replay() -> None:
    text = "load card15unheard disk3after / B net1unsent vendor0die-after:read / A!; debit restart"
    assert str(parse_case(text)) == text


@pytest.mark.parametrize("text", ["", "A", "load card / B", "load card0sideways", "load / C", "load; sometimes"])
def test_what_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        parse_case(text)


def test_ends_are_told_apart() -> None:
    prover = Prover()
    case = parse_case("load card15after / B; debit dark")
    ran = prover.play([case])[case].ran
    assert ran is not None
    assert ran.end == (StationLoadState.UNKNOWN, "authorised", "True", "unknown")
    assert ran.unknown
