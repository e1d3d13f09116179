"""Who was signed in at this desk, and who is on the registration list, as lists: to undo, to look for, to print."""

from uuid import UUID

from domain import attendance
from domain.errors import Code, Refused
from domain.masking import mask_name
from domain.programme import ActivityType
from offline_store.projections import LocalStay
from station.context import Context
from station.event_views import RosterPerson, StayLine, There

_MOST_FOUND = 50


class AttendanceList:
    """Read from the store alone, with or without a network. Any thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def recent(self, activity: str, most: int) -> list[StayLine]:
        """The newest sign-ins of this station, undone ones too. Raises `Refused(ACTIVITY_UNKNOWN)`."""
        rule = self._rule(activity)
        with self._context.journal.reading() as local:
            stays = local.stays(activity, most)
        return self._lines(activity, rule, stays)

    def forgotten(self, activity: str) -> list[StayLine]:
        """Sign-ins that nobody signed out in time, the oldest first. Raises as `recent`.

        They count for no minutes; the platform has each of them as an open item until its organiser says how long it was.
        """
        rule, now_ms = self._rule(activity), self._context.now_ms()
        with self._context.journal.reading() as local:
            stays = [stay for stay in local.stays(activity) if stay.out_ms is None and not stay.undone]
        late = [stay for stay in reversed(stays) if attendance.is_forgotten(rule, stay.in_ms, now_ms)]
        return self._lines(activity, rule, late)

    def roster(self, activity: str) -> list[RosterPerson]:
        """Everybody who is registered, by their masked names. Raises as `recent`."""
        rule = self._rule(activity)
        roster = self._context.registry.roster(activity)
        there = self._there(activity, rule)
        return [RosterPerson(holder=holder, masked_name=name, there=there.get(holder, "not_yet")) for holder, name in roster]

    def find(self, activity: str, typed: str) -> list[RosterPerson]:
        """Who on the list may be called what was typed: a whole name, or its beginning. Raises as `recent`.

        The list has masked names only: `王小明` is found as `王○明`, and so is everybody who is masked alike.
        """
        wanted = "".join(typed.split())
        if not wanted:
            return []
        people = self.roster(activity)
        masked = "".join(mask_name(typed).split())
        whole = [person for person in people if "".join(person.masked_name.split()).casefold() == masked.casefold()]
        if whole:
            return whole[:_MOST_FOUND]
        return [person for person in people if person.masked_name.casefold().startswith(wanted[0].casefold())][:_MOST_FOUND]

    def _rule(self, activity: str) -> ActivityType:
        row = self._context.registry.activity(activity)
        rule = None if row is None else self._context.programme().activity_type(row.type)
        if rule is None:
            raise Refused(Code.ACTIVITY_UNKNOWN)
        return rule

    def _there(self, activity: str, rule: ActivityType) -> dict[UUID, There]:
        """People whom this station signed in, and how they stand."""
        with self._context.journal.reading() as local:
            stays = [stay for stay in reversed(local.stays(activity)) if not stay.undone]
        there: dict[UUID, There] = {}
        for stay in stays:
            holder = self._holder(stay.medium)
            if holder is not None:
                there[holder] = "in" if stay.out_ms is None or rule.counts == "once" else "out"
        return there

    def _lines(self, activity: str, rule: ActivityType, stays: list[LocalStay]) -> list[StayLine]:
        names, now_ms = dict(self._context.registry.roster(activity)), self._context.now_ms()
        lines = []
        for stay in stays:
            holder = self._holder(stay.medium)
            line = StayLine(
                sign_in=stay.sign_in,
                sign_out=stay.sign_out,
                who="" if holder is None else names.get(holder, ""),
                by_name=holder is not None and stay.medium == holder.bytes,
                in_ms=stay.in_ms,
                out_ms=stay.out_ms,
                walk_in=stay.walk_in,
                undone=stay.undone,
                forgotten=stay.out_ms is None and attendance.is_forgotten(rule, stay.in_ms, now_ms),
            )
            lines.append(line)
        return lines

    def _holder(self, medium: bytes) -> UUID | None:
        """Whose stay it is: by the card, or by the reference that stands in its place."""
        if len(medium) == _REFERENCE_BYTES:
            return UUID(bytes=medium)
        card = self._context.registry.card(medium)
        return None if card is None else card.holder


_REFERENCE_BYTES = 16
"""A digest is shorter."""
