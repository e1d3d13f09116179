"""Arguments of `citycard admin` for budgets, awards by file, settlement and upkeep. See `citycard_app.commands_money`."""

import argparse
from pathlib import Path
from uuid import UUID

from citycard_app.admin_action import Action, agency_may_be_new, none


def _budget(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("agency", help="機關 (the agency)")
    parser.add_argument("point_kind", metavar="KIND", help="點數種類 (a point kind of the programme)")
    parser.add_argument("points", type=int, help="增加的點數，負數為減少 (so many more; below zero: fewer)")
    parser.add_argument("--op-id", type=UUID, help="重做時沿用上次的代號 (of an earlier try, to repeat it safely)")
    agency_may_be_new(parser)


def _awards(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="給點檔 (CSV, docs/award-files.md)")
    parser.add_argument("--agency", required=True, help="給點的機關 (the agency that pays)")
    parser.add_argument(
        "--each", action="store_true", help="逐筆處理，略過有誤的列 (book sound rows although others are at fault)"
    )
    parser.add_argument("--dry-run", action="store_true", help="只檢查 (only look)")


def _cancels(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="收回清單，欄位 award (CSV with the column award: op ids)")


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("carrier", help="電子票證公司 (a carrier of the programme)")
    parser.add_argument("file", type=Path, metavar="FILE", help="寫到這裡，含卡片內碼 (written here; has UIDs of cards)")
    parser.add_argument("--batch", type=UUID, help="再寫一次同一批 (write this batch again)")
    parser.add_argument("--most", type=int, default=50_000, help="最多筆數 (at most so many items, default: 50000)")


def _in(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="公司的結果檔 (the carrier's result)")
    parser.add_argument(
        "--partial", action="store_true", help="有誤仍處理其餘列 (carry out sound rows although others are at fault)"
    )


ACTIONS = (
    Action("budgets", "列出點數預算", "budgets of agencies: granted, spent, left", none),
    Action("budget", "增減點數預算", "let an agency give more points, or fewer", _budget),
    Action("awards", "以檔案給點", "give the points that a file lists; safe to repeat", _awards),
    Action("cancel-awards", "以清單收回點數", "take the awards that a file lists back; safe to repeat", _cancels),
    Action("settlement-out", "產生清算檔", "the settlement file for a carrier", _out),
    Action("settlement-in", "讀入清算結果", "a carrier's result; safe to repeat", _in),
    Action("settlements", "列出清算批次", "settlement files, the newest first", none),
    Action("lapse", "到期點數失效", "let points lapse that are over; safe to repeat", none),
    Action("money-upkeep", "帳務整理", "finish, lapse, spread budgets, close accounts: for a nightly timer", none),
    Action("honour", "榮譽卡候選名單", "who has served long enough for the honour card", none),
)
