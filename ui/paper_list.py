"""A list on paper: a head, columns, one row a person with an empty field to sign in, page numbers. PDF, A4, Qt's own fonts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSaveFile, QSizeF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from domain.errors import Code, EnvironmentProblem

_DPI = 300
_MM = _DPI / 25.4
_MARGIN_MM = 15.0
_ROW_MM = 11.0
_HEAD_MM = 8.0
_FOOT_MM = 8.0
_PAD_MM = 1.5
_TITLE_PT, _TEXT_PT, _SMALL_PT = 16, 11, 9
_LINE_MM = 0.2


@dataclass(frozen=True)
class Column:
    """One column. `width` in parts of all widths together; an empty cell is for a hand to fill in."""

    title: str
    width: int


@dataclass(frozen=True)
class PaperList:
    """Everything that stands on the pages."""

    title: str
    lines: Sequence[str]
    """Beneath the title."""
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    foot: str
    page_words: str
    """With `{page}` and `{pages}`."""


def write_pdf(path: Path, paper: PaperList, go_on: Callable[[], bool] = lambda: True) -> None:
    """Write the list, the old file staying whole until the new one is. Any thread.

    `go_on` is asked before each page; False leaves the file as it was. Raises `EnvironmentProblem(DISK_FULL)` when it could not
    be written.
    """
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise EnvironmentProblem(Code.DISK_READONLY)
    writer = QPdfWriter(file)
    writer.setTitle(paper.title)
    writer.setCreator(QGuiApplication.applicationName())
    writer.setResolution(_DPI)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    painter = QPainter(writer)
    whole = _Pages(painter, writer, paper).draw(go_on)
    painter.end()
    if not whole:
        file.cancelWriting()
    if not file.commit() and whole:
        raise EnvironmentProblem(Code.DISK_FULL)


class _Pages:
    """The drawing of it."""

    def __init__(self, painter: QPainter, writer: QPdfWriter, paper: PaperList) -> None:
        self._painter, self._writer, self._paper = painter, writer, paper
        area = QSizeF(writer.width(), writer.height())
        self._width, self._height = area.width(), area.height()
        self._fonts = {size: self._font(size) for size in (_TITLE_PT, _TEXT_PT, _SMALL_PT)}
        painter.setPen(QPen(Qt.GlobalColor.black, _LINE_MM * _MM))

    def _font(self, points: int) -> QFont:
        font = QFont(QGuiApplication.font())
        font.setPointSize(points)
        return font

    def draw(self, go_on: Callable[[], bool]) -> bool:
        """All pages; whether it was not broken off."""
        paper = self._paper
        top_first = (_HEAD_MM * 1.5 + 6.0 * len(paper.lines) + 2.0) * _MM
        room = self._height - (_HEAD_MM + _FOOT_MM) * _MM
        first, each = int((room - top_first) // (_ROW_MM * _MM)), int(room // (_ROW_MM * _MM))
        parts = [paper.rows[:first]]
        rest = paper.rows[first:]
        while rest:
            parts.append(rest[:each])
            rest = rest[each:]
        for number, rows in enumerate(parts):
            if not go_on():
                return False
            if number:
                self._writer.newPage()
            top = self._draw_top() if not number else 0.0
            self._draw_table(top, rows)
            self._draw_foot(number + 1, len(parts))
        return True

    def _draw_top(self) -> float:
        paper = self._paper
        self._painter.setFont(self._fonts[_TITLE_PT])
        height = _HEAD_MM * 1.5 * _MM
        self._text(QRectF(0, 0, self._width, height), paper.title)
        self._painter.setFont(self._fonts[_TEXT_PT])
        for line in paper.lines:
            self._text(QRectF(0, height, self._width, 6.0 * _MM), line)
            height += 6.0 * _MM
        return height + 2.0 * _MM

    def _draw_table(self, top: float, rows: Sequence[Sequence[str]]) -> None:
        self._painter.setFont(self._fonts[_SMALL_PT])
        self._draw_row(top, _HEAD_MM * _MM, [column.title for column in self._paper.columns])
        self._painter.setFont(self._fonts[_TEXT_PT])
        for number, row in enumerate(rows):
            self._draw_row(top + (_HEAD_MM + number * _ROW_MM) * _MM, _ROW_MM * _MM, row)

    def _draw_row(self, top: float, height: float, cells: Sequence[str]) -> None:
        parts = sum(column.width for column in self._paper.columns)
        left = 0.0
        for column, cell in zip(self._paper.columns, cells, strict=True):
            width = self._width * column.width / parts
            field = QRectF(left, top, width, height)
            self._painter.drawRect(field)
            self._text(field.adjusted(_PAD_MM * _MM, 0, -_PAD_MM * _MM, 0), cell)
            left += width

    def _draw_foot(self, page: int, pages: int) -> None:
        self._painter.setFont(self._fonts[_SMALL_PT])
        field = QRectF(0, self._height - _FOOT_MM * _MM, self._width, _FOOT_MM * _MM)
        self._text(field, self._paper.foot)
        words = self._paper.page_words.format(page=page, pages=pages)
        self._painter.drawText(field, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def _text(self, field: QRectF, words: str) -> None:
        shown = self._painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(field.width()))
        self._painter.drawText(field, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
