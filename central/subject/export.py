"""Everything that is stored about a person, for that person: written down as a reading of their record first."""

from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, people, points
from central.access import record_reads
from central.access.staff_sessions import StaffCaller
from central.messages import contact_of
from central.platform import Platform
from central.schema import (
    applications,
    attendance,
    attendance_acts,
    claims,
    corrections,
    deletion_requests,
    journal,
    lots,
    notices,
    patrons,
    roster,
    virtual_card_devices,
)
from central.subject.reads import agency_in_words
from central.virtual_card.calls import holder_of, require_digest_key
from domain.errors import Refused
from domain.events import CardIssued, decode
from domain.wire_subject import ExportRequest

FORMAT = "citycard person 1"
_TABLES: dict[str, tuple[sa.Table, tuple[str, ...]]] = {
    "claims": (claims, ("card_kind",)),
    "roster": (roster, ("activity", "active")),
    "patrons": (patrons, ("service", "number", "good_standing")),
    "phones": (virtual_card_devices, ("device", "enrolled_ms", "revoked_ms")),
    "points_awarded": (lots, ("point_kind", "agency", "activity", "awarded", "remaining", "awarded_ms", "expires_ms")),
    "notices": (notices, ("code", "points", "at_ms")),
    "applications": (applications, ("receipt", "card_kind", "state", "submitted_ms", "changed_ms")),
    "corrections": (corrections, ("parts", "reason", "at_ms")),
    "deletion_requests": (deletion_requests, ("requested_ms", "done_ms")),
}
"""What stands in a table by holder, and of which columns a person is told."""


def export(platform: Platform, caller: StaffCaller, request: ExportRequest) -> bytes:
    """`POST /v1/holder/export`, a JSON file.

    Raises `Refused` with REQUEST_INVALID, CARD_UNKNOWN, CARD_NO_HOLDER or REASON_MISSING.
    """
    require_digest_key(platform, request.digest_key)
    with platform.store.write() as connection:
        holder = holder_of(connection, request.medium)
        record_reads.note(
            connection,
            holder,
            reader=caller.staff,
            agency=caller.agency,
            what="export",
            reason=request.reason,
            now_ms=platform.now_ms(),
        )
        stored = {"format": FORMAT, "at_ms": platform.now_ms(), **of_holder(connection, platform, holder)}
    return msgspec.json.format(msgspec.json.encode(stored))


def of_holder(connection: sa.Connection, platform: Platform, holder: UUID) -> dict[str, Any]:
    """All of it as plain values."""
    authority = platform.authority
    person = people.particulars_of(connection, authority, holder)
    contact = contact_of(connection, authority, holder)
    return {
        "particulars": None if person is None else msgspec.to_builtins(msgspec.structs.replace(person, uid=b"")),
        "contact": None if contact is None else msgspec.to_builtins(contact),
        "cards": _cards(connection, platform, holder),
        "balances": msgspec.to_builtins(points.balances(connection, authority, holder, platform.now_ms())),
        "attendance": _attendance(connection, holder),
        "consents": _consents(connection, holder),
        "reads": [
            {
                "agency": agency_in_words(authority.programme, read.agency),
                "what": read.what,
                "reason": read.reason,
                "at_ms": read.at_ms,
            }
            for read in record_reads.of_holder(connection, holder, limit=10_000)
        ],
        **{name: _rows(connection, table, columns, holder) for name, (table, columns) in _TABLES.items()},
    }


def _cards(connection: sa.Connection, platform: Platform, holder: UUID) -> list[dict[str, Any]]:
    return [
        {
            "card_kind": card.card_kind,
            "state": card.state.value,
            "carrier": card.carrier,
            "origin": card.origin,
            "since_ms": card.since_ms,
            "uid": cards.uid_of(connection, platform.authority, card.medium).hex(),
            "waiting_ntd": points.waiting_ntd(connection, card.medium),
        }
        for card in cards.of_holder(connection, holder)
    ]


def _attendance(connection: sa.Connection, holder: UUID) -> list[dict[str, Any]]:
    minutes = sa.func.coalesce(sa.func.sum(attendance_acts.c.minutes), 0).label("minutes")
    rows = connection.execute(
        sa.select(attendance.c.activity, attendance.c.in_ms, attendance.c.out_ms, minutes)
        .outerjoin(attendance_acts, attendance_acts.c.stay == attendance.c.stay)
        .where(attendance.c.holder == holder)
        .group_by(attendance.c.stay, attendance.c.activity, attendance.c.in_ms, attendance.c.out_ms)
        .order_by(attendance.c.in_ms)
    )
    return [dict(row._mapping) for row in rows]


def _consents(connection: sa.Connection, holder: UUID) -> list[dict[str, Any]]:
    """Which texts the person agreed to, with each card that was issued to them."""
    ids = [card.op_id for card in cards.of_holder(connection, holder) if card.origin == "issued"]
    found = []
    for body in connection.scalars(sa.select(journal.c.body).where(journal.c.op_id.in_(ids)).order_by(journal.c.id)):
        try:
            event = decode(bytes(body))
        except Refused:
            continue
        if isinstance(event.payload, CardIssued):
            found.append({"consents": event.payload.consents, "at_ms": event.corrected_ms})
    return found


def _rows(connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], holder: UUID) -> list[dict[str, Any]]:
    wanted = sa.select(*(table.c[name] for name in columns)).where(table.c.holder == holder)
    return [dict(row._mapping) for row in connection.execute(wanted)]
