"""What desks ask the registry. See `offline_store.registry`."""

from abc import ABC, abstractmethod
from typing import Any
from uuid import UUID

from domain.errors import Code, EnvironmentProblem
from domain.wire import ActivityRow, CardRow, PatronRow, StaffRow
from offline_store.registry_rows import STATES, signed


class Lookups(ABC):
    """Answers from the downloaded rows. Any thread; never waits for a download."""

    @abstractmethod
    def _one(self, sql: str, *values: Any) -> Any:
        """The first row of a query."""

    @abstractmethod
    def _all(self, sql: str, *values: Any) -> list[Any]:
        """All rows of a query."""

    @abstractmethod
    def _now_ms(self) -> int:
        """The platform's time."""

    @abstractmethod
    def stale(self) -> bool:
        """Whether the platform has not been heard for so long that nobody's name or number may be believed."""

    def card(self, medium: bytes) -> CardRow | None:
        """What the platform last said about a medium, by its 8-byte digest."""
        row = self._one(
            "SELECT kind, packed & 15, holder FROM cards JOIN kinds ON kinds.number = packed >> 4 WHERE medium = ?",
            signed(medium),
        )
        if row is None:
            return None
        holder = None if row[2] is None else UUID(bytes=row[2])
        return CardRow(medium=medium, card_kind=row[0], state=STATES[row[1]], holder=holder)

    def staff_by_medium(self, medium: bytes) -> StaffRow | None:
        """The active staff member whose card this is. Raises `EnvironmentProblem(REGISTRY_STALE)`."""
        return self._staff("SELECT * FROM staff WHERE medium = ? AND active", medium)

    def staff(self, staff: str) -> StaffRow | None:
        """A staff member by id. Raises `EnvironmentProblem(REGISTRY_STALE)`."""
        return self._staff("SELECT * FROM staff WHERE staff = ?", staff)

    def _staff(self, sql: str, value: bytes | str) -> StaffRow | None:
        self._require_fresh()
        row = self._one(sql, value)
        if row is None:
            return None
        staff, medium, name, roles, pin_hash, active = row
        return StaffRow(staff=staff, medium=medium, name=name, roles=roles.split(), pin_hash=pin_hash, active=bool(active))

    def activities(self) -> list[ActivityRow]:
        """Every open activity, the earliest first."""
        return [_activity(row) for row in self._all("SELECT * FROM activities WHERE open ORDER BY starts_ms, activity")]

    def activity(self, activity: str) -> ActivityRow | None:
        """An activity by id, open or not."""
        row = self._one("SELECT * FROM activities WHERE activity = ?", activity)
        return None if row is None else _activity(row)

    def registered(self, activity: str, holder: UUID) -> bool:
        """Whether a person is on an activity's roster."""
        found = self._one(
            "SELECT 1 FROM roster WHERE activity = ? AND holder = ? AND until_ms >= ?", activity, holder.bytes, self._now_ms()
        )
        return found is not None

    def has_roster(self, activity: str) -> bool:
        """Whether an activity has a registration list at all."""
        found = self._one("SELECT 1 FROM roster WHERE activity = ? AND until_ms >= ?", activity, self._now_ms())
        return found is not None

    def roster(self, activity: str) -> list[tuple[UUID, str]]:
        """Who is registered for an activity, with masked names, in the order of the names."""
        rows = self._all(
            "SELECT holder, masked_name FROM roster WHERE activity = ? AND until_ms >= ? ORDER BY masked_name, holder",
            activity,
            self._now_ms(),
        )
        return [(UUID(bytes=row[0]), row[1]) for row in rows]

    def roster_count(self, activity: str) -> int:
        """How many are registered for an activity."""
        return int(self._one("SELECT count(*) FROM roster WHERE activity = ? AND until_ms >= ?", activity, self._now_ms())[0])

    def admission_days(self, admission: str, medium: bytes, holder: UUID | None) -> list[str]:
        """The free days that a visitor has used, as far as the platform has told: Taipei days, the earliest first."""
        visitor = f"m:{medium.hex()}" if holder is None else f"h:{holder}"
        row = self._one(
            "SELECT days FROM admissions WHERE admission = ? AND visitor = ? AND until_ms >= ?",
            admission,
            visitor,
            self._now_ms(),
        )
        return row[0].split() if row else []

    def patron(self, service: str, holder: UUID) -> PatronRow | None:
        """A person's number in another service's system. Raises `EnvironmentProblem(REGISTRY_STALE)`."""
        self._require_fresh()
        row = self._one("SELECT number, good_standing FROM patrons WHERE service = ? AND holder = ?", service, holder.bytes)
        return row and PatronRow(service=service, holder=holder, number=row[0], good_standing=bool(row[1]))

    def card_count(self) -> int:
        """How many media the registry knows."""
        return int(self._one("SELECT count(*) FROM cards")[0])

    def _require_fresh(self) -> None:
        if self.stale():
            raise EnvironmentProblem(Code.REGISTRY_STALE)


def _activity(row: Any) -> ActivityRow:
    activity, title, agency, kind, starts_ms, ends_ms, is_open, flat, per_hour, at_most, place, capacity, sessions = row
    return ActivityRow(
        activity=activity,
        title=title,
        agency=agency,
        type=kind,
        starts_ms=starts_ms,
        ends_ms=ends_ms,
        open=bool(is_open),
        points_flat=flat,
        points_per_hour=per_hour,
        points_at_most=at_most,
        place=place,
        capacity=capacity,
        sessions=[(int(starts), int(ends)) for starts, _, ends in (each.partition("-") for each in sessions.split())],
    )
