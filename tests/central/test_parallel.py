"""Many at once, on both databases: floors hold, one stays one, and the same gets the same answer. Real threads."""

import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import msgspec
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import admin, audit
from central.platform import Platform
from central.schema import attendance_acts, cards, holders, journal, outcomes, second_factor_locks, stations
from domain.cards import CardState
from domain.errors import Code, EnvironmentProblem, Refused
from domain.events import SecondFactor, StaffSignedIn
from domain.wire import EnrolRequest, OutcomeStatus
from domain.wire_money import HoursRequest
from domain.wire_subject import RecordReadsRequest
from tests.central.field import HOUR, FieldStation, a_medium, a_person, add_activity, give, import_person
from tests.central.load_rig import points_left
from tests.central.office import ask
from tests.platform_rig import PROGRAMME

MANY = 8


def at_once(acts):
    """Call all of them as nearly at once as threads can; what each gave, or the problem that it raised."""
    begin = threading.Barrier(len(acts), timeout=30)

    def one(act):
        begin.wait()
        try:
            return act()
        except (Refused, EnvironmentProblem) as problem:
            return problem

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def sound(platform):
    facts = audit.facts(platform.store.engine)
    assert (facts.ledger_sum, facts.floors_broken) == (0, 0)
    return facts


def count(platform, table, *where):
    with platform.store.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*where))


def test_the_same_event_twenty_times_at_once_is_one_record(platform, station):
    give(platform, import_person(platform, 1), 100)
    wish = station.wish(a_medium(1), 30)
    answers = at_once([lambda: station.upload(wish)] * 20)
    assert {msgspec.json.encode(answer) for answer in answers} == {msgspec.json.encode(answers[0])}
    assert answers[0][0].result.points == 30
    assert (count(platform, journal), points_left(platform)) == (1, 70)
    sound(platform)


def test_one_op_id_at_several_stations_is_one_act(platform):
    give(platform, import_person(platform, 1), 100)
    kiosks = [FieldStation(platform, ["kiosk"]) for _ in range(MANY)]
    op_id = kiosks[0].event(StaffSignedIn()).op_id
    wishes = [kiosk.wish(a_medium(1), 10, op_id=op_id) for kiosk in kiosks]
    answers = at_once([lambda kiosk=kiosk, wish=wish: kiosk.say(wish) for kiosk, wish in zip(kiosks, wishes, strict=True)])
    assert sorted(answer.status for answer in answers) == [OutcomeStatus.ACCEPTED] + [OutcomeStatus.REJECTED] * (MANY - 1)
    assert count(platform, outcomes, outcomes.c.admitted) == 1
    assert points_left(platform) == 90
    sound(platform)


def test_wishes_that_are_too_much_together_are_refused_beyond_the_balance(platform):
    give(platform, import_person(platform, 1), 100)
    kiosks = [FieldStation(platform, ["kiosk"]) for _ in range(MANY)]
    wishes = [kiosk.wish(a_medium(1), 30) for kiosk in kiosks]
    answers = at_once([lambda kiosk=kiosk, wish=wish: kiosk.say(wish) for kiosk, wish in zip(kiosks, wishes, strict=True)])
    assert sorted(answer.result.points for answer in answers) == [0] * (MANY - 3) + [30] * 3
    assert points_left(platform) == 10
    sound(platform)


def test_of_cards_issued_to_one_person_at_once_one_is_active(platform):
    counters = [FieldStation(platform, ["counter"]) for _ in range(MANY)]
    issued = [counter.issue(a_person(1), a_medium(number)) for number, counter in enumerate(counters, 1)]
    answers = at_once([lambda at=at, one=one: at.say(one) for at, one in zip(counters, issued, strict=True)])
    assert {answer.status for answer in answers} <= {OutcomeStatus.ACCEPTED, OutcomeStatus.FLAGGED}
    assert count(platform, holders) == 1
    assert count(platform, cards, cards.c.state == CardState.ACTIVE.value) == 1
    assert count(platform, cards) == MANY


def test_one_medium_issued_to_several_at_once_stays_with_one(platform):
    counters = [FieldStation(platform, ["counter"]) for _ in range(MANY)]
    issued = [counter.issue(a_person(number), a_medium(1)) for number, counter in enumerate(counters, 1)]
    answers = at_once([lambda at=at, one=one: at.say(one) for at, one in zip(counters, issued, strict=True)])
    assert sorted(answer.status for answer in answers) == [OutcomeStatus.ACCEPTED] + [OutcomeStatus.FLAGGED] * (MANY - 1)
    assert {answer.code for answer in answers} == {None, Code.CARD_ALREADY_BOUND}
    assert count(platform, cards) == 1


def test_a_card_and_what_waits_for_it_come_at_once(platform):
    """Whoever comes second finds the first: nothing is left waiting for what is there."""
    add_activity(platform)
    for number in range(1, 5):
        counter, gate, kiosk = (FieldStation(platform, [role]) for role in ("counter", "event", "kiosk"))
        issued = counter.issue(a_person(number), a_medium(number))
        came = gate.sign_in(a_medium(number), at_ms=platform.now_ms() - HOUR)
        wish = kiosk.wish(a_medium(number), 10, at_ms=platform.now_ms() - HOUR)
        at_once([partial(counter.say, issued), partial(gate.say, came), partial(kiosk.say, wish)])
        assert (gate.say(came).status, kiosk.say(wish).status) == (OutcomeStatus.ACCEPTED, OutcomeStatus.ACCEPTED)
    assert count(platform, outcomes, outcomes.c.status == OutcomeStatus.HELD.value) == 0


def test_a_sign_out_and_its_sign_in_come_at_once(platform, clock):
    add_activity(platform)
    import_person(platform, 1)
    first, second = FieldStation(platform, ["event"]), FieldStation(platform, ["event"])
    for day in range(4):
        came = first.sign_in(a_medium(1), at_ms=clock.ms - 2 * HOUR)
        left = second.sign_out(a_medium(1), came, at_ms=clock.ms - HOUR, screen=(60, 10))
        at_once([lambda came=came: first.say(came), lambda left=left: second.say(left)])
        assert count(platform, outcomes, outcomes.c.status == OutcomeStatus.HELD.value) == 0
        assert count(platform, attendance_acts, attendance_acts.c.act == "out") == day + 1
        clock.advance(24 * 3600)


def test_guesses_at_a_birthday_are_all_counted(platform):
    give(platform, import_person(platform, 1), 100)
    attempts = platform.authority.programme.second_factor.attempts
    kiosks = [FieldStation(platform, ["kiosk"]) for _ in range(attempts)]
    wishes = [kiosk.wish(a_medium(1), 10, birthday="1231") for kiosk in kiosks]
    answers = at_once([lambda at=at, wish=wish: at.say(wish) for at, wish in zip(kiosks, wishes, strict=True)])
    assert {answer.result.refusal for answer in answers} == {Code.SECOND_FACTOR_WRONG}
    assert count(platform, second_factor_locks, second_factor_locks.c.locked_until_ms > platform.now_ms()) == 1
    assert kiosks[0].say(kiosks[0].wish(a_medium(1), 10)).result.refusal is Code.SECOND_FACTOR_LOCKED


@pytest.mark.parametrize("path", ["/v1/hours", "/v1/holder/reads"])
def test_guesses_by_asking_what_a_person_may_see_are_all_counted(platform, path):
    import_person(platform, 1)
    kiosk = FieldStation(platform, ["kiosk"])
    here = {"medium": kiosk.digest(a_medium(1)), "digest_key": kiosk.enrolled.digest_key_id}

    def guess(day):
        answer = kiosk.sealed(SecondFactor(birthday=f"07{day:02}"))
        if path == "/v1/hours":
            asked = HoursRequest(**here, factor=answer)
        else:
            asked = RecordReadsRequest(**here, op_id=uuid4(), sealed=answer)
        return ask(platform, kiosk, path, asked)

    said = Counter(problem.code for problem in at_once([partial(guess, day) for day in range(1, 17)]))
    attempts = platform.authority.programme.second_factor.attempts
    assert said == {Code.SECOND_FACTOR_WRONG: attempts, Code.SECOND_FACTOR_LOCKED: 16 - attempts}


def test_a_code_enrols_one_of_many_stations(platform):
    code = admin.create_enrolment_code(platform, "示範站", "示範地點", ["kiosk"])

    def enrol():
        key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        request = EnrolRequest(code=code, signing_key=key, machine="m", version="0", demo=platform.authority.demo)
        return platform.enrol(request, "test")

    answers = at_once([enrol] * MANY)
    refused = [answer.code for answer in answers if isinstance(answer, EnvironmentProblem)]
    assert refused == [Code.ENROLMENT_CODE_INVALID] * (MANY - 1)
    assert count(platform, stations) == 1


def test_wrong_codes_at_once_are_all_counted(platform):
    def guess():
        request = EnrolRequest(code="AAAA-BBBB-CCCC", signing_key=bytes(range(32)), machine="m", version="0", demo=True)
        return platform.enrol(request, "somebody")

    assert (
        sorted(answer.code for answer in at_once([guess] * 16)) == [Code.ENROLMENT_CODE_INVALID] * 10 + [Code.PLATFORM_BUSY] * 6
    )


def test_an_award_and_its_cancelling_are_booked_once_each(platform):
    holder = import_person(platform, 1)
    awards = [uuid4() for _ in range(4)]

    def award(op_id):
        return admin.award(platform, holder, point_kind="health", points=10, agency="衛生局", activity="示範講座", op_id=op_id)

    given = at_once([lambda op_id=op_id: award(op_id) for op_id in awards * 2])
    assert sorted(given) == [False] * 4 + [True] * 4
    taken = at_once([lambda: admin.cancel_award(platform, awards[0], uuid4())] * 4)
    assert [one for one in taken if one is True] == [True]
    assert points_left(platform) == 30
    sound(platform)


@pytest.mark.parametrize("seed", [1, 2])
def test_mixed_acts_on_the_same_people_neither_stop_each_other_nor_break_the_books(home, clock, seed):
    """Two platforms on one database, as two processes are: awards, wishes, cancellations, blocked cards, cards issued."""
    directory, database = home
    text = PROGRAMME.read_text(encoding="utf-8")
    first = Platform.open(directory, text, True, clock, database)
    both = [first, Platform.open(directory, None, None, clock, database) if database else first]
    people = {number: import_person(first, number) for number in range(1, 4)}
    for holder in people.values():
        give(first, holder, 50)

    workers = [FieldStation(both[number % 2], ["counter", "kiosk", "event"]) for number in range(6)]

    def work(worker):
        platform, station, own = both[worker % 2], workers[worker], random.Random(100 * seed + worker)
        for step in range(6):
            number = own.choice(list(people))
            match own.randrange(4):
                case 0:
                    give(platform, people[number], own.randint(1, 40))
                case 1:
                    assert station.say(station.wish(a_medium(number), own.randint(1, 60))).status is OutcomeStatus.ACCEPTED
                case 2:
                    admin.cancel_award(platform, give(platform, people[number], 20), uuid4())
                case 3:
                    station.say(station.issue(a_person(number), a_medium(100 * (worker + 1) + step)))

    try:
        assert at_once([lambda worker=worker: work(worker) for worker in range(6)]) == [None] * 6
        sound(first)
        assert count(first, cards, cards.c.state == CardState.ACTIVE.value) == len(people)
        assert count(first, outcomes, outcomes.c.status == OutcomeStatus.HELD.value) == 0
    finally:
        for platform in {id(one): one for one in both}.values():
            platform.close()
