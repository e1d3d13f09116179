"""What a DESFire's status byte means. MF2DL(H)x0 data sheet, section 11.2.1; libfreefare for those that it does not have."""

from enum import IntEnum

from domain.errors import Code, Refused


class Status(IntEnum):
    """The second byte of the status word 91 XX."""

    OK = 0x00
    NO_CHANGES = 0x0C
    OUT_OF_MEMORY = 0x0E
    ILLEGAL_COMMAND = 0x1C
    INTEGRITY_ERROR = 0x1E
    NO_SUCH_KEY = 0x40
    LENGTH_ERROR = 0x7E
    PERMISSION_DENIED = 0x9D
    PARAMETER_ERROR = 0x9E
    APPLICATION_NOT_FOUND = 0xA0
    APPLICATION_INTEGRITY = 0xA1
    AUTHENTICATION_DELAY = 0xAD
    AUTHENTICATION_ERROR = 0xAE
    MORE = 0xAF
    BOUNDARY_ERROR = 0xBE
    CARD_INTEGRITY = 0xC1
    COMMAND_ABORTED = 0xCA
    CARD_DISABLED = 0xCD
    COUNT_ERROR = 0xCE
    DUPLICATE = 0xDE
    MEMORY_ERROR = 0xEE
    """The write failed and the card's own rollback ran."""
    FILE_NOT_FOUND = 0xF0
    FILE_INTEGRITY = 0xF1


_CODES: dict[int, Code] = {
    Status.INTEGRITY_ERROR: Code.PURSE_ALTERED,
    Status.NO_SUCH_KEY: Code.PURSE_MISSING,
    Status.APPLICATION_NOT_FOUND: Code.PURSE_MISSING,
    Status.FILE_NOT_FOUND: Code.PURSE_MISSING,
    Status.AUTHENTICATION_DELAY: Code.PURSE_KEY_WRONG,
    Status.AUTHENTICATION_ERROR: Code.PURSE_KEY_WRONG,
    Status.BOUNDARY_ERROR: Code.AMOUNT_OVER_PURSE,
}


class CardRefused(Refused):
    """The card answered a command with another status than success. `status` is the byte, named in `Status` if it is known.

    Its code is the purse's: PURSE_MISSING, PURSE_KEY_WRONG, AMOUNT_OVER_PURSE, PURSE_ALTERED, and CARD_REJECTED for all others.
    """

    def __init__(self, status: int) -> None:
        super().__init__(_CODES.get(status, Code.CARD_REJECTED), sw=f"91{status:02X}")
        self.status = status


class NotDesfire(Refused):
    """The status word was none of a DESFire's (91 XX): another kind of card, or another application is selected."""

    def __init__(self, status_word: int) -> None:
        super().__init__(Code.PURSE_MISSING, sw=f"{status_word:04X}")
