"""Why this station may not speak to the platform any more, kept in the journal's file."""

from domain.errors import Code
from offline_store.journal import Journal


class ShutOut:
    """`domain.ports.ShutOut`. Any thread."""

    def __init__(self, journal: Journal) -> None:
        """STATION_REVOKED is for ever; a station that was taken for a copy asks again: it may have been accepted since."""
        self._journal = journal
        if journal.meta("stopped") == Code.STATION_CLONED:
            journal.put_meta(stopped=None)

    def code(self) -> Code | None:
        """STATION_REVOKED or STATION_CLONED; None for a station in service."""
        code = self._journal.meta("stopped")
        return None if code is None else Code(code)

    def note(self, code: Code, wipe_ordered_ms: int | None) -> None:
        """It has been shut out; `wipe_ordered_ms`: told to wipe itself, by the order of that time."""
        self._journal.put_meta(stopped=code.value, wipe_ordered_ms=None if wipe_ordered_ms is None else str(wipe_ordered_ms))

    def wipe_ordered_ms(self) -> int | None:
        """The order that has been carried out and not been acknowledged yet."""
        ordered_ms = self._journal.meta("wipe_ordered_ms")
        return None if ordered_ms is None else int(ordered_ms)

    def wipe_acknowledged(self) -> None:
        """The platform knows."""
        self._journal.put_meta(wipe_ordered_ms=None)
