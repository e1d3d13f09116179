"""The library desk: a tap becomes the library's own patron number, and nothing else about the person is told."""

import msgspec

from domain.errors import Code, Refused
from domain.events import PatronLookedUp
from domain.media import Medium
from station.context import Context
from station.views import PatronView

_PAGES = "library_pages"
"""Name of the journal's note of which pages were let in."""


class LibraryDesk:
    """From card to patron number, from the downloaded table, with or without a network."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def patron(self, medium: Medium) -> PatronView:
        """The patron number behind a card.

        Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED, PATRON_NOT_MEMBER, PATRON_SUSPENDED or STAFF_NOT_ALLOWED,
        and as `Context.presented`; `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED.
        """
        context = self._context
        operator = context.operator("library")
        libraries = context.programme().libraries
        if not libraries:
            raise Refused(Code.PATRON_NOT_MEMBER)
        service = libraries[0].id
        digest = context.presented(medium, operator)
        card = context.usable(digest)
        row = context.registry.patron(service, card.holder) if card.holder is not None else None
        usable = row is not None and row.good_standing
        with context.journal.act() as act:
            act.append(PatronLookedUp(service=service, found=usable), medium=digest, operator=operator)
        context.sync.offer()
        if row is None:
            raise Refused(Code.PATRON_NOT_MEMBER)
        if not row.good_standing:
            raise Refused(Code.PATRON_SUSPENDED)
        return PatronView(service=service, number=row.number)

    def pages(self) -> list[str]:
        """The origins of web pages that somebody has let in here, of those in the settings."""
        kept = self._context.journal.meta(_PAGES)
        named = self._context.settings.library.page_origins
        return [origin for origin in (msgspec.json.decode(kept, type=list[str]) if kept else []) if origin in named]

    def let_in(self, origin: str) -> list[str]:
        """Let the pages of an origin have patron numbers from now on; which ones are let in then.

        Raises `Refused` with STAFF_NOT_ALLOWED, or REQUEST_INVALID for one that is not in the settings.
        """
        if origin not in self._context.settings.library.page_origins:
            raise Refused(Code.REQUEST_INVALID, part="origin")
        return self._keep([*(page for page in self.pages() if page != origin), origin])

    def shut_out(self, origin: str) -> list[str]:
        """They get none any more; which ones are let in then. Raises `Refused(STAFF_NOT_ALLOWED)`."""
        return self._keep([page for page in self.pages() if page != origin])

    def _keep(self, origins: list[str]) -> list[str]:
        self._context.operator("library")
        self._context.journal.put_meta(**{_PAGES: msgspec.json.encode(origins).decode()})
        return origins
