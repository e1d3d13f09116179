"""Why no more can be redeemed than that: what fits onto a card, and what can be had at a time, as the programme has it."""

from PySide6.QtCore import QCoreApplication

from domain.errors import Code
from domain.programme import Programme, Purse
from kiosk.person import Person
from ui.amounts import money_text
from ui.messages import words_for


def why_no_more(programme: Programme, person: Person) -> str:
    """Why somebody cannot redeem more than `CardBalance.most_ntd` at once; empty where their points alone are the reason."""
    purse = programme.purse(person.balance.purse)
    if purse is not None and person.has_points_for_more and person.balance.most_ntd >= purse.largest_ntd:
        most = money_text(person.balance.most_ntd)
        return QCoreApplication.translate("Purse", "一次最多兌換 {most}。").format(most=most)
    return why_no_room(programme, person)


def why_no_room(programme: Programme, person: Person) -> str:
    """The same without what is a rule for everybody: so much at a time."""
    translate, balance = QCoreApplication.translate, person.balance
    purse, most = programme.purse(balance.purse), money_text(balance.most_ntd)
    if not person.has_points_for_more:
        return _waiting(person)
    if purse is None or balance.most_ntd >= purse.largest_ntd:
        return ""
    if balance.on_card:
        words = translate("Purse", "卡片最多能有 {limit}，現在最多再存 {most}。花掉一些，就能再兌換。")
    else:
        words = translate("Purse", "待入卡最多 {limit}，現在最多再換 {most}。存進卡片後，就能再兌換。")
    return words.format(limit=money_text(purse.limit_ntd), most=most)


def why_nothing(programme: Programme, person: Person) -> str:
    """Why somebody who has the points can redeem nothing at all now, and what to do about it."""
    translate, balance = QCoreApplication.translate, person.balance
    purse = programme.purse(balance.purse)
    if purse is None:
        missing = words_for(Code.PURSE_MISSING, citizen=True)
        return f"{missing.title}\n{missing.what_to_do}"
    if not person.has_points_for_more:
        return _waiting(person)
    if balance.on_card:
        words = translate("Purse", "卡片最多能有 {limit}，現在放不下了。花掉一些，再來兌換。")
    else:
        words = translate("Purse", "待入卡最多 {limit}，現在放不下了。存進卡片後，再來兌換。")
    return words.format(limit=money_text(purse.limit_ntd))


def figures(programme: Programme, person: Person | None, *, on_card: bool) -> dict[str, str | int]:
    """What fills the blanks of `ui.citizen_words`: minutes and NT$ of this card, or of one of its kind."""
    known: dict[str, str | int] = {"minutes": programme.second_factor.lock_minutes}
    purse = programme.purse(person.balance.purse) if person is not None else _of_kind(programme, on_card=on_card)
    if purse is not None:
        known |= {"smallest": purse.smallest_ntd, "largest": purse.largest_ntd, "limit": purse.limit_ntd}
    return known


def _of_kind(programme: Programme, *, on_card: bool) -> Purse | None:
    return next((purse for purse in programme.purses if (purse.driver != "account") == on_card), None)


def _waiting(person: Person) -> str:
    if not person.balance.pending_ntd:
        return ""
    words = QCoreApplication.translate("Purse", "已經登記的 {pending} 還在等平台決定，這些點數先留著。")
    return words.format(pending=money_text(person.balance.pending_ntd))
