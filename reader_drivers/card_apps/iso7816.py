"""Commands and responses of ISO/IEC 7816-4:2020, over whatever channel a reader gives.

Command APDUs short and extended (section 5.2), command chaining (5.3.3), responses that are fetched in parts (`61 XX`, Get
Response, 11.7.1) or asked for with another length (`6C XX`, 5.6), status words as typed errors. Proprietary classes that give
their own meaning to every status word (DESFire's `91 XX`) pass through `send` untouched.
"""

from enum import Enum

from domain.errors import Bug, Code, Refused
from domain.ports import CardChannel
from reader_drivers.card_apps import traffic

SW_OK = 0x9000

_CHAINED = 0x10
"""CLA bit 5 of the first interindustry classes: more of this command follows (5.4.1)."""
_GET_RESPONSE = 0xC0
_SW1_MORE = 0x61
_SW1_WRONG_LE = 0x6C
_SHORT_DATA = 255
_SHORT_LE = 256
_EXTENDED_DATA = 65_535
_EXTENDED_LE = 65_536
_MOST_ROUNDS = 1_024
"""Of Get Response: an end to a card that always has more."""


class ApduFormat(Enum):
    """What reader and card can do; a card announces extended length in its capabilities, and not every reader passes it on."""

    SHORT = "short"
    """Longer data is chained."""
    EXTENDED = "extended"
    """Longer data goes in one command of extended length; what fits into a short one stays short."""


class StatusError(Refused):
    """The card refused a command; `sw` is its status word. The details name that and nothing else of the exchange."""

    def __init__(self, sw: int) -> None:
        super().__init__(Code.CARD_REJECTED, sw=f"{sw:04X}")
        self.sw = sw


class SmartCard:
    """One card, spoken with in APDUs. From the reader's own thread only."""

    def __init__(self, channel: CardChannel, apdu_format: ApduFormat = ApduFormat.SHORT) -> None:
        self._channel = channel
        self._format = apdu_format

    def command(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"", *, le: int | None = _SHORT_LE) -> bytes:
        """Send and give the response's data. Raises `StatusError` unless the card says 9000, and as `send`."""
        response, sw = self.send(cla, ins, p1, p2, data, le=le)
        if sw != SW_OK:
            raise StatusError(sw)
        return response

    def send(
        self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"", *, le: int | None = _SHORT_LE
    ) -> tuple[bytes, int]:
        """The response's data, put together from all its parts, and the last status word, whatever it is.

        `le` is the most bytes that are expected (256 and 65,536: as many as there are), None when no data is. A command that
        the card refuses in the middle of a chain is not gone on with. Raises `EnvironmentProblem` as `CardChannel.transmit`;
        after it nobody knows whether the command was carried out.
        """
        header = bytes([cla, ins, p1, p2])
        if self._format is ApduFormat.EXTENDED:
            return self._whole(header, encode(header, data, le))
        *first, last = [data[start : start + _SHORT_DATA] for start in range(0, len(data), _SHORT_DATA)] or [b""]
        chained = bytes([cla | _CHAINED]) + header[1:]
        for block in first:
            response, sw = self._exchange(encode(chained, block, None))
            if sw != SW_OK:
                return response, sw
        return self._whole(header, encode(header, last, None if le is None else min(le, _SHORT_LE)))

    def once(self, cla: int, ins: int, p1: int = 0, p2: int = 0, data: bytes = b"") -> tuple[bytes, int]:
        """One short command and whatever came back, data and status word: never a second one, whatever that says.

        For classes whose status words and instructions have meanings of their own, and for commands that must not be sent
        twice. Raises as `send`.
        """
        return self._exchange(encode(bytes([cla, ins, p1, p2]), data, _SHORT_LE))

    def _whole(self, header: bytes, command: bytes) -> tuple[bytes, int]:
        """One command, and whatever is needed to have all of its response."""
        response, sw = self._exact(command)
        parts = [response]
        for _ in range(_MOST_ROUNDS):
            if sw >> 8 != _SW1_MORE:
                break
            ask = bytes([header[0], _GET_RESPONSE, 0, 0, sw & 0xFF])
            response, sw = self._exact(ask)
            parts.append(response)
        return b"".join(parts), sw

    def _exact(self, command: bytes) -> tuple[bytes, int]:
        """One exchange, repeated once when the card names the length that it wants to be asked for: it has done nothing yet."""
        response, sw = self._exchange(command)
        if sw >> 8 == _SW1_WRONG_LE and (again := _with_le(command, sw & 0xFF)) is not None:
            return self._exchange(again)
        return response, sw

    def _exchange(self, command: bytes) -> tuple[bytes, int]:
        response = self._channel.transmit(command)
        traffic.exchanged(command, response)
        return response[:-2], int.from_bytes(response[-2:], "big")


def encode(header: bytes, data: bytes, le: int | None) -> bytes:
    """A command APDU, short where it fits (section 5.2, cases 1 to 4). Raises `Bug` for what no APDU can carry."""
    if len(header) != 4 or len(data) > _EXTENDED_DATA or (le is not None and not 1 <= le <= _EXTENDED_LE):
        raise Bug(part="apdu")
    if len(data) <= _SHORT_DATA and (le is None or le <= _SHORT_LE):
        lc = bytes([len(data)]) + data if data else b""
        return header + lc + (b"" if le is None else bytes([le % _SHORT_LE]))
    lc = len(data).to_bytes(2, "big") + data if data else b""
    return header + b"\0" + lc + (b"" if le is None else (le % _EXTENDED_LE).to_bytes(2, "big"))


def _with_le(command: bytes, le: int) -> bytes | None:
    """The same command with another Le; None for one that has none. `le` 0 asks for 256 bytes."""
    body = command[4:]
    if len(body) > 1 and body[0] == 0:
        data_bytes = int.from_bytes(body[1:3], "big")
        if len(body) == 3:
            return command[:-2] + (le or _SHORT_LE).to_bytes(2, "big")
        return command[:-2] + (le or _SHORT_LE).to_bytes(2, "big") if len(body) == 3 + data_bytes + 2 else None
    if len(body) == 1 or (len(body) > 1 and len(body) == 1 + body[0] + 1):
        return command[:-1] + bytes([le])
    return None
