"""What readers and the station itself report to the kiosk's flow. Plain values."""

from uuid import UUID

from domain.errors import Code
from domain.media import Medium
from kiosk.person import Value
from station.load_steps import LoadStep


class CardOn(Value, frozen=True, kw_only=True):
    """A card was laid on the reader."""

    medium: Medium
    again: bool = False
    """It has lain there all along: it begins a session, and ends none."""


class CodeShown(Value, frozen=True, kw_only=True):
    """A code was held before a scanner or camera. It does not lie anywhere, and so nothing tells that it has gone."""

    code: Medium
    phone: bytes | None = None
    """Under which digest the phone that shows it stands in the registry, where this station can tell."""


class CardOff(Value, frozen=True, kw_only=True):
    """The card was taken away."""

    assumed: bool = False
    """Nobody saw it: the reader cannot tell, so that its person may well be there."""


class CardUnclear(Value, frozen=True, kw_only=True):
    """Something on the reader cannot be read."""


class ReaderProblem(Value, frozen=True, kw_only=True):
    """The reader is away, or (None) back."""

    code: Code | None


class StationProblem(Value, frozen=True, kw_only=True):
    """The station may not work, or (None) may again."""

    code: Code | None


class LoadCame(Value, frozen=True, kw_only=True):
    """So far the writing of a load onto its card has come."""

    op_id: UUID
    step: LoadStep


FromStation = CardOn | CodeShown | CardOff | CardUnclear | ReaderProblem | StationProblem | LoadCame
