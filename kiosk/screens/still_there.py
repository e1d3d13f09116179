"""Nobody has touched the screen for a while."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.page import Page
from kiosk.states import StillThere, Touch
from ui.widgets import PrimaryButton, Text


class StillTherePage(Page[StillThere]):
    """`kiosk.still_there`; button `stay`, and any other touch does the same."""

    name = "still_there"
    public = True
    beside = False

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._question = Text("display", strong=True, align=Qt.AlignmentFlag.AlignHCenter)
        self._left = Text("title", "soft", align=Qt.AlignmentFlag.AlignHCenter)
        self._left.setObjectName("kiosk.still_there.left")
        self.say_box.addWidget(self._question)
        self.say_box.addWidget(self._left)
        self._stay = PrimaryButton()
        self.pressing(self._stay, "stay", Touch)
        self.act_box.addWidget(self._stay)

    def fill(self, state: StillThere) -> None:
        """Texts."""
        self._question.setText(self.tr("還需要一點時間嗎？"))
        self._left.setText(self.tr("{seconds} 秒後結束，並清除畫面。").format(seconds=state.left_s))
        self._stay.setText(self.tr("繼續使用"))
