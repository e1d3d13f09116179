"""Loads, as far as the events of one transaction concern them: looked up at once for all, and written together.

Whoever uses it holds the locks of the media and persons concerned. What is left is seen by the next event; `write` writes it,
before somebody asks the database itself.
"""

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import bulk, cards, loads, prepared
from central.authority import Authority
from central.card_counters import CardCounter
from central.cards import Card
from central.loads import Load
from central.money import returns
from central.money.returns import Part
from central.schema import card_counters, data_keys, load_grants, operations
from central.schema import cards as card_rows
from central.schema import loads as rows
from domain.errors import Bug


class _Uid(msgspec.Struct, frozen=True, kw_only=True):
    """A card's UID as it stands in the database, with its holder's wrapped key."""

    holder: UUID
    wrapped: bytes
    encrypted: bytes


class LoadSheet:
    """Not for several threads at once; lives as long as its transaction."""

    def __init__(self, connection: sa.Connection, authority: Authority) -> None:
        self._connection = connection
        self._authority = authority
        self._loads: dict[UUID, Load | None] = {}
        self._open: dict[bytes, UUID | None] = {}
        self._parts: dict[UUID, list[Part]] = {}
        self._counters: dict[bytes, CardCounter] = {}
        self._uids: dict[bytes, _Uid | None] = {}
        self._booked: dict[UUID, bool] = {}
        self._new: list[dict[str, Any]] = []
        self._grants: list[dict[str, Any]] = []
        self._changed: dict[UUID, dict[str, Any]] = {}
        self._counted: dict[bytes, dict[str, Any]] = {}

    # --- looking up ---

    def media_of(self, numbers: Collection[UUID]) -> set[bytes]:
        """The media of these loads, which never change: what is to be locked before anything else is looked up."""
        found = prepared.rows_among(self._connection, rows.c.op_id, numbers) if numbers else ()
        return {bytes(row.medium) for row in found}

    def gather(self, numbers: Iterable[UUID], media: Iterable[bytes], booked: Iterable[UUID] = ()) -> None:
        """Look up loads, what is open of media, and whether operations of these op_ids were booked."""
        self._find_loads(set(numbers) - self._loads.keys(), set(media) - self._open.keys())
        self._find_cards({*media, *(load.medium for load in self._loads.values() if load is not None)})
        unknown = set(booked) - self._booked.keys()
        self._booked |= dict.fromkeys(unknown, False)
        if unknown:
            self._booked |= {row.op_id: True for row in prepared.rows_among(self._connection, operations.c.op_id, unknown)}

    def _find_loads(self, numbers: set[UUID], media: set[bytes]) -> None:
        if not numbers and not media:
            return
        self._loads |= dict.fromkeys(numbers)
        self._open |= dict.fromkeys(media)
        wanted = {"numbers": list(numbers), "media": list(media)}
        for row in self._connection.execute(_wanted(self._connection.dialect.name), wanted):
            load = loads.load_of(row)
            self._loads.setdefault(load.op_id, load)
            if self._loads[load.op_id] is None:
                self._loads[load.op_id] = load
            if load.medium in media and load.state.open:
                self._open[load.medium] = load.op_id
        authorised = {number for number in numbers if self._loads[number] is not None}
        self._parts |= returns.parts_of(self._connection, authorised, "held")

    def _find_cards(self, media: set[bytes]) -> None:
        new = media - self._counters.keys()
        if not new:
            return
        self._counters |= dict.fromkeys(new, CardCounter())
        for row in prepared.rows_among(self._connection, card_counters.c.medium, new):
            self._counters[bytes(row.medium)] = CardCounter(
                seq=row.seq, tmc=row.tmc, tmv=bytes(row.tmv), value_ntd=row.value_ntd
            )
        self._uids |= dict.fromkeys(new)
        for row in self._connection.execute(_uids(self._connection.dialect.name), {"media": list(new)}):
            found = _Uid(holder=row.holder, wrapped=row.wrapped, encrypted=row.uid_encrypted)
            self._uids[bytes(row.medium)] = found

    def find(self, number: UUID) -> Load | None:
        """The load of that id."""
        self.gather([number], [])
        return self._loads[number]

    def open_of(self, medium: bytes) -> Load | None:
        """The one load of a medium that is still to be decided."""
        self.gather([], [medium])
        number = self._open[medium]
        return None if number is None else self._loads[number]

    def is_new(self, load: UUID) -> bool:
        """Whether a load is only left to be written, so that nobody can look up what its lots gave."""
        return any(row["op_id"] == load for row in self._new)

    def parts(self, load: UUID) -> list[Part]:
        """What each lot gave to a load that is in the database."""
        self.gather([load], [])
        return self._parts.get(load, [])

    def counter(self, medium: bytes) -> CardCounter:
        """What is known of a card; of one that never confirmed a load that it took none."""
        self._find_cards({medium})
        return self._counters[medium]

    def uid_of(self, medium: bytes) -> bytes:
        """As `cards.uid_of`."""
        self._find_cards({medium})
        found = self._uids[medium]
        if found is None:
            return b""
        return self._authority.vault.open(found.wrapped, found.holder, cards.UID_PURPOSE, found.encrypted)

    def is_booked(self, op_id: UUID) -> bool:
        """Whether an operation of this op_id stands in the ledger."""
        self.gather([], [], [op_id])
        return self._booked[op_id]

    # --- leaving to be written ---

    def keep_uid(self, card: Card, uid: bytes) -> bool:
        """As `cards.keep_uid`."""
        if self.uid_of(card.medium) == uid:
            return True
        kept = cards.keep_uid(self._connection, self._authority, card, uid)
        self._counters.pop(card.medium)
        return kept

    def add(self, load: Load, row: dict[str, Any]) -> None:
        """A load that was authorised or refused (`loads.row_of`). One of a medium may be open."""
        self._loads[load.op_id] = load
        if load.state.open:
            self._open[load.medium] = load.op_id
        self._new.append(row)

    def grant(self, load: UUID, station: str, now_ms: int) -> None:
        """A station was given the key of a load's card."""
        self._grants.append({"load": load, "station": station, "at_ms": now_ms})

    def change(self, load: Load, *, decided_ms: int | None = None, decided_by: UUID | None = None) -> None:
        """What has become of an open load."""
        self._loads[load.op_id] = load
        if not load.state.open:
            self._open[load.medium] = None
        self._changed[load.op_id] = {
            "op_id": load.op_id,
            "state": load.state.value,
            "committing": load.committing,
            "committing_ms": load.committing_ms,
            "unknown": load.unknown,
            "decided_ms": decided_ms,
            "decided_by": decided_by,
            "decided_how": load.decided_how,
        }

    def count(self, load: Load, after: CardCounter, now_ms: int) -> None:
        """What a card is known to have counted after a load."""
        self._counters[load.medium] = after
        self._counted[load.medium] = {
            "medium": load.medium,
            **msgspec.structs.asdict(after),
            "load": load.op_id,
            "at_ms": now_ms,
        }

    def write(self) -> None:
        """Write down what was left."""
        bulk.insert(self._connection, rows, self._new)
        bulk.insert(self._connection, load_grants, self._grants)
        changed = list(self._changed.values())
        if bulk.update(self._connection, rows, "op_id", changed) != len(changed):
            raise Bug(part="loads")
        bulk.put(self._connection, card_counters, list(self._counted.values()), key=("medium",))
        self._new, self._grants, self._changed, self._counted = [], [], {}, {}


@cache
def _wanted(dialect: str) -> sa.Select[Any]:
    open_of = sa.and_(prepared.one_of(rows.c.medium, "media", dialect), loads.OPEN)
    return sa.select(rows).where(sa.or_(prepared.one_of(rows.c.op_id, "numbers", dialect), open_of))


@cache
def _uids(dialect: str) -> sa.Select[Any]:
    return (
        sa.select(card_rows.c.medium, card_rows.c.holder, card_rows.c.uid_encrypted, data_keys.c.wrapped)
        .join(data_keys, data_keys.c.holder == card_rows.c.holder)
        .where(prepared.one_of(card_rows.c.medium, "media", dialect), card_rows.c.uid_encrypted.is_not(None))
    )
