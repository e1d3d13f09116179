"""A load at the card: writing it, and asking the card afterwards whether it has it.

What is decided here rests on two facts. A card's session ends when the card leaves the field, so a commit reaches only the
card that was authenticated for it and has lain there ever since. And a card is authenticated for a load only within
`WRITE_WITHIN_S` of the load's intent; so what another station's card has not got `QUIET_MS` after the platform authorised it,
it never gets.
"""

from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import LoadCommitted, LoadCommitting
from domain.loads import LoadOrder, LoadProof, PurseReading, StationLoadState
from domain.media import Medium
from domain.ports import CardChannel, Clock
from domain.programme import Purse
from domain.sealing import GRANT, unseal
from domain.wire import LoadGrant
from station.context import Context

WRITE_WITHIN_S = 20.0
QUIET_MS = 45_000
"""More than `WRITE_WITHIN_S` by what two clocks that are compared over a network may differ."""
SETTLE_AFTER_MS = 120_000
"""How long a load of which its station has said nothing is taken to be under way, and is not settled by a person."""
BEGIN_S = 5.0
"""How long work on a card waits for its reader's thread."""


class Lease:
    """How long after an intent its card may still be authenticated; a clock that is set, or slept, ends it early."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall_ms, self._steady_s = clock.now_ms(), clock.monotonic_s()

    def require(self) -> None:
        """Raises `Refused(LOAD_GIVEN_UP)` when it is over."""
        steady_s = self._clock.monotonic_s() - self._steady_s
        wall_s = (self._clock.now_ms() - self._wall_ms) / 1000
        if max(steady_s, abs(wall_s)) > WRITE_WITHIN_S:
            raise Refused(Code.LOAD_GIVEN_UP)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What a card said of one load."""

    on_card: bool
    reading: PurseReading

    @property
    def proof(self) -> LoadProof:
        """For the platform."""
        reading = self.reading
        return reading.proof or LoadProof(by="card", seq=reading.seq, value_ntd=reading.value_ntd)


class CardLoads:
    """Loads at the card of one station. Waits for the card: never on a screen's thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def require_reachable(self, medium: Medium) -> None:
        """Raises `EnvironmentProblem` with CARD_REMOVED when that card lies on none of the readers, READER_LOST or
        READER_NO_EXCHANGE when its reader cannot speak to it."""
        self._context.cards.work(self._reader(medium), lambda _: None, BEGIN_S)

    def peek(self, medium: Medium, purse: Purse) -> int | None:
        """The value that the card shows without proof, None when it cannot be had just now."""
        try:
            return self._context.cards.work(self._reader(medium), self._context.purse_driver(purse).peek, BEGIN_S)
        except (EnvironmentProblem, Refused):
            return None

    def write(self, load: UUID, medium: Medium, purse: Purse, grant: LoadGrant, lease: Lease) -> None:
        """Write an authorised load to its card; the journal says COMMITTED when this returns.

        Whatever is raised: the journal tells whether the commit may have been sent (COMMITTING) or was not.
        """
        driver = self._context.purse_driver(purse)

        def job(channel: CardChannel) -> None:
            session = driver.open(channel, uid=medium.value, secret=grant.secret)
            lease.require()
            reading = session.read()
            session.prepare(self._order(load, reading))
            self._begin_commit(load)
            # Once more, as the last thing: a machine may have slept since, and a carrier's program may not mind.
            lease.require()
            self._note_commit(load, session.commit())

        self._context.cards.work(self._reader(medium), job, BEGIN_S)

    def ask(self, load: UUID, medium: Medium, purse: Purse, grant: LoadGrant) -> Found:
        """Whether the card has the load, by the card's own word. Raises as `domain.ports.PurseDriver.open`."""
        driver = self._context.purse_driver(purse)

        def job(channel: CardChannel) -> PurseReading:
            return driver.open(channel, uid=medium.value, secret=grant.secret).read()

        reading = self._context.cards.work(self._reader(medium), job, BEGIN_S)
        return Found(on_card=reading.last_load == load, reading=reading)

    def _reader(self, medium: Medium) -> str:
        """Where the card lies; of several readers that tell of it, one that can speak to it (one types what it reads)."""
        readers = self._context.cards.readers_with(medium)
        if not readers:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        return next((reader for reader in readers if self._can_exchange(reader)), readers[0]) if readers[1:] else readers[0]

    def _can_exchange(self, reader: str) -> bool:
        try:
            self._context.cards.work(reader, lambda _: None, BEGIN_S)
        except EnvironmentProblem:
            return False
        return True

    def _order(self, load: UUID, reading: PurseReading) -> LoadOrder:
        with self._context.journal.reading() as local:
            own = local.loads.find(load)
        identity = self._context.journal.identity()
        if own is None or identity is None:
            raise Refused(Code.LOAD_GIVEN_UP)
        return LoadOrder(
            load=load,
            amount_ntd=own.amount_ntd,
            seq=reading.seq + 1,
            station=identity.station,
            at_ms=max(0, self._context.now_ms()),
        )

    def _begin_commit(self, load: UUID) -> None:
        """COMMITTING, durable before the commit is sent; only of a load that nobody has given up meanwhile."""
        with self._context.journal.act() as act:
            own = act.local.loads.find(load)
            if own is None or own.state is not StationLoadState.AUTHORISED:
                raise Refused(Code.LOAD_GIVEN_UP)
            act.append(LoadCommitting(load=load), medium=own.medium)

    def _note_commit(self, load: UUID, proof: LoadProof) -> None:
        with self._context.journal.act(ends=True) as act:
            own = act.local.loads.find(load)
            act.append(LoadCommitted(load=load, proof=proof), medium=own.medium if own else None)


def opened_grant(sealed: bytes | None, key: X25519PrivateKey) -> LoadGrant:
    """What the platform has sealed to a key of this station's moment. Raises `Refused(LOAD_GIVEN_UP)` when it is not that."""
    if sealed is None:
        raise Refused(Code.LOAD_GIVEN_UP)
    try:
        return msgspec.json.decode(unseal(key, sealed, GRANT), type=LoadGrant)
    except (Refused, msgspec.DecodeError) as problem:
        raise Refused(Code.LOAD_GIVEN_UP) from problem
