"""A list read off the screen's thread, with word of how far it is, until it is told to stop."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.errors import CityCardError, Code, Refused
from station.batch_desk import BatchChannel, BatchDesk
from station.batch_file import BatchFile
from ui.bridge import Bridge, run_off_thread


class ListReader(QObject):
    """One list at a time; one that was told to stop says nothing more. GUI thread."""

    told = Signal(int)
    """So many rows are through."""
    was_read = Signal(object)
    """`BatchFile`."""
    failed = Signal(object)
    """`CityCardError`."""

    def __init__(self, desk: BatchDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._number = 0
        self._bridge = Bridge(self)
        self._bridge.arrived.connect(self._tell)

    def start(self, path: Path, channel: BatchChannel) -> None:
        """Read that file; one that is being read is left."""
        self._number += 1
        number, desk = self._number, self._desk

        def go_on(rows: int) -> None:
            """In the reading thread."""
            if number != self._number:
                raise Refused(Code.REQUEST_CONFLICT)
            self._bridge.post((number, rows))

        def done(file: BatchFile) -> None:
            if number == self._number:
                self.was_read.emit(file)

        def wrong(error: CityCardError) -> None:
            if number == self._number:
                self.failed.emit(error)

        run_off_thread(self, lambda: desk.read(path, channel, go_on), done, wrong)

    def stop(self) -> None:
        """Leave it."""
        self._number += 1

    def _tell(self, told: tuple[int, int]) -> None:
        if told[0] == self._number:
            self.told.emit(told[1])
