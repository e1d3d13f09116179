"""Events that are kept for the record: library look-ups are counted by day, staff sessions are the journal's own matter."""

from central.verdict import Act, Verdict
from domain import taipei
from domain.events import PatronLookedUp


def patron_looked_up(act: Act) -> Verdict:
    """Count one use of a library service; who it was is kept nowhere but in the journal's digest."""
    looked_up = act.event.payload
    assert isinstance(looked_up, PatronLookedUp)
    day = taipei.day(act.occurred_ms).isoformat()
    act.sitting.count_use((day, act.event.station, looked_up.service, looked_up.found))
    return Verdict()


def on_record(act: Act) -> Verdict:  # noqa: ARG001 (a handler like the others)
    """Kept in the journal; nothing else follows from it."""
    return Verdict()
