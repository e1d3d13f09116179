"""A virtual MIFARE DESFire EV2 or EV3 card, for demo and tests.

| | |
|---|---|
| Written from | MIFARE DESFire Light data sheet MF2DL(H)x0 rev. 3.3, AN12343, AN12196; libfreefare, Proxmark3 |
| Has | AES keys, EV2 secure messaging, all file types with their mirrors, Transaction MAC, 8 KB |
| Has not | DES and 3DES, EV1 sessions, LRP, ISO files, key sets, delegated applications, CommitReaderID, random UID, delays |

As delivered its master key is a DES key, so that nobody can authenticate at card level with EV2, while applications can be made
without; `master_key` gives it an AES key instead.
"""

import os
from collections.abc import Callable
from typing import Literal

import msgspec

from reader_drivers.virtual_desfire.content import Content, DataFile, Key, MacFile, RecordFile, ValueFile
from reader_drivers.virtual_desfire.exchange import Exchange
from reader_drivers.virtual_desfire.state import State
from reader_drivers.virtual_desfire.status import Status

HISTORICAL_BYTES = b"\x80"
"""Of the answer to select as NXP ships the card, 06 75 77 81 02 80 (AN10833)."""
DESFIRE_ATR = bytes.fromhex("3B8180018080")
"""As a PC/SC reader makes it up for this card (PC/SC part 3, 3.1.3.2.3.1)."""

UID_LENGTH = 7
_CLASS_NATIVE = 0x90
_CLASS_READER = 0xFF
_SW_OK = bytes.fromhex("9000")
_SW_WRONG_LENGTH = bytes.fromhex("6700")
_SW_NOT_SUPPORTED = bytes.fromhex("6A81")
_SW_WRONG_PARAMETERS = bytes.fromhex("6A86")
_SW_BAD_INSTRUCTION = bytes.fromhex("6D00")
_SW_BAD_CLASS = bytes.fromhex("6E00")


class VirtualDesfire:
    """One card, from one thread at a time; `committed_*`, `commits` and `export` from any."""

    def __init__(
        self,
        uid: bytes,
        *,
        random: Callable[[int], bytes] = os.urandom,
        software: Literal["ev2", "ev3"] = "ev2",
        master_key: bytes | None = None,
    ) -> None:
        """A card as delivered. `random` gives that many bytes for RndB (16) and TI (4). Raises `ValueError` for another UID
        than one of 7 bytes."""
        if len(uid) != UID_LENGTH:
            raise ValueError("a DESFire card's UID has 7 bytes")
        master = None if master_key is None else Key(master_key)
        self._state = State(Content(uid=uid, software=software, master=master), random)
        self._exchange = Exchange(self._state)
        self._rolled_back = False

    @classmethod
    def restore(cls, content: bytes, *, random: Callable[[int], bytes] = os.urandom) -> "VirtualDesfire":
        """The card that `export` has written, without power. Raises `ValueError` for anything else."""
        try:
            parsed = msgspec.json.decode(content, type=Content)
        except msgspec.DecodeError as error:
            raise ValueError("this is no exported virtual card") from error
        card = cls(parsed.uid, random=random)
        card._state.content = parsed
        return card

    def export(self) -> bytes:
        """All that the card keeps without power, keys in clear, as JSON in UTF-8."""
        return msgspec.json.encode(self._state.content)

    @property
    def uid(self) -> bytes:
        """The UID, 7 bytes."""
        return self._state.content.uid

    # --- what a reader does ------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """See `CardApplication.reset`."""
        self._exchange.forget()
        self._state.power_up()

    def apdu(self, command: bytes) -> bytes:
        """See `CardApplication.apdu`. Get Data (`FF CA`) is answered as a reader answers it for the card."""
        if command[:1] == bytes([_CLASS_READER]):
            return self._get_data(command)
        wrapped = _unwrapped(command)
        if isinstance(wrapped, bytes):
            self._exchange.forget()
            self._state.fail()
            return wrapped
        if self._rolled_back:
            self._rolled_back = False
            self._state.fail()
            return bytes([0x91, Status.MEMORY_ERROR])
        status, data = self._exchange.answer(*wrapped)
        return data + bytes([0x91, status])

    def lose_power_in_commit(self) -> None:
        """A commit is cut in the middle and does not take: the card keeps its old state, and when it has power again it rolls
        back and tells the first command so (91EE)."""
        self._rolled_back = True
        self.reset()

    def _get_data(self, command: bytes) -> bytes:
        if len(command) < 4:
            return _SW_WRONG_LENGTH
        if command[1] != 0xCA:
            return _SW_BAD_INSTRUCTION
        data = {b"\x00\x00": self.uid, b"\x01\x00": HISTORICAL_BYTES}.get(command[2:4])
        if data is None:
            return _SW_NOT_SUPPORTED
        le = command[4] if len(command) > 4 else 0
        return data + _SW_OK if le in {0, len(data)} else bytes([0x6C, len(data)])

    # --- what a test looks at ----------------------------------------------------------------------------------------

    def committed_value(self, aid: bytes, file: int) -> int:
        """A value file's value. Raises `KeyError` for no such file."""
        held = self._state.content.applications[aid.hex()].files[file]
        if not isinstance(held, ValueFile):
            raise KeyError(file)
        return held.value

    def committed_data(self, aid: bytes, file: int) -> bytes:
        """A data file's content; a record file's records one after the other, oldest first; a transaction MAC file's counter
        and MAC. Raises `KeyError` for no such file."""
        match self._state.content.applications[aid.hex()].files[file]:
            case DataFile(content=content):
                return content
            case RecordFile(records=records):
                return b"".join(records)
            case MacFile(counter=counter, mac=mac):
                return counter.to_bytes(4, "little") + mac
            case _:
                raise KeyError(file)

    def commits(self, aid: bytes) -> int:
        """How often a transaction of that application was committed."""
        return self._state.content.applications[aid.hex()].commits


def _unwrapped(command: bytes) -> tuple[int, bytes] | bytes:
    """Native code and data of a wrapped command, or the status word for what is none."""
    if not command or command[0] != _CLASS_NATIVE:
        return _SW_BAD_CLASS
    if len(command) < 4:
        return _SW_WRONG_LENGTH
    if command[2:4] != b"\x00\x00":
        return _SW_WRONG_PARAMETERS
    body = command[4:]
    if len(body) <= 1:
        return (command[1], b"") if body in {b"", b"\x00"} else _SW_WRONG_LENGTH
    data = body[1 : 1 + body[0]]
    if not body[0] or len(data) != body[0] or body[1 + body[0] :] not in {b"", b"\x00"}:
        return _SW_WRONG_LENGTH
    return command[1], data
