"""What a technician is told of journal and answer files (`domain.stick`), in both languages."""

import sys
from collections.abc import Callable, Mapping

from citycard_app.cli import EXIT_FAILED
from domain.errors import Code, Refused
from domain.wire import OutcomeStatus

_WORDS: dict[str, tuple[str, str]] = {
    "format": (
        "這不是紀錄檔或回覆檔。工作站匯出的是 .journal，平台給的回覆是 .answer",
        "this is no such file: stations export a .journal, the platform answers with an .answer",
    ),
    "truncated": (
        "檔案不完整，可能是隨身碟太早拔出。請重新匯出後再帶來",
        "the file is cut short, perhaps the stick was pulled too early: export it again",
    ),
    "altered": (
        "檔案內容遭更改或損壞。請重新匯出後再帶來；再發生時請更換隨身碟",
        "the file was altered or is damaged: export it again, onto another stick if this happens again",
    ),
    "station": (
        "這是別站的檔案。請核對檔名中的工作站代號",
        "this is another station's file: compare the station's id in its name",
    ),
    "older": (
        "這是較舊的回覆，較新的已經匯入過。請使用最新的回覆檔",
        "this is an older answer, a newer one has been imported: use the newest",
    ),
}
_STATUS = {
    OutcomeStatus.ACCEPTED: "接受 accepted",
    OutcomeStatus.FLAGGED: "待查 flagged",
    OutcomeStatus.HELD: "等待 held",
    OutcomeStatus.REJECTED: "退回 rejected",
}


def said(refused: Refused) -> list[str] | None:
    """What is wrong with a file and what to do, Chinese first; None for what is about something else."""
    known = _WORDS.get(str(refused.details.get("part") or ""))
    if refused.code is not Code.FILE_INVALID or known is None:
        return None
    return [f"{known[0]}。沒有任何變更。", f"{known[1][0].upper()}{known[1][1:]}. Nothing was changed."]


def told(act: Callable[[], int]) -> int:
    """Carry out, or say what is wrong with the file. Raises what is not about a file."""
    try:
        return act()
    except Refused as refused:
        lines = said(refused)
        if lines is None:
            raise
        print("\n".join([f"✕ [{refused.code.value}]", *(f"  {line}" for line in lines)]), file=sys.stderr)
        return EXIT_FAILED


def counts(outcomes: Mapping[OutcomeStatus, int]) -> str:
    """How many events had which outcome."""
    return "，".join(f"{_STATUS[status]} {count:,}" for status, count in sorted(outcomes.items())) or "0 筆 events"
