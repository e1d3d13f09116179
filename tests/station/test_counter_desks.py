"""A batch from the file to the hands, an outreach day, and a shift: real station and platform, the network cut between."""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from central.registry import stock
from central.registry.stock import By, Place, Sort
from central.reports import daily
from central.reports.inquiry import Inquiry
from citycard_app.demo_data import DEMO_PIN
from domain import taipei
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import BoundMedium, CardReplaced, Event, StockCounted, decode
from domain.ids import new_op_id
from domain.media import Medium, MediumType
from domain.sealing import seal
from station.applications_desk import Held
from station.batch_desk import BatchOrder
from station.issue_papers import Papers
from station.station import Station
from station.views import ParticularsForm
from tests.central.application_rig import Office
from tests.central.test_batches import SCHOOL
from tests.station.test_batch_file import HEADER, pupil, text
from tests.station_rig import City

SENIOR = ("senior", "easycard")
PAPERS = Papers(documents_seen=["national_id"], signed="paper")
SORT = Sort(card_kind="senior", carrier="easycard")
BOX = "A1"


@pytest.fixture
def station(city: City) -> Station:
    made = city.station("counter")
    made.staff.sign_in(city.medium("clerk"), DEMO_PIN)
    return made


def blank(number: int) -> Medium:
    return Medium(MediumType.UID, b"\x04\xb0" + number.to_bytes(5, "big"))


def journaled(station: Station, kind: str) -> list[Event]:
    events = [decode(signed.body) for signed in station._context.journal.events()]
    return [event for event in events if event.kind == kind]


def order(station: Station, tmp_path: Path, rows: list[list[Any]], **changed: Any) -> BatchOrder:
    (tmp_path / "三年二班.csv").write_bytes(text([HEADER, *rows], "cp950"))
    file = station.batches.read(tmp_path / "三年二班.csv", "school", lambda _: None)
    values = {"op_id": station.batches.new_op_id(), "channel": "school", "name": "示範三年二班", "file": file}
    return BatchOrder(**values | {"all_or_nothing": True} | changed)


def approved(city: City, station: Station, batch: UUID) -> None:
    office = Office(city.platform.platform)
    office.check()
    for row in station.hand_out.download(batch, lambda _: None).rows:
        office.decide(row.application, SCHOOL, "approve")


def issue(station: Station, number: int, kind: str = "senior", born: str = "391005", known: Held | None = None) -> None:
    person = pupil(number)
    form = ParticularsForm(
        name=person[0],
        national_id=person[1],
        birthday=born,
        district="桃園區",
        facts=frozenset({"resident", "lives_here"}),
    )
    op_id = station.counter.new_op_id()
    asked = {"kind": kind, "carrier": "easycard", "consents": ["issue"]}
    station.counter.issue(op_id, blank(900 + number), form, **asked, papers=PAPERS, known=known)  # type: ignore[arg-type]


def test_a_batch_goes_from_the_file_to_five_hands_with_the_network_cut_between(
    city: City, station: Station, tmp_path: Path
) -> None:
    wanted = order(station, tmp_path, [pupil(number) for number in range(1, 6)])
    assert station.batches.check(wanted).state == "checked"
    for _ in range(2):
        answer = station.batches.send(wanted)
    assert (answer.state, answer.rows, answer.counts) == ("taken", 5, {"household_check": 5})
    assert [line.batch for line in station.batches.listed().batches] == [wanted.op_id]
    rows = station.hand_out.download(wanted.op_id, lambda _: None).rows
    assert not any(station.hand_out.can_be_given(row) for row in rows)
    with pytest.raises(Refused) as early:
        station.hand_out.give(station.hand_out.new_op_id(), rows[0], blank(1))
    assert early.value.code is Code.APPLICATION_STEP
    approved(city, station, wanted.op_id)
    rows = station.hand_out.download(wanted.op_id, lambda _: None).rows
    assert [row.label for row in rows] == [f"三年二班 {number:02}" for number in range(1, 6)]
    station.hand_out.give(station.hand_out.new_op_id(), rows[0], blank(1))
    city.platform.stop()
    op_id = station.hand_out.new_op_id()
    for _ in range(2):
        given = station.hand_out.give(op_id, rows[1], blank(2))
    for row, medium, code in ((rows[1], blank(3), Code.APPLICATION_STEP), (rows[2], blank(2), Code.CARD_ALREADY_BOUND)):
        with pytest.raises(Refused) as refused:
            station.hand_out.give(station.hand_out.new_op_id(), row, medium)
        assert refused.value.code is code
    station.hand_out.undo(station.hand_out.new_op_id(), given)
    with station._context.journal.reading() as local:
        assert local.counter.all_handed_out() == {rows[0].application}
    for row, number in zip(rows[1:], range(3, 7), strict=True):
        station.hand_out.give(station.hand_out.new_op_id(), row, blank(number))
    city.platform.start()
    city.until_online("counter")
    assert station.batches.report(wanted.op_id).counts == {"collected": 5}
    facts = city.facts()
    states = [facts.cards[station.digest(blank(number))].state for number in range(1, 7)]
    assert states == [CardState.ACTIVE, CardState.RETURNED, *[CardState.ACTIVE] * 4]
    assert station.status().attention == 0
    assert len(station.hand_out.download(wanted.op_id, lambda _: None).given) == 5


def test_what_a_listed_card_costs_is_taken_once(city: City, station: Station, tmp_path: Path) -> None:
    wanted = order(station, tmp_path, [pupil(1), pupil(2)])
    station.batches.send(wanted)
    approved(city, station, wanted.op_id)
    row, other = station.hand_out.download(wanted.op_id, lambda _: None).rows
    assert (row.fee_ntd, other.fee_ntd) == (0, 0)
    row = msgspec.structs.replace(row, fee_ntd=94)
    station.shifts.open(station.shifts.new_op_id(), "A", 1_000)
    given = station.hand_out.give(station.hand_out.new_op_id(), row, blank(1))
    station.hand_out.undo(station.hand_out.new_op_id(), given)
    city.until_online("counter")
    row, _ = station.hand_out.download(wanted.op_id, lambda _: None).rows
    assert (row.state, row.fee_ntd) == ("ready", 0)
    station.hand_out.give(station.hand_out.new_op_id(), msgspec.structs.replace(row, fee_ntd=94), blank(2))
    assert [event.payload.fee_ntd for event in journaled(station, "card.issued")] == [94, 0]  # type: ignore[union-attr]
    shift = station.shifts.current()
    assert shift is not None
    assert (shift.sums.fees_ntd, shift.sums.receipts) == (94, 1)


def test_rows_are_told_by_the_file_also_where_only_the_platform_knows(city: City, station: Station, tmp_path: Path) -> None:
    station.batches.send(order(station, tmp_path, [pupil(1)]))
    (tmp_path / "b.csv").write_bytes(text([["示範名冊"], HEADER, pupil(2), pupil(1), pupil(3, 行政區="信義區")], "utf-8"))
    file = station.batches.read(tmp_path / "b.csv", "school", lambda _: None)
    wanted = BatchOrder(op_id=station.batches.new_op_id(), channel="school", name="示範", file=file, all_or_nothing=False)
    assert [(fault.row, fault.code) for fault in file.faults] == [(5, Code.DISTRICT_UNKNOWN)]
    answer = station.batches.send(wanted)
    assert [(fault.row, fault.code) for fault in answer.faults] == [(4, Code.APPLICATION_DUPLICATE)]
    assert (answer.state, answer.counts) == ("taken", {"household_check": 1})
    station.batches.save_faults(tmp_path / "faults.csv", [*file.faults, *answer.faults], lambda code: code.value)
    assert (tmp_path / "faults.csv").read_text("utf-8-sig").count("\n") == 3
    assert Office(city.platform.platform).count() == 2


def take_in(city: City, station: Station, cards: int) -> None:
    by = By(op_id=new_op_id(1), who="s1", at_ms=1)
    with city.platform.platform.store.write() as connection:
        stock.take_in(connection, Place(site=station.identity.site, box=BOX), SORT, cards, by=by)


def lying(city: City, station: Station, box: str) -> int:
    with city.platform.platform.store.read() as connection:
        return stock.level(connection, Place(site=station.identity.site, box=box), SORT)


@pytest.mark.parametrize(("back", "difference"), [(7, 0), (6, -1)], ids=["all there", "one missing"])
def test_an_outreach_day_without_a_network(city: City, station: Station, back: int, difference: int) -> None:
    take_in(city, station, 25)
    city.platform.stop()
    desk = station.outreach
    op_id = desk.new_op_id()
    for _ in range(2):
        desk.take_along(op_id, box=BOX, card_kind="senior", carrier="easycard", cards=10)
    for number in range(1, 4):
        issue(station, number)
    stood = desk.stock()
    assert [(each.taken, each.issued, each.expected) for each in stood] == [(10, 3, 7)]
    if difference:
        with pytest.raises(Refused) as refused:
            desk.bring_back(desk.new_op_id(), {SENIOR: back}, " ")
        assert refused.value.code is Code.REASON_MISSING
    done = desk.new_op_id()
    for _ in range(2):
        desk.bring_back(done, {SENIOR: back}, "示範遺失一張" if difference else "")
    assert desk.stock() == []
    [counted] = [event.payload for event in journaled(station, "stock.counted")]
    assert isinstance(counted, StockCounted)
    assert (counted.cards, counted.reason) == (back, "示範遺失一張" if difference else "")
    city.platform.start()
    city.until_online("counter")
    assert (lying(city, station, BOX), lying(city, station, station.identity.station)) == (15 + back, 0)
    assert station.status().attention == (1 if difference else 0)


def daily_lines(city: City, station: Station) -> dict[tuple[str, str], tuple[int, int]]:
    """Of today's report for this station, by act and card kind: how many, and fees."""
    platform = city.platform.platform
    day = taipei.day(platform.now_ms())
    with platform.store.read() as connection:
        inquiry = Inquiry(
            connection=connection,
            authority=platform.authority,
            from_ms=taipei.midnight_ms(day),
            to_ms=taipei.midnight_ms(day) + taipei.DAY_MS,
            station=station.identity.station,
        )
        return {(row[3], row[4]): (row[5], row[8]) for row in daily.close(inquiry).rows}  # type: ignore[misc]


def test_a_shift_says_what_the_platform_s_daily_report_says(city: City, station: Station) -> None:
    desk = station.shifts
    assert desk.current() is None
    with pytest.raises(Refused) as none:
        desk.close(desk.new_op_id(), 0, "")
    assert none.value.code is Code.SHIFT_UNKNOWN
    desk.open(desk.new_op_id(), "A", 1000)
    assert station.status().shift == "A"
    issue(station, 1)
    issue(station, 2, "general", "791005")
    issue(station, 3, known=Held(held=frozenset(), had=frozenset({"senior"})))  # one more card: not free
    context = station._context
    old = station.digest(blank(902))
    replaced = CardReplaced(old_medium=old, carrier="easycard", reason="broken", fee_ntd=94)
    sealed = seal(context.sealing_key(), msgspec.json.encode(BoundMedium(uid=blank(950).value)))
    with context.journal.act() as act:
        act.append(replaced, medium=station.digest(blank(950)), operator=context.operator("shift"), sealed=sealed)
    view = desk.current()
    assert view is not None
    assert [(each.card_kind, each.cards) for each in view.sums.cards] == [("general", 1), ("senior", 2)]
    assert (view.sums.replacements, view.sums.fees_ntd, view.sums.receipts, view.expected_ntd) == (1, 188, 2, 1188)
    with pytest.raises(Refused) as differs:
        desk.close(desk.new_op_id(), 1000, "")
    assert differs.value.code is Code.REASON_MISSING
    report = desk.close(desk.new_op_id(), 1000, "示範找錯零錢")
    assert (report.difference_ntd, report.reason, station.status().shift) == (-188, "示範找錯零錢", "")
    city.until_online("counter")
    lines = daily_lines(city, station)
    assert sum(count for (what, _), (count, _) in lines.items() if what == "card.issued") == 3
    assert sum(fees for _, fees in lines.values()) == report.view.sums.fees_ntd
    assert lines["card.replaced", ""][0] == report.view.sums.replacements
    assert lines["shift.closed", ""][0] == 1
