"""Putting messages into the queue, and counting them."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks
from central.authority import Authority
from central.messages.contacts import contact_of
from central.messages.templates import words
from central.schema.messages import messages

PURPOSE = b"message"


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What is encrypted of a message."""

    address: str
    subject: str
    text: str

    def __repr__(self) -> str:
        return "Letter(…)"


class QueueCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many messages stand where. `unaddressed`: nobody knows where to send them, so a counter tells the person."""

    queued: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    unaddressed: int = 0
    forgotten: int = 0


def queue(
    connection: sa.Connection,
    authority: Authority,
    message_id: UUID,
    holder: UUID,
    template: str,
    *,
    values: dict[str, str],
    now_ms: int,
) -> bool:
    """Queue a message to a person, once: False when a message of this id was queued before, or they have been forgotten.

    `message_id` is made of what the message is about (UUIDv5), so that the same event tells once. Of a person whom nobody
    knows how to reach the message is kept as `unaddressed`. Raises `Bug` for an unknown template or a blank without a value.
    """
    locks.hold(connection, locks.named(f"message {message_id}"))
    if connection.scalar(sa.select(messages.c.message).where(messages.c.message == message_id)) is not None:
        return False
    contact = contact_of(connection, authority, holder)
    language, wording = words(template, contact.language)
    channel, address = contact.channel
    filled = wording.filled(values)
    letter = Letter(address=address, subject=filled.subject, text=filled.text)
    encrypted = authority.vault.encrypt(connection, holder, PURPOSE + message_id.bytes, msgspec.json.encode(letter))
    if encrypted is None:
        return False
    connection.execute(
        messages.insert().values(
            message=message_id,
            holder=holder,
            template=template,
            language=language,
            channel=channel,
            encrypted=encrypted,
            state="unaddressed" if channel == "none" else "queued",
            tries=0,
            next_ms=now_ms,
            queued_ms=now_ms,
        )
    )
    return True


def kept_messages(connection: sa.Connection, authority: Authority, holder: UUID, limit: int) -> list[tuple[Letter, int]]:
    """What a person was told and when, the newest first, also what could not be sent; nothing of whom has been forgotten."""
    wanted = sa.select(messages).where(messages.c.holder == holder).order_by(messages.c.id.desc()).limit(limit)
    found = []
    for row in connection.execute(wanted):
        plain = authority.vault.decrypt(connection, holder, PURPOSE + row.message.bytes, row.encrypted)
        if plain is not None:
            found.append((msgspec.json.decode(plain, type=Letter), row.queued_ms))
    return found


def counts(connection: sa.Connection) -> QueueCounts:
    """How many messages stand where."""
    rows = connection.execute(sa.select(messages.c.state, sa.func.count()).group_by(messages.c.state))
    return QueueCounts(**{row[0]: row[1] for row in rows})
