"""The card is being read, or the wish is being carried out: keep still."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from domain.programme import Programme
from kiosk.bind_states import Binding
from kiosk.endings import is_plastic
from kiosk.page import AnyState, Page
from kiosk.record_states import Opening
from kiosk.spoken import ALOUD
from kiosk.states import Reading, Working
from station.load_steps import LoadStep
from ui.amounts import money_text, points_text
from ui.busy import Busy
from ui.widgets import CardSlot, Text, Towards

_SLOT_PART = 0.36
"""Part of the page's shorter side that the picture takes."""


class _WaitPage(Page[AnyState]):
    """A card on the reader, what is being done, and that it goes on."""

    def __init__(self, programme: Callable[[], Programme], towards: Towards, parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._slot = CardSlot(towards)
        self._slot.set_present(True)
        self._title = Text("display", strong=True, align=middle)
        self._what = Text("title", "soft", align=middle)
        self._progress = Busy()
        self._progress.setObjectName(f"kiosk.{self.name}.progress")
        for widget in (self._slot, self._title, self._what, self._progress):
            self.say_box.addWidget(widget)
        self.act.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the picture grows with the page."""
        self._slot.setFixedHeight(round(min(self.width(), self.height()) * _SLOT_PART))
        super().resizeEvent(event)

    def say_words(self, title: str, what: str, *, aloud: str = "") -> None:
        """Show what is being done; `aloud`: without figures."""
        self._title.setText(title)
        self._what.setText(what)
        for text in (self._title, self._what):
            text.setProperty(ALOUD, aloud)
        self._progress.setAccessibleName(title)


class ReadingPage(_WaitPage[Reading]):
    """`kiosk.reading`"""

    name = "reading"

    def fill(self, state: Reading) -> None:
        """Texts."""
        if is_plastic(state.medium):
            self.say_words(self.tr("讀取卡片中…"), self.tr("請把卡片留在讀卡機上。"))
        else:
            self.say_words(self.tr("正在確認手機上的市民卡…"), self.tr("請稍候。"))
        self._slot.setVisible(is_plastic(state.medium))


class OpeningPage(_WaitPage[Opening]):
    """`kiosk.opening`"""

    name = "opening"

    def fill(self, state: Opening) -> None:
        """Texts; nothing of the person is shown."""
        on_phone = state.person.on_phone
        self.say_words(self.tr("正在打開您的紀錄…"), self.tr("請稍候。") if on_phone else self.tr("請把卡片留在讀卡機上。"))
        self._slot.setVisible(not on_phone)


class BindingPage(_WaitPage[Binding]):
    """`kiosk.binding`"""

    name = "binding"

    def fill(self, state: Binding) -> None:  # noqa: ARG002 (nothing of the person is shown)
        """Texts."""
        self.say_words(self.tr("正在加進您的帳戶…"), self.tr("請把卡片留在讀卡機上。"))


class WorkingPage(_WaitPage[Working]):
    """`kiosk.working`"""

    name = "working"

    def fill(self, state: Working) -> None:
        """Texts."""
        points = points_text(state.person.points_for(state.amount_ntd))
        if state.person.balance.on_card:
            amount = money_text(state.amount_ntd)
            doing = self._doing(state.step)
            what = self.tr("正在儲值 {amount}").format(amount=amount) if doing is None else f"{doing[0]}/3  {doing[1]}"
            self.say_words(self.tr("請勿移開卡片"), what, aloud=self.tr("正在寫進卡片…"))
        else:
            exchanging = self.tr("正在兌換 {points}…").format(points=points)
            self.say_words(exchanging, self.tr("請勿移開卡片。"), aloud=self.tr("正在兌換…"))

    def _doing(self, step: LoadStep | None) -> tuple[int, str] | None:
        match step:
            case "asking":
                return 1, self.tr("正在請平台保留點數…")
            case "writing":
                return 2, self.tr("正在寫進卡片…")
            case "checking":
                return 3, self.tr("正在核對結果…")
        return None
