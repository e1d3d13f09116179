"""The load's states and what follows from a crash in each, row by row of the state table (fault 40)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks._tearing_cards import BenchCard
from benchmarks._tearing_case import Ran
from benchmarks._tearing_faults import Fault, Killed
from benchmarks._tearing_prover import play_chunk, quiet
from domain.errors import Code, Refused
from domain.events import LoadUnknown
from domain.loads import LoadState, StationLoadState
from reader_drivers.virtual_desfire import TearingCard
from station.turns import Turns
from tests.station.load_rig import AMOUNT, Changed, Loading, loading

__all__ = ["loading"]
S, P = StationLoadState, LoadState


def played(*cases: str) -> list[Ran]:
    """What the cases did; none may leave a wrong amount."""
    quiet()
    results = play_chunk(cases)
    assert [f"{result.case}: {result.wrong}" for result in results if result.wrong] == []
    return [result.ran for result in results if result.ran is not None]


def test_intent_without_an_answer_is_given_up_and_voided() -> None:
    lost, unheard, killed = played("load net0unsent / A", "load net0unheard / B", "load disk0after / A")
    assert lost.end == (S.TOMBSTONE, "none", "False", "refused")
    assert unheard.end == (S.TOMBSTONE, P.AUTHORISED, "False", "refused")
    assert killed.end == (S.TOMBSTONE, "none", "False", "none")


def test_authorised_without_committing_is_given_up_and_voided() -> None:
    killed, torn, full = played("load disk1after / B", "load card9after / B", "load disk2full / B")
    assert killed.end == (S.TOMBSTONE, P.AUTHORISED, "False", "none")
    assert torn.end == (S.VOIDED, P.VOIDED, "False", "refused")
    assert full.end == (S.AUTHORISED, P.AUTHORISED, "False", "refused")


def test_committing_without_a_verified_answer_is_what_the_card_says() -> None:
    taken, not_taken, rolled_back, killed = played(
        "load card15after / B; debit", "load card15before / B", "load card15old / A", "load disk2after / A"
    )
    assert taken.end == (S.UNKNOWN, P.AUTHORISED, "True", "unknown")
    assert not_taken.end == rolled_back.end == (S.UNKNOWN, P.AUTHORISED, "False", "unknown")
    assert killed.end == (S.UNKNOWN, P.AUTHORISED, "False", "none")


def test_a_card_that_still_lies_there_is_asked_at_once() -> None:
    taken, not_taken, altered = played("load card15unheard / B", "load card15unsent / B", "load card15altered / B")
    assert taken.end == altered.end == (S.CONFIRMED, P.CONFIRMED, "True", "done")
    assert not_taken.end == (S.VOIDED, P.VOIDED, "False", "refused")


def test_committed_and_not_acknowledged_is_done_and_confirmed_later() -> None:
    unsent, unheard, killed = played("load net1unsent / B", "load net1unheard / A", "load disk3after / B; dark")
    assert unsent.end == (S.COMMITTED, P.AUTHORISED, "True", "done")
    assert unheard.end == (S.COMMITTED, P.CONFIRMED, "True", "done")
    assert killed.end == (S.COMMITTED, P.AUTHORISED, "True", "none")


def test_committed_and_not_written_down_is_found_on_the_card() -> None:
    full, killed = played("load disk3full / B", "load disk3before / A")
    assert full.end == (S.COMMITTING, P.AUTHORISED, "True", "unknown")
    assert killed.end == (S.UNKNOWN, P.AUTHORISED, "True", "none")


def unknown_load(loading: Loading, *, on_card: bool = True) -> LoadUnknown:
    """A load whose card has left in its commit."""
    loading.lay(loading.a, TearingCard(loading.card.desfire, 15, "after" if on_card else "before"))
    view = loading.load()
    assert view.state == "unknown"
    loading.a.lift()
    return LoadUnknown(load=view.op_id)


def test_another_card_is_not_taken_for_the_right_one(loading: Loading) -> None:
    load = unknown_load(loading).load
    open_load = loading.told().open_load
    assert open_load is not None
    other = loading.world.new_card()
    loading.b.lay(other.medium, other.faulty)
    assert loading.b.redeeming.balance(other.medium).unsettled is None
    view = loading.b.loads.resolve(other.medium, open_load)
    assert (view.state, view.code) == ("unknown", Code.CARD_SWAPPED)
    assert loading.state(load) is P.AUTHORISED


def test_a_card_that_never_returns_stays_unknown(loading: Loading) -> None:
    load = unknown_load(loading).load
    loading.a.restart()
    loading.world.clock.advance(400 * 24 * 3600.0)
    loading.a.drain()
    assert loading.state(load) is P.AUTHORISED
    with loading.a.journal.reading() as local:
        assert [each.load for each in local.loads.in_state(S.UNKNOWN)] == [load]


def test_nothing_new_is_loaded_while_an_earlier_load_is_open(loading: Loading) -> None:
    unknown_load(loading)
    loading.b.line.cut = True
    loading.lay(loading.a)
    view = loading.load()
    assert (view.state, view.code) == ("refused", Code.LOAD_OPEN)
    settled = loading.balance(loading.a)
    assert settled.settled is not None
    assert (settled.settled.state, settled.settled.card_value_ntd) == ("done", 550)
    assert loading.load().state == "done"
    loading.b.line.cut = False
    assert loading.books() == []


def test_an_unsettled_load_is_told_and_nothing_is_offered(loading: Loading) -> None:
    unknown_load(loading)
    loading.lay(loading.b, Changed(loading.card.desfire, 3, lambda _command: b"\x91\xae"))
    told = loading.balance(loading.b)
    assert told.unsettled is not None
    assert (told.unsettled.state, told.most_ntd, told.offered_ntd, told.settled) == ("unknown", 0, [], None)
    loading.lay(loading.b)
    told = loading.balance(loading.b)
    assert told.settled is not None
    assert (told.settled.state, told.card_value_ntd, told.unsettled) == ("done", 550, None)
    assert told.most_ntd > 0


def test_what_was_settled_is_told_although_the_platform_is_away_again(loading: Loading) -> None:
    unknown_load(loading)
    loading.world.script.begin([Fault("net", 3, "away")])
    loading.lay(loading.b)
    told = loading.balance(loading.b)
    loading.world.script.begin([])
    assert told.settled is not None
    assert (told.settled.state, told.online, told.card_value_ntd) == ("done", True, 550)


def test_another_station_waits_while_the_first_might_still_write(loading: Loading) -> None:
    """The first station has been killed in a load, and has no network to say so."""
    op_id = loading.a.context.new_op_id()
    loading.world.script.begin([Fault("disk", 2, "after")])
    loading.lay(loading.a)
    with pytest.raises(Killed):
        loading.load(op_id)
    loading.world.script.begin([])
    loading.a.lift()
    loading.lay(loading.b)
    told = loading.balance(loading.b)
    assert told.unsettled is not None
    assert (told.unsettled.code, loading.state(op_id)) == (Code.LOAD_OPEN, P.AUTHORISED)
    loading.world.clock.advance(60.0)
    told = loading.balance(loading.b)
    assert told.settled is not None
    assert (told.settled.state, told.settled.code, loading.state(op_id)) == ("refused", Code.LOAD_GIVEN_UP, P.VOIDED)
    loading.a.restart()
    assert loading.books() == []


def test_a_station_that_has_said_it_does_not_know_need_not_be_waited_for(loading: Loading) -> None:
    load = unknown_load(loading, on_card=False).load
    loading.lay(loading.b)
    told = loading.balance(loading.b)
    assert told.settled is not None
    assert (told.settled.state, loading.state(load)) == ("refused", P.VOIDED)


@pytest.mark.parametrize("apdu", [1, 14])
def test_a_card_is_not_written_long_after_its_intent(loading: Loading, apdu: int) -> None:
    card = Changed(loading.card.desfire, -1, bytes)

    def slow(command: bytes) -> bytes:
        loading.world.clock.advance(30.0)
        return loading.card.desfire.apdu(command)

    card.number, card.how = apdu, slow
    loading.lay(loading.a, card)
    view = loading.load()
    assert (view.state, view.code) == ("refused", Code.LOAD_GIVEN_UP)
    assert (loading.card.value, loading.points(), loading.state(view.op_id)) == (500, 4_500, P.VOIDED)


def test_what_was_settled_elsewhere_is_learnt_when_the_card_is_back(loading: Loading) -> None:
    load = unknown_load(loading).load
    loading.lay(loading.b)
    loading.balance(loading.b)
    loading.b.lift()
    with loading.a.journal.reading() as local:
        assert local.loads.in_state(S.UNKNOWN) != []
    loading.lay(loading.a)
    assert loading.balance(loading.a).settled is None
    with loading.a.journal.reading() as local:
        found = local.loads.find(load)
    assert found is not None
    assert found.state is S.CONFIRMED


def test_an_op_id_of_another_act_is_no_load(loading: Loading) -> None:
    loading.lay(loading.a)
    done = loading.load()
    event = loading.a.journal.outcome_of(done.op_id)
    assert event is not None
    with loading.a.journal.reading() as local:
        own = local.loads.find(done.op_id)
    assert own is not None
    with pytest.raises(Refused) as caught:
        loading.load(own.last)
    assert caught.value.code is Code.EVENT_CONFLICT
    assert loading.card.value == 500 + AMOUNT


def test_an_op_id_belongs_to_its_card_and_its_amount(loading: Loading) -> None:
    loading.lay(loading.a)
    done = loading.load()
    other = loading.world.new_card()
    assert isinstance(other, BenchCard)
    for told in (
        lambda: loading.load(done.op_id, card=other),
        lambda: loading.load(done.op_id, amount=AMOUNT * 2),
        lambda: loading.load(done.op_id, point_kind="other"),
    ):
        with pytest.raises(Refused) as caught:
            told()
        assert caught.value.code is Code.EVENT_CONFLICT
    assert loading.load(done.op_id).state == "done"
    assert loading.card.value == 500 + AMOUNT


def test_a_reader_that_hangs_cannot_write_what_was_given_up(loading: Loading) -> None:
    """The station stops, the load is given up, and then the reader comes back to life in the midst of its work."""
    hanging, alive = threading.Event(), threading.Event()

    def hang(command: bytes) -> bytes:
        hanging.set()
        assert alive.wait(20)
        return loading.card.desfire.apdu(command)

    card = Changed(loading.card.desfire, 12, hang)
    loading.lay(loading.a, card)
    with ThreadPoolExecutor(1) as pool:
        pressed = pool.submit(loading.load)
        assert hanging.wait(20)
        loading.a.cards.stop(timeout_s=0.05)
        view = pressed.result(20)
        alive.set()
    assert (view.state, view.code) == ("refused", Code.READER_LOST)
    loading.a.restart()
    assert card.seen <= 15, "no commit may follow"
    assert (loading.card.value, loading.state(view.op_id)) == (500, P.VOIDED)
    assert loading.books() == []


def test_what_a_full_disk_kept_from_being_written_is_written_at_the_next_card(loading: Loading) -> None:
    loading.world.script.begin([Fault("disk", 2, "full")])
    loading.lay(loading.a)
    view = loading.load()
    loading.world.script.begin([])
    assert (view.state, view.code, loading.state(view.op_id)) == ("refused", Code.DISK_FULL, P.AUTHORISED)
    other = loading.world.new_card()
    loading.a.lay(other.medium, other.faulty)
    loading.a.redeeming.balance(other.medium)
    loading.a.drain()
    assert (loading.state(view.op_id), loading.points()) == (P.VOIDED, 4_500)


def test_another_press_waits_for_its_turn_and_not_for_ever() -> None:
    turns = Turns()
    with turns.turn(b"card", 1.0) as first, turns.turn(b"other", 1.0) as other:
        assert (first, other) == (True, True)
        with turns.turn(b"card", 0.01) as second:
            assert not second
    with turns.turn(b"card", 0.01) as again:
        assert again
    assert turns._turns == {}
