"""A carrier's program without a carrier: the whole protocol of docs/vendor-purse.md over cards that live in a file.

The file is the card: it holds what was committed and nothing else, so the same card can be met by another run or at another
station. What was prepared lives in this process alone and is gone with it.
"""

import os
import tempfile
from pathlib import Path
from typing import BinaryIO, cast
from uuid import UUID

import msgspec

from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor_protocol import ErrorCode, VendorError

TEST_CARD = "04C0FFEE000001"
UNKNOWN_CARD = "04C0FFEE0000FF"
DEFAULT_FILE = "citycard-vendor-cards.json"
_GET_DATA_UID = "FFCA000000"
_SW_OK = "9000"


class CardState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One card as it lies in the file. Whole NT$."""

    value_ntd: int = 0
    limit_ntd: int = 10_000
    last_load: UUID | None = None
    seq: int = 0


class CardFile:
    """Cards by UID in a JSON file, replaced as a whole so that a tear leaves the old or the new. Made with a test card."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else Path(tempfile.gettempdir()) / DEFAULT_FILE
        if not self.path.exists():
            self._write({TEST_CARD: CardState(value_ntd=100)})

    def get(self, uid: str) -> CardState:
        """The card's state. Raises `VendorError(CARD_UNKNOWN)`."""
        try:
            return self._read()[uid]
        except KeyError:
            raise VendorError(ErrorCode.CARD_UNKNOWN) from None

    def put(self, uid: str, state: CardState) -> None:
        """The card's new state, durable when this returns."""
        self._write({**self._read(), uid: state})

    def uids(self) -> list[str]:
        """Every card. Raises `VendorError(INTERNAL)` for a file that cannot be read as one of cards, as all methods do."""
        return list(self._read())

    def _read(self) -> dict[str, CardState]:
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, CardState])
        except (OSError, msgspec.DecodeError) as error:
            raise VendorError(ErrorCode.INTERNAL) from error

    def _write(self, cards: dict[str, CardState]) -> None:
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        with new.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(cards), indent=2))
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path)


class _Head(msgspec.Struct):
    """What a line needs so that it can be answered at all."""

    id: int = 0
    do: str = ""


class Simulator:
    """One run. `through_reader`: the card is looked for on the station's reader, so that it can be absent or another one."""

    def __init__(self, cards: CardFile, requests: BinaryIO, answers: BinaryIO, *, through_reader: bool = False) -> None:
        self.cards = cards
        self._requests = requests
        self._answers = answers
        self._through_reader = through_reader
        self._prepared: protocol.Prepare | None = None
        self.ended = False

    def serve(self) -> None:
        """Answer until `bye`, or until the station is gone."""
        while not self.ended and (line := self._requests.readline()):
            self.answer(line)

    def answer(self, line: bytes) -> None:
        """Answer one line."""
        head = _head(line)
        try:
            result = self.carry_out(_decode(line, head))
        except VendorError as error:
            self.say(protocol.Failure(id=head.id, error=error.code))
        else:
            self.say(protocol.Answer(id=head.id, ok=msgspec.Raw(msgspec.json.encode(result))))

    def say(self, message: protocol.Message) -> None:
        """One line to the station."""
        self.write(protocol.encode(message))

    def write(self, data: bytes) -> None:
        """Bytes to the station, at once."""
        self._answers.write(data)
        self._answers.flush()

    def carry_out(self, request: protocol.Request) -> protocol.Message:
        """The request's result. Raises `VendorError`."""
        match request:
            case protocol.Hello():
                return self.hello(request)
            case protocol.Read():
                return self.read(request.uid)
            case protocol.Peek():
                return self.peek(request)
            case protocol.Prepare():
                return self.prepare(request)
            case protocol.Commit():
                return self.commit(request)
            case protocol.Abort():
                return self.abort(request)
            case protocol.Debit():
                return self.debit(request)
            case protocol.Bye():
                self.ended = True
                return protocol.Done()

    # --- requests -----------------------------------------------------------------------------------------------------

    def hello(self, request: protocol.Hello) -> protocol.Capabilities:
        """Docs, clauses 2.1 and 2.2."""
        if request.protocol != protocol.VERSION:
            raise VendorError(ErrorCode.WRONG_VERSION)
        features: list[protocol.Feature] = ["peek", "debit"]
        if self._through_reader:
            features.append("transmit")
        return protocol.Capabilities(protocol=protocol.VERSION, name="示範票證公司模擬程式", version="1", features=features)

    def read(self, uid: str) -> protocol.Reading:
        """Clauses 3.1 to 3.4."""
        self._require_card(uid)
        state = self.cards.get(uid)
        return protocol.Reading(
            uid=uid, value_ntd=state.value_ntd, limit_ntd=state.limit_ntd, last_load=state.last_load, seq=state.seq
        )

    def peek(self, request: protocol.Peek) -> protocol.Peeked:
        """Clause 7.1."""
        uid = request.uid or (self._present_card() if self._through_reader else "")
        return protocol.Peeked(value_ntd=self.read(uid).value_ntd if uid else None)

    def prepare(self, request: protocol.Prepare) -> protocol.Prepared:
        """Clauses 4.1 to 4.5."""
        self._prepared = None
        state = self.read(request.uid)
        self.check(request, state)
        self._prepared = request
        return protocol.Prepared(uid=request.uid, load=request.load, value_ntd=state.value_ntd)

    def check(self, request: protocol.Prepare, state: protocol.Reading) -> None:
        """Whether this load may go onto this card."""
        if request.load == state.last_load:
            raise VendorError(ErrorCode.ALREADY_LOADED)
        if request.seq != state.seq + 1:
            raise VendorError(ErrorCode.WRONG_SEQ)
        if request.amount_ntd > state.limit_ntd - state.value_ntd:
            raise VendorError(ErrorCode.OVER_LIMIT)

    def commit(self, request: protocol.Commit) -> protocol.Committed:
        """Clauses 5.1 to 5.5."""
        order = self.take_prepared(request)
        self._require_card(request.uid)
        state = self.cards.get(request.uid)
        new = CardState(
            value_ntd=state.value_ntd + order.amount_ntd, limit_ntd=state.limit_ntd, last_load=order.load, seq=order.seq
        )
        self.write_load(request.uid, new)
        return protocol.Committed(uid=request.uid, load=order.load, value_ntd=new.value_ntd, seq=new.seq)

    def take_prepared(self, request: protocol.Commit) -> protocol.Prepare:
        """What was prepared, once. Raises `VendorError(NOT_PREPARED)`."""
        order = self._prepared
        if order is None or (order.uid, order.load) != (request.uid, request.load):
            raise VendorError(ErrorCode.NOT_PREPARED)
        self._prepared = None
        return order

    def write_load(self, uid: str, state: CardState) -> None:
        """Value and load id together."""
        self.cards.put(uid, state)

    def abort(self, request: protocol.Abort) -> protocol.Done:
        """Clause 6.1."""
        if self._prepared is not None and (self._prepared.uid, self._prepared.load) == (request.uid, request.load):
            self._prepared = None
        return protocol.Done()

    def debit(self, request: protocol.Debit) -> protocol.Reading:
        """Clause 3.4: as a shop's terminal would."""
        self._require_card(request.uid)
        state = self.cards.get(request.uid)
        if request.amount_ntd > state.value_ntd:
            raise VendorError(ErrorCode.CARD_REFUSED)
        self.cards.put(request.uid, self.debited(state, request.amount_ntd))
        return self.read(request.uid)

    def debited(self, state: CardState, amount_ntd: int) -> CardState:
        """The card after a debit: the last load's id stays."""
        return msgspec.structs.replace(state, value_ntd=state.value_ntd - amount_ntd)

    # --- the card on the station's reader -----------------------------------------------------------------------------

    def _require_card(self, uid: str) -> None:
        if self._through_reader and self._present_card() != uid:
            raise VendorError(ErrorCode.CARD_SWAPPED)

    def _present_card(self) -> str:
        """The UID of the card that lies there (PC/SC part 3, 3.2.2.1.3), asked for in the midst of a request."""
        self.say(protocol.Transmit(transmit=_GET_DATA_UID))
        try:
            said = msgspec.json.decode(self._requests.readline(), type=protocol.Transmitted)
        except msgspec.DecodeError:
            raise VendorError(ErrorCode.READER_FAILED) from None
        if said.response is None:
            raise VendorError(ErrorCode.NO_CARD if said.error == "no_card" else ErrorCode.READER_FAILED)
        if not said.response.endswith(_SW_OK):
            raise VendorError(ErrorCode.READER_FAILED)
        return said.response.removesuffix(_SW_OK).upper()


def _head(line: bytes) -> _Head:
    try:
        return msgspec.json.decode(line, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _Head()


def _decode(line: bytes, head: _Head) -> protocol.Request:
    """Clauses 1.6 and 1.7."""
    try:
        return cast(protocol.Request, msgspec.json.decode(line, type=protocol.Request))
    except (msgspec.DecodeError, UnicodeDecodeError):
        known = {kind.__struct_config__.tag for kind in protocol.RESULTS}
        code = ErrorCode.UNKNOWN_REQUEST if head.do and head.do not in known else ErrorCode.INVALID_REQUEST
        raise VendorError(code) from None
