"""The rail at the left: the tasks that this person may do here, each with its function key."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.buttons import RailButton
from ui.screen import Screen
from ui.theme import Theme, theme_of


class Rail(Screen):
    """Emits `chosen` with a task's id on a click or its function key, also for the current one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: dict[str, RailButton] = {}
        self._shortcuts: list[QShortcut] = []
        self._shape: tuple[object, ...] = ()
        self._column = self.grid(QVBoxLayout(self), gap=0.5, margin=1)
        self._column.addStretch(1)

    def set_tasks(
        self, tasks: Sequence[tuple[str, str]], *, keys: Mapping[str, str] | None = None, foot: Sequence[str] = ()
    ) -> None:
        """Show these tasks: (id, name in the current language). Call it again in `retranslate()`.

        `keys` names a task's function key (`{"issue": "F2"}`); without it the keys are F1 to F9 in the order of the tasks.
        Tasks whose id is in `foot` stand at the bottom. A button's object name is the rail's own, a dot, and the task's id.
        """
        ids = [task for task, _ in tasks]
        wanted = keys or {task: f"F{number}" for number, task in enumerate(ids, 1)}
        shape = (tuple((task, wanted[task]) for task in ids), tuple(foot))
        if shape != self._shape:
            self._shape = shape
            self._rebuild(ids, wanted, foot)
        for task, words in tasks:
            self._tasks[task].set_task(words)

    def set_current(self, task: str) -> None:
        """Mark the task that is on the screen; an empty id marks none."""
        for each, button in self._tasks.items():
            button.setChecked(each == task)

    def current(self) -> str:
        """Id of the marked task, or empty."""
        return next((task for task, button in self._tasks.items() if button.isChecked()), "")

    def restyle(self, theme: Theme) -> None:
        """The rail's least width."""
        self.setMinimumWidth(theme.sizes.unit * 20)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground, its right edge, and a bar beside the current task."""
        theme = theme_of(self)
        colours, sizes = theme.colours, theme.sizes
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.fillRect(self.width() - sizes.stroke, 0, sizes.stroke, self.height(), QColor(colours.hairline))
        current = self._tasks.get(self.current())
        if current is not None:
            painter.fillRect(0, current.y(), sizes.unit // 2, current.height(), QColor(colours.brand_text))
        painter.end()

    def _rebuild(self, tasks: Sequence[str], keys: Mapping[str, str], foot: Sequence[str]) -> None:
        for button in self._tasks.values():
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._tasks, self._shortcuts = {}, []
        for task in (*(each for each in tasks if each not in foot), *(each for each in tasks if each in foot)):
            button = RailButton(keys[task])
            button.setObjectName(f"{self.objectName()}.{task}")
            button.clicked.connect(lambda _=False, task=task: self._choose(task))
            if task in foot:
                self._column.addWidget(button)
            else:
                self._column.insertWidget(len(self._tasks), button)
            shortcut = QShortcut(QKeySequence(keys[task]), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(lambda task=task: self._choose(task))
            self._tasks[task] = button
            self._shortcuts.append(shortcut)

    def _choose(self, task: str) -> None:
        self.set_current(task)
        self.update()
        self.chosen.emit(task)
