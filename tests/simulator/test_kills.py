"""Some kills of a busy station by the operating system; five hundred of them are `citycard bench kills`."""

import sys

import pytest

from benchmarks._faults_kills import kill_a_busy_station

KILLS = 12


@pytest.mark.skipif(sys.platform == "win32", reason="the signal is POSIX")
def test_what_the_screen_of_a_killed_station_called_done_is_there_once() -> None:
    killed = kill_a_busy_station(KILLS, 20_261_129, longest_s=0.5)
    assert killed.wrong == []
    assert killed.kills == KILLS
    assert killed.events >= killed.shown > 10
