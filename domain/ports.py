"""What the packages need of one another, as Protocols. `station/wiring.py` joins them; nobody else knows both sides."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from domain.events import SignedEvent
from domain.loads import LoadOrder, LoadProof, PurseReading
from domain.media import Medium
from domain.ports_codes import CodeCalls
from domain.ports_holder import HolderCalls
from domain.ports_registry import DownloadProgress as DownloadProgress  # noqa: PLC0414 (one of the ports)
from domain.ports_registry import FeedPosition as FeedPosition  # noqa: PLC0414 (one of the ports)
from domain.ports_registry import RegistryNeeds as RegistryNeeds  # noqa: PLC0414 (one of the ports)
from domain.ports_registry import RegistrySink as RegistrySink  # noqa: PLC0414 (one of the ports)
from domain.ports_registry import SnapshotPart as SnapshotPart  # noqa: PLC0414 (one of the ports)
from domain.wire import (
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
)
from domain.wire_activities import AdmissionAnswer, AdmissionAsk
from domain.wire_operations import Told, Watched
from domain.wire_registry import SnapshotResponse

# --- time ------------------------------------------------------------------------------------------------------------


class Clock(Protocol):
    """Where all time comes from."""

    def now_ms(self) -> int:
        """The device's wall clock, milliseconds since 1970-01-01T00:00Z; may be wrong and may jump."""
        ...

    def monotonic_s(self) -> float:
        """Seconds from an arbitrary start that never run backwards."""
        ...


# --- readers ---------------------------------------------------------------------------------------------------------


class CardPresented(msgspec.Struct, frozen=True, kw_only=True):
    """A card came into a reader's field and its identifier was read."""

    reader: str
    medium: Medium
    at_s: float
    """`Clock.monotonic_s` of the moment when the reader service reported the card."""
    ats: bytes = b""
    """Historical part of the card's answer to select, where reader and card give one; a hint at its kind and no more."""
    again: bool = False
    """It lay there when the reader was lost and lies there now that it is back: no new tap. Set by the card worker alone."""


class CardUnreadable(msgspec.Struct, frozen=True, kw_only=True):
    """Something lay on the reader and gave no identifier (held askew, taken away too soon, not a card we know)."""

    reader: str


class CardGone(msgspec.Struct, frozen=True, kw_only=True):
    """The card left the field. A result, not an error."""

    reader: str
    assumed: bool = False
    """Nobody saw it leave: the reader cannot tell, and it has only been so long since the tap."""


class ReaderReady(msgspec.Struct, frozen=True, kw_only=True):
    """The reader is there and waits for cards."""

    reader: str


class ReaderLost(msgspec.Struct, frozen=True, kw_only=True):
    """The reader, or the service that it hangs on, is away; the driver goes on looking for it by itself."""

    reader: str
    cause: Literal["unplugged", "service"]


ReaderEvent = CardPresented | CardUnreadable | CardGone | ReaderReady | ReaderLost


class Feedback(StrEnum):
    """What a reader's own light and buzzer can tell the person."""

    DONE = "done"
    ATTENTION = "attention"
    """It passes, or somebody can mend it here."""
    REFUSED = "refused"


class CardChannel(Protocol):
    """The card on a reader, held for one piece of work. Used from the reader's own thread only."""

    def transmit(self, command: bytes) -> bytes:
        """The response APDU to a command APDU (ISO/IEC 7816-4), status word included, so at least two bytes.

        Raises `EnvironmentProblem` with CARD_REMOVED or READER_LOST whenever no whole answer came: the card may then have
        carried the command out, or not.
        """
        ...


class Reader(Protocol):
    """One opened reader, used from one thread only, its card worker's."""

    name: str

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        """What happened, in order; waits at most `timeout_s` and then returns nothing.

        Never raises for a card or reader that goes away: those are `CardGone` and `ReaderLost`. A reader that is missing
        from the start gives one `ReaderLost`.
        """
        ...

    def connect(self) -> AbstractContextManager[CardChannel]:
        """Hold the card that lies here now, alone, until the block ends; between two polls, on the worker's thread.

        Raises `EnvironmentProblem` with CARD_REMOVED (nothing lies here), READER_LOST or READER_NO_EXCHANGE (this reader
        gives identifiers and nothing else). What was reported before stays true afterwards: a card that was lifted meanwhile
        is reported by the next poll.
        """
        ...

    def signal(self, feedback: Feedback) -> None:
        """Light and sound of the reader's own; nothing happens where it has none. Never raises; on the worker's thread."""
        ...

    def wake(self) -> None:
        """Make a poll that waits return early, so that the worker can turn to something else. Any thread."""
        ...

    def close(self) -> None:
        """Let go of the reader; the object cannot be used again. Any thread may call it after the worker has stopped."""
        ...


class ProbedReader(msgspec.Struct, frozen=True, kw_only=True):
    """A reader that a driver sees just now."""

    name: str


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What a driver finds on this machine. `problem` is an error code's text when the driver cannot work at all."""

    readers: list[ProbedReader]
    problem: str | None = None


Capability = Literal["uid", "idm", "code", "exchange", "feedback"]
"""What a driver can do: identifiers it reads, APDUs (`exchange`), a reader's own light and buzzer (`feedback`)."""


class DriverSpec(msgspec.Struct, frozen=True, kw_only=True):
    """What a driver module exports as `DRIVER`."""

    name: str
    """As it stands in the settings: `pcsc`, `virtual`."""
    summary: str
    real: bool
    """False for drivers that only imitate a reader; the screen says so."""
    capabilities: frozenset[Capability]
    """Of the driver; a single reader may offer less and then refuses as `Reader` says."""
    probe: Callable[[], Probe]
    open: Callable[[str, Clock], Reader]
    """Open the reader whose name starts with the given text (empty: the first one). The reader need not be there yet."""


NO_CHARACTER = "\0"
"""For `Keystrokes.pressed`: a key that carries no character (Backspace, Escape, F9, an arrow, Ctrl+A)."""


class KeyVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of keys that are held back, counted from the oldest; the rest stays held, or is the next verdict's."""

    release: int = 0
    """So many were typed by a person and go on to the window, in their order."""
    swallow: int = 0
    """So many after those came from a reader and reach no window."""


class Keystrokes(Protocol):
    """Tells what a person types from what a keyboard-wedge reader sends. From one thread only, the windows'.

    Every key that carries a character, Enter and Tab are given to `pressed` and held back until a verdict counts them.
    """

    def pressed(self, text: str, at_s: float) -> Sequence[KeyVerdict]:
        """A key: its character, or a carriage return or tab. `at_s` is when it was pressed, on any steady clock.

        `NO_CHARACTER` for another key, only while `at_pace`.
        """
        ...

    def at_pace(self, at_s: float) -> bool:
        """Whether a key pressed then comes as quickly after another as a reader's do."""
        ...

    def interrupted(self) -> Sequence[KeyVerdict]:
        """A key came that no reader sends (a key held down, or one without a character that is not `at_pace`)."""
        ...

    def waited(self, at_s: float) -> Sequence[KeyVerdict]:
        """No key has come since `patience_s` was read, by the same clock."""
        ...

    def patience_s(self) -> float | None:
        """How long from the last key on `waited` is to be called; None when nothing is held."""
        ...


class Frames(Protocol):
    """Takes a camera's pictures in. Any thread; never waits."""

    def offer(self, grey: bytes, width: int, height: int) -> None:
        """One picture, a byte a pixel, row by row without gaps. Dropped when the one before is still being looked at."""
        ...

    def wanted(self) -> bool:
        """Whether a picture would be looked at now; spares the caller from making one."""
        ...

    def came(self) -> None:
        """The camera is there and gives pictures."""
        ...

    def went(self) -> None:
        """There is no camera, or it has been unplugged."""
        ...


# --- purses ----------------------------------------------------------------------------------------------------------


class PurseSession(Protocol):
    """One card's purse, opened: the card has proved itself and is the one that was meant. On the reader's thread only.

    Every method raises `EnvironmentProblem` with CARD_REMOVED, READER_LOST or VENDOR_FAILED when no answer came, and `Refused`
    with PURSE_ALTERED when an answer was not truly this card's.
    """

    def read(self) -> PurseReading:
        """What the card holds, proven by the card's own authentication."""
        ...

    def prepare(self, order: LoadOrder) -> None:
        """Write everything of a load short of its commit; a card that leaves now keeps its old state.

        Raises `Refused` with AMOUNT_OVER_PURSE too.
        """
        ...

    def commit(self) -> LoadProof:
        """Commit what was prepared, sent to the card exactly once. Any error means that the outcome is unknown."""
        ...


class PurseDriver(Protocol):
    """A kind of purse (`domain.programme.Purse.driver`)."""

    name: str
    on_card: bool
    """False: the value waits at the platform, redeeming is one call there, and `peek` and `open` are never called."""

    def peek(self, channel: CardChannel) -> int | None:
        """Whole NT$ on the card as it says without proof, for showing; None when it holds no such purse or does not say.

        Raises `EnvironmentProblem` as `CardChannel.transmit`.
        """
        ...

    def open(self, channel: CardChannel, *, uid: bytes, secret: bytes) -> PurseSession:
        """Authenticate with what the platform granted for the one card of that UID.

        Raises `Refused` with PURSE_MISSING (another programme's card, a blank one), PURSE_KEY_WRONG or CARD_SWAPPED (the card
        proves to be another one); `EnvironmentProblem` as `PurseSession`.
        """
        ...


# --- store -----------------------------------------------------------------------------------------------------------


class Outbox(Protocol):
    """The journal as sync sees it. Every method may be called from any thread."""

    def to_send(self, limit: int) -> list[SignedEvent]:
        """Events that were never offered, or are to be offered anew, in the order of their making."""
        ...

    def held(self, limit: int) -> list[SignedEvent]:
        """Events that the platform has seen and not decided, the least often offered first."""
        ...

    def record_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Store the platform's words durably and let their effects show. Safe to repeat."""
        ...

    def outcome_of(self, op_id: UUID) -> Outcome | None:
        """The platform's word on an event, or None while it has not spoken."""
        ...

    def follow_generation(self, generation: str, before: str) -> bool:
        """The platform's books are in this life: when they were in another, queue every event once more; whether they were.

        `before`: that life as far as the registry knows, for a journal that does not; empty: neither does.
        """
        ...

    def told_after(self) -> int:
        """Up to which number the platform has told what became of this station's events."""
        ...

    def watched(self) -> list[Watched]:
        """Events that wait for a person's word; of more than fit a request, any of them."""
        ...

    def record_told(self, told: Sequence[Told], after: int) -> None:
        """What people have made of such events, and up to which number it has been told. Safe to repeat."""
        ...


# --- platform --------------------------------------------------------------------------------------------------------


class Platform(CodeCalls, HolderCalls, Protocol):
    """The central platform as a station calls it, each call one HTTP exchange with a deadline.

    Raises `EnvironmentProblem` (unreachable, not ours, TLS, revoked …) or `Refused` with the platform's own code.
    """

    def enrol(self, request: EnrolRequest) -> EnrolResponse:
        """Introduce this station."""
        ...

    def upload(self, events: Sequence[SignedEvent], timeout_s: float) -> list[Outcome]:
        """Offer events; one outcome each."""
        ...

    def changes(self, position: FeedPosition, limit: int) -> ChangesResponse:
        """The next page of the change feed."""
        ...

    def snapshot(self) -> SnapshotResponse:
        """The newest snapshot. Raises with SNAPSHOT_MISSING when there is none."""
        ...

    def snapshot_part(self, part: SnapshotPart) -> bytes:
        """One part of it. Raises with SNAPSHOT_MISSING when that snapshot is not kept any more."""
        ...

    def programme(self, version: str) -> ProgrammeResponse:
        """The programme in force, if it is another than `version`."""
        ...

    def balance(self, medium: bytes, digest_key: str, timeout_s: float) -> BalanceResponse:
        """What a tap alone may know; a person is waiting."""
        ...

    def load_grant(self, request: LoadGrantRequest, timeout_s: float) -> LoadGrantResponse:
        """How a load stands, and while it is open what is needed to ask its card; a person is waiting."""
        ...

    def open_loads(self, request: OpenLoadsRequest, timeout_s: float) -> OpenLoadsResponse:
        """Loads that nobody has decided yet, for the staff of a counter."""
        ...

    def admission(self, request: AdmissionAsk, timeout_s: float) -> AdmissionAnswer:
        """What a card gets at a gate, counted when it goes in; a queue is waiting."""
        ...

    def card_keys(self, request: CardKeysRequest, timeout_s: float) -> CardKeysResponse:
        """The keys of one blank card that is to be personalised, for stations with that role."""
        ...
