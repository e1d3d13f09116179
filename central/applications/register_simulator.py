"""A register for the demo and tests: what it answers stands in the name of the visibly fictional person it is asked about.

| the name has | household register | special statuses |
|---|---|---|
| 遷出 | `moved_away` | |
| 查無 | `unknown` | |
| 歿 | `deceased` | |
| 無證 | | none |
| 無回應 | no answer | no answer |
| anything else | `resident` since 2000-01-01 | every one that was asked |
"""

from collections.abc import Sequence

from central.applications.ports import AnswerBatch, HouseholdAnswer, Question, RegisterAnswer, RegisterName, StatusAnswer
from domain.applications import HouseholdWord
from domain.errors import Code, EnvironmentProblem

SILENT = "無回應"
_SINCE = "2000-01-01"
_WORDS: dict[str, HouseholdWord] = {"遷出": "moved_away", "查無": "unknown", "歿": "deceased"}


class SimulatedRegister:
    """Answers at once what is asked, until it is told that the answers have been taken."""

    def __init__(self, name: RegisterName, *, demo: bool) -> None:
        """Raises `EnvironmentProblem(MODE_MISMATCH)` on a real platform."""
        if not demo:
            raise EnvironmentProblem(Code.MODE_MISMATCH)
        self.name = name
        self._answered: dict[str, list[RegisterAnswer]] = {}

    def ask(self, batch: str, questions: Sequence[Question]) -> None:
        """Answer them."""
        answer = _household if self.name == "household" else _status
        self._answered[batch] = [answer(one) for one in questions if SILENT not in one.name]

    def answered(self) -> list[AnswerBatch]:
        """What has not been taken yet."""
        return [AnswerBatch(batch=batch, answers=list(answers)) for batch, answers in self._answered.items()]

    def taken(self, batch: str) -> None:
        """Forget these answers."""
        self._answered.pop(batch, None)


def _household(question: Question) -> RegisterAnswer:
    word = next((word for part, word in _WORDS.items() if part in question.name), None)
    if word is None:
        return HouseholdAnswer(check_id=question.check_id, household="resident", since=_SINCE)
    return HouseholdAnswer(check_id=question.check_id, household=word)


def _status(question: Question) -> RegisterAnswer:
    statuses = [] if "無證" in question.name else question.statuses
    return StatusAnswer(check_id=question.check_id, statuses=list(statuses))
