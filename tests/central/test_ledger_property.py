"""Whatever is awarded, redeemed, settled, cancelled, repeated and left to lapse: all sums to zero, no floor is broken."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from central import admin, audit, ledger
from central.ledger import Account
from central.money import budgets, closing, lapsing
from domain import taipei
from domain.errors import Code, Refused
from domain.wire import BalanceRequest
from tests.central.field import FieldStation, a_medium, import_person
from tests.central.settlement_rig import answer, items, received, sent
from tests.clocks import SetClock
from tests.platform_rig import begun, opened_platform

HOLDERS = (1, 2)
DAY_S = 24 * 3600
YEAR_END_MS = taipei.midnight_ms(date(2027, 1, 1))


class Books(RuleBasedStateMachine):
    """A platform beside the simplest model of it: what was awarded, redeemed, cancelled and owed, per person."""

    awards: Bundle[UUID] = Bundle("awards")
    wishes: Bundle[Any] = Bundle("wishes")
    batches: Bundle[Any] = Bundle("batches")

    @initialize()
    def found(self) -> None:
        self.directory = tempfile.TemporaryDirectory()
        self.clock = SetClock()
        directory = Path(self.directory.name)
        self.opened = opened_platform(directory, self.clock, database=self.found_in(directory))
        self.platform = self.opened.__enter__()
        self.holders = {number: import_person(self.platform, number) for number in HOLDERS}
        self.kiosk = FieldStation(self.platform, ["kiosk"])
        self.net = dict.fromkeys(HOLDERS, 0)
        self.answered: dict[UUID, str] = {}

    def found_in(self, directory: Path) -> str | None:
        """A new platform's key file, and its database: that, or the URL of one elsewhere."""
        begun(directory)
        return None

    @rule(target=awards, number=st.sampled_from(HOLDERS), points=st.integers(1, 300), agency=st.sampled_from(["甲", "乙"]))
    def award(self, number: int, points: int, agency: str) -> UUID:
        op_id = uuid4()
        self.given = {**getattr(self, "given", {}), op_id: (number, points, agency)}
        left = self._left(agency)
        if left is not None and points > left:
            with pytest.raises(Refused) as caught:
                self._award(op_id)
            assert (caught.value.code, caught.value.details) == (Code.BUDGET_EXCEEDED, {"points": left})
            return self.award(number, 1, "無預算")
        assert self._award(op_id)
        self.net[number] += points
        return op_id

    def _left(self, agency: str) -> int | None:
        with self.platform.store.read() as connection:
            return next((one.left for one in budgets.listed(connection, agency)), None)

    @rule(points=st.integers(1, 400))
    def grant(self, points: int) -> None:
        before = self._left("甲") or 0
        with self.platform.store.write() as connection:
            budgets.change(
                connection,
                self.platform.authority.programme,
                op_id=uuid4(),
                agency="甲",
                point_kind="health",
                points=points,
                now_ms=self.clock.ms,
            )
        assert self._left("甲") == before + points

    @rule()
    def spread_and_close(self) -> None:
        before = self._left("甲")
        with self.platform.store.write() as connection:
            budgets.rebalance(connection, op_id=uuid4(), agency="甲", point_kind="health", now_ms=self.clock.ms)
        closing.close(self.platform.store)
        assert self._left("甲") == before

    def _award(self, op_id: UUID) -> bool:
        number, points, agency = self.given[op_id]
        return admin.award(
            self.platform, self.holders[number], point_kind="health", points=points, agency=agency, activity="示範", op_id=op_id
        )

    @rule(op_id=awards)
    def award_again(self, op_id: UUID) -> None:
        assert not self._award(op_id)

    @rule(op_id=consumes(awards))
    def cancel(self, op_id: UUID) -> None:
        number, points, _ = self.given[op_id]
        cancellation = uuid4()
        assert admin.cancel_award(self.platform, op_id, cancellation)
        assert not admin.cancel_award(self.platform, op_id, cancellation)
        self.net[number] -= points

    @rule(target=wishes, number=st.sampled_from(HOLDERS), points=st.integers(10, 250))
    def redeem(self, number: int, points: int) -> Any:
        before = self._points(number)
        wish = self.kiosk.wish(a_medium(number), points)
        said = self.kiosk.say(wish)
        assert said.result is not None
        if points <= before and self._waiting(number) <= 10_000:
            assert said.result.refusal is None
            self.net[number] -= points
        else:
            assert said.result.refusal is not None
        return wish, said

    @rule(wish=wishes)
    def redeem_again(self, wish: Any) -> None:
        assert self.kiosk.say(wish[0]) == wish[1]

    @rule(target=batches)
    def send(self) -> Any:
        batch = sent(self.platform)
        assert sent(self.platform, batch.batch).content == batch.content
        return batch if batch.items else multiple()  # When nothing waits no batch is made.

    @rule(batch=batches, words=st.lists(st.sampled_from(["confirmed", "over_limit", "card_unknown"]), min_size=1))
    def settle(self, batch: Any, words: list[str]) -> None:
        """A carrier that may say something else the second time."""
        wanted = items(batch)
        said = [words[place % len(words)] for place in range(len(wanted))]
        fits = all(
            (self.answered.get(op_id, word) == "confirmed") == (word == "confirmed")
            for (_, op_id, _, _), word in zip(wanted, said, strict=True)
        )
        report = received(self.platform, answer(batch, *said))
        assert report.done is fits
        for (_, op_id, uid, amount), word in zip(wanted, said, strict=True):
            if fits and op_id not in self.answered:
                self.answered[op_id] = word
                if word != "confirmed":
                    self.net[next(number for number in HOLDERS if a_medium(number).value == uid)] += amount

    @rule()
    def lapse_all(self) -> None:
        lapsing.lapse_due(self.platform.store, self.clock.ms)

    @rule(days=st.sampled_from([1, 50]))
    def wait(self, days: int) -> None:
        self.clock.advance(days * DAY_S)

    @invariant()
    def books_balance(self) -> None:
        facts = audit.facts(self.platform.store.engine)
        assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
        assert all(self._points(number) >= 0 for number in HOLDERS)

    @invariant()
    def points_are_what_was_given_less_what_was_taken(self) -> None:
        if self.clock.ms >= YEAR_END_MS:
            return
        with self.platform.store.read() as connection:
            for number in HOLDERS:
                accounts = [Account(kind=kind, unit="health", holder=self.holders[number]) for kind in ("holder", "deficit")]
                assert sum(ledger.balance(connection, account) for account in accounts) == self.net[number]

    def _balance(self, number: int) -> Any:
        own = self.platform.authority.keys
        return self.platform.balance(BalanceRequest(medium=a_medium(number).digest(own.digest), digest_key=own.digest_key_id))

    def _points(self, number: int) -> int:
        return int(next(one.points for one in self._balance(number).balances if one.point_kind == "health"))

    def _waiting(self, number: int) -> int:
        return int(self._balance(number).waiting_ntd)

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.__exit__(None, None, None)
            self.directory.cleanup()


TestBooks = Books.TestCase
TestBooks.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
