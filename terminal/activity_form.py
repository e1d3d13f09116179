"""The form of an activity: what it is, its sessions, its places, its points and their budget. Enter goes on, F12 saves.

Object names: `terminal.activity_form`, `.title`, `.type`, `.agency`, `.place`, `.capacity`, `.sessions`, `.points_flat`,
`.points_per_hour`, `.points_at_most`, `.budget`, `.open`, `.submit`; what is wrong with one has `.wrong` after its name.
"""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from domain import taipei
from domain.agency_calls import SAVE_ACTIVITY
from domain.errors import Refused
from domain.programme import ActivityType
from domain.session_lines import parse_sessions, session_lines
from domain.wire_activities import MOST_SESSIONS, ActivityAnswer, ActivitySave, ActivityView, Session
from terminal.filled import Filled
from terminal.keys import EnterAdvances
from terminal.names import activity_type_name
from terminal.office_page import Field, OfficePage, beside, number_in
from terminal.office_task import OfficeTask
from terminal.steps import FormScroll
from ui.amounts import points_text
from ui.buttons import PrimaryButton
from ui.choices import CheckBox, ComboBox
from ui.surfaces import Panel
from ui.theme import Theme

_MOST_LETTERS = 200
_SESSION_LINES = 4
_NUMBERS = ("capacity", "points_flat", "points_per_hour", "points_at_most", "budget")


class ActivityForm(OfficePage):
    """Makes an activity, or changes one."""

    saved = Signal(object)
    """The `ActivityView` as the platform has it now."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.activity_form")
        self.changing: ActivityView | None = None
        self._filled = Filled(self.office)
        self._name = ""
        self._type = ComboBox()
        self._sessions = QPlainTextEdit()
        self._sessions.setTabChangesFocus(True)
        own: dict[str, QWidget] = {"type": self._type, "sessions": self._sessions}
        names = ("title", "type", "agency", "place", "capacity", "sessions", *_NUMBERS[1:])
        self.fields = {each: Field(f"terminal.activity_form.{each}", own.get(each)) for each in names}
        for each in ("title", "agency", "place"):
            self.fields[each].edit.setMaxLength(_MOST_LETTERS)  # type: ignore[attr-defined]
        self._sessions.textChanged.connect(lambda: self.fields["sessions"].complain(""))
        self._type.currentIndexChanged.connect(lambda _: self._note_points())
        self._open = CheckBox()
        self._open.setObjectName("terminal.activity_form.open")
        self._submit = PrimaryButton()
        self._submit.setObjectName("terminal.activity_form.submit")
        self._submit.clicked.connect(self.submit)
        self._order: list[QWidget] = [*(field.edit for field in self.fields.values()), self._open, self._submit]
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(*(each for each in self._order if each not in (self._sessions, self._submit)))
        self._lay_out()

    def _lay_out(self) -> None:
        panel = Panel(gap=1.5)
        field = self.fields
        panel.body.addWidget(field["title"])
        panel.body.addLayout(beside(self, (field["type"], field["agency"])))
        panel.body.addLayout(beside(self, (field["place"], field["capacity"])))
        panel.body.addWidget(field["sessions"])
        panel.body.addLayout(beside(self, (field["points_flat"], field["points_per_hour"])))
        panel.body.addLayout(beside(self, (field["points_at_most"], field["budget"])))
        panel.body.addWidget(self._open)
        form = QWidget()
        inner = self.grid(QVBoxLayout(form), gap=0)
        inner.addWidget(panel)
        inner.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(FormScroll(form), 1)
        column.addWidget(self._submit)

    # --- for the task ---

    def begin(self, activity: ActivityView | None) -> None:
        """An empty form, or that of an activity as it stands."""
        self.clear()
        self.changing = activity
        own = self.office.agency()
        self.fields["agency"].set_text(activity.agency if activity else own)
        self.fields["agency"].edit.setEnabled(not own)
        if activity is not None:
            self._take(activity)
        self.retranslate()
        self._note_points()

    def start(self) -> None:
        """Put the focus on the first field, or the first that is wrong."""
        wrong = next((field for field in self.fields.values() if field.wrong()), self.fields["title"])
        wrong.edit.setFocus()

    def clear(self) -> None:
        """Forget everything."""
        self.changing, self._name = None, ""
        for field in self.fields.values():
            field.set_text("")
            field.complain("")
        self._sessions.clear()
        self._fill_types()
        self._type.setCurrentIndex(0)
        self._open.setChecked(True)
        self._filled.done()

    def submit(self) -> None:
        """Save it, when every field is right."""
        request = None if self.task.asking else self._request()
        if request is None:
            self.start()
            return
        asked, office = request, self.office
        self.ask(self.tr("正在儲存活動…"), lambda: office.ask(SAVE_ACTIVITY, asked), self._saved)

    # --- within ---

    def _saved(self, answer: ActivityAnswer) -> None:
        self.clear()
        self.saved.emit(answer.activity)

    def _take(self, activity: ActivityView) -> None:
        field = self.fields
        field["title"].set_text(activity.title)
        field["place"].set_text(activity.place)
        self._sessions.setPlainText(session_lines(activity.sessions))
        for name in _NUMBERS:
            value = getattr(activity, name)
            field[name].set_text("" if value is None else str(value))
        self._type.setCurrentIndex(max(0, self._type.findData(activity.type)))
        self._open.setChecked(activity.open)

    def _request(self) -> ActivitySave | None:
        """What was filled in; None, and said beside the fields, when something is wrong."""
        self._check_texts()
        sessions = self._checked_sessions()
        numbers = {name: self._checked_number(name) for name in _NUMBERS}
        if any(field.wrong() for field in self.fields.values()):
            return None
        values = {
            "title": self.fields["title"].text(),
            "type": str(self._type.currentData()),
            "agency": self.fields["agency"].text(),
            "place": self.fields["place"].text(),
            "sessions": sessions,
            "open": self._open.isChecked(),
            **numbers,
        }
        op_id = self._filled.op_id(values)
        if self.changing is not None:
            self._name = self.changing.activity
        elif not self._name:
            self._name = f"{taipei.day(sessions[0].starts_ms):%Y%m%d}-{op_id.hex[-8:]}"
        return ActivitySave(op_id=op_id, activity=self._name, **values)  # type: ignore[arg-type]

    def _check_texts(self) -> None:
        missing = {"title": lambda: self.tr("請填活動名稱。"), "agency": lambda: self.tr("請填主辦機關。")}
        for name, words in missing.items():
            self.fields[name].complain("" if self.fields[name].text() else words)

    def _checked_sessions(self) -> list[Session]:
        field = self.fields["sessions"]
        try:
            found = parse_sessions(self._sessions.toPlainText())
        except Refused as refused:
            details = refused.details
            field.complain(lambda: self._no_session_words(details))
            return []
        too_many = len(found) > MOST_SESSIONS
        field.complain(lambda: self.tr("最多 {most} 場。").format(most=MOST_SESSIONS) if too_many else "")
        return found

    def _no_session_words(self, details: Mapping[str, str | int]) -> str:
        if not details:
            return self.tr("請至少寫一場，例如 115/12/05 14:00-16:00。")
        return self.tr("第 {row} 行不是場次，或和上一場重疊。請寫成 115/12/05 14:00-16:00。").format(**details)

    def _checked_number(self, name: str) -> int | None:
        field = self.fields[name]
        try:
            value = number_in(field)
        except ValueError:
            field.complain(lambda: self.tr("請填整數，或留空白。"))
            return None
        of_type = self._chosen_type()
        most = getattr(of_type, name, None) if of_type is not None and name.startswith("points") else None
        if name == "capacity" and value == 0:
            field.complain(lambda: self.tr("名額至少 1 人；不限人數請留空白。"))
        elif value is not None and most is not None and value > most:
            field.complain(lambda: self.tr("不可多於本類活動的 {points}。").format(points=points_text(most)))
        else:
            field.complain("")
        return value

    def _chosen_type(self) -> ActivityType | None:
        return self.station.programme.activity_type(str(self._type.currentData()))

    def _advance(self, field: QWidget) -> None:
        following = self._order[self._order.index(field) + 1 :]
        next(each for each in following if each.isEnabled()).setFocus()

    def _fill_types(self) -> None:
        types = self.station.programme.activity_types
        if [self._type.itemData(at) for at in range(self._type.count())] != [each.id for each in types]:
            self._type.clear()
            for each in types:
                self._type.addItem("", each.id)
        for at, each in enumerate(types):
            self._type.setItemText(at, activity_type_name(self.station.programme, each.id))

    def _note_points(self) -> None:
        of_type = self._chosen_type()
        notes = {
            "points_flat": of_type.points_flat if of_type else 0,
            "points_per_hour": of_type.points_per_hour if of_type else 0,
            "points_at_most": of_type.points_at_most if of_type else None,
        }
        plain, none = self.tr("空白：照本類活動的 {points}"), self.tr("空白：不設上限")
        for name, value in notes.items():
            self.fields[name].row.set_note(none if value is None else plain.format(points=points_text(value)))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; room for some sessions."""
        self._sessions.setFixedHeight(round(theme.sizes.body * 1.6 * _SESSION_LINES) + theme.sizes.unit * 2)

    def retranslate(self) -> None:
        """Texts."""
        labels = {
            "title": self.tr("活動名稱"),
            "type": self.tr("類型"),
            "agency": self.tr("主辦機關（點數由它支付）"),
            "place": self.tr("地點"),
            "capacity": self.tr("名額"),
            "sessions": self.tr("場次（一行一場，Tab 到下一欄）"),
            "points_flat": self.tr("每人點數"),
            "points_per_hour": self.tr("每小時點數"),
            "points_at_most": self.tr("每人最多點數"),
            "budget": self.tr("點數預算"),
        }
        for name, words in labels.items():
            self.fields[name].row.set_label(words)
        self.fields["capacity"].row.set_note(self.tr("空白：不限人數。額滿後報名的人列入候補。"))
        self.fields["budget"].row.set_note(self.tr("空白：不設上限。給完之後簽到照樣算時數，不再給點。"))
        self.fields["sessions"].row.set_note(self.tr("例如 115/12/05 14:00-16:00"))
        self._open.setText(self.tr("開放簽到與報名"))
        self._submit.setText(self.tr("儲存活動 (F12)"))
        self._fill_types()
        self._note_points()
