"""What a person answers to prove that a card is theirs; too many wrong answers lock the person, whatever the card."""

import hmac
from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import locks, people, prepared
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


def prove(act: Act, holder: UUID, answer: Callable[[], SecondFactor | LoadSecrets]) -> None:
    """Ask for what the programme asks for before value moves; raises as `check` does.

    Stations of this version answer with a birthday or a virtual card's code; a programme that asks for a PIN lets nobody
    redeem at them.
    """
    asked = act.authority.programme.second_factor.redeem
    question = Question(holder=holder, op_id=act.event.op_id, at_ms=act.occurred_ms, now_ms=act.now_ms)
    check(act.connection, act.authority, asked, question, answer)


def check(
    connection: sa.Connection,
    authority: Authority,
    asked: Factor,
    question: Question,
    answer: Callable[[], SecondFactor | LoadSecrets],
) -> None:
    """Compare an answer, and keep others from the person's points until the transaction's end.

    A virtual card's code is used up by the act it proves.

    Raises `Refused` with SECOND_FACTOR_LOCKED, SECOND_FACTOR_WRONG, VIRTUAL_CODE_EXPIRED or VIRTUAL_CODE_USED.
    """
    locks.hold(connection, locks.holder(question.holder))
    if asked == "none":
        return
    row = _lock_row(connection, question.holder)
    if row is not None and row.locked_until_ms > question.now_ms:
        raise Refused(Code.SECOND_FACTOR_LOCKED)
    if asked == "virtual_card":
        _check_code(connection, authority, question, answer().code)
    else:
        person = people.particulars_of(connection, authority, question.holder)
        if asked != "birthday" or person is None or not _same_day(answer().birthday, person.birthday):
            raise Refused(Code.SECOND_FACTOR_WRONG)
    if row is not None:
        connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == question.holder))


def _check_code(connection: sa.Connection, authority: Authority, question: Question, code: str) -> None:
    try:
        shown = codes.read(connection, authority, code, purpose="confirm", at_ms=question.at_ms, now_ms=question.now_ms)
    except Refused as refused:
        if refused.code is Code.VIRTUAL_CODE_EXPIRED:
            raise
        raise Refused(Code.SECOND_FACTOR_WRONG) from refused
    if shown.holder != question.holder:
        raise Refused(Code.SECOND_FACTOR_WRONG)
    codes.use(connection, shown, question.op_id, question.now_ms)


def count_failure(act: Act, card: Card | None, code: Code) -> None:
    """Note a wrong answer (any other code is none), outside of what is rolled back with the refusal."""
    if code is Code.SECOND_FACTOR_WRONG and card is not None and card.holder is not None:
        note_failure(act.connection, act.authority, card.holder, act.now_ms)


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
