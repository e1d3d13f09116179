"""How an application is told of to a reviewer."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from domain import taipei
from domain.programme import Programme
from domain.wire_applications import ReviewOpenResponse, ReviewRow
from terminal.names import kind_name
from ui.amounts import day_text
from ui.i18n import current_language, noop
from ui.messages import fact_name

PHOTO = "photo"
_STATES = {
    "draft": noop("Reviews", "草稿"),
    "received": noop("Reviews", "已收件"),
    "household_check": noop("Reviews", "查核戶籍"),
    "status_check": noop("Reviews", "查核身分"),
    "supplement": noop("Reviews", "等待補正"),
    "dispatched": noop("Reviews", "已分派"),
    "under_review": noop("Reviews", "其他機關審查中"),
    "approved": noop("Reviews", "已核准，等待製卡"),
    "in_production": noop("Reviews", "製卡中"),
    "ready": noop("Reviews", "可領卡"),
    "collected": noop("Reviews", "已領卡"),
    "refused": noop("Reviews", "已拒絕"),
    "withdrawn": noop("Reviews", "已撤回"),
}


def state_name(state: str) -> str:
    """A `domain.applications.State`."""
    return QCoreApplication.translate("Reviews", _STATES[state])


def document_name(programme: Programme, card_kind: str, name: str) -> str:
    """A document of the kind, or the photo."""
    if name == PHOTO:
        return QCoreApplication.translate("Reviews", "照片")
    kind = programme.kind(card_kind)
    found = next((each for each in kind.documents if each.id == name), None) if kind else None
    return found.name.in_language(current_language()) if found else name


def wanted_documents(programme: Programme, card_kind: str, agency: str) -> list[str]:
    """What the agency may ask for: the documents of the kind that it sees, each once."""
    kind, own = programme.kind(card_kind), programme.agency(agency)
    if kind is None or own is None:
        return []
    documents = dict.fromkeys(each.id for each in kind.documents if each.id in own.sees_documents)
    return [*documents, *([PHOTO] if PHOTO in own.sees else [])]


def application_facts(case: ReviewOpenResponse, row: ReviewRow, programme: Programme) -> list[str]:
    """What the agency sees of it, a line each; what it does not see has none."""
    joined, confirmed = QCoreApplication.translate("Reviews", "、"), QCoreApplication.translate("Reviews", "{fact}（已查核）")
    facts = [confirmed.format(fact=fact_name(each)) if each in case.confirmed else fact_name(each) for each in case.facts]
    due = day_text(taipei.day(row.due_ms))
    lines = [
        (QCoreApplication.translate("Reviews", "收件編號"), case.receipt),
        (
            QCoreApplication.translate("Reviews", "審查期限"),
            QCoreApplication.translate("Reviews", "{day}（已逾期）").format(day=due) if row.overdue else due,
        ),
        (QCoreApplication.translate("Reviews", "案件目前"), state_name(case.state)),
        (QCoreApplication.translate("Reviews", "卡別"), kind_name(programme, case.card_kind)),
        (QCoreApplication.translate("Reviews", "姓名"), case.name),
        (QCoreApplication.translate("Reviews", "證號"), case.national_id),
        (QCoreApplication.translate("Reviews", "生日"), day_text(date.fromisoformat(case.birthday)) if case.birthday else ""),
        (QCoreApplication.translate("Reviews", "行政區"), case.district),
        (QCoreApplication.translate("Reviews", "地址"), case.address),
        (QCoreApplication.translate("Reviews", "電子郵件"), case.email),
        (QCoreApplication.translate("Reviews", "電話"), case.phone),
        (QCoreApplication.translate("Reviews", "身分"), joined.join(facts)),
    ]
    line = QCoreApplication.translate("Reviews", "{label}：{value}")
    return [line.format(label=label, value=value) for label, value in lines if value]
