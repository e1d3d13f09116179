"""A list that somebody brings: who brings it, the file, what is wrong with its rows, and whether it is handed in.

Object names: `terminal.batch.channel.<school|agency|village>`, `.path`, `.browse`, `.read`, `.stop`, `.progress`, `.summary`,
`.unused`, `.faults`, `.mode.<whole|rows>`, `.save`, `.send`.
"""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from domain.errors import CityCardError, Code
from domain.wire_files import RowFault
from station.batch_desk import BatchChannel, BatchDesk
from station.batch_file import BatchFile
from terminal.batch_reading import ListReader
from terminal.batch_words import CHANNELS, MOST_SHOWN, channel_name, fault_rows
from terminal.choice_group import ChoiceGroup
from terminal.keys import EnterAdvances
from terminal.row_list import RowList
from ui.progress import ProgressLine
from ui.theme import Theme
from ui.widgets import FieldRow, Panel, PrimaryButton, QuietButton, Screen, SecondaryButton, Text

_WHOLE, _ROWS = "whole", "rows"
_LONGEST_PATH = 1_000


class BatchFilePage(Screen):
    """The form above, what was read beneath it."""

    read_begun = Signal()
    save_wanted = Signal()
    send_wanted = Signal()

    def __init__(self, desk: BatchDesk) -> None:
        super().__init__()
        self.file: BatchFile | None = None
        self._faults: list[RowFault] = []
        self._reading = False
        self._reader = ListReader(desk, self)
        self._channel = ChoiceGroup("terminal.batch.channel", lambda _: self._path.setFocus(), exclusive=True, across=True)
        self._channel.set_choices([(channel, True) for channel in CHANNELS])
        self._path = QLineEdit()
        self._path.setMaxLength(_LONGEST_PATH)
        self._row = FieldRow(self._path)
        self._browse, self.read, self.stop = SecondaryButton(), SecondaryButton(), SecondaryButton()
        self.progress = ProgressLine()
        self._summary, self._unused = Text("title", strong=True), Text("small", "soft")
        self._list = RowList("terminal.batch.faults")
        self._mode = ChoiceGroup("terminal.batch.mode", lambda _: self._send(), exclusive=True)
        self.save, self.send = QuietButton(), PrimaryButton()
        named = {"path": self._path, "browse": self._browse, "read": self.read, "stop": self.stop, "progress": self.progress}
        named |= {"summary": self._summary, "unused": self._unused, "save": self.save, "send": self.send}
        for part, widget in named.items():
            widget.setObjectName(f"terminal.batch.{part}")
        self._lay_out()
        self._connect()
        self.show_file(None)

    def _lay_out(self) -> None:
        form = Panel(gap=1)
        form.body.addWidget(self._channel)
        row = self.grid(QHBoxLayout(), gap=1)
        row.addWidget(self._row, 1)
        for button in (self._browse, self.read, self.stop):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        form.body.addLayout(row)
        form.body.addWidget(self.progress)
        column = self.grid(QVBoxLayout(self), gap=1)
        column.addWidget(form)
        column.addWidget(self._summary)
        column.addWidget(self._unused)
        column.addWidget(self._list, 1)
        column.addWidget(self._mode)
        foot = self.grid(QHBoxLayout(), gap=2)
        foot.addWidget(self.save)
        foot.addStretch(1)
        foot.addWidget(self.send)
        column.addLayout(foot)
        column.addStretch()

    def _connect(self) -> None:
        enter = EnterAdvances(lambda _: self._read(), self)
        enter.watch(self._path)
        self._path.textChanged.connect(lambda _: self._row.set_error(None))
        self._browse.clicked.connect(self._choose_file)
        self.read.clicked.connect(self._read)
        self.stop.clicked.connect(self.stop_reading)
        self._reader.told.connect(self._tell_read)
        self._reader.was_read.connect(self._was_read)
        self._reader.failed.connect(self._not_read)
        self.save.clicked.connect(self.save_wanted)
        self.send.clicked.connect(self._send)
        self._channel.changed.connect(lambda: self._channel.complain(""))

    # --- what was said ---

    def channel(self) -> BatchChannel:
        """Who brings it."""
        chosen = self._channel.chosen()
        return "agency" if chosen == "agency" else "village" if chosen == "village" else "school"

    def path(self) -> str:
        """Where the file is, as typed or chosen."""
        return self._path.text().strip().strip('"')

    def all_or_nothing(self) -> bool:
        """Whether one fault is to keep all of it out."""
        return self._mode.chosen() != _ROWS

    def faults(self) -> list[RowFault]:
        """Every faulty row that is known of."""
        return self._faults

    # --- for the task ---

    def begin(self) -> None:
        """Another list."""
        self._path.clear()
        self._row.set_error(None)
        self._channel.set_choices([(channel, True) for channel in CHANNELS])
        self._channel.choose(CHANNELS[0])
        self.progress.clear()
        self.show_file(None)
        self.stop_reading()

    def start(self) -> None:
        """Put the focus where work goes on."""
        if self.file is not None and not self.send.isHidden():
            self.send.setFocus()
        elif self.file is not None and not self._mode.isHidden():
            self._mode.start()
        else:
            self._path.setFocus()

    @property
    def reading(self) -> bool:
        """Whether a file is being read."""
        return self._reading

    def stop_reading(self) -> None:
        """Leave the file that is being read."""
        self._reader.stop()
        self._set_reading(reading=False)

    def show_file(self, file: BatchFile | None, more: list[RowFault] | None = None) -> None:
        """What was read; `more`: what the platform has to say besides. None forgets it."""
        self.file = file
        known = {fault.row: fault for fault in [*(more or []), *(file.faults if file is not None else [])]}
        self._faults = sorted(known.values(), key=lambda fault: fault.row)
        self._mode.set_choices([(_WHOLE, True), (_ROWS, True)])
        self._mode.choose(_WHOLE if not self._faults else _ROWS)
        self.retranslate()

    def sound_rows(self) -> int:
        """Rows that nothing is said against."""
        return 0 if self.file is None else self.file.rows - len(self._faults)

    def press_send(self) -> None:
        """As a click on the button that sends."""
        self._send()

    # --- within ---

    def _choose_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        kinds = self.tr("名單 (*.xlsx *.csv *.txt)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("選擇名單檔"), folder, kinds)
        if chosen:
            self._path.setText(chosen)
            self._read()

    def _read(self) -> None:
        if self._reading:
            return
        if not self.path():
            self._row.set_error(Code.FILE_MISSING)
            return
        self.read_begun.emit()
        self.show_file(None)
        self._set_reading(reading=True)
        self._reader.start(Path(self.path()), self.channel())

    def _set_reading(self, *, reading: bool) -> None:
        self._reading = reading
        self.stop.setVisible(reading)
        self.read.setVisible(not reading)
        self._browse.setEnabled(not reading)
        self._path.setReadOnly(reading)
        if not reading:
            self.progress.clear()
        if self.isVisible():
            self.start()

    def _tell_read(self, rows: int) -> None:
        self.progress.tell(self.tr("已讀 {rows} 列…").format(rows=f"{rows:,}"))

    def _was_read(self, file: BatchFile) -> None:
        self.show_file(file)
        self._set_reading(reading=False)

    def _not_read(self, error: CityCardError) -> None:
        self._row.set_error(error.code, error.details)
        self._set_reading(reading=False)

    def _send(self) -> None:
        if self.file is not None and not self.send.isHidden() and self.send.isEnabled():
            self.send_wanted.emit()

    def restyle(self, theme: Theme) -> None:
        """Qt's own; the list may take what is left."""
        self._list.setMinimumHeight(theme.sizes.unit * 10)

    def retranslate(self) -> None:
        """Texts."""
        self._channel.set_title(self.tr("誰送來的"))
        for channel in CHANNELS:
            self._channel.set_words(channel, channel_name(channel))
        self._row.set_label(self.tr("名單檔（Excel 或 CSV）"))
        self._browse.setText(self.tr("選檔…"))
        self.read.setText(self.tr("讀入並檢查 (Enter)"))
        self.stop.setText(self.tr("停止讀取 (Esc)"))
        self.save.setText(self.tr("存問題清單 (F11)"))
        self._mode.set_title(self.tr("有問題的列怎麼辦"))
        self._mode.set_words(_WHOLE, self.tr("全部改好再送：有一列不對就整批不收"))
        self._mode.set_words(_ROWS, self.tr("先收沒問題的列，有問題的列改好再補送"))
        self.send.setText(self.tr("送件 {rows} 列 (F12)").format(rows=f"{self.sound_rows():,}"))
        file, faults = self.file, self._faults
        self._list.show_rows(fault_rows(faults))
        for part, shown in (
            (self._summary, file is not None),
            (self._unused, file is not None and bool(file.unused)),
            (self._list, bool(faults)),
            (self._mode, bool(faults) and self.sound_rows() > 0),
            (self.save, bool(faults)),
            (self.send, self.sound_rows() > 0),
        ):
            part.setVisible(shown)
        if file is None:
            return
        self._summary.setText(self._summary_words(file))
        self._unused.setText(self.tr("用不到、不會送出的欄位：{columns}").format(columns=self.tr("、").join(file.unused)))

    def _summary_words(self, file: BatchFile) -> str:
        words = self.tr("{name}：共 {rows} 列，可送 {sound} 列").format(
            name=file.name, rows=f"{file.rows:,}", sound=f"{self.sound_rows():,}"
        )
        if not self._faults:
            return words
        words += self.tr("，有問題 {count} 列").format(count=f"{len(self._faults):,}")
        if len(self._faults) > MOST_SHOWN:
            words += self.tr("（下面列出前 {most} 列，全部請存問題清單）").format(most=MOST_SHOWN)
        return words
