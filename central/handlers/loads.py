"""Loads onto cards: points held at the intent, then confirmed or voided, exactly once, by what the card itself has said.

A decision never changes: the same again is the same success, the opposite is flagged. Value that is on a card all the same is
booked beside the decision (`central.late_loads`). What is said about a load by another
station than the one that began it counts only where the card was asked (`load.found`) or a supervisor decides (`load.settled`).
"""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from central import card_counters, card_keys, late_loads, load_books, loads
from central.cards import Card
from central.handlers import second_factor, spending
from central.handlers.sealed import opened
from central.load_sheet import LoadSheet
from central.loads import Load
from central.schema import meta
from central.verdict import LOAD_GIVEN_UP_MS, Act, Verdict, decision_key, flagged, held, load_key, marked, rejected
from domain.errors import Code, Refused
from domain.events import (
    LoadCommitted,
    LoadCommitting,
    LoadFound,
    LoadIntended,
    LoadSecrets,
    LoadSettled,
    LoadTombstone,
    LoadUnknown,
)
from domain.loads import LoadProof, LoadState
from domain.lots import Lot, spend
from domain.wire import LoadResult, Outcome, OutcomeStatus

RESTORED = "restored_ms"
"""Key in `meta`: when the database was last put back from a backup."""
LEASE_MS = 120_000
"""So long after a commit was announced nobody else's reading of the card voids it: it may still be on its way to the card."""
_NOT_A_DECISION = (Code.EVENT_UNREADABLE, Code.REQUEST_INVALID)
_OWN = (LoadCommitting, LoadCommitted, LoadUnknown, LoadTombstone)
"""What only the station that began a load can know of it."""
_About = LoadCommitting | LoadCommitted | LoadUnknown | LoadTombstone | LoadFound | LoadSettled

# --- authorising -----------------------------------------------------------------------------------------------------


def intend(act: Act) -> Verdict:
    """The handler of `load.intent`: the points are held, and the answer brings what this one card's load needs."""
    wish = act.event.payload
    assert isinstance(wish, LoadIntended)
    load, releases, sheet = act.event.op_id, [load_key(act.event.op_id)], act.sitting.sheet
    try:
        sound = _looked_at(act, wish)
        with act.sitting.attempt():
            grant = _authorised(act, wish, sound)
    except Refused as refused:
        if refused.code in _NOT_A_DECISION:
            raise
        rival = sheet.open_of(act.medium)
        if refused.code is Code.LOAD_OPEN and rival is not None and _is_of_before_a_restore(act) and not act.overdue:
            return held(decision_key(rival.op_id))
        second_factor.count_failure(act, act.sitting.card(act.medium), refused.code)
        never = loads.refused(act.event, wish, act.medium)
        act.sitting.sheet.add(never, loads.row_of(never, act.now_ms, refused.code))
        return Verdict(result=LoadResult(load=load, state=LoadState.REFUSED, refusal=refused.code), releases=releases)
    return Verdict(result=LoadResult(load=load, state=LoadState.AUTHORISED, grant=grant), releases=releases)


class _Sound(msgspec.Struct, frozen=True, kw_only=True):
    """What an intent was found to be when it was looked at."""

    card: Card
    holder: UUID
    uid: bytes
    proof: second_factor.Proof
    driver: str
    taken: list[tuple[Lot, int]]
    grant: bytes


def _looked_at(act: Act, wish: LoadIntended) -> _Sound:
    """Whether it may be authorised; writes nothing."""
    if _is_given_up(act):
        raise Refused(Code.LOAD_GIVEN_UP)
    card, holder = spending.entitled(act, act.sitting.card(act.medium))
    secrets = opened(act, LoadSecrets)
    if not card_keys.is_card(act.authority, secrets.uid, act.medium):
        raise Refused(Code.CARD_SWAPPED)
    if act.sitting.sheet.open_of(act.medium) is not None:
        raise Refused(Code.LOAD_OPEN)
    proof = second_factor.prove(act, holder, lambda: secrets)
    purse = spending.sound_purse(act.authority.programme, wish, card, on_card=True)
    return _Sound(
        card=card,
        holder=holder,
        uid=secrets.uid,
        proof=proof,
        driver=purse.driver,
        taken=spend(act.sitting.till.lots(holder, wish.point_kind, act.now_ms), wish.points, act.now_ms),
        grant=card_keys.load_grant(act.authority, purse.driver, secrets.uid, wish.grant_key),
    )


def _authorised(act: Act, wish: LoadIntended, sound: _Sound) -> bytes:
    sheet = act.sitting.sheet
    second_factor.accepted(act, sound.proof)
    if not sheet.keep_uid(sound.card, sound.uid):
        raise Refused(Code.CARD_NO_HOLDER)
    load = loads.authorised(act.event, wish, medium=act.medium, holder=sound.holder, driver=sound.driver)
    load_books.hold(act.sitting.till, load, sound.taken, act.now_ms)
    sheet.add(load, loads.row_of(load, act.now_ms))
    sheet.grant(load.op_id, load.station, act.now_ms)
    return sound.grant


def _is_given_up(act: Act) -> bool:
    """Whether nobody stands at the station any more, by its own word or by the time that has passed.

    Of what a station offers anew after a restore, its chain says what became of it.
    """
    if act.sitting.sheet.is_booked(load_books.given_up(act.event.op_id, act.event.station)):
        return True
    if max(act.received_ms, act.now_ms) - act.order_ms <= LOAD_GIVEN_UP_MS:
        return False
    return not _is_of_before_a_restore(act)


def _is_of_before_a_restore(act: Act) -> bool:
    """Whether a station offers it anew: it was decided once, and comes in another order than it was made."""
    restored_ms = act.connection.scalar(sa.select(meta.c.value).where(meta.c.key == RESTORED))
    return restored_ms is not None and act.order_ms <= int(restored_ms)


# --- what becomes of it ----------------------------------------------------------------------------------------------


def committing(act: Act) -> Verdict:
    """The handler of `load.committing`."""
    load = _load_of(act)
    if isinstance(load, Verdict):
        return load
    if load.state is LoadState.REFUSED:
        return _said(load, "load_never_authorised")
    if load.decided_how == "load.tombstone":
        return _said(load, "commit_after_tombstone")
    if load.state is LoadState.VOIDED:
        return _said(load, "commit_after_void")
    if load.state.open:
        load = _note_committing(act, load)
    return _said(load)


def _note_committing(act: Act, load: Load, *, unknown: bool = False) -> Load:
    """Keep what its station has said of the commit, and when that was first heard."""
    first_ms = load.committing_ms if load.committing else act.received_ms
    noted = msgspec.structs.replace(load, committing=True, committing_ms=first_ms, unknown=load.unknown or unknown)
    act.sitting.sheet.change(noted)
    return noted


def unknown(act: Act) -> Verdict:
    """The handler of `load.unknown`: only the card can tell; a person may come to see the load on the list."""
    load = _load_of(act)
    if isinstance(load, Verdict):
        return load
    if load.state is LoadState.REFUSED:
        return _said(load, "load_never_authorised")
    if load.state.open:
        load = _note_committing(act, load, unknown=True)
    return _said(load)


def committed(act: Act) -> Verdict:
    """The handler of `load.committed`."""
    said = act.event.payload
    assert isinstance(said, LoadCommitted)
    if said.proof.by != "commit":
        return rejected(Code.EVENT_UNREADABLE, "proof_of_another_kind")
    load = _load_of(act)
    return load if isinstance(load, Verdict) else _confirmed(act, load, said.proof)


def tombstone(act: Act) -> Verdict:
    """The handler of `load.tombstone`; of a load whose intent is not here yet, that one will never be authorised."""
    load = _load_of(act)
    if isinstance(load, Verdict):
        if load.status is not OutcomeStatus.REJECTED and load.result is None:
            assert isinstance(act.event.payload, LoadTombstone)
            act.sitting.write_alone()
            load_books.give_up(act.connection, act.event.payload.load, act.event.station, act.now_ms)
        return load
    if load.state.open and load.committing:
        return _said(load, "tombstone_after_commit", code=Code.LOAD_UNKNOWN)
    return _voided(act, load)


def found(act: Act) -> Verdict:
    """The handler of `load.found`: the card of an open load was asked, at whatever station."""
    asked = act.event.payload
    assert isinstance(asked, LoadFound)
    if asked.proof.by != "card":
        return rejected(Code.EVENT_UNREADABLE, "proof_of_another_kind")
    load = _load_of(act)
    if isinstance(load, Verdict):
        return load
    if act.medium != load.medium:
        return rejected(Code.CARD_SWAPPED, "load_of_another_card")
    if asked.on_card:
        return _confirmed(act, load, asked.proof)
    doubt = _doubt_in_void(act, load, asked.proof)
    return _said(load, doubt, code=Code.LOAD_OPEN) if load.state.open and doubt else _voided(act, load)


def _doubt_in_void(act: Act, load: Load, proof: LoadProof) -> str:
    """Why it is not certain that the card will never have an open load, although it has not got it now; empty when it is.

    A card that counts other loads than were confirmed of it has taken some that nobody knows of, perhaps this one and then
    another, or is not the card it was. And its own station may be about to commit.
    """
    if proof.seq != act.sitting.sheet.counter(load.medium).seq:
        return card_counters.SEQ
    if act.event.station == load.station or not load.committing or load.unknown:
        return ""
    return "load_under_way" if act.order_ms - (load.committing_ms or 0) < LEASE_MS else ""


def settled(act: Act) -> Verdict:
    """The handler of `load.settled`: a supervisor decides, and the holder is told at the next tap."""
    decision = act.event.payload
    assert isinstance(decision, LoadSettled)
    load = _load_of(act)
    if isinstance(load, Verdict):
        return load
    if act.objection is not None:
        return Verdict(result=LoadResult(load=load.op_id, state=load.state))
    confirmed = decision.decision == "confirm"
    if load.state.open and load.holder is not None:
        told = Code.LOAD_DECIDED if confirmed else Code.LOAD_GIVEN_UP
        spending.leave_notice(act, load.holder, told, load.points)
    if not confirmed:
        return _voided(act, load)
    if load.state.open:
        sheet = act.sitting.sheet
        sheet.count(load, card_counters.assumed(sheet.counter(load.medium), load), act.now_ms)
    return _decided_confirmed(act, load, believed=True)


def as_it_stands(sheet: LoadSheet, outcome: Outcome) -> Outcome:
    """A word that is said again, with a load's state of now: what was granted is not granted any more once it is decided."""
    before = outcome.result
    if not isinstance(before, LoadResult) or not before.state.open:
        return outcome
    load = sheet.find(before.load)
    if load is None or load.state.open:
        return outcome
    return msgspec.structs.replace(outcome, result=msgspec.structs.replace(before, state=load.state, grant=None))


def _load_of(act: Act) -> Load | Verdict:
    """The load that an event is about, or what there is to say instead."""
    about = act.event.payload
    assert isinstance(about, _About)
    load = act.sitting.sheet.find(about.load)
    if load is None:
        return _without_load(act, about)
    if isinstance(about, _OWN) and act.event.station != load.station:
        return rejected(Code.LOAD_NOT_FOUND, "load_of_another_station")
    if act.event.medium not in (None, load.medium):
        return rejected(Code.CARD_SWAPPED, "load_of_another_card")
    return load


def _without_load(act: Act, about: _About) -> Verdict:
    intent = act.sitting.words.taken(about.load)
    if intent is not None and intent[1].outcome.status is OutcomeStatus.REJECTED:
        return Verdict(result=LoadResult(load=about.load, state=LoadState.REFUSED, refusal=intent[1].outcome.code))
    return flagged(Code.LOAD_NOT_FOUND, "load_not_found") if act.overdue else held(load_key(about.load))


def _confirmed(act: Act, load: Load, proof: LoadProof) -> Verdict:
    """Confirm by what the card has said. A commit counts only with its transaction MAC, where the purse has one."""
    load = late_loads.as_intended(act.connection, act.authority, load)
    sheet = act.sitting.sheet
    proven = card_keys.proves(act.authority, load, sheet.uid_of(load.medium), proof)
    if proven is False and proof.by == "commit" and load.state is not LoadState.REFUSED:
        return _said(load, "transaction_mac_wrong", code=Code.PURSE_ALTERED)
    anomalies = ["load_not_proven"] if proven is False and load.state is not LoadState.REFUSED else []
    if load.state.open or (proven is True and load.state is not LoadState.CONFIRMED and load.late_ms is None):
        after, unexpected = card_counters.confirmed(sheet.counter(load.medium), load, proof, proven=proven)
        sheet.count(load, after, act.now_ms)
        anomalies += unexpected
    return marked(_decided_confirmed(act, load, believed=proven is True), None, anomalies)


def _decided_confirmed(act: Act, load: Load, *, believed: bool) -> Verdict:
    """`believed`: by transaction MAC or a supervisor's word, so that the value is booked whatever was decided before."""
    match load.state:
        case LoadState.AUTHORISED:
            if act.sitting.sheet.is_new(load.op_id):
                act.sitting.write_alone()
            load_books.charge(act.sitting.till, load, act.sitting.sheet.parts(load.op_id), act.now_ms)
            return _decided(act, load, LoadState.CONFIRMED)
        case LoadState.CONFIRMED:
            return _said(load)
    if believed:
        act.sitting.write_alone()
        late_loads.book(act.connection, act.authority, load, act.now_ms)
    return _said(load, "load_never_authorised" if load.state is LoadState.REFUSED else "load_confirmed_after_void")


def _voided(act: Act, load: Load) -> Verdict:
    match load.state:
        case LoadState.CONFIRMED:
            return _said(load, "load_voided_after_confirm")
        case LoadState.AUTHORISED:
            act.sitting.write_alone()
            load_books.give_back(act.connection, load, act.now_ms)
            return _decided(act, load, LoadState.VOIDED)
    return _said(load)


def _decided(act: Act, load: Load, state: LoadState) -> Verdict:
    decided = msgspec.structs.replace(load, state=state, decided_how=act.event.kind)
    act.sitting.sheet.change(decided, decided_ms=act.now_ms, decided_by=act.event.op_id)
    return Verdict(result=LoadResult(load=load.op_id, state=state), releases=[decision_key(load.op_id)])


def _said(load: Load, *anomalies: str, code: Code = Code.LOAD_DECIDED) -> Verdict:
    """How the load stands; with something for a person to look at when the event does not fit that."""
    result = LoadResult(load=load.op_id, state=load.state)
    return flagged(code, *anomalies, result=result) if anomalies else Verdict(result=result)
