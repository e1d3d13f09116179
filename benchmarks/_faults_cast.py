"""Who and what there is in a simulated city: people, cards, staff, activities, and a platform that knows some of them."""

import atexit
import contextlib
import functools
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import argon2
import msgspec
from argon2.profiles import CHEAPEST

from benchmarks._faults_time import Truth
from benchmarks._tearing_prover import memory
from central import admin
from central.platform import Platform
from citycard_app.demo_programme import demo_programme
from domain import taipei
from domain.events import Particulars
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.national_id import check_digit
from domain.wire import ActivityRow
from station.views import ParticularsForm

PIN = "246810"
BIRTHDAY = "0105"
STAFF = {
    "clerk": (Medium(MediumType.UID, bytes.fromhex("04D3C1A2E06780")), ["clerk", "event", "librarian"]),
    "guide": (Medium(MediumType.UID, bytes.fromhex("04D3C1A2E06782")), ["event"]),
    "supervisor": (Medium(MediumType.UID, bytes.fromhex("04D3C1A2E06781")), ["supervisor"]),
}
ACTIVITIES = {"demo-talk": "health_talk", "demo-volunteer": "volunteer", "demo-meeting": "meeting"}
SERVICE = "typl"
_HOLDERS = 8
_PEOPLE = 16
_MEDIA = 40
_FOUNDED = 5
"""People who have two hundred health points at the beginning."""
_POINTS = 200
_DAY_MS = 86_400_000


class Person(msgspec.Struct, frozen=True):
    """Somebody made up."""

    number: int

    @property
    def national_id(self) -> str:
        """With the right check digit."""
        first = f"H{1 + self.number % 2}00{self.number:05d}"
        return first + check_digit(first)

    @property
    def birthday(self) -> date:
        """Older people may have a senior's card."""
        return date(1948 if self.number % 3 else 1990, 1, 5)

    @property
    def kind(self) -> str:
        """The kind of card that they ask for."""
        return "senior" if self.number % 3 else "general"

    @property
    def form(self) -> ParticularsForm:
        """As a clerk takes them down."""
        return ParticularsForm(
            name=f"示範市民{self.number}",
            national_id=self.national_id,
            birthday=self.birthday.isoformat(),
            district="桃園區",
            facts=frozenset({"resident", "lives_here"}),
        )


PEOPLE = [Person(number) for number in range(_PEOPLE)]
MEDIA = [Medium(MediumType.UID, bytes([4]) + number.to_bytes(6, "big")) for number in range(1, _MEDIA)]
"""The first belong to the first people from the beginning; the others are blank."""
STRANGERS = [Medium(MediumType.UID, bytes([4, 0x77]) + number.to_bytes(5, "big")) for number in range(4)]


@functools.cache
def founded() -> Path:
    """The folder of a platform as every simulation finds it, made once."""
    directory = Path(tempfile.mkdtemp(prefix="citycard-faults-founded-", dir=memory()))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    with (
        cheap_pins(),
        contextlib.closing(Platform.open(directory, demo_programme(), demo=True, clock=Truth())) as platform,
    ):
        _people(platform)
        for staff, (medium, roles) in STAFF.items():
            admin.add_staff(platform, staff, name=f"示範{staff}", roles=roles, medium=medium, pin=PIN)
    return directory


@contextlib.contextmanager
def cheap_pins() -> Iterator[None]:
    """Argon2id with its least parameters: proving a PIN is slow on purpose, and thousands are proved here."""
    real = argon2.PasswordHasher.__init__
    cheapest = {"time_cost": CHEAPEST.time_cost, "memory_cost": CHEAPEST.memory_cost, "parallelism": CHEAPEST.parallelism}
    argon2.PasswordHasher.__init__ = functools.partialmethod(real, **cheapest)  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        argon2.PasswordHasher.__init__ = real  # type: ignore[method-assign]


def _people(platform: Platform) -> None:
    now_ms = platform.now_ms()
    for activity, kind in ACTIVITIES.items():
        admin.add_activity(platform, activity_row(activity, kind, now_ms))
    for person, medium in zip(PEOPLE[:_HOLDERS], MEDIA, strict=False):
        holder = admin.import_holder(platform, particulars(person, medium), medium, person.kind, "easycard")
        if person.number < _FOUNDED:
            op_id = new_op_id(now_ms)
            admin.award(
                platform, holder, point_kind="health", points=_POINTS, agency="衛生局", activity="示範健走", op_id=op_id
            )
        if person.number % 2:
            admin.add_patron(platform, SERVICE, holder, f"L-{person.number:04d}", good_standing=person.number != 1)
        if person.number < 3:
            admin.register_for_activity(platform, "demo-talk", holder)
    admin.grant_month(platform, taipei.day(now_ms))


def particulars(person: Person, medium: Medium) -> Particulars:
    """What the platform is told of a person and their card."""
    return Particulars(
        name=person.form.name,
        national_id=person.national_id,
        birthday=person.birthday.isoformat(),
        district=person.form.district,
        facts=sorted(person.form.facts),
        uid=medium.value,
    )


def activity_row(activity: str, kind: str, now_ms: int) -> ActivityRow:
    """An activity that goes on for a month."""
    return ActivityRow(
        activity=activity,
        title=f"示範活動 {activity}",
        agency="社會局",
        type=kind,
        starts_ms=now_ms,
        ends_ms=now_ms + 30 * _DAY_MS,
        open=True,
    )
