"""Offering everything once more to a platform that has gone back to an earlier state of its books, a portion at a time.

A journal of years is not queued at one stroke: no act waits for that, and none is refused because of it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from offline_store.meta import Meta
from offline_store.outbox import NEWEST, Outbox

_BEHIND, _UPTO = "offered_again_behind", "offered_again_upto"
_PORTION = 1_000
"""Events that are queued by one transaction."""


class Offering:
    """Any thread; `reading` and `writing` are the journal's."""

    def __init__(
        self,
        meta: Meta,
        outbox: Outbox,
        *,
        reading: Callable[[], AbstractContextManager[object]],
        writing: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._meta = meta
        self._outbox = outbox
        self._reading = reading
        self._writing = writing

    def follow(self, generation: str, before: str) -> bool:
        """See `Journal.follow_generation`."""
        with self._reading():
            known = self._meta.get("generation")
        if known == generation:
            return False
        other = (known or before) not in ("", generation)
        with self._writing():
            self._meta.put(generation=generation)
            if other:
                self._meta.put(told_after=None, **{_BEHIND: "0", _UPTO: str(self._outbox.last_event())})
        return other

    def portion(self, least: int) -> int:
        """Queue the next events when fewer than `least` of those before wait; up to which row what waits is to be sent now."""
        with self._reading():
            if self._meta.get(_UPTO) is None:
                return NEWEST
        with self._writing():
            behind, upto = (int(self._meta.get(name) or 0) for name in (_BEHIND, _UPTO))
            while behind < upto and len(self._outbox.queued("waiting", least, behind)) < least:
                behind = self._outbox.offer_again(behind, upto, max(least, _PORTION))
            done = behind >= upto
            self._meta.put(**{_BEHIND: None if done else str(behind), _UPTO: None if done else str(upto)})
            return NEWEST if done else behind
