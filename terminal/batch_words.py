"""What the counter tells of batches of applications: states, faulty rows, who brings a list."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from domain import taipei
from domain.applications import State
from domain.errors import Code
from domain.wire_applications import BatchLine
from domain.wire_files import RowFault
from station.batch_columns import SHOWN
from ui.amounts import day_text
from ui.i18n import noop
from ui.messages import Words, words_for

CHANNELS = ("school", "agency", "village")
MOST_SHOWN = 200
"""Faulty rows on the screen; all of them stand in the file that can be saved."""
_CHANNELS = {
    "school": noop("Batches", "學校"),
    "agency": noop("Batches", "機關"),
    "village": noop("Batches", "里長"),
}
_BATCH_STATES = {
    "checked": noop("Batches", "已檢查"),
    "taking": noop("Batches", "收件中，還沒收完"),
    "taken": noop("Batches", "已收件"),
    "refused": noop("Batches", "整批退回"),
}
_STATES = {
    State.DRAFT: noop("Batches", "等待整批收完"),
    State.RECEIVED: noop("Batches", "已收件"),
    State.HOUSEHOLD_CHECK: noop("Batches", "查核戶籍"),
    State.STATUS_CHECK: noop("Batches", "查核資格"),
    State.SUPPLEMENT: noop("Batches", "補正中"),
    State.DISPATCHED: noop("Batches", "已分派"),
    State.UNDER_REVIEW: noop("Batches", "審查中"),
    State.APPROVED: noop("Batches", "已核准"),
    State.IN_PRODUCTION: noop("Batches", "製卡中"),
    State.READY: noop("Batches", "可領卡"),
    State.COLLECTED: noop("Batches", "已領卡"),
    State.REFUSED: noop("Batches", "未核准"),
    State.WITHDRAWN: noop("Batches", "已撤回"),
}
_FAULTS = {
    Code.REQUEST_INVALID: noop("Batches", "這一格的內容不認得"),
    Code.FILE_INVALID: noop("Batches", "這一列讀不出來"),
    Code.ONE_PER_PERSON: noop("Batches", "這個人已經有這種卡"),
    Code.NOT_ELIGIBLE: noop("Batches", "不符合這種卡的資格"),
}


def _told(source: str) -> str:
    return QCoreApplication.translate("Batches", source)


def channel_name(channel: str) -> str:
    """Who brought it."""
    return _told(_CHANNELS[channel]) if channel in _CHANNELS else channel


def application_state_name(state: str) -> str:
    """How an application stands; its id for a state of a newer platform."""
    return next((_told(words) for known, words in _STATES.items() if known == state), state)


def batch_state_name(state: str) -> str:
    """How a batch stands."""
    return _told(_BATCH_STATES[state]) if state in _BATCH_STATES else state


def counts_words(counts: dict[str, int]) -> str:
    """`查核戶籍 3　可領卡 12`."""
    order = [state.value for state in State]
    known = sorted(counts.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return "　".join(f"{application_state_name(state)} {count:,}" for state, count in known)


def batch_row(line: BatchLine) -> tuple[str, str, str]:
    """A batch in a list: id, title and detail."""
    how_many = _told(noop("Batches", "{rows} 列")).format(rows=f"{line.rows:,}")
    title = f"{line.name}　{channel_name(line.channel)}　{how_many}"
    standing = batch_state_name(line.state) if line.state != "taken" or not line.counts else counts_words(line.counts)
    return str(line.batch), title, f"{day_text(taipei.day(line.submitted_ms))}　{standing}"


def fault_words(code: Code) -> str:
    """What is wrong with a row, in one line."""
    return _told(_FAULTS[code]) if code in _FAULTS else words_for(code).title


def fault_rows(faults: Sequence[RowFault]) -> list[tuple[str, str, str]]:
    """Faulty rows for a list: id, title and detail."""
    where = _told(noop("Batches", "第 {row} 列　{column}"))
    return [
        (
            str(number),
            where.format(row=f"{fault.row:,}", column=SHOWN.get(fault.column, fault.column)).strip(),
            fault_words(fault.code),
        )
        for number, fault in enumerate(faults[:MOST_SHOWN])
    ]


def faulty_words() -> Words:
    """A list with faulty rows was to be handed in as a whole."""
    return Words(
        _told(noop("Batches", "還有列沒改好，整批都不會收")),
        _told(noop("Batches", "請改好名單再讀一次，或改選先收沒問題的列。")),
    )


def refused_words() -> Words:
    """The platform knows of something that speaks against a row, and it was all or nothing."""
    return Words(
        _told(noop("Batches", "平台沒有收：有的列已在辦理或不能申辦")),
        _told(noop("Batches", "請看下面的列，改好再送，或先收沒問題的列。")),
    )
