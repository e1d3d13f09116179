"""The cases of the conformance kit, in the order in which they are run."""

import time
from collections.abc import Callable
from uuid import uuid4

import msgspec

from reader_drivers.purses import vendor_protocol as protocol
from reader_drivers.purses.vendor_conformance import (
    AMOUNT_NTD,
    FIRST_ID,
    KILL_AFTER_S,
    QUIET_S,
    Case,
    Kit,
    NotRun,
    Wrong,
    after_load,
)
from reader_drivers.purses.vendor_protocol import ErrorCode

_RAW_ID = 1_000_000

CASES: dict[str, tuple[str, str, Case]] = {}
"""By name, in order: the clause, what is looked at, and the case."""


def case(name: str, clause: str, what: str) -> Callable[[Case], Case]:
    """Make a function one of the kit's cases."""

    def add(function: Case) -> Case:
        CASES[name] = (clause, what, function)
        return function

    return add


@case("hello", "2.1", "greets with protocol, name, version and features")
def _hello(kit: Kit) -> None:
    _ = kit.program


@case("hello_version", "2.2", "refuses a version that it does not speak")
def _hello_version(kit: Kit) -> None:
    with kit.refused(ErrorCode.WRONG_VERSION):
        kit.program.ask(protocol.Hello(id=FIRST_ID, protocol=999))


@case("unknown_request", "1.6", "answers a request that it does not know, and goes on")
def _unknown_request(kit: Kit) -> None:
    _expect_error(kit, b'{"id":%d,"do":"dance"}\n' % _RAW_ID, _RAW_ID, ErrorCode.UNKNOWN_REQUEST)
    kit.read()


@case("invalid_request", "1.7", "answers a request with a missing field and a line that is not JSON, and goes on")
def _invalid_request(kit: Kit) -> None:
    _expect_error(kit, b'{"id":%d,"do":"read"}\n' % _RAW_ID, _RAW_ID, ErrorCode.INVALID_REQUEST)
    _expect_error(kit, b"not json\n", 0, ErrorCode.INVALID_REQUEST)
    kit.read()


def _expect_error(kit: Kit, line: bytes, request_id: int, code: ErrorCode) -> None:
    answer = kit.program.ask_line(line, request_id)
    told = answer.error.value if isinstance(answer, protocol.Failure) else "ok"
    if told != code.value:
        raise Wrong(f"the answer is {told} instead of {code.value}")


@case("one_answer", "1.3", "answers once and says nothing unasked")
def _one_answer(kit: Kit) -> None:
    kit.read()
    if not kit.program.quiet_for(QUIET_S):
        raise Wrong("a line that nobody asked for, such as a second answer")


@case("read_twice", "3.1", "a read changes nothing")
def _read_twice(kit: Kit) -> None:
    kit.unchanged(kit.read())


@case("unknown_card", "3.2", "a card without this carrier's purse is card_unknown")
def _unknown_card(kit: Kit) -> None:
    with kit.refused(ErrorCode.CARD_UNKNOWN, ErrorCode.CARD_SWAPPED, ErrorCode.NO_CARD):
        kit.ask(protocol.Read(id=FIRST_ID, uid=kit.unknown), protocol.Reading)


@case("peek", "7.1", "the value without proof is the value")
def _peek(kit: Kit) -> None:
    before = kit.read()
    if "peek" not in kit.features:
        raise NotRun("the program does not offer peek")
    said = kit.ask(protocol.Peek(id=FIRST_ID, uid=kit.card), protocol.Peeked)
    if said.value_ntd not in (None, before.value_ntd):
        raise Wrong(f"peek tells {said.value_ntd}, read {before.value_ntd}")


@case("prepare_leaves_card", "4.1", "prepare without commit leaves the card as it was")
def _prepare_leaves_card(kit: Kit) -> None:
    before = kit.read()
    order = kit.prepare(before)
    kit.unchanged(before)
    kit.ask(protocol.Abort(id=FIRST_ID, uid=kit.card, load=order.load), protocol.Done)


@case("prepare_over_limit", "4.2", "a load over the card's limit is refused")
def _prepare_over_limit(kit: Kit) -> None:
    before = kit.read()
    with kit.refused(ErrorCode.OVER_LIMIT):
        kit.prepare(before, amount_ntd=before.limit_ntd - before.value_ntd + 1)
    kit.unchanged(before)


@case("prepare_wrong_seq", "4.3", "a load that is not the card's next is refused")
def _prepare_wrong_seq(kit: Kit) -> None:
    before = kit.read()
    for seq in [before.seq + 2, *([before.seq] if before.seq else [])]:
        with kit.refused(ErrorCode.WRONG_SEQ):
            kit.prepare(before, seq=seq)
    kit.unchanged(before)


@case("abort", "6.1", "after an abort there is nothing to commit")
def _abort(kit: Kit) -> None:
    before = kit.read()
    order = kit.prepare(before)
    for _ in range(2):
        kit.ask(protocol.Abort(id=FIRST_ID, uid=kit.card, load=order.load), protocol.Done)
    with kit.refused(ErrorCode.NOT_PREPARED):
        kit.commit(order.load)
    kit.unchanged(before)


@case("commit_unprepared", "5.2", "what was not prepared is not committed")
def _commit_unprepared(kit: Kit) -> None:
    before = kit.read()
    with kit.refused(ErrorCode.NOT_PREPARED):
        kit.commit(uuid4())
    kit.unchanged(before)


@case("commit_other_load", "5.2", "another load than the prepared one is not committed")
def _commit_other_load(kit: Kit) -> None:
    before = kit.read()
    order = kit.prepare(before)
    with kit.refused(ErrorCode.NOT_PREPARED):
        kit.commit(uuid4())
    kit.unchanged(before)
    kit.ask(protocol.Abort(id=FIRST_ID, uid=kit.card, load=order.load), protocol.Done)


@case("commit", "5.1", "a commit writes value, load id and seq together")
def _commit(kit: Kit) -> None:
    before, order = kit.load()
    kit.loaded(before, order)


@case("commit_once", "5.3", "the same commit a second time does nothing")
def _commit_once(kit: Kit) -> None:
    before, order = kit.load()
    with kit.refused(ErrorCode.NOT_PREPARED):
        kit.commit(order.load)
    kit.loaded(before, order)


@case("already_loaded", "4.4", "a load that the card has already is not prepared again")
def _already_loaded(kit: Kit) -> None:
    before, order = kit.load()
    present = after_load(before, order)
    with kit.refused(ErrorCode.ALREADY_LOADED):
        kit.prepare(present, load=order.load)
    kit.unchanged(present)


@case("debit_keeps_load", "3.4", "a debit keeps the last load's id")
def _debit_keeps_load(kit: Kit) -> None:
    before, order = kit.load()
    if "debit" not in kit.features:
        raise NotRun("the program does not offer debit; show it with a shop's terminal")
    kit.ask(protocol.Debit(id=FIRST_ID, uid=kit.card, amount_ntd=AMOUNT_NTD), protocol.Reading)
    kit.unchanged(msgspec.structs.replace(after_load(before, order), value_ntd=before.value_ntd))


@case("restart_keeps", "3.3", "another run of the program reads the same card")
def _restart_keeps(kit: Kit) -> None:
    before, order = kit.load()
    kit.program.ask(protocol.Bye(id=FIRST_ID))
    kit.end()
    kit.loaded(before, order)


@case("kill_prepared", "4.5", "killed between prepare and commit: the old state, and nothing left prepared")
def _kill_prepared(kit: Kit) -> None:
    before = kit.read()
    order = kit.prepare(before)
    kit.stop()
    kit.unchanged(before)
    with kit.refused(ErrorCode.NOT_PREPARED):
        kit.commit(order.load)
    kit.unchanged(before)


@case("kill_committed", "5.4", "killed after the answer to commit: the new state")
def _kill_committed(kit: Kit) -> None:
    before, order = kit.load()
    kit.stop()
    kit.loaded(before, order)


@case("kill_committing", "5.5", "killed in the midst of a commit: all of the old state, or all of the new")
def _kill_committing(kit: Kit) -> None:
    for after_s in KILL_AFTER_S:
        before = kit.read()
        order = kit.prepare(before)
        kit.program.send(protocol.Commit(id=FIRST_ID, uid=kit.card, load=order.load))
        time.sleep(after_s)
        kit.stop()
        after = kit.read()
        if after not in (before, after_load(before, order)):
            raise Wrong(f"the card holds a part of the load: value {after.value_ntd}, seq {after.seq}")


@case("ends", "1.5", "ends after bye, and when its input ends")
def _ends(kit: Kit) -> None:
    kit.program.ask(protocol.Bye(id=FIRST_ID))
    if not kit.end():
        raise Wrong("it goes on after bye")
    _ = kit.program
    if not kit.end():
        raise Wrong("it goes on after the end of its input")
