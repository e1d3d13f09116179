"""A city's table, `tables/<city>.toml`: who applies, and what the published rules give them.

Each applicant names the rule that decides, in words that stand in a source of the programme file, or `unknown`. Every kind is
`allowed` (documents by id in the file's order, whole NT$) or `refused` (ids of unmet requirements, then obstacles).
"""

from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from domain import programme_file
from domain.eligibility import Applicant, Obstacle
from domain.programme import Programme

PROGRAMMES = Path(__file__).parents[2] / "assets" / "programmes"
TABLES = Path(__file__).parent / "tables"
CITIES = sorted(path.stem for path in PROGRAMMES.glob("*.toml"))
UNKNOWN = "unknown"
SCENARIOS = frozenset(
    {"age_edge_before", "age_edge_on", "spouse", "proxy", "minor", "both", "moved_away", "second_card"},
)
"""Each table has each of them: both sides of a birthday, entitled to both 敬老 and 愛心, one more card."""
UNPUBLISHED = frozenset({Obstacle.RULE_UNPUBLISHED, Obstacle.DOCUMENTS_UNPUBLISHED, Obstacle.FEE_UNPUBLISHED})


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Given(Row):
    documents: list[str]
    fee: int


class Person(Row):
    who: str
    rule: str
    born: date
    facts: list[str]
    scenario: list[str] = []
    on: date | None = None
    district: str = ""
    held: list[str] | None = None
    had: list[str] = []
    allowed: dict[str, Given] = {}
    refused: dict[str, list[str]] = {}

    def applicant(self, programme: Programme) -> Applicant:
        return Applicant(
            birthday=self.born,
            district=self.district or programme.districts[0],
            facts=frozenset(self.facts),
            held=None if self.held is None else frozenset(self.held),
            had=frozenset(self.had),
        )


class Points(Row):
    redeemable: list[str]
    others: list[str]


class Granted(Row):
    rule: str
    kind: str
    month: date
    points: int
    district: str = ""
    facts: list[str] = []


class Entry(Row):
    rule: str
    id: str
    came: list[str]
    day: str
    percent: int


class Kinds(Row):
    rule: str
    kinds: list[str]


NONE = Kinds(rule=UNKNOWN, kinds=[])


class Table(Row):
    today: date
    applicants: list[Person]
    points: Points
    carriers: dict[str, list[str]]
    replacement: dict[str, int | Literal["unknown", "never"]]
    photo: Kinds
    grants: list[Granted] = []
    admissions: list[Entry] = []
    no_transit_chip: Kinds = NONE
    no_name_on_face: Kinds | None = None


def table(city: str) -> Table:
    return msgspec.toml.decode((TABLES / f"{city}.toml").read_text("utf-8"), type=Table)


def text(city: str) -> str:
    return (PROGRAMMES / f"{city}.toml").read_text("utf-8")


def programme(city: str) -> Programme:
    return programme_file.parse(text(city), f"{city}.toml")


def sources(city: str) -> list[str]:
    """Every source in the file, wherever it stands."""
    return list(_sources(msgspec.toml.decode(text(city))))


def _sources(part: object) -> list[str]:
    if isinstance(part, list):
        return [source for each in part for source in _sources(each)]
    if not isinstance(part, dict):
        return []
    own = [part["source"]] if "source" in part else []
    own += part.get("sources", [])
    return own + [source for each in part.values() for source in _sources(each)]
