"""A card's own key from a master key: NXP AN10922 rev. 2.2, section 2.2 (AES-128).

The diversified key is AES-CMAC (NIST SP 800-38B) over 01 ‖ M, except that the input is always padded to two blocks: with K2
when padding was needed and K1 when 01 ‖ M fills them. For inputs of more than one block that is the CMAC itself; for one block
it is not, which is why libraries that call a plain CMAC are not AN10922.
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_BYTES = 16
MOST_INPUT = 31
_BLOCK = 16
_INPUT_BYTES = 2 * _BLOCK
_AES_128 = b"\x01"
_REDUCTION = 0x87
_ZERO_IV = bytes(_BLOCK)


def diversify(master: bytes, data: bytes) -> bytes:
    """The 16-byte key of whatever `data` (M, 1 to 31 bytes) names. Raises `ValueError` for other lengths."""
    if len(master) != KEY_BYTES:
        raise ValueError(f"an AES-128 key has {KEY_BYTES} bytes")
    if not 1 <= len(data) <= MOST_INPUT:
        raise ValueError(f"a diversification input has 1 to {MOST_INPUT} bytes")
    first, second = _subkeys(master)
    message = _AES_128 + data
    whole = len(message) == _INPUT_BYTES
    padded = message if whole else (message + b"\x80").ljust(_INPUT_BYTES, b"\0")
    last = _xor(padded[_BLOCK:], first if whole else second)
    return _encrypt(master, padded[:_BLOCK] + last)[-_BLOCK:]


def _subkeys(key: bytes) -> tuple[bytes, bytes]:
    first = _double(_encrypt(key, _ZERO_IV))
    return first, _double(first)


def _double(block: bytes) -> bytes:
    number = int.from_bytes(block) << 1
    if block[0] & 0x80:
        number ^= _REDUCTION
    return (number & ((1 << 128) - 1)).to_bytes(_BLOCK)


def _encrypt(key: bytes, blocks: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(_ZERO_IV)).encryptor()
    return encryptor.update(blocks) + encryptor.finalize()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
