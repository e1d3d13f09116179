"""Commands that read and change what files hold, and end a transaction (MIFARE DESFire Light data sheet, 11.8 and 11.9).

Until the commit every reading command gives the old state.
"""

from collections.abc import Callable, Mapping
from functools import partial

from msgspec.structs import replace

from reader_drivers.virtual_desfire.content import DataFile, MacFile, RecordFile, ValueFile
from reader_drivers.virtual_desfire.session import Mode
from reader_drivers.virtual_desfire.state import Admit, Command, Reply, State, mac_in_session
from reader_drivers.virtual_desfire.status import NotDone, Status, require
from reader_drivers.virtual_desfire.transaction import Transaction

_HEADER = 7
"""File number, then offset and length, or first record and count, three bytes each."""
_RETURN_MAC = 0x01


def _span(payload: bytes) -> tuple[int, int]:
    require(len(payload) >= _HEADER, Status.LENGTH_ERROR)
    return int.from_bytes(payload[1:4], "little"), int.from_bytes(payload[4:7], "little")


def _file_number(payload: bytes) -> int:
    require(len(payload) >= 1, Status.LENGTH_ERROR)
    return payload[0]


def _data_file(state: State, payload: bytes) -> DataFile:
    file = state.file(_file_number(payload))
    if not isinstance(file, DataFile):
        raise NotDone(Status.PERMISSION_DENIED)
    return file


def _value_file(state: State, payload: bytes) -> ValueFile:
    file = state.file(_file_number(payload))
    if not isinstance(file, ValueFile):
        raise NotDone(Status.PERMISSION_DENIED)
    return file


def _record_file(state: State, payload: bytes) -> RecordFile:
    file = state.file(_file_number(payload))
    if not isinstance(file, RecordFile):
        raise NotDone(Status.PERMISSION_DENIED)
    return file


# --- data files ------------------------------------------------------------------------------------------------------


def _readable(state: State, payload: bytes) -> tuple[DataFile | MacFile, bytes]:
    file = state.file(_file_number(payload))
    if isinstance(file, MacFile):
        return file, file.counter.to_bytes(4, "little") + file.mac
    if not isinstance(file, DataFile):
        raise NotDone(Status.PERMISSION_DENIED)
    return file, file.content


def _admit_read(state: State, payload: bytes) -> Mode:
    file, _ = _readable(state, payload)
    return state.access(file, *((file.rights.read,) if isinstance(file, MacFile) else (file.rights.read, file.rights.both)))


def _read_data(state: State, data: bytes, *, ins: int) -> Reply:
    file, content = _readable(state, data)
    offset, length = _span(data)
    require(len(data) == _HEADER, Status.LENGTH_ERROR)
    length = length or len(content) - offset
    require(length > 0 and offset + length <= len(content), Status.BOUNDARY_ERROR)
    read = content[offset : offset + length]
    if isinstance(file, DataFile):
        state.transaction.note(state.application, bytes([ins]) + data[:4] + length.to_bytes(3, "little"), read)
    return Reply(read)


def _admit_write(state: State, payload: bytes) -> Mode:
    file = _data_file(state, payload)
    mode = state.access(file, file.rights.write, file.rights.both)
    offset, length = _span(payload)
    require(length > 0, Status.PARAMETER_ERROR)
    require(offset + length <= len(file.content), Status.BOUNDARY_ERROR)
    return mode


def _write_data(state: State, data: bytes, *, ins: int) -> Reply:
    file = _data_file(state, data)
    offset, length = _span(data)
    written = data[_HEADER:]
    require(len(written) == length, Status.LENGTH_ERROR)
    state.transaction.note(state.application, bytes([ins]) + data[:_HEADER], written)
    if file.backup:
        state.transaction.write(data[0], file, offset, written)
    else:
        content = file.content[:offset] + written + file.content[offset + length :]
        application = state.application
        state.store(replace(application, files={**application.files, data[0]: replace(file, content=content)}))
    return Reply()


# --- value files -----------------------------------------------------------------------------------------------------


def _admit_get_value(state: State, payload: bytes) -> Mode:
    file = _value_file(state, payload)
    rights = file.rights
    return state.access(file, rights.read, rights.write, rights.both, free=file.free_get_value)


def _get_value(state: State, data: bytes) -> Reply:
    file = _value_file(state, data)
    require(len(data) == 1, Status.LENGTH_ERROR)
    value = file.value.to_bytes(4, "little", signed=True)
    state.transaction.note(state.application, b"\x6c" + data + value)
    return Reply(value)


def _amount(state: State, data: bytes, ins: int) -> int:
    require(len(data) == 5, Status.LENGTH_ERROR)
    amount = int.from_bytes(data[1:], "little", signed=True)
    require(amount >= 0, Status.PARAMETER_ERROR)
    state.transaction.note(state.application, bytes([ins]) + data)
    return amount


def _admit_credit(state: State, payload: bytes) -> Mode:
    file = _value_file(state, payload)
    return state.access(file, file.rights.both)


def _credit(state: State, data: bytes) -> Reply:
    state.transaction.change_value(data[0], _value_file(state, data), _amount(state, data, 0x0C))
    return Reply()


def _admit_debit(state: State, payload: bytes) -> Mode:
    file = _value_file(state, payload)
    return state.access(file, file.rights.read, file.rights.write, file.rights.both)


def _debit(state: State, data: bytes) -> Reply:
    state.transaction.change_value(data[0], _value_file(state, data), -_amount(state, data, 0xDC))
    return Reply()


def _admit_limited_credit(state: State, payload: bytes) -> Mode:
    file = _value_file(state, payload)
    require(file.limited_credit, Status.PERMISSION_DENIED)
    return state.access(file, file.rights.write, file.rights.both)


def _limited_credit(state: State, data: bytes) -> Reply:
    state.transaction.credit_limited(data[0], _value_file(state, data), _amount(state, data, 0x1C))
    return Reply()


# --- record files ----------------------------------------------------------------------------------------------------


def _admit_read_records(state: State, payload: bytes) -> Mode:
    file = _record_file(state, payload)
    return state.access(file, file.rights.read, file.rights.both)


def _read_records(state: State, data: bytes, *, ins: int) -> Reply:
    file = _record_file(state, data)
    newest, count = _span(data)
    require(len(data) == _HEADER, Status.LENGTH_ERROR)
    held = len(file.records)
    count = count or held - newest
    require(count > 0 and newest + count <= held, Status.BOUNDARY_ERROR)
    read = b"".join(file.records[held - newest - count : held - newest])
    state.transaction.note(state.application, bytes([ins]) + data[:4] + count.to_bytes(3, "little"), read)
    return Reply(read)


def _admit_write_record(state: State, payload: bytes) -> Mode:
    file = _record_file(state, payload)
    mode = state.access(file, file.rights.write, file.rights.both)
    offset, length = _span(payload)
    require(length > 0, Status.PARAMETER_ERROR)
    require(offset + length <= file.record_size, Status.BOUNDARY_ERROR)
    return mode


def _write_record(state: State, data: bytes, *, ins: int) -> Reply:
    file = _record_file(state, data)
    offset, length = _span(data)
    written = data[_HEADER:]
    require(len(written) == length, Status.LENGTH_ERROR)
    state.transaction.note(state.application, bytes([ins]) + data[:_HEADER], written)
    state.transaction.write_record(data[0], file, offset, written)
    return Reply()


def _admit_clear(state: State, payload: bytes) -> Mode:
    file = _record_file(state, payload)
    state.access(file, file.rights.both)
    return mac_in_session(state, payload)


def _clear_records(state: State, data: bytes) -> Reply:
    file = _record_file(state, data)
    require(len(data) == 1, Status.LENGTH_ERROR)
    state.transaction.note(state.application, b"\xeb" + data)
    state.transaction.clear_records(data[0], file)
    return Reply()


# --- transactions ----------------------------------------------------------------------------------------------------


def _commit(state: State, data: bytes) -> Reply:
    """All mirrors at once; with option 01 the counter and the Transaction MAC (data sheet 11.9.1)."""
    require(len(data) <= 1, Status.LENGTH_ERROR)
    option = data[0] if data else 0
    require(option <= _RETURN_MAC, Status.PARAMETER_ERROR)
    application = state.application
    require(not option or application.mac_file() is not None, Status.PERMISSION_DENIED)
    after = state.transaction.committed(application, state.content.uid)
    state.store(after)
    state.transaction = Transaction()
    held = after.mac_file()
    if not option or held is None:
        return Reply()
    return Reply(held[1].counter.to_bytes(4, "little") + held[1].mac)


def _abort(state: State, data: bytes) -> Reply:
    """Drop all mirrors and the Transaction MAC input (data sheet 11.9.2)."""
    require(not data, Status.LENGTH_ERROR)
    require(state.selected is not None, Status.PERMISSION_DENIED)
    require(not state.transaction.empty, Status.NO_CHANGES)
    state.transaction = Transaction()
    return Reply()


def _both_codes(native: int, iso: int, run: Callable[..., Reply], admit: Admit, *, written: bool = False) -> dict[int, Command]:
    """A command under its native code and under the one that is chained below this layer."""
    return {
        native: Command(partial(run, ins=native), admit, header=_HEADER, written=written),
        iso: Command(partial(run, ins=iso), admit, header=_HEADER, long_frames=True),
    }


COMMIT = 0xC7

COMMANDS: Mapping[int, Command] = {
    **_both_codes(0xBD, 0xAD, _read_data, _admit_read),
    **_both_codes(0x3D, 0x8D, _write_data, _admit_write, written=True),
    **_both_codes(0xBB, 0xAB, _read_records, _admit_read_records),
    **_both_codes(0x3B, 0x8B, _write_record, _admit_write_record, written=True),
    0x6C: Command(_get_value, _admit_get_value, header=1),
    0x0C: Command(_credit, _admit_credit, header=1),
    0xDC: Command(_debit, _admit_debit, header=1),
    0x1C: Command(_limited_credit, _admit_limited_credit, header=1),
    0xEB: Command(_clear_records, _admit_clear),
    COMMIT: Command(_commit, mac_in_session),
    0xA7: Command(_abort, mac_in_session),
}
