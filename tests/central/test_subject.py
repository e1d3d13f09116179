"""A person's own rights: who read their record, everything that is stored, corrections with a trail, being forgotten."""

import base64
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, people
from central.access import record_reads
from central.schema import corrections, data_keys, journal_sealed
from domain.errors import Code
from domain.events import CardIssued, Helper, IssuePapers, SecondFactor
from domain.wire_subject import (
    CorrectionRequest,
    CorrectionResponse,
    DeletionRequest,
    DeletionResponse,
    ExportRequest,
    RecordReadsByAppRequest,
    RecordReadsRequest,
    RecordReadsResponse,
)
from tests.central.field import FieldStation, a_medium, a_person, give, import_person, problem_of
from tests.central.office_rig import desk, service_secret
from tests.central.phone_rig import Backend, Phone

READS = "/v1/holder/reads"


@pytest.fixture
def counter(platform_server):
    return desk(platform_server, ["clerk", "supervisor"])


@pytest.fixture
def holder(platform_server):
    return import_person(platform_server.platform, 1)


def read_by(platform, holder, reason="示範查詢", agency="社會局"):
    with platform.store.write() as connection:
        record_reads.note(
            connection, holder, reader="key-1", agency=agency, what="registry", reason=reason, now_ms=platform.now_ms()
        )


def about(station, number=1, **kwargs):
    return {"medium": station.digest(a_medium(number)), "digest_key": station.enrolled.digest_key_id, **kwargs}


def reads_request(station, number=1, birthday="0105"):
    return RecordReadsRequest(op_id=uuid4(), sealed=station.sealed(SecondFactor(birthday=birthday)), **about(station, number))


# --- who read it -----------------------------------------------------------------------------------------------------


def test_a_holder_sees_who_read_their_record_and_why(platform_server, holder, clock):
    kiosk = FieldStation(platform_server.platform, ["kiosk"], platform_server.url)
    read_by(platform_server.platform, holder)
    clock.advance(1)
    read_by(platform_server.platform, holder, "櫃檯補發", agency="")
    read_by(platform_server.platform, import_person(platform_server.platform, 2), "別人的")
    said = msgspec.json.decode(kiosk.post(READS, reads_request(kiosk)).content, type=RecordReadsResponse)
    assert [(one.agency, one.what, one.reason) for one in said.reads] == [
        ("桃園市政府", "registry", "櫃檯補發"),
        ("社會局", "registry", "示範查詢"),
    ]


def test_not_without_the_second_factor_and_guessing_locks(platform_server, holder):
    kiosk = FieldStation(platform_server.platform, ["kiosk"], platform_server.url)
    for _ in range(5):
        assert problem_of(kiosk.post(READS, reads_request(kiosk, birthday="0106"))).code is Code.SECOND_FACTOR_WRONG
    assert problem_of(kiosk.post(READS, reads_request(kiosk))).code is Code.SECOND_FACTOR_LOCKED
    bare = msgspec.structs.replace(reads_request(kiosk), sealed=b"x" * 80)
    assert problem_of(kiosk.post(READS, bare)).code is Code.REQUEST_INVALID
    assert problem_of(kiosk.post(READS, reads_request(kiosk, 2))).code is Code.CARD_UNKNOWN
    library = FieldStation(platform_server.platform, ["library"], platform_server.url)
    assert problem_of(library.post(READS, reads_request(library))).code is Code.STAFF_NOT_ALLOWED


def test_on_their_own_phone(platform_server, holder, counter):
    backend = Backend(platform_server, service_secret(platform_server.platform, "virtual_card"))
    phone = Phone(platform_server, backend).enrol(counter, 1)
    read_by(platform_server.platform, holder)
    request = RecordReadsByAppRequest(proof=phone.proof("/v1/virtual-card/reads"))
    said = backend.ask("/v1/virtual-card/reads", request, RecordReadsResponse)
    assert [one.reason for one in said.reads] == ["示範查詢"]
    other = RecordReadsByAppRequest(proof=phone.proof("/v1/virtual-card/leave"))
    assert problem_of(backend.post("/v1/virtual-card/reads", other)).code is Code.CARD_UNKNOWN


# --- what is stored --------------------------------------------------------------------------------------------------


def test_everything_stored_is_told_and_that_it_was_is_written_down(platform_server, counter):
    platform, station = platform_server.platform, counter.station
    holder = station.say(station.issue(a_person(1), a_medium(1))).result.holder
    admin.add_patron(platform, "typl", holder, "P-0001")
    give(platform, holder, 50)
    request = ExportRequest(reason="當事人申請", **about(station))
    answer = counter.post("/v1/holder/export", request)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="person.json"'
    told = answer.json()
    assert told["format"] == "citycard person 1"
    assert told["particulars"]["national_id"] == a_person(1).national_id
    assert told["cards"][0]["uid"] == a_medium(1).value.hex()
    assert told["patrons"] == [{"service": "typl", "number": "P-0001", "good_standing": True}]
    assert [one["awarded"] for one in told["points_awarded"]] == [50]
    (consent,) = told["consents"]
    assert (consent["consents"], consent["at_ms"], consent["signed"]) == (["issue@1"], platform.now_ms(), "none")
    assert (consent["signature"], consent["photo"], consent["proxy"], consent["representative"]) == ("", "", "", "")
    assert [one["what"] for one in told["reads"]] == ["export"]
    nameless = msgspec.structs.replace(request, reason="")
    assert problem_of(counter.post("/v1/holder/export", nameless)).code is Code.REASON_MISSING


def test_signature_and_photo_are_told_and_go_with_the_person(platform_server, counter):
    platform, station = platform_server.platform, counter.station
    person = a_person(1, facts=("resident", "lives_here", "by_proxy"))
    papers = IssuePapers(
        **msgspec.structs.asdict(person),
        signature=b"\x89PNG signature",
        photo=b"\xff\xd8 photo",
        proxy=Helper(name="示範代理", national_id=a_person(2).national_id),
    )
    issued = CardIssued(
        holder=uuid4(),
        card_kind="senior",
        carrier="easycard",
        provisional=False,
        consents=["issue@1"],
        documents_seen=["national_id"],
        signed="screen",
        proxy_may=["apply", "collect"],
    )
    holder = station.say(station.act(issued, medium=a_medium(1), sealed=station.sealed(papers))).result.holder
    request = ExportRequest(reason="當事人申請", **about(station))
    answer = counter.post("/v1/holder/export", request)
    (consent,) = answer.json()["consents"]
    assert base64.b64decode(consent["signature"]) == papers.signature
    assert base64.b64decode(consent["photo"]) == papers.photo
    assert (consent["signed"], consent["documents_seen"], consent["proxy"]) == ("screen", ["national_id"], "示範代理")
    assert a_person(2).national_id not in answer.text
    assert answer.json()["particulars"]["facts"] == ["resident", "lives_here"]
    with platform.store.write() as connection:
        connection.execute(journal_sealed.delete().where(journal_sealed.c.holder == holder))
    (consent,) = counter.post("/v1/holder/export", request).json()["consents"]
    assert (consent["signature"], consent["photo"], consent["proxy"]) == ("", "", "")


def test_what_is_stored_is_told_by_supervisors_alone(platform_server, holder):
    clerk = desk(platform_server, ["clerk"])
    request = ExportRequest(reason="當事人申請", **about(clerk.station))
    answer = clerk.post("/v1/holder/export", request)
    assert (answer.status_code, problem_of(answer).code) == (403, Code.STAFF_NOT_ALLOWED)


# --- corrections -----------------------------------------------------------------------------------------------------


def correction(counter, person, **kwargs):
    given = {"op_id": uuid4(), "reason": "改名", "sealed": counter.station.sealed(person), **about(counter.station)}
    return CorrectionRequest(**{**given, **kwargs})


def test_a_correction_takes_effect_and_leaves_a_trail_without_values(platform_server, holder, counter):
    platform = platform_server.platform
    right = msgspec.structs.replace(a_person(1), name="示範新名", district="中壢區")
    request = correction(counter, right)
    for _ in range(2):
        assert counter.ask("/v1/holder/correct", request, CorrectionResponse).parts == ["name", "district"]
    with platform.store.read() as connection:
        stored = people.particulars_of(connection, platform.authority, holder)
        trail = connection.execute(sa.select(corrections)).all()
    assert (stored.name, stored.district) == ("示範新名", "中壢區")
    assert [(one.holder, one.parts, one.reason) for one in trail] == [(holder, "name,district", "改名")]
    assert counter.ask("/v1/holder/correct", correction(counter, right), CorrectionResponse).parts == []
    other = msgspec.structs.replace(request, reason="別的")
    assert problem_of(counter.post("/v1/holder/correct", other)).code is Code.REQUEST_CONFLICT


def test_what_cannot_be_right_is_refused(holder, counter):
    for changed, code in (
        ({"name": " "}, Code.NAME_MISSING),
        ({"birthday": "1950-13-01"}, Code.DATE_FORMAT),
        ({"district": "信義區"}, Code.DISTRICT_UNKNOWN),
        ({"national_id": "A123456788"}, Code.NATIONAL_ID_CHECKSUM),
        ({"national_id": a_person(2).national_id}, Code.PERSON_UNKNOWN),
    ):
        wrong = msgspec.structs.replace(a_person(1), **changed)
        assert problem_of(counter.post("/v1/holder/correct", correction(counter, wrong))).code is code


# --- being forgotten -------------------------------------------------------------------------------------------------


def test_a_person_is_forgotten_at_once_or_told_what_is_open(platform_server, holder, counter):
    platform = platform_server.platform
    award = give(platform, holder, 30)
    request = DeletionRequest(op_id=uuid4(), reason="不再使用", **about(counter.station))
    said = counter.ask("/v1/holder/forget", request, DeletionResponse)
    assert (said.forgotten, said.prevented_by) == (False, ["points"])
    admin.cancel_award(platform, award, uuid4())
    for _ in range(2):
        said = counter.ask("/v1/holder/forget", request, DeletionResponse)
        assert (said.forgotten, said.prevented_by) == (True, [])
    with platform.store.read() as connection:
        assert connection.execute(sa.select(data_keys)).all() == []
    again = msgspec.structs.replace(request, op_id=uuid4())
    assert problem_of(counter.post("/v1/holder/forget", again)).code is Code.CARD_NO_HOLDER
