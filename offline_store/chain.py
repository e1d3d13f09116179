"""Checking a station's chain of events: whether any was altered, taken out or put elsewhere."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from domain.errors import Refused
from domain.events import CHAIN_START, Event, SignedEvent, decode, verify

_NOBODY: Mapping[str, Ed25519PublicKey] = MappingProxyType({})


def check_chain(
    events: Iterable[SignedEvent], key: Ed25519PublicKey, formers: Mapping[str, Ed25519PublicKey] = _NOBODY
) -> list[str]:
    """Every fault in a station's events, in order of their making, as `epoch.seq: what is wrong`.

    `formers`: the keys of what the same machine was before, by station. Each of its epochs is a chain of its own.
    """
    faults = []
    tails: dict[tuple[str, int], tuple[int, bytes]] = {}
    for number, signed in enumerate(events, 1):
        fault, event = _event_fault(signed, key, formers)
        where = f"{event.epoch}.{event.seq}" if event else f"#{number}"
        if fault:
            faults.append(f"{where}: {fault}")
        if event is None:
            continue
        chain = event.station, event.epoch
        seq, tail = tails.get(chain, (0, CHAIN_START))
        if event.seq != seq + 1:
            faults.append(f"{where}: follows {event.epoch}.{seq}")
        elif event.prev != tail:
            faults.append(f"{where}: does not continue the event before it")
        tails[chain] = (event.seq, signed.hash)
    return faults


def _event_fault(
    signed: SignedEvent, key: Ed25519PublicKey, formers: Mapping[str, Ed25519PublicKey]
) -> tuple[str | None, Event | None]:
    try:
        event = decode(signed.body)
    except Refused:
        return "unreadable", None
    try:
        verify(signed, formers.get(event.station, key))
    except Refused as refused:
        return f"altered ({refused.details.get('part')})", event
    return None, event
