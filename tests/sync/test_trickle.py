"""A peer that trickles holds nobody for longer than was said: before TLS, in a proxy's answer, in the head, in the body."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import msgspec
import pytest

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.wire import BalanceResponse, UploadResponse
from sync import http_exchange
from sync.http_platform import HttpPlatform
from tests.certificates import self_signed
from tests.clocks import SetClock

SAID_S = 0.3
BYTE_S = 0.02
LONG = 150
"""So many bytes come so slowly, and then the answer is whole: ten times as long as was said."""
ANSWER = BalanceResponse(
    server_ms=1, generation="g1", masked_name="示○", card_kind="senior", card_state="active", balances=[], waiting_ntd=0
)
SIZE = 12_000_000
"""More than the system keeps for a connection."""


def head(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * LONG + b"\r\nContent-Length: %d\r\n\r\n" % len(body)


def slowly(peer: socket.socket, some: bytes) -> None:
    """Byte by byte, until all is said or nobody listens."""
    leave = threading.Event()
    for number in range(len(some)):
        peer.sendall(some[number : number + 1])
        leave.wait(BYTE_S)


Part = Callable[[socket.socket, bytes], None]


@contextmanager
def serving(part: Part, body: bytes, *, tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[Part]]]:
    """Whoever comes is answered so; and what was said to its end."""
    said: list[Part] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            peer, _ = server.accept()
            # The other side hangs up.
            with suppress(OSError), closing(peer if tls is None else tls.wrap_socket(peer, server_side=True)) as line:
                line.recv(65_536)
                part(line, body)
                said.append(part)
                # Whoever closes with something unread takes back what it has said.
                while line.recv(65_536):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"{'http' if tls is None else 'https'}://127.0.0.1:{server.getsockname()[1]}", said
        finally:
            thread.join()


def in_the_head(peer: socket.socket, body: bytes) -> None:
    slowly(peer, head(body))
    peer.sendall(body)


def in_the_body(peer: socket.socket, body: bytes) -> None:
    peer.sendall(head(body + b" " * LONG))
    slowly(peer, body + b" " * LONG)


def as_a_proxy(peer: socket.socket, _body: bytes) -> None:
    slowly(peer, b"HTTP/1.1 200 Connected\r\nX-Long: " + b"x" * LONG + b"\r\n\r\n")


def before_tls(peer: socket.socket, _body: bytes) -> None:
    """A record of TLS that is never whole."""
    slowly(peer, b"\x16\x03\x03\x10\x00" + b"\x02" * LONG)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return self_signed(tmp_path_factory.mktemp("tls"))


def ask(url: str, seconds: float, **more: str) -> BalanceResponse:
    line = HttpPlatform(url, token=lambda: "", clock=SetClock(), on_offset=lambda _offset: None, **more)  # type: ignore[arg-type]
    with closing(line):
        return line.balance(bytes(8), "k1", seconds)


def is_given_up(
    part: Part, body: bytes = b"", *, tls: ssl.SSLContext | None = None, by_proxy: bool = False, **more: str
) -> bool:
    """Whether whoever asks hangs up in the midst of it."""
    with serving(part, body, tls=tls) as (url, said):
        asked = "https://127.0.0.1:1" if by_proxy else url.replace("http:", "https:") if part is before_tls else url
        with pytest.raises(EnvironmentProblem) as caught:
            ask(asked, SAID_S, **more, **({"proxy": url} if by_proxy else {}))
    return caught.value.code is Code.PLATFORM_UNREACHABLE and said == []


@pytest.mark.parametrize("part", [in_the_head, in_the_body])
def test_whoever_answers_byte_by_byte_is_not_waited_for(part: Part) -> None:
    assert is_given_up(part, msgspec.json.encode(ANSWER))


def test_an_answer_that_comes_in_time_may_come_byte_by_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "BYTE_S", 0.0)
    with serving(in_the_head, msgspec.json.encode(ANSWER)) as (url, said):
        assert ask(url, 20.0) == ANSWER
    assert said == [in_the_head]


@pytest.mark.parametrize("part", [in_the_head, in_the_body])
def test_nor_in_tls(part: Part, certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    assert is_given_up(part, msgspec.json.encode(ANSWER), tls=context, ca_file=str(certificate[0]))


def test_nor_before_it(certificate: tuple[Path, Path]) -> None:
    assert is_given_up(before_tls, ca_file=str(certificate[0]))


def test_nor_a_proxy_on_the_way(certificate: tuple[Path, Path]) -> None:
    assert is_given_up(as_a_proxy, by_proxy=True, ca_file=str(certificate[0]))


def test_what_takes_long_to_send_is_sent_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow line a station that comes back after days has much to say."""
    monkeypatch.setattr(http_exchange, "_CONNECT_S", 0.2)
    answer = msgspec.json.encode(UploadResponse(server_ms=1, generation="g1", outcomes=[]))

    def reads_late(peer: socket.socket, body: bytes) -> None:
        threading.Event().wait(0.6)
        taken = 0
        while taken < SIZE and (some := peer.recv(1 << 20)):
            taken += len(some)
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    event = SignedEvent(body=bytes(SIZE), hash=b"h", signature=b"s")
    with serving(reads_late, answer) as (url, _):
        line = HttpPlatform(url, token=lambda: "", clock=SetClock(), on_offset=lambda _offset: None)
        with closing(line):
            assert line.upload([event], 20.0) == []
