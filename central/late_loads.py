"""Value that is on a card although its load was voided or refused: the decision stays, and the books follow the card.

It happens when a load was given up on wrong evidence and its commit's proof comes in later, or when a platform put back from a
backup refuses what it had authorised in its former life.
"""

import msgspec
import sqlalchemy as sa

from central import cards, load_books, loads
from central.authority import Authority
from central.loads import Load
from domain.loads import LoadState


def as_intended(connection: sa.Connection, authority: Authority, load: Load) -> Load:
    """A refused load with what it would have had, had it been authorised: the card's holder and the purse's driver.

    Unchanged when it is no such load, or its intent was never a sound one: no such card, holder, purse or point kind, or an
    amount that its points do not make.
    """
    if load.state is not LoadState.REFUSED:
        return load
    card = cards.find(connection, load.medium)
    purse, kind = authority.programme.purse(load.purse), authority.programme.point_kind(load.point_kind)
    if card is None or card.holder is None or purse is None or kind is None:
        return load
    if load.points < 1 or load.amount_ntd != load.points * kind.ntd_per_point:
        return load
    return msgspec.structs.replace(load, holder=card.holder, driver=purse.driver)


def book(connection: sa.Connection, authority: Authority, load: Load, now_ms: int) -> None:
    """Book the value of a voided or refused load, once; nothing for an intent that was never a sound one."""
    intended = as_intended(connection, authority, load)
    if intended.holder is not None and load_books.charge_late(connection, authority.programme, intended, now_ms):
        loads.note_late(connection, intended, now_ms)
