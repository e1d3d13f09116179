"""Awards from other systems by API and by file: sealed persons, one outcome each, once per op_id, caps and budgets kept."""

import time
from uuid import UUID, uuid4

import msgspec
import pytest

from central import admin, audit, ledger, points
from central.money import award_files, awarding, budgets
from domain.errors import Code, Refused
from domain.programme_money import PointCap
from domain.sealing import seal
from domain.wire_files import RowFault
from domain.wire_money import AwardCancel, AwardWanted, PersonNamed
from tests.central.field import a_medium, a_person, give, import_person

HEADER = "reference,person_type,person,point_kind,points,activity,earned_day\r\n"


def named(platform, **person):
    return seal(platform.authority.keys.sealing_public, msgspec.json.encode(PersonNamed(**person)))


def wanted(platform, number=1, points=10, op_id=None, **changed):
    values = {
        "op_id": op_id or uuid4(),
        "person": named(platform, uid=a_medium(number).value),
        "point_kind": "health",
        "points": points,
        "activity": "示範健走",
        **changed,
    }
    return AwardWanted(**values)


def given(platform, *awards, agency="衛生局"):
    return awarding.give(platform.store, platform.authority, agency, awards, platform.now_ms())


def health(platform, holder):
    with platform.store.read() as connection:
        return ledger.balance(connection, points.purse(holder, "health"))


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def with_caps(platform, *caps):
    """The platform with other rules than its file has."""
    programme = msgspec.structs.replace(platform.authority.programme, caps=list(caps))
    platform.authority = msgspec.structs.replace(platform.authority, programme=programme)


def cap(points, per="day"):
    return PointCap(point_kind="health", per=per, points=points, source="示範")


def grant(platform, points):
    with platform.store.write() as connection:
        budgets.change(
            connection,
            platform.authority.programme,
            op_id=uuid4(),
            agency="衛生局",
            point_kind="health",
            points=points,
            now_ms=platform.now_ms(),
        )


# --- one by one ------------------------------------------------------------------------------------------------------


def test_awards_reach_whoever_is_named_by_card_or_by_national_id(platform):
    one, two = import_person(platform, 1), import_person(platform, 2)
    by_id = named(platform, national_id=a_person(2).national_id)
    said = given(platform, wanted(platform, 1, 30), wanted(platform, 2, 40, person=by_id))
    assert [one.status for one in said] == ["booked", "booked"]
    assert (health(platform, one), health(platform, two)) == (30, 40)


def test_each_award_has_its_own_outcome(platform):
    holder = import_person(platform, 1)
    staff = platform.authority.keys
    said = given(
        platform,
        wanted(platform),
        wanted(platform, 99),
        wanted(platform, person=named(platform, national_id=a_person(99).national_id)),
        wanted(platform, person=named(platform, national_id="A123456780")),
        wanted(platform, person=named(platform, uid=b"\x08abc")),
        wanted(platform, person=named(platform)),
        wanted(platform, person=seal(staff.sealing_public, b"{}")),
        wanted(platform, person=b"not sealed"),
        wanted(platform, point_kind="none"),
        wanted(platform, point_kind="ride"),
        wanted(platform, earned_ms=platform.now_ms() + 3_600_000),
        wanted(platform, op_id=UUID("7e2c6a0e-6d6f-5b0a-9a43-0e6c0a6d4f11")),
    )
    assert [one.code for one in said] == [
        None,
        Code.CARD_UNKNOWN,
        Code.PERSON_UNKNOWN,
        Code.NATIONAL_ID_CHECKSUM,
        Code.CARD_RANDOM_UID,
        Code.REQUEST_INVALID,
        Code.REQUEST_INVALID,
        Code.REQUEST_INVALID,
        Code.AMOUNT_INVALID,
        Code.SERVICE_NOT_ALLOWED,
        Code.REQUEST_INVALID,
        Code.REQUEST_INVALID,
    ]
    assert health(platform, holder) == 10


def test_the_same_award_again_is_the_same_success_and_another_one_a_conflict(platform):
    holder = import_person(platform, 1)
    op_id = uuid4()
    assert given(platform, wanted(platform, op_id=op_id))[0].status == "booked"
    assert given(platform, wanted(platform, op_id=op_id))[0].status == "repeated"
    assert given(platform, wanted(platform, points=11, op_id=op_id))[0].code is Code.REQUEST_CONFLICT
    assert given(platform, wanted(platform, op_id=op_id), agency="環保局")[0].code is Code.REQUEST_CONFLICT
    assert health(platform, holder) == 10


def test_what_the_budget_does_not_cover_is_refused_and_the_rest_goes_on(platform):
    holder = import_person(platform, 1)
    grant(platform, 100)
    said = given(platform, *(wanted(platform, points=each) for each in (60, 50, 40)))
    assert [(one.status, one.code, one.points) for one in said] == [
        ("booked", None, None),
        ("refused", Code.BUDGET_EXCEEDED, 40),
        ("booked", None, None),
    ]
    assert (health(platform, holder), sound(platform)) == (100, True)


@pytest.mark.parametrize("per", ["day", "month", "year", "activity"])
def test_no_more_than_a_cap_in_its_span(platform, clock, per):
    with_caps(platform, cap(50, per))
    import_person(platform, 1)
    assert given(platform, wanted(platform, points=30))[0].status == "booked"
    (refused,) = given(platform, wanted(platform, points=21))
    assert (refused.code, refused.points) == (Code.AWARD_OVER_CAP, 20)
    elsewhere = wanted(platform, points=50, activity="示範講座")
    if per != "activity":
        clock.advance({"day": 1, "month": 31, "year": 366}[per] * 24 * 3_600)
    assert given(platform, elsewhere)[0].status == "booked"


def test_a_cancelled_award_does_not_count_for_the_cap(platform):
    with_caps(platform, cap(50))
    holder = import_person(platform, 1)
    award = give(platform, holder, 50)
    assert given(platform, wanted(platform))[0].code is Code.AWARD_OVER_CAP
    admin.cancel_award(platform, award, uuid4())
    assert given(platform, wanted(platform))[0].status == "booked"


def test_wrong_awards_are_taken_back_by_their_own_agency_alone(platform):
    holder = import_person(platform, 1)
    awards = [give(platform, holder, 10), give(platform, holder, 20, agency="環保局")]
    cancels = [AwardCancel(op_id=uuid4(), award=award) for award in [*awards, uuid4()]]

    def cancelled(agency):
        return awarding.cancel(platform.store, cancels, agency=agency, now_ms=platform.now_ms())

    assert [one.code for one in cancelled("衛生局")] == [None, Code.AWARD_UNKNOWN, Code.AWARD_UNKNOWN]
    assert health(platform, holder) == 20
    said = cancelled(None)
    assert [(one.status, one.code) for one in said] == [
        ("repeated", None),
        ("booked", None),
        ("refused", Code.AWARD_UNKNOWN),
    ]
    again = awarding.cancel(
        platform.store, [AwardCancel(op_id=uuid4(), award=awards[0])], agency=None, now_ms=platform.now_ms()
    )
    assert again[0].code is Code.REQUEST_CONFLICT
    assert (health(platform, holder), sound(platform)) == (0, True)


# --- by file ---------------------------------------------------------------------------------------------------------


def row(reference, number=1, points=10, **changed):
    cells = {
        "person_type": "uid",
        "person": a_medium(number).value.hex(),
        "point_kind": "health",
        "activity": "示範健走",
        "day": "",
        **changed,
    }
    order = ("person_type", "person", "point_kind")
    return f"{reference},{','.join(str(cells[name]) for name in order)},{points},{cells['activity']},{cells['day']}\r\n"


def received(platform, *rows, **changed):
    values = {"agency": "衛生局", "made_by": "示範", "all_or_nothing": True, "dry_run": False, "most": 5_000, **changed}
    content = (HEADER + "".join(rows)).encode("utf-8-sig")
    return award_files.receive(platform.store, platform.authority, content, now_ms=platform.now_ms(), **values)


def gone_on(platform, file, most=5_000, agency="衛生局"):
    return award_files.go_on(platform.store, platform.authority, file, agency=agency, most=most, now_ms=platform.now_ms())


def test_a_file_is_booked_once_however_often_it_is_sent(platform):
    holder = import_person(platform, 1)
    rows = [row(f"A{number}") for number in range(5)]
    state = received(platform, *rows, row("B", person_type="national_id", person=a_person(1).national_id, day="115/11/01"))
    assert (state.done, state.rows, state.booked, state.to_book, state.faults) == (True, 6, 6, 0, [])
    assert (
        received(platform, *rows, row("B", person_type="national_id", person=a_person(1).national_id, day="115/11/01")) == state
    )
    more = received(platform, *rows, row("C"))
    assert (more.booked, more.repeated) == (1, 5)
    assert (health(platform, holder), sound(platform)) == (70, True)


def test_a_dry_run_books_nothing(platform):
    holder = import_person(platform, 1)
    state = received(platform, row("A"), row("B", 99), dry_run=True)
    assert (state.done, state.rows, state.refused) == (False, 2, 1)
    assert state.faults == [RowFault(row=3, column="person", code=Code.CARD_UNKNOWN)]
    assert health(platform, holder) == 0


@pytest.mark.parametrize(
    ("broken", "column", "code"),
    [
        (row("B", points="ten"), "points", Code.AMOUNT_INVALID),
        (row("B", points=0), "points", Code.AMOUNT_INVALID),
        (row("B", points="９"), "points", Code.AMOUNT_INVALID),
        (row("", points=1), "reference", Code.FILE_INVALID),
        (row("B", person="04:zz"), "person", Code.FILE_INVALID),
        (row("B", person="08aabbcc"), "person", Code.CARD_RANDOM_UID),
        (row("B", person_type="name"), "person_type", Code.FILE_INVALID),
        (row("B", person_type="national_id", person="A123456780"), "person", Code.NATIONAL_ID_CHECKSUM),
        (row("B", point_kind="none"), "point_kind", Code.AMOUNT_INVALID),
        (row("B", point_kind="ride"), "point_kind", Code.SERVICE_NOT_ALLOWED),
        (row("B", day="2026-13-01"), "earned_day", Code.DATE_FORMAT),
        (row("B", day="2031-01-01"), "earned_day", Code.REQUEST_INVALID),
        (row("A", points=11), "reference", Code.REQUEST_CONFLICT),
        ("B,uid\r\n", "", Code.FILE_INVALID),
    ],
)
def test_one_broken_row_is_named_and_keeps_the_whole_file_from_being_booked(platform, broken, column, code):
    holder = import_person(platform, 1)
    rows = [row(f"R{number}") for number in range(20)]
    state = received(platform, row("A"), *rows, broken)
    assert (state.done, state.booked) == (False, 0)
    assert state.faults == [RowFault(row=23, column=column, code=code)]
    assert health(platform, holder) == 0
    state = received(platform, row("A"), *rows, broken, all_or_nothing=False)
    assert (state.done, state.booked, state.refused, state.faults[0].row) == (True, 21, 1, 23)
    assert health(platform, holder) == 210


def test_a_file_goes_on_where_it_was(platform):
    holder = import_person(platform, 1)
    grant(platform, 250)
    rows = [row(f"A{number}") for number in range(25)]
    state = received(platform, *rows, most=10)
    assert (state.booked, state.to_book) == (10, 15)
    with platform.store.read() as connection:
        assert budgets.listed(connection)[0].left == 0
    assert award_files.unfinished(platform.store) == [state.file]
    assert (gone_on(platform, state.file, most=5).to_book, gone_on(platform, state.file).to_book) == (10, 0)
    assert award_files.unfinished(platform.store) == []
    with pytest.raises(Refused) as refusal:
        gone_on(platform, state.file, agency="環保局")
    assert refusal.value.code is Code.AWARD_UNKNOWN
    assert (health(platform, holder), sound(platform)) == (250, True)


def test_a_file_beyond_the_budget_or_a_cap_is_left_alone(platform):
    holder = import_person(platform, 1)
    grant(platform, 25)
    rows = [row(f"A{number}") for number in range(4)]
    assert received(platform, *rows).faults == [RowFault(row=4, column="points", code=Code.BUDGET_EXCEEDED)]
    grant(platform, 75)
    with_caps(platform, cap(25))
    over = [RowFault(row=number, column="points", code=Code.AWARD_OVER_CAP) for number in (4, 5)]
    assert received(platform, *rows).faults == over
    assert health(platform, holder) == 0
    state = received(platform, *rows, all_or_nothing=False)
    assert (state.booked, state.refused, state.faults) == (2, 2, over)
    assert (health(platform, holder), sound(platform)) == (20, True)


def test_what_a_decided_file_has_yet_to_give_counts_for_the_cap(platform):
    holder = import_person(platform, 1)
    with_caps(platform, cap(50))
    rows = [row(f"A{number}") for number in range(4)]
    state = received(platform, *rows, most=1)
    over = [RowFault(row=3, column="points", code=Code.AWARD_OVER_CAP)]
    assert received(platform, row("B0"), row("B1")).faults == over
    assert received(platform, row("C0"), row("C1"), all_or_nothing=False).faults == over
    assert received(platform, *rows).to_book == 0
    assert gone_on(platform, state.file).booked == 4
    assert (health(platform, holder), sound(platform)) == (50, True)


def test_what_was_set_aside_and_is_not_needed_goes_back_into_the_budget(platform):
    """A row that somebody else has booked between the decision and its turn."""
    import_person(platform, 1)
    grant(platform, 100)
    rows = [row(f"A{number}") for number in range(4)]
    state = received(platform, *rows, most=1)
    received(platform, rows[3], all_or_nothing=False)
    assert gone_on(platform, state.file).repeated == 1
    with platform.store.read() as connection:
        assert budgets.listed(connection)[0].left == 60
    assert sound(platform)


def test_a_large_file_with_a_broken_row_is_looked_at_quickly(platform):
    for number in range(1, 4):
        import_person(platform, number)
    rows = [row(f"A{number}", number % 3 + 1) for number in range(20_000)]
    rows[4_709] = row("A4709", 99)
    began = time.monotonic()
    state = received(platform, *rows)
    assert state.faults == [RowFault(row=4_711, column="person", code=Code.CARD_UNKNOWN)]
    assert (state.done, state.rows) == (False, 20_000)
    assert time.monotonic() - began < 20
