"""What a card keeps without power: keys, applications, files. Immutable, so that a commit replaces it in one step."""

from typing import Literal

import msgspec

from reader_drivers.virtual_desfire.crypto import KEY_LENGTH

MEMORY = 8192
"""Bytes, as on an EV2 8K."""
MOST_FILES = 32
MOST_KEYS = 14
_BLOCK = 32
_APPLICATION_BLOCKS = 10

FREE = 0xE
NEVER = 0xF
"""Values of an access right that are no key number (data sheet 8.2.3.3)."""

KEYS_SAME = 0xE
KEYS_FROZEN = 0xF
"""Values of the change-key right that are no key number (data sheet 8.2.3.1)."""


class Key(msgspec.Struct, frozen=True):
    """An AES-128 key."""

    value: bytes = bytes(KEY_LENGTH)
    version: int = 0


class Rights(msgspec.Struct, frozen=True):
    """A file's access rights: a key number, `FREE` or `NEVER` each."""

    read: int
    write: int
    both: int
    change: int

    @classmethod
    def parsed(cls, data: bytes) -> "Rights":
        """From the two bytes on the interface, least significant first."""
        return cls(read=data[1] >> 4, write=data[1] & 0xF, both=data[0] >> 4, change=data[0] & 0xF)

    def encoded(self) -> bytes:
        """As on the interface."""
        return bytes([self.both << 4 | self.change, self.read << 4 | self.write])


class _File(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    mode: int
    """Communication: 0 plain, 1 MAC, 3 full."""
    rights: Rights


class DataFile(_File, frozen=True, kw_only=True, tag="data"):
    """A standard data file, or a backup data file with its mirror."""

    content: bytes
    backup: bool


class ValueFile(_File, frozen=True, kw_only=True, tag="value"):
    """A value file; the limits are the lowest and the highest value that it may hold."""

    lower: int
    upper: int
    value: int
    limited_credit: bool
    limited_credit_left: int
    """What LimitedCredit may give back: the debits of the last transaction that had any."""
    free_get_value: bool


class RecordFile(_File, frozen=True, kw_only=True, tag="records"):
    """A linear or cyclic record file, oldest record first."""

    record_size: int
    most: int
    cyclic: bool
    records: tuple[bytes, ...] = ()

    @property
    def capacity(self) -> int:
        """How many records can be read; a cyclic file needs one for its mirror."""
        return self.most - 1 if self.cyclic else self.most


class MacFile(_File, frozen=True, kw_only=True, tag="transaction_mac"):
    """The transaction MAC file of an application, with its key."""

    key: Key
    counter: int = 0
    mac: bytes = bytes(8)


File = DataFile | ValueFile | RecordFile | MacFile


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """One application."""

    settings: int
    keys: tuple[Key, ...]
    files: dict[int, File] = {}
    commits: int = 0
    """Transactions committed since it was created."""

    def mac_file(self) -> tuple[int, MacFile] | None:
        """Number and file, where it has one."""
        return next(((number, file) for number, file in self.files.items() if isinstance(file, MacFile)), None)


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """The whole card. `master` is None while it is the DES key that cards are delivered with."""

    uid: bytes
    software: Literal["ev2", "ev3"]
    master: Key | None
    settings: int = 0x0F
    applications: dict[str, Application] = {}
    """By AID as on the interface, in hexadecimal."""


def memory_left(content: Content) -> int:
    """Bytes that are free, roughly as a card counts: whole blocks, twice for a file with a mirror."""
    used = 0
    for application in content.applications.values():
        used += _APPLICATION_BLOCKS * _BLOCK
        used += sum(size_in_memory(file) for file in application.files.values())
    return MEMORY - used


def size_in_memory(file: File) -> int:
    """Bytes that a file occupies."""
    match file:
        case DataFile():
            size = len(file.content) * (2 if file.backup else 1)
        case RecordFile():
            size = file.record_size * file.most
        case _:
            size = _BLOCK
    return -(-size // _BLOCK) * _BLOCK
