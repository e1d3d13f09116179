"""Both purses on a card, held to one contract: the carrier's program over the simulator, DESFire over the virtual card."""

from collections.abc import Iterable
from itertools import count
from pathlib import Path

import msgspec
import pytest

from domain import purse_layout as layout
from domain.errors import Code, EnvironmentProblem
from domain.ports import CardChannel, PurseDriver
from reader_drivers.card_apps.desfire.card import DesfireCard
from reader_drivers.card_apps.desfire.secure_messaging import CommMode
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.purses.desfire import DesfirePurse
from reader_drivers.purses.vendor import VendorPurse
from reader_drivers.purses.vendor_simulator import TEST_CARD, CardFile, CardState
from reader_drivers.virtual_desfire import VirtualDesfire
from tests.contract.purse_contract import PurseContract
from tests.desfire import field as desfire
from tests.vendor import rig as vendor

STARTED_NTD = 100


class VendorRig:
    """The card is a file, each station a program of its own that finds the card on the station's reader."""

    uid = vendor.UID
    secret = b""
    TEARS = (
        *("torn-before:read", "die-before:prepare", "torn-after:prepare", "garbage:prepare"),
        *(f"{kind}:commit" for kind in ("die-before", "die-after", "torn-before", "torn-after", "garbage")),
    )

    def __init__(self, cards: Path) -> None:
        self._cards = cards
        self._drivers: list[VendorPurse] = []

    def driver(self) -> PurseDriver:
        return self._driver()

    def lay(self) -> CardChannel:
        return vendor.Card()

    def lay_other(self) -> CardChannel:
        return vendor.Card(bytes.fromhex("04FFFFFFFFFFFF"))

    def tears(self) -> Iterable[object]:
        return self.TEARS

    def cut(self, tear: object) -> tuple[PurseDriver, CardChannel]:
        return self._driver(str(tear)), self.lay()

    def debit(self, amount_ntd: int) -> None:
        file = CardFile(self._cards)
        card = file.get(TEST_CARD)
        file.put(TEST_CARD, msgspec.structs.replace(card, value_ntd=card.value_ntd - amount_ntd))

    def close(self) -> None:
        for driver in self._drivers:
            driver.close()

    def _driver(self, *kinds: str) -> VendorPurse:
        self._drivers.append(vendor.purse(self._cards, *kinds, through_reader=True))
        return self._drivers[-1]


class TestVendorPurse(PurseContract):
    @pytest.fixture
    def make_rig(self, tmp_path):
        made: list[VendorRig] = []
        numbers = count()

        def make() -> VendorRig:
            for rig in made:
                rig.close()
            cards = CardFile(tmp_path / f"{next(numbers)}.json")
            cards.put(TEST_CARD, CardState(value_ntd=STARTED_NTD))
            made.append(VendorRig(cards.path))
            return made[-1]

        yield make
        for rig in made:
            rig.close()


class DesfireRig:
    """The virtual card in a hand that can lift it at any APDU."""

    uid = desfire.UID
    secret = desfire.key(layout.LOAD_KEY)

    def __init__(self, content: bytes, other: bytes) -> None:
        self._card = VirtualDesfire.restore(content)
        self._other = VirtualDesfire.restore(other)

    def driver(self) -> PurseDriver:
        return DesfirePurse()

    def lay(self) -> desfire.Field:
        self._card.reset()
        return desfire.Field(self._card)

    def lay_other(self) -> CardChannel:
        return desfire.Field(self._other)

    def tears(self) -> Iterable[object]:
        whole = self.lay()
        session = self.driver().open(whole, uid=self.uid, secret=self.secret)
        session.prepare(vendor.order(session.read()))
        session.commit()
        return [(number, after) for number in range(len(whole.sent)) for after in (False, True)]

    def cut(self, tear: object) -> tuple[PurseDriver, CardChannel]:
        assert isinstance(tear, tuple)
        field = self.lay()
        field.tear(tear[0], after=tear[1])
        return self.driver(), field

    def debit(self, amount_ntd: int) -> None:
        card = DesfireCard(SmartCard(self.lay()))
        card.select(layout.AID)
        card.authenticate_first(layout.PAYMENT_KEY, desfire.key(layout.PAYMENT_KEY))
        card.debit(layout.VALUE_FILE, CommMode.MAC, amount_ntd)
        card.commit()


@pytest.fixture(scope="module")
def contents():
    return desfire.purse_card().export(), desfire.purse_card(desfire.OTHER_UID).export()


class TestDesfirePurse(PurseContract):
    @pytest.fixture
    def make_rig(self, contents):
        return lambda: DesfireRig(*contents)


def test_both_name_a_card_that_left_the_same():
    gone = vendor.Card()
    gone.there = False
    for driver in (DesfirePurse(), VendorPurse((), 1.0)):
        with pytest.raises(EnvironmentProblem) as raised:
            driver.peek(gone)
        assert raised.value.code is Code.CARD_REMOVED
