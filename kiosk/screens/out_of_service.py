"""This kiosk cannot be used: why, what that means for somebody's points, where else to go, and whom to call."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Fact, Headline
from kiosk.states import OutOfService
from station.settings import KioskSettings
from ui.messages import kind_of, words_for
from ui.widgets import OutcomeKind, Panel, Text

OF_THE_READER = frozenset({Code.READER_LOST, Code.READER_MISSING, Code.READER_SERVICE_MISSING})


class OutOfServicePage(Page[OutOfService]):
    """`kiosk.out_of_service`"""

    name = "out_of_service"
    public = True

    def __init__(
        self,
        programme: Callable[[], Programme],
        settings: KioskSettings,
        machine: str,
        *,
        codes: bool,
        parent: QWidget | None = None,
    ) -> None:
        """`machine`: how this kiosk is called, for whoever rings up about it. `codes`: it reads codes, also with no reader."""
        super().__init__(programme, parent)
        self._settings = settings
        self._machine = machine
        self._headline = Headline()
        self._reason = Text("title")
        self._money = Text("body")
        self._codes = codes
        self._phone_works = Text("body", strong=True)
        self._later = Text("body", "soft")
        self._help = Panel(gap=2)
        self._place, self._phone, self._name = (Fact(long_value=True) for _ in range(3))
        for line in (self._place, self._phone, self._name):
            self._help.body.addWidget(line)
        for widget in (self._headline, self._reason, self._money, self._phone_works, self._help, self._later):
            self.say_box.addWidget(widget)
        self.act.hide()

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (nothing to press here)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def fill(self, state: OutOfService) -> None:
        """Texts."""
        self._headline.set_words(OutcomeKind(kind_of(state.code)), self.tr("暫停服務"))
        self._reason.setText(self.tr("原因：{reason}").format(reason=words_for(state.code, citizen=True).title))
        self._money.setText(self.tr("您的點數和儲值金不受影響。"))
        self._phone_works.setText(self.tr("手機上的市民卡還可以掃描，查點數和紀錄。"))
        self._phone_works.setVisible(self._codes and state.ends_s is None and state.code in OF_THE_READER)
        self._place.set_words(self.tr("請改到"), self._settings.nearest or self.tr("附近的服務櫃檯"))
        self._phone.set_words(self.tr("服務電話"), self._settings.phone or self.programme().service_phone)
        self._name.set_words(self.tr("來電請說是"), self._machine)
        by_itself = state.ends_s is None
        self._later.setText(self.tr("修好後會自動恢復。") if by_itself else self.tr("等一下會自動再試。"))
