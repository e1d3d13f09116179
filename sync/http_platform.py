"""The central platform's calls over HTTP, as a station makes them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.feed_kinds import OF_GATES
from domain.feed_page import FeedPage, RawPage, looked_at
from domain.office_calls import AskedT, GivenT, OfficeCall, OfficeFile, OfficeFileCall
from domain.ports import Clock, FeedPosition, SnapshotPart
from domain.wire import (
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
    ProgrammeResponse,
    StatusResponse,
    UploadRequest,
    UploadResponse,
)
from domain.wire_access import StaffSessionEnd, StaffSessionEnded, StaffSessionRequest, StaffSessionResponse
from domain.wire_activities import AdmissionAnswer, AdmissionAsk
from domain.wire_fleet import (
    Beat,
    EpochRequest,
    EpochResponse,
    HeartbeatRequest,
    HeartbeatResponse,
    IdentityResponse,
    TokenRequest,
    TokenResponse,
    WipedRequest,
    WipedResponse,
)
from domain.wire_operations import ToldRequest, ToldResponse, Watched
from domain.wire_record import BindLookRequest, BindLookResponse, HolderRecordRequest, HolderRecordResponse
from domain.wire_registry import SnapshotResponse
from domain.wire_virtual_card import CodeUseRequest, CodeUseResponse, UsedCodesResponse, VerificationKeysResponse
from sync.http_exchange import FILE, READ_S, Answer, HttpExchange, Line, problem_of
from sync.turnstile import Turnstile

_OK = 200
_KINDS = ",".join(sorted(OF_GATES))
"""Kinds of rows that this version knows and not every one."""


class Renewal(msgspec.Struct, frozen=True, kw_only=True):
    """Where a station keeps its token, and whether it has asked for another one without having got the answer."""

    unfinished: Callable[[], bool]
    begin: Callable[[], None]
    """Note durably that another token is asked for."""
    finish: Callable[[str], None]
    """Keep the new token durably, and then that none is asked for any more."""


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
        proxy: str | None = None,
        instance: str = "",
        renewal: Renewal | None = None,
    ) -> None:
        """As `HttpExchange`; `renewal` is how the token is replaced, None where it is not."""
        line = Line(url=url, ca_file=ca_file, allow_plain_http=allow_plain_http, proxy=proxy, instance=instance)
        self._exchange = HttpExchange(line, token=token, clock=clock, on_offset=on_offset)
        self._renewal = renewal
        self._turnstile = Turnstile()

    def close(self) -> None:
        """Hang up on every thread's connection."""
        self._exchange.close()

    def status(self) -> StatusResponse:
        """Whether the platform is there."""
        return self._ask("GET", "/v1/status", StatusResponse)

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Introduce this station."""
        return self._ask("POST", "/v1/enrol", EnrolResponse, body=request)

    def upload(self, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        """Offer events; their outcomes, as far as the platform gave any."""
        body = UploadRequest(events=list(events))
        return self._ask("POST", "/v1/events", UploadResponse, body=body, read_s=timeout_s).outcomes

    def changes(self, position: FeedPosition, limit: int) -> FeedPage:
        """The next page of the change feed; kinds of rows that are not known here are left out and named."""
        query = {"generation": position.generation, "cursor": position.cursor, "limit": str(limit), "kinds": _KINDS}
        page = self._ask("GET", "/v1/changes", RawPage, query=query)
        try:
            return looked_at(page)
        except msgspec.ValidationError as foreign:
            raise EnvironmentProblem(Code.PLATFORM_NOT_OURS) from foreign

    def snapshot(self) -> SnapshotResponse:
        """The newest snapshot's manifest."""
        return self._ask("GET", "/v1/snapshot", SnapshotResponse)

    def snapshot_part(self, part: SnapshotPart) -> bytes:
        """One part of a snapshot."""
        query = {"snapshot": part.snapshot, "section": part.section, "part": str(part.part)}
        with self._passing(READ_S):
            answer = self._exchange.fetch("GET", "/v1/snapshot/part", query=query)
        if answer.status == _OK and answer.media_type == FILE:
            return answer.content
        raise problem_of(answer)

    def programme(self, version: str) -> ProgrammeResponse:
        """The programme in force, if it is another than `version`."""
        return self._ask("GET", "/v1/programme", ProgrammeResponse, query={"version": version})

    def balance(self, medium: bytes, digest_key: str, timeout_s: float) -> BalanceResponse:
        """What a tap alone may know; a person is waiting."""
        body = BalanceRequest(medium=medium, digest_key=digest_key)
        return self._ask("POST", "/v1/balance", BalanceResponse, body=body, read_s=timeout_s, whole_s=timeout_s)

    def holder_record(self, request: HolderRecordRequest, timeout_s: float) -> HolderRecordResponse:
        """What the holder of the card that lies here may see of themselves; a person is waiting."""
        return self._ask("POST", "/v1/holder/record", HolderRecordResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def bind_look(self, request: BindLookRequest, timeout_s: float) -> BindLookResponse:
        """Whose code was typed or shown, for a card that is nobody's; a person is waiting."""
        return self._ask(
            "POST", "/v1/cards/bind-code/look", BindLookResponse, body=request, read_s=timeout_s, whole_s=timeout_s
        )

    def load_grant(self, request: LoadGrantRequest, timeout_s: float) -> LoadGrantResponse:
        """How a load stands, and while it is open what is needed to ask its card; a person is waiting."""
        return self._ask("POST", "/v1/loads/grant", LoadGrantResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def open_loads(self, request: OpenLoadsRequest, timeout_s: float) -> OpenLoadsResponse:
        """Loads that nobody has decided yet, for the staff of a counter."""
        return self._ask("POST", "/v1/loads/open", OpenLoadsResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def admission(self, request: AdmissionAsk, timeout_s: float) -> AdmissionAnswer:
        """What a card gets at a gate; a queue is waiting."""
        return self._ask("POST", "/v1/admission", AdmissionAnswer, body=request, read_s=timeout_s, whole_s=timeout_s)

    def card_keys(self, request: CardKeysRequest, timeout_s: float) -> CardKeysResponse:
        """The keys of one blank card that is to be personalised, for stations with that role."""
        return self._ask("POST", "/v1/cards/keys", CardKeysResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    # --- staff ---

    def open_staff_session(self, request: StaffSessionRequest, timeout_s: float) -> StaffSessionResponse:
        """Sign a member of staff in at the platform."""
        return self._ask("POST", "/v1/staff/session", StaffSessionResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def end_staff_session(self, staff: str, timeout_s: float) -> None:
        """The session is over."""
        body = StaffSessionEnd(token=staff)
        self._ask("POST", "/v1/staff/session/end", StaffSessionEnded, body=body, read_s=timeout_s, whole_s=timeout_s)

    def ask_as_staff(self, call: OfficeCall[AskedT, GivenT], request: AskedT, staff: str, timeout_s: float) -> GivenT:
        """What the platform answers somebody who is signed in there."""
        how = {"query": _query(request)} if call.method == "GET" else {"body": request}
        return self._ask(call.method, call.path, call.gives, staff=staff, read_s=timeout_s, whole_s=timeout_s, **how)

    def file_as_staff(self, call: OfficeFileCall[AskedT], request: AskedT, staff: str, timeout_s: float) -> OfficeFile:
        """The file that the platform answers them with."""
        how = {"query": _query(request)} if call.method == "GET" else {"body": request}
        with self._passing(timeout_s):
            answer = self._exchange.fetch(call.method, call.path, staff=staff, read_s=timeout_s, whole_s=timeout_s, **how)
        if answer.status == _OK and answer.name:
            return OfficeFile(content=answer.content, media_type=answer.media_type, name=answer.name)
        raise problem_of(answer)

    def verification_keys(self) -> VerificationKeysResponse:
        """The public keys of virtual cards' codes."""
        return self._ask("GET", "/v1/virtual-card/keys", VerificationKeysResponse)

    def use_code(self, request: CodeUseRequest, timeout_s: float) -> CodeUseResponse:
        """Use up a code that was shown; a person is waiting."""
        return self._ask("POST", "/v1/virtual-card/use", CodeUseResponse, body=request, read_s=timeout_s, whole_s=timeout_s)

    def used_codes(self, cursor: str) -> UsedCodesResponse:
        """Codes that were used elsewhere since a cursor."""
        return self._ask("GET", "/v1/virtual-card/used", UsedCodesResponse, query={"cursor": cursor})

    # --- the station itself ---

    def identity(self) -> IdentityResponse:
        """Who this station is to the platform, and where its chain ends there."""
        return self._ask("GET", "/v1/station/identity", IdentityResponse)

    def new_epoch(self, request: EpochRequest) -> EpochResponse:
        """Another epoch: the journal was restored from a backup."""
        return self._ask("POST", "/v1/station/epoch", EpochResponse, body=request)

    def heartbeat(self, beat: Beat) -> HeartbeatResponse:
        """How this station is; what it should know at once."""
        return self._ask("POST", "/v1/station/heartbeat", HeartbeatResponse, body=HeartbeatRequest(beat=beat))

    def wiped(self, ordered_ms: int, signature: bytes) -> None:
        """The wipe that was ordered then is done. Also for a station that has been revoked."""
        self._ask("POST", "/v1/station/wiped", WipedResponse, body=WipedRequest(ordered_ms=ordered_ms, signature=signature))

    def told(self, after: int, watched: Sequence[Watched]) -> ToldResponse:
        """What people have made of this station's events since a number, and which of the watched need nobody any more."""
        return self._ask("POST", "/v1/station/outcomes", ToldResponse, body=ToldRequest(after=after, watched=list(watched)))

    def renew_token(self) -> None:
        """Have the token replaced; a lost answer is made good before anything else is asked.

        The old token is good for one more request (docs/platform/stations-and-staff.md, Token), so that one has to be this one.
        """
        if self._renewal is not None:
            self._renewal.begin()
            self._renew(self._renewal, READ_S)

    def _renew(self, renewal: Renewal, timeout_s: float) -> None:
        with self._turnstile.alone(timeout_s) as alone:
            if not alone:
                raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
            if renewal.unfinished():
                answer = self._exchange.ask(
                    "POST", "/v1/station/token", TokenResponse, body=TokenRequest(), read_s=timeout_s, whole_s=timeout_s
                )
                renewal.finish(answer.token)

    def _ask(self, method: str, path: str, answer_type: type[Answer], **how: Any) -> Answer:
        with self._passing(how.get("whole_s", READ_S)):
            return self._exchange.ask(method, path, answer_type, **how)

    @contextmanager
    def _passing(self, patience_s: float) -> Iterator[None]:
        """A request may go out: no token is being replaced, nor has to be before anything else."""
        if self._renewal is not None and self._renewal.unfinished():
            self._renew(self._renewal, patience_s)
        with self._turnstile.passing(patience_s) as admitted:
            if not admitted:
                raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
            yield


def _query(request: msgspec.Struct) -> dict[str, str]:
    """A request's plain fields as a query; what has no value is left out."""
    fields: dict[str, Any] = msgspec.to_builtins(request)
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in fields.items()
        if value is not None
    }
