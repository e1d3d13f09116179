"""Events that wait for something, for those who can find out why it does not come."""

from typing import Any, Literal

import sqlalchemy as sa

from central.operations.envelopes import seen
from central.schema import journal, outcomes, stations, waiting
from central.verdict import HOLD_MS
from domain.wire import OutcomeStatus
from domain.wire_operations import HeldListed, HeldListRequest

WaitsFor = Literal["card", "sign_in", "load", "repair"]
_BY_KEY: dict[str, WaitsFor] = {"medium": "card", "op": "sign_in", "load": "load"}
WORDS: dict[WaitsFor, str] = {
    "card": "等候卡片的發卡紀錄上傳。請確認發卡的工作站是否已連線。",
    "sign_in": "等候簽到紀錄上傳。請確認簽到的工作站是否已連線。",
    "load": "等候加值的核准紀錄上傳。請確認加值的工作站是否已連線。",
    "repair": "平台處理失敗，等候修復。請通知系統維護人員。",
}


def listed(
    connection: sa.Connection, request: HeldListRequest, sites: frozenset[str] | None, now_ms: int
) -> tuple[list[HeldListed], bool]:
    """What is held, oldest first, and whether there is more."""
    wanted = (
        sa.select(
            *(journal.c.id, journal.c.op_id, journal.c.body, journal.c.station, journal.c.received_ms),
            *(stations.c.name, stations.c.site, waiting.c.waits_for),
        )
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .join(stations, stations.c.station == journal.c.station)
        .outerjoin(waiting, waiting.c.journal == journal.c.id)
        .where(outcomes.c.status == sa.literal_column(f"'{OutcomeStatus.HELD.value}'"), journal.c.id > request.after)
        .order_by(journal.c.id)
        .limit(request.limit + 1)
    )
    if request.site:
        wanted = wanted.where(stations.c.site == request.site)
    if sites is not None:
        wanted = wanted.where(stations.c.site.in_(sorted(sites)))
    rows = connection.execute(wanted).all()
    return [_listed(row, now_ms) for row in rows[: request.limit]], len(rows) > request.limit


def _listed(row: Any, now_ms: int) -> HeldListed:
    waits_for = "repair" if row.waits_for is None else _BY_KEY.get(row.waits_for.partition(":")[0], "repair")
    deadline_ms = None if waits_for == "repair" else row.received_ms + HOLD_MS
    return HeldListed(
        event=row.id,
        op_id=row.op_id,
        kind=seen(row.body).kind,
        station=row.station,
        station_name=row.name,
        site=row.site,
        waits_for=waits_for,
        words=WORDS[waits_for],
        received_ms=row.received_ms,
        decided_by_force_ms=deadline_ms,
        overdue=deadline_ms is not None and now_ms >= deadline_ms,
    )
