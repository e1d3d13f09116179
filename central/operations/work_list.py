"""The work list: anomalies of events, who looks into them, and what became of them. Nothing of it is ever taken back.

An anomaly is named by its event and its kind, so that it stays the same when the event is judged again.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, points
from central import stations as enrolled
from central.access.staff_sessions import StaffCaller
from central.authority import Authority
from central.money import awarding
from central.operations.anomaly_words import kind_of
from central.operations.envelopes import Seen, seen
from central.registry import states
from central.registry.states import Change
from central.schema import anomalies, anomaly_acts, journal, outcomes, stations
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.wire import Outcome, OutcomeStatus
from domain.wire_operations import (
    AnomalyCount,
    AnomalyListed,
    AnomalyListRequest,
    AnomalyResolve,
    AnomalyState,
    AnomalyTake,
    Told,
    ToldRequest,
    Watched,
)

ESCALATED_MS = 3 * 24 * 3_600_000
"""What nobody has taken up for so long, or not resolved for twice as long, has waited too long."""
_CARD_ACTS = {"card_suspended": CardAct.SUSPEND, "card_reinstated": CardAct.LIFT}

_latest = anomaly_acts.alias("latest")
_newest = (
    sa.select(sa.func.max(anomaly_acts.c.id))
    .where(anomaly_acts.c.journal == anomalies.c.journal, anomaly_acts.c.anomaly == anomalies.c.anomaly)
    .correlate(anomalies)
    .scalar_subquery()
)
_everything = (
    anomalies.join(journal, journal.c.id == anomalies.c.journal)
    .join(stations, stations.c.station == journal.c.station)
    .join(outcomes, outcomes.c.journal == journal.c.id)
    .outerjoin(_latest, _latest.c.id == _newest)
)


def sites_of(caller: StaffCaller) -> frozenset[str] | None:
    """Whose anomalies somebody sees: of their sites, for an agency of the site where they are; None: of all."""
    return caller.sites or (frozenset({caller.station.site}) if caller.agency else None)


def listed(
    connection: sa.Connection, request: AnomalyListRequest, caller: StaffCaller, now_ms: int
) -> tuple[list[AnomalyListed], bool]:
    """Anomalies in a state, oldest first, and whether there are more."""
    wanted = (
        sa.select(
            *(anomalies.c.id, anomalies.c.journal, anomalies.c.anomaly, anomalies.c.at_ms),
            *(journal.c.op_id, journal.c.body, journal.c.station, stations.c.name, stations.c.site),
            *(outcomes.c.status, outcomes.c.code),
            *(_latest.c.act, _latest.c.staff, _latest.c.resolution, _latest.c.note, _latest.c.at_ms.label("act_ms")),
        )
        .select_from(_everything)
        .where(anomalies.c.id > request.after, _in_state(request.state), *_here(sites_of(caller), request.site))
        .order_by(anomalies.c.id)
        .limit(request.limit + 1)
    )
    if request.anomaly:
        wanted = wanted.where(anomalies.c.anomaly == request.anomaly)
    if request.judged is not None:
        wanted = wanted.where(outcomes.c.status == request.judged.value)
    rows = connection.execute(wanted).all()
    return [_listed(row, caller, now_ms) for row in rows[: request.limit]], len(rows) > request.limit


def counts(connection: sa.Connection, site: str, sites: frozenset[str] | None, now_ms: int) -> list[AnomalyCount]:
    """What nobody has resolved, by kind."""
    taken = sa.case((_latest.c.act == "taken", 1), else_=0)
    late = sa.case((_is_late(now_ms), 1), else_=0)
    rows = connection.execute(
        sa.select(
            anomalies.c.anomaly,
            sa.func.count().label("all"),
            sa.func.sum(taken).label("taken"),
            sa.func.sum(late).label("late"),
            sa.func.min(anomalies.c.at_ms).label("oldest_ms"),
        )
        .select_from(_everything)
        .where(sa.or_(_latest.c.act.is_(None), _latest.c.act != "resolved"), *_here(sites, site))
        .group_by(anomalies.c.anomaly)
        .order_by(anomalies.c.anomaly)
    )
    return [
        AnomalyCount(
            anomaly=row.anomaly,
            words=kind_of(row.anomaly).words,
            open=row.all - int(row.taken),
            taken=int(row.taken),
            escalated=int(row.late),
            oldest_ms=row.oldest_ms,
        )
        for row in rows
    ]


def take(connection: sa.Connection, request: AnomalyTake, caller: StaffCaller, now_ms: int) -> None:
    """Somebody looks into it; whoever had taken it up before has no longer. Safe to repeat.

    Raises `Refused` with ANOMALY_UNKNOWN or REQUEST_CONFLICT (it is resolved, or the op_id did something else).
    """
    _hold(connection)
    if not _is_done(connection, request, caller, act="taken", resolution=None):
        _require(connection, request.event, request.anomaly, caller)
        _write(connection, request, caller, now_ms)


def resolve(connection: sa.Connection, authority: Authority, request: AnomalyResolve, caller: StaffCaller, now_ms: int) -> None:
    """What became of it, carried out and written down with the reason. Safe to repeat.

    Raises `Refused` with ANOMALY_UNKNOWN, REQUEST_INVALID (not for an anomaly of that kind), REQUEST_CONFLICT, and what the
    act itself raises: CARD_UNKNOWN, CARD_STATE, ONE_PER_PERSON, AMOUNT_INVALID (no such award), EVENT_CONFLICT (cancelled).
    """
    awarding.require_op_id(request.op_id)
    event = _event(connection, request.event)
    card = states.locked(connection, event.medium) if request.resolution in _CARD_ACTS else None
    if request.resolution == "award_cancelled":
        points.hold_award(connection, event.op_id)
    _hold(connection)
    if _is_done(connection, request, caller, act="resolved", resolution=request.resolution):
        return
    _require(connection, request.event, request.anomaly, caller)
    if request.resolution not in kind_of(request.anomaly).resolutions:
        raise Refused(Code.REQUEST_INVALID, part="resolution")
    if card is not None:
        wanted = Change(
            op_id=request.op_id,
            act=_CARD_ACTS[request.resolution],
            reason=request.anomaly,
            who=caller.staff,
            station=caller.station.station,
            at_ms=now_ms,
        )
        states.change(connection, authority, card, wanted, now_ms)
    if request.resolution == "award_cancelled":
        awarding.cancel_one(connection, event.op_id, request.op_id, now_ms)
    _write(connection, request, caller, now_ms, request.resolution)


def told(connection: sa.Connection, station: str, request: ToldRequest) -> tuple[list[Told], bool]:
    """What became of a station's events, and of those that it brought from before it was enrolled anew."""
    rows = connection.execute(
        sa.select(anomaly_acts, journal.c.op_id.label("event_op_id"), outcomes.c.outcome)
        .join(journal, journal.c.id == anomaly_acts.c.journal)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(anomaly_acts.c.id > request.after, anomaly_acts.c.act == "resolved", journal.c.station.in_(_own(station)))
        .order_by(anomaly_acts.c.id)
        .limit(request.limit + 1)
    ).all()
    found = [
        Told(
            number=row.id,
            op_id=row.event_op_id,
            anomaly=row.anomaly,
            resolution=row.resolution,
            at_ms=row.at_ms,
            outcome=msgspec.json.decode(row.outcome, type=Outcome),
        )
        for row in rows[: request.limit]
    ]
    return found, len(rows) > request.limit


def changed(connection: sa.Connection, station: str, watched: Sequence[Watched]) -> list[Outcome]:
    """The word on those of a station's events against which something that it was told no longer stands."""
    rows = connection.execute(
        sa.select(journal.c.hash, outcomes.c.outcome)
        .join(outcomes, outcomes.c.journal == journal.c.id)
        .where(journal.c.op_id.in_([one.op_id for one in watched]), journal.c.station.in_(_own(station)))
    )
    now = {bytes(row.hash): msgspec.json.decode(row.outcome, type=Outcome) for row in rows}
    found = ((one, now[one.hash]) for one in watched if one.hash in now)
    return [word for one, word in found if word.status is not OutcomeStatus.HELD and not set(one.anomalies) <= {*word.reasons}]


def _own(station: str) -> sa.SelectBase:
    """A station, and what it was before it was enrolled anew."""
    mine = sa.select(stations.c.station).where(stations.c.station == station)
    return mine.union_all(enrolled.formers_of(station))


def _here(sites: frozenset[str] | None, site: str) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if sites is not None:
        conditions.append(stations.c.site.in_(sorted(sites)))
    if site:
        conditions.append(stations.c.site == site)
    return conditions


def _in_state(state: AnomalyState) -> sa.ColumnElement[bool]:
    return _latest.c.act.is_(None) if state == "open" else _latest.c.act == state


def _is_late(now_ms: int) -> sa.ColumnElement[bool]:
    return sa.or_(
        sa.and_(_latest.c.act.is_(None), anomalies.c.at_ms < now_ms - ESCALATED_MS),
        sa.and_(_latest.c.act == "taken", anomalies.c.at_ms < now_ms - 2 * ESCALATED_MS),
    )


def _listed(row: Any, caller: StaffCaller, now_ms: int) -> AnomalyListed:
    event, kind = seen(row.body), kind_of(row.anomaly)
    allowed_ms = ESCALATED_MS * (1 if row.act is None else 2)
    return AnomalyListed(
        number=row.id,
        event=row.journal,
        anomaly=row.anomaly,
        words=kind.words,
        resolutions=list(kind.resolutions),
        op_id=row.op_id,
        kind=event.kind,
        medium=event.medium if "supervisor" in caller.roles else b"",
        operator=event.operator,
        station=row.station,
        station_name=row.name,
        site=row.site,
        judged=OutcomeStatus(row.status),
        code=None if row.code is None else Code(row.code),
        at_ms=row.at_ms,
        state=row.act or "open",
        escalated=row.act != "resolved" and row.at_ms < now_ms - allowed_ms,
        taken_by=row.staff if row.act == "taken" else "",
        resolution=row.resolution,
        note=row.note or "",
    )


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    op_id: UUID
    medium: bytes


def _event(connection: sa.Connection, number: int) -> _Event:
    row = connection.execute(sa.select(journal.c.op_id, journal.c.body).where(journal.c.id == number)).one_or_none()
    if row is None:
        raise Refused(Code.ANOMALY_UNKNOWN)
    event: Seen = seen(row.body)
    return _Event(op_id=row.op_id or UUID(int=0), medium=event.medium)


def _hold(connection: sa.Connection) -> None:
    """One at a time: numbers become visible in their order, for whoever reads on from a number (`told`)."""
    locks.hold(connection, locks.named("anomaly_acts"))


def _is_done(
    connection: sa.Connection, request: AnomalyTake | AnomalyResolve, caller: StaffCaller, *, act: str, resolution: str | None
) -> bool:
    row = connection.execute(sa.select(anomaly_acts).where(anomaly_acts.c.op_id == request.op_id)).one_or_none()
    if row is None:
        return False
    before = (row.journal, row.anomaly, row.act, row.resolution, row.note, row.staff)
    if before != (request.event, request.anomaly, act, resolution, request.note, caller.staff):
        raise Refused(Code.REQUEST_CONFLICT)
    return True


def _require(connection: sa.Connection, event: int, anomaly: str, caller: StaffCaller) -> None:
    """The anomaly is there, theirs to see, and not resolved yet."""
    row = connection.execute(
        sa.select(_latest.c.act)
        .select_from(_everything)
        .where(anomalies.c.journal == event, anomalies.c.anomaly == anomaly, *_here(sites_of(caller), ""))
    ).one_or_none()
    if row is None:
        raise Refused(Code.ANOMALY_UNKNOWN)
    if row.act == "resolved":
        raise Refused(Code.REQUEST_CONFLICT)


def _write(
    connection: sa.Connection,
    request: AnomalyTake | AnomalyResolve,
    caller: StaffCaller,
    now_ms: int,
    resolution: str | None = None,
) -> None:
    connection.execute(
        anomaly_acts.insert().values(
            op_id=request.op_id,
            journal=request.event,
            anomaly=request.anomaly,
            act="taken" if resolution is None else "resolved",
            resolution=resolution,
            note=request.note,
            staff=caller.staff,
            at_ms=now_ms,
        )
    )
