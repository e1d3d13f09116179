"""Admission: gates share what a visitor has used; with no network both let in, and it comes out the same in any order."""

import itertools
from datetime import date
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from central import admin
from central.activities import admission
from central.schema import admission_entries, anomalies, journal
from domain import taipei
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import AdmissionEntered
from domain.ids import new_op_id
from domain.wire import AdmissionRow, OutcomeStatus
from domain.wire_activities import AdmissionAsk
from tests.central.field import HOUR, FieldStation, a_medium, a_person, import_person
from tests.central.office import ask, refusal

EXPO, GATE_A, GATE_B = "demo_expo", "示範園區 A", "示範園區 B"
DAY = 24 * HOUR
PATH = "/v1/admission"


@pytest.fixture
def gate(load_platform):
    return FieldStation(load_platform, ["event"])


@pytest.fixture
def other(load_platform):
    return FieldStation(load_platform, ["event"])


def question(gate, number=1, *, enter=False, op_id=None, place=GATE_A, **changed):
    keys = gate.platform.authority.keys
    asked = AdmissionAsk(
        op_id=op_id or new_op_id(gate.platform.now_ms()),
        medium=gate.digest(a_medium(number)),
        digest_key=keys.digest_key_id,
        admission=EXPO,
        place=place,
        enter=enter,
    )
    return msgspec.structs.replace(asked, **changed)


def at(gate):
    return gate.platform.authenticate(gate.token)


def asks(gate, *args, **kwargs):
    return ask(gate.platform, at(gate), PATH, question(gate, *args, **kwargs))


def refused(gate, *args, **kwargs):
    return refusal(gate.platform, at(gate), PATH, question(gate, *args, **kwargs))


def entered(gate, percent, number=1, place=GATE_A, **kwargs):
    return gate.act(AdmissionEntered(admission=EXPO, place=place, percent=percent), medium=a_medium(number), **kwargs)


def differing(platform):
    """The op_ids of entries whose price was another."""
    with platform.store.read() as connection:
        found = sa.select(journal.c.op_id).join(anomalies).where(anomalies.c.anomaly == admission.DIFFERS)
        return set(connection.scalars(found))


# --- with a network --------------------------------------------------------------------------------------------------


def test_the_day_of_the_visitors_choice_is_free_in_every_park(load_platform, gate, other, clock):
    import_person(load_platform, 1)
    clock.ms = taipei.midnight_ms(date(2026, 12, 1)) + 10 * HOUR
    before = asks(gate)
    assert (before.percent, before.free_days, before.days_left, before.entered) == (0, [], 1, False)
    assert asks(gate, enter=True).free_days == ["2026-12-01"]
    again = asks(other, enter=True, place=GATE_B)
    assert (again.percent, again.days_left) == (0, 0)
    clock.advance(24 * 3600)
    later = asks(other, enter=True)
    assert (later.percent, later.free_days) == (50, ["2026-12-01"])


def test_an_entry_counts_once_whether_asked_again_or_sent_as_an_event(load_platform, gate, clock):
    import_person(load_platform, 1)
    op_id = new_op_id(clock.ms)
    first = asks(gate, enter=True, op_id=op_id)
    assert asks(gate, enter=True, op_id=op_id) == first
    event = entered(gate, 0, op_id=op_id)
    assert gate.say(event).status is OutcomeStatus.ACCEPTED
    with load_platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(admission_entries)) == 1
    assert refused(gate, enter=True, op_id=op_id, place=GATE_B) is Code.REQUEST_CONFLICT
    # The answer was lost, the gate let in with no network, and its event came first.
    clock.advance(24 * 3600)
    late = entered(gate, 50)
    gate.say(late)
    assert asks(gate, enter=True, op_id=UUID(msgspec.json.decode(late.body)["op_id"])).percent == 50


def test_two_cards_of_one_person_have_one_free_day(load_platform, gate, clock):
    import_person(load_platform, 1)
    admin.import_holder(load_platform, a_person(1), a_medium(2), "senior", "ipass")
    asks(gate, 1, enter=True)
    clock.advance(24 * 3600)
    assert asks(gate, 2).percent == 50


def test_who_is_not_let_in(load_platform, gate):
    import_person(load_platform, 1)
    import_person(load_platform, 2, "love")
    assert refused(gate, 3) is Code.CARD_UNKNOWN
    assert refused(gate, 2) is Code.NOT_ELIGIBLE
    assert refused(gate, 999_999) is Code.STAFF_CARD_NOT_FOR_CITIZENS
    assert refused(gate, admission="nothing") is Code.ADMISSION_UNKNOWN
    assert refused(gate, place="別處") is Code.ADMISSION_UNKNOWN
    assert refused(gate, digest_key="k9") is Code.REQUEST_INVALID
    assert refused(gate, op_id=UUID(int=0)) is Code.REQUEST_INVALID
    admin.block_card(load_platform, a_medium(1), CardState.LOST)
    assert refused(gate, 1) is Code.CARD_BLOCKED


def test_gates_that_ask_for_it_are_told_what_visitors_have_used(load_platform, gate, clock):
    holder = import_person(load_platform, 1)
    asks(gate, enter=True)
    asks(gate, enter=True, place=GATE_B)

    def rows(station, kinds):
        page = load_platform.changes(at(station), generation="", cursor="", limit=100, kinds=kinds)
        return [row for row in page.rows if isinstance(row, AdmissionRow)]

    used = AdmissionRow(admission=EXPO, visitor=f"h:{holder}", days=[taipei.day(clock.ms).isoformat()])
    assert rows(gate, "admission") == [used]
    assert rows(gate, "") == []
    assert rows(FieldStation(load_platform, ["counter"]), "admission") == []


# --- without one -----------------------------------------------------------------------------------------------------


def test_two_free_days_given_offline_the_earlier_is_free(load_platform, gate, other, clock):
    import_person(load_platform, 1)
    first = entered(gate, 0, at_ms=clock.ms - 2 * DAY)
    second = entered(other, 0, at_ms=clock.ms - DAY)
    assert other.say(second).status is OutcomeStatus.ACCEPTED
    assert gate.say(first).status is OutcomeStatus.ACCEPTED
    assert differing(load_platform) == {UUID(msgspec.json.decode(second.body)["op_id"])}
    assert asks(gate).free_days == [taipei.day(clock.ms - 2 * DAY).isoformat()]


def test_another_price_than_was_due_is_flagged(load_platform, gate, clock):
    import_person(load_platform, 1)
    gate.say(entered(gate, 0, at_ms=clock.ms - DAY))
    said = gate.say(entered(gate, 100))
    assert (said.status, said.anomalies) == (OutcomeStatus.FLAGGED, [admission.DIFFERS])


def test_a_card_that_becomes_known_belongs_to_its_holder(load_platform, gate, clock):
    station = FieldStation(load_platform, ["counter"])
    came = entered(gate, 0, number=1, at_ms=clock.ms - DAY)
    assert gate.say(came).code is Code.CARD_UNKNOWN
    station.say(station.issue(a_person(1), a_medium(1)))
    assert gate.say(came).status is OutcomeStatus.ACCEPTED
    assert asks(gate, 1).percent == 50


@pytest.mark.parametrize(
    ("payload", "code"), [(("nothing", GATE_A), Code.ADMISSION_UNKNOWN), ((EXPO, "別處"), Code.ADMISSION_UNKNOWN)]
)
def test_what_the_programme_does_not_have_is_kept_and_not_counted(load_platform, gate, payload, code):
    import_person(load_platform, 1)
    event = gate.act(AdmissionEntered(admission=payload[0], place=payload[1], percent=0), medium=a_medium(1))
    said = gate.say(event)
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, code)
    assert asks(gate).days_left == 1


def test_a_blocked_card_that_went_in_is_counted_and_shown(load_platform, gate):
    import_person(load_platform, 1)
    admin.block_card(load_platform, a_medium(1), CardState.LOST)
    said = gate.say(entered(gate, 0))
    assert (said.code, said.anomalies) == (Code.CARD_BLOCKED, ["card_blocked"])


# --- in any order ----------------------------------------------------------------------------------------------------

PEOPLE = itertools.count(100)
TAPS = st.lists(st.tuples(st.integers(0, 1), st.integers(1, 5 * 24), st.sampled_from([0, 50]), st.integers(-3, 3)), max_size=7)


@settings(max_examples=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(TAPS, st.randoms())
def test_any_order_of_arrival_and_any_clock_ends_the_same(gate, other, clock, taps, shuffler):
    """Clocks are wrong by hours, their offset is known; who came is another person in each example."""
    ends, load_platform = [], gate.platform
    for turn in range(2):
        number = next(PEOPLE)
        import_person(load_platform, number)
        gates, events = (gate, other), []
        for index, hours, percent, skew in taps:
            here, true_ms = gates[index], clock.ms - hours * HOUR
            events.append((here, true_ms, percent, skew * HOUR))
        if turn:
            shuffler.shuffle(events)
        names = {}
        for here, true_ms, percent, skew_ms in events:
            signed = entered(here, percent, number, at_ms=true_ms + skew_ms, offset_ms=-skew_ms)
            assert here.say(signed).status in (OutcomeStatus.ACCEPTED, OutcomeStatus.FLAGGED)
            names[UUID(msgspec.json.decode(signed.body)["op_id"])] = (true_ms, percent)
        state = asks(gate, number)
        wrong = sorted(names[op_id] for op_id in differing(load_platform) & names.keys())
        ends.append((state.free_days, state.days_left, state.percent, wrong))
    assert ends[0] == ends[1]


def test_a_rule_is_refused_for_a_place_that_is_not_its_own(load_platform):
    with pytest.raises(Refused):
        admission.rule_of(load_platform.authority.programme, EXPO, "別處")
