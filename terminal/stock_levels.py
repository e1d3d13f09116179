"""Blank cards by site and box, as the books have them. They are moved and counted in the task for outreach.

Object names: `terminal.stock_levels`, `.list`.
"""

from PySide6.QtWidgets import QVBoxLayout

from domain.oversight_calls import STOCK
from domain.wire_registry import StockLevel, StockListResponse, StockQuery
from terminal.names import carrier_name, kind_name
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from ui.data_table import Cell, DataTable, Row
from ui.outcome import OutcomeKind

_LOW = 20
"""Fewer are marked: about what a counter hands over on a busy morning."""


class StockLevels(OfficePage):
    """Levels alone."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.stock_levels")
        self._levels: list[StockLevel] = []
        self._cursor = ""
        self.list = DataTable("terminal.stock_levels.list")
        self.list.more_wanted.connect(lambda: self._look(self._cursor))
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self.list, 1)

    def open(self) -> None:
        """See `OfficePage.open`."""
        self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        self.list.setFocus()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self._levels, self._cursor = [], ""
        self.retranslate()

    def _look(self, cursor: str = "") -> None:
        office = self.office

        def found(answer: StockListResponse) -> None:
            self._levels = [*(self._levels if cursor else []), *answer.levels]
            self._cursor = answer.cursor if answer.more else ""
            self.retranslate()

        self.ask(self.tr("正在查詢空白卡…"), lambda: office.ask(STOCK, StockQuery(cursor=cursor)), found)

    def retranslate(self) -> None:
        """Texts."""
        self.list.setAccessibleName(self.tr("空白卡"))
        self.list.set_columns([self.tr("地點"), self.tr("箱"), self.tr("卡別"), self.tr("票證公司"), self.tr("張數")], widest=2)
        programme = self.station.programme
        rows = []
        for number, level in enumerate(self._levels):
            count = f"{level.cards:,}"
            low = level.cards < _LOW
            cards = Cell(self.tr("{count}　快用完").format(count=count) if low else count, level.cards)
            cards = cards._replace(mark=OutcomeKind.ATTENTION) if low else cards
            kind = kind_name(programme, level.card_kind) or level.card_kind
            cells = (level.site, level.box, kind, carrier_name(programme, level.carrier), cards)
            rows.append(Row(str(number), cells))
        self.list.show_rows(rows, more=bool(self._cursor))
