"""Codes that are shown while a card is issued: the receipt of a web application, the number on the back of an ID card.

They come by the scanner's own way, as media, and never as keys typed into a field. Object names: those of the PIN's panel of
`terminal.office_task` beneath `terminal.issue`.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from domain.errors import CityCardError, Code
from domain.media import Medium
from station.applications_desk import Held, Opened
from station.station import Station
from ui.bridge import Once, run_off_thread

OFFLINE = (Code.PLATFORM_UNREACHABLE, Code.PLATFORM_TLS, Code.PLATFORM_BUSY, Code.PLATFORM_NOT_OURS)


class IssueScans(QObject):
    """Tells codes apart and asks the platform about them. GUI thread."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self._once = Once()
        self._number = 0
        self.opened: Opened | None = None
        """The application that was taken over."""
        self.known: Held | None = None
        """Which cards the person has, as far as somebody has said so."""
        self._known_of = ""

    def forget(self) -> None:
        """Another person; what is still under way concerns nobody any more."""
        self._number += 1
        self.opened = self.known = None
        self._known_of = ""

    def receipt(self, medium: Medium) -> str:
        """The receipt number that this code is; empty for anything else."""
        return self._station.applications.receipt_in(medium)

    def national_id(self, medium: Medium) -> str:
        """The ID number that this code is; empty for anything else."""
        return self._station.applications.national_id_in(medium)

    def open(self, receipt: str, done: Callable[[Opened], None], failed: Callable[[CityCardError], None]) -> None:
        """Ask for the application of this receipt number."""
        number, applications = self._number, self._station.applications

        def came(opened: Opened) -> None:
            if number == self._number:
                self.opened = opened
                done(opened)

        self._once.run(
            self, lambda: applications.open(receipt), came, lambda error: failed(error) if number == self._number else None
        )

    def ask_held(self, number: str, done: Callable[[], None]) -> None:
        """Ask which cards the person with this ID number has, once; `done` when the answer says more than nothing."""
        if number == self._known_of:
            return
        self.known, self._known_of = None, number
        mine, applications = self._number, self._station.applications

        def came(held: Held | None) -> None:
            if held is not None and mine == self._number and number == self._known_of:
                self.known = held
                if held.held or held.had:
                    done()

        run_off_thread(self, lambda: applications.held(number), came, lambda _: None)
