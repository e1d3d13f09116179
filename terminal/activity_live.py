"""An activity as it goes on: figures in all and by session, and the curve of who was there. Looks again by itself.

Object names: `terminal.activity_live`, `.present`, `.came`, `.registered`, `.sessions`, `.curve`, `.asked`.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from domain.agency_calls import COUNTS
from domain.errors import CityCardError
from domain.wire_activities import ActivityAsked, ActivityView, CountsAnswer, Tally
from terminal.activity_words import session_name
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from ui.amounts import clock_text, minutes_text, points_text
from ui.bridge import run_off_thread
from ui.charts import Curve, LineChart
from ui.data_table import Cell, DataTable, Row
from ui.surfaces import Panel
from ui.text import Text
from ui.theme import Theme

EVERY_MS = 5_000
_MOST_ROWS = 3


class _Figure(Panel):
    """One number and what it counts."""

    def __init__(self, name: str) -> None:
        super().__init__(gap=0)
        self.number = Text("display", strong=True, wrap=False)
        self.number.setObjectName(name)
        self.words = Text("small", "soft")
        row = self.grid(QHBoxLayout(), gap=1)
        row.addWidget(self.number)
        row.addWidget(self.words, 1)
        self.body.addLayout(row)

    def tell(self, number: str, words: str) -> None:
        """Show them."""
        self.number.setText(number)
        self.words.setText(words)
        self.setAccessibleName(f"{words} {number}")


class LivePage(OfficePage):
    """Figures and curve."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.activity_live")
        self.activity: ActivityView | None = None
        self.counts: CountsAnswer | None = None
        self._stale = False
        self._present, self._came, self._registered = (
            _Figure(f"terminal.activity_live.{name}") for name in ("present", "came", "registered")
        )
        self._curve = LineChart("terminal.activity_live.curve")
        self._sessions = DataTable("terminal.activity_live.sessions")
        self._asked = Text("small", "soft")
        self._asked.setObjectName("terminal.activity_live.asked")
        figures = self.grid(QHBoxLayout(), gap=2)
        for figure in (self._present, self._came, self._registered):
            figures.addWidget(figure, 1)
        column = self.grid(QVBoxLayout(self), gap=0.5)
        column.addLayout(figures)
        column.addWidget(self._curve, 1)
        column.addWidget(self._sessions)
        column.addWidget(self._asked)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)

    def open(self) -> None:
        """See `OfficePage.open`."""
        self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        self._sessions.setFocus()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self.activity, self.counts, self._stale = None, None, False
        self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own; it looks again while it is seen."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own; nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def _look(self) -> None:
        activity, office = self.activity, self.office
        if activity is None or self.task.gated:
            return
        asked = ActivityAsked(activity=activity.activity)

        def found(answer: CountsAnswer) -> None:
            if self.activity is activity:
                self.counts, self._stale = answer, False
                self.retranslate()

        def failed(_: CityCardError) -> None:
            # What is shown stays, and is said to be old; a session that has run out is asked for by the next act.
            self._stale = True
            self.retranslate()

        run_off_thread(self, lambda: office.ask(COUNTS, asked), found, failed)

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the sessions take little room."""
        rows = min(_MOST_ROWS, len(self.activity.sessions) if self.activity is not None else 1)
        self._sessions.setFixedHeight(theme.sizes.control * (rows + 1) + theme.sizes.unit * 5)
        self._curve.setMinimumHeight(theme.sizes.unit * 10)

    def retranslate(self) -> None:
        """Texts."""
        counts, activity = self.counts, self.activity
        none = Tally(present=0, came=0, walk_ins=0, minutes=0, points=0)
        total = counts.total if counts else none
        self._present.tell(f"{total.present:,}", self.tr("在場"))
        came = self.tr("到過（現場報名 {walk_ins}）").format(walk_ins=f"{total.walk_ins:,}")
        self._came.tell(f"{total.came:,}", came)
        listed = f"{counts.registered:,}" if counts else "0"
        waiting = self.tr("報名（候補 {waiting}）").format(waiting=f"{counts.waiting:,}" if counts else "0")
        self._registered.tell(listed, waiting)
        points = list(counts.curve) if counts else []
        self._curve.show_curves(
            [
                Curve(self.tr("在場"), [(point.at_ms, point.present) for point in points]),
                Curve(self.tr("到過"), [(point.at_ms, point.came) for point in points]),
            ]
        )
        told = self.tr("在場 {present} 人，到過 {came} 人").format(present=total.present, came=total.came)
        self._curve.describe(told)
        self._sessions.setAccessibleName(self.tr("各場次"))
        columns = [self.tr("場次"), self.tr("在場"), self.tr("到過"), self.tr("現場報名"), self.tr("時數"), self.tr("點數")]
        self._sessions.set_columns(columns)
        sessions = zip(activity.sessions, counts.sessions, strict=False) if activity and counts else ()
        self._sessions.show_rows(
            [
                Row(str(number), (Cell(session_name(number, session)), *_tally_cells(tally)))
                for number, (session, tally) in enumerate(sessions, 1)
            ]
        )
        self._asked.setText(self._asked_words())
        self.restyle(self.theme())

    def _asked_words(self) -> str:
        if self._stale:
            return self.tr("目前連不上平台，顯示的是先前的數字；連線後會自動更新。")
        if self.counts is None:
            return ""
        return self.tr("{time} 更新，每 5 秒自動更新").format(time=clock_text(self.counts.server_ms))


def _tally_cells(tally: Tally) -> tuple[Cell, ...]:
    return (
        Cell(f"{tally.present:,}", tally.present),
        Cell(f"{tally.came:,}", tally.came),
        Cell(f"{tally.walk_ins:,}", tally.walk_ins),
        Cell(minutes_text(tally.minutes), tally.minutes),
        Cell(points_text(tally.points), tally.points),
    )
