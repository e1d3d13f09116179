"""Lost, found, suspended, expired: each change is written down, and nobody comes by a second card of one-per-person by it."""

import contextlib
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from central import admin, feed
from central.platform import Platform
from central.registry import states
from central.schema import card_history, notices
from domain import taipei
from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.wire import CardRow, OutcomeStatus
from tests.central.field import CLERK, HOUR, FieldStation, a_medium, a_person, import_person
from tests.central.registry_rig import changed, digest, history, programme_with_extras, state


def told(platform, number):
    """The state that the feed tells of a card."""
    with platform.store.read() as connection:
        page = feed.page(
            connection,
            roles=frozenset({"kiosk"}),
            generation=platform.generation,
            claimed="",
            cursor="",
            limit=1000,
            now_ms=0,
        )
    return [row.state for row in page.rows if isinstance(row, CardRow) and row.medium == digest(platform, number)]


def test_lost_and_found_are_written_down_and_told_to_kiosks(platform, station):
    import_person(platform, 1)
    said = station.say(changed(station, 1, CardAct.LOST, "active"))
    assert (said.status, said.result.state) == (OutcomeStatus.ACCEPTED, "lost")
    assert told(platform, 1) == ["lost"]
    assert station.say(changed(station, 1, CardAct.FOUND, "lost")).result.state == "active"
    assert told(platform, 1) == ["active"]
    found, lost = history(platform, 1)
    assert (lost.act, lost.from_state, lost.to_state, lost.who) == (CardAct.LOST, "active", "lost", CLERK)
    assert (found.act, found.from_state, found.to_state, found.reason) == (CardAct.FOUND, "lost", "active", "示範")
    assert found.station == station.enrolled.identity.station


def test_the_same_event_again_changes_nothing(platform, station):
    import_person(platform, 1)
    event = changed(station, 1, CardAct.LOST)
    assert station.say(event) == station.say(event)
    assert len(history(platform, 1)) == 1


def test_a_suspended_card_that_was_lost_is_suspended_when_found(platform, station):
    import_person(platform, 1)
    station.upload(changed(station, 1, CardAct.SUSPEND), changed(station, 1, CardAct.LOST))
    assert station.say(changed(station, 1, CardAct.UNDO_LOST)).result.state == "suspended"
    assert station.say(changed(station, 1, CardAct.LIFT)).result.state == "active"


def test_what_the_table_does_not_have_is_for_a_person_to_look_at(platform, station):
    import_person(platform, 1)
    said = station.say(changed(station, 1, CardAct.LIFT), changed(station, 1, CardAct.FOUND))
    assert (said.status, said.code, said.result.state) == (OutcomeStatus.FLAGGED, Code.CARD_STATE, "active")
    station.say(changed(station, 1, CardAct.RETURN))
    assert station.say(changed(station, 1, CardAct.RENEW)).code is Code.CARD_STATE
    assert state(platform, 1) == "returned"


def test_a_found_card_does_not_become_the_second_of_its_kind(platform, station):
    """Fault 41: the person was given another card meanwhile."""
    station.say(station.issue(a_person(1), a_medium(1)))
    station.say(changed(station, 1, CardAct.LOST))
    assert station.say(station.issue(a_person(1), a_medium(2))).status is OutcomeStatus.ACCEPTED
    said = station.say(changed(station, 1, CardAct.FOUND))
    assert (said.code, said.result.state) == (Code.ONE_PER_PERSON, "lost")
    assert [state(platform, number) for number in (1, 2)] == ["lost", "active"]


def test_a_late_report_does_not_undo_what_happened_after_it(platform, station, clock):
    import_person(platform, 1)
    other = FieldStation(platform, ["counter"])
    late = changed(other, 1, CardAct.LOST, at_ms=clock.ms - 3 * HOUR)
    station.upload(
        changed(station, 1, CardAct.LOST, at_ms=clock.ms - 2 * HOUR), changed(station, 1, CardAct.FOUND, at_ms=clock.ms - HOUR)
    )
    said = other.say(late)
    assert (said.status, said.anomalies) == (OutcomeStatus.FLAGGED, ["card_state_superseded"])
    assert (state(platform, 1), len(history(platform, 1))) == ("active", 3)


def test_a_report_of_a_card_not_yet_here_waits_for_it(platform, station):
    other = FieldStation(platform, ["counter"])
    report = changed(other, 1, CardAct.LOST)
    assert other.say(report).code is Code.EVENT_WAITING
    station.say(station.issue(a_person(1), a_medium(1)))
    assert state(platform, 1) == "lost"
    assert other.say(report).status is OutcomeStatus.ACCEPTED


@pytest.mark.parametrize(
    ("act", "role", "allowed"),
    [
        (CardAct.LOST, "clerk", True),
        (CardAct.LOST, "event", False),
        (CardAct.SUSPEND, "clerk", False),
        (CardAct.SUSPEND, "supervisor", True),
    ],
)
def test_each_act_asks_for_its_role(platform, station, act, role, allowed):
    import_person(platform, 1)
    admin.add_staff(platform, "s1", name="示範職員", roles=[role], medium=a_medium(50), pin="2468")
    said = station.say(changed(station, 1, act, operator="s1"))
    assert (said.code is None) is allowed
    assert (state(platform, 1) == "active") is not allowed


def test_the_history_cannot_be_altered(platform, station):
    import_person(platform, 1)
    station.say(changed(station, 1, CardAct.LOST))
    for act in (card_history.delete(), card_history.update().values(who="nobody")):
        with pytest.raises(sa.exc.DBAPIError), platform.store.write() as connection:
            connection.execute(act)


def test_the_operators_command_follows_the_table_too(platform):
    import_person(platform, 1)
    admin.block_card(platform, a_medium(1), CardState.LOST)
    admin.block_card(platform, a_medium(1), CardState.RETURNED)
    with pytest.raises(Refused) as refusal:
        admin.block_card(platform, a_medium(1), CardState.ACTIVE)
    assert refusal.value.code is Code.CARD_STATE
    assert [entry.who for entry in history(platform, 1)] == ["operator", "operator"]


def test_a_check_that_later_says_no_suspends_and_tells(platform, station):
    """Fault 47."""
    said = station.say(station.issue(a_person(1), a_medium(1)))
    op_id = uuid4()
    for _ in range(2):
        with platform.store.write() as connection:
            refused = states.refuse_provisional(
                connection,
                platform.authority,
                digest(platform, 1),
                op_id=op_id,
                reason=Code.NOT_ELIGIBLE,
                now_ms=platform.now_ms(),
            )
        assert refused.state is CardState.SUSPENDED
    with platform.store.read() as connection:
        found = connection.execute(sa.select(notices).where(notices.c.holder == said.result.holder)).all()
    assert [row.code for row in found] == ["not_eligible"]
    assert [entry.who for entry in history(platform, 1)] == ["platform"]


@pytest.fixture
def extras(home, clock):
    directory, database = home
    with contextlib.closing(Platform.open(directory, programme_with_extras(), True, clock, database)) as opened:
        yield opened


def at_day(clock, day):
    clock.ms = taipei.midnight_ms(day)


def test_a_term_ends_by_taipei_days_and_is_renewed(extras, clock):
    at_day(clock, date(2027, 3, 5))
    import_person(extras, 1, "student")
    import_person(extras, 2, "senior")
    clock.ms = taipei.midnight_ms(date(2029, 3, 5)) - 1
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 0
    at_day(clock, date(2029, 3, 5))
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 1
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 0
    assert (state(extras, 1), state(extras, 2)) == ("expired", "active")
    station = FieldStation(extras, ["counter"])
    assert station.say(changed(station, 1, CardAct.RENEW)).result.state == "active"
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 0
    at_day(clock, date(2031, 3, 5))
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 1


def test_a_term_from_29_february_ends_with_february(extras, clock):
    at_day(clock, date(2028, 2, 29))
    import_person(extras, 1, "student")
    at_day(clock, date(2030, 2, 28))
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 0
    at_day(clock, date(2030, 3, 1))
    assert states.expire_due(extras.store, extras.authority, clock.ms) == 1
