"""Events that are kept for the record: library look-ups are counted by day, staff sessions and shifts are the journal's own
matter, and the daily report's (`central.reports.daily`).
"""

from central.kpi import uses
from central.kpi.uses import Use
from central.verdict import Act, Verdict, flagged
from domain import taipei
from domain.events import PatronLookedUp, SatisfactionAnswered, ShiftClosed


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


def on_record(act: Act) -> Verdict:  # noqa: ARG001 (a handler like the others)
    """Kept in the journal; nothing else follows from it."""
    return Verdict()
