"""What became of a person's points, as they themselves may see it. What reveals something about them stays out of sight."""

import re
from typing import Any, Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central.ledger import MINUTES, NTD
from central.schema import accounts, entries, lots, operations, spendings, transfers
from domain.errors import Code, Refused
from domain.programme import Programme

What = Literal["award", "cancel", "redeem", "load", "return", "spend", "lapse"]
_WHAT: dict[str, What] = {
    "award": "award",
    "cancel": "cancel",
    "redeem": "redeem",
    "load.authorise": "load",
    "load.late": "load",
    "load.void": "return",
    "settle.refused": "return",
    "spend": "spend",
    "tickets": "spend",
    "spend.reverse": "return",
    "lapse": "lapse",
}
_CURSOR = re.compile(r"[1-9][0-9]{0,17}")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One operation's effect on a person's points of one kind. `points` above zero: they had more."""

    op_id: UUID
    at_ms: int
    what: What
    point_kind: str
    points: int
    agency: str
    """Who gave the points; empty where several did."""
    activity: str
    """What they were given for; empty for kinds that are sensitive, and where there are several."""
    service: str
    """Where they were spent."""


def page(
    connection: sa.Connection, programme: Programme, holder: UUID, *, cursor: str = "", limit: int = 50
) -> tuple[list[Line], str]:
    """The newest first, from a cursor on, and the cursor of the next page; empty when there is none.

    What is held for a load counts as gone, and what repaid a deficit as received. Raises `Refused(REQUEST_INVALID)` for a
    cursor that is none.
    """
    if cursor and _CURSOR.fullmatch(cursor) is None:
        raise Refused(Code.REQUEST_INVALID, part="cursor")
    last = sa.func.max(entries.c.transfer)
    wanted = (
        sa.select(transfers.c.op_id, accounts.c.unit, last.label("last"), sa.func.sum(entries.c.amount).label("points"))
        .select_from(accounts)
        .join(entries, entries.c.account == accounts.c.id)
        .join(transfers, transfers.c.id == entries.c.transfer)
        .where(
            accounts.c.holder == holder,
            accounts.c.kind.in_(("holder", "deficit")),
            accounts.c.unit.not_in((NTD, MINUTES)),
        )
        .group_by(transfers.c.op_id, accounts.c.unit)
        .order_by(last.desc())
        .limit(limit + 1)
    )
    if cursor:
        wanted = wanted.having(last < int(cursor))
    rows = connection.execute(wanted).all()
    more = len(rows) > limit
    rows = rows[:limit]
    told = _told(connection, [row.op_id for row in rows])
    sensitive = {kind.id for kind in programme.point_kinds if kind.sensitive}
    lines = [_line(row, told[row.op_id], sensitive=row.unit in sensitive) for row in rows]
    return lines, str(rows[-1].last) if more else ""


def _told(connection: sa.Connection, op_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """When and what each operation was, where points were spent, and whose lots it concerned."""
    found: dict[UUID, dict[str, Any]] = {}
    told = (
        sa.select(operations, spendings.c.service)
        .outerjoin(spendings, spendings.c.op_id == operations.c.op_id)
        .where(operations.c.op_id.in_(op_ids))
    )
    for row in connection.execute(told):
        found[row.op_id] = {"at_ms": row.at_ms, "kind": row.kind, "service": row.service or "", "lots": set()}
    concerned = (
        sa.select(transfers.c.op_id, lots.c.agency, lots.c.activity)
        .join(lots, lots.c.id == transfers.c.lot)
        .where(transfers.c.op_id.in_(op_ids))
    )
    for row in connection.execute(concerned):
        found[row.op_id]["lots"].add((row.agency, row.activity))
    return found


def _line(row: Any, told: dict[str, Any], *, sensitive: bool) -> Line:
    agencies = {agency for agency, _ in told["lots"]}
    activities = {activity for _, activity in told["lots"]}
    return Line(
        op_id=row.op_id,
        at_ms=told["at_ms"],
        what=_WHAT.get(told["kind"], "return"),
        point_kind=row.unit,
        points=int(row.points),
        agency=agencies.pop() if len(agencies) == 1 else "",
        activity=activities.pop() if len(activities) == 1 and not sensitive else "",
        service=told["service"],
    )
