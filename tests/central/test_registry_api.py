"""The registry by HTTP: snapshot and hotlist for stations, cards and people for the staff of counters."""

import contextlib
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin
from central.registry import snapshots
from central.schema import record_reads
from domain import snapshot
from domain.card_states import CardAct
from domain.cards import CardState
from domain.errors import Code
from domain.sealing import seal
from domain.wire_registry import (
    CardChangeRequest,
    CardChangeResponse,
    CardReplaceRequest,
    CardReplaceResponse,
    CardStoryRequest,
    CardStoryResponse,
    CardUnbindRequest,
    HolderFindRequest,
    HolderFindResponse,
    HotlistResponse,
    SnapshotResponse,
    ValueReleaseRequest,
)
from tests.central.field import FieldStation, a_medium, a_person, import_person, problem_of
from tests.central.office_rig import desk
from tests.central.registry_rig import bound, digest, history, state

CHANGE, REPLACE, FIND = "/v1/cards/change", "/v1/cards/replace", "/v1/holders/find"


@pytest.fixture
def platform(platform_server):
    import_person(platform_server.platform, 1)
    return platform_server.platform


@pytest.fixture
def clerk(platform_server, platform):
    return desk(platform_server, ["clerk"])


@pytest.fixture
def supervisor(platform_server, platform):
    return desk(platform_server, ["supervisor"], number=700_002)


def key(platform):
    return platform.authority.keys.digest_key_id


def a_change(platform, act, number=1, **kwargs):
    return CardChangeRequest(
        op_id=kwargs.pop("op_id", uuid4()), medium=digest(platform, number), digest_key=key(platform), act=act, **kwargs
    )


def a_replacement(platform, old=1, new=2, **kwargs):
    values = {
        "op_id": uuid4(),
        "old_medium": digest(platform, old),
        "medium": digest(platform, new),
        "digest_key": key(platform),
        "uid": seal(platform.authority.keys.sealing_public, a_medium(new).value),
        "carrier": "easycard",
        "reason": "lost",
    }
    return CardReplaceRequest(**{**values, **kwargs})


def code_of(answer, status):
    assert answer.status_code == status, answer.content
    return problem_of(answer).code


def test_a_loss_is_reported_once_and_undone_by_a_supervisor(platform, clerk, supervisor):
    request = a_change(platform, CardAct.LOST, reason="示範櫃檯")
    first = clerk.ask(CHANGE, request, CardChangeResponse)
    assert first == clerk.ask(CHANGE, request, CardChangeResponse)
    assert (first.card_state, len(history(platform, 1))) == ("lost", 1)
    assert code_of(clerk.post(CHANGE, msgspec.structs.replace(request, reason="別的")), 409) is Code.REQUEST_CONFLICT
    undo = a_change(platform, CardAct.UNDO_LOST)
    assert code_of(clerk.post(CHANGE, undo), 403) is Code.STAFF_NOT_ALLOWED
    assert supervisor.ask(CHANGE, undo, CardChangeResponse).card_state == "active"
    assert [entry.who for entry in history(platform, 1)] == ["s700002", "s700001"]


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"act": CardAct.FOUND}, 409, Code.CARD_STATE),
        ({"act": CardAct.UNBIND}, 409, Code.CARD_STATE),
        ({"medium": b"12345678"}, 404, Code.CARD_UNKNOWN),
        ({"digest_key": "another"}, 400, Code.REQUEST_INVALID),
    ],
)
def test_what_cannot_be_changes_nothing(platform, clerk, changed, status, code):
    request = msgspec.structs.replace(a_change(platform, CardAct.LOST), **changed)
    assert code_of(clerk.post(CHANGE, request), status) is code
    assert (state(platform, 1), history(platform, 1)) == ("active", [])
    assert clerk.ask(CHANGE, a_change(platform, CardAct.LOST, op_id=request.op_id), CardChangeResponse).card_state == "lost"


def test_a_replacement_tells_its_fee_and_the_chain_reads_both_ways(platform, clerk):
    request = a_replacement(platform)
    said = clerk.ask(REPLACE, request, CardReplaceResponse)
    assert (said.card_state, said.fee_ntd, said.open_loads, said.on_card_ntd) == ("active", 94, 0, 0)
    assert clerk.ask(REPLACE, request, CardReplaceResponse) == said
    for number in (1, 2):
        asked = CardStoryRequest(medium=digest(platform, number), digest_key=key(platform))
        story = clerk.ask("/v1/cards/story", asked, CardStoryResponse)
        assert story.chain == [digest(platform, 1), digest(platform, 2)]
        assert story.replacement_fee_ntd == 94
    assert code_of(clerk.post(REPLACE, a_replacement(platform, new=3)), 409) is Code.CARD_STATE
    assert code_of(clerk.post(REPLACE, a_replacement(platform, old=8, new=9)), 404) is Code.CARD_UNKNOWN


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"carrier": "somebody"}, Code.REQUEST_INVALID),
        ({"uid": b"not sealed"}, Code.EVENT_UNREADABLE),
    ],
)
def test_a_replacement_that_cannot_be_leaves_the_old_card(platform, clerk, changed, code):
    assert problem_of(clerk.post(REPLACE, a_replacement(platform, **changed))).code is code
    assert (state(platform, 1), state(platform, 2)) == ("active", "")


def test_a_random_uid_replaces_nothing(platform, clerk):
    random_uid = seal(platform.authority.keys.sealing_public, b"\x08\x01\x02\x03")
    assert problem_of(clerk.post(REPLACE, a_replacement(platform, uid=random_uid))).code is Code.CARD_RANDOM_UID


def test_a_bound_medium_is_unbound_and_its_value_released_by_nobody(platform, clerk, supervisor):
    station = FieldStation(platform, ["counter"])
    station.say(bound(station, 5, via=1))
    request = CardUnbindRequest(op_id=uuid4(), medium=digest(platform, 5), digest_key=key(platform))
    assert clerk.ask("/v1/cards/unbind", request, CardChangeResponse).card_state == "stock"
    release = ValueReleaseRequest(op_id=uuid4(), old_medium=digest(platform, 5), digest_key=key(platform))
    assert code_of(supervisor.post("/v1/cards/release-value", release), 404) is Code.CARD_UNKNOWN
    assert code_of(clerk.post("/v1/cards/release-value", release), 403) is Code.STAFF_NOT_ALLOWED


def asked(platform, **kwargs):
    return HolderFindRequest(reason=kwargs.pop("reason", "示範掛失"), **kwargs)


def test_a_person_is_found_three_ways_masked_and_it_is_written_down(platform, clerk):
    person = a_person(1)
    for question in (
        {"medium": digest(platform, 1), "digest_key": key(platform)},
        {"national_id": person.national_id.lower()},
        {"name": " 示範1號 "},
    ):
        (found,) = clerk.ask(FIND, asked(platform, **question), HolderFindResponse).holders
        assert (found.name, found.birth_year) == ("示○○號", 1950)
        assert found.national_id == person.national_id[:3] + "****" + person.national_id[7:]
        assert [(card.medium, card.card_state) for card in found.cards] == [(digest(platform, 1), "active")]
    with platform.store.read() as connection:
        reads = connection.execute(sa.select(record_reads)).all()
    assert [(row.reader, row.reason) for row in reads] == [("s700001", "示範掛失")] * 3


def test_in_clear_is_for_supervisors(platform, clerk, supervisor):
    question = asked(platform, national_id=a_person(1).national_id, in_clear=True)
    assert code_of(clerk.post(FIND, question), 403) is Code.STAFF_NOT_ALLOWED
    (found,) = supervisor.ask(FIND, question, HolderFindResponse).holders
    assert (found.name, found.national_id) == (a_person(1).name, a_person(1).national_id)


@pytest.mark.parametrize(
    ("question", "status", "code"),
    [
        ({}, 400, Code.REQUEST_INVALID),
        ({"name": "示範1號", "national_id": "A123456789"}, 400, Code.REQUEST_INVALID),
        ({"name": "示範99號"}, 404, Code.PERSON_UNKNOWN),
        ({"national_id": "A123456780"}, 409, Code.NATIONAL_ID_CHECKSUM),
        ({"national_id": "A123456789"}, 404, Code.PERSON_UNKNOWN),
        ({"name": "示範1號", "reason": "  "}, 400, Code.REASON_MISSING),
        ({"medium": b"12345678", "digest_key": "x"}, 400, Code.REQUEST_INVALID),
    ],
)
def test_a_question_that_finds_nobody_notes_nothing(platform, clerk, question, status, code):
    assert code_of(clerk.post(FIND, asked(platform, **question)), status) is code
    with platform.store.read() as connection:
        assert connection.execute(sa.select(record_reads)).all() == []


def test_a_station_downloads_the_snapshot_in_parts(platform_server, platform):
    kiosk = FieldStation(platform, ["kiosk"], platform_server.url)
    assert code_of(kiosk.call("GET", "/v1/snapshot"), 404) is Code.SNAPSHOT_MISSING
    snapshots.build(platform)
    manifest = msgspec.json.decode(kiosk.call("GET", "/v1/snapshot").content, type=SnapshotResponse).manifest
    assert {each.name for each in manifest.sections} == {"cards", "staff"}
    section = next(each for each in manifest.sections if each.name == "cards")
    query = f"/v1/snapshot/part?snapshot={manifest.snapshot}&section={section.name}&part="
    answers = [kiosk.call("GET", f"{query}{part}") for part in range(section.parts)]
    assert {answer.headers["Content-Type"] for answer in answers} == {"application/octet-stream"}
    chunks = snapshot.checked([answer.content for answer in answers], section)
    assert [entry.medium for entry in snapshot.entries(manifest, chunks, None)] == [digest(platform, 1)]
    assert code_of(kiosk.call("GET", f"{query}{section.parts}"), 404) is Code.SNAPSHOT_MISSING
    assert code_of(kiosk.call("GET", f"{query}-1"), 400) is Code.REQUEST_INVALID
    kiosk.token = "nobody"
    assert code_of(kiosk.call("GET", "/v1/snapshot"), 401) is Code.STATION_UNKNOWN


def hotlist(station, cursor="", limit=2):
    """Everything from a cursor on: blocked, lifted, and the cursor behind it."""
    blocked, lifted, more = set(), set(), True
    while more:
        answer = station.call("GET", f"/v1/hotlist?limit={limit}&cursor={cursor}")
        assert answer.status_code == 200, answer.content
        page = msgspec.json.decode(answer.content, type=HotlistResponse)
        cursor, more = page.cursor, page.more
        blocked |= set(page.blocked)
        lifted |= set(page.lifted)
    return blocked, lifted, cursor


def test_the_hotlist_alone_is_followed_without_a_registry(platform_server, platform):
    for number in range(2, 8):
        import_person(platform, number)
    for number in (2, 3, 4, 5, 6):
        admin.block_card(platform, a_medium(number), CardState.LOST)
    kiosk = FieldStation(platform, ["kiosk"], platform_server.url)
    digests = {number: digest(platform, number) for number in range(1, 20)}
    blocked, lifted, cursor = hotlist(kiosk)
    assert (blocked, lifted) == ({digests[number] for number in (2, 3, 4, 5, 6)}, set())
    assert hotlist(kiosk, cursor)[:2] == (set(), set())
    admin.block_card(platform, a_medium(3), CardState.ACTIVE)
    admin.block_card(platform, a_medium(7), CardState.SUSPENDED)
    import_person(platform, 9)
    assert hotlist(kiosk, cursor)[:2] == ({digests[7]}, {digests[3]})
    assert code_of(kiosk.call("GET", "/v1/hotlist?cursor=%21"), 400) is Code.REQUEST_INVALID
    assert code_of(kiosk.call("GET", "/v1/hotlist?limit=0"), 400) is Code.REQUEST_INVALID


def test_a_change_between_the_hotlists_pages_is_not_lost(platform_server, platform):
    for number in range(2, 8):
        import_person(platform, number)
        admin.block_card(platform, a_medium(number), CardState.LOST)
    kiosk = FieldStation(platform, ["kiosk"], platform_server.url)
    page = msgspec.json.decode(kiosk.call("GET", "/v1/hotlist?limit=2").content, type=HotlistResponse)
    seen = set(page.blocked)
    for number in range(1, 8):
        with contextlib.suppress(Exception):
            admin.block_card(platform, a_medium(number), CardState.ACTIVE if number > 1 else CardState.LOST)
    blocked, lifted, _ = hotlist(kiosk, page.cursor)
    assert (seen | blocked) - lifted == {digest(platform, 1)}
