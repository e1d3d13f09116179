"""Binding at a kiosk by a one-time code: good for minutes, for one card that is nobody's, and for whose code it is alone."""

from uuid import uuid4

import msgspec
import pytest

from central import cards
from domain.cards import CardState
from domain.errors import Code
from domain.events import BoundMedium, CardBound
from domain.ids import new_op_id
from domain.sealing import seal
from domain.wire import OutcomeStatus
from domain.wire_record import BindCodeRequest, BindCodeResponse, BindLookRequest, BindLookResponse
from tests.central.field import FieldStation, a_medium, import_person, problem_of
from tests.central.office_rig import desk

ISSUE, LOOK = "/v1/cards/bind-code", "/v1/cards/bind-code/look"


@pytest.fixture
def counter(platform_server):
    return desk(platform_server, ["clerk", "supervisor"])


@pytest.fixture
def kiosk(platform_server):
    return FieldStation(platform_server.platform, ["kiosk"], platform_server.url)


@pytest.fixture
def holder(platform_server):
    return import_person(platform_server.platform, 1)


def given(counter, number=1, op_id=None):
    station = counter.station
    request = BindCodeRequest(
        op_id=op_id or uuid4(), medium=station.digest(a_medium(number)), digest_key=station.enrolled.digest_key_id
    )
    return msgspec.json.decode(counter.post(ISSUE, request).content, type=BindCodeResponse)


def looked(kiosk, code, number=5, op_id=None):
    request = BindLookRequest(
        op_id=op_id or new_op_id(1),
        medium=kiosk.digest(a_medium(number)),
        digest_key=kiosk.enrolled.digest_key_id,
        code=seal(kiosk.enrolled.sealing_key, code.encode()),
    )
    return kiosk.post(LOOK, request)


def found(kiosk, code, **kwargs):
    return msgspec.json.decode(looked(kiosk, code, **kwargs).content, type=BindLookResponse)


def bound(kiosk, code, found, number=5, **kwargs):
    payload = CardBound(
        holder=found.holder,
        via_medium=found.via_medium,
        carrier="ipass",
        provisional=False,
        by_code=True,
        consents=["issue@1"],
    )
    medium = a_medium(number)
    sealed = kiosk.sealed(BoundMedium(uid=medium.value, code=code))
    return kiosk.act(payload, medium=medium, sealed=sealed, operator=None, **kwargs)


def state_of(platform_server, kiosk, number):
    with platform_server.platform.store.read() as connection:
        card = cards.find(connection, kiosk.digest(a_medium(number)))
    return None if card is None else (card.state, card.holder, card.carrier, card.origin)


def test_a_code_binds_one_card_to_whose_it_is(platform_server, counter, kiosk, holder):
    op_id = uuid4()
    code = given(counter, op_id=op_id)
    assert given(counter, op_id=op_id) == code, "asked again, the same"
    assert (len(code.code), code.code.isdecimal()) == (8, True)
    answer = found(kiosk, code.code)
    assert (answer.holder, answer.via_medium) == (holder, kiosk.digest(a_medium(1)))
    act = bound(kiosk, code.code, answer)
    said = kiosk.say(act)
    assert (said.status, said.result.state) == (OutcomeStatus.ACCEPTED, "active")
    assert state_of(platform_server, kiosk, 5) == (CardState.ACTIVE, holder, "ipass", "bound")
    assert problem_of(looked(kiosk, code.code, number=6)).code is Code.VIRTUAL_CODE_USED
    again = kiosk.say(bound(kiosk, code.code, answer, number=6))
    assert (again.status, again.code, again.anomalies) == (
        OutcomeStatus.FLAGGED,
        Code.VIRTUAL_CODE_USED,
        ["bound_to_nobody"],
    )
    assert state_of(platform_server, kiosk, 6) is None, "what a kiosk says without a code binds nothing"


def test_not_a_found_card_nor_a_blocked_one(platform_server, counter, kiosk, holder):
    import_person(platform_server.platform, 2)
    code = given(counter)
    assert problem_of(looked(kiosk, code.code, number=2)).code is Code.CARD_ALREADY_BOUND
    told = kiosk.say(bound(kiosk, code.code, found(kiosk, code.code), number=2))
    assert told.code is Code.CARD_ALREADY_BOUND
    assert state_of(platform_server, kiosk, 2)[1] != holder
    assert found(kiosk, code.code).holder == holder, "and the code is not used up"


def test_not_for_somebody_else_not_too_late_and_not_by_guessing(platform_server, counter, kiosk, holder, clock):
    other = import_person(platform_server.platform, 2)
    code = given(counter)
    answer = found(kiosk, code.code)
    forged = msgspec.structs.replace(answer, holder=other, via_medium=kiosk.digest(a_medium(2)))
    assert kiosk.say(bound(kiosk, code.code, forged)).code is Code.VIRTUAL_CODE_INVALID
    bare = kiosk.say(bound(kiosk, "", answer, number=7))
    assert (bare.status, bare.code) == (OutcomeStatus.FLAGGED, Code.VIRTUAL_CODE_INVALID)
    assert (state_of(platform_server, kiosk, 5), state_of(platform_server, kiosk, 7)) == (None, None)
    clock.advance(15 * 60)
    assert problem_of(looked(kiosk, code.code)).code is Code.VIRTUAL_CODE_EXPIRED
    clock.advance(15 * 60)
    tries = [problem_of(looked(kiosk, f"{number:08}")).code for number in range(11)]
    assert tries == [Code.VIRTUAL_CODE_INVALID] * 10 + [Code.PLATFORM_BUSY]


def test_a_counter_gives_codes_and_a_kiosk_alone_asks_whose_they_are(platform_server, counter, kiosk, holder):
    code = given(counter)
    assert problem_of(looked(counter.station, code.code)).code is Code.STAFF_NOT_ALLOWED
    library = FieldStation(platform_server.platform, ["library"], platform_server.url)
    told = library.say(bound(library, code.code, found(kiosk, code.code)))
    assert told.status is OutcomeStatus.REJECTED
