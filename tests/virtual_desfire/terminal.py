"""The other end for these tests: a terminal on `cryptography`'s own CBC and CMAC.

So neither the card's cryptography nor the driver's judges itself.
"""

import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from reader_drivers.card_application import CardApplication
from reader_drivers.virtual_desfire import VirtualDesfire

UID = bytes.fromhex("04112233445566")
AID = bytes.fromhex("0100CC")
ZERO = bytes(16)
TRANSACTION_KEY = bytes(range(0x50, 0x60))
FRAME = 55


class CardSaid(Exception):
    """The card answered something else than OK."""

    def __init__(self, status: int) -> None:
        super().__init__(f"91{status:02X}")
        self.status = status


def three(number: int) -> bytes:
    return number.to_bytes(3, "little")


def four(number: int) -> bytes:
    return number.to_bytes(4, "little", signed=True)


def span(file: int, offset: int, length: int) -> bytes:
    return bytes([file]) + three(offset) + three(length)


def cmac(key: bytes, message: bytes) -> bytes:
    context = CMAC(algorithms.AES(key))
    context.update(message)
    return context.finalize()


def _cbc(key: bytes, iv: bytes, data: bytes, *, decrypts: bool = False) -> bytes:
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv))
    context = cipher.decryptor() if decrypts else cipher.encryptor()
    return context.update(data) + context.finalize()


def wrapped(ins: int, payload: bytes = b"") -> bytes:
    return bytes([0x90, ins, 0, 0]) + (bytes([len(payload)]) + payload if payload else b"") + b"\x00"


class Terminal:
    """One terminal and the card in front of it."""

    def __init__(self, card: CardApplication) -> None:
        self.card = card
        self.counter = 0
        self.identifier = b""
        self.enc_key = self.mac_key = ZERO

    # --- frames

    def frame(self, ins: int, payload: bytes = b"") -> tuple[int, bytes]:
        response = self.card.apdu(wrapped(ins, payload))
        assert response[-2] == 0x91, response.hex()
        return response[-1], response[:-2]

    def exchange(self, ins: int, payload: bytes = b"") -> bytes:
        """Any number of frames both ways."""
        head, rest = payload[:FRAME], payload[FRAME:]
        status, data = self.frame(ins, head)
        while rest and status == 0xAF:
            head, rest = rest[:FRAME], rest[FRAME:]
            status, data = self.frame(0xAF, head)
        while status == 0xAF:
            status, more = self.frame(0xAF)
            data += more
        if status:
            raise CardSaid(status)
        return data

    # --- sessions

    def authenticate(self, number: int, key: bytes = ZERO, *, first: bool = True) -> None:
        rnd_a = os.urandom(16)
        status, data = self.frame(0x71 if first else 0x77, bytes([number, 0] if first else [number]))
        if status != 0xAF:
            raise CardSaid(status)
        rnd_b = _cbc(key, ZERO, data, decrypts=True)
        status, data = self.frame(0xAF, _cbc(key, ZERO, rnd_a + rnd_b[1:] + rnd_b[:1]))
        if status:
            raise CardSaid(status)
        proof = _cbc(key, ZERO, data, decrypts=True)
        if first:
            self.identifier, proof = proof[:4], proof[4:]
            self.counter = 0
        assert proof[:16] == rnd_a[1:] + rnd_a[:1]
        mixed = bytes(a ^ b for a, b in zip(rnd_a[2:8], rnd_b[:6], strict=True))
        context = rnd_a[:2] + mixed + rnd_b[6:] + rnd_a[8:]
        self.enc_key = cmac(key, bytes.fromhex("A55A00010080") + context)
        self.mac_key = cmac(key, bytes.fromhex("5AA500010080") + context)

    def mac_of(self, code: int, data: bytes) -> bytes:
        return cmac(self.mac_key, bytes([code]) + self.counter.to_bytes(2, "little") + self.identifier + data)[1::2]

    def _iv(self, label: str) -> bytes:
        return _cbc(self.enc_key, ZERO, bytes.fromhex(label) + self.identifier + self.counter.to_bytes(2, "little") + bytes(8))

    def plain(self, ins: int, payload: bytes = b"") -> bytes:
        """Without protection, inside a session or outside."""
        data = self.exchange(ins, payload)
        self.counter += 1
        return data

    def mac(self, ins: int, payload: bytes = b"") -> bytes:
        return self._proven(self.exchange(ins, payload + self.mac_of(ins, payload)))

    def sealed(self, ins: int, header: bytes = b"", secret: bytes = b"") -> bytes:
        """A command's data as full mode sends it."""
        sent = header
        if secret:
            padded = secret + b"\x80" + bytes(-(len(secret) + 1) % 16)
            sent += _cbc(self.enc_key, self._iv("A55A"), padded)
        return sent + self.mac_of(ins, sent)

    def full(self, ins: int, header: bytes = b"", secret: bytes = b"") -> bytes:
        data = self._proven(self.exchange(ins, self.sealed(ins, header, secret)))
        if not data:
            return b""
        return _cbc(self.enc_key, self._iv("5AA5"), data, decrypts=True).rstrip(b"\x00")[:-1]

    def _proven(self, response: bytes) -> bytes:
        self.counter += 1
        data, mac = response[:-8], response[-8:]
        assert mac == self.mac_of(0x00, data)
        return data

    def select(self, aid: bytes = AID) -> None:
        self.exchange(0x5A, aid)


RIGHTS = bytes.fromhex("1023")
"""Read with key 2, write with key 3, both with key 1, change with key 0."""


def personalised(mode: int = 1, card: VirtualDesfire | None = None, *, with_mac_file: bool = True) -> Terminal:
    """A card with an application of four keys of zeros, and one file of each kind: 1 value, 2 backup, 3 cyclic, 4 linear,
    5 standard, 15 transaction MAC. Nothing is authenticated."""
    terminal = Terminal(card or VirtualDesfire(UID))
    terminal.exchange(0xCA, AID + bytes.fromhex("0F84"))
    terminal.select()
    terminal.authenticate(0)
    head = bytes([mode]) + RIGHTS
    terminal.mac(0xCC, b"\x01" + head + four(0) + four(10_000) + four(100) + b"\x03")
    terminal.mac(0xCB, b"\x02" + head + three(32))
    terminal.mac(0xC0, b"\x03" + head + three(32) + three(4))
    terminal.mac(0xC1, b"\x04" + head + three(16) + three(2))
    terminal.mac(0xCD, b"\x05" + head + three(100))
    if with_mac_file:
        terminal.full(0xCE, bytes.fromhex("0F00F02F02"), TRANSACTION_KEY + b"\x07")
    terminal.select()
    return terminal
