"""Who this station is, and where its chain ends: the journal's word on the machine itself."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain import station_proofs
from domain.station_proofs import Formerly
from domain.wire import StationIdentity
from domain.wire_fleet import ChainEnd
from offline_store.event_log import EventLog
from offline_store.meta import Meta
from offline_store.outbox import Outbox


class Succession(msgspec.Struct, frozen=True, kw_only=True):
    """How this machine became another station."""

    known: str
    """The latest station that it was and that the platform knows; empty: none."""
    key: Ed25519PublicKey | None = None
    """What it has signed with so far; None where that is not at hand."""
    proof: bytes = b""
    """What that key says of the new one (`domain.station_proofs.succession`)."""


class StationRecord:
    """`domain.ports.StationRecord`. Any thread; `reading` and `writing` are the journal's."""

    def __init__(
        self,
        meta: Meta,
        log: EventLog,
        outbox: Outbox,
        signing_key: Ed25519PrivateKey,
        *,
        reading: Callable[[], AbstractContextManager[object]],
        writing: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._meta = meta
        self._log = log
        self._outbox = outbox
        self._signing_key = signing_key
        self._reading = reading
        self._writing = writing

    def identity(self) -> StationIdentity | None:
        """Who this station is, or None before enrolment."""
        with self._reading():
            text = self._meta.get("identity")
        return None if text is None else msgspec.json.decode(text, type=StationIdentity)

    def become(
        self,
        identity: StationIdentity,
        *,
        succession: Succession | None = None,
        **values: str | None,
    ) -> None:
        """This machine is that station and epoch from now on, and signs as it with this journal's key; set settings along.

        The chain of an epoch that has not begun starts with the next act. What is queued of earlier chains goes up as it is;
        what this machine did as stations that the platform does not know stands anew in this chain.
        """
        with self._writing():
            before = self.identity()
            anew: list[int] = []
            if succession is not None and before is not None and before.station != identity.station:
                anew = self._log.after_station(succession.known)
                if succession.key is not None:
                    self._log.note_key(before.station, succession.key)
                    self._log.note_proof(before.station, succession.proof)
            self._log.begin_origin(identity.station)
            self._meta.put(identity=msgspec.json.encode(identity).decode(), **values)
            for number in anew:
                self._outbox.replace(number, self._log.carry(number, identity))

    def earlier(self, station: str) -> list[Formerly]:
        """What this machine was before it was that station, the latest first, as far as it can be proven."""
        with self._reading():
            return self._log.earlier(station)

    def follow(self, said: StationIdentity) -> None:
        """Another name, site or roles, as the platform says; station and epoch stay what they are."""
        with self._writing():
            own = self.identity()
            if own is not None:
                now = msgspec.structs.replace(own, name=said.name, site=said.site, roles=said.roles)
                self._meta.put(identity=msgspec.json.encode(now).decode())

    def begin_epoch(self, epoch: int, claimed: ChainEnd) -> None:
        """Go on in that epoch; `claimed`: where the chain before it ends, as the platform has been told.

        Acts behind that end, made since it was told, would prove another machine: they stand anew in the new chain at once.
        """
        with self._writing():
            own = self.identity()
            if own is None or own.epoch >= epoch:
                return
            identity = msgspec.structs.replace(own, epoch=epoch)
            self._meta.put(identity=msgspec.json.encode(identity).decode())
            for number in self._log.queued_behind(own.station, claimed):
                self._outbox.replace(number, self._log.carry(number, identity))

    def chain_end(self) -> ChainEnd | None:
        """Where the chain of the present epoch ends, or None before enrolment."""
        with self._reading():
            identity = self.identity()
            return None if identity is None else self._log.end(identity)

    def hash_at(self, station: str, epoch: int, seq: int) -> bytes | None:
        """Of the event at a place, None where there is none; `CHAIN_START` at seq 0."""
        with self._reading():
            return self._log.hash_at(station, epoch, seq)

    def prove(self, said: bytes) -> bytes:
        """Sign one of `domain.station_proofs` with this station's key."""
        return station_proofs.sign(self._signing_key, said)

    def former_keys(self) -> dict[str, Ed25519PublicKey]:
        """The keys of what this machine is and was, by station."""
        with self._reading():
            return self._log.former_keys()

    def public_key(self) -> Ed25519PublicKey:
        """The key that this station's signatures are checked with."""
        return self._signing_key.public_key()
