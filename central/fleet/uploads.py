"""An upload, which may bring events of what the same machine was before."""

from collections.abc import Callable, Sequence

from central.fleet import epochs
from central.fleet.epochs import Origin
from central.stations import Station
from central.store import Store
from domain.events import SignedEvent
from domain.wire import Outcome

TakeIn = Callable[[Station, Sequence[SignedEvent]], list[Outcome]]


def take_in(
    store: Store, station: Station, events: Sequence[SignedEvent], intake: TakeIn, now_ms: int, *, carried: bool
) -> list[Outcome]:
    """One outcome per event, in their order, each judged as of the station whose chain it belongs to.

    What an operator has `carried` here proves no second machine: it may be what a restored backup had lost.
    """
    portions = epochs.by_origin(store, station, events) or [Origin(station=station, events=[])]
    outcomes = [outcome for portion in portions for outcome in intake(portion.station, portion.events)]
    if not carried and station.epoch > 1 and any(epochs.is_old(station, signed) for signed in events):
        with store.write() as connection:
            epochs.watch(connection, station, events, now_ms)
    return outcomes
