"""Adding a card that is nobody's to one's account: which card, what is agreed to, the code, and how it ended."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from domain.virtual_card import BIND_DIGITS
from kiosk.bind_states import BindCarrier, BindCode, BindConsent, Bound, ChooseCarrier
from kiosk.bind_words import not_added
from kiosk.page import Page
from kiosk.pieces import EvenGrid, Headline
from kiosk.screens.own_amount import KeysPage
from kiosk.states import Go
from ui.widgets import OutcomeKind, Panel, PrimaryButton, SecondaryButton, Text

_MOST_CHOICES = 4
_OPEN = "＿"
_HALF = BIND_DIGITS // 2


class BindCarrierPage(Page[BindCarrier]):
    """`kiosk.bind_carrier`; buttons `<carrier>` (`kiosk.bind_carrier.easycard`)."""

    name = "bind_carrier"
    public = True
    say_part = 0.45

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("display", strong=True)
        self._why = Text("body", "soft")
        for text in (self._question, self._why):
            self.say_box.addWidget(text)
        self._grid = EvenGrid(1)
        self._choices = [SecondaryButton() for _ in range(_MOST_CHOICES)]
        for place, choice in enumerate(self._choices):
            choice.clicked.connect(lambda _=False, place=place: self._choose(place))
            self._grid.add(choice)
        self.act_box.addWidget(self._grid)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """One row where there is width and little height."""
        self._grid.set_most_columns(_MOST_CHOICES if lying and reach else 1)

    def fill(self, state: BindCarrier) -> None:  # noqa: ARG002 (the question is the same for everybody)
        """Texts."""
        self._question.setText(self.tr("這是哪一種卡？"))
        self._why.setText(self.tr("看卡片上的標誌。加進您的帳戶後，這張卡也能用您的點數。"))
        carriers = self.programme().carriers[:_MOST_CHOICES]
        for place, choice in enumerate(self._choices):
            choice.setVisible(place < len(carriers))
            if place < len(carriers):
                choice.setObjectName(f"kiosk.bind_carrier.{carriers[place].id}")
                choice.setText(self.words(carriers[place].name))

    def _choose(self, place: int) -> None:
        self.wants.emit(ChooseCarrier(carrier=self.programme().carriers[place].id))


class BindConsentPage(Page[BindConsent]):
    """`kiosk.bind_consent`; button `agree`."""

    name = "bind_consent"
    public = True
    say_part = 0.66

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("display", strong=True)
        self._panel = Panel(gap=3)
        self._text = Text("body")
        self._panel.body.addWidget(self._text)
        self._version = Text("small", "soft")
        self._panel.body.addWidget(self._version)
        for widget in (self._question, self._panel):
            self.say_box.addWidget(widget)
        self._agree = PrimaryButton()
        self.pressing(self._agree, "agree", Go)
        self.act_box.addWidget(self._agree)

    def fill(self, state: BindConsent) -> None:  # noqa: ARG002 (the text is the same for everybody)
        """Texts."""
        required = [each for each in self.programme().consents if each.required]
        self._question.setText(self.tr("請先看這段說明"))
        self._text.setText("\n\n".join(self.words(each.text) for each in required))
        versions = ", ".join(f"{each.purpose}@{each.version}" for each in required)
        self._version.setText(self.tr("版本 {versions}").format(versions=versions))
        self._panel.setVisible(bool(required))
        self._agree.setText(self.tr("同意，輸入代碼"))


class BindCodePage(KeysPage[BindCode]):
    """`kiosk.bind_code`"""

    name = "bind_code"
    public = True

    def fill(self, state: BindCode) -> None:
        """Texts."""
        self.question.setText(self.tr("請輸入加卡代碼"))
        self.explanation.setText(
            self.tr("櫃檯核對身分後給的 {count} 個數字。也可以出示手機上的市民卡。").format(count=BIND_DIGITS)
        )
        self.explanation.setVisible(state.problem is None)
        shown = state.digits + _OPEN * (BIND_DIGITS - len(state.digits))
        self.typed.setText(f"{shown[:_HALF]} {shown[_HALF:]}")
        self.typed.setAccessibleName(self.tr("已輸入 {count} 位，共 {all} 位").format(count=len(state.digits), all=BIND_DIGITS))
        self.set_next(self.tr("加進我的帳戶"))
        self.next.setEnabled(len(state.digits) == BIND_DIGITS)
        self._show_problem(state)

    def _show_problem(self, state: BindCode) -> None:
        problem = state.problem
        if problem is None:
            self.problem.clear()
        else:
            self.problem.show_words(OutcomeKind.ATTENTION, lambda: not_added(problem, state.given))


class BoundPage(Page[Bound]):
    """`kiosk.bound`; button `go`."""

    name = "bound"
    say_part = 0.62

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._what = Text("title")
        for widget in (self._headline, self._what):
            self.say_box.addWidget(widget)
        self._go = PrimaryButton()
        self.pressing(self._go, "go", Go)
        self.act_box.addWidget(self._go)

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (the button keeps its shape)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def fill(self, state: Bound) -> None:
        """Texts."""
        tail = state.medium.value[-2:].hex().upper()
        if state.pending:
            self._headline.set_words(OutcomeKind.ATTENTION, self.tr("還不知道有沒有加好"))
            self._what.setText(self.tr("晚一點再放這張卡（末碼 {tail}），就會知道。也可以洽櫃檯。").format(tail=tail))
        else:
            self._headline.set_words(OutcomeKind.GOOD, self.tr("已加進您的帳戶"))
            self._what.setText(self.tr("這張卡（末碼 {tail}）現在可以使用了。").format(tail=tail))
        self._go.setText(self.tr("看這張卡的點數"))
        self._go.setVisible(state.ends_s is None)
