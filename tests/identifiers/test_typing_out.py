"""A patron number typed by the real keyboard into another program's window under X11, and never into ours."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from citycard_app.paths import ROOT
from tests.identifiers.test_wedge_keys import display  # noqa: F401 (a fixture)

NUMBER = "L-2026-000817"
PATIENCE_S = 20.0
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is for X11")


class Program:
    """A window of `typing_window.py`."""

    def __init__(self, display: str, *words: str) -> None:  # noqa: F811 (the number, not the fixture)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.identifiers.typing_window", *words],
            cwd=ROOT,
            env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout

    def ready(self) -> "Program":
        """Wait for its window."""
        for line in self._out:
            if line == "ready\n":
                return self
        raise AssertionError("no window")

    def say(self, words: str = "report") -> dict:
        """A command; how it is then."""
        self._in.write(f"{words}\n")
        self._in.flush()
        for line in self._out:
            if line.startswith("{"):
                return json.loads(line)
        raise AssertionError("it has ended")

    def until(self, ready: Callable[[dict], object]) -> dict:
        """Wait until it is so."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not ready(found := self.say()):
            assert time.monotonic() < deadline_s, found
            time.sleep(0.05)
        return found

    def front(self) -> None:
        """Bring it to the front."""
        self.say("front")
        self.until(lambda found: found["front"])

    def end(self) -> None:
        with self._process:
            self._in.write("quit\n")
            self._in.flush()
            self._process.wait(20)


@pytest.fixture
def programs(display: str, tmp_path: Path) -> Iterator[tuple[Program, Program]]:  # noqa: F811 (the fixture)
    made = Program(display, "desk", str(tmp_path)), Program(display, "other")
    yield made[0].ready(), made[1].ready()
    for program in made:
        program.end()


def test_the_number_goes_into_the_other_programs_window_and_never_into_ours(programs: tuple[Program, Program]) -> None:
    desk, other = programs
    desk.until(lambda found: found["types"])
    other.front()
    desk.until(lambda found: not found["front"])
    desk.say("put reader")
    done = desk.until(lambda found: found["copied"])
    assert "已輸入" in done["copied"]
    typed = other.until(lambda found: found["entered"])
    assert (typed["text"], typed["entered"]) == (NUMBER, [NUMBER])
    # Our own window is in front: nothing is typed anywhere.
    desk.say("put")
    desk.front()
    other.until(lambda found: not found["front"])
    desk.say("put reader")
    refused = desk.until(lambda found: found["not_typed"])
    assert "沒有輸入" in refused["not_typed"]
    assert not any(NUMBER in text for text in refused["fields"])
    assert other.say()["entered"] == [NUMBER]
    # Who stops nothing: a card that is none of the library's is not typed either.
    other.front()
    desk.say("put senior")
    desk.until(lambda found: not found["number"])
    assert other.say()["text"] == NUMBER
