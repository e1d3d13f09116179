"""The journal's event: every act at a station, immutable, chained and signed.

What is hashed, signed, stored and sent is the event's **body**: one run of bytes, made once by the station and passed on
verbatim, so that no re-encoding anywhere can break the chain. Personal particulars travel beside the body, sealed to the
platform; the body holds only their SHA-256. The sealed part can thus be forgotten at the end of retention while the chain
stays whole.
"""

import hashlib
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from domain import counter_events, sealed_parts
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.event_base import EventPayload
from domain.loads import LoadProof

BODY_VERSION: Literal[1] = 1
CHAIN_START = bytes(32)
CodePurpose = Literal["present", "confirm"]
"""Of a virtual card's code. `present`: to be recognised, as by a card. `confirm`: the second factor of an act."""
Answer = Annotated[int, msgspec.Meta(ge=1, le=5)]
_SIGNING_CONTEXT = b"citycard event v1\0"


class CardIssued(EventPayload, frozen=True, kw_only=True, tag="card.issued"):
    """A medium was handed over as a city card. Sealed beside it: `IssuePapers`, which is `Particulars` and more, or, of an
    application that the platform has and the station knows by its id alone (hand-out lists), `BoundMedium`.
    """

    holder: UUID
    """The station's own reference for the person, new for every issue; the platform joins references of one person."""
    card_kind: str
    carrier: str
    provisional: bool
    """True when the platform could not be asked before the card was handed over."""
    consents: list[str]
    """`purpose@version` of each consent text the person agreed to."""
    application: UUID | None = None
    """The application that this card was handed over for."""
    documents_seen: list[str] = []
    """Ids of the kind's documents that the clerk has seen."""
    signed: Literal["none", "screen", "paper"] = "none"
    """How the consent was signed at the counter; `none` of a card that was handed out by a list."""
    proxy_may: list[str] = []
    """What the letter of authority says, of `domain.proxies.SCOPES`; empty when the person came themselves."""
    represented: bool = False
    """Whether a legal representative has consented."""
    fee_ntd: int | None = None
    """What was charged for it, whole NT$; None of a station that did not say: then it was the kind's first fee."""


class ApplicationTaken(EventPayload, frozen=True, kw_only=True, tag="application.taken"):
    """An outreach team took an application down; op_id is its id. Sealed beside it: `domain.applications.ApplicantPapers`."""

    card_kind: str
    carrier: str
    consents: list[str]
    """`purpose@version`, as of an issue."""
    documents_seen: list[str]
    """Ids of documents of the kind that the clerk has seen on paper."""


class CardBound(EventPayload, frozen=True, kw_only=True, tag="card.bound"):
    """A medium the person already owns was tied to them. Sealed beside it: `BoundMedium`."""

    holder: UUID
    via_medium: bytes
    """Digest of the card by which the person was recognised."""
    carrier: str
    provisional: bool
    by_code: bool = False
    """At a kiosk, by the one-time code that is sealed beside it; nobody was signed in."""
    consents: list[str] = []
    """What was agreed to there: purposes and versions."""


class CardStateChanged(EventPayload, frozen=True, kw_only=True, tag="card.state_changed"):
    """A card was reported lost, found, suspended, given back, …"""

    act: CardAct
    seen: str
    """The state in which the station knew the card; empty when it did not know it."""
    reason: str
    """A short code or word of the programme's staff, without personal data."""


class CardReplaced(EventPayload, frozen=True, kw_only=True, tag="card.replaced"):
    """The event's medium took the place of another. Sealed beside it: `BoundMedium`."""

    old_medium: bytes
    carrier: str
    reason: Literal["lost", "broken", "other"]
    fee_ntd: int
    """What was charged for it."""
    card_kind: str = ""
    """The old card's, as the screen showed it; empty of a station that did not say."""


class CardUnbound(EventPayload, frozen=True, kw_only=True, tag="card.unbound"):
    """A medium that a person owns is no longer their city card."""

    reason: str


class SignedIn(EventPayload, frozen=True, kw_only=True, tag="attendance.in"):
    """A medium was signed in to an activity."""

    activity: str
    walk_in: bool
    """True when this medium or person was not registered for the activity, as far as the station knew."""
    holder: UUID | None = None
    """Who it is, when they were found by name on the registration list because they have no card with them; no medium then."""


class SignedOut(EventPayload, frozen=True, kw_only=True, tag="attendance.out"):
    """A medium was signed out. `minutes` and `points` are what the screen said; the platform computes its own."""

    activity: str
    sign_in: UUID
    """op_id of the sign-in that this closes."""
    minutes: int
    points: int
    holder: UUID | None = None
    """As of a sign-in: found by name, without the card."""


class AttendanceUndone(EventPayload, frozen=True, kw_only=True, tag="attendance.undone"):
    """A sign-in was a mistake: its stay counts for nothing, whatever came of it already and whichever clock was slow.

    With `sign_out`, that alone was the mistake: the stay goes on.
    """

    sign_in: UUID
    """op_id of the sign-in, of this or another station."""
    sign_out: UUID | None = None
    """op_id of the sign-out."""


class AdmissionEntered(EventPayload, frozen=True, kw_only=True, tag="admission.entered"):
    """A medium went in through a gate; `percent` of the full price is what the gate asked for."""

    admission: str
    place: str
    percent: int


class RedeemRequested(EventPayload, frozen=True, kw_only=True, tag="redeem.requested"):
    """A holder asked for points to become stored value. Sealed beside it: `SecondFactor`, where the programme asks for one."""

    purse: str
    point_kind: str
    points: int
    amount_ntd: int
    offline: bool = False
    """True when the platform could not be asked, so that the person left with a wish and no decision."""


class LoadIntended(EventPayload, frozen=True, kw_only=True, tag="load.intent"):
    """A holder asked for points to be loaded onto the card; op_id is the load's id. Sealed beside it: `LoadSecrets`."""

    purse: str
    point_kind: str
    points: int
    amount_ntd: int
    grant_key: bytes
    """X25519 public key, made for this load and kept in memory alone, that the platform seals the grant to."""


class LoadCommitting(EventPayload, frozen=True, kw_only=True, tag="load.committing"):
    """The load is written to the card but for its commit, which is sent next."""

    load: UUID


class LoadCommitted(EventPayload, frozen=True, kw_only=True, tag="load.committed"):
    """The card has the value: the platform confirms."""

    load: UUID
    proof: LoadProof


class LoadUnknown(EventPayload, frozen=True, kw_only=True, tag="load.unknown"):
    """The commit was sent and has no proven answer: only the card can tell."""

    load: UUID


class LoadTombstone(EventPayload, frozen=True, kw_only=True, tag="load.tombstone"):
    """The load was given up before its commit, and is never written any more: the platform voids."""

    load: UUID
    reason: Code


class LoadFound(EventPayload, frozen=True, kw_only=True, tag="load.found"):
    """The card of an open load was asked, at this or another station: the platform confirms or voids."""

    load: UUID
    on_card: bool
    proof: LoadProof


class LoadSettled(EventPayload, frozen=True, kw_only=True, tag="load.settled"):
    """A supervisor decided an open load whose card never came back."""

    load: UUID
    decision: Literal["confirm", "void"]
    reason: str
    """In the supervisor's words, without personal data."""


class PatronLookedUp(EventPayload, frozen=True, kw_only=True, tag="patron.looked_up"):
    """A library desk asked for a patron number; `found` is all that is kept of the answer."""

    service: str
    found: bool


class CodeUsed(EventPayload, frozen=True, kw_only=True, tag="code.used"):
    """A virtual card's code was taken, with no network or with; the event's medium is the code's own."""

    cti: Annotated[bytes, msgspec.Meta(min_length=8, max_length=8)]
    purpose: CodePurpose
    expires_ms: int


class SatisfactionAnswered(EventPayload, frozen=True, kw_only=True, tag="satisfaction.answered"):
    """Somebody, nobody knows who, said how content they were with a service: 1 (not at all) to 5."""

    service: str
    answer: Answer


class StaffSignedIn(EventPayload, frozen=True, kw_only=True, tag="staff.in"):
    """A staff member opened a session at this station."""


class StaffSignedOut(EventPayload, frozen=True, kw_only=True, tag="staff.out"):
    """A staff member's session ended."""

    reason: Literal["left", "idle", "another"]


class StaffPinFailed(EventPayload, frozen=True, kw_only=True, tag="staff.pin_failed"):
    """A wrong PIN was entered for a staff card; `failures` in a row so far."""

    failures: int


class StaffUnlocked(EventPayload, frozen=True, kw_only=True, tag="staff.unlocked"):
    """A supervisor lifted a staff member's PIN lock."""

    staff: str


StockCounted = counter_events.StockCounted
StockMoved = counter_events.StockMoved
ShiftOpened = counter_events.ShiftOpened
ShiftCards = counter_events.ShiftCards
ShiftClosed = counter_events.ShiftClosed
RecordOpened = counter_events.RecordOpened

Payload = (
    CardIssued
    | ApplicationTaken
    | CardBound
    | CardStateChanged
    | CardReplaced
    | CardUnbound
    | StockCounted
    | StockMoved
    | ShiftOpened
    | ShiftClosed
    | RecordOpened
    | SignedIn
    | SignedOut
    | AttendanceUndone
    | AdmissionEntered
    | RedeemRequested
    | LoadIntended
    | LoadCommitting
    | LoadCommitted
    | LoadUnknown
    | LoadTombstone
    | LoadFound
    | LoadSettled
    | PatronLookedUp
    | CodeUsed
    | SatisfactionAnswered
    | StaffSignedIn
    | StaffSignedOut
    | StaffPinFailed
    | StaffUnlocked
)


Particulars = sealed_parts.Particulars
IssuePapers = sealed_parts.IssuePapers
Helper = sealed_parts.Helper
BoundMedium = sealed_parts.BoundMedium
SecondFactor = sealed_parts.SecondFactor
LoadSecrets = sealed_parts.LoadSecrets


class Event(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One act. `device_ms` is the station's raw clock; `offset_ms` is platform minus device as last measured, None if never."""

    v: Literal[1] = BODY_VERSION
    op_id: UUID
    station: str
    epoch: int
    seq: int
    prev: bytes
    device_ms: int
    offset_ms: int | None
    operator: str | None
    medium: bytes | None
    digest_key: str
    demo: bool
    sealed_sha256: bytes | None
    payload: Payload

    @property
    def kind(self) -> str:
        """The event's kind as it stands in the body: `card.issued`, `attendance.in`, …"""
        return kind_of(self.payload)

    @property
    def corrected_ms(self) -> int:
        """Device time corrected by the measured offset: the time by which acts of different stations are compared."""
        return self.device_ms + (self.offset_ms or 0)


class SignedEvent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An event as it is stored and sent."""

    body: bytes
    hash: bytes
    signature: bytes
    sealed: bytes | None = None


def kind_of(payload: Payload) -> str:
    """The tag of a payload."""
    return str(payload.__struct_config__.tag)


def sign(event: Event, key: Ed25519PrivateKey, sealed: bytes | None) -> SignedEvent:
    """The event's body, its SHA-256 and the station's Ed25519 signature over that hash."""
    body = msgspec.json.encode(event)
    digest = hashlib.sha256(body).digest()
    return SignedEvent(body=body, hash=digest, signature=key.sign(_SIGNING_CONTEXT + digest), sealed=sealed)


def verify(signed: SignedEvent, key: Ed25519PublicKey) -> None:
    """Check hash, signature and the sealed part's digest.

    A sealed part that has been forgotten (None) is not an alteration. Raises `Refused(EVENT_SIGNATURE)`, and
    `Refused(EVENT_UNREADABLE)` when the body of an event that has a sealed part is truly signed and cannot be read.
    """
    if hashlib.sha256(signed.body).digest() != signed.hash:
        raise Refused(Code.EVENT_SIGNATURE, part="hash")
    try:
        # libsodium's check takes half of OpenSSL's time, and is most of what a platform does of the thousands a second.
        VerifyKey(key.public_bytes_raw()).verify(_SIGNING_CONTEXT + signed.hash, signed.signature)
    except CryptoError as problem:
        raise Refused(Code.EVENT_SIGNATURE, part="signature") from problem
    if signed.sealed is not None and hashlib.sha256(signed.sealed).digest() != decode(signed.body).sealed_sha256:
        raise Refused(Code.EVENT_SIGNATURE, part="sealed")


def decode(body: bytes) -> Event:
    """The event of a body. Raises `Refused(EVENT_UNREADABLE)` for anything this version does not understand."""
    try:
        return msgspec.json.decode(body, type=Event)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Refused(Code.EVENT_UNREADABLE, part="body") from problem
