"""The city on the real reader stack: pcscd, vsmartcard's readers, the PC/SC driver."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from citycard_app.demo_data import CARDS
from domain.media import Medium
from domain.ports import CardPresented, ReaderEvent
from reader_drivers.virtual_desfire import DESFIRE_ATR
from reader_drivers.virtual_service import VirtualSlot
from reader_drivers.vpcd_card import VirtualCard, VpcdCard
from station.settings import ReaderSettings
from tests.station_rig import City

_SLOT = {"counter": 0, "kiosk": 1}


class RealCity(City):
    """Cards are virtual cards on vsmartcard's readers; stations read them through pcscd."""

    def __init__(self, directory: Path, slots: list[VirtualSlot]) -> None:
        self._slots = slots
        self._lying: dict[str, VpcdCard] = {}
        super().__init__(directory)

    def reader_settings(self, desk: str) -> ReaderSettings:
        return ReaderSettings(driver="pcsc", name=self._slots[_SLOT[desk]].reader)

    def put(self, desk: str, card: str) -> None:
        self.take_away(desk)
        port = self._slots[_SLOT[desk]].port
        if card == "purse":
            self._lying[desk] = VpcdCard(self.purse, atr=DESFIRE_ATR, port=port)
        else:
            self._lying[desk] = VirtualCard(CARDS[card].uid, port=port)
        self._lying[desk].insert()

    def take_away(self, desk: str) -> None:
        card = self._lying.pop(desk, None)
        if card is not None:
            card.take_away()

    def tap(self, desk: str, card: str) -> Medium:
        """Lay a card on a reader, and give what the station read from it."""
        seen: list[Medium] = []

        def note(event: ReaderEvent) -> None:
            if isinstance(event, CardPresented):
                seen.append(event.medium)

        forget = self.station(desk).cards.subscribe(note)
        try:
            self.put(desk, card)
            return self.until(lambda: seen)[0]
        finally:
            forget()

    def close(self) -> None:
        for desk in list(self._lying):
            self.take_away(desk)
        super().close()


@pytest.fixture
def city(tmp_path: Path, slots: list[VirtualSlot]) -> Iterator[RealCity]:
    made = RealCity(tmp_path, slots)
    yield made
    made.close()
