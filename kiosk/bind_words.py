"""What is told of a card that was to be added and was not: that it was not, whose code was no good, and what helps."""

from PySide6.QtCore import QCoreApplication

from domain.errors import Code
from kiosk.bind_states import CodeFrom
from ui.messages import Words, words_for

_AWAY = frozenset({Code.PLATFORM_UNREACHABLE, Code.PLATFORM_NOT_OURS, Code.PLATFORM_TLS})


def not_added(code: Code, given: CodeFrom) -> Words:
    """Fitting for whoever typed a counter's code, or showed a phone's."""
    translate = QCoreApplication.translate
    if code is Code.PLATFORM_BUSY:
        return Words(translate("Adding", "錯太多次，沒有加卡"), translate("Adding", "請十分鐘後再試，或到櫃檯辦理。"))
    if code in _AWAY:
        # The platform is asked whose code it is before anything else happens.
        return Words(words_for(code, citizen=True).title, translate("Adding", "沒有加卡，代碼還沒有用掉。請稍後再來。"))
    told = _of_counter(code) if given == "counter" else _of_phone(code)
    if told is not None:
        return told
    title, what_to_do = words_for(code, citizen=True)
    return Words(title, translate("Adding", "沒有加卡。{what}").format(what=what_to_do))


def _of_counter(code: Code) -> Words | None:
    translate = QCoreApplication.translate
    another = translate("Adding", "請到櫃檯再拿一個代碼。")
    match code:
        case Code.VIRTUAL_CODE_INVALID:
            again = translate("Adding", "請看清楚再輸入一次，或到櫃檯再拿一個代碼。")
            return Words(translate("Adding", "代碼不對，沒有加卡"), again)
        case Code.VIRTUAL_CODE_EXPIRED:
            return Words(translate("Adding", "代碼過期了，沒有加卡"), another)
        case Code.VIRTUAL_CODE_USED:
            return Words(translate("Adding", "代碼已經用過，沒有加卡"), another)
    return None


def _of_phone(code: Code) -> Words | None:
    translate = QCoreApplication.translate
    another = translate("Adding", "請在手機上換一個新的條碼，再出示一次。")
    match code:
        case Code.VIRTUAL_CODE_INVALID:
            right = translate("Adding", "請用您自己的手機，選「確認身分」的條碼，再出示一次。")
            return Words(translate("Adding", "條碼不對，沒有加卡"), right)
        case Code.VIRTUAL_CODE_EXPIRED:
            return Words(translate("Adding", "條碼過期了，沒有加卡"), another)
        case Code.VIRTUAL_CODE_USED:
            return Words(translate("Adding", "條碼已經用過，沒有加卡"), another)
    return None
