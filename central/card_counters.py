"""What each card has proven of itself: how many loads it took, how many transactions it made, and its value after the last.

A card counts for itself, so what it says of one load must follow from what it said of the one before. What does not is kept and
counted, for the value is on the card, and flagged for a person.
"""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import prepared
from central.loads import Load
from central.schema import card_counters
from domain.loads import LoadProof

SEQ, COUNTER, VALUE = "card_seq_unexpected", "card_counter_backwards", "card_value_unexpected"


class CardCounter(msgspec.Struct, frozen=True, kw_only=True):
    """A card after its last confirmed load. `value_ntd` in whole NT$, None while nobody has told it."""

    seq: int = 0
    tmc: int = 0
    tmv: bytes = b""
    value_ntd: int | None = None


def last(connection: sa.Connection, medium: bytes) -> CardCounter:
    """What is known of a card; of one that never confirmed a load that it took none."""
    row = prepared.rows_of(connection, card_counters.c.medium, medium).one_or_none()
    if row is None:
        return CardCounter()
    return CardCounter(seq=row.seq, tmc=row.tmc, tmv=bytes(row.tmv), value_ntd=row.value_ntd)


def confirm(connection: sa.Connection, load: Load, proof: LoadProof, *, proven: bool | None, now_ms: int) -> list[str]:
    """Keep what a card has said of a load that it took; what does not follow from what it said before, as anomalies.

    `proven` is `card_keys.proves`'s answer. A value may always be lower, for cards are paid with; of a purse without a
    transaction MAC it may be higher too, for such cards are topped up elsewhere. Of a proof that its MAC does not cover no
    counter is believed: it counts as the one load that was expected.
    """
    before = last(connection, load.medium)
    anomalies = [SEQ] if proof.seq != before.seq + 1 else []
    if proof.tmv and proof.tmc <= before.tmc:
        anomalies.append(COUNTER)
    if proven is not None and before.value_ntd is not None and proof.value_ntd > before.value_ntd + load.amount_ntd:
        anomalies.append(VALUE)
    after = CardCounter(seq=before.seq + 1, tmc=before.tmc, tmv=before.tmv, value_ntd=proof.value_ntd)
    if proven is not False:
        newer = proof.tmc > before.tmc
        after = CardCounter(
            seq=max(proof.seq, before.seq),
            tmc=max(proof.tmc, before.tmc),
            tmv=proof.tmv if newer else before.tmv,
            value_ntd=proof.value_ntd,
        )
    _write(connection, load, after, now_ms)
    return anomalies


def assume(connection: sa.Connection, load: Load, now_ms: int) -> None:
    """A supervisor has said that the card took an open load; the card's next word shows whether that was so."""
    before = last(connection, load.medium)
    value_ntd = None if before.value_ntd is None else before.value_ntd + load.amount_ntd
    _write(connection, load, msgspec.structs.replace(before, seq=before.seq + 1, value_ntd=value_ntd), now_ms)


def _write(connection: sa.Connection, load: Load, after: CardCounter, now_ms: int) -> None:
    values: dict[str, int | bytes | UUID | None] = {**msgspec.structs.asdict(after), "load": load.op_id, "at_ms": now_ms}
    if prepared.update_of(connection, card_counters.c.medium, load.medium, values).rowcount == 0:
        connection.execute(card_counters.insert(), {"medium": load.medium, **values})
