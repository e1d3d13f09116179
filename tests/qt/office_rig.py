"""What tests of the organiser's, reviewer's and supervisor's screens need: keys with Alt, and waiting for the platform."""

import unicodedata
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from terminal.office_task import OfficeTask
from tests.qt.terminal_rig import Desk, live
from ui.data_table import DataTable
from ui.i18n import SOURCE, set_language
from ui.layout_check import check_layout
from ui.theme import Scheme

_SIZES = ((1024, 768), (1366, 768), (1920, 1080))
_SCHEMES = (Scheme.LIGHT, Scheme.DARK, Scheme.HIGH_CONTRAST)
_TOUCH_PX = 32
TaskT = TypeVar("TaskT", bound=OfficeTask)


def task(desk: Desk, name: str, kind: type[TaskT]) -> TaskT:
    """One of the window's tasks."""
    found = desk.window._tasks[name]
    assert isinstance(found, kind)
    return found


def answered(desk: Desk, of: OfficeTask) -> None:
    """Wait until nothing is asked of the platform any more."""
    QCoreApplication.processEvents()
    desk.until(lambda: not of.asking)
    QCoreApplication.processEvents()


def alt(desk: Desk, digit: int) -> None:
    """Press Alt and a digit."""
    press(desk, Qt.Key(Qt.Key.Key_0 + digit), Qt.KeyboardModifier.AltModifier)


def press(desk: Desk, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Press a key with another."""
    QTest.keyClick(QApplication.focusWidget() or desk.window, key, modifier)
    QCoreApplication.processEvents()


def banner(of: OfficeTask) -> str:
    """What stands above the task."""
    return f"{of.banner.title()} {of.banner.what_to_do()}" if of.banner.isVisible() else ""


def column(table: DataTable, number: int) -> list[str]:
    """A table's column as shown."""
    return [row[number] for row in table.rows()]


def roster_csv(folder: Path, name: str, rows: list[tuple[str, str]]) -> Path:
    """A list as an organiser has it: names, and national IDs in clear."""
    path = folder / name
    lines = ["姓名,身分證統一編號", *(f"{who},{number}" for who, number in rows)]
    path.write_text("\r\n".join(lines) + "\r\n", "utf-8-sig")
    return path


def pdf_text(path: Path) -> str:
    """All that can be read in a PDF. (Qt names a glyph that a radical shares with a character by the radical.)"""
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    pages = [document.getAllText(page).text() for page in range(document.pageCount())]
    return unicodedata.normalize("NFKC", "\n".join(pages))


def layout_faults(desk: Desk, screen: str) -> list[tuple[str, object]]:
    """What is cut off or covered in the window as it stands: in English where it is narrow, in Chinese in one of three sizes.

    The first screen of a test chooses the scheme for all of it: schemes differ in colours and in the strength of edges, and to
    dress a window anew takes longer than everything else.
    """
    found: list[tuple[str, object]] = []
    desk.window.setUpdatesEnabled(False)
    if desk.window._scheme is Scheme.LIGHT:
        desk.window.set_scheme(_SCHEMES[len(screen) % len(_SCHEMES)])
    for language, (width, height) in (("en", _SIZES[0]), (SOURCE, _SIZES[len(screen) % len(_SIZES)])):
        set_language(language)
        desk.window.resize(width, height)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        live(0.02)
        where = f"{screen} {language} {desk.window._scheme} {width}"
        found += [(where, each) for each in check_layout(desk.window, least_touch_px=_TOUCH_PX)]
    desk.window.resize(*_SIZES[0])
    desk.window.setUpdatesEnabled(True)
    live(0.02)
    return found
