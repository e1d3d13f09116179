"""The supervisor's overview: what needs a person's eyes, stations, blank cards, service use, volunteers, reports. Online only.

Object names: `terminal.oversight` (with the parts of `terminal.office_task`), `.tabs.<part>`, and those of the parts.
"""

from terminal.anomaly_page import AnomalyPage
from terminal.hours_page import HoursPage
from terminal.kpi_page import KpiPage
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from terminal.report_page import OF_CITY, ReportPage
from terminal.stations_page import StationsPage
from terminal.stock_levels import StockLevels
from terminal.workplace import Workplace
from ui.stack import Stack
from ui.tabs import Tabs

_TABS = ("anomalies", "stations", "stock", "kpi", "hours", "reports")


class OversightTask(OfficeTask):
    """Six parts side by side."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(place, "terminal.oversight")
        self.anomalies, self.stations = AnomalyPage(self), StationsPage(self)
        self.stock, self.kpi = StockLevels(self), KpiPage(self)
        self.hours = HoursPage(self)
        self.reports = ReportPage(self, "terminal.oversight_report", OF_CITY)
        parts = (self.anomalies, self.stations, self.stock, self.kpi, self.hours, self.reports)
        self._parts: dict[str, OfficePage] = dict(zip(_TABS, parts, strict=True))
        self._tabs = Tabs("terminal.oversight.tabs", _TABS)
        self._tabs.chosen.connect(self._opened)
        self._stack = Stack()
        for part in parts:
            self._stack.addWidget(part)
        self.body.addWidget(self._tabs)
        self.body.addLayout(self._stack, 1)
        self.add_keys({"Escape": self._escape, "F7": self._f7, "F11": self._look_again, "F12": self._f12})

    # --- for the window ---

    def enter(self) -> None:
        """See `Task.enter`."""
        self._part().open()
        self.focus_here()

    def card_changed(self) -> None:
        """See `Task.card_changed`."""
        self.hours.card_changed()

    def clear(self) -> None:
        """See `Task.clear`."""
        for part in self._parts.values():
            part.clear()
        self._tabs.set_current(_TABS[0])
        self._stack.setCurrentIndex(0)
        super().clear()

    def focus_here(self) -> None:
        """See `OfficeTask.focus_here`."""
        self._part().start()

    # --- within ---

    def _part(self) -> OfficePage:
        return self._parts[self._tabs.current()]

    def _opened(self, tab: str) -> None:
        self.leave_asking()
        self.banner.clear()
        self._stack.setCurrentWidget(self._parts[tab])
        self._parts[tab].open()
        self._parts[tab].start()

    def _escape(self) -> None:
        if self.asking or self.gated:
            self.reports.leave()
            self.leave_asking()
        else:
            self._part().step_back()

    def _look_again(self) -> None:
        if not self.asking and not self.gated:
            self._part().open()

    def _f7(self) -> None:
        if not self.asking and not self.gated:
            self._part().other()

    def _f12(self) -> None:
        if not self.asking and not self.gated:
            self._part().act()

    def retranslate(self) -> None:
        """Texts."""
        super().retranslate()
        self.set_head(self.tr("督導"), self.tr("Alt+數字 換分頁、F11 重新查詢、S 排序、Esc 回上一步"))
        names = (
            self.tr("異常"),
            self.tr("工作站"),
            self.tr("空白卡"),
            self.tr("統計"),
            self.tr("志工時數"),
            self.tr("報表"),
        )
        self._tabs.set_words(names)
