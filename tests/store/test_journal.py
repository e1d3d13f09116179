import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import CHAIN_START, CardIssued, RedeemRequested, SignedIn, SignedOut, StaffPinFailed, StaffUnlocked, decode
from domain.wire import CardResult, Outcome, OutcomeStatus, RedeemResult
from offline_store.encrypted import transaction
from offline_store.journal import FILE, Journal
from tests.clocks import SetClock
from tests.store.conftest import open_journal

MEDIUM = b"\x01" * 8
WISH = RedeemRequested(purse="account", point_kind="health", points=50, amount_ntd=50)
ISSUE = CardIssued(holder=uuid4(), card_kind="general", carrier="easycard", provisional=True, consents=["issue@1"])


def sign_in(journal: Journal, medium: bytes = MEDIUM) -> UUID:
    with journal.act() as act:
        return act.append(SignedIn(activity="A", walk_in=False), medium=medium, operator="T1").op_id


def outcome(journal: Journal, op_id: UUID, status: OutcomeStatus, **more: object) -> Outcome:
    signed = next(event for event in journal.events() if decode(event.body).op_id == op_id)
    return Outcome(op_id=op_id, hash=signed.hash, status=status, **more)  # type: ignore[arg-type]


def test_events_form_one_signed_chain(journal: Journal) -> None:
    for _ in range(3):
        sign_in(journal)
    events = [decode(signed.body) for signed in journal.events()]
    assert [event.seq for event in events] == [1, 2, 3]
    assert events[0].prev == CHAIN_START
    hashes = [signed.hash for signed in journal.events()]
    assert [later.prev for _, later in pairwise(events)] == hashes[:2]
    assert journal.verify() == []


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE events SET body = replace(body, '\"A\"', '\"B\"') WHERE seq = 2", "1.2: altered (hash)"),
        ("DELETE FROM events WHERE seq = 2", "1.3: follows 1.1"),
        ("UPDATE events SET signature = zeroblob(64) WHERE seq = 3", "1.3: altered (signature)"),
        ("UPDATE events SET id = 10 WHERE seq = 1", "1.2: follows 1.0"),
    ],
)
def test_verify_names_what_was_altered_missing_or_reordered(journal: Journal, sql: str, named: str) -> None:
    for _ in range(3):
        sign_in(journal)
    journal._db.execute("PRAGMA foreign_keys = OFF")
    journal._db.execute(sql.replace("replace(body", "CAST(replace(CAST(body AS TEXT)").replace("'\"B\"')", "'\"B\"') AS BLOB)"))
    assert named in journal.verify()


def test_an_act_that_raises_leaves_nothing(journal: Journal) -> None:
    def refused_act() -> None:
        with journal.act() as act:
            act.append(WISH, medium=MEDIUM)
            raise Refused(Code.CARD_BLOCKED)

    with pytest.raises(Refused):
        refused_act()
    assert list(journal.events()) == []
    assert journal.queue().waiting == 0
    with journal.reading() as local:
        assert local.pending_wishes_ntd(MEDIUM) == 0


def test_the_same_op_id_is_never_written_twice(journal: Journal) -> None:
    op_id = sign_in(journal)
    with pytest.raises(Exception, match="UNIQUE"), journal.act() as act:
        act.append(WISH, op_id=op_id, medium=MEDIUM)
    assert journal.queue().waiting == 1


def test_everything_is_there_after_the_file_is_opened_again(tmp_path: Path, journal: Journal, clock: SetClock) -> None:
    op_id = sign_in(journal)
    journal.close()
    again = open_journal(tmp_path, clock)
    assert again.contains(op_id)
    assert again.queue().waiting == 1
    assert again.verify() == []
    again.close()


def test_the_file_tells_nothing_without_its_key(tmp_path: Path, journal: Journal) -> None:
    sign_in(journal)
    assert b"SignedIn" not in (tmp_path / FILE).read_bytes()
    with closing(sqlite3.connect(tmp_path / FILE)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM events")


def test_a_wrong_key_is_named_and_changes_nothing(tmp_path: Path, journal: Journal, clock: SetClock) -> None:
    sign_in(journal)
    journal.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(EnvironmentProblem) as caught:
        open_journal(tmp_path, clock, key=bytes(32))
    assert caught.value.code is Code.STORE_WRONG_KEY
    assert (tmp_path / FILE).read_bytes() == before


def test_a_damaged_file_is_named(tmp_path: Path, journal: Journal, clock: SetClock) -> None:
    sign_in(journal)
    journal.close()
    (tmp_path / FILE).write_bytes(b"\0" * 100)
    with pytest.raises(EnvironmentProblem) as caught:
        open_journal(tmp_path, clock)
    assert caught.value.code in (Code.STORE_WRONG_KEY, Code.STORE_DAMAGED)


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path: Path, journal: Journal, clock: SetClock) -> None:
    sign_in(journal)
    with transaction(journal._db, journal.path):
        journal._db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('journal', 'm9999_future', 'later')"
        )
    journal.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(EnvironmentProblem) as caught:
        open_journal(tmp_path, clock)
    assert caught.value.code is Code.STORE_NEWER
    assert (tmp_path / FILE).read_bytes() == before


def test_a_second_process_is_refused(tmp_path: Path, journal: Journal) -> None:
    sign_in(journal)
    program = (
        "import sys; from pathlib import Path\n"
        "from tests.store.conftest import open_journal; from tests.clocks import SetClock\n"
        "from domain.errors import EnvironmentProblem\n"
        "try: open_journal(Path(sys.argv[1]), SetClock())\n"
        "except EnvironmentProblem as problem: print(problem.code.value)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "store_locked"


def test_a_full_disk_is_named_and_nothing_of_the_act_has_happened(journal: Journal) -> None:
    sign_in(journal)
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")

    def large_act() -> None:
        with journal.act() as act:
            for number in range(200):
                act.append(SignedIn(activity="A", walk_in=False), medium=number.to_bytes(8, "big"), sealed=bytes(2000))

    with pytest.raises(EnvironmentProblem) as caught:
        large_act()
    assert caught.value.code is Code.DISK_FULL
    journal._db.execute("PRAGMA max_page_count = 100000")
    assert journal.queue().waiting == 1
    assert sign_in(journal, b"\x09" * 8)
    assert journal.verify() == []


def test_a_full_queue_refuses_and_drops_nothing(tmp_path: Path, journal: Journal, clock: SetClock) -> None:
    sign_in(journal)
    journal.close()
    small = open_journal(tmp_path, clock, most_queued=2)
    sign_in(small, b"\x02" * 8)
    with pytest.raises(EnvironmentProblem) as caught:
        sign_in(small, b"\x03" * 8)
    assert caught.value.code is Code.QUEUE_FULL
    assert small.queue().waiting == 2
    small.close()


def test_outcomes_move_events_out_of_the_outbox(journal: Journal) -> None:
    accepted, held, rejected = sign_in(journal), sign_in(journal, b"\x02" * 8), sign_in(journal, b"\x03" * 8)
    journal.record_outcomes(
        [
            outcome(journal, accepted, OutcomeStatus.ACCEPTED),
            outcome(journal, held, OutcomeStatus.HELD, code=Code.EVENT_WAITING),
            outcome(journal, rejected, OutcomeStatus.REJECTED, code=Code.EVENT_UNREADABLE),
        ]
    )
    queue = journal.queue()
    assert (queue.waiting, queue.held, queue.parked) == (0, 1, 1)
    assert journal.to_send(10) == []
    assert [decode(event.body).op_id for event in journal.held(10)] == [held]
    assert len(list(journal.events())) == 3


def test_an_outcome_about_another_body_changes_nothing(journal: Journal) -> None:
    op_id = sign_in(journal)
    foreign = Outcome(op_id=op_id, hash=bytes(32), status=OutcomeStatus.ACCEPTED)
    journal.record_outcomes([foreign, Outcome(op_id=uuid4(), hash=bytes(32), status=OutcomeStatus.ACCEPTED)])
    assert journal.queue().waiting == 1
    assert journal.outcome_of(op_id) is None


def test_a_card_is_provisional_until_the_platform_speaks(journal: Journal) -> None:
    with journal.act() as act:
        op_id = act.append(ISSUE, medium=MEDIUM, sealed=b"sealed").op_id
        card = act.local.card(MEDIUM)
    assert card is not None
    assert card.state is CardState.PROVISIONAL
    person = uuid4()
    result = CardResult(state="active", holder=person)
    journal.record_outcomes([outcome(journal, op_id, OutcomeStatus.ACCEPTED, result=result)])
    with journal.reading() as local:
        card = local.card(MEDIUM)
    assert card is not None
    assert (card.state, card.holder) == (CardState.ACTIVE, person)


@pytest.mark.parametrize(("refusal", "left"), [(None, 0), (Code.AMOUNT_OVER_BALANCE, 0)])
def test_a_wish_is_pending_until_decided(journal: Journal, refusal: Code | None, left: int) -> None:
    with journal.act() as act:
        op_id = act.append(WISH, medium=MEDIUM).op_id
        assert act.local.pending_wishes_ntd(MEDIUM) == 50
    result = RedeemResult(points=50, amount_ntd=50, refusal=refusal)
    journal.record_outcomes([outcome(journal, op_id, OutcomeStatus.ACCEPTED, result=result)])
    with journal.reading() as local:
        assert local.pending_wishes_ntd(MEDIUM) == left


def test_a_sign_out_closes_its_stay(journal: Journal, clock: SetClock) -> None:
    op_id = sign_in(journal)
    clock.advance(3600)
    with journal.act() as act:
        assert act.local.tally("A").present == 1
        act.append(SignedOut(activity="A", sign_in=op_id, minutes=60, points=10), medium=MEDIUM)
        stay = act.local.presence("A", MEDIUM)
        tally = act.local.tally("A")
    assert stay is not None
    assert (stay.out_ms or 0) - stay.in_ms == 3_600_000
    assert (tally.present, tally.signed_in) == (0, 1)


def test_pin_failures_are_kept_and_lifted(journal: Journal) -> None:
    with journal.act() as act:
        act.append(StaffPinFailed(failures=3), operator="T1")
        act.append(StaffPinFailed(failures=2), operator="T2")
    with journal.reading() as local:
        assert (local.pin_failures("T1").failures, local.pin_failures("T2").failures) == (3, 2)
    with journal.act() as act:
        act.append(StaffUnlocked(staff="T1"), operator="T2")
        assert (act.local.pin_failures("T1").failures, act.local.pin_failures("T2").failures) == (0, 0)


def test_offered_again_everything_waits_in_its_order(journal: Journal) -> None:
    op_ids = [sign_in(journal, bytes([number]) * 8) for number in range(1, 4)]
    journal.record_outcomes([outcome(journal, op_id, OutcomeStatus.ACCEPTED) for op_id in op_ids])
    assert journal.to_send(10) == []
    assert journal.follow_generation("g2", "g1")
    assert [decode(event.body).op_id for event in journal.to_send(10)] == op_ids


def test_a_broken_chain_is_no_word_on_the_act(journal: Journal) -> None:
    with journal.act() as act:
        op_id = act.append(WISH, medium=MEDIUM).op_id
    journal.record_outcomes([outcome(journal, op_id, OutcomeStatus.REJECTED, code=Code.EVENT_CHAIN)])
    queue = journal.queue()
    assert (queue.held, queue.parked) == (1, 0)
    assert journal.outcome_of(op_id) is None
    with journal.reading() as local:
        assert local.pending_wishes_ntd(MEDIUM) == 50


def test_held_events_take_turns(journal: Journal) -> None:
    op_ids = [sign_in(journal, bytes([number]) * 8) for number in range(1, 5)]
    journal.record_outcomes([outcome(journal, op_id, OutcomeStatus.HELD) for op_id in op_ids])
    journal.record_outcomes([outcome(journal, op_id, OutcomeStatus.HELD) for op_id in op_ids[:2]])
    assert [decode(event.body).op_id for event in journal.held(2)] == op_ids[2:]


def test_a_stay_in_a_future_that_a_wrong_clock_dreamt_of_is_not_the_latest(journal: Journal, clock: SetClock) -> None:
    clock.advance(365 * 86_400)
    first = sign_in(journal)
    with journal.act() as act:
        act.append(SignedOut(activity="A", sign_in=first, minutes=0, points=0), medium=MEDIUM)
    clock.advance(-365 * 86_400)
    later = sign_in(journal)
    with journal.reading() as local:
        stay = local.presence("A", MEDIUM)
    assert stay is not None
    assert stay.sign_in == later


def test_the_measured_offset_stands_in_every_later_event(journal: Journal) -> None:
    sign_in(journal)
    journal.record_offset(-1500)
    sign_in(journal, b"\x02" * 8)
    offsets = [decode(event.body).offset_ms for event in journal.events()]
    assert offsets == [None, -1500]


def test_a_clock_that_is_set_after_the_measurement_moves_the_offset(journal: Journal, clock: SetClock) -> None:
    journal.record_offset(0)
    clock.advance(100)
    assert journal.offset_ms() == 0
    clock.ms += 86_400_000
    sign_in(journal)
    (event,) = (decode(signed.body) for signed in journal.events())
    assert event.corrected_ms == event.device_ms - 86_400_000


def test_a_journal_that_was_closed_says_so_to_whoever_is_left(journal: Journal) -> None:
    op_id = sign_in(journal)
    journal.close()
    for late in (lambda: sign_in(journal), lambda: journal.event(op_id), journal.queue):
        with pytest.raises(EnvironmentProblem) as raised:
            late()
        assert raised.value.code is Code.INTERNAL


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statuses=st.lists(st.sampled_from([*OutcomeStatus, None]), min_size=1, max_size=8))
def test_every_event_is_either_settled_or_still_queued(journal: Journal, statuses: list[OutcomeStatus | None]) -> None:
    before = journal.queue()
    known = before.waiting + before.held + before.parked
    op_ids = [sign_in(journal, uuid4().bytes[:8]) for _ in statuses]
    words = [outcome(journal, op_id, status) for op_id, status in zip(op_ids, statuses, strict=True) if status]
    journal.record_outcomes(words)
    journal.record_outcomes(words)
    settled = sum(status in (OutcomeStatus.ACCEPTED, OutcomeStatus.FLAGGED) for status in statuses)
    after = journal.queue()
    assert after.waiting + after.held + after.parked == known + len(statuses) - settled
    assert all(journal.contains(op_id) for op_id in op_ids)
