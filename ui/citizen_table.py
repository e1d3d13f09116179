"""What a citizen at a kiosk is told of codes whose words at a counter are for staff: what this machine cannot do just now,
never what ails it inside, and where to go. Every screen of a kiosk has them by `ui.messages.words_for`.
"""

from typing import NamedTuple

from domain.errors import Code
from ui.i18n import noop


class Plain(NamedTuple):
    """Plain words about one code; blanks only for what a kiosk's own programme knows."""

    title: str
    what_to_do: str


ASK_STAFF = noop("Messages", "請洽服務人員，或稍後再試。")
"""What to do where only staff could do it."""
_ELSEWHERE = noop("Messages", "請改用另一台自助機，或到櫃檯辦理。")
_NO_READER = noop("Messages", "這台機器的讀卡機中斷連線，現在不能讀卡")
_NO_LOAD = noop("Messages", "這台機器現在不能把錢存進卡片")
_NO_SERVICE = noop("Messages", "這台機器現在不能提供服務")
_NO_ROOM = noop("Messages", "這台機器現在不能存下新的紀錄")
_NO_NETWORK = noop("Messages", "目前連不上中央平台")

PLAIN: dict[Code, Plain] = {
    **dict.fromkeys((Code.READER_MISSING, Code.READER_LOST), Plain(_NO_READER, _ELSEWHERE)),
    Code.READER_SERVICE_MISSING: Plain(noop("Messages", "這台機器讀卡的程式沒有啟動，現在不能讀卡"), _ELSEWHERE),
    **dict.fromkeys((Code.READER_NO_EXCHANGE, Code.VENDOR_FAILED), Plain(_NO_LOAD, _ELSEWHERE)),
    **dict.fromkeys((Code.STATION_REVOKED, Code.STATION_UNKNOWN, Code.STATION_CLONED), Plain(_NO_SERVICE, _ELSEWHERE)),
    **dict.fromkeys((Code.DISK_FULL, Code.DISK_READONLY, Code.DISK_FAILING, Code.QUEUE_FULL), Plain(_NO_ROOM, _ELSEWHERE)),
    Code.REGISTRY_STALE: Plain(noop("Messages", "這台機器現在不能確認卡片的資料"), _ELSEWHERE),
    Code.DIGEST_KEY_OTHER: Plain(noop("Messages", "這台機器現在不能辨認卡片"), _ELSEWHERE),
    **dict.fromkeys((Code.PLATFORM_NOT_OURS, Code.PLATFORM_TLS), Plain(_NO_NETWORK, ASK_STAFF)),
    Code.PLATFORM_BUSY: Plain(noop("Messages", "中央平台忙碌中"), noop("Messages", "請稍候一下，再試一次。")),
    Code.CARD_UNKNOWN: Plain(
        noop("Messages", "這張卡還不是市民卡"),
        noop("Messages", "請帶這張卡與身分證明文件到櫃檯辦理。其他縣市的市民卡，請到發卡的縣市使用。"),
    ),
    Code.CARD_ALREADY_BOUND: Plain(
        noop("Messages", "這張卡已經有人使用"), noop("Messages", "請換一張還沒有人用的卡，或帶這張卡到櫃檯查詢。")
    ),
    Code.CARD_REJECTED: Plain(noop("Messages", "卡片不接受這個操作"), noop("Messages", "這次沒有完成，請拿卡片到服務櫃檯。")),
    Code.AMOUNT_OVER_BALANCE: Plain(noop("Messages", "點數不夠"), noop("Messages", "請再看一次您的點數，選擇較小的金額。")),
    Code.AMOUNT_OVER_PURSE: Plain(
        noop("Messages", "超過可以存入卡片的金額"),
        noop("Messages", "一次最多兌換 NT${largest}，卡片最多能有 NT${limit}。快滿的話，請先花掉一些再來兌換。"),
    ),
    Code.SECOND_FACTOR_WRONG: Plain(noop("Messages", "驗證資料不正確"), noop("Messages", "請再試一次，或到櫃檯辦理。")),
}
"""By code; all others are told as `ui.message_table` has them."""
