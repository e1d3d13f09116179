"""Every screen of the staff application in both languages, two schemes and three sizes: nothing is cut off or covered."""

import itertools
from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QListWidget

from citycard_app.demo_data import NEWCOMER, OFFLINE_NEWCOMER, TALK
from domain.errors import Code
from domain.events import LoadUnknown, SignedIn, StaffSignedIn
from domain.wire import OutcomeStatus
from tests.qt.terminal_rig import Desk, live
from tests.qt.test_terminal_batch import in_hand_out, open_batches, read, tap
from tests.qt.test_terminal_loads import load, open_list, to_birthday, torn_at_the_kiosk
from tests.qt.test_terminal_outreach import open_task, to_application
from tests.qt.test_terminal_work_list import open_list as open_work_list
from tests.qt.test_terminal_work_list import said
from tests.station.test_batch_file import HEADER, pupil
from tests.station.test_counter_desks import take_in
from ui.i18n import LANGUAGES, SOURCE, set_language
from ui.layout_check import Finding, check_layout
from ui.theme import Scheme

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
_TOUCH_PX = 32
LONGEST = ("card_unknown", "application_differs", "clock_implausible", "virtual_code_used", "staff_not_allowed")
"""Anomalies with the most words."""


def _sign_in_with_errors(desk: Desk) -> None:
    desk.put("clerk")
    for _ in range(2):
        desk.try_pin("000000")


def _locked(desk: Desk) -> None:
    desk.put("clerk")
    for _ in range(6):
        desk.try_pin("000000")
        desk.clock.advance(60)
        desk.until(lambda: desk.window._sign_in.staff is not None and desk.window._sign_in.staff.wait_s == 0)
    desk.until(lambda: not desk.shown("terminal.sign_in.pin"))
    desk.enter()


def _issue_refused(desk: Desk) -> None:
    desk.sign_in()
    desk.put("random")


def _form_with_errors(desk: Desk) -> None:
    desk.sign_in()
    desk.put("blank1")
    desk.until(lambda: desk.shown("terminal.issue.name"))
    desk.window._issue._particulars.is_right()
    desk.take_away()


def _kinds(desk: Desk) -> None:
    desk.sign_in()
    desk.put("blank1")
    desk.particulars(OFFLINE_NEWCOMER, "resident")
    desk.take_away()
    desk.key(Qt.Key.Key_F12)


def _helpers(desk: Desk) -> None:
    desk.sign_in()
    desk.put("blank1")
    desk.particulars(OFFLINE_NEWCOMER, "resident", "by_proxy", "representative_consent")
    desk.enter()
    desk.window._issue._helpers._may_complete()


def _signature(desk: Desk) -> None:
    desk.sign_in()
    desk.put("blank1")
    desk.particulars(NEWCOMER, "city_employee")
    desk.settle()
    desk.write("2")


def _photo(desk: Desk) -> None:
    _signature(desk)
    desk.write("1")
    desk.enter()
    desk.window._issue._photo.view.set_picture(Image.new("RGB", (600, 800), "#C08060"))
    desk.window._issue._photo.retranslate()
    desk.window._issue._photo._banner.show_code(Code.PHOTO_TOO_SMALL, width=210, height=270)


def _face(desk: Desk) -> None:
    _photo(desk)
    desk.enter()
    desk.window._issue._face._banner.show_code(Code.PRINTER_EMPTY)


def _issued_offline(desk: Desk) -> None:
    desk.sign_in()
    desk.go_offline()
    desk.put("blank1")
    desk.particulars(NEWCOMER, "resident", "lives_here")
    desk.settle()
    desk.enter()
    desk.until(lambda: desk.shown("terminal.issue.result"))


def _bind(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F3)
    desk.put("reader")
    desk.until(lambda: desk.shown("terminal.bind.card"))
    desk.put("lost")


def _activities(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F4)
    desk.until(lambda: desk.find("terminal.event.activities", QListWidget).count() == 3)


def _tapped(desk: Desk) -> None:
    _activities(desk)
    desk.enter()
    for card in ("senior", "visitor", "lost", "reader", "visitor"):
        desk.put(card)
    desk.until(lambda: len(desk.window._tasks["event"]._board.taps._taps) == 5)  # type: ignore[attr-defined]


def _signed_out_of_activity(desk: Desk) -> None:
    _activities(desk)
    desk.enter()
    taps = desk.window._tasks["event"]._board.taps._taps  # type: ignore[attr-defined]
    desk.put("senior")
    desk.until(lambda: len(taps) == 1)
    desk.pass_time(3900)
    desk.put("senior")
    desk.until(lambda: len(taps) == 2)


def _patron(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F5)
    desk.put("reader")
    desk.until(lambda: desk.shown("terminal.library.number"))


def _no_patron(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F5)
    desk.put("suspended")
    desk.until(lambda: desk.shown("terminal.library.banner"))


def _load(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F6)
    to_birthday(desk, amount="2")
    desk.key(Qt.Key.Key_Escape)


def _load_birthday(desk: Desk) -> None:
    _load(desk)
    desk.enter()
    desk.write("0230")
    desk.enter()


def _own_amount_wrong(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F6)
    desk.put("purse")
    desk.until(lambda: desk.shown("terminal.load.amount"))
    desk.write("4")
    desk.enter()
    desk.write("9999")
    desk.enter()


def _loaded(desk: Desk) -> None:
    desk.sign_in()
    desk.key(Qt.Key.Key_F6)
    load(desk)


def _load_unknown(desk: Desk) -> None:
    desk.city.purse.leave_in_commit("during_old")
    _loaded(desk)


def _load_offline(desk: Desk) -> None:
    assert desk.city.purse.value_ntd == 0
    desk.sign_in()
    desk.go_offline()
    desk.key(Qt.Key.Key_F6)
    desk.put("purse")
    desk.until(lambda: desk.shown("terminal.load.banner"))


def _open_loads(desk: Desk) -> None:
    desk.sign_in("supervisor")
    desk.take_away()
    torn_at_the_kiosk(desk, "during_new")
    open_list(desk)


def _load_case(desk: Desk) -> None:
    _open_loads(desk)
    desk.enter()


def _case_settled(desk: Desk) -> None:
    _open_loads(desk)
    desk.put("purse")
    desk.until(lambda: desk.focus() == "terminal.load_case.resolve")
    desk.enter()
    desk.until(lambda: desk.shown("terminal.load_case.done"))


def _settle(desk: Desk) -> None:
    _load_case(desk)
    desk.key(Qt.Key.Key_F11)
    desk.write("1")
    desk.enter()
    desk.enter()


def _settle_warning(desk: Desk) -> None:
    _settle(desk)
    desk.write("持卡人已遺失卡片")
    desk.enter()


def _work_list(desk: Desk) -> None:
    desk.sign_in()
    desk.put("senior")
    medium = desk.station.digest(desk.city.medium("senior"))
    for anomalies in (["stock_differs"], ["staff_not_allowed", "application_closed", "provisional_refused", "load_not_proven"]):
        said(desk, SignedIn(activity=TALK, walk_in=True), *anomalies, medium=medium)
    said(desk, StaffSignedIn(), "event_signature", status=OutcomeStatus.REJECTED)
    desk.station._context.journal.record_offset(-48 * 3_600_000)
    said(desk, LoadUnknown(load=UUID(int=1)), *LONGEST, medium=medium)
    open_work_list(desk)


def _work_case(desk: Desk) -> None:
    _work_list(desk)
    desk.enter()


def _work_list_empty(desk: Desk) -> None:
    desk.sign_in("supervisor")
    open_work_list(desk)


def _work_announced(desk: Desk) -> None:
    said(desk, StaffSignedIn(), "clock_implausible")
    desk.sign_in()


def _batch_file(desk: Desk) -> None:
    desk.sign_in()
    open_batches(desk)
    rows = [pupil(1), pupil(2, 身分證字號="A123456780"), pupil(3, 行政區="信義區"), pupil(4, 卡別="金卡")]
    read(desk, desk.city.directory / "名單.csv", [HEADER, *rows])


def _hand_out(desk: Desk) -> None:
    in_hand_out(desk, desk.city.directory)
    tap(desk, 1)
    desk.until(lambda: desk.shown("terminal.hand_out.banner"))
    desk.key(Qt.Key.Key_F12)


def _apply(desk: Desk) -> None:
    desk.sign_in()
    to_application(desk, NEWCOMER)
    desk.key(Qt.Key.Key_F12)


def _stock(desk: Desk) -> None:
    desk.sign_in("supervisor")
    take_in(desk.city, desk.station, 25)
    open_task(desk, Qt.Key.Key_F3, "terminal.outreach")
    open_task(desk, Qt.Key.Key_F11, "terminal.stock")
    desk.until(lambda: desk.shown("terminal.stock.levels"))
    desk.key(Qt.Key.Key_F12)


def _shift(desk: Desk) -> None:
    desk.sign_in()
    open_task(desk, Qt.Key.Key_F8, "terminal.shift")
    desk.until(lambda: desk.shown("terminal.shift.open"))
    desk.key(Qt.Key.Key_F12)
    desk.until(lambda: desk.shown("terminal.shift.cash"))
    desk.write("990")
    desk.key(Qt.Key.Key_F12)


SCREENS: dict[str, Callable[[Desk], None]] = {
    "sign_in": lambda desk: None,
    "sign_in_with_errors": _sign_in_with_errors,
    "locked": _locked,
    "issue_refused": _issue_refused,
    "form_with_errors": _form_with_errors,
    "kinds": _kinds,
    "helpers": _helpers,
    "signature": _signature,
    "photo": _photo,
    "face": _face,
    "issued_offline": _issued_offline,
    "bind": _bind,
    "activities": _activities,
    "tapped": _tapped,
    "signed_out_of_activity": _signed_out_of_activity,
    "patron": _patron,
    "no_patron": _no_patron,
    "load": _load,
    "load_birthday": _load_birthday,
    "own_amount_wrong": _own_amount_wrong,
    "loaded": _loaded,
    "load_unknown": _load_unknown,
    "load_offline": _load_offline,
    "open_loads": _open_loads,
    "load_case": _load_case,
    "case_settled": _case_settled,
    "settle": _settle,
    "settle_warning": _settle_warning,
    "work_list": _work_list,
    "work_case": _work_case,
    "work_list_empty": _work_list_empty,
    "work_announced": _work_announced,
    "batch_file": _batch_file,
    "hand_out": _hand_out,
    "apply": _apply,
    "stock": _stock,
    "shift": _shift,
}


def cut_off(
    desk: Desk,
    schemes: Sequence[Scheme] = (Scheme.LIGHT, Scheme.DARK),
    sizes: Sequence[tuple[int, int]] = SIZES,
) -> list[tuple[str, Finding]]:
    """What is wrong with what the window shows, in any language and size; also for tests that come by a screen.

    The languages take turns with the schemes, whose colours move nothing, and to wear another takes longer than all the rest.
    """
    desk.window._idle.stop()
    desk.window.setUpdatesEnabled(False)  # How it is painted says nothing about places.
    found = []
    for language, scheme in zip(LANGUAGES, itertools.cycle(schemes), strict=False):
        set_language(language)
        desk.window.set_scheme(scheme)
        for width, height in sizes:
            desk.window.resize(width, height)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            live(0.03)
            where = f"{language} {scheme} {width}x{height}"
            found += [(where, each) for each in check_layout(desk.window, least_touch_px=_TOUCH_PX)]
            assert (desk.window.width(), desk.window.height()) == (width, height)
    set_language(SOURCE)
    desk.window.setUpdatesEnabled(True)
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_is_cut_off(desk: Desk, screen: str) -> None:
    SCREENS[screen](desk)
    assert cut_off(desk) == []


def test_every_control_has_a_name_of_its_own_and_words_for_assistive_technology(desk: Desk) -> None:
    _kinds(desk)
    desk.key(Qt.Key.Key_F5)
    controls = [
        each
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for each in desk.window.findChildren(kind)
        if not each.isHidden() and not isinstance(each.parentWidget(), QComboBox) and each.objectName() != "qt_spinbox_lineedit"
    ]
    assert controls
    for each in controls:
        assert each.objectName().startswith("terminal."), each
        words = each.accessibleName() or (each.text() if isinstance(each, QAbstractButton) else "")
        assert words, each.objectName()
    names = [each.objectName() for each in controls]
    assert len(names) == len(set(names))
