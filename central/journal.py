"""The journal as it came in: stored verbatim, found again. Nothing here judges; what was said of it is `central.words`."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk
from central.schema import anomalies, journal, journal_sealed, outcomes, waiting
from domain.events import SignedEvent
from domain.wire import OutcomeStatus

NO_OP_ID = UUID(int=0)
"""Stands in an outcome for an op_id that could not be read; the outcome's hash says which body is meant."""
_LARGEST = (1 << 53) - 1
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are no message: not JSON, not UTF-8, nested without end."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What can be read of an event even when its payload is of a kind that this version does not know."""

    op_id: UUID
    station: str
    epoch: int
    seq: int
    prev: bytes


class _OnlyOpId(msgspec.Struct, frozen=True, kw_only=True):
    op_id: UUID


class _OnlyMedium(msgspec.Struct, frozen=True, kw_only=True):
    medium: bytes


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it is stored. `id` numbers events by their first receipt."""

    id: int
    station: str
    signed: SignedEvent
    received_ms: int
    op_id: UUID
    envelope: Envelope | None


def envelope_of(body: bytes) -> Envelope | None:
    """The envelope, or None when not even that can be read."""
    try:
        envelope = msgspec.json.decode(body, type=Envelope)
    except _UNREADABLE:
        return None
    sound = 0 <= envelope.epoch <= _LARGEST and 0 <= envelope.seq <= _LARGEST
    return envelope if sound else None


def keep(connection: sa.Connection, offered: Sequence[tuple[str, SignedEvent]], now_ms: int) -> list[Received]:
    """Store events verbatim, each with the station that sent it, or find those of which exactly this was received before.

    One for each that is given, in their order.
    """
    senders, events = [station for station, _ in offered], [signed for _, signed in offered]
    prints = [_fingerprint(station, signed) for station, signed in offered]
    envelopes = [envelope_of(signed.body) for signed in events]
    op_ids = [_op_id(signed.body, envelope) for signed, envelope in zip(events, envelopes, strict=True)]
    rows = {
        fingerprint: {
            "fingerprint": fingerprint,
            "station": station,
            "body": signed.body,
            "hash": signed.hash,
            "signature": signed.signature,
            "received_ms": now_ms,
            "op_id": op_id,
            "epoch": envelope.epoch if envelope else None,
            "seq": envelope.seq if envelope else None,
        }
        for station, signed, envelope, op_id, fingerprint in zip(senders, events, envelopes, op_ids, prints, strict=True)
    }
    new = bulk.insert_new(
        connection, journal, list(rows.values()), unless="fingerprint", returning=("fingerprint", "id", "received_ms")
    )
    stored = {bytes(row.fingerprint): (row.id, row.received_ms) for row in new}
    sealed = {fingerprint: signed for signed, fingerprint in zip(events, prints, strict=True)}
    parts = [
        {"journal": number, "sealed": sealed[fingerprint].sealed, "medium": _medium(sealed[fingerprint].body)}
        for fingerprint, (number, _) in stored.items()
        if sealed[fingerprint].sealed is not None
    ]
    bulk.insert(connection, journal_sealed, parts)
    stored |= _known(connection, [fingerprint for fingerprint in rows if fingerprint not in stored])
    return [
        Received(
            id=stored[fingerprint][0],
            station=station,
            signed=signed,
            received_ms=stored[fingerprint][1],
            op_id=op_id or NO_OP_ID,
            envelope=envelope,
        )
        for station, signed, envelope, op_id, fingerprint in zip(senders, events, envelopes, op_ids, prints, strict=True)
    ]


def _fingerprint(station: str, signed: SignedEvent) -> bytes:
    parts = (signed.body, signed.hash, signed.signature, signed.sealed or b"")
    return hashlib.sha256(station.encode() + b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def _medium(body: bytes) -> bytes | None:
    """By which a sealed part is found again when its person is forgotten."""
    try:
        return msgspec.json.decode(body, type=_OnlyMedium).medium
    except _UNREADABLE:
        return None


def _known(connection: sa.Connection, prints: Sequence[bytes]) -> dict[bytes, tuple[int, int]]:
    """Of those that are stored: their number and when they were received."""
    if not prints:
        return {}
    rows = connection.execute(
        sa.select(journal.c.fingerprint, journal.c.id, journal.c.received_ms).where(
            bulk.among(connection, journal.c.fingerprint, prints)
        )
    )
    return {bytes(row.fingerprint): (row.id, row.received_ms) for row in rows}


def sealed_of(connection: sa.Connection, op_id: UUID, signed: SignedEvent, holder: UUID) -> None:
    """What was sealed beside this event is about this person, and goes when they are forgotten."""
    this = sa.select(journal.c.id).where(journal.c.op_id == op_id, journal.c.hash == signed.hash)
    connection.execute(journal_sealed.update().where(journal_sealed.c.journal.in_(this)).values(holder=holder))


def load(connection: sa.Connection, number: int) -> Received:
    """A stored event."""
    row = connection.execute(
        sa.select(journal, journal_sealed.c.sealed)
        .outerjoin(journal_sealed, journal_sealed.c.journal == journal.c.id)
        .where(journal.c.id == number)
    ).one()
    signed = SignedEvent(body=row.body, hash=row.hash, signature=row.signature, sealed=row.sealed)
    envelope = envelope_of(signed.body)
    op_id = row.op_id or NO_OP_ID
    return Received(id=row.id, station=row.station, signed=signed, received_ms=row.received_ms, op_id=op_id, envelope=envelope)


def _op_id(body: bytes, envelope: Envelope | None) -> UUID | None:
    if envelope is not None:
        return envelope.op_id
    try:
        return msgspec.json.decode(body, type=_OnlyOpId).op_id
    except _UNREADABLE:
        return None


def held_since(connection: sa.Connection, before_ms: int, limit: int) -> list[int]:
    """The first stored events that still wait for something and were received by `before_ms`.

    What our own failed handler holds is not among them: only a repaired platform can decide that.
    """
    found = (
        sa.select(waiting.c.journal)
        .join(outcomes, outcomes.c.journal == waiting.c.journal)
        .join(journal, journal.c.id == waiting.c.journal)
        .where(outcomes.c.status == OutcomeStatus.HELD.value, journal.c.received_ms <= before_ms)
        .order_by(waiting.c.journal)
        .limit(limit)
    )
    return list(connection.scalars(found))


def flag(connection: sa.Connection, op_id: UUID, anomaly: str, now_ms: int) -> None:
    """Put an event that was judged before on the work list: something that came later speaks against it. Safe to repeat."""
    number = connection.scalar(
        sa.select(journal.c.id)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(journal.c.op_id == op_id, outcomes.c.admitted)
        .order_by(journal.c.id)
        .limit(1)
    )
    if number is None:
        return
    same = sa.and_(anomalies.c.journal == number, anomalies.c.anomaly == anomaly)
    if connection.scalar(sa.select(anomalies.c.id).where(same)) is None:
        connection.execute(anomalies.insert().values(journal=number, anomaly=anomaly, at_ms=now_ms))
