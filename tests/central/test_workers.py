"""Several processes that serve one address."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
import requests

from central.server import ServeSettings, serve
from domain.errors import Code, EnvironmentProblem
from tests.central.test_server import ended, started
from tests.postgres_rig import ON_POSTGRES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has one server process")


@contextlib.contextmanager
def two_workers(directory, database):
    process, url = started(directory, f"database={database!r}, workers=2")
    try:
        yield process, url
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            ended(process)


def children_of(process):
    with open(f"/proc/{process.pid}/task/{process.pid}/children", encoding="ascii") as file:  # noqa: PTH123
        return [int(word) for word in file.read().split()]


@ON_POSTGRES
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_two_processes_answer_and_end_well(tmp_path, database, how):
    with two_workers(tmp_path, database) as (process, url):
        assert len(children_of(process)) == 2
        answers = [requests.get(f"{url}/v1/status", timeout=10) for _ in range(8)]
        assert len({answer.json()["generation"] for answer in answers}) == 1
        process.send_signal(how)
        assert process.wait(20) == 0


@ON_POSTGRES
def test_what_they_measure_is_told_together(tmp_path, database):
    with two_workers(tmp_path, database) as (_, url):
        for _ in range(12):
            assert requests.get(f"{url}/v1/status", timeout=10).status_code == 200
        counted = 'citycard_request_seconds_count{method="GET",path="/v1/status",status="200"} 12.0'
        for _ in range(4):
            assert counted in requests.get(f"{url}/metrics", timeout=10).text


@ON_POSTGRES
def test_when_one_dies_all_end_with_an_error(tmp_path, database):
    with two_workers(tmp_path, database) as (process, _):
        one, other = children_of(process)
        os.kill(one, signal.SIGKILL)
        assert process.wait(20) != 0
        assert not os.path.exists(f"/proc/{other}")  # noqa: PTH110


@ON_POSTGRES
def test_children_end_when_their_parent_is_gone(tmp_path, database):
    with two_workers(tmp_path, database) as (process, _):
        children = children_of(process)
        process.kill()
        process.wait(20)
        deadline_s = time.monotonic() + 20
        while any(is_alive(child) for child in children):
            assert time.monotonic() < deadline_s
            time.sleep(0.05)


def is_alive(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("workers", [0, 2, 33])
def test_a_file_has_one_process(tmp_path, workers):
    with pytest.raises(EnvironmentProblem) as caught:
        serve(ServeSettings(directory=tmp_path, workers=workers))
    assert caught.value.code is Code.SETTINGS_INVALID
    assert caught.value.details["file"] == "--workers"
