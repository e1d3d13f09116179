"""Words by error code, and the names of states: what a screen shows instead of an exception's text."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from PySide6.QtCore import QCoreApplication

from domain.cards import CardState
from domain.eligibility import Obstacle
from domain.errors import CityCardError, Code
from domain.wire import OutcomeStatus
from ui.anomaly_table import ANOMALIES, UNKNOWN
from ui.citizen_words import CARD_STATES, REDEEM_STATES, STAFF_CODES, plain
from ui.i18n import noop
from ui.message_table import TABLE

_SENTENCE_END = re.compile(r"(?<=[。！？])|(?<=[.!?])\s+")
_BLANK = re.compile(r"\{(\w+)\}")
_WAITS = frozenset({"seconds", "wait_s", "minutes"})
"""Blanks that say nothing when they are 0."""


class Words(NamedTuple):
    """What is told about an outcome."""

    title: str
    what_to_do: str = ""


def words(error: CityCardError, *, citizen: bool = False) -> Words:
    """An error's words in the current language; see `words_for`."""
    return words_for(error.code, error.details, citizen=citizen)


def words_for(code: Code, details: Mapping[str, str | int] | None = None, *, citizen: bool = False) -> Words:
    """A code's words in the current language, blanks filled from `details`; sentences whose blank is unknown or empty are
    left out.

    `citizen` is for kiosks: the words of `ui.citizen_table` where it has some; where only staff could do what is to be done,
    the person is sent to them instead, and a code that cannot happen to a citizen is told as the fault of ours that it is.
    """
    entry = plain(code) if citizen else TABLE[code]
    return Words(_translated(entry.title), _filled(_translated(entry.what_to_do), details or {}))


def staff_words_at_kiosk(code: Code) -> Words:
    """What is told in a kiosk's staff corner, which speaks the citizens' languages: the words that staff read at a counter.

    A code that nothing there can lead to is told as the fault of ours that it is.
    """
    return words_for(code if code in STAFF_CODES else Code.INTERNAL)


def anomaly_words(anomaly: str) -> Words:
    """What is the matter with an act of this station that the platform flagged or rejected, and what to do about it here."""
    title, what_to_do = ANOMALIES.get(anomaly, UNKNOWN)
    return Words(_translated(title), _translated(what_to_do))


def kind_of(code: Code) -> Literal["amber", "red"]:
    """Which outcome a code is: amber passes or can be mended here, red stands."""
    return TABLE[code].kind


def _filled(text: str, details: Mapping[str, str | int]) -> str:
    # Sentences are told apart before the blanks are filled, so that a full stop in a detail changes nothing.
    sentences = [each.strip() for each in _SENTENCE_END.split(text) if each.strip()]
    known = {name for name, value in details.items() if value != "" and not (name in _WAITS and value == 0)}
    kept = [each for each in sentences if known.issuperset(_BLANK.findall(each))]
    joined = ("" if re.search(r"[。！？]", text) else " ").join(kept)
    return _BLANK.sub(lambda blank: _shown(details[blank.group(1)]), joined)


def _shown(detail: str | int) -> str:
    return f"{detail:,}" if isinstance(detail, int) else detail


def _translated(source: str) -> str:
    return QCoreApplication.translate("Messages", source)


# --- names of states -------------------------------------------------------------------------------------------------

_OUTCOMES = {
    OutcomeStatus.ACCEPTED: noop("Messages", "平台已收下"),
    OutcomeStatus.FLAGGED: noop("Messages", "已收下，待人工查看"),
    OutcomeStatus.HELD: noop("Messages", "等待相關資料"),
    OutcomeStatus.REJECTED: noop("Messages", "平台退回，請處理"),
}

_FACTS = {
    "resident": noop("Messages", "設籍本市"),
    "lives_here": noop("Messages", "實際居住本市"),
    "indigenous": noop("Messages", "原住民"),
    "disability": noop("Messages", "身心障礙證明"),
    "disability_companion": noop("Messages", "愛心陪伴者"),
    "low_income": noop("Messages", "中低收入"),
    "foreign_spouse": noop("Messages", "市民的外籍、大陸或港澳配偶"),
    "permanent_resident": noop("Messages", "持永久居留證，居留地址在本市"),
    "local_student": noop("Messages", "就讀本市學校"),
    "local_worker": noop("Messages", "在本市工作"),
    "city_employee": noop("Messages", "市府員工"),
    "never_claimed": noop("Messages", "未曾領取"),
    "representative_consent": noop("Messages", "法定代理人同意"),
    "by_proxy": noop("Messages", "委託他人代辦"),
    "no_id_card": noop("Messages", "尚無國民身分證"),
}

_OBSTACLES = {
    Obstacle.RULE_UNPUBLISHED: noop("Messages", "這項規定沒有公布，不能在櫃檯辦理。"),
    Obstacle.DOCUMENTS_UNPUBLISHED: noop("Messages", "這種情形應備的證件沒有公布，不能在櫃檯辦理。"),
    Obstacle.FEE_UNPUBLISHED: noop("Messages", "這張卡的工本費沒有公布，不能收費，也不能辦理。"),
    Obstacle.HAS_ONE: noop("Messages", "已經有一張這種卡；遺失或損壞請改辦補發。"),
    Obstacle.HAS_ANOTHER: noop("Messages", "已經有另一種卡，兩種只能擇一；要改辦，請先繳回原來的卡。"),
    Obstacle.NOT_AGAIN: noop("Messages", "已經領過；這種卡遺失或損壞都不再發放。"),
    Obstacle.NO_MAIN_CARD: noop("Messages", "須先有本卡，才能辦陪伴者的卡。"),
}

_ACTS = {
    "card.issued": noop("Messages", "發卡"),
    "application.taken": noop("Messages", "受理申辦"),
    "card.bound": noop("Messages", "綁卡"),
    "card.state_changed": noop("Messages", "變更卡片狀態"),
    "card.replaced": noop("Messages", "補發卡片"),
    "card.unbound": noop("Messages", "解除綁卡"),
    "stock.counted": noop("Messages", "盤點空白卡"),
    "shift.opened": noop("Messages", "開班"),
    "shift.closed": noop("Messages", "結班"),
    "record.opened": noop("Messages", "查民眾的紀錄"),
    "stock.moved": noop("Messages", "移動空白卡"),
    "attendance.in": noop("Messages", "活動簽到"),
    "attendance.out": noop("Messages", "活動簽退"),
    "attendance.undone": noop("Messages", "更正簽到"),
    "admission.entered": noop("Messages", "入場"),
    "redeem.requested": noop("Messages", "兌換點數"),
    "load.intent": noop("Messages", "開始儲值"),
    "load.committing": noop("Messages", "寫入儲值"),
    "load.committed": noop("Messages", "儲值完成"),
    "load.unknown": noop("Messages", "儲值結果不明"),
    "load.tombstone": noop("Messages", "放棄儲值"),
    "load.found": noop("Messages", "查驗儲值"),
    "load.settled": noop("Messages", "裁定儲值"),
    "patron.looked_up": noop("Messages", "查讀者證號"),
    "code.used": noop("Messages", "使用手機條碼"),
    "satisfaction.answered": noop("Messages", "滿意度"),
    "staff.in": noop("Messages", "人員登入"),
    "staff.out": noop("Messages", "人員登出"),
    "staff.pin_failed": noop("Messages", "PIN 輸入錯誤"),
    "staff.unlocked": noop("Messages", "解除 PIN 鎖定"),
}

_ROLES = {
    "clerk": noop("Messages", "承辦"),
    "event": noop("Messages", "活動人員"),
    "librarian": noop("Messages", "圖書館員"),
    "supervisor": noop("Messages", "主管"),
    "organiser": noop("Messages", "活動主辦"),
    "reviewer": noop("Messages", "審查人員"),
    "technician": noop("Messages", "技術人員"),
    "auditor": noop("Messages", "稽核"),
}


def outcome_name(status: OutcomeStatus) -> str:
    """What the platform made of an event."""
    return _translated(_OUTCOMES[status])


def card_state_name(state: CardState) -> str:
    """Where a card is in its life."""
    return _translated(CARD_STATES[state])


def act_name(kind: str) -> str:
    """What an event of a kind is about, such as `card.issued`."""
    return _translated(_ACTS[kind])


def redeem_state_name(state: Literal["done", "pending", "refused"]) -> str:
    """How a wish to redeem ended."""
    return _translated(REDEEM_STATES[state])


def fact_name(fact: str) -> str:
    """An eligibility fact of `domain.programme.FACTS`, for the clerk's check boxes."""
    return _translated(_FACTS[fact])


def obstacle_words(obstacle: Obstacle) -> str:
    """Why a card kind is refused, beside the programme's own reasons."""
    return _translated(_OBSTACLES[obstacle])


def role_name(role: str) -> str:
    """A staff role, such as `clerk`."""
    return _translated(_ROLES[role])
