"""What the counter says about a person's cards: kinds, states, acts and how they ended, in the windows' language."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication

from domain import taipei
from domain.card_states import CardAct
from domain.cards import CardState
from domain.masking import mask_name, mask_national_id
from domain.programme import Programme
from domain.wire import BalanceResponse
from domain.wire_points import AwardLine
from domain.wire_record import BindCodeResponse
from domain.wire_registry import CardStoryLine, CardStoryResponse
from station.people_views import CardDone, Person, PersonCard
from station.station import Station
from terminal.names import carrier_name, kind_name, point_kind_name
from terminal.workplace import PersonHere
from ui.amounts import clock_text, day_text, moment_text, money_text, points_text
from ui.i18n import noop
from ui.messages import Words, anomaly_words, card_state_name, words_for
from ui.outcome import OutcomeKind

_DO = {
    CardAct.HAND_OVER: noop("People", "交付：民眾領走這張卡"),
    CardAct.LOST: noop("People", "掛失：卡片遺失，所有服務立刻停用"),
    CardAct.FOUND: noop("People", "尋獲：回到遺失以前的狀態"),
    CardAct.UNDO_LOST: noop("People", "撤銷掛失：掛失到別人的卡"),
    CardAct.SUSPEND: noop("People", "停用：暫停使用"),
    CardAct.LIFT: noop("People", "復用：解除停用"),
    CardAct.RETURN: noop("People", "繳回：收回卡片，以後不能再用"),
    CardAct.RENEW: noop("People", "展期：延長使用期限"),
    CardAct.UNBIND: noop("People", "解除綁定：不再是市民卡"),
    "replace": noop("People", "補發：換一張新卡，點數和儲值一起移過去"),
}
_DONE = {
    CardAct.ISSUE: noop("People", "發卡"),
    CardAct.CONFIRM: noop("People", "確認"),
    CardAct.EXPIRE: noop("People", "到期"),
    CardAct.HAND_OVER: noop("People", "交付"),
    CardAct.LOST: noop("People", "掛失"),
    CardAct.FOUND: noop("People", "尋獲"),
    CardAct.UNDO_LOST: noop("People", "撤銷掛失"),
    CardAct.SUSPEND: noop("People", "停用"),
    CardAct.LIFT: noop("People", "復用"),
    CardAct.RETURN: noop("People", "繳回"),
    CardAct.RENEW: noop("People", "展期"),
    CardAct.UNBIND: noop("People", "解除綁定"),
    "replace": noop("People", "補發"),
}
_REASONS = {
    "inquiry": noop("People", "民眾洽詢"),
    "cards": noop("People", "辦理卡片"),
    "correction": noop("People", "更正資料"),
    "points": noop("People", "點數疑義"),
}
Way = CardAct | Literal["replace"]


def way_words(way: Way) -> str:
    """Something that can be done with a card, and what it means."""
    return _translated(_DO[way])


def act_name(way: Way) -> str:
    """An act on a card, in a word."""
    return _translated(_DONE[way])


def reason_ids() -> list[str]:
    """The reasons for opening a record that are offered."""
    return list(_REASONS)


def reason_words(reason: str) -> str:
    """One of them, as it is written down and as the person reads it: in Chinese whatever the window's language."""
    return _REASONS[reason]


def reason_name(reason: str) -> str:
    """One of them in the window's language."""
    return _translated(_REASONS[reason])


def card_name(station: Station, card: PersonCard) -> str:
    """Kind and last digits."""
    kind = kind_name(station.programme, card.card_kind) or _translated(_BOUND)
    return f"{kind}　**** {card.tail}" if card.tail else kind


_BOUND = noop("People", "綁定的卡片")


def card_row(station: Station, number: int, card: PersonCard, *, here: bool) -> tuple[str, str, str]:
    """A row of the person's list: what it is, and how it stands."""
    details = [state_words(card), carrier_name(station.programme, card.carrier) if card.carrier else ""]
    if card.since_ms is not None:
        since = day_text(taipei.day(card.since_ms))
        details.append(QCoreApplication.translate("People", "自 {day}").format(day=since))
    if here:
        details.append(QCoreApplication.translate("People", "就在讀卡機上"))
    return card.medium.hex(), f"{number}　{card_name(station, card)}", "　".join(each for each in details if each)


def state_words(card: PersonCard) -> str:
    """A card's state, and whether the platform knows it yet."""
    state = card_state_name(card.state)
    return QCoreApplication.translate("People", "{state}（待平台確認）").format(state=state) if card.pending else state


def story_rows(story: CardStoryResponse) -> list[tuple[str, str, str]]:
    """A card's history, the newest act first."""
    rows = []
    for number, line in enumerate(story.lines):
        states = f"{_state(line.from_state)} → {_state(line.to_state)}"
        rows.append((str(number), f"{act_name(line.act)}　{states}", _story_detail(line)))
    return rows


def _story_detail(line: CardStoryLine) -> str:
    return "　".join(each for each in (moment_text(line.at_ms), line.who, line.reason) if each)


def _state(state: str) -> str:
    return card_state_name(CardState(state)) if state in set(CardState) else state


def found_row(number: int, person: Person) -> tuple[str, str, str]:
    """A row of the people that were found."""
    cards = QCoreApplication.translate("People", "{count} 張卡").format(count=len(person.cards))
    detail = "　".join(each for each in (person.national_id, born_words(person.birth_year), cards) if each)
    return str(person.holder), f"{number}　{person.name}", detail


def born_words(year: int | None) -> str:
    """The year somebody was born in."""
    if year is None:
        return ""
    return QCoreApplication.translate("People", "民國 {roc} 年（{year}）生").format(roc=year - 1911, year=year)


def person_here(person: Person) -> PersonHere:
    """Who is being served, masked also when a supervisor sees more."""
    return PersonHere(
        name=mask_name(person.name) if person.name else "",
        national_id=mask_national_id(person.national_id) if person.national_id else "",
    )


def balance_words(programme: Programme, balance: BalanceResponse) -> str:
    """Points by kind, and value that waits."""
    parts = [
        f"{point_kind_name(programme, each.point_kind)} {points_text(each.points)}" for each in balance.balances if each.points
    ]
    if not parts:
        parts = [QCoreApplication.translate("People", "沒有點數")]
    if balance.waiting_ntd:
        waiting = QCoreApplication.translate("People", "待入卡 {amount}")
        parts.append(waiting.format(amount=money_text(balance.waiting_ntd)))
    return "　".join(parts)


def code_words(given: BindCodeResponse) -> Words:
    """What whoever wants to add a card at a kiosk has to know."""
    code, until = f"{given.code[:4]} {given.code[4:]}", clock_text(given.expires_ms)
    what = QCoreApplication.translate("People", "請本人抄下，{until} 前在自助機放上新卡，按「加進我的帳戶」輸入。只能用一次。")
    title = QCoreApplication.translate("People", "加卡代碼 {code}")
    return Words(title.format(code=code), what.format(until=until))


def done_words(way: Way, done: CardDone) -> tuple[OutcomeKind, Words]:
    """How an act on a card ended."""
    act = act_name(way)
    if done.status == "pending":
        title = QCoreApplication.translate("People", "{act}已記錄，等待平台確認").format(act=act)
        what = QCoreApplication.translate("People", "現在連不上平台。本站已經照這樣處理，連線後會自動送出。")
        return OutcomeKind.ATTENTION, Words(title, what)
    if done.status == "done":
        title = QCoreApplication.translate("People", "{act}完成").format(act=act)
        state = card_state_name(done.state) if done.state is not None else ""
        now = QCoreApplication.translate("People", "卡片現在是「{state}」。").format(state=state)
        return OutcomeKind.GOOD, Words(title, now if state else "")
    title = QCoreApplication.translate("People", "平台沒有照{act}處理").format(act=act)
    if done.code is not None:
        why = words_for(done.code)
        return OutcomeKind.STOP, Words(title, f"{why.title}。{why.what_to_do}")
    why = anomaly_words(next(iter(done.anomalies), ""))
    return OutcomeKind.STOP, Words(title, f"{why.title}。{why.what_to_do}")


def replaced_facts(done: CardDone) -> list[tuple[str, str]]:
    """What a replacement costs, and where the old card's value is; all that the person should be told."""
    facts = []
    if done.fee_ntd is not None:
        facts.append((QCoreApplication.translate("People", "工本費"), money_text(done.fee_ntd)))
    if done.waiting_ntd is not None:
        moved = money_text(done.waiting_ntd)
        facts.append((QCoreApplication.translate("People", "新卡的待入卡"), moved))
    if done.value is not None and done.value.open_loads:
        count = QCoreApplication.translate("People", "{count} 筆").format(count=done.value.open_loads)
        facts.append((QCoreApplication.translate("People", "舊卡未完成儲值"), count))
    if done.value is not None and done.value.on_card_ntd:
        later = QCoreApplication.translate("People", "{amount}，各站回報後由主管移轉")
        facts.append(
            (QCoreApplication.translate("People", "舊卡裡的錢"), later.format(amount=money_text(done.value.on_card_ntd)))
        )
    return facts


def award_row(programme: Programme, number: int, award: AwardLine) -> tuple[str, str, str]:
    """A row of a person's awards."""
    kind = point_kind_name(programme, award.point_kind) or award.point_kind
    title = f"{number}　{kind} {points_text(award.points)}　{award.agency}"
    details = [award.activity, day_text(taipei.day(award.at_ms))]
    if award.cancelled_ms is not None:
        details.append(QCoreApplication.translate("People", "已取消"))
    else:
        details.append(QCoreApplication.translate("People", "還剩 {points}").format(points=points_text(award.remaining)))
    return str(award.award), title, "　".join(each for each in details if each)


def names(words: Sequence[str]) -> str:
    """Several things in one line."""
    return QCoreApplication.translate("People", "、").join(words)


def _translated(source: str) -> str:
    return QCoreApplication.translate("People", source)
