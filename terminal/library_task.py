"""The library desk: a tap becomes the library's patron number, or why not; nothing else about the person.

Object names: `terminal.library`, `.number`, `.copy`, `.copied`, `.banner`, `.lead`.
"""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from domain.errors import CityCardError, Code
from station.views import PatronView
from terminal.names import library_name
from terminal.task import Task
from terminal.workplace import CardHere, Workplace
from ui.bridge import run_off_thread
from ui.messages import Words, kind_of, words_for
from ui.theme import Theme
from ui.widgets import CardSlot, OutcomeBanner, OutcomeKind, Panel, PrimaryButton, Text, Towards

CLEAR_AFTER_MS = 8_000
"""How long an answer stays after the card has left."""


class LibraryTask(Task):
    """One answer at a time."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.setObjectName("terminal.library")
        self._asked: CardHere | None = None
        self._patron: PatronView | None = None
        self._copied = False
        self._slot = CardSlot(Towards(self.station.settings.screen.reader_at))
        self._lead = Text("title", align=Qt.AlignmentFlag.AlignHCenter)
        self._service = Text("body", "soft")
        self._number = Text(strong=True)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = PrimaryButton()
        self._copy.clicked.connect(self._copy_number)
        self._told = Text("body", "good", strong=True)
        self._banner = OutcomeBanner()
        names = {"lead": self._lead, "number": self._number, "copy": self._copy, "copied": self._told, "banner": self._banner}
        for part, widget in names.items():
            widget.setObjectName(f"terminal.library.{part}")
        panel = Panel()
        for widget in (self._slot, self._lead, self._banner, self._service, self._number):
            panel.body.addWidget(widget)
        row = self.grid(QHBoxLayout(), gap=2)
        row.addWidget(self._copy)
        row.addWidget(self._told, 1)
        panel.body.addLayout(row)
        self.column.addWidget(panel)
        self.column.addStretch(1)
        self._clearing = QTimer(self, interval=CLEAR_AFTER_MS, singleShot=True)
        self._clearing.timeout.connect(self.clear)
        shortcut = QShortcut(QKeySequence.StandardKey.Copy, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._copy_number)

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self.setFocus()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        card = self.place.card
        if card is None:
            self._clearing.start()
            return
        self._clearing.stop()
        self._forget()
        if card.staff is not None:
            self._banner.show_code(Code.STAFF_CARD_NOT_FOR_CITIZENS)
            self.retranslate()
            return
        self._asked = card
        patron = self.station.library.patron
        run_off_thread(
            self, lambda: patron(card.medium), lambda view: self._answered(card, view), lambda error: self._refused(card, error)
        )

    def card_unreadable(self) -> None:
        """See `Task.card_unreadable`."""
        self._forget()
        self._banner.show_code(Code.CARD_UNREADABLE)
        self.retranslate()

    def clear(self) -> None:
        """See `Task.clear`."""
        self._clearing.stop()
        self._forget()
        self.retranslate()

    # --- the answer ---

    def _forget(self) -> None:
        if self._copy.hasFocus():
            # A button that is hidden hands its focus on to the next one, and Enter would press that.
            self.setFocus()
        self._asked = self._patron = None
        self._copied = False
        self._banner.clear()
        self.retranslate()

    def _answered(self, card: CardHere, view: PatronView) -> None:
        if self._asked is not card:
            return
        self._patron = view
        self.retranslate()
        self._copy.setFocus()

    def _refused(self, card: CardHere, error: CityCardError) -> None:
        if self._asked is not card:
            return
        code = error.code
        self._banner.show_words(OutcomeKind(kind_of(code)), lambda: self._why_not(code, error))
        self.retranslate()

    def _why_not(self, code: Code, error: CityCardError) -> Words:
        if code is Code.PATRON_NOT_MEMBER:
            # The code's own words, here and below, send a citizen to this desk.
            return Words(words_for(code).title, self.tr("請先替讀者開通，再請讀者感應一次。"))
        if code is Code.PATRON_SUSPENDED:
            return Words(words_for(code).title, self.tr("請在圖書館的系統查看原因。"))
        return words_for(code, error.details)

    def _copy_number(self) -> None:
        if self._patron is not None:
            QGuiApplication.clipboard().setText(self._patron.number)
            self._copied = True
            self.retranslate()

    # --- words ---

    def retranslate(self) -> None:
        """Texts."""
        patron, refused = self._patron, self._banner.kind() is not None
        waiting = patron is None and not refused
        self.set_head(self.tr("圖書館"), self.tr("感應市民卡，取得圖書館的讀者證號。按 Enter 或 Ctrl+C 複製。"))
        self._lead.setText(self.tr("請讀者把卡片放到讀卡機上。"))
        self._copy.setText(self.tr("複製證號 (Enter)"))
        self._told.setText(self.tr("✓ 已複製") if self._copied else "")
        self._slot.setVisible(waiting)
        self._lead.setVisible(waiting)
        for widget in (self._service, self._number, self._copy, self._told):
            widget.setVisible(patron is not None)
        if patron is not None:
            self._service.setText(library_name(self.station.programme, patron.service))
            self._number.setText(patron.number)
        if refused:
            self._banner.retranslate()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the number is read across the desk."""
        super().restyle(theme)
        self._number.setStyleSheet(f"font-size: {theme.sizes.display * 2}px;")
