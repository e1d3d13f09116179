"""The event desk as a gate: a tap is let in, free or for a part of the price, by what all gates know of the visitor."""

from uuid import UUID

from domain import admission, taipei
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import AdmissionEntered
from domain.media import Medium
from domain.programme import Admission
from domain.wire_activities import AdmissionAnswer, AdmissionAsk
from station.context import Context, KnownCard
from station.event_views import EntryView, GateView

SAME_TAP_MS = 5_000
"""A second tap so soon is the same tap: nobody goes in twice at once."""
_ANSWER_S = 1.5
"""A queue stands behind the visitor; then the gate decides by itself."""


class GateDesk:
    """Let visitors in. Durable before the answer; with no network by what this desk has been told and done itself."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def gates(self) -> list[GateView]:
        """The gates of the programme."""
        return [
            GateView(admission=rule.id, place=place) for rule in self._context.programme().admissions for place in rule.places
        ]

    def enter(self, gate: GateView, medium: Medium) -> EntryView:
        """Let a card in.

        Raises `Refused` with ADMISSION_UNKNOWN, CARD_UNKNOWN, CARD_BLOCKED, NOT_ELIGIBLE or STAFF_NOT_ALLOWED, and as
        `Context.presented`; `EnvironmentProblem` DISK_FULL, QUEUE_FULL or STATION_REVOKED.
        """
        context = self._context
        operator = context.operator("event")
        with context.felt(medium):
            rule = self._rule(gate)
            digest = context.presented(medium, operator)
            card = context.usable(digest)
            if card.card_kind not in rule.card_kinds:
                raise Refused(Code.NOT_ELIGIBLE)
            view = self._enter(gate, rule, digest, card, operator)
        context.sync.offer()
        return view

    def _rule(self, gate: GateView) -> Admission:
        rules = self._context.programme().admissions
        rule = next((rule for rule in rules if rule.id == gate.admission and gate.place in rule.places), None)
        if rule is None:
            raise Refused(Code.ADMISSION_UNKNOWN)
        return rule

    def _enter(self, gate: GateView, rule: Admission, digest: bytes, card: KnownCard, operator: str) -> EntryView:
        context = self._context
        visitor = f"m:{digest.hex()}" if card.holder is None else f"h:{card.holder}"
        told = context.registry.admission_days(rule.id, digest, card.holder)
        now_ms = context.now_ms()
        day = taipei.day(now_ms).isoformat()
        with context.journal.reading() as local:
            own = local.entries(rule.id, visitor)
        if own and abs(now_ms - own[-1].at_ms) < SAME_TAP_MS:
            before = own[-1]
            days = {*told, *(entry.day for entry in own)}
            return self._view(rule, days, before.percent, again=True, same_tap=True, asked=False, at_ms=before.at_ms)
        op_id = context.new_op_id()
        answer = self._ask(op_id, gate, digest)
        earlier = {*told, *(entry.day for entry in own)} if answer is None else set(answer.free_days)
        percent = admission.due_percent(rule, earlier, day) if answer is None else answer.percent
        again = any(entry.day == day for entry in own) or (answer is None and day in told)
        with context.journal.act() as act:
            payload = AdmissionEntered(admission=rule.id, place=gate.place, percent=percent)
            event = act.append(payload, medium=digest, operator=operator, op_id=op_id)
            act.local.name_visitor(event.op_id, visitor)
        at_ms = event.corrected_ms
        return self._view(rule, {*earlier, day}, percent, again=again, same_tap=False, asked=answer is not None, at_ms=at_ms)

    def _ask(self, op_id: UUID, gate: GateView, digest: bytes) -> AdmissionAnswer | None:
        """The platform's word, which counts the entry in the same breath; None when it cannot be had while somebody waits.

        Its event has the same op_id, so an answer that was lost is no second entry. Raises `Refused` as the platform does.
        """
        context = self._context
        if not context.expect_online():
            return None
        request = AdmissionAsk(
            op_id=op_id,
            medium=digest,
            digest_key=context.digest_key_id(),
            admission=gate.admission,
            place=gate.place,
            enter=True,
        )
        try:
            return context.platform.admission(request, min(context.settings.platform.answer_s, _ANSWER_S))
        except EnvironmentProblem:
            return None
        except Refused as refused:
            if refused.code in _OF_VISITORS:
                raise
            return None

    def _view(
        self, rule: Admission, days: set[str], percent: int, *, again: bool, same_tap: bool, asked: bool, at_ms: int
    ) -> EntryView:
        today = self._context.today().isoformat()
        with self._context.journal.reading() as local:
            count = local.entries_on(rule.id, today)
        return EntryView(
            percent=percent,
            again=again,
            same_tap=same_tap,
            days_left=admission.days_left(rule, days),
            asked=asked,
            at_ms=at_ms,
            today=count,
        )


_OF_VISITORS = frozenset({Code.CARD_UNKNOWN, Code.CARD_BLOCKED, Code.NOT_ELIGIBLE, Code.STAFF_CARD_NOT_FOR_CITIZENS})
"""What the platform refuses a visitor for; anything else is between it and this desk, which then decides by itself."""
