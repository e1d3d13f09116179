"""Budgets of agencies: granted in advance, in stripes with floors of their own, and never exceeded by parallel awards."""

import threading
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa

from central import admin, audit, ledger, points
from central.ledger import Account
from central.money import budgets, closing
from central.money.budgets import STRIPES, Budget
from central.schema import accounts
from domain.errors import Code, Refused
from tests.central.field import give, import_person


def grant(platform, points, op_id=None, agency="衛生局"):
    with platform.store.write() as connection:
        return budgets.change(
            connection,
            platform.authority.programme,
            op_id=op_id or uuid4(),
            agency=agency,
            point_kind="health",
            points=points,
            now_ms=platform.now_ms(),
        )


def budget(platform):
    with platform.store.read() as connection:
        return budgets.listed(connection)


def refusal(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value


def sound(platform):
    facts = audit.facts(platform.store.engine)
    return (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_a_budget_is_spent_and_then_refuses(platform):
    holder = import_person(platform, 1)
    assert grant(platform, 1_000)
    award = give(platform, holder, 700)
    assert budget(platform) == [Budget(agency="衛生局", point_kind="health", granted=1_000, left=300)]
    refused = refusal(give, platform, holder, 301)
    assert (refused.code, refused.details) == (Code.BUDGET_EXCEEDED, {"points": 300})
    give(platform, holder, 300)
    assert budget(platform)[0].spent == 1_000
    assert admin.cancel_award(platform, award, uuid4())
    assert (budget(platform)[0].left, budget(platform)[0].spent) == (700, 300)
    assert sound(platform)


def test_an_increase_is_booked_once(platform):
    op_id = uuid4()
    assert grant(platform, 100, op_id)
    assert not grant(platform, 100, op_id)
    assert refusal(grant, platform, 101, op_id).code is Code.EVENT_CONFLICT
    assert budget(platform)[0].granted == 100


def test_a_budget_is_lowered_by_what_is_left_and_no_more(platform):
    holder = import_person(platform, 1)
    grant(platform, 100)
    give(platform, holder, 60)
    assert refusal(grant, platform, -41).code is Code.BUDGET_EXCEEDED
    assert grant(platform, -40)
    assert budget(platform) == [Budget(agency="衛生局", point_kind="health", granted=60, left=0)]
    assert sound(platform)


def test_who_has_no_budget_gives_without_a_bound_and_keeps_what_was_given_before(platform):
    holder = import_person(platform, 1)
    before = give(platform, holder, 5_000)
    grant(platform, 10)
    assert refusal(give, platform, holder, 11).code is Code.BUDGET_EXCEEDED
    give(platform, holder, 5_000, agency="環保局")
    assert admin.cancel_award(platform, before, uuid4())
    assert budget(platform)[0].left == 10
    assert sound(platform)


def test_a_kind_may_need_a_budget(platform):
    needing = msgspec.structs.replace(platform.authority.programme.point_kind("health"), needs_budget=True)
    with platform.store.write() as connection:
        assert refusal(budgets.secure, connection, needing, "衛生局", 1).code is Code.BUDGET_EXCEEDED
    grant(platform, 5)
    with platform.store.write() as connection:
        assert budgets.secure(connection, needing, "衛生局", 2).left == 5


def stripes(platform):
    with platform.store.read() as connection:
        return sorted(connection.scalars(sa.select(accounts.c.balance).where(accounts.c.stripe.is_not(None))))


def test_an_award_larger_than_any_stripe_takes_from_several_and_rebalancing_evens_them(platform):
    holder = import_person(platform, 1)
    grant(platform, 160)
    assert stripes(platform) == [10] * STRIPES
    award = give(platform, holder, 95)
    assert stripes(platform) == [0] * 9 + [5] + [10] * 6
    with platform.store.write() as connection:
        assert budgets.rebalance(connection, op_id=uuid4(), agency="衛生局", point_kind="health", now_ms=0)
        assert not budgets.rebalance(connection, op_id=uuid4(), agency="衛生局", point_kind="health", now_ms=0)
    assert stripes(platform) == [4] * 15 + [5]
    admin.cancel_award(platform, award, uuid4())
    assert budget(platform)[0].left == 160
    assert sound(platform)


def test_a_deficit_is_repaid_by_an_award_from_several_stripes(platform):
    holder = import_person(platform, 1)
    with platform.store.write() as connection:
        owed = points.deficit(holder, "health")
        assert ledger.begin(connection, op_id := uuid4(), "test", "", 0)
        programme = Account(kind="redeemed", unit="health", agency="衛生局")
        ledger.post(connection, op_id, [ledger.Leg(payer=owed, payee=programme, amount=15)])
    grant(platform, 160)
    give(platform, holder, 25)
    with platform.store.read() as connection:
        assert ledger.balance(connection, owed) == 0
        assert ledger.balance(connection, points.purse(holder, "health")) == 10
    assert sound(platform)


def test_parallel_awards_never_give_more_than_the_budget(platform):
    """Twelve writers, each for somebody else; together they want more than there is."""
    holders = [import_person(platform, number) for number in range(1, 13)]
    grant(platform, 500)
    given, refused, lock = [], [], threading.Lock()

    def award_some(holder):
        for _ in range(6):
            try:
                give(platform, holder, 10)
                with lock:
                    given.append(10)
            except Refused as problem:
                with lock:
                    refused.append(problem.code)

    threads = [threading.Thread(target=award_some, args=(holder,)) for holder in holders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sum(given), refused) == (500, [Code.BUDGET_EXCEEDED] * 22)
    assert budget(platform) == [Budget(agency="衛生局", point_kind="health", granted=500, left=0)]
    assert sound(platform)


def test_summed_accounts_keep_their_balance_over_closings(platform):
    holder = import_person(platform, 1)
    account = budgets.main("health", "衛生局")
    for number in range(1, 4):
        give(platform, holder, 10)
        with platform.store.read() as connection:
            assert ledger.balance(connection, account) == -10 * number
        closing.close(platform.store)
        with platform.store.read() as connection:
            assert ledger.balance(connection, account) == -10 * number
            row = connection.execute(sa.select(accounts).where(accounts.c.name == account.name)).one()
            assert (row.balance, row.closed_through) == (-10 * number, number)
        assert sound(platform)
