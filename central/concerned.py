"""Which locks an event takes before it is judged: of everything that its handler reads in order to write.

An event that waits for something is written down as waiting under the lock of what it waits for, and whoever brings that holds
the same lock: so none is overlooked.
"""

from uuid import UUID

import sqlalchemy as sa

from central import prepared
from central.schema import loads
from central.sitting import Sitting
from domain.events import (
    CardBound,
    CardIssued,
    Event,
    LoadCommitted,
    LoadCommitting,
    LoadFound,
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
