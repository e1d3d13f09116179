"""The registration list: who is on it, who came, who waits; a file with many is taken in and every faulty row told.

Object names: `terminal.activity_roster`, `.list`, `.import`, `.each`, `.faults`.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from domain.agency_calls import IMPORT_ROSTER, ROSTER
from domain.wire_activities import ActivityView, RosterAsked, RosterImported, RosterLine, RosterPage
from station.roster_file import RosterSheet, roster_sheet
from station.sheet_file import rows_of
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from ui.buttons import SecondaryButton
from ui.choices import CheckBox
from ui.data_table import Cell, DataTable, Row
from ui.messages import Words, words_for
from ui.outcome import OutcomeKind

_AT_A_TIME = 200
_PATIENCE_S = 60.0


class RosterPart(OfficePage):
    """List and import."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.activity_roster")
        self.activity: ActivityView | None = None
        self._lines: list[RosterLine] = []
        self._more = False
        self._imported: RosterImported | None = None
        self._prepared: tuple[object, RosterSheet] | None = None
        self._import, self._each = SecondaryButton(), CheckBox()
        self._import.setObjectName("terminal.activity_roster.import")
        self._each.setObjectName("terminal.activity_roster.each")
        self._import.clicked.connect(self.act)
        self.list = DataTable("terminal.activity_roster.list")
        self.list.more_wanted.connect(lambda: self._look(after=len(self._lines)))
        self.faults = DataTable("terminal.activity_roster.faults")
        row = self.grid(QHBoxLayout(), gap=2)
        row.addWidget(self._import)
        row.addWidget(self._each, 1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addLayout(row)
        column.addWidget(self.faults, 1)
        column.addWidget(self.list, 2)

    def open(self) -> None:
        """See `OfficePage.open`."""
        self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        self.list.setFocus()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self.activity, self._lines, self._more, self._imported = None, [], False, None
        self._each.setChecked(False)
        self._prepared = None
        self.retranslate()

    def act(self) -> None:
        """Ask for a file and take it in."""
        if self.activity is None or self.task.asking:
            return
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("選擇報名名單"), "", self.tr("名單 (*.csv *.xlsx)"))
        if chosen:
            self.take_in(Path(chosen))

    def take_in(self, path: Path) -> None:
        """Take in a file; national IDs in it are sealed here, so that nothing in between can read them."""
        activity = self.activity
        if activity is None:
            return
        office, each = self.office, self._each.isChecked()

        def work() -> RosterImported:
            sheet = self._sheet(path, activity.activity, each)
            if sheet.faults and not each:
                return RosterImported(server_ms=0, generation="", registered=0, waiting=0, already=0, faults=sheet.faults)
            answer = office.ask(IMPORT_ROSTER, sheet.request, _PATIENCE_S)
            told = [msgspec.structs.replace(fault, column=sheet.own_column(fault.column)) for fault in answer.faults]
            faults = sorted([*told, *sheet.faults], key=lambda fault: fault.row)
            return msgspec.structs.replace(answer, faults=faults)

        self.ask(self.tr("正在匯入 {name}…（Esc 不等了）").format(name=path.name), work, self._taken)

    def _sheet(self, path: Path, activity: str, each: bool) -> RosterSheet:
        """What is sent for a file; the same again for another try, because what is sealed anew would be another request."""
        rows = list(rows_of(path, lambda _: None))
        known = (activity, rows, each)
        if self._prepared is None or self._prepared[0] != known:
            key, op_id = self.office.sealing_key(), self.office.new_op_id()
            sheet = roster_sheet(rows, key, op_id=op_id, activity=activity, all_or_nothing=not each)
            if self.activity is None:
                return sheet  # whoever chose the file has left
            self._prepared = (known, sheet)
        return self._prepared[1]

    def _taken(self, answer: RosterImported) -> None:
        self._prepared = None
        self._imported = answer
        kind = OutcomeKind.ATTENTION if answer.faults else OutcomeKind.GOOD
        self.retranslate()
        if answer.registered or answer.waiting:
            self._look(then=lambda: self.tell(kind, self._taken_words))
        else:
            self.tell(kind, self._taken_words)

    def _taken_words(self) -> Words:
        done = self._imported
        if done is None:
            return Words("")
        faulty = self.tr("有 {count} 列有問題，列在下面。").format(count=f"{len(done.faults):,}") if done.faults else ""
        if done.faults and not (done.registered or done.waiting or done.already):
            return Words(self.tr("沒有匯入任何人"), faulty + self.tr("修正檔案後再匯入一次。"))
        told = self.tr("已報名 {registered} 人、候補 {waiting} 人、原本就在名單上 {already} 人")
        title = told.format(registered=done.registered, waiting=done.waiting, already=done.already)
        return Words(title, faulty)

    def _look(self, after: int = 0, then: Callable[[], None] | None = None) -> None:
        if self.activity is None:
            return
        office, asked = self.office, RosterAsked(activity=self.activity.activity, after=after, limit=_AT_A_TIME)

        def found(answer: RosterPage) -> None:
            self._lines = [*(self._lines if after else []), *answer.lines]
            self._more = answer.more
            self.retranslate()
            if then is not None:
                then()

        self.ask(self.tr("正在查詢名單…"), lambda: office.ask(ROSTER, asked), found)

    def retranslate(self) -> None:
        """Texts."""
        self._import.setText(self.tr("匯入名單檔 (F12)"))
        self._each.setText(self.tr("有問題的列略過，其他照樣匯入"))
        self.list.setAccessibleName(self.tr("報名名單"))
        self.list.set_columns([self.tr("順序"), self.tr("姓名"), self.tr("報名"), self.tr("到場")], widest=1)
        self.list.show_rows([self._row(number, line) for number, line in enumerate(self._lines, 1)], more=self._more)
        faults = self._imported.faults if self._imported else []
        self.faults.setAccessibleName(self.tr("有問題的列"))
        self.faults.set_columns([self.tr("列"), self.tr("欄位"), self.tr("問題"), self.tr("怎麼辦")])
        rows = []
        for number, fault in enumerate(faults):
            words = words_for(fault.code)
            cells = (Cell(str(fault.row), fault.row), fault.column or self.tr("整列"), words.title, words.what_to_do)
            rows.append(Row(str(number), cells))
        self.faults.show_rows(rows)
        self.faults.setVisible(bool(rows))

    def _row(self, number: int, line: RosterLine) -> Row:
        standing = self.tr("已報名") if line.standing == "registered" else self.tr("候補")
        came = Cell(self.tr("已到"), None, OutcomeKind.GOOD) if line.present else Cell("")
        return Row(str(line.holder), (Cell(str(number), number), line.masked_name, standing, came))
