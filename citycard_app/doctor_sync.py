"""What `citycard doctor` looks at of what goes to and fro: events that are still to be sent, and how old the registry is."""

from collections.abc import Callable
from contextlib import closing

from citycard_app.complaint import words
from citycard_app.findings import Finding, State
from domain.errors import CityCardError, Code, EnvironmentProblem
from offline_store.registry import last_heard_ms
from offline_store.vault import Secrets, open_vault
from station import standing
from station.clock import SystemClock
from station.settings import StationSettings
from station.standing import Standing
from station.wiring import open_journal

_HOUR_MIN = 60
_DAY_MIN = 24 * _HOUR_MIN
_NOT_YET = "尚未登錄 not enrolled yet"


def unsent(settings: StationSettings) -> Finding:
    """How many events the platform has not taken yet, since when, and how many wait for a person."""
    return _looked(settings, "unsent", "待上傳 unsent events", _unsent)


def registry(settings: StationSettings) -> Finding:
    """When the platform was last heard to the end of its change feed."""
    return _looked(settings, "registry", "名冊 registry", _registry)


def _looked(
    settings: StationSettings, subject: str, title: str, look: Callable[[StationSettings, Secrets], tuple[State, str, str]]
) -> Finding:
    try:
        kept = open_vault(settings.directory, settings.store.secrets).load() if settings.directory.exists() else None
        state, found, hint = (State.OK, _NOT_YET, "") if kept is None or not kept.token else look(settings, kept)
    except CityCardError as problem:
        state, found, hint = State.ATTENTION, problem.code.value, words(problem)
    return Finding(subject=subject, title=title, state=state, found=found, hint=hint)


def _unsent(settings: StationSettings, kept: Secrets) -> tuple[State, str, str]:
    there = _standing(settings, kept)
    if there is None:
        return State.OK, "使用中，看工作站畫面 in use: see the station's own screen", ""
    age_min = None if there.oldest_unsent_ms is None else _age_min(there.oldest_unsent_ms)
    found = f"{there.queue} 筆 events" + ("" if age_min is None else f"，最早 the oldest {_ago(age_min)}")
    if there.attention:
        hint = "請處理待辦清單 see the work list, or: citycard journal unsettled"
        return State.ATTENTION, f"{found}，待處理 for a person {there.attention}", hint
    if age_min is not None and age_min > _DAY_MIN:
        hint = "請接上網路，或用隨身碟送出 connect it, or carry them by stick: citycard journal export"
        return State.ATTENTION, found, hint
    return State.OK, found, ""


def _standing(settings: StationSettings, kept: Secrets) -> Standing | None:
    try:
        with closing(open_journal(settings, kept, SystemClock())) as journal:
            queue = journal.queue()
    except EnvironmentProblem as problem:
        if problem.code is not Code.STORE_LOCKED:
            raise
        return standing.last(settings.directory)
    return Standing(
        queue=queue.waiting + queue.held,
        oldest_unsent_ms=queue.oldest_ms,
        parked=queue.parked,
        attention=queue.attention,
        backup_problem=None,
    )


def _registry(settings: StationSettings, kept: Secrets) -> tuple[State, str, str]:
    heard_ms = last_heard_ms(settings.directory, kept.registry_key)
    hint = words(EnvironmentProblem(Code.PLATFORM_UNREACHABLE))
    if heard_ms is None:
        return State.ATTENTION, "尚未下載 nothing downloaded yet", hint
    age_min = _age_min(heard_ms)
    late = age_min > _DAY_MIN
    return State.ATTENTION if late else State.OK, f"上次更新 brought up to date {_ago(age_min)}", hint if late else ""


def _age_min(at_ms: int) -> int:
    return max(0, SystemClock().now_ms() - at_ms) // 60_000


def _ago(age_min: int) -> str:
    """Minutes, hours or days, whichever says enough."""
    if age_min < _HOUR_MIN * 2:
        return f"{age_min} 分鐘前 minutes ago"
    if age_min < _DAY_MIN * 2:
        return f"{age_min // _HOUR_MIN} 小時前 hours ago"
    return f"{age_min // _DAY_MIN} 天前 days ago"
