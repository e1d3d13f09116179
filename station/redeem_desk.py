"""What a citizen's card holds, and points that become stored value, at a kiosk and at a counter.

Value that waits at the platform is redeemed here; value that lives on the card itself is loaded by `station.load_desk`.
"""

from contextlib import suppress
from uuid import UUID

import msgspec

from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import RedeemRequested, SecondFactor
from domain.ids import recovery_code
from domain.media import Medium, MediumType
from domain.ports import Feedback
from domain.programme import PointKind, Purse
from domain.sealing import seal
from domain.wire import BalanceResponse, OutcomeStatus, RedeemResult
from station.context import Context
from station.load_desk import LoadDesk
from station.redeem_rules import check_amount, purse_of, redeem_rules
from station.views import CardBalance, RedeemView

_CANNOT_BE_ASKED = (Code.PLATFORM_UNREACHABLE, Code.PLATFORM_NOT_OURS, Code.PLATFORM_TLS, Code.PLATFORM_BUSY)

_FEEDBACK = {
    "done": Feedback.DONE,
    "pending": Feedback.ATTENTION,
    "refused": Feedback.REFUSED,
    "unknown": Feedback.ATTENTION,
}
"""How the reader tells of a wish's state."""


class RedeemDesk:
    """A card on the reader. Methods wait for the platform for some seconds: never on a screen's thread."""

    def __init__(self, context: Context, loads: LoadDesk) -> None:
        self._context = context
        self._loads = loads

    def new_op_id(self) -> UUID:
        """One for each wish: pressing twice is then the same wish."""
        return self._context.new_op_id()

    def tapped(self, medium: Medium) -> CardBalance:
        """`balance` for whoever has laid the card down and proved nothing: not whose it is, nor of which kind or what
        became of their wishes, so that a found card tells nothing about its owner.

        The code of a virtual card is used up by it, and `phone` stands for it from then on. Raises as `balance` and
        `ShownCodes.take`, and `Refused(CODE_IS_NO_CARD)` for any other code.
        """
        with self._context.felt(medium):
            phone = self._phone(medium) if medium.type is MediumType.CODE else None
            balance = self.balance(phone or medium)
        return msgspec.structs.replace(balance, masked_name="", card_kind="", notices=[], phone=phone)

    def _phone(self, shown: Medium) -> Medium:
        context = self._context
        context.require_not_revoked()
        digest = context.codes.take(shown, context.attendant())
        if digest is None:
            raise Refused(Code.CODE_IS_NO_CARD)
        return Medium(MediumType.PHONE, digest)

    def balance(self, medium: Medium) -> CardBalance:
        """What a card holds, for the staff who see its holder; with no network, what can still be wished for.

        A load of this card whose outcome was unknown is settled first, while the card lies there.

        Raises `Refused` with CARD_RANDOM_UID, CARD_UNKNOWN, CARD_BLOCKED, CARD_EXPIRED or CARD_NO_HOLDER; `EnvironmentProblem`
        when this station has been shut out.
        """
        context = self._context
        context.require_not_revoked()
        digest = context.digest(medium.require_fixed())
        card = context.known(digest)
        if card is not None and card.state.blocked:
            raise Refused(Code.CARD_EXPIRED if card.state is CardState.EXPIRED else Code.CARD_BLOCKED)
        try:
            answer = self._asked(digest)
            before = self._earlier_load(medium, answer)
        except EnvironmentProblem as problem:
            if problem.code not in _CANNOT_BE_ASKED:
                raise
            context.sync.wake()
            return self._offline(medium, digest, context.usable(digest).card_kind)
        if before is not None and before.state != "unknown":
            # What has been settled is told in any case; the earlier answer offers no more than there is.
            with suppress(EnvironmentProblem):
                answer = self._asked(digest)
        return self._online(medium, digest, answer, before)

    def _asked(self, digest: bytes) -> BalanceResponse:
        context = self._context
        try:
            return context.platform.balance(digest, context.digest_key_id(), context.settings.platform.answer_s)
        except Refused as refused:
            if refused.code is Code.CARD_BLOCKED and refused.details.get("state") == CardState.EXPIRED:
                raise Refused(Code.CARD_EXPIRED) from refused
            raise

    def _earlier_load(self, medium: Medium, answer: BalanceResponse) -> RedeemView | None:
        """What has just become of this card's open load; None when it has none."""
        self._loads.catch_up(medium, answer.open_load.load if answer.open_load else None)
        return None if answer.open_load is None else self._loads.resolve(medium, answer.open_load)

    def redeem(
        self,
        op_id: UUID,
        medium: Medium,
        *,
        purse: str,
        point_kind: str,
        amount_ntd: int,
        birthday: str,
        code: str = "",
    ) -> RedeemView:
        """Turn points into stored value, or note the wish when the platform cannot be asked. The same `op_id` again is the
        same wish.

        `birthday` is month and day as four digits, `code` a virtual card's for `confirm`: what the programme asks for, the
        other empty. Raises as `ShownCodes.require_confirming`, and `Refused`
        with AMOUNT_INVALID, AMOUNT_OVER_PURSE, POINTS_NOT_REDEEMABLE, CARD_BLOCKED, CARD_RANDOM_UID or EVENT_CONFLICT (an
        `op_id` of another card, purse or amount) before anything is journaled; `EnvironmentProblem` DISK_FULL, QUEUE_FULL or
        STATION_REVOKED. For a purse on the card see `LoadDesk.load`.
        """
        context = self._context
        self._require_can_be(op_id, medium, code)
        on_card = context.programme().purse(purse)
        if on_card is not None and context.purse_driver(on_card).on_card:
            return self._loads.load(
                op_id,
                medium,
                purse=purse,
                point_kind=point_kind,
                amount_ntd=amount_ntd,
                birthday=birthday,
                code=code,
                operator=context.attendant(),
            )
        digest = context.digest(medium.require_fixed())
        if not context.journal.contains(op_id):
            context.require_not_revoked()
            known = context.known(digest)
            if known is not None and known.state.blocked:
                raise Refused(Code.CARD_BLOCKED)
            rule, kind = redeem_rules(context.programme(), purse, point_kind)
            sealed = self._sealed(SecondFactor(birthday=birthday, code=code))
            payload = RedeemRequested(
                purse=rule.id,
                point_kind=kind.id,
                points=amount_ntd // kind.ntd_per_point,
                amount_ntd=amount_ntd,
                offline=not context.expect_online(),
            )
            with context.journal.act() as act:
                # Asked again inside: two presses may both have found nothing before.
                if not context.journal.contains(op_id):
                    check_amount(rule, kind, amount_ntd, self._pending_ntd(digest))
                    act.append(payload, op_id=op_id, medium=digest, operator=context.attendant(), sealed=sealed)
        self._require_same(op_id, (digest, purse, point_kind, amount_ntd))
        view = self._decision(op_id)
        context.tell_reader(medium, _FEEDBACK[view.state])
        return view

    def _require_can_be(self, op_id: UUID, medium: Medium, code: str) -> None:
        """Raises as `redeem` for what could only be refused later."""
        if medium.type is MediumType.PHONE:
            raise Refused(Code.POINTS_NOT_REDEEMABLE)
        if code and not self._context.journal.contains(op_id):
            self._context.codes.require_confirming(code)

    def _sealed(self, answer: SecondFactor) -> bytes | None:
        """For the platform, where the programme asks for one."""
        if self._context.programme().second_factor.redeem == "none":
            return None
        return seal(self._context.sealing_key(), msgspec.json.encode(answer))

    def _require_same(self, op_id: UUID, wish: tuple[bytes, str, str, int]) -> None:
        event = self._context.journal.event(op_id)
        noted = event.payload
        if not isinstance(noted, RedeemRequested):
            raise Refused(Code.EVENT_CONFLICT)
        if wish != (event.medium, noted.purse, noted.point_kind, noted.amount_ntd):
            raise Refused(Code.EVENT_CONFLICT)

    def _decision(self, op_id: UUID) -> RedeemView:
        outcome = self._context.ask_now(op_id)
        event = self._context.journal.event(op_id)
        if not isinstance(event.payload, RedeemRequested):
            raise Refused(Code.EVENT_CONFLICT)
        view = RedeemView(
            op_id=op_id,
            state="pending",
            points=event.payload.points,
            amount_ntd=event.payload.amount_ntd,
            recovery_code=recovery_code(op_id),
            at_ms=event.corrected_ms,
        )
        if outcome is None or outcome.status is OutcomeStatus.HELD:
            return view
        if isinstance(outcome.result, RedeemResult):
            refusal = outcome.result.refusal
            return msgspec.structs.replace(view, state="done" if refusal is None else "refused", code=refusal)
        if outcome.code is not None:
            return msgspec.structs.replace(view, state="refused", code=outcome.code)
        return view

    def _pending_ntd(self, digest: bytes) -> int:
        with self._context.journal.reading() as local:
            return local.pending_wishes_ntd(digest)

    def _online(self, medium: Medium, digest: bytes, answer: BalanceResponse, before: RedeemView | None) -> CardBalance:
        programme = self._context.programme()
        held = {balance.point_kind: balance.points for balance in answer.balances}
        redeemable = [kind for kind in programme.point_kinds if kind.redeemable]
        kind = max(redeemable, key=lambda kind: held.get(kind.id, 0), default=None)
        purse = purse_of(programme, [answer.carrier])
        points = held.get(kind.id, 0) if kind else 0
        pending_ntd = self._pending_ntd(digest)
        on_card = purse is not None and self._context.purse_driver(purse).on_card
        value_ntd = self._loads.peek(medium, purse) if purse is not None and on_card else None
        unsettled = before if before is not None and before.state == "unknown" else None
        most_ntd = 0
        if kind is not None and purse is not None and unsettled is None:
            room_ntd = purse.limit_ntd - ((value_ntd or 0) if on_card else answer.waiting_ntd + pending_ntd)
            most_ntd = max(0, min(points * kind.ntd_per_point - pending_ntd, purse.largest_ntd, room_ntd))
        view = self._view(digest, answer, kind, purse, points=points, most_ntd=most_ntd)
        return msgspec.structs.replace(
            view,
            on_card=on_card,
            card_value_ntd=value_ntd,
            settled=before if unsettled is None else None,
            unsettled=unsettled,
        )

    def _offline(self, medium: Medium, digest: bytes, card_kind: str) -> CardBalance:
        programme = self._context.programme()
        kind = next((kind for kind in programme.point_kinds if kind.redeemable), None)
        rule = programme.kind(card_kind)
        carriers = rule.carriers if rule else [carrier.id for carrier in programme.carriers]
        # Nothing can be loaded onto a phone.
        purse = None if medium.type is MediumType.PHONE else purse_of(programme, carriers)
        on_card = purse is not None and self._context.purse_driver(purse).on_card
        room_ntd = purse.limit_ntd - self._pending_ntd(digest) if purse else 0
        most_ntd = max(0, min(purse.largest_ntd, room_ntd)) if purse and kind and not on_card else 0
        unknown = BalanceResponse(
            server_ms=0, generation="", masked_name="", card_kind=card_kind, card_state="", balances=[], waiting_ntd=0
        )
        view = self._view(digest, unknown, kind, purse, points=0, most_ntd=most_ntd)
        # The card tells its own value with no network, too, so whoever has just loaded it still sees that.
        value_ntd = self._loads.peek(medium, purse) if purse is not None and on_card else None
        return msgspec.structs.replace(view, online=False, on_card=on_card, card_value_ntd=value_ntd)

    def _view(
        self,
        digest: bytes,
        answer: BalanceResponse,
        kind: PointKind | None,
        purse: Purse | None,
        *,
        points: int,
        most_ntd: int,
    ) -> CardBalance:
        offered = [amount for amount in purse.offered_ntd if amount <= most_ntd] if purse else []
        return CardBalance(
            online=True,
            masked_name=answer.masked_name,
            card_kind=answer.card_kind,
            balances=answer.balances,
            waiting_ntd=answer.waiting_ntd,
            notices=answer.notices,
            redeemable_points=points,
            offered_ntd=offered,
            most_ntd=most_ntd if purse and most_ntd >= purse.smallest_ntd else 0,
            purse=purse.id if purse else "",
            point_kind=kind.id if kind else "",
            second_factor=self._context.programme().second_factor.redeem,
            history_factor=self._context.programme().second_factor.history,
            pending_ntd=self._pending_ntd(digest),
        )
