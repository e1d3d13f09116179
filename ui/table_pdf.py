"""A table as a PDF for printing and filing: title, what it is of, columns on every page, page numbers.

Runs in any thread (QPainter on a QPdfWriter needs none of the screen's). Glyphs that no font has are shown as a box with the
character's code, never dropped.
"""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QBuffer, QByteArray, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

from ui.fonts import displayable
from ui.theme import INK

_DPI = 144
_MARGIN_MM = 14.0
_SIZES = {"title": 34, "note": 19, "cell": 18}
_PAD = 8.0
_WIDEST = 0.4
"""Of the page, that one column may take before its words are broken into lines."""
_ANY_HEIGHT = 100_000.0


class TablePage(msgspec.Struct, frozen=True, kw_only=True):
    """What is to stand there. `page_words` has the blanks `{page}` and `{pages}`."""

    title: str
    notes: Sequence[str]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    page_words: str
    empty_words: str


class Cancelled(Exception):
    """Whoever asked for it has left."""


def table_pdf(table: TablePage, told: Callable[[int, int], bool] = lambda _done, _of: True) -> bytes:
    """The file's bytes. `told(rows done, rows in all)` is called every page and ends the work by False: raises `Cancelled`."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(table.title)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    try:
        _Drawing(painter, writer, table).draw(told)
    finally:
        painter.end()
        buffer.close()
    return bytes(data.data())


def _font(role: str, *, bold: bool = False) -> QFont:
    made = QFont(QGuiApplication.font())
    made.setPixelSize(_SIZES[role])
    made.setBold(bold)
    return made


class _Drawing:
    """One table being drawn."""

    def __init__(self, painter: QPainter, writer: QPdfWriter, table: TablePage) -> None:
        self._painter, self._writer, self._table = painter, writer, table
        self._width = float(writer.width())
        self._height = float(writer.height())
        self._cell = _font("cell")
        self._metrics = QFontMetricsF(self._cell)
        self._foot = self._metrics.height() * 1.5
        self._columns = [displayable(each, self._cell) for each in table.columns]
        self._widths = self._column_widths()

    def draw(self, told: Callable[[int, int], bool]) -> None:
        """All pages."""
        pages = self._pages()
        done, total = 0, len(self._table.rows)
        for number, lines in enumerate(pages, 1):
            if not told(done, total):
                raise Cancelled
            if number > 1:
                self._writer.newPage()
            top = self._head(first=number == 1)
            for line in lines:
                top = self._row(line, top, bold=False)
            if not total:
                self._text(self._table.empty_words, QRectF(0, top + _PAD, self._width, self._metrics.height() * 2), self._cell)
            words = self._table.page_words.format(page=number, pages=len(pages))
            self._text(words, QRectF(0, self._height - self._foot, self._width, self._foot), _font("note"), right=True)
            done += len(lines)
        told(total, total)

    def _column_widths(self) -> list[float]:
        """By the longest word of each, none above its share; what is over is spread, what is short taken from all alike."""
        most = self._width * _WIDEST
        natural = [
            min(most, max(self._metrics.horizontalAdvance(text) for text in self._samples(column)) + 2 * _PAD)
            for column in range(len(self._columns))
        ]
        scale = self._width / sum(natural) if natural else 1.0
        return [width * scale for width in natural]

    def _samples(self, column: int) -> list[str]:
        step = max(1, len(self._table.rows) // 500)
        return [self._columns[column], *(_at(row, column) for row in self._table.rows[::step])]

    def _pages(self) -> list[list[list[str]]]:
        """Rows by page; a row that is taller than a page has one to itself."""
        pages: list[list[list[str]]] = [[]]
        room = self._height - self._foot - self._head_height(first=True)
        for row in self._table.rows:
            cells = [displayable(_at(row, column), self._cell) for column in range(len(self._columns))]
            height = self._row_height(cells)
            if height > room and pages[-1]:
                pages.append([])
                room = self._height - self._foot - self._head_height(first=False)
            pages[-1].append(cells)
            room -= height
        return pages

    def _row_height(self, cells: Sequence[str]) -> float:
        heights = (
            self._metrics.boundingRect(QRectF(0, 0, width - 2 * _PAD, _ANY_HEIGHT), int(Qt.TextFlag.TextWrapAnywhere), text)
            for text, width in zip(cells, self._widths, strict=True)
        )
        return max((each.height() for each in heights), default=0.0) + _PAD

    def _head_height(self, *, first: bool) -> float:
        title, note = QFontMetricsF(_font("title", bold=True)), QFontMetricsF(_font("note"))
        above = title.height() * 1.4 + note.height() * 1.2 * len(self._table.notes) + _PAD if first else 0.0
        return above + self._row_height(self._columns)

    def _head(self, *, first: bool) -> float:
        top = 0.0
        if first:
            title = _font("title", bold=True)
            height = QFontMetricsF(title).height() * 1.4
            self._text(self._table.title, QRectF(0, 0, self._width, height), title)
            top = height
            note = _font("note")
            for line in self._table.notes:
                height = QFontMetricsF(note).height() * 1.2
                self._text(line, QRectF(0, top, self._width, height), note)
                top += height
            top += _PAD
        return self._row(self._columns, top, bold=True)

    def _row(self, cells: Sequence[str], top: float, *, bold: bool) -> float:
        height, left = self._row_height(cells), 0.0
        for text, width in zip(cells, self._widths, strict=True):
            field = QRectF(left + _PAD, top + _PAD / 2, width - 2 * _PAD, height - _PAD)
            number = not bold and text.replace(",", "").lstrip("-").isdecimal()
            self._text(text, field, _font("cell", bold=bold), right=number)
            left += width
        self._painter.setPen(QColor(INK))
        self._painter.drawLine(0, round(top + height), round(self._width), round(top + height))
        return top + height

    def _text(self, text: str, field: QRectF, which: QFont, *, right: bool = False) -> None:
        self._painter.setFont(which)
        self._painter.setPen(QColor(INK))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(field, int(side | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWrapAnywhere), text)


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""
