"""A reader without hardware, in this process: cards are laid on it by calls.

| | |
|---|---|
| Reads | whatever `VirtualField.place` is given |
| Exchanges | with the `CardApplication` that was placed; storage cards answer Get Data as behind PC/SC |
| Platforms | all |
| Third party | nothing |

The field and its readers are told apart: `field(name)` is the hand that moves cards, from any thread; the `Reader` is what a
card worker polls.
"""

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import (
    CardChannel,
    CardGone,
    CardPresented,
    CardUnreadable,
    Clock,
    DriverSpec,
    Feedback,
    Probe,
    ProbedReader,
    ReaderEvent,
    ReaderLost,
    ReaderReady,
)
from reader_drivers.card_application import CardApplication, CardTorn
from reader_drivers.storage_card import StorageCard

DEFAULT_FIELD = "Virtual reader"
_KEPT_SIGNALS = 8


class _Unreadable:
    """Something on the field that gives no identifier."""


class _Laid(msgspec.Struct, frozen=True, eq=False):
    """One card as it lies there; laid down again it is another one, so that a channel to the first stays cut."""

    medium: Medium
    application: CardApplication | None
    """None: it gives its identifier and nothing else, as a code does."""


_UNREADABLE = _Unreadable()
_Thing = _Laid | _Unreadable


class VirtualField:
    """One virtual reader's field. Every method may be called from any thread."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._plugged = True
        self._thing: _Thing | None = None
        self._readers: list[VirtualReader] = []
        self._feedback: list[Feedback] = []
        # Held while the card answers, and taken before `_changed`: an application has one caller at a time.
        self._answering = threading.RLock()

    def place(self, medium: Medium, application: CardApplication | None = None) -> None:
        """Lay a card on the reader; whatever lay there is lifted off first.

        `application` answers on it, on the reader's thread, and is reset when it is laid down and when it leaves. Without one a
        UID or IDm is that of a storage card. A card that is just answering is lifted after its answer.
        """
        if application is None and medium.type is not MediumType.CODE:
            application = StorageCard(medium.value)
        self._put(_Laid(medium, application))

    def place_unreadable(self) -> None:
        """Lay something on the reader that gives no identifier."""
        self._put(_UNREADABLE)

    def take_away(self) -> None:
        """Lift the card off. Does nothing when none lies there."""
        self._put(None)

    def signals(self) -> list[Feedback]:
        """What the readers here were told to show, in order."""
        with _changed:
            return list(self._feedback)

    def unplug(self) -> None:
        """Pull the reader's cable; the card stays where it lies, without power."""
        with self._answering, _changed:
            if self._plugged:
                self._plugged = False
                _reset(self._thing)
                for reader in self._readers:
                    reader.report([*_leaving(reader, self._thing), ReaderLost(reader=reader.name, cause="unplugged")])

    def plug(self) -> None:
        """Put the cable back."""
        with _changed:
            if not self._plugged:
                self._plugged = True
                for reader in self._readers:
                    reader.report(_found(reader, self._thing))

    def laid(self) -> "_Laid":
        """The card that lies here. Raises `EnvironmentProblem` as `domain.ports.Reader.connect`."""
        with _changed:
            if not self._plugged:
                raise EnvironmentProblem(Code.READER_LOST)
            if not isinstance(self._thing, _Laid):
                raise EnvironmentProblem(Code.CARD_REMOVED)
            if self._thing.application is None:
                raise EnvironmentProblem(Code.READER_NO_EXCHANGE)
            return self._thing

    def exchange(self, laid: "_Laid", command: bytes) -> bytes:
        """What that very card answers. Raises `EnvironmentProblem` as `domain.ports.CardChannel.transmit`."""
        with self._answering:
            if self.laid() is not laid or laid.application is None:
                raise EnvironmentProblem(Code.CARD_REMOVED)
            try:
                response = laid.application.apdu(command)
            except CardTorn:
                self._put(None)
                raise EnvironmentProblem(Code.CARD_REMOVED) from None
            if self.laid() is not laid or len(response) < 2:
                raise EnvironmentProblem(Code.CARD_REMOVED)
            return response

    def show(self, feedback: Feedback) -> None:
        """Keep what a reader was told to show."""
        with _changed:
            self._feedback = [*self._feedback[1 - _KEPT_SIGNALS :], feedback]

    def _put(self, thing: _Thing | None) -> None:
        with self._answering, _changed:
            before, self._thing = self._thing, thing
            _reset(before)
            _reset(thing)
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


class _VirtualChannel:
    """A `domain.ports.CardChannel` to one card as it lies on a field."""

    def __init__(self, field: VirtualField, laid: _Laid) -> None:
        self._field = field
        self._laid = laid

    def transmit(self, command: bytes) -> bytes:
        """See `domain.ports.CardChannel.transmit`."""
        return self._field.exchange(self._laid, command)


class VirtualReader:
    """A `domain.ports.Reader` on a `VirtualField`."""

    reads_codes = True

    def __init__(self, wanted: str, clock: Clock) -> None:
        self.clock = clock
        self._wanted = wanted
        self._events: deque[ReaderEvent] = deque()
        self._field: VirtualField | None = None
        self._woken = False
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
            _changed.wait_for(lambda: self._woken or bool(self._events), timeout_s)
            self._woken = False
            events = list(self._events)
            self._events.clear()
            return events

    @contextmanager
    def connect(self) -> Iterator[CardChannel]:
        """See `domain.ports.Reader.connect`."""
        with _changed:
            found = self._field
        if found is None:
            raise EnvironmentProblem(Code.READER_LOST)
        yield _VirtualChannel(found, found.laid())

    def signal(self, feedback: Feedback) -> None:
        """See `domain.ports.Reader.signal`."""
        with _changed:
            found = self._field
        if found is not None:
            found.show(feedback)

    def wake(self) -> None:
        """See `domain.ports.Reader.wake`."""
        with _changed:
            self._woken = True
            _changed.notify_all()

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
    return [CardPresented(reader=reader.name, medium=thing.medium, at_s=reader.clock.monotonic_s())]


def _reset(thing: _Thing | None) -> None:
    if isinstance(thing, _Laid) and thing.application is not None:
        thing.application.reset()


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
    capabilities=frozenset({"uid", "idm", "code", "exchange", "feedback"}),
    probe=_probe,
    open=VirtualReader,
)
