"""The purse drivers of one station, each opened when its first card comes."""

import threading
from typing import Protocol, runtime_checkable

from domain.errors import Code, EnvironmentProblem
from domain.ports import PurseDriver
from domain.programme import Purse
from reader_drivers.purses import catalogue
from reader_drivers.purses.vendor_process import split_command
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
        """The driver of a purse; a vendor's program is started when its first card comes.

        Raises `EnvironmentProblem(SETTINGS_INVALID)` for a vendor's command that cannot be read.
        """
        with self._lock:
            if purse.driver not in self._drivers:
                self._drivers[purse.driver] = catalogue.purse_driver(
                    purse.driver,
                    vendor_command=self._vendor_command(),
                    vendor_timeout_s=self._settings.vendor_timeout_s,
                )
            return self._drivers[purse.driver]

    def _vendor_command(self) -> list[str]:
        try:
            return split_command(self._settings.vendor_command)
        except ValueError as problem:
            where = {"file": "station.toml", "where": "$.purse.vendor_command", "expected": str(problem)}
            raise EnvironmentProblem(Code.SETTINGS_INVALID, **where) from problem

    def close(self) -> None:
        """End what was started for them."""
        with self._lock:
            drivers, self._drivers = list(self._drivers.values()), {}
        for driver in drivers:
            if isinstance(driver, _Closeable):
                driver.close()
