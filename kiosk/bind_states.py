"""The flow's part in which a card that is nobody's is tied to whoever stands there with a one-time code."""

from typing import Literal
from uuid import UUID

from domain.errors import Code
from domain.media import Medium
from domain.virtual_card import BIND_DIGITS
from kiosk.person import Value

CodeFrom = Literal["counter", "phone"]
"""Where a code for adding a card is from: typed as a counter gave it, or shown by a phone."""

# --- states ----------------------------------------------------------------------------------------------------------


class BindCarrier(Value, frozen=True, kw_only=True):
    """Whose card it is as a means of payment: it is printed on it."""

    medium: Medium


class BindConsent(Value, frozen=True, kw_only=True):
    """What has to be agreed to, with its version."""

    medium: Medium
    carrier: str


class BindCode(Value, frozen=True, kw_only=True):
    """The code from the counter is typed, or the phone's is shown."""

    medium: Medium
    carrier: str
    digits: str = ""
    problem: Code | None = None
    """Why the code that was given last is none for this; nothing has changed."""
    given: CodeFrom = "counter"
    """What `problem` is about."""


class Binding(Value, frozen=True, kw_only=True):
    """The desk ties the card to whose code it is."""

    medium: Medium
    carrier: str
    code: str
    op_id: UUID = UUID(int=0)
    ends_s: float = 0.0

    @property
    def given(self) -> CodeFrom:
        """Whose code it is: a counter's is typed, and digits alone."""
        return "counter" if len(self.code) == BIND_DIGITS and self.code.isdecimal() else "phone"


class Bound(Value, frozen=True, kw_only=True):
    """It is theirs, or it is not known yet."""

    medium: Medium
    pending: bool
    ends_s: float | None = None
    """When the card has left: how long this is still shown."""


OfBind = BindCarrier | BindConsent | BindCode
"""Nothing has been asked for yet."""

# --- what happens ----------------------------------------------------------------------------------------------------


class WantBind(Value, frozen=True, kw_only=True):
    """Wants to add the card that lies here."""


class ChooseCarrier(Value, frozen=True, kw_only=True):
    """Says what card it is."""

    carrier: str


class BindDone(Value, frozen=True, kw_only=True):
    """The desk's answer to `Bind`."""

    op_id: UUID
    pending: bool
    code: Code | None = None
    """Why the platform did not do it after all."""


class BindRefused(Value, frozen=True, kw_only=True):
    """The desk did not take it; nothing has changed."""

    op_id: UUID
    code: Code


OfBindPressed = WantBind | ChooseCarrier
OfBindTold = BindDone | BindRefused

# --- what is wanted --------------------------------------------------------------------------------------------------


class Bind(Value, frozen=True, kw_only=True):
    """Tie the card; answer with `BindDone` or `BindRefused` of the same op_id."""

    op_id: UUID
    medium: Medium
    carrier: str
    code: str
