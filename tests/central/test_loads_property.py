"""Whatever two stations say about loads, in whatever order and however often: nothing is credited twice, nothing is lost.

The model knows only the cards: which load ids were offered to which card, and each load's one decision.
"""

import contextlib
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from central import audit, ledger, loads
from central.ledger import Account
from central.load_sheet import LoadSheet
from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain.errors import Code
from domain.events import SignedEvent
from domain.loads import LoadProof, LoadState
from domain.ports import Clock
from domain.wire import Outcome, OutcomeStatus
from tests.central.field import a_medium, give, op_id_of
from tests.central.load_rig import LoadStation, card_proof, import_purse_holder, read_back
from tests.clocks import SetClock
from tests.platform_rig import begun

GIVEN = 2_000
STATIONS = st.sampled_from([0, 1])
ENDS = {LoadState.CONFIRMED, LoadState.VOIDED}


class TrueCard:
    """What a card really holds, whatever anybody says of it."""

    def __init__(self) -> None:
        self.value = self.spent = self.seq = self.tmc = 0
        self.last: UUID | None = None
        self.taken: dict[UUID, LoadProof] = {}

    def take(self, platform: Platform, load: UUID, station: str, number: int, amount: int) -> None:
        self.seq, self.tmc, self.value, self.last = self.seq + 1, self.tmc + 1, self.value + amount, load
        proof = card_proof(platform, load, station, number=number, amount=amount, seq=self.seq, tmc=self.tmc)
        self.taken[load] = msgspec.structs.replace(proof, value_ntd=self.value)
        self.newest = self.taken[load]

    def pay(self, amount: int) -> None:
        if amount:
            self.tmc, self.value, self.spent = self.tmc + 1, self.value - amount, self.spent + amount
            self.newest = msgspec.structs.replace(self.newest, tmc=self.tmc, tmv=bytes(8), at_ms=0)

    def read(self) -> LoadProof:
        """What the card says when it is asked."""
        if self.last is None:
            return read_back(0)
        return msgspec.structs.replace(self.newest, by="card", seq=self.seq, value_ntd=self.value)


class Loads(RuleBasedStateMachine):
    """Two stations and two cards of two people at one platform."""

    begun_loads: Bundle[tuple[UUID, int, int, int]] = Bundle("begun_loads")
    sent: Bundle[tuple[int, SignedEvent]] = Bundle("sent")

    @initialize()
    def found_platform(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.clock = SetClock()
        self.platform = self.open_platform(Path(self.directory.name), self.clock)
        self.holders = {number: import_purse_holder(self.platform, number) for number in (1, 2)}
        for holder in self.holders.values():
            give(self.platform, holder, GIVEN)
        self.stations = [LoadStation(self.platform, ["kiosk", "counter"]) for _ in range(2)]
        self.cards = {number: TrueCard() for number in (1, 2)}
        self.granted: set[UUID] = set()
        self.all_loads: list[tuple[UUID, int, int, int]] = []
        self.ended: dict[UUID, LoadState] = {}
        self.words: dict[bytes, Outcome] = {}
        self.given_up: set[UUID] = set()

    def open_platform(self, directory: Path, clock: Clock) -> Platform:
        return Platform.open(begun(directory), demo_programme(), True, clock)

    def _say(self, at: int, event: SignedEvent) -> tuple[int, SignedEvent]:
        said = self.stations[at].say(event)
        assert said.status in (OutcomeStatus.ACCEPTED, OutcomeStatus.FLAGGED, OutcomeStatus.REJECTED), said
        return at, event

    # --- loads ---

    @rule(target=begun_loads, at=STATIONS, number=st.sampled_from([1, 2]), points=st.integers(10, 300))
    def intend(self, at: int, number: int, points: int) -> tuple[UUID, int, int, int]:
        self._intend(at, number, points)
        return self.begun

    def _intend(self, at: int, number: int, points: int, **kwargs: Any) -> None:
        station = self.stations[at]
        with self.platform.store.read() as connection:
            others = LoadSheet(connection, self.platform.authority).open_of(self._medium(number))
        intent = station.intent(number, points, **kwargs)
        left = self._stands("holder", number)
        result = station.say(intent).result
        load = op_id_of(intent)
        if load in self.given_up:
            assert result.refusal is Code.LOAD_GIVEN_UP
        elif others is not None:
            assert result.refusal is Code.LOAD_OPEN
        else:
            assert result.refusal is (None if points <= left else Code.AMOUNT_OVER_BALANCE)
        assert (result.grant is not None) == (result.refusal is None)
        if result.grant is not None:
            self.granted.add(load)
        self.begun = (load, at, number, points)
        self.all_loads.append(self.begun)

    @rule(target=begun_loads, at=STATIONS, points=st.integers(10, 300))
    def tombstone_before_intent(self, at: int, points: int) -> tuple[UUID, int, int, int]:
        station = self.stations[at]
        placeholder = station.event(payload=None)  # type: ignore[arg-type]
        tombstone = station.tombstone(placeholder.op_id)
        assert station.say(tombstone).status is OutcomeStatus.HELD
        self.given_up.add(placeholder.op_id)
        self._intend(at, 1, points, op_id=placeholder.op_id)
        assert station.say(tombstone).result.state is LoadState.REFUSED
        return self.begun

    # --- what is said of them ---

    @rule(target=sent, load=begun_loads, at=STATIONS)
    def tombstone(self, load: Any, at: int) -> Any:
        return self._say(at, self.stations[at].tombstone(load[0], load[2]))

    @rule(target=sent, load=begun_loads, at=STATIONS)
    def committing(self, load: Any, at: int) -> Any:
        return self._say(at, self.stations[at].committing(load[0], load[2]))

    @rule(target=sent, load=begun_loads, at=STATIONS)
    def unknown(self, load: Any, at: int) -> Any:
        return self._say(at, self.stations[at].unknown(load[0], load[2]))

    @rule(load=begun_loads)
    def card_takes_it(self, load: Any) -> None:
        """The card commits a load that was granted once, even after it was given up: a station that breaks its word."""
        op_id, at, number, points = load
        if op_id in self.granted and op_id not in self.cards[number].taken:
            self.cards[number].take(self.platform, op_id, self.stations[at].id, number, points)

    @rule(number=st.sampled_from([1, 2]), amount=st.integers(1, 100))
    def a_shop_takes(self, number: int, amount: int) -> None:
        self.cards[number].pay(min(amount, self.cards[number].value))

    @rule(target=sent, load=begun_loads, at=STATIONS)
    def committed(self, load: Any, at: int) -> Any:
        proof = self.cards[load[2]].taken.get(load[0])
        wrong = proof or card_proof(self.platform, load[0], self.stations[load[1]].id, number=load[2], amount=load[3])
        before = self._state(load[0])
        said = proof or msgspec.structs.replace(wrong, tmv=bytes(8))
        sent = self._say(at, self.stations[at].committed(load[0], said, load[2]))
        if proof is None or at != load[1]:
            assert self._state(load[0]) is before
        return sent

    @rule(target=sent, load=begun_loads, at=STATIONS)
    def found(self, load: Any, at: int) -> Any:
        return self._say(at, self._asked(load, at))

    def _asked(self, load: Any, at: int) -> SignedEvent:
        card = self.cards[load[2]]
        return self.stations[at].found(load[0], card.last == load[0], card.read(), load[2])

    @rule(target=sent, load=begun_loads, at=STATIONS, decision=st.sampled_from(["confirm", "void"]))
    def settled(self, load: Any, at: int, decision: str) -> Any:
        """A supervisor may take for lost what is on the card, but has seen the card of what they confirm."""
        decision = decision if load[0] in self.cards[load[2]].taken else "void"
        sent = self._say(at, self.stations[at].settle(load[0], decision))
        assert not self._state(load[0]).open
        return sent

    @rule(seconds=st.integers(1, 300))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule()
    def all_is_told(self) -> None:
        """Every proof comes in, and every card is asked: the books then say what the cards hold."""
        for load in self.all_loads:
            proof = self.cards[load[2]].taken.get(load[0])
            if proof is not None:
                self._say(load[1], self.stations[load[1]].committed(load[0], proof, load[2]))
            elif self._state(load[0]).open:
                self._say(load[1], self._asked(load, load[1]))
            if self._state(load[0]).open:
                self._say(load[1], self.stations[load[1]].settle(load[0], "void"))
        facts = self._facts()
        for number, card in self.cards.items():
            loaded = sum(fact.loaded_ntd for fact in facts.loads.values() if fact.medium == self._medium(number))
            assert loaded == card.value + card.spent
            assert card.value + card.spent + self._stands("holder", number) + self._stands("deficit", number) == GIVEN

    @rule(event=sent)
    def offered_again(self, event: Any) -> None:
        at, signed = event
        before = self._facts()
        said = self.stations[at].say(signed)
        assert self._facts() == before
        assert self.words.setdefault(signed.hash, said).status is said.status

    # --- what must hold ---

    @invariant()
    def nothing_is_lost_and_nothing_made(self) -> None:
        facts = self._facts()
        assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
        open_media = [fact.medium for fact in facts.loads.values() if fact.state.open]
        assert len(open_media) == len(set(open_media))
        for number in self.holders:
            of_card = [fact for fact in facts.loads.values() if fact.medium == self._medium(number)]
            held, loaded = sum(fact.held for fact in of_card), sum(fact.loaded_ntd for fact in of_card)
            assert self._stands("holder", number) + self._stands("deficit", number) + held + loaded == GIVEN
            assert sum(fact.charged for fact in of_card) == loaded
        self._no_decision_ever_changes(facts)

    def _no_decision_ever_changes(self, facts: audit.PlatformFacts) -> None:
        for load, fact in facts.loads.items():
            if fact.state in ENDS:
                assert self.ended.setdefault(load, fact.state) is fact.state
            expected = fact.amount_ntd if fact.state is LoadState.CONFIRMED or fact.late else 0
            assert (fact.loaded_ntd, fact.charged) == (expected, expected)
            assert fact.held == (fact.points if fact.state.open else 0)

    def _facts(self) -> audit.PlatformFacts:
        return audit.facts(self.platform.store.engine)

    def _state(self, load: UUID) -> LoadState:
        with self.platform.store.read() as connection:
            found = loads.find(connection, load)
        assert found is not None
        return found.state

    def _medium(self, number: int) -> bytes:
        return a_medium(number).digest(self.platform.authority.keys.digest)

    def _stands(self, kind: Any, number: int) -> int:
        with self.platform.store.read() as connection:
            return ledger.balance(connection, Account(kind=kind, unit="health", holder=self.holders[number]))

    def teardown(self) -> None:
        with contextlib.ExitStack() as stack:
            if hasattr(self, "platform"):
                stack.callback(self.directory.cleanup)
                stack.callback(self.platform.close)


TestLoads = Loads.TestCase
TestLoads.settings = settings(
    max_examples=14, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
