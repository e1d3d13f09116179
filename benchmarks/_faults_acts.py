"""What people do at simulated stations: every kind of act, with any card, anywhere, also twice and at two places at once."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from benchmarks._faults_cast import ACTIVITIES, BIRTHDAY, MEDIA, PEOPLE, PIN, STAFF, STRANGERS
from benchmarks._faults_station import SimStation
from benchmarks._faults_world import World
from citycard_app.demo_data import SIGNED
from domain.card_states import CardAct
from domain.events import (
    AdmissionEntered,
    AttendanceUndone,
    BoundMedium,
    CardReplaced,
    CardStateChanged,
    CardUnbound,
    CodeUsed,
    Payload,
    SatisfactionAnswered,
    SignedIn,
    StockCounted,
    decode,
)
from domain.media import Medium
from domain.sealing import seal
from station.station import Station

_WRONG_PIN = "000000"
_DILIGENCE = 0.6
_AMOUNTS = (10, 20, 50, 100, 200)


class People:
    """Everybody in a world who does something."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._pressed: dict[str, Callable[[Station], object]] = {}
        """By station: its last act that may be pressed again."""
        self._acts: dict[Callable[[], str], int] = {
            self.tap: 30,
            self.staff_in: 3,
            self.staff_out: 1,
            self.wrong_pin: 2,
            self.unlock: 1,
            self.issue: 10,
            self.bind: 5,
            self.library: 5,
            self.redeem: 9,
            self.balance: 4,
            self.press_again: 5,
            self.journaled: 8,
        }

    def one_act(self) -> None:
        """Somebody does something."""
        act = self._chance.choices(list(self._acts), list(self._acts.values()))[0]
        self._world.acts[act.__name__] += 1
        self._world.note(act())

    def _at(self, station: SimStation, what: str, act: Callable[[Station], object], *, again: bool = False) -> str:
        if station.program is not None and station.program.staff.session is None and self._chance.random() < _DILIGENCE:
            self._somebody_comes(station)
        if again:
            self._pressed[station.name] = act
        return f"{station.name} {what}: {station.do(what, act)}"

    def _medium(self) -> Medium:
        return self._chance.choice(STRANGERS) if self._chance.random() < 0.08 else self._chance.choice(MEDIA)

    # --- staff ---

    def _somebody_comes(self, station: SimStation) -> None:
        """Where nobody works, somebody begins to, most of the time."""
        if "kiosk" not in station.roles:
            who = self._chance.choice(["clerk", "clerk", "guide", "supervisor"])
            end = station.do("signs in", lambda program: program.staff.sign_in(STAFF[who][0], PIN))
            self._world.note(f"{station.name} {who} signs in: {end}")

    def staff_in(self) -> str:
        """Somebody begins to work."""
        station, who = self._world.any_station("counter", "event", "library"), self._chance.choice(list(STAFF))
        return self._at(station, f"{who} signs in", lambda program: program.staff.sign_in(STAFF[who][0], PIN))

    def staff_out(self) -> str:
        """Whoever works there leaves."""
        station = self._world.any_station("counter", "event", "library")
        return self._at(station, "staff signs out", lambda program: program.staff.sign_out("left"))

    def wrong_pin(self) -> str:
        """Somebody mistypes."""
        station, who = self._world.any_station("counter", "event", "library"), self._chance.choice(list(STAFF))
        return self._at(station, f"{who} mistypes", lambda program: program.staff.sign_in(STAFF[who][0], _WRONG_PIN))

    def unlock(self) -> str:
        """A supervisor lifts a lock."""
        station, who = self._world.any_station("counter", "event", "library"), self._chance.choice(["clerk", "guide"])
        supervisor = STAFF["supervisor"][0]
        return self._at(station, f"unlocks {who}", lambda program: program.staff.unlock(supervisor, PIN, who))

    # --- cards ---

    def issue(self) -> str:
        """Somebody is given a card, whatever they have been given elsewhere."""
        station, person, medium = self._world.any_station("counter"), self._chance.choice(PEOPLE), self._medium()
        op_id: list[UUID] = []

        def act(program: Station) -> object:
            op_id.extend([] if op_id else [program.counter.new_op_id()])
            return program.counter.issue(
                op_id[0], medium, person.form, kind=person.kind, carrier="easycard", consents=["issue"], papers=SIGNED
            )

        return self._at(station, f"issues {medium.value.hex()} to {person.number}", act, again=True)

    def bind(self) -> str:
        """Somebody ties another medium to themselves."""
        station, medium, via = self._world.any_station("counter"), self._medium(), self._medium()
        op_id: list[UUID] = []

        def act(program: Station) -> object:
            op_id.extend([] if op_id else [program.counter.new_op_id()])
            return program.counter.bind(op_id[0], medium, via, "ipass")

        return self._at(station, f"binds {medium.value.hex()} by {via.value.hex()}", act, again=True)

    # --- services ---

    def tap(self) -> str:
        """Somebody comes to an activity, or goes, or has forgotten which."""
        station, medium = self._world.any_station("event"), self._medium()
        activity = self._chance.choice(list(ACTIVITIES))
        what = f"taps {medium.value.hex()} for {activity}"
        return self._at(station, what, lambda program: program.events.tap(activity, medium), again=True)

    def library(self) -> str:
        """A library's desk asks for a patron."""
        station, medium = self._world.any_station("library"), self._medium()
        return self._at(station, f"looks up {medium.value.hex()}", lambda program: program.library.patron(medium))

    def redeem(self) -> str:
        """Somebody wishes for stored value, whatever they have wished for elsewhere."""
        station, medium = self._world.any_station("kiosk", "counter"), self._chance.choice(MEDIA[:8])
        birthday, amount = (BIRTHDAY if self._chance.random() < 0.9 else "0230"), self._chance.choice(_AMOUNTS)
        op_id: list[UUID] = []

        def act(program: Station) -> object:
            op_id.extend([] if op_id else [program.redeeming.new_op_id()])
            return program.redeeming.redeem(
                op_id[0], medium, purse="account", point_kind="health", amount_ntd=amount, birthday=birthday
            )

        return self._at(station, f"redeems {amount} of {medium.value.hex()}", act, again=True)

    def balance(self) -> str:
        """Somebody lays a card on a kiosk's reader."""
        station, medium = self._world.any_station("kiosk", "counter"), self._medium()
        return self._at(station, f"balance of {medium.value.hex()}", lambda program: program.redeeming.balance(medium))

    def press_again(self) -> str:
        """The same button once more: after a failure, a restart, or for no reason."""
        station = self._world.any_station()
        act = self._pressed.get(station.name)
        return f"{station.name} presses nothing" if act is None else self._at(station, "presses again", act)

    # --- what no desk of this version does yet ---

    def journaled(self) -> str:
        """An act of a kind that stations may send, journaled as a desk would."""
        station = self._world.any_station("counter", "event")
        medium, other = self._medium(), self._medium()
        number = self._chance.randrange(8)
        seconds = self._chance.randrange(10_000)

        def act(program: Station) -> object:
            context = program._context
            digest = context.digest(medium)
            sealed: bytes | None = None
            payload: Payload
            match number:
                case 0:
                    payload = SatisfactionAnswered(service="counter", answer=1 + seconds % 5)
                case 1:
                    payload = AttendanceUndone(sign_in=self._some_sign_in() or context.new_op_id())
                case 2:
                    acts = list(CardAct)
                    payload = CardStateChanged(act=acts[seconds % len(acts)], seen="", reason="示範")
                case 3:
                    payload = AdmissionEntered(admission="demo_expo", place="示範園區 A", percent=100)
                case 4:
                    payload = CodeUsed(cti=seconds.to_bytes(8, "big"), purpose="present", expires_ms=context.now_ms() + seconds)
                case 5:
                    payload = CardUnbound(reason="示範")
                case 6:
                    payload = StockCounted(box="示範箱", card_kind="general", carrier="easycard", cards=seconds % 50)
                case _:
                    sealed = seal(context.sealing_key(), msgspec.json.encode(BoundMedium(uid=medium.value)))
                    payload = CardReplaced(old_medium=context.digest(other), carrier="easycard", reason="lost", fee_ntd=0)
            operator = context.attendant() or "clerk"
            with context.journal.act() as journal:
                return journal.append(payload, medium=digest, operator=operator, sealed=sealed)

        return self._at(station, f"journals {number}", act)

    def _some_sign_in(self) -> UUID | None:
        """Of whichever station."""
        running = [station for station in self._world.stations.values() if station.program is not None]
        events = [decode(signed.body) for station in running for signed in list(station.journal.events())[-40:]]
        found = [event.op_id for event in events if isinstance(event.payload, SignedIn)]
        return self._chance.choice(found) if found else None
