"""What every purse on a card must do, as one test class that each driver's tests inherit."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.errors import CityCardError, Code, Refused
from domain.loads import LoadOrder, PurseReading
from domain.ports import CardChannel, PurseDriver, PurseSession

AMOUNT_NTD = 50


class PurseRig(Protocol):
    """One card with some value and no load yet, and the stations at which it is laid down."""

    uid: bytes
    secret: bytes

    def driver(self) -> PurseDriver:
        """The driver of a station that has never met this card."""
        ...

    def lay(self) -> CardChannel:
        """The card on a reader, after a moment without power."""
        ...

    def lay_other(self) -> CardChannel:
        """Another card of the same kind instead."""
        ...

    def tears(self) -> Iterable[object]:
        """Every moment of a load at which it can be cut."""
        ...

    def cut(self, tear: object) -> tuple[PurseDriver, CardChannel]:
        """A station at which that will happen, and the card laid down there."""
        ...

    def debit(self, amount_ntd: int) -> None:
        """Take value off the card as a shop does."""
        ...


def session_on(rig: PurseRig, driver: PurseDriver | None = None, channel: CardChannel | None = None) -> PurseSession:
    return (driver or rig.driver()).open(channel or rig.lay(), uid=rig.uid, secret=rig.secret)


def reading_elsewhere(rig: PurseRig) -> PurseReading:
    """What another station reads from the card, without the proof of its last transaction."""
    return msgspec.structs.replace(session_on(rig).read(), proof=None)


def order(before: PurseReading, amount_ntd: int = AMOUNT_NTD, load: UUID | None = None) -> LoadOrder:
    load = load or uuid4()
    return LoadOrder(load=load, amount_ntd=amount_ntd, seq=before.seq + 1, station="st-abc", at_ms=1_795_000_000_000)


def loaded(before: PurseReading, what: LoadOrder) -> PurseReading:
    return msgspec.structs.replace(
        before, value_ntd=before.value_ntd + what.amount_ntd, last_load=what.load, seq=what.seq, proof=None
    )


class PurseContract:
    """Inherited by one class per driver, which gives the fixtures `make_rig` and `rig`."""

    @pytest.fixture
    def rig(self, make_rig) -> PurseRig:
        return make_rig()

    def test_a_load(self, rig):
        session = session_on(rig)
        before = session.read()
        assert before.last_load is None
        what = order(before)
        session.prepare(what)
        proof = session.commit()
        assert (proof.by, proof.seq, proof.value_ntd, proof.at_ms) == (
            "commit",
            what.seq,
            before.value_ntd + AMOUNT_NTD,
            what.at_ms,
        )
        assert reading_elsewhere(rig) == loaded(before, what)

    def test_one_load_after_the_other(self, rig):
        session = session_on(rig)
        for _ in range(3):
            before = session.read()
            what = order(before)
            session.prepare(what)
            session.commit()
            assert msgspec.structs.replace(session.read(), proof=None) == loaded(before, what)

    def test_peek_shows_the_value(self, rig):
        before = reading_elsewhere(rig)
        assert rig.driver().peek(rig.lay()) == before.value_ntd

    def test_prepared_is_not_loaded(self, rig):
        session = session_on(rig)
        before = session.read()
        session.prepare(order(before))
        assert reading_elsewhere(rig) == msgspec.structs.replace(before, proof=None)

    def test_what_another_visit_left_prepared_is_never_committed(self, rig):
        driver = rig.driver()
        first = session_on(rig, driver)
        before = first.read()
        first.prepare(order(before))
        second = session_on(rig, driver)
        what = order(second.read(), 7)
        second.prepare(what)
        second.commit()
        assert reading_elsewhere(rig) == loaded(before, what)

    def test_a_commit_is_sent_once(self, rig):
        session = session_on(rig)
        before = session.read()
        what = order(before)
        session.prepare(what)
        session.commit()
        with pytest.raises(CityCardError):
            session.commit()
        assert reading_elsewhere(rig) == loaded(before, what)

    def test_nothing_prepared_nothing_committed(self, rig):
        session = session_on(rig)
        before = session.read()
        with pytest.raises(CityCardError):
            session.commit()
        assert reading_elsewhere(rig) == msgspec.structs.replace(before, proof=None)

    def test_the_cards_last_load_is_not_prepared_again(self, rig):
        session = session_on(rig)
        before = session.read()
        what = order(before)
        session.prepare(what)
        session.commit()
        again = session_on(rig)
        present = again.read()
        with pytest.raises(Refused) as raised:
            again.prepare(order(present, load=what.load))
        assert raised.value.code is Code.LOAD_DECIDED
        assert reading_elsewhere(rig) == loaded(before, what)

    @pytest.mark.parametrize("over", [0, 1])
    def test_the_cards_limit(self, rig, over):
        session = session_on(rig)
        before = session.read()
        what = order(before, before.limit_ntd - before.value_ntd + over)
        if over:
            with pytest.raises(Refused) as raised:
                session.prepare(what)
            assert raised.value.code is Code.AMOUNT_OVER_PURSE
            assert reading_elsewhere(rig) == msgspec.structs.replace(before, proof=None)
        else:
            session.prepare(what)
            assert session.commit().value_ntd == before.limit_ntd

    def test_another_card_is_refused(self, rig):
        with pytest.raises(Refused) as raised:
            session_on(rig, channel=rig.lay_other())
        assert raised.value.code in {Code.CARD_SWAPPED, Code.PURSE_KEY_WRONG, Code.PURSE_MISSING}

    def test_a_debit_keeps_the_loads_id(self, rig):
        session = session_on(rig)
        before = session.read()
        what = order(before)
        session.prepare(what)
        session.commit()
        rig.debit(30)
        after = reading_elsewhere(rig)
        assert after == msgspec.structs.replace(loaded(before, what), value_ntd=before.value_ntd + AMOUNT_NTD - 30)

    def test_cut_at_each_moment_the_card_decides_and_nothing_is_loaded_twice(self, make_rig):
        taken = set()
        for tear in make_rig().tears():
            rig = make_rig()
            before = reading_elsewhere(rig)
            what = order(before)
            proven = self._attempt(rig, tear, what)
            after = reading_elsewhere(rig)
            on_card = after.last_load == what.load
            assert after == (loaded(before, what) if on_card else before), tear
            assert on_card or not proven, tear
            taken.add(on_card)
            if not on_card:
                session = session_on(rig)
                session.prepare(order(session.read(), load=what.load))
                session.commit()
                assert reading_elsewhere(rig) == loaded(before, what), tear
        assert taken == {True, False}

    @staticmethod
    def _attempt(rig: PurseRig, tear: object, what: LoadOrder) -> bool:
        """The load at a station where it is cut; whether the station holds a proof."""
        driver, channel = rig.cut(tear)
        try:
            session = session_on(rig, driver, channel)
            session.read()
            session.prepare(what)
            session.commit()
        except CityCardError:
            return False
        return True
