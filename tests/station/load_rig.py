"""A world of the proof for tests that look at one load more closely."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from benchmarks._tearing_cards import BenchCard
from benchmarks._tearing_case import books_wrong
from benchmarks._tearing_prover import quiet, world_of_its_own
from benchmarks._tearing_world import BIRTHDAY, BenchStation, World
from domain.loads import LoadState
from domain.wire import BalanceRequest, BalanceResponse
from reader_drivers.card_application import CardApplication
from station.views import CardBalance, RedeemView

AMOUNT = 50


class Changed:
    """A card application whose `number`-th APDU, from 0, is answered by `how(command)`; `seen` counts."""

    def __init__(self, application: CardApplication, number: int, how: Callable[[bytes], bytes]) -> None:
        self.application = application
        self.number = number
        self.how = how
        self.seen = 0
        self.answers: list[bytes] = []

    def reset(self) -> None:
        self.application.reset()

    def apdu(self, command: bytes) -> bytes:
        number, self.seen = self.seen, self.seen + 1
        self.answers.append(self.how(command) if number == self.number else self.application.apdu(command))
        return self.answers[-1]


class Loading:
    """One world, its stations A and B, and a card with 500 on it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.a, self.b = world.stations["A"], world.stations["B"]
        card = world.new_card()
        assert isinstance(card, BenchCard)
        self.card = card

    def lay(self, station: BenchStation, application: CardApplication | None = None, card: BenchCard | None = None) -> None:
        station.lay((card or self.card).medium, application or (card or self.card).desfire)

    def load(self, op_id: UUID | None = None, amount: int = AMOUNT, card: BenchCard | None = None, **more: Any) -> RedeemView:
        """At station A, where the card lies."""
        wish: dict[str, Any] = {"purse": "demo_desfire", "point_kind": "health", "birthday": BIRTHDAY, "amount_ntd": amount}
        medium = (card or self.card).medium
        return self.a.redeeming.redeem(op_id or self.a.context.new_op_id(), medium, **{**wish, **more})

    def balance(self, station: BenchStation) -> CardBalance:
        return station.redeeming.balance(self.card.medium)

    def told(self, card: BenchCard | None = None) -> BalanceResponse:
        """What the platform says of the card."""
        digest = self.a.context.digest((card or self.card).medium)
        return self.world.platform.balance(BalanceRequest(medium=digest, digest_key=self.a.context.digest_key_id()))

    def points(self, card: BenchCard | None = None) -> int:
        return sum(balance.points for balance in self.told(card).balances if balance.point_kind == "health")

    def state(self, load: UUID) -> LoadState | None:
        from central import loads

        with self.world.platform.store.read() as connection:
            found = loads.find(connection, load)
        return found and found.state

    def books(self) -> list[str]:
        for station in (self.a, self.b):
            station.drain()
        return books_wrong(self.world)


@pytest.fixture
def loading() -> Iterator[Loading]:
    quiet()
    with world_of_its_own() as world:
        yield Loading(world)
