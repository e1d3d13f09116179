"""`citycard admin`: programme files, the work list, the API's document."""

import argparse
from collections.abc import Callable
from datetime import datetime

import msgspec

from central import audit, programmes
from central.access import trail
from central.api import all_calls
from central.api.openapi import document
from central.operations import held, work_list
from central.platform import Platform
from domain import programme_file
from domain.errors import Code, EnvironmentProblem
from domain.taipei import TAIPEI
from domain.wire_operations import MOST_ANOMALIES, HeldListRequest


def programme_list(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Every version, the one in force first."""
    with platform.store.read() as connection:
        found = programmes.listed(connection)
    for version in found:
        state = "生效中 in force" if version.in_force else "—"
        print(f"{version.version}  {programme_file.parse(version.text, version.version).id}  {state}")


def programme_check(_platform: Platform, arguments: argparse.Namespace) -> None:
    """Read a file as the platform would. Raises `EnvironmentProblem(PROGRAMME_INVALID)`."""
    try:
        text = arguments.file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        expected = "a readable file"
        raise EnvironmentProblem(Code.PROGRAMME_INVALID, file=arguments.file.name, where="$", expected=expected) from problem
    print(f"{programme_file.parse(text, arguments.file.name).id}  可用 sound")


def programme_use(platform: Platform, arguments: argparse.Namespace) -> None:
    """Put an earlier version in force again; running servers notice within a second."""
    with platform.store.write() as connection:
        programmes.use(connection, arguments.version)
        trail.note(
            connection,
            actor=trail.AT_THE_PLATFORM,
            act="programme.use",
            subject=arguments.version,
            now_ms=platform.now_ms(),
        )


def books(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Add the whole ledger up. Raises `EnvironmentProblem(STORE_DAMAGED)` when it does not agree."""
    unbalanced, broken = audit.books(platform.store.engine)
    print(f"未平衡 unbalanced {unbalanced}  超出界限 out of bounds {broken}")
    if unbalanced or broken:
        raise EnvironmentProblem(Code.STORE_DAMAGED, file="ledger")


def anomalies(platform: Platform, arguments: argparse.Namespace) -> None:
    """What nobody has resolved, one kind a line."""
    with platform.store.read() as connection:
        counts = work_list.counts(connection, arguments.site, None, platform.now_ms())
    for one in counts:
        late = f"  逾時 escalated {one.escalated}" if one.escalated else ""
        print(f"{one.open}+{one.taken}  {one.anomaly}  最早 since {_moment(one.oldest_ms)}{late}  {one.words}")


def held_list(platform: Platform, arguments: argparse.Namespace) -> None:
    """Events that wait, the oldest first."""
    after, more = 0, True
    while more:
        request = HeldListRequest(site=arguments.site, after=after, limit=MOST_ANOMALIES)
        with platform.store.read() as connection:
            events, more = held.listed(connection, request, None, platform.now_ms())
        for one in events:
            late = "  逾期 overdue" if one.overdue else ""
            print(f"{_moment(one.received_ms)}  {one.kind}  {one.station_name}  {one.op_id}  {one.words}{late}")
            after = one.event


def openapi(platform: Platform, _arguments: argparse.Namespace) -> None:
    """The document of this version's calls, as `GET /v1/openapi.json` gives it."""
    print(msgspec.json.format(msgspec.json.encode(document(all_calls(platform))), indent=2).decode())


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, TAIPEI).isoformat(" ", "seconds")


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "programmes": programme_list,
    "programme-check": programme_check,
    "programme-use": programme_use,
    "books": books,
    "anomalies": anomalies,
    "held": held_list,
    "openapi": openapi,
}
