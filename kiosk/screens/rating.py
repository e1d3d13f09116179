"""One question, at will: how content somebody was, by four faces that are told apart by their mouths and their words.

The scale has five marks (`kiosk.states.Rate`); the one between has no face, so that there are four large choices and an answer.
"""

from collections.abc import Callable
from typing import Literal

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import EvenGrid
from kiosk.states import Rate, Rating
from ui.widgets import SecondaryButton, Text

Mark = Literal[1, 2, 4, 5]
_FACES: tuple[Mark, ...] = (5, 4, 2, 1)


class RatingPage(Page[Rating]):
    """`kiosk.rating`; buttons `1` (not at all content), `2`, `4`, `5`."""

    name = "rating"
    public = True
    say_part = 0.45

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("display", strong=True)
        self._nobody = Text("body", "soft")
        for text in (self._question, self._nobody):
            self.say_box.addWidget(text)
        self._faces: dict[Mark, SecondaryButton] = {}
        self._grid = EvenGrid(1)
        for mark in _FACES:
            self._add(mark)
        self.act_box.addWidget(self._grid)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """As many beside each other as the words allow where there is little height."""
        self._grid.set_most_columns(len(_FACES) if lying and reach else 1, uneven=lying and reach)

    def fill(self, state: Rating) -> None:  # noqa: ARG002 (the question is the same for everybody)
        """Texts."""
        self._question.setText(self.tr("這次服務您滿意嗎？"))
        self._nobody.setText(self.tr("只記下您的選擇，不會記下您是誰。"))
        words: dict[Mark, str] = {
            5: self.tr("非常滿意"),
            4: self.tr("滿意"),
            2: self.tr("不滿意"),
            1: self.tr("非常不滿意"),
        }
        for mark, button in self._faces.items():
            button.setText(words[mark])

    def _add(self, mark: Mark) -> None:
        button = SecondaryButton(f"face_{mark}")
        self.pressing(button, str(mark), lambda: Rate(answer=mark))
        self._faces[mark] = button
        self._grid.add(button)
