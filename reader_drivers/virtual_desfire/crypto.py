"""The virtual card's own cryptography, built on nothing but AES over single blocks.

It shares no code with the driver on purpose: a mistake in one must show against the other. Sources: NIST SP 800-38A (CBC),
SP 800-38B (CMAC), MIFARE DESFire Light data sheet MF2DL(H)x0 rev. 3.3, 9.1 (EV2 secure messaging) and 10.3 (Transaction MAC).
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 16
KEY_LENGTH = 16
MAC_LENGTH = 8
_R128 = 0x87
"""SP 800-38B, 5.3."""
_TOP_BIT = 1 << 127
_ALL_BITS = (1 << 128) - 1
_CRC_POLYNOMIAL = 0xEDB88320


def _blocks(key: bytes) -> Cipher[modes.ECB]:
    """The block cipher itself; the modes are built here."""
    return Cipher(algorithms.AES128(key), modes.ECB())  # noqa: S305 - CBC and CMAC chain its single blocks


def xor(left: bytes, right: bytes) -> bytes:
    """Bytewise exclusive or of two equally long strings."""
    if len(left) != len(right):
        raise ValueError("strings of two lengths")
    return (int.from_bytes(left) ^ int.from_bytes(right)).to_bytes(len(left))


def encrypt(key: bytes, data: bytes, iv: bytes = bytes(BLOCK)) -> bytes:
    """AES-128-CBC of whole blocks, without padding."""
    block = _blocks(key).encryptor()
    previous, out = iv, bytearray()
    for at in range(0, len(data), BLOCK):
        previous = block.update(xor(previous, data[at : at + BLOCK]))
        out += previous
    return bytes(out)


def decrypt(key: bytes, data: bytes, iv: bytes = bytes(BLOCK)) -> bytes:
    """The inverse of `encrypt`."""
    return xor(_blocks(key).decryptor().update(data), (iv + data)[: len(data)])


def pad(data: bytes) -> bytes:
    """Padding method 2 of ISO/IEC 9797-1: 80, then zeros to a whole block; a full block where nothing is missing."""
    return data + b"\x80" + bytes(-(len(data) + 1) % BLOCK)


def unpad(data: bytes) -> bytes | None:
    """The inverse of `pad`; None when the padding is wrong."""
    stripped = data.rstrip(b"\x00")
    if not stripped.endswith(b"\x80") or len(data) - len(stripped) >= BLOCK:
        return None
    return stripped[:-1]


def zero_pad(data: bytes) -> bytes:
    """The fewest zeros that fill whole blocks; none where nothing is missing."""
    return data + bytes(-len(data) % BLOCK)


def _double(value: int) -> int:
    doubled = value << 1 & _ALL_BITS
    return doubled ^ _R128 if value & _TOP_BIT else doubled


def cmac(key: bytes, message: bytes) -> bytes:
    """AES-CMAC, 16 bytes (SP 800-38B, 6.2)."""
    subkey = _double(int.from_bytes(_blocks(key).encryptor().update(bytes(BLOCK))))
    if message and len(message) % BLOCK == 0:
        last = message[-BLOCK:]
        head = message[:-BLOCK]
    else:
        subkey = _double(subkey)
        head = message[: len(message) // BLOCK * BLOCK]
        last = pad(message[len(head) :])
    return encrypt(key, head + xor(last, subkey.to_bytes(BLOCK)))[-BLOCK:]


def truncated(mac: bytes) -> bytes:
    """The eight bytes of a CMAC that are sent: every second one, from the second (data sheet 9.1.3)."""
    return mac[1::2]


def crc32(data: bytes) -> bytes:
    """CRC32NK over a new key, least significant byte first: IEEE 802.3 without the final inversion (data sheet 11.6.1)."""
    register = 0xFFFFFFFF
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (_CRC_POLYNOMIAL if register & 1 else 0)
    return register.to_bytes(4, "little")


def session_keys(key: bytes, rnd_a: bytes, rnd_b: bytes) -> tuple[bytes, bytes]:
    """SesAuthENCKey and SesAuthMACKey (data sheet 9.1.7)."""
    # The data sheet numbers bytes from the right: RndA[15..14] are the first two that are sent.
    context = rnd_a[:2] + xor(rnd_a[2:8], rnd_b[:6]) + rnd_b[6:] + rnd_a[8:]
    counter_and_length = bytes.fromhex("00010080")
    return cmac(key, b"\xa5\x5a" + counter_and_length + context), cmac(key, b"\x5a\xa5" + counter_and_length + context)


def transaction_key(key: bytes, uid: bytes, counter: int) -> bytes:
    """SesTMMACKey of the transaction that makes the counter `counter` (data sheet 10.3.2.3)."""
    return cmac(key, bytes.fromhex("5A00010080") + counter.to_bytes(4, "little") + uid)


def transaction_mac(key: bytes, uid: bytes, counter: int, transaction_input: bytes) -> bytes:
    """TMV, 8 bytes, of the transaction that makes the counter `counter` (data sheet 10.3.2.4)."""
    return truncated(cmac(transaction_key(key, uid, counter), transaction_input))
