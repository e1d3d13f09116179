"""The driver over a program that is right, and over one that is wrong in every way that we could think of."""

import os
import sys
import threading
import time
from uuid import UUID

import psutil
import pytest
import structlog.testing

from domain.errors import Bug, CityCardError, Code, EnvironmentProblem, Refused
from domain.loads import LoadProof, PurseReading
from reader_drivers import virtual
from reader_drivers.purses.catalogue import purse_driver
from reader_drivers.purses.vendor import VendorPurse
from reader_drivers.purses.vendor_process import split_command
from reader_drivers.purses.vendor_simulator import TEST_CARD, CardFile, CardState
from station.clock import SystemClock
from tests.contract.reader_contract import CARD
from tests.vendor.rig import LOAD, OTHER_LOAD, UID, Card, order, simulator, state

SHORT_S = 1.2
"""Long enough for the simulator to start, on a machine that is busy with other tests too."""
BEFORE = CardState(value_ntd=100)
AFTER = CardState(value_ntd=150, last_load=LOAD, seq=1)


def session_of(driver, channel=None):
    return driver.open(channel or Card(), uid=UID, secret=b"")


def code_of(call) -> Code:
    with pytest.raises(CityCardError) as raised:
        call()
    return raised.value.code


def decided(cards) -> PurseReading:
    """What another station reads from the card."""
    driver = VendorPurse(simulator(cards), 5.0)
    reading = session_of(driver).read()
    driver.close()
    return reading


# --- a program that is right -----------------------------------------------------------------------------------------


def test_a_load_from_reading_to_proof(purse, cards):
    driver = purse()
    session = session_of(driver)
    before = session.read()
    assert before == PurseReading(value_ntd=100, limit_ntd=10_000, last_load=None, seq=0)
    session.prepare(order(before))
    assert state(cards) == BEFORE
    assert session.commit() == LoadProof(by="commit", seq=1, value_ntd=150, at_ms=1_790_000_000_000)
    assert state(cards) == AFTER
    assert session.read() == PurseReading(value_ntd=150, limit_ntd=10_000, last_load=LOAD, seq=1)


def test_a_commit_is_asked_for_once(purse, cards):
    session = session_of(purse())
    session.prepare(order(session.read()))
    session.commit()
    with pytest.raises(Bug):
        session.commit()
    assert state(cards) == AFTER


def test_the_program_is_started_once_and_ends_with_its_purse(purse):
    driver = purse()
    first = driver.run()
    session_of(driver)
    session_of(driver)
    assert driver.run() is first
    driver.close()
    assert not first.usable


def test_what_was_given_up_is_aborted_before_the_next_load(purse, cards):
    driver = purse()
    session = session_of(driver)
    session.prepare(order(session.read()))
    again = session_of(driver)
    again.prepare(order(again.read(), 20, OTHER_LOAD))
    again.commit()
    assert state(cards) == CardState(value_ntd=120, last_load=OTHER_LOAD, seq=1)


def test_the_abort_is_really_sent(purse):
    driver = purse("garbage:abort")
    session = session_of(driver)
    session.prepare(order(session.read()))
    assert code_of(lambda: session_of(driver)) is Code.VENDOR_FAILED


@pytest.mark.parametrize(
    ("present", "code"),
    [
        (CardState(value_ntd=9_951), Code.AMOUNT_OVER_PURSE),
        (CardState(value_ntd=100, last_load=LOAD, seq=1), Code.LOAD_DECIDED),
    ],
    ids=["limit", "again"],
)
def test_a_load_that_may_not_be(purse, cards, present, code):
    CardFile(cards).put(TEST_CARD, present)
    session = session_of(purse())
    before = session.read()
    with pytest.raises(Refused) as raised:
        session.prepare(order(before))
    assert raised.value.code is code
    assert state(cards) == present


def test_a_card_that_it_does_not_know_has_no_purse(purse):
    with pytest.raises(Refused) as raised:
        purse().open(Card(), uid=bytes.fromhex("04FFFFFFFFFFFF"), secret=b"")
    assert raised.value.code is Code.PURSE_MISSING


def test_peek_shows_the_value_of_the_card_that_lies_there(purse):
    driver = purse()
    assert driver.peek(Card()) == 100
    assert driver.peek(Card(bytes.fromhex("04FFFFFFFFFFFF"))) is None
    gone = Card()
    gone.there = False
    with pytest.raises(EnvironmentProblem):
        driver.peek(gone)


def test_peek_through_a_broken_program_says_nothing(purse):
    assert purse("garbage:peek").peek(Card()) is None
    assert VendorPurse(("no-such-program-anywhere",), 1.0).peek(Card()) is None


def test_the_catalogue_makes_this_driver(cards):
    driver = purse_driver("vendor", vendor_command=simulator(cards), vendor_timeout_s=5.0)
    assert (driver.name, driver.on_card) == ("vendor", True)
    assert session_of(driver).read().value_ntd == 100
    driver.close()


# --- through the station's reader --------------------------------------------------------------------------------------


def test_a_program_that_meets_the_card_on_the_stations_reader(purse, cards):
    CardFile(cards).put(CARD.value.hex().upper(), BEFORE)
    field = virtual.field("Vendor reader")
    reader = virtual.DRIVER.open(field.name, SystemClock())
    field.place(CARD)
    with reader.connect() as channel:
        driver = purse(through_reader=True)
        assert driver.peek(channel) == 100
        session = driver.open(channel, uid=CARD.value, secret=b"")
        session.prepare(order(session.read()))
        field.take_away()
        assert code_of(session.commit) is Code.CARD_REMOVED
    assert CardFile(cards).get(CARD.value.hex().upper()) == BEFORE
    reader.close()


def test_another_card_on_the_stations_reader(purse):
    driver = purse(through_reader=True)
    assert code_of(lambda: session_of(driver, Card(bytes.fromhex("04FFFFFFFFFFFF")))) is Code.CARD_SWAPPED


# --- programs that are wrong -----------------------------------------------------------------------------------------

LINES = ["garbage", "huge-line", "other-id", "not-utf8", "chatter", "hang-before", "die-before", "child-hangs"]


@pytest.mark.parametrize("kind", ["exit-at-once", "slow-start", "wrong-version", *(f"{kind}:read" for kind in LINES)])
def test_a_program_that_never_gets_to_the_card(purse, cards, kind):
    began = time.monotonic()
    assert code_of(lambda: session_of(purse(kind, timeout_s=SHORT_S))) is Code.VENDOR_FAILED
    assert time.monotonic() - began < 5.0
    assert state(cards) == BEFORE


@pytest.mark.parametrize("command", [(), ("no-such-program-anywhere",), (os.devnull,), ("\0",)])
def test_a_program_that_cannot_be_started(command):
    assert code_of(lambda: session_of(VendorPurse(command, 1.0))) is Code.VENDOR_FAILED


@pytest.mark.parametrize("kind", [*LINES, "torn-before", "wrong-load"])
def test_wrong_at_prepare_leaves_the_card_as_it_was(purse, cards, kind):
    session = session_of(purse(f"{kind}:prepare", timeout_s=SHORT_S))
    before = session.read()
    expected = Code.CARD_REMOVED if kind == "torn-before" else Code.VENDOR_FAILED
    assert code_of(lambda: session.prepare(order(before))) is expected
    with pytest.raises(CityCardError):
        session.commit()
    assert state(cards) == BEFORE


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        ("hang-before", BEFORE),
        ("die-before", BEFORE),
        ("torn-before", BEFORE),
        ("child-hangs", BEFORE),
        ("hang-after", AFTER),
        ("die-after", AFTER),
        ("torn-after", AFTER),
        ("garbage", AFTER),
        ("huge-line", AFTER),
        ("other-id", AFTER),
        ("not-utf8", AFTER),
        ("chatter", AFTER),
        ("wrong-load", AFTER),
        ("wrong-value", AFTER),
        ("other-card", AFTER),
    ],
)
def test_wrong_at_commit_is_an_error_and_the_card_decides(purse, cards, kind, after):
    session = session_of(purse(f"{kind}:commit", timeout_s=SHORT_S))
    session.prepare(order(session.read()))
    expected = Code.CARD_REMOVED if kind.startswith("torn") else Code.VENDOR_FAILED
    assert code_of(session.commit) is expected
    with pytest.raises(CityCardError):
        session.commit()
    assert state(cards) == after
    reading = decided(cards)
    assert (reading.last_load == LOAD, reading.value_ntd) == (after is AFTER, after.value_ntd)


def test_a_second_answer_ends_the_run_and_the_next_one_is_right(purse, cards):
    driver = purse("two-answers:commit")
    session = session_of(driver)
    session.prepare(order(session.read()))
    assert session.commit().value_ntd == 150
    deadline = time.monotonic() + 5.0
    while driver._process.usable and time.monotonic() < deadline:
        time.sleep(0.01)
    assert code_of(session.read) is Code.VENDOR_FAILED
    assert session_of(driver).read().last_load == LOAD
    assert state(cards) == AFTER


def test_a_second_answer_to_prepare_never_passes_as_the_commits(purse, cards):
    session = session_of(purse("two-answers:prepare"))
    session.prepare(order(session.read()))
    assert code_of(session.commit) is Code.VENDOR_FAILED
    assert state(cards) in (BEFORE, AFTER)


def test_a_flood_on_standard_error_is_drained(purse):
    session = session_of(purse("stderr-flood"))
    session.prepare(order(session.read()))
    assert session.commit().value_ntd == 150


def test_a_program_that_hangs_is_ended_with_its_children(purse):
    driver = purse("child-hangs:read", timeout_s=2.0)
    process = driver.run()._process
    seen: list[psutil.Process] = []

    def watch() -> None:
        deadline = time.monotonic() + 2.0
        while not seen and time.monotonic() < deadline:
            seen.extend(psutil.Process(process.pid).children())
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert code_of(lambda: session_of(driver)) is Code.VENDOR_FAILED
    watcher.join()
    assert seen
    psutil.wait_procs(seen, timeout=5.0)
    assert process.poll() is not None
    assert not [child for child in seen if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def test_a_driver_that_nobody_holds_leaves_no_program_behind(cards):
    driver = VendorPurse(simulator(cards), 5.0)
    process = driver.run()._process
    del driver
    deadline = time.monotonic() + 5.0
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    assert process.poll() is not None


def test_a_program_that_died_between_two_cards_is_started_again(purse):
    driver = purse()
    first = driver.run()
    session = session_of(driver)
    os.kill(first._process.pid, 9)
    first._process.wait(5.0)
    deadline = time.monotonic() + 5.0
    while first.usable and time.monotonic() < deadline:
        time.sleep(0.01)
    assert code_of(session.read) is Code.VENDOR_FAILED
    assert session_of(driver).read().value_ntd == 100


def test_another_readers_request_that_does_not_end_is_waited_for_no_longer_than_an_answer(purse):
    driver = purse("hang-before:read", timeout_s=1.0)
    driver.run()
    slow = threading.Thread(target=lambda: code_of(lambda: session_of(driver)))
    slow.start()
    time.sleep(0.2)
    began = time.monotonic()
    assert code_of(lambda: session_of(driver)) is Code.VENDOR_FAILED
    assert time.monotonic() - began < 4.0
    slow.join()


# --- what goes out ---------------------------------------------------------------------------------------------------


def test_the_program_gets_nothing_of_the_stations_own(monkeypatch, tmp_path):
    monkeypatch.setenv("CITYCARD_STATE", "secret")
    program = tmp_path / "program.py"
    seen = tmp_path / "environment"
    program.write_text(f"import os, pathlib; pathlib.Path({str(seen)!r}).write_text(' '.join(os.environ))", "utf-8")
    with pytest.raises(EnvironmentProblem):
        session_of(VendorPurse((sys.executable, str(program)), 5.0))
    names = seen.read_text("utf-8").split()
    assert "PATH" in names
    assert not [name for name in names if name.startswith("CITYCARD")]


def test_the_command_goes_through_no_shell(tmp_path):
    mark = tmp_path / "mark"
    with pytest.raises(EnvironmentProblem):
        session_of(VendorPurse(split_command(f"true; touch {mark}"), 1.0))
    assert not mark.exists()


def test_no_card_stands_in_the_log(purse):
    with structlog.testing.capture_logs() as entries:
        session = session_of(purse("garbage:commit"))
        session.prepare(order(session.read()))
        code_of(session.commit)
    text = str(entries)
    assert "not_a_message" in text
    assert TEST_CARD not in text
    assert str(LOAD) not in text


@pytest.mark.skipif(sys.platform == "win32", reason="the other custom")
def test_a_commands_quotation_marks_hold_words_together():
    assert split_command("'/opt/carrier sdk/purse' --sam 1") == ["/opt/carrier sdk/purse", "--sam", "1"]


def test_the_loads_id_goes_out_as_it_is(purse, cards):
    session = session_of(purse())
    load = UUID("FFFFFFFF-0000-7000-8000-00000000000A")
    session.prepare(order(session.read(), 1, load))
    session.commit()
    assert state(cards).last_load == load


# --- a program that uses the station's reader wrongly -------------------------------------------------------------------

PROGRAM = """
import json, sys
features = sys.argv[1].split()
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "hello":
        ok = {"protocol": 1, "name": "x", "version": "1", "features": features}
        print(json.dumps({"id": request["id"], "ok": ok}), flush=True)
    else:
        for _ in range(int(sys.argv[2])):
            print(json.dumps({"transmit": sys.argv[3]}), flush=True)
"""


@pytest.mark.parametrize(
    ("features", "times", "apdu", "fault"),
    [
        ("transmit", "100000", "FFCA000000", "too_many_apdus"),
        ("peek", "1", "FFCA000000", "not_a_message"),
        ("transmit", "1", "F", "not_a_message"),
        ("transmit", "1", "F" * 70_000, "line_too_long"),
        ("transmit", "0", "", "hangs"),
    ],
)
def test_apdus_have_an_end(tmp_path, features, times, apdu, fault):
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    driver = VendorPurse((sys.executable, str(program), features, times, apdu), SHORT_S)
    with pytest.raises(EnvironmentProblem) as raised:
        session_of(driver)
    assert (raised.value.code, raised.value.details) == (Code.VENDOR_FAILED, {"fault": fault})
