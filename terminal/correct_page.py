"""A person's particulars put right: the number on the document first, then what is different, then old and new side by side.

Object names: `terminal.correct`, `.number`, `.name`, `.birthday`, `.district`, `.fact.<fact>`, `.next`, `.diff`,
`.reason`, `.do_it`.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import Code
from domain.wire_subject import StoredParts
from station.people_views import Corrected
from station.station import Station
from station.views import Field
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.names import facts_asked
from terminal.people_words import born_words, names
from terminal.steps import FormScroll
from ui.amounts import day_text
from ui.messages import fact_name
from ui.theme import Theme
from ui.widgets import ComboBox, DateField, FieldRow, Panel, PrimaryButton, Screen, Text

_MOST_LETTERS = 200
_NAME_LETTERS = 100


class CorrectPage(Screen):
    """Three parts of one page, one after the other: the number, the form, the differences."""

    look_wanted = Signal()
    """The number is right by its form: what is stored?"""
    do_wanted = Signal()

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("terminal.correct")
        self._station = station
        self._stored: StoredParts | None = None
        self._at_diff = False
        self.number, self.name, self.reason_edit = QLineEdit(), QLineEdit(), QLineEdit()
        self.number.setMaxLength(20)
        self.name.setMaxLength(_NAME_LETTERS)
        self.reason_edit.setMaxLength(_MOST_LETTERS)
        self.birthday = DateField()
        self.district = ComboBox()
        self.district.setEditable(True)
        self.district.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._number_row, self._name_row = FieldRow(self.number), FieldRow(self.name)
        self._district_row, self._reason_row = FieldRow(self.district), FieldRow(self.reason_edit)
        self._facts = ChoiceGroup("terminal.correct.fact", lambda _: self.show_diff())
        self._diff = Text("body")
        self.next, self.do_it = PrimaryButton(), PrimaryButton()
        self.next.clicked.connect(self._forward)
        self.do_it.clicked.connect(self._go)
        named = {"number": self.number, "name": self.name, "birthday": self.birthday.edit, "district": self.district}
        named_ = {"diff": self._diff, "reason": self.reason_edit, "next": self.next, "do_it": self.do_it}
        for part, widget in (named | named_).items():
            widget.setObjectName(f"terminal.correct.{part}")
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(self.number, self.name, self.birthday.edit, self.district, self.reason_edit)
        for edit, row in ((self.number, self._number_row), (self.name, self._name_row)):
            edit.textEdited.connect(lambda _, row=row: row.set_error(None))
        self.district.editTextChanged.connect(lambda _: self._district_row.set_error(None))
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        form = QWidget()
        panel = Panel(gap=1.5)
        self._form = QWidget()
        fields = self._fields = self.grid(QGridLayout(self._form), gap=1)
        fields.addWidget(self._name_row, 0, 0)
        fields.addWidget(self.birthday, 0, 1)
        fields.addWidget(self._district_row, 1, 0)
        fields.addWidget(self._facts, 2, 0, 1, 2)
        for column in (0, 1):
            fields.setColumnStretch(column, 1)
        for part in (self._number_row, self._form, self._diff, self._reason_row, self.next, self.do_it):
            panel.body.addWidget(part)
        inner = self.grid(QVBoxLayout(form), gap=0)
        inner.addWidget(panel)
        inner.addStretch(1)
        self.grid(QVBoxLayout(self), gap=0).addWidget(FormScroll(form))

    # --- for the task ---

    def show_stored(self, stored: StoredParts) -> None:
        """The platform knows this person by that number: what is different?"""
        self._stored = stored
        self.district.clear()
        self.district.addItems(self._station.programme.districts)
        self.district.setEditText(stored.district)
        facts = list(dict.fromkeys([*facts_asked(self._station.programme), *stored.facts]))
        self._facts.set_choices([(fact, True) for fact in facts])
        for fact in stored.facts:
            self._facts.choose(fact)
        self._show()
        self.retranslate()

    def wanted(self) -> Corrected:
        """What is to be different."""
        stored = self._stored
        if stored is None:
            return Corrected()
        district, facts = self.district.currentText().strip(), sorted(self._facts.ticked())
        return Corrected(
            name=self.name.text().strip() or None,
            birthday=self.birthday.text().strip() or None,
            district=district if district != stored.district else None,
            facts=facts if facts != sorted(stored.facts) else None,
        )

    def reason(self) -> str:
        """Why."""
        return self.reason_edit.text().strip()

    def refuse_number(self, code: Code) -> None:
        """It is not this person's."""
        self._number_row.set_error(code)
        self.number.setFocus()

    def step_back(self) -> bool:
        """From the differences to the form; False when there is nothing to go back to."""
        if not self._at_diff:
            return False
        self._at_diff = False
        self._show()
        self.start()
        return True

    def forward(self) -> None:
        """The key that goes on."""
        if self._at_diff:
            self._go()
        else:
            self._forward()

    def start(self) -> None:
        """Put the focus where it goes on."""
        (self.reason_edit if self._at_diff else self.number if self._stored is None else self.name).setFocus()

    def clear(self) -> None:
        """Forget the person."""
        self._stored, self._at_diff = None, False
        for edit in (self.number, self.name, self.birthday.edit, self.reason_edit):
            edit.clear()
        self.district.clear()
        self.district.setEditText("")
        self._facts.set_choices([])
        self._diff.setText("")
        for row in (self._number_row, self._name_row, self.birthday, self._district_row):
            row.set_error(None)
            row.set_note("")
        self._show()
        if self._ready:
            self.retranslate()

    # --- within ---

    def _advance(self, widget: QWidget) -> None:
        if widget is self.number or widget is self.reason_edit:
            self.forward()
            return
        order = [self.name, self.birthday.edit, self.district]
        at = order.index(widget)
        if at + 1 < len(order):
            order[at + 1].setFocus()
        else:
            self._facts.start()

    def _forward(self) -> None:
        if self._stored is None:
            code = self._station.counter.check_field(Field.NATIONAL_ID, self.number.text())
            self._number_row.set_error(code)
            if code is None:
                self.look_wanted.emit()
            else:
                self.number.setFocus()
        else:
            self.show_diff()

    def show_diff(self) -> None:
        """Old and new side by side, when the form is right and something is different."""
        check, wanted = self._station.counter.check_field, self.wanted()
        wrong = {
            self.birthday: check(Field.BIRTHDAY, wanted.birthday) if wanted.birthday is not None else None,
            self._district_row: check(Field.DISTRICT, wanted.district) if wanted.district is not None else None,
        }
        for row, code in wrong.items():
            row.set_error(code)
        first = next((row for row, code in wrong.items() if code is not None), None)
        if first is not None:
            first.input.setFocus()
        elif wanted == Corrected():
            self._facts.complain(lambda: self.tr("還沒有不一樣的地方。姓名和生日空白就是不改。"))
        else:
            self._at_diff = True
            self._show()
            self.retranslate()
            self.start()

    def _go(self) -> None:
        if not self.reason():
            self._reason_row.set_error(Code.REASON_MISSING)
            self.reason_edit.setFocus()
        else:
            self._reason_row.set_error(None)
            self.do_wanted.emit()

    def _show(self) -> None:
        known = self._stored is not None
        self._number_row.setVisible(not known)
        self._form.setVisible(known and not self._at_diff)
        self.next.setVisible(not self._at_diff)
        for part in (self._diff, self._reason_row, self.do_it):
            part.setVisible(self._at_diff)

    def _lines(self) -> list[str]:
        """What is different, a line each."""
        stored, wanted = self._stored, self.wanted()
        if stored is None:
            return []
        line = self.tr("{part}：{old} → {new}")
        lines = []
        if wanted.name is not None:
            lines.append(line.format(part=self.tr("姓名"), old=stored.masked_name, new=wanted.name))
        if wanted.birthday is not None:
            day = self.birthday.value()
            new = day_text(day) if day is not None else wanted.birthday
            lines.append(line.format(part=self.tr("生日"), old=born_words(stored.birth_year), new=new))
        if wanted.district is not None:
            lines.append(line.format(part=self.tr("行政區"), old=stored.district, new=wanted.district))
        if wanted.facts is not None:
            old, new = (names([fact_name(fact) for fact in sorted(facts)]) for facts in (stored.facts, wanted.facts))
            none = self.tr("沒有")
            lines.append(line.format(part=self.tr("資格"), old=old or none, new=new or none))
        return lines

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between the columns."""
        self._fields.setHorizontalSpacing(theme.sizes.unit * 2)

    def retranslate(self) -> None:
        """Texts."""
        stored = self._stored
        self._number_row.set_label(self.tr("證件上的號碼"))
        self._number_row.set_note(self.tr("請看著本人的證件輸入；號碼不能更改，不同號碼就是不同的人。"))
        self._name_row.set_label(self.tr("姓名（照證件的寫法；空白就是不改）"))
        self._name_row.set_note(self.tr("現在是 {name}").format(name=stored.masked_name) if stored is not None else "")
        born = born_words(stored.birth_year) if stored is not None else ""
        self.birthday.set_label(self.tr("生日（現在是 {born}；空白就是不改）").format(born=born))
        self._district_row.set_label(self.tr("行政區（打字或選擇）"))
        self._facts.set_title(self.tr("資格（按數字勾選，Enter 看更改內容）"))
        for fact in self._facts.ids():
            self._facts.set_words(fact, fact_name(fact))
        self._reason_row.set_label(self.tr("更正的原因"))
        self._reason_row.set_note(self.tr("例如「遷居」、「改名」。民眾看得到。"))
        self._diff.setText("\n".join(self._lines()) if self._at_diff else "")
        self.next.setText(self.tr("看更改內容 (F12)") if stored is not None else self.tr("查這個人的資料 (Enter)"))
        self.do_it.setText(self.tr("照這樣更正 (F12)"))
