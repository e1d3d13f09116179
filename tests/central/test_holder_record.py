"""What a person sees of themselves at a kiosk: all of it after one second factor, nothing before, nothing of others."""

from uuid import uuid5

import msgspec
import pytest

from central import messages
from central.access import record_reads
from domain.cards import CardState
from domain.errors import Code
from domain.events import SecondFactor
from domain.wire_record import HolderRecordRequest, HolderRecordResponse
from tests.central.field import FieldStation, a_medium, give, import_person, problem_of
from tests.central.test_hours import served
from tests.central.test_messages import VALUES

PATH = "/v1/holder/record"


@pytest.fixture
def kiosk(platform_server):
    return FieldStation(platform_server.platform, ["kiosk"], platform_server.url)


@pytest.fixture
def holder(platform_server):
    return import_person(platform_server.platform, 1)


def asked(station, birthday="0105", number=1):
    return HolderRecordRequest(
        medium=station.digest(a_medium(number)),
        digest_key=station.enrolled.digest_key_id,
        factor=station.sealed(SecondFactor(birthday=birthday)),
    )


def told(station, **kwargs):
    return msgspec.json.decode(station.post(PATH, asked(station, **kwargs)).content, type=HolderRecordResponse)


def test_all_of_it_and_nothing_of_anybody_else(platform_server, kiosk, holder):
    platform, now_ms = platform_server.platform, platform_server.platform.now_ms()
    other = import_person(platform, 2)
    for person, much in ((holder, 1), (other, 7)):
        give(platform, person, 120 * much)
        served(platform, person, 90 * much)
        with platform.store.write() as connection:
            record_reads.note(
                connection, person, reader="x", agency="社會局", what="registry", reason=f"示範查詢{much}", now_ms=now_ms
            )
            messages.queue(
                connection,
                platform.authority,
                uuid5(person, "m"),
                person,
                "application_received",
                values={**VALUES, "receipt": f"R{much}"},
                now_ms=now_ms,
            )
    said = told(kiosk)
    assert [(line.what, line.points) for line in said.history] == [("award", 120)]
    assert [(line.point_kind, line.points) for line in said.lapsing] == [("health", 120)]
    assert said.lapsing[0].at_ms > now_ms
    assert (said.hours.minutes, [line.minutes for line in said.hours.lines]) == (90, [90])
    assert [(card.card_kind, card.state, card.here) for card in said.cards] == [("senior", CardState.ACTIVE, True)]
    assert [line.reason for line in said.reads] == ["示範查詢1"]
    assert (said.notices, said.more_history, said.more_reads) == ([], False, False)
    [message] = said.messages
    assert "R1" in message.subject + message.text
    refused = kiosk.say(kiosk.wish(a_medium(1), 500))
    assert refused.result.refusal is Code.AMOUNT_OVER_BALANCE
    assert told(kiosk).notices == [], "who was there when it was refused needs no notice"


def test_not_without_the_second_factor_and_a_wrong_one_counts_once(platform_server, kiosk, holder):
    for _ in range(5):
        assert problem_of(kiosk.post(PATH, asked(kiosk, "0106"))).code is Code.SECOND_FACTOR_WRONG
    assert problem_of(kiosk.post(PATH, asked(kiosk))).code is Code.SECOND_FACTOR_LOCKED
    assert kiosk.say(kiosk.wish(a_medium(1), 10)).result.refusal is Code.SECOND_FACTOR_LOCKED, "one lock for everything"
    assert problem_of(kiosk.post(PATH, asked(kiosk, number=2))).code is Code.CARD_UNKNOWN


def test_a_kiosk_asks_for_it_and_no_other_station(platform_server, holder):
    counter = FieldStation(platform_server.platform, ["counter", "library"], platform_server.url)
    assert problem_of(counter.post(PATH, asked(counter))).code is Code.STAFF_NOT_ALLOWED
