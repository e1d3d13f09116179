"""The purse drivers of one station, each opened when its first card comes."""

import os
import shlex
import threading
from typing import Protocol, runtime_checkable

from domain.ports import PurseDriver
from domain.programme import Purse
from reader_drivers.purses import catalogue
from station.settings import PurseSettings


@runtime_checkable
class _Closeable(Protocol):
    def close(self) -> None: ...


class PurseDrivers:
    """One driver of each kind, shared by all readers. Any thread."""

    def __init__(self, settings: PurseSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._drivers: dict[str, PurseDriver] = {}

    def of(self, purse: Purse) -> PurseDriver:
        """The driver of a purse. Opening a vendor's starts nothing yet; what it cannot do it says when a card is there."""
        with self._lock:
            if purse.driver not in self._drivers:
                self._drivers[purse.driver] = catalogue.purse_driver(
                    purse.driver,
                    vendor_command=shlex.split(self._settings.vendor_command, posix=os.name != "nt"),
                    vendor_timeout_s=self._settings.vendor_timeout_s,
                )
            return self._drivers[purse.driver]

    def close(self) -> None:
        """End what was started for them."""
        with self._lock:
            drivers, self._drivers = list(self._drivers.values()), {}
        for driver in drivers:
            if isinstance(driver, _Closeable):
                driver.close()
