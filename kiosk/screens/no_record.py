"""The record cannot be shown now: why, what still works, and on to the points."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import Page
from kiosk.pieces import Headline
from kiosk.record_states import NoRecord
from kiosk.states import Go
from ui.messages import kind_of, words_for
from ui.widgets import OutcomeKind, PrimaryButton, Text

_NETWORK = frozenset({Code.PLATFORM_UNREACHABLE, Code.PLATFORM_TLS, Code.PLATFORM_NOT_OURS, Code.PLATFORM_BUSY})


class NoRecordPage(Page[NoRecord]):
    """`kiosk.no_record`; button `go`."""

    name = "no_record"
    public = True
    say_part = 0.62

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._why = Text("body", strong=True)
        self._still = Text("body", "soft")
        for widget in (self._headline, self._why, self._still):
            self.say_box.addWidget(widget)
        self._go = PrimaryButton()
        self.pressing(self._go, "go", Go)
        self.act_box.addWidget(self._go)

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (the button keeps its shape)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def fill(self, state: NoRecord) -> None:
        """Texts."""
        if state.code in _NETWORK:
            self._headline.set_words(OutcomeKind.ATTENTION, self.tr("現在不能查您的紀錄"))
            self._why.setText(self.tr("連不上平台。紀錄只存在平台，需要網路才能查，一筆都不會少。"))
            if state.person.on_phone:
                self._still.setText(self.tr("請稍後再查，或洽櫃檯。"))
            elif state.person.balance.on_card:
                self._still.setText(self.tr("卡片裡的錢照常可以用。請稍後再查，或洽櫃檯。"))
            else:
                self._still.setText(self.tr("現在還可以登記兌換儲值金，恢復連線後才會決定。"))
        else:
            details = {"minutes": self.programme().second_factor.lock_minutes}
            words = words_for(state.code, details, citizen=True)
            self._headline.set_words(OutcomeKind(kind_of(state.code)), words.title)
            self._why.setText(words.what_to_do)
            self._still.setText(self.tr("點數沒有減少，沒有任何變更。"))
        self._go.setText(self.tr("看我的點數"))
