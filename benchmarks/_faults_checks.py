"""What must be so in a simulated city after every step, and what must be so once it is quiet."""

from collections import Counter, defaultdict
from uuid import UUID

import msgspec
import sqlalchemy as sa

from benchmarks._faults_station import SimStation
from benchmarks._faults_world import World, may_change
from central.audit import PlatformFacts, books, facts
from central.platform import Platform
from central.schema import attendance, attendance_acts, attendance_corrections, journal, outcomes
from central.schema import cards as card_table
from domain.cards import CardState
from domain.eligibility import excludes
from domain.errors import Code, EnvironmentProblem
from domain.events import decode
from domain.ports import FeedPosition
from domain.wire import (
    MAX_PAGE,
    ActivityRow,
    CardRow,
    Outcome,
    OutcomeStatus,
    PatronRow,
    RosterRow,
    Row,
    StaffRow,
)
from offline_store.journal import Journal

_MINUTE_MS = 60_000
_MOST_DAMAGED = 3


_APPLIED_TWICE = (
    sa.select(journal.c.op_id)
    .join(outcomes, outcomes.c.journal == journal.c.id)
    .where(outcomes.c.admitted)
    .group_by(journal.c.op_id)
    .having(sa.func.count() > 1)
)
_COUNTING = sa.select(journal.c.hash).join(outcomes, outcomes.c.journal == journal.c.id).where(outcomes.c.admitted)
_HELD_BY_SOMEBODY = sa.select(card_table.c.holder, card_table.c.card_kind, card_table.c.state).where(
    card_table.c.holder.is_not(None), card_table.c.origin != "bound"
)


def after_a_step(world: World) -> None:
    """The platform's side, when it may have changed; the stations' is looked at with every act."""
    if not world.books_changed:
        return
    world.books_changed = False
    off, broken = books(world.platform.store.engine)
    if off or broken:
        world.say(f"the ledger is off by {off}, and {broken} balances break their bounds")
    with world.platform.store.read() as connection:
        for op_id in connection.scalars(_APPLIED_TWICE):
            world.say(f"{op_id} was applied more than once")
        rows = connection.execute(_HELD_BY_SOMEBODY).all()
    _one_per_person(world, [(row.holder, row.card_kind) for row in rows if CardState(row.state).usable])


def _one_per_person(world: World, usable: list[tuple[UUID, str]]) -> None:
    """Nobody holds two usable cards of which one excludes the other."""
    held: defaultdict[UUID, list[str]] = defaultdict(list)
    for holder, name in usable:
        held[holder].append(name)
    programme = world.platform.authority.programme
    for holder, names in held.items():
        kinds = [kind for name in names if (kind := programme.kind(name)) is not None]
        for number, kind in enumerate(kinds):
            if any(excludes(kind, other) for other in kinds[number + 1 :]):
                world.say(f"{holder} holds {names}")


def after_quiet(world: World) -> None:
    """Everything has been said and heard: nothing waits, nothing is lost, and all replicas say the same."""
    known = facts(world.platform.store.engine)
    _promises(world)
    _attendance(world)
    received = Counter(fact.hash for facts_of_one in known.events.values() for fact in facts_of_one)
    words = words_of(world.platform)
    for station in world.stations.values():
        if not station.start():
            world.say(f"{station.name} cannot be started in peace")
        elif station.is_copy:
            _copy(world, station)
        else:
            _queue(world, station)
            for wrong in journal_wrong(station.journal, received, words):
                world.say(f"{station.name}: {wrong}")
            _registry(world, station, known)


def _copy(world: World, station: SimStation) -> None:
    """Another machine with a station's identity is refused, and none of its own acts came through; it keeps them."""
    if station.shut_out() is None:
        world.say(f"{station.name} is not refused: {station.sync.state()}")
    for fault in station.journal.verify():
        world.say(f"{station.name}: journal {fault}")
    own = {signed.hash for signed in station.journal.events()} - station.begun_with
    if own & world.promised.keys():
        world.say(f"{station.name} could send acts of its own")


def _promises(world: World) -> None:
    """Whatever the platform ever said that it had, it has: as it was, or standing anew in a later chain, in the same words."""
    with world.platform.store.read() as connection:
        there = {bytes(row.hash): bytes(row.body) for row in connection.execute(sa.select(journal.c.hash, journal.c.body))}
        counting = {bytes(digest) for digest in connection.scalars(_COUNTING)}
    anew = {event.op_id: event for event in (decode(there[digest]) for digest in counting)}
    for digest, (station, signed) in world.promised.items():
        promised = decode(signed.body)
        later = anew.get(promised.op_id)
        if there.get(digest) != signed.body and (later is None or later.payload != promised.payload):
            world.say(f"{station}: {promised.op_id} was acknowledged and is not at the platform")


def _queue(world: World, station: SimStation) -> None:
    queue = station.journal.queue()
    if queue.waiting or queue.held:
        sync = station.sync.state()
        world.say(f"{station.name}: {queue.waiting} events wait, {queue.held} are held; {sync}")


def journal_wrong(own: Journal, received: Counter[bytes], words: dict[bytes, Outcome]) -> list[str]:
    """The journal is whole; the platform has all of it, each event once; both have the same word on each.

    `received`: how often the platform has each event, by hash; `words`: what it said of it.
    """
    wrong = [f"journal {fault}" for fault in own.verify()]
    # An act that stands anew in a later chain counts there alone.
    counting = {decode(signed.body).op_id: signed for signed in own.events()}
    for signed in counting.values():
        event = decode(signed.body)
        what = f"{event.station} {event.epoch}.{event.seq} {event.kind} {event.op_id}"
        if received[signed.hash] != 1:
            wrong.append(f"{what}: {received[signed.hash]} times at the platform")
        here, there = own.outcome_of(event.op_id), words.get(signed.hash)
        if here != there and (here is None or there is None or not may_change(here)):
            wrong.append(f"{what}: {here} here, {there} at the platform")
        if there is not None and there.status is OutcomeStatus.REJECTED and there.code is None:
            wrong.append(f"{what}: parked without a reason")
    return wrong


def words_of(platform: Platform) -> dict[bytes, Outcome]:
    """What the platform last said of each event, by hash."""
    with platform.store.read() as connection:
        rows = connection.execute(
            sa.select(journal.c.hash, outcomes.c.outcome).join(outcomes, outcomes.c.journal == journal.c.id)
        )
        return {bytes(row.hash): msgspec.json.decode(row.outcome, type=Outcome) for row in rows}


def _registry(world: World, station: SimStation, known: PlatformFacts) -> None:
    """What the station has downloaded is what it would download anew, and that is what the books say."""
    for _ in range(_MOST_DAMAGED):
        try:
            _registry_as_it_is(world, station, known)
        except EnvironmentProblem as problem:
            # A page that nobody had looked at was damaged: now that it is known, everything comes anew.
            if problem.code not in (Code.STORE_DAMAGED, Code.STORE_WRONG_KEY):
                raise
            station.download()
        else:
            return
    world.say(f"{station.name}: its registry stays damaged")


def _registry_as_it_is(world: World, station: SimStation, known: PlatformFacts) -> None:
    rows = _feed(world, station)
    cards = {row.medium: row for row in rows if isinstance(row, CardRow)}
    for row in rows:
        found = _found(station, row)
        if found != row:
            world.say(f"{station.name} knows {found}, and the platform {row}")
    if station.registry.card_count() != len(cards):
        world.say(f"{station.name} knows {station.registry.card_count()} cards of {len(cards)}")
    for medium, fact in known.cards.items():
        told = cards.get(medium)
        if told is None or (told.state, told.card_kind) != (fact.state, fact.card_kind):
            world.say(f"the feed says {told}, and the books {fact}")


def _feed(world: World, station: SimStation) -> list[Row]:
    caller = world.platform.whose(station.token())
    position, rows, more = FeedPosition(generation="", cursor=""), [], True
    while more:
        page = world.platform.changes(
            caller, generation=position.generation, cursor=position.cursor, limit=MAX_PAGE, kinds="admission"
        )
        rows += page.rows
        position, more = FeedPosition(generation=page.generation, cursor=page.cursor), page.more
    return rows


def _found(station: SimStation, row: Row) -> Row | None:
    registry = station.registry
    match row:
        case CardRow():
            return registry.card(row.medium)
        case StaffRow():
            # Who does not work there any more is not kept.
            found = registry.staff(row.staff)
            return row if found is None and not row.active else found
        case ActivityRow():
            return registry.activity(row.activity)
        case PatronRow():
            return registry.patron(row.service, row.holder)
        case RosterRow():
            return row if registry.registered(row.activity, row.holder) == row.active else None
        case _:
            return row


def _attendance(world: World) -> None:
    """Nobody's minutes at an activity are more than the time that they were there, wherever they were seen."""
    counted: Counter[tuple[str, UUID]] = Counter()
    stays: defaultdict[tuple[str, UUID], list[tuple[int, int]]] = defaultdict(list)
    with world.platform.store.read() as connection:
        who = {}
        for row in connection.execute(sa.select(attendance).where(attendance.c.holder.is_not(None))):
            who[row.stay] = (row.activity, row.holder)
            if row.out_ms is not None and row.counted:
                stays[row.activity, row.holder].append((row.in_ms, row.out_ms))
        for table in (attendance_acts, attendance_corrections):
            for row in connection.execute(sa.select(table)):
                if row.stay in who:
                    counted[who[row.stay]] += row.minutes
    for person, minutes in counted.items():
        there_ms, until_ms = 0, 0
        for in_ms, out_ms in sorted(stays[person]):
            there_ms += max(0, out_ms - max(in_ms, until_ms))
            until_ms = max(until_ms, out_ms)
        if minutes > there_ms // _MINUTE_MS + len(stays[person]):
            world.say(f"{person} was there for {there_ms} ms, of which {minutes} minutes count")
