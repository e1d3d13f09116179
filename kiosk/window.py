"""The kiosk's window: shows the flow's state, carries out what the flow wants, and feeds it what happens.

Screens are `kiosk.<state>` (`kiosk.attract`, `kiosk.balance`, …), what is on every screen is listed in `kiosk.bars` and in
`kiosk.tools`:

| screen | object names of what can be pressed |
|---|---|
| `kiosk.attract` | `kiosk.attract.zh_TW`, `.en`, `.vi`, `.id`, `.still` |
| `kiosk.reading`, `kiosk.working`, `kiosk.cannot`, `kiosk.out_of_service` | |
| `kiosk.settled` | `kiosk.settled.go` |
| `kiosk.balance` | `kiosk.balance.begin`, `kiosk.balance.record` |
| `kiosk.proof` | `kiosk.proof.pad.0` … `.9`, `.clear`, `.erase`, `kiosk.proof.next` |
| `kiosk.proof_code`, `kiosk.factor_code`, `kiosk.opening` | |
| `kiosk.no_record` | `kiosk.no_record.go` |
| `kiosk.record` | `kiosk.record.points`, `.hours`, `.cards`, `.reads` |
| `kiosk.cannot` | `kiosk.cannot.bind` |
| `kiosk.broken_off` | `kiosk.broken_off.go` |
| `kiosk.bind_carrier` | `kiosk.bind_carrier.easycard` (and whatever else the programme has) |
| `kiosk.bind_consent` | `kiosk.bind_consent.agree` |
| `kiosk.bind_code` | `kiosk.bind_code.pad.0` … `.9`, `.clear`, `.erase`, `kiosk.bind_code.next` |
| `kiosk.bound` | `kiosk.bound.go` |
| `kiosk.record_part` | `kiosk.record_part.newer`, `.older` |
| `kiosk.amount` | `kiosk.amount.50` (and whatever else is offered), `kiosk.amount.own` |
| `kiosk.own_amount` | `kiosk.own_amount.pad.0` … `.9`, `.clear`, `.erase`, `kiosk.own_amount.next` |
| `kiosk.second_factor` | `kiosk.second_factor.pad.0` … `.9`, `.clear`, `.erase`, `kiosk.second_factor.next` |
| `kiosk.confirm` | `kiosk.confirm.go` |
| `kiosk.rating` | `kiosk.rating.1`, `.2`, `.4`, `.5` |
| `kiosk.result` | `kiosk.result.receipt`, `kiosk.result.rate`, `kiosk.result.again`, `kiosk.result.end` |
| `kiosk.receipt` | `kiosk.receipt.print` (`kiosk.receipt.qr` is the code) |
| `kiosk.unknown` | `kiosk.unknown.again`, `kiosk.unknown.points`, `kiosk.unknown.next` (`kiosk.code.qr` is the code) |
| `kiosk.still_there` | `kiosk.still_there.stay` |
| `kiosk.staff_pin` | `kiosk.staff_pin.pad.0` … `.9`, `.clear`, `.erase`, `kiosk.staff_pin.next` |
| `kiosk.corner` | `kiosk.corner.look`, `.network`, `.print`, `.shift`, `.code`, `.end`, `.unlock` |
| `kiosk.corner_shift` | `kiosk.corner_shift.go` |
| `kiosk.corner_code` | (`kiosk.corner_code.qr` is the code) |
| `kiosk.corner_end` | `kiosk.corner_end.go`, `.quit` |
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from domain.ports import Clock
from kiosk.bars import BottomBar, TopBar
from kiosk.bind_states import Binding, Bound
from kiosk.corner_states import Corner, EndProgram, StaffPin
from kiosk.entrance import Entrance
from kiosk.flow import Flow
from kiosk.focus import order_focus
from kiosk.link import Link
from kiosk.look import (
    Preferences,
    Tool,
    down_to_plain,
    glass_px_per_mm,
    is_low,
    is_portrait,
    plain,
    theme_for,
    usual_preferences,
)
from kiosk.page import Page
from kiosk.pages import make_page
from kiosk.receipt_words import paper_receipt
from kiosk.record_states import Opening
from kiosk.senses import Senses
from kiosk.states import (
    Attract,
    Back,
    Balance,
    BrokenOff,
    Cannot,
    ClearPerson,
    Command,
    Input,
    Leave,
    OutOfService,
    Print,
    Reading,
    Result,
    Settled,
    StillThere,
    Tick,
    Touch,
    Unknown,
    Working,
)
from kiosk.tools import Tools
from station.clock import SystemClock
from station.station import Station
from station.views import Connection, StationStatus
from ui.fonts import cap_height
from ui.i18n import current_language, set_language
from ui.stylesheet import apply_theme
from ui.theme import Theme, theme_of
from ui.widgets import DemoRibbon

_TICK_MS = 250
_MARGIN_UNITS = 4
_NARROW_TARGETS = 13
"""A glass of less than 260 mm is too narrow for back and leave beside each other in larger letters."""
_NO_WAY_BACK = (
    Attract,
    Reading,
    Opening,
    Binding,
    Bound,
    BrokenOff,
    Settled,
    Balance,
    Working,
    Unknown,
    Cannot,
    OutOfService,
    StaffPin,
    Corner,
)
_NO_WAY_OUT = (Attract, Working, Binding, OutOfService)


class KioskWindow(QWidget):
    """One kiosk on one station, which the caller starts and stops. GUI thread."""

    ended = Signal(bool)
    """A member of staff wants the program to end; True: and to begin anew."""

    def __init__(self, station: Station, clock: Clock | None = None) -> None:
        """`clock` tells how long nobody has touched the screen."""
        super().__init__()
        self._station = station
        self._clock = clock or SystemClock()
        settings = station.settings
        screen = settings.screen
        self._usual = usual_preferences(screen.language, screen.scheme, still=screen.reduced_motion)
        self.preferences = self._usual
        """How the person before the kiosk wants it."""
        self._dressed: tuple[object, ...] = ()
        self._worn: Theme | None = None
        self._themes: list[Theme] = []
        self._lying = False
        self._offline = False
        self.flow = _flow_of(station)
        self.senses = Senses(settings.kiosk, self.flow, self)
        """What is heard."""
        self._pages: dict[str, Page[Any]] = {}
        self.setObjectName("kiosk")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self._link = Link(station, self)
        self._link.happened.connect(self.feed)
        self._link.status_changed.connect(self._standing)
        self._ticks = QTimer(self, interval=_TICK_MS)
        self._ticks.timeout.connect(lambda: self.feed(Tick()))
        self._ticks.start()
        self.resize(_PREVIEW)
        self._name_all()
        self._show()
        self._link.open()

    # --- the flow ---

    def feed(self, event: Input) -> None:
        """Tell the flow what happened, carry out what it wants and show its state."""
        self.senses.happened(event)
        before = self.flow.state
        wanted = self.flow.handle(event, self._clock.monotonic_s())
        if any(isinstance(command, ClearPerson) for command in wanted):
            self._clear()
        # Before anything that takes longer: whoever taps hears at once that they were seen.
        self.senses.hear(self.flow.state, self.preferences)
        for command in wanted:
            self._carry_out(command)
        if self.flow.state is not before or wanted:
            self._show()

    def page(self) -> Page[Any]:
        """The screen that is shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, Page)
        return shown

    def _carry_out(self, command: Command) -> None:
        if isinstance(command, EndProgram):
            self.ended.emit(command.again)
        elif isinstance(command, Print):
            self._link.print(command, paper_receipt(command.result, self._station))
        elif not isinstance(command, ClearPerson):
            self._link.carry_out(command)

    def _clear(self) -> None:
        for page in self._pages.values():
            page.clear()
        self._prefer(self._usual)

    def _show(self) -> None:
        state = self.flow.state
        self.senses.hear(state, self.preferences)
        page = self._page_of(type(state).__name__)
        before = self._stack.currentWidget()
        page.show_state(state)
        if before is not page:
            self._stack.setCurrentWidget(page)
            self._entrance.bring(page)
            if isinstance(before, Page):
                before.clear()
            self.setFocus()
        way_back = not isinstance(state, _NO_WAY_BACK) and not (isinstance(state, Result) and state.person is None)
        self._bottom.set_state(back=way_back, leave=not isinstance(state, _NO_WAY_OUT))
        self._turned()
        self.senses.show(page, self.preferences)

    def _page_of(self, state_name: str) -> Page[Any]:
        if state_name not in self._pages:
            page = make_page(state_name, self._station)
            page.wants.connect(self.feed)
            page.prefers.connect(lambda language: self._choose(replace(self.preferences, language=language)))
            page.uses.connect(self._use)
            page.turned.connect(self._turned)
            self._pages[state_name] = page
            self._stack.addWidget(page)
            _keep_steady(page.steady(), plain(self._theme(), self.preferences))
            status = self._station.status()
            page.set_station(offline=self._offline, imitated=status.reader_imitated, downloading=status.downloading)
            page.arrange(lying=self._lying, reach=self.preferences.reach, themes=self._themes)
        return self._pages[state_name]

    def _standing(self, status: StationStatus) -> None:
        self._offline = status.connection in (Connection.OFFLINE, Connection.DEGRADED)
        for page in self._pages.values():
            page.set_station(offline=self._offline, imitated=status.reader_imitated, downloading=status.downloading)
        self._name_all()

    # --- the look ---

    def _build(self) -> None:
        self._ribbon = DemoRibbon()
        self._ribbon.set_demo(self._station.demo)
        self._top, self._tools, self._bottom = TopBar(), Tools(), BottomBar()
        self._stack = QStackedWidget()
        self._entrance = Entrance(self)
        self._body = QVBoxLayout()
        self._body.addWidget(self._top)
        self._body.addWidget(self._stack, 1)
        self._body.addWidget(self._bottom)
        _fill(self, self._ribbon, self._body)
        self._bottom.back.connect(lambda: self.feed(Back()))
        self._bottom.leave.connect(lambda: self.feed(Leave()))
        self._bottom.turn.connect(self._turn)
        self._tools.chosen.connect(self._use)

    def _use(self, tool: Tool) -> None:
        before = self.preferences.volume
        self._choose(self.preferences.after(tool, self._usual))
        if tool == "volume" and self.preferences.volume != before:
            self.senses.say(self._tools.volume_words(), self.preferences.language)

    def _choose(self, preferences: Preferences) -> None:
        waking = isinstance(self.flow.state, StillThere)
        self.feed(Touch())
        if not waking:
            self._prefer(preferences)
        self._place_tools()
        self.senses.show(self.page(), self.preferences)

    def _prefer(self, preferences: Preferences) -> None:
        before, self.preferences = self.preferences, preferences
        # Another window of this process may have chosen a language for everybody; it stays when nobody changed it here.
        if preferences.language != before.language and preferences.language != current_language():
            set_language(preferences.language)
        self._dress()

    def _theme(self) -> Theme:
        brand, cap = self._station.programme.brand_colour, cap_height(self.font().family())
        return theme_for(self.preferences, brand, self.size(), scale_px_per_mm=self._scale(), cap_height=cap)

    def _scale(self) -> float:
        return glass_px_per_mm(self.size(), self._station.settings.screen.width_mm, full_screen=self.isFullScreen())

    def _dress(self) -> None:
        """Theme and arrangement for this glass and this person; a style sheet costs memory, so one that is as before stays."""
        wanted = (self.size(), self.isFullScreen(), self.preferences, self._station.programme.brand_colour)
        if wanted == self._dressed:
            return
        self._dressed = wanted
        theme = self._theme()
        self._themes = down_to_plain(theme, self.preferences)
        if theme != self._worn:
            self._worn = theme
            apply_theme(self, theme)
            inside = [part for page in self._pages.values() for part in page.steady()]
            _keep_steady([self._ribbon, self._top.mark, self._tools, *inside], plain(theme, self.preferences))
        # In reach the bar holds everything; a low glass has no height for a second row.
        low, narrow = is_low(self.size(), self._scale()), self.width() < _NARROW_TARGETS * theme.sizes.touch
        self._lying = not is_portrait(self.size()) or (low and self.preferences.reach)
        _keep_steady([self._bottom], plain(theme, self.preferences) if low or narrow or self.preferences.reach else theme)
        edge = _MARGIN_UNITS * theme.sizes.unit
        self._body.setContentsMargins(edge, edge // 2, edge, edge // 2)
        self._body.setSpacing(theme.sizes.gap)
        self._place_tools()
        for page in self._pages.values():
            page.arrange(lying=self._lying, reach=self.preferences.reach, themes=self._themes)
        self._turned()

    def _place_tools(self) -> None:
        self._tools.set_state(self.preferences, self._usual, audible=self._station.settings.kiosk.volume > 0)
        self._top.release(self._tools)
        self._bottom.release()
        margins = self._body.contentsMargins()
        bar = self._bottom if self.preferences.reach else self._top
        bar.hold(self._tools, self.width() - margins.left() - margins.right())

    def _name_all(self) -> None:
        name = self._station.programme.name.in_language(current_language())
        self._top.mark.set_name(name)
        self.setWindowTitle(name)

    def _turn(self, direction: int) -> None:
        self.feed(Touch())
        self.page().turn(direction)

    def _turned(self) -> None:
        shown = self._stack.currentWidget()
        if isinstance(shown, Page):
            up, down = shown.can_turn()
            self._bottom.set_turn(up=up, down=down)

    # --- Qt's own ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; another glass."""
        super().resizeEvent(event)
        self._dress()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own; no button has the focus before somebody uses a key."""
        super().showEvent(event)
        self._dress()
        self.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; the programme's name follows the language."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._name_all()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt's own; a touch of nothing in particular still says that somebody is here."""
        event.accept()
        self.feed(Touch())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; keys do nothing but say that somebody is here."""
        event.accept()
        self.feed(Touch())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Qt's own; the order is that of what is shown just now."""
        order_focus(self)
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's own; in full screen nobody but this program closes the window."""
        if self.isFullScreen() and event.spontaneous():
            event.ignore()
            return
        self._ticks.stop()
        self._link.close()
        self.senses.close()
        super().closeEvent(event)


def _fill(window: QWidget, above: QWidget, body: QVBoxLayout) -> None:
    """Give the window to its body, edge to edge."""
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(above)
    column.addLayout(body, 1)


def _keep_steady(parts: Iterable[QWidget], steady: Theme) -> None:
    for part in parts:
        if theme_of(part) != steady:
            apply_theme(part, steady)
            part.setAutoFillBackground(False)


def _flow_of(station: Station) -> Flow:
    kiosk, prints = station.settings.kiosk, station.receipts.has_printer
    return Flow(station.redeeming.new_op_id, idle_s=kiosk.idle_s, warning_s=kiosk.warning_s, prints=prints)


_PREVIEW = QSize(540, 960)
"""Size of a window that nobody has sized."""
