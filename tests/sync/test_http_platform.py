"""Only an answer in our own format is an answer (faults 5, 6, 13, 39)."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.loads import LoadState
from domain.ports import FeedPosition
from domain.wire import (
    CardKeysRequest,
    CardKeysResponse,
    ChangesResponse,
    LoadGrantRequest,
    LoadGrantResponse,
    OpenLoadsRequest,
    OpenLoadsResponse,
    Problem,
    StatusResponse,
)
from sync.http_platform import HttpPlatform
from tests.clocks import SetClock

STATUS = StatusResponse(server_ms=1_795_000_090_000, generation="g1", demo=True, version="0.1.0")
Answer = tuple[int, str, bytes]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """A server that gives everyone the same answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content_type, body = answer
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (http.server's own name)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def platform(url: str, on_offset: Callable[[int], None] = lambda _offset: None) -> Iterator[HttpPlatform]:
    with closing(HttpPlatform(url, token=lambda: "secret", clock=SetClock(), on_offset=on_offset)) as made:
        yield made


def problem(code: Code, **details: str | int) -> bytes:
    return msgspec.json.encode(Problem(server_ms=1, generation="g1", code=code, details=details))


def test_an_answer_of_ours_is_read_and_the_clock_measured() -> None:
    offsets: list[int] = []
    with answering((200, "application/json", msgspec.json.encode(STATUS))) as url, platform(url, offsets.append) as made:
        assert made.status() == STATUS
    assert offsets == [90_000]


@pytest.mark.parametrize(
    "answer",
    [
        (404, "text/html", b"<html>proxy: not found</html>"),
        (200, "text/html", b"<html>please accept the terms of this hotspot</html>"),
        (200, "application/json", b"{}"),
        (200, "application/json", b'{"server_ms":1,"generation":"g","demo":true,"version":"1"}'),
        (200, "application/json", b'{"format":"other/1","server_ms":1,"generation":"g","demo":true,"version":"1"}'),
        (204, "application/json", b""),
        (302, "text/html", b""),
        (401, "text/html", b"revoked"),
        (503, "text/html", b"<html>maintenance</html>"),
        (500, "application/json", b'{"error":"internal"}'),
    ],
)
def test_anything_else_is_not_an_answer(answer: Answer) -> None:
    with answering(answer) as url, platform(url) as made, pytest.raises(EnvironmentProblem) as caught:
        made.status()
    assert caught.value.code is Code.PLATFORM_NOT_OURS


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, Code.STATION_REVOKED, EnvironmentProblem),
        (401, Code.STATION_UNKNOWN, EnvironmentProblem),
        (404, Code.CARD_UNKNOWN, Refused),
        (413, Code.REQUEST_TOO_LARGE, Refused),
        (503, Code.PLATFORM_BUSY, EnvironmentProblem),
    ],
)
def test_a_problem_of_ours_keeps_its_code(status: int, code: Code, kind: type[CityCardError]) -> None:
    with (
        answering((status, "application/json", problem(code, seconds=3))) as url,
        platform(url) as made,
        pytest.raises(kind) as caught,
    ):
        made.changes(FeedPosition(), 10)
    assert caught.value.code is code
    assert caught.value.details == {"seconds": 3}


def test_nobody_there_is_unreachable() -> None:
    with answering((200, "text/plain", b"")) as url:
        pass
    with platform(url) as made, pytest.raises(EnvironmentProblem) as caught:
        made.status()
    assert caught.value.code is Code.PLATFORM_UNREACHABLE


def test_a_cut_answer_is_not_an_answer() -> None:
    whole = msgspec.json.encode(ChangesResponse(server_ms=1, generation="g", cursor="c", more=False, rows=[]))
    with (
        answering((200, "application/json", whole[:-5])) as url,
        platform(url) as made,
        pytest.raises(EnvironmentProblem) as caught,
    ):
        made.changes(FeedPosition(), 10)
    assert caught.value.code is Code.PLATFORM_NOT_OURS


@pytest.mark.parametrize("url", ["http://platform.example", "http://192.0.2.1:80", "ftp://127.0.0.2"])
def test_plain_http_leaves_this_machine_only_when_told_in_words(url: str) -> None:
    with pytest.raises(EnvironmentProblem) as caught, platform(url):
        pass
    assert caught.value.code is Code.PLAIN_HTTP_REFUSED
    HttpPlatform(url, token=lambda: "", clock=SetClock(), on_offset=lambda _offset: None, allow_plain_http=True)


def test_a_connection_that_breaks_in_the_body_is_unreachable_and_no_crash() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def break_off() -> None:
            peer, _ = server.accept()
            with peer:
                peer.recv(65536)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{")

        thread = threading.Thread(target=break_off)
        thread.start()
        with platform(f"http://127.0.0.1:{server.getsockname()[1]}") as made, pytest.raises(EnvironmentProblem) as caught:
            made.status()
        thread.join()
    assert caught.value.code is Code.PLATFORM_UNREACHABLE


@pytest.mark.parametrize(("url", "ca_file"), [("http://[x", None), ("https://platform.example", "/nowhere/ca.pem")])
def test_an_address_or_certificate_that_is_none_names_the_setting(url: str, ca_file: str | None) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        HttpPlatform(url, token=lambda: "", clock=SetClock(), on_offset=lambda _offset: None, ca_file=ca_file)
    assert caught.value.code is Code.SETTINGS_INVALID


@contextmanager
def overheard(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that writes down what it is sent, sends `answer` and keeps the line open."""
    heard: list[bytes] = []
    leaving = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            peer, _ = server.accept()
            with peer:
                heard.append(peer.recv(65536))
                peer.sendall(answer)
                leaving.wait(20)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        finally:
            leaving.set()
            thread.join()


def test_a_netrc_of_the_user_does_not_replace_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password else\n", "utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    body = msgspec.json.encode(STATUS)
    with (
        overheard(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)) as (url, heard),
        platform(url) as made,
    ):
        made.status()
    assert b"\r\nAuthorization: Bearer secret\r\n" in heard[0]


def test_a_person_who_waits_never_waits_longer_than_was_said() -> None:
    with overheard(b"") as (url, _), platform(url) as made, pytest.raises(EnvironmentProblem) as caught:
        made.balance(bytes(8), "k1", 0.2)
    assert caught.value.code is Code.PLATFORM_UNREACHABLE


# --- value on cards ---

OURS = {"server_ms": 1, "generation": "g1"}
GRANT = LoadGrantRequest(load=UUID(int=1), medium=bytes(8), digest_key="k1", uid=b"sealed", grant_key=bytes(32))
CALLS: list[tuple[bytes, Callable[[HttpPlatform, float], msgspec.Struct], msgspec.Struct]] = [
    (
        b"/v1/loads/grant",
        lambda made, timeout_s: made.load_grant(GRANT, timeout_s),
        LoadGrantResponse(**OURS, state=LoadState.AUTHORISED, grant=b"sealed"),
    ),
    (
        b"/v1/loads/open",
        lambda made, timeout_s: made.open_loads(OpenLoadsRequest(limit=5), timeout_s),
        OpenLoadsResponse(**OURS, loads=[], more=False),
    ),
    (
        b"/v1/cards/keys",
        lambda made, timeout_s: made.card_keys(CardKeysRequest(purse="p", uid=b"sealed", grant_key=bytes(32)), timeout_s),
        CardKeysResponse(**OURS, grant=b"sealed"),
    ),
]


@pytest.mark.parametrize(("path", "call", "answer"), CALLS)
def test_the_calls_about_value_on_cards(path: bytes, call: Callable[[HttpPlatform, float], object], answer: object) -> None:
    body = msgspec.json.encode(answer)
    with (
        overheard(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)) as (url, heard),
        platform(url) as made,
    ):
        assert call(made, 5.0) == answer
    assert heard[0].startswith(b"POST " + path + b" HTTP/1.1\r\n")


@pytest.mark.parametrize(("path", "call", "answer"), CALLS)
def test_nobody_waits_longer_for_them_than_was_said(
    path: bytes, call: Callable[[HttpPlatform, float], object], answer: object
) -> None:
    with overheard(b"") as (url, _), platform(url) as made, pytest.raises(EnvironmentProblem) as caught:
        call(made, 0.2)
    assert (caught.value.code, path, answer is None) == (Code.PLATFORM_UNREACHABLE, path, False)


@pytest.mark.parametrize("code", [Code.LOAD_NOT_FOUND, Code.CARD_SWAPPED, Code.RECOVERY_CODE_INVALID, Code.STAFF_NOT_ALLOWED])
def test_a_word_about_a_load_is_a_refusal(code: Code) -> None:
    with answering((409, "application/json", problem(code))) as url, platform(url) as made, pytest.raises(Refused) as caught:
        made.load_grant(GRANT, 5.0)
    assert caught.value.code is code
