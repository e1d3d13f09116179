"""What may go wrong between a station's outbox and the platform's journal: answers lost, events sent at once, batches cut."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import sqlalchemy as sa

from central import audit
from central.schema import journal, lots
from domain.errors import Code
from domain.events import PatronLookedUp, StaffSignedIn, sign
from domain.wire import OutcomeStatus
from tests.central.field import HOUR, a_medium, add_activity, import_person, op_id_of
from tests.central.test_redemption import points_of


def stored(platform, station):
    with platform.store.read() as connection:
        count = sa.select(sa.func.count()).where(journal.c.station == station.enrolled.identity.station)
        return connection.execute(count).scalar_one()


def test_the_same_events_five_times_in_parallel_are_one_record(platform, station):
    """Fault 2: one record, five identical answers."""
    add_activity(platform)
    import_person(platform, 1)
    came = station.sign_in(a_medium(1), at_ms=platform.now_ms() - HOUR)
    batch = [came, station.sign_out(a_medium(1), came, screen=(60, 10)), station.act(StaffSignedIn())]
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: station.upload(*batch), range(5)))
    assert answers == [answers[0]] * 5
    assert {one.status for one in answers[0]} == {OutcomeStatus.ACCEPTED}
    assert (stored(platform, station), points_of(platform, 1)) == (3, 10)


def test_a_batch_that_was_cut_is_sent_again_and_nothing_counts_twice(platform, station):
    """Faults 1 and 12: what was answered has the same word again, the rest is taken now."""
    batch = [station.act(PatronLookedUp(service="typl", found=True)) for _ in range(6)]
    first = station.upload(*batch[:3])
    again = station.upload(*batch)
    assert again[:3] == first
    assert [one.status for one in again] == [OutcomeStatus.ACCEPTED] * 6
    assert stored(platform, station) == 6


def test_the_same_id_with_another_body_is_a_conflict_and_both_are_kept(platform, station):
    """Fault 3, inside one batch."""
    event = station.event(StaffSignedIn())
    signed = station.journal(sign(event, station.key, None))
    other = station.act(PatronLookedUp(service="typl", found=True), op_id=op_id_of(signed))
    said = station.upload(signed, other)
    assert [(one.status, one.code) for one in said] == [
        (OutcomeStatus.ACCEPTED, None),
        (OutcomeStatus.REJECTED, Code.EVENT_CONFLICT),
    ]
    assert stored(platform, station) == 2
    assert said[1].anomalies == ["event_conflict"]


def test_awards_of_a_batch_are_each_a_lot_of_their_own(platform, station):
    add_activity(platform)
    holders = [import_person(platform, number) for number in range(1, 6)]
    visits = []
    for number in range(1, 6):
        came = station.sign_in(a_medium(number), at_ms=platform.now_ms() - number * HOUR)
        visits += [came, station.sign_out(a_medium(number), came, screen=(60 * number, 10 * number))]
    said = station.upload(*visits)
    assert {one.status for one in said} == {OutcomeStatus.ACCEPTED}
    with platform.store.read() as connection:
        found = {row.holder: row.remaining for row in connection.execute(sa.select(lots))}
    assert found == {holder: 10 * number for number, holder in enumerate(holders, start=1)}
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_a_station_that_offers_what_it_was_told_changes_nothing(platform, station):
    event = station.act(StaffSignedIn())
    said = station.say(event)
    altered = msgspec.structs.replace(event, signature=bytes(64))
    assert station.say(altered).code is Code.EVENT_SIGNATURE
    assert station.say(event) == said
