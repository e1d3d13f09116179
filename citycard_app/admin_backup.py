"""Arguments of `citycard admin` for backups. See `citycard_app.commands_backup`."""

import argparse
from pathlib import Path

from citycard_app.admin_action import Action


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="DIR", help="備份資料夾 (where the backup goes)")
    parser.add_argument("--with-keys", action="store_true", help="連同金鑰檔 (with the key file: it gives away all)")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="DIR", help="備份資料夾 (a backup)")
    parser.add_argument("--with-keys", action="store_true", help="連同金鑰檔 (with its key file)")
    parser.add_argument("--overwrite", action="store_true", help="取代現有的平台 (the platform that is there may go)")


ACTIONS = (
    Action("backup", "備份", "copy the database while the platform runs", _backup),
    Action("restore", "還原備份", "put a backup in the platform's place; begins a new generation", _restore),
)
