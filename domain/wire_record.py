"""Messages about what a person sees and does of themselves at a kiosk, once they have proved who they are."""

from uuid import UUID

import msgspec

from domain.wire import Notice, Request, Response
from domain.wire_money import HistoryLine, HoursResponse
from domain.wire_subject import RecordReadLine, Sealed
from domain.wire_virtual_card import DigestKey, MediumDigest


class HolderRecordRequest(Request, frozen=True, kw_only=True):
    """A card lies at a kiosk, and its holder wants to see what is known of them."""

    medium: MediumDigest
    digest_key: DigestKey
    factor: Sealed = b""
    """`SecondFactor`, sealed to the platform, where the programme asks for one before history is shown."""


class PointsLapsing(msgspec.Struct, frozen=True, kw_only=True):
    """So many points are gone from `at_ms` on, unless they are used before."""

    point_kind: str
    points: int
    at_ms: int


class CardHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A card or a phone of this person's. `here`: it is what lies at the kiosk."""

    card_kind: str
    carrier: str
    state: str
    since_ms: int
    here: bool = False


class MessageLine(msgspec.Struct, frozen=True, kw_only=True):
    """What they were told, in the language in which it was sent."""

    subject: str
    text: str
    at_ms: int


class HolderRecordResponse(Response, frozen=True, kw_only=True):
    """Everything that a kiosk can show, the newest first; `more_…`: there are earlier ones, which a counter can show."""

    history: list[HistoryLine]
    more_history: bool
    lapsing: list[PointsLapsing]
    hours: HoursResponse
    cards: list[CardHeld]
    reads: list[RecordReadLine]
    more_reads: bool
    notices: list[Notice]
    messages: list[MessageLine]

    def __repr__(self) -> str:
        return "HolderRecordResponse(…)"


# --- binding one more card ---------------------------------------------------------------------------------------------


class BindCodeRequest(Request, frozen=True, kw_only=True):
    """Staff have identified the person whose card lies here, who wants to tie another one to themselves at a kiosk."""

    op_id: UUID
    medium: MediumDigest
    digest_key: DigestKey


class BindCodeResponse(Response, frozen=True, kw_only=True):
    """Eight digits, good for one card until then."""

    code: str
    expires_ms: int

    def __repr__(self) -> str:
        return "BindCodeResponse(…)"


class BindLookRequest(Request, frozen=True, kw_only=True):
    """Whose code was typed or shown, for this card that is nobody's? `op_id` is that of the act that follows."""

    op_id: UUID
    medium: MediumDigest
    digest_key: DigestKey
    code: Sealed
    """ASCII, sealed to the platform."""


class BindLookResponse(Response, frozen=True, kw_only=True):
    """To whom the card can be tied, and by which card of theirs they were recognised."""

    holder: UUID
    via_medium: bytes
