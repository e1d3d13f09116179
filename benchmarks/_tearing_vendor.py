"""The same world with a carrier's program instead of a DESFire card: the simulator, which keeps its cards in a file."""

import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec

from benchmarks._tearing_cards import POINTS, Card, new_holder
from benchmarks._tearing_faults import FaultyCard
from benchmarks._tearing_world import World
from domain.media import Medium, MediumType
from reader_drivers.purses.vendor_simulator import CardFile, CardState
from reader_drivers.storage_card import StorageCard
from station.settings import PurseSettings

_ANSWER_S = 3.0
_PROGRAM = (
    "import argparse, sys; from citycard_app.commands_vendor import add_arguments, run;"
    "parser = argparse.ArgumentParser(); add_arguments(parser); sys.exit(run(parser.parse_args()))"
)
"""`citycard vendor` without what the whole command line loads: it is started for every case."""
_AT_COMMIT = (
    "die-before", "die-after", "hang-before", "hang-after", "torn-before", "torn-after", "garbage", "two-answers", "other-id",
    "not-utf8", "huge-line", "wrong-load", "wrong-value", "other-card",
)  # fmt: skip
_EARLIER = ("die-before:prepare", "hang-after:prepare", "torn-before:read", "garbage:prepare", "exit-at-once", "wrong-version")
_WHILE_ASKED = ("die-before:read", "hang-before:read", "garbage:read", "torn-after:read")


class VendorCard:
    """A card of the carrier's; see `Card`."""

    purse = "demo_vendor"

    def __init__(self, world: World, file: CardFile, number: int) -> None:
        uid = b"\x04" + number.to_bytes(6, "big")
        self._uid = uid.hex().upper()
        self._file = file
        self._file.put(self._uid, CardState())
        self.medium = Medium(MediumType.UID, uid)
        self.faulty = FaultyCard(StorageCard(uid), world.script)
        self.holder = new_holder(world.platform, self.medium, number, self.purse)
        self.spent = 0
        self.total = POINTS

    @property
    def value(self) -> int:
        """Whole NT$ that the card holds."""
        return self._file.get(self._uid).value_ntd

    def last_load(self) -> UUID | None:
        """The id of the last load that the card committed."""
        return self._file.get(self._uid).last_load

    def loads(self) -> list[UUID]:
        """The last load; an older one twice would show in the value."""
        last = self.last_load()
        return [] if last is None else [last]

    def shop(self, amount: int) -> None:
        """A shop takes so much off the card."""
        state = self._file.get(self._uid)
        self._file.put(self._uid, msgspec.structs.replace(state, value_ntd=state.value_ntd - amount))
        self.spent += amount


class VendorWorld(World):
    """A world whose cards are the carrier's."""

    def __init__(self, directory: Path) -> None:
        self._file = CardFile(directory / "cards.json")
        super().__init__(directory)

    def purses(self, *misbehaving: str) -> PurseSettings:
        """See `Surroundings`."""
        words = [sys.executable, "-c", f'"{_PROGRAM}"', "simulate", "--cards", f'"{self._file.path}"']
        words += ["--misbehave", *misbehaving] if misbehaving else []
        return PurseSettings(vendor_command=" ".join(words), vendor_timeout_s=_ANSWER_S)

    def make_card(self, number: int) -> Card:
        """See `World`."""
        return VendorCard(self, self._file, number)


def vendor_cases() -> Iterator[str]:
    """A program that goes wrong at the commit, before it, or when it is asked what became of it."""
    for way in ("A", "B"):
        yield from (f"load vendor0{kind}:commit / {way}" for kind in _AT_COMMIT)
        yield from (f"load vendor0{kind} / {way}" for kind in _EARLIER)
        yield from (f"load disk3before / {way} vendor0{kind} / B; debit" for kind in _WHILE_ASKED)
        yield from (f"load disk{at}{how} / {way} vendor0torn-before:prepare" for at in range(5) for how in ("before", "after"))
