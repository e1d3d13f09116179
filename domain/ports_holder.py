"""The platform's calls for the person before a kiosk, as a station makes them: see `domain.ports`."""

from typing import Protocol

from domain.wire_record import BindLookRequest, BindLookResponse, HolderRecordRequest, HolderRecordResponse


class HolderCalls(Protocol):
    """Each raises as `domain.ports.Platform`."""

    def holder_record(self, request: HolderRecordRequest, timeout_s: float) -> HolderRecordResponse:
        """What the holder of the card that lies here may see of themselves; a person is waiting.

        Raises `Refused` with SECOND_FACTOR_WRONG, SECOND_FACTOR_LOCKED or VIRTUAL_CODE_EXPIRED too.
        """
        ...

    def bind_look(self, request: BindLookRequest, timeout_s: float) -> BindLookResponse:
        """Whose code was typed or shown, for a card that is nobody's; a person is waiting.

        Raises `Refused` with VIRTUAL_CODE_INVALID, VIRTUAL_CODE_EXPIRED, VIRTUAL_CODE_USED or what keeps the card too.
        """
        ...
