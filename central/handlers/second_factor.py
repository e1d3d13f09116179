"""What a person answers to prove that a card is theirs; too many wrong answers lock the person, whatever the card."""

import hmac
from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from central import people
from central.cards import Card
from central.schema import second_factor_locks
from central.verdict import Act
from domain.errors import Code, Refused

_MINUTE_MS = 60_000


def prove(act: Act, holder: UUID, answer: Callable[[], str]) -> None:
    """Ask for what the programme asks for; raises SECOND_FACTOR_LOCKED or SECOND_FACTOR_WRONG.

    Stations of this version answer with a birthday; a programme that asks for a PIN lets nobody redeem at them.
    """
    asked = act.authority.programme.second_factor.redeem
    if asked == "none":
        return
    row = _lock_row(act.connection, holder)
    if row is not None and row.locked_until_ms > act.now_ms:
        raise Refused(Code.SECOND_FACTOR_LOCKED)
    person = people.particulars_of(act.connection, act.authority, holder)
    if asked != "birthday" or person is None or not _same_day(answer(), person.birthday):
        raise Refused(Code.SECOND_FACTOR_WRONG)
    act.connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == holder))


def count_failure(act: Act, card: Card | None, code: Code) -> None:
    """Note a wrong answer (any other code is none), outside of what is rolled back with the refusal."""
    if code is not Code.SECOND_FACTOR_WRONG or card is None or card.holder is None:
        return
    rule = act.authority.programme.second_factor
    row = _lock_row(act.connection, card.holder)
    failures = (row.failures if row is not None else 0) + 1
    locked = failures >= rule.attempts
    act.connection.execute(second_factor_locks.delete().where(second_factor_locks.c.holder == card.holder))
    act.connection.execute(
        second_factor_locks.insert().values(
            holder=card.holder,
            failures=0 if locked else failures,
            locked_until_ms=act.now_ms + rule.lock_minutes * _MINUTE_MS if locked else 0,
        )
    )


def _same_day(answer: str, birthday: str) -> bool:
    return hmac.compare_digest(answer.encode(), birthday.replace("-", "")[4:8].encode())


def _lock_row(connection: sa.Connection, holder: UUID) -> sa.Row[Any] | None:
    wanted = sa.select(second_factor_locks).where(second_factor_locks.c.holder == holder)
    return connection.execute(wanted).one_or_none()
