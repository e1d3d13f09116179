"""What a person answers to prove that a card is theirs; too many wrong answers lock the person, whatever the card."""

import hmac
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, prepared
from central.at_hand import AtHand
from central.authority import Authority
from central.cards import Card
from central.schema import second_factor_locks
from central.verdict import Act
from central.virtual_card import codes
from domain.errors import Code, Refused
from domain.events import LoadSecrets, SecondFactor
from domain.programme import Factor

_MINUTE_MS = 60_000


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """Whose proof is asked for, for which act, and when the answer was given."""

    holder: UUID
    op_id: UUID
    at_ms: int
    now_ms: int


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A right answer, and what is still to be written of it."""

    question: Question
    code: codes.Shown | None = None
    """A virtual card's code, to be used up."""
    had_failures: bool = False


def prove(act: Act, holder: UUID, answer: Callable[[], SecondFactor | LoadSecrets]) -> Proof:
    """Ask for what the programme asks for before value moves; raises as `look` does.

    Stations of this version answer with a birthday or a virtual card's code; a programme that asks for a PIN lets nobody
    redeem at them.
    """
    asked = act.authority.programme.second_factor.redeem
    question = Question(holder=holder, op_id=act.event.op_id, at_ms=act.occurred_ms, now_ms=act.now_ms)
    return look(act.sitting.at_hand, asked, question, answer)


def accepted(act: Act, proof: Proof) -> None:
    """As `accept`, for this act."""
    accept(act.connection, proof)
    act.sitting.at_hand.forget(proof.question.holder)


def check(
    connection: sa.Connection,
    authority: Authority,
    asked: Factor,
    question: Question,
    answer: Callable[[], SecondFactor | LoadSecrets],
) -> None:
    """Compare an answer and accept it. Raises as `look` and `accept`."""
    accept(connection, look(AtHand(connection, authority), asked, question, answer))


def look(at_hand: AtHand, asked: Factor, question: Question, answer: Callable[[], SecondFactor | LoadSecrets]) -> Proof:
    """Compare an answer, and keep others from the person's points until the transaction's end. Writes nothing.

    Raises `Refused` with SECOND_FACTOR_LOCKED, SECOND_FACTOR_WRONG or VIRTUAL_CODE_EXPIRED.
    """
    locks.hold(at_hand.connection, locks.holder(question.holder))
    if asked == "none":
        return Proof(question=question)
    row = at_hand.row(question.holder)
    if row is not None and row.locked_until_ms > question.now_ms:
        raise Refused(Code.SECOND_FACTOR_LOCKED)
    if asked == "virtual_card":
        shown = _code(at_hand.connection, at_hand.authority, question, answer().code)
        return Proof(question=question, code=shown, had_failures=row is not None)
    person = at_hand.particulars(question.holder)
    if asked != "birthday" or person is None or not _same_day(answer().birthday, person.birthday):
        raise Refused(Code.SECOND_FACTOR_WRONG)
    return Proof(question=question, had_failures=row is not None)


def accept(connection: sa.Connection, proof: Proof) -> None:
    """A virtual card's code is used up by the act it proves, and wrong answers are forgotten.

    Raises `Refused(VIRTUAL_CODE_USED)`.
    """
    question = proof.question
    if proof.code is not None:
        codes.use(connection, proof.code, question.op_id, question.now_ms)
    if proof.had_failures:
        connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == question.holder))


def _code(connection: sa.Connection, authority: Authority, question: Question, code: str) -> codes.Shown:
    try:
        shown = codes.read(connection, authority, code, purpose="confirm", at_ms=question.at_ms, now_ms=question.now_ms)
    except Refused as refused:
        if refused.code is Code.VIRTUAL_CODE_EXPIRED:
            raise
        raise Refused(Code.SECOND_FACTOR_WRONG) from refused
    if shown.holder != question.holder:
        raise Refused(Code.SECOND_FACTOR_WRONG)
    return shown


def count_failure(act: Act, card: Card | None, code: Code) -> None:
    """Note a wrong answer (any other code is none), outside of what is rolled back with the refusal."""
    if code is Code.SECOND_FACTOR_WRONG and card is not None and card.holder is not None:
        note_failure(act.connection, act.authority, card.holder, act.now_ms)
        act.sitting.at_hand.forget(card.holder)


def note_failure(connection: sa.Connection, authority: Authority, holder: UUID, now_ms: int) -> None:
    """One more wrong answer; after so many as the programme allows the person is locked."""
    locks.hold(connection, locks.holder(holder))
    rule = authority.programme.second_factor
    row = _lock_row(connection, holder)
    failures = (row.failures if row is not None else 0) + 1
    locked = failures >= rule.attempts
    connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == holder))
    connection.execute(
        second_factor_locks.insert().values(
            holder=holder,
            failures=0 if locked else failures,
            locked_until_ms=now_ms + rule.lock_minutes * _MINUTE_MS if locked else 0,
        )
    )


def _same_day(answer: str, birthday: str) -> bool:
    return hmac.compare_digest(answer.encode(), birthday.replace("-", "")[4:8].encode())


def _lock_row(connection: sa.Connection, holder: UUID) -> sa.Row[Any] | None:
    return prepared.rows_of(connection, second_factor_locks.c.holder, holder).one_or_none()
