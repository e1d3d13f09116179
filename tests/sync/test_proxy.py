"""A station behind an HTTP proxy, and the city's own authority, which alone counts."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from domain.errors import Code, EnvironmentProblem
from station.reaching import platform_at
from station.settings import PlatformSettings
from tests.certificates import self_signed
from tests.clocks import SetClock
from tests.platform_rig import PROGRAMME, RunningPlatform, begun


class Proxy:
    """Connects whoever asks with CONNECT (RFC 9110, 9.3.6) to where they ask; `refuses`: with this status instead."""

    def __init__(self, server: socket.socket) -> None:
        self.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        self.asked: list[str] = []
        self.refuses = 0
        self._server = server

    def serve(self) -> None:
        while True:
            try:
                peer, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(peer,), daemon=True).start()

    def _connect(self, peer: socket.socket) -> None:
        with peer:
            head = b""
            while b"\r\n\r\n" not in head:
                head += peer.recv(4096)
            method, target, _ = head.decode("ascii").split(" ", 2)
            self.asked.append(f"{method} {target}")
            if self.refuses:
                peer.sendall(b"HTTP/1.1 %d No\r\nContent-Length: 0\r\n\r\n" % self.refuses)
                return
            host, port = target.rsplit(":", 1)
            with socket.create_connection((host, int(port))) as other:
                peer.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                back = threading.Thread(target=_pour, args=(other, peer), daemon=True)
                back.start()
                _pour(peer, other)
                back.join(5)


def _pour(source: socket.socket, target: socket.socket) -> None:
    try:
        while some := source.recv(65_536):
            target.sendall(some)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def a_proxy() -> Iterator[Proxy]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        proxy = Proxy(server)
        thread = threading.Thread(target=proxy.serve)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPlatform]:
    folder = tmp_path_factory.mktemp("tls")
    running = RunningPlatform(begun(folder / "platform"), PROGRAMME.read_text(encoding="utf-8"))
    running.tls = self_signed(folder)
    with running:
        yield running


def status(city: RunningPlatform, **more: str) -> bool:
    """Whether the platform is a demo's, as it answers to these settings."""
    assert city.tls is not None
    settings = PlatformSettings(**{"url": city.url, "ca_file": str(city.tls[0]), **more})
    with closing(platform_at(settings, SetClock())) as platform:
        return platform.status().demo


def test_the_way_goes_through_the_proxy_of_the_settings(city: RunningPlatform) -> None:
    with a_proxy() as proxy:
        assert status(city, proxy=proxy.url)
        assert proxy.asked == [f"CONNECT {city.url.removeprefix('https://')}"]


def test_the_environments_proxy_counts_where_the_settings_name_none(
    city: RunningPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_proxy() as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert status(city)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        assert status(city)
        assert len(proxy.asked) == 1


@pytest.mark.parametrize("refusal", [403, 407, 502])
def test_a_proxy_that_refuses_is_no_platform(city: RunningPlatform, refusal: int) -> None:
    with a_proxy() as proxy:
        proxy.refuses = refusal
        with pytest.raises(EnvironmentProblem) as caught:
            status(city, proxy=proxy.url)
    assert caught.value.code is Code.PLATFORM_UNREACHABLE


def test_a_proxy_that_is_away_is_named_by_its_effect(city: RunningPlatform) -> None:
    with a_proxy() as proxy:
        gone = proxy.url
    with pytest.raises(EnvironmentProblem) as caught:
        status(city, proxy=gone)
    assert caught.value.code is Code.PLATFORM_UNREACHABLE


def test_an_address_that_is_no_proxys_names_the_setting(city: RunningPlatform) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        status(city, proxy="proxy.example:3128")
    assert (caught.value.code, caught.value.details["where"]) == (Code.SETTINGS_INVALID, "$.platform.proxy")


def test_only_the_citys_own_authority_counts(city: RunningPlatform, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, _ = self_signed(tmp_path)
    for more in ({"ca_file": str(other)}, {"ca_file": ""}):
        with pytest.raises(EnvironmentProblem) as caught:
            status(city, **more)
        assert caught.value.code is Code.PLATFORM_TLS
    # Whoever may set this user's environment does not choose the authority.
    assert city.tls is not None
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(city.tls[0]))
    with pytest.raises(EnvironmentProblem) as caught:
        status(city, ca_file=str(other))
    assert caught.value.code is Code.PLATFORM_TLS
