"""Loads onto cards as the station that began them knows them, in the states of `domain.loads.StationLoadState`.

Loads of other stations have no row here, also when this station has asked their card. A state only ever moves towards the end
of a load: an event or a word that comes late or twice changes nothing.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.events import (
    Event,
    LoadCommitted,
    LoadCommitting,
    LoadFound,
    LoadIntended,
    LoadTombstone,
    LoadUnknown,
)
from domain.loads import LoadProof, LoadState, StationLoadState
from domain.wire import LoadResult, Outcome, OutcomeStatus
from offline_store.encrypted import Connection

_S = StationLoadState
UNWRITTEN = (_S.INTENT, _S.AUTHORISED)
"""Nothing of such a load can be on the card."""
_UNDECIDED = (*UNWRITTEN, _S.COMMITTING, _S.UNKNOWN)
_BECOMES = {
    LoadState.AUTHORISED: (_S.AUTHORISED, (_S.INTENT,)),
    LoadState.REFUSED: (_S.REFUSED, (*UNWRITTEN, _S.TOMBSTONE)),
    LoadState.CONFIRMED: (_S.CONFIRMED, (*_UNDECIDED, _S.COMMITTED, _S.TOMBSTONE)),
    LoadState.VOIDED: (_S.VOIDED, (*_UNDECIDED, _S.TOMBSTONE)),
}
"""What a load becomes by the platform's word, and from which states: a load that the card has is never free again here."""


class LocalLoad(msgspec.Struct, frozen=True, kw_only=True):
    """One load that this station has begun. Whole points and NT$."""

    load: UUID
    medium: bytes
    purse: str
    point_kind: str
    points: int
    amount_ntd: int
    state: StationLoadState
    reason: Code | None
    """Why it was given up or refused."""
    seq: int | None
    """The card's count of loads with this one, as the card said."""
    value_ntd: int | None
    """On the card afterwards, as the card said."""
    last: UUID
    """op_id of the newest event about it."""
    made_ms: int
    """Corrected milliseconds of its intent."""


class LocalLoads:
    """Reading and writing on the journal's connection; the journal sees to transactions and threads."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, load: UUID) -> LocalLoad | None:
        """The load of that id."""
        found = self._select("op_id = ?", load.bytes)
        return found[0] if found else None

    def in_state(self, *states: StationLoadState) -> list[LocalLoad]:
        """All loads in one of these states, the oldest first."""
        return self._select(f"state IN ({_marks(states)})", *states)

    def open_of(self, medium: bytes) -> LocalLoad | None:
        """The newest load of a medium that neither card nor platform has decided, as far as this station knows."""
        found = self._select(f"medium = ? AND state IN ({_marks(_UNDECIDED)})", medium, *_UNDECIDED)
        return found[-1] if found else None

    def learn(self, load: UUID, state: LoadState) -> None:
        """What the platform says of a load of ours, when it was asked for that alone."""
        becomes, before = _BECOMES[state]
        self._move(load, becomes, before)

    # writing

    def apply_event(self, event: Event) -> None:
        """The effect of a new event."""
        effect = _EFFECTS.get(type(event.payload))
        if effect is not None:
            effect(self, event, event.payload)

    def apply_outcome(self, outcome: Outcome) -> None:
        """The effect of the platform's word on an event."""
        if isinstance(outcome.result, LoadResult):
            self.learn(outcome.result.load, outcome.result.state)
            self._explain(outcome.result.load, outcome.result.refusal)
        elif outcome.status is OutcomeStatus.REJECTED:
            self._move(outcome.op_id, _S.REFUSED, (*UNWRITTEN, _S.TOMBSTONE))
            self._explain(outcome.op_id, outcome.code)

    def intended(self, event: Event, wish: LoadIntended) -> None:
        """A load begins."""
        self._db.execute(
            "INSERT INTO loads (op_id, medium, purse, point_kind, points, amount_ntd, state, last, made_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.op_id.bytes,
                event.medium,
                wish.purse,
                wish.point_kind,
                wish.points,
                wish.amount_ntd,
                _S.INTENT,
                event.op_id.bytes,
                event.corrected_ms,
            ),
        )

    def moved(self, event: Event, load: UUID, state: StationLoadState, before: tuple[StationLoadState, ...]) -> None:
        """An event of this station moves a load on."""
        if self._move(load, state, before):
            self._db.execute("UPDATE loads SET last = ? WHERE op_id = ?", (event.op_id.bytes, load.bytes))

    def on_card(self, event: Event, load: UUID, proof: LoadProof, before: tuple[StationLoadState, ...]) -> None:
        """The card has said that it took the load."""
        self.moved(event, load, _S.COMMITTED, before)
        self._db.execute(
            "UPDATE loads SET seq = ?, value_ntd = ?, reason = NULL WHERE op_id = ?", (proof.seq, proof.value_ntd, load.bytes)
        )

    def given_up(self, event: Event, load: UUID, reason: Code, before: tuple[StationLoadState, ...]) -> None:
        """It is certain that the card never gets it."""
        self.moved(event, load, _S.TOMBSTONE, before)
        self._explain(load, reason)

    def _move(self, load: UUID, state: StationLoadState, before: tuple[StationLoadState, ...]) -> bool:
        changed = self._db.execute(
            f"UPDATE loads SET state = ? WHERE op_id = ? AND state IN ({_marks(before)})",  # noqa: S608 (question marks alone)
            (state, load.bytes, *before),
        )
        return bool(changed.rowcount)

    def _explain(self, load: UUID, reason: Code | None) -> None:
        """The first reason is the one that counts."""
        self._db.execute(
            "UPDATE loads SET reason = ? WHERE op_id = ? AND reason IS NULL AND state IN ('tombstone', 'refused')",
            (reason, load.bytes),
        )

    def _select(self, where: str, *values: Any) -> list[LocalLoad]:
        rows = self._db.execute(
            "SELECT op_id, medium, purse, point_kind, points, amount_ntd, state, reason, seq, value_ntd, last, made_ms"  # noqa: S608
            f" FROM loads WHERE {where} ORDER BY made_ms, op_id",
            values,
        ).fetchall()
        return [_local_load(row) for row in rows]


def _local_load(row: tuple[Any, ...]) -> LocalLoad:
    return LocalLoad(
        load=UUID(bytes=row[0]),
        medium=row[1],
        purse=row[2],
        point_kind=row[3],
        points=row[4],
        amount_ntd=row[5],
        state=StationLoadState(row[6]),
        reason=None if row[7] is None else Code(row[7]),
        seq=row[8],
        value_ntd=row[9],
        last=UUID(bytes=row[10]),
        made_ms=row[11],
    )


def _marks(values: tuple[Any, ...]) -> str:
    return ", ".join("?" * len(values))


def _committing(loads: LocalLoads, event: Event, payload: LoadCommitting) -> None:
    loads.moved(event, payload.load, _S.COMMITTING, (_S.AUTHORISED,))


def _committed(loads: LocalLoads, event: Event, payload: LoadCommitted) -> None:
    loads.on_card(event, payload.load, payload.proof, (_S.COMMITTING, _S.UNKNOWN))


def _unknown(loads: LocalLoads, event: Event, payload: LoadUnknown) -> None:
    loads.moved(event, payload.load, _S.UNKNOWN, (_S.COMMITTING,))


def _tombstone(loads: LocalLoads, event: Event, payload: LoadTombstone) -> None:
    loads.given_up(event, payload.load, payload.reason, UNWRITTEN)


def _found(loads: LocalLoads, event: Event, payload: LoadFound) -> None:
    if payload.on_card:
        loads.on_card(event, payload.load, payload.proof, (*_UNDECIDED, _S.TOMBSTONE))
    else:
        loads.given_up(event, payload.load, Code.LOAD_GIVEN_UP, _UNDECIDED)


_EFFECTS: dict[type, Callable[[LocalLoads, Event, Any], None]] = {
    LoadIntended: LocalLoads.intended,
    LoadCommitting: _committing,
    LoadCommitted: _committed,
    LoadUnknown: _unknown,
    LoadTombstone: _tombstone,
    LoadFound: _found,
}
