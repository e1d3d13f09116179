"""Limits of the program's run: how many APDUs it may send, and how it ends when the station does."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor import VendorPurse
from tests.vendor.rig import Card

EXACTLY = """
import json, sys
for line in sys.stdin:
    request = json.loads(line)
    ok = {"protocol": 1, "name": "x", "version": "1", "features": ["peek", "transmit"]}
    if request["do"] == "peek":
        for _ in range(int(sys.argv[1])):
            print(json.dumps({"transmit": "FFCA000000"}), flush=True)
            sys.stdin.readline()
        ok = {"value_ntd": 7}
    print(json.dumps({"id": request["id"], "ok": ok}), flush=True)
"""


@pytest.mark.parametrize(("more", "value_ntd"), [(0, 7), (1, None)])
def test_as_many_apdus_as_the_document_says(tmp_path, more, value_ntd):
    program = tmp_path / "program.py"
    program.write_text(EXACTLY, "utf-8")
    driver = VendorPurse((sys.executable, str(program), str(protocol.MOST_TRANSMITS + more)), 20.0)
    assert driver.peek(Card()) == value_ntd
    driver.close()


DEAF = """
import json, os, pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
request = json.loads(sys.stdin.readline())
ok = {"protocol": 1, "name": "x", "version": "1", "features": ["peek"]}
print(json.dumps({"id": request["id"], "ok": ok}), flush=True)
time.sleep(60)
"""
"""Greets, and then neither answers nor ends."""

STATION = """
import sys, time
from reader_drivers.purses.vendor import VendorPurse
purse = VendorPurse(sys.argv[1:], 9.0)
purse.run()
print("up", flush=True)
time.sleep(60)
"""


@pytest.fixture
def deaf(tmp_path):
    program = tmp_path / "deaf.py"
    program.write_text(DEAF, "utf-8")
    return (sys.executable, str(program), str(tmp_path / "pid"))


@pytest.mark.parametrize("busy", [False, True])
def test_closing_never_waits_for_an_answers_time(deaf, busy):
    driver = VendorPurse(deaf, 20.0)
    process = driver.run()._process
    asking = threading.Thread(target=lambda: driver.peek(Card()), daemon=True)
    if busy:
        asking.start()
        time.sleep(0.2)
    began = time.monotonic()
    driver.close()
    assert time.monotonic() - began < (1.5 if busy else protocol.END_S + 1.0)
    assert process.poll() is not None
    if busy:
        asking.join(2.0)
        assert not asking.is_alive()


@pytest.mark.skipif(sys.platform == "win32", reason="there the end of its input is all")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_station_that_is_killed_takes_the_program_along(deaf, number):
    words = (sys.executable, "-c", STATION, *deaf)
    with subprocess.Popen(words, stdout=subprocess.PIPE) as station:
        assert station.stdout is not None
        assert b"up\n" in iter(station.stdout.readline, b"")
        program = psutil.Process(int(Path(deaf[2]).read_text("utf-8")))
        station.send_signal(number)
    psutil.wait_procs([program], timeout=protocol.END_S + 3.0)
    assert not program.is_running() or program.status() == psutil.STATUS_ZOMBIE
