"""Arguments of `citycard admin` for stations over their lives. See `citycard_app.commands_fleet`."""

import argparse
from pathlib import Path

from citycard_app.admin_action import STATION_ROLES, Action


def _station(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("station", help="工作站代號 (the station's id)")


def _revoke(parser: argparse.ArgumentParser) -> None:
    _station(parser)
    parser.add_argument("--wipe", action="store_true", help="並命其清除資料 (and let it wipe itself when it calls)")


def _change(parser: argparse.ArgumentParser) -> None:
    _station(parser)
    parser.add_argument("--name", help="名稱 (its name)")
    parser.add_argument("--site", help="地點 (where it stands)")
    parser.add_argument("--role", nargs="+", choices=STATION_ROLES, help="它做什麼 (what it does)")


def _list(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", default="", help="只列這個地點 (only those of this site)")
    parser.add_argument("--silent", action="store_true", help="只列失聯的 (only those not heard of for half an hour)")


def _journal_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="工作站匯出的紀錄檔 (what `citycard journal export` wrote)")
    answer = "回覆檔寫到這裡 (where the answer goes; default: beside FILE, .answer)"
    parser.add_argument("--answer", type=Path, metavar="FILE", help=answer)


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="工作站的備份檔 (a copy of its journal)")
    key = "備份旁的金鑰檔 (the sealed key beside the copies; default: the one beside FILE)"
    parser.add_argument("--key", type=Path, metavar="FILE", help=key)


def _version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", help="版本，空字串表示不限 (version; empty: any)")


ACTIONS = (
    Action("stations", "列出工作站", "list the stations and how they are", _list),
    Action("revoke", "停用工作站", "shut a station out", _revoke),
    Action("station-wipe", "命工作站清除資料", "let a station wipe itself when it calls next", _station),
    Action("station-change", "變更工作站", "another name, site or role for a station", _change),
    Action("station-machine", "更換主機板後執行", "take whichever machine calls next as this station's", _station),
    Action("journal-import", "讀入隨身碟帶來的紀錄", "take in a journal that a stick brought; safe to repeat", _journal_file),
    Action("journal-recover", "由備份救回損毀工作站的紀錄", "take in the backup of a machine that is no more", _backup),
    Action("minimum-version", "最低版本", "which version stations should have at least", _version),
)
