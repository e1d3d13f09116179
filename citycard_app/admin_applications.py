"""The arguments of `citycard admin` about applications and messages. `citycard_app.commands_applications` carries them out."""

import argparse
from pathlib import Path
from uuid import UUID

from citycard_app.admin_action import Action


def _send(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--outbox", type=Path, metavar="DIR", help="寫成檔案 (one file a message, for another system)")
    way.add_argument("--smtp", metavar="URL", help="smtp://user@host:587, smtps://…; 密碼 (password): CITYCARD_SMTP_PASSWORD")
    parser.add_argument("--from", dest="sender", default="", metavar="ADDRESS", help="寄件地址 (with --smtp)")


def _checks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("register", choices=("household", "status"), help="戶役政或特殊身分 (which register)")
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--folder", type=Path, metavar="DIR", help="以檔案查核：out/ in/ done/ (by files)")
    way.add_argument("--simulator", action="store_true", help="示範平台專用 (a demo's register)")


def _batch(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="整批申辦檔 (CSV)")
    parser.add_argument("--channel", choices=("school", "agency", "village"), required=True, help="來源 (whose batch)")
    parser.add_argument("--agency", default="", help="方案檔的機關代號 (an agency of the programme)")
    parser.add_argument("--big5", action="store_true", help="Big5 編碼 (code page 950)")
    parser.add_argument("--row-by-row", action="store_true", help="有錯的列略過 (leave out rows with a fault)")
    parser.add_argument("--dry-run", action="store_true", help="只檢查 (only check)")
    parser.add_argument("--op-id", type=UUID, help="重做時沿用上次的代號 (of an earlier try, to go on with it)")


def _office_file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("registration", "agency", "production"), help="記名資訊、機關資料、製卡清單")
    parser.add_argument("receiver", help="票證公司或機關代號 (a carrier or an agency of the programme)")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="寫到資料夾 (where to)")
    parser.add_argument("--again", metavar="NAME", help="重寫先前的檔案 (write an earlier file again)")


def _office_result(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="回覆檔 (CSV)")


def _overdue(_parser: argparse.ArgumentParser) -> None:
    """None."""


ACTIONS = (
    Action("send-messages", "送出通知", "hand on what people are to be told", _send),
    Action(
        "application-checks", "向戶役政或特殊身分系統查核", "ask a register about applicants, and take its answers", _checks
    ),
    Action("application-batch", "整批申辦", "take a file of applications in", _batch),
    Action("office-file", "產生送出的檔案", "the next registration, agency or production file", _office_file),
    Action("office-result", "匯入回覆檔", "take a result file in", _office_result),
    Action("overdue-applications", "列出逾期的查核與審查", "checks and reviews that are late", _overdue),
)
