"""What the card answers when it does not do what it was told (MIFARE DESFire Light data sheet MF2DL(H)x0, 11.2, table 25)."""

from enum import IntEnum


class Status(IntEnum):
    """Second byte of the status word `91xx`."""

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
    AUTHENTICATION_ERROR = 0xAE
    ADDITIONAL_FRAME = 0xAF
    BOUNDARY_ERROR = 0xBE
    COMMAND_ABORTED = 0xCA
    DUPLICATE_ERROR = 0xDE
    MEMORY_ERROR = 0xEE
    """A write was cut by a loss of power, and the card's rollback has run."""
    FILE_NOT_FOUND = 0xF0


class NotDone(Exception):
    """A command that the card refuses; its session and its transaction end with it."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.name)
        self.status = status


def require(condition: bool, status: Status) -> None:
    """Raises `NotDone` with `status` unless the condition holds."""
    if not condition:
        raise NotDone(status)
