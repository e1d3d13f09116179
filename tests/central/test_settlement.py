"""Value that waits goes to its carrier in a file that never changes, and the carrier's result is booked once."""

import hashlib
from uuid import uuid4

import pytest

from central import admin, audit, ledger, points
from central.access import record_reads
from central.ledger import NTD, Account
from central.money import clearing, settlement, settlement_files, waiting
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.wire import BalanceRequest
from domain.wire_files import RowFault
from tests.central.field import FieldStation, a_medium, a_person, give, import_person, op_id_of
from tests.central.settlement_rig import answer, items, received, resealed, sent

FOREVER = (0, 1 << 53)


@pytest.fixture
def kiosk(platform):
    return FieldStation(platform, ["kiosk"])


def redeemed(platform, kiosk, number, amount, agency="衛生局"):
    holder = import_person(platform, number)
    give(platform, holder, amount, agency=agency)
    wish = kiosk.wish(a_medium(number), amount)
    assert kiosk.say(wish).result.refusal is None
    platform.clock.advance(1)
    return op_id_of(wish)


def told(platform, number):
    keys = platform.authority.keys
    return platform.balance(BalanceRequest(medium=a_medium(number).digest(keys.digest), digest_key=keys.digest_key_id))


def stands(platform, **account):
    with platform.store.read() as connection:
        return ledger.balance(connection, Account(**account))


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def health(answered):
    return next(one.points for one in answered.balances if one.point_kind == "health")


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value


def test_what_waits_is_sent_once_and_confirmed(platform, kiosk):
    ops = [redeemed(platform, kiosk, number, number * 50) for number in (1, 2)]
    batch = sent(platform)
    assert items(batch) == [(1, ops[0], a_medium(1).value, 50), (2, ops[1], a_medium(2).value, 100)]
    assert (batch.items, batch.amount_ntd, batch.still_waiting) == (2, 150, 0)
    assert hashlib.sha256(batch.content).hexdigest() == batch.sha256
    assert sent(platform).items == 0
    assert told(platform, 1).waiting_ntd == 50
    report = received(platform, answer(batch, "confirmed", "confirmed"))
    assert (report.done, report.confirmed, report.refused, report.faults) == (True, 2, 0, [])
    assert [told(platform, number).waiting_ntd for number in (1, 2)] == [0, 0]
    assert stands(platform, kind="settled", unit=NTD, agency="easycard") == 150
    assert sound(platform)


def test_a_batch_is_the_same_bytes_whenever_it_is_asked_for(platform, kiosk, clock):
    redeemed(platform, kiosk, 1, 50)
    batch = sent(platform)
    redeemed(platform, kiosk, 2, 50)
    clock.advance(3_600)
    assert sent(platform, batch.batch).content == batch.content
    received(platform, answer(batch, "confirmed"))
    assert sent(platform, batch.batch).content == batch.content
    assert refusal(sent, platform, batch.batch, carrier="ipass").code is Code.REQUEST_CONFLICT


def test_that_a_uid_was_opened_is_written_down(platform, kiosk):
    redeemed(platform, kiosk, 1, 50)
    holder = import_person(platform, 1)
    batch = sent(platform)
    with platform.store.read() as connection:
        (read,) = record_reads.of_holder(connection, holder)
    assert (read.agency, read.what, read.reason) == ("easycard", "uid", f"settlement {batch.batch}")


def test_a_refusal_returns_the_points_to_their_lots_and_tells_the_holder(platform, kiosk):
    holder = import_person(platform, 1)
    give(platform, holder, 30, agency="環保局")
    redeemed(platform, kiosk, 1, 20)
    wish = kiosk.wish(a_medium(1), 25)
    assert kiosk.say(wish).result.refusal is None
    assert health(told(platform, 1)) == 5
    batch = sent(platform)
    received(platform, answer(batch, "confirmed", "over_limit"))
    after = told(platform, 1)
    assert (health(after), after.waiting_ntd) == (30, 0)
    assert [(notice.code, notice.points) for notice in after.notices] == [(Code.AMOUNT_OVER_PURSE, 25)]
    assert stands(platform, kind="redeemed", unit="health", agency="環保局") == 20
    assert stands(platform, kind="redeemed", unit="health", agency="衛生局") == 0
    assert stands(platform, kind="payable", unit=NTD, agency="環保局") == -20
    assert sound(platform)


def test_refused_points_of_an_award_that_was_cancelled_repay_its_deficit(platform, kiosk):
    holder = import_person(platform, 1)
    award = give(platform, holder, 100)
    kiosk.say(kiosk.wish(a_medium(1), 100))
    batch = sent(platform)
    admin.cancel_award(platform, award, uuid4())
    with platform.store.read() as connection:
        assert ledger.balance(connection, points.deficit(holder, "health")) == -100
    received(platform, answer(batch, "card_blocked"))
    with platform.store.read() as connection:
        assert ledger.balance(connection, points.deficit(holder, "health")) == 0
    assert health(told(platform, 1)) == 0
    assert sound(platform)


def test_the_same_result_again_changes_nothing_and_another_one_is_a_fault(platform, kiosk):
    redeemed(platform, kiosk, 1, 50)
    batch = sent(platform)
    content = answer(batch, "confirmed")
    received(platform, content)
    before = audit.facts(platform.store.engine)
    again = received(platform, content)
    assert (again.done, again.confirmed, again.repeated) == (True, 0, 1)
    other = received(platform, answer(batch, "over_limit"), partial=True)
    assert other.faults == [RowFault(row=2, column="result", code=Code.SETTLEMENT_DECIDED)]
    assert audit.facts(platform.store.engine) == before


def test_one_broken_row_keeps_the_whole_file_from_being_done_unless_partial(platform, kiosk):
    ops = [redeemed(platform, kiosk, number, 50) for number in (1, 2, 3)]
    batch = sent(platform)
    content = resealed(answer(batch, "confirmed", "confirmed", "confirmed"), (f"{ops[1]},50,", f"{ops[1]},5o,"))
    report = received(platform, content)
    assert (report.done, report.rows, report.confirmed) == (False, 3, 0)
    assert report.faults == [RowFault(row=3, column="amount_ntd", code=Code.FILE_INVALID)]
    assert [told(platform, number).waiting_ntd for number in (1, 2, 3)] == [50, 50, 50]
    report = received(platform, content, partial=True)
    assert (report.done, report.confirmed) == (True, 2)
    assert [told(platform, number).waiting_ntd for number in (1, 2, 3)] == [0, 50, 0]
    assert sound(platform)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        (lambda text: (text.split(",")[8], str(uuid4())), "op_id", Code.SETTLEMENT_UNKNOWN),
        (lambda text: ("R,1,", "R,2,"), "line", Code.FILE_INVALID),
        (lambda text: (",50,confirmed", ",51,confirmed"), "amount_ntd", Code.FILE_INVALID),
        (lambda text: (",confirmed,", ",confirmed,late"), "reason", Code.FILE_INVALID),
        (lambda text: (",confirmed,", ",maybe,"), "result", Code.FILE_INVALID),
        (lambda text: (",confirmed,", ",confirmed"), "", Code.FILE_INVALID),
    ],
)
def test_every_cell_of_a_row_is_checked(platform, kiosk, change, column, code):
    op_id = redeemed(platform, kiosk, 1, 50)
    content = answer(sent(platform), "confirmed")
    changed = change(content.decode())
    changed = (str(op_id), changed[1]) if column == "op_id" else changed
    assert received(platform, resealed(content, changed), partial=True).faults == [RowFault(row=2, column=column, code=code)]
    assert told(platform, 1).waiting_ntd == 50


def test_a_file_that_was_altered_by_any_one_byte_is_refused(platform, kiosk):
    redeemed(platform, kiosk, 1, 50)
    content = answer(sent(platform), "confirmed")
    for place in range(len(content)):
        altered = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        assert refusal(settlement_files.read_result, altered).code is Code.FILE_INVALID
    for cut in (b"", content[:-1], content[:40], content + b"\r\n", content.replace(b"\r\n", b"\n")):
        assert refusal(received, platform, cut).code is Code.FILE_INVALID
    assert told(platform, 1).waiting_ntd == 50


def test_a_result_of_an_unknown_batch_another_carrier_or_a_real_platform_is_refused(platform, kiosk):
    redeemed(platform, kiosk, 1, 50)
    batch = sent(platform)
    stranger = answer(batch, "confirmed").replace(str(batch.batch).encode(), str(uuid4()).encode())
    assert refusal(received, platform, resealed(stranger)).code is Code.SETTLEMENT_UNKNOWN
    assert refusal(received, platform, answer(batch, "confirmed", carrier="ipass")).code is Code.SETTLEMENT_UNKNOWN
    assert refusal(received, platform, answer(batch, "confirmed"), carrier="ipass").code is Code.SETTLEMENT_UNKNOWN
    assert refusal(received, platform, answer(batch, "confirmed", mode="real")).code is Code.MODE_MISMATCH
    assert told(platform, 1).waiting_ntd == 50


def test_the_value_of_a_lost_card_waits_for_the_new_one(platform, kiosk):
    redeemed(platform, kiosk, 1, 50)
    admin.block_card(platform, a_medium(1), CardState.LOST)
    assert (sent(platform).items, sent(platform).still_waiting) == (0, 1)
    holder = import_person(platform, 1)
    admin.import_holder(platform, a_person(1), a_medium(7), "senior", "ipass")
    old, new = (a_medium(number).digest(platform.authority.keys.digest) for number in (1, 7))
    op_id = uuid4()
    with platform.store.write() as connection:
        assert waiting.move_waiting(connection, old, new, op_id, platform.now_ms()) == 50
        assert waiting.move_waiting(connection, old, new, op_id, platform.now_ms()) == 0
    assert told(platform, 7).waiting_ntd == 50
    batch = sent(platform, carrier="ipass")
    assert [item[2:] for item in items(batch)] == [(a_medium(7).value, 50)]
    assert received(platform, answer(batch, "confirmed", carrier="ipass")).confirmed == 1
    assert holder
    assert sound(platform)


def test_what_is_sent_already_stays_with_the_old_card(platform, kiosk):
    redeemed(platform, kiosk, 1, 50)
    batch = sent(platform)
    old, new = (a_medium(number).digest(platform.authority.keys.digest) for number in (1, 7))
    with platform.store.write() as connection:
        assert waiting.move_waiting(connection, old, new, uuid4(), platform.now_ms()) == 0
    received(platform, answer(batch, "card_blocked"))
    assert health(told(platform, 1)) == 50
    assert sound(platform)


def test_what_was_decided_is_booked_by_whoever_comes_next(platform, kiosk, monkeypatch):
    redeemed(platform, kiosk, 1, 50)
    batch = sent(platform)
    with monkeypatch.context() as patched:
        patched.setattr(settlement, "book_decided", lambda *_: 0)
        assert received(platform, answer(batch, "confirmed")).confirmed == 1
    assert told(platform, 1).waiting_ntd == 50
    assert sound(platform)
    assert settlement.book_decided(platform.store, platform.authority, platform.now_ms()) == 1
    assert settlement.book_decided(platform.store, platform.authority, platform.now_ms()) == 0
    assert told(platform, 1).waiting_ntd == 0


def test_clearing_charges_the_agencies_that_gave_the_points(platform, kiosk):
    holder = import_person(platform, 1)
    cancelled = give(platform, holder, 7)
    admin.cancel_award(platform, cancelled, uuid4())
    give(platform, holder, 30, agency="環保局")
    redeemed(platform, kiosk, 1, 20)
    kiosk.say(kiosk.wish(a_medium(1), 25))
    received(platform, answer(sent(platform), "confirmed", "over_limit"))
    with platform.store.read() as connection:
        by_points = clearing.points(connection, *FOREVER)
        payable = clearing.payable(connection, *FOREVER)
        assert clearing.points(connection, *FOREVER, agency="環保局") == by_points[:1]
        assert clearing.payable(connection, platform.now_ms() + 1, FOREVER[1]) == []
    assert [(row.agency, row.awarded, row.cancelled, row.redeemed, row.returned) for row in by_points] == [
        ("環保局", 30, 0, 30, 10),
        ("衛生局", 27, 7, 15, 15),
    ]
    assert [(row.agency, row.carrier, row.charged_ntd, row.settled_ntd, row.returned_ntd, row.owed_ntd) for row in payable] == [
        ("環保局", "easycard", 30, 20, 10, 20),
        ("衛生局", "easycard", 15, 0, 15, 0),
    ]


def test_when_nothing_waits_no_batch_is_made(platform):
    batch = uuid4()
    said = sent(platform, batch)
    assert (said.batch, said.items, said.content) == (batch, 0, b"")
    with platform.store.read() as connection:
        assert settlement.listed(connection, carrier=None, before_ms=None, limit=9) == []
    give(platform, import_person(platform, 1), 100)
    kiosk = FieldStation(platform, ["kiosk"])
    kiosk.say(kiosk.wish(a_medium(1), 40))
    assert sent(platform, batch).items == 1
