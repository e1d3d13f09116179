"""The tasks of the staff application: one line each. Who may do which is `station.tasks`' to say, in which order as well."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from terminal.activities_task import ActivitiesTask
from terminal.batch_task import BatchTask
from terminal.bind_task import BindTask
from terminal.draw_task import DrawTask
from terminal.event_task import EventTask
from terminal.gate_task import GateTask
from terminal.issue_task import IssueTask
from terminal.library_task import LibraryTask
from terminal.load_task import LoadTask
from terminal.open_loads_task import OpenLoadsTask
from terminal.outreach_task import OutreachTask
from terminal.oversight_task import OversightTask
from terminal.people_task import PeopleTask
from terminal.reviews_task import ReviewsTask
from terminal.shift_task import ShiftTask
from terminal.task import Task
from terminal.work_list_task import WorkListTask
from terminal.workplace import Workplace
from ui.i18n import noop

Made = TypeVar("Made", bound=Task)


@dataclass(frozen=True)
class Entry:
    """A task. `make` builds its page."""

    name: str
    make: Callable[[Workplace], Task]
    key: str = ""
    """Its key, as Qt writes it and as the rail shows it; empty for a page that does not stand there."""
    words: str = ""
    """Its name on the rail."""
    serves: bool = False
    """A person is named in it: the panel at the right shows who."""
    wide: bool = False
    """It takes the room of the panel at the right, and says itself what it needs of a card."""
    beside: str = ""
    """Of a page that does not stand on the rail: the task to which it belongs."""


TASKS = (
    Entry("issue", IssueTask, "F2", noop("Tasks", "發卡"), serves=True),
    Entry("bind", BindTask, "F3", noop("Tasks", "綁卡"), serves=True),
    Entry("event", EventTask, "F4", noop("Tasks", "活動簽到")),
    Entry("library", LibraryTask, "F5", noop("Tasks", "圖書館")),
    Entry("loads", LoadTask, "F6", noop("Tasks", "儲值與查詢"), serves=True),
    Entry("gate", GateTask, beside="event"),
    Entry("draws", DrawTask, beside="event"),
    Entry("open_loads", OpenLoadsTask, serves=True, beside="loads"),
    Entry("people", PeopleTask, "F1", noop("Tasks", "民眾與卡片"), serves=True),
    Entry("batch", BatchTask, "Ctrl+F2", noop("Tasks", "批次"), serves=True),
    Entry("outreach", OutreachTask, "Ctrl+F3", noop("Tasks", "機動服務"), serves=True),
    Entry("shift", ShiftTask, "Ctrl+F8", noop("Tasks", "班別")),
    Entry("activities", ActivitiesTask, "Ctrl+F4", noop("Tasks", "活動管理"), wide=True),
    Entry("reviews", ReviewsTask, "Ctrl+F5", noop("Tasks", "申辦審查"), wide=True),
    Entry("oversight", OversightTask, "Ctrl+F6", noop("Tasks", "督導"), wide=True),
    Entry("work_list", WorkListTask),
)
KEYS = {entry.name: entry.key for entry in TASKS if entry.key} | {"sign_out": "F9", "language": "F10"}
WIDE = frozenset(entry.name for entry in TASKS if entry.wide)
SERVING = frozenset(entry.name for entry in TASKS if entry.serves)
BESIDE = {entry.name: entry.beside for entry in TASKS if entry.beside}


class BuiltTasks(dict[str, Task]):
    """The tasks that have been built, by name; asking for another one builds it."""

    def __init__(self, build: Callable[[str], Task]) -> None:
        super().__init__()
        self._build = build

    def __missing__(self, name: str) -> Task:
        """See the class."""
        self[name] = task = self._build(name)
        return task

    def of(self, name: str, kind: type[Made]) -> Made:
        """One whose kind is known."""
        task = self[name]
        if not isinstance(task, kind):
            raise TypeError(name)
        return task


def task_name(name: str) -> str:
    """A task's name on the rail."""
    words = next(entry.words for entry in TASKS if entry.name == name)
    return QCoreApplication.translate("Tasks", words)
