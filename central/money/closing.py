"""Closing summed accounts: their rows take over the total of their entries, so that asking for a balance adds up few of them.

Run now and then (`citycard admin … close-accounts`); nothing depends on when. Bookings go on meanwhile.
"""

import sqlalchemy as sa

from central.schema import accounts, entries, transfers
from central.store import Store

_PATIENCE_MS = 2_000


def close(store: Store) -> int:
    """Move every summed account's total on to what is booked now; up to which transfer.

    Ids of transfers are not given in the order in which their transactions end, so a point is found first below which none is
    under way. Raises `EnvironmentProblem(PLATFORM_BUSY)` when somebody books without end: to be repeated another time.
    """
    with store.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"SET LOCAL lock_timeout = {_PATIENCE_MS}"))
            connection.execute(sa.text("LOCK TABLE transfers IN SHARE MODE"))
        through = int(connection.scalar(sa.select(sa.func.coalesce(sa.func.max(transfers.c.id), 0))) or 0)
    with store.write() as connection:
        for account in connection.scalars(sa.select(accounts.c.id).where(accounts.c.closed_through < through)).all():
            _close(connection, account, through)
    return through


def _close(connection: sa.Connection, account: int, through: int) -> None:
    """In one statement, so that two that close at once follow each other."""
    since = (
        sa.select(sa.func.coalesce(sa.func.sum(entries.c.amount), 0))
        .where(
            entries.c.account == accounts.c.id,
            entries.c.transfer > accounts.c.closed_through,
            entries.c.transfer <= through,
        )
        .correlate(accounts)
        .scalar_subquery()
    )
    connection.execute(
        accounts.update()
        .where(accounts.c.id == account, accounts.c.closed_through < through)
        .values(balance=sa.cast(accounts.c.balance + since, sa.BigInteger), closed_through=through)
    )
