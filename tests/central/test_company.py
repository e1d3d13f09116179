"""Redemptions and loads of several stations in one transaction leave what each in its own leaves; no one harms the others."""

import random
import threading
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from central import audit, journal, locks, schema
from central.combining import Combiner
from central.intake import Intake
from central.judging import FAULTS, Case, Judge, read
from central.sitting import NotTrusted
from central.store import named_errors
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import SignedEvent
from domain.wire import LoadResult, OutcomeStatus, RedeemResult
from tests.central.field import a_medium, give, import_person, op_id_of
from tests.central.load_rig import LoadStation, card_proof, import_purse_holder
from tests.central.test_parallel import at_once
from tests.postgres_rig import ON_POSTGRES

STATIONS, PEOPLE, ROUNDS, SEEDS = 6, 5, 12, 6
FIRST_PURSE = 100
TABLES = (
    schema.outcomes,
    schema.anomalies,
    schema.waiting,
    schema.station_chains,
    schema.operations,
    schema.transfers,
    schema.accounts,
    schema.lots,
    schema.settlement_items,
    schema.second_factor_locks,
    schema.notices,
    schema.loads,
    schema.load_grants,
    schema.card_counters,
)
GIVEN = {"id", "lot", "payer", "payee", "outcome"}
"""Numbers that a database gives, and outcomes: what is granted is sealed anew each time."""


class _Undone(Exception):
    """Takes a transaction back."""


class World:
    """Kiosks at which a few people redeem more than they have, with right and wrong answers."""

    def __init__(self, platform: Any, rng: random.Random) -> None:
        self.platform, self.rng = platform, rng
        self.stations = [LoadStation(platform, ["kiosk", "counter"]) for _ in range(STATIONS)]
        for number in range(PEOPLE):
            for holder in (import_person(platform, number), import_purse_holder(platform, FIRST_PURSE + number)):
                give(platform, holder, 70)
                give(platform, holder, 50, agency="教育局")
        self.loads: list[tuple[UUID, int, LoadStation]] = []
        self.wishes: list[SignedEvent] = []

    def events(self, station: LoadStation) -> list[SignedEvent]:
        """What a station has to say next."""
        made = self.rng.choice(["wish"] * 6 + ["load"] * 4 + ["done"] * 6 + ["again", "taken", "stranger", "backlog"])
        return getattr(self, f"_{made}")(station)

    def _wish(self, station):
        answer = self.rng.choice(["0105"] * 6 + ["0230"])
        points = self.rng.choice([10, 20, 30, 60, 5_000])
        self.wishes.append(station.wish(a_medium(self.rng.randrange(PEOPLE)), points, answer))
        return self.wishes[-1:]

    def _load(self, station):
        number, answer = FIRST_PURSE + self.rng.randrange(PEOPLE), self.rng.choice(["0105"] * 6 + ["0230"])
        intent = station.intent(number, self.rng.choice([10, 20, 2_000]), birthday=answer)
        self.loads.append((op_id_of(intent), number, station))
        return [intent]

    def _done(self, station):
        """What the card has said of a load, now and then of one that another station began, or that was refused."""
        mine = [load for load in self.loads if load[2] is station or self.rng.random() < 0.1]
        if not mine:
            return self._wish(station)
        load, number, began = self.rng.choice(mine)
        with self.platform.store.read() as connection:
            amount = connection.scalar(sa.select(schema.loads.c.amount_ntd).where(schema.loads.c.op_id == load)) or 10
        proof = card_proof(self.platform, load, began.id, number=number, amount=amount)
        if self.rng.random() < 0.5:
            return [station.committing(load, number), station.committed(load, proof, number)]
        return [station.committed(load, proof, number)]

    def _backlog(self, station):
        """A whole load in one upload: its points are not in the ledger yet when its proof is judged."""
        (intent,) = self._load(station)
        load, number, _ = self.loads[-1]
        proof = card_proof(self.platform, load, station.id, number=number, amount=10)
        return [intent, station.committing(load, number), station.committed(load, proof, number)]

    def _again(self, station):
        return [self.rng.choice(self.wishes)] if self.wishes else self._wish(station)

    def _taken(self, station):
        """An op_id that belongs to another wish."""
        if not self.wishes:
            return self._wish(station)
        return [station.wish(a_medium(0), 10, op_id=op_id_of(self.rng.choice(self.wishes)))]

    def _stranger(self, station):
        return [station.wish(a_medium(777), 10)]


def rows(connection: sa.Connection) -> dict[str, list[str]]:
    names = {table: [column for column in table.c if column.name not in GIVEN] for table in TABLES}
    return {table.name: sorted(str(row) for row in connection.execute(sa.select(*names[table]))) for table in TABLES}


def shown(outcomes: list[Any]) -> list[Any]:
    """Outcomes without what is sealed anew each time."""
    return [(one.op_id, one.status, one.code, one.anomalies, _without_grant(one.result)) for some in outcomes for one in some]


def _without_grant(result: Any) -> Any:
    if isinstance(result, LoadResult):
        return (result.load, result.state, result.refusal, result.grant is None)
    return result


@pytest.mark.parametrize("seed", range(SEEDS))
def test_in_company_is_as_one_by_one(load_platform, seed):
    platform, world = load_platform, World(load_platform, random.Random(seed))
    together, refused = 0, 0
    for _ in range(ROUNDS):
        said = [(station, world.events(station)) for station in world.rng.sample(world.stations, 5)]
        with platform.store.write() as connection:
            kept = iter(
                journal.keep(connection, [(station.id, one) for station, some in said for one in some], platform.now_ms())
            )
        offered = [
            (
                platform.authenticate(station.token),
                [Case(next(kept), read(one, station.key.public_key())) for one in some],
            )
            for station, some in said
        ]
        judge = partial(Judge, authority=platform.authority, clock=platform.clock)
        company = None
        try:
            with named_errors(), platform.store.write() as connection:
                company = shown(judge(connection, careful=False).judge(offered)), rows(connection)
                raise _Undone
        except (_Undone, NotTrusted, *FAULTS, Refused):
            pass
        outcomes = []
        for who, cases in offered:
            for case in cases:
                with platform.store.write() as connection:
                    outcomes += judge(connection, careful=True).judge([(who, [case])])
        with platform.store.read() as connection:
            alone = shown(outcomes), rows(connection)
        assert company is None or company == alone
        together += company is not None
        refused += sum(
            isinstance(one.result, RedeemResult | LoadResult) and one.result.refusal is not None
            for some in outcomes
            for one in some
        )
    assert together > ROUNDS // 3
    assert refused
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)


def test_a_refusal_does_not_end_the_company(load_platform, monkeypatch):
    """What is refused has written nothing, so that nobody is judged again for it."""
    alone: list[Any] = []
    by_itself = Intake._by_itself
    monkeypatch.setattr(Intake, "_by_itself", lambda *what: alone.append(what) or by_itself(*what))
    stations = [LoadStation(load_platform, ["kiosk"]) for _ in range(3)]
    give(load_platform, import_person(load_platform, 1), 10)
    events = [stations[0].wish(a_medium(1), 10), stations[1].wish(a_medium(1), 10), stations[2].wish(a_medium(1), 10, "0230")]
    said = [(load_platform.authenticate(station.token), [event]) for station, event in zip(stations, events, strict=True)]
    intake = load_platform._intake
    uploads = [intake.read_upload(who, some) for who, some in said]
    (first,), (second,), (third,) = intake._in_company(uploads)
    assert [one.result.refusal for one in (first, second, third)] == [
        None,
        Code.AMOUNT_OVER_BALANCE,
        Code.SECOND_FACTOR_WRONG,
    ]
    assert not alone


def test_a_card_has_one_open_load_in_company_too(load_platform):
    give(load_platform, import_purse_holder(load_platform, 1), 100)
    stations = [LoadStation(load_platform, ["kiosk"]) for _ in range(2)]
    intake = load_platform._intake
    said = intake._in_company(
        [intake.read_upload(load_platform.authenticate(station.token), [station.intent(1, 10)]) for station in stations]
    )
    assert [one.result.refusal for (one,) in said] == [None, Code.LOAD_OPEN]


def test_no_more_waits_than_the_card_can_take(load_platform):
    """Each of eleven wishes would do; together they are over what may wait for a card."""
    give(load_platform, import_person(load_platform, 1), 20_000)
    stations = [LoadStation(load_platform, ["kiosk"]) for _ in range(11)]
    intake = load_platform._intake
    said = intake._in_company(
        [
            intake.read_upload(load_platform.authenticate(station.token), [station.wish(a_medium(1), 1_000)])
            for station in stations
        ]
    )
    assert [one.result.refusal for (one,) in said] == [None] * 10 + [Code.AMOUNT_OVER_PURSE]


@ON_POSTGRES
def test_many_kiosks_at_once_and_a_card_somebody_holds(load_platform, monkeypatch):
    """A round that cannot have a lock leaves everybody to themselves: only the one concerned waits."""
    monkeypatch.setattr("central.intake._COMPANY_WAITS_MS", 50)
    stations = [LoadStation(load_platform, ["kiosk"]) for _ in range(8)]
    for number in range(8):
        give(load_platform, import_person(load_platform, number), 100)
    asked = [
        partial(station.say, station.wish(a_medium(number), 10)) for number, station in enumerate(stations) for _ in range(1)
    ]
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with load_platform.store.write() as connection:
            locks.hold(connection, locks.medium(a_medium(3).digest(load_platform.authority.keys.digest)))
            held.set()
            let_go.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    done = at_once(asked[:3] + asked[4:])
    let_go.set()
    holder.join(20)
    done += [asked[3]()]
    assert [one.status for one in done] == [OutcomeStatus.ACCEPTED] * 8
    assert [one.result.points for one in done] == [10] * 8


# --- the combiner ---


def test_a_job_alone_is_done_at_once():
    rounds: list[list[int]] = []
    combiner = Combiner[int, int](lambda jobs: rounds.append(list(jobs)) or [job * 2 for job in jobs], 8)
    assert [combiner.do(job) for job in (1, 2)] == [2, 4]
    assert rounds == [[1], [2]]


def test_what_comes_meanwhile_is_done_together_and_everybody_has_their_own_answer():
    rounds: list[list[int]] = []
    busy, go_on = threading.Event(), threading.Event()

    def work(jobs):
        rounds.append(list(jobs))
        busy.set()
        go_on.wait(20)
        return [job * 2 for job in jobs]

    combiner = Combiner[int, int](work, 4)
    answers: dict[int, int | None] = {}
    threads = [threading.Thread(target=lambda job=job: answers.__setitem__(job, combiner.do(job))) for job in range(11)]
    threads[0].start()
    assert busy.wait(20)
    for thread in threads[1:]:
        thread.start()
    while len(combiner._queue) < 10:
        pass
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert answers == {job: job * 2 for job in range(11)}
    assert [len(some) for some in rounds] == [1, 4, 4, 2]


def test_a_round_that_fails_harms_its_leader_alone_and_the_next_goes_on():
    def work(jobs):
        if 0 in jobs:
            raise EnvironmentProblem(Code.PLATFORM_BUSY)
        return [None if job == 1 else job for job in jobs]

    combiner = Combiner[int, int](work, 4)
    with pytest.raises(EnvironmentProblem):
        combiner.do(0)
    assert (combiner.do(1), combiner.do(2)) == (None, 2)


def test_nobody_waits_for_ever_for_a_round_that_does_not_end():
    rounds: list[list[int]] = []
    busy, go_on = threading.Event(), threading.Event()

    def work(jobs):
        rounds.append(list(jobs))
        busy.set()
        go_on.wait(20)
        return jobs

    combiner = Combiner[int, int](work, 4, patience_s=0.05)
    leader = threading.Thread(target=combiner.do, args=(1,))
    leader.start()
    assert busy.wait(20)
    for job in (2, 3):
        with pytest.raises(EnvironmentProblem) as late:
            combiner.do(job)
        assert late.value.code is Code.PLATFORM_BUSY
    go_on.set()
    leader.join(20)
    assert (combiner.do(4), rounds) == (4, [[1], [4]])
