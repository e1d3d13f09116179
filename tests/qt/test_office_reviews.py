"""The reviewer at the real window: their own agency's applications, documents beside the papers, 補正, approval, refusal."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from central.access import record_reads
from terminal.reviews_task import ReviewsTask
from tests.central.application_rig import LOVE_FACTS, Office, papers, picture
from tests.qt.office_rig import alt, answered, banner, column, layout_faults, task
from tests.qt.terminal_rig import Desk
from ui.outcome import OutcomeIcon

DAY_S = 86_400


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk.city.platform.platform)


def applied(office: Office, number: int) -> UUID:
    """An application that two agencies have to review, with a copy of the certificate and a photo."""
    answer = office.love(number, facts=(*LOVE_FACTS, "indigenous"), address="示範路1號", phone="0912345678")
    office.document(answer.application, "disability_certificate", picture(size=(1200, 800)))
    office.document(answer.application, "photo")
    office.check()
    return answer.application


def open_list(desk: Desk) -> ReviewsTask:
    desk.sign_in("reviewer")
    desk.take_away()
    found = task(desk, "reviews", ReviewsTask)
    desk.until(lambda: column(found.list, 0))
    answered(desk, found)
    return found


def open_first(desk: Desk, reviews: ReviewsTask) -> None:
    desk.enter()
    desk.until(lambda: reviews.case.case is not None and not reviews.asking)


def test_an_agency_sees_its_own_business_and_late_ones_are_marked(desk: Desk, office: Office) -> None:
    applied(office, 1)
    desk.clock.advance(4 * DAY_S)
    office.submit(papers(2))
    office.check()
    reviews = open_list(desk)
    assert len(column(reviews.list, 0)) == 1
    assert column(reviews.list, 0)[0].startswith("已逾期")
    assert not reviews.list._cells.item(0, 0).icon().isNull()
    assert column(reviews.list, 3) == ["示○○號"]
    faults = layout_faults(desk, "list")
    open_first(desk, reviews)
    facts = reviews.case._facts.full_text()
    who = papers(1)
    assert all(words in facts for words in ("已逾期", who.name, who.national_id, "民國39年1月5日", "身心障礙證明（已查核）"))
    assert not any(words in facts for words in ("示範路", "0912", who.district, "原住民"))
    assert not any("照片" in button.text() for button in reviews.case._documents.values())
    desk.key(Qt.Key.Key_F7)
    desk.until(lambda: reviews.case.picture.isVisible() and not reviews.asking)
    before = reviews.case.picture.magnification()
    desk.key(Qt.Key.Key_Plus)
    assert reviews.case.picture.magnification() == pytest.approx(before * 1.25)
    desk.key(Qt.Key.Key_0)
    assert reviews.case.picture.magnification() == pytest.approx(before)
    reviews.case._decision.choose("supplement")
    faults += layout_faults(desk, "case")
    assert faults == []
    desk.key(Qt.Key.Key_Escape)
    assert reviews.case.case is None
    assert reviews.case._facts.full_text() == ""


def test_a_supplement_comes_back_and_is_approved(desk: Desk, office: Office) -> None:
    application = applied(office, 1)
    reviews = open_list(desk)
    open_first(desk, reviews)
    desk.write("2")
    desk.key(Qt.Key.Key_F12)
    assert reviews.case._reason.wrong() == "請寫理由，申請人看得到。"
    desk.write("證明模糊")
    reviews.case._wanted.choose("disability_certificate")
    desk.key(Qt.Key.Key_F12, times=2)
    desk.until(lambda: "補件" in banner(reviews))
    assert office.state(application) == "supplement"
    assert "證明模糊" in [step.note for step in office.progress(office.record(application).receipt).steps]
    assert column(reviews.list, 0) == []
    alt(desk, 2)
    desk.until(lambda: len(column(reviews.list, 0)) == 1)
    desk.clock.advance(120)
    office.act(application, "supply", documents_seen=["disability_certificate"])
    alt(desk, 1)
    desk.until(lambda: len(column(reviews.list, 0)) == 1)
    answered(desk, reviews)
    open_first(desk, reviews)
    desk.write("1")
    desk.key(Qt.Key.Key_F12, times=2)
    desk.until(lambda: "已核准" in banner(reviews))
    assert office.steps(application).count("review_approved") == 1


def test_a_refusal_is_asked_for_twice_and_a_reading_needs_its_reason(desk: Desk, office: Office) -> None:
    application = applied(office, 1)
    reviews = open_list(desk)
    reviews._reason.set_text("")
    desk.enter()
    assert reviews._reason.wrong().startswith("請寫查閱事由")
    desk.write("示範查核")
    desk.enter()
    desk.until(lambda: reviews.case.case is not None and not reviews.asking)
    reviews.case._decision.choose("refuse")
    reviews.case._reason.set_text("示範理由")
    desk.key(Qt.Key.Key_F12)
    assert "真的要拒絕" in banner(reviews)
    assert reviews.findChildren(OutcomeIcon)
    desk.key(Qt.Key.Key_Escape)
    assert reviews.case.case is not None
    assert office.state(application) == "dispatched"
    desk.key(Qt.Key.Key_F12)
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: "已拒絕" in banner(reviews))
    assert office.state(application) == "refused"
    with office.platform.store.read() as connection:
        record = office.record(application)
        reasons = {read.reason for read in record_reads.of_holder(connection, record.holder)}
    assert "示範查核" in reasons
