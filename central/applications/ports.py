"""Registers that are asked about applicants: 戶役政 (the household register), and that of special statuses.

A register is asked in batches, and answers when it can: at once, or days later. Implementations: files
(`central.applications.register_files`) and a simulator for the demo and tests (`register_simulator`); the same conformance test
runs against both.
"""

from collections.abc import Sequence
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from domain.applications import HouseholdWord
from domain.wire_files import RowFault

RegisterName = Literal["household", "status"]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """About one person. `statuses`: what is to be confirmed; empty for the household register."""

    check_id: UUID
    name: str
    national_id: str
    birthday: str
    """ISO 8601 calendar date."""
    statuses: list[str] = []

    def __repr__(self) -> str:
        return f"Question({self.check_id})"


class HouseholdAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Of the household register. `since`: ISO 8601 day on which the registration in the city began, empty when not told."""

    check_id: UUID
    household: HouseholdWord
    since: str = ""


class StatusAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Of the register of special statuses: those of the asked ones that the person has."""

    check_id: UUID
    statuses: list[str]


RegisterAnswer = HouseholdAnswer | StatusAnswer


class AnswerBatch(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that came together. `batch` is the name under which the register is told that they have been taken."""

    batch: str
    answers: Sequence[RegisterAnswer]
    faults: Sequence[RowFault] = ()
    """Rows, or a whole file, that are no answers."""


class Register(Protocol):
    """One register. Raises `EnvironmentProblem` when it cannot be reached."""

    name: RegisterName

    def ask(self, batch: str, questions: Sequence[Question]) -> None:
        """Put questions. The same batch again is the same questions."""
        ...

    def answered(self) -> Sequence[AnswerBatch]:
        """What has been answered and not been taken yet, in the order in which it came. Each question at most once."""
        ...

    def taken(self, batch: str) -> None:
        """These answers are kept now and need not be given again. Safe to repeat."""
        ...
