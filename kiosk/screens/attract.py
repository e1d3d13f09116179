"""Nobody is here: what this kiosk is for, where the card goes, and every other language in its own words."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import EvenGrid
from kiosk.states import Attract
from ui.i18n import KIOSK_LANGUAGES, current_language
from ui.theme import theme_of
from ui.widgets import CardSlot, SecondaryButton, Text, Towards

_SLOT_PART = 0.62
"""Part of the page's shorter side that the picture takes."""
_ROOM_FOR_SLOT = 8.5
"""Height of a low page, in touch targets, that has room for the picture besides words and languages."""


class AttractPage(Page[Attract]):
    """`kiosk.attract`; buttons `zh_TW`, `en`, `vi`, `id`, save the current one's."""

    name = "attract"
    say_part = 0.7

    def __init__(
        self, programme: Callable[[], Programme], towards: Towards, *, codes: bool, parent: QWidget | None = None
    ) -> None:
        """`codes`: a phone can be shown instead of a card."""
        super().__init__(programme, parent)
        self._codes = codes
        self._offline = self._imitated = False
        self._downloading: int | None = None
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title = Text("display", strong=True, align=middle)
        self._what = Text("title", "soft", align=middle)
        self._phone_note = Text("body", "soft", align=middle)
        self._offline_note = Text("body", "attention", strong=True, align=middle)
        self._imitated_note = Text("small", "soft", align=middle)
        self._download_note = Text("small", "soft", align=middle)
        for text in (self._title, self._what, self._phone_note, self._offline_note, self._imitated_note, self._download_note):
            self.say_box.addWidget(text)
        self._slot = CardSlot(towards)
        self._languages = {language: SecondaryButton() for language in KIOSK_LANGUAGES}
        self._choices = EvenGrid(4)
        for language, button in self._languages.items():
            button.setObjectName(f"kiosk.attract.{language}")
            button.clicked.connect(lambda _=False, language=language: self.prefers.emit(language))
            self._choices.add(button)
        self.act_box.addWidget(self._slot)
        self.act_box.addWidget(self._choices)

    def steady(self) -> list[QWidget]:
        """The languages."""
        return [self._choices]

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """Lying, the languages stand below what is said, beside the picture; in reach mode below a smaller picture."""
        beside = lying and not reach
        for box in (self.say_box, self.act_box):
            box.removeWidget(self._choices)
        if beside:
            self.say_box.insertWidget(3, self._choices)
        else:
            self.act_box.addWidget(self._choices)
        shorter, touch = min(self.width(), self.height()), theme_of(self).sizes.touch
        low = lying and reach
        self._slot.setFixedHeight(2 * touch if low else max(round(shorter * _SLOT_PART), 2 * touch))
        self._slot.setVisible(not low or self.height() >= _ROOM_FOR_SLOT * touch)

    def place(self) -> None:
        """The picture grows with the page."""
        self.arranged()
        super().place()

    def set_station(self, *, offline: bool, imitated: bool, downloading: int | None = None) -> None:
        """How the station stands: platform away, reader only imitated, a download of everything under way (per cent)."""
        self._offline, self._imitated, self._downloading = offline, imitated, None if offline else downloading
        self.retranslate()
        self.place()

    def fill(self, state: Attract) -> None:
        """Texts."""
        if state.take_card:
            self._title.setText(self.tr("請取回您的卡片"))
            self._what.setText(self.tr("畫面上的資料已經清除。"))
        else:
            self._title.setText(self.tr("請放上卡片"))
            self._what.setText(self.tr("把卡片留在讀卡機上，查點數、換儲值金。"))
        self._phone_note.setText(self.tr("也可以出示手機上的市民卡查詢。"))
        self._phone_note.setVisible(self._codes and not state.take_card)
        for language, button in self._languages.items():
            button.setText(KIOSK_LANGUAGES[language])
            button.setVisible(language != current_language())
        self._slot.set_present(state.take_card)
        self._slot.setAccessibleName(self.tr("讀卡機的位置"))
        self._offline_note.setText(self._without_platform())
        self._offline_note.setVisible(self._offline)
        self._imitated_note.setText(self.tr("沒有實體讀卡機，目前使用模擬的讀卡機。"))
        self._imitated_note.setVisible(self._imitated)
        downloading = self.tr("正在下載卡片資料（{percent}%）。") if self._downloading else self.tr("正在下載卡片資料。")
        self._download_note.setText(downloading.format(percent=self._downloading))
        self._download_note.setVisible(self._downloading is not None)

    def _without_platform(self) -> str:
        """What still works with no network, before anybody touches anything."""
        programme = self.programme()
        if not any(kind.redeemable for kind in programme.point_kinds):
            return self.tr("目前連不上平台：看不到點數，請稍後再來。")
        if any(purse.driver == "account" for purse in programme.purses):
            return self.tr("目前連不上平台：看不到點數，但可以先登記兌換。")
        return self.tr("目前連不上平台：看不到點數，也不能儲值，請稍後再來。")
