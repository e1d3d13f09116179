"""A person's points put right by two people: which award, what it should be and why; then a supervisor's card and PIN.

Object names: `terminal.points`, `.list`, `.act.<cancel|amend>`, `.kind.<point kind>`, `.amount`, `.agency`, `.activity`,
`.reason`, `.next`, and those of `terminal.second_person`.
"""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from domain import taipei
from domain.wire_points import AwardLine
from station.person_file import PointsWish
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.names import point_kind_name
from terminal.people_words import award_row
from terminal.row_list import RowList
from terminal.second_person import SecondPerson
from terminal.steps import FormScroll
from terminal.task import Complaint
from terminal.workplace import Workplace
from ui.amounts import day_text, points_text
from ui.stack import Stack
from ui.widgets import FieldRow, Panel, PrimaryButton, Screen, Text

_GIVE = "give"
_LIST, _FORM, _SECOND = range(3)
_MOST_LETTERS = 100


class PointsPage(Screen):
    """The awards, one of them with what it should be, and the second person."""

    do_wanted = Signal()
    """A supervisor's card lies there, and their PIN was typed."""

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName("terminal.points")
        self._place = place
        self._awards: list[AwardLine] = []
        self._award: AwardLine | None = None
        self._list = RowList("terminal.points.list")
        self._list.wanted.connect(self._chosen)
        self._about = Text("title", strong=True)
        self.second = SecondPerson(place)
        self.second.approved.connect(self.do_wanted)
        self._acts = ChoiceGroup("terminal.points.act", lambda _: self._advance(None), exclusive=True, across=True)
        self._acts.changed.connect(self._show_form)
        self._kinds = ChoiceGroup("terminal.points.kind", lambda _: self._amount.setFocus(), exclusive=True)
        self._amount, self._agency, self._activity, self._reason = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._amount.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,6}"), self))
        edits = {"amount": self._amount, "agency": self._agency, "activity": self._activity, "reason": self._reason}
        self._rows = {part: FieldRow(edit) for part, edit in edits.items()}
        self._missing = Complaint()
        for part, edit in edits.items():
            edit.setMaxLength(_MOST_LETTERS)
            edit.textEdited.connect(lambda _, part=part: self._edited(part))
            edit.setObjectName(f"terminal.points.{part}")
        self.next = PrimaryButton()
        self.next.clicked.connect(self._to_second)
        self.next.setObjectName("terminal.points.next")
        self._about.setObjectName("terminal.points.about")
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(*edits.values())
        self._lay_out()

    def _lay_out(self) -> None:
        form = QWidget()
        panel = Panel(gap=1)
        for part in (self._about, self._acts, self._kinds, *self._rows.values(), self._missing, self.next):
            panel.body.addWidget(part)
        column = self.grid(QVBoxLayout(form), gap=0)
        column.addWidget(panel)
        column.addStretch(1)
        self._pages = Stack(self)
        for page in (self._list, FormScroll(form), self.second):
            self._pages.addWidget(page)

    # --- for the task ---

    def show_awards(self, awards: Sequence[AwardLine]) -> None:
        """What the person was given."""
        self.clear()
        self._awards = list(awards)
        self.retranslate()

    def wish(self) -> PointsWish:
        """What is to be done."""
        act = self._act()
        return PointsWish(
            act=act,
            award=self._award.award if self._award is not None else None,
            point_kind=self._kinds.chosen() if act == _GIVE else "",
            points=int(self._amount.text() or 0) if act != "cancel" else 0,
            agency=self._agency.text().strip() if act == _GIVE else "",
            activity=self._activity.text().strip() if act == _GIVE else "",
            reason=self._reason.text().strip(),
        )

    def card_changed(self) -> None:
        """Another card lies there."""
        if self._pages.currentIndex() == _SECOND:
            self.second.card_changed()

    def step_back(self) -> bool:
        """One page back; False from the list."""
        page = self._pages.currentIndex()
        if page == _LIST:
            return False
        self.second.clear()
        self._go_to(page - 1)
        return True

    def forward(self) -> None:
        """The key that goes on."""
        page = self._pages.currentIndex()
        if page == _FORM:
            self._to_second()
        elif page == _SECOND:
            self.second.go()

    def start(self) -> None:
        """Put the focus where it goes on."""
        page = self._pages.currentIndex()
        if page == _LIST:
            self._list.setFocus()
        elif page == _SECOND:
            self.second.start()
        elif self._award is not None:
            self._acts.start()
        else:
            self._kinds.start()

    def clear(self) -> None:
        """Forget everything."""
        self._awards, self._award = [], None
        self._clear_form()
        self._pages.setCurrentIndex(_LIST)
        self.retranslate()

    # --- within ---

    def _clear_form(self) -> None:
        for edit in (self._amount, self._agency, self._activity, self._reason):
            edit.clear()
        self.second.clear()
        for row in self._rows.values():
            row.set_error(None)
        self._missing.say("")
        self._acts.set_choices([("cancel", True), ("amend", True)])
        kinds = [kind.id for kind in self._place.station.programme.point_kinds if kind.payer == "agency"]
        self._kinds.set_choices([(kind, True) for kind in kinds])

    def _act(self) -> Literal["cancel", "amend", "give"]:
        if self._award is None:
            return "give"
        return "amend" if self._acts.chosen() == "amend" else "cancel"

    def _chosen(self, row: str) -> None:
        award = next((each for each in self._awards if str(each.award) == row), None)
        if award is not None and award.cancelled_ms is not None:
            return
        if award is None and row != _GIVE:
            return
        self._clear_form()
        self._award = award
        self._show_form()
        self._go_to(_FORM)

    def _go_to(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.retranslate()
        self.start()

    def _show_form(self) -> None:
        giving = self._award is None
        self._acts.setVisible(not giving)
        self._kinds.setVisible(giving)
        self._rows["amount"].setVisible(giving or self._acts.chosen() == "amend")
        for part in ("agency", "activity"):
            self._rows[part].setVisible(giving)

    def _edited(self, part: str) -> None:
        self._rows[part].set_error(None)
        self._missing.say("")

    def _advance(self, widget: QWidget | None) -> None:
        order = [self._amount, self._agency, self._activity, self._reason]
        shown = [edit for edit in order if not self._rows[self._part(edit)].isHidden()]
        if widget is None:
            if self._acts.chosen():
                shown[0].setFocus()
            else:
                self._missing.say(lambda: self.tr("請選擇要取消還是改點數。"))
        elif widget is shown[-1]:
            self._to_second()
        else:
            shown[shown.index(widget) + 1].setFocus()  # type: ignore[arg-type]

    def _part(self, edit: QLineEdit) -> str:
        return edit.objectName().rpartition(".")[2]

    def _to_second(self) -> None:
        wrong = self._wrong()
        self._missing.say(self._wrong)
        if wrong:
            return
        self._go_to(_SECOND)
        self.second.begin(self._summary, self._details)

    def _wrong(self) -> str:
        """What is missing."""
        wish = self.wish()
        if self._award is not None and not self._acts.chosen():
            return self.tr("請選擇要取消還是改點數。")
        if wish.act == "give" and not wish.point_kind:
            return self.tr("請選擇是哪一種點數。")
        if wish.act == "amend" and self._award is not None and wish.points in (0, self._award.points):
            return self.tr("請輸入正確的點數，和原來的不同，至少 1 點。")
        if wish.act == "give" and not wish.points:
            return self.tr("請輸入點數，至少 1 點。")
        if wish.act == "give" and not (wish.agency and wish.activity):
            return self.tr("請寫明是哪個機關的哪個活動。")
        return "" if len(wish.reason) >= 2 else self.tr("請寫下原因。")

    def _summary(self) -> str:
        wish, award = self.wish(), self._award
        if award is None:
            kind = point_kind_name(self._place.station.programme, wish.point_kind)
            return self.tr("補給 {points} {kind}").format(points=points_text(wish.points), kind=kind)
        if wish.act == "amend":
            old, new = points_text(award.points), points_text(wish.points)
            return self.tr("{old}改成 {new}").format(old=old, new=new)
        return self.tr("取消 {points}").format(points=points_text(award.points))

    def _details(self) -> str:
        wish, award = self.wish(), self._award
        of = (
            (wish.agency, wish.activity) if award is None else (award.agency, award.activity, day_text(taipei.day(award.at_ms)))
        )
        about = "　".join(each for each in of if each)
        lines = (self.tr("活動：{about}").format(about=about), self.tr("原因：{reason}").format(reason=wish.reason))
        return "\n".join(lines)

    def retranslate(self) -> None:
        """Texts."""
        programme, award = self._place.station.programme, self._award
        giving = self.tr("補給沒有給到的點數")
        give = (_GIVE, f"1　{giving}", self.tr("要寫明機關、活動和原因"))
        rows = [award_row(programme, number, each) for number, each in enumerate(self._awards, 2)]
        self._list.show_rows([give, *rows])
        self._about.setText(giving if award is None else award_row(programme, 0, award)[1].partition("　")[2])
        self._acts.set_title(self.tr("要怎麼更正（按數字選擇，Enter 繼續）"))
        self._acts.set_words("cancel", self.tr("取消這筆"))
        self._acts.set_words("amend", self.tr("改成正確的點數"))
        self._kinds.set_title(self.tr("哪一種點數"))
        for kind in self._kinds.ids():
            self._kinds.set_words(kind, point_kind_name(programme, kind))
        labels = (self.tr("正確的點數"), self.tr("給點機關"), self.tr("活動"), self.tr("原因"))
        for row, words in zip(self._rows.values(), labels, strict=True):
            row.set_label(words)
        self._rows["reason"].set_note(self.tr("會永久留在紀錄裡，民眾也看得到。"))
        self.next.setText(self.tr("請主管核可 (F12)"))
