"""Arguments of `citycard admin` for activities and reports. See `citycard_app.commands_activities`."""

import argparse
from datetime import date
from pathlib import Path
from typing import get_args

from citycard_app.admin_action import Action, moment_ms, none
from domain.errors import Refused
from domain.roc_date import parse
from domain.wire_reports import ReportName


def day(text: str) -> date:
    """`2026-01-05`, `115/1/5` or `1150105`. Raises `argparse.ArgumentTypeError`."""
    try:
        return parse(text)
    except Refused:
        raise argparse.ArgumentTypeError("日期寫成 2026-01-05 或 115/1/5 (a day is written 2026-01-05 or 115/1/5)") from None


def _plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("activity", help="活動代號 (id)")
    parser.add_argument("title", help="名稱 (title)")
    parser.add_argument("--type", required=True, help="方案檔裡的活動類型 (an activity type of the programme)")
    parser.add_argument("--agency", required=True, help="給點的機關 (the agency that pays)")
    parser.add_argument(
        "--session",
        nargs=2,
        type=moment_ms,
        action="append",
        required=True,
        metavar=("STARTS", "ENDS"),
        help="場次，可重複 (a session, 2026-01-05T09:00 2026-01-05T12:00; may be repeated)",
    )
    parser.add_argument("--place", default="", help="地點 (where)")
    parser.add_argument("--capacity", type=int, help="名額，額滿候補 (how many may register)")
    parser.add_argument("--budget", type=int, help="本活動最多給幾點 (the most points that it may give)")
    parser.add_argument("--points-flat", type=int, help="不高於類型所定 (at most the type's; so the next two)")
    parser.add_argument("--points-per-hour", type=int)
    parser.add_argument("--points-at-most", type=int)
    parser.add_argument("--closed", action="store_true", help="不再受理 (takes nobody any more)")


def _activity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("activity", help="活動代號 (id)")


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", choices=get_args(ReportName), help="報表 (which report)")
    parser.add_argument("--from", dest="from_day", type=day, required=True, metavar="DAY", help="第一天 (first day)")
    parser.add_argument("--to", dest="to_day", type=day, required=True, metavar="DAY", help="最後一天 (last day)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="檔案，.csv 或 .xlsx (the file)")
    parser.add_argument("--agency", default="", help="只列這個機關 (of one agency; health activities are named to it alone)")
    parser.add_argument("--activity", default="", help="活動代號 (of this activity)")
    parser.add_argument("--station", default="", help="工作站代號 (of this station)")
    parser.add_argument("--site", default="", help="地點 (of this site)")
    parser.add_argument("--reason", default="", help="有個人資料的報表須寫明用途 (what for, of a report with people in it)")


ACTIONS = (
    Action("activity-plan", "規劃活動", "an activity with sessions, places and a budget; all of it anew", _plan),
    Action("activity-cancel", "取消活動", "the activity does not take place", _activity),
    Action("activity-counts", "活動人數", "who is registered and there, as it is going on", _activity),
    Action("report", "產生報表", "write a report as CSV or XLSX", _report),
    Action("close-forgotten", "結案忘記簽退", "close sign-ins that nobody signed out; safe to repeat", none),
)
