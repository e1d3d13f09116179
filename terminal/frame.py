"""What stands around a task: ribbon, brand and rail at the left, who and what is here at the right, the status line below.

Object names: `terminal.window`, `terminal.ribbon`, `terminal.rail`, `terminal.notice`, `terminal.status`.
"""

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from station.station import Station
from terminal.brand import BrandMark
from terminal.here_panel import HerePanel
from terminal.workplace import Workplace
from ui.messages import Words, role_name
from ui.outcome import OutcomeBanner, OutcomeKind
from ui.rail import Rail
from ui.screen import Screen
from ui.status_line import StatusLine, StatusValues
from ui.stylesheet import apply_theme
from ui.surfaces import DemoRibbon
from ui.theme import Scheme, Theme, counter_theme

_SMALLEST = (1024, 768)
WORK_LIST_KEY = "Ctrl+F7"
_SIDE = 20
"""Width of the rail, in steps of the grid."""
_SCHEMES = {"light": Scheme.LIGHT, "dark": Scheme.DARK, "contrast": Scheme.HIGH_CONTRAST}


class Frame(Screen):
    """The window without its tasks."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.setObjectName("terminal.window")
        self.station = station
        self.place = Workplace(station, self)
        self._brand = ""
        self._scheme = _SCHEMES[station.settings.screen.scheme]
        self._ribbon = DemoRibbon()
        self._ribbon.setObjectName("terminal.ribbon")
        self._ribbon.set_demo(station.demo)
        self._mark = BrandMark(station)
        self.rail = Rail()
        self.rail.setObjectName("terminal.rail")
        self.here = HerePanel(self.place)
        self.status_line = StatusLine()
        self.status_line.setObjectName("terminal.status")
        self.notice = OutcomeBanner()
        self.notice.setObjectName("terminal.notice")
        self.pages = QStackedWidget()
        self._lay_out()
        self.setMinimumSize(*_SMALLEST)
        self.dress()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.addWidget(self._mark)
        side.addWidget(self.rail, 1)
        middle = QVBoxLayout()
        middle.addWidget(self.notice)
        middle.addWidget(self.pages, 1)
        row = QHBoxLayout()
        row.addLayout(side)
        row.addLayout(middle, 1)
        row.addWidget(self.here)
        column = QVBoxLayout(self)
        column.addWidget(self._ribbon)
        column.addLayout(row, 1)
        column.addWidget(self.status_line)
        for layout in (side, middle, row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)

    def set_scheme(self, scheme: Scheme) -> None:
        """Light, dark or high contrast, until the window is closed."""
        if scheme is self._scheme:
            return
        self._scheme = scheme
        self._brand = ""
        self.dress()

    def dress(self) -> None:
        """Wear the programme's name and colour; another programme may come down at any time."""
        self._mark.retranslate()
        brand = self.station.programme.brand_colour
        if brand != self._brand:
            self._brand = brand
            reduced_motion = self.station.settings.screen.reduced_motion
            apply_theme(self, counter_theme(brand, self._scheme, reduced_motion=reduced_motion))

    def show_status(self) -> None:
        """Bring the line at the bottom up to date; ages grow by themselves."""
        status, session = self.place.status, self.station.staff.session
        roles = self.tr("、").join(role_name(role) for role in session.roles) if session else ""
        operator = self.tr("{name}（{roles}）").format(name=session.name, roles=roles) if session else self.tr("未登入")
        self.status_line.set_values(
            StatusValues(
                connection=status.connection.value,
                downloading=status.downloading,
                queue=status.queue,
                oldest_unsent_s=self.place.age_s(status.oldest_unsent_ms),
                attention=status.attention,
                attention_key=WORK_LIST_KEY if self.station.work_list.may_look() else "",
                reader=status.reader,
                reader_ready=status.reader_ready,
                reader_imitated=status.reader_imitated,
                disk_low=status.disk_low,
                clock_wrong=status.clock_wrong,
                backup_failed=status.backup_problem is not None,
                operator=operator,
                shift=status.shift,
                demo=self.station.demo,
            )
        )

    def announce_work(self) -> None:
        """Tell whoever has just signed in, until they turn to something, that acts of this station need attention."""
        if self.place.status.attention and self.station.work_list.may_look():
            self.notice.show_words(OutcomeKind.ATTENTION, self._work_words)

    def _work_words(self) -> Words:
        count = self.tr("有 {count} 筆紀錄待處理").format(count=f"{self.place.status.attention:,}")
        return Words(count, self.tr("有空時按 {key} 看要做什麼。").format(key=WORK_LIST_KEY))

    def restyle(self, theme: Theme) -> None:
        """Qt's own; brand and rail are one column."""
        self._mark.setFixedWidth(theme.sizes.unit * _SIDE)
        self.rail.setFixedWidth(theme.sizes.unit * _SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Qt's own; the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme().colours.paper))
        painter.end()
