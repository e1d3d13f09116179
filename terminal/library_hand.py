"""How a patron number gets into the library's own system: by the clipboard, by the keyboard, by the library's web page."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from domain.errors import CityCardError
from station.station import Station
from station.views import PatronView
from ui.bridge import run_off_thread
from ui.clipboard import LentClipboard
from ui.page_link import PageLink
from ui.typing_out import Keys, Typed, open_keys, type_out


@dataclass(frozen=True)
class Handed:
    """What became of a number."""

    typed: Typed | None = None
    """None: nothing was to be typed."""
    pages: int = 0
    """How many web pages were told."""


class HandOver(QObject):
    """One for the task. GUI thread."""

    changed = Signal()
    """Typing was switched, a page came or went, the clipboard was emptied."""

    def __init__(self, station: Station, parent: QObject, open_: Callable[[], Keys] = open_keys) -> None:
        super().__init__(parent)
        self._station = station
        self._open = open_
        self._settings = station.settings.library
        self._keys: Keys | None = None
        self._opening = False
        self.types = False
        self.typing_problem = False
        """There is no keyboard that programs may use."""
        self.clipboard = LentClipboard(self._settings.clear_s, self)
        self.clipboard.taken_back.connect(self.changed)
        self.link: PageLink | None = None
        if self._settings.page_port and self._settings.page_origins:
            self.link = PageLink(self._settings.page_origins, self)
            self.link.allow(station.library.pages())
            self.link.changed.connect(self.changed)
            self.link.listen(self._settings.page_port)

    def begin(self) -> None:
        """The task comes to the screen: as the settings say, until somebody says otherwise."""
        if self._settings.types and not self.types and self._keys is None and not self.typing_problem:
            self.switch_typing()

    def switch_typing(self) -> None:
        """Type numbers from now on, or do so no more."""
        if self.types or self._opening:
            self.types = False
            self.changed.emit()
        elif self._keys is not None:
            self.types = True
            self.changed.emit()
        else:
            self._opening = True
            run_off_thread(self, self._open, self._opened, self._not_opened)

    def _opened(self, keys: Keys) -> None:
        self._opening, self._keys, self.types, self.typing_problem = False, keys, True, False
        self.changed.emit()

    def _not_opened(self, _: CityCardError) -> None:
        self._opening, self.types, self.typing_problem = False, False, True
        self.changed.emit()

    def hand(self, patron: PatronView) -> Handed:
        """A number has come: type it and tell the pages, as far as that is wanted."""
        typed = None
        if self.types and self._keys is not None:
            typed = type_out(self._keys, patron.number + ("\n" if self._settings.types_enter else ""))
        told = {"type": "patron", "service": patron.service, "number": patron.number}
        return Handed(typed, self.link.send(told) if self.link is not None else 0)

    def switch_page(self, origin: str, failed: Callable[[CityCardError], None]) -> None:
        """Let the pages of an origin in, or shut them out again."""
        library, link = self._station.library, self.link

        def change() -> list[str]:
            return library.shut_out(origin) if origin in library.pages() else library.let_in(origin)

        if link is not None:
            run_off_thread(self, change, link.allow, failed)
