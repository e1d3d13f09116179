"""A card that is torn off the reader at a chosen moment."""

from typing import Literal

from reader_drivers.card_application import CardApplication, CardTorn
from reader_drivers.virtual_desfire.card import VirtualDesfire
from reader_drivers.virtual_desfire.data_commands import COMMIT

Moment = Literal["before", "after", "during_old", "during_new"]

_CLASS_READER = 0xFF
_COMMIT = bytes([0x90, COMMIT])


class TearingCard:
    """Tears the card away once, and then is the card again when it is laid back.

    `at` counts the command APDUs that reach the card, from 0; Get Data (`FF CA`), which the reader answers, is none. The card
    leaves *before* that one reaches it, or *after* it was carried out and before its answer leaves. *during_old* and
    *during_new* tear in the middle of the first CommitTransaction from `at` on, which leaves all files old (and the rollback's
    91EE for the next first command) or all new. Other applications than `VirtualDesfire` have no commit: *before* and *after*
    only.
    """

    def __init__(self, application: CardApplication, at: int, when: Moment) -> None:
        if when == "during_old" and not isinstance(application, VirtualDesfire):
            raise ValueError("only a DESFire card can be torn in a commit")
        self.application = application
        self._at = at
        self._when = when
        self._seen = 0
        self.torn = False
        """Whether it has happened."""

    @property
    def seen(self) -> int:
        """How many APDUs have reached the card, or would have."""
        return self._seen

    def reset(self) -> None:
        """See `CardApplication.reset`."""
        self.application.reset()

    def apdu(self, command: bytes) -> bytes:
        """See `CardApplication.apdu`; raises `CardTorn` at the chosen moment."""
        if command[:1] == bytes([_CLASS_READER]):
            return self.application.apdu(command)
        position, self._seen = self._seen, self._seen + 1
        if self.torn or not self._now(position, command):
            return self.application.apdu(command)
        self.torn = True
        if self._when in {"after", "during_new"}:
            self.application.apdu(command)
        elif self._when == "during_old" and isinstance(self.application, VirtualDesfire):
            self.application.lose_power_in_commit()
        raise CardTorn

    def _now(self, position: int, command: bytes) -> bool:
        if self._when in {"before", "after"}:
            return position == self._at
        return position >= self._at and command[:2] == _COMMIT
