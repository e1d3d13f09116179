"""What a card costs whom (首次免費、補發工本費、社福免費)."""

from collections.abc import Set
from typing import Literal

import msgspec

from domain.events import CardIssued, CardReplaced, Payload
from domain.programme import CardKind, Programme
from domain.programme_parts import Amount

FeeBasis = Literal["first", "welfare", "replacement"]


class CardFee(msgspec.Struct, frozen=True, kw_only=True):
    """Whole NT$, and by which rule: a person's first card of a kind, free for a fact of theirs, or one more."""

    ntd: int
    basis: FeeBasis


def card_fee(kind: CardKind, *, had_one: bool, facts: Set[str]) -> CardFee | None:
    """What a person with these confirmed facts pays; None when it is not published, so that nobody can ask for it.

    `had_one`: a card of this kind was issued to them before.
    """
    if had_one:
        return _known(kind.fee.replacement_ntd, "replacement")
    if not facts.isdisjoint(kind.fee.first_free_for):
        return CardFee(ntd=0, basis="welfare")
    return _known(kind.fee.first_ntd, "first")


def _known(ntd: Amount, basis: FeeBasis) -> CardFee | None:
    return CardFee(ntd=ntd, basis=basis) if isinstance(ntd, int) else None


def taken_ntd(programme: Programme, payload: Payload) -> int:
    """What was taken from whom an act served, whole NT$: the daily report's and a shift's sum are made of it."""
    if isinstance(payload, CardIssued):
        if payload.fee_ntd is not None:
            return max(payload.fee_ntd, 0)
        kind = programme.kind(payload.card_kind)
        return kind.fee.first_ntd if kind is not None and isinstance(kind.fee.first_ntd, int) else 0
    return payload.fee_ntd if isinstance(payload, CardReplaced) else 0
