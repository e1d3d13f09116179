"""Files that carry a journal to the platform by USB stick, and the platform's answer back: their form, without any file.

A **journal file** is lines of JSON: a head, one line per event exactly as it would be uploaded (what is personal is sealed in
it already), and a tail with the SHA-256 of everything before it, signed by the station. Without its tail it is not a journal
file, so a file that is cut short anywhere is found.

An **answer file** is a line of JSON, the head, and bytes that only that station can read and only the platform can have made:
ChaCha20-Poly1305 (RFC 8439) under a key from X25519 (RFC 7748) between the platform's sealing key and a key that the station
derives from its own, by HKDF-SHA256 (RFC 5869), the head being authenticated with it. See docs/store.md.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, TypeVar
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain import station_proofs
from domain.errors import Code, Refused
from domain.events import SignedEvent
from domain.ports import FeedPosition
from domain.wire import ChangesResponse, Outcome
from domain.wire_fleet import EpochRequest
from domain.wire_operations import MOST_ANOMALIES, Told, Watched
from domain.wire_types import Hash, Identifier, Natural, Signature

JOURNAL_FORMAT: Literal["citycard-journal/1"] = "citycard-journal/1"
ANSWER_FORMAT: Literal["citycard-answer/1"] = "citycard-answer/1"
LONGEST_LINE = 4_000_000
"""Bytes of one line; a reader refuses more."""
_CONTEXT = b"citycard journal file v1\0"
_ANSWER_KEY = b"citycard answer file v1: the station's key"
_ANSWER = b"citycard answer file v1\0"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class JournalHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose journal it is. `position` is how far this station's registry has come."""

    format: Literal["citycard-journal/1"]
    export: UUID
    station: Identifier
    epoch: Natural
    demo: bool
    made_ms: int
    """By the station's own clock."""
    answer_key: Hash
    """X25519 public key that the answer is for."""
    position: FeedPosition
    told_after: Natural = 0
    """Up to which number this station has been told what people made of its flagged and rejected events."""
    watched: Annotated[list[Watched], msgspec.Meta(max_length=MOST_ANOMALIES)] = []
    """Those of them that it still lists."""
    claim: EpochRequest | None = None
    """Where its chain ends, should the platform's record not go with it; None for a journal that was set aside."""


class JournalTail(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The end of a journal file: how many events, and the digest of every byte before this line, signed."""

    events: Natural
    sha256: Hash
    signature: Signature


class AnswerHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an answer is about."""

    format: Literal["citycard-answer/1"]
    export: UUID
    station: Identifier
    at_ms: Natural
    """When the platform made it, by its clock: a station takes no older answer after a newer one."""


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """Another epoch for a journal that was put back from a backup, and where the one before it ends as the station claimed."""

    epoch: Natural
    claimed_epoch: Natural
    claimed_seq: Natural


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The platform's word on every event of a journal file, and what has changed since the station's registry was last told."""

    outcomes: list[Outcome]
    begun: Begun | None = None
    """To be begun before the outcomes are recorded."""
    told: list[Told] = []
    now: list[Outcome] = []
    """These two as in `domain.wire_operations.ToldResponse`."""
    base: FeedPosition
    """Where `pages` begin."""
    pages: list[ChangesResponse] = []
    programme_version: str = ""
    programme: str = ""
    """The text of the programme file, when another than at the station's last contact may be in force."""


_Line = TypeVar("_Line", JournalHead, JournalTail, AnswerHead, SignedEvent)


def invalid(part: str) -> Refused:
    """A file that is not what it should be; `part` is `format`, `truncated`, `altered`, `station`, `demo` or `older`."""
    return Refused(Code.FILE_INVALID, part=part)


# --- the journal file ------------------------------------------------------------------------------------------------


def answer_key(signing_seed: bytes) -> X25519PrivateKey:
    """The key that a station reads answers with: always the same one, made of its signing seed."""
    derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=_ANSWER_KEY).derive(signing_seed)
    return X25519PrivateKey.from_private_bytes(derived)


def write_journal(head: JournalHead, events: Iterable[SignedEvent], key: Ed25519PrivateKey) -> Iterator[bytes]:
    """The lines of a journal file, signed with the station's key."""
    digest, count = hashlib.sha256(), 0
    line = msgspec.json.encode(head) + b"\n"
    digest.update(line)
    yield line
    for count, event in enumerate(events, 1):  # noqa: B007 (the last number is how many there were)
        line = msgspec.json.encode(event) + b"\n"
        digest.update(line)
        yield line
    signature = station_proofs.sign(key, _said(digest.digest()))
    yield msgspec.json.encode(JournalTail(events=count, sha256=digest.digest(), signature=signature)) + b"\n"


def read_head(line: bytes) -> JournalHead:
    """The first line of a journal file. Raises `Refused(FILE_INVALID)` with `format`."""
    return _line(line, JournalHead, "format")


def require_whole(lines: Iterable[bytes], public_key: bytes) -> int:
    """That a journal file is whole and as its station made it: how many events it has.

    Raises `Refused(FILE_INVALID)` with `truncated` or `altered`.
    """
    digest, before, count = hashlib.sha256(), b"", -1
    for line in lines:
        digest.update(before)
        before, count = line, count + 1
    if not before.endswith(b"\n"):
        raise invalid("truncated")
    tail = _line(before, JournalTail, "truncated")
    if tail.sha256 != digest.digest() or tail.events != count - 1:
        raise invalid("altered")
    if not station_proofs.is_signed(public_key, tail.signature, _said(tail.sha256)):
        raise invalid("altered")
    return tail.events


def read_event(line: bytes) -> SignedEvent:
    """An event's line. Raises `Refused(FILE_INVALID)` with `altered`."""
    return _line(line, SignedEvent, "altered")


def _said(sha256: bytes) -> bytes:
    return _CONTEXT + sha256


# --- the answer file -------------------------------------------------------------------------------------------------


def write_answer(head: AnswerHead, answer: Answer, platform_key: X25519PrivateKey, station_key: bytes) -> bytes:
    """An answer file for the station with that `answer_key`. Raises `Refused(FILE_INVALID)` when that is no key."""
    try:
        shared = platform_key.exchange(X25519PublicKey.from_public_bytes(station_key))
    except ValueError as problem:
        raise invalid("altered") from problem
    line, nonce = msgspec.json.encode(head) + b"\n", secrets.token_bytes(_NONCE_BYTES)
    return line + nonce + _box(shared, head).encrypt(nonce, msgspec.json.encode(answer), line)


def read_answer(content: bytes, station: str, station_key: X25519PrivateKey, platform_key: bytes) -> tuple[AnswerHead, Answer]:
    """What the platform answers to `station`.

    Raises `Refused(FILE_INVALID)` with `format`, `station` (the answer to another one) or `altered` (or cut short, or not made
    by the platform that this station knows).
    """
    line, _, rest = content.partition(b"\n")
    head = _line(line, AnswerHead, "format")
    if head.station != station:
        raise invalid("station")
    shared = station_key.exchange(X25519PublicKey.from_public_bytes(platform_key))
    try:
        plain = _box(shared, head).decrypt(rest[:_NONCE_BYTES], rest[_NONCE_BYTES:], line + b"\n")
        return head, msgspec.json.decode(plain, type=Answer)
    except (InvalidTag, ValueError, msgspec.DecodeError) as problem:
        raise invalid("altered") from problem


def _box(shared: bytes, head: AnswerHead) -> ChaCha20Poly1305:
    info = _ANSWER + head.station.encode()
    return ChaCha20Poly1305(HKDF(SHA256(), _KEY_BYTES, salt=head.export.bytes, info=info).derive(shared))


def _line(line: bytes, kind: type[_Line], part: str) -> _Line:
    try:
        return msgspec.json.decode(line, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise invalid(part) from problem
