"""The simulator gone wrong, one kind of wrong at a time: what the station must survive and the conformance kit must find.

A kind may be followed by `:REQUEST` (`hang-before:commit`), which limits it to that request; without, it shows at every request
but `hello`.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import msgspec

from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor_protocol import ErrorCode, VendorError
from reader_drivers.purses.vendor_simulator import CardState, Simulator

_LONG_S = 3600.0
_SLOW_START_S = 5.0
_HALF_S = 0.3
_HUGE_BYTES = 100_000_000
_FLOOD_BYTES = 5_000_000
_OTHER_LOAD = UUID("00000000-0000-7000-8000-00000000dead")


class Kind(StrEnum):
    """What can be wrong."""

    # The program.
    EXIT_AT_ONCE = "exit-at-once"
    SLOW_START = "slow-start"
    WRONG_VERSION = "wrong-version"
    ANY_VERSION = "any-version"
    STAYS = "stays"
    """Does not end when its input does."""
    DIES_ON_UNKNOWN = "dies-on-unknown"
    # Its lines.
    GARBAGE = "garbage"
    HUGE_LINE = "huge-line"
    TWO_ANSWERS = "two-answers"
    OTHER_ID = "other-id"
    NOT_UTF8 = "not-utf8"
    CHATTER = "chatter"
    STDERR_FLOOD = "stderr-flood"
    """Ugly, and allowed."""
    # Tears, before or after the request was carried out.
    HANG_BEFORE = "hang-before"
    HANG_AFTER = "hang-after"
    DIE_BEFORE = "die-before"
    DIE_AFTER = "die-after"
    TORN_BEFORE = "torn-before"
    TORN_AFTER = "torn-after"
    CHILD_HANGS = "child-hangs"
    """A child of its own hangs with it."""
    # What it says of money.
    WRONG_LOAD = "wrong-load"
    WRONG_VALUE = "wrong-value"
    OTHER_CARD = "other-card"
    # What it does with money.
    READ_WRITES = "read-writes"
    PREPARE_WRITES = "prepare-writes"
    COMMIT_DOUBLES = "commit-doubles"
    COMMIT_AGAIN = "commit-again"
    COMMIT_UNPREPARED = "commit-unprepared"
    COMMIT_SPLITS = "commit-splits"
    COMMIT_LATE = "commit-late"
    PREPARED_SURVIVES = "prepared-survives"
    LOADS_AGAIN = "loads-again"
    ANY_SEQ = "any-seq"
    NO_LIMIT = "no-limit"
    ABORT_IGNORED = "abort-ignored"
    DEBIT_FORGETS = "debit-forgets"
    RESTART_FORGETS = "restart-forgets"
    INVENTS_CARDS = "invents-cards"
    PEEK_LIES = "peek-lies"


class Misbehaving(Simulator):
    """A simulator with some kinds of wrong."""

    kinds: frozenset[str] = frozenset()
    _request = ""
    _last: protocol.Prepare | None = None

    def does(self, kind: Kind) -> bool:
        """Whether it is wrong in this way just now."""
        return f"{kind.value}:{self._request}" in self.kinds or (kind.value in self.kinds and self._request != "hello")

    def serve(self) -> None:
        """As the simulator, unless it does not get that far."""
        if Kind.EXIT_AT_ONCE in self.kinds:
            return
        if Kind.SLOW_START in self.kinds:
            time.sleep(_SLOW_START_S)
        if Kind.RESTART_FORGETS in self.kinds:
            self._forget_loads()
        super().serve()
        if Kind.STAYS in self.kinds:
            time.sleep(_LONG_S)

    def carry_out(self, request: protocol.Request) -> protocol.Message:
        """The request's result, or a tear around it."""
        self._request = str(request.__struct_config__.tag)
        self._tear(Kind.DIE_BEFORE, Kind.HANG_BEFORE, Kind.TORN_BEFORE)
        if self.does(Kind.CHILD_HANGS):
            subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({_LONG_S})"])
            self._hang()
        result = super().carry_out(request)
        self._tear(Kind.DIE_AFTER, Kind.HANG_AFTER, Kind.TORN_AFTER)
        return self._told(result)

    def answer(self, line: bytes) -> None:
        """As the simulator, if it can bear the line."""
        if Kind.DIES_ON_UNKNOWN in self.kinds:
            try:
                msgspec.json.decode(line, type=protocol.Request)
            except msgspec.DecodeError:
                os._exit(1)
        super().answer(line)

    def say(self, message: protocol.Message) -> None:
        """One line, or what it makes of it."""
        line = protocol.encode(message)
        changes: list[tuple[Kind, Callable[[], bytes]]] = [
            (Kind.GARBAGE, lambda: b"<html>502 Bad Gateway</html>\n"),
            (Kind.HUGE_LINE, lambda: b"x" * _HUGE_BYTES + b"\n"),
            (Kind.TWO_ANSWERS, lambda: line + line),
            (Kind.OTHER_ID, lambda: line.replace(b'"id":', b'"id":9', 1)),
            (Kind.NOT_UTF8, lambda: b'{"detail":"\xff\xfe",' + line[1:]),
            (Kind.CHATTER, lambda: b"INFO card selected\n" + line),
        ]
        if self.does(Kind.STDERR_FLOOD):
            sys.stderr.write("x" * _FLOOD_BYTES)
        self.write(next((change() for kind, change in changes if self.does(kind)), line))

    # --- tears --------------------------------------------------------------------------------------------------------

    def _tear(self, die: Kind, hang: Kind, torn: Kind) -> None:
        if self.does(die):
            os._exit(1)
        if self.does(hang):
            self._hang()
        if self.does(torn):
            raise VendorError(ErrorCode.NO_CARD)

    def _hang(self) -> NoReturn:
        time.sleep(_LONG_S)
        raise SystemExit

    def _told(self, result: protocol.Message) -> protocol.Message:
        """What is said of what was done."""
        if self.does(Kind.WRONG_LOAD) and isinstance(result, protocol.Committed | protocol.Prepared):
            return msgspec.structs.replace(result, load=_OTHER_LOAD)
        if self.does(Kind.WRONG_VALUE) and isinstance(result, protocol.Committed):
            return msgspec.structs.replace(result, value_ntd=result.value_ntd + 1)
        if self.does(Kind.OTHER_CARD) and isinstance(result, protocol.Committed | protocol.Reading):
            return msgspec.structs.replace(result, uid="04FFFFFFFFFFFF")
        return result

    # --- requests -----------------------------------------------------------------------------------------------------

    def hello(self, request: protocol.Hello) -> protocol.Capabilities:
        """The version may be wrong."""
        if Kind.ANY_VERSION in self.kinds:
            request = msgspec.structs.replace(request, protocol=protocol.VERSION)
        can = super().hello(request)
        return msgspec.structs.replace(can, protocol=2) if Kind.WRONG_VERSION in self.kinds else can

    def read(self, uid: str) -> protocol.Reading:
        """A card that there is not, or a read that writes."""
        if self.does(Kind.INVENTS_CARDS):
            try:
                self.cards.get(uid)
            except VendorError:
                return protocol.Reading(uid=uid, value_ntd=0, limit_ntd=10_000, last_load=None, seq=0)
        said = super().read(uid)
        if self._request == "read" and self.does(Kind.READ_WRITES):
            self._write(uid, value_ntd=said.value_ntd + 1)
        return said

    def peek(self, request: protocol.Peek) -> protocol.Peeked:
        """A value of its own making."""
        said = super().peek(request)
        return protocol.Peeked(value_ntd=9_999) if self.does(Kind.PEEK_LIES) else said

    def check(self, request: protocol.Prepare, state: protocol.Reading) -> None:
        """Some checks may be missing."""
        lenient = {
            ErrorCode.ALREADY_LOADED: Kind.LOADS_AGAIN,
            ErrorCode.WRONG_SEQ: Kind.ANY_SEQ,
            ErrorCode.OVER_LIMIT: Kind.NO_LIMIT,
        }
        try:
            super().check(request, state)
        except VendorError as error:
            if error.code not in lenient or not self.does(lenient[error.code]):
                raise

    def prepare(self, request: protocol.Prepare) -> protocol.Prepared:
        """It may write too soon, or remember too long."""
        said = super().prepare(request)
        self._last = request
        if self.does(Kind.PREPARE_WRITES):
            self._write(request.uid, value_ntd=said.value_ntd + request.amount_ntd)
        if self.does(Kind.PREPARED_SURVIVES):
            self._left_behind.write_bytes(msgspec.json.encode(request))
        return said

    def take_prepared(self, request: protocol.Commit) -> protocol.Prepare:
        """It may find something prepared where nothing is."""
        if self.does(Kind.PREPARED_SURVIVES) and self._last is None and self._left_behind.exists():
            return msgspec.json.decode(self._left_behind.read_bytes(), type=protocol.Prepare)
        try:
            return super().take_prepared(request)
        except VendorError:
            last = self._last
            if last is not None and last.load == request.load and self.does(Kind.COMMIT_AGAIN):
                return last
            if self.does(Kind.COMMIT_UNPREPARED):
                seq = self.cards.get(request.uid).seq + 1
                return protocol.Prepare(id=1, uid=request.uid, load=request.load, amount_ntd=1, seq=seq, station="", at_ms=0)
            raise

    def write_load(self, uid: str, state: CardState) -> None:
        """It may write twice, in two steps, or too late."""
        before = self.cards.get(uid)
        if self.does(Kind.COMMIT_DOUBLES):
            state = msgspec.structs.replace(state, value_ntd=2 * state.value_ntd - before.value_ntd)
        if self.does(Kind.COMMIT_SPLITS):
            self._write(uid, value_ntd=state.value_ntd)
            time.sleep(_HALF_S)
        if self.does(Kind.COMMIT_LATE):
            threading.Timer(_HALF_S, self.cards.put, (uid, state)).start()
        else:
            super().write_load(uid, state)

    def abort(self, request: protocol.Abort) -> protocol.Done:
        """It may not listen."""
        return protocol.Done() if self.does(Kind.ABORT_IGNORED) else super().abort(request)

    def debited(self, state: CardState, amount_ntd: int) -> CardState:
        """It may lose the load's id."""
        state = super().debited(state, amount_ntd)
        return msgspec.structs.replace(state, last_load=None) if self.does(Kind.DEBIT_FORGETS) else state

    @property
    def _left_behind(self) -> Path:
        return self.cards.path.with_name(self.cards.path.name + ".prepared")

    def _write(self, uid: str, *, value_ntd: int) -> None:
        self.cards.put(uid, msgspec.structs.replace(self.cards.get(uid), value_ntd=value_ntd))

    def _forget_loads(self) -> None:
        for uid in self.cards.uids():
            self.cards.put(uid, msgspec.structs.replace(self.cards.get(uid), last_load=None))


def parse_kinds(words: Sequence[str]) -> frozenset[str]:
    """The kinds of the command line. Raises `ValueError` for one that there is not."""
    requests = {str(kind.__struct_config__.tag) for kind in protocol.RESULTS}
    for word in words:
        kind, _, request = word.partition(":")
        if kind not in list(Kind) or (request and request not in requests):
            raise ValueError(word)
    return frozenset(words)
