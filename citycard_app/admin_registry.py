"""Arguments of `citycard admin` for the registry: cards, stock, imports, snapshots. See `citycard_app.commands_registry`."""

import argparse
from pathlib import Path

from citycard_app.admin_action import Action, none, uid
from domain.card_states import CardAct

_ACTS = tuple(act.value for act in CardAct if act not in (CardAct.ISSUE, CardAct.UNBIND))


def _card(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("card", type=uid, metavar="UID", help="卡片 (the card)")


def _change(parser: argparse.ArgumentParser) -> None:
    _card(parser)
    parser.add_argument("act", choices=_ACTS, help="做什麼 (what is done to it)")
    parser.add_argument("--reason", default="", help="原因 (why, without personal data)")


def _replace(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", type=uid, metavar="OLD-UID", help="舊卡 (the card that is lost or broken)")
    parser.add_argument("new", type=uid, metavar="NEW-UID", help="新卡 (the one in its place)")
    parser.add_argument("--carrier", required=True, help="票證公司 (a carrier of the programme)")
    parser.add_argument("--reason", choices=("lost", "broken", "other"), default="lost")


def _unbind(parser: argparse.ArgumentParser) -> None:
    _card(parser)
    parser.add_argument("--reason", default="", help="原因 (why, without personal data)")


def _stock(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", default="", help="地點 (only at this site)")


def _sort(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("site", help="地點 (site)")
    parser.add_argument("box", help="箱號 (box)")
    parser.add_argument("card_kind", metavar="KIND", help="卡別 (a card kind of the programme)")
    parser.add_argument("carrier", help="票證公司 (carrier)")
    parser.add_argument("cards", type=int, help="張數 (how many)")


def _stock_in(parser: argparse.ArgumentParser) -> None:
    _sort(parser)
    parser.add_argument("--first-number", type=int, help="起始外觀號碼 (first printed number, when they follow each other)")
    parser.add_argument("--reason", default="", help="來源 (where they come from)")


def _stock_move(parser: argparse.ArgumentParser) -> None:
    _sort(parser)
    parser.add_argument("to_site", metavar="TO-SITE", help="移往地點 (site that they go to)")
    parser.add_argument("to_box", metavar="TO-BOX", help="移往箱號 (box that they go to)")


def _stock_count(parser: argparse.ArgumentParser) -> None:
    _sort(parser)
    parser.add_argument("--correct", metavar="REASON", default="", help="更正原因 (a correction, and why)")


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="檔案 (UTF-8)")
    parser.add_argument("--all-or-nothing", action="store_true", help="有錯就整批不匯入 (one fault leaves nothing behind)")
    parser.add_argument("--faults", type=Path, metavar="FILE", help="錯誤列表 (list of faults, CSV; default: standard error)")


def _import_claims(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("card_kind", metavar="KIND", help="卡別 (a bearer kind of the programme)")
    _file(parser)


ACTIONS = (
    Action("card", "列出卡片經過", "what was done to a card, and which replaced which", _card),
    Action("card-change", "掛失、尋回、停用、繳回、展期", "a card is lost, found, suspended, returned, renewed", _change),
    Action("card-replace", "補發卡片", "a new card in the place of a lost or broken one", _replace),
    Action("card-unbind", "解除綁定", "a medium that a person owns is no longer a city card", _unbind),
    Action("card-release-value", "遺失卡餘額轉入新卡", "a replaced card's value waits for its successor", _card),
    Action("card-expire", "到期處理", "expire the cards whose term is over; safe to repeat", none),
    Action("stock", "列出空白卡庫存", "blank cards by site and box", _stock),
    Action("stock-in", "空白卡入庫", "new blank cards from the maker", _stock_in),
    Action("stock-move", "空白卡移庫", "blank cards go to another box", _stock_move),
    Action("stock-count", "空白卡盤點或更正", "so many lie in a box", _stock_count),
    Action("import-claims", "匯入已領取名單", "who had a bearer card before; repeat after a break", _import_claims),
    Action("import-cards", "匯入卡片或綁定", "cards of an existing city, noted bindings; repeat after a break", _file),
    Action("snapshot-build", "產生名冊快照", "build the file that new stations start from", none),
)
