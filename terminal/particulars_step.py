"""The step in which a person's particulars are taken down.

Object names, beneath the form's own: `.name`, `.national_id`, `.birthday`, `.district`, `.fact.<fact>`, `.particulars_done`.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from domain import taipei
from domain.eligibility import age_on
from domain.errors import Refused
from domain.masking import mask_name, mask_national_id
from station.station import Station
from station.views import Field, ParticularsForm
from terminal.keys import DigitsChoose, EnterAdvances, key_of
from terminal.names import facts_asked
from terminal.workplace import PersonHere
from ui.amounts import day_text
from ui.fonts import displayable
from ui.messages import fact_name
from ui.theme import Theme
from ui.widgets import CheckBox, ComboBox, DateField, FieldRow, PrimaryButton, Screen, Text

_ID_LENGTH = 10
_COLUMNS = 2


class ParticularsStep(Screen):
    """Four fields and the facts that the programme asks for. The form `of` which this step is finds room for `submit`."""

    done = Signal()
    """Everything is right and Enter was pressed at the end."""
    changed = Signal()

    def __init__(self, station: Station, of: str = "terminal.issue", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station, self._of = station, of
        self.name, self.national_id = QLineEdit(), QLineEdit()
        self._birthday = DateField()
        self.birthday = self._birthday.edit
        self.district = ComboBox()
        self.district.setEditable(True)
        self.district.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._rows = {
            Field.NAME: FieldRow(self.name),
            Field.NATIONAL_ID: FieldRow(self.national_id),
            Field.BIRTHDAY: self._birthday,
            Field.DISTRICT: FieldRow(self.district),
        }
        for field, row in self._rows.items():
            row.input.setObjectName(f"{of}.{field}")
            row.setObjectName(f"{of}.{field}.row")
        self._facts: dict[str, CheckBox] = {}
        self._facts_title = Text("small", "soft", strong=True)
        self._facts_grid = QGridLayout()
        self.submit = PrimaryButton()
        self.submit.setObjectName(f"{of}.particulars_done")
        self.submit.clicked.connect(self._finish)
        self._enter = EnterAdvances(self._advance, self)
        self._digits = DigitsChoose(self)
        self._lay_out()
        self._connect()
        self._fill_choices()

    def _lay_out(self) -> None:
        fields = self._fields = self.grid(QGridLayout(), gap=1)
        for number, row in enumerate(self._rows.values()):
            fields.addWidget(row, number // _COLUMNS, number % _COLUMNS)
        for column in range(_COLUMNS):
            fields.setColumnStretch(column, 1)
        column_ = self.grid(QVBoxLayout(self), gap=1)
        column_.addLayout(fields)
        column_.addWidget(self._facts_title)
        column_.addLayout(self.grid(self._facts_grid, gap=0.25))

    def _connect(self) -> None:
        edit = self.district.lineEdit()
        self._enter.watch(self.name, self.national_id, self.birthday, self.district)
        self.name.textChanged.connect(self._name_typed)
        self.national_id.textEdited.connect(self._national_id_typed)
        self._birthday.changed.connect(self._birthday_typed)
        self.district.editTextChanged.connect(self._district_typed)
        self.name.editingFinished.connect(lambda: self._left(Field.NAME))
        self.national_id.editingFinished.connect(lambda: self._left(Field.NATIONAL_ID))
        self.birthday.editingFinished.connect(lambda: self._left(Field.BIRTHDAY))
        if edit is not None:
            edit.editingFinished.connect(lambda: self._left(Field.DISTRICT))

    def _fill_choices(self) -> None:
        """Districts and facts of the programme in force."""
        programme = self._station.programme
        self.district.clear()
        self.district.addItems(programme.districts)
        self.district.setCurrentIndex(-1)
        self.district.setEditText("")
        asked = facts_asked(programme)
        if asked != list(self._facts):
            for box in self._facts.values():
                self._facts_grid.removeWidget(box)
                box.deleteLater()
            self._facts = {fact: CheckBox() for fact in asked}
            for number, (fact, box) in enumerate(self._facts.items()):
                box.setObjectName(f"{self._of}.fact.{fact}")
                box.toggled.connect(self.changed)
                self._enter.watch(box)
                self._facts_grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
            self._digits.set_choices(list(self._facts.values()))

    # --- for the task ---

    def form(self) -> ParticularsForm:
        """As typed."""
        return ParticularsForm(
            name=self.name.text(),
            national_id=self.national_id.text(),
            birthday=self.birthday.text(),
            district=self.district.currentText(),
            facts=frozenset(fact for fact, box in self._facts.items() if box.isChecked()),
        )

    def take_number(self, number: str) -> None:
        """Put in an ID number that was scanned; what is left to be typed gets the focus."""
        self.national_id.setText(number)
        self._national_id_typed(number)
        (self.birthday if self.name.text().strip() else self.name).setFocus()

    def fill(self, form: ParticularsForm) -> None:
        """Take this over, as if it had been typed."""
        self.name.setText(form.name)
        self.national_id.setText(form.national_id)
        self.birthday.setText(form.birthday)
        self.district.setCurrentText(form.district)
        for fact, box in self._facts.items():
            box.setChecked(fact in form.facts)
        self.is_right()
        self.changed.emit()

    def person(self) -> PersonHere | None:
        """The person as far as typed, masked; None while nothing is."""
        form = self.form()
        if not (form.name.strip() or form.national_id or form.birthday):
            return None
        return PersonHere(
            name=mask_name(form.name) if form.name.strip() else "",
            national_id=mask_national_id(form.national_id) if form.national_id else "",
            age=self._age(),
            district=form.district if self._station.counter.check_field(Field.DISTRICT, form.district) is None else "",
        )

    def is_right(self) -> bool:
        """Check everything, say what is wrong, and put the focus on the first field that is."""
        wrong = self._station.counter.check(self.form())
        for field, row in self._rows.items():
            row.set_error(wrong.get(field))
        if wrong:
            self._rows[next(field for field in self._rows if field in wrong)].input.setFocus()
        return not wrong

    def clear(self) -> None:
        """Forget the person."""
        for edit in (self.name, self.national_id, self.birthday):
            edit.clear()
        for box in self._facts.values():
            box.setChecked(False)
        self._fill_choices()
        for row in self._rows.values():
            row.set_error(None)
        self.retranslate()
        self.changed.emit()

    def is_empty(self) -> bool:
        """Whether nothing has been typed or ticked."""
        return self.person() is None and not self.form().facts and not self.form().district

    def start(self) -> None:
        """Put the focus where typing begins."""
        self.name.setFocus()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; air between the columns."""
        self._fields.setHorizontalSpacing(theme.sizes.unit * 2)
        self._facts_grid.setHorizontalSpacing(theme.sizes.unit * 2)

    def retranslate(self) -> None:
        """Texts."""
        labels = {
            Field.NAME: self.tr("姓名（照證件的寫法）"),
            Field.NATIONAL_ID: self.tr("身分證或居留證號碼"),
            Field.BIRTHDAY: self.tr("生日（民國）"),
            Field.DISTRICT: self.tr("行政區（打字或選擇）"),
        }
        for field, words in labels.items():
            self._rows[field].set_label(words)
        self._facts_title.setText(self.tr("已確認的資格（按數字或空白鍵勾選，Enter 繼續）"))
        for number, (fact, box) in enumerate(self._facts.items(), 1):
            box.setText(f"{key_of(number)}　{fact_name(fact)}")
            box.setAccessibleName(fact_name(fact))
        self.submit.setText(self.tr("看可辦的卡別 (Enter)"))
        self._note_age()

    # --- typing ---

    def _name_typed(self, text: str) -> None:
        shown = displayable(text, self.name.font())
        self._rows[Field.NAME].set_note(shown if shown != text else "")
        self._rows[Field.NAME].set_error(None)
        self.changed.emit()

    def _national_id_typed(self, text: str) -> None:
        at = self.national_id.cursorPosition()
        if text != text.upper():
            self.national_id.setText(text.upper())
            self.national_id.setCursorPosition(at)
        complete = len("".join(text.split())) >= _ID_LENGTH
        code = self._station.counter.check_field(Field.NATIONAL_ID, text) if complete else None
        self._rows[Field.NATIONAL_ID].set_error(code)
        self.changed.emit()

    def _birthday_typed(self) -> None:
        if self._birthday.value() is not None:
            self._birthday.set_error(self._station.counter.check_field(Field.BIRTHDAY, self.birthday.text()))
        self._note_age()
        self.changed.emit()

    def _district_typed(self, _: str) -> None:
        self._rows[Field.DISTRICT].set_error(None)
        self.changed.emit()

    def _left(self, field: Field) -> None:
        """A field that something stands in is checked when it is left; an empty one when the form is finished."""
        if self._text(field):
            self._complete(field)

    def _text(self, field: Field) -> str:
        owner = self._rows[field].input
        return owner.text() if isinstance(owner, QLineEdit) else self.district.currentText()

    def _age(self) -> int | None:
        if self._birthday.value() is None:
            return None
        try:
            birthday = self._station.counter.birthday(self.birthday.text())
        except Refused:
            return None
        return age_on(birthday, taipei.day(self._station.now_ms()))

    def _note_age(self) -> None:
        day, age = self._birthday.value(), self._age()
        if day is not None and age is not None:
            self._birthday.set_note(self.tr("{day}，{age} 歲").format(day=day_text(day), age=age))

    # --- Enter ---

    def _advance(self, widget: QWidget) -> None:
        order: list[tuple[Field, QWidget]] = [(field, row.input) for field, row in self._rows.items()]
        for number, (field, owner) in enumerate(order):
            if widget is not owner:
                continue
            if not self._complete(field):
                return
            following = order[number + 1][1] if number + 1 < len(order) else self._first_fact()
            following.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self._finish()

    def _complete(self, field: Field) -> bool:
        code = self._station.counter.check_field(field, self._text(field))
        self._rows[field].set_error(code)
        return code is None

    def _first_fact(self) -> QWidget:
        return next(iter(self._facts.values()), self.submit)

    def _finish(self) -> None:
        if self.is_right():
            self.done.emit()
