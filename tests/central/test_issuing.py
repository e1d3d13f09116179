"""Cards issued and bound: who keeps what when stations, people and clocks disagree."""

from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, audit, people
from central.schema import data_keys
from domain.cards import CardState
from domain.errors import Code
from domain.events import BoundMedium, CardBound
from domain.wire import CardResult, OutcomeStatus
from tests.central.field import HOUR, FieldStation, a_medium, a_person, import_person
from tests.postgres_rig import ON_SQLITE


def card(platform, station, number):
    return audit.facts(platform.store.engine).cards.get(station.digest(a_medium(number)))


def bound(station, number, via, **kwargs):
    payload = CardBound(holder=uuid4(), via_medium=station.digest(a_medium(via)), carrier="ipass", provisional=False)
    medium = a_medium(number)
    return station.act(payload, medium=medium, sealed=station.sealed(BoundMedium(uid=medium.value)), **kwargs)


def test_a_card_by_the_rules_is_active(platform, station):
    said = station.say(station.issue(a_person(1), a_medium(1)))
    assert (said.status, said.code) == (OutcomeStatus.ACCEPTED, None)
    assert isinstance(said.result, CardResult)
    found = card(platform, station, 1)
    assert (found.card_kind, found.state, found.holder) == ("senior", "active", said.result.holder)


def test_who_is_not_eligible_gets_a_suspended_card(platform, station):
    said = station.say(station.issue(a_person(1, birthday="1990-01-05"), a_medium(1)))
    assert (said.status, said.code, said.result.state) == (OutcomeStatus.FLAGGED, Code.NOT_ELIGIBLE, "suspended")
    assert card(platform, station, 1).state == "suspended"


def test_a_companions_card_goes_with_a_card_that_is_there(platform, station):
    person = a_person(1, birthday="1990-01-05", facts=("resident", "lives_here", "disability", "disability_companion"))
    alone = station.say(station.issue(person, a_medium(1), "love_companion"))
    assert (alone.status, alone.code, alone.result.state) == (OutcomeStatus.FLAGGED, Code.NOT_ELIGIBLE, "suspended")
    assert station.say(station.issue(person, a_medium(2), "love")).status is OutcomeStatus.ACCEPTED
    assert station.say(station.issue(person, a_medium(3), "love_companion")).result.state == "active"
    admin.block_card(platform, a_medium(2), CardState.LOST)
    admin.block_card(platform, a_medium(3), CardState.LOST)
    assert station.say(station.issue(person, a_medium(4), "love_companion")).code is Code.NOT_ELIGIBLE


def test_eligibility_is_of_the_day_of_the_act(platform, station, clock):
    born = a_person(1, birthday="1961-11-10")
    late = station.issue(born, a_medium(1), at_ms=clock.ms - 20 * 24 * HOUR)
    assert station.say(late).code is Code.NOT_ELIGIBLE


def test_a_bad_national_id_is_kept_and_flagged(platform, station):
    said = station.say(station.issue(msgspec.structs.replace(a_person(1), national_id="A123456780"), a_medium(1)))
    assert (said.status, said.code, said.result.state) == (OutcomeStatus.FLAGGED, Code.NATIONAL_ID_CHECKSUM, "suspended")


def test_one_person_of_two_references_is_one_holder(platform, station):
    first = station.say(station.issue(a_person(1), a_medium(1)))
    admin.block_card(platform, a_medium(1), CardState.LOST)
    second = station.say(station.issue(a_person(1), a_medium(2)))
    assert second.status is OutcomeStatus.ACCEPTED
    assert first.result.holder == second.result.holder


def test_of_two_cards_the_one_issued_first_stays_whatever_arrives_first(platform, station, clock):
    other = FieldStation(platform, ["counter"])
    earlier = station.issue(a_person(1), a_medium(1), at_ms=clock.ms - 2 * HOUR)
    later = other.issue(a_person(1), a_medium(2), at_ms=clock.ms - HOUR)
    assert other.say(later).status is OutcomeStatus.ACCEPTED
    said = station.say(earlier)
    assert (said.status, said.code, said.result.state) == (OutcomeStatus.FLAGGED, Code.ONE_PER_PERSON, "active")
    assert (card(platform, station, 1).state, card(platform, station, 2).state) == ("active", "suspended")


def test_the_second_card_of_an_exclusive_group_is_suspended(platform, station):
    person = a_person(1, facts=("resident", "lives_here", "disability"))
    assert station.say(station.issue(person, a_medium(1), "senior")).status is OutcomeStatus.ACCEPTED
    said = station.say(station.issue(person, a_medium(2), "love"))
    assert (said.status, said.code, said.result.state) == (OutcomeStatus.FLAGGED, Code.ONE_PER_PERSON, "suspended")


def test_a_clock_that_was_never_compared_does_not_win(platform, station, clock):
    other = FieldStation(platform, ["counter"])
    assert station.say(station.issue(a_person(1), a_medium(1))).status is OutcomeStatus.ACCEPTED
    clock.advance(60)
    year_behind = other.issue(a_person(1), a_medium(2), at_ms=clock.ms - 60 * 24 * HOUR, offset_ms=None)
    assert other.say(year_behind).result.state == "suspended"
    assert card(platform, station, 1).state == "active"


def test_a_medium_stays_with_its_first_owner(platform, station):
    first = station.say(station.issue(a_person(1), a_medium(1)))
    said = station.say(station.issue(a_person(2), a_medium(1)))
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.CARD_ALREADY_BOUND)
    assert card(platform, station, 1).holder == first.result.holder


def test_a_staff_card_is_no_citizens_card(platform, station):
    admin.add_staff(platform, "s1", name="示範職員", roles=["clerk"], medium=a_medium(1), pin="2468")
    assert station.say(station.issue(a_person(1), a_medium(1))).code is Code.CARD_ALREADY_BOUND
    assert card(platform, station, 1) is None


def test_a_second_card_is_bound_through_the_first(platform, station):
    holder = import_person(platform, 1)
    said = station.say(bound(station, 2, via=1))
    assert (said.status, said.result) == (OutcomeStatus.ACCEPTED, CardResult(state="active", holder=holder))
    assert card(platform, station, 2).card_kind == "senior"


def test_binding_through_a_card_not_yet_here_waits_and_is_applied(platform, station):
    other = FieldStation(platform, ["counter"])
    binding = bound(other, 2, via=1)
    said = other.say(binding)
    assert (said.status, said.code) == (OutcomeStatus.HELD, Code.EVENT_WAITING)
    issued = station.say(station.issue(a_person(1), a_medium(1)))
    assert card(platform, station, 2).holder == issued.result.holder
    again = other.say(binding)
    assert (again.status, again.result.holder) == (OutcomeStatus.ACCEPTED, issued.result.holder)


def test_what_waits_too_long_is_decided_by_force(platform, station, clock):
    binding = bound(station, 2, via=1)
    assert station.say(binding).status is OutcomeStatus.HELD
    clock.advance(8 * 24 * 3600)
    said = station.say(binding)
    assert (said.status, said.code) == (OutcomeStatus.FLAGGED, Code.CARD_UNKNOWN)


@pytest.mark.parametrize(
    ("number", "birthday", "operator"),
    [
        (1, "1950-12-24", "clerk-1"),
        (2, "1950-12-24", "clerk-1"),
        (2, "1990-12-24", "clerk-1"),
        (2, "1950-12-24", "nobody"),
    ],
    ids=["medium already registered", "second card", "not eligible", "operator unknown"],
)
def test_an_attempt_that_is_objected_to_does_not_change_the_second_factor(platform, station, number, birthday, operator):
    issued = station.say(station.issue(a_person(1), a_medium(1)))
    other = msgspec.structs.replace(a_person(1), name="示範冒名", birthday=birthday)
    said = station.say(station.issue(other, a_medium(number), operator=operator))
    assert (said.status, said.result.holder) == (OutcomeStatus.FLAGGED, issued.result.holder)
    assert birthday_of(platform, issued.result.holder) == "1950-01-05"


def test_particulars_of_a_clean_issue_replace_older_and_unconfirmed_ones(platform, station, clock):
    doubted = station.say(station.issue(a_person(1, birthday="1990-12-24"), a_medium(1)))
    assert birthday_of(platform, doubted.result.holder) == "1990-12-24"
    earlier = station.issue(a_person(1), a_medium(2), at_ms=clock.ms - HOUR)
    assert station.say(earlier).status is OutcomeStatus.ACCEPTED
    assert birthday_of(platform, doubted.result.holder) == "1950-01-05"
    admin.block_card(platform, a_medium(2), CardState.LOST)
    assert station.say(station.issue(a_person(1, birthday="1950-02-05"), a_medium(3))).status is OutcomeStatus.ACCEPTED
    assert birthday_of(platform, doubted.result.holder) == "1950-02-05"


def birthday_of(platform, holder):
    with platform.store.read() as connection:
        return people.particulars_of(connection, platform.authority, holder).birthday


def test_a_forgotten_person_has_no_name_and_the_books_stay(platform, station):
    holder = import_person(platform, 1)
    with platform.store.write() as connection:
        assert people.masked_name(connection, platform.authority, holder) == "示○○號"
        connection.execute(sa.delete(data_keys).where(data_keys.c.holder == holder))
        assert people.masked_name(connection, platform.authority, holder) == ""
    assert audit.facts(platform.store.engine).ledger_sum == 0


@ON_SQLITE
def test_no_particulars_stand_in_the_file_in_clear(platform, station, tmp_path):
    station.say(station.issue(a_person(1), a_medium(1)))
    platform.close()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "central").iterdir() if path.name != "central-keys.json")
    person = a_person(1)
    assert station.digest(a_medium(1)).hex().encode() in everything
    for secret in (person.name.encode(), person.national_id.encode(), person.birthday.encode(), person.uid):
        assert secret not in everything
