"""Stations whose journal was rewound, and copies of stations.

The platform remembers each station's epoch, seq and hash. A station restored from a backup asks for a new epoch and begins its
chain anew; what it had journaled before goes on under the old one. A copy of a station is told apart by the machine's
`instance` where there is one: the second machine is refused. Where there is none, a chain that goes on in an old epoch behind
the end that its station had claimed proves two machines: both are refused until they are enrolled anew.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
import structlog

from central import journal, locks
from central.schema import station_chains, station_epochs, stations
from central.stations import Station, formers_of
from central.store import Store
from domain import station_proofs
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import CHAIN_START, SignedEvent
from domain.wire_fleet import ChainEnd, EpochRequest

_log = structlog.get_logger()


def begin(connection: sa.Connection, station: Station, request: EpochRequest, now_ms: int) -> tuple[int, ChainEnd]:
    """A new epoch for a rewound station, and where the platform's record of the claimed one ends. Safe to repeat.

    Raises `Refused` with EVENT_SIGNATURE or REQUEST_CONFLICT, and
    `EnvironmentProblem(STATION_CLONED)` for another machine than the enrolled one.
    """
    locks.hold(connection, locks.chain(station.station))
    said = station_proofs.new_epoch(request.op_id, station.station, request.epoch, request.last_seq, request.last_hash)
    if not station_proofs.is_signed(station.public_key, request.signature, said):
        raise Refused(Code.EVENT_SIGNATURE)
    if station.instance and request.instance and request.instance != station.instance:
        raise EnvironmentProblem(Code.STATION_CLONED)
    content = hashlib.sha256(said).digest()
    before = connection.execute(sa.select(station_epochs).where(station_epochs.c.op_id == request.op_id)).one_or_none()
    if before is not None:
        if bytes(before.content) != content:
            raise Refused(Code.REQUEST_CONFLICT)
        return before.epoch, chain_end(connection, station.station, request.epoch)
    here = stations.c.station == station.station
    current = connection.execute(sa.select(stations.c.epoch).where(here)).scalar_one()
    # A later epoch than ours was given before this platform was itself restored from a backup.
    given = max(current, request.epoch) + 1
    known = chain_end(connection, station.station, request.epoch)
    connection.execute(stations.update().where(here).values(epoch=given))
    connection.execute(
        station_epochs.insert().values(
            op_id=request.op_id,
            station=station.station,
            epoch=given,
            content=content,
            claimed_epoch=request.epoch,
            claimed_seq=request.last_seq,
            known_seq=known.seq,
            at_ms=now_ms,
        )
    )
    _log.warning("station_rewound", station=station.station, epoch=given, claimed=request.last_seq, known=known.seq)
    return given, known


def chain_end(connection: sa.Connection, station: str, epoch: int) -> ChainEnd:
    """Where a station's epoch ends, as far as the platform has it."""
    row = connection.execute(
        sa.select(station_chains).where(station_chains.c.station == station, station_chains.c.epoch == epoch)
    ).one_or_none()
    return ChainEnd(epoch=epoch, seq=row.last_seq if row else 0, hash=bytes(row.last_hash) if row else CHAIN_START)


def claimed_seq(connection: sa.Connection, station: str, epoch: int) -> int | None:
    """How far a station has claimed that an epoch of its goes; None when it never had to."""
    of_it = sa.and_(station_epochs.c.station == station, station_epochs.c.claimed_epoch == epoch)
    seq: int | None = connection.scalar(sa.select(sa.func.max(station_epochs.c.claimed_seq)).where(of_it))
    return seq


def watch(connection: sa.Connection, station: Station, events: Sequence[SignedEvent], now_ms: int) -> bool:
    """Whether these events, just taken in, prove that two machines go on with this station's journal: then it is refused."""
    old = [envelope for envelope in map(_envelope, events) if envelope is not None and _is_of_before(station, envelope)]
    if not old:
        return False
    claimed: dict[int, int] = {}
    for row in connection.execute(sa.select(station_epochs).where(station_epochs.c.station == station.station)):
        claimed[row.claimed_epoch] = max(claimed.get(row.claimed_epoch, 0), row.claimed_seq)
    proof = any(
        envelope.seq > claimed.get(envelope.epoch, envelope.seq)
        and envelope.seq <= chain_end(connection, station.station, envelope.epoch).seq
        for envelope in old
    )
    fresh = stations.c.cloned_ms.is_(None)
    if proof:
        mine = sa.and_(stations.c.station == station.station, fresh)
        connection.execute(stations.update().where(mine).values(cloned_ms=now_ms))
        _log.error("station_cloned", station=station.station)
    return proof


def is_old(station: Station, signed: SignedEvent) -> bool:
    """Whether the event is of an epoch before the station's."""
    envelope = _envelope(signed)
    return envelope is not None and _is_of_before(station, envelope)


def _is_of_before(station: Station, envelope: journal.Envelope) -> bool:
    """Of this station's own chain: what the same machine was before has epochs of its own."""
    return envelope.station == station.station and envelope.epoch < station.epoch


def _envelope(signed: SignedEvent) -> journal.Envelope | None:
    return journal.envelope_of(signed.body)


def accept_machine(connection: sa.Connection, station: str) -> None:
    """Take whichever machine calls next as this station's: its board or its system was replaced.

    Raises `Refused(REQUEST_INVALID)` when there is no station of that id.
    """
    here = stations.update().where(stations.c.station == station)
    if connection.execute(here.values(instance="", clone_seen_ms=None)).rowcount == 0:
        raise Refused(Code.REQUEST_INVALID, part="station")


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive events of one upload that are of one station's chain."""

    station: Station
    events: list[SignedEvent]


def by_origin(store: Store, station: Station, events: Sequence[SignedEvent]) -> list[Origin]:
    """The events in their order, each with the station whose chain it belongs to.

    That is the station that sends them, or one that the same machine was before (`stations.enrol`), for its old queue.
    Whatever is nobody's is the sender's, and will be rejected as such.
    """
    senders = [None if (envelope := _envelope(signed)) is None else envelope.station for signed in events]
    if {None, station.station}.issuperset(senders):
        return [Origin(station=station, events=list(events))] if events else []
    with store.read() as connection:
        formers = _formers(connection, station)
    portions: list[Origin] = []
    for signed, sender in zip(events, senders, strict=True):
        origin = formers.get(sender or "", station)
        if portions and portions[-1].station is origin:
            portions[-1].events.append(signed)
        else:
            portions.append(Origin(station=origin, events=[signed]))
    return portions


def _formers(connection: sa.Connection, station: Station) -> dict[str, Station]:
    rows = connection.execute(sa.select(stations).where(stations.c.station.in_(formers_of(station.station))))
    return {row.station: as_origin(row) for row in rows}


def as_origin(row: sa.Row[Any]) -> Station:
    """A station as its events are judged by, without a token."""
    return Station(
        station=row.station,
        roles=frozenset(msgspec.json.decode(row.roles, type=list[str])),
        public_key=bytes(row.public_key),
        epoch=row.epoch,
        site=row.site,
        instance=row.instance,
    )
