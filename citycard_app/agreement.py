"""Do the platform's ledger and the stations' journals agree? The demo's tour ends with this question.

The stations' side is read from their journals, event by event, with chain and signatures checked. The platform's side is read
from its ledger and its tables, never from what a station said about itself.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec

from central.audit import PlatformFacts
from domain.errors import Refused
from domain.events import (
    CardBound,
    CardIssued,
    Event,
    LoadCommitted,
    LoadFound,
    LoadIntended,
    LoadTombstone,
    RedeemRequested,
    SignedOut,
    decode,
)
from domain.loads import LoadState
from offline_store.journal import Journal


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """What was compared, and every way in which the two sides differ; `disagreements` is empty when all is well."""

    events: int
    redemptions: int
    redeemed_ntd: int
    loads: int
    loaded_ntd: int
    """Value that confirmed loads put onto cards."""
    open_loads: int
    on_cards_ntd: int
    """Value that the cards which could be looked at hold themselves."""
    attendances: int
    cards: int
    disagreements: list[str]


class _Comparison:
    """Gathers what differs."""

    def __init__(self, facts: PlatformFacts) -> None:
        self.facts = facts
        self.disagreements: list[str] = []
        self.events = 0
        self.cards = 0
        self.attendances = 0
        self.redeemed: dict[UUID, int] = {}
        self.loads: set[UUID] = set()

    def say(self, text: str) -> None:
        self.disagreements.append(text)

    def platform_itself(self) -> None:
        if self.facts.ledger_sum != 0:
            self.say(f"the platform's ledger sums to {self.facts.ledger_sum}, not to zero")
        if self.facts.floors_broken:
            self.say(f"{self.facts.floors_broken} of the platform's accounts are below their floor")

    def journal(self, journal: Journal) -> None:
        for fault in journal.verify():
            self.say(f"journal {fault}")
        queue = journal.queue()
        if queue.waiting or queue.held or queue.parked:
            self.say(f"{queue.waiting} events wait, {queue.held} are held, {queue.parked} are parked")
        identity = journal.identity()
        station = identity.station if identity else ""
        received = {(fact.epoch, fact.seq): fact.hash for fact in self.facts.events.get(station, [])}
        mine: set[tuple[int | None, int | None]] = set()
        for signed in journal.events():
            try:
                event = decode(signed.body)
            except Refused:
                continue
            self.events += 1
            mine.add((event.epoch, event.seq))
            there = received.get((event.epoch, event.seq))
            if there is None:
                self.say(f"{station} {event.epoch}.{event.seq} never reached the platform")
            elif there != signed.hash:
                self.say(f"{station} {event.epoch}.{event.seq} is another event at the platform")
            self._event(event)
        for epoch, seq in received.keys() - mine:
            self.say(f"{station} {epoch}.{seq} is at the platform and not in the journal")

    def _event(self, event: Event) -> None:
        match event.payload:
            case RedeemRequested() as wish:
                self._redemption(event, wish)
            case LoadIntended() as wish:
                self._load(event, wish)
            case LoadCommitted() | LoadFound() | LoadTombstone() as word:
                self._word_on_load(event, word)
            case SignedOut() as out:
                self._attendance(event, out)
            case CardIssued() | CardBound() if event.medium is not None:
                self.cards += 1
                if event.medium not in self.facts.cards:
                    self.say(f"card of {event.station} {event.epoch}.{event.seq} is unknown to the platform")
            case _:
                pass

    def _redemption(self, event: Event, wish: RedeemRequested) -> None:
        booked = self.facts.redemptions.get(event.op_id)
        if booked is None:
            self.say(f"redemption {event.op_id} is not booked")
            return
        expected = (wish.points, wish.amount_ntd) if booked.refusal is None else (0, 0)
        found = (booked.points, booked.amount_ntd)
        if found != expected:
            self.say(f"redemption {event.op_id}: journal {expected}, ledger {found}")
        self.redeemed[event.op_id] = booked.amount_ntd

    def _load(self, event: Event, wish: LoadIntended) -> None:
        booked = self.facts.loads.get(event.op_id)
        if booked is None:
            self.say(f"load {event.op_id} is not at the platform")
            return
        self.loads.add(event.op_id)
        asked = (wish.points, wish.amount_ntd, event.medium)
        if (booked.points, booked.amount_ntd, booked.medium) != asked:
            self.say(f"load {event.op_id} is another one at the platform")
        expected = {
            LoadState.AUTHORISED: (wish.points, 0, 0),
            LoadState.CONFIRMED: (0, wish.points, wish.amount_ntd),
            LoadState.VOIDED: (0, 0, 0),
            LoadState.REFUSED: (0, 0, 0),
        }[booked.state]
        if booked.late:
            expected = (0, wish.points, wish.amount_ntd)
        found = (booked.held, booked.charged, booked.loaded_ntd)
        if found != expected:
            self.say(f"load {event.op_id}, {booked.state}: expected held, charged, loaded {expected}, ledger {found}")

    def _word_on_load(self, event: Event, word: LoadCommitted | LoadFound | LoadTombstone) -> None:
        """What a card has, or has not, is what the platform has booked."""
        on_card = isinstance(word, LoadCommitted) or (isinstance(word, LoadFound) and word.on_card)
        fitting = (LoadState.CONFIRMED,) if on_card else (LoadState.VOIDED, LoadState.REFUSED)
        booked = self.facts.loads.get(word.load)
        if booked is not None and booked.late and on_card:
            return
        if booked is None or booked.state not in fitting:
            there = "nothing" if booked is None else booked.state.value
            self.say(f"load {word.load}: {event.kind} of {event.station}, and {there} at the platform")

    def value_on_cards(self, on_cards: Mapping[bytes, int]) -> None:
        for medium, value_ntd in on_cards.items():
            confirmed_ntd = sum(load.loaded_ntd for load in self.facts.loads.values() if load.medium == medium)
            if any(load.medium == medium and load.state.open for load in self.facts.loads.values()):
                self.say("a load of a card that was looked at is still open")
            elif value_ntd != confirmed_ntd:
                self.say(f"a card holds NT${value_ntd}, the platform has confirmed NT${confirmed_ntd}")

    def _attendance(self, event: Event, out: SignedOut) -> None:
        booked = self.facts.attendance.get(event.op_id)
        if booked is None:
            self.say(f"sign-out {event.op_id} is not booked")
            return
        self.attendances += 1
        found = (booked.minutes, booked.points)
        if found != (out.minutes, out.points):
            self.say(f"sign-out {event.op_id}: journal {(out.minutes, out.points)}, platform {found}")

    def money_nobody_asked_for(self) -> None:
        for op_id in self.facts.redemptions.keys() - self.redeemed.keys():
            self.say(f"redemption {op_id} is in the ledger and in no journal")
        for op_id in self.facts.loads.keys() - self.loads:
            self.say(f"load {op_id} is at the platform and in no journal")


def compare(facts: PlatformFacts, journals: Iterable[Journal], on_cards: Mapping[bytes, int] | None = None) -> Agreement:
    """Hold every station's journal against the platform, and the cards against both. Nothing is written.

    `on_cards` is the value in whole NT$ of each card that could be looked at, all of it loaded, by the medium's digest.
    """
    comparison = _Comparison(facts)
    comparison.platform_itself()
    for journal in journals:
        comparison.journal(journal)
    comparison.money_nobody_asked_for()
    comparison.value_on_cards(on_cards or {})
    return Agreement(
        events=comparison.events,
        redemptions=len(comparison.redeemed),
        redeemed_ntd=sum(comparison.redeemed.values()),
        loads=len(comparison.loads),
        loaded_ntd=sum(load.loaded_ntd for load in facts.loads.values()),
        open_loads=sum(load.state.open for load in facts.loads.values()),
        on_cards_ntd=sum((on_cards or {}).values()),
        attendances=comparison.attendances,
        cards=comparison.cards,
        disagreements=comparison.disagreements,
    )
