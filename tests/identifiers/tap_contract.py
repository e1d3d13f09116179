"""The readers' contract for readers of identifiers: each tap is a card that came and has gone."""

from itertools import pairwise

import pytest

from domain.errors import Code
from domain.media import Medium, MediumType
from domain.ports import CardGone, CardPresented, CardUnreadable, Feedback, ReaderEvent, ReaderLost, ReaderReady
from tests.contract import reader_contract
from tests.contract.reader_contract import Inbox, ReaderContract, medium_of, refusal

CARD = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E5F6"))
OTHER = Medium(MediumType.UID, bytes.fromhex("26DEFAE7"))


def _plain(event: ReaderEvent) -> ReaderEvent:
    return CardGone(reader=event.reader) if isinstance(event, CardGone) else event


class TapContract(ReaderContract):
    """Inherited by one class per driver of that sort."""

    @pytest.fixture(autouse=True)
    def _no_hints(self, monkeypatch):
        """A text says nothing of a card's kind."""
        monkeypatch.setattr(reader_contract, "CARD", CARD)
        monkeypatch.setattr(reader_contract, "OTHER", OTHER)
        # That a leave is only assumed is each such driver's own test.
        plainly = Inbox.next
        monkeypatch.setattr(Inbox, "next", lambda *asked: _plain(plainly(*asked)))
        # Nothing here looks only every 400 ms, as pcscd does.
        monkeypatch.setattr(Inbox.rest, "__defaults__", (0.2,))

    def test_a_card_that_stays_is_presented_once(self, rig, inbox):
        rig.lay(CARD)
        presented, gone = inbox.take(2)
        assert medium_of(presented) == CARD
        assert gone == CardGone(reader=inbox.reader.name)
        assert inbox.rest() == []

    def test_each_length_of_uid(self, rig, inbox):
        for uid in ("26DEFAE7", "04A1B2C3D4E5F6", "04010203040506070809"):
            rig.lay(Medium(MediumType.UID, bytes.fromhex(uid)))
            presented, _ = inbox.take(2)
            assert medium_of(presented).value == bytes.fromhex(uid)

    def test_a_random_uid_is_reported_as_not_fixed(self, rig, inbox):
        rig.lay(Medium(MediumType.UID, bytes.fromhex("08112233")))
        assert not medium_of(inbox.next()).is_fixed

    def test_a_felica_card_gives_its_idm(self, rig, inbox):
        felica = Medium(MediumType.IDM, bytes.fromhex("01010A1011121314"))
        rig.lay(felica)
        assert medium_of(inbox.next()) == felica

    def test_a_card_that_refuses_is_unreadable_and_harms_no_other(self, rig, inbox):
        name = inbox.reader.name
        rig.lay_unreadable()
        assert inbox.take(2) == [CardUnreadable(reader=name), CardGone(reader=name)]
        assert inbox.rest() == []
        rig.lay(CARD)
        assert medium_of(inbox.next()) == CARD

    def test_a_card_that_already_lies_there(self, rig):
        """It was sent to nobody."""
        rig.lay(CARD)
        reader = rig.open()
        inbox = Inbox(reader)
        assert inbox.next() == ReaderReady(reader=reader.name)
        assert inbox.rest() == []
        reader.close()

    def test_unplugged_under_a_card(self, rig, inbox):
        name = inbox.reader.name
        rig.lay(CARD)
        inbox.take(2)
        rig.unplug()
        assert inbox.next() == ReaderLost(reader=name, cause="unplugged")
        rig.plug()
        assert inbox.next() == ReaderReady(reader=name)
        assert inbox.rest() == []

    def test_feedback_never_raises(self, rig, inbox):
        for feedback in Feedback:
            inbox.reader.signal(feedback)

    def test_nothing_is_exchanged(self, rig, inbox):
        rig.lay(CARD)
        inbox.next()
        assert refusal(inbox.reader) is Code.READER_NO_EXCHANGE

    def test_many_taps_in_a_row(self, rig, inbox):
        cards = [CARD, OTHER, OTHER, CARD]
        for card in cards:
            rig.lay(card)
            events = inbox.take(2)
            assert medium_of(events[0]) == card
        times = [event.at_s for event in events if isinstance(event, CardPresented)]
        assert all(before <= after for before, after in pairwise(times))
