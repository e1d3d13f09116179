"""What the desk for people and cards answers to its screens. See `station.views`."""

from typing import Literal
from uuid import UUID

import msgspec

from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code
from domain.wire_registry import CardValue


class PersonCard(msgspec.Struct, frozen=True, kw_only=True):
    """One card of a person. `pending`: what was done to it here waits for the platform's word."""

    medium: bytes
    card_kind: str
    state: CardState
    carrier: str
    """Empty when only the station was asked, which does not know it."""
    origin: str
    """`issued`, `bound` or `imported`; empty as well."""
    since_ms: int | None
    tail: str
    pending: bool = False


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person. `online` False: only what this station knows of the card that lies here, no name, no other card."""

    holder: UUID | None
    name: str
    """Masked, unless a supervisor asked for it in clear."""
    national_id: str
    birth_year: int | None
    cards: list[PersonCard]
    online: bool
    reason: str
    """Why the record was opened."""
    in_clear: bool = False

    def __repr__(self) -> str:
        return f"Person({self.holder})"


class PeopleFound(msgspec.Struct, frozen=True, kw_only=True):
    """At most twenty; `more`: there are others."""

    people: list[Person]
    more: bool


class CardWay(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be done with a card in its present state, or why whoever is signed in may not do it."""

    act: CardAct | Literal["replace"]
    why_not: Literal["", "supervisor", "fee_unknown"] = ""


class CardDone(msgspec.Struct, frozen=True, kw_only=True):
    """How an act on a card ended; the journal holds it durably.

    `pending`: the platform has not spoken. `refused`: it has written the act down and not carried it out.
    """

    op_id: UUID
    status: Literal["done", "pending", "refused"]
    state: CardState | None = None
    """The card's, by the platform's word."""
    code: Code | None = None
    anomalies: list[str] = []
    fee_ntd: int | None = None
    """Of a replacement."""
    value: CardValue | None = None
    """Of a replacement: what the old card may still hold; None when it could not be asked."""
    waiting_ntd: int | None = None
    """Of a replacement: what waits for the new card now."""


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody's particulars are to become; None stays as it is."""

    name: str | None = None
    birthday: str | None = None
    """民國 or ISO 8601, as typed."""
    district: str | None = None
    facts: list[str] | None = None

    def __repr__(self) -> str:
        return "Corrected(…)"


def person_after(person: Person, card: PersonCard, done: CardDone, new: PersonCard | None = None) -> Person:
    """The person as they stand after an act on a card, without opening the record once more; `new`: the card in its place."""
    gone = done.status != "refused" and done.state is CardState.STOCK
    state = done.state if done.state is not None else card.state
    changed = msgspec.structs.replace(card, state=state, pending=done.status == "pending")
    cards = [changed if each.medium == card.medium else each for each in person.cards]
    if gone:
        cards = [each for each in cards if each.medium != card.medium]
    return msgspec.structs.replace(person, cards=[*([new] if new is not None else []), *cards])
