"""The arguments of `citycard admin` about applications and messages. `citycard_app.commands_applications` carries them out."""

import argparse
from pathlib import Path

from citycard_app.admin_action import Action


def _send(parser: argparse.ArgumentParser) -> None:
    way = parser.add_mutually_exclusive_group(required=True)
    way.add_argument("--outbox", type=Path, metavar="DIR", help="寫成檔案 (one file a message, for another system)")
    way.add_argument("--smtp", metavar="URL", help="smtp://user@host:587, smtps://…; 密碼 (password): CITYCARD_SMTP_PASSWORD")
    parser.add_argument("--from", dest="sender", default="", metavar="ADDRESS", help="寄件地址 (with --smtp)")


ACTIONS = (Action("send-messages", "送出通知", "hand on what people are to be told", _send),)
