"""The pieces that screens are made of, as a person meets them."""

from datetime import date
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from domain.errors import Code, Refused
from ui import icons
from ui.amounts import money_text, points_text
from ui.i18n import set_language
from ui.layout_check import check_layout
from ui.messages import Words
from ui.stylesheet import apply_theme
from ui.theme import Scheme, Theme, counter_theme, kiosk_theme
from ui.widgets import (
    BusyOverlay,
    CardSlot,
    CheckBox,
    ChoiceButton,
    ComboBox,
    DateField,
    DemoRibbon,
    FieldRow,
    IconButton,
    NumPad,
    OutcomeBanner,
    OutcomeIcon,
    OutcomeKind,
    Panel,
    PrimaryButton,
    QrView,
    QuietButton,
    Rail,
    Screen,
    SecondaryButton,
    StatusLine,
    StatusValues,
    Text,
    Towards,
)


def _shown(qtbot, widget: QWidget, theme: Theme | None = None, size: tuple[int, int] = (640, 480)) -> QWidget:  # type: ignore[no-untyped-def]
    qtbot.addWidget(widget)
    apply_theme(widget, theme or counter_theme())
    widget.resize(*size)
    widget.show()
    QApplication.processEvents()
    return widget


def _pillow(image: QImage) -> Image.Image:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return Image.frombytes("L", (grey.width(), grey.height()), bytes(grey.constBits()), "raw", "L", grey.bytesPerLine())


class _Gallery(Screen):
    """Everything in one window."""

    def __init__(self) -> None:
        super().__init__()
        self.ribbon, self.rail, self.status = DemoRibbon(), Rail(), StatusLine()
        self.ribbon.set_demo(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        outer.addWidget(self.ribbon)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        body = self.grid(QVBoxLayout(), gap=2, margin=2)
        middle.addWidget(self.rail)
        middle.addLayout(body, 1)
        self.title = Text("display", strong=True)
        self.banner = OutcomeBanner()
        panel = Panel()
        form = self.grid(QGridLayout(), gap=2)
        self.name, self.birthday, self.district = FieldRow(QLineEdit()), DateField(), FieldRow(ComboBox())
        form.addWidget(self.name, 0, 0)
        form.addWidget(self.birthday, 0, 1)
        form.addWidget(self.district, 1, 0)
        self.tick = CheckBox()
        form.addWidget(self.tick, 1, 1)
        panel.body.addLayout(form)
        self.name.set_error(Code.NATIONAL_ID_FORMAT)
        self.birthday.edit.setText("740105")
        buttons = self.grid(QHBoxLayout(), gap=1)
        self.back, self.other, self.go = QuietButton("back"), SecondaryButton("card"), PrimaryButton("check")
        for button in (self.back, self.other, self.go):
            buttons.addWidget(button)
        panel.body.addLayout(buttons)
        self.choice = ChoiceButton()
        for widget in (self.title, self.banner, panel, self.choice):
            body.addWidget(widget)
        body.addStretch(1)

    def retranslate(self) -> None:
        self.title.setText("核發市民卡")
        self.rail.set_tasks([("issue", "核發卡片"), ("bind", "綁定卡片")])
        self.rail.set_current("issue")
        self.banner.show_code(Code.STATION_REVOKED)
        for row, words in ((self.name, "姓名"), (self.birthday, "出生日期"), (self.district, "行政區")):
            row.set_label(words)
        self.tick.setText("法定代理人同意")
        self.back.setText("上一步")
        self.other.setText("換一張卡片")
        self.go.setText("核發一般卡")
        self.choice.set_words(money_text(50), points_text(50))
        self.status.set_values(
            StatusValues(
                connection="degraded",
                queue=1200,
                oldest_unsent_s=90_000,
                attention=3,
                attention_key="Ctrl+F7",
                reader="ACR122U",
                reader_ready=True,
            )
        )


@pytest.mark.parametrize("language", ["zh_TW", "en"])
@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_everything_is_readable_in_every_scheme_and_at_200_percent(
    qtbot, language: str, scheme: Scheme, text_scale: float
) -> None:  # type: ignore[no-untyped-def]
    set_language(language)
    size = (round(1024 * text_scale), round(768 * text_scale))
    page = _shown(qtbot, _Gallery(), counter_theme(scheme=scheme, text_scale=text_scale), size)
    assert check_layout(page, least_touch_px=24) == []


@pytest.mark.parametrize("width", [220, 400, 900])
def test_an_error_beside_its_field_is_never_clipped(qtbot, width: int) -> None:  # type: ignore[no-untyped-def]
    window = QWidget()
    column = QVBoxLayout(window)
    row = FieldRow(QLineEdit())
    row.set_label("身分證統一編號")
    column.addWidget(row)
    column.addStretch(1)
    _shown(qtbot, window, size=(width, 400))
    row.set_note("例如 A123456789")
    assert (row.error(), row.error_text()) == (None, "")
    row.set_error(Code.NATIONAL_ID_FORMAT)
    QApplication.processEvents()
    assert check_layout(window) == []
    assert row.error_text().startswith("身分證號碼的格式不對。應為")
    assert row.input.accessibleDescription() == row.error_text()
    assert row.input.property("wrong") is True
    row.set_error(None)
    assert row.input.property("wrong") is False
    assert row.input.accessibleDescription() == "例如 A123456789"


def test_a_date_is_shown_as_understood(qtbot) -> None:  # type: ignore[no-untyped-def]
    field = DateField()
    _shown(qtbot, field)
    changes: list[str] = []
    field.changed.connect(lambda: changes.append(field.text()))
    QTest.keyClicks(field.edit, "74/1/5")
    assert field.value() == date(1985, 1, 5)
    assert field.input.accessibleDescription() == "民國74年1月5日 (1985)"
    assert changes[-1] == "74/1/5"
    field.edit.setText("74/13/5")
    assert field.error() is None, "nobody is corrected while still typing"
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.error() is Code.DATE_FORMAT
    assert field.value() is None


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("text", ["7K3M-2Q9X", "https://card.example.tw/r/7K3M-2Q9X?points=50&ntd=50", "市民卡收據 " * 8])
def test_a_qr_code_on_the_screen_can_be_scanned(qtbot, scheme: Scheme, text: str) -> None:  # type: ignore[no-untyped-def]
    window = QWidget()
    column = QVBoxLayout(window)
    view = QrView()
    view.set_text(text)
    column.addWidget(view)
    _shown(qtbot, window, counter_theme(scheme=scheme), (400, 400))
    found = zxingcpp.read_barcodes(_pillow(window.grab().toImage()))
    assert [code.text for code in found] == [text]


def test_a_text_too_long_for_a_qr_code_is_refused(qtbot) -> None:  # type: ignore[no-untyped-def]
    view = QrView()
    qtbot.addWidget(view)
    with pytest.raises(ValueError, match="3000"):
        view.set_text("x" * 3000)


def test_outcomes_differ_without_colour(qtbot) -> None:  # type: ignore[no-untyped-def]
    pictures = []
    for kind in OutcomeKind:
        icon = OutcomeIcon(kind, lines=4)
        _shown(qtbot, icon, size=(80, 80))
        pictures.append(_pillow(icon.grab().toImage()).point(lambda level: 255 if level > 200 else 0).tobytes())
    for one, other in ((0, 1), (1, 2), (0, 2)):
        differing = sum(a != b for a, b in zip(pictures[one], pictures[other], strict=True))
        assert differing > len(pictures[one]) * 0.08


def test_a_banner_shows_words_an_error_and_nothing(qtbot) -> None:  # type: ignore[no-untyped-def]
    banner = OutcomeBanner()
    _shown(qtbot, banner)
    banner.show_words(OutcomeKind.GOOD, lambda: Words("卡片已核發", "請交給持卡人。"))
    assert (banner.kind(), banner.title(), banner.what_to_do()) == (OutcomeKind.GOOD, "卡片已核發", "請交給持卡人。")
    banner.show_error(Refused(Code.AMOUNT_OVER_BALANCE, points=1250))
    assert (banner.kind(), banner.what_to_do()) == (OutcomeKind.ATTENTION, "請選擇較小的金額。目前可兌換 1,250 點。")
    banner.show_code(Code.CARD_BLOCKED)
    assert banner.kind() is OutcomeKind.STOP
    at_a_kiosk = OutcomeBanner(banner, citizen=True)
    at_a_kiosk.show_code(Code.READER_LOST)
    assert at_a_kiosk.what_to_do() == "請改用另一台自助機，或到櫃檯辦理。"
    banner.clear()
    assert banner.kind() is None
    assert banner.isHidden()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (StatusValues(connection="online", reader="ACR122U", reader_ready=True), "已連線  待傳 0  讀卡機 ACR122U"),
        (StatusValues(connection="starting", downloading=37, reader="R", reader_ready=True), "下載資料 37%  待傳 0  讀卡機 R"),
        (StatusValues(connection="online", downloading=0, reader="R", reader_ready=True), "下載資料…  待傳 0  讀卡機 R"),
        (StatusValues(connection="offline", downloading=37), "離線，照常受理  待傳 0  讀卡機未就緒"),
        (StatusValues(connection="revoked", queue=3, oldest_unsent_s=40), "本站已停權  待傳 3，最久 40 秒  讀卡機未就緒"),
        (
            StatusValues(
                connection="offline", attention=2, reader_imitated=True, reader_ready=True, demo=True, operator="王○明"
            ),
            "離線，照常受理  待傳 0  待處理 2  模擬讀卡機  示範  王○明",
        ),
    ],
)
def test_the_status_line_says_it_in_words(qtbot, values: StatusValues, expected: str) -> None:  # type: ignore[no-untyped-def]
    line = StatusLine()
    _shown(qtbot, line, size=(1024, 40))
    line.set_values(values)
    QApplication.processEvents()
    assert line.text() == expected
    assert line.accessibleName() == expected
    assert check_layout(line) == []


def test_the_rail_answers_to_clicks_and_keys(qtbot) -> None:  # type: ignore[no-untyped-def]
    rail = Rail()
    rail.set_tasks([("issue", "核發卡片"), ("event", "活動簽到")])
    _shown(qtbot, rail)
    rail.activateWindow()
    chosen: list[str] = []
    rail.chosen.connect(chosen.append)
    QTest.keyClick(rail, Qt.Key.Key_F2)
    assert (chosen, rail.current()) == (["event"], "event")
    buttons = rail.findChildren(QPushButton)
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert (chosen, rail.current()) == (["event", "issue"], "issue")
    assert buttons[1].accessibleName() == "活動簽到 F2"
    rail.set_tasks([("library", "圖書館")])
    QTest.keyClick(rail, Qt.Key.Key_F1)
    assert chosen[-1] == "library"


def test_the_number_pad_types_into_its_field_and_leaves_it_the_focus(qtbot) -> None:  # type: ignore[no-untyped-def]
    window = QWidget()
    column = QVBoxLayout(window)
    field = QLineEdit(maxLength=4)
    pad = NumPad(field)
    column.addWidget(field)
    column.addWidget(pad)
    theme = kiosk_theme(px_per_mm=2.71)
    _shown(qtbot, window, theme, (600, 900))
    field.setFocus()
    digits: list[str] = []
    pad.digit.connect(digits.append)
    keys = {key.text() or key.accessibleName(): key for key in pad.findChildren(QPushButton)}
    for each in "01059":
        QTest.mouseClick(keys[each], Qt.MouseButton.LeftButton)
    assert (field.text(), digits) == ("0105", list("01059"))
    QTest.mouseClick(keys["刪除一位數字"], Qt.MouseButton.LeftButton)
    assert field.text() == "010"
    QTest.mouseClick(keys["清除"], Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert QApplication.focusWidget() in (field, None)
    assert check_layout(pad, least_touch_px=theme.sizes.touch, least_gap_px=theme.sizes.gap) == []


def test_enter_presses_a_button_once_however_long_it_is_held(qtbot) -> None:  # type: ignore[no-untyped-def]
    button = PrimaryButton()
    _shown(qtbot, button)
    presses: list[int] = []
    button.clicked.connect(lambda: presses.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter)
    assert len(presses) == 2


def test_an_overlay_takes_clicks_and_keys(qtbot) -> None:  # type: ignore[no-untyped-def]
    window = QWidget()
    column = QVBoxLayout(window)
    button = PrimaryButton()
    button.setText("核發卡片")
    column.addWidget(button)
    overlay = BusyOverlay(window)
    _shown(qtbot, window, counter_theme(reduced_motion=True))
    presses: list[int] = []
    button.clicked.connect(lambda: presses.append(1))
    overlay.start("正在寫入…")
    assert overlay.geometry() == window.rect()
    assert window.childAt(button.mapTo(window, QPoint(5, 5))) is not button
    assert not overlay._timer.isActive(), "no motion when none is wanted"
    window.resize(700, 500)
    assert overlay.geometry() == window.rect()
    overlay.stop()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert presses == [1]


@pytest.mark.parametrize("towards", Towards)
def test_the_card_goes_to_the_reader_in_150_ms_or_at_once(qtbot, towards: Towards) -> None:  # type: ignore[no-untyped-def]
    slot = CardSlot(towards)
    _shown(qtbot, slot, counter_theme(), (300, 300))
    waiting = slot.grab().toImage()
    slot.set_present(True)
    assert slot._move.duration() == 150
    qtbot.waitUntil(lambda: slot.property("travel") == 1.0)
    assert slot.is_present()
    assert slot.grab().toImage() != waiting
    still = CardSlot(towards)
    _shown(qtbot, still, counter_theme(reduced_motion=True), (300, 300))
    still.set_present(True)
    assert still.property("travel") == 1.0


def test_the_four_directions_look_different(qtbot) -> None:  # type: ignore[no-untyped-def]
    pictures = set()
    for towards in Towards:
        slot = CardSlot(towards)
        _shown(qtbot, slot, size=(200, 200))
        pictures.add(_pillow(slot.grab().toImage()).tobytes())
    assert len(pictures) == len(Towards)


def test_icons_are_all_there_and_take_the_colour(qapp: QApplication) -> None:
    folder = Path(__file__).parents[2] / "assets" / "icons"
    assert sorted(path.stem for path in folder.glob("*.svg")) == sorted(icons.NAMES)
    for name in icons.NAMES:
        image = icons.pixmap(name, "#B3261E", 24).toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        }
        assert colours == {"#b3261e"}, name


def test_an_icon_button_says_what_it_does(qtbot) -> None:  # type: ignore[no-untyped-def]
    button = IconButton("language")
    _shown(qtbot, button)
    button.say("切換語言")
    assert (button.accessibleName(), button.toolTip()) == ("切換語言", "切換語言")


def test_a_long_line_ends_in_dots_with_the_whole_as_tool_tip(qtbot) -> None:  # type: ignore[no-untyped-def]
    line = Text(elide=True)
    words = "讀卡機 ACS ACR122U PICC Interface 00 00"
    line.setText(words)
    _shown(qtbot, line, size=(120, 30))
    assert line.text().endswith("…")
    assert (line.toolTip(), line.full_text()) == (words, words)
    line.resize(600, 30)
    assert (line.text(), line.toolTip()) == (words, "")
