"""What the kiosk's flow is made of: its states, what happens to it, and what it wants done. Plain values, no Qt, no I/O."""

from typing import Literal
from uuid import UUID

from domain.errors import Code
from domain.media import Medium
from kiosk.bind_states import Bind, Binding, Bound, CodeFrom, OfBind, OfBindPressed, OfBindTold
from kiosk.corner_states import CornerCommand, FromCorner, Pick, Staffed
from kiosk.person import Person, Value
from kiosk.record_states import AskRecord, OfRecord, OfRecordPressed, OfRecordTold, Opening
from kiosk.reports import FromStation
from station.load_steps import LoadStep
from station.views import CardBalance, RedeemView

BIRTHDAY_DIGITS = 4
AMOUNT_DIGITS = 5

Paper = Literal["none", "offered", "printing", "printed", "failed"]
"""A receipt on paper: there is no printer; there is one; it prints; it has printed; it could not, and nothing else changed."""


# --- states ----------------------------------------------------------------------------------------------------------


class Attract(Value, frozen=True, kw_only=True):
    """Nobody is here."""

    take_card: bool = False
    """The session is over and the card still lies on the reader."""


class Reading(Value, frozen=True, kw_only=True):
    """A card was laid on the reader and the desk is being asked about it."""

    session: int
    medium: Medium
    after: "Unknown | None" = None
    """The load whose outcome this card is asked for; what is shown again when the card does not stay."""


class Settled(Value, frozen=True, kw_only=True):
    """An earlier load of this card has just been settled (`balance.settled`): told before anything else."""

    person: Person


class Balance(Value, frozen=True, kw_only=True):
    """Points by kind."""

    person: Person


class Amount(Value, frozen=True, kw_only=True):
    """How much? At most three amounts, or one's own."""

    person: Person


class OwnAmount(Value, frozen=True, kw_only=True):
    """One's own amount by digits."""

    person: Person
    digits: str = ""
    problem: Code | None = None
    """What is wrong with the digits as they stand."""

    @property
    def amount_ntd(self) -> int:
        """Whole NT$ as typed so far."""
        return int(self.digits or "0")


class SecondFactor(Value, frozen=True, kw_only=True):
    """Month and day of the birthday."""

    person: Person
    amount_ntd: int
    digits: str = ""
    problem: Code | None = None
    """DATE_FORMAT: there is no such day. SECOND_FACTOR_WRONG: the platform refused the wish before, nothing was taken."""


class FactorCode(Value, frozen=True, kw_only=True):
    """The code of the person's phone is waited for, before points become value."""

    person: Person
    amount_ntd: int
    problem: Code | None = None
    """Why the code that was shown last is none for this; nothing was taken."""


class Confirm(Value, frozen=True, kw_only=True):
    """The last question."""

    person: Person
    amount_ntd: int
    birthday: str = ""
    phone_code: str = ""
    """Of the person's phone."""


class Working(Value, frozen=True, kw_only=True):
    """The wish is with the desk; nothing that happens outside changes that."""

    person: Person
    op_id: UUID
    amount_ntd: int
    step: LoadStep | None = None
    """How far writing onto the card has come; None where nothing is written."""


class Result(Value, frozen=True, kw_only=True):
    """How it ended."""

    end: Literal["done", "pending", "refused", "unclear"]
    """`unclear`: this station failed at it, and only the recovery code can tell what became of it."""
    points: int
    amount_ntd: int
    code: Code | None = None
    """Why it was refused."""
    on_card: bool = False
    """Whether it was to be written onto the card itself."""
    card_value_ntd: int | None = None
    """On the card afterwards, where it is known."""
    recovery_code: str = ""
    """Empty when the wish never came into being."""
    at_ms: int = 0
    card_tail: str = ""
    """Masked end of the card's identifier, for the receipt."""
    person: Person | None = None
    """None once the card has left."""
    ends_s: float | None = None
    """When the card has left: how long this is still shown."""
    rated: bool = False
    """The person has said how content they were."""
    points_left: int | None = None
    """Of the points that were spent; None where this station cannot know it."""
    paper: Paper = "none"
    """What became of its receipt."""
    paper_problem: Code | None = None
    """Why it was not printed."""
    next_here: bool = False
    """Another card lies there already, and waits."""


class Receipt(Value, frozen=True, kw_only=True):
    """The result as a QR code, and on paper where there is a printer and somebody wants it."""

    result: Result


class Rating(Value, frozen=True, kw_only=True):
    """How content were you? Asked of whoever wants to be asked, and answered by one touch."""

    result: Result


class Unknown(Value, frozen=True, kw_only=True):
    """A load was cut off during its commit, and the same card alone can tell what became of it.

    It outlasts the card, which is what it waits for, and so keeps that card's medium, amounts and code, and no name.
    """

    medium: Medium
    points: int
    amount_ntd: int
    recovery_code: str
    at_ms: int = 0
    earlier: bool = False
    """An earlier visit's load, which could not be settled just now."""
    problem: Code | None = None
    """Why the card that was laid down last has not settled it: CARD_SWAPPED for another card, which still lies there."""
    here: bool = False
    """The card lies on the reader and can be asked again."""
    person: Person | None = None
    """Whose points can be shown; None once the card has left."""


class Cannot(Value, frozen=True, kw_only=True):
    """This card cannot be used here."""

    code: Code
    ends_s: float | None = None
    medium: Medium | None = None
    """Of a card that is nobody's, and can be bound."""
    adding: CodeFrom | None = None
    """It was to be added and was not: with whose code."""


class BrokenOff(Value, frozen=True, kw_only=True):
    """A wish for an amount was broken off before it was given to the desk: nothing was redeemed."""

    code: Code
    """CARD_REMOVED, CARD_SWAPPED or CARD_UNREADABLE."""
    other: Medium | None = None
    """The card that lies there instead."""
    ends_s: float | None = None


class OutOfService(Value, frozen=True, kw_only=True):
    """The kiosk cannot work."""

    code: Code
    ends_s: float | None = None
    """When it tries again by itself; None while the cause is being watched."""


class StillThere(Value, frozen=True, kw_only=True):
    """Nobody has touched the screen for a while; any touch goes on with `under`."""

    under: "Patient"
    ends_s: float
    left_s: int
    """Whole seconds until the end, for the screen."""


WithPerson = Settled | Balance | Amount | OwnAmount | SecondFactor | FactorCode | Confirm | OfRecord
"""A person is here and nothing has been asked for."""
Asking = Reading | Opening
"""The desk is being asked, and nothing is lost when nobody waits for its answer."""
OfResult = Receipt | Rating
"""What a result leads to, and what leads back to it."""
Wishing = SecondFactor | FactorCode | Confirm
"""An amount has been chosen, and the desk has not been given the wish."""
Told = Result | Cannot | BrokenOff | Bound
"""What is still told when its card has gone, for a while."""
Patient = WithPerson | Told | OfResult | Unknown | Staffed | OfBind
"""States that wait for a touch and end without one."""
State = Attract | Asking | Patient | Working | Binding | OutOfService | StillThere


# --- what happens ----------------------------------------------------------------------------------------------------


class BalanceKnown(Value, frozen=True, kw_only=True):
    """The desk's answer to `AskBalance`, with the purse's rules."""

    session: int
    balance: CardBalance
    smallest_ntd: int
    ntd_per_point: int
    codes: bool = True
    """Whether this kiosk reads codes."""


class BalanceFailed(Value, frozen=True, kw_only=True):
    """The desk's refusal of `AskBalance`."""

    session: int
    code: Code
    refused: bool
    """True: a rule about this card. False: the station's own trouble."""


class Redeemed(Value, frozen=True, kw_only=True):
    """The desk's answer to `Redeem`."""

    view: RedeemView


class RedeemFailed(Value, frozen=True, kw_only=True):
    """The desk did not take the wish."""

    op_id: UUID
    code: Code


class Printed(Value, frozen=True, kw_only=True):
    """The receipt with this code has come out."""

    recovery_code: str


class PrintFailed(Value, frozen=True, kw_only=True):
    """The receipt with this code could not be printed."""

    recovery_code: str
    code: Code


class Touch(Value, frozen=True, kw_only=True):
    """The person touched something that does nothing else."""


class Tick(Value, frozen=True, kw_only=True):
    """Time has passed."""


class Begin(Value, frozen=True, kw_only=True):
    """Wants to redeem."""


class Choose(Value, frozen=True, kw_only=True):
    """Chose an amount."""

    amount_ntd: int


class ChooseOwn(Value, frozen=True, kw_only=True):
    """Wants another amount than those offered."""


class Digit(Value, frozen=True, kw_only=True):
    """Typed a digit."""

    value: str


class EraseDigit(Value, frozen=True, kw_only=True):
    """Took the last digit back."""


class EraseAll(Value, frozen=True, kw_only=True):
    """Took all digits back."""


class Go(Value, frozen=True, kw_only=True):
    """Pressed what leads on: the screen's primary button."""


class WantReceipt(Value, frozen=True, kw_only=True):
    """Wants the receipt."""


class WantPaper(Value, frozen=True, kw_only=True):
    """Wants the receipt on paper."""


class WantRating(Value, frozen=True, kw_only=True):
    """Wants to say how content they were."""


class Rate(Value, frozen=True, kw_only=True):
    """Said how content they were, from 1 (not at all) to 5."""

    answer: Literal[1, 2, 3, 4, 5]


class Again(Value, frozen=True, kw_only=True):
    """Wants to see the points again."""


class Back(Value, frozen=True, kw_only=True):
    """One step back."""


class Leave(Value, frozen=True, kw_only=True):
    """Wants to end."""


OfReceiptPressed = WantReceipt | WantPaper | WantRating | Rate
Typed = Digit | EraseDigit | EraseAll
Pressed = Begin | Choose | ChooseOwn | Typed | Go | Again | Back | OfReceiptPressed | OfRecordPressed | OfBindPressed | Pick
FromDesk = (
    BalanceKnown | BalanceFailed | Redeemed | RedeemFailed | Printed | PrintFailed | OfRecordTold | OfBindTold | FromCorner
)
Input = Pressed | FromDesk | FromStation | Leave | Touch | Tick


# --- what is wanted --------------------------------------------------------------------------------------------------


class AskBalance(Value, frozen=True, kw_only=True):
    """Ask the desk; answer with `BalanceKnown` or `BalanceFailed` of the same session."""

    session: int
    medium: Medium


class Redeem(Value, frozen=True, kw_only=True):
    """Give the wish to the desk; answer with `Redeemed` or `RedeemFailed`."""

    op_id: UUID
    medium: Medium
    purse: str
    point_kind: str
    amount_ntd: int
    birthday: str
    phone_code: str


class Answer(Value, frozen=True, kw_only=True):
    """Note how content somebody was; nothing is answered."""

    op_id: UUID
    answer: Literal[1, 2, 3, 4, 5]


class Print(Value, frozen=True, kw_only=True):
    """Print a result's receipt; answer with `Printed` or `PrintFailed` of the same code."""

    result: Result


class ClearPerson(Value, frozen=True, kw_only=True):
    """The session is over: forget everything about it on every screen, and how the person liked the screen."""


Command = AskBalance | AskRecord | Bind | Redeem | Answer | Print | ClearPerson | CornerCommand
