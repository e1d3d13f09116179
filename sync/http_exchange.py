"""One HTTP exchange with the platform. Only an answer in our own format counts; all else has a name in `domain.errors`."""

import os
import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
import urllib3

from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.ports import Clock
from domain.wire import MEDIA_TYPE, Problem, Response, decode
from domain.wire_access import STAFF_HEADER
from domain.wire_fleet import INSTANCE_HEADER
from sync.timely import TimelyAdapter, within

READ_S = 15.0
FILE = "application/octet-stream"
_CONNECT_S = 3.0
_MOST_BYTES = 64 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_WHOLE_S = 60.0
_MEASURABLE_MS = 2_000
"""An exchange that took longer says too little about the other side's clock."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ENVIRONMENT = frozenset(
    {
        Code.PLATFORM_BUSY,
        Code.PLATFORM_NOT_OURS,
        Code.STATION_UNKNOWN,
        Code.STATION_REVOKED,
        Code.STATION_CLONED,
        Code.MODE_MISMATCH,
        Code.DISK_FULL,
        Code.DISK_FAILING,
        Code.STORE_DAMAGED,
        Code.STORE_LOCKED,
        Code.STORE_NEWER,
        Code.SNAPSHOT_MISSING,
        Code.INTERNAL,
    }
)
"""Problem codes that are about the machines or the connection; every other one is a word about the request."""
_FILE_NAME = re.compile(r'filename="([A-Za-z0-9._-]{1,120})"')

Answer = TypeVar("Answer", bound=Response)


class Raw(msgspec.Struct, frozen=True, kw_only=True):
    """Whatever answered, before anything is made of it."""

    status: int
    media_type: str
    content: bytes
    name: str = ""
    """What a file is to be saved as, where the answer says so."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """How the platform is reached. `ca_file`: PEM of the city's own authority, the only one that then counts."""

    url: str
    ca_file: str | None = None
    allow_plain_http: bool = False
    proxy: str | None = None
    """Address of an HTTP proxy on the way; None: what the environment says (`HTTPS_PROXY`, `NO_PROXY`)."""
    instance: str = ""
    """Which machine this is (`Citycard-Instance`); empty: not said."""


class HttpExchange:
    """Any thread may use it; each thread keeps its own connection."""

    def __init__(self, line: Line, *, token: Callable[[], str], clock: Clock, on_offset: Callable[[int], None]) -> None:
        """`on_offset` is given the platform's clock minus ours in milliseconds, at every exchange.

        Raises `EnvironmentProblem` with PLAIN_HTTP_REFUSED for plain HTTP to anything but this machine, SETTINGS_INVALID for an
        address or a `ca_file` that is none.
        """
        try:
            parts = urlsplit(line.url)
            host = parts.hostname
        except ValueError as problem:
            raise _setting("$.platform.url", "https://…") from problem
        if line.ca_file is not None and not Path(line.ca_file).is_file():
            raise _setting("$.platform.ca_file", "PEM")
        if line.proxy is not None and not line.proxy.startswith(("http://", "https://")):
            raise _setting("$.platform.proxy", "http://…")
        if parts.scheme != "https" and host not in _LOOPBACK and not line.allow_plain_http:
            raise EnvironmentProblem(Code.PLAIN_HTTP_REFUSED)
        self._url = line.url.rstrip("/")
        self._line = line
        self._authority, self._proxies = line.ca_file or _authority_of_environment(), _proxies(line)
        self._token = token
        self._clock = clock
        self._on_offset = on_offset
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []

    def close(self) -> None:
        """Hang up on every thread's connection."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def ask(
        self,
        method: str,
        path: str,
        answer_type: type[Answer],
        *,
        body: msgspec.Struct | None = None,
        query: dict[str, str] | None = None,
        staff: str = "",
        read_s: float = READ_S,
        whole_s: float = _WHOLE_S,
    ) -> Answer:
        """The answer. `read_s`: longest silence of the other side; `whole_s`: for all of it; `staff`: whose session it is.

        Raises `EnvironmentProblem` with PLATFORM_UNREACHABLE, PLATFORM_TLS or PLATFORM_NOT_OURS, and the platform's own code.
        """
        before_ms = self._clock.now_ms()
        answer = self.fetch(method, path, body=body, query=query, staff=staff, read_s=read_s, whole_s=whole_s)
        after_ms = self._clock.now_ms()
        message = _read(answer, answer_type)
        if 0 <= after_ms - before_ms <= _MEASURABLE_MS:
            self._on_offset(message.server_ms - (before_ms + after_ms) // 2)
        return message

    def fetch(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        query: dict[str, str] | None = None,
        staff: str = "",
        read_s: float = READ_S,
        whole_s: float = _WHOLE_S,
    ) -> Raw:
        """Whatever answers. Raises `EnvironmentProblem` with PLATFORM_UNREACHABLE or PLATFORM_TLS when nothing does."""
        try:
            with within(whole_s):
                response = self._session().request(
                    method,
                    self._url + path,
                    params=query,
                    data=None if body is None else msgspec.json.encode(body),
                    headers=self._headers(staff),
                    verify=self._authority,
                    proxies=self._proxies,
                    timeout=(min(_CONNECT_S, read_s), read_s),
                    allow_redirects=False,
                    stream=True,
                )
                with response:
                    content = _whole(response)
        except requests.exceptions.SSLError as problem:
            raise EnvironmentProblem(Code.PLATFORM_TLS) from problem
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as problem:
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE) from problem
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        name = _FILE_NAME.search(response.headers.get("Content-Disposition", ""))
        return Raw(status=response.status_code, media_type=media_type, content=content, name=name[1] if name else "")

    def _headers(self, staff: str) -> dict[str, str]:
        headers = {"Accept": f"{MEDIA_TYPE}, {FILE}", "Content-Type": MEDIA_TYPE, "Cache-Control": "no-cache"}
        token = self._token()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if self._line.instance:
            headers[INSTANCE_HEADER] = self._line.instance
        if staff:
            headers[STAFF_HEADER] = staff
        return headers

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            # It would look through the whole environment at every exchange, which is half of what one costs, and in .netrc.
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, TimelyAdapter())
            self._local.session = session
            with self._lock:
                self._sessions.append(session)
        return session


def _whole(response: requests.Response) -> bytes:
    """The body, not larger than any answer of ours."""
    content = bytearray()
    # `read1` gives what has come; reading for a whole chunk would hold more than that at a time.
    while chunk := response.raw.read1(_CHUNK_BYTES, decode_content=True):
        content += chunk
        if len(content) > _MOST_BYTES:
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS, status=response.status_code)
    return bytes(content)


def _proxies(line: Line) -> dict[str, str]:
    """By which way, for as long as this lives."""
    return {"http": line.proxy, "https": line.proxy} if line.proxy else dict(requests.utils.get_environ_proxies(line.url))


def _authority_of_environment() -> str | bool:
    """The PEM file that `requests` is told of otherwise; True: the one that comes with it."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def _setting(where: str, expected: str) -> EnvironmentProblem:
    return EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where=where, expected=expected)


def _read(answer: Raw, message: type[Answer]) -> Answer:
    """The message in an answer. Raises for a `Problem`, and `PLATFORM_NOT_OURS` for anything that is not ours."""
    if not 200 <= answer.status < 300:
        raise problem_of(answer)
    try:
        return decode(answer.content, message)
    except msgspec.ValidationError as foreign:
        raise EnvironmentProblem(Code.PLATFORM_NOT_OURS, status=answer.status) from foreign


def problem_of(answer: Raw) -> CityCardError:
    """What is wrong: the platform's own word, or that this is not the platform."""
    try:
        problem = decode(answer.content, Problem)
    except msgspec.ValidationError:
        return EnvironmentProblem(Code.PLATFORM_NOT_OURS, status=answer.status)
    kind: type[CityCardError] = EnvironmentProblem if problem.code in _ENVIRONMENT else Refused
    return kind(problem.code, **problem.details)
