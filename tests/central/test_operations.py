"""Metrics, health, the log, headers, and a limit to patience."""

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import msgspec
import pytest
import requests
import sqlalchemy as sa
import structlog

from central import patience, store
from central.access import service_keys
from central.api import serving
from central.operations import health, logs
from central.operations.metrics import WORDS
from central.platform import Platform
from domain.errors import Code, EnvironmentProblem
from domain.events import StaffSignedIn
from domain.wire import MEDIA_TYPE, EnrolRequest
from domain.wire_fleet import Beat, HeartbeatRequest
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, import_person, problem_of
from tests.central.office_rig import service_secret
from tests.platform_rig import PROGRAMME


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter", "event"], rig.url)


def measured(rig, **kwargs):
    answer = requests.get(f"{rig.url}/metrics", timeout=10, **kwargs)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = [line for line in answer.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


def refusal(answer, status, code):
    assert (answer.status_code, problem_of(answer).code) == (status, code)


def test_what_is_measured(rig, station, clock):
    station.upload(station.act(StaffSignedIn()), station.issue(a_person(1), a_medium(1), operator="nobody"))
    station.call("GET", "/v1/changes?cursor=junk")
    requests.get(f"{rig.url}/v1/guessed/A123456789", timeout=10)
    add_activity(rig.platform)
    import_person(rig.platform, 5)
    missing = station.sign_in(a_medium(5))
    other = FieldStation(rig.platform, ["event"], rig.url)
    other.upload(other.sign_out(a_medium(5), missing, at_ms=rig.platform.now_ms() + HOUR))
    beat = HeartbeatRequest(beat=Beat(version="1", queued=7, oldest_unsent_ms=90_000))
    station.post("/v1/station/heartbeat", beat)
    clock.advance(60)
    found = measured(rig)
    assert found['citycard_intake_events_total{outcome="accepted"}'] == 1
    assert found['citycard_intake_events_total{outcome="flagged"}'] == 1
    assert found['citycard_intake_events_total{outcome="held"}'] == 1
    assert found['citycard_problems_total{code="request_invalid"}'] == 2
    assert found['citycard_request_seconds_count{method="POST",path="/v1/events",status="200"}'] == 2
    assert found['citycard_request_seconds_count{method="GET",path="other",status="404"}'] == 1
    assert (found["citycard_events_held"], found["citycard_events_held_oldest_seconds"]) == (1, 60)
    assert (found["citycard_stations"], found["citycard_stations_silent"]) == (2, 0)
    assert (found["citycard_stations_queued"], found["citycard_stations_oldest_unsent_seconds"]) == (7, 90)
    assert found["citycard_anomalies_unresolved"] == 1
    assert found["citycard_feed_position"] > 0
    assert found["citycard_database_up"] == 1
    assert {f"citycard_{name}" for name in WORDS} <= found.keys()
    assert not any("A123456789" in name for name in found)


def test_gauges_are_asked_at_most_every_ten_seconds(rig, station, clock):
    assert measured(rig)["citycard_stations"] == 1
    FieldStation(rig.platform, ["kiosk"], rig.url)
    assert measured(rig)["citycard_stations"] == 1
    clock.advance(10)
    assert measured(rig)["citycard_stations"] == 2


def test_metrics_are_for_this_machine_and_for_keys(rig):
    passed_on = {"X-Forwarded-For": "203.0.113.5"}
    refusal(requests.get(f"{rig.url}/metrics", headers=passed_on, timeout=10), 401, Code.SERVICE_KEY_UNKNOWN)
    for scope, status in (("metrics", 200), ("verify", 403)):
        headers = {**passed_on, "Authorization": f"Bearer {service_secret(rig.platform, scope)}"}
        assert requests.get(f"{rig.url}/metrics", headers=headers, timeout=10).status_code == status
    assert {"metrics"} <= service_keys.SCOPES


def test_behind_a_proxy_everybody_needs_a_key(rig):
    rig.stop()
    rig.behind_proxy = True
    rig.start()
    refusal(requests.get(f"{rig.url}/metrics", timeout=10), 401, Code.SERVICE_KEY_UNKNOWN)


def wrong_code(rig, asked_for):
    request = EnrolRequest(code="AAAA-BBBB-CCCC", signing_key=bytes(range(32)), machine="m", version="0", demo=True)
    headers = {"Content-Type": MEDIA_TYPE, "X-Forwarded-For": asked_for}
    return requests.post(f"{rig.url}/v1/enrol", data=msgspec.json.encode(request), headers=headers, timeout=10).status_code


@pytest.mark.parametrize("behind_proxy", [True, False])
def test_whom_a_proxy_asks_for_is_believed_of_a_proxy_alone(rig, behind_proxy):
    rig.stop()
    rig.behind_proxy = behind_proxy
    rig.start()
    for _ in range(10):
        assert wrong_code(rig, "203.0.113.1") == 403
    assert wrong_code(rig, "203.0.113.1") == 429
    assert wrong_code(rig, "203.0.113.2") == (403 if behind_proxy else 429)


def test_what_is_under_way_is_finished_before_the_end(rig, monkeypatch):
    asked, go_on = threading.Event(), threading.Event()
    status = Platform.status

    def slow(platform):
        asked.set()
        assert go_on.wait(20)
        return status(platform)

    monkeypatch.setattr(Platform, "status", slow)
    with ThreadPoolExecutor(2) as pool:
        answer = pool.submit(requests.get, f"{rig.url}/v1/status", timeout=20)
        assert asked.wait(20)
        stopped = pool.submit(rig.stop)
        assert not stopped.done()
        go_on.set()
        stopped.result(20)
        assert answer.result(20).status_code == 200


def test_several_processes_are_counted_together(tmp_path):
    """`PROMETHEUS_MULTIPROC_DIR`: what one process counted is in the text of another."""
    folder = tmp_path / "counted"
    folder.mkdir()
    count = "from central.operations.metrics import Metrics; m = Metrics(); m.problem('platform_busy')"
    tell = (
        "import prometheus_client; from prometheus_client import CollectorRegistry; print(m.text(CollectorRegistry()).decode())"
    )
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    for words in (count, f"{count}; {tell}"):
        said = subprocess.run(
            [sys.executable, "-c", words], env=environment, capture_output=True, text=True, check=True, cwd=PROGRAMME.parents[2]
        )
    assert 'citycard_problems_total{code="platform_busy"} 2.0' in said.stdout


def test_alive_and_ready(rig, monkeypatch):
    assert requests.get(f"{rig.url}/healthz", timeout=10).status_code == 200
    assert requests.get(f"{rig.url}/readyz", timeout=10).status_code == 200
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", shutil.disk_usage(rig.platform.directory).total * 2)
    refusal(requests.get(f"{rig.url}/readyz", timeout=10), 507, Code.DISK_FULL)
    monkeypatch.undo()
    with rig.platform.store.write() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    refusal(requests.get(f"{rig.url}/readyz", timeout=10), 503, Code.STORE_NEWER)

    def gone(*_):
        raise EnvironmentProblem(Code.PLATFORM_BUSY, file=store.FILE)

    monkeypatch.setattr(type(rig.platform.store), "read", gone)
    refusal(requests.get(f"{rig.url}/readyz", timeout=10), 503, Code.PLATFORM_BUSY)
    assert requests.get(f"{rig.url}/healthz", timeout=10).status_code == 200


def test_every_answer_has_an_id_and_says_what_a_browser_may_do_with_it(rig):
    answer = requests.get(f"{rig.url}/v1/status", headers={"X-Request-Id": "balancer-0001"}, timeout=10)
    assert answer.headers["X-Request-Id"] == "balancer-0001"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in answer.headers
    strange = requests.get(f"{rig.url}/v1/nothing", headers={"X-Request-Id": 'x"} evil'}, timeout=10)
    assert len(strange.headers["X-Request-Id"]) == 32


def test_the_servers_log_is_json_with_the_requests_id(monkeypatch):
    before = structlog.get_config()
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    try:
        logs.to_standard_error()
        with structlog.contextvars.bound_contextvars(request_id="r-1"):
            structlog.get_logger().info("request", path="/v1/status", status=200)
    finally:
        structlog.configure(**before)
    line = json.loads(written.getvalue())
    assert (line["event"], line["level"], line["request_id"], line["path"]) == ("request", "info", "r-1", "/v1/status")


def speak(rig, data):
    """What comes back on a bare connection until the other end closes it."""
    host, _, port = rig.url.removeprefix("http://").rpartition(":")
    with closing(socket.create_connection((host, int(port)), 10)) as connection:
        connection.sendall(data)
        said = b""
        while part := connection.recv(4096):
            said += part
    return said


@pytest.mark.parametrize("begun", [b"", b"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-"])
def test_a_head_that_does_not_come_is_not_waited_for(rig, monkeypatch, begun):
    monkeypatch.setattr(patience, "PATIENCE_S", 0.2)
    assert speak(rig, begun) == b""


def test_a_body_that_stops_is_not_waited_for(rig, monkeypatch):
    monkeypatch.setattr(serving, "PATIENCE_S", 0.2)
    head = (
        f"POST /v1/enrol HTTP/1.1\r\nHost: x\r\nContent-Type: {MEDIA_TYPE}\r\nContent-Length: 100\r\nConnection: close\r\n\r\n"
    )
    said = speak(rig, head.encode() + b'{"code"')
    assert said.startswith(b"HTTP/1.1 408 ")
    assert msgspec.json.decode(said.partition(b"\r\n\r\n")[2])["code"] == "request_invalid"


def test_a_connection_that_is_used_again_is_not_cut(rig, monkeypatch):
    monkeypatch.setattr(patience, "PATIENCE_S", 0.3)
    with requests.Session() as session:
        for _ in range(2):
            assert session.get(f"{rig.url}/v1/status", timeout=10).status_code == 200
            with closing(socket.create_connection(("127.0.0.1", int(rig.url.rpartition(":")[2])), 10)) as idle:
                assert idle.recv(1) == b""


def test_a_platform_says_what_it_measures_without_a_server(tmp_path):
    with closing(Platform.open(tmp_path, PROGRAMME.read_text("utf-8"), demo=True)) as platform:
        assert platform.directory == tmp_path
