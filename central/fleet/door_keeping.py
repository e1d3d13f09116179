"""Whether a station's request is let in, and what is noted of it."""

from central import stations
from central.fleet import tokens
from central.stations import Station
from central.store import Store
from domain.errors import Code, EnvironmentProblem

_SEEN_EVERY_MS = 60_000
_LONGEST_INSTANCE = 64


def admit(store: Store, token: str, instance: str, now_ms: int) -> Station:
    """Whose token this is; `instance` names the machine that asks, and is empty where it does not say.

    Raises `EnvironmentProblem` with STATION_UNKNOWN, STATION_REVOKED or STATION_CLONED.
    """
    instance = instance[:_LONGEST_INSTANCE]
    try:
        with store.glance() as connection:
            station, last_seen_ms = stations.authenticate(connection, token, instance)
    except EnvironmentProblem as problem:
        if problem.code is Code.STATION_CLONED:
            store.note(lambda connection: stations.clone_seen(connection, token, now_ms))
        raise
    if station.by_grace or station.token_replaced:
        with store.write() as connection:
            tokens.settle(connection, station)
    if last_seen_ms is None or now_ms - last_seen_ms >= _SEEN_EVERY_MS:
        store.note(lambda connection: stations.seen(connection, station.station, now_ms))
    if instance and not station.instance:
        store.note(lambda connection: stations.know_machine(connection, station.station, instance))
    return station
