"""Whatever is sent and whenever power fails: old or new, all files together; and always an answer."""

import contextlib
from typing import NamedTuple

import hypothesis.strategies as st
from hypothesis import given, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader_drivers.card_application import CardTorn
from reader_drivers.virtual_desfire import Moment, TearingCard, VirtualDesfire
from reader_drivers.virtual_desfire.exchange import COMMANDS
from reader_drivers.virtual_desfire.status import Status
from tests.virtual_desfire.terminal import AID, UID, CardSaid, Terminal, four, personalised, span, wrapped

_PERSONALISED = VirtualDesfire(UID)
personalised(card=_PERSONALISED)
_EXPORTED = _PERSONALISED.export()

UPPER = 10_000


class Kept(NamedTuple):
    """What the purse's files hold, by this test's own book-keeping."""

    value: int = 100
    backup: bytes = bytes(32)
    records: tuple[bytes, ...] = ()


class Purse(RuleBasedStateMachine):
    """A terminal that writes, commits and loses the card at random, against a model of two lines."""

    @initialize()
    def lay(self) -> None:
        self.card = VirtualDesfire.restore(_EXPORTED)
        self.terminal = Terminal(self.card)
        self.kept = Kept()
        self.next = Kept()
        self.dirty = False
        self.commits = 0
        self.begin()

    def begin(self) -> None:
        self.next = self.kept
        self.dirty = False
        self.terminal.card = self.card
        with contextlib.suppress(CardSaid):
            self.terminal.select()
            self.terminal.authenticate(1)
            return
        self.terminal.select()
        self.terminal.authenticate(1)

    def attempt(self, ins: int, payload: bytes = b"") -> bool:
        try:
            self.terminal.mac(ins, payload)
        except CardSaid:
            self.begin()
            return False
        return True

    def happened(self, state: Kept) -> None:
        self.next = state
        self.dirty = True

    @rule(amount=st.integers(-2, UPPER + 10))
    def credit(self, amount: int) -> None:
        fits = amount >= 0 and self.next.value + amount <= UPPER
        state = self.next._replace(value=self.next.value + amount)
        assert self.attempt(0x0C, b"\x01" + four(amount)) == fits
        if fits:
            self.happened(state)

    @rule(amount=st.integers(0, 300))
    def debit(self, amount: int) -> None:
        fits = self.next.value >= amount
        state = self.next._replace(value=self.next.value - amount)
        assert self.attempt(0xDC, b"\x01" + four(amount)) == fits
        if fits:
            self.happened(state)

    @rule(offset=st.integers(0, 33), data=st.binary(min_size=1, max_size=40))
    def write(self, offset: int, data: bytes) -> None:
        fits = offset + len(data) <= 32
        backup = self.next.backup
        state = self.next._replace(backup=backup[:offset] + data + backup[offset + len(data) :])
        assert self.attempt(0x3D, span(2, offset, len(data)) + data) == fits
        if fits:
            self.happened(state)

    @rule(data=st.binary(min_size=32, max_size=32))
    def record(self, data: bytes) -> None:
        state = self.next._replace(records=(*self.kept.records, data)[-3:])
        assert self.attempt(0x3B, span(3, 0, 32) + data)
        self.happened(state)

    @rule()
    def read(self) -> None:
        assert int.from_bytes(self.terminal.mac(0x6C, b"\x01"), "little") == self.kept.value
        assert self.terminal.mac(0xBD, span(2, 0, 0)) == self.kept.backup
        self.dirty = True  # reading counts with a transaction MAC file

    @rule()
    def commit(self) -> None:
        state, dirty = self.next, self.dirty
        assert self.attempt(0xC7, b"\x01") == dirty
        if dirty:
            self.commits += 1
            self.kept = state
        self.begin()

    @rule()
    def abort(self) -> None:
        dirty = self.dirty
        assert self.attempt(0xA7) == dirty
        self.next, self.dirty = self.kept, False

    @rule()
    def power_loss(self) -> None:
        self.card.reset()
        self.begin()

    @rule(when=st.sampled_from(["before", "after", "during_old", "during_new"]))
    def torn_at_the_commit(self, when: Moment) -> None:
        state, dirty = self.next, self.dirty
        self.terminal.card = TearingCard(self.card, 0, when)
        torn = False
        try:
            self.terminal.mac(0xC7)
        except CardTorn:
            torn = True
        assert torn
        if dirty and when in {"after", "during_new"}:
            self.commits += 1
            self.kept = state
        self.card.reset()
        self.begin()

    @rule()
    def copied(self) -> None:
        self.card = VirtualDesfire.restore(self.card.export())
        self.begin()

    @invariant()
    def old_or_new_all_together(self) -> None:
        if not hasattr(self, "card"):
            return
        held = Kept(
            self.card.committed_value(AID, 1),
            self.card.committed_data(AID, 2),
            self.kept.records,
        )
        assert held == self.kept
        assert self.card.committed_data(AID, 3) == b"".join(self.kept.records)
        assert self.card.commits(AID) == self.commits
        assert int.from_bytes(self.card.committed_data(AID, 15)[:4], "little") == self.commits


Purse.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestPurse = Purse.TestCase


_CODES = sorted({*COMMANDS, 0x71, 0x77, 0xAF, 0xC8, 0x5F, 0x00, 0xFF})
_payloads = st.one_of(
    st.binary(max_size=60),
    st.builds(lambda file, rest: bytes([file]) + rest, st.sampled_from([1, 2, 3, 4, 5, 15]), st.binary(max_size=20)),
    st.builds(
        lambda file, offset, length, rest: span(file, offset, length) + rest,
        st.sampled_from([2, 3, 4, 5, 15]),
        st.sampled_from([0, 1, 31, 0xFFFFFF]),
        st.integers(0, 40),
        st.binary(max_size=45),
    ),
)
_commands = st.one_of(
    st.binary(max_size=300),
    st.builds(lambda body: b"\x90" + body, st.binary(max_size=20)),
    st.builds(wrapped, st.sampled_from(_CODES), _payloads),
)


@given(st.lists(_commands, max_size=12), st.booleans())
@settings(max_examples=250, deadline=None)
def test_every_command_is_answered(commands: list[bytes], selected: bool) -> None:
    card = VirtualDesfire.restore(_EXPORTED)
    if selected:
        Terminal(card).select()
    for command in commands:
        response = card.apdu(command)
        assert 2 <= len(response) <= 258
        assert response[-2] in {0x61, 0x67, 0x6A, 0x6C, 0x6D, 0x6E, 0x90, 0x91}
    assert VirtualDesfire.restore(card.export()).export() == card.export()


@given(st.lists(st.tuples(st.sampled_from(_CODES), _payloads, st.integers(0, 3), st.booleans()), max_size=10))
@settings(max_examples=250, deadline=None)
def test_every_command_of_a_session_is_answered(commands: list[tuple[int, bytes, int, bool]]) -> None:
    card = VirtualDesfire.restore(_EXPORTED)
    terminal = Terminal(card)
    known = {status.value for status in Status}
    for ins, payload, number, full in commands:
        statuses = {0x00}
        header, secret = (payload[:1], payload[1:]) if full else (payload, b"")
        try:
            terminal.select()
            terminal.authenticate(number)
            terminal.exchange(ins, terminal.sealed(ins, header, secret))
        except CardSaid as said:
            statuses.add(said.status)
            card.reset()
        assert statuses <= known
