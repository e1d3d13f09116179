"""The step in which whoever acts for the person is taken down: a proxy with a letter of authority, a legal representative.

Object names: `terminal.issue.proxy.name`, `.proxy.national_id`, `.proxy.may.<scope>`, `.representative.name`,
`.representative.national_id`, `.helpers_done`.
"""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from domain.errors import Code
from domain.masking import mask_name
from domain.proxies import TO_BE_ISSUED
from station.issue_papers import PROXY, REPRESENTED, HelperForm
from station.station import Station
from station.views import Field
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from ui.fonts import displayable
from ui.i18n import noop
from ui.widgets import FieldRow, PrimaryButton, Screen, Text

_ID_LENGTH = 10
_SCOPES = {
    "apply": noop("Scopes", "申請"),
    "collect": noop("Scopes", "領取卡片"),
    "bind": noop("Scopes", "綁卡"),
    "replace": noop("Scopes", "補發"),
    "report_lost": noop("Scopes", "掛失"),
    "change": noop("Scopes", "變更資料"),
}


class PersonPart(Screen):
    """Name and number of one helper."""

    changed = Signal()
    finished = Signal()
    """Enter in the last field, and both are right."""

    def __init__(self, station: Station, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._station = station
        self._applicant = ""
        self.title = Text("small", "soft", strong=True)
        self.name, self.national_id = QLineEdit(), QLineEdit()
        self._rows = {Field.NAME: FieldRow(self.name), Field.NATIONAL_ID: FieldRow(self.national_id)}
        grid = self.grid(QGridLayout(), gap=1)
        for number, (field, row) in enumerate(self._rows.items()):
            row.input.setObjectName(f"{name}.{field}")
            row.setObjectName(f"{name}.{field}.row")
            grid.addWidget(row, 0, number)
            grid.setColumnStretch(number, 1)
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addWidget(self.title)
        column.addLayout(grid)
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(self.name, self.national_id)
        self.name.textEdited.connect(self._name_typed)
        self.national_id.textEdited.connect(self._number_typed)

    def form(self) -> HelperForm:
        """As typed."""
        return HelperForm(name=self.name.text(), national_id=self.national_id.text())

    def set_applicant(self, number: str) -> None:
        """Who is helped: nobody is their own proxy."""
        self._applicant = number

    def clear(self) -> None:
        """Forget them."""
        for field, row in self._rows.items():
            (self.name if field is Field.NAME else self.national_id).clear()
            row.set_error(None)
            row.set_note("")

    def take(self, number: str) -> None:
        """Put in a number that was scanned; what is left to be typed gets the focus."""
        self.national_id.setText(number)
        self._check(Field.NATIONAL_ID)
        (self.name if not self.name.text().strip() else self.national_id).setFocus()
        self.changed.emit()

    def is_right(self) -> bool:
        """Check both, say what is wrong beside them, and put the focus on the first that is."""
        wrong = [field for field in self._rows if self._check(field) is not None]
        if wrong:
            self._rows[wrong[0]].input.setFocus()
        return not wrong

    def _check(self, field: Field) -> Code | None:
        counter = self._station.counter
        if field is Field.NAME:
            code = counter.check_field(Field.NAME, self.name.text())
        else:
            code = counter.check_helper_id(self.national_id.text(), self._applicant)
        self._rows[field].set_error(code)
        return code

    def _name_typed(self, text: str) -> None:
        shown = displayable(text, self.name.font())
        self._rows[Field.NAME].set_note(shown if shown != text else "")
        self._rows[Field.NAME].set_error(None)
        self.changed.emit()

    def _number_typed(self, text: str) -> None:
        at = self.national_id.cursorPosition()
        if text != text.upper():
            self.national_id.setText(text.upper())
            self.national_id.setCursorPosition(at)
        if len("".join(text.split())) >= _ID_LENGTH:
            self._check(Field.NATIONAL_ID)
        else:
            self._rows[Field.NATIONAL_ID].set_error(None)
        self.changed.emit()

    def _advance(self, widget: QWidget) -> None:
        if widget is self.name:
            if self._check(Field.NAME) is None:
                self.national_id.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.is_right():
            self.finished.emit()

    def retranslate(self) -> None:
        """Texts."""
        self._rows[Field.NAME].set_label(self.tr("姓名（照證件的寫法）"))
        self._rows[Field.NATIONAL_ID].set_label(self.tr("身分證或居留證號碼"))


class HelperStep(Screen):
    """Proxy and representative, as far as the person's situation asks for them. The form finds room for `submit`."""

    done = Signal()
    changed = Signal()

    def __init__(self, station: Station, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wanted: list[str] = []
        self.proxy = PersonPart(station, "terminal.issue.proxy")
        self.may = ChoiceGroup("terminal.issue.proxy.may", lambda _: self._may_done(), across=True)
        self.representative = PersonPart(station, "terminal.issue.representative")
        self.submit = PrimaryButton()
        self.submit.setObjectName("terminal.issue.helpers_done")
        self.submit.clicked.connect(self.try_finish)
        self.proxy.finished.connect(self.may.start)
        self.representative.finished.connect(self.try_finish)
        for part in (self.proxy, self.representative):
            part.changed.connect(self.changed)
        self.may.set_choices([(scope, True) for scope in TO_BE_ISSUED])
        column = self.grid(QVBoxLayout(self), gap=1)
        for widget in (self.proxy, self.may, self.representative):
            column.addWidget(widget)

    def want(self, facts: Collection[str], applicant: str) -> None:
        """Ask for whom these facts call for, on behalf of the person with that number."""
        self._wanted = [fact for fact in (PROXY, REPRESENTED) if fact in facts]
        for part in (self.proxy, self.representative):
            part.set_applicant(applicant)
        asked: list[tuple[QWidget, str]] = [(self.proxy, PROXY), (self.may, PROXY), (self.representative, REPRESENTED)]
        for widget, fact in asked:
            widget.setVisible(fact in self._wanted)

    @property
    def wanted(self) -> bool:
        """Whether anybody acts for the person."""
        return bool(self._wanted)

    def proxy_form(self) -> HelperForm | None:
        """The proxy as typed; None when there is none."""
        return self.proxy.form() if PROXY in self._wanted else None

    def representative_form(self) -> HelperForm | None:
        """The legal representative as typed; None when there is none."""
        return self.representative.form() if REPRESENTED in self._wanted else None

    def summary(self) -> str:
        """Who they are, masked."""
        forms = [form for form in (self.proxy_form(), self.representative_form()) if form is not None and form.name.strip()]
        return "　".join(mask_name(form.name) for form in forms)

    def scanned(self, number: str) -> None:
        """The number on an ID card: of whoever is being taken down."""
        part = self.representative if self.representative.isAncestorOf(self.focusWidget()) else self.proxy
        (part if part.isVisibleTo(self) else self.representative).take(number)

    def clear(self) -> None:
        """Forget everybody."""
        self._wanted = []
        self.proxy.clear()
        self.representative.clear()
        self.may.set_choices([(scope, True) for scope in TO_BE_ISSUED])
        self.retranslate()

    def start(self) -> None:
        """Put the focus where typing begins."""
        (self.proxy if PROXY in self._wanted else self.representative).name.setFocus()

    def try_finish(self) -> None:
        """Go on, or say what is missing and put the focus there."""
        if PROXY in self._wanted and not (self.proxy.is_right() and self._may_complete()):
            return
        if REPRESENTED in self._wanted and not self.representative.is_right():
            return
        self.done.emit()

    def _may_done(self) -> None:
        if not self._may_complete():
            return
        if REPRESENTED in self._wanted:
            self.representative.name.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.try_finish()

    def _may_complete(self) -> bool:
        complete = set(TO_BE_ISSUED) <= set(self.may.ticked())
        self.may.complain("")
        if not complete:
            self.may.complain(
                lambda: self.tr("委託書要寫明「申請」與「領取卡片」才能當場交給代理人；沒有寫的，請補寫或由本人來領。")
            )
            self.may.start()
        return complete

    def retranslate(self) -> None:
        """Texts."""
        self.proxy.title.setText(self.tr("代理人"))
        self.may.set_title(self.tr("委託書上寫明可以辦的事（按數字勾選）"))
        self.representative.title.setText(self.tr("法定代理人"))
        for scope in TO_BE_ISSUED:
            self.may.set_words(scope, scope_name(scope))
        self.submit.setText(self.tr("看可辦的卡別 (Enter)"))


def scope_name(scope: str) -> str:
    """What a letter of authority allows, in words."""
    return QCoreApplication.translate("Scopes", _SCOPES[scope])
