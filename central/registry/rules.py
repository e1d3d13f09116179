"""What a person may hold at the same time: one card of a kind, one kind of a group."""

from uuid import UUID

import sqlalchemy as sa

from central import cards
from central.authority import Authority
from central.cards import Card
from domain.eligibility import excludes
from domain.programme import CardKind


def rival(
    connection: sa.Connection, authority: Authority, kind: CardKind, holder: UUID, *, besides: bytes = b""
) -> Card | None:
    """A usable card because of which this person may not have this kind as well, other than medium `besides`.

    The caller holds the holder's lock until it has acted on the answer.
    """
    for card in cards.of_holder(connection, holder):
        other = authority.programme.kind(card.card_kind)
        if card.medium == besides or not card.state.usable or card.origin == "bound" or other is None:
            continue
        if excludes(kind, other):
            return card
    return None


def lacks_main_card(connection: sa.Connection, kind: CardKind, holder: UUID) -> bool:
    """Whether this is a companion's kind (愛心陪伴) and the person has no usable card of the kind that it goes with."""
    if kind.companion_of is None:
        return False
    held = cards.of_holder(connection, holder)
    return not any(card.card_kind == kind.companion_of and card.state.usable and card.origin != "bound" for card in held)
