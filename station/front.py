"""Several readers as one place: what the person before a window does, whichever reader they use."""

import threading

from domain.ports import CardGone, CardPresented, CardUnreadable, ReaderEvent
from station.card_worker import Handler


class Front:
    """A `CardWorkers` handler that hands on what concerns the one person before the window. Any thread, one event at a time.

    The card that was presented last, on whichever reader, is the one that is here; that an earlier one leaves another reader
    is nobody's concern. Only the main reader's coming and going is told: a station works without the others.
    """

    def __init__(self, main_reader: str, handler: Handler) -> None:
        self._main_reader = main_reader
        self._handler = handler
        self._lock = threading.Lock()
        self._front = main_reader

    def __call__(self, event: ReaderEvent) -> None:
        """Take in what a reader reports."""
        with self._lock:
            if isinstance(event, CardPresented | CardUnreadable):
                self._front = event.reader
            concerns = event.reader == (self._front if isinstance(event, CardGone) else self._main_reader)
        if concerns or isinstance(event, CardPresented | CardUnreadable):
            self._handler(event)
