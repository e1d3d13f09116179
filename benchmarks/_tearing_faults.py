"""Faults at chosen places, and the parts of a world that they happen in: a card, a store, a line to the platform.

Whatever touches card, disk or network in an act passes a *point* first. A script says at which points something goes wrong;
points are counted by kind from the act's beginning, so a dry run tells which there are.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import msgspec

from central import admin
from central.platform import Platform
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.ports import FeedPosition, SnapshotPart
from domain.wire import (
    BalanceRequest,
    BalanceResponse,
    CardKeysRequest,
    CardKeysResponse,
    ChangesResponse,
    EnrolRequest,
    EnrolResponse,
    LoadGrantRequest,
    LoadGrantResponse,
    OpenLoadsRequest,
    OpenLoadsResponse,
    Outcome,
    ProgrammeResponse,
    UploadRequest,
    UploadResponse,
    decode,
)
from domain.wire_activities import AdmissionAnswer, AdmissionAsk
from domain.wire_record import BindLookRequest, BindLookResponse, HolderRecordRequest, HolderRecordResponse
from domain.wire_registry import SnapshotResponse
from domain.wire_virtual_card import CodeUseRequest, CodeUseResponse, UsedCodesResponse, VerificationKeysResponse
from reader_drivers.card_application import CardApplication, CardTorn
from reader_drivers.virtual_desfire import VirtualDesfire

Kind = Literal["card", "disk", "net", "vendor"]
HOWS: dict[Kind, tuple[str, ...]] = {
    "card": ("before", "after", "unsent", "unheard", "altered"),
    "disk": ("before", "after", "full"),
    "net": ("unsent", "unheard", "away"),
    "vendor": (),
}
"""card: torn before or after the APDU; the APDU or its answer lost while the card stays; the answer altered. disk: the station
killed before or after the write is durable; the write refused by a full disk, which stays full for the act. net: the request
lost; the answer lost; the platform away from here to the end of the act. vendor: how a carrier's program misbehaves in the act,
in the simulator's own words."""
COMMIT_HOWS = ("old", "new")
"""Torn in the middle of the commit, which then has not taken, or has."""
_COMMIT = b"\x90\xc7"


class Killed(BaseException):
    """The station's process ends here."""


class Point(msgspec.Struct, frozen=True):
    """One place that an act went through. `at` counts by kind."""

    kind: Kind
    at: int
    commit: bool = False

    def hows(self) -> tuple[str, ...]:
        """What can go wrong here."""
        return HOWS[self.kind] + (COMMIT_HOWS if self.commit else ())


class Fault(msgspec.Struct, frozen=True):
    """What goes wrong at one place."""

    kind: Kind
    at: int
    how: str

    def __str__(self) -> str:
        return f"{self.kind}{self.at}{self.how}"


class Script:
    """The faults of the act under way, and the points that it has passed."""

    def __init__(self) -> None:
        self._faults: dict[tuple[str, int], str] = {}
        self._counts: dict[str, int] = {}
        self._lasting: dict[str, str] = {}
        self.trace: list[Point] = []

    def begin(self, faults: Iterable[Fault]) -> None:
        """Another act."""
        self._faults = {(fault.kind, fault.at): fault.how for fault in faults}
        self._counts, self._lasting, self.trace = {}, {}, []

    def point(self, kind: Kind, *, commit: bool = False) -> str | None:
        """Pass a point; what goes wrong there."""
        at = self._counts.get(kind, 0)
        self._counts[kind] = at + 1
        self.trace.append(Point(kind, at, commit))
        how = self._faults.get((kind, at)) or self._lasting.get(kind)
        if how in ("away", "full"):
            self._lasting[kind] = how
        return how


class FaultyCard:
    """A card application under a script."""

    def __init__(self, application: CardApplication, script: Script) -> None:
        self.application = application
        self._script = script
        self.off = False
        """True while the world itself uses the card."""

    def reset(self) -> None:
        """See `CardApplication.reset`."""
        self.application.reset()

    def apdu(self, command: bytes) -> bytes:
        """See `CardApplication.apdu`."""
        if self.off or command[:1] == b"\xff":
            return self.application.apdu(command)
        how = self._script.point("card", commit=command[:2] == _COMMIT)
        if how == "before":
            raise CardTorn
        if how == "unsent":
            raise EnvironmentProblem(Code.CARD_REMOVED)
        if how == "old":
            if isinstance(self.application, VirtualDesfire):
                self.application.lose_power_in_commit()
            raise CardTorn
        answer = self.application.apdu(command)
        if how in ("after", "new"):
            raise CardTorn
        if how == "unheard":
            raise EnvironmentProblem(Code.CARD_REMOVED)
        if how == "altered" and len(answer) > 2:
            return answer[:-3] + bytes([answer[-3] ^ 0x01]) + answer[-2:]
        return answer


class FaultyConnection:
    """A store's connection under a script: what begins and ends transactions passes a point at each commit."""

    def __init__(self, connection: Any, script: Script, *, full: Callable[[], Exception], die: Callable[[], None]) -> None:
        self._connection = connection
        self._script = script
        self._full = full
        self._kill = die
        self.dead = False

    def execute(self, sql: str, *values: Any) -> Any:
        """As the connection does."""
        self._live()
        if sql != "COMMIT":
            return self._connection.execute(sql, *values)
        how = self._script.point("disk")
        if how == "full":
            raise self._full()
        if how == "before":
            self._die()
        done = self._connection.execute(sql, *values)
        if how == "after":
            self._die()
        return done

    def rollback(self) -> None:
        """As the connection does."""
        if not self.dead:
            self._connection.rollback()

    def close(self) -> None:
        """As the connection does; also of a dead station, whose lock a real kill would have lifted."""
        self._connection.close()

    def __getattr__(self, name: str) -> Any:
        self._live()
        return getattr(self._connection, name)

    def _live(self) -> None:
        if self.dead:
            raise Killed

    def _die(self) -> None:
        self.dead = True
        self._kill()
        raise Killed


class Line:
    """`domain.ports.Platform` by calls into the platform itself: every message as on the wire, only the socket is left out."""

    def __init__(self, platform: Callable[[], Platform], script: Script, token: str = "") -> None:
        self._platform = platform
        self.script = script
        self.token = token
        self.cut = False
        """True: nothing comes through, whatever the script says."""

    def new_code(self, name: str, roles: list[str]) -> str:
        """A one-time code, as the platform's operator makes it."""
        return admin.create_enrolment_code(self._platform(), name, "示範區公所", roles)

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """See `domain.ports.Platform`."""
        answer: EnrolResponse = self._call(request, EnrolResponse)
        return answer

    def upload(self, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        answer: UploadResponse = self._call(UploadRequest(events=list(events)), UploadResponse)
        return answer.outcomes

    def changes(self, position: FeedPosition, limit: int) -> ChangesResponse:
        """See `domain.ports.Platform`."""
        station = self._platform().authenticate(self.token)
        return self._platform().changes(station, generation=position.generation, cursor=position.cursor, limit=limit)

    def snapshot(self) -> SnapshotResponse:
        """See `domain.ports.Platform`: none was built."""
        raise EnvironmentProblem(Code.SNAPSHOT_MISSING)

    def snapshot_part(self, part: SnapshotPart) -> bytes:  # noqa: ARG002
        """See `domain.ports.Platform`: none was built."""
        raise EnvironmentProblem(Code.SNAPSHOT_MISSING)

    def programme(self, version: str) -> ProgrammeResponse:
        """See `domain.ports.Platform`."""
        return self._platform().programme(version)

    def balance(self, medium: bytes, digest_key: str, timeout_s: float) -> BalanceResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        answer: BalanceResponse = self._call(BalanceRequest(medium=medium, digest_key=digest_key), BalanceResponse)
        return answer

    def load_grant(self, request: LoadGrantRequest, timeout_s: float) -> LoadGrantResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        answer: LoadGrantResponse = self._call(request, LoadGrantResponse)
        return answer

    def open_loads(self, request: OpenLoadsRequest, timeout_s: float) -> OpenLoadsResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        answer: OpenLoadsResponse = self._call(request, OpenLoadsResponse)
        return answer

    def card_keys(self, request: CardKeysRequest, timeout_s: float) -> CardKeysResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        answer: CardKeysResponse = self._call(request, CardKeysResponse)
        return answer

    def admission(self, request: AdmissionAsk, timeout_s: float) -> AdmissionAnswer:  # noqa: ARG002
        """See `domain.ports.Platform`: none of these stations is a gate."""
        raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def verification_keys(self) -> VerificationKeysResponse:
        """See `domain.ports_codes.CodeCalls`, and so the next two: nobody shows a phone here."""
        raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def use_code(self, request: CodeUseRequest, timeout_s: float) -> CodeUseResponse:  # noqa: ARG002
        """See `verification_keys`."""
        raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def used_codes(self, cursor: str) -> UsedCodesResponse:  # noqa: ARG002
        """See `verification_keys`."""
        raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def holder_record(self, request: HolderRecordRequest, timeout_s: float) -> HolderRecordResponse:  # noqa: ARG002
        """See `domain.ports_holder.HolderCalls`: nobody looks at their record here."""
        raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def bind_look(self, request: BindLookRequest, timeout_s: float) -> BindLookResponse:  # noqa: ARG002
        """See `holder_record`."""
        raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)

    def _call(self, request: msgspec.Struct, answered: type[Any]) -> Any:
        if self.cut:
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        how = self.script.point("net")
        if how in ("unsent", "away"):
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        answer = self.carried_out(type(request).__name__, msgspec.json.encode(request))
        if how == "unheard":
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        return decode(answer, answered)

    def carried_out(self, name: str, request: bytes) -> bytes:
        """What the platform answers to a request of that type, both as on the wire."""
        platform = self._platform()
        asked = decode(request, _REQUESTS[name])
        match asked:
            case EnrolRequest():
                return msgspec.json.encode(platform.enrol(asked, "bench"))
            case BalanceRequest():
                return msgspec.json.encode(platform.balance(asked))
            case UploadRequest():
                return msgspec.json.encode(platform.upload(platform.authenticate(self.token), asked))
            case LoadGrantRequest():
                return msgspec.json.encode(platform.load_grant(platform.authenticate(self.token), asked))
            case OpenLoadsRequest():
                return msgspec.json.encode(platform.open_loads(platform.authenticate(self.token), asked))
            case CardKeysRequest():
                return msgspec.json.encode(platform.card_keys(platform.authenticate(self.token), asked))
            case _:
                raise AssertionError(name)


_REQUESTS: dict[str, type[msgspec.Struct]] = {
    request.__name__: request
    for request in (EnrolRequest, BalanceRequest, UploadRequest, LoadGrantRequest, OpenLoadsRequest, CardKeysRequest)
}
