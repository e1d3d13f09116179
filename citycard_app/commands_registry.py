"""`citycard admin`: cards, stock of blank cards, imports and snapshots."""

import argparse
import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TextIO

from central import cards
from central.platform import Platform
from central.registry import importing, replacing, snapshots, states, stock
from central.registry.importing import Report
from central.registry.replacing import Replacement
from central.registry.states import Change
from central.registry.stock import By, Place, Sort
from domain.card_states import CardAct
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import new_op_id
from domain.media import Medium
from domain.taipei import TAIPEI
from domain.wire_files import RowFault

_TOLD_EVERY = 50_000


def card(platform: Platform, arguments: argparse.Namespace) -> None:
    """State, chain of replacements and history of a card."""
    with platform.store.read() as connection:
        found = cards.find(connection, _digest(platform, arguments.card))
        if found is None:
            raise Refused(Code.CARD_UNKNOWN)
        print(f"{found.card_kind}  {found.carrier}  {found.state.value}  {found.origin}")
        print(" → ".join(medium.hex() for medium in replacing.chain(connection, found.medium)))
        for entry in states.history(connection, found.medium):
            at = datetime.fromtimestamp(entry.at_ms / 1000, TAIPEI).isoformat(" ", "seconds")
            print(f"{at}  {entry.act}  {entry.from_state.value} → {entry.to_state.value}  {entry.who}  {entry.reason}")


def card_change(platform: Platform, arguments: argparse.Namespace) -> None:
    """Lost, found, suspended, …"""
    with platform.store.write() as connection:
        found = states.locked(connection, _digest(platform, arguments.card))
        change = _change(platform, CardAct(arguments.act), arguments.reason)
        print(states.change(connection, platform.authority, found, change, platform.now_ms()).state.value)


def card_replace(platform: Platform, arguments: argparse.Namespace) -> None:
    """A new card in the place of another; what it costs and where the old one's value is."""
    old, new = _digest(platform, arguments.old), arguments.new.require_fixed()
    act = CardAct.LOST if arguments.reason == "lost" else CardAct.RETURN
    with platform.store.write() as connection:
        fee_ntd = replacing.fee_ntd(platform.authority, states.locked(connection, old).card_kind)
        replacement = Replacement(
            medium=_digest(platform, new), uid=new.value, carrier=arguments.carrier, reason=arguments.reason, fee_ntd=fee_ntd
        )
        by = _change(platform, act, arguments.reason)
        done = replacing.replace(connection, platform.authority, old, replacement, by=by, now_ms=platform.now_ms())
    print(f"{done.card.state.value}  工本費 fee NT${fee_ntd}  待入卡 moved NT${done.moved_ntd}")
    print(f"未決加值 open loads {done.open_loads}  舊卡餘額 on the old card NT${done.on_card_ntd}")


def card_unbind(platform: Platform, arguments: argparse.Namespace) -> None:
    """A medium is nobody's any more."""
    with platform.store.write() as connection:
        by = _change(platform, CardAct.UNBIND, arguments.reason)
        replacing.unbind(connection, platform.authority, _digest(platform, arguments.card), by, platform.now_ms())


def card_release_value(platform: Platform, arguments: argparse.Namespace) -> None:
    """What a replaced card held waits for its successor."""
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        moved = replacing.release_value(connection, _digest(platform, arguments.card), new_op_id(now_ms), now_ms)
    print(f"NT${moved}")


def card_expire(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Cards whose term is over."""
    print(f"{states.expire_due(platform.store, platform.authority, platform.now_ms())} 張 cards")


def stock_list(platform: Platform, arguments: argparse.Namespace) -> None:
    """What lies where, one sort a line."""
    with platform.store.read() as connection:
        for level in stock.levels(connection, site=arguments.site, limit=100_000):
            print(f"{level.site}  {level.box}  {level.card_kind}  {level.carrier}  {level.cards}")


def stock_in(platform: Platform, arguments: argparse.Namespace) -> None:
    """New cards."""
    first = arguments.first_number
    numbers = None if first is None else range(first, first + arguments.cards)
    place, sort = _place(platform, arguments)
    with platform.store.write() as connection:
        stock.take_in(connection, place, sort, arguments.cards, by=_by(platform, arguments.reason), numbers=numbers)


def stock_move(platform: Platform, arguments: argparse.Namespace) -> None:
    """From one box to another."""
    here, sort = _place(platform, arguments)
    there = Place(site=arguments.to_site, box=arguments.to_box)
    with platform.store.write() as connection:
        stock.move(connection, here, there, sort, arguments.cards, by=_by(platform, ""))


def stock_count(platform: Platform, arguments: argparse.Namespace) -> None:
    """The books follow what was counted."""
    act = "corrected" if arguments.correct else "counted"
    place, sort = _place(platform, arguments)
    with platform.store.write() as connection:
        by = _by(platform, arguments.correct)
        print(f"{stock.counted(connection, place, sort, arguments.cards, by=by, act=act):+}")


def import_claims(platform: Platform, arguments: argparse.Namespace) -> None:
    """Who had a bearer card before."""

    def carry_out(lines: TextIO, on_fault: Callable[[RowFault], None]) -> Report:
        return importing.import_claims(
            platform,
            lines,
            arguments.card_kind,
            on_fault=on_fault,
            all_or_nothing=arguments.all_or_nothing,
            progress=_told(),
        )

    _import(arguments, carry_out)


def import_cards(platform: Platform, arguments: argparse.Namespace) -> None:
    """Cards of an existing city, and noted bindings."""

    def carry_out(lines: TextIO, on_fault: Callable[[RowFault], None]) -> Report:
        return importing.import_cards(
            platform, lines, on_fault=on_fault, all_or_nothing=arguments.all_or_nothing, progress=_told()
        )

    _import(arguments, carry_out)


def snapshot_build(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Build and publish a snapshot."""

    def tell(rows: int) -> None:
        print(f"\r{rows} 張 cards", end="", file=sys.stderr, flush=True)

    manifest = snapshots.build(platform, tell)
    print(file=sys.stderr)
    for section in manifest.sections:
        print(f"{section.name}  {section.rows}  {section.length} bytes")


def _import(arguments: argparse.Namespace, carry_out: Callable[[TextIO, Callable[[RowFault], None]], Report]) -> None:
    try:
        with arguments.file.open(encoding="utf-8-sig", newline="") as lines, _faults(arguments) as on_fault:
            report = carry_out(lines, on_fault)
    except (OSError, UnicodeDecodeError) as problem:
        raise EnvironmentProblem(Code.FILE_INVALID, file=arguments.file.name) from problem
    counts = f"新增 added {report.added}  已有 already {report.already}  錯誤 faults {report.faults}"
    print(f"{report.rows} 列 rows  {counts}")
    if report.faults and arguments.all_or_nothing:
        raise Refused(Code.FILE_INVALID, faults=report.faults)


@contextmanager
def _faults(arguments: argparse.Namespace) -> Iterator[Callable[[RowFault], None]]:
    """Where faults are written: row, column, code."""
    if arguments.faults is None:
        yield lambda fault: print(f"{fault.row}  {fault.column or '—'}  {fault.code.value}", file=sys.stderr)
        return
    with arguments.faults.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("row", "column", "code"))
        yield lambda fault: writer.writerow((fault.row, fault.column, fault.code.value))


def _told() -> Callable[[Report], None]:
    told = 0

    def tell(report: Report) -> None:
        nonlocal told
        if report.rows - told >= _TOLD_EVERY:
            told = report.rows
            print(f"{report.rows} 列 rows", file=sys.stderr, flush=True)

    return tell


def _digest(platform: Platform, medium: Medium) -> bytes:
    return medium.digest(platform.authority.keys.digest)


def _change(platform: Platform, act: CardAct, reason: str) -> Change:
    now_ms = platform.now_ms()
    return Change(op_id=new_op_id(now_ms), act=act, reason=reason, who=states.OPERATOR, at_ms=now_ms)


def _place(platform: Platform, arguments: argparse.Namespace) -> tuple[Place, Sort]:
    sort = Sort(card_kind=arguments.card_kind, carrier=arguments.carrier)
    stock.check_sort(platform.authority, sort)
    return Place(site=arguments.site, box=arguments.box), sort


def _by(platform: Platform, reason: str) -> By:
    now_ms = platform.now_ms()
    return By(op_id=new_op_id(now_ms), who=states.OPERATOR, at_ms=now_ms, reason=reason)


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "card": card,
    "card-change": card_change,
    "card-replace": card_replace,
    "card-unbind": card_unbind,
    "card-release-value": card_release_value,
    "card-expire": card_expire,
    "stock": stock_list,
    "stock-in": stock_in,
    "stock-move": stock_move,
    "stock-count": stock_count,
    "import-claims": import_claims,
    "import-cards": import_cards,
    "snapshot-build": snapshot_build,
}
