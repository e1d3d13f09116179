"""Whose turn it is when a batch's cards are handed out: the order, who was skipped, and who has a card."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from domain.wire_applications import HandOutRow


class HandOutList:
    """The rows of a list, and where one is. Without Qt; answers at once."""

    def __init__(self, can_be_given: Callable[[HandOutRow], bool]) -> None:
        self._can_be_given = can_be_given
        self._given: set[UUID] = set()
        self.rows: list[HandOutRow] = []
        self._at: int | None = None
        self._skipped: set[int] = set()

    def begin(self, rows: list[HandOutRow], given: set[UUID]) -> None:
        """Another list, from the first who has no card yet."""
        self.rows, self._given, self._skipped, self._at = list(rows), set(given), set(), None
        self._at = self._open_after(-1)

    def current(self) -> HandOutRow | None:
        """Whose turn it is; None when nobody is left."""
        return None if self._at is None else self.rows[self._at]

    def has_card(self, row: HandOutRow) -> bool:
        """Whether they have theirs already."""
        return row.application in self._given

    def note_given(self, application: UUID) -> None:
        """They have theirs now."""
        self._given.add(application)

    def note_back(self, application: UUID) -> None:
        """Theirs was given back: it is their turn again, and another one costs nothing."""
        self._given.discard(application)
        self.go_to(application)
        if self._at is not None:
            self.rows[self._at] = msgspec.structs.replace(self.rows[self._at], fee_ntd=0)

    def next(self) -> None:
        """The next who has none; then whoever was skipped."""
        at = self._at if self._at is not None else -1
        self._at = self._open_after(at)
        if self._at is None and self._skipped:
            self._skipped.clear()
            self._at = self._open_after(-1)

    def skip(self) -> None:
        """Pass over whoever it is."""
        if self._at is None:
            return
        if self._is_open(self._at):
            self._skipped.add(self._at)
        self.next()

    def back(self) -> None:
        """Whoever stands before, with a card or without."""
        at = len(self.rows) if self._at is None else self._at
        before = next((each for each in range(at - 1, -1, -1) if self._can_be_given(self.rows[each])), None)
        self._at = before if before is not None else self._at
        if before is not None:
            self._skipped.discard(before)

    def go_to(self, application: UUID) -> None:
        """Whose application that is."""
        self._at = next((at for at, row in enumerate(self.rows) if row.application == application), self._at)
        if self._at is not None:
            self._skipped.discard(self._at)

    def find(self, text: str) -> bool:
        """Go to whoever has that receipt number, label or row; whether there is somebody."""
        wanted = "".join(text.split()).casefold()
        for key in (lambda row: row.receipt, lambda row: row.label, lambda row: str(row.row), _last_word):
            for at, row in enumerate(self.rows):
                if "".join(key(row).split()).casefold() == wanted:
                    self._at = at
                    self._skipped.discard(at)
                    return True
        return False

    def following(self, most: int) -> list[HandOutRow]:
        """Who comes after."""
        found: list[HandOutRow] = []
        at = self._at
        while at is not None and len(found) < most:
            at = self._open_after(at)
            if at is not None:
                found.append(self.rows[at])
        return found

    def given_count(self) -> int:
        """How many have their card."""
        return len(self._given)

    def waiting_count(self) -> int:
        """How many have none and may not have one yet."""
        return sum(not self._can_be_given(row) and not self.has_card(row) for row in self.rows)

    def _open_after(self, at: int) -> int | None:
        return next((each for each in range(at + 1, len(self.rows)) if self._is_open(each) and each not in self._skipped), None)

    def _is_open(self, at: int) -> bool:
        return self._can_be_given(self.rows[at]) and not self.has_card(self.rows[at])


def _last_word(row: HandOutRow) -> str:
    """`05` of `三年二班 05`."""
    return row.label.rpartition(" ")[2]
