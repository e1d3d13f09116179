"""What is told of a shift: on the screen, and on the sheet that is filed."""

from PySide6.QtCore import QCoreApplication

from station.station import Station
from station.views import ShiftReport, ShiftView
from terminal.names import kind_name
from ui.amounts import moment_text, money_text
from ui.i18n import noop
from ui.table_pdf import TablePage

_MOST_KINDS = 5


def _told(source: str) -> str:
    return QCoreApplication.translate("Shift", source)


def shift_facts(station: Station, view: ShiftView, report: ShiftReport | None) -> list[tuple[str, str]]:
    """Label and value; more card kinds than there is room for are told together."""
    sums = view.sums
    opened = f"{moment_text(view.opened_ms)}　{view.opened_by}"
    facts = [
        (_told(noop("Shift", "班別")), _told(noop("Shift", "{name} 班")).format(name=view.name)),
        (_told(noop("Shift", "開班")), opened),
    ]
    if report is not None:
        facts.append((_told(noop("Shift", "結班")), f"{moment_text(report.closed_ms)}　{report.closed_by}"))
    programme = station.programme
    kinds = [(kind_name(programme, each.card_kind) or each.card_kind, each.cards) for each in sums.cards]
    if len(kinds) > _MOST_KINDS:
        rest = sum(count for _, count in kinds[_MOST_KINDS - 1 :])
        kinds = [*kinds[: _MOST_KINDS - 1], (_told(noop("Shift", "其他卡別")), rest)]
    facts += [(_told(noop("Shift", "發卡：{kind}")).format(kind=name), _count(count)) for name, count in kinds]
    if not kinds:
        facts.append((_told(noop("Shift", "發卡")), _count(0)))
    receipts = _told(noop("Shift", "{amount}（收據 {count} 張）")).format(
        amount=money_text(sums.fees_ntd), count=f"{sums.receipts:,}"
    )
    redeemed = _told(noop("Shift", "{count} 筆，{amount}")).format(
        count=f"{sums.redemptions:,}", amount=money_text(sums.redeemed_ntd)
    )
    facts += [
        (_told(noop("Shift", "補發")), _count(sums.replacements)),
        (_told(noop("Shift", "規費")), receipts),
        (_told(noop("Shift", "兌點與儲值")), redeemed),
        (_told(noop("Shift", "應有現金（開班現金加規費）")), money_text(view.expected_ntd)),
        (_told(noop("Shift", "還沒傳到平台")), _told(noop("Shift", "{count} 筆")).format(count=f"{sums.unsent:,}")),
    ]
    if report is not None:
        facts.append((_told(noop("Shift", "點收現金")), money_text(report.cash_ntd)))
        differs = f"{report.difference_ntd:+,}" + (f"　{report.reason}" if report.reason else "")
        facts.append((_told(noop("Shift", "差額")), differs if report.difference_ntd else _told(noop("Shift", "相符"))))
    return facts


def report_page(station: Station, report: ShiftReport) -> TablePage:
    """The sheet."""
    identity = station.identity
    return TablePage(
        title=_told(noop("Shift", "結班表")),
        notes=[f"{identity.site}　{identity.name}", _told(noop("Shift", "數字取自本工作站的紀錄。"))],
        columns=[_told(noop("Shift", "項目")), _told(noop("Shift", "內容"))],
        rows=shift_facts(station, report.view, report),
        page_words=_told(noop("Shift", "第 {page} 頁，共 {pages} 頁")),
        empty_words="",
    )


def _count(cards: int) -> str:
    return _told(noop("Shift", "{count} 張")).format(count=f"{cards:,}")
