"""What an action of `citycard admin` is, and how the words that several of them take are read."""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from domain.media import Medium, MediumType
from domain.taipei import TAIPEI

STATION_ROLES = ("counter", "event", "library", "office", "kiosk", "personalise")
STAFF_ROLES = ("clerk", "event", "librarian", "supervisor", "organiser", "reviewer", "technician", "auditor")


@dataclass(frozen=True)
class Action:
    """`arguments` gives a parser what the action takes. What carries it out is found by its name."""

    name: str
    zh: str
    en: str
    arguments: Callable[[argparse.ArgumentParser], None]


def uid(text: str) -> Medium:
    """A card's UID as hexadecimal digits, `04:A1:…` or without colons. Raises `argparse.ArgumentTypeError`."""
    digits = re.sub(r"[:\s-]", "", text)
    try:
        value = bytes.fromhex(digits)
    except ValueError:
        value = b""
    if len(value) not in {4, 7, 10}:
        raise argparse.ArgumentTypeError("UID: 4, 7 或 10 個位元組的十六進位 (4, 7 or 10 bytes in hexadecimal)")
    return Medium(MediumType.UID, value)


def month(text: str) -> date:
    """`2026-01`. Raises `argparse.ArgumentTypeError`."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError("月份寫成 2026-01 (a month is written 2026-01)") from None


def moment_ms(text: str) -> int:
    """`2026-01-05T09:00`, Taipei time unless it says otherwise, as milliseconds since 1970-01-01T00:00Z.

    Raises `argparse.ArgumentTypeError`.
    """
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("時間寫成 2026-01-05T09:00 (a time is written 2026-01-05T09:00)") from None
    return int((read if read.tzinfo else read.replace(tzinfo=TAIPEI)).timestamp()) * 1000


def agency_may_be_new(parser: argparse.ArgumentParser) -> None:
    """The word that a name of an agency is no slip."""
    parser.add_argument("--new-agency", action="store_true", help="這是新的機關名稱 (an agency that nobody has named before)")


def none(_parser: argparse.ArgumentParser) -> None:
    """For actions that take none."""
