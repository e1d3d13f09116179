"""What changes how a screen looks and sounds, on every screen in the same place.

| object name | what |
|---|---|
| `kiosk.language` | the next language |
| `kiosk.reach` | everything to press into the lower half, and back |
| `kiosk.speech` | what stands on the screen is spoken, and no longer |
| `kiosk.contrast` | high contrast, and back |
| `kiosk.text_size` | the next text size |
| `kiosk.volume` | the next volume; there while something is spoken |
| `kiosk.restore` | everything as it was before anybody changed it; there while something is changed |
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.look import Preferences, Tool, Volume
from ui.i18n import KIOSK_LANGUAGES, next_language
from ui.screen import Screen
from ui.theme import Scheme, Theme
from ui.widgets import IconButton

_STEADY: tuple[Tool, ...] = ("language", "reach", "speech", "contrast", "text_size")
_AT_TIMES: tuple[Tool, ...] = ("volume", "restore")
_VOLUME_ICONS: dict[Volume, str] = {"soft": "volume_1", "usual": "volume_2", "loud": "volume_3"}


class Tools(Screen):
    """Those that are always there keep their places when the two others come and go."""

    chosen = Signal(str)
    """A `kiosk.look.Tool` was touched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[Tool, IconButton] = {}
        self._volume: Volume = "usual"
        self._steady, self._at_times = QWidget(), QWidget()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._rows = [self._add(self._steady, _STEADY), self._add(self._at_times, _AT_TIMES)]
        for tool in ("reach", "speech", "contrast"):
            self._buttons[tool].setCheckable(True)
        for tool in _AT_TIMES:
            self._keep_room(self._buttons[tool], keep=True)
            self._buttons[tool].hide()
        self.stand_in_a_row(keep_room=False)

    def set_state(self, preferences: Preferences, usual: Preferences, *, audible: bool) -> None:
        """Which of them are on, and which are there. `audible`: something can be heard here."""
        self._buttons["reach"].setChecked(preferences.reach)
        self._buttons["speech"].setChecked(preferences.speech)
        self._buttons["contrast"].setChecked(preferences.scheme is Scheme.HIGH_CONTRAST)
        self._volume = preferences.volume
        self._buttons["volume"].set_icon(_VOLUME_ICONS[self._volume])
        self._buttons["volume"].say(self.volume_words())
        self._buttons["volume"].setVisible(preferences.speech and audible)
        self._buttons["restore"].setVisible(preferences != usual)
        self._at_times.setVisible(preferences != usual)

    def volume_words(self) -> str:
        """How loud it is."""
        levels: dict[Volume, str] = {"usual": self.tr("普通"), "loud": self.tr("大聲"), "soft": self.tr("小聲")}
        return self.tr("音量：{level}").format(level=levels[self._volume])

    def full_width(self) -> int:
        """All of them beside each other."""
        count, sizes = len(_STEADY) + len(_AT_TIMES), self.theme().sizes
        return count * max(sizes.touch, self._buttons["restore"].sizeHint().width()) + (count - 1) * sizes.gap

    def stand_in_a_row(self, *, keep_room: bool) -> None:
        """All beside each other. `keep_room` where they stand in the middle: at an edge the steady ones stay without it."""
        self._keep_room(self._at_times, keep=keep_room)
        self._put(self._at_times, 0, 0)
        self._put(self._steady, 0, 1)

    def stand_in_two(self, beside: QWidget | None) -> None:
        """The steady ones below the others, and at the left of those something else until it is taken away again."""
        self._keep_room(self._at_times, keep=beside is not None)
        if beside is not None:
            self._grid.addWidget(beside, 0, 0)
            self._grid.setColumnStretch(0, 1)
        self._put(self._at_times, 0, 1)
        self._put(self._steady, 1, 0, columns=2)

    def retranslate(self) -> None:
        """Texts."""
        words: dict[Tool, str] = {
            "language": KIOSK_LANGUAGES[next_language(KIOSK_LANGUAGES)],
            "reach": self.tr("按鍵移到下方"),
            "contrast": self.tr("高對比"),
            "speech": self.tr("朗讀畫面"),
            "text_size": self.tr("放大文字"),
            "restore": self.tr("恢復原樣"),
            "volume": self.volume_words(),
        }
        for tool, button in self._buttons.items():
            button.say(words[tool])

    def restyle(self, theme: Theme) -> None:
        """Eight millimetres between them."""
        for layout in (self._grid, *self._rows):
            layout.setSpacing(theme.sizes.gap)

    def _add(self, part: QWidget, tools: tuple[Tool, ...]) -> QHBoxLayout:
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        for tool in tools:
            button = IconButton("volume_2" if tool == "volume" else tool)
            button.setObjectName(f"kiosk.{tool}")
            button.clicked.connect(lambda _=False, tool=tool: self.chosen.emit(tool))
            self._buttons[tool] = button
            row.addWidget(button)
        return row

    def _put(self, part: QWidget, row: int, column: int, columns: int = 1) -> None:
        self._grid.removeWidget(part)
        self._grid.addWidget(part, row, column, 1, columns, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    @staticmethod
    def _keep_room(widget: QWidget, *, keep: bool) -> None:
        policy = widget.sizePolicy()
        policy.setRetainSizeWhenHidden(keep)
        widget.setSizePolicy(policy)
