"""Cards and bound media, and telling stations of each change."""

from collections.abc import Collection
from typing import Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import feed, prepared
from central.authority import Authority
from central.schema import cards, staff
from domain.cards import CardState
from domain.wire import CardRow

Origin = Literal["issued", "bound", "imported"]
UID_PURPOSE = b"uid"
"""What a UID is encrypted for (`central.vault`)."""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One medium of the registry."""

    medium: bytes
    card_kind: str
    state: CardState
    holder: UUID | None
    carrier: str
    origin: Origin
    op_id: UUID
    since_ms: int
    """When it was issued, bound or imported, as far as clocks can be trusted."""


def find(connection: sa.Connection, medium: bytes) -> Card | None:
    """The card of a medium's digest."""
    row = prepared.rows_of(connection, cards.c.medium, medium).one_or_none()
    return None if row is None else _card(row)


def find_all(connection: sa.Connection, media: Collection[bytes]) -> list[Card]:
    """The cards of these media, as far as there are any."""
    return [_card(row) for row in prepared.rows_among(connection, cards.c.medium, media)]


def of_holder(connection: sa.Connection, holder: UUID) -> list[Card]:
    """Every medium of a person, oldest first."""
    rows = connection.execute(sa.select(cards).where(cards.c.holder == holder).order_by(cards.c.since_ms, cards.c.op_id))
    return [_card(row) for row in rows]


def add(connection: sa.Connection, authority: Authority, card: Card, uid: bytes) -> None:
    """Register a medium and tell the stations. `uid` (empty for none) is kept encrypted, for the carrier's settlement file."""
    connection.execute(cards.insert().values(**_values(connection, authority, card, uid)))
    _publish(connection, card)


def take_from_stock(connection: sa.Connection, authority: Authority, card: Card, uid: bytes) -> None:
    """A registered medium that is nobody's (a blank card, or one that was unbound) becomes this card; the stations are told."""
    values = _values(connection, authority, card, uid)
    connection.execute(cards.update().where(cards.c.medium == card.medium).values(**values, renewed_ms=None))
    _publish(connection, card)


def _values(connection: sa.Connection, authority: Authority, card: Card, uid: bytes) -> dict[str, object]:
    encrypted = authority.vault.encrypt(connection, card.holder, UID_PURPOSE, uid) if card.holder is not None and uid else None
    return {**msgspec.structs.asdict(card), "state": card.state.value, "uid_encrypted": encrypted}


def uid_of(connection: sa.Connection, authority: Authority, medium: bytes) -> bytes:
    """A medium's UID; empty when it was never told, or its holder has been forgotten."""
    row = prepared.rows_of(connection, cards.c.medium, medium).one_or_none()
    if row is None or row.holder is None or row.uid_encrypted is None:
        return b""
    return authority.vault.decrypt(connection, row.holder, UID_PURPOSE, row.uid_encrypted) or b""


def keep_uid(connection: sa.Connection, authority: Authority, card: Card, uid: bytes) -> bool:
    """Keep a UID that has proved to be this medium's, encrypted; False when its holder has been forgotten."""
    if uid_of(connection, authority, card.medium) == uid:
        return True
    encrypted = authority.vault.encrypt(connection, card.holder, UID_PURPOSE, uid) if card.holder is not None else None
    connection.execute(cards.update().where(cards.c.medium == card.medium).values(uid_encrypted=encrypted))
    return encrypted is not None


def set_state(connection: sa.Connection, card: Card, state: CardState) -> Card:
    """Move a card to another state and tell the stations."""
    changed = msgspec.structs.replace(card, state=state)
    connection.execute(cards.update().where(cards.c.medium == card.medium).values(state=state.value))
    _publish(connection, changed)
    return changed


def is_staff(connection: sa.Connection, medium: bytes) -> bool:
    """Whether the medium is a staff card."""
    return prepared.rows_of(connection, staff.c.medium, medium).first() is not None


def _publish(connection: sa.Connection, card: Card) -> None:
    row = CardRow(medium=card.medium, card_kind=card.card_kind, state=card.state.value, holder=card.holder)
    feed.publish(connection, row)


def _card(row: sa.Row[tuple[object, ...]]) -> Card:
    values = row._mapping
    return Card(
        medium=bytes(values["medium"]),
        card_kind=values["card_kind"],
        state=CardState(values["state"]),
        holder=values["holder"],
        carrier=values["carrier"],
        origin=values["origin"],
        op_id=values["op_id"],
        since_ms=values["since_ms"],
    )
