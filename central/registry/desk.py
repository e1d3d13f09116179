"""What staff do to cards and stock by HTTP: each request once, in one transaction."""

from typing import Any

import msgspec
import sqlalchemy as sa

from central import cards, points
from central.access.staff_sessions import StaffCaller
from central.once import once
from central.platform import Platform
from central.registry import lookup, replacing, states, stock
from central.registry.replacing import Replacement
from central.registry.states import Change
from central.registry.stock import By, Place, Sort
from domain.card_states import MOVES, CardAct
from domain.errors import Code, Refused
from domain.programme import CardKind
from domain.sealing import unseal
from domain.wire_registry import (
    CardChangeRequest,
    CardChangeResponse,
    CardReplaceRequest,
    CardReplaceResponse,
    CardStoryLine,
    CardStoryRequest,
    CardStoryResponse,
    CardUnbindRequest,
    CardValue,
    HolderFindRequest,
    HolderFindResponse,
    StockChangeResponse,
    StockCountRequest,
    StockLevel,
    StockListResponse,
    StockMoveRequest,
    StockMovesResponse,
    StockTakeInRequest,
    ValueReleaseRequest,
    ValueReleaseResponse,
)

MOST_LEVELS = 1_000
MOST_MOVES = 500


def change(platform: Platform, caller: StaffCaller, request: CardChangeRequest) -> CardChangeResponse:
    """`POST /v1/cards/change`. Raises as `states.locked` and `states.change`, and STAFF_NOT_ALLOWED for the act."""
    _check_key(platform, request.digest_key)
    if MOVES[request.act].roles.isdisjoint(caller.roles):
        raise Refused(Code.STAFF_NOT_ALLOWED)

    def carry_out(connection: sa.Connection) -> CardChangeResponse:
        card = states.locked(connection, request.medium)
        by = _change(platform, caller, request, request.act, request.reason)
        changed = states.change(connection, platform.authority, card, by, platform.now_ms())
        return CardChangeResponse(**_head(platform), card_state=changed.state.value)

    return once(platform, caller.staff, request, CardChangeResponse, carry_out)


def replace(platform: Platform, caller: StaffCaller, request: CardReplaceRequest) -> CardReplaceResponse:
    """`POST /v1/cards/replace`; the fee is the programme's. Raises as `replacing.replace`, and EVENT_UNREADABLE (UID)."""
    _check_key(platform, request.digest_key)
    uid = unseal(platform.authority.keys.sealing_private, request.uid) if request.uid else b""
    act = CardAct.LOST if request.reason == "lost" else CardAct.RETURN

    def carry_out(connection: sa.Connection) -> CardReplaceResponse:
        old = cards.find(connection, request.old_medium)
        if old is None:
            raise Refused(Code.CARD_UNKNOWN)
        fee_ntd = replacing.fee_ntd(platform.authority, old.card_kind)
        new = Replacement(medium=request.medium, uid=uid, carrier=request.carrier, reason=request.reason, fee_ntd=fee_ntd)
        by = _change(platform, caller, request, act, request.reason)
        done = replacing.replace(connection, platform.authority, request.old_medium, new, by=by, now_ms=platform.now_ms())
        return CardReplaceResponse(
            **_head(platform),
            card_state=done.card.state.value,
            fee_ntd=fee_ntd,
            moved_ntd=done.moved_ntd,
            open_loads=done.open_loads,
            on_card_ntd=done.on_card_ntd,
        )

    return once(platform, caller.staff, request, CardReplaceResponse, carry_out)


def unbind(platform: Platform, caller: StaffCaller, request: CardUnbindRequest) -> CardChangeResponse:
    """`POST /v1/cards/unbind`. Raises as `replacing.unbind`."""
    _check_key(platform, request.digest_key)

    def carry_out(connection: sa.Connection) -> CardChangeResponse:
        by = _change(platform, caller, request, CardAct.UNBIND, request.reason)
        free = replacing.unbind(connection, platform.authority, request.medium, by, platform.now_ms())
        return CardChangeResponse(**_head(platform), card_state=free.state.value)

    return once(platform, caller.staff, request, CardChangeResponse, carry_out)


def release_value(platform: Platform, caller: StaffCaller, request: ValueReleaseRequest) -> ValueReleaseResponse:
    """`POST /v1/cards/release-value`. Raises as `replacing.release_value`."""
    _check_key(platform, request.digest_key)

    def carry_out(connection: sa.Connection) -> ValueReleaseResponse:
        moved = replacing.release_value(connection, request.old_medium, request.op_id, platform.now_ms())
        return ValueReleaseResponse(**_head(platform), moved_ntd=moved)

    return once(platform, caller.staff, request, ValueReleaseResponse, carry_out)


def story(platform: Platform, request: CardStoryRequest) -> CardStoryResponse:
    """`POST /v1/cards/story`. Raises `Refused` with REQUEST_INVALID or CARD_UNKNOWN."""
    _check_key(platform, request.digest_key)
    with platform.store.read() as connection:
        card = cards.find(connection, request.medium)
        if card is None:
            raise Refused(Code.CARD_UNKNOWN)
        kind = platform.authority.programme.kind(card.card_kind)
        lines = [
            CardStoryLine(
                act=entry.act,
                from_state=entry.from_state.value,
                to_state=entry.to_state.value,
                reason=entry.reason,
                who=entry.who,
                station=entry.station,
                at_ms=entry.at_ms,
            )
            for entry in states.history(connection, card.medium)
        ]
        return CardStoryResponse(
            **_head(platform),
            card_kind=card.card_kind,
            card_state=card.state.value,
            replacement_fee_ntd=_replacement_ntd(kind),
            chain=replacing.chain(connection, card.medium),
            lines=lines,
            value=CardValue(
                waiting_ntd=points.waiting_ntd(connection, card.medium),
                open_loads=replacing.open_loads(connection, card.medium),
                on_card_ntd=replacing.on_card_ntd(connection, card.medium),
                released=replacing.is_released(connection, card.medium),
            ),
        )


def _replacement_ntd(kind: CardKind | None) -> int | None:
    """None when such a card is not replaced, and when nobody knows for how much."""
    if kind is None or not kind.replaceable or not isinstance(kind.fee.replacement_ntd, int):
        return None
    return kind.fee.replacement_ntd


def find_holder(platform: Platform, caller: StaffCaller, request: HolderFindRequest) -> HolderFindResponse:
    """`POST /v1/holders/find`; what is shown was written down before. Raises as `lookup.find`."""
    with platform.store.write() as connection:
        found, more = lookup.find(connection, platform.authority, caller, request, platform.now_ms())
    return HolderFindResponse(**_head(platform), holders=found, more=more)


def take_in(platform: Platform, caller: StaffCaller, request: StockTakeInRequest) -> StockChangeResponse:
    """`POST /v1/stock/take-in`. Raises as `stock.take_in`, `stock.take_in_media` and `_require_site`."""
    _require_site(caller, request.site)
    place, sort = Place(site=request.site, box=request.box), _sort(platform, request)
    if request.media:
        _check_key(platform, request.digest_key)
        if request.first_number is not None or len(request.media) != request.cards:
            raise Refused(Code.REQUEST_INVALID, part="media")

    def carry_out(connection: sa.Connection) -> StockChangeResponse:
        by = _by(platform, caller, request)
        if request.media:
            stock.take_in_media(connection, platform.authority, place, sort, request.media, by=by)
        else:
            first = request.first_number
            numbers = None if first is None else range(first, first + request.cards)
            stock.take_in(connection, place, sort, request.cards, by=by, numbers=numbers)
        return StockChangeResponse(**_head(platform), cards=stock.level(connection, place, sort))

    return once(platform, caller.staff, request, StockChangeResponse, carry_out)


def move(platform: Platform, caller: StaffCaller, request: StockMoveRequest) -> StockChangeResponse:
    """`POST /v1/stock/move`. Raises as `stock.move` and, for where they lie, `_require_site`."""
    _require_site(caller, request.site)
    sort = _sort(platform, request)
    here, there = Place(site=request.site, box=request.box), Place(site=request.to_site, box=request.to_box)

    def carry_out(connection: sa.Connection) -> StockChangeResponse:
        stock.move(connection, here, there, sort, request.cards, by=_by(platform, caller, request))
        return StockChangeResponse(**_head(platform), cards=stock.level(connection, there, sort))

    return once(platform, caller.staff, request, StockChangeResponse, carry_out)


def count(platform: Platform, caller: StaffCaller, request: StockCountRequest) -> StockChangeResponse:
    """`POST /v1/stock/count`. Raises as `stock.counted` and `_require_site`."""
    _require_site(caller, request.site)
    place, sort = Place(site=request.site, box=request.box), _sort(platform, request)

    def carry_out(connection: sa.Connection) -> StockChangeResponse:
        by = _by(platform, caller, request)
        difference = stock.counted(connection, place, sort, request.cards, by=by, act=request.act)
        return StockChangeResponse(**_head(platform), cards=request.cards, difference=difference)

    return once(platform, caller.staff, request, StockChangeResponse, carry_out)


def levels(platform: Platform, site: str, cursor: str) -> StockListResponse:
    """`GET /v1/stock`. Raises `Refused(REQUEST_INVALID)` for a cursor that is none."""
    after = _key(cursor) if cursor else None
    with platform.store.read() as connection:
        found = stock.levels(connection, site=site, limit=MOST_LEVELS + 1, after=after)
    shown, more = found[:MOST_LEVELS], len(found) > MOST_LEVELS
    return StockListResponse(**_head(platform), levels=shown, more=more, cursor=_cursor(shown[-1]) if more else "")


def _cursor(last: StockLevel) -> str:
    return msgspec.json.encode((last.site, last.box, last.card_kind, last.carrier)).hex()


def _key(cursor: str) -> stock.Key:
    try:
        site, box, card_kind, carrier = msgspec.json.decode(bytes.fromhex(cursor), type=stock.Key)
    except (ValueError, msgspec.DecodeError) as problem:
        raise Refused(Code.REQUEST_INVALID, part="cursor") from problem
    return site, box, card_kind, carrier


def movements(platform: Platform, site: str, after: int) -> StockMovesResponse:
    """`GET /v1/stock/moves`."""
    with platform.store.read() as connection:
        found = stock.movements(connection, site=site, after=after, limit=MOST_MOVES + 1)
    return StockMovesResponse(**_head(platform), moves=found[:MOST_MOVES], more=len(found) > MOST_MOVES)


def _head(platform: Platform) -> dict[str, Any]:
    return {"server_ms": platform.now_ms(), "generation": platform.generation}


def _check_key(platform: Platform, digest_key: str) -> None:
    if digest_key != platform.authority.keys.digest_key_id:
        raise Refused(Code.REQUEST_INVALID, part="digest_key")


def _require_site(caller: StaffCaller, site: str) -> None:
    """Raises `Refused(STAFF_NOT_ALLOWED)` for the stock of a site that is none of theirs."""
    if caller.sites and site not in caller.sites:
        raise Refused(Code.STAFF_NOT_ALLOWED, part="site")


def _sort(platform: Platform, request: StockTakeInRequest | StockMoveRequest | StockCountRequest) -> Sort:
    sort = Sort(card_kind=request.card_kind, carrier=request.carrier)
    stock.check_sort(platform.authority, sort)
    return sort


def _by(platform: Platform, caller: StaffCaller, request: StockTakeInRequest | StockMoveRequest | StockCountRequest) -> By:
    return By(op_id=request.op_id, who=caller.staff, at_ms=platform.now_ms(), reason=request.reason)


def _change(
    platform: Platform,
    caller: StaffCaller,
    request: CardChangeRequest | CardReplaceRequest | CardUnbindRequest,
    act: CardAct,
    reason: str,
) -> Change:
    return Change(
        op_id=request.op_id,
        act=act,
        reason=reason,
        who=caller.staff,
        station=caller.station.station,
        at_ms=platform.now_ms(),
    )
