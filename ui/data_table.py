"""A table to look things up in and to choose from: arrows and Enter, sorting by a click or the key S, more rows by a button.

Object names, beneath the table's own: `.cells`, `.more`.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.buttons import SecondaryButton
from ui.outcome import OutcomeKind, draw_outcome
from ui.screen import Screen
from ui.text import Text
from ui.theme import Theme, theme_of

_ID = Qt.ItemDataRole.UserRole
_ORDER = Qt.ItemDataRole.UserRole + 1
_LEAST_UNITS = 7
"""Width that a column keeps, in steps of the grid."""
_MOST_UNITS = 42


class Cell(NamedTuple):
    """One cell. `order` sorts instead of the words; `mark` is a shape before them."""

    words: str
    order: int | None = None
    mark: OutcomeKind | None = None


class Row(NamedTuple):
    """One row; `id` is what `wanted` tells of it."""

    id: str
    cells: Sequence[Cell | str]


class _Item(QTableWidgetItem):
    """Sorts by its number when it has one."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        mine, theirs = self.data(_ORDER), other.data(_ORDER)
        if mine is not None and theirs is not None:
            return bool(mine < theirs)
        return self.text() < other.text()


class _Cells(QTableWidget):
    """Qt's table, with Enter to choose and S to sort."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSortIndicatorShown(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.doubleClicked.connect(lambda _: self._choose())
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def sort_by(self, column: int) -> None:
        """By this column; again: the other way round."""
        order = Qt.SortOrder.AscendingOrder
        if self._sorted == (column, order):
            order = Qt.SortOrder.DescendingOrder
        self._sorted = (column, order)
        self.horizontalHeader().setSortIndicatorShown(True)
        self.horizontalHeader().setSortIndicator(column, order)
        self.sortItems(column, order)

    def sort_next(self) -> None:
        """By the column after the one that it is sorted by, each upwards and then downwards."""
        column, order = self._sorted or (-1, Qt.SortOrder.DescendingOrder)
        self.sort_by(column if order is Qt.SortOrder.AscendingOrder else (column + 1) % max(1, self.columnCount()))

    def sort_again(self) -> None:
        """As before, now that there are other rows."""
        if self._sorted is not None:
            self.sortItems(*self._sorted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; Enter chooses, S sorts."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._choose()
        elif event.key() == Qt.Key.Key_S and not event.modifiers():
            self.sort_next()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        item = self.item(self.currentRow(), 0)
        if item is not None:
            self.wanted.emit(item.data(_ID))


class DataTable(Screen):
    """Rows under named columns, and beneath them how many there are."""

    wanted = Signal(str)
    """The id of the row that was chosen by Enter or a double click."""
    more_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: Sequence[Row] = ()
        self._more = False
        self._widest = 0
        self._cells = _Cells()
        self._cells.setObjectName(f"{name}.cells")
        self._cells.wanted.connect(self.wanted)
        self._count = Text("small", "soft")
        self._next = SecondaryButton()
        self._next.setObjectName(f"{name}.more")
        self._next.clicked.connect(self.more_wanted)
        self._next.hide()
        self._foot = QWidget()
        foot = self.grid(QHBoxLayout(self._foot), gap=2)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._next)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._cells, 1)
        column.addWidget(self._foot)
        self.setFocusProxy(self._cells)
        corner = self._cells.findChild(QAbstractButton)
        if corner is not None:
            corner.setObjectName(f"{name}.corner")
            corner.hide()

    def set_columns(self, titles: Sequence[str], *, widest: int = 0) -> None:
        """Name the columns; `widest` takes the room that is left. Call it in `retranslate()`, before `show_rows`."""
        self._widest = widest
        self._cells.setColumnCount(len(titles))
        self._cells.setHorizontalHeaderLabels(list(titles))

    def show_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show these instead; `more`: there are others to ask for. The row that was marked stays marked, the order too."""
        marked = self.current()
        self._rows, self._more = list(rows), more
        self._fill()
        self.select(marked or (self._rows[0].id if self._rows else ""))
        self.retranslate()

    def rows(self) -> list[list[str]]:
        """What stands there, in the order in which it is shown."""
        table = self._cells
        return [[self._words(line, column) for column in range(table.columnCount())] for line in range(table.rowCount())]

    def current(self) -> str:
        """Id of the row that is marked, or empty."""
        item = self._cells.item(self._cells.currentRow(), 0)
        return str(item.data(_ID)) if item is not None else ""

    def select(self, row: str) -> None:
        """Mark this row, if it is there."""
        for line in range(self._cells.rowCount()):
            item = self._cells.item(line, 0)
            if item is not None and item.data(_ID) == row:
                self._cells.setCurrentCell(line, 0)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; row heights, marks in the theme's colours."""
        unit = theme.sizes.unit
        self._cells.verticalHeader().setDefaultSectionSize(theme.sizes.control)
        self._cells.horizontalHeader().setMinimumSectionSize(unit * _LEAST_UNITS)
        self._cells.horizontalHeader().setMaximumSectionSize(unit * _MOST_UNITS)
        self._fill()

    def retranslate(self) -> None:
        """Texts."""
        count = f"{len(self._rows):,}"
        some, whole = self.tr("目前顯示 {count} 筆，還有其他"), self.tr("共 {count} 筆")
        self._count.setText((some if self._more else whole).format(count=count) if self._rows else self.tr("目前沒有資料"))
        self._next.setText(self.tr("再列出一些"))
        self._next.setVisible(self._more)
        self._cells.setAccessibleName(self.accessibleName())

    def _words(self, line: int, column: int) -> str:
        item = self._cells.item(line, column)
        return item.text() if item is not None else ""

    def _fill(self) -> None:
        marked = self.current()
        table = self._cells
        table.setRowCount(len(self._rows))
        marks = {kind: _icon(kind, theme_of(self)) for kind in OutcomeKind}
        for line, row in enumerate(self._rows):
            for column, told in enumerate(row.cells):
                cell = told if isinstance(told, Cell) else Cell(told)
                item = _Item(cell.words)
                item.setData(_ID, row.id)
                item.setData(_ORDER, cell.order)
                item.setToolTip(cell.words)
                if cell.mark is not None:
                    item.setIcon(marks[cell.mark])
                item.setTextAlignment(_side(right=cell.order is not None))
                table.setItem(line, column, item)
        table.sort_again()
        header = table.horizontalHeader()
        table.resizeColumnsToContents()
        first = self._rows[0].cells if self._rows else ()
        for column in range(table.columnCount()):
            is_number = column < len(first) and isinstance(first[column], Cell) and first[column][1] is not None
            title = table.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(_side(right=is_number))
            mode = QHeaderView.ResizeMode.Stretch if column == self._widest else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(column, mode)
        self.select(marked)


def _side(*, right: bool) -> Qt.AlignmentFlag:
    """Numbers stand at the right, so that digits stand below digits."""
    return (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter


def _icon(kind: OutcomeKind, theme: Theme) -> QIcon:
    side = theme.sizes.title
    picture = QPixmap(side * 2, side * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_outcome(painter, kind, QRectF(0, 0, side * 2, side * 2), theme)
    painter.end()
    made = QIcon(picture)
    made.addPixmap(picture, QIcon.Mode.Selected)
    return made
