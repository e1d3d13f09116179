"""What each card has proven of itself: how many loads it took, how many transactions it made, and its value after the last.

A card counts for itself, so what it says of one load must follow from what it said of the one before. What does not is kept and
counted, for the value is on the card, and flagged for a person.
"""

import msgspec

from central.loads import Load
from domain.loads import LoadProof

SEQ, COUNTER, VALUE = "card_seq_unexpected", "card_counter_backwards", "card_value_unexpected"


class CardCounter(msgspec.Struct, frozen=True, kw_only=True):
    """A card after its last confirmed load. `value_ntd` in whole NT$, None while nobody has told it."""

    seq: int = 0
    tmc: int = 0
    tmv: bytes = b""
    value_ntd: int | None = None


def confirmed(before: CardCounter, load: Load, proof: LoadProof, *, proven: bool | None) -> tuple[CardCounter, list[str]]:
    """The card after a load that it has taken, by its own word; what does not follow from what it said before, as anomalies.

    `proven` is `card_keys.proves`'s answer. A value may always be lower, for cards are paid with; of a purse without a
    transaction MAC it may be higher too, for such cards are topped up elsewhere. Of a proof that its MAC does not cover no
    counter is believed: it counts as the one load that was expected.
    """
    anomalies = [SEQ] if proof.seq != before.seq + 1 else []
    if proof.tmv and proof.tmc <= before.tmc:
        anomalies.append(COUNTER)
    if proven is not None and before.value_ntd is not None and proof.value_ntd > before.value_ntd + load.amount_ntd:
        anomalies.append(VALUE)
    if proven is False:
        after = msgspec.structs.replace(before, seq=before.seq + 1, value_ntd=proof.value_ntd)
        return after, anomalies
    after = CardCounter(
        seq=max(proof.seq, before.seq),
        tmc=max(proof.tmc, before.tmc),
        tmv=proof.tmv if proof.tmc > before.tmc else before.tmv,
        value_ntd=proof.value_ntd,
    )
    return after, anomalies


def assumed(before: CardCounter, load: Load) -> CardCounter:
    """The card after a supervisor has said that it took an open load; its next word shows whether that was so."""
    value_ntd = None if before.value_ntd is None else before.value_ntd + load.amount_ntd
    return msgspec.structs.replace(before, seq=before.seq + 1, value_ntd=value_ntd)
