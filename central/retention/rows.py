"""What becomes of a person's rows: every table that knows holders is named here, and a test compares that with the schema."""

from uuid import UUID

import sqlalchemy as sa

from central import cards, feed
from central.cards import Card
from central.schema import (
    activity_waiting,
    application_checks,
    application_documents,
    application_steps,
    applications,
    attendance,
    claims,
    contacts,
    data_keys,
    deletion_requests,
    earlier_claims,
    holder_names,
    holders,
    journal_sealed,
    last_uses,
    messages,
    notices,
    office_file_rows,
    particulars,
    patrons,
    roster,
    second_factor_locks,
    virtual_card_activations,
    virtual_card_devices,
    virtual_card_digits,
)
from central.schema import cards as card_rows
from domain.cards import CardState
from domain.wire import CardRow, PatronRow, RosterRow

DELETED = (
    *(particulars, data_keys, holder_names, contacts, messages, notices, second_factor_locks, activity_waiting),
    *(virtual_card_activations, virtual_card_devices, last_uses, roster, patrons),
)
"""Gone with the person. Stations are told of what they have."""
CHANGED = frozenset(
    {"holders", "cards", "attendance", "applications", "journal_sealed", "deletion_requests", "office_file_rows"}
)
"""They stay, without what leads to the person."""
KEPT = frozenset(
    {
        *("accounts", "lots", "loads", "settlement_items", "spendings", "service_minutes", "award_rows"),  # the books
        *("draw_entries", "draw_tickets"),  # anybody may re-compute a draw
        *("holder_refs", "claims", "record_reads", "corrections"),  # numbers, and what was done by whom
    }
)
"""A holder's id there is a number that leads to nobody any more."""
NO_MEDIUM = b""
"""Stands for the card of a stay whose person was forgotten."""


def delete(connection: sa.Connection, holder: UUID, now_ms: int) -> None:
    """Forget a person's rows, in the caller's transaction."""
    _tell_stations(connection, holder)
    _release_cards(connection, holder, now_ms)
    devices = sa.select(virtual_card_devices.c.device).where(virtual_card_devices.c.holder == holder)
    connection.execute(virtual_card_digits.delete().where(virtual_card_digits.c.device.in_(devices)))
    _empty_applications(connection, holder)
    for table in DELETED:
        connection.execute(table.delete().where(table.c.holder == holder))
    unlink_stays(connection, attendance.c.holder == holder)
    _keep_claims(connection, holder)
    here = deletion_requests.c.holder == holder
    done = {"done_ms": sa.func.coalesce(deletion_requests.c.done_ms, now_ms), "reason": ""}
    connection.execute(deletion_requests.update().where(here).values(**done))
    connection.execute(holders.update().where(holders.c.holder == holder).values(person_digest=None))


def unlink_stays(connection: sa.Connection, of: sa.ColumnElement[bool]) -> int:
    """Take away who was there; activity, times and minutes stay. How many stays."""
    gone = attendance.update().where(of).values(holder=None, medium=NO_MEDIUM)
    return connection.execute(gone).rowcount


def _tell_stations(connection: sa.Connection, holder: UUID) -> None:
    for row in connection.execute(sa.select(patrons).where(patrons.c.holder == holder)).all():
        feed.publish(connection, PatronRow(service=row.service, holder=holder, number="", good_standing=False))
    for row in connection.execute(sa.select(roster).where(roster.c.holder == holder)).all():
        feed.publish(connection, RosterRow(activity=row.activity, holder=holder, active=False))


def _release_cards(connection: sa.Connection, holder: UUID, now_ms: int) -> None:
    """Their cards belong to nobody: a medium of their own may be bound anew by anybody, a card of the city's is over."""
    for card in cards.of_holder(connection, holder):
        here = card_rows.c.medium == card.medium
        sealed = journal_sealed.c.medium == card.medium
        connection.execute(journal_sealed.delete().where(sealed))
        state = CardState.STOCK if card.origin == "bound" and card.carrier != "virtual" else CardState.EXPIRED
        values = {"holder": None, "uid_encrypted": None, "state": state.value, "since_ms": now_ms}
        connection.execute(card_rows.update().where(here).values(**values))
        _publish(connection, card, state)
    connection.execute(journal_sealed.delete().where(journal_sealed.c.holder == holder))


def _publish(connection: sa.Connection, card: Card, state: CardState) -> None:
    feed.publish(connection, CardRow(medium=card.medium, card_kind=card.card_kind, state=state.value, holder=None))


def _empty_applications(connection: sa.Connection, holder: UUID) -> None:
    """How an application went stays; what was said in it does not."""
    theirs = sa.select(applications.c.application).where(applications.c.holder == holder)
    steps = application_steps.c.application.in_(theirs)
    connection.execute(application_steps.update().where(steps).values(note_encrypted=None))
    checks = application_checks.c.application.in_(theirs)
    connection.execute(application_checks.update().where(checks).values(answer_encrypted=None))
    connection.execute(application_documents.delete().where(application_documents.c.application.in_(theirs)))
    connection.execute(office_file_rows.update().where(office_file_rows.c.holder == holder).values(encrypted=b""))
    connection.execute(applications.update().where(applications.c.holder == holder).values(encrypted=b""))


def _keep_claims(connection: sa.Connection, holder: UUID) -> None:
    """A bearer card that was claimed is never given again: of the claim stays what is kept of claims of before this system."""
    claimed = (
        sa.select(holders.c.person_digest, claims.c.card_kind)
        .distinct()
        .join(claims, claims.c.holder == holders.c.holder)
        .where(holders.c.holder == holder, holders.c.person_digest.is_not(None))
    )
    for row in connection.execute(claimed).all():
        same = sa.and_(earlier_claims.c.person_digest == row.person_digest, earlier_claims.c.card_kind == row.card_kind)
        if connection.execute(sa.select(earlier_claims.c.card_kind).where(same)).first() is None:
            connection.execute(earlier_claims.insert().values(person_digest=row.person_digest, card_kind=row.card_kind))
