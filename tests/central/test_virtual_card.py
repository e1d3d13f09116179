"""Virtual cards end to end: a phone enrolled at the counter, codes verified with no network, used once, shut out when lost."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import msgspec
import pytest

from central.registry.states import history
from central.virtual_card import codes, devices, keys
from domain import virtual_card
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import CodeUsed
from domain.virtual_card import by_id
from domain.wire import OutcomeStatus
from domain.wire_virtual_card import (
    CodeUseRequest,
    CodeUseResponse,
    DeviceLeaveRequest,
    DeviceRevokeRequest,
    DevicesRequest,
    DevicesResponse,
    UsedCodesResponse,
    VerificationKeysResponse,
)
from tests.central.field import FieldStation, a_medium, import_person, problem_of
from tests.central.office_rig import desk, service_secret
from tests.central.phone_rig import Backend, Phone, activation

USE = "/v1/virtual-card/use"


@pytest.fixture
def counter(platform_server):
    return desk(platform_server, ["clerk"])


@pytest.fixture
def backend(platform_server):
    return Backend(platform_server, service_secret(platform_server.platform, "virtual_card"))


@pytest.fixture
def phone(platform_server, counter, backend):
    import_person(platform_server.platform, 1)
    return Phone(platform_server, backend).enrol(counter, 1)


@pytest.fixture
def kiosk(platform_server):
    return FieldStation(platform_server.platform, ["kiosk"], platform_server.url)


def use_of(code, purpose="present", op_id=None):
    return CodeUseRequest(op_id=op_id or uuid4(), code=code, purpose=purpose)


def used(station, code, purpose="present", op_id=None):
    answer = station.post(USE, use_of(code, purpose, op_id))
    if answer.status_code != 200:
        return problem_of(answer).code
    return msgspec.json.decode(answer.content, type=CodeUseResponse)


def station_keys(station):
    answer = station.call("GET", "/v1/virtual-card/keys")
    return msgspec.json.decode(answer.content, type=VerificationKeysResponse)


def offline(station, code, now_ms, told=None):
    """What a station makes of a code by what it has downloaded."""
    told = told or station_keys(station)
    return virtual_card.read(code, by_id(key.public_key for key in told.keys), told.issuer, now_ms)


def test_a_code_is_verified_with_no_network_and_names_a_medium_of_the_registry(phone, kiosk, clock):
    claims = offline(kiosk, phone.code(), clock.ms)
    with phone.rig.platform.store.read() as connection:
        device = devices.of_medium(connection, claims.medium)
    assert device is not None
    assert device.device == phone.device
    said = used(kiosk, phone.code())
    assert (said.medium, said.card_kind, said.card_state) == (claims.medium, "senior", "active")
    assert said.holder == device.holder


def test_the_same_request_gives_the_same_code(phone, clock):
    op_id, at_ms = uuid4(), clock.ms
    first = phone.code(op_id=op_id, at_ms=at_ms)
    clock.advance(20)
    assert phone.code(op_id=op_id, at_ms=at_ms) == first
    assert phone.code() != first
    digits = phone.digits(op_id=op_id)
    assert phone.digits(op_id=op_id, at_ms=clock.ms).digits == digits.digits


def test_a_code_is_used_once_whoever_asks_and_the_first_may_ask_again(phone, kiosk, clock):
    code, op_id = phone.code(), uuid4()
    first = used(kiosk, code, op_id=op_id)
    assert used(kiosk, code, op_id=op_id) == first
    assert used(kiosk, code) is Code.VIRTUAL_CODE_USED
    clock.advance(91)
    assert used(kiosk, code) is Code.VIRTUAL_CODE_EXPIRED


def test_of_many_at_once_one_wins(phone, kiosk):
    code = phone.code()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: used(kiosk, code), range(8)))
    assert [answer for answer in answers if answer is not Code.VIRTUAL_CODE_USED] == [
        answer for answer in answers if isinstance(answer, CodeUseResponse)
    ]
    assert sum(isinstance(answer, CodeUseResponse) for answer in answers) == 1


def test_a_code_serves_the_purpose_it_was_made_for(phone, kiosk):
    assert used(kiosk, phone.code("present"), "confirm") is Code.VIRTUAL_CODE_INVALID
    assert used(kiosk, phone.digits("confirm").digits, "present") is Code.VIRTUAL_CODE_INVALID
    assert isinstance(used(kiosk, phone.code("confirm"), "confirm"), CodeUseResponse)


def test_digits_are_good_once_online_and_for_their_time(phone, kiosk, clock):
    given = phone.digits()
    assert codes.are_digits(given.digits)
    assert given.expires_ms == clock.ms + codes.DIGITS_MS
    op_id = uuid4()
    assert used(kiosk, given.digits, op_id=op_id) == used(kiosk, given.digits + "\r\n", op_id=op_id)
    assert used(kiosk, given.digits) is Code.VIRTUAL_CODE_USED
    late = phone.digits()
    clock.advance(codes.DIGITS_MS // 1000)
    assert used(kiosk, late.digits) is Code.VIRTUAL_CODE_EXPIRED
    with phone.rig.platform.store.read() as connection:
        whole = str(connection.exec_driver_sql("SELECT * FROM virtual_card_digits").all())
    assert late.digits not in whole


def test_stations_tell_each_other_what_was_used(phone, kiosk, clock):
    first = offline(kiosk, code := phone.code(), clock.ms)
    used(kiosk, code)
    told = msgspec.json.decode(kiosk.call("GET", "/v1/virtual-card/used").content, type=UsedCodesResponse)
    assert (told.ctis, told.more) == ([first.cti], False)
    clock.advance(31)
    second = offline(kiosk, code := phone.code(), clock.ms)
    used(kiosk, code)
    next_page = kiosk.call("GET", f"/v1/virtual-card/used?cursor={told.cursor}").content
    assert second.cti in msgspec.json.decode(next_page, type=UsedCodesResponse).ctis
    clock.advance(121)
    assert msgspec.json.decode(kiosk.call("GET", "/v1/virtual-card/used").content, type=UsedCodesResponse).ctis == []
    assert problem_of(kiosk.call("GET", "/v1/virtual-card/used?cursor=x")).code is Code.REQUEST_INVALID


def test_a_use_that_was_journaled_offline_counts_and_the_second_is_flagged(phone, kiosk, clock):
    claims = offline(kiosk, code := phone.code(), clock.ms)
    payload = CodeUsed(cti=claims.cti, purpose="present", expires_ms=claims.expires_ms)
    other = FieldStation(phone.rig.platform, ["event"], phone.rig.url)

    def journaled(station, op_id=None):
        return station.say(station.journal_medium(payload, claims.medium, op_id))

    assert journaled(kiosk).status is OutcomeStatus.ACCEPTED
    said = journaled(other)
    assert (said.status, said.code, said.anomalies) == (OutcomeStatus.FLAGGED, Code.VIRTUAL_CODE_USED, ["virtual_code_used"])
    assert used(other, code) is Code.VIRTUAL_CODE_USED


def test_an_online_use_and_its_event_are_one_act(phone, kiosk, clock):
    claims = offline(kiosk, code := phone.code(), clock.ms)
    payload = CodeUsed(cti=claims.cti, purpose="present", expires_ms=claims.expires_ms)
    event = kiosk.journal_medium(payload, claims.medium)
    used(kiosk, code, op_id=msgspec.json.decode(event.body)["op_id"])
    assert kiosk.say(event).status is OutcomeStatus.ACCEPTED


# --- enrolment -------------------------------------------------------------------------------------------------------


def test_an_activation_code_makes_one_phone(platform_server, counter, backend, clock):
    import_person(platform_server.platform, 1)
    op_id = uuid4()
    request = activation(counter, 1, op_id)
    first = counter.post("/v1/virtual-card/activation", request)
    assert msgspec.json.decode(counter.post("/v1/virtual-card/activation", request).content)["code"] == first.json()["code"]
    code = first.json()["code"]
    one, two = Phone(platform_server, backend), Phone(platform_server, backend)
    enrolment = one.enrolment(code.lower())
    made = backend.post("/v1/virtual-card/enrol", enrolment).json()
    assert backend.post("/v1/virtual-card/enrol", enrolment).json()["device"] == made["device"]
    refused = backend.post("/v1/virtual-card/enrol", two.enrolment(code))
    assert problem_of(refused).code is Code.VIRTUAL_CODE_INVALID
    assert problem_of(backend.post("/v1/virtual-card/enrol", two.enrolment("x"))).code is Code.VIRTUAL_CODE_INVALID
    late = counter.post("/v1/virtual-card/activation", activation(counter, 1)).json()["code"]
    clock.advance(15 * 60)
    assert problem_of(backend.post("/v1/virtual-card/enrol", two.enrolment(late))).code is Code.VIRTUAL_CODE_EXPIRED


def test_whose_card_is_nobodys_or_blocked_gets_no_phone(platform_server, counter):
    import_person(platform_server.platform, 1)
    with platform_server.platform.store.write() as connection:
        card = devices.cards.find(connection, counter.station.digest(a_medium(1)))
        devices.cards.set_state(connection, card, CardState.LOST)
    for number, code in ((1, Code.CARD_BLOCKED), (2, Code.CARD_UNKNOWN)):
        assert problem_of(counter.post("/v1/virtual-card/activation", activation(counter, number))).code is code


def test_three_phones_and_no_more_also_at_once(platform_server, counter, backend):
    import_person(platform_server.platform, 1)
    given = [counter.post("/v1/virtual-card/activation", activation(counter, 1)).json()["code"] for _ in range(6)]
    phones = [Phone(platform_server, backend) for _ in given]
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(
                lambda pair: backend.post("/v1/virtual-card/enrol", pair[0].enrolment(pair[1])), zip(phones, given, strict=True)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [200] * 3 + [409] * 3
    refused = counter.post("/v1/virtual-card/activation", activation(counter, 1))
    assert problem_of(refused).code is Code.ONE_PER_PERSON


def test_a_lost_phone_makes_no_codes_and_those_it_has_are_refused(phone, counter, kiosk, clock):
    code, digits, claims = phone.code(), phone.digits().digits, offline(kiosk, phone.code(), clock.ms)
    for _ in range(2):
        assert counter.post("/v1/virtual-card/revoke", DeviceRevokeRequest(device=phone.device)).status_code == 200
    assert problem_of(phone.backend.post("/v1/virtual-card/code", phone.code_request())).code is Code.CARD_BLOCKED
    assert (used(kiosk, code), used(kiosk, digits)) == (Code.CARD_BLOCKED, Code.CARD_BLOCKED)
    rows = kiosk.call("GET", "/v1/changes").json()["rows"]
    states = [row["state"] for row in rows if row["row"] == "card" and row["medium"] == msgspec.to_builtins(claims.medium)]
    assert states == ["lost"]
    with kiosk.platform.store.read() as connection:
        assert [entry.who for entry in history(connection, claims.medium)] == [counter.session.staff]
    clock.advance(1)
    payload = CodeUsed(cti=claims.cti, purpose="present", expires_ms=claims.expires_ms)
    assert kiosk.say(kiosk.journal_medium(payload, claims.medium)).code is Code.CARD_BLOCKED
    request = DevicesRequest(
        medium=counter.station.digest(a_medium(1)), digest_key=counter.station.enrolled.digest_key_id, reason="遺失手機"
    )
    assert [line.revoked for line in counter.ask("/v1/virtual-card/devices", request, DevicesResponse).devices] == [True]
    nameless = counter.post("/v1/virtual-card/devices", msgspec.structs.replace(request, reason=" "))
    assert problem_of(nameless).code is Code.REASON_MISSING


def test_a_person_takes_the_card_off_their_phone(phone):
    request = DeviceLeaveRequest(proof=phone.proof("/v1/virtual-card/leave"))
    assert phone.backend.post("/v1/virtual-card/leave", request).status_code == 200
    assert problem_of(phone.backend.post("/v1/virtual-card/code", phone.code_request())).code is Code.CARD_BLOCKED


def test_only_the_phone_itself_asks(phone, platform_server, clock):
    """Not the backend by itself, not with another request's signature, not later."""

    def refusal(request):
        return problem_of(phone.backend.post("/v1/virtual-card/code", request)).code

    good = phone.code_request()
    assert refusal(msgspec.structs.replace(good, purpose="confirm")) is Code.CARD_UNKNOWN
    assert refusal(msgspec.structs.replace(good, proof=phone.proof("/v1/virtual-card/leave", "present"))) is Code.CARD_UNKNOWN
    stranger = Phone(platform_server, phone.backend)
    stranger.device = phone.device
    assert refusal(stranger.code_request()) is Code.CARD_UNKNOWN
    clock.advance(31)
    assert refusal(good) is Code.VIRTUAL_CODE_EXPIRED
    assert refusal(phone.code_request(at_ms=clock.ms + 31_000)) is Code.VIRTUAL_CODE_EXPIRED
    elsewhere = Backend(platform_server, service_secret(platform_server.platform, "verify"))
    assert problem_of(elsewhere.post("/v1/virtual-card/code", phone.code_request())).code is Code.SERVICE_NOT_ALLOWED


# --- keys ------------------------------------------------------------------------------------------------------------


def test_keys_rotate_with_the_next_one_known_beforehand(phone, kiosk, clock):
    platform, code, before = phone.rig.platform, phone.code(), station_keys(kiosk)
    assert sorted(key.state for key in before.keys) == ["active", "next"]
    with platform.store.write() as connection:
        keys.rotate(connection, platform.authority.vault, clock.ms)
    assert offline(kiosk, phone.code(), clock.ms, before).issuer == "taoyuan"
    assert offline(kiosk, code, clock.ms).issuer == "taoyuan"
    assert sorted(key.state for key in station_keys(kiosk).keys) == ["active", "next", "retired"]
    clock.advance(121)
    assert sorted(key.state for key in station_keys(kiosk).keys) == ["active", "next"]
    with platform.store.read() as connection:
        kept = connection.exec_driver_sql("SELECT state, wrapped FROM virtual_card_keys").all()
    assert [row.wrapped for row in kept if row.state == "retired"] == [None]


def test_a_withdrawn_keys_codes_are_good_nowhere(phone, kiosk, clock):
    platform, code = phone.rig.platform, phone.code()
    with platform.store.write() as connection:
        keys.rotate(connection, platform.authority.vault, clock.ms, withdraw=True)
    assert used(kiosk, code) is Code.VIRTUAL_CODE_INVALID
    with pytest.raises(Refused) as caught:
        offline(kiosk, code, clock.ms)
    assert caught.value.code is Code.VIRTUAL_CODE_INVALID
    assert isinstance(used(kiosk, phone.code()), CodeUseResponse)
