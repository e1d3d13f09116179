"""The plain data of ChangeKey with AES-128 keys. MF2DL(H)x0 data sheet, section 11.6.1; AN12196, changing the key."""

import binascii


def changed_key(new: bytes, version: int) -> bytes:
    """For the key that this session authenticated with: NewKey ‖ version."""
    return new + bytes([version])


def changed_other_key(new: bytes, old: bytes, version: int) -> bytes:
    """For another key: (NewKey ⊕ OldKey) ‖ version ‖ CRC32 of the new key, least significant byte first, not complemented."""
    mixed = bytes(a ^ b for a, b in zip(new, old, strict=True))
    checksum = binascii.crc32(new) ^ 0xFFFF_FFFF
    return mixed + bytes([version]) + checksum.to_bytes(4, "little")
