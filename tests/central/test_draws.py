"""Draws at the platform: steps in their order, points spent once and given back, nothing altered once it was published."""

import subprocess
import sys
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import audit
from central.activities import draw_points
from central.api.calls import File
from central.api.doors import Anybody
from central.money import upkeep
from central.schema import draw_lists
from central.schema import draws as draw_rows
from domain import draws, taipei
from domain.draws import Prize
from domain.errors import Code, Refused
from domain.events import AttendanceUndone
from domain.wire_draws import (
    DrawAsked,
    DrawSave,
    DrawSeed,
    DrawStep,
    DrawTickets,
    DrawWinnersAsked,
    DrawWithdrawal,
)
from tests.central.field import HOUR, a_medium, give, import_person, op_id_of
from tests.central.office import a_caller, an_activity, ask, refusal
from tests.central.test_redemption import points_of
from tests.unit.domain.test_draws import part

CAMPAIGN = "campaign"
DAY_S = 24 * 3600


@pytest.fixture
def organiser(station):
    return a_caller(station)


def a_draw(platform, **changed):
    tomorrow = taipei.day(platform.now_ms()) + timedelta(days=1)
    save = DrawSave(
        op_id=uuid4(),
        draw="d1",
        title="示範抽獎",
        agency="衛生局",
        point_kind=CAMPAIGN,
        points_per_ticket=10,
        most_tickets=5,
        prizes=[Prize(name="大獎", count=1), Prize(name="小獎", count=2)],
        substitutes=2,
        seed_source="示範彩券當日號碼",
        seed_day=tomorrow.isoformat(),
    )
    return msgspec.structs.replace(save, **changed)


def noon_after(ms):
    """Noon of the next day."""
    return taipei.midnight_ms(taipei.day(ms) + timedelta(days=1)) + 12 * HOUR


def step(platform, caller, name, **changed):
    return ask(platform, caller, f"/v1/draws/{name}", DrawStep(op_id=uuid4(), draw="d1", **changed))


def refused_step(platform, caller, name):
    return refusal(platform, caller, f"/v1/draws/{name}", DrawStep(op_id=uuid4(), draw="d1"))


def tickets(platform, number, count=1, **changed):
    keys = platform.authority.keys
    medium = a_medium(number).digest(keys.digest)
    request = DrawTickets(op_id=uuid4(), draw="d1", medium=medium, digest_key=keys.digest_key_id, tickets=count)
    return msgspec.structs.replace(request, **changed)


def buy(platform, caller, *args, **kwargs):
    return ask(platform, caller, "/v1/draws/tickets", tickets(platform, *args, **kwargs))


def a_seed(platform, **changed):
    seed = DrawSeed(op_id=uuid4(), draw="d1", value="03 17 22", fixed_ms=platform.now_ms() - HOUR, reference="示範公報")
    return msgspec.structs.replace(seed, **changed)


def public(platform):
    return ask(platform, Anybody(client="test"), "/v1/draws", DrawAsked(draw="d1"))


def published(platform):
    answer = ask(platform, Anybody(client="test"), "/v1/draws/list", DrawAsked(draw="d1"))
    assert isinstance(answer, File)
    return answer.content


@pytest.fixture
def filled(platform, organiser):
    """An open draw with six people."""
    ask(platform, organiser, "/v1/draws/save", a_draw(platform))
    for number in range(1, 7):
        give(platform, import_person(platform, number), 60, CAMPAIGN)
        buy(platform, organiser, number, 1 + number % 3)
    return organiser


@pytest.fixture
def drawn(platform, filled, clock):
    step(platform, filled, "freeze")
    clock.ms = noon_after(clock.ms)
    ask(platform, filled, "/v1/draws/seed", a_seed(platform))
    return filled


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_anyone_comes_to_the_same_result(platform, drawn, tmp_path):
    said, content = public(platform), published(platform)
    assert (said.state, said.list_sha256, said.entries) == ("drawn", draws.list_hash(content), 6)
    (tmp_path / "verify.py").write_text(part("verifier"), "utf-8")
    (tmp_path / "list").write_bytes(content)
    command = [sys.executable, "verify.py", "list", said.seed_value]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.splitlines()
    assert ran == [f"list {said.list_sha256}", *(f"{place.place} {place.entry}" for place in said.places)]
    assert [place.prize for place in said.places] == ["大獎", "小獎", "小獎", "", ""]


def test_nothing_published_names_anybody(platform, drawn):
    text = published(platform).decode() + msgspec.json.encode(public(platform)).decode()
    assert "示範1號" not in text
    assert "示○○號" not in text
    winners = ask(platform, drawn, "/v1/draws/winners", DrawWinnersAsked(draw="d1")).winners
    assert {winner.masked_name for winner in winners} == {"示○○號"}
    stranger = msgspec.structs.replace(drawn, agency="教育局")
    assert refusal(platform, stranger, "/v1/draws/winners", DrawWinnersAsked(draw="d1")) is Code.STAFF_NOT_ALLOWED


def test_points_are_spent_once_and_only_what_is_there(platform, organiser):
    ask(platform, organiser, "/v1/draws/save", a_draw(platform))
    give(platform, import_person(platform, 1), 35, CAMPAIGN)
    request = tickets(platform, 1, 2)
    first = ask(platform, organiser, "/v1/draws/tickets", request)
    assert ask(platform, organiser, "/v1/draws/tickets", request) == first
    assert (first.tickets, first.points, points_of(platform, 1, CAMPAIGN)) == (2, 20, 15)
    more = buy(platform, organiser, 1)
    assert (more.entry, more.tickets) == (first.entry, 3)
    assert refusal(platform, organiser, "/v1/draws/tickets", tickets(platform, 1)) is Code.AMOUNT_OVER_BALANCE
    assert (points_of(platform, 1, CAMPAIGN), sound(platform)) == (5, True)
    give(platform, import_person(platform, 2), 100, CAMPAIGN)
    assert refusal(platform, organiser, "/v1/draws/tickets", tickets(platform, 2, 6)) is Code.REQUEST_INVALID
    assert refusal(platform, organiser, "/v1/draws/tickets", tickets(platform, 9)) is Code.CARD_UNKNOWN
    assert refusal(platform, organiser, "/v1/draws/tickets", tickets(platform, 2, digest_key="k9")) is Code.REQUEST_INVALID
    assert points_of(platform, 2, CAMPAIGN) == 100


def test_a_cancelled_draw_gives_points_back_to_their_lots(platform, filled):
    step(platform, filled, "freeze")
    cancelled = DrawStep(op_id=uuid4(), draw="d1")
    first = ask(platform, filled, "/v1/draws/cancel", cancelled)
    assert ask(platform, filled, "/v1/draws/cancel", cancelled) == first
    assert first.state == "cancelled"
    assert [points_of(platform, number, CAMPAIGN) for number in range(1, 7)] == [60] * 6
    assert sound(platform)
    assert refused_step(platform, filled, "cancel") is Code.DRAW_STEP


def test_points_of_many_buyers_come_back_in_portions_and_after_a_crash(platform, filled, monkeypatch):
    """A portion is one transaction: what a crash left is given back by whoever asks next, nothing twice."""
    monkeypatch.setattr("central.locks.MOST", 2)
    with platform.store.write() as connection:
        connection.execute(draw_rows.update().values(state="cancelled"))
        draw_points._give_back(connection, "d1", CAMPAIGN, UUID(int=0), platform.now_ms())
    assert sorted(points_of(platform, number, CAMPAIGN) for number in range(1, 7)).count(60) == 2
    assert upkeep.run(platform.store, platform.authority, platform.now_ms()).tickets_returned == 4
    assert [points_of(platform, number, CAMPAIGN) for number in range(1, 7)] == [60] * 6
    assert draw_points.give_back_cancelled(platform.store, platform.now_ms()) == 0
    assert sound(platform)


def test_steps_come_in_their_order(platform, filled, clock):
    assert refusal(platform, filled, "/v1/draws/seed", a_seed(platform)) is Code.DRAW_STEP
    assert refusal(platform, Anybody(client=""), "/v1/draws/list", DrawAsked(draw="d1")) is Code.DRAW_STEP
    step(platform, filled, "freeze")
    before = published(platform)
    assert refused_step(platform, filled, "freeze") is Code.DRAW_STEP
    assert refusal(platform, filled, "/v1/draws/save", a_draw(platform)) is Code.DRAW_STEP
    assert refusal(platform, filled, "/v1/draws/tickets", tickets(platform, 1)) is Code.DRAW_STEP
    clock.ms = noon_after(clock.ms)
    ask(platform, filled, "/v1/draws/seed", a_seed(platform))
    assert refusal(platform, filled, "/v1/draws/seed", a_seed(platform, value="1")) is Code.DRAW_STEP
    assert refused_step(platform, filled, "cancel") is Code.DRAW_STEP
    assert published(platform) == before
    with pytest.raises(sa.exc.IntegrityError), platform.store.write() as connection:
        connection.execute(draw_lists.update().values(content=b"x"))


@pytest.mark.parametrize("hours", [-30, -13, 1, 14])
def test_a_value_that_was_not_fixed_afterwards_and_on_its_day_is_refused(platform, filled, clock, hours):
    """Told at noon of the day that was named: 13 and 30 hours ago is another day, or before the list."""
    clock.ms = taipei.midnight_ms(taipei.day(clock.ms)) + 12 * HOUR
    ask(platform, filled, "/v1/draws/save", a_draw(platform))
    step(platform, filled, "freeze")
    clock.advance(DAY_S)
    seed = a_seed(platform, fixed_ms=clock.ms + hours * HOUR)
    assert refusal(platform, filled, "/v1/draws/seed", seed) is Code.REQUEST_INVALID
    assert public(platform).state == "frozen"
    assert ask(platform, filled, "/v1/draws/seed", a_seed(platform, fixed_ms=clock.ms - 11 * HOUR)).state == "drawn"


def test_a_list_is_not_published_on_the_day_of_its_value(platform, filled, clock):
    clock.advance(DAY_S)
    assert refused_step(platform, filled, "freeze") is Code.REQUEST_INVALID


def test_whoever_withdraws_is_followed_by_the_next_substitute(platform, drawn):
    entries = [place.entry for place in public(platform).places]

    def withdraw(entry):
        request = DrawWithdrawal(op_id=uuid4(), draw="d1", entry=entry, reason="未領")
        return [place.prize for place in ask(platform, drawn, "/v1/draws/withdraw", request).places]

    assert withdraw(entries[1]) == ["大獎", "", "小獎", "小獎", ""]
    assert withdraw(entries[0]) == ["", "", "小獎", "小獎", "大獎"]
    assert withdraw(entries[3]) == ["", "", "小獎", "", "大獎"]
    assert [place.withdrawn for place in public(platform).places] == [2, 1, 0, 3, 0]
    with pytest.raises(Refused):
        withdraw(entries[0])
    with pytest.raises(Refused):
        withdraw("nobody")


def test_whoever_took_part_has_one_ticket(platform, station, organiser, clock):
    ask(platform, organiser, "/v1/activities/save", an_activity(platform))
    by_attendance = {"activity": "a1", "point_kind": None, "points_per_ticket": None, "most_tickets": 1}
    ask(platform, organiser, "/v1/draws/save", a_draw(platform, **by_attendance))
    for number in (1, 2):
        import_person(platform, number)
        station.upload(station.sign_in(a_medium(number)), station.sign_in(a_medium(number + 50)))
    assert step(platform, organiser, "attendants").entries == 2
    import_person(platform, 3)
    wrong = station.sign_in(a_medium(3))
    station.say(wrong)
    assert step(platform, organiser, "attendants").entries == 3
    station.say(station.act(AttendanceUndone(sign_in=op_id_of(wrong))))
    assert step(platform, organiser, "attendants").entries == 2
    assert refusal(platform, organiser, "/v1/draws/tickets", tickets(platform, 3)) is Code.REQUEST_INVALID


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"point_kind": "health"}, Code.REQUEST_INVALID),
        ({"point_kind": "nothing"}, Code.REQUEST_INVALID),
        ({"points_per_ticket": None}, Code.REQUEST_INVALID),
        ({"point_kind": None, "points_per_ticket": None}, Code.REQUEST_INVALID),
        ({"activity": "zz"}, Code.ACTIVITY_UNKNOWN),
        ({"seed_day": "2026-13-01"}, Code.REQUEST_INVALID),
        ({"seed_source": " x"}, Code.REQUEST_INVALID),
        ({"agency": "教育局"}, Code.STAFF_NOT_ALLOWED),
    ],
)
def test_a_draw_that_cannot_be_is_refused(platform, organiser, changed, code):
    assert refusal(platform, organiser, "/v1/draws/save", a_draw(platform, **changed)) is code
    assert refusal(platform, Anybody(client=""), "/v1/draws", DrawAsked(draw="d1")) is Code.DRAW_UNKNOWN
