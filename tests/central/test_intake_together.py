"""Events judged in one transaction leave what each judged in its own leaves: seeded random journals, both ways."""

import hashlib
import random
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa

from central import handlers, intake, journal, schema
from central.judging import FAULTS, Case, Judge, read
from central.sitting import NotTrusted
from central.verdict import Verdict
from domain.errors import Refused
from domain.events import PatronLookedUp, SignedEvent, SignedIn, SignedOut, StaffSignedIn, StaffUnlocked, sign
from tests.central.field import MINUTE, FieldStation, a_medium, a_person, add_activity, give, import_person, op_id_of

PEOPLE, STRANGERS = 4, 2
EVENTS, SEEDS = 80, 8


@dataclass
class World:
    """Two stations, people whom the platform knows or not yet, an activity."""

    platform: Any
    rng: random.Random
    stations: list[FieldStation] = field(default_factory=list)
    holders: list[UUID] = field(default_factory=list)
    sign_ins: list[SignedEvent] = field(default_factory=list)
    made: list[list[SignedEvent]] = field(default_factory=lambda: [[], []])
    withheld: list[SignedEvent | None] = field(default_factory=lambda: [None, None])

    def __post_init__(self) -> None:
        add_activity(self.platform)
        self.stations = [FieldStation(self.platform, ["counter", "event", "library", "kiosk"]) for _ in range(2)]
        self.holders = [import_person(self.platform, number) for number in range(PEOPLE)]
        for holder in self.holders:
            give(self.platform, holder, 30)

    def op_id(self, at_ms: int) -> UUID:
        """UUIDv7 (RFC 9562, 5.7) of the world's own randomness."""
        drawn = self.rng.getrandbits(74)
        number = at_ms << 80 | 7 << 76 | (drawn >> 62) << 64 | 2 << 62 | (drawn & ((1 << 62) - 1))
        return UUID(int=number)

    def events(self, which: int) -> list[SignedEvent]:
        """What a station has to say next: mostly sound, sometimes not."""
        at_ms = self.platform.now_ms() - self.rng.randrange(200) * MINUTE
        kwargs = {"at_ms": at_ms, "op_id": self.op_id(at_ms)}
        what = self.rng.choice(
            ["in"] * 7 + ["out"] * 7 + ["use"] * 6 + ["twin"] * 3 + ["out_first", "staff", "again", "forged", "garbage"]
            + ["later_kind", "fork", "gap", "foreign", "nobody", "poison", "wish", "issue"]
        )  # fmt: skip
        made = getattr(self, f"_{what}")(which, kwargs)
        return list(made)

    def _medium(self):
        return a_medium(self.rng.randrange(PEOPLE + STRANGERS))

    def _in(self, which, kwargs):
        self.sign_ins.append(self.stations[which].sign_in(self._medium(), **kwargs))
        return self.sign_ins[-1:]

    def _out(self, which, kwargs):
        if not self.sign_ins:
            return []
        came = self.rng.choice(self.sign_ins)
        kwargs["at_ms"] = self.platform.now_ms() - self.rng.randrange(30) * MINUTE
        return [self.stations[which].sign_out(self._medium(), came, screen=(60, 10), **kwargs)]

    def _out_first(self, which, kwargs):
        """A sign-out that waits for a sign-in of the same batch."""
        medium, station, came = self._medium(), self.stations[which], self.op_id(kwargs["at_ms"])
        payload = SignedOut(activity="a1", sign_in=came, minutes=0, points=0)
        left = station.act(payload, medium=medium, **(kwargs | {"at_ms": self.platform.now_ms()}))
        arrived = station.act(SignedIn(activity="a1", walk_in=True), medium=medium, **(kwargs | {"op_id": came}))
        return [left, arrived]

    def _use(self, which, kwargs):
        return [self.stations[which].act(PatronLookedUp(service="typl", found=self.rng.random() < 0.5), **kwargs)]

    def _staff(self, which, kwargs):
        return [self.stations[which].act(StaffSignedIn(), **kwargs)]

    def _again(self, which, _):
        return [self.rng.choice(self.made[which])] if self.made[which] else []

    def _poison(self, which, kwargs):
        return [self.stations[which].act(StaffUnlocked(staff="poison"), **kwargs)]

    def _nobody(self, which, kwargs):
        return [self.stations[which].sign_in(self._medium(), "a1", operator="nobody", **kwargs)]

    def _wish(self, which, kwargs):
        return [self.stations[which].wish(self._medium(), 10, **(kwargs | {"at_ms": self.platform.now_ms()}))]

    def _issue(self, which, kwargs):
        number = PEOPLE + self.rng.randrange(STRANGERS)
        return [self.stations[which].issue(a_person(number), a_medium(number), **kwargs)]

    def _forged(self, which, kwargs):
        signed = self.stations[which].act(StaffSignedIn(), **kwargs)
        return [msgspec.structs.replace(signed, signature=bytes(64))]

    def _garbage(self, which, _):
        return [self._signed(which, b"garbage %d" % len(self.made[which]))]

    def _later_kind(self, which, kwargs):
        body = msgspec.json.decode(msgspec.json.encode(self.stations[which].event(StaffSignedIn(), **kwargs)))
        return [self._signed(which, msgspec.json.encode(body | {"payload": {"kind": "card.blessed"}}))]

    def _signed(self, which: int, body: bytes) -> SignedEvent:
        digest, station = hashlib.sha256(body).digest(), self.stations[which]
        signature = station.key.sign(b"citycard event v1\0" + digest)
        return station.journal(SignedEvent(body=body, hash=digest, signature=signature))

    def _fork(self, which, kwargs):
        station = self.stations[which]
        return [sign(station.event(StaffSignedIn(), **kwargs), station.key, None)]

    def _twin(self, which, kwargs):
        if not self.sign_ins:
            return []
        taken = op_id_of(self.rng.choice(self.sign_ins[-3:]))
        return [self.stations[which].act(StaffSignedIn(), **(kwargs | {"op_id": taken}))]

    def _gap(self, which, kwargs):
        """What is kept back now comes with all that followed it at the next gap."""
        kept, self.withheld[which] = self.withheld[which], self.stations[which].act(StaffSignedIn(), **kwargs)
        return [] if kept is None else [kept, *self.made[which][-20:], self.withheld[which]]

    def _foreign(self, which, kwargs):
        station = self.stations[which]
        return [sign(station.event(StaffSignedIn(), station=self.stations[1 - which].enrolled.identity.station, **kwargs),
                     station.key, None)]  # fmt: skip


class _Undone(Exception):
    """Takes a transaction back."""


def tables(connection: sa.Connection) -> dict[str, list[str]]:
    """All that judging writes, without the numbers that a database gives."""
    chosen = (schema.outcomes, schema.anomalies, schema.waiting, schema.station_chains, schema.attendance)
    chosen += (schema.attendance_acts, schema.service_use, schema.operations, schema.lots, schema.transfers, schema.accounts)
    given = {"id", "lot", "payer", "payee"}
    names = {table: [column for column in table.c if column.name not in given] for table in chosen}
    return {table.name: sorted(str(row) for row in connection.execute(sa.select(*names[table]))) for table in chosen}


def compared(platform, *offered: tuple[FieldStation, list[Case]]) -> bool:
    """Judge events together and take that back, then one by one; False when they cannot be judged together."""
    asked = [(platform.authenticate(station.token), cases) for station, cases in offered]
    judge = partial(Judge, authority=platform.authority, clock=platform.clock)
    together = None
    try:
        with platform.store.write() as connection:
            together = judge(connection, careful=False).judge(asked), tables(connection)
            raise _Undone
    except (_Undone, NotTrusted, *FAULTS, Refused):
        pass
    with platform.store.write() as connection:
        outcomes = [[judge(connection, careful=True).judge([(who, [case])])[0][0] for case in cases] for who, cases in asked]
        alone = outcomes, tables(connection)
    assert together is None or together == alone
    return together is not None


def broken(act):
    if act.event.payload.staff == "poison":
        raise ValueError("broken on purpose")
    return Verdict()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_together_is_as_one_by_one(platform, monkeypatch, seed):
    monkeypatch.setitem(handlers.HANDLERS, StaffUnlocked, broken)
    world = World(platform, random.Random(seed))
    done, judged_together = 0, 0
    while done < EVENTS:
        which = world.rng.randrange(2)
        batch = [event for _ in range(world.rng.randrange(1, 24)) for event in world.events(which)]
        world.made[which] += batch
        done += len(batch)
        station = world.stations[which]
        sender = station.enrolled.identity.station
        with platform.store.write() as connection:
            received = journal.keep(connection, [(sender, signed) for signed in batch], platform.now_ms())
        readings = [read(signed, station.key.public_key()) for signed in batch]
        for some in intake._portions(list(map(Case, received, readings))):
            judged_together += len(some) if compared(platform, (station, some)) else 0
    assert judged_together > EVENTS // 3


@pytest.mark.parametrize("seed", range(SEEDS // 2))
def test_a_few_light_events_of_two_stations_together_are_as_one_by_one(platform, monkeypatch, seed):
    monkeypatch.setitem(handlers.HANDLERS, StaffUnlocked, broken)
    world = World(platform, random.Random(100 + seed))
    judged_together = 0
    for _ in range(EVENTS // 4):
        offered = []
        for which, station in enumerate(world.stations):
            made = [event for _ in range(world.rng.randrange(1, 3)) for event in world.events(which)]
            world.made[which] += made
            with platform.store.write() as connection:
                kept = journal.keep(connection, [(station.enrolled.identity.station, one) for one in made], platform.now_ms())
            cases = [Case(*both) for both in zip(kept, (read(one, station.key.public_key()) for one in made), strict=True)]
            offered.append((station, cases))
        light = all(case.reading.company == "light" for _, cases in offered for case in cases)
        if light and compared(platform, *offered):
            judged_together += sum(len(cases) for _, cases in offered)
        elif not light:
            for station, cases in offered:
                for case in cases:
                    compared(platform, (station, [case]))
    assert judged_together > EVENTS // 8
