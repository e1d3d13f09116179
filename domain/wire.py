"""Every message between a station and the central platform: one set of types for both ends, JSON by msgspec.

A response of ours always carries `format`, `server_ms` and `generation`; anything else, whatever its HTTP status, is not an
answer (a proxy's page, a captive portal). Bytes are base64, ids are UUIDs, times are integer milliseconds since
1970-01-01T00:00Z, money is integer NT$, points and minutes are integers.
"""

from enum import StrEnum
from typing import Annotated, Literal, TypeVar
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.events import SignedEvent
from domain.loads import LoadState
from domain.station_proofs import Formerly
from domain.wire_rows import ActivityRow as ActivityRow  # noqa: PLC0414 (a row like the others)
from domain.wire_rows import AdmissionRow as AdmissionRow  # noqa: PLC0414 (a row like the others)
from domain.wire_rows import RosterRow as RosterRow  # noqa: PLC0414 (a row like the others)
from domain.wire_types import Label

FORMAT: Literal["citycard/1"] = "citycard/1"
MEDIA_TYPE = "application/vnd.citycard.v1+json"
MAX_BATCH = 200
MAX_PAGE = 5_000


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of requests: an unknown field is refused."""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """Base of responses."""

    format: Literal["citycard/1"] = FORMAT
    server_ms: int
    generation: str
    """Which life of the platform's database this is; another one after a restore."""


class Problem(Response, frozen=True, kw_only=True):
    """The answer to a request that was not carried out (HTTP status 4xx or 5xx)."""

    code: Code
    details: dict[str, str | int] = {}


class _Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a response ours; unlike `Response`, which is also for making one, it insists that `format` is there."""

    format: Literal["citycard/1"]


_Message = TypeVar("_Message", bound=msgspec.Struct)


def decode(data: bytes, message: type[_Message]) -> _Message:
    """Read a message of the other end. Raises `msgspec.ValidationError` for whatever is not exactly that.

    That covers a response without our `format`, text that is not JSON, bytes that are not UTF-8 and nesting without end.
    """
    try:
        if issubclass(message, Response):
            msgspec.json.decode(data, type=_Envelope)
        return msgspec.json.decode(data, type=message)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise msgspec.ValidationError(f"not a message: {type(problem).__name__}") from problem


# --- enrolment -------------------------------------------------------------------------------------------------------


class EnrolRequest(Request, frozen=True, kw_only=True):
    """A new station introduces itself with a one-time code and its own freshly made public key."""

    code: str
    signing_key: bytes
    """Ed25519 public key, 32 bytes."""
    machine: str
    """A name for people, such as the host name."""
    version: str
    demo: bool
    instance: Label = ""
    """Which machine this is, made of what a copy of its disk does not have; it then sends it in `Citycard-Instance`."""
    formerly: Formerly | None = None
    earlier: Annotated[list[Formerly], msgspec.Meta(max_length=100)] = []
    """What it was before that, the latest first, each signed for the key of the one after it: a platform that was restored to
    before some of them still knows the machine.
    """


class StationIdentity(msgspec.Struct, frozen=True, kw_only=True):
    """Who a station is, from the platform's point of view."""

    station: str
    name: str
    site: str
    roles: list[str]
    """Of `counter`, `event`, `library`, `kiosk`, `personalise`."""
    epoch: int
    demo: bool


class EnrolResponse(Response, frozen=True, kw_only=True):
    """Everything a station needs to begin. `token` and `digest_key` are secrets."""

    identity: StationIdentity
    token: str
    sealing_key: bytes
    digest_key_id: str
    digest_key: bytes
    programme: str
    """The text of the programme file (TOML)."""
    succeeds: str = ""
    """The latest station that this machine was before and that the platform knows, and whose acts it brings; empty: none."""

    def __repr__(self) -> str:
        return f"EnrolResponse({self.identity.station})"


# --- journal upload --------------------------------------------------------------------------------------------------


class UploadRequest(Request, frozen=True, kw_only=True):
    """Events in seq order, at most `MAX_BATCH`."""

    events: list[SignedEvent]


class OutcomeStatus(StrEnum):
    """What the platform made of one event."""

    ACCEPTED = "accepted"
    FLAGGED = "flagged"
    """Kept and counted, with an anomaly for a person to look at."""
    HELD = "held"
    """Waits for something that is not here yet; ask again with the same event."""
    REJECTED = "rejected"
    """Kept verbatim and not counted; parked on the station for the operator."""


class CardResult(msgspec.Struct, frozen=True, kw_only=True, tag="card", tag_field="of"):
    """What became of an issued or bound card."""

    state: str
    holder: UUID


class AttendanceResult(msgspec.Struct, frozen=True, kw_only=True, tag="attendance", tag_field="of"):
    """What a sign-in or sign-out counted for at the platform."""

    minutes: int = 0
    points: int = 0


class RedeemResult(msgspec.Struct, frozen=True, kw_only=True, tag="redeem", tag_field="of"):
    """The platform's decision on a wish to redeem: done when `refusal` is None."""

    points: int
    amount_ntd: int
    refusal: Code | None = None


class LoadResult(msgspec.Struct, frozen=True, kw_only=True, tag="load", tag_field="of"):
    """How a load stands after an event about it."""

    load: UUID
    state: LoadState
    refusal: Code | None = None
    """Why it was not authorised."""
    grant: bytes | None = None
    """`LoadGrant`, sealed to the intent's `grant_key`; only in the answer to an authorised intent."""


class LoadGrant(msgspec.Struct, frozen=True, kw_only=True):
    """What one card's load needs, always sealed: what the purse's driver authenticates with. Never a master key."""

    secret: bytes

    def __repr__(self) -> str:
        return "LoadGrant(…)"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The platform's word on one event. The same event always gets the same word, or a later decision on a held one."""

    op_id: UUID
    hash: bytes
    """Which body this is about: a conflicting body under the same op_id gets an outcome of its own."""
    status: OutcomeStatus
    code: Code | None = None
    anomalies: list[str] = []
    result: CardResult | AttendanceResult | RedeemResult | LoadResult | None = None

    @property
    def reasons(self) -> list[str]:
        """What a person is to look at: the anomalies, or the code of a refusal that names none."""
        if self.status not in (OutcomeStatus.FLAGGED, OutcomeStatus.REJECTED):
            return []
        return self.anomalies or [str(self.code or self.status)]


class UploadResponse(Response, frozen=True, kw_only=True):
    """One outcome per event, in the order in which they came."""

    outcomes: list[Outcome]


# --- change feed -----------------------------------------------------------------------------------------------------


class CardRow(msgspec.Struct, frozen=True, kw_only=True, tag="card", tag_field="row"):
    """One medium in the registry. No name, no national ID."""

    medium: bytes
    card_kind: str
    state: str
    """A `domain.cards.CardState`."""
    holder: UUID | None


class StaffRow(msgspec.Struct, frozen=True, kw_only=True, tag="staff", tag_field="row"):
    """A staff member who can do something at this station (`domain.feed_kinds.works_at`); of who no longer can, only that."""

    staff: str
    medium: bytes
    name: str
    roles: list[str]
    """Of `clerk`, `event`, `librarian`, `supervisor`, `technician`."""
    pin_hash: str
    """Argon2id in PHC string format."""
    active: bool
    earlier: list[str] = []
    """At the platform: roles that they had before, so that stations where those count are told. Never sent."""


class PatronRow(msgspec.Struct, frozen=True, kw_only=True, tag="patron", tag_field="row"):
    """A person's number in another service's system (a library), sent only to stations with that role."""

    service: str
    holder: UUID
    number: str
    good_standing: bool


Row = CardRow | StaffRow | ActivityRow | RosterRow | PatronRow | AdmissionRow


class ChangesResponse(Response, frozen=True, kw_only=True):
    """A page of the change feed, oldest first. `cursor` is opaque and belongs to `generation`."""

    cursor: str
    more: bool
    rows: list[Row]


class ProgrammeResponse(Response, frozen=True, kw_only=True):
    """The programme file in force; `programme` is None when `version` is the one the station named."""

    version: str
    programme: str | None


# --- online calls ----------------------------------------------------------------------------------------------------


class BalanceRequest(Request, frozen=True, kw_only=True):
    """What a tap alone may know."""

    medium: bytes
    digest_key: str


class PointBalance(msgspec.Struct, frozen=True, kw_only=True):
    """Points of one kind. `expiring` of them lapse at `expires_ms`, the earliest expiry."""

    point_kind: str
    points: int
    expiring: int = 0
    expires_ms: int | None = None


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """Something the holder is to be told at the next tap, such as a wish that was refused."""

    code: Code
    points: int
    at_ms: int


class OpenLoad(msgspec.Struct, frozen=True, kw_only=True):
    """A load that is still to be decided."""

    load: UUID
    purse: str
    point_kind: str
    points: int
    amount_ntd: int
    at_ms: int
    """When the platform authorised it."""
    station: str
    """Id of the station that began it."""
    station_name: str
    recovery_code: str
    masked_name: str = ""
    """For the staff of a counter alone; empty elsewhere."""
    medium: bytes = b""
    """The card's digest; for the staff of a counter alone."""
    unknown: bool = False
    """Its station has said that it does not know how the commit ended: it writes nothing of this load any more."""


class BalanceResponse(Response, frozen=True, kw_only=True):
    """Masked name, points by kind, and the value that waits for the card."""

    masked_name: str
    card_kind: str
    card_state: str
    balances: list[PointBalance]
    waiting_ntd: int
    notices: list[Notice] = []
    carrier: str = ""
    open_load: OpenLoad | None = None
    """To be resolved by asking the card before anything else is done for it."""


class StatusResponse(Response, frozen=True, kw_only=True):
    """`GET /v1/status`: the platform is there, and in which mode."""

    demo: bool
    version: str


class LoadGrantRequest(Request, frozen=True, kw_only=True):
    """How does this load of the card that lies here stand, and how can the card be asked?"""

    load: UUID
    medium: bytes
    digest_key: str
    uid: bytes
    """The card's UID, sealed to the platform."""
    grant_key: bytes
    """X25519 public key, made for this question alone."""


class LoadGrantResponse(Response, frozen=True, kw_only=True):
    """The load's state; `grant` is a `LoadGrant` sealed to `grant_key`, None once the load is decided."""

    state: LoadState
    grant: bytes | None


class OpenLoadsRequest(Request, frozen=True, kw_only=True):
    """Open loads, the oldest first: those of a recovery code, of a medium, or all. `after`: the last one of the page before."""

    recovery_code: str = ""
    medium: bytes | None = None
    digest_key: str = ""
    limit: int = 200
    after: UUID | None = None


class OpenLoadsResponse(Response, frozen=True, kw_only=True):
    """`more`: there are others beyond the limit."""

    loads: list[OpenLoad]
    more: bool


class CardKeysRequest(Request, frozen=True, kw_only=True):
    """A blank card lies here and is to be personalised for the programme."""

    purse: str
    uid: bytes
    """The card's UID, sealed to the platform."""
    grant_key: bytes


class CardKeys(msgspec.Struct, frozen=True, kw_only=True):
    """All keys of one card's purse application, always sealed. By key number; 16 bytes each (AES-128)."""

    keys: list[bytes]
    key_version: int
    transaction_mac_key: bytes
    limit_ntd: int

    def __repr__(self) -> str:
        return "CardKeys(…)"


class CardKeysResponse(Response, frozen=True, kw_only=True):
    """`CardKeys`, sealed to `grant_key`."""

    grant: bytes
