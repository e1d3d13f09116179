"""Many at once: one application under way per person, one word of an agency, one answer of a register, one of each file."""

import threading
from uuid import uuid4

import pytest

from central.applications import batches, checks, office, office_files
from domain.errors import CityCardError, Code
from domain.wire_applications import ReviewDecision
from tests.central.application_rig import COUNTER, SCHOOL, SOCIAL, TRANSPORT, Office, papers
from tests.central.test_batches import pupil, request

MANY = 8


@pytest.fixture
def at(load_platform):
    return Office(load_platform)


def at_once(*acts):
    """Carry them out at the same moment; what each gave, or the code it was refused with."""
    gate, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        gate.wait(30)
        try:
            said[place] = act()
        except CityCardError as problem:
            said[place] = problem.code

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


def test_one_person_applies_at_many_counters_at_once(at):
    requests = [at.request(papers(1)) for _ in range(MANY)]
    said = at_once(*(lambda one=one: office.submit(at.platform, one, "counter", COUNTER) for one in requests))
    refused = [one for one in said if isinstance(one, Code)]
    assert (len(refused), set(refused), at.count()) == (MANY - 1, {Code.APPLICATION_DUPLICATE}, 1)


def test_one_request_many_times_at_once_is_one_application(at):
    request = at.request(papers(1))
    said = at_once(*(lambda: office.submit(at.platform, request, "counter", COUNTER) for _ in range(MANY)))
    assert {one.application for one in said} == {request.op_id}
    assert at.count() == 1
    assert len(at.mail()) == 1


def test_one_id_for_two_people_at_once_is_one_of_them(at):
    op_id = uuid4()
    requests = [at.request(papers(number), op_id=op_id) for number in (1, 2)]
    said = at_once(*(lambda one=one: office.submit(at.platform, one, "counter", COUNTER) for one in requests))
    assert [one for one in said if isinstance(one, Code)] == [Code.REQUEST_CONFLICT]


def test_reviewers_of_two_agencies_at_once_lose_no_word(at):
    made = [at.love(number).application for number in range(1, 7)]
    at.check()
    at_once(
        *(lambda one=one, agency=agency: at.decide(one, agency, "approve") for one in made for agency in (SOCIAL, TRANSPORT))
    )
    assert [at.state(one) for one in made] == ["approved"] * 6
    assert [at.steps(one).count("approve") for one in made] == [1] * 6


def test_two_reviewers_of_one_agency_at_once_say_one_word(at):
    made = at.love(1).application
    at.check()
    words = [
        ReviewDecision(op_id=uuid4(), application=made, decision=decision, reason="示範")
        for decision in ("approve", "refuse") * 3
    ]
    said = at_once(*(lambda word=word: office.review_decide(at.platform, word, SOCIAL) for word in words))
    assert [one for one in said if isinstance(one, Code)] == [Code.APPLICATION_STEP] * 5
    assert sum(step.startswith("review_") for step in at.steps(made)) == 1


def test_answers_that_are_taken_twice_at_once_count_once(at):
    made = [at.submit(papers(number)).application for number in range(1, 5)]
    checks.ask(at.platform, at.household)
    at_once(*(lambda: checks.take(at.platform, at.household) for _ in range(4)))
    assert [at.steps(one).count("household_answered") for one in made] == [1] * 4


def test_a_withdrawal_and_the_last_approval_at_once_leave_it_withdrawn_once(at):
    made = [at.love(number).application for number in range(1, 5)]
    at.check()
    for one in made:
        at.decide(one, TRANSPORT, "approve")
    at_once(
        *(lambda one=one: at.decide(one, SOCIAL, "approve") for one in made),
        *(lambda one=one: at.act(one, "withdraw", "示範") for one in made),
    )
    for one in made:
        assert at.state(one) == "withdrawn"
        assert at.steps(one).count("withdraw") == 1


def test_one_file_is_decided_when_two_ask_at_once(at):
    for number in range(1, 4):
        at.submit(papers(number))
    at.check()
    said = at_once(*(lambda: office_files.make(at.platform, "registration", "easycard") for _ in range(4)))
    assert sum(one is not None for one in said) == 1


def test_one_batch_that_is_sent_twice_at_once_is_taken_in_once(at):
    asked = request(at, [pupil(number) for number in range(1, 8)])
    said = at_once(*(lambda: batches.upload(at.platform, asked, SCHOOL) for _ in range(3)))
    assert all(one.batch == asked.op_id for one in said)
    assert batches.resume(at.platform, asked.op_id, SCHOOL).state == "taken"
    assert at.count() == 7


def test_two_batches_with_the_same_people_in_other_orders_do_not_wait_in_a_circle(at):
    rows = [pupil(number) for number in range(1, 30)]
    files = [request(at, order, all_or_nothing=False) for order in (rows, rows[::-1])]
    said = at_once(*(lambda one=one: batches.upload(at.platform, one, SCHOOL) for one in files))
    assert {one.state for one in said} == {"taken"}
    assert at.count() == 29
