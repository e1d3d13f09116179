"""Who are you? Asked before anything of the person is shown, and by phone also before points become value."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import AnyState, Page
from kiosk.record_states import Proof, ProofCode
from kiosk.screens.second_factor import BirthdayPage
from kiosk.states import FactorCode
from ui.messages import Words, words_for
from ui.widgets import CardSlot, OutcomeBanner, OutcomeKind, Text, Towards

_SLOT_PART = 0.3


class ProofPage(BirthdayPage[Proof]):
    """`kiosk.proof`"""

    name = "proof"
    public = True

    def fill(self, state: Proof) -> None:
        """Texts."""
        rule = self.programme().second_factor
        self.show_digits(state.digits, self.tr("看我的紀錄"))
        self.explanation.setText(
            self.tr(
                "是您本人才能看。請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能用。"
            ).format(attempts=rule.attempts, minutes=rule.lock_minutes)
        )
        self.show_problem(state.problem, Words(self.tr("生日不對"), self.tr("請再輸入一次，例如 1 月 5 日 → 0105。")))


class CodePage(Page[AnyState]):
    """A phone's code is waited for."""

    public = True

    def __init__(self, programme: Callable[[], Programme], towards: Towards, parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._slot = CardSlot(towards, phone=True)
        self._question = Text("display", strong=True, align=middle)
        self._how = Text("title", "soft", align=middle)
        self._problem = OutcomeBanner(citizen=True)
        for widget in (self._problem, self._slot, self._question, self._how):
            self.say_box.addWidget(widget)
        self.act.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the picture grows with the page."""
        self._slot.setFixedHeight(round(min(self.width(), self.height()) * _SLOT_PART))
        super().resizeEvent(event)

    def clear(self) -> None:
        """Forget, the banner's words too."""
        self._problem.clear()
        super().clear()

    def ask(self, how: str, problem: Code | None, money: str = "") -> None:
        """The question; `problem` is what was wrong with the code that was shown last, and `money` what became of points."""
        self._question.setText(self.tr("請出示手機上的市民卡"))
        self._how.setText(how)
        if problem is None:
            self._problem.clear()
            return
        words = self._words(problem)
        if money:
            words = Words(words.title, f"{money}\n{words.what_to_do}")
        self._problem.show_words(OutcomeKind.ATTENTION, lambda: words)

    def _words(self, problem: Code) -> Words:
        if problem in (Code.VIRTUAL_CODE_EXPIRED, Code.VIRTUAL_CODE_USED, Code.VIRTUAL_DIGITS_OFFLINE):
            return Words(words_for(problem, citizen=True).title, self.tr("請在手機上換一個新的條碼，再出示一次。"))
        # Somebody else's, another kind of code, or none of ours: a new one of the same would be as wrong.
        right = self.tr("請用持卡人本人的手機，選「確認身分」的條碼，再出示一次。")
        return Words(self.tr("這個條碼不能確認是持卡人本人"), right)


class ProofCodePage(CodePage[ProofCode]):
    """`kiosk.proof_code`"""

    name = "proof_code"

    def fill(self, state: ProofCode) -> None:
        """Texts."""
        how = self.tr("選「確認身分」的條碼，對準讀碼處。")
        if not state.person.on_phone:
            how = self.tr("選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。")
        self.ask(how, state.problem)


class FactorCodePage(CodePage[FactorCode]):
    """`kiosk.factor_code`"""

    name = "factor_code"

    def fill(self, state: FactorCode) -> None:
        """Texts."""
        how = self.tr("選「確認身分」的條碼，對準讀碼處。原來的卡片請留在讀卡機上。")
        self.ask(how, state.problem, self.tr("點數沒有減少。"))
