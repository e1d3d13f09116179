"""Nobody is here: what this kiosk is for, and where the card goes."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.states import Attract
from ui.theme import theme_of
from ui.widgets import CardSlot, Text, Towards

_SLOT_PART = 0.62
"""Part of the page's shorter side that the picture takes."""


class AttractPage(Page[Attract]):
    """`kiosk.attract`"""

    name = "attract"
    say_part = 0.56
    act_pressed = False

    def __init__(self, programme: Callable[[], Programme], towards: Towards, parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._offline = self._imitated = False
        self._downloading: int | None = None
        middle = Qt.AlignmentFlag.AlignHCenter
        self._title = Text("display", strong=True, align=middle)
        self._what = Text("title", "soft", align=middle)
        self._offline_note = Text("body", "attention", strong=True, align=middle)
        self._imitated_note = Text("small", "soft", align=middle)
        self._download_note = Text("small", "soft", align=middle)
        for text in (self._title, self._what, self._offline_note, self._imitated_note, self._download_note):
            self.say_box.addWidget(text)
        self._slot = CardSlot(towards)
        self.act_box.addWidget(self._slot)

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
        self._slot.set_present(state.take_card)
        self._slot.setAccessibleName(self.tr("讀卡機的位置"))
        self._offline_note.setText(self.tr("目前連不上平台：看不到點數，但可以先登記兌換。"))
        self._offline_note.setVisible(self._offline)
        self._imitated_note.setText(self.tr("沒有實體讀卡機，目前使用模擬的讀卡機。"))
        self._imitated_note.setVisible(self._imitated)
        downloading = self.tr("正在下載卡片資料（{percent}%）。") if self._downloading else self.tr("正在下載卡片資料。")
        self._download_note.setText(downloading.format(percent=self._downloading))
        self._download_note.setVisible(self._downloading is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the picture grows with the page."""
        side = round(min(self.width(), self.height()) * _SLOT_PART)
        self._slot.setFixedHeight(max(side, theme_of(self).sizes.touch * 2))
        super().resizeEvent(event)
