"""Retention as it runs every night: idempotent, in portions, each its own transaction; a dry run counts and changes nothing.

Purposes of the programme file: `issue` is a person as a whole, forgotten so many months after their last use of anything;
`attendance` is who was at which activity, forgotten so many months after the person's last stay: minutes and points stay, and
who serves on keeps the hours of before.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, once
from central.kpi import months as kpi_months
from central.platform import Platform
from central.retention import last_use, obstacles, rows, tombstones
from central.schema import attendance, cards, data_keys, deletion_requests, holders, journal, journal_sealed
from central.virtual_card import codes
from domain import taipei

PORTION = 200
PERSON, ATTENDANCE = "issue", "attendance"


class Report(msgspec.Struct, kw_only=True):
    """What was done, or in a dry run would be."""

    people: int = 0
    """Forgotten."""
    prevented: dict[str, int] = {}
    """How many people could not be forgotten, by what is open; one may count several times."""
    again: int = 0
    """Forgotten again, after a backup had brought them back."""
    stays: int = 0
    """Stays at activities that lead to nobody any more."""
    sealed: int = 0
    """Sealed parts of acts that led to nobody, too old to be kept."""
    codes: int = 0
    """Codes and repeated requests that nobody asks for any more."""
    months: list[str] = []
    """Months whose service use was told."""


def run(platform: Platform, *, dry: bool = False, portion: int = PORTION, also: Path | None = None) -> Report:
    """Do all that is due. `also`: a file of who was forgotten, saved from another machine.

    Raises `EnvironmentProblem` as the store does; what was done before stays.
    """
    report = Report()
    report.again = forget_again(platform, dry=dry, portion=portion, also=also)
    _forget_people(platform, report, dry=dry, portion=portion)
    _unlink_stays(platform, report, dry=dry, portion=portion)
    _delete_sealed(platform, report, dry=dry, portion=portion)
    report.months = kpi_months.due(platform)
    if dry:
        return report
    for month in report.months:
        kpi_months.close(platform, month)
    with platform.store.write() as connection:
        now_ms = platform.now_ms()
        report.codes = codes.forget_old(connection, now_ms) + once.forget_old(connection, now_ms)
    _leave_no_copy(platform)
    return report


def forget_again(platform: Platform, *, dry: bool = False, portion: int = PORTION, also: Path | None = None) -> int:
    """After a backup was put back: forget whoever had been forgotten since it was made; how many."""
    files = [platform.directory / tombstones.FILE, *([also] if also is not None else [])]
    with platform.store.read() as connection:
        gone = tombstones.read(connection, *files)
    if not gone:
        return 0
    count = 0
    for people in _portions(platform, None, portion):
        back = [holder for holder in people if tombstones.digest(platform.authority, holder) in gone]
        count += len(back)
        if back and not dry:
            _forget(platform, back)
    return count


def forget_one(platform: Platform, holder: UUID) -> list[obstacles.Obstacle]:
    """Forget a person who has asked for it, now; what prevents it, if anything."""
    with platform.store.write() as connection:
        _hold(connection, [holder])
        found = obstacles.of(connection, platform.authority, holder, platform.now_ms())
    if not found:
        found = _forget_unless_prevented(platform, [holder])[holder]
        _leave_no_copy(platform)
    return found


# --- people ----------------------------------------------------------------------------------------------------------


def _forget_people(platform: Platform, report: Report, *, dry: bool, portion: int) -> None:
    """Whoever has used nothing for so long, and whoever has asked for it."""
    prevented: Counter[str] = Counter()
    for people in _due(platform, portion):
        found = _prevented(platform, people) if dry else _forget_unless_prevented(platform, people)
        report.people += sum(not why for why in found.values())
        for why in found.values():
            prevented.update(why)
    report.prevented = dict(sorted(prevented.items()))


def _due(platform: Platform, portion: int) -> Iterator[list[UUID]]:
    with platform.store.read() as connection:
        remembered = sa.select(data_keys.c.holder)
        asked = sa.select(deletion_requests.c.holder).where(
            deletion_requests.c.done_ms.is_(None), deletion_requests.c.holder.in_(remembered)
        )
        wanted = set(connection.scalars(asked.distinct()))
    if wanted:
        yield sorted(wanted)
    before_ms = _before_ms(platform, PERSON)
    if before_ms is None:
        return
    for people in _portions(platform, before_ms, portion):
        with platform.store.read() as connection:
            active = last_use.since(connection, people, before_ms)
        idle = [holder for holder in people if holder not in active and holder not in wanted]
        if idle:
            yield idle


def _portions(platform: Platform, before_ms: int | None, portion: int) -> Iterator[list[UUID]]:
    """Everybody who is remembered, in portions; since before a moment, if one is given."""
    after: UUID | None = None
    latest_ms = platform.now_ms() if before_ms is None else before_ms
    while True:
        with platform.store.read() as connection:
            people = last_use.old_enough(connection, after, latest_ms, portion)
        if not people:
            return
        yield people
        after = people[-1]


def _prevented(platform: Platform, people: list[UUID]) -> dict[UUID, list[obstacles.Obstacle]]:
    """What prevents each, changing nothing: lapses that were booked meanwhile are taken back."""
    now_ms = platform.now_ms()
    with platform.store.write() as connection, connection.begin_nested() as trial:
        found = {holder: obstacles.of(connection, platform.authority, holder, now_ms) for holder in people}
        trial.rollback()
    return found


def _forget_unless_prevented(platform: Platform, people: list[UUID]) -> dict[UUID, list[obstacles.Obstacle]]:
    """What prevents each; those whom nothing does are forgotten, in one transaction."""
    authority, now_ms = platform.authority, platform.now_ms()
    with platform.store.write() as connection:
        _hold(connection, people)
        found = {holder: obstacles.of(connection, authority, holder, now_ms) for holder in people}
        _delete(platform, connection, [holder for holder, why in found.items() if not why])
    return found


def _forget(platform: Platform, people: list[UUID]) -> None:
    with platform.store.write() as connection:
        _hold(connection, people)
        _delete(platform, connection, people)


def _hold(connection: sa.Connection, people: list[UUID]) -> None:
    """Nobody issues a card to these people, or acts on what they have, until the transaction ends."""
    digests = sa.select(holders.c.person_digest).where(holders.c.holder.in_(people), holders.c.person_digest.is_not(None))
    media = sa.select(cards.c.medium).where(cards.c.holder.in_(people))
    locks.hold(
        connection,
        *(locks.person(bytes(one)) for one in connection.scalars(digests)),
        *map(locks.holder, people),
        *(locks.medium(bytes(one)) for one in connection.scalars(media)),
    )


def _delete(platform: Platform, connection: sa.Connection, people: list[UUID]) -> None:
    digests = [tombstones.digest(platform.authority, holder) for holder in people]
    if digests:
        tombstones.note(connection, digests, platform.now_ms())
    for holder in people:
        rows.delete(connection, holder, platform.now_ms())


# --- other purposes --------------------------------------------------------------------------------------------------


def _unlink_stays(platform: Platform, report: Report, *, dry: bool, portion: int) -> None:
    before_ms = _before_ms(platform, ATTENDANCE)
    if before_ms is None:
        return
    c = attendance.c
    last_ms = sa.func.max(sa.func.coalesce(c.out_ms, c.in_ms))
    people = sa.select(c.holder).where(c.holder.is_not(None)).group_by(c.holder).having(last_ms <= before_ms)
    unknown = sa.select(c.medium).where(c.holder.is_(None), c.medium != rows.NO_MEDIUM)
    unknown = unknown.group_by(c.medium).having(last_ms <= before_ms)
    if dry:
        with platform.store.read() as connection:
            theirs = sa.or_(c.holder.in_(people), sa.and_(c.holder.is_(None), c.medium.in_(unknown)))
            report.stays = connection.scalar(sa.select(sa.func.count()).where(theirs)) or 0
        return
    for wanted, of in ((people, c.holder), (unknown, c.medium)):
        while True:
            with platform.store.write() as connection:
                some = list(connection.scalars(wanted.limit(portion)))
                if not some:
                    break
                report.stays += rows.unlink_stays(connection, of.in_(some))


def _delete_sealed(platform: Platform, report: Report, *, dry: bool, portion: int) -> None:
    """Sealed parts of acts that were parked, or are about cards that nobody holds, as old as people are when forgotten."""
    before_ms = _before_ms(platform, PERSON)
    if before_ms is None:
        return
    held = sa.select(cards.c.medium).where(cards.c.medium == journal_sealed.c.medium, cards.c.holder.is_not(None)).exists()
    lost = (
        sa.select(journal_sealed.c.journal)
        .join(journal, journal.c.id == journal_sealed.c.journal)
        .where(journal.c.received_ms <= before_ms, journal_sealed.c.holder.is_(None), sa.not_(held))
    )
    if dry:
        with platform.store.read() as connection:
            report.sealed = connection.scalar(sa.select(sa.func.count()).select_from(lost.subquery())) or 0
        return
    while True:
        with platform.store.write() as connection:
            some = list(connection.scalars(lost.limit(portion)))
            if not some:
                return
            connection.execute(journal_sealed.delete().where(journal_sealed.c.journal.in_(some)))
            report.sealed += len(some)


def _before_ms(platform: Platform, purpose: str) -> int | None:
    """Since when nothing must have happened for a purpose's data to go; None when the programme does not say."""
    months = [rule.months for rule in platform.authority.programme.retention if rule.purpose == purpose]
    if not months:
        return None
    today = taipei.day(platform.now_ms())
    number = today.year * 12 + today.month - 1 - max(months)
    first = date(number // 12, number % 12 + 1, 1)
    return taipei.midnight_ms(first) + (today.day - 1) * 24 * 3_600_000


def _leave_no_copy(platform: Platform) -> None:
    """Bring the file of tombstones up to date. On SQLite what was overwritten leaves the write-ahead log, too."""
    with platform.store.read() as connection:
        tombstones.bring_up_to_date(connection, platform.directory)
    if platform.store.engine.dialect.name == "sqlite":
        raw = platform.store.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
