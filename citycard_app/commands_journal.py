"""`citycard journal`: what this station has written down, for the technician. The station's windows must be closed."""

import argparse
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from citycard_app import commands_sticks, journal_arguments, unsettled_words
from citycard_app.cli import EXIT_FAILED
from domain.errors import Code, EnvironmentProblem
from domain.taipei import moment
from offline_store import backup
from offline_store.journal import FILE
from offline_store.journal_file import JournalFile, JournalSummary, live_file
from offline_store.vault import Secrets, open_vault
from station.clock import SystemClock
from station.settings import StationSettings, load
from station.wiring import disk_watch, open_journal, take_up
from station.work_list import entry_of

add_arguments = journal_arguments.add
"""The arguments of `citycard journal`."""


def run(arguments: argparse.Namespace) -> int:
    """The command: 0 when all is well, 1 when `verify` found a fault. Raises `EnvironmentProblem` as each action says."""
    settings = load(arguments.settings)
    return _ACTIONS[arguments.action](settings, arguments)


def kept_secrets(settings: StationSettings) -> Secrets:
    """This station's secrets. Raises `EnvironmentProblem` with NOT_ENROLLED or STORE_WRONG_KEY."""
    kept = open_vault(settings.directory, settings.store.secrets).load()
    if kept is None:
        raise EnvironmentProblem(Code.STORE_WRONG_KEY, file=live_file(settings.directory).name)
    return kept


def _verify(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """Raises as `JournalFile`."""
    kept, backup = kept_secrets(settings), arguments.file
    path = backup or live_file(settings.directory)
    key = Ed25519PrivateKey.from_private_bytes(kept.signing_seed).public_key()
    with JournalFile(path, kept.journal_key, live=backup is None) as file:
        faults = file.verify(key)
        end = None if faults else file.end()
    for fault in faults:
        print(f"✕ {fault}")
    if faults:
        print(f"{path}：{len(faults)} 處有誤 faults. 請不要刪除任何檔案 Delete nothing. docs/store.md", file=sys.stderr)
        return EXIT_FAILED
    told = f"{end.events:,} 筆 events，{end.epoch}.{end.seq} {end.hash.hex()[:16]}" if end else "0 筆 events"
    print(f"✓ {path}：{told}")
    return 0


class _Status(msgspec.Struct, frozen=True, kw_only=True):
    file: Path
    file_mb: int
    disk_free_mb: int
    journal: JournalSummary


def _status(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """Raises as `JournalFile`."""
    kept, path = kept_secrets(settings), live_file(settings.directory)
    with JournalFile(path, kept.journal_key, live=True) as file:
        journal = file.summary()
    found = _Status(
        file=path,
        file_mb=path.stat().st_size // 1_000_000,
        disk_free_mb=disk_watch(settings).free_mb(),
        journal=journal,
    )
    if arguments.json:
        encoded = msgspec.json.encode(found, enc_hook=str)
        sys.stdout.write(msgspec.json.format(encoded, indent=2).decode() + "\n")
        return 0
    for line in _lines(found):
        print(line)
    return 0


def _lines(found: _Status) -> list[str]:
    journal = found.journal
    who, end = journal.identity, journal.end
    oldest = "" if journal.oldest_ms is None else f"，最早 oldest {moment(journal.oldest_ms):%Y-%m-%d %H:%M}"
    return [
        f"工作站 station：{f'{who.station} {who.name}（{who.site}）' if who else '尚未登錄 not enrolled'}",
        f"紀錄 events：{f'{end.events:,}，{end.epoch}.{end.seq} {end.hash.hex()[:16]}' if end else '0'}",
        f"待傳 to send：{journal.waiting:,}，等待中 held：{journal.held:,}{oldest}",
        f"退回 parked：{journal.parked:,}　citycard journal unsettled",
        f"檔案 file：{found.file} {found.file_mb:,} MB，磁碟剩 disk free {found.disk_free_mb:,} MB",
    ]


def _unsettled(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """Raises as `JournalFile`."""
    kept, path = kept_secrets(settings), live_file(settings.directory)
    with JournalFile(path, kept.journal_key, live=True) as file:
        found = [entry_of(each) for each in file.unsettled(arguments.limit)]
        more = len(file.unsettled(arguments.limit + 1)) > len(found)
    if arguments.json:
        encoded = msgspec.json.encode({"entries": found, "more": more})
        sys.stdout.write(msgspec.json.format(encoded, indent=2).decode() + "\n")
        return 0
    for line in unsettled_words.lines(found, more=more):
        print(line)
    return 0


def _backup(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """Raises as `JournalFile` and `backup.back_up`."""
    kept, path = kept_secrets(settings), live_file(settings.directory)
    folder = arguments.to or Path(settings.backup.folder)
    if not str(arguments.to or settings.backup.folder):
        raise EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where="$.backup.folder", expected="--to DIR")
    with JournalFile(path, kept.journal_key, live=True) as file:
        who = file.summary().identity
        if who is None:
            raise EnvironmentProblem(Code.NOT_ENROLLED)
        print(backup.back_up(file, kept.journal_key, folder, station=who.station, keep=settings.backup.keep))
        backup.leave_key(folder, kept.journal_key, file.sealing_key(), who.station)
    return 0


def _restore(settings: StationSettings, arguments: argparse.Namespace) -> int:
    """Raises as `backup.restore`."""
    kept, directory = kept_secrets(settings), settings.directory
    if (directory / FILE).exists() and not arguments.aside:
        print(
            f"✕ {directory / FILE} 已經存在。確定要還原時加上 --aside，原檔會改名保留。\n"
            "  It is there already. With --aside it is kept under another name.",
            file=sys.stderr,
        )
        return EXIT_FAILED
    word = f"{moment(SystemClock().now_ms()):%Y%m%d-%H%M%S}"
    moved = backup.restore(directory, kept.journal_key, arguments.file, word=word)
    with closing(open_journal(settings, kept, SystemClock())) as journal:
        adopted = take_up(settings, journal, kept)
    with JournalFile(directory / FILE, kept.journal_key, live=True) as file:
        end = file.end()
    print(f"✓ {directory / FILE}：{f'{end.events:,} 筆 events，{end.epoch}.{end.seq}' if end else '0 筆 events'}")
    if moved is not None:
        print(f"原檔 what lay there before：{moved}")
    if moved is not None or adopted.acts:
        print(f"由原檔救回 acts brought over from it：{adopted.acts:,}")
    if not adopted.whole:
        print("原檔無法全部讀出，請保留並交給系統管理員 Not all of it could be read: keep it for the administrator.")
    print("下次連線時平台會發現，並開始新的紀錄序列 The platform notices at the next contact, and a new epoch begins.")
    return 0


_ACTIONS: dict[str, Callable[[StationSettings, argparse.Namespace], int]] = {
    "verify": _verify,
    "status": _status,
    "unsettled": _unsettled,
    "backup": _backup,
    "restore": _restore,
    "export": commands_sticks.export,
    "import": commands_sticks.take_answer,
}
