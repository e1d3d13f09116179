"""Signing in, and a supervisor lifting a colleague's PIN lock.

Object names: `terminal.sign_in` and `terminal.unlock`, each with the parts of `terminal.pin_screen`.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from domain.errors import Code
from domain.media import Medium
from station.views import StaffCard
from terminal.pin_screen import PinScreen
from terminal.workplace import CardHere, Workplace
from ui.messages import Words, words_for
from ui.outcome import OutcomeKind


class SignInScreen(PinScreen):
    """Staff card, PIN, session. Also for changing the person during a session; then it can be left."""

    signed_in = Signal()
    unlock_wanted = Signal(object)
    """`StaffCard` of the person whose PIN is locked."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.sign_in")

    def open(self) -> None:
        """See `PinScreen.open`."""
        super().open()
        self.retranslate()

    def tell_unlocked(self, name: str) -> None:
        """Say that a supervisor has lifted the lock of the person with this masked name."""
        self._banner.show_words(
            OutcomeKind.GOOD, lambda: Words(self.tr("已解鎖"), self.tr("請 {name} 放回工作證，再輸入密碼。").format(name=name))
        )

    def verify(self, medium: Medium, pin: str) -> Callable[[], object]:
        """See `PinScreen.verify`."""
        return partial(self.place.station.staff.sign_in, medium, pin)

    def verified(self, _: object) -> None:
        """See `PinScreen.verified`."""
        self.signed_in.emit()

    def locked(self, staff: StaffCard) -> None:
        """See `PinScreen.locked`."""
        self.unlock_wanted.emit(staff)

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        staff = self.staff
        session = self.place.station.staff.session
        self._heading.setText(self.tr("換人登入") if session else self.tr("登入"))
        if staff is None:
            self._lead.setText(self.tr("請把工作證放到讀卡機上。"))
        elif staff.needs_supervisor:
            self._lead.setText(self.tr("密碼錯誤太多次，需要主管以工作證解鎖。"))
            if self._banner.kind() is None:
                self._banner.show_words(OutcomeKind.STOP, partial(words_for, Code.PIN_NEEDS_SUPERVISOR))
        else:
            self._lead.setText(self.tr("請輸入密碼，按 Enter 登入。"))
        locked = staff is not None and staff.needs_supervisor
        self.submit.setText(self.tr("請主管解鎖") if locked else self.tr("登入"))
        self.cancel.setText(self.tr("不換人，回到工作 (Esc)"))
        self.cancel.setVisible(session is not None)


class UnlockScreen(PinScreen):
    """Another card than the locked one, a supervisor's, and its PIN."""

    unlocked = Signal(str)
    """Masked name of the person who can try again."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.unlock")
        self._locked: StaffCard | None = None

    def open_for(self, staff: StaffCard) -> None:
        """Come up to unlock this person."""
        self._locked = staff
        self.open()
        self.retranslate()

    def accepts(self, card: CardHere) -> Code | None:
        """The locked person's own card may still lie there; it is simply not the one awaited."""
        if card.staff is not None and self._locked is not None and card.staff.staff == self._locked.staff:
            return Code.PIN_NEEDS_SUPERVISOR
        return super().accepts(card)

    def verify(self, medium: Medium, pin: str) -> Callable[[], object]:
        """See `PinScreen.verify`."""
        staff = self._locked.staff if self._locked else ""
        return partial(self.place.station.staff.unlock, medium, pin, staff)

    def verified(self, _: object) -> None:
        """See `PinScreen.verified`."""
        self.unlocked.emit(self._locked.name if self._locked else "")

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        name = self._locked.name if self._locked else ""
        self._heading.setText(self.tr("主管解鎖"))
        if self.staff is None:
            self._lead.setText(self.tr("{name} 的密碼已鎖住。請主管把自己的工作證放到讀卡機上。").format(name=name))
        else:
            self._lead.setText(self.tr("請主管輸入自己的密碼，為 {name} 解鎖。").format(name=name))
        self.submit.setText(self.tr("解鎖"))
        self.cancel.setText(self.tr("不解鎖，回到登入 (Esc)"))
