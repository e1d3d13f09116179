"""Questions of other systems: yes or no and their own number, for the services of their key, as often as it may ask."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin
from central.access import service_keys, trail
from central.access.service_keys import NewKey
from central.schema import kpi_people, last_uses, verification_use
from central.verification import limits, verify
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem
from domain.wire import PatronRow, Row
from domain.wire_services import (
    GivenMedium,
    PatronListRequest,
    PatronListResponse,
    Verified,
    VerifyManyRequest,
    VerifyManyResponse,
    VerifyRequest,
    VerifyResponse,
)
from domain.wire_virtual_card import DeviceRevokeRequest
from tests.central.field import FieldStation, a_medium, a_person, import_person, problem_of
from tests.central.office_rig import desk, service_secret
from tests.central.phone_rig import Backend, Phone

NO = Verified(valid=False)
LIBRARY = "typl"


def asker(rig, *scopes, services=(LIBRARY, "card")):
    new = NewKey(name="示範圖書館", agency="示範圖書館", scopes=["verify", *scopes], services=services)
    with rig.platform.store.write() as connection:
        return Backend(rig, service_keys.add(connection, new, rig.platform.now_ms())[1])


def question(number=1, service=LIBRARY, **kwargs):
    given = {"op_id": uuid4(), "service": service, "type": "uid", "value": a_medium(number).value.hex()}
    return VerifyRequest(**{**given, **kwargs})


def answer(backend, request):
    return backend.ask("/v1/verify", request, VerifyResponse).answer


def refusal(backend, request, path="/v1/verify"):
    return problem_of(backend.post(path, request)).code


@pytest.fixture
def member(platform_server):
    """Person 1, a member of the library."""
    holder = import_person(platform_server.platform, 1)
    admin.add_patron(platform_server.platform, LIBRARY, holder, "P-0001")
    return holder


def test_a_member_is_told_by_the_librarys_own_number_and_nothing_more(platform_server, member):
    library = asker(platform_server)
    assert answer(library, question()) == Verified(valid=True, number="P-0001")
    assert answer(library, question(value=a_medium(1).value.hex().upper())).valid
    assert answer(library, question(service="card")) == Verified(valid=True)
    assert answer(asker(platform_server, "card_kind"), question()).card_kind == "senior"
    body = library.post("/v1/verify", question()).text
    assert "示範" not in body
    assert str(member) not in body


def test_every_no_is_the_same_no(platform_server, member):
    """Unknown, blocked, no member, suspended, of a bearer, random: nobody learns which."""
    platform, library = platform_server.platform, asker(platform_server, "card_kind")
    import_person(platform, 2)
    admin.add_patron(platform, LIBRARY, import_person(platform, 3), "P-0003", good_standing=False)
    admin.add_patron(platform, LIBRARY, import_person(platform, 4), "P-0004")
    admin.block_card(platform, a_medium(4), CardState.SUSPENDED)
    bodies = set()
    for request in (question(2), question(3), question(4), question(99), question(value="08010203")):
        said = msgspec.json.decode(library.post("/v1/verify", request).content)
        bodies.add(msgspec.json.encode(said["answer"]))
    assert bodies == {msgspec.json.encode(NO)}


def test_a_key_asks_for_the_services_it_was_given(platform_server, member):
    library = asker(platform_server, services=[LIBRARY, "not-a-service"])
    assert refusal(library, question(service="card")) is Code.SERVICE_NOT_ALLOWED
    assert refusal(library, question(service="not-a-service")) is Code.SERVICE_NOT_ALLOWED
    other = Backend(platform_server, service_secret(platform_server.platform, "awards"))
    assert refusal(other, question()) is Code.SERVICE_NOT_ALLOWED
    assert refusal(Backend(platform_server, "sk_x"), question()) is Code.SERVICE_KEY_UNKNOWN


def test_what_is_no_medium_is_refused(platform_server):
    library = asker(platform_server)
    for changed in (
        {"value": "0410"},
        {"value": "zz" * 4},
        {"value": "04 10 20 30"},
        {"value": "0x041020"},
        {"value": "é" * 8},
        {"type": "idm", "value": "04102030"},
        {"value": "0" * 401},
        {"value": ""},
        {"service": ""},
        {"type": "name"},
    ):
        assert refusal(library, question(**changed)) is Code.REQUEST_INVALID, changed


def test_many_at_once_in_their_order_and_no_more_than_a_hundred(platform_server, member):
    library = asker(platform_server)
    media = [GivenMedium(type="uid", value=a_medium(number).value.hex()) for number in (2, 1, 3, 1)]
    request = VerifyManyRequest(service=LIBRARY, media=media)
    answers = library.ask("/v1/verify/many", request, VerifyManyResponse).answers
    assert [one.number for one in answers] == [None, "P-0001", None, "P-0001"]
    for count in (0, 101):
        too_many = msgspec.structs.replace(request, media=media[:1] * count)
        assert refusal(library, too_many, "/v1/verify/many") is Code.REQUEST_INVALID


def test_answers_are_counted_and_people_only_by_pseudonym(platform_server, member, clock):
    library = asker(platform_server)
    for number in (1, 1, 2):
        answer(library, question(number))
    with platform_server.platform.store.read() as connection:
        counted = connection.execute(
            sa.select(verification_use.c.valid, sa.func.sum(verification_use.c.answers)).group_by(verification_use.c.valid)
        ).all()
        people = connection.execute(sa.select(kpi_people)).all()
        last = connection.execute(sa.select(last_uses)).all()
    assert sorted(map(tuple, counted)) == [(False, 1), (True, 2)]
    assert [(one.service, one.agency, one.uses, one.district, one.age) for one in people] == [
        (LIBRARY, "示範圖書館", 2, "桃園區", "65-79")
    ]
    assert people[0].pseudonym != member.bytes
    assert [(one.holder, one.at_ms) for one in last] == [(member, clock.ms)]


# --- codes -----------------------------------------------------------------------------------------------------------


def test_a_virtual_card_is_a_member_too_once_per_code(platform_server, member, clock):
    counter = desk(platform_server, ["clerk"])
    app = Backend(platform_server, service_secret(platform_server.platform, "virtual_card"))
    phone, library = Phone(platform_server, app).enrol(counter, 1), asker(platform_server)
    for shown in (phone.code, lambda: phone.digits().digits):
        request = question(type="code", value=shown())
        assert answer(library, request).number == "P-0001"
        clock.advance(200)
        assert answer(library, request).number == "P-0001"
        assert answer(library, msgspec.structs.replace(request, op_id=uuid4())) == NO
    assert answer(library, question(type="code", value=phone.code("confirm"))) == NO
    assert answer(library, question(type="code", value="CC1:NONSENSE")) == NO
    code = phone.code()
    counter.post("/v1/virtual-card/revoke", DeviceRevokeRequest(device=phone.device))
    assert answer(library, question(type="code", value=code)) == NO


def test_guessing_digits_ends_soon(platform_server, clock):
    library = asker(platform_server)
    for number in range(20):
        assert answer(library, question(type="code", value=f"99{number:012}")) == NO
    refused = library.post("/v1/verify", question(type="code", value="99000000000099"))
    assert (refused.status_code, problem_of(refused).code) == (429, Code.PLATFORM_BUSY)
    assert 0 < int(refused.headers["Retry-After"]) <= 600
    clock.advance(int(refused.headers["Retry-After"]))
    assert answer(library, question(type="code", value="99000000000099")) == NO


# --- limits ----------------------------------------------------------------------------------------------------------


def test_a_key_may_ask_so_often_a_minute(platform_server, member, monkeypatch, clock):
    monkeypatch.setattr(verify, "MOST_PER_MINUTE", 3)
    library, other = asker(platform_server), asker(platform_server)
    assert [library.post("/v1/verify", question()).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert other.post("/v1/verify", question()).status_code == 200
    clock.advance(60)
    assert library.post("/v1/verify", question()).status_code == 200


def test_a_limit_is_exact_however_many_ask_at_once(platform):
    def take(_):
        try:
            with platform.store.write() as connection:
                limits.take(connection, "x", times=1, most=7, per_ms=60_000, now_ms=platform.now_ms())
        except EnvironmentProblem:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(24))) == 7
    with platform.store.write() as connection:
        limits.give_back(connection, "x", times=3)
    assert sum(map(take, range(5))) == 3


# --- a library's list ------------------------------------------------------------------------------------------------


def listed(*rows, **kwargs):
    head = "number,standing,national_id,uid"
    return PatronListRequest(op_id=uuid4(), service=LIBRARY, csv="\r\n".join([head, *rows]), **kwargs)


def patrons(station):
    rows = msgspec.json.decode(msgspec.json.encode(station.call("GET", "/v1/changes").json()["rows"]), type=list[Row])
    return {row.number: row.good_standing for row in rows if isinstance(row, PatronRow)}


def test_a_list_is_taken_over_and_reaches_the_desks(platform_server):
    platform = platform_server.platform
    librarian = desk(platform_server, ["librarian"])
    station = FieldStation(platform, ["library"], platform_server.url)
    for number in (1, 2, 3):
        import_person(platform, number)
    request = listed(
        f"P-1,good,{a_person(1).national_id},",
        f"P-2,suspended,,{a_medium(2).value.hex()}",
        f"P-3,good,{a_person(3).national_id},",
    )
    agencys = desk(platform_server, ["librarian"], number=700_002, agency="示範局")
    assert problem_of(agencys.post("/v1/patrons/import", request)).code is Code.STAFF_NOT_ALLOWED
    report = librarian.ask("/v1/patrons/import", request, PatronListResponse)
    assert (report.rows, report.changed, report.faults) == (3, 3, [])
    assert patrons(station) == {"P-1": True, "P-2": False, "P-3": True}
    assert librarian.ask("/v1/patrons/import", request, PatronListResponse).changed == 3
    again = msgspec.structs.replace(request, op_id=uuid4())
    assert librarian.ask("/v1/patrons/import", again, PatronListResponse).changed == 0
    other = msgspec.structs.replace(request, csv="number,standing,uid")
    assert problem_of(librarian.post("/v1/patrons/import", other)).code is Code.REQUEST_CONFLICT
    ended = listed(f"P-1,ended,{a_person(1).national_id},", f"P-2,good,{a_person(2).national_id},")
    assert librarian.ask("/v1/patrons/import", ended, PatronListResponse).changed == 2
    assert patrons(station) == {"": False, "P-2": True, "P-3": True}
    with platform.store.read() as connection:
        written = [
            (entry.actor, entry.subject) for entry in trail.listed(connection, 0, 100)[0] if entry.act == "patrons.import"
        ]
    assert written == [(librarian.session.staff, LIBRARY)] * 3


def test_faults_are_told_by_row_and_all_or_nothing_is_the_callers_choice(platform_server):
    platform = platform_server.platform
    librarian = desk(platform_server, ["librarian"])
    for number in (1, 2):
        import_person(platform, number)
    rows = [
        f"P-1,good,{a_person(1).national_id},",
        f"P-9,good,{a_person(9).national_id},",
        "P-8,good,A123456788,",
        "P-7,perhaps,,04000000000001",
        f"P-6,good,{a_person(1).national_id},{a_medium(1).value.hex()}",
        "P-5,good,,zz",
        ",good,,04000000000001",
        f"P-1,good,{a_person(2).national_id},",
        f"P-4,good,,{a_medium(1).value.hex()}",
        "P-3,good",
    ]
    whole = librarian.ask("/v1/patrons/import", listed(*rows), PatronListResponse)
    assert (whole.rows, whole.changed) == (0, 0)
    assert [(fault.row, fault.column, fault.code) for fault in whole.faults] == [
        (3, "national_id", Code.PERSON_UNKNOWN),
        (4, "national_id", Code.NATIONAL_ID_CHECKSUM),
        (5, "standing", Code.REQUEST_INVALID),
        (6, "national_id", Code.REQUEST_INVALID),
        (7, "uid", Code.REQUEST_INVALID),
        (8, "number", Code.REQUEST_INVALID),
        (9, "number", Code.REQUEST_CONFLICT),
        (10, "", Code.REQUEST_CONFLICT),
        (11, "", Code.FILE_INVALID),
    ]
    part = librarian.ask("/v1/patrons/import", listed(*rows, all_or_nothing=False), PatronListResponse)
    assert (part.rows, part.changed, len(part.faults)) == (1, 1, 9)
    assert (
        problem_of(librarian.post("/v1/patrons/import", msgspec.structs.replace(listed(), csv="a,b"))).code is Code.FILE_INVALID
    )
