"""Virtual cards as a reader shows them: it answers Get Data for the card, whatever the card itself understands."""

from reader_drivers.card_application import CardApplication

_PSEUDO_CLASS = 0xFF
"""PC/SC part 3, 3.2.2.1: commands of this class are for the reader."""

_SW_NOT_SUPPORTED = bytes.fromhex("6A81")
_SW_BAD_INSTRUCTION = bytes.fromhex("6D00")


class StorageCard:
    """A card that gives its identifier and nothing else, as a reader shows a MIFARE Classic or a FeliCa card.

    `FF CA 00 00 Le` is Get Data of PC/SC part 3, 3.2.2.1.3; the reader itself answers it, for the card.
    """

    def __init__(self, identifier: bytes | None, ats: bytes | None = None) -> None:
        self._data = {b"\x00\x00": identifier, b"\x01\x00": ats}

    def reset(self) -> None:
        """A storage card keeps no session."""

    def apdu(self, command: bytes) -> bytes:
        """What Get Data asks for, 6A81 when there is none, 6D00 for any other command."""
        if command[:2] != b"\xff\xca":
            return _SW_BAD_INSTRUCTION
        data = self._data.get(command[2:4])
        if data is None:
            return _SW_NOT_SUPPORTED
        le = command[4] if len(command) > 4 else 0
        if le not in (0, len(data)):
            return bytes([0x6C, len(data)])
        return data + b"\x90\x00"


class BehindReader:
    """A card application behind a reader that answers Get Data (`FF CA`) for it, for cards laid on vpcd."""

    def __init__(self, application: CardApplication, *, identifier: bytes | None, ats: bytes | None = None) -> None:
        self._application = application
        self._reader = StorageCard(identifier, ats)

    def reset(self) -> None:
        """See `CardApplication.reset`."""
        self._application.reset()

    def apdu(self, command: bytes) -> bytes:
        """See `CardApplication.apdu`."""
        return (self._reader if command[:1] == bytes([_PSEUDO_CLASS]) else self._application).apdu(command)
