"""A city whose stations ask the platform by a way that tests disturb, each by a clock of its own."""

from pathlib import Path
from uuid import UUID

import msgspec

from central import admin
from citycard_app.demo_data import CARDS
from domain.events import Event, Payload, RedeemRequested, SecondFactor
from domain.ports import Clock
from domain.sealing import seal
from domain.wire import Outcome
from offline_store.vault import open_vault
from station.clock import SystemClock
from station.settings import StationSettings, StoreSettings
from station.station import Station
from station.views import Connection, RedeemView
from tests.faults.way import Way
from tests.station_rig import City

HOUR_MS = 3_600_000
_KIOSKS, _DESKS = ["kiosk"], ["counter", "event", "library"]
BIRTHDAY = "0105"
"""The senior's, as a second factor."""


class World(Clock):
    """The true time, which tests move on: by it goes the platform."""

    def __init__(self) -> None:
        self.later_s = 0.0
        self._real = SystemClock()

    def now_ms(self) -> int:
        return self._real.now_ms() + round(self.later_s * 1000)

    def monotonic_s(self) -> float:
        return self._real.monotonic_s() + self.later_s


class Shifted(Clock):
    """A station's clock, wrong by so much."""

    def __init__(self, world: World) -> None:
        self.by_ms = 0
        self._world = world

    def now_ms(self) -> int:
        return self._world.now_ms() + self.by_ms

    def monotonic_s(self) -> float:
        return self._world.monotonic_s()


class FaultCity(City):
    """`city.way` lies between. Desks are `counter`, `counter2`, …, `kiosk`, `kiosk2`, …"""

    def __init__(self, directory: Path) -> None:
        self.world = World()
        super().__init__(directory, self.world)
        self.way = Way(self.platform.url)
        self.clocks: dict[str, Shifted] = {}
        self.answer_s = 5.0
        self.most_queued = StoreSettings().most_queued

    def settings(self, desk: str) -> StationSettings:
        made = super().settings(desk)
        by_the_way = msgspec.structs.replace(made.platform, url=self.way.url, answer_s=self.answer_s)
        store = msgspec.structs.replace(made.store, most_queued=self.most_queued)
        return msgspec.structs.replace(made, platform=by_the_way, store=store)

    def code(self, desk: str) -> str:
        if desk in ("counter", "kiosk"):
            return super().code(desk)
        roles = _KIOSKS if desk.startswith("kiosk") else _DESKS
        return admin.create_enrolment_code(self.platform.platform, f"示範 {desk}", "示範區公所", roles)

    def clock(self, desk: str) -> Shifted:
        return self.clocks.setdefault(desk, Shifted(self.world))

    def later(self, seconds: float) -> None:
        """Time goes by, for everybody."""
        self.world.later_s += seconds

    def token(self, desk: str) -> str:
        """What the station at `desk` proves itself with."""
        kept = open_vault(self.settings(desk).directory, "file").load()
        assert kept is not None
        return kept.token

    # --- acts ---

    def write(self, desk: str, payload: Payload, **more: object) -> Event:
        """Journal an act as a desk would, without asking any rule."""
        with self.station(desk)._context.journal.act() as act:
            return act.append(payload, **more)  # type: ignore[arg-type]

    def wish(self, desk: str, amount_ntd: int = 50, op_id: UUID | None = None) -> RedeemView:
        """The senior redeems points."""
        desk_ = self.station(desk).redeeming
        return desk_.redeem(
            op_id or desk_.new_op_id(),
            self.medium("senior"),
            purse="account",
            point_kind="health",
            amount_ntd=amount_ntd,
            birthday=BIRTHDAY,
        )

    def write_wish(self, desk: str, amount_ntd: int, op_id: UUID | None = None) -> Event:
        """The same, written straight into the journal."""
        context = self.station(desk)._context
        sealed = seal(context.sealing_key(), msgspec.json.encode(SecondFactor(birthday=BIRTHDAY)))
        payload = RedeemRequested(purse="account", point_kind="health", points=amount_ntd, amount_ntd=amount_ntd)
        return self.write(desk, payload, medium=context.digest(self.medium("senior")), sealed=sealed, op_id=op_id)

    # --- the platform ---

    def cut(self, desk: str) -> None:
        """Only this station is cut off, until `city.way.clear()`."""
        known = f"Bearer {self.token(desk)}"
        self.way.do(lambda asked: None if asked.headers.get("Authorization") == known else self.way.forward(asked))

    def away(self, *desks: str) -> None:
        """The platform goes away, and these stations notice."""
        self.platform.stop()
        for desk in desks:
            self.until_offline(desk)

    def back(self, *desks: str) -> None:
        """The platform is there again, and these stations have told it everything."""
        self.platform.start()
        for desk in desks:
            self.until_online(desk)

    def hurry(self, desk: str) -> None:
        """Nobody waits for the pause after a failure."""
        self.station(desk)._context.sync.wake()

    def until_online(self, desk: str) -> None:
        """As a city's, but nobody waits for the pause after a failure."""
        station = self.station(desk)

        def settled() -> bool:
            status = station.status()
            if status.problem is not None or status.queue:
                self.hurry(desk)
            here = status.downloading is None and status.queue == 0 and status.reader_ready
            return status.connection is Connection.ONLINE and here

        self.until(settled)
        self.until(lambda: station.counter.look(CARDS["senior"].medium).known)

    def told(self, station: Station, op_id: UUID) -> Outcome:
        """The platform's word on an act, waited for."""
        return self.until(lambda: station._context.journal.outcome_of(op_id))

    def received(self, desk: str) -> list[UUID]:
        """What the platform has of a station, in the order of its receipt."""
        facts = self.facts().events.get(self.station(desk).identity.station, [])
        return [fact.op_id for fact in facts if fact.op_id is not None]

    def points(self, desk: str = "kiosk") -> int:
        """What the senior has left."""
        return self.station(desk).redeeming.balance(self.medium("senior")).redeemable_points

    def close(self) -> None:
        # Nobody listens to what they would still say.
        self.way.do(lambda _asked: None)
        super().close()
        self.way.close()
