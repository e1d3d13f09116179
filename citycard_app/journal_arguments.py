"""The arguments of `citycard journal`, without what carries them out (`citycard_app.commands_journal`)."""

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
    unsettled = _action(actions, "unsettled", "平台要請人查看的紀錄", "what the platform flagged or rejected, and what to do")
    unsettled.add_argument("--limit", type=_count, default=50, metavar="N", help="最多列出幾筆 (so many at most; 50)")
    unsettled.add_argument("--json", action="store_true", help="輸出 JSON (print JSON)")
    copy = _action(actions, "backup", "立即備份本機紀錄", "copy the journal now")
    copy.add_argument("--to", type=Path, metavar="DIR", help="備份資料夾 (where to; default: backup.folder)")
    restore = _action(actions, "restore", "以備份還原本機紀錄", "put a backup in the journal's place")
    restore.add_argument("file", type=Path, metavar="FILE", help="備份檔 (a backup)")
    aside = "現有的紀錄檔改名保留 (a journal that is there is kept under another name)"
    restore.add_argument("--aside", action="store_true", help=aside)
    out = _action(actions, "export", "將未決紀錄寫到隨身碟", "what the platform has not decided, onto a stick")
    out.add_argument("target", type=Path, metavar="FILE-OR-DIR", help="檔案或資料夾 (a file, or the folder for it)")
    aside = "改由這個紀錄檔匯出，例如還原時保留的原檔 (another journal of this station, such as one that was set aside)"
    out.add_argument("--file", type=Path, metavar="FILE", help=aside)
    back = _action(actions, "import", "讀入平台的回覆檔", "the platform's answer, back from the stick")
    back.add_argument("file", type=Path, metavar="FILE", help="回覆檔 .answer (an answer file)")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, zh: str, en: str
) -> argparse.ArgumentParser:
    text = f"{zh} ({en})"
    parser = actions.add_parser(name, help=text, description=text)
    parser.add_argument("--settings", type=Path, metavar="FILE", help="設定檔 (settings file, TOML)")
    return parser
