"""Loads onto cards, exactly once: from the intent to the card's own word, and what a card that comes back has to tell.

The states are those of `domain.loads`; each is durable in the journal before the next step is taken, and whatever cuts a load
short leaves a state from which it is ended without guessing (`station.load_ending`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from uuid import UUID

import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from domain.errors import CityCardError, Code, EnvironmentProblem, Refused
from domain.events import LoadIntended, LoadSecrets, LoadSettled
from domain.ids import parse_recovery_code
from domain.loads import LoadState
from domain.media import Medium
from domain.ports import Feedback
from domain.programme import Purse
from domain.sealing import seal
from domain.wire import LoadGrant, LoadGrantRequest, LoadResult, OpenLoad, OpenLoadsRequest, Outcome
from station.card_loads import QUIET_MS, SETTLE_AFTER_MS, CardLoads, Found, Lease, opened_grant
from station.context import Context
from station.load_ending import LoadEnding, found_event
from station.load_steps import LoadSteps
from station.load_views import decided_view, found_view, open_view, own_view, settled_view, unlisted
from station.redeem_rules import check_amount, redeem_rules
from station.turns import Turns
from station.views import RedeemView

log = structlog.get_logger()

_TURN_S = 60.0
"""How long a second press waits for the first, which has limits of its own."""


class LoadDesk:
    """Loads of one station. Methods wait for card and platform for some seconds: never on a screen's thread."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._cards = CardLoads(context)
        self._ending = LoadEnding(context)
        self._turns = Turns()
        self._listed: dict[UUID, OpenLoad] = {}
        self.steps = LoadSteps()

    # --- loading -----------------------------------------------------------------------------------------------------

    def load(
        self,
        op_id: UUID,
        medium: Medium,
        *,
        purse: str,
        point_kind: str,
        amount_ntd: int,
        birthday: str,
        code: str = "",
        operator: str | None = None,
    ) -> RedeemView:
        """Turn points into value on the card that lies on a reader. The same `op_id` again is the same load. `birthday` and
        `code`: as `RedeemDesk.redeem`.

        The view is `done` (the card has it), `refused` (it has not, and the points are the holder's again) or `unknown` (only
        the card can tell). Raises before anything is journaled: `Refused` with AMOUNT_INVALID, AMOUNT_OVER_PURSE,
        POINTS_NOT_REDEEMABLE, CARD_BLOCKED, CARD_RANDOM_UID or LOAD_OPEN (another load of this card is under way here);
        `EnvironmentProblem` with PLATFORM_UNREACHABLE, CARD_REMOVED, READER_NO_EXCHANGE, DISK_FULL, QUEUE_FULL or
        STATION_REVOKED. Raises `Refused(EVENT_CONFLICT)` for an `op_id` of another card, purse or amount.
        """
        context = self._context
        digest = context.digest(medium.require_fixed())
        with self._turn(digest):
            if context.journal.contains(op_id):
                own = self._ending.own(op_id)
                if (own.medium, own.purse, own.point_kind, own.amount_ntd) != (digest, purse, point_kind, amount_ntd):
                    raise Refused(Code.EVENT_CONFLICT)
                self._ending.conclude(op_id, Code.LOAD_GIVEN_UP)
                return own_view(self._ending.own(op_id))
            rule, kind = redeem_rules(context.programme(), purse, point_kind)
            check_amount(rule, kind, amount_ntd)
            self._require_possible(medium, digest)
            wish = LoadIntended(
                purse=rule.id,
                point_kind=kind.id,
                points=amount_ntd // kind.ntd_per_point,
                amount_ntd=amount_ntd,
                grant_key=b"",
            )
            secrets = LoadSecrets(uid=medium.value, birthday=birthday, code=code)
            view = self._begin(op_id, medium, wish=wish, purse=rule, secrets=secrets, operator=operator)
        if view.state != "unknown":
            context.tell_reader(medium, Feedback.DONE if view.state == "done" else Feedback.REFUSED)
        return view

    def _require_possible(self, medium: Medium, digest: bytes) -> None:
        context = self._context
        context.require_not_revoked()
        known = context.known(digest)
        if known is not None and known.state.blocked:
            raise Refused(Code.CARD_BLOCKED)
        if not context.expect_online():
            raise EnvironmentProblem(Code.PLATFORM_UNREACHABLE)
        self._cards.require_reachable(medium)

    def _begin(
        self, op_id: UUID, medium: Medium, *, wish: LoadIntended, purse: Purse, secrets: LoadSecrets, operator: str | None
    ) -> RedeemView:
        context = self._context
        key, lease = X25519PrivateKey.generate(), Lease(context.clock)
        wish = msgspec.structs.replace(wish, grant_key=key.public_key().public_bytes_raw())
        sealed = seal(context.sealing_key(), msgspec.json.encode(secrets))
        with context.journal.act() as act:
            act.append(wish, op_id=op_id, medium=context.digest(medium), operator=operator, sealed=sealed)
        grant: LoadGrant | None = None
        outcome: Outcome | None = None
        problem = Code.INTERNAL
        try:
            self.steps.tell(op_id, "asking")
            grant = self._authorised(op_id, key)
            self.steps.tell(op_id, "writing")
            self._cards.write(op_id, medium, purse, grant, lease)
        except CityCardError as caught:
            problem = caught.code
        finally:
            # Also after a fault of our own, which then goes on to whoever called.
            try:
                self.steps.tell(op_id, "checking")
            finally:
                outcome = self._ending.conclude(op_id, problem, lambda: self._ask_again(op_id, medium, purse, grant))
        view = own_view(self._ending.own(op_id), problem)
        if outcome is not None and outcome.code is not None and _is_open(outcome):
            return msgspec.structs.replace(view, state="unknown", code=outcome.code)
        return view

    def _authorised(self, op_id: UUID, key: X25519PrivateKey) -> LoadGrant:
        """The grant, once the platform holds the points and the journal says so."""
        outcome = self._context.ask_now(op_id)
        if outcome is None:
            raise EnvironmentProblem(self._context.sync.state().upload_problem or Code.PLATFORM_UNREACHABLE)
        result = outcome.result
        if not isinstance(result, LoadResult):
            raise Refused(outcome.code or Code.LOAD_GIVEN_UP)
        if result.state is not LoadState.AUTHORISED:
            raise Refused(result.refusal or Code.LOAD_GIVEN_UP)
        return opened_grant(result.grant, key)

    def _ask_again(self, op_id: UUID, medium: Medium, purse: Purse, grant: LoadGrant | None) -> Found | None:
        """After a commit without a proven answer: the card itself, if it still lies there."""
        if grant is None:
            return None
        try:
            return self._cards.ask(op_id, medium, purse, grant)
        except CityCardError as problem:
            log.info("the card cannot be asked again now", code=problem.code.value)
            return None

    # --- recovery ----------------------------------------------------------------------------------------------------

    def recover(self) -> None:
        """At the station's start, before cards are read: loads that it was killed in. Needs no network, raises nothing."""
        self._ending.recover()

    def peek(self, medium: Medium, purse: Purse) -> int | None:
        """The value that a card shows without proof, None when it cannot be had just now."""
        return self._cards.peek(medium, purse)

    def resolve(self, medium: Medium, load: OpenLoad) -> RedeemView:
        """Settle an open load whose card lies on a reader, by the card's own word.

        `done` (the card has it), `refused` (it has not, and the points are the holder's again), or `unknown` with why not.
        Raises `EnvironmentProblem` for a station that has been shut out, `Refused(CARD_RANDOM_UID)`.
        """
        self._context.require_not_revoked()
        digest = self._context.digest(medium.require_fixed())
        try:
            with self._turn(digest):
                return self._resolved(medium, digest, load)
        except CityCardError as problem:
            return open_view(load, "unknown", problem.code)

    def catch_up(self, medium: Medium, named: UUID | None) -> None:
        """The platform has `named` the card's one open load: any other that this station holds open was decided elsewhere."""
        self._ending.tend()
        digest = self._context.digest(medium)
        with self._context.journal.reading() as local:
            own = local.loads.open_of(digest)
        if own is None or own.load == named:
            return
        try:
            with self._turn(digest):
                self._ending.say_what_is_left(self._ending.own(own.load))
                key = X25519PrivateKey.generate()
                self._ending.learn(own.load, self._grant(own.load, medium, digest, key)[0])
        except CityCardError as problem:
            log.info("what became of an earlier load cannot be asked now", code=problem.code.value)

    def _resolved(self, medium: Medium, digest: bytes, load: OpenLoad) -> RedeemView:
        own = self._ending.local(load.load)
        if own is not None:
            self._ending.say_what_is_left(own)
        key = X25519PrivateKey.generate()
        state, grant = self._grant(load.load, medium, digest, key)
        if not state.open:
            self._ending.learn(load.load, state)
            return decided_view(load, state)
        purse = self._context.programme().purse(load.purse)
        if purse is None:
            raise Refused(Code.PURSE_MISSING)
        found = self._cards.ask(load.load, medium, purse, opened_grant(grant, key))
        if not found.on_card and own is None and self._may_be_under_way(load):
            raise Refused(Code.LOAD_OPEN)
        with self._context.journal.act(ends=True) as act:
            event = act.append(found_event(load.load, found), medium=digest)
        outcome = self._context.ask_now(event.op_id)
        return found_view(load, on_card=found.on_card, value_ntd=found.reading.value_ntd, outcome=outcome)

    def _grant(self, load: UUID, medium: Medium, digest: bytes, key: X25519PrivateKey) -> tuple[LoadState, bytes | None]:
        context = self._context
        request = LoadGrantRequest(
            load=load,
            medium=digest,
            digest_key=context.digest_key_id(),
            uid=seal(context.sealing_key(), medium.value),
            grant_key=key.public_key().public_bytes_raw(),
        )
        answer = context.platform.load_grant(request, context.settings.platform.answer_s)
        return answer.state, answer.grant

    def _may_be_under_way(self, load: OpenLoad) -> bool:
        """Whether the station that began a load could still write it, if this card went back there now."""
        return not load.unknown and self._context.now_ms() - load.at_ms < QUIET_MS

    # --- staff -------------------------------------------------------------------------------------------------------

    def open_loads(self, recovery_code: str = "", medium: Medium | None = None) -> list[OpenLoad]:
        """Loads that nobody has decided yet, the oldest first: that of a recovery code, those of a card, or all.

        Raises `Refused` with RECOVERY_CODE_INVALID, LOAD_NOT_FOUND (nothing fits) or STAFF_NOT_ALLOWED; `EnvironmentProblem`
        when the platform cannot be asked.
        """
        context = self._context
        context.require_not_revoked()
        request = OpenLoadsRequest(
            recovery_code=parse_recovery_code(recovery_code) if recovery_code else "",
            medium=context.digest(medium) if medium is not None else None,
            digest_key=context.digest_key_id(),
        )
        loads = context.platform.open_loads(request, context.settings.platform.answer_s).loads
        if not loads and (recovery_code or medium is not None):
            raise Refused(Code.LOAD_NOT_FOUND)
        self._listed = {load.load: load for load in loads}
        return loads

    def settle_in_ms(self, load: OpenLoad) -> int:
        """How long a load is still taken to be under way, milliseconds; 0 when a supervisor may settle it."""
        if load.unknown:
            return 0
        return min(max(0, load.at_ms + SETTLE_AFTER_MS - self._context.now_ms()), SETTLE_AFTER_MS)

    def settle(self, load: UUID, decision: Literal["confirm", "void"], reason: str) -> RedeemView:
        """A supervisor decides an open load whose card never came back; `reason` in their words, without personal data.

        The view is `done` (confirmed: the card has it) or `refused` (voided: the points are the holder's again), with
        LOAD_DECIDED when it had been decided otherwise before; `pending` while the platform cannot be asked; `unknown` when it
        objects. Raises `Refused` with STAFF_NOT_ALLOWED or LOAD_OPEN (still under way), `EnvironmentProblem` with DISK_FULL,
        QUEUE_FULL or STATION_REVOKED.
        """
        operator = self._context.operator("loads")
        row = self._context.registry.staff(operator)
        if row is None or "supervisor" not in row.roles:
            raise Refused(Code.STAFF_NOT_ALLOWED)
        listed = self._listed.get(load) or unlisted(load)
        if self.settle_in_ms(listed):
            raise Refused(Code.LOAD_OPEN)
        with self._context.journal.act() as act:
            event = act.append(LoadSettled(load=load, decision=decision, reason=reason), operator=operator)
        outcome = self._context.ask_now(event.op_id)
        return settled_view(listed, decision, outcome)

    @contextmanager
    def _turn(self, digest: bytes) -> Iterator[None]:
        with self._turns.turn(digest, _TURN_S) as mine:
            if not mine:
                raise Refused(Code.LOAD_OPEN)
            yield


def _is_open(outcome: Outcome) -> bool:
    """Whether the platform leaves a load open, as when it does not believe its proof."""
    return isinstance(outcome.result, LoadResult) and outcome.result.state.open
