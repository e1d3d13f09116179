"""The event desk: a tap signs in, the next one signs out."""

from typing import Literal

from domain import attendance
from domain.attendance import Tap
from domain.errors import Code, Refused
from domain.events import SignedIn, SignedOut
from domain.media import Medium
from domain.programme import ActivityType
from domain.wire import ActivityRow
from offline_store.journal import Act
from offline_store.projections import Presence, Projections
from station.context import Context, KnownCard
from station.views import ActivityView, AttendanceCounts, TapResult


class EventDesk:
    """Sign in and out. A tap is decided and durable within milliseconds and never waits for the network."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def activities(self) -> list[ActivityView]:
        """The open activities, the earliest first."""
        return [
            ActivityView(activity=row.activity, title=row.title, type=row.type, starts_ms=row.starts_ms, ends_ms=row.ends_ms)
            for row in self._context.registry.activities()
        ]

    def counts(self, activity: str) -> AttendanceCounts:
        """How many are here."""
        with self._context.journal.reading() as local:
            return _counts(local, activity)

    def tap(self, activity: str, medium: Medium) -> TapResult:
        """What this tap means, booked.

        A card that nobody knows is a walk-in. Raises `Refused` with ACTIVITY_UNKNOWN, ACTIVITY_CLOSED, CARD_RANDOM_UID,
        CARD_BLOCKED or STAFF_NOT_ALLOWED; `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED.
        """
        context = self._context
        operator = context.operator("event")
        with context.felt(medium):
            result = self._tap(activity, medium, operator)
        context.sync.offer()
        return result

    def _tap(self, activity: str, medium: Medium, operator: str) -> TapResult:
        context = self._context
        row, rule = self._open_activity(activity)
        digest = context.digest(medium.require_fixed())
        card = context.known(digest)
        if card is not None and card.state.blocked:
            raise Refused(Code.CARD_BLOCKED)
        walk_in = self._walk_in(row, card)
        with context.journal.act() as act:
            return self._decide(act, rule, row, digest, operator, walk_in=walk_in, known=card is not None)

    def _open_activity(self, activity: str) -> tuple[ActivityRow, ActivityType]:
        row = self._context.registry.activity(activity)
        if row is None:
            raise Refused(Code.ACTIVITY_UNKNOWN)
        rule = self._context.programme().activity_type(row.type)
        if rule is None:
            raise Refused(Code.ACTIVITY_UNKNOWN)
        if not row.open:
            raise Refused(Code.ACTIVITY_CLOSED)
        return row, attendance.lowered(rule, row.points_flat, row.points_per_hour, row.points_at_most)

    def _walk_in(self, row: ActivityRow, card: KnownCard | None) -> bool:
        if card is None or card.holder is None:
            return True
        registry = self._context.registry
        return registry.has_roster(row.activity) and not registry.registered(row.activity, card.holder)

    def _decide(
        self, act: Act, rule: ActivityType, row: ActivityRow, digest: bytes, operator: str, *, walk_in: bool, known: bool
    ) -> TapResult:
        now_ms = self._context.now_ms()
        stay = act.local.presence(row.activity, digest)
        match attendance.decide(rule, open_since_ms=_open_since(stay), last_tap_ms=_last_tap(stay), now_ms=now_ms):
            case Tap.SIGN_IN:
                event = act.append(SignedIn(activity=row.activity, walk_in=walk_in), medium=digest, operator=operator)
                did: Literal["in", "out", "already"] = "in"
                since_ms, minutes, points = event.corrected_ms, 0, 0
            case Tap.SIGN_OUT if stay is not None:
                minutes = attendance.minutes_between(stay.in_ms, now_ms)
                points = attendance.points_for(rule, minutes)
                payload = SignedOut(activity=row.activity, sign_in=stay.sign_in, minutes=minutes, points=points)
                act.append(payload, medium=digest, operator=operator)
                did, since_ms = "out", stay.in_ms
            case _:
                did, minutes, points = "already", 0, 0
                since_ms = stay.in_ms if stay else now_ms
        return TapResult(
            did=did,
            walk_in=walk_in,
            known_card=known,
            since_ms=since_ms,
            minutes=minutes,
            points=points,
            point_kind=rule.point_kind,
            counts=_counts(act.local, row.activity),
        )


def _open_since(stay: Presence | None) -> int | None:
    return stay.in_ms if stay is not None and stay.out_ms is None else None


def _last_tap(stay: Presence | None) -> int | None:
    return None if stay is None else stay.out_ms if stay.out_ms is not None else stay.in_ms


def _counts(local: Projections, activity: str) -> AttendanceCounts:
    tally = local.tally(activity)
    return AttendanceCounts(present=tally.present, signed_in=tally.signed_in, walk_ins=tally.walk_ins)
