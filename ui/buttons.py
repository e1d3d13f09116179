"""Things to press."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.icons import icon
from ui.screen import Screen
from ui.text import Role, Text
from ui.theme import Theme, theme_of

_WITH_WORDS = ("primary", "secondary", "quiet")


class Button(QPushButton):
    """Base of the buttons below. Enter presses it as Space does; text is the verb first (「兌換 50 點」, never 「確定」)."""

    role = "secondary"

    def __init__(self, icon_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setProperty("role", self.role)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tint()

    def set_icon(self, name: str) -> None:
        """Show another of `ui.icons.NAMES`."""
        if name != self._icon_name:
            self._icon_name = name
            self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; Enter and Return press the focused button in every window, not in dialogs alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; the icon follows the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._tint()

    def _tint(self) -> None:
        if self._icon_name:
            theme = theme_of(self)
            size = round(theme.sizes.body * 1.25)
            room = theme.sizes.unit // 2 if self.role in _WITH_WORDS else 0
            self.setIconSize(QSize(size + room, size))
            self.setIcon(icon(self._icon_name, theme, size, on_brand=self.role == "primary", room=room))


class PrimaryButton(Button):
    """The one thing to do next; one on a screen."""

    role = "primary"


class SecondaryButton(Button):
    """Anything else that can be done."""


class QuietButton(Button):
    """Back, leave, and what is seldom needed: no edge until it has the focus."""

    role = "quiet"


class StatusButton(Button):
    """Something in the status line that opens what it tells of."""

    role = "status"


class IconButton(Button):
    """An icon alone, square. Say what it does with `setAccessibleName` and `setToolTip` (see `say`)."""

    role = "icon"

    def say(self, words: str) -> None:
        """What the button does, for the tool tip and for assistive technology."""
        self.setAccessibleName(words)
        self.setToolTip(words)


class _Composed(Button):
    """A button that holds labels, as large as they need."""

    def __init__(self, layout: QBoxLayout, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._box = layout
        self.setLayout(layout)

    def _label(self, role: Role, tone: str, *, strong: bool = False) -> Text:
        made = Text(role, "brand" if tone == "brand" else "soft", strong=strong, wrap=False)
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._box.addWidget(made)
        return made

    def sizeHint(self) -> QSize:
        """Qt's own; room for the labels."""
        self._box.activate()
        return self._box.totalSizeHint().expandedTo(QSize(0, theme_of(self).sizes.control))

    def minimumSizeHint(self) -> QSize:
        """Qt's own; never smaller than the labels."""
        return self.sizeHint()

    def _margins(self, across: float, along: float) -> None:
        unit = theme_of(self).sizes.unit
        self._box.setContentsMargins(round(across * unit), round(along * unit), round(across * unit), round(along * unit))


class ChoiceButton(_Composed):
    """One of at most four large choices: a heading and, below it, what it means (`NT$50` / `用 50 點`)."""

    role = "choice"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QVBoxLayout(), parent)
        self._box.setSpacing(0)
        self._heading = self._label("title", "brand", strong=True)
        self._detail = self._label("body", "soft")
        self._detail.hide()
        self._across, self._along = 3.0, 2.0
        self._margins(self._across, self._along)

    def set_compact(self, compact: bool, *, narrow: bool = False) -> None:
        """Less air above and below the words, where there is little height, and beside them, where there is little width."""
        self._across, self._along = 1.0 if narrow else 3.0, 0.0 if compact else 2.0
        self._margins(self._across, self._along)
        self.updateGeometry()

    def set_heading_role(self, role: Role) -> None:
        """Another size for the heading, where there is little width."""
        self._heading.set_role(role)
        self.updateGeometry()

    def set_words(self, heading: str, detail: str = "") -> None:
        """Show the choice."""
        self._heading.setText(heading)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{heading} {detail}".strip())
        self.updateGeometry()

    def heading(self) -> str:
        """The heading as shown."""
        return self._heading.full_text()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; margins follow the theme, the heading greys out."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._margins(self._across, self._along)
        elif event.type() is QEvent.Type.EnabledChange:
            self._heading.set_tone("brand" if self.isEnabled() else "soft")


class RailButton(_Composed):
    """A task of the rail with its function key named on it."""

    role = "rail"

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(QHBoxLayout(), parent)
        self.setCheckable(True)
        self._key = self._label("small", "soft")
        self._key.setText(key)
        self._task = self._label("body", "brand", strong=True)
        self._box.addStretch(1)
        self._margins(1.5, 0.5)

    def set_task(self, words: str) -> None:
        """Name the task."""
        self._task.setText(words)
        self.setAccessibleName(f"{words} {self._key.full_text()}")
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own; margins follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self._margins(1.5, 0.5)
            self._box.setSpacing(theme_of(self).sizes.unit)


class _Key(Button):
    role = "key"


class NumPad(Screen):
    """Digits, one to take back and one to begin again, for touching. Emits, and types into `target` when there is one."""

    digit = Signal(str)
    removed = Signal()
    cleared = Signal()

    def __init__(self, target: QLineEdit | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target = target
        self._wide = False
        self._keys = self.grid(QGridLayout(self))
        self._digits = {value: self._add(value) for value in "1234567890"}
        for value, key in self._digits.items():
            key.clicked.connect(lambda _=False, value=value: self._type(value))
        self._clear = self._add("")
        self._clear.clicked.connect(self._begin_again)
        self._back = self._add("", "erase")
        self._back.clicked.connect(self._take_back)
        self._arrange()

    def retranslate(self) -> None:
        """Texts."""
        self._clear.setText(self.tr("清除"))
        self._clear.setAccessibleName(self.tr("全部清除"))
        self._back.setAccessibleName(self.tr("刪除一位數字"))

    def restyle(self, theme: Theme) -> None:
        """Keys stand as far apart as fingers need."""
        self._keys.setSpacing(theme.sizes.gap)

    def set_target(self, target: QLineEdit | None) -> None:
        """Type into this field from now on; None only emits."""
        self._target = target

    def set_wide(self, wide: bool) -> None:
        """Two rows of six instead of four of three, where there is little height."""
        if wide != self._wide:
            self._wide = wide
            self._arrange()

    def is_wide(self) -> bool:
        """Whether the keys stand in two rows."""
        return self._wide

    def keys(self) -> dict[str, QPushButton]:
        """Every key: the digits, `clear` and `erase`."""
        return {**self._digits, "clear": self._clear, "erase": self._back}

    def _arrange(self) -> None:
        first, second = ("12345", "67890") if self._wide else ("123", "456")
        rows: list[list[_Key]] = [[self._digits[value] for value in row] for row in (first, second)]
        if self._wide:
            rows[0].append(self._clear)
            rows[1].append(self._back)
        else:
            rows += [[self._digits[value] for value in "789"], [self._clear, self._digits["0"], self._back]]
        for row, keys in enumerate(rows):
            for column, key in enumerate(keys):
                self._keys.removeWidget(key)
                self._keys.addWidget(key, row, column)

    def _add(self, words: str, icon_name: str = "") -> _Key:
        key = _Key(icon_name)
        key.setText(words)
        # The field that is typed into keeps the focus, its cursor and its edge.
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return key

    def _type(self, value: str) -> None:
        if self._target is not None:
            self._target.insert(value)
        self.digit.emit(value)

    def _take_back(self) -> None:
        if self._target is not None:
            self._target.backspace()
        self.removed.emit()

    def _begin_again(self) -> None:
        if self._target is not None:
            self._target.clear()
        self.cleared.emit()
