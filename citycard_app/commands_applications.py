"""`citycard admin` about applications and messages."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from central import messages
from central.messages.senders import FileSender, SmtpSender, smtp_server
from central.platform import Platform
from domain.errors import Code, Refused

PASSWORD = "CITYCARD_SMTP_PASSWORD"  # noqa: S105 (the variable's name)


def _send(platform: Platform, arguments: argparse.Namespace) -> None:
    """Send what is due and say how many stand where."""
    sender: messages.Sender
    if arguments.smtp:
        if "@" not in arguments.sender:
            raise Refused(Code.REQUEST_INVALID, part="--from")
        sender = SmtpSender(smtp_server(arguments.smtp, os.environ.get(PASSWORD, "")), arguments.sender)
    else:
        sender = FileSender(Path(arguments.outbox))
    sent = messages.send_due(platform.store, platform.authority, platform.clock, sender)
    with platform.store.read() as connection:
        counts = messages.counts(connection)
    waiting = counts.queued + counts.sending
    print(f"送出 sent {sent}  待送 waiting {waiting}  失敗 failed {counts.failed}  無聯絡方式 unaddressed {counts.unaddressed}")


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {"send-messages": _send}
