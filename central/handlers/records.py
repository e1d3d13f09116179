"""Events that are kept for the record: library look-ups are counted by day, staff sessions are the journal's own matter."""

import sqlalchemy as sa

from central.schema import service_use
from central.verdict import Act, Verdict
from domain import taipei
from domain.events import PatronLookedUp


def patron_looked_up(act: Act) -> Verdict:
    """Count one use of a library service; who it was is kept nowhere but in the journal's digest."""
    looked_up = act.event.payload
    assert isinstance(looked_up, PatronLookedUp)
    key = {
        "day": taipei.day(act.occurred_ms).isoformat(),
        "station": act.event.station,
        "service": looked_up.service,
        "found": looked_up.found,
    }
    same = sa.and_(*(service_use.c[name] == value for name, value in key.items()))
    counted = act.connection.execute(service_use.update().where(same).values(uses=service_use.c.uses + 1))
    if counted.rowcount == 0:
        act.connection.execute(service_use.insert().values(**key, uses=1))
    return Verdict()


def on_record(act: Act) -> Verdict:  # noqa: ARG001 (a handler like the others)
    """Kept in the journal; nothing else follows from it."""
    return Verdict()
