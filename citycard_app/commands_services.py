"""`citycard admin`: patrons, virtual cards, service use, retention."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime

from central.access import trail
from central.kpi import months
from central.platform import Platform
from central.retention import run
from central.verification import patron_lists
from central.virtual_card import keys
from domain.errors import Code, EnvironmentProblem
from domain.ids import new_op_id
from domain.taipei import TAIPEI
from domain.wire_services import PatronListRequest


def patrons(platform: Platform, arguments: argparse.Namespace) -> None:
    """A library's list; what is wrong with it on stderr, by row."""
    try:
        text = arguments.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise EnvironmentProblem(Code.FILE_INVALID, row=0, column=arguments.file.name) from problem
    request = PatronListRequest(
        op_id=new_op_id(platform.now_ms()), service=arguments.service, csv=text, all_or_nothing=not arguments.part
    )
    report = patron_lists.take_over(platform, trail.AT_THE_PLATFORM, request)
    for fault in report.faults:
        print(f"{fault.row}  {fault.column}  {fault.code.value}", file=sys.stderr)
    print(f"{report.rows} 列 rows  {report.changed} 筆變更 changed  {len(report.faults)} 筆錯誤 faults")


def virtual_card_keys(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Every key that there was."""
    with platform.store.read() as connection:
        for key in keys.listed(connection):
            print(f"{key.key_id}  {key.state}  {_at(key.made_ms)}  {'—' if key.retired_ms is None else _at(key.retired_ms)}")


def virtual_card_rotate(platform: Platform, arguments: argparse.Namespace) -> None:
    """The next key signs from now on, in every process."""
    with platform.store.write() as connection:
        keys.rotate(connection, platform.authority.vault, platform.now_ms(), withdraw=arguments.withdraw)
    virtual_card_keys(platform, arguments)


def kpi_close(platform: Platform, arguments: argparse.Namespace) -> None:
    """One month."""
    print("已結算 told" if months.close(platform, arguments.month) else "先前已結算 told before")


def retention(platform: Platform, arguments: argparse.Namespace) -> None:
    """All that is due, in numbers."""
    report = run.run(platform, dry=arguments.dry_run, also=arguments.also)
    print(f"遺忘 forgotten {report.people}  再次遺忘 again {report.again}")
    for why, people in report.prevented.items():
        print(f"  未能遺忘 prevented by {why}: {people}")
    print(f"活動紀錄 stays {report.stays}  密封資料 sealed {report.sealed}  過期代碼 codes {report.codes}")
    print(f"結算月份 months {' '.join(report.months) or '—'}")


def _at(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, TAIPEI).isoformat(" ", "seconds")


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "patrons": patrons,
    "virtual-card-keys": virtual_card_keys,
    "virtual-card-rotate": virtual_card_rotate,
    "kpi-close": kpi_close,
    "retention": retention,
}
