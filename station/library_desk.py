"""The library desk: a tap becomes the library's own patron number, and nothing else about the person is told."""

from domain.errors import Code, Refused
from domain.events import PatronLookedUp
from domain.media import Medium
from station.context import Context
from station.views import PatronView


class LibraryDesk:
    """From card to patron number, from the downloaded table, with or without a network."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def patron(self, medium: Medium) -> PatronView:
        """The patron number behind a card.

        Raises `Refused` with CARD_UNKNOWN, CARD_BLOCKED, PATRON_NOT_MEMBER, PATRON_SUSPENDED or STAFF_NOT_ALLOWED;
        `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED.
        """
        context = self._context
        operator = context.operator("library")
        libraries = context.programme().libraries
        if not libraries:
            raise Refused(Code.PATRON_NOT_MEMBER)
        service = libraries[0].id
        digest = context.digest(medium)
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
