"""`citycard admin`: budgets, awards by file, settlement and upkeep."""

import argparse
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from central import agencies
from central.files import csv_in
from central.files.csv_in import Row
from central.files.safely import replaced
from central.money import award_files, awarding, budgets, hours, lapsing, settlement, upkeep
from central.platform import Platform
from domain.errors import Code, Refused
from domain.ids import new_op_id
from domain.taipei import TAIPEI, day
from domain.wire_files import RowFault

_MADE_BY = "admin"
_ROWS_AT_ONCE = 5_000
_PAGE = 500
_CANCELS = UUID("d0a3f3ea-2d54-5b21-9c6e-7f0b5f8f6a55")
"""Namespace (RFC 9562, UUIDv5) of the op_ids under which listed awards are taken back: one per award."""


def _budgets(platform: Platform, _arguments: argparse.Namespace) -> None:
    with platform.store.read() as connection:
        for one in budgets.listed(connection):
            print(f"{one.agency}  {one.point_kind}  核定 granted {one.granted}  已用 spent {one.spent}  剩餘 left {one.left}")


def _budget(platform: Platform, arguments: argparse.Namespace) -> None:
    op_id = arguments.op_id or new_op_id(platform.now_ms())
    # Said first, so that a try that breaks off can be repeated as the same change.
    print(f"op-id {op_id}", flush=True)
    with platform.store.write() as connection:
        if not arguments.new_agency:
            agencies.require_known(connection, platform.authority.programme, arguments.agency)
        budgets.change(
            connection,
            platform.authority.programme,
            op_id=op_id,
            agency=arguments.agency,
            point_kind=arguments.point_kind,
            points=arguments.points,
            now_ms=platform.now_ms(),
        )


def _awards(platform: Platform, arguments: argparse.Namespace) -> None:
    store, authority = platform.store, platform.authority
    state = award_files.receive(
        store,
        authority,
        _content(arguments.file),
        agency=arguments.agency,
        made_by=_MADE_BY,
        all_or_nothing=not arguments.each,
        dry_run=arguments.dry_run,
        most=_ROWS_AT_ONCE,
        now_ms=platform.now_ms(),
    )
    _tell_faults(state.faults)
    print(f"{state.rows} 列 rows  已給 booked {state.booked}  重複 repeated {state.repeated}  有誤 refused {state.refused}")
    to_book = state.to_book
    while to_book:
        more = award_files.go_on(store, authority, state.file, agency=None, most=_ROWS_AT_ONCE, now_ms=platform.now_ms())
        to_book = more.to_book
        print(f"已給 booked {more.booked}  待給 to book {to_book}", flush=True)
    if state.faults and not arguments.dry_run and not state.done:
        raise _faulty(state.faults)


def _cancel_awards(platform: Platform, arguments: argparse.Namespace) -> None:
    reading = csv_in.read(_content(arguments.file), ["award"])
    awards, faults = csv_in.parsed(reading, _award, all_or_nothing=True)
    if faults:
        _tell_faults(faults)
        raise _faulty(faults)
    for award in awards:
        said = awarding.take_back(platform.store, award, uuid5(_CANCELS, award.hex), now_ms=platform.now_ms())
        print(f"{award}  {said.status}  {said.code or ''}")


def _award(row: Row) -> UUID:
    try:
        return UUID(row["award"])
    except ValueError as problem:
        raise Refused(Code.FILE_INVALID, column="award") from problem


def _settlement_out(platform: Platform, arguments: argparse.Namespace) -> None:
    batch_id = arguments.batch or new_op_id(platform.now_ms())
    # Said first, so that a try that breaks off can be repeated as the same batch.
    print(f"batch {batch_id}", flush=True)
    batch = settlement.send(
        platform.store,
        platform.authority,
        batch=batch_id,
        carrier=arguments.carrier,
        most=arguments.most,
        made_by=_MADE_BY,
        now_ms=platform.now_ms(),
    )
    if not batch.content:
        print(f"沒有待送資料 nothing is due  未送出 still waiting {batch.still_waiting}")
        return
    with replaced(arguments.file) as part:
        part.write_bytes(batch.content)
    print(f"{batch.items} 筆 items  NT${batch.amount_ntd}  未送出 still waiting {batch.still_waiting}  sha256 {batch.sha256}")


def _settlement_in(platform: Platform, arguments: argparse.Namespace) -> None:
    report = settlement.receive(
        platform.store,
        platform.authority,
        _content(arguments.file),
        partial=arguments.partial,
        now_ms=platform.now_ms(),
    )
    _tell_faults(report.faults)
    print(f"batch {report.batch}  {report.rows} 列 rows  重複 repeated {report.repeated}")
    print(f"確認 confirmed {report.confirmed}  退回 refused {report.refused}")
    if not report.done:
        raise _faulty(report.faults)


def _settlements(platform: Platform, _arguments: argparse.Namespace) -> None:
    with platform.store.read() as connection:
        for one in settlement.listed(connection, carrier=None, before_ms=None, limit=_PAGE):
            at = datetime.fromtimestamp(one.at_ms // 1000, TAIPEI).isoformat(" ", "seconds")
            open_items = one.items - one.confirmed - one.refused
            money = f"{one.items} 筆 items  NT${one.amount_ntd}"
            print(
                f"{at}  {one.batch}  {one.carrier}  {money}  確認 {one.confirmed}  退回 {one.refused}  未決 open {open_items}"
            )


def _lapse(platform: Platform, _arguments: argparse.Namespace) -> None:
    print(f"{lapsing.lapse_due(platform.store, platform.now_ms())} 人 holders")


def _upkeep(platform: Platform, _arguments: argparse.Namespace) -> None:
    done = upkeep.run(platform.store, platform.authority, platform.now_ms())
    print(f"到期 lapsed {done.lapsed_holders}  清算 settled {done.settled}  給點檔 award files {done.award_files}")
    print(f"預算 budgets {done.budgets_spread}  結算至 closed through {done.closed_through}")


def _honour(platform: Platform, _arguments: argparse.Namespace) -> None:
    after: UUID | None = None
    while True:
        with platform.store.read() as connection:
            found = hours.candidates(connection, platform.authority.programme, platform.now_ms(), after=after, limit=_PAGE)
        for one in found:
            print(f"{one.holder}  {one.minutes // 60} 小時 hours  {day(one.first_ms)}")
            after = one.holder
        if len(found) < _PAGE:
            return


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Refused(Code.FILE_INVALID, row=0, column=file.name) from problem


def _tell_faults(faults: Sequence[RowFault]) -> None:
    for fault in faults:
        print(f"第 {fault.row} 列 row {fault.row}  {fault.column or '—'}  {fault.code}")


def _faulty(faults: Sequence[RowFault]) -> Refused:
    return Refused(Code.FILE_INVALID, row=faults[0].row, column=faults[0].column)


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "budgets": _budgets,
    "budget": _budget,
    "awards": _awards,
    "cancel-awards": _cancel_awards,
    "settlement-out": _settlement_out,
    "settlement-in": _settlement_in,
    "settlements": _settlements,
    "lapse": _lapse,
    "money-upkeep": _upkeep,
    "honour": _honour,
}
