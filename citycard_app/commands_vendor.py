"""`citycard vendor`: for a carrier's integrator, who writes the program that does their card's part (docs/vendor-purse.md)."""

import argparse
import contextlib
import json
import re
import sys
from pathlib import Path

import msgspec

from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED

_MARKS = {"passed": "✓", "failed": "✕", "not_run": "–"}
_TIMEOUT_S = 10.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `citycard vendor`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="檢驗票證公司的程式 (check a carrier's program)")
    check.add_argument("program", metavar="COMMAND", help="程式與參數，一個字串 (the program and its arguments, as one word)")
    check.add_argument("--json", action="store_true", help="輸出 JSON (print JSON)")
    check.add_argument("--card", metavar="UID", type=_uid, help="程式認得的測試卡 (a test card that the program knows)")
    check.add_argument("--unknown-card", metavar="UID", type=_uid, help="程式不認得的卡 (a card that it does not know)")
    check.add_argument("--timeout", type=float, default=_TIMEOUT_S, metavar="S", help=f"每次回答的秒數 (default: {_TIMEOUT_S})")
    simulate = actions.add_parser("simulate", help="模擬票證公司的程式 (a carrier's program without a carrier)")
    simulate.add_argument("--cards", type=Path, metavar="FILE", help="卡片檔，JSON (cards; made with a test card)")
    simulate.add_argument(
        "--through-reader", action="store_true", help="透過工作站的讀卡機認卡 (meet cards on the station's reader)"
    )
    simulate.add_argument("--misbehave", nargs="+", default=[], metavar="KIND", help="故意出錯 (be wrong on purpose)")
    actions.add_parser("schema", help="列出協定的 JSON Schema (print the protocol's JSON Schema)")


def _uid(text: str) -> str:
    """A card's UID as the protocol writes it."""
    if not re.fullmatch(r"([0-9A-Fa-f]{2}){4,10}", text):
        raise argparse.ArgumentTypeError(f"{text!r}: 4–10 bytes, hexadecimal")
    return text.upper()


def run(arguments: argparse.Namespace) -> int:
    """The command: 0 when all is well."""
    actions = {"check": _check, "simulate": _simulate, "schema": _schema}
    return actions[arguments.action](arguments)


def _check(arguments: argparse.Namespace) -> int:
    from reader_drivers.purses import vendor_cases, vendor_simulator
    from reader_drivers.purses.vendor_conformance import Kit
    from reader_drivers.purses.vendor_process import split_command

    try:
        command = split_command(arguments.program)
    except ValueError as error:
        print(f"無法解讀指令 This command cannot be read: {error}", file=sys.stderr)
        return EXIT_ENVIRONMENT
    kit = Kit(
        command,
        timeout_s=arguments.timeout,
        card=arguments.card or vendor_simulator.TEST_CARD,
        unknown=arguments.unknown_card or vendor_simulator.UNKNOWN_CARD,
    )
    results = []
    for result in kit.run(vendor_cases.CASES):
        results.append(result)
        if not arguments.json:
            print(f"{_MARKS[result.result]} {result.case:<20} {result.clause:<4} {result.what}", flush=True)
            if result.wrong:
                print(f"{'':<22} → {result.wrong}", flush=True)
    failed = [result for result in results if result.result == "failed"]
    if arguments.json:
        print(json.dumps({"passed": not failed, "cases": msgspec.to_builtins(results)}, ensure_ascii=False))
    else:
        print(f"\n{len(results) - len(failed)}/{len(results)}  docs/vendor-purse.md")
    return EXIT_FAILED if failed else 0


def _simulate(arguments: argparse.Namespace) -> int:
    from reader_drivers.purses.vendor_misbehaviour import Misbehaving, parse_kinds
    from reader_drivers.purses.vendor_protocol import VendorError
    from reader_drivers.purses.vendor_simulator import CardFile

    try:
        kinds = parse_kinds(arguments.misbehave)
    except ValueError as error:
        print(f"沒有這種錯法 There is no such kind: {error}", file=sys.stderr)
        return EXIT_ENVIRONMENT
    try:
        cards = CardFile(arguments.cards)
        cards.uids()
    except (OSError, VendorError):
        print(f"無法使用這個卡片檔 This is no file of cards: {arguments.cards}", file=sys.stderr)
        return EXIT_ENVIRONMENT
    simulator = Misbehaving(cards, sys.stdin.buffer, sys.stdout.buffer, through_reader=arguments.through_reader)
    simulator.kinds = kinds
    with contextlib.suppress(BrokenPipeError):
        simulator.serve()
    return 0


def _schema(_arguments: argparse.Namespace) -> int:
    from reader_drivers.purses import vendor_protocol

    print(json.dumps(vendor_protocol.schema(), indent=2, ensure_ascii=False))
    return 0
