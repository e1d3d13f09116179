"""What went wrong in the staff corner, in words."""

from PySide6.QtCore import QCoreApplication

from domain.errors import Code
from ui.messages import Words, kind_of, staff_words_at_kiosk
from ui.widgets import OutcomeBanner, OutcomeKind


def staff_words(code: Code) -> Words:
    """The words in the current language. A kiosk prints receipts alone, so what counters say of card printers is not said."""
    return _of_printer(code) or staff_words_at_kiosk(code)


def show_problem(banner: OutcomeBanner, code: Code) -> None:
    """Show the words, and small beneath them the code, for whoever is rung up about it."""
    banner.show_words(
        OutcomeKind(kind_of(code)),
        lambda: staff_words(code),
        note=lambda: QCoreApplication.translate("StaffWords", "代碼：{code}").format(code=code.value),
    )


def _of_printer(code: Code) -> Words | None:
    translate = QCoreApplication.translate
    match code:
        case Code.PRINTER_UNREACHABLE:
            title = translate("StaffWords", "找不到收據印表機")
            return Words(title, translate("StaffWords", "請確認已開機、線路已接好，再測試一次。"))
        case Code.PRINTER_EMPTY:
            title = translate("StaffWords", "收據紙用完了")
            return Words(title, translate("StaffWords", "請換上新的紙捲，蓋好上蓋，再測試一次。"))
        case Code.PRINTER_STOPPED:
            title = translate("StaffWords", "收據印表機停住了")
            return Words(title, translate("StaffWords", "請看上蓋是否蓋好、紙有沒有卡住，再測試一次。"))
    return None
