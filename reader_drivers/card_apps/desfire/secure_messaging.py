"""EV2 secure messaging: the three communication modes under one authentication, with AES-128 (standard mode, not LRP).

MF2DL(H)x0 data sheet, sections 9.1.1 to 9.1.10 (the same as NT4H2421Gx, 9.1): CMAC truncated to its odd bytes, ISO/IEC 9797-1
padding method 2, an IV made of the transaction identifier and the command counter, which both sides raise by one a command.
"""

import hmac
from enum import IntEnum

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from domain.errors import Bug, Code, Refused

BLOCK = 16
MAC_BYTES = 8
_TI_BYTES = 4
_MOST_COMMANDS = 0xFFFF
_IV_COMMAND = bytes.fromhex("A55A")
_IV_RESPONSE = bytes.fromhex("5AA5")


class CommMode(IntEnum):
    """How data goes over the air; the values are those of a file's communication settings."""

    PLAIN = 0
    MAC = 1
    FULL = 3


class SecureMessaging:
    """One authenticated session: wraps commands and unwraps their responses, in turn. Not for use by two threads."""

    def __init__(self, *, ti: bytes, enc_key: bytes, mac_key: bytes, counter: int = 0) -> None:
        if len(ti) != _TI_BYTES or len(enc_key) != BLOCK or len(mac_key) != BLOCK:
            raise Bug(part="session")
        self.ti = ti
        self.counter = counter
        self._enc_key = enc_key
        self._mac_key = mac_key

    def __repr__(self) -> str:
        return f"SecureMessaging(counter={self.counter})"

    def wrap(self, command: int, header: bytes, data: bytes, mode: CommMode) -> bytes:
        """What follows the command byte: `header` is never enciphered, `data` is in FULL mode.

        Raises `Bug` when the counter is used up: the card would refuse, and the caller has forgotten to authenticate anew.
        """
        if self.counter >= _MOST_COMMANDS:
            raise Bug(part="command_counter")
        if mode is CommMode.PLAIN:
            return header + data
        if mode is CommMode.FULL and data:
            data = self._encrypt(_IV_COMMAND, pad(data))
        return header + data + self._mac(command, header + data)

    def unwrap(self, status: int, payload: bytes, mode: CommMode) -> bytes:
        """The plain data of a successful response; raises the counter, whatever the mode.

        Raises `Refused(PURSE_ALTERED)` when its MAC or padding is wrong: then it is not this card's, or not to this command.
        """
        self.counter += 1
        if mode is CommMode.PLAIN:
            return payload
        data, mac = payload[:-MAC_BYTES], payload[-MAC_BYTES:]
        if not hmac.compare_digest(self._mac(status, data), mac):
            raise Refused(Code.PURSE_ALTERED)
        if mode is CommMode.MAC or not data:
            return data
        if len(data) % BLOCK:
            raise Refused(Code.PURSE_ALTERED)
        return unpad(self._decrypt(_IV_RESPONSE, data))

    def _mac(self, first: int, data: bytes) -> bytes:
        mac = CMAC(algorithms.AES(self._mac_key))
        mac.update(bytes([first]) + self.counter.to_bytes(2, "little") + self.ti + data)
        return truncate(mac.finalize())

    def _iv(self, label: bytes) -> bytes:
        return aes_cbc(self._enc_key, label + self.ti + self.counter.to_bytes(2, "little") + bytes(8))

    def _encrypt(self, label: bytes, blocks: bytes) -> bytes:
        return aes_cbc(self._enc_key, blocks, self._iv(label))

    def _decrypt(self, label: bytes, blocks: bytes) -> bytes:
        return aes_cbc_decrypt(self._enc_key, blocks, self._iv(label))


def truncate(mac: bytes) -> bytes:
    """The 8 bytes at odd positions of a 16-byte CMAC (section 9.1.3)."""
    return mac[1::2]


def pad(data: bytes) -> bytes:
    """ISO/IEC 9797-1 padding method 2 to whole AES blocks: at least one byte is added."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpad(data: bytes) -> bytes:
    """Undo `pad`. Raises `Refused(PURSE_ALTERED)` for what was not padded so."""
    stripped = data.rstrip(b"\0")
    if not stripped.endswith(b"\x80") or len(data) - len(stripped) >= BLOCK:
        raise Refused(Code.PURSE_ALTERED)
    return stripped[:-1]


def aes_cbc(key: bytes, blocks: bytes, iv: bytes = bytes(BLOCK)) -> bytes:
    """AES-128 in CBC mode over whole blocks, without padding."""
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


def aes_cbc_decrypt(key: bytes, blocks: bytes, iv: bytes = bytes(BLOCK)) -> bytes:
    """The inverse of `aes_cbc`."""
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(blocks) + decryptor.finalize()
