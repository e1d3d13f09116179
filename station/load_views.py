"""What a load onto a card looks like to the person who waits for it."""

from typing import Literal
from uuid import UUID

import msgspec

from domain.errors import Code
from domain.ids import recovery_code
from domain.loads import LoadState, StationLoadState
from domain.wire import LoadResult, OpenLoad, Outcome, OutcomeStatus
from offline_store.load_projection import LocalLoad
from station.views import RedeemView

_DONE = (StationLoadState.COMMITTED, StationLoadState.CONFIRMED)
_UNKNOWN = (StationLoadState.COMMITTING, StationLoadState.UNKNOWN)


def own_view(load: LocalLoad, code: Code | None = None) -> RedeemView:
    """A load that this station began, by what its journal holds; `code` is what went wrong just now."""
    state: Literal["done", "refused", "unknown"] = "refused"
    why: Code | None = load.reason or code or Code.LOAD_GIVEN_UP
    if load.state in _DONE:
        state, why = "done", None
    elif load.state in _UNKNOWN:
        state, why = "unknown", code or Code.LOAD_UNKNOWN
    return RedeemView(
        op_id=load.load,
        state=state,
        points=load.points,
        amount_ntd=load.amount_ntd,
        recovery_code=recovery_code(load.load),
        at_ms=load.made_ms,
        code=why,
        on_card=True,
        card_value_ntd=load.value_ntd if state == "done" else None,
    )


def open_view(
    load: OpenLoad, state: Literal["done", "refused", "unknown"], code: Code | None, card_value_ntd: int | None = None
) -> RedeemView:
    """A load as the platform told of it, by what has just been found out about it."""
    return RedeemView(
        op_id=load.load,
        state=state,
        points=load.points,
        amount_ntd=load.amount_ntd,
        recovery_code=recovery_code(load.load),
        at_ms=load.at_ms,
        code=code,
        on_card=True,
        card_value_ntd=card_value_ntd,
    )


def unlisted(load: UUID) -> OpenLoad:
    """A load of which nothing but its id is known here."""
    return OpenLoad(
        load=load,
        purse="",
        point_kind="",
        points=0,
        amount_ntd=0,
        at_ms=0,
        station="",
        station_name="",
        recovery_code=recovery_code(load),
    )


def decided_view(load: OpenLoad, state: LoadState) -> RedeemView:
    """A load that turns out to have been decided before it could be asked about."""
    if state is LoadState.CONFIRMED:
        return open_view(load, "done", None)
    return open_view(load, "refused", Code.LOAD_GIVEN_UP)


def found_view(load: OpenLoad, *, on_card: bool, value_ntd: int, outcome: Outcome | None) -> RedeemView:
    """A load whose card was asked. The card's word is enough, unless the platform doubts it."""
    if outcome is not None and not isinstance(outcome.result, LoadResult) and outcome.code is not None:
        return open_view(load, "unknown", outcome.code)
    if outcome is not None and isinstance(outcome.result, LoadResult) and outcome.result.state.open:
        return open_view(load, "unknown", outcome.code or Code.LOAD_OPEN, value_ntd)
    if on_card:
        return open_view(load, "done", None, value_ntd)
    return open_view(load, "refused", Code.LOAD_GIVEN_UP, value_ntd)


def settled_view(load: OpenLoad, decision: Literal["confirm", "void"], outcome: Outcome | None) -> RedeemView:
    """What a supervisor's decision has led to."""
    if outcome is None or outcome.status is OutcomeStatus.HELD:
        return msgspec.structs.replace(open_view(load, "unknown", None), state="pending")
    result = outcome.result
    if not isinstance(result, LoadResult) or result.state.open:
        return open_view(load, "unknown", outcome.code or Code.LOAD_OPEN)
    wanted = LoadState.CONFIRMED if decision == "confirm" else LoadState.VOIDED
    code = None if result.state is wanted else Code.LOAD_DECIDED
    return open_view(load, "done" if result.state is LoadState.CONFIRMED else "refused", code)
