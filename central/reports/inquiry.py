"""What a report is asked for, by whom, and what every report needs to say about people."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import cards, people
from central.authority import Authority
from central.schema import activities, stations
from domain.errors import Code, Refused
from domain.masking import mask_name
from domain.programme import PointKind

HIDDEN = "（不公開）"
"""In place of an activity's name that would reveal something of a person's health."""
_SHOWN_DIGITS = 4


class Inquiry(msgspec.Struct, frozen=True, kw_only=True):
    """What to report on. `from_ms` is included, `to_ms` is not; `agency` empty: every agency's."""

    connection: sa.Connection
    authority: Authority
    from_ms: int
    to_ms: int
    agency: str = ""
    activity: str = ""
    station: str = ""
    site: str = ""
    shown: set[UUID] = msgspec.field(default_factory=set)
    """Whose lines a report has."""

    def activity_row(self) -> sa.Row[tuple[object, ...]]:
        """The activity asked for. Raises `Refused` with ACTIVITY_UNKNOWN, or STAFF_NOT_ALLOWED when it is another agency's."""
        row = self.connection.execute(sa.select(activities).where(activities.c.activity == self.activity)).one_or_none()
        if row is None:
            raise Refused(Code.ACTIVITY_UNKNOWN)
        if self.agency and row._mapping["agency"] != self.agency:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        return row


class Titles:
    """Names of activities as this reader may see them: those that award sensitive points only for their own agency."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        rows = inquiry.connection.execute(sa.select(activities.c.activity, activities.c.title))
        self._known: dict[str, str] = {row.activity: row.title for row in rows}

    def of(self, activity: str, agency: str, point_kind: str) -> str:
        """The title of an activity that `agency` awards such points for; what other systems call theirs stays as it is."""
        kind = self._inquiry.authority.programme.point_kind(point_kind)
        if is_sensitive(kind) and self._inquiry.agency != agency:
            return HIDDEN
        return self._known.get(activity, activity)


class Persons:
    """Names and card numbers as a neighbour may see them, looked up once each."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry
        self._names: dict[UUID, str] = {}
        self._numbers: dict[bytes, str] = {}

    def name(self, holder: UUID | None) -> str:
        """`王○明`; empty for somebody unknown or forgotten."""
        if holder is None:
            return ""
        self._inquiry.shown.add(holder)
        if holder not in self._names:
            person = people.particulars_of(self._inquiry.connection, self._inquiry.authority, holder)
            self._names[holder] = "" if person is None else mask_name(person.name)
        return self._names[holder]

    def card_number(self, medium: bytes) -> str:
        """The last four digits of the chip's number (內碼); of a card that was never told: `****`."""
        if medium not in self._numbers:
            uid = cards.uid_of(self._inquiry.connection, self._inquiry.authority, medium)
            self._numbers[medium] = "****" + uid.hex().upper()[-_SHOWN_DIGITS:]
        return self._numbers[medium]

    def any_card_number(self, holder: UUID | None) -> str:
        """That of a person's first card."""
        found = [] if holder is None else cards.of_holder(self._inquiry.connection, holder)
        return self.card_number(found[0].medium) if found else ""


def is_sensitive(kind: PointKind | None) -> bool:
    """Whether the names of activities that award such points are nobody else's business."""
    return kind is not None and kind.sensitive


def sites(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Site and name of every station."""
    rows = connection.execute(sa.select(stations.c.station, stations.c.site, stations.c.name))
    return {row.station: (row.site, row.name) for row in rows}
