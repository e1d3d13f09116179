"""People are told of points that came back and of places that became free, once and in their language."""

from uuid import uuid4

import pytest

from central import admin, messages
from central.messages import Contact
from central.messages.telling import Telling, tell
from central.money import settlement
from domain.wire_activities import Register
from tests.central.application_rig import Mailbox
from tests.central.field import FieldStation, a_medium, give, import_person
from tests.central.office import a_caller, an_activity, ask
from tests.central.settlement_rig import answer, received, sent


def person(platform, number, language="zh_TW"):
    holder = import_person(platform, number)
    contact = Contact(email=f"demo{number}@example.org", language=language)
    with platform.store.write() as connection:
        messages.keep_contact(connection, platform.authority, holder, contact, now_ms=platform.now_ms())
    return holder


def mail(platform):
    """What is due now, by address."""
    box = Mailbox()
    messages.send_due(platform.store, platform.authority, platform.clock, box)
    return {one.address: one for one in box.sent}


def refused(platform, *reasons):
    kiosk = FieldStation(platform, ["kiosk"])
    for number, _ in enumerate(reasons, 1):
        kiosk.say(kiosk.wish(a_medium(number), 60))
        platform.clock.advance(1)  # rows of a file are in the order of their time
    return answer(sent(platform), *reasons)


def test_points_that_came_back_are_told_once_with_the_reason(platform):
    give(platform, person(platform, 1), 100)
    give(platform, person(platform, 2, "en"), 100)
    give(platform, person(platform, 3), 100)
    content = refused(platform, "over_limit", "card_blocked", "confirmed")
    for _ in range(2):
        received(platform, content)
        settlement.book_decided(platform.store, platform.authority, platform.now_ms())
    told = mail(platform)
    assert told.keys() == {"demo1@example.org", "demo2@example.org"}
    zh, en = told["demo1@example.org"], told["demo2@example.org"]
    assert "60 點" in zh.subject
    for words in ("示範1號", "NT$60", "卡片儲值已達上限", "1999"):
        assert words in zh.text
    assert "The card company has blocked the card." in en.text
    assert "健康" not in zh.subject + zh.text
    assert mail(platform) == {}


def test_what_is_not_decided_tells_nobody(platform, monkeypatch):
    give(platform, person(platform, 1), 100)
    content = refused(platform, "over_limit")

    def dies(*_):
        raise RuntimeError("示範")

    monkeypatch.setattr(settlement.ledger, "post", dies)
    with pytest.raises(RuntimeError):
        received(platform, content)
    assert mail(platform) == {}
    monkeypatch.undo()
    settlement.book_decided(platform.store, platform.authority, platform.now_ms())
    assert len(mail(platform)) == 1


@pytest.fixture
def organiser(station):
    return a_caller(station)


def registers(platform, caller, number, *, on=True):
    keys = platform.authority.keys
    medium = a_medium(number).digest(keys.digest)
    wanted = Register(op_id=uuid4(), activity="a1", medium=medium, digest_key=keys.digest_key_id, on=on)
    return ask(platform, caller, "/v1/activities/register", wanted).standing


def test_whoever_moves_up_is_told_each_time(platform, organiser):
    for number, language in ((1, "zh_TW"), (2, "zh_TW"), (3, "en")):
        person(platform, number, language)
    save = {"type": "training", "place": "示範公園", "title": "示範訓練"}
    ask(platform, organiser, "/v1/activities/save", an_activity(platform, capacity=1, **save))
    assert [registers(platform, organiser, number) for number in (1, 2, 3)] == ["registered", "waiting", "waiting"]
    assert mail(platform) == {}
    registers(platform, organiser, 1, on=False)
    told = mail(platform)
    assert told.keys() == {"demo2@example.org"}
    assert "示範訓練" in told["demo2@example.org"].subject
    assert "示範公園" in told["demo2@example.org"].text
    ask(platform, organiser, "/v1/activities/save", an_activity(platform, capacity=2, **save))
    assert mail(platform).keys() == {"demo3@example.org"}
    ask(platform, organiser, "/v1/activities/save", an_activity(platform, capacity=1, **save))
    registers(platform, organiser, 2, on=False)
    registers(platform, organiser, 2)
    registers(platform, organiser, 3, on=False)
    assert mail(platform).keys() == {"demo2@example.org"}


def test_an_activity_that_tells_of_health_is_not_named(platform, organiser):
    people = [person(platform, number) for number in (1, 2)]
    ask(
        platform,
        organiser,
        "/v1/activities/save",
        an_activity(platform, capacity=1, type="health_talk", title="示範糖尿病講座"),
    )
    for number in (1, 2):
        registers(platform, organiser, number)
    admin.register_for_activity(platform, "a1", people[0], active=False)
    (told,) = mail(platform).values()
    assert "糖尿病" not in told.subject + told.text
    assert "您報名的活動" in told.text


def test_a_message_of_the_same_id_is_queued_once_and_none_to_the_forgotten(platform):
    holder = person(platform, 1)
    values = {"activity": "示範", "when": "示範"}
    telling = Telling(message=uuid4(), holder=holder, template="activity_moved_up", values=values)
    with platform.store.write() as connection:
        assert [tell(connection, platform.authority, telling, 1) for _ in range(2)] == [True, False]
        nobody = Telling(message=uuid4(), holder=uuid4(), template="activity_moved_up", values=values)
        assert not tell(connection, platform.authority, nobody, 1)
