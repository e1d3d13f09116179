"""The events of this machine on the journal's connection; the journal sees to transactions and threads.

An event never changes. One whose chain was broken off by a restored backup is `carried`: the same act, under the same op_id and
in the same words, stands anew in a later chain, and only there counts.
"""

import hashlib
from itertools import takewhile
from typing import Any
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.events import CHAIN_START, Event, SignedEvent, decode, kind_of, sign
from domain.station_proofs import Formerly
from domain.wire import StationIdentity
from domain.wire_fleet import ChainEnd
from offline_store.encrypted import Connection


class EventLog:
    """Reading and writing events."""

    def __init__(self, connection: Connection, signing_key: Ed25519PrivateKey) -> None:
        self._db = connection
        self._signing_key = signing_key

    def append(self, act: Event, sealed: bytes | None, identity: StationIdentity) -> tuple[int, Event]:
        """Give an act its place at the end of the present chain, sign it and write it; its row's number."""
        end = self.end(identity)
        if end.seq == 0:
            self.begin_origin(identity.station)
        event = msgspec.structs.replace(act, station=identity.station, epoch=identity.epoch, seq=end.seq + 1, prev=end.hash)
        signed = sign(event, self._signing_key, sealed)
        row = self._db.execute(
            "INSERT INTO events (origin, epoch, seq, op_id, kind, device_ms, body, hash, signature, sealed)"
            " VALUES ((SELECT number FROM origins WHERE station = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.station,
                event.epoch,
                event.seq,
                event.op_id.bytes,
                kind_of(event.payload),
                event.device_ms,
                signed.body,
                signed.hash,
                signed.signature,
                sealed,
            ),
        )
        return int(row.lastrowid), event

    def end(self, identity: StationIdentity) -> ChainEnd:
        """Where the chain of the present epoch ends: 0 and `CHAIN_START` when it has not begun."""
        row = self._db.execute(
            "SELECT seq, hash FROM events WHERE origin = (SELECT number FROM origins WHERE station = ?) AND epoch = ?"
            " ORDER BY seq DESC LIMIT 1",
            (identity.station, identity.epoch),
        ).fetchone()
        seq, tail = row or (0, CHAIN_START)
        return ChainEnd(epoch=identity.epoch, seq=seq, hash=tail)

    def hash_at(self, station: str, epoch: int, seq: int) -> bytes | None:
        """Of the event at a place, None where there is none; `CHAIN_START` before the first."""
        if seq == 0:
            return CHAIN_START
        row = self._db.execute(
            "SELECT hash FROM events WHERE origin = (SELECT number FROM origins WHERE station = ?) AND epoch = ? AND seq = ?",
            (station, epoch, seq),
        ).fetchone()
        return None if row is None else bytes(row[0])

    def carry(self, number: int, identity: StationIdentity) -> int:
        """Write the act of that row anew at the end of the present chain; the new row's number."""
        body, sealed = self._db.execute("SELECT body, sealed FROM events WHERE id = ?", (number,)).fetchone()
        self._db.execute("UPDATE events SET carried = 1 WHERE id = ?", (number,))
        return self.append(decode(body), sealed, identity)[0]

    def in_present_chain(self, number: int, identity: StationIdentity) -> bool:
        """Whether that row stands in the chain that this station now goes on with."""
        row = self._db.execute(
            "SELECT 1 FROM events JOIN origins ON origins.number = events.origin WHERE id = ? AND station = ? AND epoch = ?",
            (number, identity.station, identity.epoch),
        ).fetchone()
        return row is not None

    def find(self, op_id: UUID) -> Event | None:
        """A journaled act."""
        row = self._db.execute("SELECT body FROM events WHERE op_id = ? AND carried = 0", (op_id.bytes,)).fetchone()
        return None if row is None else decode(row[0])

    def all(self) -> list[SignedEvent]:
        """Every event in the order of its making."""
        rows = self._db.execute("SELECT body, hash, signature, sealed FROM events ORDER BY id").fetchall()
        return [as_signed(row) for row in rows]

    # --- whose chain ---

    def begin_origin(self, station: str) -> None:
        """This machine is that station from now on, and signs with the key that it has now."""
        self._db.execute("INSERT OR IGNORE INTO origins (station) VALUES (?)", (station,))
        self.note_key(station, self._signing_key.public_key())

    def note_key(self, station: str, key: Ed25519PublicKey) -> None:
        """Keep the key that this machine signs or has signed with as that station, unless it is known already."""
        unknown = "UPDATE origins SET public_key = ? WHERE station = ? AND public_key IS NULL"
        self._db.execute(unknown, (key.public_bytes_raw(), station))

    def note_proof(self, station: str, proof: bytes) -> None:
        """Keep what that station's key said of the key of the next one."""
        self._db.execute("UPDATE origins SET proof = ? WHERE station = ?", (proof, station))

    def earlier(self, station: str) -> list[Formerly]:
        """What this machine was before it was that station, the latest first, for as long as each says so of the next."""
        rows = self._db.execute(
            "SELECT station, proof, public_key FROM origins"
            " WHERE number < (SELECT number FROM origins WHERE station = ?) ORDER BY number DESC",
            (station,),
        ).fetchall()
        said = takewhile(lambda row: row[1] is not None and row[2] is not None, rows)
        return [Formerly(station=row[0], signature=row[1], public_key=row[2]) for row in said]

    def after_station(self, known: str) -> list[int]:
        """Rows of what this machine did since it was that station (empty: ever), in the order of their making."""
        rows = self._db.execute(
            "SELECT id FROM events WHERE carried = 0"
            " AND origin > coalesce((SELECT number FROM origins WHERE station = ?), 0) ORDER BY id",
            (known,),
        )
        return [row[0] for row in rows.fetchall()]

    def queued_behind(self, station: str, end: ChainEnd) -> list[int]:
        """Rows of what is queued of that station's epoch behind that end, in the order of their making."""
        rows = self._db.execute(
            "SELECT id FROM events JOIN outbox ON outbox.event = events.id AND outbox.state != 'parked'"
            " WHERE carried = 0 AND origin = (SELECT number FROM origins WHERE station = ?) AND epoch = ? AND seq > ?"
            " ORDER BY id",
            (station, end.epoch, end.seq),
        )
        return [row[0] for row in rows.fetchall()]

    def former_keys(self) -> dict[str, Ed25519PublicKey]:
        """The keys of what this machine is and was, by station."""
        rows = self._db.execute("SELECT station, public_key FROM origins WHERE public_key IS NOT NULL").fetchall()
        return {station: Ed25519PublicKey.from_public_bytes(key) for station, key in rows}


def as_signed(row: Any) -> SignedEvent:
    """An event of its columns body, hash, signature, sealed."""
    return SignedEvent(body=row[0], hash=row[1], signature=row[2], sealed=row[3])


def sealed_digest(sealed: bytes | None) -> bytes | None:
    """What an event says of its sealed part."""
    return None if sealed is None else hashlib.sha256(sealed).digest()
