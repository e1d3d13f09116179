"""Uploads: stored as they came, judged once, in their place in the chain; nothing broken stops what follows."""

import hashlib
from uuid import UUID, uuid4, uuid5

import msgspec
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import audit, handlers
from central import journal as books
from central.handlers import HANDLERS
from central.schema import anomalies, journal, outcomes, service_use
from domain.errors import Code
from domain.events import CardIssued, Event, PatronLookedUp, Payload, SignedEvent, SignedIn, StaffSignedIn, sign
from domain.wire import Outcome, OutcomeStatus
from tests.central.field import HOUR, MINUTE, FieldStation, a_medium, a_person, give, import_person, op_id_of
from tests.platform_rig import opened_platform


def tag(struct):
    return struct.__struct_config__.tag


def words(outcomes: list[Outcome]):
    return [(one.status.value, one.code) for one in outcomes]


ACCEPTED = ("accepted", None)


def rejected(code):
    return ("rejected", code)


def count(platform, table):
    with platform.store.read() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def with_unknown_kind(station):
    """A properly signed and chained event of a kind that only a later version knows."""
    text = msgspec.json.decode(msgspec.json.encode(station.event(StaffSignedIn())))
    text["payload"] = {"kind": "card.blessed", "by": "示範"}
    return signed_text(station, msgspec.json.encode(text))


def signed_text(station, body):
    digest = hashlib.sha256(body).digest()
    return station.journal(
        SignedEvent(body=body, hash=digest, signature=station.key.sign(b"citycard event v1\0" + digest), sealed=None)
    )


def test_there_is_a_handler_for_every_kind():
    assert set(HANDLERS) == set(Payload.__args__)


def test_the_same_event_gets_the_same_word(platform, station):
    event = station.issue(a_person(1), a_medium(1))
    first = station.say(event)
    assert station.upload(event, event) == [first, first]
    assert count(platform, journal) == 1


def test_same_id_other_body_is_a_conflict_and_both_are_kept(platform, station):
    first = station.act(StaffSignedIn())
    op_id = msgspec.json.decode(first.body, type=Event).op_id
    second = station.act(PatronLookedUp(service="typl", found=True), op_id=op_id)
    said = station.upload(first, second)
    assert words(said) == [ACCEPTED, rejected(Code.EVENT_CONFLICT)]
    assert said[0].hash != said[1].hash
    assert (count(platform, journal), count(platform, anomalies)) == (2, 1)
    assert station.upload(first, second) == said
    assert words(station.upload(station.act(StaffSignedIn()))) == [ACCEPTED]


@pytest.mark.parametrize("op_id", [UUID(int=0), uuid4(), uuid5(uuid4(), "x"), UUID(int=7 << 76), UUID(int=(1 << 128) - 1)])
def test_an_op_id_that_no_station_makes_is_parked(platform, station, op_id):
    """The ledger's own ids are derived from others (UUIDv5), so that whoever knows those could take them first."""
    give(platform, import_person(platform, 1), 100)
    said = station.upload(station.wish(a_medium(1), 20, op_id=op_id), station.act(StaffSignedIn()))
    assert words(said) == [rejected(Code.EVENT_UNREADABLE), ACCEPTED]
    assert audit.facts(platform.store.engine).redemptions == {}


def test_a_poison_event_is_parked_and_the_rest_flows(platform, station):
    events = [
        with_unknown_kind(station),
        station.act(StaffSignedIn()),
        signed_text(station, b"\xff not json"),
        station.act(StaffSignedIn(), seq=station.seq + 1),
        station.act(StaffSignedIn(), medium=a_medium(1)),
    ]
    unreadable = rejected(Code.EVENT_UNREADABLE)
    said = station.upload(*events)
    assert words(said) == [unreadable, ACCEPTED, unreadable, ACCEPTED, ACCEPTED]
    assert [one.hash for one in said] == [event.hash for event in events]
    assert station.upload(*events) == said
    assert count(platform, journal) == 5


def test_an_altered_event_is_parked_and_the_rest_flows(platform, station):
    good, altered, after = (station.act(PatronLookedUp(service="typl", found=True)) for _ in range(3))
    altered = msgspec.structs.replace(altered, body=altered.body.replace(b"true", b"null"))
    said = station.upload(good, altered, after)
    assert words(said) == [ACCEPTED, rejected(Code.EVENT_SIGNATURE), ACCEPTED]
    assert audit.facts(platform.store.engine).events[station.enrolled.identity.station][1].seq == 2


def test_another_keys_signature_and_an_altered_sealed_part_are_parked(platform, station):
    event = station.event(StaffSignedIn())
    forged = sign(event, Ed25519PrivateKey.generate(), None)
    assert words(station.upload(forged)) == [rejected(Code.EVENT_SIGNATURE)]
    issued = station.issue(a_person(1), a_medium(1))
    other = msgspec.structs.replace(issued, sealed=station.sealed(a_person(2)))
    assert words(station.upload(other, issued)) == [rejected(Code.EVENT_SIGNATURE), ACCEPTED]


def test_the_same_act_in_another_place_is_no_conflict_and_gets_the_first_ones_word(platform, station):
    """A journal that was put back from a backup, and took over what an answer that was lost had been about."""
    event = station.event(SignedIn(activity="a1", walk_in=True), medium=a_medium(7))
    first = station.say(station.journal(sign(event, station.key, None)))
    elsewhere = msgspec.structs.replace(event, seq=station.seq + 1, prev=station.tail)
    again, last = station.journal(sign(elsewhere, station.key, None)), station.act(StaffSignedIn())
    for _ in range(2):
        said = station.upload(again, last)
        assert (said[0], said[1].status) == (msgspec.structs.replace(first, hash=again.hash), OutcomeStatus.ACCEPTED)
    assert (count(platform, journal), count(platform, outcomes)) == (3, 2)
    other = msgspec.structs.replace(event, seq=station.seq + 1, prev=station.tail, device_ms=event.device_ms + 1)
    assert station.say(station.journal(sign(other, station.key, None))).code is Code.EVENT_CONFLICT


def test_another_stations_event_is_parked(platform, station):
    other = FieldStation(platform, ["event"])
    other.key = station.key
    assert words(station.upload(other.act(StaffSignedIn()))) == [rejected(Code.EVENT_SIGNATURE)]


def test_a_gap_is_parked_until_the_missing_event_comes(station):
    first, second, third = (station.act(StaffSignedIn()) for _ in range(3))
    chain = rejected(Code.EVENT_CHAIN)
    assert words(station.upload(first, third, third)) == [ACCEPTED, chain, chain]
    assert words(station.upload(first, second, third)) == [ACCEPTED] * 3


def test_a_conflict_that_comes_too_early_does_not_stop_what_follows(station):
    first = station.act(StaffSignedIn())
    second = station.act(StaffSignedIn())
    conflict = station.act(PatronLookedUp(service="typl", found=True), op_id=op_id_of(first))
    last = station.act(StaffSignedIn())
    chain = rejected(Code.EVENT_CHAIN)
    assert words(station.upload(first, conflict, last)) == [ACCEPTED, chain, chain]
    said = station.upload(first, second, conflict, last)
    assert words(said) == [ACCEPTED, ACCEPTED, rejected(Code.EVENT_CONFLICT), ACCEPTED]


@pytest.mark.parametrize(
    ("off_ms", "implausible"),
    [
        (5 * MINUTE, False),
        (5 * MINUTE + 1, True),
        (-400 * 24 * HOUR, False),
        (-400 * 24 * HOUR - 1, True),
    ],
)
def test_a_time_that_cannot_be_is_flagged_and_kept(platform, station, clock, off_ms, implausible):
    event = station.act(StaffSignedIn(), at_ms=clock.ms + off_ms - 1_000, offset_ms=1_000)
    said = station.say(event)
    flagged = (OutcomeStatus.FLAGGED, ["clock_implausible"])
    assert (said.status, said.anomalies) == (flagged if implausible else (OutcomeStatus.ACCEPTED, []))
    with platform.store.read() as connection:
        assert connection.scalar(sa.select(journal.c.body)) == event.body
        assert [row.anomaly for row in connection.execute(sa.select(anomalies))] == said.anomalies


def test_what_waited_too_long_is_decided_though_nobody_offers_it_again(platform, station, clock):
    held = station.sign_out(a_medium(1), FieldStation(platform, ["event"]).sign_in(a_medium(1)))
    assert station.say(held).status is OutcomeStatus.HELD
    clock.advance(7 * 24 * 3600 - 1)
    station.say(station.act(StaffSignedIn()))
    assert fact_of(platform, station, held).status is OutcomeStatus.HELD
    clock.advance(1)
    station.say(station.act(StaffSignedIn()))
    assert fact_of(platform, station, held).status is OutcomeStatus.FLAGGED
    assert station.say(held).anomalies == ["sign_out_without_sign_in"]


def test_what_waited_too_long_is_decided_when_the_platform_opens(home, platform, station, clock):
    held = station.sign_out(a_medium(1), FieldStation(platform, ["event"]).sign_in(a_medium(1)))
    assert station.say(held).status is OutcomeStatus.HELD
    platform.close()
    clock.advance(7 * 24 * 3600)
    with opened_platform(home[0], clock, database=home[1]) as again:
        assert fact_of(again, station, held).status is OutcomeStatus.FLAGGED


def fact_of(platform, station, signed):
    facts = audit.facts(platform.store.engine).events[station.enrolled.identity.station]
    return next(fact for fact in facts if fact.hash == signed.hash)


def test_a_fork_is_parked_for_good(station):
    first = station.act(StaffSignedIn())
    assert words(station.upload(first)) == [ACCEPTED]
    station.seq, station.tail = 0, bytes(32)
    clone = station.act(StaffSignedIn())
    assert words(station.upload(clone)) == [rejected(Code.EVENT_CHAIN)]
    following = station.act(StaffSignedIn())
    assert words(station.upload(following, clone)) == [rejected(Code.EVENT_CHAIN)] * 2


def test_an_epoch_that_was_never_given_is_parked(station):
    assert words(station.upload(station.act(StaffSignedIn(), epoch=7))) == [rejected(Code.EVENT_CHAIN)]


def test_an_event_of_the_other_mode_is_parked_and_the_rest_flows(station):
    said = station.upload(station.act(StaffSignedIn(), demo=False), station.act(StaffSignedIn()))
    assert words(said) == [rejected(Code.MODE_MISMATCH), ACCEPTED]


@pytest.mark.parametrize("changes", [{"digest_key": "dk-none"}, {"device_ms": 10**30}, {"offset_ms": -(10**30)}])
def test_an_event_under_another_key_or_with_mad_numbers_is_parked(station, changes):
    said = station.upload(station.act(StaffSignedIn(), **changes), station.act(StaffSignedIn()))
    assert words(said) == [rejected(Code.EVENT_UNREADABLE), ACCEPTED]


def test_a_sealed_part_that_is_missing_or_no_particulars_is_parked(station):
    payload = CardIssued(holder=uuid4(), card_kind="senior", carrier="easycard", provisional=False, consents=[])
    missing = station.act(payload, medium=a_medium(1))
    other_shape = station.act(payload, medium=a_medium(1), sealed=station.sealed(StaffSignedIn()))
    not_sealed = station.act(payload, medium=a_medium(1), sealed=b"anything at all, of more than forty-eight bytes of length")
    assert words(station.upload(missing, other_shape, not_sealed)) == [rejected(Code.EVENT_UNREADABLE)] * 3


def test_a_handler_that_fails_holds_the_event_and_the_rest_flows(platform, station, monkeypatch):
    def broken(act):
        act.connection.execute(sa.text("DELETE FROM service_use"))
        raise KeyError("broken on purpose")

    before = station.act(PatronLookedUp(service="typl", found=True))
    event = station.act(StaffSignedIn())
    after = station.act(PatronLookedUp(service="typl", found=True))
    with monkeypatch.context() as patch:
        patch.setitem(handlers.HANDLERS, StaffSignedIn, broken)
        assert words(station.upload(before, event, after)) == [ACCEPTED, ("held", Code.INTERNAL), ACCEPTED]
    assert words(station.upload(event)) == [ACCEPTED]
    with platform.store.read() as connection:
        assert [row.uses for row in connection.execute(sa.select(service_use))] == [2]


def test_a_library_lookup_is_only_counted(platform, station):
    station.upload(
        *(station.act(PatronLookedUp(service="typl", found=found), medium=a_medium(1)) for found in (True, True, False))
    )
    with platform.store.read() as connection:
        rows = connection.execute(sa.select(service_use.c.found, service_use.c.uses).order_by(service_use.c.uses)).all()
    assert [tuple(row) for row in rows] == [(False, 1), (True, 2)]


def test_what_was_received_and_not_judged_is_judged_when_it_comes_again(platform, station):
    event = station.act(StaffSignedIn())
    with platform.store.write() as connection:
        books.keep(connection, [(station.enrolled.identity.station, event)], platform.now_ms())
    assert audit.facts(platform.store.engine).events[station.enrolled.identity.station][0].status is None
    assert station.say(event).status is OutcomeStatus.ACCEPTED


@pytest.mark.parametrize(
    ("table", "column"), [("journal", "received_ms"), ("entries", "amount"), ("transfers", "amount"), ("operations", "at_ms")]
)
def test_journal_and_ledger_cannot_be_altered(platform, station, table, column):
    give(platform, import_person(platform, 1), 10)
    station.say(station.act(StaffSignedIn()))
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {column} = {column} + 1000"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), platform.store.write() as connection:
            connection.exec_driver_sql(statement)
