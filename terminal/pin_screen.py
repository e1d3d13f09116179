"""A staff card on the reader, then its PIN: what signing in and unlocking have in common.

Object names, beneath the screen's own: `.pin`, `.submit`, `.cancel`, `.banner`, `.name`.
"""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QRegularExpressionValidator, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from domain.media import Medium
from station.views import StaffCard
from terminal.workplace import CardHere, Workplace, look
from ui.bridge import Once, run_off_thread
from ui.messages import Words, kind_of, words_for
from ui.theme import Theme
from ui.widgets import (
    CardSlot,
    FieldRow,
    OutcomeBanner,
    OutcomeKind,
    Panel,
    PrimaryButton,
    QuietButton,
    Screen,
    Text,
    Towards,
)

_MOST_DIGITS = 12
_TICK_MS = 1_000
_WIDTH = 60
"""Of the panel, in steps of the grid."""


class PinScreen(Screen):
    """Base of the two screens. The card has to lie there until its PIN has been checked."""

    cancelled = Signal()

    def __init__(self, place: Workplace, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.place = place
        self._card: CardHere | None = None
        self._error: CityCardError | None = None
        self._build(name)
        self._once = Once(self.submit)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._look_again)
        place.card_changed.connect(self._card_changed)
        place.card_unreadable.connect(lambda: self._told(Code.CARD_UNREADABLE) if self.isVisible() else None)

    def _build(self, name: str) -> None:
        self._heading = Text("display", strong=True)
        self._lead = Text("body", "soft")
        self._slot = CardSlot(Towards(self.place.station.settings.screen.reader_at))
        self._banner = OutcomeBanner()
        self._name = Text("title", strong=True)
        self.pin = QLineEdit()
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.pin.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}"), self))
        self.pin.returnPressed.connect(self._submit)
        self._field = FieldRow(self.pin)
        self.submit = PrimaryButton()
        self.submit.clicked.connect(self._submit)
        self.cancel = QuietButton()
        self.cancel.clicked.connect(self.cancelled)
        self._escape = QShortcut(QKeySequence("Escape"), self)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.activated.connect(lambda: self.cancelled.emit() if self.cancel.isVisible() else None)
        self.pin.setObjectName(f"{name}.pin")
        self.submit.setObjectName(f"{name}.submit")
        self.cancel.setObjectName(f"{name}.cancel")
        self._banner.setObjectName(f"{name}.banner")
        self._name.setObjectName(f"{name}.name")
        self._panel = Panel()
        for part in (self._heading, self._lead, self._slot, self._banner, self._name, self._field, self.submit, self.cancel):
            self._panel.body.addWidget(part)
        row = self.grid(QHBoxLayout(), gap=0)
        row.addStretch(1)
        row.addWidget(self._panel, 100)
        row.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=0, margin=3)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(2)

    # --- for the two screens ---

    def verify(self, medium: Medium, pin: str) -> Callable[[], object]:
        """The work to be done off this thread with card and PIN."""
        raise NotImplementedError

    def verified(self, _: object) -> None:
        """It went well."""
        raise NotImplementedError

    def locked(self, staff: StaffCard) -> None:
        """The person pressed on although only a supervisor can help."""

    def accepts(self, card: CardHere) -> Code | None:
        """Why this card is of no use here, None when it is."""
        return Code.STAFF_UNKNOWN if card.staff is None else None

    # --- for the window ---

    def open(self) -> None:
        """The screen comes up: forget what was typed, and look what lies there."""
        self.pin.clear()
        self._error = None
        self._banner.clear()
        self._card_changed()
        self.setFocus()
        self._place_focus()
        self._tick.start()

    def leave(self) -> None:
        """The screen goes: forget what was typed."""
        self._tick.stop()
        self.pin.clear()
        self._card = None

    @property
    def staff(self) -> StaffCard | None:
        """Whose card lies there."""
        return self._card.staff if self._card is not None else None

    # --- card ---

    def _card_changed(self) -> None:
        if not self.isVisible() and self._card is None:
            return
        card = self.place.card
        problem = self.accepts(card) if card is not None else None
        known = card if card is not None and problem is None else None
        if self._card is None or not self._card.same_medium(known):
            self.pin.clear()
            self._error = None
        self._card = known
        if problem is not None:
            self._told(problem)
        elif card is not None or self._banner.kind() is not OutcomeKind.GOOD:
            self._banner.clear()
        self.retranslate()
        self._place_focus()

    def _told(self, code: Code) -> None:
        self._error = None
        self._banner.show_words(OutcomeKind(kind_of(code)), lambda: words_for(code))

    def _look_again(self) -> None:
        """While a delay runs, the desk's own word on how long it still is."""
        card, station = self._card, self.place.station
        if card is not None and card.staff is not None and card.staff.wait_s > 0 and not self._once.running:
            run_off_thread(self, lambda: look(station, card.medium), self._looked, self._failed)

    def _looked(self, card: CardHere) -> None:
        if self._card is not None and self._card.same_medium(card) and card.staff is not None:
            self._card = card
            if card.staff.needs_supervisor and self._error is None:
                self._told(Code.PIN_NEEDS_SUPERVISOR)
            self.retranslate()
            self._place_focus()

    def _place_focus(self) -> None:
        if self.isVisible() and not self.pin.isHidden() and not self._field.isHidden():
            self.pin.setFocus()
        elif self.isVisible() and not self.submit.isHidden():
            self.submit.setFocus()

    # --- PIN ---

    def _submit(self) -> None:
        staff, card, pin = self.staff, self._card, self.pin.text()
        if staff is None or card is None or self._once.running:
            return
        if staff.needs_supervisor:
            self.locked(staff)
        elif staff.wait_s == 0 and pin:
            self.pin.clear()
            self._once.run(self, self.verify(card.medium, pin), self._done, self._failed)

    def _done(self, result: object) -> None:
        self.pin.clear()
        self._error = None
        self._banner.clear()
        self.verified(result)

    def _failed(self, error: CityCardError) -> None:
        self.pin.clear()
        self._error = error
        self._banner.show_words(OutcomeKind(kind_of(error.code)), self._error_words)
        card, station = self._card, self.place.station
        if card is not None:
            run_off_thread(self, lambda: look(station, card.medium), self._looked, lambda _: None)

    def _error_words(self) -> Words:
        error, staff = self._error, self.staff
        if error is None:
            return Words("")
        if error.code in (Code.PIN_WRONG, Code.PIN_WAIT) and staff is not None:
            left_s = staff.wait_s
            waiting = self.tr("請等 {seconds} 秒後再輸入。").format(seconds=left_s)
            return Words(words_for(error.code).title, waiting if left_s else self.tr("請再輸入一次。"))
        return words_for(error.code, error.details)

    # --- words ---

    def retranslate(self) -> None:
        """Texts that both screens have."""
        staff = self.staff
        self._slot.setVisible(staff is None)
        self._slot.set_present(staff is not None)
        self._name.setVisible(staff is not None)
        self._field.setVisible(staff is not None and not staff.needs_supervisor)
        self.submit.setVisible(staff is not None)
        if staff is not None:
            self._name.setText(staff.name)
            self.submit.setEnabled((staff.wait_s == 0 or staff.needs_supervisor) and not self._once.running)
            if staff.wait_s > 0 and self._error is None and not staff.needs_supervisor:
                self._banner.show_words(OutcomeKind.ATTENTION, self._wait_words)
        self._field.set_label(self.tr("密碼（數字）"))
        if self._banner.kind() is not None:
            self._banner.retranslate()

    def _wait_words(self) -> Words:
        left_s = self.staff.wait_s if self.staff else 0
        if not left_s:
            return Words(self.tr("可以輸入密碼了"))
        return Words(words_for(Code.PIN_WAIT).title, self.tr("請等 {seconds} 秒後再輸入。").format(seconds=left_s))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the panel's width."""
        self._panel.setMaximumWidth(_WIDTH * theme.sizes.unit)
