"""A transaction: what was written and is not committed yet, and the Transaction MAC over it.

MIFARE DESFire Light data sheet MF2DL(H)x0 rev. 3.3, 10.2 and 10.3. That EV2 and EV3 collect the same input stands in NXP's
reader library (`phalMfdfEVx_Sw.c`, calls of `phTMIUtils_CollectTMI`).
"""

from msgspec.structs import replace

from reader_drivers.virtual_desfire import crypto
from reader_drivers.virtual_desfire.content import Application, DataFile, File, MacFile, RecordFile, ValueFile
from reader_drivers.virtual_desfire.status import Status, require

_LAST_COUNTER = 0xFFFFFFFF


class Transaction:
    """The mirrors of one application's files. Nothing in it outlives a loss of power."""

    def __init__(self) -> None:
        self._mirrors: dict[int, File] = {}
        self._debited: dict[int, int] = {}
        self._cleared: set[int] = set()
        self._input = bytearray()

    def note(self, application: Application, command: bytes, data: bytes = b"") -> None:
        """Add a command to the Transaction MAC input, each part filled up to whole blocks (data sheet 10.3.4.2)."""
        held = application.mac_file()
        if held is not None:
            require(held[1].counter < _LAST_COUNTER, Status.PERMISSION_DENIED)
            self._input += crypto.zero_pad(command) + crypto.zero_pad(data)

    def write(self, number: int, file: DataFile, offset: int, data: bytes) -> None:
        """Write into the mirror of a backup file."""
        mirror = self._mirrors.get(number, file)
        assert isinstance(mirror, DataFile)
        content = mirror.content[:offset] + data + mirror.content[offset + len(data) :]
        self._mirrors[number] = replace(mirror, content=content)

    def change_value(self, number: int, file: ValueFile, change: int) -> None:
        """Credit (positive) or debit (negative) a value file."""
        mirror = self._value(number, file)
        value = mirror.value + change
        require(mirror.lower <= value <= mirror.upper, Status.BOUNDARY_ERROR)
        self._mirrors[number] = replace(mirror, value=value)
        if change < 0:
            self._debited[number] = self._debited.get(number, 0) - change

    def credit_limited(self, number: int, file: ValueFile, amount: int) -> None:
        """Give back at most what the last debiting transaction took; whatever is given, nothing is left afterwards."""
        mirror = self._value(number, file)
        require(amount <= mirror.limited_credit_left, Status.BOUNDARY_ERROR)
        self.change_value(number, file, amount)
        self._mirrors[number] = replace(self._value(number, file), limited_credit_left=0)

    def _value(self, number: int, file: ValueFile) -> ValueFile:
        mirror = self._mirrors.get(number, file)
        assert isinstance(mirror, ValueFile)
        return mirror

    def write_record(self, number: int, file: RecordFile, offset: int, data: bytes) -> None:
        """Write into the one new record that a file can get in a transaction; it begins as zeros."""
        require(number not in self._cleared, Status.PERMISSION_DENIED)
        mirror = self._mirrors.get(number)
        if mirror is None:
            require(file.cyclic or len(file.records) < file.capacity, Status.BOUNDARY_ERROR)
            mirror = replace(file, records=(*file.records, bytes(file.record_size))[-file.capacity :])
        assert isinstance(mirror, RecordFile)
        last = mirror.records[-1]
        changed = last[:offset] + data + last[offset + len(data) :]
        self._mirrors[number] = replace(mirror, records=(*mirror.records[:-1], changed))

    def clear_records(self, number: int, file: RecordFile) -> None:
        """Empty a record file; no record can be written before the commit."""
        self._mirrors[number] = replace(file, records=())
        self._cleared.add(number)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to commit. With a transaction MAC file reading counts too."""
        return not self._mirrors and not self._input

    def committed(self, application: Application, uid: bytes) -> Application:
        """The application as the commit leaves it, transaction MAC file included. Raises `NotDone` (0C) for an empty one."""
        require(not self.empty, Status.NO_CHANGES)
        files = {**application.files, **self._mirrors}
        for number, debited in self._debited.items():
            file = files[number]
            assert isinstance(file, ValueFile)
            files[number] = replace(file, limited_credit_left=debited)
        held = application.mac_file()
        if held is not None and self._input:
            files[held[0]] = self._signed(held[1], uid)
        return replace(application, files=files, commits=application.commits + 1)

    def _signed(self, file: MacFile, uid: bytes) -> MacFile:
        counter = file.counter + 1
        return replace(file, counter=counter, mac=crypto.transaction_mac(file.key.value, uid, counter, bytes(self._input)))
