"""The arguments of `citycard admin`, without what carries them out: `--help` needs no database."""

import argparse
from pathlib import Path
from uuid import UUID

from citycard_app import (
    admin_access,
    admin_activities,
    admin_applications,
    admin_backup,
    admin_fleet,
    admin_money,
    admin_operations,
    admin_registry,
    admin_services,
)
from citycard_app.admin_action import STAFF_ROLES, STATION_ROLES, Action, moment_ms, month, none, uid
from domain.cards import CardState


def _code(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="工作站名稱 (the station's name)")
    parser.add_argument("--site", required=True, help="地點 (where it stands)")
    parser.add_argument("--role", nargs="+", required=True, choices=STATION_ROLES, help="它做什麼 (what it does)")


def _staff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("staff", help="人員代號 (id)")
    parser.add_argument("name", help="姓名 (name)")
    parser.add_argument("--role", nargs="+", required=True, choices=STAFF_ROLES)
    parser.add_argument("--card", type=uid, required=True, metavar="UID", help="人員卡 (the staff card)")
    parser.add_argument("--inactive", action="store_true", help="停用 (may not sign in any more)")
    parser.add_argument("--agency", default="", help="所屬機關 (their agency; default: the city's own counters)")
    parser.add_argument("--site", nargs="+", default=[], help="只在這些地點 (only at these sites)")
    parser.add_argument("--new-pin", action="store_true", help="首次登入須改 PIN (must choose a PIN of their own first)")


def _activity(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("activity", help="活動代號 (id)")
    parser.add_argument("title", help="名稱 (title)")
    parser.add_argument("--type", required=True, help="方案檔裡的活動類型 (an activity type of the programme)")
    parser.add_argument("--agency", required=True, help="給點的機關 (the agency that pays)")
    parser.add_argument("--starts", type=moment_ms, required=True, metavar="TIME", help="2026-01-05T09:00")
    parser.add_argument("--ends", type=moment_ms, required=True, metavar="TIME", help="2026-01-05T12:00")
    parser.add_argument("--closed", action="store_true", help="不再受理 (takes nobody any more)")


def _register(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("activity", help="活動代號 (id)")
    parser.add_argument("holder", type=UUID, help="持卡人 (holder, UUID)")
    parser.add_argument("--off", action="store_true", help="取消報名 (take them off)")


def _patron(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", help="圖書館服務 (a library of the programme)")
    parser.add_argument("holder", type=UUID, help="持卡人 (holder, UUID)")
    parser.add_argument("number", help="讀者證號 (patron number)")
    parser.add_argument("--suspended", action="store_true", help="停權 (not in good standing)")


def _award(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("holder", type=UUID, help="持卡人 (holder, UUID)")
    parser.add_argument("point_kind", metavar="KIND", help="點數種類 (a point kind of the programme)")
    parser.add_argument("points", type=int, help="點數 (how many)")
    parser.add_argument("--agency", required=True, help="給點的機關 (the agency that pays)")
    parser.add_argument("--activity", required=True, help="活動代號 (for what)")
    parser.add_argument("--op-id", type=UUID, help="重做時沿用上次的代號 (of an earlier try, to repeat it safely)")


def _cancel(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("award", type=UUID, help="給點的代號 (op id of the award)")


def _grant(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", type=month, help="2026-01")


def _block(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("card", type=uid, metavar="UID", help="卡片 (the card)")
    parser.add_argument("state", choices=[state.value for state in CardState], help="改為 (its new state)")


def _programme(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="方案檔 (TOML)")


ACTIONS = (
    Action("code", "產生一次性登錄碼", "a one-time code that enrols a station", _code),
    Action("staff", "新增或變更人員", "add or change a staff member; asks for the PIN", _staff),
    Action("activity", "新增或變更活動", "add or change an activity", _activity),
    Action("register", "報名活動", "put a person on an activity's roster", _register),
    Action("patron", "登記讀者證號", "a person's number at a library", _patron),
    Action("award", "給點", "give points", _award),
    Action("cancel-award", "收回點數", "take an award back", _cancel),
    Action("grant-month", "發放每月點數", "give a month's grants; safe to repeat", _grant),
    Action("block", "變更卡片狀態", "move a card to another state", _block),
    Action("loads", "列出未決加值", "loads onto cards that are not decided, the oldest first", none),
    Action("card-keys", "列出發出的卡片金鑰", "which station was given the keys of which card", none),
    Action("programme", "更換方案檔", "put another programme file in force", _programme),
    Action("new-generation", "還原備份之後執行", "after a restore: every station downloads anew", none),
    *admin_applications.ACTIONS,
    *admin_access.ACTIONS,
    *admin_backup.ACTIONS,
    *admin_fleet.ACTIONS,
    *admin_activities.ACTIONS,
    *admin_operations.ACTIONS,
    *admin_registry.ACTIONS,
    *admin_money.ACTIONS,
    *admin_services.ACTIONS,
)


def add(parser: argparse.ArgumentParser) -> None:
    """Give `admin` its actions."""
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="平台資料夾 (the platform's data)")
    database = "PostgreSQL 網址，未給時用資料夾內的檔案 (PostgreSQL; default: a file in the folder)"
    parser.add_argument("--database", metavar="URL", help=database)
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="動作 actions", required=True)
    for action in ACTIONS:
        text = f"{action.zh} ({action.en})"
        action.arguments(actions.add_parser(action.name, help=text, description=text))
