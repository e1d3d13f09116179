"""The simulator as a process of its own, and cards that lie in a file."""

import sys
from pathlib import Path
from uuid import UUID

from domain.errors import Code, EnvironmentProblem
from domain.loads import LoadOrder, PurseReading
from reader_drivers.purses.vendor import VendorPurse
from reader_drivers.purses.vendor_simulator import TEST_CARD, CardFile, CardState

UID = bytes.fromhex(TEST_CARD)
LOAD = UUID("01890000-0000-7000-8000-000000000001")
OTHER_LOAD = UUID("01890000-0000-7000-8000-000000000002")

QUICK = (
    "import argparse, sys; from citycard_app.commands_vendor import add_arguments, run;"
    "parser = argparse.ArgumentParser(); add_arguments(parser); sys.exit(run(parser.parse_args()))"
)
"""`citycard vendor` without what the whole command line loads, for tests that start it often."""


class Card:
    """A `CardChannel`: a storage card's UID, or nothing there."""

    def __init__(self, uid: bytes = UID) -> None:
        self.uid = uid
        self.there = True

    def transmit(self, command: bytes) -> bytes:
        if not self.there:
            raise EnvironmentProblem(Code.CARD_REMOVED)
        return self.uid + b"\x90\x00" if command == bytes.fromhex("FFCA000000") else b"\x6d\x00"


def simulator(cards: Path, *kinds: str, through_reader: bool = False) -> list[str]:
    words = [sys.executable, "-c", QUICK, "simulate", "--cards", str(cards)]
    return [*words, *(["--through-reader"] if through_reader else []), *(["--misbehave", *kinds] if kinds else [])]


def purse(cards: Path, *kinds: str, timeout_s: float = 5.0, through_reader: bool = False) -> VendorPurse:
    return VendorPurse(simulator(cards, *kinds, through_reader=through_reader), timeout_s)


def state(cards: Path) -> CardState:
    return CardFile(cards).get(TEST_CARD)


def order(before: PurseReading, amount_ntd: int = 50, load: UUID = LOAD) -> LoadOrder:
    return LoadOrder(load=load, amount_ntd=amount_ntd, seq=before.seq + 1, station="s1", at_ms=1_790_000_000_000)
