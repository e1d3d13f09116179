"""Stays at activities as they are kept, and what each sign-in and sign-out was counted for, for one transaction.

What is asked for once is kept in memory, and what changes is written by `flush`; so many acts of one transaction cost few
statements. Nothing here counts.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk
from central.schema import attendance, attendance_acts, attendance_corrections

Act = Literal["in", "out", "corrected"]


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """One sign-in and, once there is one, its end. `counted`: its minutes count.

    `undone_by` is the act that undid it; `closed_ms` is when it was closed for want of a sign-out, whose end is not known.
    """

    stay: UUID
    activity: str
    medium: bytes
    holder: UUID | None
    in_ms: int
    out_ms: int | None
    counted: bool
    walk_in: bool = False
    undone_by: UUID | None = None
    closed_ms: int | None = None

    @property
    def by_name(self) -> bool:
        """Whether its person was found by name: their reference's bytes then stand for a medium."""
        return self.holder is not None and self.medium == self.holder.bytes


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What the act `op_id` of a stay was counted for, or what was corrected of that since."""

    op_id: UUID
    stay: UUID
    act: Act
    minutes: int
    points: int


Person = tuple[str, bytes | UUID]
"""An activity, and somebody there by medium or holder."""


class Stays:
    """Not for several threads at once; lives as long as its transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._stays: dict[UUID, Stay | None] = {}
        self._of: defaultdict[Person, list[UUID]] = defaultdict(list)
        self._asked: set[Person] = set()
        self._acts: defaultdict[UUID, dict[UUID, Counted]] = defaultdict(dict)
        self._by_hand: dict[UUID, UUID] = {}
        self._cancelled: set[UUID] = set()
        self._kept: set[UUID] = set()
        self._changed: dict[UUID, None] = {}
        self._recorded: dict[UUID, UUID] = {}
        self._dropped: set[UUID] = set()

    def find(self, stay: UUID) -> Stay | None:
        """The stay that began with that sign-in."""
        self.gather([stay], [])
        return self._stays[stay]

    def others(self, stay: Stay) -> list[Stay]:
        """The same person's other stays at the activity but undone ones; somebody unknown is the same when the medium is."""
        people: list[Person] = [(stay.activity, stay.medium)]
        if stay.holder is not None:
            people.append((stay.activity, stay.holder))
        self.gather([], people)
        numbers = dict.fromkeys(number for person in people for number in self._of[person])
        found = (self._stays[number] for number in numbers if number != stay.stay)
        return [other for other in found if other is not None and other.undone_by is None and _is_same_person(stay, other)]

    def gather(self, stays: Iterable[UUID], people: Iterable[Person]) -> None:
        """Look up these stays, and every stay of these people, with their acts."""
        wanted = {stay for stay in stays if stay not in self._stays}
        asked = {person for person in people if person not in self._asked}
        if not wanted and not asked:
            return
        self._stays |= dict.fromkeys(wanted)
        self._asked |= asked
        rows = self._connection.execute(sa.select(attendance).where(self._one_of(wanted, asked))).all()
        new = [Stay(**{**row._mapping, "medium": bytes(row.medium)}) for row in rows]
        new = [stay for stay in new if self._stays.get(stay.stay) is None]
        for stay in new:
            self._kept.add(stay.stay)
            self._remember(stay)
        self._gather_acts([stay.stay for stay in new])

    def _one_of(self, wanted: Collection[UUID], asked: Collection[Person]) -> sa.ColumnElement[bool]:
        conditions = [bulk.among(self._connection, attendance.c.stay, wanted)] if wanted else []
        activities = bulk.among(self._connection, attendance.c.activity, {activity for activity, _ in asked})
        media = {who for _, who in asked if isinstance(who, bytes)}
        holders = {who for _, who in asked if isinstance(who, UUID)}
        if media:
            conditions.append(sa.and_(activities, bulk.among(self._connection, attendance.c.medium, media)))
        if holders:
            conditions.append(sa.and_(activities, bulk.among(self._connection, attendance.c.holder, holders)))
        return sa.or_(*conditions)

    def _gather_acts(self, stays: Collection[UUID]) -> None:
        if stays:
            rows = self._connection.execute(
                sa.select(attendance_acts).where(bulk.among(self._connection, attendance_acts.c.stay, stays))
            )
            for row in rows:
                self._acts[row.stay][row.op_id] = Counted(**row._mapping)
            fixed = attendance_corrections.c
            rows = self._connection.execute(
                sa.select(fixed.op_id, fixed.stay, fixed.cause, fixed.minutes, fixed.points, fixed.cancels).where(
                    bulk.among(self._connection, fixed.stay, stays)
                )
            )
            for row in rows:
                self._acts[row.stay][row.op_id] = Counted(
                    op_id=row.op_id, stay=row.stay, act="corrected", minutes=row.minutes, points=row.points
                )
                if row.op_id == row.cause:
                    self._by_hand[row.op_id] = row.stay
                if row.cancels is not None:
                    self._cancelled.add(row.cancels)

    def _remember(self, stay: Stay) -> None:
        before = self._stays.get(stay.stay)
        self._stays[stay.stay] = stay
        people: list[Person] = [(stay.activity, stay.medium)]
        if stay.holder is not None:
            people.append((stay.activity, stay.holder))
        for person in people:
            if before is None or stay.stay not in self._of[person]:
                self._of[person].append(stay.stay)

    # --- changes ---

    def put(self, stay: Stay) -> None:
        """Write a stay; one that is there already keeps its `walk_in` and, judged again, an end that it has found."""
        before = self.find(stay.stay)
        if before is not None:
            ended = before.out_ms if stay.out_ms is None else stay.out_ms
            closed = before.closed_ms if ended is None else None
            stay = msgspec.structs.replace(before, holder=stay.holder, out_ms=ended, closed_ms=closed)
        self._remember(stay)
        self._changed[stay.stay] = None

    def acts_of(self, stays: Iterable[UUID]) -> list[Counted]:
        """What acts of these stays, which were found here, were counted for."""
        return [counted for stay in stays for counted in self._acts[stay].values()]

    def points_set_by_hand(self, stays: Collection[UUID]) -> bool:
        """Whether two people have set what one of these stays, which were found here, is worth in points, and that stands."""
        return any(stay in stays and award not in self._cancelled for award, stay in self._by_hand.items())

    def record(self, counted: Counted) -> None:
        """Write what an act of a stay was counted for, in place of what it was counted for before."""
        self.forget(counted.stay, counted.op_id)
        self._acts[counted.stay][counted.op_id] = counted
        self._recorded[counted.op_id] = counted.stay

    def forget(self, stay: UUID, op_id: UUID) -> None:
        """Before an act of a stay, which was found here, is counted again."""
        if self._acts[stay].pop(op_id, None) is not None and self._recorded.pop(op_id, None) is None:
            self._dropped.add(op_id)

    def flush(self) -> None:
        """Write down what has changed since the last time."""
        changed = [stay for number in self._changed if (stay := self._stays[number]) is not None]
        bulk.insert(self._connection, attendance, [_row(stay) for stay in changed if stay.stay not in self._kept])
        known = [stay for stay in changed if stay.stay in self._kept]
        ends = [
            {"stay": stay.stay, "holder": stay.holder, "out_ms": stay.out_ms, "closed_ms": stay.closed_ms} for stay in known
        ]
        bulk.update(self._connection, attendance, "stay", ends)
        self._kept |= self._changed.keys()
        bulk.delete(self._connection, attendance_acts.c.op_id, self._dropped)
        acts = [self._acts[stay][op_id] for op_id, stay in self._recorded.items()]
        bulk.insert(self._connection, attendance_acts, [msgspec.structs.asdict(counted) for counted in acts])
        self._changed, self._recorded, self._dropped = {}, {}, set()


def _is_same_person(stay: Stay, other: Stay) -> bool:
    return other.medium == stay.medium or (stay.holder is not None and other.holder == stay.holder)


def _row(stay: Stay) -> dict[str, Any]:
    return msgspec.structs.asdict(stay)
