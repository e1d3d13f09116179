"""A phone of a whole small city's holder, for tests of windows."""

from citycard_app.demo_data import CARDS
from citycard_app.demo_phone import DemoPhone
from domain.events import CodePurpose
from tests.station_rig import City


class App(DemoPhone):
    """A demo phone that asks the city's platform."""

    def __init__(self, city: City, card: str) -> None:
        super().__init__(city.platform.platform, CARDS[card].medium)
        self._city = city

    def qr(self, purpose: CodePurpose = "present") -> str:
        """What a QR code on it says now."""
        return self.code(self._city.platform.platform, purpose)

    def barcode(self) -> str:
        """The digits that it shows instead."""
        return self.digits(self._city.platform.platform)
