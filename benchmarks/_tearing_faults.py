"""Faults at chosen places, and the parts of a world that they happen in: a card, a store, a line to the platform.

Whatever touches card, disk or network in an act passes a *point* first. A script says at which points something goes wrong;
points are counted by kind from the act's beginning, so a dry run tells which there are.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeVar

import msgspec

from central.platform import Platform
from domain.errors import Code, EnvironmentProblem
from domain.events import SignedEvent
from domain.ports import FeedPosition
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
from reader_drivers.card_application import CardApplication, CardTorn
from reader_drivers.virtual_desfire import VirtualDesfire

Kind = Literal["card", "disk", "net"]
HOWS: dict[Kind, tuple[str, ...]] = {
    "card": ("before", "after", "unsent", "unheard", "altered"),
    "disk": ("before", "after", "full"),
    "net": ("unsent", "unheard", "away"),
}
"""card: torn before or after the APDU; the APDU or its answer lost while the card stays; the answer altered. disk: the station
killed before or after the write is durable; the write refused by a full disk, which stays full for the act. net: the request lost;
the answer lost; the platform away from here to the end of the act."""
COMMIT_HOWS = ("old", "new")
"""Torn in the middle of the commit, which then has not taken, or has."""
_COMMIT = b"\x90\xc7"

Message = TypeVar("Message", bound=msgspec.Struct)


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

    def __init__(self, connection: Any, script: Script, full: Callable[[], Exception]) -> None:
        self._connection = connection
        self._script = script
        self._full = full
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
        raise Killed


class Line:
    """`domain.ports.Platform` by calls into the platform itself: every message as on the wire, only the socket is left out."""

    def __init__(self, platform: Callable[[], Platform], script: Script, token: str = "") -> None:
        self._platform = platform
        self._script = script
        self.token = token
        self.cut = False
        """True: nothing comes through, whatever the script says."""

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """See `domain.ports.Platform`."""
        return self._call(request, EnrolRequest, EnrolResponse, lambda asked: self._platform().enrol(asked, "bench"))

    def upload(self, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:  # noqa: ARG002
        """See `domain.ports.Platform`."""

        def carry_out(asked: UploadRequest) -> UploadResponse:
            return self._platform().upload(self._platform().authenticate(self.token), asked)

        return self._call(UploadRequest(events=list(events)), UploadRequest, UploadResponse, carry_out).outcomes

    def changes(self, position: FeedPosition, limit: int) -> ChangesResponse:
        """See `domain.ports.Platform`."""
        station = self._platform().authenticate(self.token)
        return self._platform().changes(station, generation=position.generation, cursor=position.cursor, limit=limit)

    def programme(self, version: str) -> ProgrammeResponse:
        """See `domain.ports.Platform`."""
        return self._platform().programme(version)

    def balance(self, medium: bytes, digest_key: str, timeout_s: float) -> BalanceResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        request = BalanceRequest(medium=medium, digest_key=digest_key)
        return self._call(request, BalanceRequest, BalanceResponse, lambda asked: self._platform().balance(asked))

    def load_grant(self, request: LoadGrantRequest, timeout_s: float) -> LoadGrantResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        return self._call(
            request,
            LoadGrantRequest,
            LoadGrantResponse,
            lambda asked: self._platform().load_grant(self._platform().authenticate(self.token), asked),
        )

    def open_loads(self, request: OpenLoadsRequest, timeout_s: float) -> OpenLoadsResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        return self._call(
            request,
            OpenLoadsRequest,
            OpenLoadsResponse,
            lambda asked: self._platform().open_loads(self._platform().authenticate(self.token), asked),
        )

    def card_keys(self, request: CardKeysRequest, timeout_s: float) -> CardKeysResponse:  # noqa: ARG002
        """See `domain.ports.Platform`."""
        return self._call(
            request,
            CardKeysRequest,
            CardKeysResponse,
            lambda asked: self._platform().card_keys(self._platform().authenticate(self.token), asked),
        )

    def _call(
        self, request: Message, asked: type[Message], answered: type[Any], carry_out: Callable[[Message], msgspec.Struct]
    ) -> Any:
        if self.cut:
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        how = self._script.point("net")
        if how in ("unsent", "away"):
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        answer = carry_out(decode(msgspec.json.encode(request), asked))
        if how == "unheard":
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        return decode(msgspec.json.encode(answer), answered)
