"""Commands that make files and tell about them (MIFARE DESFire Light data sheet, 11.7; for what the Light lacks, libfreefare's
`mifare_desfire.c` and Proxmark3's `doc/desfire.md`)."""

from collections.abc import Mapping

from msgspec.structs import replace

from reader_drivers.virtual_desfire.content import (
    FREE,
    MOST_FILES,
    NEVER,
    DataFile,
    File,
    Key,
    MacFile,
    RecordFile,
    Rights,
    ValueFile,
    memory_left,
    size_in_memory,
)
from reader_drivers.virtual_desfire.session import Mode
from reader_drivers.virtual_desfire.state import (
    CREATION_FREE,
    DIRECTORY_FREE,
    Command,
    Reply,
    State,
    always_full,
    mac_in_session,
)
from reader_drivers.virtual_desfire.status import Status, require
from reader_drivers.virtual_desfire.transaction import Transaction

_MODES = frozenset({Mode.PLAIN, Mode.MAC, Mode.FULL})
_TRANSACTION_MAC_AES = 0x02
_LIMITED_CREDIT = 0x01
_FREE_GET_VALUE = 0x02


def _number(data: bytes, start: int, length: int = 3) -> int:
    return int.from_bytes(data[start : start + length], "little")


def _signed(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 4], "little", signed=True)


def _common(state: State, data: bytes, length: int) -> tuple[int, Rights]:
    """Mode and rights of the file that is to be created: checks what all kinds have in common."""
    application = state.application
    state.require_master_unless(CREATION_FREE)
    require(len(data) == length, Status.LENGTH_ERROR)
    number, mode, rights = data[0], data[1], Rights.parsed(data[2:4])
    require(number < MOST_FILES and mode in _MODES, Status.PARAMETER_ERROR)
    for right in (rights.read, rights.write, rights.both, rights.change):
        require(right in {FREE, NEVER} or right < len(application.keys), Status.PARAMETER_ERROR)
    require(number not in application.files, Status.DUPLICATE_ERROR)
    return mode, rights


def _add(state: State, number: int, file: File) -> Reply:
    require(memory_left(state.content) >= size_in_memory(file), Status.OUT_OF_MEMORY)
    application = state.application
    state.store(replace(application, files={**application.files, number: file}))
    state.transaction = Transaction()
    return Reply()


def _create_data_file(state: State, data: bytes, *, backup: bool) -> Reply:
    mode, rights = _common(state, data, 7)
    size = _number(data, 4)
    require(size > 0, Status.PARAMETER_ERROR)
    require(size <= memory_left(state.content), Status.OUT_OF_MEMORY)
    return _add(state, data[0], DataFile(mode=mode, rights=rights, content=bytes(size), backup=backup))


def create_standard_file(state: State, data: bytes) -> Reply:
    """A data file that is written at once."""
    return _create_data_file(state, data, backup=False)


def create_backup_file(state: State, data: bytes) -> Reply:
    """A data file that is written into its mirror."""
    return _create_data_file(state, data, backup=True)


def create_value_file(state: State, data: bytes) -> Reply:
    """A signed 32-bit value between two limits."""
    mode, rights = _common(state, data, 17)
    lower, upper, value, options = _signed(data, 4), _signed(data, 8), _signed(data, 12), data[16]
    require(lower <= value <= upper and options <= _LIMITED_CREDIT | _FREE_GET_VALUE, Status.PARAMETER_ERROR)
    file = ValueFile(
        mode=mode,
        rights=rights,
        lower=lower,
        upper=upper,
        value=value,
        limited_credit=bool(options & _LIMITED_CREDIT),
        limited_credit_left=0,
        free_get_value=bool(options & _FREE_GET_VALUE),
    )
    return _add(state, data[0], file)


def _create_record_file(state: State, data: bytes, *, cyclic: bool) -> Reply:
    mode, rights = _common(state, data, 10)
    size, most = _number(data, 4), _number(data, 7)
    require(size > 0 and most > (1 if cyclic else 0), Status.PARAMETER_ERROR)
    return _add(state, data[0], RecordFile(mode=mode, rights=rights, record_size=size, most=most, cyclic=cyclic))


def create_linear_file(state: State, data: bytes) -> Reply:
    """Records until it is full."""
    return _create_record_file(state, data, cyclic=False)


def create_cyclic_file(state: State, data: bytes) -> Reply:
    """Records of which the newest stay."""
    return _create_record_file(state, data, cyclic=True)


def create_mac_file(state: State, data: bytes) -> Reply:
    """The one transaction MAC file of an application, with its AES key; without CommitReaderID (its right must be F)."""
    require(state.is_master(), Status.AUTHENTICATION_ERROR)
    mode, rights = _common(state, data, 22)
    fixed = data[4] == _TRANSACTION_MAC_AES and rights.write == NEVER and rights.both == NEVER
    require(fixed, Status.PARAMETER_ERROR)
    require(state.application.mac_file() is None, Status.DUPLICATE_ERROR)
    return _add(state, data[0], MacFile(mode=mode, rights=rights, key=Key(data[5:21], data[21])))


def delete_file(state: State, data: bytes) -> Reply:
    """Any file; the transaction MAC file with the application's master key alone."""
    require(len(data) == 1, Status.LENGTH_ERROR)
    file = state.file(data[0])
    state.require_master_unless(0 if isinstance(file, MacFile) else CREATION_FREE)
    application = state.application
    kept = {number: other for number, other in application.files.items() if number != data[0]}
    state.store(replace(application, files=kept))
    state.transaction = Transaction()
    return Reply()


def file_ids(state: State, data: bytes) -> Reply:
    """Numbers of all files."""
    require(not data, Status.LENGTH_ERROR)
    numbers = sorted(state.application.files)
    state.require_master_unless(DIRECTORY_FREE)
    return Reply(bytes(numbers))


def file_settings(state: State, data: bytes) -> Reply:
    """Type, mode, rights and what the type has of its own."""
    require(len(data) == 1, Status.LENGTH_ERROR)
    file = state.file(data[0])
    state.require_master_unless(DIRECTORY_FREE)
    kind, own = _described(file)
    return Reply(bytes([kind, file.mode]) + file.rights.encoded() + own)


def _described(file: File) -> tuple[int, bytes]:
    match file:
        case DataFile():
            return (1 if file.backup else 0), len(file.content).to_bytes(3, "little")
        case ValueFile():
            limits = b"".join(
                number.to_bytes(4, "little", signed=True) for number in (file.lower, file.upper, file.limited_credit_left)
            )
            options = _LIMITED_CREDIT * file.limited_credit | _FREE_GET_VALUE * file.free_get_value
            return 2, limits + bytes([options])
        case RecordFile():
            sizes = (file.record_size, file.most, len(file.records))
            return (4 if file.cyclic else 3), b"".join(size.to_bytes(3, "little") for size in sizes)
        case MacFile():
            return 5, bytes([_TRANSACTION_MAC_AES, file.key.version])


COMMANDS: Mapping[int, Command] = {
    0xCD: Command(create_standard_file, mac_in_session),
    0xCB: Command(create_backup_file, mac_in_session),
    0xCC: Command(create_value_file, mac_in_session),
    0xC1: Command(create_linear_file, mac_in_session),
    0xC0: Command(create_cyclic_file, mac_in_session),
    0xCE: Command(create_mac_file, always_full, header=5),
    0xDF: Command(delete_file, mac_in_session),
    0x6F: Command(file_ids, mac_in_session),
    0xF5: Command(file_settings, mac_in_session),
}
