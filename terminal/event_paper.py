"""The paper list of an activity: for the day when no machine is there. Masked names, a field to sign in, room for others."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from domain.errors import CityCardError
from station.event_views import RosterPerson
from station.views import ActivityView
from terminal.task import Task
from ui.amounts import moment_text
from ui.bridge import run_off_thread
from ui.paper_list import Column, PaperList, write_pdf
from ui.saving import ask_where

_EMPTY_ROWS = 10
"""For people who are not on the list."""


class EventPaper(QObject):
    """Belongs to the task that it prints for. GUI thread."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        self._task = task

    def save(
        self,
        activity: ActivityView,
        detail: str,
        saved: Callable[[str], None],
        failed: Callable[[CityCardError], None],
    ) -> None:
        """Ask where, then write the list in a worker thread; `saved` is told the file's name."""
        station = self._task.station
        printed, roster = moment_text(station.now_ms()), station.attendance.roster

        def to(path: str) -> None:
            def write() -> str:
                write_pdf(Path(path), self._paper(activity, detail, roster(activity.activity), printed))
                return Path(path).name

            run_off_thread(self, write, saved, failed)

        ask_where(self._task, self.tr("存成 PDF"), f"{activity.activity}.pdf", "PDF (*.pdf)", to)

    def _paper(self, activity: ActivityView, detail: str, people: list[RosterPerson], printed: str) -> PaperList:
        marks = {"not_yet": "", "in": self.tr("已簽到"), "out": self.tr("已簽退")}
        rows = [(str(number), person.masked_name, marks[person.there], "", "", "") for number, person in enumerate(people, 1)]
        rows += [(str(number), "", "", "", "", "") for number in range(len(rows) + 1, len(rows) + 1 + _EMPTY_ROWS)]
        columns = (
            Column(self.tr("序號"), 8),
            Column(self.tr("姓名（遮蔽）"), 18),
            Column(self.tr("列印時"), 14),
            Column(self.tr("簽到時間"), 16),
            Column(self.tr("簽退時間"), 16),
            Column(self.tr("簽名"), 28),
        )
        return PaperList(
            title=activity.title,
            lines=[detail, self.tr("報名 {count} 人　列印時間 {printed}").format(count=len(people), printed=printed)],
            columns=columns,
            rows=rows,
            foot=self.tr("備用名單：活動結束請補登，補登後銷毀。"),
            page_words=self.tr("第 {page} 頁，共 {pages} 頁"),
        )
