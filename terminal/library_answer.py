"""One reader's patron number, large, and what was done with it; or why there is none.

Object names: `terminal.library.number`, `.copy`, `.copied`, `.not_typed`, `.banner`, `.lead`.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.errors import Code
from station.station import Station
from station.views import PatronView
from terminal.library_hand import Handed
from terminal.names import library_name
from ui.messages import Words
from ui.theme import Theme
from ui.typing_out import Typed
from ui.widgets import CardSlot, OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Screen, Text, Towards


class LibraryAnswer(Screen):
    """One answer at a time."""

    copy_wanted = Signal()
    rest_wanted = Signal()
    """The focus is to go where keys do nothing."""

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self.patron: PatronView | None = None
        self._handed = Handed()
        self._copied = False
        self._slot = CardSlot(Towards(station.settings.screen.reader_at))
        self._lead = Text("title", align=Qt.AlignmentFlag.AlignHCenter)
        self._service = Text("body", "soft")
        self._number = Text(strong=True)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = PrimaryButton()
        self._copy.clicked.connect(self.copy_wanted)
        self._told = Text("body", "good", strong=True)
        self._not_typed = Text("body", "attention", strong=True)
        self._banner = OutcomeBanner()
        names: dict[str, QWidget] = {"lead": self._lead, "number": self._number, "copy": self._copy, "copied": self._told}
        names |= {"banner": self._banner, "not_typed": self._not_typed}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.library.{part}")
        panel = Panel()
        for part_ in (self._slot, self._lead, self._banner, self._service, self._number, self._not_typed):
            panel.body.addWidget(part_)
        row = self.grid(QHBoxLayout(), gap=2)
        row.addWidget(self._copy)
        row.addWidget(self._told, 1)
        panel.body.addLayout(row)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addWidget(panel)
        column.addStretch(1)

    def show_patron(self, patron: PatronView, handed: Handed) -> None:
        """A number."""
        self.patron, self._handed, self._copied = patron, handed, False
        self._banner.clear()
        self.retranslate()
        self._copy.setFocus()

    def show_words(self, kind: OutcomeKind, words: Callable[[], Words]) -> None:
        """Why there is none."""
        self.forget()
        self._banner.show_words(kind, words)
        self.retranslate()

    def show_code(self, code: Code) -> None:
        """Something lies there that is no reader's card."""
        self.forget()
        self._banner.show_code(code)
        self.retranslate()

    def show_copied(self, copied: bool) -> None:
        """The number lies on the clipboard, or does so no more."""
        self._copied = copied
        self.retranslate()

    def forget(self) -> None:
        """The next one may come."""
        if self._copy.hasFocus():
            # A button that is hidden hands its focus on to the next one, and Enter would press that.
            self.rest_wanted.emit()
        self.patron, self._handed, self._copied = None, Handed(), False
        self._banner.clear()
        self.retranslate()

    def retranslate(self) -> None:
        """Texts."""
        patron, refused = self.patron, self._banner.kind() is not None
        waiting = patron is None and not refused
        self._lead.setText(self.tr("請讀者把卡片放到讀卡機上。"))
        self._copy.setText(self.tr("複製證號 (Enter)"))
        self._told.setText("　".join(self._done()))
        self._not_typed.setText(self._why_not_typed())
        self._slot.setVisible(waiting)
        self._lead.setVisible(waiting)
        for widget in (self._service, self._number, self._copy, self._told):
            widget.setVisible(patron is not None)
        self._not_typed.setVisible(patron is not None and bool(self._why_not_typed()))
        if patron is not None:
            self._service.setText(library_name(self._station.programme, patron.service))
            self._number.setText(patron.number)
        if refused:
            self._banner.retranslate()

    def _done(self) -> list[str]:
        done = []
        if self._handed.typed is Typed.DONE:
            done.append(self.tr("✓ 已輸入到前面的視窗"))
        if self._handed.pages:
            done.append(self.tr("✓ 已送到圖書館的網頁"))
        if self._copied:
            done.append(self.tr("✓ 已複製"))
        return done

    def _why_not_typed(self) -> str:
        if self._handed.typed is Typed.OWN_WINDOW:
            return self.tr("! 沒有輸入：前面是這個程式的視窗。請先點圖書館系統的欄位，再請讀者感應一次；或按 Enter 複製。")
        if self._handed.typed is Typed.FAILED:
            return self.tr("! 沒有輸入完：請刪掉已輸入的部分，按 Enter 複製後貼上。")
        return ""

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the number is read across the desk."""
        self._number.setStyleSheet(f"font-size: {theme.sizes.display * 2}px;")
