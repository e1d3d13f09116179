"""The arithmetic of AuthenticateEV2First and AuthenticateEV2NonFirst with an AES-128 key.

MF2DL(H)x0 data sheet, sections 9.1.5 to 9.1.7; worked examples in AN12196 and AN12343. Nothing here talks to a card.
"""

import hmac

from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC

from domain.errors import Code, Refused
from reader_drivers.card_apps.desfire.secure_messaging import BLOCK, SecureMessaging, aes_cbc, aes_cbc_decrypt

_TI_BYTES = 4
_FIRST_ANSWER_BYTES = 32
_SV1 = bytes.fromhex("A55A00010080")
_SV2 = bytes.fromhex("5AA500010080")


class Handshake:
    """One mutual authentication: `key` and our random `rnd_a` (16 bytes each), the card's encrypted challenge."""

    def __init__(self, key: bytes, rnd_a: bytes, challenge: bytes) -> None:
        """Raises `Refused(PURSE_ALTERED)` for a challenge that is none."""
        if len(challenge) != BLOCK:
            raise Refused(Code.PURSE_ALTERED)
        self._key = key
        self._rnd_a = rnd_a
        self._rnd_b = aes_cbc_decrypt(key, challenge)

    def answer(self) -> bytes:
        """E(K, RndA ‖ RndB'), 32 bytes: that we have the key."""
        return aes_cbc(self._key, self._rnd_a + _rotated(self._rnd_b))

    def first(self, response: bytes) -> SecureMessaging:
        """The session after AuthenticateEV2First: counter 0 and the card's new transaction identifier.

        Raises `Refused(PURSE_ALTERED)` when the card has not shown that it has the key.
        """
        if len(response) != _FIRST_ANSWER_BYTES:
            raise Refused(Code.PURSE_ALTERED)
        plain = aes_cbc_decrypt(self._key, response)
        self._require(plain[_TI_BYTES : _TI_BYTES + BLOCK])
        return self._session(plain[:_TI_BYTES], 0)

    def next(self, response: bytes, before: SecureMessaging) -> SecureMessaging:
        """The session after AuthenticateEV2NonFirst: new keys; identifier and counter go on. Raises as `first`."""
        if len(response) != BLOCK:
            raise Refused(Code.PURSE_ALTERED)
        self._require(aes_cbc_decrypt(self._key, response))
        return self._session(before.ti, before.counter)

    def _require(self, rotated: bytes) -> None:
        if not hmac.compare_digest(rotated, _rotated(self._rnd_a)):
            raise Refused(Code.PURSE_ALTERED)

    def _session(self, ti: bytes, counter: int) -> SecureMessaging:
        enc_key, mac_key = session_keys(self._key, self._rnd_a, self._rnd_b)
        return SecureMessaging(ti=ti, enc_key=enc_key, mac_key=mac_key, counter=counter)


def session_keys(key: bytes, rnd_a: bytes, rnd_b: bytes) -> tuple[bytes, bytes]:
    """SesAuthENCKey and SesAuthMACKey (section 9.1.7)."""
    mixed = bytes(a ^ b for a, b in zip(rnd_a[2:8], rnd_b[:6], strict=True))
    context = rnd_a[:2] + mixed + rnd_b[6:] + rnd_a[8:]
    return _cmac(key, _SV1 + context), _cmac(key, _SV2 + context)


def _cmac(key: bytes, message: bytes) -> bytes:
    mac = CMAC(algorithms.AES(key))
    mac.update(message)
    return mac.finalize()


def _rotated(block: bytes) -> bytes:
    return block[1:] + block[:1]
