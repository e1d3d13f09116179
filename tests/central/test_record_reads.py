"""Lists and files about people are readings of each of their records, which the holder sees."""

from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin
from central.access import record_reads
from central.access.record_reads import AGAIN_MS, ReadBy
from central.activities import forgotten
from central.applications import batches, office, office_files
from central.reports import catalogue
from central.schema import applications
from domain import taipei
from domain.events import SecondFactor
from domain.lots import months_after
from domain.wire import OpenLoadsRequest
from domain.wire_activities import ForgottenAsked, Register, RosterAsked
from domain.wire_applications import HandOutRequest, ReviewListRequest
from domain.wire_draws import DrawWinnersAsked
from domain.wire_money import HonourQuery
from domain.wire_subject import RecordReadsRequest, RecordReadsResponse
from tests.central.application_rig import SCHOOL, SOCIAL, Office, papers
from tests.central.field import FieldStation, a_medium, add_activity, give, import_person
from tests.central.load_rig import LoadStation, import_purse_holder
from tests.central.office import a_caller, an_activity, ask
from tests.central.test_batches import pupil, upload
from tests.central.test_draws import a_draw, a_seed, buy, noon_after, step
from tests.central.test_hours import served
from tests.central.test_reports import asked

LIST = ReadBy(reader="org-1", agency="衛生局", what="activity list", reason="registration list of a1")


def reads(platform, holder):
    with platform.store.read() as connection:
        return [(one.agency, one.what, one.reason) for one in record_reads.of_holder(connection, holder)]


def noted(platform, *people, reading=LIST):
    with platform.store.write() as connection:
        record_reads.note_listed(connection, people, reading, platform.now_ms())


def registered(platform, caller, station, *numbers):
    ask(platform, caller, "/v1/activities/save", an_activity(platform))
    digest_key = platform.authority.keys.digest_key_id
    for number in numbers:
        medium = station.digest(a_medium(number))
        wanted = Register(op_id=uuid4(), activity="a1", medium=medium, digest_key=digest_key)
        ask(platform, caller, "/v1/activities/register", wanted)


# --- lists -----------------------------------------------------------------------------------------------------------


def test_a_list_is_one_reading_of_everybody_on_it_however_often_the_screen_asks(platform, clock):
    people = [import_person(platform, number) for number in (1, 2, 3)]
    noted(platform, *people[:2])
    clock.advance(AGAIN_MS / 1000 - 1)
    noted(platform, *people, people[0])
    assert [len(reads(platform, holder)) for holder in people] == [1, 1, 1]
    clock.advance(1)
    noted(platform, *people)
    assert [len(reads(platform, holder)) for holder in people] == [2, 2, 1]


@pytest.mark.parametrize("other", [{"reader": "org-2"}, {"what": "volunteers"}, {"reason": "registration list of a2"}])
def test_another_reader_list_or_reason_is_another_reading(platform, other):
    holder = import_person(platform, 1)
    noted(platform, holder)
    noted(platform, holder, reading=msgspec.structs.replace(LIST, **other))
    assert len(reads(platform, holder)) == 2


def test_registration_lists(platform, station):
    holder, caller = import_person(platform, 1), a_caller(station)
    other = import_person(platform, 2)
    registered(platform, caller, station, 1)
    assert reads(platform, holder) == [("衛生局", "activity list", "registration list of a1")]
    registered(platform, a_caller(station, staff="org-2"), station, 2)
    for _ in range(2):
        page = ask(platform, caller, "/v1/activities/roster", RosterAsked(activity="a1"))
    assert {line.holder for line in page.lines} == {holder, other}
    assert [len(reads(platform, each)) for each in (holder, other)] == [1, 2]


def test_only_what_a_page_shows_is_read(platform, station):
    people, caller = [import_person(platform, number) for number in (1, 2)], a_caller(station)
    registered(platform, caller, station, 1, 2)
    auditor = a_caller(station, staff="org-9")
    (line,) = ask(platform, auditor, "/v1/activities/roster", RosterAsked(activity="a1", limit=1)).lines
    assert sorted(len(reads(platform, each)) for each in people) == [1, 2]
    assert len(reads(platform, line.holder)) == 2


def test_forgotten_sign_outs_page_by_page(platform, station, clock):
    people, caller = [import_person(platform, number) for number in (1, 2, 3)], a_caller(station)
    ask(platform, caller, "/v1/activities/save", an_activity(platform))
    station.upload(*(station.sign_in(a_medium(number)) for number in (1, 2, 3)))
    clock.advance(3 * 24 * 3600)
    assert forgotten.close(platform) == 3
    path = "/v1/activities/forgotten"
    first = ask(platform, caller, path, ForgottenAsked(activity="a1", limit=2))
    assert (len(first.stays), first.more) == (2, True)
    rest = ask(platform, caller, path, ForgottenAsked(activity="a1", limit=2, after=first.stays[-1].sign_in))
    assert (len(rest.stays), rest.more) == (1, False)
    assert len({stay.sign_in for stay in first.stays + rest.stays}) == 3
    assert [reads(platform, each)[0][1] for each in people] == ["forgotten sign-outs"] * 3


def test_winners_of_a_draw(platform, station, clock):
    caller, holder = a_caller(station), import_person(platform, 1)
    give(platform, holder, 100, kind="campaign")
    ask(platform, caller, "/v1/draws/save", a_draw(platform))
    buy(platform, caller, 1)
    step(platform, caller, "freeze")
    clock.ms = noon_after(clock.ms)
    ask(platform, caller, "/v1/draws/seed", a_seed(platform))
    assert len(ask(platform, caller, "/v1/draws/winners", DrawWinnersAsked(draw="d1")).winners) == 1
    assert reads(platform, holder) == [("衛生局", "draw winners", "prizes of draw d1")]


def test_open_loads(load_platform):
    platform, holder = load_platform, import_purse_holder(load_platform, 1)
    give(platform, holder, 100)
    counter = LoadStation(platform, ["counter", "kiosk"])
    counter.say(counter.intent(1))
    at = platform.authenticate(counter.token)
    for _ in range(2):
        assert len(platform.open_loads(at, OpenLoadsRequest()).loads) == 1
    assert [what for _, what, _ in reads(platform, holder)] == ["open loads"]
    assert len(admin.open_loads(platform)) == 1
    assert len(reads(platform, holder)) == 2


def test_volunteers_who_may_apply_for_the_card_of_honour(platform, station):
    holder, other = import_person(platform, 1), import_person(platform, 2)
    since = months_after(taipei.day(platform.now_ms()), -36)
    served(platform, holder, 300 * 60, since)
    served(platform, other, 300 * 60)
    ask(platform, a_caller(station, "supervisor", agency=""), "/v1/hours/honour", HonourQuery())
    assert [what for _, what, _ in reads(platform, holder)] == ["volunteers"]
    assert reads(platform, other) == []


def test_applications_that_wait_for_an_agency(load_platform):
    at = Office(load_platform)
    at.love(1)
    at.check()
    with load_platform.store.read() as connection:
        holder = connection.scalar(sa.select(applications.c.holder))
    before = len(reads(load_platform, holder))
    for _ in range(2):
        assert len(office.review_list(load_platform, ReviewListRequest(state="waiting"), SOCIAL).rows) == 1
    assert len(reads(load_platform, holder)) == before + 1
    assert reads(load_platform, holder)[0] == ("demo_social", "application list", "applications waiting")


def test_cards_that_are_handed_out_to_a_batch(load_platform):
    at = Office(load_platform)
    answer = upload(at, [pupil(1), pupil(2)])
    batches.hand_out_list(load_platform, HandOutRequest(batch=answer.batch, limit=1), SCHOOL)
    with load_platform.store.read() as connection:
        people = connection.scalars(sa.select(applications.c.holder).order_by(applications.c.batch_row)).all()
    assert [[what for _, what, _ in reads(load_platform, holder)] for holder in people] == [["hand-out list"], []]


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_report_is_a_reading_of_everybody_in_it_each_time(platform, station):
    caller, people = a_caller(station), [import_person(platform, number) for number in (1, 2)]
    add_activity(platform, "示範講座")
    for _ in range(2):
        give(platform, people[0], 10)
    awards = asked(platform, "awards", activity="示範講座")
    for _ in range(2):
        ask(platform, caller, "/v1/reports", awards)
    assert [reads(platform, each) for each in people] == [[("衛生局", "report awards", "結案")] * 2, []]
    ask(platform, caller, "/v1/reports", asked(platform, "points"))
    assert len(reads(platform, people[0])) == 2


def test_a_large_report_is_noted_in_portions(platform, station, monkeypatch):
    monkeypatch.setattr(catalogue, "_NOTED_AT_ONCE", 2)
    people = [import_person(platform, number) for number in range(1, 6)]
    add_activity(platform, "示範講座")
    for holder in people:
        give(platform, holder, 10)
    ask(platform, a_caller(station), "/v1/reports", asked(platform, "awards", activity="示範講座"))
    assert [len(reads(platform, holder)) for holder in people] == [1] * 5


def test_files_to_carriers_and_questions_to_registers(load_platform):
    at = Office(load_platform)
    at.submit(papers(1))
    at.check()
    file = office_files.make(load_platform, "registration", "easycard")
    with load_platform.store.read() as connection:
        holder = connection.scalar(sa.select(applications.c.holder))
    asked_first = ("household", "register question", "eligibility is checked")
    assert reads(load_platform, holder) == [asked_first]
    office_files.content(load_platform, file)
    assert reads(load_platform, holder) == [("easycard", "registration file", f"office file {file}"), asked_first]


# --- what the holder sees --------------------------------------------------------------------------------------------


def test_the_holder_sees_them_all_page_by_page(platform_server):
    platform = platform_server.platform
    kiosk, holder = FieldStation(platform, ["kiosk"], platform_server.url), import_person(platform, 1)
    with platform.store.write() as connection:
        for number in range(103):
            record_reads.note_all(connection, [holder], msgspec.structs.replace(LIST, reason=f"{number}"), platform.now_ms())

    def page(before=None):
        request = RecordReadsRequest(
            op_id=uuid4(),
            medium=kiosk.digest(a_medium(1)),
            digest_key=kiosk.enrolled.digest_key_id,
            sealed=kiosk.sealed(SecondFactor(birthday="0105")),
            before=before,
        )
        return msgspec.json.decode(kiosk.post("/v1/holder/reads", request).content, type=RecordReadsResponse)

    first = page()
    rest = page(first.reads[-1].number)
    assert (len(first.reads), first.more, len(rest.reads), rest.more) == (100, True, 3, False)
    assert [line.reason for line in first.reads + rest.reads] == [str(number) for number in reversed(range(103))]
