"""What visitors have used of an admission, over all gates.

An entry counts on its Taipei day by corrected time. Gates with no network may each give a free day: all entries are kept, the
earliest days are the free ones, and an entry for which the gate asked something else than was due is an anomaly of its event,
also when it becomes one only by what another gate sends later.
"""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, feed, locks
from central.activities import open_items
from central.cards import Card
from central.schema import admission_entries
from domain import admission, taipei
from domain.errors import Code, Refused
from domain.programme import Admission, Programme
from domain.wire_rows import AdmissionRow

DIFFERS = "admission_percent_differs"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One way in through a gate. `asked_percent` of the full price is what the gate asked for."""

    op_id: UUID
    admission: str
    visitor: str
    medium: bytes
    place: str
    station: str
    at_ms: int
    day: str
    asked_percent: int


def rule_of(programme: Programme, admission_id: str, place: str) -> Admission:
    """The rule by which a place lets people in. Raises `Refused(ADMISSION_UNKNOWN)`."""
    rule = next((rule for rule in programme.admissions if rule.id == admission_id), None)
    if rule is None or place not in rule.places:
        raise Refused(Code.ADMISSION_UNKNOWN)
    return rule


def entitled(connection: sa.Connection, rule: Admission, medium: bytes) -> Card:
    """The usable card of a kind that is let in. Raises `Refused` with CARD_UNKNOWN, STAFF_CARD_NOT_FOR_CITIZENS, CARD_BLOCKED
    or NOT_ELIGIBLE.
    """
    card = cards.find(connection, medium)
    if card is None:
        staff = cards.is_staff(connection, medium)
        raise Refused(Code.STAFF_CARD_NOT_FOR_CITIZENS if staff else Code.CARD_UNKNOWN)
    if not card.state.usable:
        raise Refused(Code.CARD_BLOCKED)
    if card.card_kind not in rule.card_kinds:
        raise Refused(Code.NOT_ELIGIBLE)
    return card


def visitor_of(medium: bytes, card: Card | None) -> str:
    """Who enters: a person with all their cards, or a card that nobody's name is tied to."""
    return f"h:{card.holder}" if card is not None and card.holder is not None else f"m:{medium.hex()}"


def hold(connection: sa.Connection, medium: bytes, card: Card | None) -> None:
    """From here on nobody else lets the same visitor in until the transaction ends."""
    own = [locks.holder(card.holder)] if card is not None and card.holder is not None else []
    locks.hold(connection, *own, locks.medium(medium))


def days_of(connection: sa.Connection, rule: Admission, visitor: str) -> list[str]:
    """The days on which a visitor came, in order."""
    days = sa.select(admission_entries.c.day).where(
        admission_entries.c.admission == rule.id, admission_entries.c.visitor == visitor
    )
    return sorted(set(connection.scalars(days)))


def find(connection: sa.Connection, op_id: UUID) -> Entry | None:
    """The entry of an op_id."""
    row = connection.execute(sa.select(admission_entries).where(admission_entries.c.op_id == op_id)).one_or_none()
    return None if row is None else Entry(**{**row._mapping, "medium": bytes(row.medium)})


def day_of(at_ms: int) -> str:
    """The Taipei day, as entries have it."""
    return taipei.day(at_ms).isoformat()


def enter(connection: sa.Connection, rule: Admission, entry: Entry, now_ms: int) -> int:
    """Count an entry, or find it counted; what was due for it. The visitor is held (`hold`).

    One whose card has become known since belongs to its holder from now on. Raises `Refused(EVENT_CONFLICT)` when the op_id is
    another entry's.
    """
    before = find(connection, entry.op_id)
    known = admission.free_days(rule, days_of(connection, rule, entry.visitor))
    if before is None:
        connection.execute(admission_entries.insert().values(**msgspec.structs.asdict(entry)))
    else:
        same = (entry.admission, entry.medium, entry.place, entry.station)
        if (before.admission, before.medium, before.place, before.station) != same:
            raise Refused(Code.EVENT_CONFLICT)
        entry = msgspec.structs.replace(before, visitor=entry.visitor)
        connection.execute(
            admission_entries.update().where(admission_entries.c.op_id == entry.op_id).values(visitor=entry.visitor)
        )
    days = admission.free_days(rule, days_of(connection, rule, entry.visitor))
    if days != known:
        feed.publish(connection, AdmissionRow(admission=rule.id, visitor=entry.visitor, days=days))
    return _settle(connection, rule, entry, now_ms)


def _settle(connection: sa.Connection, rule: Admission, entry: Entry, now_ms: int) -> int:
    """Mark the visitor's other entries that cost something else than was asked; what this one costs."""
    rows = connection.execute(
        sa.select(admission_entries.c.op_id, admission_entries.c.day, admission_entries.c.asked_percent).where(
            admission_entries.c.admission == rule.id, admission_entries.c.visitor == entry.visitor
        )
    ).all()
    days = [row.day for row in rows]
    for row in rows:
        if row.op_id != entry.op_id:
            differs = admission.due_percent(rule, days, row.day) != row.asked_percent
            open_items.note(connection, row.op_id, DIFFERS, differs=differs, now_ms=now_ms)
    return admission.due_percent(rule, days, entry.day)
