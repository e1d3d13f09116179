"""Some seconds of the simulated city; as long as wanted it is `citycard bench faults`."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks import faults
from benchmarks._faults_run import Result, play
from benchmarks._tearing_prover import quiet

SEEDS = (2,)


@pytest.fixture(autouse=True)
def _quiet() -> None:
    quiet()


def told(result: Result) -> str:
    return "\n".join([*result.last, *result.wrong, faults.replay(result.seed)])


def test_a_minute_of_everything_going_wrong() -> None:
    results = []
    for seed in SEEDS:
        result = play(seed)
        assert not result.wrong, told(result)
        results.append(result)
    said = faults.figures(results, 1.0)
    assert (said["violations"], said["seeds"], said["quiets"]) == (0, [2, 2], 2)
    crashes, events = said["crashes"], said["events"]
    assert isinstance(crashes, int)
    assert crashes > 5
    assert isinstance(events, int)
    assert events > 50


def test_a_seed_is_a_world() -> None:
    first, second = [], []
    one, other = play(7, 60, 1, first.append), play(7, 60, 1, second.append)
    assert first == second
    assert one == other
    assert len(first) > 60


def test_what_was_wrong_is_told_with_what_plays_it_again() -> None:
    result = Result(
        seed=5, acts={}, mishaps={}, befell={}, requests=0, events=0, crashes=0, quiets=0, wrong=["示範"], last=["A taps"]
    )
    assert told(result) == "A taps\n示範\n./citycard bench faults --only 5"
    assert faults.figures([result], 1.0)["violations"] == 1


@settings(max_examples=4, derandomize=True, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(st.randoms(use_true_random=False))
def test_hypothesis_finds_no_course_of_a_small_world_that_goes_wrong(chance: random.Random) -> None:
    """`Phase.shrink` may be added by who has to find out why one does: the course is then cut to the shortest."""
    result = play(0, 20, 1, chance=chance)
    assert not result.wrong, "\n".join([*result.last, *result.wrong])
