"""Which state follows which in a card's life, by what act, and who may do it: one table for stations and platform."""

from enum import StrEnum

import msgspec

from domain.cards import CardState
from domain.errors import Code, Refused

_USABLE = frozenset({CardState.PROVISIONAL, CardState.ISSUED, CardState.ACTIVE})
_CLERK = frozenset({"clerk", "supervisor"})
_SUPERVISOR = frozenset({"supervisor"})


class CardAct(StrEnum):
    """What is done to a card that moves it to another state."""

    ISSUE = "issue"
    """A blank card of the stock becomes somebody's."""
    CONFIRM = "confirm"
    """What was provisional has been checked."""
    HAND_OVER = "hand_over"
    """A card that was made for somebody is collected."""
    LOST = "lost"
    FOUND = "found"
    """A lost card is there again: it is what it was before its loss."""
    UNDO_LOST = "undo_lost"
    """The loss was reported of the wrong card."""
    SUSPEND = "suspend"
    LIFT = "lift"
    """A suspension is over."""
    RETURN = "return"
    """The card is given back, or found to be broken: it is never used again."""
    EXPIRE = "expire"
    RENEW = "renew"
    """Valid for another term."""
    UNBIND = "unbind"
    """A medium that the person owns is no longer a city card: it is as if it had never been one."""


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """From which states an act leads where; `to` None: back to the state before the loss. `roles`: which staff may do it."""

    of: frozenset[CardState]
    to: CardState | None
    roles: frozenset[str]


MOVES: dict[CardAct, Move] = {
    CardAct.ISSUE: Move(of=frozenset({CardState.STOCK}), to=CardState.ACTIVE, roles=_CLERK),
    CardAct.CONFIRM: Move(of=frozenset({CardState.PROVISIONAL}), to=CardState.ACTIVE, roles=_CLERK),
    CardAct.HAND_OVER: Move(of=frozenset({CardState.ISSUED}), to=CardState.ACTIVE, roles=_CLERK),
    CardAct.LOST: Move(of=_USABLE | {CardState.STOCK, CardState.SUSPENDED, CardState.EXPIRED}, to=CardState.LOST, roles=_CLERK),
    CardAct.FOUND: Move(of=frozenset({CardState.LOST}), to=None, roles=_CLERK),
    CardAct.UNDO_LOST: Move(of=frozenset({CardState.LOST}), to=None, roles=_SUPERVISOR),
    CardAct.SUSPEND: Move(of=_USABLE, to=CardState.SUSPENDED, roles=_SUPERVISOR),
    CardAct.LIFT: Move(of=frozenset({CardState.SUSPENDED}), to=CardState.ACTIVE, roles=_SUPERVISOR),
    CardAct.RETURN: Move(
        of=_USABLE | {CardState.STOCK, CardState.SUSPENDED, CardState.LOST, CardState.EXPIRED},
        to=CardState.RETURNED,
        roles=_CLERK,
    ),
    CardAct.EXPIRE: Move(of=_USABLE | {CardState.SUSPENDED}, to=CardState.EXPIRED, roles=_SUPERVISOR),
    CardAct.RENEW: Move(of=frozenset({CardState.ACTIVE, CardState.EXPIRED}), to=CardState.ACTIVE, roles=_CLERK),
    CardAct.UNBIND: Move(of=_USABLE | {CardState.SUSPENDED}, to=CardState.STOCK, roles=_CLERK),
}
"""A returned card has no way back."""


def target(act: CardAct, state: CardState, before_loss: CardState = CardState.ACTIVE) -> CardState:
    """The state that an act leads to from `state`; an act that has been done already leads nowhere else.

    Raises `Refused(CARD_STATE)` for what the table does not have.
    """
    move = MOVES[act]
    if state not in move.of:
        if move.to is state and act is not CardAct.ISSUE:
            return state
        raise Refused(Code.CARD_STATE, state=state.value, act=act.value)
    return before_loss if move.to is None else move.to


def act_towards(state: CardState, wanted: CardState) -> CardAct:
    """The act that leads from one state to another. Raises `Refused(CARD_STATE)` when none does."""
    for act, move in MOVES.items():
        leads_back = move.to is None and wanted is CardState.ACTIVE
        if (move.to is wanted or leads_back) and (state in move.of or state is wanted):
            return act
    raise Refused(Code.CARD_STATE, state=state.value, wanted=wanted.value)
