"""How `central_0010` in `tests/data/stores/` was made: `python -m tests.central.released DIRECTORY`, once per released schema.

It fills a demo platform on SQLite by the code of its time; what it leaves is never touched again, and tests work on copies.
"""

import contextlib
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from uuid import UUID, uuid4

from central import keys, store
from central.access import record_reads, service_keys, staff_sessions
from central.access.service_keys import NewKey
from central.money import award_files, budgets
from central.platform import Platform
from central.schema import programmes
from citycard_app.demo_programme import demo_programme
from domain.wire_activities import Register
from tests.central.application_rig import Office
from tests.central.field import CLERK, HOUR, a_medium, a_person, give, import_person, op_id_of
from tests.central.load_rig import LoadStation, import_purse_holder
from tests.central.office import a_caller, an_activity, ask
from tests.central.settlement_rig import answer, received, sent
from tests.central.test_draws import a_draw, tickets
from tests.clocks import SetClock


def fill(platform: Platform, clock: SetClock) -> None:
    """Something of every part that a later schema could lose."""
    counter, event = LoadStation(platform, ["counter", "kiosk", "event"]), LoadStation(platform, ["event"])
    people = [import_person(platform, number) for number in (1, 2, 3)]
    purse_holder = import_purse_holder(platform, 4)
    _money(platform, counter, people, purse_holder)
    _activities(platform, event, people)
    _office(platform, counter, people)
    clock.advance(60)


def _money(platform: Platform, counter: LoadStation, people: list[UUID], purse_holder: UUID) -> None:
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        programme = platform.authority.programme
        change = {"agency": "衛生局", "point_kind": "health", "points": 1_000, "now_ms": now_ms}
        budgets.change(connection, programme, op_id=uuid4(), **change)
    for holder in people:
        give(platform, holder, 100)
    give(platform, purse_holder, 200)
    for number, points in ((1, 40), (2, 30)):
        counter.say(counter.wish(a_medium(number), points))
    received(platform, answer(sent(platform), "confirmed", "over_limit"), partial=True)
    counter.say(counter.wish(a_medium(1), 10))
    confirmed = counter.intent(4, points=50)
    counter.say(confirmed)
    counter.say(counter.committed(op_id_of(confirmed), number=4))
    voided = counter.intent(4, points=20)
    counter.say(voided)
    counter.say(counter.tombstone(op_id_of(voided), number=4))
    counter.say(counter.intent(4, points=30))
    rows = "".join(f"示範-{number},national_id,{a_person(number).national_id},health,15,示範講座\n" for number in (1, 2))
    content = ("reference,person_type,person,point_kind,points,activity\n" + rows).encode()
    words = {"agency": "衛生局", "made_by": CLERK, "all_or_nothing": True, "dry_run": False, "most": 1}
    award_files.receive(platform.store, platform.authority, content, now_ms=now_ms, **words)


def _activities(platform: Platform, event: LoadStation, people: list[UUID]) -> None:
    organiser = a_caller(event)
    ask(platform, organiser, "/v1/activities/save", an_activity(platform, capacity=1, budget=500))
    digest_key = platform.authority.keys.digest_key_id
    for number in (1, 2):
        medium = event.digest(a_medium(number))
        wanted = Register(op_id=uuid4(), activity="a1", medium=medium, digest_key=digest_key, on=True)
        ask(platform, organiser, "/v1/activities/register", wanted)
    stay = event.sign_in(a_medium(1), at_ms=platform.now_ms() - HOUR)
    event.upload(stay, event.sign_out(a_medium(1), stay), event.sign_in(a_medium(2)))
    give(platform, people[0], 50, kind="campaign")
    ask(platform, organiser, "/v1/draws/save", a_draw(platform))
    ask(platform, organiser, "/v1/draws/tickets", tickets(platform, 1, 2))


def _office(platform: Platform, counter: LoadStation, people: list[UUID]) -> None:
    office = Office(platform)
    office.love(21)
    office.love(22)
    office.check()
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        service_keys.add(connection, NewKey(name="示範系統", agency="衛生局", scopes=["awards"]), now_ms)
        staff_sessions.begin(connection, CLERK, platform.authenticate(counter.token), now_ms)
        reading = {"reader": CLERK, "agency": "", "what": "registry", "reason": "示範"}
        record_reads.note(connection, people[0], now_ms=now_ms, **reading)


def main(directory: Path) -> None:
    """Write `central.sql` and the key file."""
    directory.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as made:
        clock = SetClock()
        with contextlib.closing(Platform.open(Path(made), demo_programme(), True, clock)) as platform:
            fill(platform, clock)
            with platform.store.write() as connection:
                connection.execute(programmes.update().values(text=""))
        shutil.copy(Path(made) / keys.FILE, directory / keys.FILE)
        with contextlib.closing(sqlite3.connect(Path(made) / store.FILE)) as database:
            lines = "\n".join(database.iterdump())
    head = "-- A demo platform's database as its schema left it (tests/central/released.py). The programme is left out.\n"
    (directory / "central.sql").write_text(f"{head}{lines}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
