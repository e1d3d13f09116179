"""What `citycard doctor` looks at of the station: reader service, readers, platform, clock."""

from contextlib import closing

from citycard_app.complaint import words
from citycard_app.findings import Finding, State
from domain.errors import CityCardError, Code, EnvironmentProblem
from reader_drivers import pcsc
from reader_drivers.catalogue import AUTO, NONE, drivers
from station.clock import SystemClock
from station.reaching import platform_at
from station.settings import StationSettings

_MOST_OFFSET_MS = 120_000
"""Clocks further apart than this are worth a look; nothing breaks, the offset is measured and kept."""
ENROL = "citycard enrol URL CODE --state DIR"


def reader_service(settings: StationSettings) -> Finding:
    """Whether the real drivers can work here."""
    title = "讀卡機服務 reader service"
    # `auto` is PC/SC or nothing real, so another driver that could work is no comfort.
    chosen = pcsc.DRIVER.name if settings.reader.driver == AUTO else settings.reader.driver
    problems = {driver.name: driver.probe().problem for driver in drivers() if driver.real and driver.name == chosen}
    working = [name for name, problem in problems.items() if problem is None]
    if working or settings.reader.driver not in {AUTO, *problems}:
        found = ", ".join(working) or "不需要 not needed"
        return Finding(subject="reader_service", title=title, state=State.OK, found=found)
    imitated = settings.reader.driver == AUTO
    return Finding(
        subject="reader_service",
        title=title,
        state=State.ATTENTION if imitated else State.MISSING,
        found="沒有，改用模擬讀卡機 none, an imitated reader stands in" if imitated else "沒有 none",
        hint=" ".join(words(EnvironmentProblem(Code(problem))) for problem in problems.values() if problem),
    )


def readers(settings: StationSettings) -> Finding:
    """Which readers are plugged in."""
    chosen = pcsc.DRIVER.name if settings.reader.driver in {AUTO, "virtual"} else settings.reader.driver
    seen = {driver.name: [reader.name for reader in driver.probe().readers] for driver in drivers() if driver.real}
    names = [name for found in seen.values() for name in found]
    # Those that only give identifiers are looked at one by one (`more_readers`).
    elsewhere = chosen in {"serial", NONE}
    wanted = elsewhere or [name for name in seen.get(chosen, []) if name.startswith(settings.reader.name)]
    needed = settings.reader.driver not in {AUTO, "virtual"}
    absent = State.MISSING if needed else State.ATTENTION
    return Finding(
        subject="readers",
        title="讀卡機 readers",
        state=State.OK if wanted else absent,
        found=", ".join(names) or "沒有 none",
        hint="" if wanted else words(EnvironmentProblem(Code.READER_MISSING)),
    )


def platform(settings: StationSettings) -> Finding:
    """Whether the platform answers."""
    title, url = "中央平台 platform", settings.platform.url
    if not url:
        hint = f"先登錄本機 enrol this station first: {ENROL}"
        return Finding(subject="platform", title=title, state=State.ATTENTION, found="尚未設定 not set", hint=hint)
    try:
        _measure_offset_ms(settings)
    except CityCardError as problem:
        found = f"{url}: {problem.code.value}"
        return Finding(subject="platform", title=title, state=State.ATTENTION, found=found, hint=words(problem))
    return Finding(subject="platform", title=title, state=State.OK, found=url)


def clock(settings: StationSettings) -> Finding:
    """How far this machine's clock is from the platform's."""
    title = "時鐘 clock"
    try:
        offset_ms = _measure_offset_ms(settings) if settings.platform.url else None
    except CityCardError:
        offset_ms = None
    if offset_ms is None:
        hint = "連上平台後再檢查 look again when the platform can be reached"
        return Finding(subject="clock", title=title, state=State.ATTENTION, found="無法比對 not compared", hint=hint)
    apart = f"與平台相差 {abs(offset_ms) // 1000} 秒 seconds from the platform"
    if abs(offset_ms) > _MOST_OFFSET_MS:
        hint = "請開啟自動校時 turn on automatic time"
        return Finding(subject="clock", title=title, state=State.ATTENTION, found=apart, hint=hint)
    return Finding(subject="clock", title=title, state=State.OK, found=apart)


def _measure_offset_ms(settings: StationSettings) -> int:
    """The platform's clock minus ours. Raises `EnvironmentProblem` when the platform does not answer as it should."""
    measured: list[int] = []
    with closing(platform_at(settings.platform, SystemClock(), on_offset=measured.append)) as platform:
        platform.status()
    return measured[-1]
