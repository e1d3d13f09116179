"""Service use in a month, line by line, and the line that is marked in bars. Groups of fewer than five people are withheld.

Object names: `terminal.kpi`, `.month`, `.list`, `.by.<breakdown>`, `.bars`, `.none`.
"""

import re

from PySide6.QtWidgets import QVBoxLayout, QWidget

from domain import roc_date, taipei
from domain.errors import Refused
from domain.oversight_calls import KPI
from domain.wire_kpi import Breakdown, KpiLine, KpiPart, KpiQuery, KpiResponse
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.names import library_name
from terminal.office_page import Field, OfficePage
from terminal.office_task import OfficeTask
from terminal.steps import FormScroll
from ui.charts import Bar, BarChart
from ui.data_table import Cell, DataTable, Row
from ui.surfaces import Panel
from ui.text import Text
from ui.theme import Theme

_BY: tuple[Breakdown, ...] = ("district", "age", "frequency", "satisfaction")
_TOLD_AFTER_DAYS = 10
_LIST_ROWS = 4
_ONE_MONTH = re.compile(r"\d{1,4}[/.\-年]?\d{1,2}月?")


class KpiPage(OfficePage):
    """Month, lines, bars."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.kpi")
        self._lines: list[KpiLine] = []
        self._after = ""
        self._told: bool | None = None
        self._shown = -1
        self._month = Field("terminal.kpi.month")
        self._enter = EnterAdvances(lambda _: self.open(), self)
        self._enter.watch(self._month.edit)
        self.list = DataTable("terminal.kpi.list")
        self.list.wanted.connect(self._chosen)
        self.list.more_wanted.connect(lambda: self._look(self._after))
        self._none = Text("body", "soft")
        self._none.setObjectName("terminal.kpi.none")
        self._by = ChoiceGroup("terminal.kpi.by", lambda _: self.list.setFocus(), exclusive=True, across=True)
        self._by.changed.connect(self._show_bars)
        self._title = Text("title", strong=True)
        self._bars = BarChart("terminal.kpi.bars")
        self._panel = Panel(gap=1)
        for widget in (self._title, self._by, self._bars):
            self._panel.body.addWidget(widget)
        charted = QWidget()
        inner = self.grid(QVBoxLayout(charted), gap=0)
        inner.addWidget(self._panel)
        inner.addStretch(1)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._month)
        column.addWidget(self.list)
        column.addWidget(self._none)
        column.addWidget(FormScroll(charted), 1)

    # --- for the task ---

    def open(self) -> None:
        """See `OfficePage.open`."""
        if not self._month.text():
            self._month.set_text(self._last_told())
        self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        if self._lines and not self._month.wrong():
            self.list.setFocus()
        else:
            self._month.edit.setFocus()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self._lines, self._after, self._told, self._shown = [], "", None, -1
        self._month.set_text("")
        self._month.complain("")
        self.retranslate()

    # --- within ---

    def _last_told(self) -> str:
        """The last month that has been told by now, as it would be typed."""
        today = taipei.day(self.station.now_ms())
        months = today.year * 12 + today.month - 1 - (1 if today.day > _TOLD_AFTER_DAYS else 2)
        return f"{months // 12 - 1911}/{months % 12 + 1:02}"

    def _look(self, after: str = "") -> None:
        try:
            day = roc_date.parse(f"{self._typed()}/1")
        except Refused:
            self._month.complain(lambda: self.tr("請寫民國年和月，例如 115/11。"))
            self._month.edit.setFocus()
            return
        self._month.complain("")
        office, asked = self.office, KpiQuery(month=f"{day:%Y-%m}", after=after)

        def found(answer: KpiResponse) -> None:
            self._lines = [*(self._lines if after else []), *answer.lines]
            self._after, self._told = answer.after, answer.told
            self._shown = 0 if self._lines else -1
            self.retranslate()
            self.start()

        self.ask(self.tr("正在查詢統計…"), lambda: office.ask(KPI, asked), found)

    def _typed(self) -> str:
        text = self._month.text()
        return text.rstrip("月").replace("年", "/") if _ONE_MONTH.fullmatch(text) else ""

    def _chosen(self, number: str) -> None:
        self._shown = int(number)
        self.retranslate()
        if self._by.ids():
            self._by.start()

    def _show_bars(self) -> None:
        line = self._lines[self._shown] if 0 <= self._shown < len(self._lines) else None
        parts = next((each.parts for each in line.breakdowns if each.by == self._by.chosen()), []) if line else []
        self._bars.show_bars([self._bar(str(self._by.chosen()), each) for each in parts])
        self._bars.setVisible(bool(parts))

    def _bar(self, by: str, part: KpiPart) -> Bar:
        value = part.people
        words = self._withheld() if value is None else self.tr("{count} 人").format(count=f"{value:,}")
        return Bar(self._part_name(by, part.part), value, words)

    def _withheld(self) -> str:
        return self.tr("未滿5人，或為保護他人不公布")

    def _part_name(self, by: str, part: str) -> str:
        if part == "?":
            return self.tr("不詳")
        shapes = {
            "age": self.tr("{part} 歲"),
            "frequency": self.tr("用 {part} 次"),
            "satisfaction": self.tr("{part} 分"),
        }
        return shapes.get(by, "{part}").format(part=part)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; some lines are in sight, the rest is for the bars."""
        self.list.setFixedHeight(theme.sizes.control * (_LIST_ROWS + 1) + theme.sizes.unit * 4)

    def retranslate(self) -> None:
        """Texts."""
        self._month.row.set_label(self.tr("月份（Enter 查詢）"))
        self._month.row.set_note(self.tr("每月的統計在次月 10 日之後公布，公布後不再變動。"))
        self.list.setAccessibleName(self.tr("統計"))
        self.list.set_columns([self.tr("服務"), self.tr("機關"), self.tr("人數"), self.tr("次數"), self.tr("滿意度填答")])
        self.list.show_rows([self._row(number, line) for number, line in enumerate(self._lines)], more=bool(self._after))
        self.list.setVisible(bool(self._lines))
        none = self.tr("這個月沒有統計。") if self._told else self.tr("這個月還沒有公布。")
        self._none.setText(none if self._told is not None and not self._lines else "")
        line = self._lines[self._shown] if 0 <= self._shown < len(self._lines) else None
        self._panel.setVisible(line is not None)
        self._title.setText(self._service_name(line.service) if line else "")
        wanted = [each.by for each in line.breakdowns] if line else []
        if self._by.ids() != wanted:
            self._by.set_choices([(each, True) for each in _BY if each in wanted])
            self._by.choose(next(iter(self._by.ids()), ""))
        names = {
            "district": self.tr("行政區"),
            "age": self.tr("年齡"),
            "frequency": self.tr("次數"),
            "satisfaction": self.tr("滿意度"),
        }
        for each in self._by.ids():
            self._by.set_words(each, names[each])
        self._show_bars()

    def _row(self, number: int, line: KpiLine) -> Row:
        return Row(
            str(number),
            (
                self._service_name(line.service),
                line.agency or self.station.programme.city.in_language("zh_TW"),
                self._number(line.people),
                self._number(line.uses),
                self._number(line.answers) if line.answers is not None else "",
            ),
        )

    def _number(self, value: int | None) -> Cell:
        return Cell(self.tr("未滿5人"), 0) if value is None else Cell(f"{value:,}", value)

    def _service_name(self, service: str) -> str:
        names = {
            "attendance": self.tr("活動簽到"),
            "redemption": self.tr("點數使用"),
            "admission": self.tr("入場"),
        }
        return names.get(service) or library_name(self.station.programme, service) or service
