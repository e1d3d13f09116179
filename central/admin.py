"""What operators do at the platform: plain functions for the command line and the demo. Safe from any thread.

Media are given as read (`Medium`) or as the digest under the fleet's key.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from central import card_calls, cards, feed, grants, loads, locks, people, stations
from central import points as point_books
from central.access import staff_book, trail
from central.access.staff_book import NewMember
from central.activities import book, registering
from central.cards import Card
from central.fleet import epochs, heartbeats
from central.money import awarding
from central.platform import Platform
from central.points import Award
from central.registry import states
from central.registry.states import Change
from central.schema import activities, holders, patrons
from central.schema import card_key_grants as grants_of_keys
from central.schema import stations as station_rows
from domain import national_id, taipei
from domain.card_states import act_towards
from domain.cards import CardState
from domain.errors import Code, Refused
from domain.events import Particulars
from domain.ids import new_op_id
from domain.media import Medium
from domain.wire import ActivityRow, OpenLoad, PatronRow
from domain.wire_activities import Session

STAFF_ROLES = staff_book.ROLES
_IMPORTED = UUID("7e2c6a0e-6d6f-5b0a-9a43-0e6c0a6d4f11")
"""Namespace (RFC 9562, UUIDv5) of the op_ids of imported cards: one per medium."""


class CardKeyGrant(msgspec.Struct, frozen=True, kw_only=True):
    """The keys of one blank card went to a station. `medium` is the digest of its UID."""

    station: str
    station_name: str
    medium: bytes
    purse: str
    at_ms: int


def create_enrolment_code(platform: Platform, name: str, site: str, roles: list[str]) -> str:
    """A one-time code, valid for a day. Raises `Refused(REQUEST_INVALID)` for roles that do not exist."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "station.code", name)
        return stations.make_code(connection, name, site, roles, platform.now_ms())


def revoke_station(platform: Platform, station: str, *, wipe: bool = False) -> None:
    """Refuse a station from now on, and let it wipe itself. Raises `Refused(REQUEST_INVALID)` when there is none of that id."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "station.revoke", station)
        stations.revoke(connection, station, platform.now_ms())
        if wipe:
            heartbeats.order_wipe(connection, station, platform.now_ms())


def order_wipe(platform: Platform, station: str) -> None:
    """Let a station wipe itself when it calls next. Raises `Refused(REQUEST_INVALID)` when there is none of that id."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "station.wipe", station)
        heartbeats.order_wipe(connection, station, platform.now_ms())


def change_station(
    platform: Platform, station: str, *, name: str | None = None, site: str | None = None, roles: list[str] | None = None
) -> None:
    """Another name, site or roles; the station hears of it by its identity call. Raises `Refused(REQUEST_INVALID)`."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "station.change", station)
        stations.change(connection, station, name=name, site=site, roles=roles)


def accept_machine(platform: Platform, station: str) -> None:
    """Take whichever machine calls next as this station's: its board was replaced. Raises `Refused(REQUEST_INVALID)`."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "station.machine", station)
        epochs.accept_machine(connection, station)


def set_minimum_version(platform: Platform, version: str) -> None:
    """Which version stations should have at least; their heartbeats' answers say so."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "station.minimum_version", version)
        heartbeats.set_minimum_version(connection, version)


def add_staff(
    platform: Platform,
    staff_id: str,
    *,
    name: str,
    roles: list[str],
    medium: Medium | bytes,
    pin: str,
    active: bool = True,
    agency: str = "",
    sites: Sequence[str] = (),
    must_change_pin: bool = False,
) -> None:
    """Add or change a staff member; whoever is signed in as them is out. Raises as `staff_book.put`."""
    member = NewMember(
        staff=staff_id,
        name=name,
        roles=roles,
        medium=_digest(platform, medium),
        pin=pin,
        active=active,
        agency=agency,
        sites=sites,
        must_change_pin=must_change_pin,
    )
    staff_book.put(platform.store, member, platform.now_ms())


def add_activity(platform: Platform, activity: ActivityRow) -> None:
    """Add or change an activity. Raises `Refused(REQUEST_INVALID)` for a type that the programme does not have."""
    if platform.authority.programme.activity_type(activity.type) is None or activity.starts_ms > activity.ends_ms:
        raise Refused(Code.REQUEST_INVALID, part="activity")
    own = ("points_flat", "points_per_hour", "points_at_most", "sessions")
    values = {name: value for name, value in msgspec.structs.asdict(activity).items() if name not in own}
    with platform.store.write() as connection:
        locks.hold(connection, book.lock(activity.activity))
        same = activities.c.activity == activity.activity
        if connection.execute(activities.update().where(same).values(**values)).rowcount == 0:
            connection.execute(activities.insert().values(**values))
        book.keep_sessions(connection, activity.activity, [Session(starts_ms=a, ends_ms=b) for a, b in activity.sessions])
        book.publish(connection, activity.activity)


def register_for_activity(platform: Platform, activity: str, holder: UUID, *, active: bool = True) -> None:
    """Put a person on an activity's roster, or take them off. Raises `Refused` with ACTIVITY_UNKNOWN or REQUEST_INVALID."""
    with platform.store.write() as connection:
        locks.hold(connection, locks.holder(holder), book.lock(activity))
        _require_holder(connection, holder)
        if connection.scalar(sa.select(activities.c.activity).where(activities.c.activity == activity)) is None:
            raise Refused(Code.ACTIVITY_UNKNOWN)
        if active:
            registering.put(connection, platform.authority, activity, holder, active=True)
        else:
            registering.take_off(connection, platform.authority, activity, holder, platform.now_ms())


def add_patron(platform: Platform, service: str, holder: UUID, number: str, *, good_standing: bool = True) -> None:
    """A person's number at a library service, or its change.

    Raises `Refused(REQUEST_INVALID)` for an unknown service or holder.
    """
    if all(service != library.id for library in platform.authority.programme.libraries):
        raise Refused(Code.REQUEST_INVALID, part="service")
    row = PatronRow(service=service, holder=holder, number=number, good_standing=good_standing)
    with platform.store.write() as connection:
        locks.hold(connection, locks.holder(holder))
        _require_holder(connection, holder)
        connection.execute(patrons.delete().where(patrons.c.service == service, patrons.c.holder == holder))
        connection.execute(patrons.insert().values(**msgspec.structs.asdict(row)))
        feed.publish(connection, row)


def import_holder(platform: Platform, particulars: Particulars, medium: Medium, card_kind: str, carrier: str) -> UUID:
    """Take over a person with a card that is active already (migration, demo); the holder. Safe to repeat.

    Eligibility is not judged again. Raises `Refused` with CARD_ALREADY_BOUND, REQUEST_INVALID (card kind or carrier),
    CARD_RANDOM_UID or a NATIONAL_ID code.
    """
    kind = platform.authority.programme.kind(card_kind)
    if kind is None or carrier not in kind.carriers:
        raise Refused(Code.REQUEST_INVALID, part="card_kind")
    now_ms = platform.now_ms()
    number = national_id.check(particulars.national_id, taipei.day(now_ms))
    person = msgspec.structs.replace(particulars, national_id=number)
    digest = _digest(platform, medium.require_fixed())
    op_id = uuid5(_IMPORTED, digest.hex())
    with platform.store.write() as connection:
        holder = people.join(connection, platform.authority, op_id, person, now_ms=now_ms)
        locks.hold(connection, locks.holder(holder), locks.medium(digest))
        people.renew(connection, platform.authority, holder, person, as_of_ms=now_ms)
        existing = cards.find(connection, digest)
        if cards.is_staff(connection, digest) or (existing is not None and existing.holder != holder):
            raise Refused(Code.CARD_ALREADY_BOUND)
        if existing is None:
            card = Card(
                medium=digest,
                card_kind=card_kind,
                state=CardState.ACTIVE,
                holder=holder,
                carrier=carrier,
                origin="imported",
                op_id=op_id,
                since_ms=now_ms,
            )
            cards.add(connection, platform.authority, card, medium.value)
    return holder


def award(platform: Platform, holder: UUID, *, point_kind: str, points: int, agency: str, activity: str, op_id: UUID) -> bool:
    """Give points; False when this op_id gave them before.

    Raises `Refused` with AMOUNT_INVALID, BUDGET_EXCEEDED, EVENT_CONFLICT or REQUEST_INVALID (no such holder).
    """
    act = Award(
        op_id=op_id,
        holder=holder,
        point_kind=point_kind,
        points=points,
        agency=agency,
        activity=activity,
        at_ms=platform.now_ms(),
        booked_ms=platform.now_ms(),
    )
    with platform.store.write() as connection:
        _require_holder(connection, holder)
        locks.hold(connection, locks.holder(holder))
        given = point_books.award(connection, platform.authority.programme, act)
        if given:
            _write_down(connection, platform, "award.give", str(op_id))
        return given


def cancel_award(platform: Platform, award_op_id: UUID, op_id: UUID) -> bool:
    """Take an award back; what is spent stands on the holder's deficit. False when this op_id did so before.

    Raises `Refused` with AMOUNT_INVALID (no such award) or EVENT_CONFLICT (already cancelled).
    """
    with platform.store.write() as connection:
        cancelled = awarding.cancel_one(connection, award_op_id, op_id, platform.now_ms())
        if cancelled:
            _write_down(connection, platform, "award.cancel", str(award_op_id))
        return cancelled


def grant_month(platform: Platform, month: date) -> int:
    """Give the monthly grants of the Taipei month that `month` lies in; how many were booked just now. Safe to repeat."""
    return grants.grant_month(platform.store, platform.authority, month, platform.now_ms())


def block_card(platform: Platform, medium: Medium | bytes, state: CardState, reason: str = "") -> None:
    """Move a card to another state, such as LOST, and tell every station.

    Raises `Refused` with CARD_UNKNOWN, CARD_STATE (nothing leads there) or ONE_PER_PERSON.
    """
    now_ms = platform.now_ms()
    with platform.store.write() as connection:
        card = states.locked(connection, _digest(platform, medium))
        act = act_towards(card.state, state)
        change = Change(op_id=new_op_id(now_ms), act=act, reason=reason, who=states.OPERATOR, at_ms=now_ms)
        states.change(connection, platform.authority, card, change, now_ms)


def note_programme(platform: Platform) -> None:
    """Write down that an operator has put the programme file in force that now is."""
    with platform.store.write() as connection:
        _write_down(connection, platform, "programme.put", platform.programme_version)


def open_loads(platform: Platform, limit: int = 10_000) -> list[OpenLoad]:
    """Loads onto cards that nobody has decided yet, the oldest first; that they were shown is written down."""
    with platform.store.write() as connection:
        found = loads.listed(connection, platform.authority, limit=limit)
        card_calls.note_shown(connection, found, trail.AT_THE_PLATFORM, platform.now_ms())
        return found


def card_key_grants(platform: Platform) -> list[CardKeyGrant]:
    """Every time that a station was given the keys of a blank card, oldest first."""
    wanted = sa.select(grants_of_keys, station_rows.c.name).join(station_rows).order_by(grants_of_keys.c.id)
    with platform.store.read() as connection:
        return [
            CardKeyGrant(station=row.station, station_name=row.name, medium=bytes(row.medium), purse=row.purse, at_ms=row.at_ms)
            for row in connection.execute(wanted)
        ]


def _write_down(connection: sa.Connection, platform: Platform, act: str, subject: str) -> None:
    trail.note(connection, actor=trail.AT_THE_PLATFORM, act=act, subject=subject, now_ms=platform.now_ms())


def _digest(platform: Platform, medium: Medium | bytes) -> bytes:
    return medium if isinstance(medium, bytes) else medium.digest(platform.authority.keys.digest)


def _require_holder(connection: sa.Connection, holder: UUID) -> None:
    if connection.scalar(sa.select(holders.c.holder).where(holders.c.holder == holder)) is None:
        raise Refused(Code.REQUEST_INVALID, part="holder")
