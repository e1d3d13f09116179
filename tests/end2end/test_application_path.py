"""One application's whole way: counter → registers → 分派 → two agencies at their screens → approved → the card in the hand."""

from uuid import uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt

from central import admin, audit
from citycard_app.demo_data import CARDS, DEMO_PIN
from domain.cards import CardState
from domain.events import CardIssued
from domain.office_calls import OfficeCall
from domain.sealing import seal
from domain.wire_applications import ApplicationDocument, ApplicationRequest, ApplicationResponse
from terminal.issue_form import At
from terminal.reviews_task import ReviewsTask
from tests.central.application_rig import LOVE_FACTS, LOVE_PAPERS, Office, papers, picture
from tests.qt.conftest import _source_language, qapp  # noqa: F401 (fixtures)
from tests.qt.office_rig import answered, banner, column, task
from tests.qt.terminal_rig import Desk, closed_desk, desk  # noqa: F401 (fixtures)
from tests.qt.test_terminal_issue_papers import result
from tests.qt.test_terminal_issue_scans import at, show, told
from ui.outcome import OutcomeKind

SUBMIT = OfficeCall("/v1/applications/submit", ApplicationRequest, ApplicationResponse)
DOCUMENT = OfficeCall("/v1/applications/document", ApplicationDocument, ApplicationResponse)
TRANSPORT_CARD = "blank3"
"""The second agency's reviewer signs in with what is a blank card elsewhere."""


def review(desk: Desk, card: str, receipt: str, facts: tuple[str, ...], not_theirs: tuple[str, ...]) -> None:  # noqa: F811
    """A reviewer opens the application, sees what is their agency's business, and approves; all by keyboard."""
    desk.until(lambda: desk.station.staff.recognise(CARDS[card].medium).staff)
    desk.sign_in(card)
    desk.take_away()
    reviews = task(desk, "reviews", ReviewsTask)
    desk.until(lambda: column(reviews.list, 1) == [receipt])
    answered(desk, reviews)
    desk.enter()
    desk.until(lambda: reviews.case.case is not None and not reviews.asking)
    shown = reviews.case._facts.full_text()
    assert all(words in shown for words in facts)
    assert not any(words in shown for words in not_theirs)
    desk.write("1")
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: f"已核准 {receipt}" in banner(reviews))
    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: desk.station.staff.session is None)


@pytest.mark.usefixtures("qapp")
def test_an_application_goes_from_the_counter_through_two_agencies_to_the_card(desk: Desk) -> None:  # noqa: F811
    platform = desk.city.platform.platform
    admin.add_staff(
        platform,
        "D009",
        name="示範交通",
        roles=["reviewer"],
        medium=CARDS[TRANSPORT_CARD].medium,
        pin=DEMO_PIN,
        agency="demo_transport",
    )
    office, who = Office(platform), papers(1, facts=LOVE_FACTS)
    desk.sign_in("clerk")
    desk.take_away()
    station = desk.station
    key = station.office.sealing_key()
    request = ApplicationRequest(
        op_id=station.office.new_op_id(),
        card_kind="love",
        carrier="easycard",
        sealed=seal(key, msgspec.json.encode(who)),
        consents=["issue@1"],
        documents_seen=list(LOVE_PAPERS),
    )
    taken = station.office.ask(SUBMIT, request)
    assert station.office.ask(SUBMIT, request).application == taken.application
    copy = ApplicationDocument(
        op_id=uuid4(), application=taken.application, name="disability_certificate", sealed=seal(key, picture())
    )
    station.office.ask(DOCUMENT, copy)
    desk.key(Qt.Key.Key_F9)
    desk.until(lambda: station.staff.session is None)
    office.check()
    assert office.state(taken.application) == "dispatched"
    review(desk, "reviewer", taken.receipt, (who.national_id, "身心障礙證明（已查核）"), (who.district,))
    assert office.state(taken.application) == "under_review"
    review(desk, TRANSPORT_CARD, taken.receipt, (who.name, who.district), (who.national_id,))
    assert office.state(taken.application) == "approved"
    handed_over(desk, taken.receipt)
    assert office.state(taken.application) == "collected"
    medium = station.digest(CARDS["blank1"].medium)
    assert audit.facts(platform.store.engine).cards[medium].state == CardState.ACTIVE.value


def handed_over(desk: Desk, receipt: str) -> None:  # noqa: F811
    """The person is back with their receipt: its QR fills in the form, and a blank card becomes theirs."""
    desk.until(lambda: desk.station.staff.recognise(CARDS["clerk"].medium).staff)
    desk.sign_in("clerk")
    desk.take_away()
    desk.key(Qt.Key.Key_F2)
    show(desk, receipt)
    desk.until(lambda: "已帶出網路申請" in told(desk))
    desk.put("blank1")
    desk.until(lambda: at(desk) is At.PARTICULARS)
    while at(desk) is not At.KIND:
        desk.enter()
    desk.enter()
    for digits in ("12", "1", "1"):
        desk.write(digits)
        desk.enter()
    desk.write("1")
    desk.enter()
    assert result(desk).kind() is OutcomeKind.GOOD
    (event,) = desk.events("card.issued")
    assert isinstance(event.payload, CardIssued)
    assert (event.payload.card_kind, event.payload.provisional) == ("love", False)
