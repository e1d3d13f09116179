"""Reports saved as files: which one, of which days, why, in which form, and where it went. CSV and XLSX as the platform makes
them, PDF from the same rows.

Object names, beneath the page's own: `.which.<report>`, `.from`, `.to`, `.reason`, `.form.<csv|xlsx|pdf>`, `.folder`,
`.choose`, `.save`.
"""

import csv
import io
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from domain import roc_date, taipei
from domain.agency_calls import REPORT
from domain.errors import Refused
from domain.office_calls import OfficeFile
from domain.wire_activities import ActivityView
from domain.wire_reports import ReportAsked, ReportName
from station.office_files import save_file
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.office_page import Field, OfficePage, beside
from terminal.office_task import OfficeTask
from terminal.steps import FormScroll
from ui.amounts import day_text
from ui.bridge import Bridge
from ui.buttons import PrimaryButton, SecondaryButton
from ui.messages import Words
from ui.outcome import OutcomeKind
from ui.saving import documents
from ui.surfaces import Panel
from ui.table_pdf import Cancelled, TablePage, table_pdf
from ui.text import Text

_PATIENCE_S = 180.0
_MOST_LETTERS = 200
OF_ACTIVITY: tuple[ReportName, ...] = ("awards", "attendance", "redemptions", "payable")
OF_CITY: tuple[ReportName, ...] = ("redemptions", "payable", "points", "hours", "daily")
_PERSONAL = frozenset({"awards", "attendance", "hours"})
_FORMS = ("xlsx", "csv", "pdf")


class ReportPage(OfficePage):
    """The form of a report. `of_activity` narrows it to one."""

    def __init__(self, task: OfficeTask, name: str, reports: Sequence[ReportName] = OF_ACTIVITY) -> None:
        super().__init__(task, name)
        self._reports = reports
        self._activity: ActivityView | None = None
        self._left = threading.Event()
        self._progress = Bridge(self)
        self._saved: Path | None = None
        self._which = ChoiceGroup(f"{name}.which", lambda _: self._from.setFocus(), exclusive=True)
        self._form = ChoiceGroup(f"{name}.form", lambda _: self.act(), exclusive=True, across=True)
        self._from, self._to, self._reason = (Field(f"{name}.{part}") for part in ("from", "to", "reason"))
        self._folder = Text("small", "soft")
        self._folder.setObjectName(f"{name}.folder")
        self._choose, self._save = SecondaryButton(), PrimaryButton()
        self._choose.setObjectName(f"{name}.choose")
        self._save.setObjectName(f"{name}.save")
        self._choose.clicked.connect(self._choose_folder)
        self._save.clicked.connect(self.act)
        self._where = folder_of(self.station.settings.office.folder)
        for field in (self._from, self._to, self._reason):
            _line(field).setMaxLength(_MOST_LETTERS)
            _line(field).textEdited.connect(lambda _: self.retranslate())
        self._enter = EnterAdvances(self._advance, self)
        self._enter.watch(self._from.edit, self._to.edit, self._reason.edit)
        self._which.changed.connect(self.retranslate)
        self._which.set_choices([(each, True) for each in reports])
        self._form.set_choices([(each, True) for each in _FORMS])
        self._lay_out()
        self._which.choose(reports[0])
        self._form.choose(_FORMS[0])

    def _lay_out(self) -> None:
        panel = Panel(gap=1.5)
        panel.body.addWidget(self._which)
        panel.body.addLayout(beside(self, (self._from, self._to)))
        panel.body.addWidget(self._reason)
        panel.body.addWidget(self._form)
        row = self.grid(QHBoxLayout(), gap=2)
        row.addWidget(self._folder, 1)
        row.addWidget(self._choose)
        panel.body.addLayout(row)
        form = QWidget()
        inner = self.grid(QVBoxLayout(form), gap=0)
        inner.addWidget(panel)
        inner.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(FormScroll(form), 1)
        column.addWidget(self._save)

    # --- for the task ---

    def of_activity(self, activity: ActivityView) -> None:
        """Of this activity, from its first day to its last or today."""
        known = self._activity is not None and self._activity.activity == activity.activity
        self._activity = activity
        if not known:
            today = taipei.day(self.station.now_ms())
            first, last = (taipei.day(ms) for ms in (activity.sessions[0].starts_ms, activity.sessions[-1].ends_ms))
            self._set_days(min(first, today), max(last, today))

    def open(self) -> None:
        """See `OfficePage.open`; of a city's report the month so far."""
        if not self._from.text():
            today = taipei.day(self.station.now_ms())
            self._set_days(today.replace(day=1), today)

    def start(self) -> None:
        """See `OfficePage.start`."""
        wrong = next((field for field in (self._from, self._to, self._reason) if field.wrong()), None)
        if wrong is not None:
            wrong.edit.setFocus()
        else:
            self._which.start()

    def clear(self) -> None:
        """See `OfficePage.clear`; a report that is being made is given up."""
        self.leave()
        self._activity, self._saved = None, None
        for field in (self._from, self._to, self._reason):
            field.set_text("")
            field.complain("")
        self.retranslate()

    def leave(self) -> None:
        """Nobody waits for the report any more: it is not saved."""
        self._left.set()

    def act(self) -> None:
        """Make it and save it."""
        request = None if self.task.asking else self._request()
        if request is None:
            self.start()
            return
        form, folder, office = self._form.chosen(), self._where, self.office
        left = self._left = threading.Event()
        title = self._name(request.report)
        page = TablePage(
            title=title,
            notes=self._notes(request),
            columns=(),
            rows=(),
            page_words=self.tr("第 {page} 頁，共 {pages} 頁"),
            empty_words=self.tr("這段期間沒有資料。"),
        )
        drawing = self.tr("正在排版：{done}／{total} 列（Esc 取消）")

        def told(done: int, total: int) -> bool:
            words = drawing.format(done=f"{done:,}", total=f"{total:,}")
            self._progress.post(lambda: None if left.is_set() else self.task.tell_progress(words))
            return not left.is_set()

        def work() -> Path | None:
            file = office.fetch(REPORT, request, _PATIENCE_S)
            if form == "pdf":
                try:
                    content = table_pdf(_with_rows(page, file.content), told)
                except Cancelled:
                    return None
                file = OfficeFile(content=content, media_type="application/pdf", name=f"{Path(file.name).stem}.pdf")
            return None if left.is_set() else save_file(folder, file)

        self.ask(self.tr("正在製作報表…（Esc 取消）"), work, self._done)

    # --- within ---

    def _done(self, path: Path | None) -> None:
        self._saved = path
        if path is not None:
            self.tell(OutcomeKind.GOOD, lambda: Words(self.tr("報表已存檔"), str(path)))

    def _request(self) -> ReportAsked | None:
        report = next(each for each in self._reports if each == self._which.chosen())
        first, last = self._day(self._from), self._day(self._to)
        if first is not None and last is not None and last < first:
            self._to.complain(lambda: self.tr("結束日在開始日之前。"))
            last = None
        wanted = report in _PERSONAL
        reason = self._reason.text() if wanted else ""
        self._reason.complain(lambda: self.tr("這份報表有個人資料，請寫用途，會留下紀錄。") if wanted and not reason else "")
        if first is None or last is None or self._reason.wrong():
            return None
        return ReportAsked(
            report=report,
            form="csv" if self._form.chosen() == "pdf" else "xlsx" if self._form.chosen() == "xlsx" else "csv",
            from_day=first.isoformat(),
            to_day=last.isoformat(),
            activity=self._activity.activity if self._activity is not None and report in ("awards", "attendance") else "",
            agency=self._activity.agency if self._activity is not None else "",
            reason=reason,
        )

    def _notes(self, request: ReportAsked) -> list[str]:
        days = [day_text(date.fromisoformat(day)) for day in (request.from_day, request.to_day)]
        period = self.tr("期間：{first} 至 {last}").format(first=days[0], last=days[1])
        made = self.tr("製表：{day}").format(day=day_text(taipei.day(self.station.now_ms())))
        about = [self._activity.title, self._activity.agency] if self._activity is not None else []
        reason = self.tr("用途：{reason}").format(reason=request.reason) if request.reason else ""
        city = self.station.programme.city.in_language("zh_TW")
        return [each for each in ("　".join((city, *about)), f"{period}　{made}", reason) if each]

    def _day(self, field: Field) -> date | None:
        try:
            day = roc_date.parse(field.text())
        except Refused:
            field.complain(lambda: self.tr("請寫成 115/12/05。"))
            return None
        field.complain("")
        return day

    def _set_days(self, first: date, last: date) -> None:
        for field, day in ((self._from, first), (self._to, last)):
            field.set_text(f"{day.year - 1911}/{day.month:02}/{day.day:02}")
        self.retranslate()

    def _advance(self, field: QWidget) -> None:
        following = {id(self._from.edit): self._to, id(self._to.edit): self._reason}.get(id(field))
        if following is None or (following is self._reason and self._reason.isHidden()):
            self._form.start()
        else:
            following.edit.setFocus()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("報表存到哪個資料夾"), str(self._where))
        if chosen:
            self._where = Path(chosen)
            self.retranslate()

    def _name(self, report: ReportName) -> str:
        names: dict[ReportName, str] = {
            "awards": self.tr("集點清單"),
            "attendance": self.tr("簽到名單"),
            "hours": self.tr("志願服務時數"),
            "redemptions": self.tr("兌點統計表"),
            "points": self.tr("點數核銷"),
            "payable": self.tr("清分帳"),
            "daily": self.tr("日結"),
        }
        return names[report]

    def retranslate(self) -> None:
        """Texts."""
        self._which.set_title(self.tr("哪一份報表（按數字選擇）"))
        for each in self._reports:
            self._which.set_words(each, self._name(each))
        self._form.set_title(self.tr("檔案格式"))
        for form in _FORMS:
            self._form.set_words(form, form.upper())
        for field, words in ((self._from, self.tr("從哪一天")), (self._to, self.tr("到哪一天（含當天）"))):
            field.row.set_label(words)
            field.row.set_note(_day_note(field.text()))
        self._reason.row.set_label(self.tr("用途（有個人資料，會留下紀錄）"))
        self._reason.setVisible(self._which.chosen() in _PERSONAL)
        self._folder.setText(self.tr("存到：{folder}").format(folder=self._where))
        self._choose.setText(self.tr("換資料夾"))
        self._save.setText(self.tr("製作並存檔 (F12)"))


def folder_of(setting: str) -> Path:
    """Where reports go: what the settings say, else a folder among the user's documents."""
    return Path(setting) if setting else documents() / "citycard"


def _day_note(text: str) -> str:
    try:
        return day_text(roc_date.parse(text))
    except Refused:
        return ""


def _line(field: Field) -> QLineEdit:
    assert isinstance(field.edit, QLineEdit)
    return field.edit


def _with_rows(page: TablePage, content: bytes) -> TablePage:
    """The page with the rows of a CSV file of the platform's, without the apostrophes that keep spreadsheets from formulas."""
    rows = [
        [cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    ]
    return msgspec.structs.replace(page, columns=rows[0] if rows else [], rows=rows[1:])
