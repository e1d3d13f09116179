"""What an ATR and a status word tell about a contactless card.

Contactless cards have no ATR; the reader makes one up (PC/SC Workgroup, Interoperability Specification part 3, 3.1.3.2.3):
storage cards get `3B 8F 80 01 80 4F 0C A0 00 00 03 06 SS NN NN 00 00 00 00 TCK`, SS naming the standard and NN NN the card
(part 3 supplemental document). It is a hint and no more: other chips answer like these, and some readers are wrong.
"""

from functools import reduce
from operator import xor

import msgspec

_STORAGE_PREFIX = bytes.fromhex("3B8F8001804F0CA000000306")
_SS_FELICA = 0x11
_SS_TYPE_B = frozenset({0x05, 0x06, 0x07})
_FELICA_NAMES = frozenset({0x003B, 0xF011, 0xF012})
"""003B by the supplemental document; F011 and F012 (212 and 424 kbit/s) are the ACR122U's own (its API manual, 3.1)."""

_CARD_NAMES = {
    0x0001: "MIFARE Classic 1K",
    0x0002: "MIFARE Classic 4K",
    0x0003: "MIFARE Ultralight",
    0x0026: "MIFARE Mini",
    0x0036: "MIFARE Plus 2K SL1",
    0x0037: "MIFARE Plus 4K SL1",
    0x0038: "MIFARE Plus 2K SL2",
    0x0039: "MIFARE Plus 4K SL2",
}
_ISO_DEP_TD = bytes.fromhex("8001")
"""TD1 and TD2 of every ATR that a reader makes for a card with ISO/IEC 14443-4 (PC/SC part 3, 3.1.3.2.3.1)."""

_HISTORICAL = {
    bytes.fromhex("80"): "MIFARE DESFire",
    bytes.fromhex("C1052F2F01BCD6"): "MIFARE Plus X",
    bytes.fromhex("C1052F2F0035C7"): "MIFARE Plus S",
    bytes.fromhex("C105213000F6D1"): "MIFARE Plus SE",
    bytes.fromhex("C10521300077C1"): "MIFARE Plus EV1",
}
"""Historical bytes as NXP ships its cards (AN10833, ATS table). Of a DESFire neither EV1, EV2 nor EV3 can be told by them, and
NTAG 424 DNA has the same; who must know asks the card (GetVersion)."""

STANDARD_ISO14443A = 0x03
NAME_CLASSIC_1K = 0x0001
NAME_FELICA = 0x003B

SW_OK = 0x9000
SW_FINAL = frozenset({0x6A81, 0x6D00, 0x6E00, 0x6A86})
"""Status words that a second try will not change: function, instruction, class or P1-P2 not supported (ISO/IEC 7816-4, 5.6)."""


class AtrFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the reader's made-up ATR says."""

    hint: str = ""
    felica: bool = False
    """The identifier is an IDm, not a UID."""
    type_b: bool = False
    """ISO/IEC 14443 type B: its PUPI is drawn anew at every tap, so nothing can be bound to it."""


def read_atr(atr: bytes) -> AtrFacts:
    """What `atr` suggests; all empty for an ATR that says nothing. Any thread."""
    if historical := historical_bytes(atr):
        return AtrFacts(hint=_HISTORICAL.get(historical, ""))
    if not atr.startswith(_STORAGE_PREFIX) or len(atr) < len(_STORAGE_PREFIX) + 3:
        return AtrFacts()
    standard = atr[len(_STORAGE_PREFIX)]
    name = int.from_bytes(atr[len(_STORAGE_PREFIX) + 1 : len(_STORAGE_PREFIX) + 3], "big")
    if standard == _SS_FELICA or name in _FELICA_NAMES:
        return AtrFacts(hint="FeliCa", felica=True)
    return AtrFacts(hint=_CARD_NAMES.get(name, ""), type_b=standard in _SS_TYPE_B)


def historical_bytes(atr: bytes) -> bytes:
    """The historical bytes of an ISO/IEC 14443-4 card's ATS as the reader put them into its ATR; empty for other cards."""
    if atr.startswith(_STORAGE_PREFIX) or len(atr) < 5 or atr[0] != 0x3B or atr[1] & 0xF0 != 0x80 or atr[2:4] != _ISO_DEP_TD:
        return b""
    return atr[4 : 4 + (atr[1] & 0x0F)]


def iso_dep_atr(historical: bytes) -> bytes:
    """The ATR that a reader makes up for a card with ISO/IEC 14443-4; what is over 15 bytes is cut."""
    kept = historical[:15]
    body = bytes([0x3B, 0x80 | len(kept)]) + _ISO_DEP_TD + kept
    return body + bytes([reduce(xor, body[1:])])


def storage_card_atr(name: int = NAME_CLASSIC_1K, standard: int = STANDARD_ISO14443A) -> bytes:
    """The ATR that a reader makes up for a storage card, TCK (ISO/IEC 7816-3, 8.2.5) included."""
    body = _STORAGE_PREFIX + bytes([standard]) + name.to_bytes(2, "big") + bytes(4)
    return body + bytes([reduce(xor, body[1:])])
