"""The staff application's window: rail, task, who and what is here, status line.

Keys: tasks by `terminal.task_table`, Ctrl+F7 what needs attention, F8 change of person, F9 sign out, F10 language; each task
names its own.

Object names: `terminal.window`, `terminal.rail.<task|sign_out|language>`, `terminal.status`,
`terminal.ribbon`, `terminal.notice`; tasks, sign-in and panel name their own parts (see their modules).
"""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from domain.errors import CityCardError
from station.station import Station
from station.views import StaffCard
from terminal.bind_task import BindTask
from terminal.frame import WORK_LIST_KEY, Frame
from terminal.idle import IdleWatch
from terminal.issue_task import IssueTask
from terminal.load_task import LoadTask
from terminal.open_loads_task import OpenLoadsTask
from terminal.people_task import PeopleTask
from terminal.sign_in import SignInScreen, UnlockScreen
from terminal.staff_presence import StaffPresence
from terminal.task import Task
from terminal.task_table import BESIDE, KEYS, SERVING, TASKS, WIDE, BuiltTasks, task_name
from terminal.work_list_task import WorkListTask
from ui.bridge import run_off_thread
from ui.i18n import LANGUAGES, next_language, set_language

_AGES_MS = 1_000
_FOOT = ("sign_out", "language")


class TerminalWindow(Frame):
    """One window a station. GUI thread. `close()` ends its listening; the station itself belongs to the caller."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self._tasks = BuiltTasks(self._build)
        self._left = ""
        self._attention = 0
        self._sign_in = SignInScreen(self.place)
        self._unlock = UnlockScreen(self.place)
        for page in (self._sign_in, self._unlock):
            self.pages.addWidget(page)
        self._idle = IdleWatch(station.settings.staff.idle_s, self)
        self._idle.idle.connect(lambda: self._sign_out("idle"))
        self._presence = StaffPresence(station, self)
        self._presence.gone.connect(lambda: self._sign_out("left"))
        self._ages = QTimer(self, interval=_AGES_MS)
        self._ages.timeout.connect(self._follow_time)
        self._ages.start()
        self._connect()
        self._show_session()

    def _build(self, name: str) -> Task:
        """A task's page, when it is first wanted: most of them a person never sees, and each takes its time to build."""
        task = next(entry for entry in TASKS if entry.name == name).make(self.place)
        self.pages.addWidget(task)
        task.person_changed.connect(self._person_changed)
        task.page_wanted.connect(self._show_task)
        _connect_own(self, task)
        task.clear()
        return task

    @property
    def _issue(self) -> IssueTask:
        return self._tasks.of("issue", IssueTask)

    @property
    def _bind(self) -> BindTask:
        return self._tasks.of("bind", BindTask)

    def _connect(self) -> None:
        self.rail.chosen.connect(self._chosen)
        self.place.card_changed.connect(self._card_changed)
        self.place.card_looked.connect(self.here.card_changed)
        self.place.card_unreadable.connect(self._card_unreadable)
        self.place.status_changed.connect(self._status_changed)
        self.here.switch_wanted.connect(self._switch)
        self._sign_in.signed_in.connect(self._signed_in)
        self._sign_in.unlock_wanted.connect(self._open_unlock)
        self._sign_in.cancelled.connect(self._show_session)
        self._unlock.cancelled.connect(self._open_sign_in)
        self._unlock.unlocked.connect(self._unlocked)
        self.status_line.attention_wanted.connect(self._open_work_list)
        for key, slot in (("F8", self._switch), (WORK_LIST_KEY, self._open_work_list)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(slot)

    # --- session ---

    def _show_session(self) -> None:
        """The tasks of who is signed in, or the sign-in screen."""
        session = self.station.staff.session
        self.retranslate()
        self.here.retranslate()
        if session is None:
            self._idle.stop()
            self._open_sign_in()
            return
        self._sign_in.leave()
        self._unlock.leave()
        self._idle.start()
        current = self.rail.current()
        self._show_task(current if current in session.tasks else session.tasks[0])

    def _open_sign_in(self) -> None:
        self._unlock.leave()
        self._show_page(self._sign_in)
        self.rail.set_current("")
        self._sign_in.open()

    def _open_unlock(self, staff: StaffCard) -> None:
        self._sign_in.leave()
        self._show_page(self._unlock)
        self._unlock.open_for(staff)

    def _unlocked(self, name: str) -> None:
        self._open_sign_in()
        self._sign_in.tell_unlocked(name)

    def _signed_in(self) -> None:
        """Somebody works here now, perhaps in another's place: nothing of the one before stays on the screen."""
        self._forget_all()
        self.rail.set_current("")
        self._presence.watch(self.place.card.medium if self.place.card is not None else None)
        self._show_session()
        self.announce_work()

    def _switch(self) -> None:
        card, session = self.place.card, self.station.staff.session
        if card is not None and card.staff is not None and session is not None and card.staff.staff != session.staff:
            task = self.rail.current()
            self._open_sign_in()
            self.rail.set_current(task)

    def _sign_out(self, reason: Literal["left", "idle"]) -> None:
        if self.station.staff.session is None:
            return
        self._idle.stop()
        staff = self.station.staff
        run_off_thread(self, lambda: staff.sign_out(reason), lambda _: self._signed_out(None), self._signed_out)

    def _signed_out(self, problem: CityCardError | None) -> None:
        self._forget_all()
        self._presence.watch(None)
        self._show_session()
        if problem is not None:
            self.notice.show_error(problem)

    def _forget_all(self) -> None:
        self.notice.clear()
        for task in self._tasks.values():
            task.clear()
        self.here.set_person(None)

    # --- tasks ---

    def _chosen(self, task: str) -> None:
        session = self.station.staff.session
        if task == "language":
            self._mark_task(self._task_shown())
            set_language(next_language())
        elif task == "sign_out":
            self._mark_task(self._task_shown())
            self._sign_out("left")
        elif session is not None and task in session.tasks:
            handover = self._issue.handover() if task == "bind" and self._task_shown() == "issue" else None
            if handover is not None:
                self._bind.start_with(*handover)
                self._issue.clear()
            elif task == "issue" and self._task_shown() == "issue" and self._issue.handover() is not None:
                self._issue.begin()
            self._show_task(task)

    def _served(self) -> None:
        """The person who came over from issuing has bound a card; the next one waits to be issued theirs."""
        session = self.station.staff.session
        if session is not None and "issue" in session.tasks:
            self._issue.begin_after(self.place.card)
            self._show_task("issue")

    def _show_task(self, task: str) -> None:
        if self.pages.currentWidget() in (self._sign_in, self._unlock):
            self._sign_in.leave()
            self._unlock.leave()
        self._mark_task(task)
        shown = self._tasks[task]
        self._show_page(shown)
        self.here.set_person(shown.person(), shown=task in SERVING)
        shown.enter()

    def _open_work_list(self) -> None:
        shown = self._task_shown()
        if self.station.work_list.may_look() and shown not in ("", "work_list"):
            self._left = shown
            self._show_task("work_list")

    def _leave_work_list(self) -> None:
        session = self.station.staff.session
        if session is not None:
            tasks = session.tasks
            self._show_task(self._left if BESIDE.get(self._left, self._left) in tasks else tasks[0])

    def _mark_task(self, task: str) -> None:
        self.rail.set_current(BESIDE.get(task, task))
        self.rail.update()

    def _show_page(self, page: QWidget) -> None:
        self.notice.clear()
        self.pages.setCurrentWidget(page)
        self.here.setVisible(self._task_shown() not in WIDE)

    def _task_shown(self) -> str:
        shown = self.pages.currentWidget()
        return next((name for name, task in self._tasks.items() if task is shown), "")

    def _person_changed(self) -> None:
        task = self._task_shown()
        self.here.set_person(self._tasks[task].person() if task else None, shown=task in SERVING)

    # --- what is here ---

    def _card_changed(self) -> None:
        self._idle.touch()
        self.here.card_changed()
        task = self._task_shown()
        if task:
            self._tasks[task].card_changed()

    def _card_unreadable(self) -> None:
        self._idle.touch()
        self.here.card_unreadable()
        task = self._task_shown()
        if task:
            self._tasks[task].card_unreadable()

    def _status_changed(self) -> None:
        self.here.retranslate()
        self.show_status()
        attention = self.place.status.attention
        if attention != self._attention:
            self._attention = attention
            if self._task_shown() == "work_list":
                self._tasks.of("work_list", WorkListTask).look_again()

    def _follow_time(self) -> None:
        """Ages grow, another programme may have come down, and an exchange that hangs must not hide what waits."""
        look_around = self.station.look_around
        run_off_thread(self, look_around, lambda _: None, lambda _: None)
        self.dress()
        self.show_status()

    # --- words ---

    def _rail_tasks(self) -> Sequence[tuple[str, str]]:
        session = self.station.staff.session
        language = ("language", LANGUAGES[next_language()])
        if session is None:
            return [language]
        return [*((task, task_name(task)) for task in session.tasks), ("sign_out", self.tr("登出")), language]

    def retranslate(self) -> None:
        """Texts."""
        self.setWindowTitle(self.tr("市民卡櫃台"))
        current = self.rail.current()
        self.rail.set_tasks(self._rail_tasks(), keys=KEYS, foot=_FOOT)
        self.rail.set_current(current)
        self.show_status()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's own; nothing of the person stays, nobody is listened to any more."""
        self._ages.stop()
        self._idle.stop()
        self.place.close()
        self._presence.close()
        self._forget_all()
        super().closeEvent(event)


def _connect_own(window: TerminalWindow, task: Task) -> None:
    """What a task says besides what every task says."""
    match task:
        case IssueTask():
            task.bind_wanted.connect(lambda: window._chosen("bind"))
        case BindTask():
            task.served.connect(window._served)
        case LoadTask():
            task.open_loads_wanted.connect(lambda: window._show_task("open_loads"))
        case OpenLoadsTask():
            task.back_wanted.connect(lambda: window._show_task("loads"))
        case PeopleTask():
            task.bind_wanted.connect(window._bind.start_for)
            task.bind_wanted.connect(lambda: window._show_task("bind"))
            task.loads_wanted.connect(lambda: window._show_task("loads"))
        case WorkListTask():
            task.back_wanted.connect(window._leave_work_list)
