"""Month and day of the birthday, so that a found card cannot be emptied."""

from domain.errors import Code
from kiosk.page import AnyState
from kiosk.screens.own_amount import KeysPage
from kiosk.states import BIRTHDAY_DIGITS, SecondFactor
from ui.messages import Words
from ui.widgets import OutcomeKind

_HIDDEN, _OPEN = "●", "＿"


class BirthdayPage(KeysPage[AnyState]):
    """Asks for the birthday; of the digits only the last is shown, a neighbour may be looking."""

    def show_digits(self, digits: str, goes_on: str) -> None:
        """The question, what has been typed, and where it leads."""
        self.question.setText(self.tr("生日是哪一天？"))
        shown = _masked(digits)
        self.typed.setText(self.tr("{month} 月 {day} 日").format(month=shown[:2], day=shown[2:]))
        self.typed.setAccessibleName(self.tr("已輸入 {count} 位，共 {all} 位").format(count=len(digits), all=BIRTHDAY_DIGITS))
        self.set_next(goes_on)
        self.next.setEnabled(len(digits) == BIRTHDAY_DIGITS)

    def show_problem(self, problem: Code | None, wrong: Words) -> None:
        """What was wrong with the last answer: it was no day, or `wrong`."""
        self.explanation.setVisible(problem is None)
        if problem is None:
            self.problem.clear()
            return
        no_day = Words(self.tr("沒有這一天"), self.tr("請再輸入一次，例如 1 月 5 日 → 0105。"))
        words = no_day if problem is Code.DATE_FORMAT else wrong
        self.problem.show_words(OutcomeKind.ATTENTION, lambda: words)


class SecondFactorPage(BirthdayPage[SecondFactor]):
    """`kiosk.second_factor`"""

    name = "second_factor"
    public = True

    def fill(self, state: SecondFactor) -> None:
        """Texts."""
        rule = self.programme().second_factor
        self.show_digits(state.digits, self.tr("繼續兌換"))
        self.explanation.setText(
            self.tr("請輸入生日的月和日，例如 1 月 5 日 → 0105。連續錯 {attempts} 次，{minutes} 分鐘內不能兌換。").format(
                attempts=rule.attempts, minutes=rule.lock_minutes
            )
        )
        wrong = Words(self.tr("生日不對，沒有兌換"), self.tr("點數沒有減少。請再輸入一次，例如 1 月 5 日 → 0105。"))
        self.show_problem(state.problem, wrong)


def _masked(digits: str) -> str:
    hidden = _HIDDEN * max(0, len(digits) - 1) + digits[-1:]
    return hidden + _OPEN * (BIRTHDAY_DIGITS - len(digits))
