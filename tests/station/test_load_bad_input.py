"""Every kind of bad input at a load ends in a named state with a message, and never in a wrong amount."""

import pytest

from benchmarks._tearing_cards import BenchCard
from benchmarks._tearing_prover import play_chunk, quiet
from domain.errors import Code, EnvironmentProblem, Refused
from domain.loads import LoadState
from reader_drivers.virtual_desfire import VirtualDesfire
from station.views import RedeemView
from tests.station.load_rig import AMOUNT, Changed, Loading, loading

__all__ = ["loading"]
COMMIT = 15
"""Which APDU of a load it is."""


def refused_and_untouched(loading: Loading, view: RedeemView, code: Code) -> None:
    assert (view.state, view.code) == ("refused", code)
    assert (loading.card.value, loading.points()) == (500, 4_500)
    assert loading.state(view.op_id) is LoadState.VOIDED
    assert loading.books() == []


@pytest.mark.parametrize("torn", [b"", b"\x91"], ids=["empty", "one byte"])
@pytest.mark.parametrize("apdu", [0, 4, COMMIT - 1])
def test_torn_at_any_byte_before_the_commit(loading: Loading, torn: bytes, apdu: int) -> None:
    loading.lay(loading.a, Changed(loading.card.desfire, apdu, lambda _command: torn))
    refused_and_untouched(loading, loading.load(), Code.CARD_REMOVED)


def test_a_swapped_card(loading: Loading) -> None:
    """Slipped in without the reader's noticing, after the first one was read."""
    other = BenchCard(loading.world, 99)
    for at in range(4, COMMIT + 1):
        card = Changed(loading.card.desfire, at, bytes)

        def swap(command: bytes, card: Changed = card) -> bytes:
            other.desfire.reset()
            card.application = other.desfire
            return other.desfire.apdu(command)

        card.how = swap
        loading.lay(loading.a, card)
        view = loading.load()
        assert (view.state, other.value, loading.card.value) in (("refused", 0, 500), ("unknown", 0, 500)), at
        loading.lay(loading.a)
        loading.balance(loading.a)
        assert (loading.state(view.op_id), loading.points()) == (LoadState.VOIDED, 4_500), at
    assert loading.books() == []


def test_a_clone_of_the_number_alone(loading: Loading) -> None:
    blank = VirtualDesfire(loading.card.medium.value)
    loading.lay(loading.a, blank)
    refused_and_untouched(loading, loading.load(), Code.PURSE_MISSING)


def test_a_card_under_another_key(loading: Loading) -> None:
    other = BenchCard(loading.world, 99)
    loading.lay(loading.a, other.desfire, loading.card)
    refused_and_untouched(loading, loading.load(), Code.PURSE_KEY_WRONG)


@pytest.mark.parametrize("apdu", range(3, COMMIT))
def test_an_altered_mac_before_the_commit(loading: Loading, apdu: int) -> None:
    def altered(command: bytes) -> bytes:
        answer = loading.card.desfire.apdu(command)
        return bytes([answer[0] ^ 1]) + answer[1:] if len(answer) > 2 else answer

    card = Changed(loading.card.desfire, apdu, altered)
    loading.lay(loading.a, card)
    view = loading.load()
    if view.state == "done":
        assert len(card.answers[apdu]) == 2, "nothing but a status word may be taken without a MAC"
    else:
        assert view.state == "refused"
        assert view.code in (Code.PURSE_ALTERED, Code.PURSE_KEY_WRONG, Code.CARD_SWAPPED)
        assert (loading.card.value, loading.points(), loading.state(view.op_id)) == (500, 4_500, LoadState.VOIDED)


def test_a_replayed_answer_to_the_commit(loading: Loading) -> None:
    first = Changed(loading.card.desfire, -1, bytes)
    loading.lay(loading.a, first)
    assert loading.load().state == "done"
    second = Changed(loading.card.desfire, COMMIT, lambda _command: first.answers[COMMIT])
    loading.lay(loading.a, second)
    view = loading.load()
    assert (view.state, loading.card.value, loading.points()) == ("refused", 500 + AMOUNT, 4_500 - AMOUNT)
    assert loading.state(view.op_id) is LoadState.VOIDED
    assert loading.books() == []


def test_success_without_a_mac_is_not_believed(loading: Loading) -> None:
    loading.lay(loading.a, Changed(loading.card.desfire, COMMIT, lambda _command: b"\x91\x00"))
    refused_and_untouched(loading, loading.load(), Code.LOAD_GIVEN_UP)


def test_no_changes_to_commit_means_read_back(loading: Loading) -> None:
    loading.lay(loading.a, Changed(loading.card.desfire, COMMIT, lambda _command: b"\x91\x0c"))
    view = loading.load()
    assert (view.state, loading.card.value, loading.state(view.op_id)) == ("refused", 500, LoadState.VOIDED)


def test_a_transaction_mac_that_the_platform_does_not_believe(loading: Loading, monkeypatch: pytest.MonkeyPatch) -> None:
    """Altered in the station: the card's answer was right, and what goes up is not."""
    import msgspec

    from reader_drivers.purses.desfire import DesfireSession

    commit = DesfireSession.commit
    monkeypatch.setattr(DesfireSession, "commit", lambda self: msgspec.structs.replace(commit(self), tmv=bytes(8)))
    loading.lay(loading.a)
    view = loading.load()
    assert (view.state, view.code) == ("unknown", Code.PURSE_ALTERED)
    assert loading.state(view.op_id) is LoadState.AUTHORISED
    monkeypatch.undo()
    told = loading.balance(loading.a)
    assert told.settled is not None
    assert (told.settled.state, loading.state(view.op_id)) == ("done", LoadState.CONFIRMED)
    assert loading.books() == ["anomaly transaction_mac_wrong"]


def test_value_at_its_upper_limit(loading: Loading) -> None:
    full = BenchCard(loading.world, 99, limit_ntd=AMOUNT + 10)
    loading.a.lay(full.medium, full.desfire)
    assert loading.load(card=full).state == "done"
    view = loading.load(card=full)
    assert (view.state, view.code) == ("refused", Code.AMOUNT_OVER_PURSE)
    assert (full.value, loading.points(full), loading.state(view.op_id)) == (AMOUNT, 5_000 - AMOUNT, LoadState.VOIDED)
    assert loading.books() == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount_ntd": 5}, Code.AMOUNT_INVALID),
        ({"amount_ntd": 1_010}, Code.AMOUNT_OVER_PURSE),
        ({"point_kind": "campaign"}, Code.POINTS_NOT_REDEEMABLE),
    ],
)
def test_a_wish_that_is_refused_before_it_is_journaled(loading: Loading, wrong: dict[str, object], code: Code) -> None:
    loading.lay(loading.a)
    before = len(list(loading.a.journal.events()))
    with pytest.raises(Refused) as caught:
        loading.load(**wrong)
    assert caught.value.code is code
    assert len(list(loading.a.journal.events())) == before


def test_a_wrong_birthday(loading: Loading) -> None:
    loading.lay(loading.a)
    view = loading.load(birthday="1231")
    assert (view.state, view.code) == ("refused", Code.SECOND_FACTOR_WRONG)
    assert (loading.card.value, loading.state(view.op_id)) == (500, LoadState.REFUSED)


def test_no_card_on_the_reader(loading: Loading) -> None:
    before = len(list(loading.a.journal.events()))
    with pytest.raises(EnvironmentProblem) as caught:
        loading.load()
    assert caught.value.code is Code.CARD_REMOVED
    assert len(list(loading.a.journal.events())) == before


@pytest.mark.parametrize("kind", ["hang-after", "die-after", "garbage", "two-answers", "wrong-load"])
def test_a_carriers_program_that_goes_wrong_while_it_prepares(kind: str) -> None:
    quiet()
    (result,) = play_chunk([f"load vendor0{kind}:prepare / A"])
    assert result.wrong == ()
    assert result.ran is not None
    assert result.ran.end == ("voided", "voided", "False", "refused")
