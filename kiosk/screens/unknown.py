"""Nobody knows yet whether the value is on the card: the truth, the code, and how the same card settles it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.look import is_portrait
from kiosk.page import LOW_TARGETS, Page
from kiosk.pieces import CodePanel, EvenGrid, Fact, Headline
from kiosk.screens.out_of_service import OF_THE_READER
from kiosk.states import Again, Go, Leave, Unknown
from station.settings import KioskSettings
from ui.amounts import exchange_text
from ui.messages import Words, words_for
from ui.widgets import OutcomeBanner, OutcomeKind, Panel, PrimaryButton, SecondaryButton, Text


class UnknownPage(Page[Unknown]):
    """`kiosk.unknown`; buttons `again`, `points`, `next`."""

    name = "unknown"
    say_part = 0.6

    def __init__(self, programme: Callable[[], Programme], settings: KioskSettings, parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._settings = settings
        self._headline = Headline()
        self._exchange = Text("title", "brand", strong=True)
        self._truth = Text("body", strong=True)
        self._next_step = Text("body")
        self._elsewhere = Text("body", "soft")
        self._problem = OutcomeBanner(citizen=True)
        self._code = CodePanel(large=True)
        self._code.setObjectName("kiosk.unknown.code")
        self._help = Panel(gap=2)
        self._place, self._phone = Fact(long_value=True), Fact(long_value=True)
        for line in (self._place, self._phone):
            self._help.body.addWidget(line)
        said = (self._problem, self._headline, self._truth, self._exchange, self._next_step, self._help, self._elsewhere)
        for widget in said:
            self.say_box.addWidget(widget)
        self._again, self._points, self._next = PrimaryButton(), SecondaryButton(), SecondaryButton()
        self.pressing(self._again, "again", Again)
        self.pressing(self._points, "points", Go)
        self.pressing(self._next, "next", Leave)
        self._grid = EvenGrid(1)
        for button in (self._again, self._points, self._next):
            self._grid.add(button)
        self._press = self.grid(QBoxLayout(QBoxLayout.Direction.TopToBottom), gap=4)
        self._press.addWidget(self._grid, 1)
        self.act_box.addLayout(self._press)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """The code stays in sight with what can be done where there is little height, above it or beside it."""
        for box in (self.say_box, self._press):
            box.removeWidget(self._code)
        direction = QBoxLayout.Direction
        beside = lying and reach and not is_portrait(self.window().size())
        self._press.setDirection(direction.RightToLeft if beside else direction.TopToBottom)
        if lying:
            self._press.insertWidget(0, self._code)
        else:
            self.say_box.insertWidget(self.say_box.indexOf(self._exchange), self._code)
        # In reach the code may stand above the middle of the glass, what is pressed may not.
        pressed = any(not button.isHidden() for button in (self._again, self._points, self._next))
        self._press.setAlignment(self._grid, Qt.AlignmentFlag.AlignBottom if beside else Qt.AlignmentFlag(0))
        self._grid.setVisible(pressed)
        low = lying and (reach or self.height() < LOW_TARGETS * self.theme().sizes.touch)
        self._code.set_size("title" if lying else "display", large=not low)
        self.act.setVisible(lying or pressed)
        self._headline.set_beside(lying)
        self._headline.set_small(low)

    def clear(self) -> None:
        """Forget, the banner's words too."""
        self._problem.clear()
        super().clear()

    def fill(self, state: Unknown) -> None:
        """Texts."""
        tail = state.medium.value[-2:].hex().upper()
        title = self.tr("上一次儲值還沒有結果") if state.earlier else self.tr("還不知道有沒有寫進卡片")
        self._headline.set_words(OutcomeKind.ATTENTION, title)
        self._exchange.setText(exchange_text(state.points, state.amount_ntd))
        self._truth.setText(self.tr("點數和金額都不會遺失。"))
        if state.here:
            what = self.tr("卡片在讀卡機上，請再查一次結果。")
        else:
            what = self.tr("請把同一張卡（末碼 {tail}）再放回讀卡機，就會知道結果。").format(tail=tail)
        away = state.problem in OF_THE_READER
        if away:
            what = self.tr("這台現在讀不到卡片。請記下查詢代碼，帶這張卡（末碼 {tail}）到：").format(tail=tail)
        self._next_step.setText(what)
        self._elsewhere.setText(self.tr("也可以之後帶這張卡到任何一台自助機或櫃檯，並出示查詢代碼。"))
        self._place.set_words(self.tr("請改到"), self._settings.nearest or self.tr("附近的服務櫃檯"))
        self._phone.set_words(self.tr("服務電話"), self._settings.phone or self.programme().service_phone)
        self._help.setVisible(away)
        self._code.set_code(self.tr("查詢代碼"), state.recovery_code)
        self._show_problem(state.problem, tail)
        self._again.setText(self.tr("再查一次結果"))
        self._again.setVisible(state.here)
        self._points.setText(self.tr("看我的點數"))
        self._points.setVisible(state.person is not None)
        self._next.setText(self.tr("換下一位"))
        self._next.setVisible(state.problem is Code.CARD_SWAPPED)
        self.arranged()

    def _show_problem(self, problem: Code | None, tail: str) -> None:
        if problem is None or problem in OF_THE_READER:
            self._problem.clear()
        elif problem is Code.CARD_SWAPPED:
            what = self.tr("請改放末碼 {tail} 的卡，或按「換下一位」。").format(tail=tail)
            words = Words(words_for(problem, citizen=True).title, what)
            self._problem.show_words(OutcomeKind.ATTENTION, lambda: words)
        else:
            self._problem.show_code(problem)
