"""What a person may see of themselves at a kiosk, once they have proved that the card is theirs. Nothing of it is kept here."""

import msgspec

from domain.events import SecondFactor
from domain.media import Medium
from domain.sealing import seal
from domain.wire_record import HolderRecordRequest, HolderRecordResponse
from station.context import Context


class RecordDesk:
    """Asks the platform, which alone knows. Waits for it for some seconds: never on a screen's thread."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def open(self, medium: Medium, answer: SecondFactor) -> HolderRecordResponse:
        """The record of whoever's card lies here. `answer`: what they proved it with, empty where nothing is asked for.

        Raises as `ShownCodes.require_confirming`; `Refused` with SECOND_FACTOR_WRONG (which is counted), SECOND_FACTOR_LOCKED,
        VIRTUAL_CODE_EXPIRED, VIRTUAL_CODE_USED, CARD_RANDOM_UID, CARD_UNKNOWN, CARD_BLOCKED or CARD_NO_HOLDER;
        `EnvironmentProblem` as `domain.ports.Platform`.
        """
        context = self._context
        context.require_not_revoked()
        if answer.code:
            context.codes.require_confirming(answer.code)
        request = HolderRecordRequest(
            medium=context.digest(medium.require_fixed()),
            digest_key=context.digest_key_id(),
            factor=b"" if answer == SecondFactor() else seal(context.sealing_key(), msgspec.json.encode(answer)),
        )
        return context.platform.holder_record(request, context.settings.platform.answer_s)
