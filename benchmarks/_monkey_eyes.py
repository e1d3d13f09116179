"""What a monkey at a kiosk looks at: whose data is on the screen, what the screen said of the money, and what the books say."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from central.audit import PlatformFacts
from citycard_app.demo_data import CARDS
from domain.errors import Code
from domain.ids import recovery_code
from domain.loads import LoadState
from domain.media import Medium, MediumType
from kiosk.endings import medium_of, same
from kiosk.states import Attract, OfResult, OutOfService, Redeem, Result, State, StillThere, Unknown
from kiosk.window import KioskWindow
from ui.qr import QrView
from ui.text import Text

NAMES = {
    "senior": ("示範長者", "示○長者", "示○○者"),
    "reader": ("示範讀者", "示○讀者"),
    "purse": ("示範錢包", "示○錢包", "示○○包"),
    "suspended": ("示範停權", "示○○權"),
    "lost": ("示範遺失", "示○○失"),
}
"""Of the demo's people, by their cards; the parts of a masked name too."""
CLIPBOARD = "nobody's"
_LOOK_S = 0.05


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a screen said of one wish."""

    end: str
    points: int
    amount_ntd: int
    code: Code | None


class Eyes:
    """Looks at one window; `wrong` is everything that should not be. GUI thread."""

    def __init__(self, window: KioskWindow) -> None:
        self._window = window
        self.wrong: list[str] = []
        self.wishes: dict[str, Redeem] = {}
        """By recovery code."""
        self.told: dict[str, Told] = {}
        self.phones: dict[bytes, str] = {}
        """Whose phone stands under which digest, by their cards."""
        self._tails = {key: card.uid[-2:].hex().upper() for key, card in CARDS.items() if len(card.uid) > 4}

    def wished(self, wish: Redeem) -> None:
        """A wish goes to the desk."""
        code = recovery_code(wish.op_id)
        if code in self.wishes:
            self.wrong.append(f"{code} was wished for twice")
        self.wishes[code] = wish

    def look(self) -> None:
        """Whether the screen shows the state and nobody else's data."""
        state = self._window.flow.state
        if self._window.page().state is not state:
            self.wrong.append(f"the screen shows {self._window.page().state!r}, not {state!r}")
        awake = state.under if isinstance(state, StillThere) else state
        if isinstance(awake, OutOfService) and awake.code is Code.INTERNAL:
            self.wrong.append("out of service for a fault of ours")
        result = awake.result if isinstance(awake, OfResult) else awake
        if isinstance(result, Result) and result.recovery_code:
            self._hear(result)
        self._of_others(awake, result)

    def _hear(self, result: Result) -> None:
        told = Told(end=result.end, points=result.points, amount_ntd=result.amount_ntd, code=result.code)
        before = self.told.setdefault(result.recovery_code, told)
        if before != told:
            self.wrong.append(f"{result.recovery_code}: told {told} after {before}")
        if result.code is Code.INTERNAL and result.end != "unclear":
            self.wrong.append(f"{result.recovery_code}: a fault of ours was told as {result.end}")

    def _of_others(self, awake: State, result: State) -> None:
        owner = self._owner(awake, result)
        text = "\n".join([everything_written(), self._window.senses.speaking, *self._window.senses._said])
        for key, names in NAMES.items():
            if owner is not None and same(CARDS[key].medium, owner):
                continue
            found = [each for each in (*names, f"末碼 {self._tails[key]}", self._tails[key]) if each in text]
            if found:
                self.wrong.append(f"{found} of {key} on {type(awake).__name__}")
        for code, wish in self.wishes.items():
            if code in text and (owner is None or not same(wish.medium, owner)):
                self.wrong.append(f"somebody else's code {code} on {type(awake).__name__}")
        if isinstance(awake, Attract | OutOfService):
            if "a QR code" in text:
                self.wrong.append("a code is left behind")
            if QGuiApplication.clipboard().text() != CLIPBOARD:
                self.wrong.append("something is on the clipboard")

    def _owner(self, awake: State, result: State) -> Medium | None:
        if isinstance(awake, Unknown):
            return awake.medium
        medium = self._medium(awake, result)
        if medium is not None and medium.type is MediumType.PHONE:
            return CARDS[self.phones[medium.value]].medium
        return medium

    def _medium(self, awake: State, result: State) -> Medium | None:
        if isinstance(result, Result) and result.recovery_code in self.wishes:
            return self.wishes[result.recovery_code].medium
        person = getattr(awake, "person", None)
        return person.medium if person is not None else medium_of(awake)

    def hold_against(self, facts: PlatformFacts) -> None:
        """What the screens said and what was wished for, against the platform's books. When everything has arrived."""
        booked: dict[UUID, tuple[int, int, bool]] = {
            op_id: (fact.points, fact.amount_ntd, fact.refusal is None) for op_id, fact in facts.redemptions.items()
        }
        booked |= {
            op_id: (fact.charged, fact.loaded_ntd, fact.state is LoadState.CONFIRMED) for op_id, fact in facts.loads.items()
        }
        mine = {wish.op_id: wish for wish in self.wishes.values()}
        self.wrong += [f"{op_id} was never wished for here" for op_id in booked if op_id not in mine]
        for code, told in self.told.items():
            wish = self.wishes[code]
            points, amount_ntd, done = booked.get(wish.op_id, (0, 0, False))
            if told.end == "done" and (not done or (points, amount_ntd) != (told.points, told.amount_ntd)):
                self.wrong.append(f"{code}: told {told}, booked {points} points, NT${amount_ntd}, done: {done}")
            if told.end == "refused" and (done or points):
                self.wrong.append(f"{code}: told {told}, and booked {points} points")
        for op_id, (points, amount_ntd, done) in booked.items():
            if done and op_id in mine and amount_ntd != mine[op_id].amount_ntd:
                self.wrong.append(
                    f"{op_id}: NT${mine[op_id].amount_ntd} wished for, {points} points and NT${amount_ntd} booked"
                )


def everything_written() -> str:
    """Every text in every widget of this process, shown or hidden, and whatever a QR view still holds."""
    texts: list[str] = []
    for widget in QApplication.allWidgets():
        texts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle()]
        texts += _own_text(widget)
    return "\n".join(filter(None, texts))


def _own_text(widget: QWidget) -> list[str]:
    if isinstance(widget, Text):
        return [widget.text(), widget.full_text()]
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return [widget.text()]
    if isinstance(widget, QrView) and not widget.is_empty:
        return ["a QR code"]
    return []


def wait_for(ready: Callable[[], bool], patience_s: float, pump: Callable[[float], None]) -> bool:
    """Let the window live until something has come about; False when it has not."""
    left_s = patience_s
    while not ready() and left_s > 0:
        pump(_LOOK_S)
        left_s -= _LOOK_S
    return ready()
