"""A form about blank cards: of which kind and carrier, in which box, how many.

Object names, beneath the form's own: `.card_kind`, `.carrier`, `.box`, `.cards`, `.missing`, `.submit`.
"""

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import Code
from station.station import Station
from terminal.keys import EnterAdvances
from terminal.names import carrier_name, kind_name
from terminal.task import Complaint
from ui.theme import Theme
from ui.widgets import ComboBox, FieldRow, PrimaryButton, Screen

_DIGITS = 6
_LONGEST_BOX = 60


def count_field(parent: QWidget) -> QLineEdit:
    """Takes digits alone, at most six."""
    field = QLineEdit()
    field.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    field.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{_DIGITS}}}"), parent))
    return field


class StockForm(Screen):
    """`least`: the smallest number that can be meant."""

    submitted = Signal()

    def __init__(self, station: Station, name: str, *, least: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._station = station
        self._least = least
        self._kind, self._carrier = ComboBox(), ComboBox()
        self._box, self._cards = QLineEdit(), count_field(self)
        self._box.setMaxLength(_LONGEST_BOX)
        self.submit = PrimaryButton()
        parts = {"card_kind": self._kind, "carrier": self._carrier, "box": self._box, "cards": self._cards}
        for part, widget in (parts | {"submit": self.submit}).items():
            widget.setObjectName(f"{name}.{part}")
        self._rows = [FieldRow(widget) for widget in parts.values()]
        self._missing = Complaint()
        self._missing.setObjectName(f"{name}.missing")
        # Words of another language may be longer.
        self._carrier.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        grid = self.grid(QGridLayout(), gap=2)
        for number, row in enumerate(self._rows):
            grid.addWidget(row, number // 2, number % 2)
        ways = self.grid(QHBoxLayout(), gap=2)
        ways.addWidget(self.submit)
        ways.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addLayout(grid)
        column.addWidget(self._missing)
        column.addLayout(ways)
        EnterAdvances(self._advance, self).watch(self._kind, self._carrier, self._box, self._cards)
        self._kind.currentIndexChanged.connect(lambda _: self._fill_carriers())
        self._box.textEdited.connect(lambda _: self._missing.say(""))
        self._cards.textEdited.connect(lambda _: self._rows[3].set_error(None))
        self.submit.clicked.connect(self.try_submit)

    def begin(self) -> None:
        """An empty form; kind and box stay, because they are often the same."""
        self._cards.clear()
        self._missing.say("")
        for row in self._rows:
            row.set_error(None)

    def clear(self) -> None:
        """Forget all of it."""
        self._box.clear()
        self._kind.setCurrentIndex(0)
        self.begin()

    def start(self) -> None:
        """Put the focus where it begins."""
        self._kind.setFocus()

    def card_kind(self) -> str:
        """Id of the kind."""
        return str(self._kind.currentData() or "")

    def carrier(self) -> str:
        """Id of the carrier."""
        return str(self._carrier.currentData() or "")

    def box(self) -> str:
        """The box as typed."""
        return self._box.text().strip()

    def cards(self) -> int:
        """How many."""
        return int(self._cards.text() or 0)

    def show_sort(self, card_kind: str, carrier: str, box: str) -> None:
        """Fill in what is known."""
        self._kind.setCurrentIndex(max(0, self._kind.findData(card_kind)))
        self._carrier.setCurrentIndex(max(0, self._carrier.findData(carrier)))
        self._box.setText(box)

    def need_cards(self) -> None:
        """Nothing can be meant by none."""
        self._rows[3].set_error(Code.AMOUNT_INVALID, {"smallest": 1})
        self._cards.setFocus()

    def try_submit(self) -> None:
        """Emit `submitted` when all of it can be meant; else say what cannot."""
        if not self.box():
            self._missing.say(lambda: self.tr("請填卡盒，例如 A1。"))
            self._box.setFocus()
        elif not self._cards.text() or self.cards() < self._least:
            self._rows[3].set_error(Code.AMOUNT_INVALID, {"smallest": self._least})
            self._cards.setFocus()
        else:
            self.submitted.emit()

    def _advance(self, field: QWidget) -> None:
        order = [self._kind, self._carrier, self._box, self._cards]
        at = order.index(field)
        if at + 1 < len(order):
            order[at + 1].setFocus()
        else:
            self.try_submit()

    def _fill_carriers(self) -> None:
        programme, chosen = self._station.programme, self.carrier()
        kind = programme.kind(self.card_kind())
        self._carrier.clear()
        for carrier in kind.carriers if kind is not None else []:
            self._carrier.addItem(carrier_name(programme, carrier), carrier)
        self._carrier.setCurrentIndex(max(0, self._carrier.findData(chosen)))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the button is no wider than its words need."""
        self.submit.setMinimumWidth(theme.sizes.unit * 20)

    def retranslate(self) -> None:
        """Texts."""
        words = (self.tr("卡別"), self.tr("票證公司"), self.tr("卡盒"), self.tr("張數"))
        for row, label in zip(self._rows, words, strict=True):
            row.set_label(label)
        programme, chosen, carrier = self._station.programme, self.card_kind(), self.carrier()
        self._kind.blockSignals(True)
        self._kind.clear()
        for kind in programme.kinds:
            if kind.issued_by != "binding":
                self._kind.addItem(kind_name(programme, kind.id), kind.id)
        self._kind.setCurrentIndex(max(0, self._kind.findData(chosen)))
        self._kind.blockSignals(False)
        self._fill_carriers()
        self._carrier.setCurrentIndex(max(0, self._carrier.findData(carrier)))
