"""`citycard admin` about applications and messages."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from central import messages
from central.applications import batches, checks, office_files, reviewing, submitting
from central.applications.book import By
from central.applications.ports import Register
from central.applications.register_files import FileRegister
from central.applications.register_simulator import SimulatedRegister
from central.files.safely import replaced
from central.messages.senders import FileSender, SmtpSender, smtp_server
from central.platform import Platform
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import new_op_id
from domain.sealing import seal
from domain.taipei import moment
from domain.wire_applications import BatchRequest, BatchResponse

PASSWORD = "CITYCARD_SMTP_PASSWORD"  # noqa: S105 (the variable's name)
_OPERATOR = "operator"


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


def _checks(platform: Platform, arguments: argparse.Namespace) -> None:
    register: Register
    if arguments.simulator:
        register = SimulatedRegister(arguments.register, demo=platform.authority.demo)
    else:
        register = FileRegister(arguments.folder, arguments.register)
    submitting.give_up_drafts(platform.store, platform.authority, platform.now_ms())
    asked = checks.ask(platform, register)
    report = checks.take(platform, register)
    print(f"查核 asked {asked}  答覆 answered {report.kept}")
    for fault in report.faults:
        print(f"{fault.batch}  第 {fault.row} 列 row {fault.row}  {fault.column}  [{fault.code}]", file=sys.stderr)


def _batch(platform: Platform, arguments: argparse.Namespace) -> None:
    op_id = arguments.op_id or new_op_id(platform.now_ms())
    # Said first, so that a try that breaks off can be gone on with.
    print(f"op-id {op_id}", flush=True)
    request = BatchRequest(
        op_id=op_id,
        channel=arguments.channel,
        name=arguments.file.name[:100],
        content=seal(platform.authority.keys.sealing_public, _read(arguments.file)),
        encoding="big5" if arguments.big5 else "utf-8",
        all_or_nothing=not arguments.row_by_row,
        dry_run=arguments.dry_run,
    )
    by = By(who=f"staff:{_OPERATOR}", agency=arguments.agency)
    answer = batches.upload(platform, request, by)
    while answer.state == "taking":
        print(f"{answer.done}/{answer.rows}", file=sys.stderr, flush=True)
        answer = batches.resume(platform, op_id, by)
    _say(answer)


def _say(answer: BatchResponse) -> None:
    for fault in answer.faults:
        print(f"第 {fault.row} 列 row {fault.row}  {fault.column}  [{fault.code}]", file=sys.stderr)
    counts = "  ".join(f"{state} {number}" for state, number in sorted(answer.counts.items()))
    print(f"{answer.state}  {answer.done}/{answer.rows}  錯誤 faults {len(answer.faults)}  {counts}")


def _office_file(platform: Platform, arguments: argparse.Namespace) -> None:
    """The file is decided before it is written: one that could not be written is written by `--again`."""
    name = arguments.again or office_files.make(platform, arguments.kind, arguments.receiver)
    if name is None:
        print("沒有待送資料 nothing is due")
        return
    content = office_files.content(platform, name)
    path = Path(arguments.to) / f"{name}.csv"
    print(name, flush=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as problem:
        raise EnvironmentProblem(Code.DISK_FULL, file=path.parent.name) from problem
    with replaced(path) as part:
        part.write_bytes(content)


def _office_result(platform: Platform, arguments: argparse.Namespace) -> None:
    report = office_files.take_results(platform, _read(arguments.file))
    for fault in report.faults:
        print(f"第 {fault.row} 列 row {fault.row}  {fault.column}  [{fault.code}]", file=sys.stderr)
    print(f"新 new {report.kept}  已有 known {report.again}  錯誤 faults {len(report.faults)}")


def _overdue(platform: Platform, _arguments: argparse.Namespace) -> None:
    with platform.store.read() as connection:
        late = reviewing.overdue(connection, platform.now_ms())
        unanswered = checks.overdue(connection, platform.now_ms())
    for whom, receipt, due_ms in [*unanswered, *late]:
        print(f"{receipt}  {whom}  期限 due {moment(due_ms - 1).date().isoformat()}")


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Refused(Code.FILE_INVALID, row=0, column=file.name) from problem


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "send-messages": _send,
    "application-checks": _checks,
    "application-batch": _batch,
    "office-file": _office_file,
    "office-result": _office_result,
    "overdue-applications": _overdue,
}
