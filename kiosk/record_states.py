"""The flow's part in which somebody sees what is known of them, once they have proved that the card is theirs.

What was answered stands in the state alone: a session that ends, and a step back to the points, forgets it.
"""

from typing import Literal

from domain.errors import Code
from domain.events import SecondFactor
from domain.media import Medium
from domain.wire_record import HolderRecordResponse
from kiosk.person import Person, Value

Part = Literal["points", "hours", "cards", "reads"]
ROWS = 4
"""Rows of a part on one page."""

# --- states ----------------------------------------------------------------------------------------------------------


class Proof(Value, frozen=True, kw_only=True):
    """Month and day of the birthday, before anything of the person is shown."""

    person: Person
    digits: str = ""
    problem: Code | None = None
    """DATE_FORMAT: there is no such day. SECOND_FACTOR_WRONG: the platform said so, and counted it."""


class ProofCode(Value, frozen=True, kw_only=True):
    """The virtual card's code is waited for, before anything of the person is shown."""

    person: Person
    problem: Code | None = None
    """Why the code that was shown last is none for this."""


class Opening(Value, frozen=True, kw_only=True):
    """The platform is asked for the record."""

    person: Person
    answer: SecondFactor
    session: int = 0
    """Its number, which the answer has too."""
    ends_s: float = 0.0


class NoRecord(Value, frozen=True, kw_only=True):
    """The record cannot be shown; the card's points can."""

    person: Person
    code: Code


class Record(Value, frozen=True, kw_only=True):
    """What the person was told, and which part of their record they want to see."""

    person: Person
    record: HolderRecordResponse


class RecordPart(Value, frozen=True, kw_only=True):
    """One part of the record, `ROWS` rows on a page."""

    person: Person
    record: HolderRecordResponse
    part: Part
    page: int = 0

    @property
    def rows(self) -> int:
        """How many there are, on all pages."""
        record = self.record
        match self.part:
            case "points":
                return len(record.lapsing) + len(record.history)
            case "hours":
                return len(record.hours.lines)
            case "cards":
                return len(record.cards)
        return len(record.reads)

    @property
    def pages(self) -> int:
        """How many pages, at least one."""
        return max(1, -(-self.rows // ROWS))


OfRecord = Proof | ProofCode | NoRecord | Record | RecordPart
"""Somebody sees what is known of them, or is about to."""


# --- what happens ----------------------------------------------------------------------------------------------------


class WantRecord(Value, frozen=True, kw_only=True):
    """Wants to see what is known of them."""


class WantPart(Value, frozen=True, kw_only=True):
    """Wants to see a part of it."""

    part: Part


class Newer(Value, frozen=True, kw_only=True):
    """The page before."""


class Older(Value, frozen=True, kw_only=True):
    """The page after."""


class RecordKnown(Value, frozen=True, kw_only=True):
    """The desk's answer to `AskRecord`."""

    session: int
    record: HolderRecordResponse


class RecordFailed(Value, frozen=True, kw_only=True):
    """The desk's refusal of `AskRecord`."""

    session: int
    code: Code


OfRecordPressed = WantRecord | WantPart | Newer | Older
OfRecordTold = RecordKnown | RecordFailed


# --- what is wanted --------------------------------------------------------------------------------------------------


class AskRecord(Value, frozen=True, kw_only=True):
    """Ask the desk; answer with `RecordKnown` or `RecordFailed` of the same session."""

    session: int
    medium: Medium
    answer: SecondFactor
