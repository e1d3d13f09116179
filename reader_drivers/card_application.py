"""What a virtual card is made of: the application that answers on it, whatever reader it is laid on."""

from typing import Protocol


class CardTorn(Exception):
    """Raised by an application while it answers: the card leaves the field now, and no answer comes."""


class CardApplication(Protocol):
    """What answers on a virtual card. Called from one thread at a time."""

    def reset(self) -> None:
        """Forget the session and whatever is not committed: the card lost power or was reset."""
        ...

    def apdu(self, command: bytes) -> bytes:
        """The response APDU, status word included. Raises `CardTorn` when the card is torn away now."""
        ...
