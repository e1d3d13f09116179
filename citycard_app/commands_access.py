"""`citycard admin`: staff over their lives, and keys of other systems."""

import argparse
from collections.abc import Callable
from datetime import datetime

from central import agencies
from central.access import service_keys, staff_book, trail
from central.access.service_keys import NewKey
from central.access.staff_book import Actor
from central.platform import Platform
from central.verification.verify import known_services
from domain.errors import Code, Refused
from domain.taipei import TAIPEI

_HOUR_MS = 3_600_000
_PAGE = 500


def staff_list(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Every member of staff, one a line."""
    after, more = "", True
    while more:
        with platform.store.read() as connection:
            members, more = staff_book.listed(connection, agency="", after=after, limit=_PAGE, names=True)
        for one in members:
            state = "鎖住 locked" if one.locked else "在職 active" if one.active else "停用 inactive"
            print(f"{one.staff}  {one.name}  {','.join(one.roles)}  {one.agency or '—'}  {','.join(one.sites) or '—'}  {state}")
            after = one.staff


def staff_change(platform: Platform, arguments: argparse.Namespace) -> None:
    """Let somebody in or out, forgive wrong PINs, or ask for a new PIN."""
    with platform.store.write() as connection:
        staff_book.change(connection, Actor(), arguments.staff, arguments.act, op_id=None, now_ms=platform.now_ms())


def admin_trail(platform: Platform, _arguments: argparse.Namespace) -> None:
    """What was done to staff, stations and keys, one act a line."""
    after, more = 0, True
    while more:
        with platform.store.read() as connection:
            entries, more = trail.listed(connection, after, _PAGE)
        for entry in entries:
            print(f"{_moment(entry.at_ms)}  {entry.actor}  {entry.act}  {entry.subject}")
            after = entry.number


def key_add(platform: Platform, arguments: argparse.Namespace) -> None:
    """A key for another system; its secret is shown this once.

    Raises `Refused(REQUEST_INVALID)` as `service_keys.add`, for one that verifies no service that there is, and for an agency
    that nobody has named before, unless it is said to be new.
    """
    if "verify" in arguments.scope and known_services(platform).isdisjoint(arguments.service or []):
        raise Refused(Code.REQUEST_INVALID, part="services")
    new = NewKey(
        name=arguments.name,
        agency=arguments.agency,
        scopes=arguments.scope,
        services=arguments.service or [],
        expires_ms=arguments.expires,
    )
    with platform.store.write() as connection:
        if not arguments.new_agency:
            agencies.require_known(connection, platform.authority.programme, arguments.agency)
        service_key, secret = service_keys.add(connection, new, platform.now_ms())
    print(f"{service_key}  {secret}")


def key_rotate(platform: Platform, arguments: argparse.Namespace) -> None:
    """Another key in the place of one; the old one goes on for some hours."""
    with platform.store.write() as connection:
        service_key, secret = service_keys.rotate(
            connection, arguments.service_key, platform.now_ms(), arguments.hours * _HOUR_MS
        )
    print(f"{service_key}  {secret}")


def key_revoke(platform: Platform, arguments: argparse.Namespace) -> None:
    """Refuse a key from now on."""
    with platform.store.write() as connection:
        service_keys.revoke(connection, arguments.service_key, platform.now_ms())


def key_list(platform: Platform, _arguments: argparse.Namespace) -> None:
    """Every key, one a line; never a secret."""
    now_ms = platform.now_ms()
    with platform.store.read() as connection:
        found = service_keys.listed(connection)
    for key in found:
        ended = key.expires_ms is not None and key.expires_ms <= now_ms
        until = "—" if key.expires_ms is None else _moment(key.expires_ms)
        state = "停用 revoked" if key.revoked else "已到期 ended" if ended else f"有效至 until {until}"
        used = "—" if key.last_used_ms is None else _moment(key.last_used_ms)
        words = (key.service_key, key.name, key.agency, ",".join(key.scopes), ",".join(key.services) or "—", state)
        print("  ".join([*words, f"最後使用 last used {used}"]))


def platform_keys(platform: Platform, _arguments: argparse.Namespace) -> None:
    """The ids of the platform's own keys, which stations and codes name; never a key."""
    keys = platform.authority.keys
    print(f"digest-key  {keys.digest_key_id}")
    print(f"sealing-key  {keys.sealing_public.hex()}")


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1000, TAIPEI).isoformat(" ", "seconds")


ACTS: dict[str, Callable[[Platform, argparse.Namespace], None]] = {
    "staff-list": staff_list,
    "staff-change": staff_change,
    "trail": admin_trail,
    "key-add": key_add,
    "key-rotate": key_rotate,
    "key-revoke": key_revoke,
    "keys": key_list,
    "platform-keys": platform_keys,
}
