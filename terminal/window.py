"""The staff application's window: rail, task, who and what is here, status line.

Keys: F2 to F5 tasks, F8 change of person, F9 sign out, F10 language; each task names its own.

Object names: `terminal.window`, `terminal.rail.<issue|bind|event|library|sign_out|language>`, `terminal.status`,
`terminal.ribbon`, `terminal.notice`; tasks, sign-in and panel name their own parts (see their modules).
"""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from domain.errors import CityCardError
from station.station import Station
from station.views import StaffCard
from terminal.bind_task import BindTask
from terminal.brand import BrandMark
from terminal.event_task import EventTask
from terminal.here_panel import HerePanel
from terminal.idle import IdleWatch
from terminal.issue_task import IssueTask
from terminal.library_task import LibraryTask
from terminal.sign_in import SignInScreen, UnlockScreen
from terminal.task import Task
from terminal.workplace import Workplace
from ui.bridge import run_off_thread
from ui.i18n import LANGUAGES, next_language, set_language
from ui.messages import role_name
from ui.rail import Rail
from ui.screen import Screen
from ui.status_line import StatusLine, StatusValues
from ui.stylesheet import apply_theme
from ui.surfaces import DemoRibbon
from ui.theme import Scheme, Theme, counter_theme
from ui.widgets import OutcomeBanner

_SMALLEST = (1024, 768)
_AGES_MS = 1_000
_KEYS = {"issue": "F2", "bind": "F3", "event": "F4", "library": "F5", "sign_out": "F9", "language": "F10"}
_SERVING = ("issue", "bind")
"""Tasks in which a person is named."""
_FOOT = ("sign_out", "language")
_SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.HIGH_CONTRAST}


class TerminalWindow(Screen):
    """One window a station. GUI thread. `close()` ends its listening; the station itself belongs to the caller."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("terminal.window")
        self.station = station
        self.place = Workplace(station, self)
        self._brand = ""
        self._after_bind = ""
        self._tasks: dict[str, Task] = {
            "issue": IssueTask(self.place),
            "bind": BindTask(self.place),
            "event": EventTask(self.place),
            "library": LibraryTask(self.place),
        }
        self._sign_in = SignInScreen(self.place)
        self._unlock = UnlockScreen(self.place)
        self._lay_out()
        self._connect()
        self._idle = IdleWatch(station.settings.staff.idle_s, self)
        self._idle.idle.connect(lambda: self._sign_out("idle"))
        self._ages = QTimer(self, interval=_AGES_MS)
        self._ages.timeout.connect(self._follow_time)
        self._ages.start()
        self.setMinimumSize(*_SMALLEST)
        self._dress()
        self._show_session()

    def _lay_out(self) -> None:
        self._ribbon = DemoRibbon()
        self._ribbon.setObjectName("terminal.ribbon")
        self._ribbon.set_demo(self.station.demo)
        self._mark = BrandMark(self.station)
        self._rail = Rail()
        self._rail.setObjectName("terminal.rail")
        self._here = HerePanel(self.place)
        self._status = StatusLine()
        self._status.setObjectName("terminal.status")
        self._notice = OutcomeBanner()
        self._notice.setObjectName("terminal.notice")
        self._pages = QStackedWidget()
        for page in (self._sign_in, self._unlock, *self._tasks.values()):
            self._pages.addWidget(page)
        side = QVBoxLayout()
        side.addWidget(self._mark)
        side.addWidget(self._rail, 1)
        middle = QVBoxLayout()
        middle.addWidget(self._notice)
        middle.addWidget(self._pages, 1)
        row = QHBoxLayout()
        row.addLayout(side)
        row.addLayout(middle, 1)
        row.addWidget(self._here)
        column = QVBoxLayout(self)
        column.addWidget(self._ribbon)
        column.addLayout(row, 1)
        column.addWidget(self._status)
        for layout in (side, middle, row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)

    def _connect(self) -> None:
        self._rail.chosen.connect(self._chosen)
        self.place.card_changed.connect(self._card_changed)
        self.place.card_looked.connect(self._here.card_changed)
        self.place.card_unreadable.connect(self._card_unreadable)
        self.place.status_changed.connect(self._status_changed)
        self._here.switch_wanted.connect(self._switch)
        self._sign_in.signed_in.connect(self._signed_in)
        self._sign_in.unlock_wanted.connect(self._open_unlock)
        self._sign_in.cancelled.connect(self._show_session)
        self._unlock.cancelled.connect(self._open_sign_in)
        self._unlock.unlocked.connect(self._unlocked)
        for task in self._tasks.values():
            task.person_changed.connect(self._person_changed)
        issue, bind = self._tasks["issue"], self._tasks["bind"]
        assert isinstance(issue, IssueTask) and isinstance(bind, BindTask)  # noqa: PT018
        self._issue, self._bind = issue, bind
        issue.bind_wanted.connect(lambda: self._chosen("bind"))
        bind.served.connect(self._served)
        switch = QShortcut(QKeySequence("F8"), self)
        switch.setAutoRepeat(False)
        switch.activated.connect(self._switch)

    # --- looks ---

    def set_scheme(self, scheme: Scheme) -> None:
        """Light, dark or high contrast, until the window is closed."""
        self._scheme = scheme
        self._brand = ""
        self._dress()

    def _dress(self) -> None:
        """Wear the programme's colour; another programme may come down at any time."""
        brand = self.station.programme.brand_colour
        if brand == self._brand:
            return
        self._brand = brand
        screen = self.station.settings.screen
        scheme = getattr(self, "_scheme", _SCHEMES[screen.scheme])
        apply_theme(self, counter_theme(brand, scheme, reduced_motion=screen.reduced_motion))

    # --- session ---

    def _show_session(self) -> None:
        """The tasks of who is signed in, or the sign-in screen."""
        session = self.station.staff.session
        self.retranslate()
        self._here.retranslate()
        if session is None:
            self._idle.stop()
            self._open_sign_in()
            return
        self._sign_in.leave()
        self._unlock.leave()
        self._idle.start()
        current = self._rail.current()
        self._show_task(current if current in session.tasks else session.tasks[0])

    def _open_sign_in(self) -> None:
        self._unlock.leave()
        self._show_page(self._sign_in)
        self._rail.set_current("")
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
        self._rail.set_current("")
        self._show_session()

    def _switch(self) -> None:
        card, session = self.place.card, self.station.staff.session
        if card is not None and card.staff is not None and session is not None and card.staff.staff != session.staff:
            task = self._rail.current()
            self._open_sign_in()
            self._rail.set_current(task)

    def _sign_out(self, reason: Literal["left", "idle"]) -> None:
        if self.station.staff.session is None:
            return
        self._idle.stop()
        staff = self.station.staff
        run_off_thread(self, lambda: staff.sign_out(reason), lambda _: self._signed_out(None), self._signed_out)

    def _signed_out(self, problem: CityCardError | None) -> None:
        self._forget_all()
        self._show_session()
        if problem is not None:
            self._notice.show_error(problem)

    def _forget_all(self) -> None:
        self._notice.clear()
        for task in self._tasks.values():
            task.clear()
        self._here.set_person(None)

    # --- tasks ---

    def _chosen(self, task: str) -> None:
        session = self.station.staff.session
        if task == "language":
            self._rail.set_current(self._task_shown())
            set_language(next_language())
        elif task == "sign_out":
            self._rail.set_current(self._task_shown())
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
        if self._pages.currentWidget() in (self._sign_in, self._unlock):
            self._sign_in.leave()
            self._unlock.leave()
        self._rail.set_current(task)
        self._rail.update()
        shown = self._tasks[task]
        self._show_page(shown)
        self._here.set_person(shown.person(), shown=task in _SERVING)
        shown.enter()

    def _show_page(self, page: QWidget) -> None:
        self._notice.clear()
        self._pages.setCurrentWidget(page)

    def _task_shown(self) -> str:
        shown = self._pages.currentWidget()
        return next((name for name, task in self._tasks.items() if task is shown), "")

    def _person_changed(self) -> None:
        task = self._task_shown()
        self._here.set_person(self._tasks[task].person() if task else None, shown=task in _SERVING)

    # --- what is here ---

    def _card_changed(self) -> None:
        self._idle.touch()
        self._here.card_changed()
        task = self._task_shown()
        if task:
            self._tasks[task].card_changed()

    def _card_unreadable(self) -> None:
        self._idle.touch()
        self._here.card_unreadable()
        task = self._task_shown()
        if task:
            self._tasks[task].card_unreadable()

    def _status_changed(self) -> None:
        self._here.retranslate()
        self._show_status()

    def _follow_time(self) -> None:
        """Ages grow, another programme may have come down, and an exchange that hangs must not hide what waits."""
        look_around = self.station.look_around
        run_off_thread(self, look_around, lambda _: None, lambda _: None)
        self._dress()
        self._mark.retranslate()
        self._show_status()

    def _show_status(self) -> None:
        status, session = self.place.status, self.station.staff.session
        roles = self.tr("、").join(role_name(role) for role in session.roles) if session else ""
        operator = self.tr("{name}（{roles}）").format(name=session.name, roles=roles) if session else self.tr("未登入")
        self._status.set_values(
            StatusValues(
                connection=status.connection.value,
                queue=status.queue,
                oldest_unsent_s=self.place.age_s(status.oldest_unsent_ms),
                parked=status.parked,
                reader=status.reader,
                reader_ready=status.reader_ready,
                reader_imitated=status.reader_imitated,
                operator=operator,
                demo=self.station.demo,
            )
        )

    # --- words ---

    def _rail_tasks(self) -> Sequence[tuple[str, str]]:
        session = self.station.staff.session
        names = {
            "issue": self.tr("發卡"),
            "bind": self.tr("綁卡"),
            "event": self.tr("活動簽到"),
            "library": self.tr("圖書館"),
        }
        language = ("language", LANGUAGES[next_language()])
        if session is None:
            return [language]
        return [*((task, names[task]) for task in session.tasks), ("sign_out", self.tr("登出")), language]

    def retranslate(self) -> None:
        """Texts."""
        self.setWindowTitle(self.tr("市民卡櫃台"))
        current = self._rail.current()
        self._rail.set_tasks(self._rail_tasks(), keys=_KEYS, foot=_FOOT)
        self._rail.set_current(current)
        self._show_status()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; brand and rail are one column."""
        width = theme.sizes.unit * 20
        self._mark.setFixedWidth(width)
        self._rail.setFixedWidth(width)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme().colours.paper))
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's own; nothing of the person stays, nobody is listened to any more."""
        self._ages.stop()
        self._idle.stop()
        self.place.close()
        self._forget_all()
        super().closeEvent(event)
