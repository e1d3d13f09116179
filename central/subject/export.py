"""Everything that is stored about a person, for that person: written down as a reading of their record first."""

import base64
from contextlib import suppress
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
    journal_sealed,
    lots,
    notices,
    patrons,
    roster,
    virtual_card_devices,
)
from central.subject.reads import agency_in_words
from central.virtual_card.calls import holder_of, require_digest_key
from domain.errors import Refused
from domain.events import CardIssued, Helper, decode
from domain.sealing import unseal
from domain.wire_subject import ExportRequest

FORMAT = "citycard person 1"


class _Papers(msgspec.Struct, frozen=True, kw_only=True):
    """The part of `domain.events.IssuePapers` that is no particulars; a card that was handed out by a list has none of it."""

    signature: bytes = b""
    photo: bytes = b""
    proxy: Helper | None = None
    representative: Helper | None = None


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
        "consents": _consents(connection, platform, holder),
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


def _consents(connection: sa.Connection, platform: Platform, holder: UUID) -> list[dict[str, Any]]:
    """Which texts the person agreed to and how they signed, with each card that was issued to them, and what else it rests on.

    Signature and photo are in base64, as they were sealed at the counter; empty once those have been forgotten.
    """
    ids = [card.op_id for card in cards.of_holder(connection, holder) if card.origin == "issued"]
    chosen = (
        sa.select(journal.c.body, journal_sealed.c.sealed)
        .outerjoin(journal_sealed, sa.and_(journal_sealed.c.journal == journal.c.id, journal_sealed.c.holder == holder))
        .where(journal.c.op_id.in_(ids))
    )
    found = []
    for row in connection.execute(chosen.order_by(journal.c.id)):
        try:
            event = decode(bytes(row.body))
        except Refused:
            continue
        issued = event.payload
        if isinstance(issued, CardIssued):
            found.append(
                {
                    "consents": issued.consents,
                    "at_ms": event.corrected_ms,
                    "signed": issued.signed,
                    "documents_seen": issued.documents_seen,
                    **_papers(platform, row.sealed),
                }
            )
    return found


def _papers(platform: Platform, sealed: bytes | None) -> dict[str, str]:
    """What an issue has sealed beside it; whoever acted for the person is theirs to know by name, not by number."""
    papers = _Papers()
    if sealed is not None:
        with suppress(Refused, msgspec.DecodeError):
            plain = unseal(platform.authority.keys.sealing_private, bytes(sealed))
            papers = msgspec.json.decode(plain, type=_Papers)
    named = {"proxy": papers.proxy, "representative": papers.representative}
    return {
        "signature": base64.b64encode(papers.signature).decode(),
        "photo": base64.b64encode(papers.photo).decode(),
        **{role: "" if helper is None else helper.name for role, helper in named.items()},
    }


def _rows(connection: sa.Connection, table: sa.Table, columns: tuple[str, ...], holder: UUID) -> list[dict[str, Any]]:
    wanted = sa.select(*(table.c[name] for name in columns)).where(table.c.holder == holder)
    return [dict(row._mapping) for row in connection.execute(wanted)]
