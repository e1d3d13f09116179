"""The served process: its ready line, its end, TLS, and the refusal of plain HTTP."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from central.server import ServeSettings, configured, listen, serve
from domain.errors import Code, EnvironmentProblem
from tests.certificates import self_signed
from tests.platform_rig import PROGRAMME

RUN = "import sys; from pathlib import Path; from central.server import ServeSettings, serve; serve(ServeSettings({}))"


def started(directory: Path, extra: str = "") -> tuple[subprocess.Popen[str], str]:
    settings = f"directory=Path({str(directory)!r}), programme_file=Path({str(PROGRAMME)!r}), demo=True, port=0, {extra}"
    process = subprocess.Popen(
        [sys.executable, "-c", RUN.format(settings)], stdout=subprocess.PIPE, text=True, cwd=PROGRAMME.parents[2]
    )
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line.startswith("citycard central ready on http"), line
    return process, line.rpartition(" ")[2]


def ended(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(20)
    finally:
        process.kill()
        assert process.stdout is not None
        process.stdout.close()
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send to another process")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_when_it_is_ready_and_ends_well(tmp_path, how):
    process, url = started(tmp_path)
    try:
        assert requests.get(f"{url}/v1/status", timeout=10).status_code == 200
        process.send_signal(how)
    finally:
        code = ended(process)
    assert code == 0


def test_it_serves_tls(tmp_path):
    certificate, key = self_signed(tmp_path)
    process, url = started(tmp_path / "p", f"tls_certificate=Path({str(certificate)!r}), tls_key=Path({str(key)!r})")
    try:
        assert url.startswith("https://127.0.0.1:")
        answer = requests.get(f"{url}/v1/status", timeout=10, verify=str(certificate))
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    finally:
        process.terminate()
        ended(process)


def test_plain_http_is_refused_beyond_this_machine(tmp_path):
    with pytest.raises(EnvironmentProblem) as caught:
        serve(ServeSettings(directory=tmp_path / "new", programme_file=PROGRAMME, host="0.0.0.0"))
    assert caught.value.code is Code.PLAIN_HTTP_REFUSED
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("host", "proxy"), [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True)])
def test_plain_http_is_for_this_machine_or_behind_a_proxy(tmp_path, host, proxy):
    settings = ServeSettings(directory=tmp_path, host=host, plain_http_behind_proxy=proxy)
    assert configured(lambda *_: None, settings).is_ssl is False


def test_an_address_or_certificate_that_cannot_be_had_is_told(tmp_path):
    with listen("127.0.0.1", 0) as taken, pytest.raises(EnvironmentProblem) as caught:
        listen("127.0.0.1", taken.getsockname()[1])
    assert caught.value.code is Code.SETTINGS_INVALID
    missing = ServeSettings(directory=tmp_path, tls_certificate=tmp_path / "none.pem", tls_key=tmp_path / "none.pem")
    with pytest.raises(EnvironmentProblem) as caught:
        configured(lambda *_: None, missing)
    assert caught.value.code is Code.SETTINGS_INVALID
    with pytest.raises(EnvironmentProblem) as caught:
        serve(ServeSettings(directory=tmp_path, programme_file=tmp_path / "none.toml"))
    assert caught.value.code is Code.PROGRAMME_INVALID


@pytest.mark.parametrize("half", ["tls_certificate", "tls_key"])
def test_half_a_tls_pair_is_told_and_not_served_in_the_clear(tmp_path, half):
    certificate, key = self_signed(tmp_path)
    settings = ServeSettings(directory=tmp_path, **{half: certificate if half == "tls_certificate" else key})
    with pytest.raises(EnvironmentProblem) as caught:
        configured(lambda *_: None, settings)
    assert caught.value.code is Code.SETTINGS_INVALID
    assert set(caught.value.details) == {"file", "where", "expected"}


def test_a_proxy_that_is_no_address_is_told(tmp_path):
    settings = ServeSettings(directory=tmp_path, host="0.0.0.0", plain_http_behind_proxy=True, trusted_proxies=("everybody",))
    with pytest.raises(EnvironmentProblem) as caught:
        configured(lambda *_: None, settings)
    assert caught.value.details["file"] == "--trusted-proxy"


def test_answers_on_a_connection_that_is_kept_leave_at_once(platform_server):
    """Fifty would take two seconds, were each to wait for the acknowledgement of its head."""
    began_s = time.monotonic()
    with requests.Session() as session:
        for _ in range(50):
            assert session.get(f"{platform_server.url}/healthz", timeout=10).status_code == 200
    assert time.monotonic() - began_s < 1.5


def test_a_listening_socket_is_on_the_port_it_says():
    with listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname(), 5):
        assert listening.getsockname()[1] > 0
