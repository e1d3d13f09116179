"""What `citycard doctor` looks at of the state folder: the store, its keys, the room around it."""

import os
from pathlib import Path

from citycard_app.complaint import words
from citycard_app.doctor_station import ENROL
from citycard_app.findings import Finding, State
from domain.errors import CityCardError, Code, EnvironmentProblem
from offline_store.vault import open_vault
from station import standing
from station.clock import SystemClock
from station.settings import StationSettings
from station.wiring import disk_watch, open_journal

_LATE = 3
"""So many intervals without a copy are worth a look."""


def store(settings: StationSettings) -> Finding:
    """Whether the state folder holds an enrolled station whose store opens."""
    title, directory = "資料庫 store", settings.directory
    if not directory.exists():
        hint = f"先登錄本機 enrol this station first: {ENROL}"
        return Finding(subject="store", title=title, state=State.ATTENTION, found="尚未建立 none yet", hint=hint)
    if not os.access(directory, os.W_OK):
        found, hint = f"無法寫入 not writable: {directory}", "請給予寫入權限 give this user the right to write there"
        return Finding(subject="store", title=title, state=State.MISSING, found=found, hint=hint)
    try:
        return _opened(settings, title)
    except CityCardError as problem:
        return Finding(subject="store", title=title, state=State.MISSING, found=problem.code.value, hint=words(problem))


def _opened(settings: StationSettings, title: str) -> Finding:
    directory = settings.directory
    kept = open_vault(directory, settings.store.secrets).load()
    if kept is None or not kept.token:
        found, hint = f"尚未登錄 not enrolled: {directory}", words(EnvironmentProblem(Code.NOT_ENROLLED))
        return Finding(subject="store", title=title, state=State.ATTENTION, found=found, hint=hint)
    used = ""
    try:
        open_journal(settings, kept, SystemClock()).close()
    except EnvironmentProblem as problem:
        if problem.code is not Code.STORE_LOCKED:
            raise
        used = "，使用中 in use"
    return Finding(subject="store", title=title, state=State.OK, found=f"{directory}{used}")


def keys(settings: StationSettings) -> Finding:
    """Where this station's keys are."""
    title = "金鑰 keys"
    try:
        vault = open_vault(settings.directory, settings.store.secrets)
        there = vault.load() is not None
    except CityCardError as problem:
        return Finding(subject="keys", title=title, state=State.MISSING, found=problem.code.value, hint=words(problem))
    if vault.in_file:
        hint = "金鑰放在檔案裡，請將磁碟加密 the keys are in a file: encrypt the disk"
        return Finding(subject="keys", title=title, state=State.ATTENTION, found="檔案 file", hint=hint)
    found = vault.place if there else f"{vault.place}（尚無 none yet）"
    return Finding(subject="keys", title=title, state=State.OK, found=found)


def backups(settings: StationSettings) -> Finding:
    """Whether the journal is copied to a second place, and lately."""
    title, folder = "備份 backup", settings.backup.folder
    if not folder:
        hint = "設定 backup.folder set it: docs/store.md"
        return Finding(subject="backup", title=title, state=State.ATTENTION, found="未設定 not set", hint=hint)
    place = Path(folder)
    if not place.is_dir():
        hint = words(EnvironmentProblem(Code.BACKUP_AWAY))
        return Finding(subject="backup", title=title, state=State.ATTENTION, found=f"不在 away: {folder}", hint=hint)
    made = [file.stat().st_mtime for file in place.glob("journal-*.sqlite")]
    late_s = (settings.backup.every_min * _LATE) * 60
    age_min = int(SystemClock().now_ms() // 1000 - max(made)) // 60 if made else None
    found = f"{folder}：{len(made)} 份 copies" + ("" if age_min is None else f"，{age_min} 分鐘前 minutes ago")
    there = standing.last(settings.directory)
    if there is not None and there.backup_problem is not None and (age_min is None or _is_older(made, settings.directory)):
        hint = words(EnvironmentProblem(there.backup_problem))
        found = f"{found}，上次失敗 the last one failed: {there.backup_problem.value}"
        return Finding(subject="backup", title=title, state=State.ATTENTION, found=found, hint=hint)
    if place.stat().st_dev == settings.directory.stat().st_dev:
        hint = "與資料庫在同一顆磁碟上 on the same disk as the store: use another"
        return Finding(subject="backup", title=title, state=State.ATTENTION, found=found, hint=hint)
    if age_min is None or age_min * 60 > late_s:
        hint = "啟動工作站後會備份 it is made while the station runs; now: citycard journal backup"
        return Finding(subject="backup", title=title, state=State.ATTENTION, found=found, hint=hint)
    return Finding(subject="backup", title=title, state=State.OK, found=found)


def _is_older(made: list[float], directory: Path) -> bool:
    """Whether the last copy was made before the station told how it stands."""
    return max(made) < (directory / standing.FILE).stat().st_mtime


def disk(settings: StationSettings) -> Finding:
    """Whether there is room for acts, and for long enough."""
    title, watch = "磁碟 disk", disk_watch(settings)
    if not settings.directory.exists():
        return Finding(subject="disk", title=title, state=State.OK, found="尚未使用 not used yet")
    found = f"剩 {watch.free_mb():,} MB free"
    try:
        watch.require_for_act()
    except EnvironmentProblem as problem:
        return Finding(subject="disk", title=title, state=State.MISSING, found=found, hint=words(problem))
    if watch.is_low():
        hint = f"請清出空間，低於 {settings.store.least_free_mb} MB 將停止受理 make room, below that no act is taken"
        return Finding(subject="disk", title=title, state=State.ATTENTION, found=found, hint=hint)
    return Finding(subject="disk", title=title, state=State.OK, found=found)
