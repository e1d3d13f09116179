"""What the counter tells about a load: how it ended, and what is to be done."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from domain.errors import Code
from domain.ids import recovery_code
from domain.wire import OpenLoad
from station.station import Station
from station.views import CardBalance, RedeemView
from ui.amounts import age_text, exchange_text, moment_text, money_text, points_text
from ui.messages import Words, kind_of, words_for
from ui.outcome import OutcomeKind


def ended_words(view: RedeemView) -> tuple[OutcomeKind, Words]:
    """How a wish that was made here just now ended."""
    exchange = exchange_text(view.points, view.amount_ntd)
    if view.state == "done" and view.on_card:
        return OutcomeKind.GOOD, Words(
            QCoreApplication.translate("Loads", "已存進卡片"),
            QCoreApplication.translate("Loads", "{exchange}，可以拿走卡片了。").format(exchange=exchange),
        )
    if view.state == "done":
        what = QCoreApplication.translate("Loads", "{exchange}，登記為待入卡，由票證公司存進卡片。").format(exchange=exchange)
        return OutcomeKind.GOOD, Words(QCoreApplication.translate("Loads", "兌換完成"), what)
    if view.state == "pending":
        what = QCoreApplication.translate("Loads", "連不上平台：點數還沒有減少，錢也還沒有存入。恢復連線後由平台決定。")
        return OutcomeKind.ATTENTION, Words(QCoreApplication.translate("Loads", "已登記，尚未入帳"), what)
    if view.state == "unknown":
        return OutcomeKind.ATTENTION, unknown_words()
    code = view.code or Code.INTERNAL
    kept = QCoreApplication.translate("Loads", "沒有儲值，點數沒有減少。")
    return OutcomeKind(kind_of(code)), Words(words_for(code).title, kept + words_for(code).what_to_do)


def settled_words(view: RedeemView) -> tuple[OutcomeKind, Words]:
    """What became of a load that had been open."""
    exchange = exchange_text(view.points, view.amount_ntd)
    if view.state == "pending":
        what = QCoreApplication.translate("Loads", "連不上平台，恢復連線後才會生效。查詢代碼先不要丟。")
        return OutcomeKind.ATTENTION, Words(QCoreApplication.translate("Loads", "裁定已記錄，還沒有生效"), what)
    if view.state == "done":
        what = QCoreApplication.translate("Loads", "{exchange}，已確認寫進卡片。").format(exchange=exchange)
        return OutcomeKind.GOOD, Words(QCoreApplication.translate("Loads", "這筆儲值在卡片裡"), what)
    if view.state == "refused":
        what = QCoreApplication.translate("Loads", "{points}已經退回，可以再儲值一次。").format(points=points_text(view.points))
        return OutcomeKind.ATTENTION, Words(QCoreApplication.translate("Loads", "這筆儲值沒有寫進卡片"), what)
    words = unknown_words()
    if view.code is not None and view.code is not Code.LOAD_UNKNOWN:
        words = Words(words.title, f"{words_for(view.code).title}。{words.what_to_do}")
    return OutcomeKind.ATTENTION, words


def decided_words(view: RedeemView) -> tuple[OutcomeKind, Words]:
    """What a supervisor's decision has led to, by the platform's word; the card itself has not been asked."""
    if view.state not in ("done", "refused"):
        return settled_words(view)
    done, points = view.state == "done", points_text(view.points)
    kept = QCoreApplication.translate("Loads", "{points}已經扣除，不再退回。").format(points=points)
    back = QCoreApplication.translate("Loads", "{points}已經退回，可以再儲值一次。").format(points=points)
    if view.code is Code.LOAD_DECIDED:
        before = QCoreApplication.translate("Loads", "平台先前已有結果，這次裁定沒有改變它")
        return OutcomeKind.ATTENTION, Words(before, kept if done else back)
    if done:
        return OutcomeKind.GOOD, Words(QCoreApplication.translate("Loads", "已裁定：視為已存進卡片"), kept)
    return OutcomeKind.GOOD, Words(QCoreApplication.translate("Loads", "已裁定：視為沒有存進卡片"), back)


def unknown_words() -> Words:
    """The card left during the commit."""
    return Words(
        QCoreApplication.translate("Loads", "還不知道有沒有寫進卡片"),
        QCoreApplication.translate(
            "Loads", "點數和金額都不會遺失。請把同一張卡放回讀卡機，就會知道結果；民眾要先離開時，請給他查詢代碼。"
        ),
    )


def card_facts(balance: CardBalance) -> list[tuple[str, str]]:
    """What the card and its holder have: label and value."""
    facts = [(QCoreApplication.translate("Loads", "持卡人"), balance.masked_name)]
    if balance.online:
        facts.append((QCoreApplication.translate("Loads", "可兌換"), points_text(balance.redeemable_points)))
    if balance.card_value_ntd is not None:
        facts.append((QCoreApplication.translate("Loads", "卡片裡"), money_text(balance.card_value_ntd)))
    if balance.waiting_ntd:
        facts.append((QCoreApplication.translate("Loads", "待入卡"), money_text(balance.waiting_ntd)))
    if balance.pending_ntd:
        facts.append((QCoreApplication.translate("Loads", "等待確認"), money_text(balance.pending_ntd)))
    return [(label, words) for label, words in facts if words]


def load_facts(load: OpenLoad) -> list[tuple[str, str]]:
    """What is known of an open load: label and value."""
    facts = [
        (QCoreApplication.translate("Loads", "持卡人"), load.masked_name),
        (QCoreApplication.translate("Loads", "儲值"), exchange_text(load.points, load.amount_ntd)),
        (QCoreApplication.translate("Loads", "從何時起"), moment_text(load.at_ms)),
        (QCoreApplication.translate("Loads", "在哪一站"), load.station_name or load.station),
    ]
    return [(label, words) for label, words in facts if words]


def code_of(load: OpenLoad) -> str:
    """The load's recovery code."""
    return load.recovery_code or recovery_code(load.load)


def load_rows(station: Station, loads: Sequence[OpenLoad]) -> list[tuple[str, str, str]]:
    """Open loads for a list, as this station knows the platform's time."""
    return [load_row(load, station.now_ms(), under_way=station.loads.settle_in_ms(load) > 0) for load in loads]


def load_row(load: OpenLoad, now_ms: int, *, under_way: bool) -> tuple[str, str, str]:
    """An open load in a list: id, title and detail. `now_ms` is the platform's time; `under_way`: not to be decided yet."""
    exchange = exchange_text(load.points, load.amount_ntd)
    title = "　".join(each for each in (code_of(load), load.masked_name, exchange) if each)
    age = age_text(max(0, now_ms - load.at_ms) // 1000)
    since = QCoreApplication.translate("Loads", "{moment} 起，已 {age}").format(moment=moment_text(load.at_ms), age=age)
    going_on = QCoreApplication.translate("Loads", "進行中") if under_way else ""
    return str(load.load), title, "　".join(each for each in (going_on, since, load.station_name or load.station) if each)
