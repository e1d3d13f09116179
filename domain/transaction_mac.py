"""The transaction MAC of MIFARE DESFire EV2/EV3 and Light: what a card committed, proven to whoever has its key.

Source: NXP MF2DL(H)x0 (DESFire Light) product data sheet rev. 3.3, section 10.3, the one public description of it:
SesTMMACKey = CMAC(AppTransactionMACKey, 5A 00 01 00 80 ‖ TMC ‖ UID), TMV = truncated CMAC(SesTMMACKey, TMI), where TMC is the
counter after the commit (4 bytes, least significant first), and the truncation keeps the bytes at odd positions.
"""

import hmac

from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC

UID_BYTES = 7
_BLOCK = 16
_MOST_COUNT = 0xFFFF_FFFF
_LABEL = bytes.fromhex("5A00010080")


def session_key(key: bytes, uid: bytes, tmc: int) -> bytes:
    """SesTMMACKey, 16 bytes (section 10.3.2.3). `tmc` is the counter that the commit answers. Raises `ValueError`."""
    if len(key) != _BLOCK or len(uid) != UID_BYTES or not 1 <= tmc <= _MOST_COUNT:
        raise ValueError("a transaction MAC needs a 16-byte key, a 7-byte UID and a counter from 1")
    return _cmac(key, _LABEL + tmc.to_bytes(4, "little") + uid)


def transaction_mac(key: bytes, uid: bytes, tmc: int, tmi: bytes) -> bytes:
    """TMV, 8 bytes (section 10.3.2.4). Raises `ValueError` for a key, UID, counter or input that no card could have."""
    if not tmi or len(tmi) % _BLOCK:
        raise ValueError("a transaction MAC's input is padded to whole blocks")
    return _cmac(session_key(key, uid, tmc), tmi)[1::2]


def verify(key: bytes, uid: bytes, tmc: int, tmv: bytes, tmi: bytes) -> bool:
    """Whether the card of `uid` committed exactly the transaction that `tmi` stands for, as its number `tmc`.

    False for everything malformed too: these are numbers that a station has reported.
    """
    try:
        expected = transaction_mac(key, uid, tmc, tmi)
    except ValueError:
        return False
    return hmac.compare_digest(expected, tmv)


def _cmac(key: bytes, message: bytes) -> bytes:
    mac = CMAC(algorithms.AES(key))
    mac.update(message)
    return mac.finalize()
