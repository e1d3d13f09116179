"""What `citycard doctor` looks at of readers that only give identifiers: serial ports, keyboard wedges, the code camera."""

from collections.abc import Callable

from citycard_app.complaint import ensure_qt, words
from citycard_app.findings import Finding, State
from domain.errors import CityCardError, EnvironmentProblem
from reader_drivers import code_camera, serial_reader, wedge
from reader_drivers.catalogue import Wanted, choose
from reader_drivers.reader_words import SENT_OPTIONS, ReaderWords
from reader_drivers.serial_port import open_port
from station.clock import SystemClock
from station.reader_choice import wanted_readers
from station.settings import StationSettings

_Found = tuple[State, str, str]
"""How it stands, what was found, what to do."""
_ADVICE = {
    "absent": "請檢查接線與連接埠名稱 check the cable and the port's name",
    "permission": "請讓執行本程式的使用者加入 dialout 群組，再重新登入 add this user to the group dialout and sign in again",
    "busy": "另一個程式正在使用；若是本工作站則正常 another program has it, which is right if it is this station",
    "setting": "連接埠不支援這個鮑率 the port does not do that speed",
}


def more_readers(settings: StationSettings) -> Finding:
    """Whether each of them is there and may be used."""
    title = "其他讀卡機 more readers"
    try:
        found = [_look(each) for each in wanted_readers(settings) if each.driver in _CHECKS]
    except CityCardError as problem:
        return _finding(title, [(State.MISSING, problem.code.value, words(problem))])
    return _finding(title, found or [(State.OK, "沒有設定 none set", "")])


def _finding(title: str, found: list[_Found]) -> Finding:
    order = [State.OK, State.ATTENTION, State.MISSING]
    return Finding(
        subject="more_readers",
        title=title,
        state=max((state for state, _, _ in found), key=order.index),
        found=", ".join(text for _, text, _ in found),
        hint=" ".join(dict.fromkeys(hint for _, _, hint in found if hint)),
    )


def _look(wanted: Wanted) -> _Found:
    try:
        return _CHECKS[wanted.driver](wanted)
    except EnvironmentProblem as problem:
        return State.MISSING, wanted.where, words(problem)


def _serial(wanted: Wanted) -> _Found:
    choose(wanted.driver).open(wanted.name, SystemClock()).close()
    read = ReaderWords(wanted.name, {**SENT_OPTIONS, "baud": serial_reader.BAUD})
    try:
        open_port(read.name, int(read.text("baud"))).close()
    except EnvironmentProblem as problem:
        reason = str(problem.details.get("reason", ""))
        state = State.ATTENTION if reason == "busy" else State.MISSING
        return state, f"{read.name}: {reason}", _ADVICE.get(reason, words(problem))
    return State.OK, read.name, ""


def _wedge(wanted: Wanted) -> _Found:
    reader = choose(wanted.driver).open(wanted.name, SystemClock())
    read = ReaderWords(wanted.name, {**SENT_OPTIONS, "gap_ms": "35"})
    return State.OK, f"{reader.name} ({read.text('reads')}, {read.text('profile')})", ""


def _camera(wanted: Wanted) -> _Found:
    ensure_qt()
    from ui.camera import FIRST, names

    choose(wanted.driver).open(wanted.name, SystemClock()).close()
    there = [name for name in names() if wanted.name == FIRST or name.startswith(wanted.name)]
    if there:
        return State.OK, there[0], ""
    hint = "請接上相機，或修正 camera.device connect the camera, or correct camera.device"
    return State.MISSING, f"{wanted.name}: 沒有相機 no camera ({', '.join(names()) or '0'})", hint


_CHECKS: dict[str, Callable[[Wanted], _Found]] = {
    serial_reader.DRIVER.name: _serial,
    wedge.DRIVER.name: _wedge,
    code_camera.DRIVER.name: _camera,
}
