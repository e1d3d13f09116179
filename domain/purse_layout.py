"""How the city's purse lies on a MIFARE DESFire EV2/EV3 card: application, keys, files and the records in them.

Ours alone, for no published one exists. A load credits the value file, rewrites the backup file and appends to the log, all in
one transaction, so that the backup file's load id tells for ever after whether the card took a load; debits leave it as it is.
"""

import hashlib
from uuid import UUID

import msgspec

from domain.errors import Code, Refused
from domain.loads import LoadOrder

AID = bytes.fromhex("CC0001")
"""The application's id as it goes over the wire (least significant byte first)."""

MASTER_KEY, LOAD_KEY, PAYMENT_KEY, READ_KEY = range(4)
"""Key numbers: the application's master key, and who may credit, debit and read."""
KEY_COUNT = 4
KEY_VERSION = 1
"""Of every key after personalising, and part of what it is derived from; 0 is the blank card's."""

VALUE_FILE = 0x01
BACKUP_FILE = 0x02
LOG_FILE = 0x03
TRANSACTION_MAC_FILE = 0x0F

RECORD_BYTES = 32
LOG_RECORDS = 17
"""Of which the card keeps one free for the record that is being written (a cyclic file), so 16 can be read."""

MOST_VALUE = 0x7FFF_FFFF
"""A value file is a signed 32-bit integer."""

_UID_BYTES = 7
_PROGRAMME_BYTES = 19
_CREDIT, _WRITE_DATA, _WRITE_RECORD = 0x0C, 0x3D, 0x3B
_LOG_VERSION = 1
_LOG_LOAD = 1
_BLOCK = 16


class LastLoad(msgspec.Struct, frozen=True, kw_only=True):
    """What the backup file says. A card that has taken no load yet has `seq` 0 and no load."""

    seq: int
    load: UUID | None
    amount_ntd: int
    station: bytes
    """`station_mark` of the station that wrote it."""


class LogEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One load in the card's log. `at_ms` is the corrected time of the order, milliseconds since 1970."""

    load: UUID
    seq: int
    amount_ntd: int
    at_ms: int


def diversification_input(uid: bytes, programme_id: str, key_number: int, version: int = KEY_VERSION) -> bytes:
    """M of AN10922 for one card's key: UID ‖ AID ‖ key number ‖ key version ‖ programme, 13 to 31 bytes.

    A programme's id of more than 19 bytes is replaced by its BLAKE2b-152 digest. `version` is 1 to 255. Raises
    `Refused(PURSE_MISSING)` for a UID that is not 7 bytes: such a card is no DESFire, or hides its real UID.
    """
    if len(uid) != _UID_BYTES:
        raise Refused(Code.PURSE_MISSING)
    programme = programme_id.encode()
    if len(programme) > _PROGRAMME_BYTES:
        programme = hashlib.blake2b(programme, digest_size=_PROGRAMME_BYTES).digest()
    return uid + AID + bytes([key_number, version]) + programme


def transaction_mac_input(uid: bytes, programme_id: str, version: int = KEY_VERSION) -> bytes:
    """M of AN10922 for the card's transaction-MAC key; its file's number stands for the key number. Raises as above."""
    return diversification_input(uid, programme_id, TRANSACTION_MAC_FILE, version)


def station_mark(station: str) -> bytes:
    """The 8 bytes by which a station's id stands on a card: its BLAKE2b-64 digest."""
    return hashlib.blake2b(station.encode(), digest_size=8).digest()


def encode_backup(order: LoadOrder) -> bytes:
    """The backup file after the load: seq (u32) ‖ load id (16) ‖ amount (u32) ‖ station (8), most significant byte first.

    Raises `Refused(AMOUNT_INVALID)` for numbers that do not fit.
    """
    _check(order)
    return order.seq.to_bytes(4) + order.load.bytes + order.amount_ntd.to_bytes(4) + station_mark(order.station)


def decode_backup(record: bytes) -> LastLoad:
    """What a backup file holds. Raises `Refused(PURSE_ALTERED)` for what was never written by `encode_backup`."""
    if len(record) != RECORD_BYTES:
        raise Refused(Code.PURSE_ALTERED, part="backup")
    if not any(record):
        return LastLoad(seq=0, load=None, amount_ntd=0, station=b"")
    seq, load, amount = int.from_bytes(record[:4]), record[4:20], int.from_bytes(record[20:24])
    if not seq or not any(load) or not 0 < amount <= MOST_VALUE:
        raise Refused(Code.PURSE_ALTERED, part="backup")
    return LastLoad(seq=seq, load=UUID(bytes=load), amount_ntd=amount, station=record[24:])


def encode_log(order: LoadOrder) -> bytes:
    """The log's new record: version 1 ‖ kind (1 = load) ‖ at_ms (u48) ‖ seq (u32) ‖ amount (u32) ‖ load id (16).

    Raises `Refused(AMOUNT_INVALID)` for numbers that do not fit.
    """
    _check(order)
    head = bytes([_LOG_VERSION, _LOG_LOAD]) + order.at_ms.to_bytes(6)
    return head + order.seq.to_bytes(4) + order.amount_ntd.to_bytes(4) + order.load.bytes


def decode_log(record: bytes) -> LogEntry | None:
    """A log record, None when it is of another kind (a payment terminal's). Raises `Refused(PURSE_ALTERED)` for no record."""
    if len(record) != RECORD_BYTES:
        raise Refused(Code.PURSE_ALTERED, part="log")
    if record[0] != _LOG_VERSION or record[1] != _LOG_LOAD:
        return None
    return LogEntry(
        at_ms=int.from_bytes(record[2:8]),
        seq=int.from_bytes(record[8:12]),
        amount_ntd=int.from_bytes(record[12:16]),
        load=UUID(bytes=record[16:]),
    )


def expected_tmi(order: LoadOrder) -> bytes:
    """The transaction MAC's input of a load, exactly as the driver writes it: Credit, WriteData, WriteRecord.

    MF2DL(H)x0 data sheet, section 10.3.4.2: command, parameters as on the wire (least significant byte first), zero padding to
    16 bytes, then the plain data, padded likewise. Raises `Refused(AMOUNT_INVALID)`.
    """
    backup, log = encode_backup(order), encode_log(order)
    credit = _padded(bytes([_CREDIT, VALUE_FILE]) + order.amount_ntd.to_bytes(4, "little"))
    return credit + _written(_WRITE_DATA, BACKUP_FILE, backup) + _written(_WRITE_RECORD, LOG_FILE, log)


def _written(command: int, file: int, data: bytes) -> bytes:
    offset = bytes(3)
    return _padded(bytes([command, file]) + offset + len(data).to_bytes(3, "little")) + _padded(data)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % _BLOCK)


def _check(order: LoadOrder) -> None:
    if not (0 < order.seq < 1 << 32 and 0 < order.amount_ntd <= MOST_VALUE and 0 <= order.at_ms < 1 << 48):
        raise Refused(Code.AMOUNT_INVALID)
