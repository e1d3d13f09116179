"""Blank cards by site and box: the books never go below zero, and every card that is handed over leaves its box."""

import threading
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central.registry import desk as registry_desk
from central.registry import stock
from central.registry.stock import By, Place, Sort
from central.schema import stock as stock_rows
from central.schema import stock_moves
from domain.card_states import CardAct
from domain.errors import Code, Refused
from domain.events import StockCounted, StockMoved
from domain.wire import OutcomeStatus
from domain.wire_registry import (
    StockChangeResponse,
    StockCountRequest,
    StockListResponse,
    StockMoveRequest,
    StockMovesResponse,
    StockTakeInRequest,
)
from tests.central.field import a_medium, a_person, import_person, problem_of
from tests.central.office_rig import STAFF_HEADER, desk
from tests.central.registry_rig import bound, changed, digest, history, state

SENIOR = Sort(card_kind="senior", carrier="easycard")
HERE, THERE = Place(site="示範地點", box="A1"), Place(site="外展", box="B1")


def by(reason=""):
    return By(op_id=uuid4(), who="s1", at_ms=1, reason=reason)


def take_in(platform, count, place=HERE, **kwargs):
    with platform.store.write() as connection:
        stock.take_in(connection, place, SENIOR, count, by=by(), **kwargs)


def left(platform, place=HERE, sort=SENIOR):
    with platform.store.read() as connection:
        return stock.level(connection, place, sort)


def refused(platform, act):
    with pytest.raises(Refused) as refusal, platform.store.write() as connection:
        act(connection)
    return refusal.value.code


def test_a_card_that_is_handed_over_leaves_the_sites_stock(platform, station):
    take_in(platform, 2)
    assert station.say(station.issue(a_person(1), a_medium(1))).status is OutcomeStatus.ACCEPTED
    assert left(platform) == 1
    station.say(bound(station, 9, via=1))
    assert left(platform) == 1
    station.say(station.issue(a_person(2), a_medium(2)))
    said = station.say(station.issue(a_person(3), a_medium(3)))
    assert (said.status, said.anomalies, said.result.state) == (OutcomeStatus.FLAGGED, ["stock_short"], "active")
    assert left(platform) == 0


def test_a_site_without_a_stock_has_nothing_to_count(platform, station):
    take_in(platform, 5, THERE)
    assert station.say(station.issue(a_person(1), a_medium(1))).anomalies == []
    assert left(platform, THERE) == 5


def test_a_medium_of_the_stock_is_known_and_leaves_its_own_box(platform, station):
    media = [digest(platform, number) for number in (1, 2)]
    with platform.store.write() as connection:
        stock.take_in_media(connection, platform.authority, THERE, SENIOR, media, by=by())
    take_in(platform, 5)
    assert state(platform, 1) == "stock"
    said = station.say(station.issue(a_person(1), a_medium(1)))
    assert (said.status, said.result.state, state(platform, 1)) == (OutcomeStatus.ACCEPTED, "active", "active")
    assert (left(platform, THERE), left(platform)) == (1, 5)
    assert [(entry.act, entry.from_state, entry.to_state) for entry in history(platform, 1)] == [("issue", "stock", "active")]
    again = [
        lambda connection, medium=medium: stock.take_in_media(connection, platform.authority, THERE, SENIOR, [medium], by=by())
        for medium in media
    ]
    assert [refused(platform, act) for act in again] == [Code.CARD_ALREADY_BOUND] * 2


def test_a_blank_card_of_another_kind_leaves_its_own_box_and_is_looked_at(platform, station):
    with platform.store.write() as connection:
        stock.take_in_media(connection, platform.authority, HERE, SENIOR, [digest(platform, 1)], by=by())
    take_in(platform, 5, THERE)
    person = a_person(1, birthday="1990-01-05")
    said = station.say(station.issue(person, a_medium(1), "general"))
    assert (said.status, said.anomalies, said.result.state) == (OutcomeStatus.FLAGGED, ["stock_kind_differs"], "active")
    assert (left(platform), left(platform, THERE), state(platform, 1)) == (0, 5, "active")


def test_a_blank_card_that_is_lost_or_spoiled_leaves_the_books(platform, station):
    with platform.store.write() as connection:
        media = [digest(platform, number) for number in (1, 2)]
        stock.take_in_media(connection, platform.authority, HERE, SENIOR, media, by=by())
    assert station.say(changed(station, 1, CardAct.LOST)).status is OutcomeStatus.ACCEPTED
    assert station.say(changed(station, 2, CardAct.RETURN)).status is OutcomeStatus.ACCEPTED
    assert (state(platform, 1), state(platform, 2), left(platform)) == ("lost", "returned", 0)
    station.say(changed(station, 1, CardAct.FOUND))
    assert (state(platform, 1), left(platform)) == ("stock", 0)


def test_more_than_there_are_cannot_leave(platform):
    take_in(platform, 3)
    assert refused(platform, lambda connection: stock.move(connection, HERE, THERE, SENIOR, 4, by=by())) is Code.STOCK_UNKNOWN
    assert (left(platform), left(platform, THERE)) == (3, 0)
    with pytest.raises(sa.exc.IntegrityError), platform.store.write() as connection:
        connection.execute(stock_rows.update().values(cards=-1))


def test_printed_numbers_come_in_once(platform):
    take_in(platform, 100, numbers=range(1_000, 1_100))
    over = [range(1_099, 1_199), range(950, 1_050), range(1_010, 1_110)]
    for numbers in over:
        act = lambda connection, numbers=numbers: stock.take_in(  # noqa: E731 (shorter than a function)
            connection, THERE, SENIOR, 100, by=by(), numbers=numbers
        )
        assert refused(platform, act) is Code.CARD_ALREADY_BOUND
    take_in(platform, 100, numbers=range(1_100, 1_200))
    assert left(platform) == 200


def test_what_was_counted_is_booked_with_its_difference(platform):
    take_in(platform, 10)
    with platform.store.write() as connection:
        assert stock.counted(connection, HERE, SENIOR, 8, by=by()) == -2
        assert stock.counted(connection, HERE, SENIOR, 8, by=by()) == 0
        assert stock.counted(connection, HERE, SENIOR, 9, by=by("示範補登"), act="corrected") == 1
    no_reason = lambda connection: stock.counted(connection, HERE, SENIOR, 1, by=by(" "), act="corrected")  # noqa: E731
    assert refused(platform, no_reason) is Code.REASON_MISSING
    assert left(platform) == 9
    with platform.store.read() as connection:
        moves = connection.execute(sa.select(stock_moves.c.act, stock_moves.c.cards).order_by(stock_moves.c.id)).all()
    assert [tuple(move) for move in moves] == [("taken_in", 10), ("counted", 2), ("counted", 0), ("corrected", 1)]


def test_outreach_takes_cards_along_and_counts_what_it_brings_back(platform, station):
    take_in(platform, 10)
    sort = {"card_kind": "senior", "carrier": "easycard"}
    moved = station.say(station.act(StockMoved(box="A1", cards=4, to_site="外展", to_box="B1", **sort)))
    assert (moved.status, left(platform), left(platform, THERE)) == (OutcomeStatus.ACCEPTED, 6, 4)
    counted = station.say(station.act(StockCounted(box="A1", cards=5, **sort)))
    assert (counted.status, counted.anomalies, left(platform)) == (OutcomeStatus.FLAGGED, ["stock_differs"], 5)
    too_many = station.say(station.act(StockMoved(box="A1", cards=9, to_site="外展", to_box="B1", **sort)))
    assert (too_many.status, too_many.code, left(platform)) == (OutcomeStatus.FLAGGED, Code.STOCK_UNKNOWN, 5)
    nothing = station.say(station.act(StockCounted(box="A1", card_kind="nothing", carrier="easycard", cards=5)))
    assert (nothing.status, nothing.code) == (OutcomeStatus.REJECTED, Code.REQUEST_INVALID)


def test_the_floor_holds_when_many_take_at_once(platform):
    take_in(platform, 30)
    taken, short = [], []

    def take():
        for _ in range(10):
            try:
                with platform.store.write() as connection:
                    stock.move(connection, HERE, THERE, SENIOR, 1, by=by())
                taken.append(1)
            except Refused as problem:
                short.append(problem.code)

    threads = [threading.Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), set(short), len(short)) == (30, {Code.STOCK_UNKNOWN}, 20)
    assert (left(platform), left(platform, THERE)) == (0, 30)


def test_supervisors_keep_stock_by_http(platform_server):
    platform = platform_server.platform
    import_person(platform, 1)
    supervisor, clerk = desk(platform_server, ["supervisor"]), desk(platform_server, ["clerk"], number=700_002)
    box = {"site": "示範地點", "box": "A1", "card_kind": "senior", "carrier": "easycard"}
    taken = StockTakeInRequest(op_id=uuid4(), cards=10, first_number=500, **box)
    for _ in range(2):
        assert supervisor.ask("/v1/stock/take-in", taken, StockChangeResponse).cards == 10
    assert clerk.post("/v1/stock/take-in", taken).status_code == 403
    key = platform.authority.keys.digest_key_id
    listed = StockTakeInRequest(op_id=uuid4(), cards=1, media=[digest(platform, 50)], digest_key=key, **box)
    assert supervisor.ask("/v1/stock/take-in", listed, StockChangeResponse).cards == 11
    known = StockTakeInRequest(op_id=uuid4(), cards=1, media=[digest(platform, 1)], digest_key=key, **box)
    assert problem_of(supervisor.post("/v1/stock/take-in", known)).details == {"at": 1}
    move = StockMoveRequest(op_id=uuid4(), to_site="外展", to_box="B1", cards=4, **box)
    assert clerk.ask("/v1/stock/move", move, StockChangeResponse).cards == 4
    counted = supervisor.ask("/v1/stock/count", StockCountRequest(op_id=uuid4(), cards=6, **box), StockChangeResponse)
    assert (counted.cards, counted.difference) == (6, -1)
    headers = {STAFF_HEADER: supervisor.session.token}
    answer = supervisor.station.call("GET", "/v1/stock?site=外展", headers=headers)
    assert b'"cards":4' in answer.content
    query = "/v1/stock/moves?after=0&site=示範地點"
    moves = msgspec.json.decode(supervisor.station.call("GET", query, headers=headers).content, type=StockMovesResponse).moves
    assert [(each.act, each.cards, each.who) for each in moves] == [
        ("taken_in", 10, "s700001"),
        ("taken_in", 1, "s700001"),
        ("moved", 4, "s700002"),
        ("counted", 1, "s700001"),
    ]
    assert (moves[0].first_number, moves[0].last_number) == (500, 509)
    later = supervisor.station.call("GET", f"/v1/stock/moves?after={moves[-1].number}", headers=headers)
    assert msgspec.json.decode(later.content, type=StockMovesResponse).moves == []
    wrong = StockMoveRequest(op_id=uuid4(), to_site="示範地點", to_box="A1", cards=1, **box)
    assert problem_of(clerk.post("/v1/stock/move", wrong)).code is Code.REQUEST_INVALID


def test_staff_of_other_sites_leave_a_sites_stock_alone(platform_server):
    outside = desk(platform_server, ["supervisor"], sites=["示範地點"])
    own = {"site": "示範地點", "box": "A1", "card_kind": "senior", "carrier": "easycard"}
    theirs = {**own, "site": "外展"}
    asked = [
        ("/v1/stock/take-in", StockTakeInRequest(op_id=uuid4(), cards=5, **theirs)),
        ("/v1/stock/move", StockMoveRequest(op_id=uuid4(), to_site="示範地點", to_box="A1", cards=1, **theirs)),
        ("/v1/stock/count", StockCountRequest(op_id=uuid4(), cards=5, **theirs)),
    ]
    for path, request in asked:
        assert problem_of(outside.post(path, request)).code is Code.STAFF_NOT_ALLOWED
    taken = StockTakeInRequest(op_id=uuid4(), cards=5, **own)
    assert outside.ask("/v1/stock/take-in", taken, StockChangeResponse).cards == 5


def test_a_long_list_is_read_page_by_page(platform_server, monkeypatch):
    monkeypatch.setattr(registry_desk, "MOST_LEVELS", 2)
    platform = platform_server.platform
    places = [Place(site=site, box=box) for site in ("示範地點", "外展") for box in ("A1", "B1", "'); --")]
    for place in places:
        take_in(platform, 5, place)
    auditor = desk(platform_server, ["auditor"])
    headers, found, cursor = {STAFF_HEADER: auditor.session.token}, [], ""
    while True:
        answer = auditor.station.call("GET", f"/v1/stock?cursor={cursor}", headers=headers)
        page = msgspec.json.decode(answer.content, type=StockListResponse)
        found += [Place(site=level.site, box=level.box) for level in page.levels]
        cursor = page.cursor
        assert page.more == bool(cursor)
        if not page.more:
            break
    assert len(found) == len(set(found)) == 6
    assert set(found) == set(places)
    for wrong in ("00", "5b5d", "7b7d", "xyz"):
        answer = auditor.station.call("GET", f"/v1/stock?cursor={wrong}", headers=headers)
        assert problem_of(answer).code is Code.REQUEST_INVALID
