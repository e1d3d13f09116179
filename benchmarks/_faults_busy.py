"""The process that is killed: a real station at which somebody taps twenty times a second, and what its screen called done.

It writes down each act when the desk has returned, as a window would show it then: a line that has reached the operating
system outlives the process.
"""

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import msgspec

from benchmarks._faults_cast import BIRTHDAY, MEDIA, PEOPLE, PIN, STAFF
from benchmarks._tearing_prover import quiet
from citycard_app.demo_data import SIGNED
from domain.errors import CityCardError
from domain.media import Medium, MediumType
from domain.ports import CardPresented, ReaderEvent
from reader_drivers.virtual import field
from station.settings import StationSettings
from station.station import Station
from station.wiring import open_station

ACTIVITY = "demo-volunteer"
READER = "busy"
_TAP_S = 0.05
_DESK_S = 0.11
_DRAINED_S = 60.0


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is to do. `done`: the file that it writes to; `until_drained`: send what is there, and end."""

    settings: StationSettings
    done: str
    instance: str
    until_drained: bool = False


def run(order: Order) -> None:
    """Until it is killed, or drained."""
    quiet()
    station = open_station(order.settings, instance=order.instance)
    if order.until_drained:
        _drain(station)
        return
    with Path(order.done).open("ab", buffering=0) as file:
        busy = _Busy(station, lambda line: os.write(file.fileno(), f"{line}\n".encode()))
        busy.run()


def _drain(station: Station) -> None:
    station.start()
    deadline_s = time.monotonic() + _DRAINED_S
    while station.status().queue and time.monotonic() < deadline_s:
        time.sleep(0.05)
    station.stop()


class _Busy:
    """Everybody at one station."""

    def __init__(self, station: Station, write: Callable[[str], object]) -> None:
        self._station = station
        self._write = write
        self._field = field(READER)

    def run(self) -> None:
        """For ever."""
        station = self._station
        station.cards.subscribe(self._on_reader)
        station.start()
        self._write("open")
        with contextlib.suppress(CityCardError):
            station.staff.sign_in(STAFF["clerk"][0], PIN)
        threading.Thread(target=self._desk, name="desk", daemon=True).start()
        while True:
            self._field.place(Medium(MediumType.UID, b"\x04" + secrets.token_bytes(6)))
            time.sleep(_TAP_S)

    def _on_reader(self, event: ReaderEvent) -> None:
        """A card is on the reader: the event desk's screen."""
        if not isinstance(event, CardPresented) or event.medium is None:
            return
        with contextlib.suppress(CityCardError):
            if self._station.events.tap(ACTIVITY, event.medium).did == "in":
                with self._station._context.journal.reading() as local:
                    stay = local.presence(ACTIVITY, self._station.digest(event.medium))
                if stay is not None:
                    self._shown(stay.sign_in)

    def _desk(self) -> None:
        """Cards and wishes, at another screen."""
        number = 0
        while True:
            number += 1
            with contextlib.suppress(CityCardError):
                self._shown(self._wish() if number % 2 else self._card())
            time.sleep(_DESK_S)

    def _wish(self) -> UUID:
        redeeming, medium = self._station.redeeming, secrets.choice(MEDIA[:8])
        return redeeming.redeem(
            redeeming.new_op_id(), medium, purse="account", point_kind="health", amount_ntd=10, birthday=BIRTHDAY
        ).op_id

    def _card(self) -> UUID:
        person, counter = secrets.choice(PEOPLE), self._station.counter
        medium = Medium(MediumType.UID, b"\x04" + secrets.token_bytes(6))
        return counter.issue(
            counter.new_op_id(), medium, person.form, kind=person.kind, carrier="easycard", consents=["issue"], papers=SIGNED
        ).op_id

    def _shown(self, op_id: UUID) -> None:
        self._write(f"done {op_id}")
