"""The calls about value on cards over HTTP: what each station may ask, and what it is told."""

from uuid import uuid4

import msgspec
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from structlog.testing import capture_logs

from central import admin
from central.api import calls
from central.schema import card_key_grants, load_grants
from central.schema import cards as card_rows
from citycard_app.demo_programme import demo_programme
from domain import purse_layout
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.key_diversification import diversify
from domain.loads import LoadState
from domain.sealing import GRANT, seal, unseal
from domain.wire import (
    BalanceRequest,
    BalanceResponse,
    CardKeys,
    CardKeysRequest,
    CardKeysResponse,
    LoadGrant,
    LoadGrantRequest,
    LoadGrantResponse,
    OpenLoadsRequest,
    OpenLoadsResponse,
)
from tests.central.field import a_medium, give, op_id_of, problem_of
from tests.central.load_rig import LoadStation, import_purse_holder
from tests.platform_rig import RunningPlatform, begun


@pytest.fixture
def rig(tmp_path, clock):
    with RunningPlatform(begun(tmp_path / "central"), demo_programme(), clock=clock) as rig:
        yield rig


@pytest.fixture
def kiosk(rig):
    for number in (1, 2):
        give(rig.platform, import_purse_holder(rig.platform, number), 120)
    return LoadStation(rig.platform, ["kiosk"], rig.url)


@pytest.fixture
def counter(rig, kiosk):
    return LoadStation(rig.platform, ["counter"], rig.url)


@pytest.fixture
def load(kiosk):
    intent = kiosk.intent()
    assert kiosk.say(intent).result.state is LoadState.AUTHORISED
    return op_id_of(intent)


DEEP = b'{"recovery_code":' + b"[" * 30_000
KEY = X25519PrivateKey.generate()
PUBLIC = KEY.public_key().public_bytes_raw()


def grant_request(station, load, number=1, *, uid=None, **changes):
    request = LoadGrantRequest(
        load=load,
        medium=station.digest(a_medium(number)),
        digest_key=station.enrolled.digest_key_id,
        uid=seal(station.enrolled.sealing_key, a_medium(number).value if uid is None else uid),
        grant_key=PUBLIC,
    )
    return msgspec.structs.replace(request, **changes)


def keys_request(station, uid, purse="demo_desfire", **changes):
    request = CardKeysRequest(purse=purse, uid=seal(station.enrolled.sealing_key, uid), grant_key=PUBLIC)
    return msgspec.structs.replace(request, **changes)


def asked(station, path, request, of):
    answer = station.post(path, request)
    assert answer.status_code == 200, problem_of(answer)
    return msgspec.json.decode(answer.content, type=of)


def refused(station, path, request, status, code):
    answer = station.post(path, request)
    assert (answer.status_code, problem_of(answer).code) == (status, code)


# --- the grant ---


def test_any_station_that_has_the_card_is_granted_its_key_while_the_load_is_open(rig, kiosk, counter, load):
    for station in (counter, kiosk):
        said = asked(station, "/v1/loads/grant", grant_request(station, load), LoadGrantResponse)
        secret = msgspec.json.decode(unseal(KEY, said.grant, GRANT), type=LoadGrant).secret
        data = purse_layout.diversification_input(a_medium(1).value, rig.platform.authority.programme.id, purse_layout.LOAD_KEY)
        assert (said.state, secret) == (LoadState.AUTHORISED, diversify(rig.platform.authority.keys.purse_master, data))
    kiosk.say(kiosk.tombstone(load))
    said = asked(counter, "/v1/loads/grant", grant_request(counter, load), LoadGrantResponse)
    assert (said.state, said.grant) == (LoadState.VOIDED, None)


def test_a_grant_is_refused_for_another_card_load_or_key(kiosk, counter, load):
    path = "/v1/loads/grant"
    refused(counter, path, grant_request(counter, uuid4()), 404, Code.LOAD_NOT_FOUND)
    refused(counter, path, grant_request(counter, load, 2), 409, Code.CARD_SWAPPED)
    refused(counter, path, grant_request(counter, load, uid=a_medium(2).value), 409, Code.CARD_SWAPPED)
    refused(counter, path, grant_request(counter, load, uid=b""), 409, Code.CARD_SWAPPED)
    refused(counter, path, grant_request(counter, load, digest_key="dk-other"), 400, Code.REQUEST_INVALID)
    for sealed in (b"", b"junk", bytes(100)):
        refused(counter, path, msgspec.structs.replace(grant_request(counter, load), uid=sealed), 400, Code.REQUEST_INVALID)
    for grant_key in (b"", bytes(32), b"x" * 31):
        refused(counter, path, grant_request(counter, load, grant_key=grant_key), 400, Code.REQUEST_INVALID)


def granted(rig):
    with rig.platform.store.read() as connection:
        return [(row.load, row.station, row.at_ms) for row in connection.execute(load_grants.select())]


def test_every_grant_is_written_down_and_stays(rig, kiosk, counter, load, clock):
    assert granted(rig) == [(load, kiosk.id, clock.ms)]
    kiosk.say(kiosk.intent(points=10))
    refused(counter, "/v1/loads/grant", grant_request(counter, load, 2), 409, Code.CARD_SWAPPED)
    clock.advance(5)
    asked(counter, "/v1/loads/grant", grant_request(counter, load), LoadGrantResponse)
    assert granted(rig) == [(load, kiosk.id, clock.ms - 5_000), (load, counter.id, clock.ms)]
    kiosk.say(kiosk.tombstone(load))
    asked(counter, "/v1/loads/grant", grant_request(counter, load), LoadGrantResponse)
    assert len(granted(rig)) == 2
    for statement in (load_grants.delete(), load_grants.update().values(at_ms=0)):
        with pytest.raises(Exception, match="append-only"), rig.platform.store.write() as connection:
            connection.execute(statement)


@pytest.mark.parametrize("state", [CardState.LOST, CardState.SUSPENDED])
def test_a_blocked_cards_load_is_for_a_counter_alone(rig, kiosk, counter, load, state):
    """Whoever finds a lost card learns nothing at a kiosk; its open load can be resolved all the same."""
    admin.block_card(rig.platform, a_medium(1), state)
    body = BalanceRequest(medium=kiosk.digest(a_medium(1)), digest_key=kiosk.enrolled.digest_key_id)
    answer = kiosk.post("/v1/balance", body)
    problem = problem_of(answer)
    assert (answer.status_code, problem.code, problem.details) == (409, Code.CARD_BLOCKED, {"state": state.value})
    refused(kiosk, "/v1/loads/grant", grant_request(kiosk, load), 409, Code.CARD_BLOCKED)
    assert len(granted(rig)) == 1
    medium = OpenLoadsRequest(medium=counter.digest(a_medium(1)), digest_key=counter.enrolled.digest_key_id)
    assert [one.load for one in asked(counter, "/v1/loads/open", medium, OpenLoadsResponse).loads] == [load]
    assert asked(counter, "/v1/loads/grant", grant_request(counter, load), LoadGrantResponse).grant is not None
    assert counter.say(counter.found(load, on_card=False)).result.state is LoadState.VOIDED


# --- the list ---


def test_the_counter_lists_open_loads_oldest_first(rig, kiosk, counter, load, clock):
    clock.advance(60)
    second = kiosk.intent(2, points=30)
    kiosk.say(second)
    said = asked(counter, "/v1/loads/open", OpenLoadsRequest(), OpenLoadsResponse)
    assert [one.load for one in said.loads] == [load, op_id_of(second)]
    assert not said.more
    first = said.loads[0]
    assert (first.masked_name, first.medium, first.points, first.station) == ("示○○號", kiosk.digest(a_medium(1)), 50, kiosk.id)
    assert (first.station_name, first.unknown) == ("示範站", False)
    kiosk.upload(kiosk.committing(load), kiosk.unknown(load))
    beyond = asked(counter, "/v1/loads/open", OpenLoadsRequest(limit=1, after=load), OpenLoadsResponse)
    assert ([one.load for one in beyond.loads], beyond.more) == ([op_id_of(second)], False)
    refused(counter, "/v1/loads/open", OpenLoadsRequest(after=uuid4()), 404, Code.LOAD_NOT_FOUND)
    page = asked(counter, "/v1/loads/open", OpenLoadsRequest(limit=1), OpenLoadsResponse)
    assert ([one.load for one in page.loads], page.more, page.loads[0].unknown) == ([load], True, True)
    medium = OpenLoadsRequest(medium=kiosk.digest(a_medium(2)), digest_key=kiosk.enrolled.digest_key_id)
    assert [one.load for one in asked(counter, "/v1/loads/open", medium, OpenLoadsResponse).loads] == [op_id_of(second)]
    assert [one.load for one in admin.open_loads(rig.platform)] == [load, op_id_of(second)]
    counter.say(counter.settle(load, "void"))
    assert [one.load for one in admin.open_loads(rig.platform)] == [op_id_of(second)]


def test_a_load_is_found_by_its_code_however_it_is_typed(kiosk, counter, load):
    body = BalanceRequest(medium=kiosk.digest(a_medium(1)), digest_key=kiosk.enrolled.digest_key_id)
    code = asked(kiosk, "/v1/balance", body, BalanceResponse).open_load.recovery_code
    for typed in (code, code.lower().replace("-", ""), f" {code.replace('-', ' ')} "):
        said = asked(counter, "/v1/loads/open", OpenLoadsRequest(recovery_code=typed), OpenLoadsResponse)
        assert [one.load for one in said.loads] == [load]
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    for typed in (wrong, "x", "-"):
        refused(counter, "/v1/loads/open", OpenLoadsRequest(recovery_code=typed), 400, Code.RECOVERY_CODE_INVALID)
    kiosk.say(kiosk.tombstone(load))
    assert asked(counter, "/v1/loads/open", OpenLoadsRequest(recovery_code=code), OpenLoadsResponse).loads == []


def test_a_list_has_bounds(counter):
    for limit in (0, -1, 1001):
        refused(counter, "/v1/loads/open", OpenLoadsRequest(limit=limit), 400, Code.REQUEST_INVALID)
    refused(counter, "/v1/loads/open", OpenLoadsRequest(medium=bytes(8), digest_key="dk"), 400, Code.REQUEST_INVALID)


# --- keys of a blank card ---


def test_a_blank_cards_keys_go_to_a_personalising_station_and_are_written_down(rig, clock):
    desk = LoadStation(rig.platform, ["personalise"], rig.url)
    uid = a_medium(7).value
    said = asked(desk, "/v1/cards/keys", keys_request(desk, uid), CardKeysResponse)
    keys = msgspec.json.decode(unseal(KEY, said.grant, GRANT), type=CardKeys)
    own, programme = rig.platform.authority.keys, rig.platform.authority.programme.id
    assert keys.keys == [
        diversify(own.purse_master, purse_layout.diversification_input(uid, programme, number)) for number in range(4)
    ]
    assert keys.transaction_mac_key == diversify(own.transaction_mac_master, purse_layout.transaction_mac_input(uid, programme))
    assert (keys.key_version, keys.limit_ntd) == (purse_layout.KEY_VERSION, 10_000)
    assert len({*keys.keys, keys.transaction_mac_key}) == 5
    (given,) = admin.card_key_grants(rig.platform)
    assert given == admin.CardKeyGrant(
        station=desk.id, station_name="示範站", medium=desk.digest(a_medium(7)), purse="demo_desfire", at_ms=clock.ms
    )


def test_keys_that_cannot_be_given_are_not_written_down(rig):
    desk = LoadStation(rig.platform, ["personalise"], rig.url)
    path, uid = "/v1/cards/keys", a_medium(7).value
    for purse in ("account", "demo_vendor", "nothing"):
        refused(desk, path, keys_request(desk, uid, purse), 400, Code.REQUEST_INVALID)
    refused(desk, path, keys_request(desk, b"\x08\1\2\3"), 409, Code.CARD_RANDOM_UID)
    refused(desk, path, keys_request(desk, b"\x04\1\2\3"), 409, Code.PURSE_MISSING)
    refused(desk, path, msgspec.structs.replace(keys_request(desk, uid), uid=b"junk"), 400, Code.REQUEST_INVALID)
    refused(desk, path, keys_request(desk, uid, grant_key=b""), 400, Code.REQUEST_INVALID)
    assert admin.card_key_grants(rig.platform) == []


def test_what_was_written_down_stays(rig):
    desk = LoadStation(rig.platform, ["personalise"], rig.url)
    asked(desk, "/v1/cards/keys", keys_request(desk, a_medium(7).value), CardKeysResponse)
    for statement in (card_key_grants.delete(), card_key_grants.update().values(purse="x")):
        with pytest.raises(Exception, match="append-only"), rig.platform.store.write() as connection:
            connection.execute(statement)


def put_in_state(platform, state):
    """Whatever the table of states says of how it came there."""
    with platform.store.write() as connection:
        connection.execute(card_rows.update().values(state=state.value))


@pytest.mark.parametrize("state", [state for state in CardState if state is not CardState.STOCK])
def test_a_citizens_card_is_not_made_again(rig, kiosk, state):
    desk = LoadStation(rig.platform, ["personalise"], rig.url)
    put_in_state(rig.platform, state)
    refused(desk, "/v1/cards/keys", keys_request(desk, a_medium(1).value), 409, Code.CARD_ALREADY_BOUND)
    assert admin.card_key_grants(rig.platform) == []
    put_in_state(rig.platform, CardState.STOCK)
    asked(desk, "/v1/cards/keys", keys_request(desk, a_medium(1).value), CardKeysResponse)


def test_a_card_that_was_ever_to_be_loaded_is_not_made_again(rig, kiosk):
    desk = LoadStation(rig.platform, ["personalise"], rig.url)
    kiosk.say(kiosk.intent(9))
    refused(desk, "/v1/cards/keys", keys_request(desk, a_medium(9).value), 409, Code.CARD_ALREADY_BOUND)


# --- who may ask ---


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/v1/loads/grant", ["event", "library", "personalise"]),
        ("/v1/loads/open", ["event", "library", "kiosk", "personalise"]),
        ("/v1/cards/keys", ["event", "library", "kiosk", "counter"]),
    ],
)
def test_stations_without_the_role_are_refused(rig, kiosk, load, path, roles):
    station = LoadStation(rig.platform, roles, rig.url)
    requests_by_path = {
        "/v1/loads/grant": grant_request(station, load),
        "/v1/loads/open": OpenLoadsRequest(),
        "/v1/cards/keys": keys_request(station, a_medium(7).value),
    }
    refused(station, path, requests_by_path[path], 403, Code.STAFF_NOT_ALLOWED)


@pytest.mark.parametrize("path", ["/v1/loads/grant", "/v1/loads/open", "/v1/cards/keys"])
def test_strangers_and_bad_bodies_are_refused(rig, path):
    station = LoadStation(rig.platform, ["counter", "personalise"], rig.url)
    answer = requests.post(f"{rig.url}{path}", data=b"{}", timeout=10)
    assert (answer.status_code, problem_of(answer).code) == (401, Code.STATION_UNKNOWN)
    for body in (b"", b"[]", b"{", b"\xff", b'{"more": 1}', b'{"limit": "x"}', b'{"purse": "\xff", "load": "\xff"}', DEEP):
        answer = station.call("POST", path, data=body)
        assert (answer.status_code, problem_of(answer).code) == (400, Code.REQUEST_INVALID)
    answer = station.call("POST", path, data=b" " * (calls.SMALL_BODY_BYTES + 1))
    assert (answer.status_code, problem_of(answer).code) == (413, Code.REQUEST_TOO_LARGE)


def test_the_role_exists_for_enrolment_codes(rig):
    assert admin.create_enrolment_code(rig.platform, "示範發卡機", "示範地點", ["personalise"])
    with pytest.raises(Refused, match="request_invalid"):
        admin.create_enrolment_code(rig.platform, "示範發卡機", "示範地點", ["personalize"])


def test_no_key_uid_or_grant_is_logged(rig, kiosk, counter):
    desk = LoadStation(rig.platform, ["personalise"], rig.url)
    with capture_logs() as logs:
        intent = kiosk.intent()
        said = kiosk.say(intent)
        asked(counter, "/v1/loads/grant", grant_request(counter, op_id_of(intent)), LoadGrantResponse)
        asked(desk, "/v1/cards/keys", keys_request(desk, a_medium(7).value), CardKeysResponse)
        kiosk.say(kiosk.committed(op_id_of(intent)))
    text = str(logs)
    assert "/v1/cards/keys" in text
    own = rig.platform.authority.keys
    secrets = [own.purse_master, own.transaction_mac_master, a_medium(1).value, a_medium(7).value, said.result.grant]
    for secret in [*secrets, kiosk.secret(intent, said.result.grant)]:
        assert secret.hex() not in text
        assert repr(secret)[2:-1] not in text
