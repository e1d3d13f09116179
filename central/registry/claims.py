"""Who has had a card of a bearer kind: such a claim is recorded against the person and is never given back.

Claims of before this platform are kept as keyed digests of national IDs alone (`earlier_claims`), whether or not these people
ever become holders here.
"""

from uuid import UUID

import sqlalchemy as sa

from central.schema import claims, earlier_claims, holders
from domain.programme import CardKind

_FACT = "never_claimed"


def has_claimed(connection: sa.Connection, person_digest: bytes, card_kind: str) -> bool:
    """Whether this person, by the keyed digest of their national ID, has had a card of this kind, here or before."""
    before = sa.select(earlier_claims.c.card_kind).where(
        earlier_claims.c.person_digest == person_digest, earlier_claims.c.card_kind == card_kind
    )
    here = (
        sa.select(claims.c.op_id)
        .join(holders, holders.c.holder == claims.c.holder)
        .where(holders.c.person_digest == person_digest, claims.c.card_kind == card_kind)
    )
    return connection.execute(before).first() is not None or connection.execute(here).first() is not None


def note(connection: sa.Connection, op_id: UUID, holder: UUID, card_kind: str) -> None:
    """Record that a person has had a card of a bearer kind."""
    connection.execute(claims.insert().values(op_id=op_id, holder=holder, card_kind=card_kind))


def once_only(kind: CardKind) -> bool:
    """Whether a second claim of this kind is refused for good: bearer cards of one per person, and kinds that ask for it."""
    asked = any(
        condition.fact == _FACT and condition.holds
        for requirement in kind.requirements
        for alternative in requirement.any_of
        for condition in alternative
    )
    return asked or (kind.bearer and kind.one_per_person)
