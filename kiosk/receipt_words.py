"""What a receipt says, line by line: the same on the screen, in its code and on paper, and nothing of whose it is."""

from PySide6.QtCore import QCoreApplication

from kiosk.states import Result
from station.faces.receipt import Receipt
from station.station import Station
from ui.amounts import exchange_text, moment_text, money_text, points_text
from ui.i18n import current_language
from ui.messages import redeem_state_name


def receipt_lines(result: Result, place: str) -> list[tuple[str, str]]:
    """Name and value of every line in the current language; `place`: where it was."""
    translate = QCoreApplication.translate
    state = translate("Receipt", "結果未定") if result.end == "unclear" else redeem_state_name(result.end)
    if result.on_card and result.end == "done":
        state = translate("Receipt", "已存進卡片")
    lines = [(translate("Receipt", "時間"), moment_text(result.at_ms))] if result.at_ms else []
    lines += [
        (translate("Receipt", "地點"), place),
        (translate("Receipt", "金額"), exchange_text(result.points, result.amount_ntd)),
        (translate("Receipt", "狀態"), state),
    ]
    if result.points_left is not None:
        lines.append((translate("Receipt", "剩餘點數"), points_text(result.points_left)))
    if result.card_value_ntd is not None:
        lines.append((translate("Receipt", "卡片餘額"), money_text(result.card_value_ntd)))
    return [
        *lines,
        (translate("Receipt", "查詢代碼"), result.recovery_code),
        (translate("Receipt", "卡片末碼"), result.card_tail),
    ]


def paper_receipt(result: Result, station: Station) -> Receipt:
    """The same for the printer, with the code as its QR."""
    programme, language = station.programme, current_language()
    return Receipt(
        head=f"{programme.city.in_language(language)} {programme.name.in_language(language)}",
        title=QCoreApplication.translate("Receipt", "收據"),
        rows=receipt_lines(result, station.identity.name),
        code=result.recovery_code,
        foot=QCoreApplication.translate("Receipt", "收據上沒有姓名。"),
    )


def test_receipt(station: Station) -> Receipt:
    """What the staff corner prints to see whether it comes out."""
    programme, language = station.programme, current_language()
    return Receipt(
        head=f"{programme.city.in_language(language)} {programme.name.in_language(language)}",
        title=QCoreApplication.translate("Receipt", "列印測試"),
        rows=[
            (QCoreApplication.translate("Receipt", "時間"), moment_text(station.now_ms())),
            (QCoreApplication.translate("Receipt", "機台"), station.identity.name),
        ],
        code=station.identity.station,
    )
