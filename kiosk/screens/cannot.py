"""This card cannot be used here, or this kiosk cannot be used: why, and what to do."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from domain.errors import Code
from domain.programme import Programme
from kiosk.page import AnyState, Page
from kiosk.pieces import Headline
from kiosk.states import Cannot, OutOfService
from station.settings import KioskSettings
from ui.messages import kind_of, words_for
from ui.widgets import OutcomeKind, Text


class _TroublePage(Page[AnyState]):
    """Shape, title, what to do."""

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._headline = Headline()
        self._what = Text("title")
        self._more = Text("body", "soft")
        for widget in (self._headline, self._what, self._more):
            self.say_box.addWidget(widget)
        self.act.hide()

    def rearranged(self, *, lying: bool, reach: bool) -> None:  # noqa: ARG002 (nothing to press here)
        """The shape beside its title where there is little height."""
        self._headline.set_beside(lying)

    def show_trouble(self, code: Code, title: str, what: str, more: str) -> None:
        """Show the words under the code's shape."""
        self._headline.set_words(OutcomeKind(kind_of(code)), title)
        self._what.setText(what)
        self._more.setText(more)
        self._more.setVisible(bool(more))


class CannotPage(_TroublePage[Cannot]):
    """`kiosk.cannot`"""

    name = "cannot"

    def fill(self, state: Cannot) -> None:
        """Texts."""
        words = words_for(state.code, citizen=True)
        self.show_trouble(state.code, words.title, words.what_to_do, "")


class OutOfServicePage(_TroublePage[OutOfService]):
    """`kiosk.out_of_service`"""

    name = "out_of_service"

    def __init__(self, programme: Callable[[], Programme], settings: KioskSettings, parent: QWidget | None = None) -> None:
        super().__init__(programme, parent)
        self._settings = settings

    def fill(self, state: OutOfService) -> None:
        """Texts."""
        reason = words_for(state.code, citizen=True).title
        help_ = [self.tr("電話 {phone}").format(phone=self._settings.phone or self.programme().service_phone)]
        if self._settings.nearest:
            help_.insert(0, self.tr("最近的另一台：{place}").format(place=self._settings.nearest))
        self.show_trouble(
            state.code,
            self.tr("暫停服務"),
            self.tr("原因：{reason}").format(reason=reason),
            "\n".join(help_),
        )
