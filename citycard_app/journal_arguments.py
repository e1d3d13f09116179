"""The arguments of `citycard journal`, without what carries them out: `--help` needs no store."""

import argparse
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    """Give `journal` its actions."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="動作 actions", required=True)
    verify = _action(
        actions, "verify", "查核每筆紀錄是否遭更改、遺失或調換", "find every event that was altered, lost or moved"
    )
    verify.add_argument("--file", type=Path, metavar="FILE", help="查核備份檔 (a backup instead of this station's own)")
    status = _action(actions, "status", "本機紀錄的現況", "how much is written down, and how much is to be sent")
    status.add_argument("--json", action="store_true", help="輸出 JSON (print JSON)")


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, zh: str, en: str
) -> argparse.ArgumentParser:
    text = f"{zh} ({en})"
    parser = actions.add_parser(name, help=text, description=text)
    parser.add_argument("--settings", type=Path, metavar="FILE", help="設定檔 (settings file, TOML)")
    return parser
