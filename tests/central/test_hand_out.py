"""Handing out the cards of a batch by a list that names applications alone; blank cards taken along; shifts."""

from uuid import uuid4

import msgspec
import pytest

from central.applications import batch_lists, batches
from domain.card_states import CardAct
from domain.errors import Code
from domain.events import (
    BoundMedium,
    CardIssued,
    CardStateChanged,
    ShiftCards,
    ShiftClosed,
    ShiftOpened,
    StockCounted,
    StockMoved,
)
from domain.wire import OutcomeStatus
from domain.wire_applications import BatchListRequest, HandOutRequest
from tests.central.application_rig import COUNTER, SCHOOL, TRANSPORT, Office
from tests.central.field import FieldStation, a_medium, a_person, op_id_of
from tests.central.test_batches import pupil, upload
from tests.central.test_stock import HERE, left, take_in


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


@pytest.fixture
def counter(at):
    return FieldStation(at.platform, ["counter"])


def handed(station, application, number, *, kind="student"):
    payload = CardIssued(
        holder=uuid4(), card_kind=kind, carrier="easycard", provisional=False, consents=[], application=application
    )
    medium = a_medium(number)
    return station.act(payload, medium=medium, sealed=station.sealed(BoundMedium(uid=medium.value)))


def hand_out(at, by=COUNTER):
    answer = upload(at, [pupil(1), pupil(2)])
    at.check()
    found = batches.hand_out_list(at.platform, HandOutRequest(batch=answer.batch), by).rows
    for row in found:
        at.decide(row.application, SCHOOL, "approve")
    return answer.batch, [row.application for row in found]


def test_the_applicant_is_who_the_platform_knows_and_a_card_that_came_back_makes_room_for_another(at, counter):
    _, (first, _) = hand_out(at)
    assert counter.say(handed(counter, first, 1)).status is OutcomeStatus.ACCEPTED
    assert (at.state(first), at.record(first).medium) == ("collected", counter.digest(a_medium(1)))
    assert "application_closed" in counter.say(handed(counter, first, 2)).anomalies
    back = CardStateChanged(act=CardAct.RETURN, seen="active", reason="hand_out_undone")
    for number in (1, 2):
        counter.say(counter.act(back, medium=a_medium(number)))
    assert counter.say(handed(counter, first, 3)).status is OutcomeStatus.ACCEPTED
    assert at.record(first).medium == counter.digest(a_medium(3))


def test_the_list_says_what_to_charge_and_a_card_that_came_back_is_replaced_for_nothing(at, counter):
    back = CardStateChanged(act=CardAct.RETURN, seen="active", reason="hand_out_undone")
    had = a_person(1, birthday="2015-03-01", facts=("local_student",))
    counter.say(counter.issue(had, a_medium(9), kind="student"))
    counter.say(counter.act(back, medium=a_medium(9)))
    batch, (first, _) = hand_out(at)

    def listed():
        rows = batches.hand_out_list(at.platform, HandOutRequest(batch=batch), COUNTER).rows
        return [(row.state, row.fee_ntd) for row in rows]

    assert listed() == [("approved", 94), ("approved", 0)]
    counter.say(handed(counter, first, 1))
    assert listed() == [("collected", 94), ("approved", 0)]
    counter.say(counter.act(back, medium=a_medium(1)))
    assert listed() == [("ready", 0), ("approved", 0)]


def test_a_list_of_an_application_that_nobody_knows_gives_nobody_a_card(at, counter):
    said = counter.say(handed(counter, uuid4(), 1))
    assert (said.status, said.code, said.result) == (OutcomeStatus.FLAGGED, Code.APPLICATION_UNKNOWN, None)


def test_batches_are_listed_the_newest_first_to_whom_they_concern(at):
    first, second = upload(at, [pupil(1)]), upload(at, [pupil(2), pupil(3)])
    page = batch_lists.listed(at.platform, BatchListRequest(), COUNTER)
    assert {line.batch for line in page.batches} == {first.batch, second.batch}
    assert sorted(line.counts["household_check"] for line in page.batches) == [1, 2]
    assert [line.submitted_ms for line in page.batches] == sorted((line.submitted_ms for line in page.batches), reverse=True)
    assert batch_lists.listed(at.platform, BatchListRequest(limit=1), SCHOOL).more
    assert batch_lists.listed(at.platform, BatchListRequest(), TRANSPORT).batches == []
    older = batch_lists.listed(at.platform, BatchListRequest(before=0), COUNTER)
    assert (older.batches, older.more) == ([], False)


def test_a_team_s_cards_are_taken_from_the_box_of_its_own_station(platform, station):
    take_in(platform, 10)
    sort = {"card_kind": "senior", "carrier": "easycard"}
    box = station.enrolled.identity.station
    out = StockMoved(box="A1", cards=4, to_site=HERE.site, to_box=box, **sort)
    assert station.say(station.act(out)).status is OutcomeStatus.ACCEPTED
    own = type(HERE)(site=HERE.site, box=box)
    assert (left(platform), left(platform, own)) == (6, 4)
    station.say(station.issue(a_person(1), a_medium(1)))
    assert (left(platform), left(platform, own)) == (6, 3)
    counted = station.say(station.act(StockCounted(box=box, cards=2, reason="示範遺失", **sort)))
    assert (counted.status, counted.anomalies, left(platform, own)) == (OutcomeStatus.FLAGGED, ["stock_differs"], 2)


def test_a_shift_whose_cash_does_not_agree_is_looked_at(station):
    opened = station.act(ShiftOpened(name="A", float_ntd=1000))
    right = ShiftClosed(
        shift=op_id_of(opened),
        cards=[ShiftCards(card_kind="senior", cards=3)],
        replacements=1,
        fees_ntd=94,
        receipts=1,
        redemptions=0,
        redeemed_ntd=0,
        unsent=0,
        cash_ntd=1094,
        difference_ntd=0,
        reason="",
    )
    wrong = msgspec.structs.replace(right, cash_ntd=1000, difference_ntd=-94, reason="示範短少")
    said = [station.say(event) for event in (opened, station.act(right), station.act(wrong))]
    assert [(each.status, each.anomalies) for each in said] == [
        (OutcomeStatus.ACCEPTED, []),
        (OutcomeStatus.ACCEPTED, []),
        (OutcomeStatus.FLAGGED, ["shift_differs"]),
    ]
