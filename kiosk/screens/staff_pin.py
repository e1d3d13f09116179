"""The PIN of whoever looks after the kiosk. Nothing tells whose card it is, nor what lies behind."""

from domain.errors import Code
from kiosk.corner_states import LEAST_PIN, StaffPin
from kiosk.screens.own_amount import KeysPage
from kiosk.staff_words import show_problem
from ui.messages import Words
from ui.widgets import OutcomeKind

_HIDDEN, _OPEN = "●", "＿"


class StaffPinPage(KeysPage[StaffPin]):
    """`kiosk.staff_pin`"""

    name = "staff_pin"
    public = True

    def fill(self, state: StaffPin) -> None:
        """Texts; of the digits only how many there are."""
        self.question.setText(self.tr("請輸入密碼"))
        self.explanation.setText(self.tr("這張是服務人員的卡。"))
        self.explanation.setVisible(state.problem is None)
        self.typed.setText(_HIDDEN * len(state.digits) + _OPEN * max(0, LEAST_PIN - len(state.digits)))
        self.typed.setAccessibleName(self.tr("已輸入 {count} 位").format(count=len(state.digits)))
        self.set_next(self.tr("正在檢查…") if state.checking else self.tr("進入"))
        self.next.setEnabled(not state.checking and len(state.digits) >= LEAST_PIN)
        self._show_problem(state)

    def _show_problem(self, state: StaffPin) -> None:
        words: Words | None = None
        if state.problem is Code.PIN_WRONG:
            wait = self.tr("{seconds} 秒後可以再試。").format(seconds=state.wait_s) if state.wait_s else ""
            words = Words(self.tr("密碼不對"), wait)
        elif state.problem is Code.PIN_WAIT:
            words = Words(self.tr("請等 {seconds} 秒再試").format(seconds=state.wait_s))
        elif state.problem is Code.PIN_NEEDS_SUPERVISOR:
            words = Words(self.tr("錯太多次，請主管在這台解除鎖定"))
        if state.problem is None:
            self.problem.clear()
        elif words is None:
            show_problem(self.problem, state.problem)
        else:
            told = words
            self.problem.show_words(OutcomeKind.ATTENTION, lambda: told)
