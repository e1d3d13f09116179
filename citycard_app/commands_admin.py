"""`citycard admin`: what operators do at the platform, on its own machine."""

import argparse
import getpass
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from central import admin
from central.platform import Platform
from citycard_app import (
    admin_words,
    commands_access,
    commands_activities,
    commands_applications,
    commands_backup,
    commands_fleet,
    commands_money,
    commands_operations,
    commands_registry,
    commands_services,
    stick_words,
)
from citycard_app.cli import EXIT_FAILED
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.ids import new_op_id
from domain.taipei import TAIPEI
from domain.wire import ActivityRow

_MINUTE_MS = 60_000


def run(arguments: argparse.Namespace) -> int:
    """Carry out one action; 1 when a value was not one. Raises what `central.admin` and `Platform.open` do otherwise."""
    try:
        return stick_words.told(lambda: _carried_out(arguments))
    except Refused as refused:
        if refused.code is not Code.REQUEST_INVALID:
            raise
        print("\n".join([f"✕ [{refused.code.value}]", *(f"  {line}" for line in admin_words.said(refused))]), file=sys.stderr)
        return EXIT_FAILED


def _carried_out(arguments: argparse.Namespace) -> int:
    if arguments.action in commands_backup.ACTS:
        commands_backup.ACTS[arguments.action](arguments)
        return 0
    text = _programme_text(arguments.file) if arguments.action == "programme" else None
    with closing(Platform.open(arguments.data, text, database=arguments.database)) as platform:
        _ACTIONS[arguments.action](platform, arguments)
    return 0


def _programme_text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        expected = "a readable file"
        raise EnvironmentProblem(Code.PROGRAMME_INVALID, file=file.name, where="$", expected=expected) from problem


def _code(platform: Platform, arguments: argparse.Namespace) -> None:
    print(admin.create_enrolment_code(platform, arguments.name, arguments.site, arguments.role))


def _staff(platform: Platform, arguments: argparse.Namespace) -> None:
    admin.add_staff(
        platform,
        arguments.staff,
        name=arguments.name,
        roles=arguments.role,
        medium=arguments.card,
        pin=getpass.getpass("PIN: ") if sys.stdin.isatty() else sys.stdin.readline().strip(),
        active=not arguments.inactive,
        agency=arguments.agency,
        sites=arguments.site,
        must_change_pin=arguments.new_pin,
    )


def _activity(platform: Platform, arguments: argparse.Namespace) -> None:
    row = ActivityRow(
        activity=arguments.activity,
        title=arguments.title,
        agency=arguments.agency,
        type=arguments.type,
        starts_ms=arguments.starts,
        ends_ms=arguments.ends,
        open=not arguments.closed,
    )
    admin.add_activity(platform, row)


def _register(platform: Platform, arguments: argparse.Namespace) -> None:
    admin.register_for_activity(platform, arguments.activity, arguments.holder, active=not arguments.off)


def _patron(platform: Platform, arguments: argparse.Namespace) -> None:
    standing = not arguments.suspended
    admin.add_patron(platform, arguments.service, arguments.holder, arguments.number, good_standing=standing)


def _award(platform: Platform, arguments: argparse.Namespace) -> None:
    op_id = arguments.op_id or new_op_id(platform.now_ms())
    # Said first, so that a try that breaks off can be repeated as the same award.
    print(f"op-id {op_id}", flush=True)
    admin.award(
        platform,
        arguments.holder,
        point_kind=arguments.point_kind,
        points=arguments.points,
        agency=arguments.agency,
        activity=arguments.activity,
        op_id=op_id,
    )


def _cancel_award(platform: Platform, arguments: argparse.Namespace) -> None:
    admin.cancel_award(platform, arguments.award, new_op_id(platform.now_ms()))


def _grant_month(platform: Platform, arguments: argparse.Namespace) -> None:
    print(f"{admin.grant_month(platform, arguments.month)} 筆 grants")


def _block(platform: Platform, arguments: argparse.Namespace) -> None:
    admin.block_card(platform, arguments.card, CardState(arguments.state))


def _loads(platform: Platform, _arguments: argparse.Namespace) -> None:
    now_ms = platform.now_ms()
    for load in admin.open_loads(platform):
        minutes = max(0, now_ms - load.at_ms) // _MINUTE_MS
        age = f"{minutes // 1440}d {minutes // 60 % 24:02}:{minutes % 60:02}"
        money = f"{load.points} 點 points  NT${load.amount_ntd}"
        print(f"{load.recovery_code}  {age}  {money}  {load.purse}  {load.station_name}  {load.masked_name}  {load.load}")


def _card_keys(platform: Platform, _arguments: argparse.Namespace) -> None:
    for given in admin.card_key_grants(platform):
        at = datetime.fromtimestamp(given.at_ms / 1000, TAIPEI).isoformat(" ", "seconds")
        print(f"{at}  {given.station}  {given.station_name}  {given.purse}  {given.medium.hex()}")


def _programme(platform: Platform, _arguments: argparse.Namespace) -> None:
    admin.note_programme(platform)
    print(f"{platform.authority.programme.id} {platform.programme_version}")


def _new_generation(platform: Platform, _arguments: argparse.Namespace) -> None:
    print(platform.start_new_generation())


_ACTIONS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "code": _code,
    "staff": _staff,
    "activity": _activity,
    "register": _register,
    "patron": _patron,
    "award": _award,
    "cancel-award": _cancel_award,
    "grant-month": _grant_month,
    "block": _block,
    "loads": _loads,
    "card-keys": _card_keys,
    "programme": _programme,
    "new-generation": _new_generation,
    **commands_applications.ACTS,
    **commands_access.ACTS,
    **commands_fleet.ACTS,
    **commands_activities.ACTS,
    **commands_operations.ACTS,
    **commands_registry.ACTS,
    **commands_money.ACTS,
    **commands_services.ACTS,
}
