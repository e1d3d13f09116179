"""The base of tasks that ask the platform: under way, not reachable, and the PIN once more when the session there has run out.

Object names, beneath the task's own: `.banner`, `.pin`, `.pin.submit`, `.again`, and those of `terminal.pin_change`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import CityCardError, Code
from station.office import Office
from terminal.pin_change import PinChange
from terminal.task import Task
from terminal.workplace import Workplace
from ui.bridge import Once, run_off_thread
from ui.buttons import PrimaryButton, QuietButton
from ui.fields import FieldRow
from ui.messages import Words, words_for
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.screen import Screen
from ui.stack import Stack
from ui.surfaces import BusyOverlay, Panel
from ui.text import Text
from ui.theme import Theme

Answer = TypeVar("Answer")
_MOST_DIGITS = 12
_PANEL = 60
"""Width of the PIN's panel, in steps of the grid."""
_NO_NETWORK = (Code.PLATFORM_UNREACHABLE, Code.PLATFORM_TLS, Code.PLATFORM_BUSY, Code.PLATFORM_NOT_OURS)


class PinGate(Screen):
    """The PIN of whoever is signed in, so that the platform knows them again."""

    opened = Signal()

    def __init__(self, office: Office, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._lead = Text("body")
        self._banner = OutcomeBanner()
        self.pin = QLineEdit()
        self.pin.setObjectName(f"{name}.pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.pin.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_MOST_DIGITS}}}"), self))
        self.pin.returnPressed.connect(self._submit)
        self._field = FieldRow(self.pin)
        self._submit_button = PrimaryButton()
        self._submit_button.setObjectName(f"{name}.pin.submit")
        self._submit_button.clicked.connect(self._submit)
        self._once = Once(self._submit_button)
        self._panel = Panel()
        for part in (self._lead, self._banner, self._field, self._submit_button):
            self._panel.body.addWidget(part)
        row = self.grid(QHBoxLayout(), gap=0)
        row.addStretch(1)
        row.addWidget(self._panel, 100)
        row.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=0)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)

    def begin(self) -> None:
        """Ask for it."""
        self.pin.clear()
        self._banner.clear()
        self.pin.setFocus()

    def _submit(self) -> None:
        pin, office = self.pin.text(), self._office
        if pin and not self._once.running:
            self.pin.clear()
            self._once.run(self, lambda: office.reopen(pin), lambda _: self.opened.emit(), self._failed)

    def _failed(self, error: CityCardError) -> None:
        self._banner.show_error(error)
        self.pin.setFocus()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the panel's width."""
        self._panel.setMaximumWidth(_PANEL * theme.sizes.unit)

    def retranslate(self) -> None:
        """Texts."""
        self._lead.setText(self.tr("這裡要向中央平台查詢。請再輸入一次您的密碼。"))
        self._field.set_label(self.tr("密碼（數字）"))
        self._submit_button.setText(self.tr("繼續"))


class OfficeTask(Task):
    """Build the task's own widgets into `body`; ask the platform with `ask`. GUI thread.

    An answer that comes after something newer was asked, or after `clear`, is dropped.
    """

    def __init__(self, place: Workplace, name: str) -> None:
        super().__init__(place)
        self.setObjectName(name)
        self.banner = OutcomeBanner()
        self.banner.setObjectName(f"{name}.banner")
        self.again = QuietButton()
        self.again.setObjectName(f"{name}.again")
        self.again.clicked.connect(self._ask_again)
        self.again.hide()
        own = QWidget()
        self.body: QVBoxLayout = self.grid(QVBoxLayout(own), gap=1)
        self.gate = PinGate(place.station.office, name)
        self.gate.opened.connect(self._gate_opened)
        self.pin_change = PinChange(place.station.office, name)
        self.pin_change.changed.connect(self._gate_opened)
        self._pages = Stack()
        self._pages.addWidget(own)
        self._pages.addWidget(self.gate)
        self._pages.addWidget(self.pin_change)
        self.column.addWidget(self.banner)
        self.column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self._pages, 1)
        self._overlay = BusyOverlay(self)
        self._asked = 0
        self._repeat: Callable[[], None] | None = None

    def ask(self, words: str, work: Callable[[], Answer], done: Callable[[Answer], None]) -> None:
        """Do `work` off this thread and hand its answer to `done`; `words` say meanwhile what is being done, and without any
        nothing is covered: the task shows its own progress.

        The banner tells what went wrong, with a button that asks the same again; when the platform wants the PIN, it is asked
        for and the work done after it. `work` may thus run more than once: an act in it needs an op_id made before.
        """
        self._asked += 1
        number = self._asked
        self._repeat = lambda: self.ask(words, work, done)
        self.banner.clear()
        self.again.hide()
        if words:
            self._overlay.start(words)
        run_off_thread(self, work, lambda answer: self._done(number, done, answer), lambda error: self._failed(number, error))

    def tell_progress(self, words: str) -> None:
        """Say how far what is waited for has come; nothing when nothing is."""
        if self.asking:
            self._overlay.tell(words)

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for."""
        return self._overlay.isVisible()

    @property
    def gated(self) -> bool:
        """Whether the PIN, or another one, is waited for."""
        return self._pages.currentWidget() in (self.gate, self.pin_change)

    def leave_asking(self) -> bool:
        """Wait no longer; whether anything was waited for. For the key Escape."""
        if not (self.asking or self.gated):
            return False
        self._asked += 1
        self._repeat = None
        self._settle()
        return True

    def focus_here(self) -> None:
        """Put the focus where work goes on, when nothing is waited for."""

    def clear(self) -> None:
        """See `Task.clear`; call it from an overriding one."""
        self._asked += 1
        self._repeat = None
        self.banner.clear()
        self.again.hide()
        self.gate.begin()
        self.pin_change.clear()
        self._settle()

    def _settle(self) -> None:
        self._overlay.stop()
        self._pages.setCurrentIndex(0)
        self.pin_change.clear()
        if self.isVisible():
            self.focus_here()

    def _done(self, number: int, done: Callable[[Any], None], answer: object) -> None:
        if number == self._asked:
            self._repeat = None
            self._settle()
            done(answer)

    def _failed(self, number: int, error: CityCardError) -> None:
        if number == self._asked:
            self._settle()
            self.failed(error)

    def failed(self, error: CityCardError) -> None:
        """What was asked for did not come about: ask for the PIN, or tell why."""
        if error.code is Code.STAFF_SESSION_ENDED:
            self._pages.setCurrentWidget(self.gate)
            self.gate.begin()
        elif error.code is Code.STAFF_NOT_ALLOWED and error.details.get("part") == "pin":
            self._pages.setCurrentWidget(self.pin_change)
            self.pin_change.begin()
        elif error.code in _NO_NETWORK:
            self.banner.show_words(OutcomeKind.ATTENTION, lambda: self._offline_words(error))
            self.again.show()
        else:
            self.banner.show_error(error)

    def _offline_words(self, error: CityCardError) -> Words:
        said = words_for(error.code, error.details)
        return Words(said.title, self.tr("這項工作要連線才能做；發卡、簽到等其他工作照常。連線恢復後請再試一次。"))

    def _gate_opened(self) -> None:
        self._pages.setCurrentIndex(0)
        self._ask_again()

    def _ask_again(self) -> None:
        if self._repeat is not None:
            self._repeat()

    def retranslate(self) -> None:
        """Texts; call it from an overriding one."""
        self.again.setText(self.tr("再試一次"))
