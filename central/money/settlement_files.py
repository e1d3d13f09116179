"""The files between the platform and a carrier: what it is to take over, and what it says to each (docs/settlement-files.md).

Lines of ASCII, separated by commas without quotes, ended by CR LF: one `H`, any number of `R`, one `T`, which has the SHA-256
of every byte before it. Rows count as a spreadsheet counts them: the header is row 1.
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec

from domain import taipei
from domain.errors import Code, Refused
from domain.wire_files import RowFault

MOST_ROWS = 100_000
NAME, RESULT_NAME, VERSION = "citycard-settlement", "citycard-settlement-result", "1"
Decision = Literal["confirmed", "refused"]
Reason = Literal["", "over_limit", "card_blocked", "card_unknown", "other"]
REASONS: tuple[Reason, ...] = ("over_limit", "card_blocked", "card_unknown", "other")
_END = b"\r\n"
_WHOLE = re.compile(r"[1-9][0-9]{0,14}|0")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Which batch a file is about. `mode` keeps what is practice from ever meeting what is real."""

    batch: UUID
    carrier: str
    mode: Literal["real", "demo"]


class OutRow(msgspec.Struct, frozen=True, kw_only=True):
    """One redemption that a carrier is to put onto a card."""

    line: int
    op_id: UUID
    uid: bytes
    amount_ntd: int


class ResultRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a carrier says to one of them. `row` is where it stands in the file."""

    row: int
    line: int
    op_id: UUID
    amount_ntd: int
    decision: Decision
    reason: Reason


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """A whole file whose checksum is right; rows that cannot be read are faults."""

    head: Head
    rows: list[ResultRow]
    faults: list[RowFault]


def written(head: Head, rows: Sequence[OutRow], at_ms: int) -> bytes:
    """The file that goes to the carrier: the same bytes for the same arguments."""
    total = sum(row.amount_ntd for row in rows)
    made = taipei.moment(at_ms).isoformat(timespec="seconds")
    lines = [["H", NAME, VERSION, head.mode, str(head.batch), head.carrier, made, str(len(rows)), str(total)]]
    lines += [["R", str(row.line), str(row.op_id), row.uid.hex().upper(), str(row.amount_ntd)] for row in rows]
    return _sealed(lines)


def result_written(head: Head, rows: Sequence[ResultRow]) -> bytes:
    """A carrier's answer, as its own program would write it: for practice and tests."""
    lines = [["H", RESULT_NAME, VERSION, head.mode, str(head.batch), head.carrier]]
    lines += [["R", str(row.line), str(row.op_id), str(row.amount_ntd), row.decision, row.reason] for row in rows]
    return _sealed(lines)


def read_result(content: bytes) -> Result:
    """A carrier's answer.

    Raises `Refused` with FILE_INVALID (`row`, `column`: another kind of file, no or another checksum, not as many rows as it
    says) or REQUEST_TOO_LARGE (`most`).
    """
    lines = _checked(content)
    head = _head(lines[0])
    rows: list[ResultRow] = []
    faults: list[RowFault] = []
    for number, cells in enumerate(lines[1:-1], 2):
        try:
            rows.append(_result_row(number, cells))
        except Refused as refused:
            faults.append(RowFault(row=number, column=str(refused.details["column"]), code=refused.code))
    return Result(head=head, rows=rows, faults=faults)


def _sealed(lines: list[list[str]]) -> bytes:
    body = b"".join(",".join(cells).encode("ascii") + _END for cells in lines)
    return body + f"T,{len(lines) - 1},{hashlib.sha256(body).hexdigest()}".encode("ascii") + _END


def _checked(content: bytes) -> list[list[str]]:
    """The cells of each line, of a file that is as it was written."""
    body, trailer = _parted(content)
    cells = trailer.decode("ascii", "replace").split(",")
    lines = body.decode("ascii", "replace").split("\r\n")[:-1]
    last = len(lines) + 1
    if len(cells) != 3 or cells[0] != "T":
        raise _broken(last, "")
    if cells[2] != hashlib.sha256(body).hexdigest():
        raise _broken(last, "sha256")
    if len(lines) - 1 > MOST_ROWS:
        raise Refused(Code.REQUEST_TOO_LARGE, most=MOST_ROWS)
    if not lines or cells[1] != str(len(lines) - 1):
        raise _broken(last, "rows")
    return [line.split(",") for line in [*lines, trailer.decode("ascii")]]


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """What the checksum is about, and the line that has it."""
    if not content.endswith(_END):
        raise _broken(content.count(b"\n") + 1, "")
    start = content.rfind(_END, 0, -len(_END))
    start = 0 if start < 0 else start + len(_END)
    return content[:start], content[start : -len(_END)]


def _head(cells: list[str]) -> Head:
    if len(cells) != 6 or cells[:3] != ["H", RESULT_NAME, VERSION] or cells[3] not in ("real", "demo"):
        raise _broken(1, "")
    mode: Literal["real", "demo"] = "demo" if cells[3] == "demo" else "real"
    return Head(batch=_uuid(cells[4], 1, "batch"), carrier=cells[5], mode=mode)


def _result_row(number: int, cells: list[str]) -> ResultRow:
    if len(cells) != 6 or cells[0] != "R":
        raise _broken(number, "")
    if cells[4] not in ("confirmed", "refused"):
        raise _broken(number, "result")
    decision: Decision = "confirmed" if cells[4] == "confirmed" else "refused"
    reason: Reason = next((reason for reason in REASONS if reason == cells[5]), "")
    if (decision == "refused") != (reason != "") or cells[5] != reason:
        raise _broken(number, "reason")
    return ResultRow(
        row=number,
        line=_whole(cells[1], number, "line"),
        op_id=_uuid(cells[2], number, "op_id"),
        amount_ntd=_whole(cells[3], number, "amount_ntd"),
        decision=decision,
        reason=reason,
    )


def _whole(text: str, row: int, column: str) -> int:
    if _WHOLE.fullmatch(text) is None:
        raise _broken(row, column)
    return int(text)


def _uuid(text: str, row: int, column: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as problem:
        raise _broken(row, column) from problem


def _broken(row: int, column: str) -> Refused:
    return Refused(Code.FILE_INVALID, row=row, column=column)
