"""Which drivers there are, and which one a station uses."""

from domain.errors import Code, EnvironmentProblem
from domain.ports import DriverSpec
from reader_drivers import nfc_reader, pcsc, virtual

AUTO = "auto"


def drivers() -> list[DriverSpec]:
    """Every driver, real ones first. Any thread; imports no third party."""
    return [pcsc.DRIVER, nfc_reader.DRIVER, virtual.DRIVER]


def choose(name: str) -> DriverSpec:
    """The driver of that name; `auto` is PC/SC when it can work on this machine, and the imitated reader otherwise.

    Raises `EnvironmentProblem(SETTINGS_INVALID)` for any other name.
    """
    if name == AUTO:
        return pcsc.DRIVER if pcsc.DRIVER.probe().problem is None else virtual.DRIVER
    for driver in drivers():
        if driver.name == name:
            return driver
    expected = ", ".join([AUTO, *(driver.name for driver in drivers())])
    raise EnvironmentProblem(Code.SETTINGS_INVALID, file="settings", where="reader.driver", expected=expected)
