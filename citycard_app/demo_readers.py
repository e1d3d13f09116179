"""The demo's and the tour's readers: a real pcscd with virtual readers where the machine has one, or in-process readers."""

import contextlib
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol

from domain.errors import EnvironmentProblem
from domain.media import Medium, MediumType
from reader_drivers.card_application import CardApplication
from reader_drivers.virtual import field
from reader_drivers.virtual_desfire import DESFIRE_ATR
from reader_drivers.vpcd_card import VirtualCard, VpcdCard
from station.settings import ReaderSettings


class _Place(Protocol):
    def put(self, uid: bytes, application: CardApplication | None) -> None: ...

    def take_away(self) -> None: ...


class DemoReaders:
    """One reader for each of `desks`, on which cards are put and taken away. Use as a context manager.

    `imitated` is True when there is no reader service on this machine and in-process readers stand in. Cards may be moved
    from any thread, one at a time.
    """

    def __init__(self, desks: Sequence[str]) -> None:
        self._desks = list(desks)
        self._open = contextlib.ExitStack()
        self._places: dict[str, _Place] = {}
        self._names: dict[str, str] = {}
        self.imitated = False

    def __enter__(self) -> "DemoReaders":
        try:
            self._real()
        except EnvironmentProblem:
            self.imitated = True
            for desk in self._desks:
                self._names[desk] = f"Virtual reader {desk}"
                self._places[desk] = _InProcess(self._names[desk])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for place in self._places.values():
            place.take_away()
        self._open.close()

    def settings(self, desk: str) -> ReaderSettings:
        """How the station at `desk` finds its reader."""
        return ReaderSettings(driver="virtual" if self.imitated else "pcsc", name=self._names[desk])

    def put(self, desk: str, uid: bytes, application: CardApplication | None = None) -> None:
        """Lay a card on the desk's reader; what lies there is taken away first. `application` answers on a DESFire card."""
        self._places[desk].take_away()
        self._places[desk].put(uid, application)

    def take_away(self, desk: str) -> None:
        """Take the card away."""
        self._places[desk].take_away()

    def _real(self) -> None:
        from reader_drivers.virtual_service import VirtualReaderService

        service = self._open.enter_context(VirtualReaderService(slots=len(self._desks)))
        for desk, slot in zip(self._desks, service.slots, strict=True):
            self._names[desk] = slot.reader
            self._places[desk] = _OnVirtualPcd(slot.port)


class _OnVirtualPcd:
    def __init__(self, port: int) -> None:
        self._port = port
        self._card: VpcdCard | None = None

    def put(self, uid: bytes, application: CardApplication | None) -> None:
        if application is None:
            self._card = VirtualCard(uid, port=self._port)
        else:
            self._card = VpcdCard(application, atr=DESFIRE_ATR, port=self._port)
        self._card.insert()

    def take_away(self) -> None:
        if self._card is not None:
            self._card.take_away()
            self._card = None


class _InProcess:
    def __init__(self, name: str) -> None:
        self._field = field(name)

    def put(self, uid: bytes, application: CardApplication | None) -> None:
        self._field.place(Medium(type=MediumType.UID, value=uid), application)

    def take_away(self) -> None:
        self._field.take_away()
