"""Which of `ui`'s words can be met at a kiosk: what must be there in every language of `ui.i18n.KIOSK_LANGUAGES`."""

from domain.cards import CardState
from domain.errors import Code
from ui.citizen_table import ASK_STAFF, PLAIN, Plain
from ui.i18n import noop
from ui.message_table import TABLE

CONTEXTS = frozenset({"Amounts", "DemoRibbon", "NumPad"})
"""Whole contexts."""
REDEEM_STATES = {
    "done": noop("Messages", "兌換完成"),
    "pending": noop("Messages", "已受理，等待平台確認"),
    "refused": noop("Messages", "沒有兌換"),
}
"""How a wish to redeem ended."""
CARD_STATES = {
    CardState.STOCK: noop("Messages", "空白卡"),
    CardState.PROVISIONAL: noop("Messages", "暫時核發"),
    CardState.ISSUED: noop("Messages", "已核發"),
    CardState.ACTIVE: noop("Messages", "使用中"),
    CardState.SUSPENDED: noop("Messages", "暫停使用"),
    CardState.LOST: noop("Messages", "已掛失"),
    CardState.RETURNED: noop("Messages", "已繳回"),
    CardState.EXPIRED: noop("Messages", "已到期"),
}
"""Where a card is in its life."""
CODES = frozenset(
    {
        Code.READER_MISSING,
        Code.READER_SERVICE_MISSING,
        Code.READER_LOST,
        Code.READER_NO_EXCHANGE,
        Code.CARD_REMOVED,
        Code.CARD_UNREADABLE,
        Code.CARD_UNKNOWN,
        Code.CARD_BLOCKED,
        Code.CARD_EXPIRED,
        Code.CARD_ALREADY_BOUND,
        Code.CARD_RANDOM_UID,
        Code.CARD_NO_HOLDER,
        Code.CARD_SWAPPED,
        Code.CARD_REJECTED,
        Code.CODE_IS_NO_CARD,
        Code.STAFF_CARD_NOT_FOR_CITIZENS,
        Code.PLATFORM_UNREACHABLE,
        Code.PLATFORM_NOT_OURS,
        Code.PLATFORM_TLS,
        Code.PLATFORM_BUSY,
        Code.STATION_REVOKED,
        Code.STATION_UNKNOWN,
        Code.STATION_CLONED,
        Code.REGISTRY_STALE,
        Code.DIGEST_KEY_OTHER,
        Code.DISK_FULL,
        Code.DISK_READONLY,
        Code.DISK_FAILING,
        Code.QUEUE_FULL,
        Code.DATE_FORMAT,
        Code.AMOUNT_INVALID,
        Code.AMOUNT_OVER_BALANCE,
        Code.AMOUNT_OVER_PURSE,
        Code.POINTS_NOT_REDEEMABLE,
        Code.SECOND_FACTOR_WRONG,
        Code.SECOND_FACTOR_LOCKED,
        Code.VIRTUAL_CODE_INVALID,
        Code.VIRTUAL_CODE_EXPIRED,
        Code.VIRTUAL_CODE_USED,
        Code.VIRTUAL_DIGITS_OFFLINE,
        Code.PURSE_MISSING,
        Code.PURSE_KEY_WRONG,
        Code.PURSE_ALTERED,
        Code.VENDOR_FAILED,
        Code.LOAD_OPEN,
        Code.LOAD_UNKNOWN,
        Code.LOAD_DECIDED,
        Code.LOAD_GIVEN_UP,
        Code.EVENT_WAITING,
        Code.INTERNAL,
    }
)
"""What can happen at a kiosk. Whatever else arrives there is a fault of ours, and told as such."""


STAFF_CODES = frozenset(
    {
        Code.PLATFORM_UNREACHABLE,
        Code.PLATFORM_NOT_OURS,
        Code.PLATFORM_TLS,
        Code.PLATFORM_BUSY,
        Code.STATION_REVOKED,
        Code.STATION_UNKNOWN,
        Code.STATION_CLONED,
        Code.DISK_FULL,
        Code.DISK_READONLY,
        Code.DISK_FAILING,
        Code.QUEUE_FULL,
        Code.SETTINGS_INVALID,
        Code.STAFF_UNKNOWN,
        Code.STAFF_NOT_ALLOWED,
        Code.SHIFT_UNKNOWN,
        Code.INTERNAL,
    }
)
"""What can be told in a kiosk's staff corner, besides PINs and the receipt printer, for which it has words of its own."""


def plain(code: Code) -> Plain:
    """What a citizen is told about a code, in the source language: never what only staff could do or would understand."""
    known = code if code in CODES else Code.INTERNAL
    entry = TABLE[known]
    return PLAIN.get(known) or Plain(entry.title, ASK_STAFF if entry.audience == "staff" else entry.what_to_do)


def message_sources() -> frozenset[str]:
    """The source texts of `Messages` that are told at a kiosk."""
    said = {ASK_STAFF, *REDEEM_STATES.values(), *CARD_STATES.values()}
    for code in CODES:
        said |= {*plain(code)}
    for entry in (TABLE[code] for code in STAFF_CODES):
        said |= {entry.title, entry.what_to_do}
    return frozenset(said)


def shown_to_citizens(context: str, source: str) -> bool:
    """Whether a word of `ui` is one of them."""
    return context in CONTEXTS or (context == "Messages" and source in message_sources())
