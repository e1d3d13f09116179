"""The journal as it came in, and the word that was spoken on each event. Nothing here judges."""

import hashlib
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.schema import anomalies, journal, journal_sealed, outcomes, station_chains, waiting
from central.verdict import Verdict
from domain.errors import Code
from domain.events import CHAIN_START, SignedEvent
from domain.wire import Outcome, OutcomeStatus

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


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it is stored. `id` numbers events by their first receipt."""

    id: int
    station: str
    signed: SignedEvent
    received_ms: int
    op_id: UUID
    envelope: Envelope | None


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """An outcome. `admitted`: properly signed and in its place in the chain, so that its op_id is taken."""

    admitted: bool
    outcome: Outcome


class Tail(msgspec.Struct, frozen=True, kw_only=True):
    """Where a station's chain stands."""

    seq: int = 0
    hash: bytes = CHAIN_START
    journal: int = 0


def envelope_of(body: bytes) -> Envelope | None:
    """The envelope, or None when not even that can be read."""
    try:
        envelope = msgspec.json.decode(body, type=Envelope)
    except _UNREADABLE:
        return None
    sound = 0 <= envelope.epoch <= _LARGEST and 0 <= envelope.seq <= _LARGEST
    return envelope if sound else None


def keep(connection: sa.Connection, station: str, signed: SignedEvent, now_ms: int) -> Received:
    """Store an event verbatim, or find it when exactly this was received before."""
    parts = (signed.body, signed.hash, signed.signature, signed.sealed or b"")
    fingerprint = hashlib.sha256(station.encode() + b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
    known = connection.execute(
        sa.select(journal.c.id, journal.c.received_ms).where(journal.c.fingerprint == fingerprint)
    ).one_or_none()
    envelope = envelope_of(signed.body)
    if known is None:
        number = connection.execute(
            journal.insert()
            .values(
                fingerprint=fingerprint,
                station=station,
                body=signed.body,
                hash=signed.hash,
                signature=signed.signature,
                received_ms=now_ms,
                op_id=_op_id(signed.body, envelope),
                epoch=envelope.epoch if envelope else None,
                seq=envelope.seq if envelope else None,
            )
            .returning(journal.c.id)
        ).scalar_one()
        if signed.sealed is not None:
            connection.execute(journal_sealed.insert().values(journal=number, sealed=signed.sealed))
    else:
        number, now_ms = known
    op_id = _op_id(signed.body, envelope) or NO_OP_ID
    return Received(id=number, station=station, signed=signed, received_ms=now_ms, op_id=op_id, envelope=envelope)


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


# --- outcomes --------------------------------------------------------------------------------------------------------


def spoken(connection: sa.Connection, number: int) -> Spoken | None:
    """The word on a stored event, or None before it was judged."""
    row = connection.execute(sa.select(outcomes).where(outcomes.c.journal == number)).one_or_none()
    return None if row is None else _spoken(row)


def taken(connection: sa.Connection, op_id: UUID, *, besides: int) -> tuple[bytes, Spoken] | None:
    """The hash of, and the word on, the event that this op_id belongs to, other than journal row `besides`."""
    row = connection.execute(
        sa.select(journal.c.hash, outcomes)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(journal.c.op_id == op_id, journal.c.id != besides, outcomes.c.admitted)
        .order_by(journal.c.id)
        .limit(1)
    ).one_or_none()
    return None if row is None else (bytes(row.hash), _spoken(row))


def station_of(connection: sa.Connection, op_id: UUID) -> str | None:
    """The station whose event an op_id belongs to; None for what did not come from a station."""
    return connection.scalar(
        sa.select(journal.c.station)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(journal.c.op_id == op_id, outcomes.c.admitted)
    )


def speak(connection: sa.Connection, item: Received, verdict: Verdict, *, admitted: bool, now_ms: int) -> Outcome:
    """Store the word on an event, its anomalies and what it waits for, in place of an earlier word."""
    outcome = Outcome(
        op_id=item.op_id,
        hash=item.signed.hash,
        status=verdict.status,
        code=verdict.code,
        anomalies=verdict.anomalies,
        result=verdict.result,
    )
    connection.execute(outcomes.delete().where(outcomes.c.journal == item.id))
    connection.execute(
        outcomes.insert().values(
            journal=item.id,
            admitted=admitted,
            status=verdict.status.value,
            code=verdict.code.value if verdict.code else None,
            outcome=msgspec.json.encode(outcome),
            decided_ms=now_ms,
        )
    )
    connection.execute(anomalies.delete().where(anomalies.c.journal == item.id))
    for anomaly in dict.fromkeys(verdict.anomalies):
        connection.execute(anomalies.insert().values(journal=item.id, anomaly=anomaly, at_ms=now_ms))
    connection.execute(waiting.delete().where(waiting.c.journal == item.id))
    if verdict.waits_for is not None:
        connection.execute(waiting.insert().values(journal=item.id, waits_for=verdict.waits_for))
    return outcome


def waiting_for(connection: sa.Connection, key: str) -> list[int]:
    """Stored events that wait for this, in the order of their receipt."""
    return list(connection.scalars(sa.select(waiting.c.journal).where(waiting.c.waits_for == key).order_by(waiting.c.journal)))


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


def _spoken(row: sa.Row[Any]) -> Spoken:
    return Spoken(admitted=row.admitted, outcome=msgspec.json.decode(row.outcome, type=Outcome))


# --- chains ----------------------------------------------------------------------------------------------------------


def tail(connection: sa.Connection, station: str, epoch: int) -> Tail:
    """The last event of a station's epoch that was in its place."""
    row = connection.execute(
        sa.select(station_chains).where(station_chains.c.station == station, station_chains.c.epoch == epoch)
    ).one_or_none()
    return Tail() if row is None else Tail(seq=row.last_seq, hash=bytes(row.last_hash), journal=row.last_journal)


def advance(connection: sa.Connection, station: str, epoch: int, to: Tail) -> None:
    """Move a chain's end."""
    here = (station_chains.c.station == station, station_chains.c.epoch == epoch)
    values = {"last_seq": to.seq, "last_hash": to.hash, "last_journal": to.journal}
    if connection.execute(station_chains.update().where(*here).values(**values)).rowcount == 0:
        connection.execute(station_chains.insert().values(station=station, epoch=epoch, **values))


def unproven_since(connection: sa.Connection, station: str, number: int) -> int:
    """How many events of a station came after journal row `number` and were parked for their signature."""
    count = connection.execute(
        sa.select(sa.func.count())
        .select_from(journal)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(
            journal.c.station == station,
            journal.c.id > number,
            outcomes.c.code == Code.EVENT_SIGNATURE.value,
        )
    )
    return int(count.scalar_one())
