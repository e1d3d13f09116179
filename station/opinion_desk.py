"""How content people were with a kiosk: an act of this station's that belongs to nobody."""

from typing import Literal
from uuid import UUID

from domain.events import SatisfactionAnswered
from station.context import Context

SERVICE = "redeem"
"""What is asked about; the platform's figures name it so."""


class OpinionDesk:
    """Takes answers. Any thread but a screen's."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def answer(self, op_id: UUID, answer: Literal[1, 2, 3, 4, 5]) -> None:
        """Note an answer, 1 (not at all) to 5, without card, person or member of staff. The same `op_id` again is the same one.

        Raises `EnvironmentProblem` with DISK_FULL or QUEUE_FULL.
        """
        context = self._context
        with context.journal.act() as act:
            if not context.journal.contains(op_id):
                act.append(SatisfactionAnswered(service=SERVICE, answer=answer), op_id=op_id)
