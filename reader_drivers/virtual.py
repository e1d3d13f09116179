"""A reader without hardware, in this process: cards are laid on it by calls.

| | |
|---|---|
| Reads | whatever `VirtualField.place` is given |
| Platforms | all |
| Third party | nothing |

The field and its readers are told apart: `field(name)` is the hand that moves cards, from any thread; the `Reader` is what a
card worker polls.
"""

import threading
from collections import deque
from collections.abc import Sequence

from domain.media import Medium
from domain.ports import (
    CardGone,
    CardPresented,
    CardUnreadable,
    Clock,
    DriverSpec,
    Probe,
    ProbedReader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)

DEFAULT_FIELD = "Virtual reader"


class _Unreadable:
    """Something on the field that gives no identifier."""


_UNREADABLE = _Unreadable()
_Thing = Medium | _Unreadable


class VirtualField:
    """One virtual reader's field. Every method may be called from any thread."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._plugged = True
        self._thing: _Thing | None = None
        self._readers: list[VirtualReader] = []

    def place(self, medium: Medium) -> None:
        """Lay a card on the reader; whatever lay there is lifted off first."""
        self._put(medium)

    def place_unreadable(self) -> None:
        """Lay something on the reader that gives no identifier."""
        self._put(_UNREADABLE)

    def take_away(self) -> None:
        """Lift the card off. Does nothing when none lies there."""
        self._put(None)

    def unplug(self) -> None:
        """Pull the reader's cable; the card stays where it lies."""
        with _changed:
            if self._plugged:
                self._plugged = False
                for reader in self._readers:
                    reader.report([*_leaving(reader, self._thing), ReaderLost(reader=reader.name, cause="unplugged")])

    def plug(self) -> None:
        """Put the cable back."""
        with _changed:
            if not self._plugged:
                self._plugged = True
                for reader in self._readers:
                    reader.report(_found(reader, self._thing))

    def _put(self, thing: _Thing | None) -> None:
        with _changed:
            before, self._thing = self._thing, thing
            if self._plugged:
                for reader in self._readers:
                    reader.report([*_leaving(reader, before), *_coming(reader, thing)])

    def attach(self, reader: "VirtualReader") -> None:
        """Report to this reader from now on; the caller holds the lock."""
        self._readers.append(reader)
        lost = [ReaderLost(reader=reader.name, cause="unplugged")]
        reader.report(_found(reader, self._thing) if self._plugged else lost)

    def detach(self, reader: "VirtualReader") -> None:
        """Report to this reader no more; the caller holds the lock."""
        if reader in self._readers:
            self._readers.remove(reader)


class VirtualReader:
    """A `domain.ports.Reader` on a `VirtualField`."""

    def __init__(self, wanted: str, clock: Clock) -> None:
        self.clock = clock
        self._wanted = wanted
        self._events: deque[ReaderEvent] = deque()
        self._field: VirtualField | None = None
        with _changed:
            found = _find(wanted)
            self.name = found.name if found else wanted
            if found:
                self._attach(found)
            else:
                self._events.append(ReaderLost(reader=self.name, cause="unplugged"))
                _waiting.append(self)

    def poll(self, timeout_s: float) -> Sequence[ReaderEvent]:
        """See `domain.ports.Reader.poll`."""
        with _changed:
            _changed.wait_for(lambda: bool(self._events), timeout_s)
            events = list(self._events)
            self._events.clear()
            return events

    def close(self) -> None:
        """See `domain.ports.Reader.close`."""
        with _changed:
            if self._field is not None:
                self._field.detach(self)
                self._field = None
            if self in _waiting:
                _waiting.remove(self)

    def report(self, events: Sequence[ReaderEvent]) -> None:
        """Take in what happened on the field; the caller holds the lock."""
        self._events.extend(events)
        _changed.notify_all()

    def offer(self, new: VirtualField) -> bool:
        """Take this newly made field if it is the one waited for; the caller holds the lock."""
        if not new.name.startswith(self._wanted):
            return False
        self._attach(new)
        return True

    def _attach(self, found: VirtualField) -> None:
        self._field = found
        found.attach(self)


def field(name: str = DEFAULT_FIELD) -> VirtualField:
    """The field of that name, made (plugged in and empty) when there is none yet. Any thread."""
    with _changed:
        if name not in _fields:
            _fields[name] = VirtualField(name)
            _waiting[:] = [reader for reader in _waiting if not reader.offer(_fields[name])]
        return _fields[name]


def _found(reader: VirtualReader, thing: _Thing | None) -> list[ReaderEvent]:
    return [ReaderReady(reader=reader.name), *_coming(reader, thing)]


def _leaving(reader: VirtualReader, thing: _Thing | None) -> list[ReaderEvent]:
    return [] if thing is None else [CardGone(reader=reader.name)]


def _coming(reader: VirtualReader, thing: _Thing | None) -> list[ReaderEvent]:
    if thing is None:
        return []
    if isinstance(thing, _Unreadable):
        return [CardUnreadable(reader=reader.name)]
    return [CardPresented(reader=reader.name, medium=thing, at_s=reader.clock.monotonic_s())]


def _find(wanted: str) -> VirtualField | None:
    return next((known for name, known in _fields.items() if name.startswith(wanted)), None)


def _probe() -> Probe:
    with _changed:
        return Probe(readers=[ProbedReader(name=name) for name in _fields])


_changed = threading.Condition()
_fields: dict[str, VirtualField] = {DEFAULT_FIELD: VirtualField(DEFAULT_FIELD)}
_waiting: list[VirtualReader] = []

DRIVER = DriverSpec(
    name="virtual",
    summary="Imitated reader in this program, for trying things out without hardware",
    real=False,
    capabilities=frozenset({"uid", "idm", "code", "exchange"}),
    probe=_probe,
    open=VirtualReader,
)
