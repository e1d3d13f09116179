"""The base of the tasks that are a form in steps with a result: issuing, binding and loading.

Object names, beneath the task's own: `.banner`, `.discard`, `.result` (with the parts of `terminal.result_view`).
"""

from collections.abc import Callable, Container, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain.errors import CityCardError
from terminal.card_step import CardStep
from terminal.result_view import ResultView
from terminal.steps import FormScroll, Step, StepState
from terminal.task import Task
from terminal.workplace import Workplace
from ui.bridge import Once
from ui.buttons import QuietButton
from ui.messages import Words
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.stack import Stack
from ui.surfaces import BusyOverlay

Ended = TypeVar("Ended")
"""How the act of a form ended."""
Told = TypeVar("Told")


class FormTask(Task, Generic[Ended]):
    """Steps that are numbered from 0; one past the last is the result."""

    def __init__(self, place: Workplace, name: str, bodies: Sequence[QWidget], result: ResultView | None = None) -> None:
        super().__init__(place)
        self.setObjectName(name)
        self.at = 0
        self.banner = OutcomeBanner()
        self.banner.setObjectName(f"{name}.banner")
        self.steps = [Step(number, body) for number, body in enumerate(bodies, 1)]
        self.result = result or ResultView(f"{name}.result")
        self.discard = QuietButton()
        self.discard.setObjectName(f"{name}.discard")
        self.discard.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title_row.addWidget(self.discard)
        form = QWidget()
        column = self.grid(QVBoxLayout(form), gap=0)
        for step in self.steps:
            column.addWidget(step)
        column.addStretch(1)
        self._pages = Stack()
        self._pages.addWidget(FormScroll(form))
        self._pages.addWidget(self.result)
        self.column.addWidget(self.banner)
        self.column.addLayout(self._pages, 1)
        self._overlay = BusyOverlay(self)
        self._once = Once()
        self._left = 0

    # --- for the tasks ---

    def mark(self) -> None:
        """Show how every step stands, and what it holds."""
        raise NotImplementedError

    def show_head(self) -> None:
        """Show the task's name, and the keys that count now."""
        raise NotImplementedError

    def focus_step(self) -> None:
        """Put the focus where the step that is open begins."""
        raise NotImplementedError

    def finished(self, result: Ended) -> None:
        """The act is durable: show how it ended."""
        raise NotImplementedError

    def step_after(self, result: Ended) -> int:  # noqa: ARG002 (for those that are asked again)
        """Where it goes on: at the result, or at a step that has to be done again."""
        return len(self.steps)

    @property
    def at_result(self) -> bool:
        """Whether the act is done and its result on the screen."""
        return self.at == len(self.steps)

    @property
    def busy(self) -> bool:
        """Whether the act is under way."""
        return self._once.running

    def go(self, at: int) -> None:
        """Open this step."""
        self.at = at
        self._pages.setCurrentIndex(1 if self.at_result else 0)
        for number, step in enumerate(self.steps):
            step.set_open(number == at)
        self.show_head()
        self.mark()
        self.place_focus()

    def show_steps(self, wanted: Container[int]) -> None:
        """Show these steps, numbered through; the others are not asked for this time."""
        number = 0
        for at, step in enumerate(self.steps):
            step.setVisible(at in wanted)
            if at in wanted:
                number += 1
                step.set_number(number)

    def plain_state(self, step: int) -> StepState:
        """How a step stands that has nothing to say of its own."""
        return StepState.OPEN if self.at == step else StepState.DONE if self.at > step else StepState.LATER

    def place_focus(self) -> None:
        """Put the focus where work goes on."""
        if not self.isVisible():
            return
        if self.at_result:
            self.result.start()
        else:
            self.focus_step()

    def act(self, card: CardStep, words: str, work: Callable[[], Ended]) -> None:
        """Do the act off this thread, once however often it is asked for, and only with the card on the reader."""
        if self.busy:
            return
        if not card.is_present():
            self.banner.show_words(OutcomeKind.ATTENTION, lambda: self._put_back(card))
            return
        self.banner.clear()
        self._overlay.start(words)
        self._once.run(self, work, self.while_here(self._done), self.while_here(self._failed))

    def leave(self) -> None:
        """The person or the session is gone: what is under way ends by itself, and its result is shown to nobody any more."""
        self._left += 1
        self._overlay.stop()

    def while_here(self, told: Callable[[Told], None]) -> Callable[[Told], None]:
        """The same, until somebody leaves."""
        left = self._left

        def tell(answer: Told) -> None:
            if left == self._left:
                told(answer)

        return tell

    def _put_back(self, card: CardStep) -> Words:
        tail = card.card.view.tail if card.card else ""
        title = self.tr("請把末碼 {tail} 的卡放回讀卡機").format(tail=tail)
        return Words(title, self.tr("資料都還在；放回後再按 Enter 或 F12。"))

    def _done(self, result: Ended) -> None:
        self._overlay.stop()
        self.finished(result)
        self.go(self.step_after(result))
        self.place.refresh_card()

    def _failed(self, error: CityCardError) -> None:
        self._overlay.stop()
        self.banner.show_error(error)
        self.place_focus()
