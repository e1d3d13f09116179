"""EV2 secure messaging, the card's side (MIFARE DESFire Light data sheet MF2DL(H)x0 rev. 3.3, 9.1)."""

from enum import IntEnum
from hmac import compare_digest

from reader_drivers.virtual_desfire import crypto
from reader_drivers.virtual_desfire.status import NotDone, Status, require

_LAST_COUNTER = 0xFFFF


class Mode(IntEnum):
    """How a command's data travels, as in a file's settings."""

    PLAIN = 0
    MAC = 1
    FULL = 3


class Session:
    """What an authentication has agreed on."""

    def __init__(self, *, key_number: int, identifier: bytes, enc_key: bytes, mac_key: bytes, counter: int = 0) -> None:
        self.key_number = key_number
        self.identifier = identifier
        """TI, drawn at the first authentication of a session."""
        self.counter = counter
        self._enc_key = enc_key
        self._mac_key = mac_key

    def opened(self, mode: Mode, ins: int, payload: bytes, header_length: int | None) -> bytes:
        """Header and plain data of a command. Raises `NotDone` for a wrong length (7E), MAC or padding (1E)."""
        require(self.counter < _LAST_COUNTER, Status.AUTHENTICATION_ERROR)
        if mode is Mode.PLAIN:
            return payload
        require(len(payload) >= crypto.MAC_LENGTH, Status.LENGTH_ERROR)
        body, mac = payload[: -crypto.MAC_LENGTH], payload[-crypto.MAC_LENGTH :]
        if mode is Mode.MAC or header_length is None:
            header, secret = body, b""
        else:
            require(len(body) >= header_length, Status.LENGTH_ERROR)
            header, secret = body[:header_length], body[header_length:]
            require(len(secret) % crypto.BLOCK == 0, Status.LENGTH_ERROR)
        require(compare_digest(mac, self._mac(ins, self.counter, body)), Status.INTEGRITY_ERROR)
        if not secret:
            return header
        plain = crypto.unpad(crypto.decrypt(self._enc_key, secret, self._iv(b"\xa5\x5a", self.counter)))
        if plain is None:
            raise NotDone(Status.INTEGRITY_ERROR)
        return header + plain

    def sealed(self, mode: Mode, data: bytes) -> bytes:
        """A successful answer's data as it is sent; counts the command."""
        self.counter += 1
        if mode is Mode.PLAIN:
            return data
        if mode is Mode.FULL and data:
            data = crypto.encrypt(self._enc_key, crypto.pad(data), self._iv(b"\x5a\xa5", self.counter))
        return data + self._mac(Status.OK, self.counter, data)

    def _mac(self, code: int, counter: int, data: bytes) -> bytes:
        head = bytes([code]) + counter.to_bytes(2, "little") + self.identifier
        return crypto.truncated(crypto.cmac(self._mac_key, head + data))

    def _iv(self, label: bytes, counter: int) -> bytes:
        return crypto.encrypt(self._enc_key, label + self.identifier + counter.to_bytes(2, "little") + bytes(8))
