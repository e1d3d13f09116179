"""The base of the kiosk's screens: something is said, something can be done, and nothing is ever cut off.

Upright, what is said stands above what can be done; lying, beside it. In reach mode everything to press stands at the bottom.
What is taller than the glass is turned by buttons, never dragged. Whatever can be pressed stays in sight: where there is too
little room for that, it stands at the bottom also out of reach mode, and then its words take the next smaller text size; what
is said keeps the one that was chosen.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from domain.programme import Programme
from domain.programme_parts import Text as Words
from kiosk.pieces import wipe
from kiosk.places import Places, Wish, beside, stacked
from kiosk.states import Input
from ui.i18n import current_language
from ui.screen import Screen
from ui.stylesheet import apply_theme
from ui.theme import Theme

AnyState = TypeVar("AnyState")

LOW_TARGETS = 8.5
"""A page of fewer touch targets in height has room for what matters alone: no picture, small headings."""
_LEAST_TITLES = 3
"""Height of what remains to read above what keeps its place, in sizes of a title."""
_PASSES = 3
"""Wrapped words know their height only at their width, which their height may change once more."""
_TURN = 0.8
"""Part of the visible height by which a page turns."""


class Page(Screen, Generic[AnyState]):
    """One screen: override `fill` to show a state, whatever the language. Widgets go into `say_box` and `act_box`.

    Object names: the page is `kiosk.<name>`, its buttons `kiosk.<name>.<what>`.
    """

    name = ""
    say_part = 0.5
    """How much of the width belongs to what is said when both stand beside each other."""
    beside = True
    """Whether both stand beside each other on a glass that lies."""
    act_low = False
    """Keep what can be done in its place, also upright, when what is said changes while it is used."""

    private = False
    """Whether what it says is about somebody, and so for the ears of that one person alone."""
    public = False
    """Whether no figure on it is about anybody, so that all of them may be heard by others."""
    act_pressed = True
    """Whether what can be done is pressed; a picture need not come into reach."""

    wants = Signal(object)
    """A `kiosk.states.Input` that a press means."""
    prefers = Signal(str)
    """A language that was chosen here, for everything that is shown."""
    uses = Signal(str)
    """A `kiosk.look.Tool` that is on this page was touched."""
    turned = Signal()
    """What `can_turn` says may have changed."""

    def __init__(self, programme: Callable[[], Programme], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.programme = programme
        self.state: AnyState | None = None
        self._lying = self._reach = self._placing = False
        self._placed: tuple[object, ...] = ()
        """What everything asked for when it was given its place."""
        self._themes: list[Theme] = []
        self._attempt, self._squeezed = 0, False
        self.setObjectName(f"kiosk.{self.name}")
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = QWidget()
        self._area.setWidget(self._sheet)
        self.say, self.act = QWidget(self._sheet), Screen(self._sheet)
        self.say_box: QVBoxLayout = self.grid(QVBoxLayout(self.say))
        self.act_box: QVBoxLayout = self.grid(QVBoxLayout(self.act), gap=4)
        self._sheet.installEventFilter(self)
        self._area.verticalScrollBar().valueChanged.connect(self.turned)

    # --- what is shown ---

    def fill(self, state: AnyState) -> None:
        """Set every text and picture for `state` in the current language; must be safe to repeat."""
        raise NotImplementedError

    def show_state(self, state: AnyState) -> None:
        """Show a state."""
        if type(state) is not type(self.state):
            self._area.verticalScrollBar().setValue(0)
        self.state = state
        self.retranslate()
        self.place()

    def clear(self) -> None:
        """Forget the state and every word of it."""
        self.state = None
        wipe(self)

    def retranslate(self) -> None:
        """Texts, while there is something to show."""
        if self.state is not None:
            self.fill(self.state)

    def words(self, text: Words) -> str:
        """The programme's words in the language of the screen."""
        return text.in_language(current_language())

    def pressing(self, button: QPushButton, what: str, wish: Callable[[], Input]) -> None:
        """Name a button and let it mean an input."""
        button.setObjectName(f"kiosk.{self.name}.{what}")
        button.clicked.connect(lambda: self.wants.emit(wish()))

    # --- where it stands ---

    def arrange(self, *, lying: bool, reach: bool, themes: list[Theme]) -> None:
        """Lay the page out for a glass that lies or stands, with everything to press at the bottom or not.

        `themes`: the window's, and below it those of smaller texts, for what can be done where there is too little room.
        """
        self._lying, self._reach = lying, reach
        self._themes, self._attempt, self._squeezed = themes, 0, False
        # One that nobody sees is placed when it is shown.
        if self.isVisible():
            self.arranged()
            self.place()

    def arranged(self) -> None:
        """Arrange the parts again as the glass stands; for `fill` when the arrangement depends on what is shown."""
        self.rearranged(lying=self._lying, reach=self._reach or self._squeezed)

    def rearranged(self, *, lying: bool, reach: bool) -> None:
        """For pages whose parts have a shape for each arrangement."""

    def set_station(self, *, offline: bool, imitated: bool, downloading: int | None = None) -> None:
        """For pages that tell how the station stands.

        `offline`: the platform is away; `imitated`: the reader is; `downloading`: everything is being downloaded (per cent).
        """

    def steady(self) -> list[QWidget]:
        """Parts whose texts stay at 100 %, as the bars' do: large enough already, they leave room for what is read."""
        return []

    @property
    def in_reach(self) -> bool:
        """Whether everything to press belongs into the lower half."""
        return self._reach

    def to_bottom(self) -> bool:
        """Whether what can be done has to stand at the bottom now."""
        return (self._reach or self._squeezed) and self.act_pressed

    def can_turn(self) -> tuple[bool, bool]:
        """Whether there is more above and below of what is seen."""
        bar = self._area.verticalScrollBar()
        return bar.value() > bar.minimum(), bar.value() < bar.maximum()

    def turn(self, direction: int) -> None:
        """Show what is below (1) or above (-1)."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + round(direction * self._area.viewport().height() * _TURN))

    def see(self, widget: QWidget) -> None:
        """Turn to where `widget`, of what is said, can be seen."""
        bottom = widget.mapTo(self._sheet, QPoint(0, widget.height())).y()
        bar, shown = self._area.verticalScrollBar(), self._area.viewport().height()
        if bottom > bar.value() + shown:
            bar.setValue(bottom - shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; places what is on the page."""
        super().resizeEvent(event)
        self.place()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own; sizes may have changed while nobody saw it."""
        super().showEvent(event)
        self.arranged()
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own; something on the page has another size now."""
        if watched is self._sheet and event.type() is QEvent.Type.LayoutRequest:
            self._place_anew()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Qt's own; what can be done has another size now."""
        if event.type() is QEvent.Type.LayoutRequest and self._ready:
            self._place_anew()
        return super().event(event)

    def _place_anew(self) -> None:
        """Something asks for room; placing asks for it, too, which must not go on for ever."""
        if self._asked() != self._placed:
            self.place()

    def _asked(self) -> tuple[object, ...]:
        asked = (_hints(box, part.width()) for box, part in ((self.say_box, self.say), (self.act_box, self.act)))
        return (self.act.isHidden(), *asked)

    def place(self) -> None:
        """Give what is said and what can be done their places. Nothing happens inside itself."""
        if self._placing or self.width() <= 0:
            return
        self._placing = True
        self._try(self._attempt)
        while self.isVisible() and self._attempt + 1 < self._attempts() and not _fits(self):
            self._try(self._attempt + 1)
        self._placing = False
        self._placed = self._asked()
        self.turned.emit()

    def _attempts(self) -> int:
        """Where a glass lies and is in no reach mode, every text size is tried in both arrangements."""
        return len(self._themes) * (2 if self._lying and not self._reach else 1)

    def _try(self, attempt: int) -> None:
        step, squeezed = divmod(attempt, 2) if self._lying and not self._reach else (attempt, 0)
        anew = attempt != self._attempt or bool(squeezed) != self._squeezed
        self._attempt, self._squeezed = attempt, bool(squeezed)
        # A style sheet of its own costs memory: what can be done has one where it is or was of another size than the rest.
        if step < len(self._themes) and self.act.theme() != self._themes[step]:
            apply_theme(self.act, self._themes[step])
            self.act.setAutoFillBackground(False)
            anew = True
        if anew:
            self.arranged()
        self._put_all()

    def _put_all(self) -> None:
        before = None
        for _ in range(_PASSES):
            places = self._places(self.size())
            if places == before:
                break
            self._put(places)
            before = places

    def _put(self, places: Places) -> None:
        self._area.setGeometry(places.area)
        self._sheet.resize(places.sheet)
        self.say.setGeometry(places.say)
        owner = self if places.pinned else self._sheet
        if self.act.parentWidget() is not owner:
            hidden = self.act.isHidden()
            self.act.setParent(owner)
            self.act.setHidden(hidden)
        self.act.setGeometry(places.act)
        for box in (self.say_box, self.act_box):
            box.activate()

    def _places(self, room: QSize) -> Places:
        sizes = self.theme().sizes
        bottom = self.to_bottom()
        gap = sizes.gap + sizes.unit if bottom and self._lying else 2 * sizes.gap
        # Where nothing else is left to try, what is pressed stays as long as anything can be read.
        least = gap if self._reach or self._attempt + 1 == self._attempts() else _LEAST_TITLES * sizes.title
        wish = Wish(gap=gap, least=least, say_part=self.say_part, low=self.act_low, bottom=bottom)
        if self.act.isHidden():
            return stacked(room, wish, self._say_height, None)
        if self._lying and self.beside and not self.to_bottom() and self._fit_beside(room.width() - wish.gap):
            places = beside(room, wish, self._say_height, self.act_height)
            if places is not None:
                return places
        return stacked(room, wish, self._say_height, self.act_height)

    def _fit_beside(self, width: int) -> bool:
        say = round(width * self.say_part)
        return self.say_box.minimumSize().width() <= say and self.act_box.minimumSize().width() <= width - say

    def _say_height(self, width: int) -> int:
        return _height(self.say_box, width)

    def act_height(self, width: int) -> int:
        return _height(self.act_box, width)


def _hints(box: QVBoxLayout, width: int) -> tuple[object, ...]:
    """How much room is asked for at this width."""
    return (width, box.heightForWidth(width) if box.hasHeightForWidth() else -1, box.sizeHint(), box.minimumSize())


def _height(box: QVBoxLayout, width: int) -> int:
    box.invalidate()
    return box.heightForWidth(width) if box.hasHeightForWidth() else box.sizeHint().height()


def _fits(page: Page[Any]) -> bool:
    """Whether all that can be pressed here has its width and is in sight, and in the lower half if it has to be there."""
    pressed = [each for each in page.findChildren(QAbstractButton) if each.isVisible()]
    if not pressed:
        return True
    if not page.act.isHidden() and page.act_box.minimumSize().width() > page.act.width():
        return False
    if any(each.visibleRegion().boundingRect().height() < each.height() for each in pressed):
        return False
    middle = page.window().height() // 2 - page.mapTo(page.window(), QPoint(0, 0)).y()
    return not page.in_reach or all(each.mapTo(page, QPoint(0, 0)).y() >= middle for each in pressed)
