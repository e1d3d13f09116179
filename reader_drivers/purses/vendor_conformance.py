"""The conformance kit: does a carrier's program keep docs/vendor-purse.md? Every case names the clause that it is about.

It needs a card that the program knows, with a little room, and leaves a few NT$ on it. The kit speaks through the same process
supervision as the station, so whatever ends a station's run ends a case here.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal, TypeVar, cast
from uuid import UUID, uuid4

import msgspec

from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor_process import Fault, VendorFault, VendorProcess
from reader_drivers.purses.vendor_protocol import ErrorCode, VendorError

AMOUNT_NTD = 1
QUIET_S = 0.3
_SETTLE_S = 0.03
FIRST_ID = 1
KILL_AFTER_S = (0.0, 0.02, 0.15)
"""How long after the commit was sent the program is killed."""

_FAULT_CLAUSES = {
    Fault.CANNOT_START: "1.1",
    Fault.DIED: "1.1",
    Fault.NOT_A_MESSAGE: "1.2",
    Fault.LINE_TOO_LONG: "1.2",
    Fault.UNASKED: "1.3",
    Fault.OTHER_ID: "1.3",
    Fault.HANGS: "1.4",
    Fault.WRONG_VERSION: "2.1",
    Fault.WRONG_RESULT: "1.2",
    Fault.TOO_MANY_APDUS: "8.1",
}
_FAULT_WORDS = {
    Fault.CANNOT_START: "the program could not be started",
    Fault.DIED: "the program ended",
    Fault.NOT_A_MESSAGE: "a line is no message of this protocol: not JSON, not UTF-8, a field is missing, wrong or unknown",
    Fault.LINE_TOO_LONG: f"a line is longer than {protocol.MOST_LINE_BYTES} bytes",
    Fault.UNASKED: "a line that nobody asked for, such as a second answer",
    Fault.OTHER_ID: "an answer with another id than the request's",
    Fault.HANGS: "no answer in time",
    Fault.WRONG_VERSION: "the program speaks another version of the protocol",
    Fault.TOO_MANY_APDUS: f"more than {protocol.MOST_TRANSMITS} APDUs for one request",
}

M = TypeVar("M", bound=protocol.Message)


class CaseResult(msgspec.Struct, frozen=True, kw_only=True):
    """How one case went. `clause` is of docs/vendor-purse.md; `wrong` says what is wrong, or why it was not run."""

    case: str
    clause: str
    what: str
    result: Literal["passed", "failed", "not_run"]
    wrong: str = ""


class Wrong(Exception):
    """The program did something else than it should."""

    def __init__(self, what: str, clause: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.clause = clause


class NotRun(Exception):
    """The case cannot be run on this program, and that is allowed."""


class Kit:
    """The kit over one program. `card` is known to it, `unknown` is not."""

    def __init__(
        self, command: Sequence[str], *, timeout_s: float, card: str, unknown: str, end_s: float = protocol.END_S
    ) -> None:
        self._command = tuple(command)
        self._timeout_s = timeout_s
        self.card = card
        self.unknown = unknown
        self._end_s = end_s
        self._process: VendorProcess | None = None
        self.features: frozenset[str] = frozenset()

    def run(self, cases: "Mapping[str, tuple[str, str, Case]]") -> Iterator[CaseResult]:
        """Every case, in order. After a failed greeting nothing else is run."""
        greeted = True
        for name, (clause, what, case) in cases.items():
            if not greeted:
                wrong = "the program does not get as far as this"
                yield CaseResult(case=name, clause=clause, what=what, result="not_run", wrong=wrong)
                continue
            result = self._run(name, clause, what, case)
            greeted = not (name == "hello" and result.result == "failed")
            yield result
        self.stop()

    def _run(self, name: str, clause: str, what: str, case: "Case") -> CaseResult:
        try:
            case(self)
            if self._process is not None and not self._process.quiet_for(_SETTLE_S):
                raise Wrong("a line that nobody asked for, such as a second answer, or the program has ended by itself", "1.3")
        except NotRun as reason:
            return CaseResult(case=name, clause=clause, what=what, result="not_run", wrong=str(reason))
        except Wrong as wrong:
            return self._failed(name, wrong.clause or clause, what, wrong.what)
        except VendorError as error:
            return self._failed(name, clause, what, f"the program answers with the error {error.code.value}")
        except VendorFault as fault:
            return self._failed(name, _FAULT_CLAUSES.get(fault.fault, clause), what, _FAULT_WORDS.get(fault.fault, fault.fault))
        return CaseResult(case=name, clause=clause, what=what, result="passed")

    def _failed(self, name: str, clause: str, what: str, wrong: str) -> CaseResult:
        self.stop()
        return CaseResult(case=name, clause=clause, what=what, result="failed", wrong=wrong)

    # --- what cases are made of ---------------------------------------------------------------------------------------

    @property
    def program(self) -> VendorProcess:
        """The run, begun and greeted when there is none. One that has gone wrong meanwhile says so when it is asked."""
        if self._process is None:
            self._process = VendorProcess(self._command, self._timeout_s)
            can = cast(protocol.Capabilities, self._process.ask(protocol.Hello(id=FIRST_ID)))
            if can.protocol != protocol.VERSION:
                raise Wrong(f"protocol is {can.protocol} instead of {protocol.VERSION}", "2.1")
            self.features = frozenset(can.features)
        return self._process

    def stop(self) -> None:
        """Kill the run, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()

    def end(self) -> bool:
        """End the run by the end of its input; whether it listened."""
        process, self._process = self._process, None
        return process is None or process.end(self._end_s)

    def ask(self, request: protocol.Request, result: type[M]) -> M:
        """The program's answer. Raises `VendorError`, `VendorFault`."""
        said = self.program.ask(request, _no_card if "transmit" in self.features else None)
        if not isinstance(said, result):
            raise VendorFault(Fault.NOT_A_MESSAGE)
        return said

    def read(self) -> protocol.Reading:
        """The card, as it says."""
        said = self.ask(protocol.Read(id=FIRST_ID, uid=self.card), protocol.Reading)
        if said.uid != self.card:
            raise Wrong("the reading is of another card than was asked for", "3.1")
        return said

    def prepare(self, before: protocol.Reading, **changes: object) -> protocol.Prepare:
        """A load made ready; `changes` to a proper one."""
        order = msgspec.structs.replace(
            protocol.Prepare(
                id=FIRST_ID,
                uid=self.card,
                load=uuid4(),
                amount_ntd=AMOUNT_NTD,
                seq=before.seq + 1,
                station="conformance",
                at_ms=int(time.time() * 1000),
            ),
            **changes,
        )
        said = self.ask(order, protocol.Prepared)
        if (said.uid, said.load, said.value_ntd) != (order.uid, order.load, before.value_ntd):
            raise Wrong("the answer to prepare is about another card, load or value", "4.1")
        return order

    def commit(self, load: UUID) -> protocol.Committed:
        """The commit."""
        return self.ask(protocol.Commit(id=FIRST_ID, uid=self.card, load=load), protocol.Committed)

    def load(self) -> tuple[protocol.Reading, protocol.Prepare]:
        """A whole load; what the card held before, and the order."""
        before = self.read()
        order = self.prepare(before)
        said = self.commit(order.load)
        if (said.uid, said.load) != (self.card, order.load):
            raise Wrong("the answer to commit is about another card or load", "5.1")
        if (said.value_ntd, said.seq) != (before.value_ntd + order.amount_ntd, order.seq):
            raise Wrong("the answer to commit tells another value or seq than was prepared", "5.1")
        return before, order

    @contextmanager
    def refused(self, *codes: ErrorCode) -> Iterator[None]:
        """The block must be answered with one of these errors."""
        expected = " or ".join(code.value for code in codes)
        try:
            yield
        except VendorError as error:
            if error.code in codes:
                return
            raise Wrong(f"the error is {error.code.value} instead of {expected}") from error
        raise Wrong(f"it is answered as if all were well instead of with the error {expected}")

    def unchanged(self, before: protocol.Reading) -> None:
        """The card must hold what it held."""
        after = self.read()
        if after != before:
            raise Wrong(f"the card has changed: {_difference(before, after)}")

    def loaded(self, before: protocol.Reading, order: protocol.Prepare) -> None:
        """The card must hold exactly this load."""
        wanted = after_load(before, order)
        after = self.read()
        if after != wanted:
            raise Wrong(f"the card does not hold what was committed: {_difference(wanted, after)}")


def after_load(before: protocol.Reading, order: protocol.Prepare) -> protocol.Reading:
    """What the card must hold after that load."""
    value_ntd = before.value_ntd + order.amount_ntd
    return msgspec.structs.replace(before, value_ntd=value_ntd, last_load=order.load, seq=order.seq)


def _difference(wanted: protocol.Reading, found: protocol.Reading) -> str:
    names = [name for name in protocol.Reading.__struct_fields__ if getattr(wanted, name) != getattr(found, name)]
    return ", ".join(f"{name} is {getattr(found, name)} instead of {getattr(wanted, name)}" for name in names)


def _no_card(_command: bytes) -> protocol.Transmitted:
    """The kit has no reader: a program that needs the station's one is checked with a reader of its own."""
    return protocol.Transmitted(error="reader_failed")


Case = Callable[[Kit], None]
