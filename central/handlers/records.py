"""Events that are kept for the record: library look-ups are counted by day, staff sessions and shifts are the journal's own
matter, and the daily report's (`central.reports.daily`). Readings of records go where all readings stand.
"""

from central import cards
from central.access import record_reads
from central.access.record_reads import ReadBy
from central.kpi import uses
from central.kpi.uses import Use
from central.verdict import Act, Verdict, flagged, held, medium_key
from domain import taipei
from domain.events import PatronLookedUp, RecordOpened, SatisfactionAnswered, ShiftClosed


def patron_looked_up(act: Act) -> Verdict:
    """Count one use of a library service: by day and station, and by a pseudonym that ends with the month."""
    looked_up = act.event.payload
    assert isinstance(looked_up, PatronLookedUp)
    day = taipei.day(act.occurred_ms).isoformat()
    act.sitting.count_use((day, act.event.station, looked_up.service, looked_up.found))
    card = None if act.event.medium is None or not looked_up.found else act.sitting.card(act.event.medium)
    if card is not None and card.holder is not None:
        act.sitting.count_person(Use(holder=card.holder, service=looked_up.service, agency="", at_ms=act.occurred_ms))
    return Verdict()


def satisfaction_answered(act: Act) -> Verdict:
    """Count one answer at a station; it carries nobody's medium."""
    said = act.event.payload
    assert isinstance(said, SatisfactionAnswered)
    uses.count_answer(act.connection, act.event.station, said.service, said.answer, act.occurred_ms)
    return Verdict()


def shift_closed(act: Act) -> Verdict:
    """A shift ended; cash that does not agree with its fees is for a person to look at."""
    closed = act.event.payload
    assert isinstance(closed, ShiftClosed)
    return flagged(None, "shift_differs") if closed.difference_ntd else Verdict()


def record_opened(act: Act) -> Verdict:
    """With no network, a record was opened by its card: its holder can read of it, as of every reading."""
    opened = act.event.payload
    assert isinstance(opened, RecordOpened)
    card = cards.find(act.connection, act.medium)
    if card is None and not act.overdue:
        return held(medium_key(act.medium))
    if card is not None and card.holder is not None:
        reading = ReadBy(reader=act.event.operator or "", agency="", what="registry", reason=opened.reason)
        record_reads.note_all(act.connection, [card.holder], reading, act.occurred_ms)
    return Verdict()


def on_record(act: Act) -> Verdict:  # noqa: ARG001 (a handler like the others)
    """Kept in the journal; nothing else follows from it."""
    return Verdict()
