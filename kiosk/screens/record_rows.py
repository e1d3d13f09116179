"""A person's record in rows: what it was, how much, when and by whom."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from domain.cards import CardState
from domain.errors import Code
from domain.programme import Programme
from domain.taipei import moment
from domain.wire import Notice
from domain.wire_money import HistoryLine, HoursLine
from domain.wire_record import CardHeld, HolderRecordResponse, PointsLapsing
from domain.wire_subject import RecordReadLine
from kiosk.record_states import ROWS, RecordPart
from ui.amounts import day_text, minutes_text, points_text
from ui.i18n import current_language, noop
from ui.messages import card_state_name, words_for

_WHAT = {
    "award": noop("Record", "得到"),
    "cancel": noop("Record", "收回"),
    "redeem": noop("Record", "兌換成儲值金"),
    "load": noop("Record", "儲值到卡片"),
    "return": noop("Record", "退還"),
    "spend": noop("Record", "使用"),
    "lapse": noop("Record", "過期"),
}
_READ = {
    "activity list": noop("Record", "活動報名名單"),
    "application": noop("Record", "申請案"),
    "application list": noop("Record", "申請案名單"),
    "application progress": noop("Record", "申請進度"),
    "cards held": noop("Record", "您有哪些卡"),
    "devices": noop("Record", "您的手機"),
    "draw winners": noop("Record", "中獎名單"),
    "export": noop("Record", "全部資料"),
    "forgotten sign-outs": noop("Record", "忘記簽退的名單"),
    "hand-out list": noop("Record", "領卡名單"),
    "open loads": noop("Record", "還沒有結果的儲值"),
    "register question": noop("Record", "資格查詢"),
    "uid": noop("Record", "卡片號碼"),
    "volunteers": noop("Record", "志工時數"),
}
"""What was read, by the platform's word; another one is the record as a whole."""


class Row(NamedTuple):
    """One line."""

    name: str
    value: str
    note: str = ""


def part_rows(programme: Programme, state: RecordPart) -> list[Row]:
    """The rows of the page that is shown."""
    record, shown = state.record, slice(state.page * ROWS, (state.page + 1) * ROWS)
    match state.part:
        case "points":
            rows = [_lapsing(programme, line) for line in record.lapsing]
            return [*rows, *(_history(programme, line) for line in record.history)][shown]
        case "hours":
            return [_hours(programme, line) for line in record.hours.lines[shown]]
        case "cards":
            return [_card(programme, card) for card in record.cards[shown]]
    return [_read(programme, read) for read in record.reads[shown]]


def told_rows(record: HolderRecordResponse) -> list[Row]:
    """What the person is to be told, the newest first: what became of their wishes, and their messages."""
    told = [(notice.at_ms, _notice(notice)) for notice in record.notices]
    told += [(each.at_ms, Row(each.subject, "", f"{_day(each.at_ms)} · {each.text}")) for each in record.messages]
    return [row for _, row in sorted(told, key=lambda one: one[0], reverse=True)]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Record", text)


def _day(at_ms: int) -> str:
    return day_text(moment(at_ms).date())


def _kind(programme: Programme, point_kind: str) -> str:
    kind = programme.point_kind(point_kind)
    return kind.name.in_language(current_language()) if kind else point_kind


def _agency(programme: Programme, agency: str) -> str:
    known = programme.agency(agency)
    return known.name.in_language(current_language()) if known else agency


def _translated(programme: Programme, agency: str) -> str:
    """An agency that the platform has put into Chinese words already, in the person's language where the programme has it."""
    names = [programme.city, *(each.name for each in programme.agencies)]
    return next((name.in_language(current_language()) for name in names if name.zh_TW == agency), agency)


def _lapsing(programme: Programme, line: PointsLapsing) -> Row:
    # The first millisecond at which they are gone; the day before is the last on which they can be used.
    last = QCoreApplication.translate("Record", "用到 {day}，之後過期").format(day=_day(line.at_ms - 1))
    return Row(_kind(programme, line.point_kind), points_text(line.points), last)


def _history(programme: Programme, line: HistoryLine) -> Row:
    what = f"{_tr(_WHAT[line.what])} · {_kind(programme, line.point_kind)}"
    where = [_day(line.at_ms), _agency(programme, line.agency), line.activity, line.service]
    sign = "+" if line.points > 0 else "−"
    return Row(what, f"{sign}{points_text(abs(line.points))}", " · ".join(filter(None, where)))


def _hours(programme: Programme, line: HoursLine) -> Row:
    times = QCoreApplication.translate("Record", "{year} 年，{times} 次").format(year=line.year, times=line.times)
    where = _agency(programme, line.agency) or programme.name.in_language(current_language())
    return Row(where, minutes_text(line.minutes), times)


def _card(programme: Programme, card: CardHeld) -> Row:
    kind = programme.kind(card.card_kind)
    name = kind.name.in_language(current_language()) if kind else card.card_kind
    carrier = next((each.name.in_language(current_language()) for each in programme.carriers if each.id == card.carrier), "")
    since = QCoreApplication.translate("Record", "{day} 起").format(day=_day(card.since_ms))
    here = QCoreApplication.translate("Record", "就是這張卡") if card.here else ""
    return Row(f"{name} · {card_state_name(CardState(card.state))}", "", " · ".join(filter(None, (here, carrier, since))))


def _read(programme: Programme, read: RecordReadLine) -> Row:
    what = _tr(_READ[read.what]) if read.what in _READ else QCoreApplication.translate("Record", "您的資料")
    why = QCoreApplication.translate("Record", "看了：{what}。原因：{why}").format(what=what, why=read.reason)
    return Row(_translated(programme, read.agency), "", f"{_day(read.at_ms)} · {why}")


def _notice(notice: Notice) -> Row:
    points = points_text(notice.points)
    if notice.code is Code.LOAD_DECIDED:
        settled = QCoreApplication.translate("Record", "{points}：服務人員確認已儲值到卡片。").format(points=points)
        return Row(QCoreApplication.translate("Record", "之前的儲值已經確認"), "", f"{_day(notice.at_ms)} · {settled}")
    why = QCoreApplication.translate("Record", "{points}：{reason}，點數沒有減少。").format(
        points=points, reason=words_for(notice.code, citizen=True).title
    )
    return Row(QCoreApplication.translate("Record", "之前的兌換沒有成功"), "", f"{_day(notice.at_ms)} · {why}")
