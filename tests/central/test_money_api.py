"""The ledger's calls over HTTP: keys and sessions open what they are for, and each agency its own."""

import hashlib
from uuid import uuid4

import msgspec
import pytest
import requests

from central.access import service_keys
from central.access.service_keys import Service
from domain.errors import Code
from domain.sealing import seal
from domain.wire import MEDIA_TYPE
from domain.wire_access import TrailRequest
from domain.wire_money import (
    AwardCancel,
    AwardCancelsRequest,
    AwardFileGoOn,
    AwardFileRequest,
    AwardsRequest,
    AwardWanted,
    BudgetChange,
    BudgetQuery,
    PersonNamed,
    SettlementRequest,
    SettlementResult,
    SettlementsQuery,
)
from tests.central.field import FieldStation, a_medium, give, import_person
from tests.central.office import a_caller, ask, refusal
from tests.central.settlement_rig import answer, sent

EASYCARD = Service(service_key="key-e", agency="easycard", scopes=frozenset({"settlement"}))
AWARDS = Service(service_key="key-a", agency="衛生局", scopes=frozenset({"awards"}))


def trail_of(platform, caller):
    entries = ask(platform, caller, "/v1/staff/trail", TrailRequest()).entries
    return [(entry.actor, entry.act, entry.subject) for entry in entries if entry.actor != "admin"]


def test_awards_over_http_with_a_scoped_key(platform_server):
    platform, url = platform_server.platform, platform_server.url
    import_person(platform, 1)
    with platform.store.write() as connection:
        secret = service_keys.make(connection, "示範系統", "衛生局", ["awards"], platform.now_ms())
        other = service_keys.make(connection, "示範車隊", "車隊", ["redemptions"], platform.now_ms())

    def post(path, body, key=secret):
        headers = {"Content-Type": MEDIA_TYPE, "Authorization": f"Bearer {key}"}
        return requests.post(f"{url}{path}", data=body, headers=headers, timeout=30)

    key = msgspec.json.decode(requests.get(f"{url}/v1/sealing-key", timeout=30).content)["sealing_key"]
    person = seal(msgspec.convert(key, bytes, strict=False), msgspec.json.encode(PersonNamed(uid=a_medium(1).value)))
    wanted = AwardWanted(op_id=uuid4(), person=person, point_kind="health", points=10, activity="示範健走")
    body = msgspec.json.encode(AwardsRequest(awards=[wanted]))
    for status in ("booked", "repeated"):
        said = post("/v1/awards", body)
        assert (said.status_code, said.json()["outcomes"][0]["status"]) == (200, status)
    assert (post("/v1/awards", body, other).status_code, post("/v1/awards", body, "sk_none").status_code) == (403, 401)
    many = msgspec.json.encode(AwardsRequest(awards=[wanted] * 501))
    assert post("/v1/awards", many).json()["code"] == Code.REQUEST_INVALID
    said = post("/v1/awards", body.replace(b'"points":10', b'"points":10.5')).json()
    assert (said["code"], said["details"]) == (Code.REQUEST_INVALID, {"part": "body", "at": "$.awards[0].points"})
    assert post("/v1/awards", body.replace(b'"points":10', b'"points":10,"x":1')).json()["code"] == Code.REQUEST_INVALID


def test_each_agency_takes_back_and_sees_its_own(platform, station):
    holder = import_person(platform, 1)
    theirs = give(platform, holder, 10, agency="環保局")
    cancels = AwardCancelsRequest(cancels=[AwardCancel(op_id=uuid4(), award=theirs)])
    for caller, path in (
        (AWARDS, "/v1/awards/cancel"),
        (a_caller(station, "supervisor", agency="衛生局"), "/v1/staff/awards/cancel"),
    ):
        assert ask(platform, caller, path, cancels).outcomes[0].code is Code.AWARD_UNKNOWN
    city = a_caller(station, "supervisor", agency="")
    for status in ("booked", "repeated"):
        assert ask(platform, city, "/v1/staff/awards/cancel", cancels).outcomes[0].status == status
    assert trail_of(platform, city) == [(city.staff, "award.cancel", str(theirs))]


def test_the_city_grants_budgets_and_agencies_look(platform, station):
    city, agency = (a_caller(station, "supervisor", agency=name) for name in ("", "衛生局"))
    change = BudgetChange(op_id=uuid4(), agency="衛生局", point_kind="health", points=100)
    path = "/v1/budgets/change"
    for _ in range(2):
        (state,) = ask(platform, city, path, change).budgets
        assert (state.granted, state.spent, state.left) == (100, 0, 100)
    assert trail_of(platform, city) == [(city.staff, "budget.change", "衛生局 health +100")]
    assert refusal(platform, city, path, msgspec.structs.replace(change, points=101)) is Code.REQUEST_CONFLICT
    assert refusal(platform, agency, path, change) is Code.STAFF_NOT_ALLOWED
    assert len(ask(platform, agency, "/v1/budgets", BudgetQuery()).budgets) == 1
    assert refusal(platform, agency, "/v1/budgets", BudgetQuery(agency="環保局")) is Code.STAFF_NOT_ALLOWED
    assert len(ask(platform, city, "/v1/budgets", BudgetQuery()).budgets) == 1


def test_files_of_awards_go_on_by_call(platform, station, monkeypatch):
    monkeypatch.setattr("central.api.settlement._ROWS_OF_A_CALL", 2)
    import_person(platform, 1)
    rows = "".join(f"R{number},uid,{a_medium(1).value.hex()},health,1,示範\n" for number in range(5))
    content = ("reference,person_type,person,point_kind,points,activity\n" + rows).encode()
    state = ask(platform, AWARDS, "/v1/awards/file", AwardFileRequest(content=content))
    assert (state.done, state.rows, state.booked, state.to_book) == (True, 5, 2, 3)
    go_on = AwardFileGoOn(file=state.file)
    assert [ask(platform, AWARDS, "/v1/awards/file/go-on", go_on).to_book for _ in range(3)] == [1, 0, 0]
    city, agency = (a_caller(station, "organiser", agency=name) for name in ("", "環保局"))
    path = "/v1/staff/awards/file"
    assert refusal(platform, agency, f"{path}/go-on", go_on) is Code.AWARD_UNKNOWN
    assert refusal(platform, city, path, AwardFileRequest(content=content)) is Code.AGENCY_UNKNOWN
    assert ask(platform, city, path, AwardFileRequest(content=content, agency="衛生局")).file == state.file
    assert refusal(platform, AWARDS, "/v1/awards/file", AwardFileRequest(content=b"name\n1\n")) is Code.FILE_INVALID


def test_a_carrier_has_its_own_batches_alone(platform, station):
    kiosk = FieldStation(platform, ["kiosk"])
    give(platform, import_person(platform, 1), 100)
    kiosk.say(kiosk.wish(a_medium(1), 60))
    request = SettlementRequest(batch=uuid4(), carrier="easycard")
    batch = ask(platform, EASYCARD, "/v1/settlements/out", request)
    assert (batch.items, batch.amount_ntd, batch.sha256) == (1, 60, hashlib.sha256(batch.content).hexdigest())
    assert ask(platform, EASYCARD, "/v1/settlements/out", request).content == batch.content
    ipass = msgspec.structs.replace(EASYCARD, agency="ipass")
    assert refusal(platform, ipass, "/v1/settlements/out", request) is Code.SERVICE_NOT_ALLOWED
    assert ask(platform, ipass, "/v1/settlements", SettlementsQuery()).batches == []
    result = SettlementResult(content=answer(sent(platform, request.batch, most=50_000), "confirmed"))
    assert refusal(platform, ipass, "/v1/settlements/result", result) is Code.SETTLEMENT_UNKNOWN
    city = a_caller(station, "supervisor", agency="")
    report = ask(platform, city, "/v1/staff/settlements/result", result)
    assert (report.done, report.confirmed, report.faults) == (True, 1, [])
    assert ask(platform, EASYCARD, "/v1/settlements/result", result).repeated == 1
    (state,) = ask(platform, city, "/v1/staff/settlements", SettlementsQuery()).batches
    assert (state.batch, state.items, state.confirmed, state.refused) == (request.batch, 1, 1, 0)
    altered = SettlementResult(content=result.content.replace(b",60,", b",61,"))
    assert refusal(platform, city, "/v1/staff/settlements/result", altered) is Code.FILE_INVALID


@pytest.mark.parametrize("op_id", ["7e2c6a0e-6d6f-5b0a-9a43-0e6c0a6d4f11", "7e2c6a0e-6d6f-1b0a-9a43-0e6c0a6d4f11"])
def test_ids_that_the_ledger_derives_are_nobody_elses(platform, station, op_id):
    city = a_caller(station, "supervisor", agency="")
    change = BudgetChange(op_id=uuid4(), agency="衛生局", point_kind="health", points=100)
    change = msgspec.structs.replace(change, op_id=msgspec.convert(op_id, type(change.op_id)))
    assert refusal(platform, city, "/v1/budgets/change", change) is Code.REQUEST_INVALID
