"""The purse's driver and the virtual DESFire card, which share no code, through pcscd and vsmartcard's reader.

Each tear costs up to two looks of pcscd (400 ms each), so here stands a seeded sample; `tests/desfire` tears at every command
without the stack.
"""

import random
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar
from uuid import uuid4

import pytest

from domain import purse_layout as layout
from domain.errors import Code, EnvironmentProblem, Refused
from domain.loads import LoadOrder, LoadProof, PurseReading
from domain.media import Medium, MediumType
from domain.ports import CardChannel, CardGone, PurseSession, ReaderReady
from domain.transaction_mac import verify
from reader_drivers.card_application import CardApplication
from reader_drivers.card_apps.desfire.personalise import personalise
from reader_drivers.purses.desfire import DesfirePurse
from reader_drivers.virtual_desfire import DESFIRE_ATR, Moment, TearingCard, VirtualDesfire
from reader_drivers.virtual_service import VirtualSlot
from reader_drivers.vpcd_card import VpcdCard
from tests.contract.reader_contract import Inbox, medium_of
from tests.desfire.field import LIMIT_NTD, OTHER_UID, UID, card_keys, key, purse_card

T = TypeVar("T")

LOAD_COMMANDS = 14
"""Of the first load on a card: four to open, three to read, three to open anew, three writes, the commit."""
COMMIT_AT = LOAD_COMMANDS - 1
FIRST = 200
SECOND = 30


class Held(NamedTuple):
    """What a card holds, by its own account."""

    value: int
    backup: bytes
    log: bytes
    proof: bytes
    commits: int


def held(card: VirtualDesfire) -> Held:
    return Held(
        card.committed_value(layout.AID, layout.VALUE_FILE),
        card.committed_data(layout.AID, layout.BACKUP_FILE),
        card.committed_data(layout.AID, layout.LOG_FILE),
        card.committed_data(layout.AID, layout.TRANSACTION_MAC_FILE),
        card.commits(layout.AID),
    )


class Desk:
    """One reader of the stack and the hand that lays cards on it."""

    def __init__(self, inbox: Inbox, slot: VirtualSlot) -> None:
        self._inbox = inbox
        self._slot = slot
        self._laid: VpcdCard | None = None

    def lay(self, application: CardApplication) -> Medium:
        """Lay the card down and wait until the reader has reported it."""
        self._put(application)
        return medium_of(self._inbox.next())

    def _put(self, application: CardApplication) -> None:
        self._laid = VpcdCard(application, atr=DESFIRE_ATR, port=self._slot.port)
        self._laid.insert()

    def swap(self, application: CardApplication) -> None:
        """Slip another card in faster than pcscd looks."""
        self.lift()
        self._put(application)

    def lift(self) -> None:
        if self._laid is not None:
            self._laid.take_away()
            self._laid = None

    def await_gone(self) -> None:
        assert isinstance(self._inbox.next(), CardGone)

    def work(self, job: Callable[[CardChannel], T]) -> T:
        """Run a job with the card held."""
        with self._inbox.reader.connect() as channel:
            return job(channel)


@pytest.fixture
def desk(open_reader: Callable[[], object], slots: list[VirtualSlot]) -> Iterator[Desk]:
    inbox = Inbox(open_reader())  # type: ignore[arg-type]
    assert isinstance(inbox.next(), ReaderReady)
    desk = Desk(inbox, slots[0])
    yield desk
    desk.lift()


def order(amount: int, seq: int = 1) -> LoadOrder:
    return LoadOrder(load=uuid4(), amount_ntd=amount, seq=seq, station="st-abcdefgh", at_ms=1_795_000_000_000 + seq)


def opened(channel: CardChannel, uid: bytes = UID) -> PurseSession:
    return DesfirePurse().open(channel, uid=uid, secret=key(layout.LOAD_KEY, uid))


def reading(channel: CardChannel) -> PurseReading:
    return opened(channel).read()


def load(what: LoadOrder) -> Callable[[CardChannel], LoadProof]:
    def job(channel: CardChannel) -> LoadProof:
        session = opened(channel)
        session.read()
        session.prepare(what)
        return session.commit()

    return job


def assert_proven(proof: LoadProof | None, what: LoadOrder) -> None:
    assert proof is not None
    assert verify(card_keys().transaction_mac_key, UID, proof.tmc, proof.tmv, layout.expected_tmi(what))


# --- whole lives -----------------------------------------------------------------------------------------------------


def test_a_blank_card_becomes_a_purse_and_takes_loads(desk: Desk) -> None:
    card = VirtualDesfire(UID)
    assert desk.lay(card) == Medium(MediumType.UID, UID, "MIFARE DESFire")
    done = desk.work(lambda channel: personalise(channel, uid=UID, keys=card_keys()))
    assert (done.value_ntd, done.limit_ntd) == (0, LIMIT_NTD)
    desk.lift()
    desk.await_gone()

    desk.lay(card)
    assert desk.work(DesfirePurse().peek) == 0
    for seq, amount in ((1, FIRST), (2, SECOND)):
        what = order(amount, seq)
        proof = desk.work(load(what))
        assert (proof.by, proof.seq, proof.tmc) == ("commit", seq, seq)
        assert_proven(proof, what)
    desk.lift()
    desk.await_gone()

    desk.lay(VirtualDesfire.restore(card.export()))
    after = desk.work(reading)
    assert (after.value_ntd, after.seq, after.last_load) == (FIRST + SECOND, 2, what.load)
    assert_proven(after.proof, what)
    assert desk.work(DesfirePurse().peek) == FIRST + SECOND


def test_a_blank_card_is_no_purse(desk: Desk) -> None:
    desk.lay(VirtualDesfire(UID))
    assert desk.work(DesfirePurse().peek) is None
    with pytest.raises(Refused) as refusal:
        desk.work(reading)
    assert refusal.value.code is Code.PURSE_MISSING


def test_a_load_takes_as_many_commands_as_the_sample_below_knows(desk: Desk) -> None:
    counted = TearingCard(purse_card(), LOAD_COMMANDS + 1, "before")
    desk.lay(counted)
    desk.work(load(order(FIRST)))
    assert counted.seen == LOAD_COMMANDS


# --- torn away -------------------------------------------------------------------------------------------------------

_SAMPLE = random.Random(20261121)
TEARS: list[tuple[int, Moment]] = [
    (COMMIT_AT, "before"),
    (COMMIT_AT, "after"),
    (0, "during_old"),
    (0, "during_new"),
    *((_SAMPLE.randrange(COMMIT_AT), "before") for _ in range(2)),
    *((_SAMPLE.randrange(COMMIT_AT), "after") for _ in range(2)),
]


@pytest.mark.parametrize(("at", "when"), TEARS)
def test_a_torn_load_is_found_whole_or_not_at_all(desk: Desk, at: int, when: Moment) -> None:
    card = purse_card()
    before = held(card)
    desk.lay(TearingCard(card, at, when))
    what = order(FIRST)
    with pytest.raises(EnvironmentProblem) as problem:
        desk.work(load(what))
    assert problem.value.code is Code.CARD_REMOVED
    desk.await_gone()
    taken = (at, when) == (COMMIT_AT, "after") or when == "during_new"
    assert (held(card) == before) is not taken

    desk.lay(card)
    found = desk.work(reading)
    assert (found.value_ntd, found.seq, found.last_load) == ((FIRST, 1, what.load) if taken else (0, 0, None))
    if taken:
        assert_proven(found.proof, what)
    else:
        assert_proven(desk.work(load(what)), what)
    assert held(card).value == FIRST
    assert held(card).backup == layout.encode_backup(what)
    assert held(card).log == layout.encode_log(what)
    assert held(card).commits == 1


def test_a_personalising_that_is_torn_goes_on(desk: Desk) -> None:
    card = VirtualDesfire(UID)
    desk.lay(TearingCard(card, 20, "after"))
    with pytest.raises(EnvironmentProblem):
        desk.work(lambda channel: personalise(channel, uid=UID, keys=card_keys()))
    desk.await_gone()
    desk.lay(card)
    desk.work(lambda channel: personalise(channel, uid=UID, keys=card_keys()))
    assert desk.work(reading).value_ntd == 0


# --- another card ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prepared", [False, True], ids=["before the writes", "before the commit"])
def test_another_card_slipped_in_takes_nothing(desk: Desk, prepared: bool) -> None:
    first, second = purse_card(), purse_card(OTHER_UID)
    before = held(first)
    desk.lay(first)

    def job(channel: CardChannel) -> None:
        session = opened(channel)
        session.read()
        if prepared:
            session.prepare(order(FIRST))
        desk.swap(second)
        if not prepared:
            session.prepare(order(FIRST))
        session.commit()

    with pytest.raises((Refused, EnvironmentProblem)):
        desk.work(job)
    assert held(first) == before
    assert held(second) == before


def test_the_card_that_comes_back_at_once_has_forgotten_what_was_prepared(desk: Desk) -> None:
    card = purse_card()
    before = held(card)
    desk.lay(card)

    def job(channel: CardChannel) -> None:
        session = opened(channel)
        session.read()
        session.prepare(order(FIRST))
        desk.swap(card)
        session.commit()

    with pytest.raises((Refused, EnvironmentProblem)):
        desk.work(job)
    assert held(card) == before


def test_a_load_over_the_stack_is_quick(desk: Desk) -> None:
    desk.lay(purse_card())
    began = time.monotonic()
    desk.work(load(order(FIRST)))
    assert time.monotonic() - began < 1.0
