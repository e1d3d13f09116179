"""Several readers as one place: what the person before a window does, whichever reader they use."""

import threading
from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, ReaderEvent, ReaderLost, ReaderReady
from station.card_worker import Handler, ReaderCondition, ReaderState


class Front:
    """A `CardWorkers` handler that hands on what concerns the one person before the window. Any thread, one event at a time.

    The card that was presented last, on whichever reader, is the one that is here; that an earlier one leaves another reader
    is nobody's concern. When it goes, the one that still lies on the main reader, or on any, is told `again`. Only the main
    reader's coming and going is told, and its going not before a card that lies elsewhere has gone: a station works without.

    `codes_stay`: a code is here as long as it is seen, like a card. Otherwise it is only told, once, when it is shown.
    """

    def __init__(self, main_reader: str, handler: Handler, *, codes_stay: bool = True) -> None:
        self._main_reader = main_reader
        self._codes_stay = codes_stay
        self._showing: set[str] = set()
        self._handler = handler
        self._lock = threading.Lock()
        self._front = main_reader
        self._lying: dict[str, CardPresented] = {}
        self._heard_of: set[str] = set()
        self._away: ReaderLost | None = None

    def begin(self, states: Iterable[ReaderState]) -> Medium | None:
        """Take in how the readers stand, once this has been subscribed; the card that lies there, as nobody has told it yet."""
        with self._lock:
            fresh = [state for state in states if state.reader not in self._heard_of]
            for state in fresh:
                if state.card is not None and self._stays(state.card):
                    self._lying[state.reader] = CardPresented(reader=state.reader, medium=state.card, at_s=state.since_s)
                elif state.reader == self._main_reader and state.condition in _CAUSES:
                    self._away = ReaderLost(reader=state.reader, cause=_CAUSES[state.condition])
            if self._heard_of:
                return None
            found = self._still_here()
            self._front = found.reader if found is not None else self._main_reader
            return found.medium if found is not None else None

    def __call__(self, event: ReaderEvent) -> None:
        """Take in what a reader reports."""
        with self._lock:
            self._heard_of.add(event.reader)
            told = self._told(event)
        for each in told:
            self._handler(each)

    def _told(self, event: ReaderEvent) -> list[ReaderEvent]:
        """What the window hears of it."""
        match event:
            case CardPresented(medium=medium) if not self._stays(medium):
                self._showing.add(event.reader)
                return [event]
            case CardUnreadable() if self._is_beside(event.reader):
                self._showing.add(event.reader)
                return []
            case CardGone() if event.reader in self._showing:
                self._showing.discard(event.reader)
                return []
            case CardPresented():
                self._lying[event.reader], self._front = event, event.reader
                return [event]
            case CardUnreadable():
                self._lying.pop(event.reader, None)
                self._front = event.reader
                return [event]
            case CardGone():
                self._lying.pop(event.reader, None)
                return self._gone(event) if event.reader == self._front else []
        self._lying.pop(event.reader, None)
        if event.reader != self._main_reader:
            return []
        self._away = event if isinstance(event, ReaderLost) else None
        return [event] if isinstance(event, ReaderReady) or self._front not in self._lying else []

    def _gone(self, event: CardGone) -> list[ReaderEvent]:
        found = self._still_here()
        if found is not None:
            self._front = found.reader
            return [event, replace(found, again=True)]
        # Whoever may still be there is not sent away by a reader that they did not use.
        told = [self._away] if self._away is not None and self._front != self._main_reader and not event.assumed else []
        self._front = self._main_reader
        return [event, *told]

    def _is_beside(self, reader: str) -> bool:
        """Whether what a scanner could not read is no concern of the card that lies elsewhere."""
        return not self._codes_stay and reader != self._front and self._front in self._lying

    def _stays(self, medium: Medium) -> bool:
        return self._codes_stay or medium.type is not MediumType.CODE

    def _still_here(self) -> CardPresented | None:
        return self._lying.get(self._main_reader) or next(reversed(self._lying.values()), None)


_CAUSES: dict[ReaderCondition, Literal["unplugged", "service"]] = {
    ReaderCondition.UNPLUGGED: "unplugged",
    ReaderCondition.NO_SERVICE: "service",
}
