"""What has to be done now and then, by a timer: nothing of it is urgent, and all of it is safe to repeat and to interrupt."""

import msgspec

from central.activities import draw_points
from central.authority import Authority
from central.money import award_files, budgets, closing, lapsing, settlement
from central.store import Store
from domain.ids import new_op_id

_ROWS_AT_ONCE = 1_000_000


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What a run has found to do."""

    lapsed_holders: int
    settled: int
    """Decisions of carriers that were not booked yet."""
    award_files: int
    """Files of awards that were not booked to their end."""
    tickets_returned: int
    """Purchases of tickets for cancelled draws whose points had not been given back yet."""
    budgets_spread: int
    closed_through: int
    """Up to which transfer summed accounts are added up."""


def run(store: Store, authority: Authority, now_ms: int) -> Done:
    """Finish what was left unfinished, let points lapse, spread budgets, close accounts.

    Raises `EnvironmentProblem(PLATFORM_BUSY)` when somebody books without end; what was done until then stays.
    """
    settled = settlement.book_decided(store, authority, now_ms)
    files = award_files.unfinished(store)
    for file in files:
        award_files.go_on(store, authority, file, agency=None, most=_ROWS_AT_ONCE, now_ms=now_ms)
    returned = draw_points.give_back_cancelled(store, now_ms)
    lapsed = lapsing.lapse_due(store, now_ms)
    spread = 0
    with store.read() as connection:
        known = budgets.listed(connection)
    for budget in known:
        with store.write() as connection:
            op_id = new_op_id(now_ms)
            spread += budgets.rebalance(
                connection, op_id=op_id, agency=budget.agency, point_kind=budget.point_kind, now_ms=now_ms
            )
    return Done(
        lapsed_holders=lapsed,
        settled=settled,
        award_files=len(files),
        tickets_returned=returned,
        budgets_spread=spread,
        closed_through=closing.close(store),
    )
