"""A list to choose from by arrows and Enter, or by a click: each row a title and, beneath it, what is to be known."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import font, theme_of

_ID = Qt.ItemDataRole.UserRole
_DETAIL = Qt.ItemDataRole.UserRole + 1
_ROW = 8
"""Height of a row, in steps of the grid."""


class _Row(QStyledItemDelegate):
    """Title, and beneath it the detail."""

    def __init__(self, owner: QListWidget) -> None:
        super().__init__(owner)
        self._list = owner

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt's own."""
        theme = theme_of(self._list)
        colours, sizes = theme.colours, theme.sizes
        state = option.state
        rect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        field = QRectF(rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.brand_text), 2) if selected else QPen(QColor(colours.hairline), sizes.stroke))
        painter.setBrush(QColor(colours.brand_soft if selected else colours.surface))
        painter.drawRoundedRect(field, sizes.radius_control, sizes.radius_control)
        inner = field.adjusted(sizes.unit * 2, sizes.unit, -sizes.unit * 2, -sizes.unit)
        for role, which, tone, strong, place in (
            (Qt.ItemDataRole.DisplayRole, "title", colours.ink, True, Qt.AlignmentFlag.AlignTop),
            (_DETAIL, "small", colours.ink_soft, False, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font(theme, which, bold=strong))
            painter.setPen(QColor(tone))
            words = painter.fontMetrics().elidedText(str(index.data(role)), Qt.TextElideMode.ElideRight, round(inner.width()))
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | place, words)
        painter.restore()

    def sizeHint(self, _: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt's own."""
        theme = theme_of(self._list)
        text = theme.sizes.title + theme.sizes.small
        return QSize(theme.sizes.unit * 20, max(theme.sizes.unit * _ROW, round(text * 1.5) + theme.sizes.unit * 3))


class RowList(QListWidget):
    """One row a thing; `wanted` tells the id of the one that was chosen."""

    wanted = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setItemDelegate(_Row(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setStyleSheet("QListView { background: transparent; border: none; }")
        self.itemClicked.connect(lambda item: self.wanted.emit(item.data(_ID)))

    def show_rows(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Show these: id, title and detail. The one that was marked stays marked."""
        marked = self.currentItem().data(_ID) if self.currentItem() else ""
        self.clear()
        for each, title, detail in rows:
            item = QListWidgetItem(title)
            item.setData(_ID, each)
            item.setData(_DETAIL, detail)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title} {detail}")
            self.addItem(item)
        ids = [each for each, _, _ in rows]
        self.setCurrentRow(ids.index(marked) if marked in ids else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own; Enter chooses what is marked, a digit marks the row that begins with it, however quickly keys come."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentItem() is not None and not event.isAutoRepeat():
                self.wanted.emit(self.currentItem().data(_ID))
            return
        numbered = self.findItems(f"{event.text()}　", Qt.MatchFlag.MatchStartsWith) if event.text().isdecimal() else []
        if numbered:
            self.setCurrentItem(numbered[0])
            return
        super().keyPressEvent(event)
