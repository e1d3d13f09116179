"""What every payload of an event is made of. See `domain.events`."""

import msgspec


class EventPayload(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What happened. The tag is the event's kind."""
