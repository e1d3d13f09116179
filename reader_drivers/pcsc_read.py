"""Reading one card's identifier over PC/SC: connect, Get Data, disconnect, and what each failure means."""

from enum import Enum
from types import ModuleType

from domain.media import Medium, MediumType
from reader_drivers.atr import SW_FINAL, SW_OK, AtrFacts, read_atr

_GET_DATA_IDENTIFIER = [0xFF, 0xCA, 0x00, 0x00, 0x00]
_UID_LENGTHS = frozenset({4, 7, 10})
"""ISO/IEC 14443-3, 6.5.4: single, double and triple size."""
_IDM_LENGTH = 8


class NotRead(Enum):
    """Why a card on the reader gave no identifier."""

    TORN = "torn"
    """It left, or was held askew: another try may succeed."""
    REFUSED = "refused"
    """It was there, and has no identifier that could be used."""


def read_medium(scard: ModuleType, context: int, reader: str, atr: bytes) -> Medium | NotRead:
    """The identifier of the card on `reader`. Never raises for a card, reader or service that goes away.

    The connection is let go with `SCARD_LEAVE_CARD`: after a torn read, unpowering or resetting would leave a card that is
    laid down again before the service's next look unseen until it is lifted once more.
    """
    facts = read_atr(atr)
    if facts.type_b:
        return NotRead.REFUSED
    result, card, protocol = scard.SCardConnect(
        context, reader, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    )
    if result != scard.SCARD_S_SUCCESS:
        return NotRead.TORN
    try:
        pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1
        result, response = scard.SCardTransmit(card, pci, _GET_DATA_IDENTIFIER)
    finally:
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    if result != scard.SCARD_S_SUCCESS:
        return NotRead.TORN
    return _judge(bytes(response), facts)


def _judge(response: bytes, facts: AtrFacts) -> Medium | NotRead:
    # A card that leaves during the exchange shows as success with an empty response, so under two bytes nothing is known.
    if len(response) < 2:
        return NotRead.TORN
    value, status = response[:-2], int.from_bytes(response[-2:], "big")
    if status != SW_OK:
        return NotRead.REFUSED if status in SW_FINAL else NotRead.TORN
    if facts.felica:
        return Medium(MediumType.IDM, value, facts.hint) if len(value) == _IDM_LENGTH else NotRead.REFUSED
    return Medium(MediumType.UID, value, facts.hint) if len(value) in _UID_LENGTHS else NotRead.REFUSED
