"""After an activity: the list of awards (集點清單), who was there, and volunteers' hours (志願服務時數)."""

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa

from central.activities import book
from central.files.table import Cell, Column, Table
from central.reports.inquiry import Inquiry, Persons, Titles
from central.schema import activities, attendance, attendance_acts, attendance_corrections, lots

_HOUR_MINUTES = 60


def awards(inquiry: Inquiry) -> Table:
    """集點清單: every award of an activity, with those that were taken back. Raises as `Inquiry.activity_row`."""
    inquiry.activity_row()
    columns = [
        Column(title="序號", kind="number", width=8),
        Column(title="姓名"),
        Column(title="卡號", width=14),
        Column(title="活動", width=28),
        Column(title="機關", width=16),
        Column(title="點數種類"),
        Column(title="點數", kind="number"),
        Column(title="分鐘", kind="number"),
        Column(title="給點時間", kind="moment", width=20),
        Column(title="收回時間", kind="moment", width=20),
    ]
    return Table(name="集點清單", columns=columns, rows=_awards(inquiry))


def _awards(inquiry: Inquiry) -> Iterator[tuple[Cell, ...]]:
    persons, titles = Persons(inquiry), Titles(inquiry)
    of_act = sa.select(attendance_acts.c.op_id, attendance_acts.c.stay, attendance_acts.c.minutes)
    of_correction = sa.select(attendance_corrections.c.op_id, attendance_corrections.c.stay, attendance_corrections.c.minutes)
    counted = sa.union_all(of_act, of_correction).subquery()
    wanted = (
        sa.select(lots, counted.c.minutes, attendance.c.medium)
        .outerjoin(counted, counted.c.op_id == lots.c.op_id)
        .outerjoin(attendance, attendance.c.stay == counted.c.stay)
        .where(lots.c.activity == inquiry.activity, lots.c.awarded_ms >= inquiry.from_ms, lots.c.awarded_ms < inquiry.to_ms)
        .order_by(lots.c.awarded_ms, lots.c.id)
    )
    if inquiry.agency:
        wanted = wanted.where(lots.c.agency == inquiry.agency)
    for number, row in enumerate(inquiry.connection.execute(wanted), 1):
        yield (
            number,
            persons.name(row.holder),
            persons.any_card_number(row.holder) if row.medium is None else persons.card_number(bytes(row.medium)),
            titles.of(row.activity, row.agency, row.point_kind),
            row.agency,
            point_kind_name(inquiry, row.point_kind),
            row.awarded,
            row.minutes,
            row.awarded_ms,
            row.cancelled_ms,
        )


def attendants(inquiry: Inquiry) -> Table:
    """Every sign-in of an activity, undone ones too. Raises as `Inquiry.activity_row`."""
    row = inquiry.activity_row()._mapping
    columns = [
        Column(title="序號", kind="number", width=8),
        Column(title="場次", kind="number", width=8),
        Column(title="姓名"),
        Column(title="卡號", width=14),
        Column(title="簽到", kind="moment", width=20),
        Column(title="簽退", kind="moment", width=20),
        Column(title="分鐘", kind="number"),
        Column(title="點數", kind="number"),
        Column(title="現場報名", width=10),
        Column(title="狀態", width=14),
    ]
    kind = inquiry.authority.programme.activity_type(str(row["type"]))
    title = Titles(inquiry).of(inquiry.activity, str(row["agency"]), (kind and kind.point_kind) or "")
    return Table(name=f"簽到名單 {title}", columns=columns, rows=_attendants(inquiry))


def _attendants(inquiry: Inquiry) -> Iterator[tuple[Cell, ...]]:
    persons, earned = Persons(inquiry), _earned(inquiry, attendance.c.activity == inquiry.activity)
    sessions = book.sessions_of(inquiry.connection, inquiry.activity)
    wanted = (
        sa.select(attendance)
        .where(
            attendance.c.activity == inquiry.activity,
            attendance.c.in_ms >= inquiry.from_ms,
            attendance.c.in_ms < inquiry.to_ms,
        )
        .order_by(attendance.c.in_ms, attendance.c.stay)
    )
    for number, row in enumerate(inquiry.connection.execute(wanted), 1):
        minutes, points = earned.get(row.stay, (0, 0))
        yield (
            number,
            book.session_at(sessions, row.in_ms) + 1,
            persons.name(row.holder),
            persons.card_number(bytes(row.medium)),
            row.in_ms,
            row.out_ms,
            minutes,
            points,
            "是" if row.walk_in else "",
            _state(row),
        )


def _state(row: sa.Row[tuple[object, ...]]) -> str:
    """How a stay stands; of somebody without a card: that they were found by name."""
    values = row._mapping
    named = values["holder"] is not None and bytes(values["medium"]) == values["holder"].bytes
    return "、".join(filter(None, (_standing(row), "以姓名簽到" if named else "")))


def _standing(row: sa.Row[tuple[object, ...]]) -> str:
    values = row._mapping
    if values["undone_by"] is not None:
        return "誤簽已取消"
    if values["out_ms"] is None and values["counted"]:
        return "未簽退已結案" if values["closed_ms"] is not None else "未簽退"
    return ""


def hours(inquiry: Inquiry) -> Table:
    """志願服務時數: minutes by person and activity in a period, by when people came. Undone stays count nowhere."""
    columns = [
        Column(title="姓名"),
        Column(title="卡號", width=14),
        Column(title="機關", width=16),
        Column(title="活動", width=28),
        Column(title="次數", kind="number", width=8),
        Column(title="分鐘", kind="number"),
        Column(title="時數", width=10),
    ]
    return Table(name="志願服務時數", columns=columns, rows=_hours(inquiry))


def _hours(inquiry: Inquiry) -> Iterator[tuple[Cell, ...]]:
    persons, titles, programme = Persons(inquiry), Titles(inquiry), inquiry.authority.programme
    within = (attendance.c.in_ms >= inquiry.from_ms, attendance.c.in_ms < inquiry.to_ms)
    wanted = (
        sa.select(attendance.c.stay, attendance.c.holder, activities.c.activity, activities.c.agency, activities.c.type)
        .join(activities, activities.c.activity == attendance.c.activity)
        .where(*within, attendance.c.holder.is_not(None), attendance.c.counted, attendance.c.undone_by.is_(None))
    )
    if inquiry.agency:
        wanted = wanted.where(activities.c.agency == inquiry.agency)
    if inquiry.activity:
        wanted = wanted.where(activities.c.activity == inquiry.activity)
    earned = _earned(inquiry, sa.and_(*within))
    sums: dict[tuple[UUID, str, str, str], tuple[int, int]] = {}
    for row in inquiry.connection.execute(wanted):
        kind = programme.activity_type(row.type)
        if kind is None or not kind.hours:
            continue
        key = (row.holder, row.agency, row.activity, kind.point_kind or "")
        times, minutes = sums.get(key, (0, 0))
        sums[key] = times + 1, minutes + earned.get(row.stay, (0, 0))[0]
    for (holder, agency, activity, point_kind), (times, minutes) in sorted(sums.items(), key=lambda item: str(item[0])):
        title = titles.of(activity, agency, point_kind)
        whole, rest = divmod(minutes, _HOUR_MINUTES)
        number = persons.any_card_number(holder)
        yield persons.name(holder), number, agency, title, times, minutes, f"{whole}:{rest:02}"


def _earned(inquiry: Inquiry, condition: sa.ColumnElement[bool]) -> dict[UUID, tuple[int, int]]:
    """Minutes and points that stand booked for the stays of a condition."""
    found: dict[UUID, tuple[int, int]] = {}
    for table in (attendance_acts, attendance_corrections):
        rows = inquiry.connection.execute(
            sa.select(table.c.stay, sa.func.sum(table.c.minutes), sa.func.sum(table.c.points))
            .join(attendance, attendance.c.stay == table.c.stay)
            .where(condition)
            .group_by(table.c.stay)
        )
        for stay, minutes, points in rows:
            before = found.get(stay, (0, 0))
            found[stay] = before[0] + int(minutes), before[1] + int(points)
    return found


def point_kind_name(inquiry: Inquiry, point_kind: str) -> str:
    """A point kind as people know it."""
    kind = inquiry.authority.programme.point_kind(point_kind)
    return point_kind if kind is None else kind.name.zh_TW
