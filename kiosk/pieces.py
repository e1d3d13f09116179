"""What several screens of the kiosk are made of."""

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.buttons import Button
from ui.qr import QrView
from ui.screen import Screen
from ui.text import Role, Text
from ui.theme import Theme, theme_of
from ui.widgets import NumPad, OutcomeIcon, OutcomeKind, Panel

_ICON_LINES, _SMALL_ICON_LINES = 2.5, 1.5
_TALL = 1.5
"""Height of a tall key, in touch targets."""
_QR_TARGETS, _LARGE_QR_TARGETS = 2, 3
"""Side of a recovery code's QR, in touch targets."""
_DIGIT, _WORD, _LINE = 0.65, 0.5, 1.5
"""Size of a digit in heights of its key, of a key's word at 100 % in touch targets: words are wider than a digit.
And the height of a line in letters."""


class EvenGrid(QWidget):
    """Equal fields in as many columns as their words allow, at most `most_columns`, 8 mm apart."""

    def __init__(self, most_columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most, self._uneven = most_columns, False
        self._fields: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, field: QWidget) -> None:
        """One more field, if it is none yet; hidden ones take no room."""
        if field not in self._fields:
            hidden = field.isHidden() and field.parentWidget() is not None
            field.setParent(self)
            field.setHidden(hidden)
            self._fields.append(field)
            self._follow()

    def take(self, field: QWidget) -> None:
        """Let a field go, if it is here."""
        if field in self._fields:
            self._fields.remove(field)
            self._follow()

    def set_most_columns(self, most: int, *, uneven: bool = False) -> None:
        """Allow more or fewer columns; `uneven` where height matters more: fields as wide as their words, if in fewer rows."""
        if (most, uneven) != (self._most, self._uneven):
            self._most, self._uneven = most, uneven
            self._follow()

    def hasHeightForWidth(self) -> bool:
        """Qt's own."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's own."""
        rows = len(self._rows(width))
        return rows * self._height() + max(0, rows - 1) * theme_of(self).sizes.gap

    def sizeHint(self) -> QSize:
        """Qt's own; all columns, as wide as the words."""
        columns = min(self._most, max(1, len(self._shown())))
        width = columns * self._width() + (columns - 1) * theme_of(self).sizes.gap
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Qt's own; one column."""
        return QSize(self._width(), self._height() if self._shown() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; places the fields."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Qt's own; a field has changed, perhaps while nobody saw it."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.StyleChange, QEvent.Type.Show):
            self._follow()
        return super().event(event)

    def _follow(self) -> None:
        self.updateGeometry()
        self._place()

    def _shown(self) -> list[QWidget]:
        return [field for field in self._fields if not field.isHidden()]

    def _width(self) -> int:
        return max((field.sizeHint().width() for field in self._shown()), default=0)

    def _height(self) -> int:
        return max((field.sizeHint().height() for field in self._shown()), default=0)

    def _columns(self, width: int) -> int:
        gap, least = theme_of(self).sizes.gap, self._width()
        fitting = max(1, min(self._most, (width + gap) // max(1, least + gap)))
        rows = ceil(len(self._shown()) / fitting)
        return ceil(len(self._shown()) / rows) if rows else 1

    def _rows(self, width: int) -> list[list[tuple[QWidget, int]]]:
        """The fields row by row with their widths."""
        shown, gap, columns = self._shown(), theme_of(self).sizes.gap, self._columns(width)
        each = (width - (columns - 1) * gap) // columns
        even = [[(field, each) for field in shown[at : at + columns]] for at in range(0, len(shown), columns)]
        if not self._uneven:
            return even
        rows: list[list[tuple[QWidget, int]]] = [[]]
        for field in shown:
            needed = field.sizeHint().width()
            if rows[-1] and sum(taken + gap for _, taken in rows[-1]) + needed > width:
                rows.append([])
            rows[-1].append((field, needed))
        if len(rows) >= len(even):
            return even
        spare = [(width - sum(taken for _, taken in row) - (len(row) - 1) * gap) // len(row) for row in rows]
        return [[(field, taken + more) for field, taken in row] for row, more in zip(rows, spare, strict=True)]

    def _place(self) -> None:
        gap, height = theme_of(self).sizes.gap, self._height()
        for row, fields in enumerate(self._rows(self.width())):
            left = 0
            for field, width in fields:
                field.setGeometry(left, row * (height + gap), width, height)
                left += width + gap


class Fact(Screen):
    """One line of a list: what it is, what that means, and how much at the right edge.

    `long_value` is for values that may be words: smaller, and wrapped where the name is not.
    """

    def __init__(self, parent: QWidget | None = None, *, long_value: bool = False) -> None:
        super().__init__(parent)
        self._name = Text("body", strong=not long_value, wrap=not long_value)
        self._note = Text("small", "soft")
        role: Role = "body" if long_value else "title"
        self._value = Text(role, "brand", strong=True, wrap=long_value, align=Qt.AlignmentFlag.AlignRight)
        row = self.grid(QHBoxLayout(), gap=3)
        row.addWidget(self._name, 0 if long_value else 1)
        row.addWidget(self._value, 1 if long_value else 0)
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addLayout(row)
        column.addWidget(self._note)

    def set_words(self, name: str, value: str, note: str = "", *, muted: bool = False) -> None:
        """Show the line; `muted` for what cannot be used here."""
        self._name.setText(name)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._value.setText(value)
        self._value.set_tone("soft" if muted else "brand")


class Headline(Screen):
    """An outcome's shape and its title, above each other or, where there is little height, beside each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = OutcomeIcon(lines=_ICON_LINES)
        self._title = Text("display", strong=True)
        self._box = self.grid(QBoxLayout(QBoxLayout.Direction.TopToBottom, self), gap=3)
        self._box.addWidget(self._icon)
        self._box.addWidget(self._title, 1)

    def set_words(self, kind: OutcomeKind, title: str) -> None:
        """Show an outcome."""
        self._icon.set_kind(kind)
        self._icon.setAccessibleName(title)
        self._title.setText(title)

    def set_small(self, small: bool) -> None:
        """A smaller title and shape, where there is little height."""
        self._title.set_role("title" if small else "display")
        self._icon.set_lines(_SMALL_ICON_LINES if small else _ICON_LINES)

    def set_beside(self, beside: bool) -> None:
        """Put the shape at the left of the title."""
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if beside else direction.TopToBottom)


class CodePanel(Panel):
    """A recovery code: large enough to be copied by hand, in groups to be spoken, and as QR for a phone or a scanner."""

    def __init__(self, parent: QWidget | None = None, *, large: bool = False) -> None:
        super().__init__(parent, gap=0.5)
        self._qr_targets = _LARGE_QR_TARGETS if large else _QR_TARGETS
        self._label = Text("small", "soft")
        self._code = Text("display" if large else "title", strong=True)
        self._note = Text("small", "soft")
        self._qr = QrView()
        self._qr.setObjectName("kiosk.code.qr")
        words = self.grid(QVBoxLayout(), gap=0.5)
        words.addStretch(1)
        for text in (self._label, self._code, self._note):
            words.addWidget(text)
        words.addStretch(1)
        row = self.grid(QHBoxLayout(), gap=3)
        row.addLayout(words, 1)
        row.addWidget(self._qr, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)

    def set_size(self, role: Role, *, large: bool) -> None:
        """Another size for the code, where there is little width, and for the QR, where there is little height."""
        self._code.set_role(role)
        self._qr_targets = _LARGE_QR_TARGETS if large else _QR_TARGETS
        self._note.setVisible(large)
        self.restyle(self.theme())

    def set_code(self, label: str, code: str) -> None:
        """Show a code; an empty one hides the panel."""
        self._label.setText(label)
        self._code.setText(code)
        self._note.setText(self.tr("代碼裡沒有 I、L、O、U 這四個字母。") if code else "")
        self._qr.set_text(code)
        self._qr.setAccessibleName(self.tr("查詢代碼的 QR 碼") if code else "")
        self.setVisible(bool(code))

    def restyle(self, theme: Theme) -> None:
        """A code that is as wide as a phone's camera finds easily at arm's length."""
        super().restyle(theme)
        side = round(theme.sizes.touch * self._qr_targets)
        self._qr.setFixedSize(side, side)


class Keys(NumPad):
    """The kiosk's numeric pad; its digits are large enough in every text size, so they stay and leave room."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self._tall = False
        for key, button in self.keys().items():
            button.setObjectName(f"{name}.{key}")
            # No field here keeps the focus, so whoever works by keys comes to each.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_tall(self, tall: bool) -> None:
        """Taller keys, where there is height to spare."""
        if tall != self._tall:
            self._tall = tall
            self.restyle(self.theme())

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        self._fit_word()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own; the word has another key now."""
        super().resizeEvent(event)
        self._fit_word()

    def restyle(self, theme: Theme) -> None:
        """At least twenty millimetres a key, eight between them."""
        super().restyle(theme)
        height = self._height()
        sheet = f"""QPushButton[role="key"] {{
            font-size: {self._largest()}px; min-height: {height - 2 * theme.sizes.stroke}px;
            min-width: {theme.sizes.touch - 2 * theme.sizes.stroke}px; }}"""
        if self.styleSheet() != sheet:
            self.setStyleSheet(sheet)
        self._fit_word()

    def _height(self) -> int:
        touch = self.theme().sizes.touch
        return round(touch * _TALL) if self._tall else touch

    def _largest(self) -> int:
        """Letters that are as high as a key between its edges allows."""
        height = self._height()
        return min(round(height * _DIGIT), int((height - 2 * self.theme().sizes.stroke) / _LINE))

    def _fit_word(self) -> None:
        """The word grows with the text size as far as its key is wide; the key is as wide as the word at 100 %."""
        sizes, key = self.theme().sizes, self.keys()["clear"]
        least = round(sizes.touch * _WORD)
        letters = QFont(self.font())
        letters.setBold(True)
        letters.setPixelSize(least)
        room, width = 2 * sizes.stroke, QFontMetrics(letters).horizontalAdvance(key.text())
        columns = 6 if self.is_wide() else 3
        across = (self.width() - (columns - 1) * sizes.gap) // columns - room
        fits = min(round(least * across / max(1, width)), self._largest())
        size = max(least, min(sizes.body, fits))
        _wear(key, f"font-size: {size}px; min-width: {max(width, sizes.touch - room)}px;")
        erase = self.keys()["erase"]
        _wear(erase, f"min-width: {max(erase.iconSize().width(), sizes.touch - room)}px;")


def _wear(widget: QWidget, sheet: str) -> None:
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)


def in_two_lines(words: str) -> str:
    """Broken at the space that is nearest to the middle; words of one piece stay as they are."""
    spaces = [at for at, letter in enumerate(words) if letter == " "]
    if not spaces:
        return words
    at = min(spaces, key=lambda at: abs(2 * at - len(words)))
    return f"{words[:at]}\n{words[at + 1 :]}"


def wipe(widget: QWidget) -> None:
    """Take every word and picture out of a widget and everything in it, hidden or not."""
    for child in widget.findChildren(QWidget):
        if isinstance(child, QrView):
            child.set_text("")
        elif isinstance(child, QLabel):
            child.setText("")
            child.setToolTip("")
        if not _in_pad(child):
            child.setAccessibleName("")
            if isinstance(child, Button):
                child.setText("")


def _in_pad(widget: QWidget) -> bool:
    return isinstance(widget, NumPad) or isinstance(widget.parentWidget(), NumPad)
