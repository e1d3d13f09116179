"""`citycard reader watch` on the real reader stack."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from citycard_app import reader_watch
from citycard_app.cli import main
from domain.media import Medium, MediumType
from domain.ports import CardPresented
from reader_drivers import virtual
from reader_drivers.atr import NAME_FELICA, iso_dep_atr, storage_card_atr
from station.clock import SystemClock
from tests.contract.reader_contract import CARD, LONGEST_S, OTHER

ROOT = Path(__file__).parents[2]
LINE = re.compile(r"\d\d:\d\d:\d\d\.\d{3}  (?P<whose>.+?)  (?P<what>.+)")


class Lines:
    """What a running watch has printed."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def __call__(self, line: str) -> None:
        assert LINE.fullmatch(line), line
        self.all.append(line)

    def wait_for(self, *parts: str) -> str:
        deadline = time.monotonic() + 2 * LONGEST_S
        while time.monotonic() < deadline:
            for line in self.all:
                if all(part in line for part in parts):
                    return line
            time.sleep(0.02)
        raise AssertionError((parts, self.all))


@pytest.fixture
def watching():
    """Starts a watch on a thread; ended with the test."""
    ended = []

    def start(*words: str, show_identifiers: bool = False) -> Lines:
        lines = Lines()
        wished = reader_watch.wanted(words)
        watch = reader_watch.ReaderWatch(wished, SystemClock(), lines, show_identifiers=show_identifiers)
        thread = threading.Thread(target=watch.run, args=(20.0,), daemon=True)
        thread.start()
        ended.append(watch)
        return lines

    yield start
    for watch in ended:
        watch.close()


def test_several_readers_at_once_and_what_they_see(watching, slots, lay_card):
    lines = watching()
    for slot in slots:
        lines.wait_for(slot.reader, "ready")
    first = lay_card(CARD.value, slot=0, atr=iso_dep_atr(b"\x80"))
    lay_card(bytes.fromhex("01010A1011121314"), slot=3, atr=storage_card_atr(NAME_FELICA))
    assert "uid …E5F6 (7 bytes)  MIFARE DESFire  ATS 80" in lines.wait_for(slots[0].reader, "card")
    assert "idm …1314 (8 bytes)  FeliCa" in lines.wait_for(slots[3].reader, "card")
    first.take_away()
    lines.wait_for(slots[0].reader, "gone")
    assert CARD.value.hex().upper() not in "".join(lines.all)


def test_readers_that_come_while_it_runs(watching, reader_service, other_service):
    reader_service.stop()
    lines = watching()
    lines.wait_for("pcsc", "reader_service_missing")
    other_service.start()
    lines.wait_for(other_service.slots[0].reader, "ready")
    other_service.stop()
    lines.wait_for(other_service.slots[0].reader, "service away")
    reader_service.start()
    lines.wait_for(reader_service.slots[3].reader, "ready")
    assert 1 <= sum("reader_service_missing" in line for line in lines.all) <= 2


def test_one_reader_and_whole_identifiers(watching, slots, lay_card):
    lines = watching(f"pcsc:{slots[1].reader}", show_identifiers=True)
    lay_card(OTHER.value, slot=1)
    lay_card(CARD.value, slot=0)
    assert "uid 26DEFAE7 (4 bytes)  MIFARE Classic 1K" in lines.wait_for("card")
    assert all(slots[1].reader in line for line in lines.all)


def test_a_reader_of_another_driver(watching):
    field = virtual.field("Watch!")
    lines = watching("virtual:Watch!")
    lines.wait_for("Watch!", "ready")
    field.place(Medium(MediumType.UID, bytes.fromhex("08112233")))
    lines.wait_for("card", "uid …2233 (4 bytes)", "not fixed")
    field.place_unreadable()
    lines.wait_for("unreadable")
    field.unplug()
    lines.wait_for("unplugged")


def test_a_code_is_masked_as_a_card_is():
    event = CardPresented(reader="x", medium=Medium(MediumType.CODE, b"CITYCARD"), at_s=0.0)
    assert "code …5244 (8 bytes)" in reader_watch.words(event, show_identifiers=False)


@pytest.mark.parametrize("driver", ["wedge", "camera", "nothing"])
def test_a_driver_that_cannot_be_watched_is_refused_by_name(driver, capsys, monkeypatch):
    monkeypatch.setattr("citycard_app.cli._log_to_standard_error", lambda: None)
    assert main(["reader", "watch", "--driver", driver]) == 2
    assert "pcsc" in capsys.readouterr().err


def test_an_interrupt_ends_it_cleanly(slots, lay_card):
    # A shell's background jobs ignore interrupts, and so would this one when the tests are such a job.
    words = ["env", "--default-signal=INT", sys.executable, "-m", "citycard_app", "reader", "watch"]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ) as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        try:
            assert b"ready" in watch.stdout.readline()
            watch.send_signal(signal.SIGINT)
            assert watch.wait(2 * LONGEST_S) == 0
            assert b"Traceback" not in watch.stderr.read()
        finally:
            watch.kill()


def test_it_ends_after_its_seconds(slots):
    words = [sys.executable, "-m", "citycard_app", "reader", "watch", "--seconds", "0.2"]
    answer = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=4 * LONGEST_S, check=False)
    assert (answer.returncode, answer.stdout.count(b"ready")) == (0, len(slots))
