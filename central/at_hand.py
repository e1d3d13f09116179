"""What the answers that persons give are compared with, for the acts of one transaction."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from central import people, prepared
from central.authority import Authority
from central.schema import second_factor_locks
from domain.events import Particulars


class AtHand:
    """What answers are compared with, looked up at once for several persons, under the locks of them all.

    Not for several threads at once; lives as long as its transaction.
    """

    def __init__(self, connection: sa.Connection, authority: Authority) -> None:
        self.connection = connection
        self.authority = authority
        self._rows: dict[UUID, sa.Row[Any] | None] = {}
        self._sealed: dict[UUID, people.Sealed] = {}

    def gather(self, holders: Iterable[UUID]) -> None:
        """Look up these persons."""
        new = set(holders) - self._rows.keys()
        if new:
            self._rows |= dict.fromkeys(new)
            found = prepared.rows_among(self.connection, second_factor_locks.c.holder, new)
            self._rows |= {row.holder: row for row in found}
            self._sealed |= people.sealed_of(self.connection, new)

    def row(self, holder: UUID) -> sa.Row[Any] | None:
        """How often a person has answered wrongly."""
        self.gather([holder])
        return self._rows[holder]

    def particulars(self, holder: UUID) -> Particulars | None:
        """As `people.particulars_of`."""
        self.gather([holder])
        sealed = self._sealed.get(holder)
        return None if sealed is None else people.opened(self.authority, holder, sealed)

    def forget(self, holder: UUID) -> None:
        """Somebody has written down another answer of this person."""
        self._rows.pop(holder, None)
