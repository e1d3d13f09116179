"""Another system cannot find out by trying who is known; files that are decided side by side keep to caps together."""

import pytest
import sqlalchemy as sa

from central.access import service_keys
from central.access.service_keys import NewKey
from central.money import award_files, award_reading, guesses
from central.schema import administration
from domain.errors import Code, EnvironmentProblem
from domain.wire_money import AwardFileRequest, AwardsRequest
from tests.central.field import a_person, import_person
from tests.central.office import ask
from tests.central.test_awards import HEADER, cap, health, named, received, row, sound, wanted, with_caps

DAY_S = 24 * 3600


@pytest.fixture
def key(platform, monkeypatch):
    """Another system, that may name three people in a day who are unknown."""
    monkeypatch.setattr(guesses, "MOST_UNKNOWN", 3)
    with platform.store.write() as connection:
        new = NewKey(name="示範系統", agency="衛生局", scopes=["awards"])
        secret = service_keys.add(connection, new, platform.now_ms())[1]
    return platform.authenticate_service(secret)


def by_id(platform, number, **changed):
    return wanted(platform, person=named(platform, national_id=a_person(number).national_id), **changed)


def said(platform, key, *awards):
    return [one.code for one in ask(platform, key, "/v1/awards", AwardsRequest(awards=list(awards))).outcomes]


def in_a_file(platform, key, *numbers, dry_run=True, **changed):
    rows = [row(f"F{number}", person_type="national_id", person=a_person(number).national_id) for number in numbers]
    content = (HEADER + "".join(rows)).encode()
    return ask(platform, key, "/v1/awards/file", AwardFileRequest(content=content, dry_run=dry_run, **changed))


def told(platform):
    with platform.store.read() as connection:
        rows = connection.execute(sa.select(administration).where(administration.c.act == "service_key.unknown_persons")).all()
    return [(line.actor, line.subject) for line in rows]


def test_who_is_known_is_not_found_out_by_trying(platform, key, clock):
    holder = import_person(platform, 1)
    unknown = [by_id(platform, number) for number in (91, 92, 93, 94)]
    assert said(platform, key, *unknown[:3], by_id(platform, 1)) == [Code.PERSON_UNKNOWN] * 3 + [None]
    assert told(platform) == []
    assert said(platform, key, by_id(platform, 1), unknown[3]) == [Code.PLATFORM_BUSY] * 2
    assert said(platform, key, by_id(platform, 1)) == [Code.PLATFORM_BUSY]
    assert told(platform) == [(key.service_key, key.service_key)]
    assert said(platform, key, wanted(platform, 1)) == [None]
    assert health(platform, holder) == 20
    clock.advance(DAY_S)
    again = by_id(platform, 1)
    assert said(platform, key, again, unknown[3]) == [None, Code.PERSON_UNKNOWN]


def test_what_is_no_national_id_is_no_guess_and_other_keys_go_on(platform, key):
    import_person(platform, 1)
    wrong = wanted(platform, person=named(platform, national_id="A123456780"))
    assert said(platform, key, *[wrong] * 5) == [Code.NATIONAL_ID_CHECKSUM] * 5
    assert said(platform, key, *(by_id(platform, number) for number in range(91, 96))) == [Code.PLATFORM_BUSY] * 5
    with platform.store.write() as connection:
        new = NewKey(name="另一系統", agency="衛生局", scopes=["awards"])
        secret = service_keys.add(connection, new, platform.now_ms())[1]
    assert said(platform, platform.authenticate_service(secret), by_id(platform, 1)) == [None]


def test_nor_by_a_file_whole_or_tried(platform, key):
    import_person(platform, 1)
    state = in_a_file(platform, key, 91, 92)
    assert [fault.code for fault in state.faults] == [Code.PERSON_UNKNOWN] * 2
    with pytest.raises(EnvironmentProblem) as caught:
        in_a_file(platform, key, 1, 93, 94, dry_run=False, all_or_nothing=False)
    assert caught.value.code is Code.PLATFORM_BUSY
    assert 0 < caught.value.details["wait_s"] <= DAY_S
    with pytest.raises(EnvironmentProblem):
        in_a_file(platform, key, 1)
    assert said(platform, key, by_id(platform, 1)) == [Code.PLATFORM_BUSY]
    assert told(platform) == [(key.service_key, key.service_key)]
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(award_files.award_files)) == 0


def test_a_file_that_is_sent_again_counts_once(platform, key):
    import_person(platform, 1)
    for _ in range(4):
        state = in_a_file(platform, key, 1, 91, 92, dry_run=False, all_or_nothing=False)
        assert (state.booked, len(state.faults)) == (1, 2)


def test_two_files_that_are_looked_at_side_by_side_keep_to_a_cap_together(platform, monkeypatch):
    """The second is decided after the first one was looked at and before it is decided."""
    holder = import_person(platform, 1)
    with_caps(platform, cap(100))
    states, really = [], award_reading.over_caps

    def looked(connection, authority, found):
        over = really(connection, authority, found)
        if not states:
            states.append(None)
            states.append(received(platform, row("B", points=60), most=0))
        return over

    monkeypatch.setattr(award_reading, "over_caps", looked)
    first = received(platform, row("A", points=60))
    assert (states[1].done, states[1].to_book) == (True, 1)
    assert (first.done, [fault.code for fault in first.faults]) == (False, [Code.AWARD_OVER_CAP])
    award_files.go_on(platform.store, platform.authority, states[1].file, agency=None, most=10, now_ms=platform.now_ms())
    assert health(platform, holder) == 60
    assert sound(platform)


@pytest.mark.parametrize(("points", "booked"), [(61, 1), (90, 0)])
def test_a_file_that_others_overtake_again_and_again_is_looked_at_while_they_wait(platform, monkeypatch, points, booked):
    """Three times it is overtaken, by files about somebody else and by one about the same person."""
    import_person(platform, 1), import_person(platform, 2)
    with_caps(platform, cap(100))
    quicker = [row("B", number=2, points=60), row("C", number=2, points=20), row("D", points=20)]
    really, alone = award_reading.over_caps, []

    def looked(connection, authority, found):
        over = really(connection, authority, found)
        if found.awards[0][1].points == points:
            if quicker:
                assert received(platform, quicker.pop(0)).booked == 1
            else:
                alone.append(connection)
        return over

    monkeypatch.setattr(award_reading, "over_caps", looked)
    state = received(platform, row("A", points=points))
    assert (state.booked, state.done, len(alone)) == (booked, bool(booked), 1)
    assert sound(platform)
