"""Handing messages on to a sender: claimed under a lock, tried again with growing pauses, given up in the end.

A message is claimed in a transaction of its own, sent outside of any, and then marked. A process that dies in between leaves it
claimed; after `LEASE_MS` another try is made under the same id.
"""

from typing import Protocol
from uuid import UUID

import msgspec
import sqlalchemy as sa
import structlog

from central import locks
from central.authority import Authority
from central.messages.queue import PURPOSE, Letter
from central.schema.messages import messages
from central.store import Store
from domain.ports import Clock

LEASE_MS = 10 * 60_000
"""Longer than any sender takes for one message."""
MOST_TRIES = 12
_FIRST_PAUSE_MS = 60_000
_LONGEST_PAUSE_MS = 6 * 3_600_000
_log = structlog.get_logger()


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message on its way. `message_id` is the same at every try."""

    message_id: UUID
    channel: str
    address: str
    subject: str
    text: str

    def __repr__(self) -> str:
        return f"Outgoing({self.message_id})"


class SendFailed(Exception):
    """A sender could not hand a message on. `problem` is a harmless word; `for_good`: another try would fail as well."""

    def __init__(self, problem: str, *, for_good: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.for_good = for_good


class Sender(Protocol):
    """Hands messages on, each within less than `LEASE_MS`."""

    channels: frozenset[str]
    """Of `email` and `sms`: what it takes."""

    def send(self, message: Outgoing) -> None:
        """Hand one on; the same id again is the same message. Raises `SendFailed`."""
        ...


def send_due(store: Store, authority: Authority, clock: Clock, sender: Sender, *, most: int = 1_000) -> int:
    """Send what is due, the longest waiting first; how many were handed on."""
    sent = 0
    for _ in range(most):
        with store.write() as connection:
            claimed = _claim(connection, authority, sender.channels, clock.now_ms())
        if claimed is None:
            break
        message, tries = claimed
        if message is None:
            continue
        try:
            sender.send(message)
        except SendFailed as failed:
            _log.warning("message_not_sent", message=str(message.message_id), problem=failed.problem, tries=tries)
            with store.write() as connection:
                _failed(connection, message.message_id, failed, tries, clock.now_ms())
        else:
            sent += 1
            with store.write() as connection:
                _mark(connection, message.message_id, state="sent", done_ms=clock.now_ms(), problem=None)
    return sent


def _claim(
    connection: sa.Connection, authority: Authority, channels: frozenset[str], now_ms: int
) -> tuple[Outgoing | None, int] | None:
    """The next message and which try this is; None when none is due. A forgotten person's message is put away."""
    locks.hold(connection, locks.named("messages"))
    row = connection.execute(
        sa.select(messages)
        .where(
            messages.c.state.in_(("queued", "sending")), messages.c.next_ms <= now_ms, messages.c.channel.in_(sorted(channels))
        )
        .order_by(messages.c.next_ms, messages.c.id)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    plaintext = authority.vault.decrypt(connection, row.holder, PURPOSE + row.message.bytes, row.encrypted)
    if plaintext is None:
        _mark(connection, row.message, state="forgotten", done_ms=now_ms)
        return None, 0
    _mark(connection, row.message, state="sending", tries=row.tries + 1, next_ms=now_ms + LEASE_MS)
    letter = msgspec.json.decode(plaintext, type=Letter)
    message = Outgoing(
        message_id=row.message, channel=row.channel, address=letter.address, subject=letter.subject, text=letter.text
    )
    return message, row.tries + 1


def _failed(connection: sa.Connection, message_id: UUID, failed: SendFailed, tries: int, now_ms: int) -> None:
    if failed.for_good or tries >= MOST_TRIES:
        _mark(connection, message_id, state="failed", done_ms=now_ms, problem=failed.problem)
        return
    pause_ms = min(_FIRST_PAUSE_MS << (tries - 1), _LONGEST_PAUSE_MS)
    _mark(connection, message_id, state="queued", next_ms=now_ms + pause_ms, problem=failed.problem)


def _mark(connection: sa.Connection, message_id: UUID, **values: object) -> None:
    connection.execute(messages.update().where(messages.c.message == message_id, messages.c.state != "sent").values(**values))
