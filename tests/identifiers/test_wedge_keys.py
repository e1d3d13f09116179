"""Real key events: a private X server, xdotool as the reader's hand and the person's, and windows with every sort of field."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from citycard_app.demo_data import CARDS, DEMO_PIN
from reader_drivers.taps import AGAIN_S

ROOT = Path(__file__).parents[2]
UID, CARD = "26DEFAE7", "uid 26DEFAE7"
READER_MS, PERSON_MS = 0, 250
"""Sent in one go: xdotool's own pauses would grow with the machine's load, which a real reader knows nothing of."""
PATIENCE_S = 20.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and xdotool are for X11")


@pytest.fixture(scope="module")
def display(tmp_path_factory) -> Iterator[str]:
    """A private X server; the number that it chose itself."""
    assert shutil.which("Xvfb"), "Xvfb is missing (packaging/debian-packages.txt)"
    assert shutil.which("xdotool"), "xdotool is missing (packaging/debian-packages.txt)"
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as answer:
        number = answer.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait(10)


class Window:
    """A window of `wedge_window.py`, and the keyboard before it."""

    def __init__(self, display: str, scene: str, folder: Path, gap_ms: int) -> None:
        self._environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.identifiers.wedge_window", scene, str(folder), str(gap_ms)],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        assert self._out.readline() == "ready\n"

    def keys(self, *words: str) -> None:
        """`xdotool` with these words."""
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=60)

    def tap(self, text: str = f";{UID}\n", delay_ms: int = READER_MS) -> None:
        """What a wedge sends; its last line end is the Return key, the others are Linefeed."""
        line, end = (text[:-1], ["key", "Return"]) if text.endswith("\n") else (text, [])
        self.keys("type", "--delay", str(delay_ms), "--args", "1", line, *end)

    def type(self, text: str) -> None:
        """What a person types."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.keys("key", "Return")
            if line:
                self.keys("type", "--delay", str(PERSON_MS), line)

    def busy(self) -> None:
        """Keep the window busy for a moment."""
        self._in.write("busy\n")
        self._in.flush()

    def report(self) -> dict:
        """What the window holds now."""
        self._in.write("report\n")
        self._in.flush()
        return json.loads(self._out.readline())

    def settled(self) -> dict:
        """The same when nothing is held any more."""
        time.sleep(0.2)
        return self.report()

    def until(self, **wanted) -> dict:
        """The first report in which these are so."""
        end_s = time.monotonic() + PATIENCE_S
        while True:
            report = self.report()
            if all(report[key] == value for key, value in wanted.items()):
                return report
            assert time.monotonic() < end_s, report
            time.sleep(0.05)

    def close(self) -> None:
        self._in.close()
        try:
            assert self._process.wait(20) == 0
        finally:
            self._process.kill()
            self._process.wait(20)
            self._out.close()


@pytest.fixture
def opened(display, tmp_path) -> Iterator:
    windows = []

    def open_window(scene: str, gap_ms: int = 100) -> Window:
        """A gap wider than a station's: xdotool and Xvfb are programs among others, while a real reader's pace is its own."""
        windows.append(Window(display, scene, tmp_path, gap_ms))
        return windows[-1]

    yield open_window
    for window in windows:
        window.close()


EMPTY = {"line": "", "spin": 0, "combo": 0, "area": "", "inside": "", "keys": "", "clicks": 0}


@pytest.mark.parametrize("scene", ["line", "spin", "combo", "none", "open dialog", "popup", "menu"])
def test_a_burst_lands_nowhere_whatever_has_the_focus(opened, scene):
    window = opened(scene)
    window.tap()
    seen = window.settled()
    assert seen.pop("media") == [CARD]
    assert seen.pop("dialog") == (scene == "open dialog")
    assert seen == EMPTY
    window.tap(f";{UID}\nLIB-0042\n")
    seen = window.settled()
    assert seen["media"] == [CARD, "code LIB-0042"]
    assert {key: seen[key] for key in EMPTY} == EMPTY


def test_typing_passes_untouched(opened):
    window = opened("line", gap_ms=35)
    text = "Wa 26DEFAE7: (~`@#%&;"
    window.type(text)
    seen = window.settled()
    assert (seen["line"], seen["media"]) == (text, [])
    window.keys("key", "--delay", "250", "BackSpace", "BackSpace", "Home", "Delete", "shift+End", "ctrl+c", "End", "ctrl+v")
    assert window.settled()["line"] == text[1:-2] * 2
    window.keys("key", "--delay", "250", "Tab")
    window.type("42")
    assert window.settled()["spin"] == 42


def test_typing_then_a_burst_then_typing(opened):
    window = opened("line")
    window.type("Wang ")
    window.tap()
    window.type("Da")
    window.tap()
    window.type(" ming")
    seen = window.settled()
    assert (seen["line"], seen["media"]) == ("Wang Da ming", [CARD, CARD])


def test_every_pace_of_a_reader(opened):
    window = opened("area")
    for delay_ms in (1, 8, 25):
        window.tap(delay_ms=delay_ms)
        seen = window.settled()
        assert (seen["area"], seen["media"]) == ("", [CARD])


def test_bursts_back_to_back_without_a_terminator_and_in_small_letters(opened):
    window = opened("line")
    window.tap(";26DEFAE7\n;86CFD936\n;26defae7\t;04A1B2C3D4E5F6")
    seen = window.settled()
    assert (seen["line"], seen["media"]) == ("", [CARD, "uid 86CFD936", CARD, "uid 04A1B2C3D4E5F6"])


@pytest.mark.parametrize("key", ["BackSpace", "Delete", "Escape", "F9", "Left", "ctrl+a"])
def test_a_command_in_a_burst_reaches_nothing(opened, key):
    """What a printed code can make a scanner press."""
    window = opened("open dialog")
    window.type("ab")
    window.settled()
    window.keys("type", "--delay", "0", "--args", "1", "ABCDEFGH", "key", "--delay", "0", key, "type", "--delay", "0", "IJKL")
    window.keys("key", "Return")
    seen = window.settled()
    assert (seen["inside"], seen["dialog"], seen["media"]) == ("ab", True, [])
    window.keys("key", "BackSpace")
    assert window.settled()["inside"] == "a"


def test_caps_lock_is_undone_in_codes(opened):
    window = opened("line")
    window.keys("key", "Caps_Lock")
    window.tap("Lib-0042\n")
    window.keys("key", "Caps_Lock")
    assert window.settled()["media"] == ["code Lib-0042"]


def test_a_busy_window_does_not_take_a_burst_for_typing(opened):
    window = opened("line")
    for _ in range(2):
        window.busy()
        window.tap()
        seen = window.settled()
        assert (seen["line"], seen["media"]) == ("", [CARD])


def test_a_busy_window_does_not_take_typing_for_a_burst(opened):
    window = opened("line", gap_ms=35)
    window.busy()
    window.type("26DEFAE7")
    seen = window.settled()
    assert (seen["line"], seen["media"]) == ("26DEFAE7", [])


def test_keys_behind_one_that_opens_a_dialog_go_into_the_dialog(opened):
    window = opened("dialog")
    window.type("a\n")
    window.until(dialog=True)
    window.settled()
    window.type("xyz")
    seen = window.settled()
    assert (seen["line"], seen["inside"], seen["dialog"]) == ("a", "xyz", True)
    window.tap()
    seen = window.settled()
    assert (seen["inside"], seen["media"]) == ("xyz", [CARD])


def test_a_clerk_signs_in_with_a_card_on_a_wedge_and_a_typed_pin(opened):
    window = opened("terminal")
    window.until(known=True)
    clerk, senior = CARDS["clerk"].uid.hex().upper(), CARDS["senior"].uid.hex().upper()
    window.tap(f"{clerk}\n")
    end_s = time.monotonic() + PATIENCE_S
    while "terminal.sign_in.pin" not in window.report()["screen"]:
        assert time.monotonic() < end_s
        time.sleep(0.05)
    window.type(DEMO_PIN[:3])
    assert window.settled()["fields"] == [DEMO_PIN[:3]]
    time.sleep(AGAIN_S)
    window.tap(f"{clerk}\n")
    window.until(media=[f"uid {clerk}"] * 2)
    assert not any(clerk[:4] in field for field in window.settled()["fields"])
    window.keys("key", "--delay", "250", "BackSpace", "BackSpace", "BackSpace")
    window.type(f"{DEMO_PIN}\n")
    window.until(signed_in=True)
    window.tap(f"{senior}\n")
    window.until(media=[f"uid {clerk}", f"uid {clerk}", f"uid {senior}"])
    assert not any(window.settled()["fields"])


def test_a_wedge_keeps_the_readers_contract(display):
    """In a pytest of its own: this one draws into memory."""
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/identifiers/wedge_contract_cases.py"],
        cwd=ROOT,
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stdout[-4000:]
    assert " passed" in answer.stdout
