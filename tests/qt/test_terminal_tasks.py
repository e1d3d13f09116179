"""Tasks are built when they are first wanted, under a window that somebody works in: nothing else may come up meanwhile."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from terminal.task_table import TASKS
from tests.qt.terminal_rig import Desk


class Windows(QObject):
    """Which widgets came up as windows of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_page_comes_up_as_a_window_of_its_own(desk: Desk, qapp: QApplication) -> None:
    assert not desk.window._tasks, "nobody has signed in, nothing is wanted yet"
    windows = Windows()
    qapp.installEventFilter(windows)
    for entry in TASKS:
        assert desk.window._tasks[entry.name].parent() is desk.window.pages
    qapp.removeEventFilter(windows)
    assert windows.shown == []
    assert len(desk.window._tasks) == len(TASKS)
