"""Arguments of `citycard admin` for patrons, virtual cards, service use and retention. See `citycard_app.commands_services`."""

import argparse
from pathlib import Path

from citycard_app.admin_action import Action, none


def _patrons(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", help="圖書館服務 (a library of the programme)")
    parser.add_argument("file", type=Path, metavar="FILE", help="number,standing,national_id,uid (CSV)")
    parser.add_argument("--part", action="store_true", help="有錯的列以外照收 (take the right rows beside wrong ones)")


def _rotate(parser: argparse.ArgumentParser) -> None:
    withdraw = "金鑰可能外洩：它簽過的碼立即失效 (it may be known: its codes are good no longer)"
    parser.add_argument("--withdraw", action="store_true", help=withdraw)


def _month(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", help="2026-01")


def _retention(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--dry-run", action="store_true", help="只計數，不變更 (count and change nothing)")
    also = "另存的遺忘清單 (a list of who was forgotten, saved elsewhere)"
    parser.add_argument("--also", type=Path, metavar="FILE", help=also)


ACTIONS = (
    Action("patrons", "匯入讀者名單", "take over a library's list of patrons", _patrons),
    Action("virtual-card-keys", "列出虛擬卡金鑰", "the keys that sign virtual cards' codes", none),
    Action("virtual-card-rotate", "更換虛擬卡金鑰", "let the next key sign", _rotate),
    Action("kpi-close", "結算月份使用統計", "tell a month's service use, once and for good", _month),
    Action("retention", "執行保存期限", "forget what is over; run it every night, safe to repeat", _retention),
)
