"""The event desk: a tap signs in, the next one signs out; what was a mistake is undone."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from domain import attendance
from domain.attendance import Mode, Standing, Tap
from domain.errors import Code, Refused
from domain.events import AttendanceUndone, SignedIn, SignedOut
from domain.media import Medium
from domain.programme import ActivityType
from domain.wire import ActivityRow
from offline_store.journal import Act
from offline_store.projections import Presence, Projections
from station.context import Context, KnownCard
from station.views import ActivityView, AttendanceCounts, TapResult

_WHY_NOT = {Standing.NOT_REGISTERED: Code.NOT_REGISTERED, Standing.NOT_ELIGIBLE: Code.NOT_ELIGIBLE}


@dataclass(frozen=True)
class _Comer:
    """Who is to be signed in or out."""

    keys: tuple[bytes, ...]
    """Under which their stays may stand here: the medium's digest, their reference's bytes. The first is that of new stays."""
    medium: bytes | None
    holder: UUID | None
    """None of a card that nobody's name is tied to."""
    card: KnownCard | None
    name: str = ""
    """Masked, of somebody who was found by name."""


@dataclass(frozen=True)
class _Plan:
    """An activity, its rule, and how many are on its list: the registry is asked before the journal is held, never within."""

    row: ActivityRow
    rule: ActivityType
    registered: int


class EventDesk:
    """Sign in and out. A tap is decided and durable within milliseconds and never waits for the network."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def activities(self) -> list[ActivityView]:
        """The open activities, the earliest first."""
        programme = self._context.programme()
        views = []
        for row in self._context.registry.activities():
            rule = programme.activity_type(row.type)
            views.append(
                ActivityView(
                    activity=row.activity,
                    title=row.title,
                    type=row.type,
                    starts_ms=row.starts_ms,
                    ends_ms=row.ends_ms,
                    place=row.place,
                    sessions=row.sessions or [(row.starts_ms, row.ends_ms)],
                    in_out=rule is None or rule.counts == "in_out",
                )
            )
        return views

    def counts(self, activity: str) -> AttendanceCounts:
        """How many are here."""
        plan = self._plan(activity)
        with self._context.journal.reading() as local:
            return self._counts(local, plan)

    def course(self, activity: str) -> list[tuple[int, int]]:
        """How many were here over time: from each moment (corrected milliseconds) on, so many."""
        rule = self._plan(activity).rule
        with self._context.journal.reading() as local:
            stays = [(stay.in_ms, stay.out_ms) for stay in local.stays(activity) if not stay.undone]
        hours = rule.close_after_h if rule.counts == "in_out" else 24 * 366
        return attendance.presence(stays, hours * 3_600_000, self._context.now_ms())

    def tap(self, activity: str, medium: Medium, mode: Mode = Mode.TOGGLE) -> TapResult:
        """What this tap means, booked.

        A card that nobody knows is a walk-in, where the activity takes anyone. Raises `Refused` with ACTIVITY_UNKNOWN,
        ACTIVITY_CLOSED, ACTIVITY_FULL, NOT_REGISTERED, NOT_ELIGIBLE, CARD_BLOCKED or STAFF_NOT_ALLOWED, and as
        `Context.presented`; `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED.
        """
        context = self._context
        operator = context.operator("event")
        with context.felt(medium):
            result = self._book(activity, self._comer(medium, operator), operator, mode)
        context.sync.offer()
        return result

    def by_name(self, activity: str, holder: UUID, mode: Mode = Mode.TOGGLE) -> TapResult:
        """The same for somebody on the registration list who has no card with them; the journal says so. Raises as `tap`."""
        context = self._context
        operator = context.operator("event")
        name = next((name for each, name in context.registry.roster(activity) if each == holder), None)
        if name is None:
            raise Refused(Code.NOT_REGISTERED)
        comer = _Comer(
            keys=(holder.bytes, *self._media_here(activity, holder)), medium=None, holder=holder, card=None, name=name
        )
        result = self._book(activity, comer, operator, mode)
        context.sync.offer()
        return result

    def undo(self, activity: str, sign_in: UUID, sign_out: UUID | None = None) -> AttendanceCounts:
        """Take a wrong sign-in back, or the sign-out alone; nothing when it was undone already. How many are here then.

        Raises `Refused` with ACTIVITY_UNKNOWN or STAFF_NOT_ALLOWED; `EnvironmentProblem` as `tap`.
        """
        context = self._context
        operator = context.operator("event")
        plan = self._plan(activity)
        with context.journal.act() as act:
            stay = act.local.stay(sign_in)
            if stay is not None and not stay.undone and sign_out in (None, stay.sign_out):
                # Not by the medium: who was found by name has none, and the sign-in says all.
                act.append(AttendanceUndone(sign_in=sign_in, sign_out=sign_out), operator=operator)
            counts = self._counts(act.local, plan)
        context.sync.offer()
        return counts

    # --- deciding ---

    def _comer(self, medium: Medium, operator: str) -> _Comer:
        digest = self._context.presented(medium, operator)
        card = self._context.known(digest)
        if card is not None and card.state.blocked:
            raise Refused(Code.CARD_BLOCKED)
        holder = None if card is None else card.holder
        keys = (digest,) if holder is None else (digest, holder.bytes)
        return _Comer(keys=keys, medium=digest, holder=holder, card=card)

    def _media_here(self, activity: str, holder: UUID) -> list[bytes]:
        """The cards by which a person is signed in here, so that they can leave without."""
        with self._context.journal.reading() as local:
            stays = local.stays(activity)
        media = {stay.medium for stay in stays if stay.out_ms is None and not stay.undone}
        found = {medium: self._context.registry.card(medium) for medium in media if medium != holder.bytes}
        return [medium for medium, card in found.items() if card is not None and card.holder == holder]

    def _book(self, activity: str, comer: _Comer, operator: str, mode: Mode) -> TapResult:
        context = self._context
        plan = self._plan(activity)
        if not plan.row.open:
            raise Refused(Code.ACTIVITY_CLOSED)
        standing = self._standing(plan, comer)
        with context.journal.act() as act:
            return self._decide(act, plan, comer, standing, operator=operator, mode=mode)

    def _plan(self, activity: str) -> _Plan:
        row = self._context.registry.activity(activity)
        rule = None if row is None else self._context.programme().activity_type(row.type)
        if row is None or rule is None:
            raise Refused(Code.ACTIVITY_UNKNOWN)
        rule = attendance.lowered(rule, row.points_flat, row.points_per_hour, row.points_at_most)
        return _Plan(row, rule, self._context.registry.roster_count(activity))

    def _standing(self, plan: _Plan, comer: _Comer) -> Standing:
        if comer.name:
            return Standing.REGISTERED
        registered: bool | None = None
        if comer.holder is None:
            registered = False
        elif plan.registered:
            registered = self._context.registry.registered(plan.row.activity, comer.holder)
        kind = None if comer.card is None else comer.card.card_kind
        return attendance.standing(plan.rule, kind=kind, registered=registered)

    def _decide(self, act: Act, plan: _Plan, comer: _Comer, standing: Standing, *, operator: str, mode: Mode) -> TapResult:
        row, rule = plan.row, plan.rule
        now_ms = self._context.now_ms()
        stay = _latest(act.local, row.activity, comer.keys)
        open_since_ms = stay.in_ms if stay is not None and stay.out_ms is None else None
        found = attendance.decide(rule, open_since_ms=open_since_ms, last_tap_ms=_last_tap(stay), now_ms=now_ms, mode=mode)
        minutes = points = 0
        since_ms = stay.in_ms if stay else now_ms
        named = comer.holder if comer.name else None
        if found is Tap.SIGN_IN:
            self._require_room(act.local, plan, standing)
            walk_in = standing is Standing.WALK_IN
            payload = SignedIn(activity=row.activity, walk_in=walk_in, holder=named)
            since_ms = act.append(payload, medium=comer.medium, operator=operator).corrected_ms
        elif found is Tap.SIGN_OUT and stay is not None:
            minutes = attendance.minutes_between(stay.in_ms, now_ms)
            # Nobody gets points for a card that no name is tied to.
            points = attendance.points_for(rule, minutes) if comer.holder is not None else 0
            out = SignedOut(activity=row.activity, sign_in=stay.sign_in, minutes=minutes, points=points, holder=named)
            act.append(out, medium=comer.medium, operator=operator)
        did = _DID[found]
        if did == "already" and mode is Mode.IN and stay is not None and not _same_tap(rule, stay, now_ms):
            did = "was_in"
        return TapResult(
            did=did,
            walk_in=standing is Standing.WALK_IN,
            known_card=comer.card is not None or bool(comer.name),
            since_ms=since_ms,
            minutes=minutes,
            points=points,
            point_kind=rule.point_kind,
            counts=self._counts(act.local, plan),
            by_name=comer.name,
        )

    def _require_room(self, local: Projections, plan: _Plan, standing: Standing) -> None:
        """Whoever is registered has a place; others have one while there is room. Raises `Refused`."""
        if not standing.may_come:
            raise Refused(_WHY_NOT[standing])
        if plan.row.capacity is None or standing is Standing.REGISTERED:
            return
        counts = self._counts(local, plan)
        there = counts.present if plan.rule.counts == "in_out" else counts.signed_in
        if there >= plan.row.capacity:
            raise Refused(Code.ACTIVITY_FULL)

    def _counts(self, local: Projections, plan: _Plan) -> AttendanceCounts:
        rule, now_ms = plan.rule, self._context.now_ms()
        tally = local.tally(plan.row.activity, attendance.forgotten_before_ms(rule, now_ms) if rule.counts == "in_out" else 0)
        return AttendanceCounts(
            present=tally.present,
            signed_in=tally.signed_in,
            walk_ins=tally.walk_ins,
            registered=plan.registered,
            capacity=plan.row.capacity,
            forgotten=tally.forgotten,
        )


_DID: dict[Tap, Literal["in", "out", "already", "was_in", "not_in"]] = {
    Tap.SIGN_IN: "in",
    Tap.SIGN_OUT: "out",
    Tap.SAME_TAP: "already",
    Tap.NOT_IN: "not_in",
}


def _latest(local: Projections, activity: str, keys: tuple[bytes, ...]) -> Presence | None:
    """The stay that goes on, else the last one, under any of these keys."""
    found = [stay for key in keys if (stay := local.presence(activity, key)) is not None]
    return max(found, key=lambda stay: (stay.out_ms is None, stay.in_ms), default=None)


def _last_tap(stay: Presence | None) -> int | None:
    return None if stay is None else stay.out_ms if stay.out_ms is not None else stay.in_ms


def _same_tap(rule: ActivityType, stay: Presence, now_ms: int) -> bool:
    return rule.counts == "once" or abs(now_ms - (_last_tap(stay) or 0)) < rule.debounce_s * 1000
