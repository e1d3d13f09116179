"""Which drivers there are, and which readers a station opens."""

from collections.abc import Sequence
from contextlib import ExitStack

import msgspec

from domain.errors import Code, EnvironmentProblem
from domain.ports import Clock, DriverSpec, Frames, Keystrokes, Reader
from reader_drivers import code_camera, nfc_reader, pcsc, serial_reader, virtual, wedge
from reader_drivers.code_camera import CodeCamera
from reader_drivers.taps import IdentifierReader
from reader_drivers.virtual import VirtualReader
from reader_drivers.wedge import WedgeReader

AUTO = "auto"
NONE = "none"
"""Of `reader.driver`: the station has no other readers than those named besides."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One reader that the settings name, and where they do."""

    driver: str
    name: str
    where: str


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A station's readers, the main one first, and what their windows have to feed."""

    readers: list[Reader]
    real: bool
    """False when the main reader only imitates one."""
    codes: bool = False
    """Whether one of them reads codes too."""
    keystrokes: Keystrokes | None = None
    frames: Frames | None = None
    camera: str = ""
    """How the camera's name begins."""


def drivers() -> list[DriverSpec]:
    """Every driver, real ones first. Any thread; imports no third party."""
    return [pcsc.DRIVER, nfc_reader.DRIVER, serial_reader.DRIVER, wedge.DRIVER, code_camera.DRIVER, virtual.DRIVER]


def choose(name: str) -> DriverSpec:
    """The driver of that name; `auto` is PC/SC when it can work on this machine, and the imitated reader otherwise.

    Raises `EnvironmentProblem(SETTINGS_INVALID)` for any other name.
    """
    if name == AUTO:
        return pcsc.DRIVER if pcsc.DRIVER.probe().problem is None else virtual.DRIVER
    for driver in drivers():
        if driver.name == name:
            return driver
    raise _invalid("$.reader.driver", ", ".join([AUTO, *(driver.name for driver in drivers())]))


def listed(words: str, where: str) -> Wanted:
    """One entry of `reader.more`. Raises `EnvironmentProblem(SETTINGS_INVALID)` with `where` when it names no driver."""
    driver, colon, name = words.partition(":")
    names = [each.name for each in drivers()]
    if not colon or driver not in names:
        raise _invalid(where, f"DRIVER:NAME ({', '.join(names)})")
    return Wanted(driver=driver, name=name, where=where)


def open_all(wanted: Sequence[Wanted], clock: Clock) -> Opened:
    """Every reader, or none: each has a name of its own, and they are the caller's to close.

    Raises `EnvironmentProblem` with SETTINGS_INVALID, whose `where` is the entry's, or PACKAGE_MISSING.
    """
    _require_told_apart(wanted)
    if not wanted:
        raise _invalid("$.reader.driver", "reader.more, wedge.reads, camera.device")
    with ExitStack() as undoing:
        opened: list[Reader] = []
        for each in wanted:
            opened.append(_open(each, clock))
            undoing.callback(opened[-1].close)
            if opened[-1].name in [reader.name for reader in opened[:-1]]:
                raise _invalid(each.where, f"{opened[-1].name}: 1")
        undoing.pop_all()
    camera = next((reader for reader in opened if isinstance(reader, CodeCamera)), None)
    return Opened(
        readers=opened,
        real=choose(wanted[0].driver).real,
        codes=any(isinstance(reader, VirtualReader | IdentifierReader) and reader.reads_codes for reader in opened),
        keystrokes=next((reader for reader in opened if isinstance(reader, WedgeReader)), None),
        frames=camera,
        camera=camera.device if camera is not None else "",
    )


def _open(wanted: Wanted, clock: Clock) -> Reader:
    try:
        return choose(wanted.driver).open(wanted.name, clock)
    except EnvironmentProblem as problem:
        if problem.code is not Code.SETTINGS_INVALID:
            raise
        raise _invalid(wanted.where, str(problem.details.get("expected", ""))) from problem


def _require_told_apart(wanted: Sequence[Wanted]) -> None:
    """Readers are found by how their names begin, so one must not begin like another; one keyboard, one camera."""
    for number, each in enumerate(wanted):
        for before in wanted[:number]:
            driver = choose(each.driver)
            if choose(before.driver) is not driver:
                continue
            if driver in (wedge.DRIVER, code_camera.DRIVER):
                raise _invalid(each.where, f"{driver.name}: 1")
            if each.name.startswith(before.name) or before.name.startswith(each.name):
                short = before if before.name <= each.name else each
                raise _invalid(short.where, f"{driver.name}: {each.name if short is before else before.name} ≠ {short.name}…")


def _invalid(where: str, expected: str) -> EnvironmentProblem:
    return EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where=where, expected=expected)
