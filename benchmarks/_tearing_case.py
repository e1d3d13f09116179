"""One case of the proof: a load that goes wrong somewhere, the ways of its card afterwards, and what must then be so.

A case is written as its acts, separated by slashes, then what happens in between:
`load card15unheard disk3after / B net1unsent / A; debit restart`. Each act names a station (the load is at A; `A!` presses the
same button again) and its faults.
"""

import re
from typing import Any

import msgspec
import sqlalchemy as sa

from benchmarks._tearing_cards import Card
from benchmarks._tearing_faults import HOWS, Fault, Point
from benchmarks._tearing_world import BIRTHDAY, BenchStation, World
from central import points
from central.audit import facts
from central.schema import accounts, anomalies
from central.schema import loads as load_table
from citycard_app.agreement import compare
from domain.errors import CityCardError
from domain.loads import LoadState, StationLoadState
from station.views import RedeemView

AMOUNT_NTD = 20
BETWEEN = ("debit", "restart", "dark", "soon")
"""debit: a shop takes the load's amount off the card before it comes back. restart: the platform restarts before every visit.
dark: the load's station has no network from the load's end to the very end. soon: the card comes back within seconds."""
_LATER_S = 60.0
_HARMLESS = {"load_not_proven", "commit_after_void"}
"""Anomalies that a case may leave: a debit has come after the load, so that its transaction MAC is another's; a station without
a network tells of its commit only after the card was asked elsewhere."""
_LEFT = (StationLoadState.INTENT, StationLoadState.AUTHORISED, StationLoadState.COMMITTING)
_FAULT = re.compile(r"(card|disk|net|vendor)(\d+)([a-z][a-z0-9:-]*)")


class Act(msgspec.Struct, frozen=True):
    """One presentation of the card."""

    where: str
    faults: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        return " ".join([self.where, *map(str, self.faults)])


class Case(msgspec.Struct, frozen=True):
    """See the module's text. The first act is the load."""

    acts: tuple[Act, ...]
    between: tuple[str, ...] = ()

    def __str__(self) -> str:
        acts = " / ".join(map(str, self.acts))
        return f"{acts}; {' '.join(self.between)}" if self.between else acts


def parse_case(text: str) -> Case:
    """The case of a line that a failing run has printed. Raises `ValueError`."""
    acts, _, between = text.partition(";")
    found = []
    for act in acts.split("/"):
        where, *words = act.split() or [""]
        matches = [_FAULT.fullmatch(word) for word in words]
        if where not in ("load", "A", "B", "A!") or None in matches:
            raise ValueError(f"not an act: {act}")
        parts = [match.groups() for match in matches if match]
        found.append(Act(where, tuple(Fault(kind, int(at), how) for kind, at, how in parts)))  # type: ignore[arg-type]
    faults = [fault for act in found for fault in act.faults if fault.kind != "vendor"]
    if found[0].where != "load" or any(fault.how not in _hows() for fault in faults):
        raise ValueError(f"not a case: {text}")
    if not set(between.split()) <= set(BETWEEN):
        raise ValueError(f"not a case: {text}")
    return Case(tuple(found), tuple(between.split()))


def _hows() -> set[str]:
    return {how for hows in HOWS.values() for how in hows} | {"old", "new"}


class Ran(msgspec.Struct, frozen=True):
    """What a case did. `traces`: the points of each act. `end`: how the load stood after its own act."""

    traces: tuple[tuple[Point, ...], ...]
    end: tuple[str, ...]
    unknown: bool
    """The load's outcome was not known when its act was over."""
    wrong: tuple[str, ...]


class Run:
    """One case in a world, whose card is used again by the next."""

    def __init__(self, world: World, card: Card, case: Case) -> None:
        self._world = world
        self._card = card
        self._case = case
        self._load = world.stations["A"].context.new_op_id()
        self._before = card.value + card.spent
        self._views: list[RedeemView] = []
        self._wrong: list[str] = []
        self._debited = False

    def run(self) -> Ran:
        """Play the case, drain everything, and look at what is left."""
        traces = []
        end: tuple[str, ...] = ()
        unknown = False
        for number, act in enumerate(self._case.acts):
            station = self._world.stations["A" if number == 0 else act.where[0]]
            if number:
                self._in_between(station)
            traces.append(self._play(station, act))
            if number == 0:
                end, unknown = self._end()
                station.line.cut = "dark" in self._case.between
        self._world.script.begin([])
        self._last_visit(self._world.stations[(*self._case.acts, Act("B"))[-1].where[0].replace("l", "B")])
        self._drained()
        self._look()
        return Ran(tuple(traces), end, unknown, tuple(self._wrong))

    # --- playing -----------------------------------------------------------------------------------------------------

    def _play(self, station: BenchStation, act: Act) -> tuple[Point, ...]:
        self._world.script.begin(act.faults)
        misbehaving = [fault.how for fault in act.faults if fault.kind == "vendor"]
        if misbehaving:
            station.use(self._world.purses(*misbehaving))
        station.lay(self._card.medium, self._card.faulty)
        station.alive(lambda: self._present(station, act.where))
        station.lift()
        trace = tuple(self._world.script.trace)
        self._world.script.begin([])
        if misbehaving:
            station.use(self._world.purses())
        return trace

    def _present(self, station: BenchStation, where: str) -> None:
        try:
            if where in ("load", "A!"):
                self._views.append(
                    station.redeeming.redeem(
                        self._load,
                        self._card.medium,
                        purse=self._card.purse,
                        point_kind="health",
                        amount_ntd=AMOUNT_NTD,
                        birthday=BIRTHDAY,
                    )
                )
            else:
                balance = station.redeeming.balance(self._card.medium)
                self._views += [view for view in (balance.settled, balance.unsettled) if view is not None]
        except CityCardError:
            """Told to the person as it is; nothing was promised."""

    def _in_between(self, station: BenchStation) -> None:
        between = self._case.between
        self._world.clock.advance(1.0 if "soon" in between else _LATER_S)
        if "restart" in between:
            self._world.restart_platform()
        if "debit" in between and not self._debited:
            self._card.shop(AMOUNT_NTD)
            self._debited = True
        if station.name == "B" or "dark" not in between:
            station.line.cut = False

    def _last_visit(self, station: BenchStation) -> None:
        """The card comes back with network and nothing going wrong: then no load of it may stay open."""
        if station.line.cut:
            station = self._world.stations["B"]
        self._world.clock.advance(_LATER_S)
        station.lay(self._card.medium, self._card.faulty)
        balance = station.redeeming.balance(self._card.medium)
        station.lift()
        self._views += [view for view in (balance.settled, balance.unsettled) if view is not None]
        if balance.unsettled is not None:
            self._say(f"unsettled at the last visit: {balance.unsettled.code}")
        if not balance.online or balance.card_value_ntd != self._card.value:
            self._say(f"the last visit shows {balance.card_value_ntd}, the card holds {self._card.value}")

    def _drained(self) -> None:
        for station in self._world.stations.values():
            station.drain()
        for station in self._world.stations.values():
            queue = station.journal.queue()
            if queue.waiting or queue.held or queue.parked:
                self._say(f"station {station.name} keeps {queue.waiting} waiting, {queue.held} held, {queue.parked} parked")

    def _end(self) -> tuple[tuple[str, ...], bool]:
        """How station, platform and card hold the load when its own act is over."""
        with self._world.stations["A"].journal.reading() as local:
            own = local.loads.find(self._load)
        platform = self._platform_state()
        on_card = self._card.last_load() == self._load
        view = self._views[-1].state if self._views else "none"
        end = (own.state if own else "none", platform or "none", str(on_card), view)
        return end, platform is LoadState.AUTHORISED

    # --- looking -----------------------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self._wrong.append(text)

    def _platform_state(self) -> LoadState | None:
        with self._world.platform.store.read() as connection:
            state = connection.scalar(sa.select(load_table.c.state).where(load_table.c.op_id == self._load))
        return None if state is None else LoadState(state)

    def _look(self) -> None:
        card = self._card
        on_card = card.loads().count(self._load)
        gained = card.value + card.spent - self._before
        if gained != AMOUNT_NTD * on_card or on_card > 1:
            self._say(f"the card gained {gained} and logs the load {on_card} times")
        platform = self._platform_state()
        if (platform is LoadState.CONFIRMED) != bool(on_card):
            self._say(f"the platform says {platform}, the card has it: {bool(on_card)}")
        if platform is LoadState.AUTHORISED:
            self._say("the load is still open")
        left, held = self._points()
        if card.value + card.spent + left + held != card.total:
            self._say(f"{card.value} on the card, {card.spent} spent, {left} left, {held} held: not {card.total}")
        for view in self._views:
            if view.op_id == self._load and view.state in ("done", "refused") and (view.state == "done") != bool(on_card):
                self._say(f"the screen said {view.state} ({view.code}), the card has it: {bool(on_card)}")
        if self._left():
            # A full disk may have kept it from writing the end down; a new start must.
            self._world.stations["A"].restart()
            self._world.stations["A"].drain()
            if state := self._left():
                self._say(f"station A is left with {state}")
            if self._platform_state() is not platform:
                self._say(f"the platform has turned from {platform} to {self._platform_state()}")

    def _left(self) -> StationLoadState | None:
        with self._world.stations["A"].journal.reading() as local:
            own = local.loads.find(self._load)
        return own.state if own is not None and own.state in _LEFT else None

    def _points(self) -> tuple[int, int]:
        with self._world.platform.store.read() as connection:
            left = sum(lot.points for lot in points.open_lots(connection, self._card.holder, "health"))
            held = connection.scalar(
                sa.select(sa.func.coalesce(sa.func.sum(accounts.c.balance), 0)).where(
                    accounts.c.kind == "held", accounts.c.holder == self._card.holder
                )
            )
        return left, int(held or 0)


def books_wrong(world: World) -> list[str]:
    """What the books of a whole world say: ledger, journals, anomalies."""
    journals = [station.journal for station in world.stations.values()]
    wrong = list(compare(facts(world.platform.store.engine), journals).disagreements)
    with world.platform.store.read() as connection:
        found: list[Any] = list(connection.execute(sa.select(anomalies)))
    wrong += [f"anomaly {row.anomaly}" for row in found if row.anomaly not in _HARMLESS]
    return wrong
