"""A DESFire file's settings as they stand on the wire. MF2DL(H)x0 data sheet, section 11.7; libfreefare for the file types."""

from enum import IntEnum

import msgspec

from domain.errors import Code, Refused
from reader_drivers.card_apps.desfire.secure_messaging import CommMode

FREE = 0xE
"""An access right that asks for no key."""
NEVER = 0xF


class FileType(IntEnum):
    """Of GetFileSettings."""

    STANDARD = 0
    BACKUP = 1
    VALUE = 2
    LINEAR = 3
    CYCLIC = 4
    TRANSACTION_MAC = 5


class Access(msgspec.Struct, frozen=True):
    """Which key number may do what; `FREE` or `NEVER` instead."""

    read: int
    write: int
    read_write: int
    change: int

    def encode(self) -> bytes:
        """The two bytes, the less significant first."""
        return bytes([self.read_write << 4 | self.change, self.read << 4 | self.write])


class FileSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What GetFileSettings says. Fields that a type of file does not have stay 0."""

    type: FileType
    mode: CommMode
    access: Access
    size: int = 0
    """Of the data file, or of one record; bytes."""
    lower: int = 0
    upper: int = 0
    free_get_value: bool = False
    most_records: int = 0
    records: int = 0


_MODES = {0: CommMode.PLAIN, 1: CommMode.MAC, 2: CommMode.PLAIN, 3: CommMode.FULL}


def parse_settings(data: bytes) -> FileSettings:
    """Read a response of GetFileSettings. Raises `Refused(CARD_REJECTED)` for a file that no purse of ours has."""
    try:
        kind = FileType(data[0])
        mode = _MODES[data[1] & 0x03]
        access = Access(data[3] >> 4, data[3] & 0xF, data[2] >> 4, data[2] & 0xF)
    except (IndexError, ValueError, KeyError) as problem:
        raise Refused(Code.CARD_REJECTED, part="file_settings") from problem
    rest = data[4:]
    settings = FileSettings(type=kind, mode=mode, access=access)
    if kind in (FileType.STANDARD, FileType.BACKUP) and len(rest) >= 3:
        return msgspec.structs.replace(settings, size=_unsigned(rest[:3]))
    if kind is FileType.VALUE and len(rest) >= 13:
        limits = {"lower": signed(rest[:4]), "upper": signed(rest[4:8])}
        return msgspec.structs.replace(settings, **limits, free_get_value=bool(rest[12] & 0x02))
    if kind in (FileType.LINEAR, FileType.CYCLIC) and len(rest) >= 9:
        size, most, now = (_unsigned(rest[start : start + 3]) for start in (0, 3, 6))
        return msgspec.structs.replace(settings, size=size, most_records=most, records=now)
    if kind is FileType.TRANSACTION_MAC:
        return settings
    raise Refused(Code.CARD_REJECTED, part="file_settings")


def u24(number: int) -> bytes:
    """Three bytes, the least significant first, as offsets, lengths and sizes are written."""
    return number.to_bytes(3, "little")


def i32(number: int) -> bytes:
    """Four bytes, the least significant first, as values are written."""
    return number.to_bytes(4, "little", signed=True)


def signed(data: bytes) -> int:
    """A value off the wire."""
    return int.from_bytes(data, "little", signed=True)


def _unsigned(data: bytes) -> int:
    return int.from_bytes(data, "little")
