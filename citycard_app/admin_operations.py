"""Arguments of `citycard admin` for programme files, the work list and the API's document (`commands_operations`)."""

import argparse
from pathlib import Path

from citycard_app.admin_action import Action, none


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="方案檔 (TOML)")


def _version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", help="版本 (a version of `programmes`)")


def _anomalies(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", default="", help="只列這個地點 (only those of this site)")


ACTIONS = (
    Action("programmes", "列出方案檔版本", "every programme file that was ever in force", none),
    Action("programme-check", "檢查方案檔", "check a programme file without putting it in force", _file),
    Action("programme-use", "改用先前的方案檔", "put an earlier programme file in force again", _version),
    Action("books", "核對帳本", "add the whole ledger up: nightly, and after a restore", none),
    Action("anomalies", "待處理事項統計", "what nobody has resolved, by kind", _anomalies),
    Action("held", "等待中的紀錄", "events that wait for something", _anomalies),
    Action("openapi", "輸出 API 文件", "print the OpenAPI document", none),
)
