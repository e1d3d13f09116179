"""From a station's settings to the readers that it opens."""

from urllib.parse import urlencode

from reader_drivers.catalogue import NONE, Wanted, listed
from station.settings import StationSettings


def wanted_readers(settings: StationSettings) -> list[Wanted]:
    """The readers that the settings name, the main one first.

    Raises `EnvironmentProblem(SETTINGS_INVALID)` with `where` for an entry of `reader.more` that names no driver.
    """
    readers, typed = settings.reader, settings.wedge
    wanted = [listed(words, f"$.reader.more[{number}]") for number, words in enumerate(readers.more)]
    if readers.driver != NONE:
        wanted.insert(0, Wanted(driver=readers.driver, name=readers.name, where="$.reader.name"))
    if typed.reads != "nothing":
        options = {
            "reads": typed.reads,
            "profile": typed.profile,
            "prefix": typed.prefix,
            "suffix": typed.suffix,
            "gap_ms": typed.gap_ms,
            "stays_s": typed.stays_s,
        }
        wanted.append(Wanted(driver="wedge", name=f"?{urlencode(options)}", where="$.wedge"))
    if settings.camera.device:
        wanted.append(Wanted(driver="camera", name=settings.camera.device, where="$.camera.device"))
    return wanted
