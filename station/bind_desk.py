"""A card that is nobody's, tied to whoever stands at the kiosk with a one-time code of theirs."""

from uuid import UUID

import msgspec

from domain.events import BoundMedium, CardBound
from domain.media import Medium
from domain.sealing import seal
from domain.wire_record import BindLookRequest
from station.context import Context
from station.counter_desk import from_outcome
from station.views import IssueResult


class BindDesk:
    """Waits for the platform for some seconds: never on a screen's thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def consents(self) -> list[str]:
        """What has to be agreed to first, as it is written down: purposes and versions."""
        return [f"{each.purpose}@{each.version}" for each in self._context.programme().consents if each.required]

    def bind(self, op_id: UUID, medium: Medium, *, carrier: str, code: str) -> IssueResult:
        """Tie the card that lies here to whose code this is, who has agreed to `consents`. The same `op_id` is the same act.

        The platform is asked first whose it is, so never with no network; from then on it is an act like the counter's. Raises
        `Refused` with VIRTUAL_CODE_INVALID, VIRTUAL_CODE_EXPIRED or VIRTUAL_CODE_USED, as `Context.blank`, or with
        CARD_ALREADY_BOUND; `EnvironmentProblem` with PLATFORM_BUSY after too many wrong codes, or as `CounterDesk.bind`.
        """
        context = self._context
        context.require_not_revoked()
        if not context.journal.contains(op_id):
            digest = context.blank(medium)
            sealed_code = seal(context.sealing_key(), code.encode("ascii", "replace"))
            asked = BindLookRequest(op_id=op_id, medium=digest, digest_key=context.digest_key_id(), code=sealed_code)
            found = context.platform.bind_look(asked, context.settings.platform.answer_s)
            payload = CardBound(
                holder=found.holder,
                via_medium=found.via_medium,
                carrier=carrier,
                provisional=False,
                by_code=True,
                consents=self.consents(),
            )
            sealed = seal(context.sealing_key(), msgspec.json.encode(BoundMedium(uid=medium.value, code=code)))
            with context.journal.act() as act:
                # Asked again inside: two presses may both have found nothing before.
                if not context.journal.contains(op_id):
                    act.append(payload, op_id=op_id, medium=context.blank(medium), operator=context.attendant(), sealed=sealed)
        outcome = context.ask_now(op_id)
        bound = context.journal.event(op_id).payload
        return from_outcome(op_id, bound.holder if isinstance(bound, CardBound) else UUID(int=0), outcome)
