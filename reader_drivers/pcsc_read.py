"""Reading one card's identifier over PC/SC: connect, Get Data, disconnect, and what each failure means."""

from enum import Enum

import msgspec

from domain.errors import EnvironmentProblem
from domain.media import Medium, MediumType
from domain.ports import CardChannel
from reader_drivers.atr import SW_FINAL, SW_OK, AtrFacts, historical_bytes, read_atr
from reader_drivers.pcsc_exchange import Connector

_GET_IDENTIFIER = bytes.fromhex("FFCA000000")
_GET_ATS = bytes.fromhex("FFCA010000")
_UID_LENGTHS = frozenset({4, 7, 10})
"""ISO/IEC 14443-3, 6.5.4: single, double and triple size."""
_IDM_LENGTH = 8
_MOST_HISTORICAL_IN_ATR = 15
"""ISO/IEC 7816-3, 8.2.4: K is four bits, so a longer ATS is cut in the ATR."""
_CONNECT_S = 0.5
"""How long another program's transaction may keep a card from being read before it is said to be unreadable."""


class NotRead(Enum):
    """Why a card on the reader gave no identifier."""

    TORN = "torn"
    """It left, or was held askew, or another program holds it: another try may succeed."""
    REFUSED = "refused"
    """It was there, and has no identifier that could be used."""


class CardRead(msgspec.Struct, frozen=True):
    """What a card told about itself."""

    medium: Medium
    ats: bytes
    """Historical bytes of the answer to select; empty for cards that have none."""


def read_card(connector: Connector, reader: str, atr: bytes) -> CardRead | NotRead:
    """The identifier of the card on `reader`. Never raises for a card, reader or service that goes away."""
    facts = read_atr(atr)
    if facts.type_b:
        return NotRead.REFUSED
    try:
        channel = connector.open(reader, alone=False, timeout_s=_CONNECT_S)
        try:
            medium = _judge(channel.transmit(_GET_IDENTIFIER), facts)
            return medium if isinstance(medium, NotRead) else CardRead(medium, _ats(channel, atr))
        finally:
            channel.close()
    except EnvironmentProblem:
        return NotRead.TORN


def _ats(channel: CardChannel, atr: bytes) -> bytes:
    """Historical bytes. The reader has put them into the ATR already (PC/SC part 3, 3.1.3.2.3.1), so that only what did not fit
    there costs an exchange; a card that leaves during it has been read all the same."""
    historical = historical_bytes(atr)
    if len(historical) < _MOST_HISTORICAL_IN_ATR:
        return historical
    try:
        response = channel.transmit(_GET_ATS)
    except EnvironmentProblem:
        return historical
    whole, status = response[:-2], int.from_bytes(response[-2:], "big")
    start = whole.find(historical)
    # Some readers give the historical bytes alone, as the standard says, others the whole ATS.
    return whole[start:] if status == SW_OK and start >= 0 else historical


def _judge(response: bytes, facts: AtrFacts) -> Medium | NotRead:
    value, status = response[:-2], int.from_bytes(response[-2:], "big")
    if status != SW_OK:
        return NotRead.REFUSED if status in SW_FINAL else NotRead.TORN
    if facts.felica:
        return Medium(MediumType.IDM, value, facts.hint) if len(value) == _IDM_LENGTH else NotRead.REFUSED
    return Medium(MediumType.UID, value, facts.hint) if len(value) in _UID_LENGTHS else NotRead.REFUSED
