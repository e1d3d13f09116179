"""The stations: which of them live, what waits at each, which of their parts failed.

Object names: `terminal.stations`, `.mine`, `.list`.
"""

from PySide6.QtWidgets import QVBoxLayout

from domain.oversight_calls import STATIONS
from domain.wire_fleet import StationListed, StationListRequest, StationListResponse
from terminal.office_page import OfficePage
from terminal.office_task import OfficeTask
from ui.amounts import age_text
from ui.choices import CheckBox
from ui.data_table import Cell, DataTable, Row
from ui.outcome import OutcomeKind

_AT_A_TIME = 100
_MINUTE_MS = 60_000


class StationsPage(OfficePage):
    """Of this site, or of all that the supervisor may see."""

    def __init__(self, task: OfficeTask) -> None:
        super().__init__(task, "terminal.stations")
        self._found: list[StationListed] = []
        self._more = False
        self._mine = CheckBox()
        self._mine.setObjectName("terminal.stations.mine")
        self._mine.setChecked(True)
        self._mine.toggled.connect(lambda _: self.open() if self.isVisible() else None)
        self.list = DataTable("terminal.stations.list")
        self.list.more_wanted.connect(lambda: self._look(after=self._found[-1].station))
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(self._mine)
        column.addWidget(self.list, 1)

    def open(self) -> None:
        """See `OfficePage.open`."""
        self._look()

    def start(self) -> None:
        """See `OfficePage.start`."""
        self.list.setFocus()

    def other(self) -> None:
        """This site's, or all."""
        self._mine.toggle()

    def clear(self) -> None:
        """See `OfficePage.clear`."""
        self._found, self._more = [], False
        self._mine.setChecked(True)
        self.retranslate()

    def _look(self, after: str = "") -> None:
        site = self.station.identity.site if self._mine.isChecked() else ""
        office, asked = self.office, StationListRequest(site=site, after=after, limit=_AT_A_TIME)

        def found(answer: StationListResponse) -> None:
            self._found = [*(self._found if after else []), *answer.stations]
            self._more = answer.more
            self.retranslate()

        self.ask(self.tr("正在查詢工作站…"), lambda: office.ask(STATIONS, asked), found)

    def retranslate(self) -> None:
        """Texts."""
        self._mine.setText(self.tr("只看本地點：{site} (F7)").format(site=self.station.identity.site))
        self.list.setAccessibleName(self.tr("工作站"))
        columns = [
            self.tr("狀態"),
            self.tr("工作站"),
            self.tr("地點"),
            self.tr("待傳"),
            self.tr("退回"),
            self.tr("設備"),
            self.tr("版本"),
        ]
        self.list.set_columns(columns, widest=1)
        self.list.show_rows([self._line(each) for each in self._found], more=self._more)

    def _line(self, station: StationListed) -> Row:
        beat = station.beat
        parts = [each for each in beat.parts if each.state != "ok"] if beat is not None else []
        told = self.tr("、").join(self._part_words(each.name, each.state) for each in parts)
        equipment = Cell(told, None, OutcomeKind.ATTENTION) if parts else Cell(self.tr("正常") if beat is not None else "")
        queued, parked = (beat.queued, beat.parked) if beat is not None else (0, 0)
        return Row(
            station.station,
            (
                self._standing(station),
                station.name,
                station.site,
                Cell(f"{queued:,}", queued),
                Cell(f"{parked:,}", parked),
                equipment,
                beat.version if beat is not None else "",
            ),
        )

    def _standing(self, station: StationListed) -> Cell:
        if station.revoked:
            return Cell(self.tr("已停用"), None, OutcomeKind.STOP)
        if station.cloned:
            return Cell(self.tr("兩台機器用同一個身分"), None, OutcomeKind.STOP)
        if station.last_seen_ms is None:
            return Cell(self.tr("沒有連線過"), None, OutcomeKind.ATTENTION)
        ago = max(0, self.station.now_ms() - station.last_seen_ms)
        words = self.tr("剛才連線") if ago < _MINUTE_MS else self.tr("{age}前連線").format(age=age_text(ago // 1000))
        return Cell(words, None, OutcomeKind.ATTENTION if station.silent else OutcomeKind.GOOD)

    def _part_words(self, name: str, state: str) -> str:
        kind, _, number = name.partition("-")
        names = {"reader": self.tr("讀卡機"), "printer": self.tr("印表機"), "camera": self.tr("鏡頭"), "disk": self.tr("磁碟")}
        names["kiosk"] = self.tr("自助機")
        states = {"absent": self.tr("沒有接上"), "failed": self.tr("故障"), "low": self.tr("快用完")}
        return self.tr("{part}{state}").format(part=names.get(kind, name), state=states.get(state, state))
