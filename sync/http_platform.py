"""The central platform over HTTP. Only an answer in our own format counts; everything else has a name in `domain.errors`."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import msgspec
import requests

from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.events import SignedEvent
from domain.feed_kinds import OF_GATES
from domain.feed_page import FeedPage, RawPage, looked_at
from domain.ports import Clock, FeedPosition, SnapshotPart
from domain.wire import (
    MEDIA_TYPE,
    BalanceRequest,
    BalanceResponse,
    CardKeysRequest,
    CardKeysResponse,
    EnrolRequest,
    EnrolResponse,
    LoadGrantRequest,
    LoadGrantResponse,
    OpenLoadsRequest,
    OpenLoadsResponse,
    Outcome,
    Problem,
    ProgrammeResponse,
    StatusResponse,
    UploadRequest,
    UploadResponse,
    decode,
)
from domain.wire_registry import SnapshotResponse

_CONNECT_S = 3.0
_READ_S = 15.0
_MOST_BYTES = 64 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_WHOLE_S = 60.0
_MEASURABLE_MS = 2_000
"""An exchange that took longer says too little about the other side's clock."""
_OK = 200
_FILE = "application/octet-stream"
_KINDS = ",".join(sorted(OF_GATES))
"""Kinds of rows that this version knows and not every one."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_REFUSALS = frozenset(
    {
        Code.REQUEST_INVALID,
        Code.REQUEST_TOO_LARGE,
        Code.ENROLMENT_CODE_INVALID,
        Code.CARD_UNKNOWN,
        Code.CARD_BLOCKED,
        Code.CARD_NO_HOLDER,
        Code.STAFF_CARD_NOT_FOR_CITIZENS,
        Code.SECOND_FACTOR_LOCKED,
        Code.STAFF_NOT_ALLOWED,
        Code.CARD_RANDOM_UID,
        Code.CARD_SWAPPED,
        Code.PURSE_MISSING,
        Code.LOAD_NOT_FOUND,
        Code.RECOVERY_CODE_INVALID,
    }
)
"""Problem codes that are a word about the request, not about the machine or the connection."""

Answer = TypeVar(
    "Answer",
    StatusResponse,
    EnrolResponse,
    UploadResponse,
    RawPage,
    SnapshotResponse,
    ProgrammeResponse,
    BalanceResponse,
    LoadGrantResponse,
    OpenLoadsResponse,
    CardKeysResponse,
)


class HttpPlatform:
    """`domain.ports.Platform` over HTTP(S). Any thread may call any method; each thread keeps its own connection."""

    def __init__(
        self,
        url: str,
        *,
        token: Callable[[], str],
        clock: Clock,
        on_offset: Callable[[int], None],
        ca_file: str | None = None,
        allow_plain_http: bool = False,
    ) -> None:
        """`on_offset` is given the platform's clock minus ours in milliseconds, at every exchange.

        Raises `EnvironmentProblem` with PLAIN_HTTP_REFUSED for plain HTTP to anything but this machine, SETTINGS_INVALID for an
        address or a `ca_file` that is none.
        """
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError as problem:
            raise _setting("$.platform.url", "https://…") from problem
        if ca_file is not None and not Path(ca_file).is_file():
            raise _setting("$.platform.ca_file", "PEM")
        if parts.scheme != "https" and host not in _LOOPBACK and not allow_plain_http:
            raise EnvironmentProblem(Code.PLAIN_HTTP_REFUSED)
        self._url = url.rstrip("/")
        self._token = token
        self._clock = clock
        self._on_offset = on_offset
        self._ca_file = ca_file
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []

    def close(self) -> None:
        """Hang up on every thread's connection."""
        with self._lock:
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def status(self) -> StatusResponse:
        """Whether the platform is there."""
        return self._exchange("GET", "/v1/status", StatusResponse)

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Introduce this station."""
        return self._exchange("POST", "/v1/enrol", EnrolResponse, body=request)

    def upload(self, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        """Offer events; their outcomes, as far as the platform gave any."""
        body = UploadRequest(events=list(events))
        return self._exchange("POST", "/v1/events", UploadResponse, body=body, read_s=timeout_s).outcomes

    def changes(self, position: FeedPosition, limit: int) -> FeedPage:
        """The next page of the change feed; kinds of rows that are not known here are left out and named."""
        query = {"generation": position.generation, "cursor": position.cursor, "limit": str(limit), "kinds": _KINDS}
        page = self._exchange("GET", "/v1/changes", RawPage, query=query)
        try:
            return looked_at(page)
        except msgspec.ValidationError as foreign:
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS) from foreign

    def snapshot(self) -> SnapshotResponse:
        """The newest snapshot's manifest."""
        return self._exchange("GET", "/v1/snapshot", SnapshotResponse)

    def snapshot_part(self, part: SnapshotPart) -> bytes:
        """One part of a snapshot."""
        query = {"snapshot": part.snapshot, "section": part.section, "part": str(part.part)}
        answer = self._ask("GET", "/v1/snapshot/part", query=query)
        if answer.status == _OK and answer.media_type == _FILE:
            return answer.content
        raise _problem(answer)

    def programme(self, version: str) -> ProgrammeResponse:
        """The programme in force, if it is another than `version`."""
        return self._exchange("GET", "/v1/programme", ProgrammeResponse, query={"version": version})

    def balance(self, medium: bytes, digest_key: str, timeout_s: float) -> BalanceResponse:
        """What a tap alone may know; a person is waiting."""
        body = BalanceRequest(medium=medium, digest_key=digest_key)
        return self._exchange("POST", "/v1/balance", BalanceResponse, body=body, read_s=timeout_s, whole_s=timeout_s)

    def load_grant(self, request: LoadGrantRequest, timeout_s: float) -> LoadGrantResponse:
        """How a load stands, and while it is open what is needed to ask its card; a person is waiting."""
        return self._exchange("POST", "/v1/loads/grant", LoadGrantResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def open_loads(self, request: OpenLoadsRequest, timeout_s: float) -> OpenLoadsResponse:
        """Loads that nobody has decided yet, for the staff of a counter."""
        return self._exchange("POST", "/v1/loads/open", OpenLoadsResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def card_keys(self, request: CardKeysRequest, timeout_s: float) -> CardKeysResponse:
        """The keys of one blank card that is to be personalised, for stations with that role."""
        return self._exchange("POST", "/v1/cards/keys", CardKeysResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def _exchange(
        self,
        method: str,
        path: str,
        answer_type: type[Answer],
        *,
        body: msgspec.Struct | None = None,
        query: dict[str, str] | None = None,
        read_s: float = _READ_S,
        whole_s: float = _WHOLE_S,
    ) -> Answer:
        before_ms = self._clock.now_ms()
        answer = self._ask(method, path, body=body, query=query, read_s=read_s, whole_s=whole_s)
        after_ms = self._clock.now_ms()
        message = _read(answer, answer_type)
        if 0 <= after_ms - before_ms <= _MEASURABLE_MS:
            self._on_offset(message.server_ms - (before_ms + after_ms) // 2)
        return message

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: msgspec.Struct | None = None,
        query: dict[str, str] | None = None,
        read_s: float = _READ_S,
        whole_s: float = _WHOLE_S,
    ) -> "_Answer":
        began_s = self._clock.monotonic_s()
        try:
            response = self._session().request(
                method,
                self._url + path,
                params=query,
                data=None if body is None else msgspec.json.encode(body),
                headers={"Accept": f"{MEDIA_TYPE}, {_FILE}", "Content-Type": MEDIA_TYPE, "Cache-Control": "no-cache"},
                auth=_Bearer(self._token()),
                verify=self._ca_file or True,
                timeout=(min(_CONNECT_S, read_s), read_s),
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = self._whole(response, began_s + whole_s)
        except requests.exceptions.SSLError as problem:
            raise EnvironmentProblem(Code.PLATFORM_TLS) from problem
        except (requests.RequestException, OSError) as problem:
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE) from problem
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return _Answer(status=response.status_code, media_type=media_type, content=content)

    def _whole(self, response: requests.Response, deadline_s: float) -> bytes:
        """The body, within a deadline for all of it (a peer can trickle for ever) and not larger than any answer of ours."""
        content = bytearray()
        for chunk in response.iter_content(_CHUNK_BYTES):
            content += chunk
            if len(content) > _MOST_BYTES:
                raise EnvironmentProblem(Code.PLATFORM_NOT_OURS, status=response.status_code)
            if self._clock.monotonic_s() > deadline_s:
                raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        return bytes(content)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            self._local.session = session
            with self._lock:
                self._sessions.append(session)
        return session


class _Bearer(requests.auth.AuthBase):
    """The token as `auth`, because a user's .netrc would replace a mere header."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _setting(where: str, expected: str) -> EnvironmentProblem:
    return EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where=where, expected=expected)


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Whatever answered, before anything is made of it."""

    status: int
    media_type: str
    content: bytes


def _read(answer: _Answer, message: type[Answer]) -> Answer:
    """The message in an answer. Raises for a `Problem`, and `PLATFORM_NOT_OURS` for anything that is not ours."""
    if not 200 <= answer.status < 300:
        raise _problem(answer)
    try:
        return decode(answer.content, message)
    except msgspec.ValidationError as foreign:
        raise EnvironmentProblem(Code.PLATFORM_NOT_OURS, status=answer.status) from foreign


def _problem(answer: _Answer) -> CityCardError:
    """What is wrong: the platform's own word, or that this is not the platform."""
    try:
        problem = decode(answer.content, Problem)
    except msgspec.ValidationError:
        return EnvironmentProblem(Code.PLATFORM_NOT_OURS, status=answer.status)
    kind: type[CityCardError] = Refused if problem.code in _REFUSALS else EnvironmentProblem
    return kind(problem.code, **problem.details)
