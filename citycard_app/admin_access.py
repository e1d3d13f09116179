"""Arguments of `citycard admin` for staff over their lives and keys of other systems. See `citycard_app.commands_access`."""

import argparse
from typing import get_args

from citycard_app.admin_action import Action, agency_may_be_new, moment_ms, none
from domain.wire_access import StaffAct

SCOPES = ("verify", "card_kind", "awards", "applications", "redemptions", "settlement", "reports", "virtual_card", "metrics")


def _staff_change(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("staff", help="人員代號 (id)")
    acts = "停用、啟用、解鎖、須改 PIN (what becomes of them)"
    parser.add_argument("act", choices=get_args(StaffAct), help=acts)


def _key_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="系統名稱 (the system's name)")
    parser.add_argument("--agency", required=True, help="機關 (the agency that answers for it)")
    agency_may_be_new(parser)
    parser.add_argument("--scope", nargs="+", required=True, choices=SCOPES, help="可以做什麼 (what it may do)")
    services = "哪些服務；verify 須寫 card 或圖書館代號 (which; for verify: card, or a library's id)"
    parser.add_argument("--service", nargs="+", help=services)
    parser.add_argument("--expires", type=moment_ms, metavar="TIME", help="2027-01-05T09:00")


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service_key", metavar="KEY", help="金鑰代號 (the key's id, not its secret)")


def _key_rotate(parser: argparse.ArgumentParser) -> None:
    _key(parser)
    parser.add_argument("--hours", type=int, default=24, help="舊金鑰續用時數 (how long the old one goes on, default: 24)")


ACTIONS = (
    Action("staff-list", "列出人員", "list the staff", none),
    Action("staff-change", "停用、啟用或解鎖人員", "let a member of staff in or out, or forgive wrong PINs", _staff_change),
    Action("trail", "列出管理紀錄", "what was done to staff, stations, keys, budgets and awards", none),
    Action("key-add", "產生介接金鑰", "a key for another system; its secret is shown this once", _key_add),
    Action("key-rotate", "更換介接金鑰", "another key in the place of one, which goes on for a while", _key_rotate),
    Action("key-revoke", "停用介接金鑰", "refuse a key from now on", _key),
    Action("keys", "列出介接金鑰", "list the keys of other systems", none),
    Action("platform-keys", "列出平台金鑰代號", "ids of the platform's own keys", none),
)
