"""Which locks an event takes before it is judged: of everything that its handler reads in order to write.

An event that waits for something is written down as waiting under the lock of what it waits for, and whoever brings that holds
the same lock: so none is overlooked.
"""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa

from central import load_books, prepared
from central.schema import loads
from central.sitting import Sitting
from central.verdict import decision_key, load_key
from domain.events import (
    CardBound,
    CardIssued,
    Event,
    LoadCommitted,
    LoadCommitting,
    LoadFound,
    LoadIntended,
    LoadSettled,
    LoadTombstone,
    LoadUnknown,
    SignedIn,
    SignedOut,
)


def acts(op_id: UUID, event: Event | None) -> set[UUID]:
    """The acts that an event is or ends, by op_id: their locks come before all others but the chain's."""
    earlier = None if event is None else _earlier_act(event)
    return {op_id} if earlier is None else {op_id, earlier}


def hold(connection: sa.Connection, sitting: Sitting, event: Event) -> None:
    """Take the locks of an event's media and of whoever holds them.

    The person of `card.issued` is sealed, so its handler takes that lock and the rest; attendance has `central.sitting`.
    """
    if not isinstance(event.payload, CardIssued | SignedIn | SignedOut):
        media = _media(connection, event)
        if media:
            sitting.hold(media)


def gather_wishes(sitting: Sitting, events: Sequence[Event]) -> None:
    """Take the locks of redemptions and loads of several stations, and look up at once what they are judged by."""
    media = {event.medium for event in events if event.medium is not None}
    begun = [event for event in events if isinstance(event.payload, LoadIntended)]
    about = {number for event in events if (number := _earlier_act(event)) is not None}
    given_up = [load_books.given_up(event.op_id, event.station) for event in begun]
    sitting.gather_wishes(media, about | {event.op_id for event in begun}, given_up)


def keys(event: Event) -> set[str]:
    """What others may wait for of a wish."""
    match event.payload:
        case LoadIntended():
            return {load_key(event.op_id)}
        case LoadCommitted():
            return {decision_key(event.payload.load)}
    return set()


def _earlier_act(event: Event) -> UUID | None:
    match event.payload:
        case SignedOut():
            return event.payload.sign_in
        case LoadCommitting() | LoadCommitted() | LoadUnknown() | LoadTombstone() | LoadFound() | LoadSettled():
            return event.payload.load
    return None


def _media(connection: sa.Connection, event: Event) -> set[bytes]:
    media = {event.medium}
    if isinstance(event.payload, CardBound):
        media.add(event.payload.via_medium)
    load = _earlier_act(event)
    if load is not None:
        row = prepared.rows_of(connection, loads.c.op_id, load).one_or_none()
        media.add(None if row is None else row.medium)
    return {bytes(medium) for medium in media if medium is not None}
