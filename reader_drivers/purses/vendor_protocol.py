"""What a station and a carrier's own program say to each other: JSON lines, version 1. Described in docs/vendor-purse.md.

The station writes requests to the program's standard input, the program writes one answer to each to its standard output.
Amounts are whole NT$ as integers, a load's id is a UUID in its usual text form, a UID upper-case hexadecimal, UID0 first.
"""

from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

VERSION = 1
MOST_LINE_BYTES = 65_536
"""Of one line, its end included."""
MOST_TRANSMITS = 500
END_S = 2.0
"""How long a program may take to end after `bye`, and after its input has ended (docs/vendor-purse.md, 1.5)."""
"""APDUs that the program may send through the station's reader while it works on one request."""

Ntd = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Amount = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Uid = Annotated[str, msgspec.Meta(pattern="^([0-9A-F]{2}){4,10}$")]
Apdu = Annotated[str, msgspec.Meta(pattern="^([0-9A-Fa-f]{2}){2,4096}$")]
Feature = Literal["peek", "transmit", "debit"]
"""`peek`: may be asked for the value without proof. `transmit`: uses the station's reader. `debit`: can take value off a card,
for the conformance kit alone."""


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything that is said: an unknown field is a fault."""


# --- requests ----------------------------------------------------------------------------------------------------------


class _Request(Message, frozen=True, kw_only=True, tag_field="do"):
    """`id` grows with every request of one run of the program."""

    id: Annotated[int, msgspec.Meta(ge=1)]


class Hello(_Request, frozen=True, kw_only=True, tag="hello"):
    """The first request: can we speak to each other?"""

    protocol: int = VERSION


class Read(_Request, frozen=True, kw_only=True, tag="read"):
    """What does this card hold, proven by the card's own authentication?"""

    uid: Uid


class Peek(_Request, frozen=True, kw_only=True, tag="peek"):
    """What does the card say that it holds, without proof? For showing. `uid` is empty when the station does not know it."""

    uid: Annotated[str, msgspec.Meta(pattern="^(([0-9A-F]{2}){4,10})?$")]


class Prepare(_Request, frozen=True, kw_only=True, tag="prepare"):
    """Get everything ready for a load short of its commit; the card keeps its old state."""

    uid: Uid
    load: UUID
    amount_ntd: Amount
    seq: Annotated[int, msgspec.Meta(ge=1)]
    """One more than the card's last load had."""
    station: str
    at_ms: int
    """Milliseconds since 1970-01-01T00:00Z."""


class Commit(_Request, frozen=True, kw_only=True, tag="commit"):
    """Carry the prepared load out, value and load id together. Sent once."""

    uid: Uid
    load: UUID


class Abort(_Request, frozen=True, kw_only=True, tag="abort"):
    """Forget the prepared load; nothing happens when there is none."""

    uid: Uid
    load: UUID


class Debit(_Request, frozen=True, kw_only=True, tag="debit"):
    """Take value off the card as a shop would. Sent by the conformance kit alone, never by a station."""

    uid: Uid
    amount_ntd: Amount


class Bye(_Request, frozen=True, kw_only=True, tag="bye"):
    """Answer, let go of the card and end."""


Request = Hello | Read | Peek | Prepare | Commit | Abort | Debit | Bye

# --- answers -----------------------------------------------------------------------------------------------------------


class ErrorCode(StrEnum):
    """Everything that can be wrong. A code outside this list is a fault."""

    NO_CARD = "no_card"
    """No card lies there, or it left before it answered."""
    CARD_UNKNOWN = "card_unknown"
    """A card lies there that has no purse of this carrier."""
    CARD_SWAPPED = "card_swapped"
    """Another card lies there than the one that was named."""
    CARD_REFUSED = "card_refused"
    """The card or the carrier does not allow it: blocked, expired, its authentication failed."""
    OVER_LIMIT = "over_limit"
    WRONG_SEQ = "wrong_seq"
    ALREADY_LOADED = "already_loaded"
    """The card's last load has this very id."""
    NOT_PREPARED = "not_prepared"
    """Nothing, or another load, was prepared for this card in this run of the program."""
    WRONG_VERSION = "wrong_version"
    UNKNOWN_REQUEST = "unknown_request"
    INVALID_REQUEST = "invalid_request"
    READER_FAILED = "reader_failed"
    INTERNAL = "internal"


class VendorError(Exception):
    """A proper answer that it was not done."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.value)
        self.code = code


class Capabilities(Message, frozen=True, kw_only=True):
    """To `hello`."""

    protocol: int
    name: str
    version: str
    features: list[Feature]


class Reading(Message, frozen=True, kw_only=True):
    """To `read` and `debit`."""

    uid: Uid
    value_ntd: Ntd
    limit_ntd: Ntd
    last_load: UUID | None
    """The id of the last load that the card committed; debits keep it."""
    seq: Annotated[int, msgspec.Meta(ge=0)]
    """How many loads the card has committed."""


class Peeked(Message, frozen=True, kw_only=True):
    """To `peek`; None when the card does not say."""

    value_ntd: Ntd | None


class Prepared(Message, frozen=True, kw_only=True):
    """To `prepare`. `value_ntd` is on the card now, without the load."""

    uid: Uid
    load: UUID
    value_ntd: Ntd


class Committed(Message, frozen=True, kw_only=True):
    """To `commit`: the card holds `value_ntd`, and has said so with proof."""

    uid: Uid
    load: UUID
    value_ntd: Ntd
    seq: Annotated[int, msgspec.Meta(ge=1)]


class Done(Message, frozen=True, kw_only=True):
    """To `abort` and `bye`."""


Result = Capabilities | Reading | Peeked | Prepared | Committed | Done


class Answer(Message, frozen=True, kw_only=True):
    """It was done: `ok` is the request's result. `id` is the request's."""

    id: Annotated[int, msgspec.Meta(ge=1)]
    ok: msgspec.Raw


class Failure(Message, frozen=True, kw_only=True, omit_defaults=True):
    """It was not. `id` is the request's, 0 for a line that had none."""

    id: Annotated[int, msgspec.Meta(ge=0)]
    error: ErrorCode
    detail: str = ""
    """For the carrier's technicians. The station keeps it out of its log."""


class Transmit(Message, frozen=True, kw_only=True):
    """Instead of an answer, first: send this APDU to the card on the station's reader. Needs the feature `transmit`."""

    transmit: Apdu


class Transmitted(Message, frozen=True, kw_only=True, omit_defaults=True):
    """What the card answered, status word included; `error` when no whole answer came: it may have carried the command out."""

    response: Apdu | None = None
    error: Literal["no_card", "reader_failed"] | None = None


RESULTS: dict[type[Message], type[Message]] = {
    Hello: Capabilities,
    Read: Reading,
    Peek: Peeked,
    Prepare: Prepared,
    Commit: Committed,
    Abort: Done,
    Debit: Reading,
    Bye: Done,
}
"""What answers what."""


def encode(message: Message) -> bytes:
    """One line, its end included."""
    return msgspec.json.encode(message) + b"\n"


def schema() -> dict[str, Any]:
    """The whole protocol as a JSON Schema (2020-12): `Request` is what the station says, `Said` what the program says."""
    results = list(dict.fromkeys(RESULTS.values()))
    types = [Request, Transmitted, Answer, Failure, Transmit, *results]
    references, definitions = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    definitions["Answer"]["properties"]["ok"] = {"anyOf": references[5:]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Vendor purse protocol, version {VERSION}",
        "anyOf": [{"$ref": "#/$defs/Request"}, {"$ref": "#/$defs/Said"}],
        "$defs": {"Request": {"anyOf": references[:2]}, "Said": {"anyOf": references[2:5]}, **definitions},
    }
