"""What a desk at an activity works with: what taps are for, the last answer, counts, the curve, the ways to mend things.

Object names: `terminal.event.mode.<toggle|in|out>`, `.undo`, `.by_name`, `.forgotten`, `.paper`, and those of
`terminal.tap_board`.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from domain.attendance import Mode
from domain.errors import CityCardError, Code
from station.event_views import StayLine
from station.station import Station
from station.views import AttendanceCounts, TapResult
from terminal.choice_group import ChoiceGroup
from terminal.tap_board import TapBoard
from ui.buttons import QuietButton
from ui.screen import Screen


class EventBoard(Screen):
    """The board of one activity."""

    undo_wanted = Signal()
    by_name_wanted = Signal()
    forgotten_wanted = Signal()
    paper_wanted = Signal()

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forgotten = 0
        self.taps = TapBoard(station)
        self._mode = ChoiceGroup("terminal.event.mode", lambda _: self.start(), exclusive=True, across=True)
        self._mode.set_choices([(mode.value, True) for mode in Mode])
        self._tools: dict[str, QuietButton] = {}
        row = self.grid(QHBoxLayout(), gap=1)
        for name, wanted in (
            ("undo", self.undo_wanted),
            ("by_name", self.by_name_wanted),
            ("forgotten", self.forgotten_wanted),
            ("paper", self.paper_wanted),
        ):
            button = QuietButton()
            button.setObjectName(f"terminal.event.{name}")
            # Enter belongs to whoever stands before the desk; these have keys of their own.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(wanted)
            self._tools[name] = button
            row.addWidget(button)
        row.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addLayout(row)
        column.addWidget(self._mode)
        column.addWidget(self.taps)
        column.addStretch(1)
        self.setFocusProxy(self.taps)
        for number, mode in enumerate(Mode, 1):
            self._key(str(number), mode)

    def _key(self, key: str, mode: Mode) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: self._mode.choose(mode.value))

    def begin(self, counts: AttendanceCounts, *, in_out: bool) -> None:
        """Another activity."""
        self._mode.choose(Mode.TOGGLE.value)
        self._mode.setVisible(in_out)
        self._tools["forgotten"].setVisible(in_out)
        self.taps.begin(counts, in_out=in_out)
        self._count(counts)

    def mode(self) -> Mode:
        """What the next tap is for."""
        return Mode(self._mode.chosen() or Mode.TOGGLE.value)

    def start(self) -> None:
        """The next one may tap."""
        self.taps.setFocus()

    def show_result(self, result: TapResult, tail: str) -> None:
        """A tap was counted, or was the same tap again."""
        self.taps.show_result(result, tail)
        self._count(result.counts)

    def show_error(self, error: CityCardError, tail: str) -> None:
        """A tap was refused."""
        self.taps.show_error(error, tail)

    def show_code(self, code: Code) -> None:
        """Something lies there that is no tap."""
        self.taps.show_code(code)

    def show_undone(self, stay: StayLine, counts: AttendanceCounts, *, sign_out: bool) -> None:
        """A sign-in, or a sign-out alone, has been taken back."""
        self.taps.show_undone(stay, counts, sign_out=sign_out)
        self._count(counts)

    def show_course(self, course: Sequence[tuple[int, int]]) -> None:
        """How many were there over time, until now."""
        self.taps.show_course(course)

    def clear(self) -> None:
        """Forget every tap."""
        self.taps.clear()
        self._count(None)

    def _count(self, counts: AttendanceCounts | None) -> None:
        self._forgotten = counts.forgotten if counts else 0
        self.retranslate()

    def retranslate(self) -> None:
        """Texts."""
        words = {
            "undo": self.tr("取消 (F11)"),
            "by_name": self.tr("沒帶卡 (F12)"),
            "forgotten": self.tr("未簽退 {count} (Ctrl+L)").format(count=self._forgotten),
            "paper": self.tr("名單 (Ctrl+P)"),
        }
        for name, button in self._tools.items():
            button.setText(words[name])
        for mode, said in (
            (Mode.TOGGLE, self.tr("自動簽到、簽退")),
            (Mode.IN, self.tr("只簽到")),
            (Mode.OUT, self.tr("只簽退")),
        ):
            self._mode.set_words(mode.value, said)
