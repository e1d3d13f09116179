"""A card that knows one conversation by heart."""

from domain.ports import CardChannel
from reader_drivers.card_apps.desfire.native import Exchange
from reader_drivers.card_apps.iso7816 import SmartCard


class ScriptedCard:
    """Expects command APDUs in order and answers with what was published; hex."""

    def __init__(self, *turns: tuple[str, str]) -> None:
        self._turns = [(bytes.fromhex(command), bytes.fromhex(response)) for command, response in turns]

    @property
    def finished(self) -> bool:
        """Whether the whole conversation was had."""
        return not self._turns

    def transmit(self, command: bytes) -> bytes:
        """The next answer."""
        expected, response = self._turns.pop(0)
        assert command.hex() == expected.hex()
        return response

    def exchange(self) -> Exchange:
        """This card as the native driver takes it."""
        channel: CardChannel = self
        return SmartCard(channel)
