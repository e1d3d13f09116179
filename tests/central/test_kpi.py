"""Service use from acts to what is told of a month: once, without anybody, small groups withheld, each agency its own."""

from datetime import date

import msgspec
import pytest
import sqlalchemy as sa

from central import admin
from central.kpi import months, uses
from central.kpi.uses import Use
from central.schema import kpi_cells, kpi_months, kpi_people
from domain import taipei
from domain.errors import Code, Refused
from domain.events import PatronLookedUp, SatisfactionAnswered
from domain.wire import OutcomeStatus
from domain.wire_kpi import KpiResponse
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, give, import_person, problem_of
from tests.central.office_rig import STAFF_HEADER, desk, service_secret
from tests.central.phone_rig import Backend

MONTH = "2026-11"
AFTER_S = (taipei.midnight_ms(date(2026, 12, 11)) - 1_795_000_000_000) // 1000


def people_of_two_districts(platform):
    """Seven in 桃園區, one in 中壢區: person 8's district can be told only with another one's."""
    holders = {}
    for number in range(1, 9):
        person = msgspec.structs.replace(a_person(number), district="中壢區" if number == 8 else "桃園區")
        holders[number] = admin.import_holder(platform, person, a_medium(number), "senior", "easycard")
    return holders


def live_through_a_month(rig):
    platform = rig.platform
    holders = people_of_two_districts(platform)
    add_activity(platform)
    station = FieldStation(platform, ["event", "library", "kiosk"], rig.url)
    for number in range(1, 9):
        signed_in = station.sign_in(a_medium(number))
        station.say(signed_in, station.sign_out(a_medium(number), signed_in, at_ms=platform.now_ms()))
    for number, holder in holders.items():
        give(platform, holder, 100, agency="社會局" if number < 4 else "衛生局")
    station.say(*[station.wish(a_medium(number), 10) for number in range(1, 9)])
    for number in (1, 1, 2):
        station.say(station.act(PatronLookedUp(service="typl", found=True), medium=a_medium(number)))
    station.say(*[station.act(SatisfactionAnswered(service="redeem", answer=5 - number % 2)) for number in range(11)])
    return station


def lines_of(caller):
    answer = caller.station.call("GET", f"/v1/kpi?month={MONTH}", headers={STAFF_HEADER: caller.session.token})
    assert answer.status_code == 200, answer.content
    return msgspec.json.decode(answer.content, type=KpiResponse)


def parts(line, by):
    return next(({part.part: part.people for part in one.parts} for one in line.breakdowns if one.by == by), {})


@pytest.fixture
def overseer(platform_server):
    return desk(platform_server, ["supervisor"])


def test_a_month_is_told_once_and_small_groups_are_withheld(platform_server, overseer, clock):
    live_through_a_month(platform_server)
    before = lines_of(overseer)
    assert (before.told, before.lines) == (False, [])
    clock.advance(AFTER_S)
    assert months.due(platform_server.platform) == [MONTH]
    assert months.close(platform_server.platform, MONTH)
    overseer = desk(platform_server, ["supervisor"], number=700_009)
    lines = {(line.service, line.agency): line for line in lines_of(overseer).lines}
    attended = lines["attendance", "衛生局"]
    assert (attended.people, attended.uses) == (8, 10)
    districts = parts(attended, "district")
    assert (districts["桃園區"], districts["中壢區"]) == (None, None)
    assert parts(attended, "age")["65-79"] == 8
    assert parts(attended, "frequency") == {"1": 8, "2-4": 0, "5-9": 0, "10+": 0}
    assert (lines["redemption", "衛生局"].people, lines["redemption", "社會局"].people) == (5, None)
    assert {
        part for by in lines["redemption", "社會局"].breakdowns for part in parts(lines["redemption", "社會局"], by.by).values()
    } == {None}
    assert lines["typl", ""].people is None
    satisfied = lines["redeem", ""]
    assert (satisfied.answers, parts(satisfied, "satisfaction")) == (11, {"1": 0, "2": 0, "3": 0, "4": 5, "5": 6})


def test_what_was_told_stays_and_nobody_can_be_followed(platform_server, clock):
    platform, station = platform_server.platform, live_through_a_month(platform_server)
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(kpi_people)) == 2
    late = station.act(PatronLookedUp(service="typl", found=True), medium=a_medium(3))
    clock.advance(AFTER_S)
    assert months.close(platform, MONTH)
    with platform.store.read() as connection:
        before = connection.execute(sa.select(kpi_cells)).all()
        assert connection.scalar(sa.select(sa.func.count()).select_from(kpi_people)) == 0
        assert connection.execute(sa.select(kpi_months.c.wrapped)).all() == [(None,)]
    assert station.say(late).status is OutcomeStatus.ACCEPTED
    add_activity(platform, "a2")
    station.say(station.sign_in(a_medium(1), "a2", at_ms=clock.ms - AFTER_S * 1000 + HOUR))
    assert not months.close(platform, MONTH)
    assert months.due(platform) == []
    with platform.store.read() as connection:
        assert connection.execute(sa.select(kpi_cells)).all() == before
    with pytest.raises(sa.exc.IntegrityError), platform.store.write() as connection:
        connection.execute(kpi_cells.delete())


def test_a_person_has_another_pseudonym_every_month(platform, clock):
    holder = import_person(platform, 1)
    use = Use(holder=holder, service="typl", agency="", at_ms=clock.ms)
    next_month = msgspec.structs.replace(use, at_ms=clock.ms + 31 * 24 * HOUR)
    with platform.store.write() as connection:
        for each in (use, use, next_month):
            assert uses.note_use(connection, platform.authority, each)
        rows = connection.execute(sa.select(kpi_people).order_by(kpi_people.c.month)).all()
    assert [(row.month, row.uses) for row in rows] == [("2026-11", 2), ("2026-12", 1)]
    assert rows[0].pseudonym != rows[1].pseudonym


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "2026-13", "nonsense", ""])
def test_a_month_that_is_not_over_or_none_is_not_told(platform, month, clock):
    clock.advance(AFTER_S - 86_400)
    with pytest.raises(Refused) as caught:
        months.close(platform, month)
    assert caught.value.code is Code.REQUEST_INVALID


def test_each_agency_sees_its_own_lines(platform_server, clock):
    live_through_a_month(platform_server)
    clock.advance(AFTER_S)
    months.close(platform_server.platform, MONTH)
    backend = Backend(platform_server, service_secret(platform_server.platform, "reports", agency="社會局"))
    mine = msgspec.json.decode(backend.get(f"/v1/kpi/own?month={MONTH}").content, type=KpiResponse)
    assert {line.agency for line in mine.lines} == {"社會局"}
    organiser = desk(platform_server, ["organiser"], number=700_010, agency="衛生局")
    assert {line.agency for line in lines_of(organiser).lines} == {"衛生局"}
    clerk = desk(platform_server, ["clerk"], number=700_011)
    refused = clerk.station.call("GET", f"/v1/kpi?month={MONTH}", headers={STAFF_HEADER: clerk.session.token})
    assert problem_of(refused).code is Code.STAFF_NOT_ALLOWED
    assert problem_of(backend.get("/v1/kpi/own?month=2026-11-01")).code is Code.REQUEST_INVALID


def test_pages_do_not_lose_a_line(platform_server, overseer, clock, monkeypatch):
    live_through_a_month(platform_server)
    clock.advance(AFTER_S)
    months.close(platform_server.platform, MONTH)
    overseer = desk(platform_server, ["supervisor"], number=700_012)
    whole = [(line.service, line.agency) for line in lines_of(overseer).lines]
    monkeypatch.setattr("central.kpi.report.LINES_PER_PAGE", 2)
    found, after = [], ""
    while True:
        path = "/v1/kpi"
        headers = {STAFF_HEADER: overseer.session.token}
        answer = overseer.station.call("GET", path, params={"month": MONTH, "after": after}, headers=headers)
        page = msgspec.json.decode(answer.content, type=KpiResponse)
        found += [(line.service, line.agency) for line in page.lines]
        after = page.after
        if not after:
            break
    assert found == whole
    assert len(whole) > 2


def test_an_answer_out_of_range_or_with_a_bad_service_is_unreadable(platform):
    station = FieldStation(platform, ["kiosk"])
    assert station.say(station.act(SatisfactionAnswered(service="redeem", answer=6))).code is Code.EVENT_UNREADABLE
