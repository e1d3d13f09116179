"""The platform over real HTTP: the main paths, and every problem in our own format with its own code."""

import contextlib
import hashlib
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
import requests
from structlog.testing import capture_logs

from central import VERSION, admin, audit, store, store_sqlite
from central.platform import Platform
from domain.cards import CardState
from domain.errors import Code
from domain.events import SignedEvent, StaffSignedIn
from domain.wire import (
    FORMAT,
    MAX_BATCH,
    MEDIA_TYPE,
    BalanceRequest,
    BalanceResponse,
    ChangesResponse,
    EnrolRequest,
    EnrolResponse,
    OutcomeStatus,
    ProgrammeResponse,
    StatusResponse,
    UploadRequest,
    UploadResponse,
)
from tests.central.field import FieldStation, a_medium, a_person, give, import_person, problem_of
from tests.platform_rig import PROGRAMME, RunningPlatform


@pytest.fixture
def rig(platform_server):
    return platform_server


@pytest.fixture
def station(rig):
    return FieldStation(rig.platform, ["counter", "kiosk"], rig.url)


def asked(station, path, of):
    answer = station.call("GET", path)
    assert answer.status_code == 200
    return msgspec.json.decode(answer.content, type=of)


def balance_of(station, number, digest_key=None):
    return station.post(
        "/v1/balance",
        BalanceRequest(medium=station.digest(a_medium(number)), digest_key=digest_key or station.enrolled.digest_key_id),
    )


def refusal(answer, status, code):
    assert (answer.status_code, problem_of(answer).code) == (status, code)
    return problem_of(answer)


# --- the main path ---


def test_status_needs_no_token(rig, clock):
    answer = requests.get(f"{rig.url}/v1/status", timeout=10)
    said = msgspec.json.decode(answer.content, type=StatusResponse)
    assert (said.format, said.server_ms, said.demo, said.version) == (FORMAT, clock.ms, True, VERSION)


def test_version_is_the_projects():
    assert f'version = "{VERSION}"' in (PROGRAMME.parents[2] / "pyproject.toml").read_text(encoding="utf-8")


def test_a_cards_life_over_http(rig, station):
    assert station.enrolled.identity.roles == ["counter", "kiosk"]
    issued = station.say(station.issue(a_person(1), a_medium(1)))
    give(rig.platform, issued.result.holder, 120)
    assert station.say(station.wish(a_medium(1), 100)).result.refusal is None
    said = msgspec.json.decode(balance_of(station, 1).content, type=BalanceResponse)
    assert (said.masked_name, said.card_kind, said.waiting_ntd) == ("示○○號", "senior", 100)
    assert [(one.point_kind, one.points) for one in said.balances] == [("health", 20), ("ride", 0), ("campaign", 0)]
    assert said.balances[0].expiring == 20
    page = asked(station, "/v1/changes?limit=5", ChangesResponse)
    assert [row.medium for row in page.rows] == [station.digest(a_medium(1))]
    after = asked(station, f"/v1/changes?generation={page.generation}&cursor={page.cursor}", ChangesResponse)
    assert (after.rows, after.more, after.cursor) == ([], False, page.cursor)


def test_the_programme_comes_once(rig, station):
    said = asked(station, "/v1/programme?version=none", ProgrammeResponse)
    assert said.programme == rig.platform.programme_text == station.enrolled.programme
    assert asked(station, f"/v1/programme?version={said.version}", ProgrammeResponse).programme is None


def test_plain_json_is_taken_too(station):
    request = UploadRequest(events=[station.act(StaffSignedIn())])
    answer = station.call(
        "POST", "/v1/events", data=msgspec.json.encode(request), headers={"Content-Type": "application/json; charset=utf-8"}
    )
    assert answer.status_code == 200


def test_a_platform_that_starts_again_is_the_same(rig, station):
    first = station.act(StaffSignedIn())
    said, url = station.say(first), rig.url
    generation = rig.platform.generation
    rig.stop()
    with pytest.raises(requests.ConnectionError):
        station.say(first)
    rig.start()
    assert (rig.url, rig.platform.generation) == (url, generation)
    station.platform = rig.platform
    assert station.say(first) == said


# --- problems ---


def test_who_is_no_station_is_401(rig):
    calls = [("GET", "changes"), ("GET", "programme")]
    calls += [("POST", path) for path in ("events", "balance", "loads/grant", "loads/open", "cards/keys")]
    for header in ("", "Bearer", "Bearer nobody", "Basic abc", "Bearer \xff"):
        for method, path in calls:
            said = {"Authorization": header.encode("latin-1")}
            answer = requests.request(method, f"{rig.url}/v1/{path}", headers=said, timeout=10)
            refusal(answer, 401, Code.STATION_UNKNOWN)


def test_a_revoked_station_is_told_by_code(rig, station):
    admin.revoke_station(rig.platform, station.enrolled.identity.station)
    refusal(station.call("GET", "/v1/changes"), 401, Code.STATION_REVOKED)
    refusal(station.post("/v1/events", UploadRequest(events=[])), 401, Code.STATION_REVOKED)


def test_a_body_that_is_no_request_is_400(station):
    for body in (b"", b"{}", b"[]", b"{", b"\xff", b'{"events": 1}', b'{"events": [], "more": 1}'):
        refusal(station.call("POST", "/v1/events", data=body), 400, Code.REQUEST_INVALID)


@pytest.mark.parametrize(
    "body", [b'{"code":"\xff"}', b'{"code":"\\ud800"}', b'{"code":' + b"[" * 30_000, b'{"code":' + b'{"a":' * 10_000]
)
def test_malformed_text_is_400_for_strangers_too(rig, station, body):
    headers = {"Content-Type": MEDIA_TYPE}
    refusal(requests.post(f"{rig.url}/v1/enrol", data=body, headers=headers, timeout=10), 400, Code.REQUEST_INVALID)
    refusal(requests.post(f"{rig.url}/v1/events", data=body, headers=headers, timeout=10), 401, Code.STATION_UNKNOWN)
    for path in ("/v1/events", "/v1/balance"):
        refusal(station.call("POST", path, data=body), 400, Code.REQUEST_INVALID)


def test_one_bad_event_never_blocks_the_rest(rig, station):
    """Bytes that are not UTF-8 or nest without end, properly signed: kept, parked, and the events around them are judged."""
    good = station.act(StaffSignedIn())
    station_id = station.enrolled.identity.station.encode()
    bad = []
    for wrong in (
        lambda body: body.replace(station_id, b"\xff\xfe" + station_id[2:]),
        lambda body: body.replace(b"staff.in", b"staff\xff\xfe"),
        lambda body: body[:-1] + b',"z":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        lambda body: body.replace(station_id, b"\\ud800"),
        lambda _: b"",
        lambda _: b'{"op_id":NaN}',
    ):
        body = wrong(msgspec.json.encode(station.event(StaffSignedIn())))
        digest = hashlib.sha256(body).digest()
        signature = station.key.sign(b"citycard event v1\0" + digest)
        bad.append(station.journal(SignedEvent(body=body, hash=digest, signature=signature, sealed=None)))
    events = [good, *bad, station.act(StaffSignedIn())]
    answer = station.post("/v1/events", UploadRequest(events=events))
    assert answer.status_code == 200
    outcomes = msgspec.json.decode(answer.content, type=UploadResponse).outcomes
    unreadable = ("rejected", Code.EVENT_UNREADABLE)
    assert [(one.status, one.code) for one in outcomes] == [("accepted", None), *[unreadable] * len(bad), ("accepted", None)]


def test_a_bad_query_is_400(station):
    for query in ("limit=0", "limit=-1", "limit=x", "limit=5001", "limit=" + "9" * 30, "cursor=junk"):
        refusal(station.call("GET", f"/v1/changes?{query}"), 400, Code.REQUEST_INVALID)


def test_other_media_types_paths_and_methods_are_problems_too(rig, station):
    refusal(station.call("POST", "/v1/events", data=b"{}", headers={"Content-Type": "text/html"}), 415, Code.REQUEST_INVALID)
    refusal(station.call("GET", "/v1/nothing"), 404, Code.REQUEST_INVALID)
    refusal(station.call("GET", "/GET"), 404, Code.REQUEST_INVALID)
    assert requests.get(f"{rig.url}//v1/status/", timeout=10).status_code == 200
    refusal(station.call("GET", "/"), 404, Code.REQUEST_INVALID)
    refusal(station.call("DELETE", "/v1/events"), 405, Code.REQUEST_INVALID)


def test_too_much_is_413(station):
    refusal(
        station.post("/v1/events", UploadRequest(events=[station.act(StaffSignedIn())] * (MAX_BATCH + 1))),
        413,
        Code.REQUEST_TOO_LARGE,
    )
    refusal(station.call("POST", "/v1/events", data=b" " * (9 * 1024 * 1024)), 413, Code.REQUEST_TOO_LARGE)


def test_balance_problems(rig, station):
    import_person(rig.platform, 1)
    admin.add_staff(rig.platform, "s1", name="示範職員", roles=["clerk"], medium=a_medium(8), pin="2468")
    refusal(balance_of(station, 9), 404, Code.CARD_UNKNOWN)
    refusal(balance_of(station, 8), 409, Code.STAFF_CARD_NOT_FOR_CITIZENS)
    refusal(balance_of(station, 1, "dk-other"), 400, Code.REQUEST_INVALID)
    admin.block_card(rig.platform, a_medium(1), CardState.LOST)
    assert refusal(balance_of(station, 1), 409, Code.CARD_BLOCKED).details == {"state": "lost"}


def test_a_fault_of_ours_is_500_without_detail(rig, station, monkeypatch):
    def broken(*_):
        raise RuntimeError("示範1號 A123456789")

    monkeypatch.setattr(Platform, "balance", broken)
    with capture_logs() as logs:
        said = refusal(balance_of(station, 1), 500, Code.INTERNAL)
    assert said.details == {}
    assert "A123456789" not in str(logs)
    assert "示範" not in str(logs)
    assert any(entry["event"] == "request_failed" and "RuntimeError" in entry["error"] for entry in logs)


def test_a_database_that_another_process_holds_is_503(tmp_path, clock, monkeypatch):
    monkeypatch.setattr(store_sqlite, "BUSY_TIMEOUT_MS", 50)
    with RunningPlatform(tmp_path / "p", PROGRAMME.read_text(encoding="utf-8"), clock=clock) as rig:
        station = FieldStation(rig.platform, ["counter"], rig.url)
        event = station.act(StaffSignedIn())
        with contextlib.closing(sqlite3.connect(tmp_path / "p" / store.FILE, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            refusal(station.post("/v1/events", UploadRequest(events=[event])), 503, Code.PLATFORM_BUSY)
        assert station.say(event).status is OutcomeStatus.ACCEPTED


def test_logs_hold_no_body_token_or_query(rig, station):
    with capture_logs() as logs:
        station.say(station.issue(a_person(1), a_medium(1)))
        station.call("GET", "/v1/changes?cursor=verysecret")
        rig.stop()
    text = str(logs)
    assert "/v1/changes" in text
    person = a_person(1)
    for secret in (station.token, "verysecret", person.name, person.national_id, station.digest(a_medium(1)).hex()):
        assert secret not in text


# --- enrolment ---


def enrolment(rig, code, demo=True, key=bytes(range(32))):
    request = EnrolRequest(code=code, signing_key=key, machine="m", version="0", demo=demo)
    headers = {"Content-Type": "application/json"}
    return requests.post(f"{rig.url}/v1/enrol", data=msgspec.json.encode(request), headers=headers, timeout=10)


@pytest.fixture
def code(rig):
    return admin.create_enrolment_code(rig.platform, "示範站", "示範地點", ["kiosk"])


def test_a_code_enrols_one_station(rig, code):
    first = enrolment(rig, code.lower().replace("-", " "))
    assert first.status_code == 200
    refusal(enrolment(rig, code, key=bytes(32)), 403, Code.ENROLMENT_CODE_INVALID)
    refusal(enrolment(rig, "AAAA-BBBB-CCCC"), 403, Code.ENROLMENT_CODE_INVALID)


def test_a_lost_answer_can_be_asked_for_again_until_the_token_is_used(rig, code):
    lost, again = (msgspec.json.decode(enrolment(rig, code).content, type=EnrolResponse) for _ in range(2))
    assert lost.identity == again.identity

    def call(token):
        return requests.get(f"{rig.url}/v1/changes", headers={"Authorization": f"Bearer {token}"}, timeout=10)

    refusal(call(lost.token), 401, Code.STATION_UNKNOWN)
    assert call(again.token).status_code == 200
    refusal(enrolment(rig, code), 403, Code.ENROLMENT_CODE_INVALID)


def test_a_code_lapses_after_a_day(rig, code, clock):
    clock.advance(24 * 3600)
    refusal(enrolment(rig, code), 403, Code.ENROLMENT_CODE_INVALID)


def test_real_and_demo_do_not_mix_and_the_code_stays_good(rig, code):
    refusal(enrolment(rig, code, demo=False), 409, Code.MODE_MISMATCH)
    refusal(enrolment(rig, code, key=b"short"), 400, Code.REQUEST_INVALID)
    assert enrolment(rig, code).status_code == 200


def test_guessing_codes_is_slowed_down(rig, code, clock):
    for _ in range(10):
        refusal(enrolment(rig, "AAAA-BBBB-CCCC"), 403, Code.ENROLMENT_CODE_INVALID)
    answer = enrolment(rig, code)
    refusal(answer, 429, Code.PLATFORM_BUSY)
    assert 1 <= int(answer.headers["Retry-After"]) <= 601
    clock.advance(601)
    assert enrolment(rig, code).status_code == 200


# --- many at once ---


def test_the_same_event_five_times_in_parallel_is_one_record(rig, station):
    event = station.issue(a_person(1), a_medium(1))
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: station.say(event), range(5)))
    assert answers == [answers[0]] * 5
    facts = audit.facts(rig.platform.store.engine)
    assert [fact.hash for fact in facts.events[station.enrolled.identity.station]] == [event.hash]
    assert len(facts.cards) == 1


def test_parallel_wishes_beyond_the_balance_break_no_floor(rig):
    holder = import_person(rig.platform, 1)
    give(rig.platform, holder, 250)
    kiosks = [FieldStation(rig.platform, ["kiosk"], rig.url) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(lambda kiosk: kiosk.say(kiosk.wish(a_medium(1), 100)).result.refusal, kiosks))
    assert (said.count(None), said.count(Code.AMOUNT_OVER_BALANCE)) == (2, 4)
    facts = audit.facts(rig.platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    assert sum(fact.points for fact in facts.redemptions.values()) == 200
