"""The DESFire commands that a purse and its personalising need, each with its parameters in plain Python.

MF2DL(H)x0 data sheet, sections 11.4 to 11.9; libfreefare and Proxmark3 for those of the full DESFire (applications, creation of
files). Lengths, offsets, sizes and values go least significant byte first.
"""

import secrets
from collections.abc import Callable
from typing import NoReturn

import msgspec

from domain.errors import CityCardError, Code, Refused
from reader_drivers.card_apps.desfire.authentication import Handshake
from reader_drivers.card_apps.desfire.files import Access, FileSettings, i32, parse_settings, signed, u24
from reader_drivers.card_apps.desfire.key_change import changed_key, changed_other_key
from reader_drivers.card_apps.desfire.native import Exchange, NativeCard
from reader_drivers.card_apps.desfire.secure_messaging import BLOCK, CommMode, SecureMessaging
from reader_drivers.card_apps.desfire.status import CardRefused, Status

CARD_LEVEL = bytes(3)
"""The application id of the card itself."""

_AES_KEYS = 0x80
_AES_OPTION = 0x02
_WITH_TRANSACTION_MAC = b"\x01"
_UID_BYTES = 7
_VALUE_BYTES = 4
_NO_CAPABILITIES = b"\x00"


class CommitProof(msgspec.Struct, frozen=True):
    """What a commit answers where the application has a transaction MAC file: counter and 8-byte value."""

    tmc: int
    tmv: bytes


class KeySettings(msgspec.Struct, frozen=True):
    """Of an application: its settings byte, how many keys it has and whether they are AES."""

    settings: int
    keys: int
    aes: bool


class DesfireCard:
    """One DESFire on a reader. On the reader's thread only; every method raises as `NativeCard.command`."""

    def __init__(self, exchange: Exchange, random: Callable[[int], bytes] = secrets.token_bytes) -> None:
        self._native = NativeCard(exchange)
        self._random = random

    # --- session -----------------------------------------------------------------------------------------------------

    def select(self, application: bytes) -> None:
        """SelectApplication (5A). Ends the session and drops every write that was not committed.

        A card that lost power in a commit tells its first command that its rollback has run (91EE), and carries out the next.
        """
        self._native.forget()
        try:
            self._native.command(0x5A, application)
        except CardRefused as refused:
            if refused.status != Status.MEMORY_ERROR:
                raise
            self._native.command(0x5A, application)

    def authenticate_first(self, key_number: int, key: bytes) -> None:
        """AuthenticateEV2First (71): a new session. Raises `CardRefused` with PURSE_KEY_WRONG.

        Failed or broken off it leaves no session, the one before included: only `select` and this go on from there.
        """
        self._native.forget()
        self._authenticate(0x71, bytes([key_number]) + _NO_CAPABILITIES, key, before=None)

    def authenticate_next(self, key_number: int, key: bytes) -> None:
        """AuthenticateEV2NonFirst (77): other keys in the running session, whose transaction goes on. Fails as the first."""
        self._authenticate(0x77, bytes([key_number]), key, before=self._native.running())

    def _authenticate(self, command: int, data: bytes, key: bytes, before: SecureMessaging | None) -> None:
        try:
            session = self._handshake(command, data, key, before)
        except CityCardError as problem:
            self._native.end(problem)
            raise
        self._native.begin(session)

    def _handshake(self, command: int, data: bytes, key: bytes, before: SecureMessaging | None) -> SecureMessaging:
        status, challenge = self._native.frame(command, data)
        if status != Status.MORE:
            raise CardRefused(status)
        handshake = Handshake(key, self._random(BLOCK), challenge)
        status, response = self._native.frame(Status.MORE, handshake.answer())
        if status != Status.OK:
            raise CardRefused(status)
        return handshake.first(response) if before is None else handshake.next(response, before)

    # --- card and application ----------------------------------------------------------------------------------------

    def version(self) -> bytes:
        """GetVersion (60): hardware, software and production data, 28 bytes."""
        return self._native.command(0x60)

    def uid(self) -> bytes:
        """GetCardUID (51), enciphered: the card's real UID, 7 bytes, also where its radio shows a random one."""
        uid = self._native.command(0x51, mode=CommMode.FULL)
        return uid[:_UID_BYTES] if len(uid) == _UID_BYTES else _altered()

    def create_application(self, application: bytes, settings: int, keys: int) -> None:
        """CreateApplication (CA) with `keys` AES keys, all zero; `settings` is the key settings byte."""
        self._native.command(0xCA, application + bytes([settings, _AES_KEYS | keys]))

    def applications(self) -> list[bytes]:
        """GetApplicationIDs (6A), at card level."""
        found = self._native.command(0x6A)
        return [found[start : start + 3] for start in range(0, len(found), 3)]

    def key_settings(self) -> KeySettings:
        """GetKeySettings (45) of the selected application."""
        answer = self._native.command(0x45)
        if len(answer) < 2:
            _altered()
        return KeySettings(answer[0], answer[1] & 0x0F, answer[1] & 0xC0 == _AES_KEYS)

    def key_version(self, number: int) -> int:
        """GetKeyVersion (64)."""
        answer = self._native.command(0x64, bytes([number]))
        return answer[0] if len(answer) == 1 else _altered()

    def change_own_key(self, number: int, new: bytes, version: int) -> None:
        """ChangeKey (C4) of the key that this session authenticated with; the session ends."""
        self._native.command(0xC4, bytes([number]), changed_key(new, version), mode=CommMode.FULL, last=True)

    def change_other_key(self, number: int, new: bytes, old: bytes, version: int) -> None:
        """ChangeKey (C4) of another key, by the application's master key."""
        self._native.command(0xC4, bytes([number]), changed_other_key(new, old, version), mode=CommMode.FULL)

    # --- files -------------------------------------------------------------------------------------------------------

    def files(self) -> list[int]:
        """GetFileIDs (6F)."""
        return list(self._native.command(0x6F))

    def file_settings(self, file: int) -> FileSettings:
        """GetFileSettings (F5)."""
        return parse_settings(self._native.command(0xF5, bytes([file])))

    def create_standard_file(self, file: int, mode: CommMode, access: Access, size: int) -> None:
        """CreateStdDataFile (CD)."""
        self._native.command(0xCD, bytes([file, mode]) + access.encode() + u24(size))

    def create_backup_file(self, file: int, mode: CommMode, access: Access, size: int) -> None:
        """CreateBackupDataFile (CB), zeroed."""
        self._native.command(0xCB, bytes([file, mode]) + access.encode() + u24(size))

    def create_value_file(self, file: int, mode: CommMode, access: Access, *, upper: int, free_get_value: bool) -> None:
        """CreateValueFile (CC) from 0 to `upper`, now 0, without limited credit."""
        limits = i32(0) + i32(upper) + i32(0)
        self._native.command(0xCC, bytes([file, mode]) + access.encode() + limits + bytes([free_get_value << 1]))

    def create_cyclic_file(self, file: int, mode: CommMode, access: Access, *, size: int, records: int) -> None:
        """CreateCyclicRecordFile (C0); one record less than `records` can be read."""
        self._native.command(0xC0, bytes([file, mode]) + access.encode() + u24(size) + u24(records))

    def create_transaction_mac_file(self, file: int, mode: CommMode, access: Access, key: bytes, version: int) -> None:
        """CreateTransactionMACFile (CE); the AES key goes enciphered."""
        header = bytes([file, mode]) + access.encode() + bytes([_AES_OPTION])
        self._native.command(0xCE, header, key + bytes([version]), mode=CommMode.FULL)

    # --- data --------------------------------------------------------------------------------------------------------

    def value(self, file: int, mode: CommMode) -> int:
        """GetValue (6C)."""
        answer = self._native.command(0x6C, bytes([file]), mode=mode)
        return signed(answer) if len(answer) == _VALUE_BYTES else _altered()

    def credit(self, file: int, mode: CommMode, amount: int) -> None:
        """Credit (0C), to be committed. Raises `CardRefused` with AMOUNT_OVER_PURSE."""
        self._native.command(0x0C, bytes([file]), i32(amount), mode=mode)

    def debit(self, file: int, mode: CommMode, amount: int) -> None:
        """Debit (DC), to be committed. Raises as `credit`."""
        self._native.command(0xDC, bytes([file]), i32(amount), mode=mode)

    def read_data(self, file: int, mode: CommMode, length: int) -> bytes:
        """ReadData (BD) from the file's beginning."""
        data = self._native.command(0xBD, bytes([file]) + u24(0) + u24(length), mode=mode)
        return data if len(data) == length else _altered()

    def write_data(self, file: int, mode: CommMode, data: bytes) -> None:
        """WriteData (3D) from the file's beginning; in a backup file to be committed."""
        self._native.command(0x3D, bytes([file]) + u24(0) + u24(len(data)), data, mode=mode)

    def write_record(self, file: int, mode: CommMode, record: bytes) -> None:
        """WriteRecord (3B): a new record, to be committed."""
        self._native.command(0x3B, bytes([file]) + u24(0) + u24(len(record)), record, mode=mode)

    def read_record(self, file: int, mode: CommMode, size: int, back: int = 0) -> bytes:
        """ReadRecords (BB): one record, the newest for `back` 0. Raises `CardRefused` (BOUNDARY_ERROR) when there is none."""
        data = self._native.command(0xBB, bytes([file]) + u24(back) + u24(1), mode=mode)
        return data if len(data) == size else _altered()

    # --- transaction -------------------------------------------------------------------------------------------------

    def commit(self) -> CommitProof:
        """CommitTransaction (C7) with the transaction MAC in its answer. Sent once: any error leaves the outcome unknown."""
        answer = self._native.command(0xC7, _WITH_TRANSACTION_MAC, mode=CommMode.MAC)
        return parse_commit(answer)

    def commit_plainly(self) -> None:
        """CommitTransaction (C7) in an application without a transaction MAC file."""
        self._native.command(0xC7)

    def abort(self) -> None:
        """AbortTransaction (A7): drop what was not committed."""
        self._native.command(0xA7)


def parse_commit(answer: bytes) -> CommitProof:
    """Counter (4 bytes, least significant first) and value (8); so stands it in the transaction MAC file too."""
    return CommitProof(int.from_bytes(answer[:4], "little"), answer[4:]) if len(answer) == 12 else _altered()


def _altered() -> NoReturn:
    raise Refused(Code.PURSE_ALTERED)
