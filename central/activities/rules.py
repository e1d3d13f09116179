"""What an activity's stays count for: the programme's activity type, and what the organiser has lowered of it."""

import msgspec
import sqlalchemy as sa

from central.schema import activities
from domain.attendance import lowered
from domain.programme import ActivityType, Programme

_HOUR_MS = 3_600_000
_FORGOTTEN_AFTER_H = 12
"""For an activity that the platform does not know."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform knows of an activity; `type` None: nothing."""

    agency: str
    type: ActivityType | None
    cancelled_ms: int | None = None

    @property
    def forgotten_after_ms(self) -> int:
        """How long a sign-in may be open before it is a forgotten sign-out."""
        return (_FORGOTTEN_AFTER_H if self.type is None else self.type.close_after_h) * _HOUR_MS


def rules_of(row: sa.Row[tuple[object, ...]] | None, programme: Programme) -> Rules:
    """The rules of an activity's row; None: of an activity that is not known."""
    if row is None:
        return Rules(agency="", type=None)
    values = row._mapping
    of_type = programme.activity_type(values["type"])
    if of_type is not None:
        of_type = lowered(of_type, values["points_flat"], values["points_per_hour"], values["points_at_most"])
    return Rules(agency=values["agency"], type=of_type, cancelled_ms=values["cancelled_ms"])


def find(connection: sa.Connection, programme: Programme, activity: str) -> Rules:
    """The rules of an activity."""
    return rules_of(connection.execute(sa.select(activities).where(activities.c.activity == activity)).one_or_none(), programme)
