"""Applications over HTTP: who may call what, and what bad requests are answered."""

from uuid import uuid4

import msgspec
import pytest
import requests

from central.api.applications import BATCH_BODY_BYTES
from citycard_app.demo_programme import demo_programme
from domain.errors import Code
from domain.wire import MEDIA_TYPE
from domain.wire_applications import (
    ApplicationAct,
    ApplicationDocument,
    ApplicationResponse,
    ApplicationTermsResponse,
    BatchContinue,
    BatchReportRequest,
    BatchResponse,
    HandOutRequest,
    HandOutResponse,
    ProgressRequest,
    ProgressResponse,
    ReviewDecision,
    ReviewDocumentRequest,
    ReviewListRequest,
    ReviewListResponse,
    ReviewOpenRequest,
    ReviewOpenResponse,
)
from tests.central.application_rig import LOVE_FACTS, LOVE_PAPERS, Office, papers, picture
from tests.central.field import problem_of
from tests.central.office_rig import desk, service_secret
from tests.central.test_batches import pupil
from tests.central.test_batches import request as batch_request
from tests.platform_rig import RunningPlatform
from tests.postgres_rig import ON_SQLITE


@pytest.fixture
def rig(home, clock):
    directory, database = home
    with RunningPlatform(directory, demo_programme(), clock=clock, database=database) as running:
        yield running


class Portal:
    """A web portal with its service key."""

    def __init__(self, rig, agency="示範入口網", scope="applications"):
        self.rig, self.secret = rig, service_secret(rig.platform, scope, agency=agency)

    def call(self, method, path, message=None):
        headers = {"Content-Type": MEDIA_TYPE, "Authorization": f"Bearer {self.secret}"}
        data = None if message is None else msgspec.json.encode(message)
        return requests.request(method, f"{self.rig.url}{path}", headers=headers, data=data, timeout=10)

    def ask(self, path, message, of):
        answer = self.call("POST", f"/v1/portal/applications/{path}", message)
        assert answer.status_code == 200, answer.content
        return msgspec.json.decode(answer.content, type=of)


def test_a_portal_applies_adds_documents_and_follows(rig):
    at, portal = Office(rig.platform), Portal(rig)
    answer = portal.call("GET", "/v1/portal/applications/terms")
    terms = msgspec.json.decode(answer.content, type=ApplicationTermsResponse)
    assert terms.sealing_key == rig.platform.authority.keys.sealing_public
    made = portal.ask("submit", at.request(papers(1), documents_seen=[], draft=True), ApplicationResponse)
    copy = ApplicationDocument(op_id=uuid4(), application=made.application, name="national_id", sealed=at.sealed(picture()))
    assert portal.ask("document", copy, ApplicationResponse).missing == []
    act = ApplicationAct(op_id=uuid4(), application=made.application, act="hand_in")
    for _ in range(2):
        assert portal.ask("act", act, ApplicationResponse).state == "household_check"
    progress = portal.ask("progress", ProgressRequest(receipt=made.receipt.lower()), ProgressResponse)
    assert (progress.state, progress.masked_name) == ("household_check", "")
    other = Portal(rig, agency="示範別處")
    withdraw = ApplicationAct(op_id=uuid4(), application=made.application, act="withdraw")
    answer = other.call("POST", "/v1/portal/applications/act", withdraw)
    assert (answer.status_code, problem_of(answer).code) == (404, Code.APPLICATION_UNKNOWN)


def test_only_the_scope_opens_the_portals_calls(rig):
    request = Office(rig.platform).request(papers(1), documents_seen=[])
    answer = Portal(rig, scope="verify").call("POST", "/v1/portal/applications/submit", request)
    assert (answer.status_code, problem_of(answer).code) == (403, Code.SERVICE_NOT_ALLOWED)


def test_from_counter_to_two_agencies(rig):
    at = Office(rig.platform)
    counter = desk(rig, ["clerk"], number=700_001)
    social = desk(rig, ["reviewer"], number=700_002, agency="demo_social")
    transport = desk(rig, ["reviewer"], number=700_003, agency="demo_transport")
    request = at.request(papers(1, facts=LOVE_FACTS), "love", documents_seen=list(LOVE_PAPERS))
    made = counter.ask("/v1/applications/submit", request, ApplicationResponse)
    copy = ApplicationDocument(
        op_id=uuid4(), application=made.application, name="disability_certificate", sealed=at.sealed(picture())
    )
    counter.ask("/v1/applications/document", copy, ApplicationResponse)
    at.check()
    (row,) = social.ask("/v1/reviews/list", ReviewListRequest(), ReviewListResponse).rows
    assert (row.application, row.overdue, "○" in row.masked_name) == (made.application, False, True)
    opening = ReviewOpenRequest(application=made.application, reason="示範審查")
    seen = social.ask("/v1/reviews/open", opening, ReviewOpenResponse)
    document = next(one for one in seen.documents if one.media_type)
    wanted = ReviewDocumentRequest(application=made.application, document=document.document, reason="示範審查")
    answer = social.post("/v1/reviews/document", wanted)
    assert (answer.headers["Content-Type"], answer.content) == ("image/jpeg", picture())
    assert problem_of(transport.post("/v1/reviews/document", wanted)).code is Code.APPLICATION_UNKNOWN
    for reviewer in (social, transport):
        word = ReviewDecision(op_id=uuid4(), application=made.application, decision="approve")
        for _ in range(2):
            reviewer.ask("/v1/reviews/decide", word, ApplicationResponse)
        other = msgspec.structs.replace(word, decision="refuse", reason="示範")
        answer = reviewer.post("/v1/reviews/decide", other)
        assert (answer.status_code, problem_of(answer).code) == (409, Code.REQUEST_CONFLICT)
    progress = counter.ask("/v1/applications/progress", ProgressRequest(receipt=made.receipt), ProgressResponse)
    assert (progress.state, [one.state for one in progress.agencies]) == ("approved", ["approved", "approved"])


def test_pages_of_a_list_follow_each_other(rig):
    at = Office(rig.platform)
    for number in range(1, 8):
        at.love(number)
    at.check()
    social = desk(rig, ["reviewer"], agency="demo_social")
    seen, after = [], None
    while True:
        page = social.ask("/v1/reviews/list", ReviewListRequest(after=after, limit=3), ReviewListResponse)
        seen += [row.receipt for row in page.rows]
        if not page.more:
            break
        after = page.rows[-1].application
    assert (len(seen), len(set(seen))) == (7, 7)


@ON_SQLITE
@pytest.mark.parametrize(
    ("roles", "agency", "path", "code"),
    [
        (["event"], "", "/v1/applications/submit", Code.STAFF_NOT_ALLOWED),
        (["clerk"], "", "/v1/reviews/list", Code.STAFF_NOT_ALLOWED),
        (["reviewer"], "", "/v1/reviews/list", Code.AGENCY_UNKNOWN),
        (["clerk"], "", "/v1/applications/act", Code.STAFF_NOT_ALLOWED),
    ],
)
def test_who_may_not_is_told_so(rig, roles, agency, path, code):
    at = Office(rig.platform)
    somebody = desk(rig, roles, agency=agency) if agency else desk(rig, roles)
    made = at.submit(papers(1))
    messages = {
        "/v1/applications/submit": at.request(papers(2)),
        "/v1/reviews/list": ReviewListRequest(),
        "/v1/applications/act": ApplicationAct(op_id=uuid4(), application=made.application, act="waive_check", reason="示範"),
    }
    assert problem_of(somebody.post(path, messages[path])).code is code


@ON_SQLITE
def test_bad_requests_are_problems(rig):
    counter = desk(rig, ["clerk"])
    at = Office(rig.platform)
    fields = msgspec.json.decode(msgspec.json.encode(at.request(papers(1))))
    for altered in ({"unknown": 1}, {"op_id": "x"}, {"sealed": "%"}, {"consents": ["x" * 100]}, {"card_kind": ""}):
        body = msgspec.json.encode({**fields, **altered})
        headers = {"Citycard-Staff": counter.session.token}
        answer = counter.station.call("POST", "/v1/applications/submit", data=body, headers=headers)
        assert (answer.status_code, problem_of(answer).code) == (400, Code.REQUEST_INVALID), altered
    for receipt in ("0000-0000-0001", "' OR 1=1 --  ", "示" * 12):
        answer = counter.post("/v1/applications/progress", ProgressRequest(receipt=receipt))
        assert (answer.status_code, problem_of(answer).code) == (404, Code.APPLICATION_UNKNOWN)


def test_a_schools_system_hands_in_a_batch_and_follows_it(rig):
    at, school = Office(rig.platform), Portal(rig, agency="demo_school")
    asked = batch_request(at, [pupil(number) for number in range(1, 4)])
    for _ in range(2):
        answer = school.ask("batch", asked, BatchResponse)
        assert (answer.state, answer.counts) == ("taken", {"household_check": 3})
    assert school.ask("batch/continue", BatchContinue(batch=answer.batch), BatchResponse).state == "taken"
    listed = school.ask("batch/hand-out", HandOutRequest(batch=answer.batch), HandOutResponse)
    assert [row.label for row in listed.rows] == ["三年二班 01", "三年二班 02", "三年二班 03"]
    reviewer = desk(rig, ["reviewer"], agency="demo_school")
    report = reviewer.ask("/v1/applications/batch/report", BatchReportRequest(batch=answer.batch), BatchResponse)
    assert report.rows == 3
    other = Portal(rig, agency="demo_social").call("POST", "/v1/portal/applications/batch", asked)
    assert problem_of(other).code is Code.AGENCY_UNKNOWN
    stranger = Portal(rig).call("POST", "/v1/portal/applications/batch/report", BatchReportRequest(batch=answer.batch))
    assert (stranger.status_code, problem_of(stranger).code) == (404, Code.APPLICATION_UNKNOWN)


def test_a_batch_with_a_broken_row_names_it_and_one_that_is_too_large_is_refused(rig):
    at, school = Office(rig.platform), Portal(rig, agency="demo_school")
    rows = [pupil(1), pupil(2, national_id="'; DROP TABLE holders; --")]
    answer = school.ask("batch", batch_request(at, rows), BatchResponse)
    assert (answer.state, [(fault.row, fault.column) for fault in answer.faults]) == ("refused", [(3, "national_id")])
    unreadable = msgspec.structs.replace(batch_request(at, rows), content=b"not sealed to us")
    assert problem_of(school.call("POST", "/v1/portal/applications/batch", unreadable)).code is Code.REQUEST_INVALID
    large = msgspec.structs.replace(unreadable, content=b"x" * (12 * 1024 * 1024))
    assert problem_of(school.call("POST", "/v1/portal/applications/batch", large)).code is Code.REQUEST_INVALID
    huge = school.call("POST", "/v1/portal/applications/batch", Oversized(content=b"x" * BATCH_BODY_BYTES))
    assert (huge.status_code, problem_of(huge).code) == (413, Code.REQUEST_TOO_LARGE)


class Oversized(msgspec.Struct):
    """A body that is larger than any batch may be."""

    content: bytes
