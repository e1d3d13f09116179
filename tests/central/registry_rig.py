"""What tests of the registry need of the field besides `tests.central.field`."""

from typing import Any
from uuid import uuid4

from central import cards
from central.cards import Card
from central.platform import Platform
from central.registry import states
from central.registry.states import HistoryEntry
from citycard_app.demo_programme import demo_programme
from domain.card_states import CardAct
from domain.events import BoundMedium, CardBound, CardReplaced, CardStateChanged, CardUnbound, SignedEvent
from tests.central.field import FieldStation, a_medium

BEARER = """
[[kinds]]
id = "expo"
carriers = ["easycard"]
bearer = true
replaceable = false
name_on_face = false
documents = []
name = { zh_TW = "示範花博卡", en = "Demo expo card", vi = "Demo expo", id = "Demo expo" }
fee = { first_ntd = 0, replacement_ntd = 0, source = "示範" }
requirements = [{ id = "expo_once", any_of = [[{ fact = "never_claimed" }]], source = "示範", reason = {
  zh_TW = "示範", en = "demo", vi = "demo", id = "demo" } }]
"""
BONUS = '[kinds.bonus]\npoint_kind = "health"\npoints = 50\nsource = "示範"\n\n'


def programme_with_extras() -> str:
    """Taoyuan's, with a bearer kind, a bonus on the senior card and a term of two years on the student card."""
    text = demo_programme()
    head, senior, rest = text.partition('id = "senior"\n')
    rest = rest.replace("[[kinds.requirements]]", f"{BONUS}[[kinds.requirements]]", 1)
    text = (head + senior + rest).replace('id = "student"\n', 'id = "student"\nvalid_years = 2\n', 1)
    before, point_kinds, after = text.partition("[[point_kinds]]")
    bearer = BEARER.replace("reason = {\n  ", "reason = { ")
    return before + bearer + "\n" + point_kinds + after


def changed(station: FieldStation, number: int, act: CardAct, seen: str = "", **kwargs: Any) -> SignedEvent:
    return station.act(CardStateChanged(act=act, seen=seen, reason="示範"), medium=a_medium(number), **kwargs)


def bound(station: FieldStation, number: int, via: int, **kwargs: Any) -> SignedEvent:
    payload = CardBound(holder=uuid4(), via_medium=station.digest(a_medium(via)), carrier="ipass", provisional=False)
    sealed = station.sealed(BoundMedium(uid=a_medium(number).value))
    return station.act(payload, medium=a_medium(number), sealed=sealed, **kwargs)


def unbound(station: FieldStation, number: int, **kwargs: Any) -> SignedEvent:
    return station.act(CardUnbound(reason="示範"), medium=a_medium(number), **kwargs)


def replaced(
    station: FieldStation,
    old: int,
    new: int,
    reason: Any = "lost",
    *,
    fee_ntd: int = 94,
    carrier: str = "easycard",
    **kwargs: Any,
) -> SignedEvent:
    payload = CardReplaced(old_medium=station.digest(a_medium(old)), carrier=carrier, reason=reason, fee_ntd=fee_ntd)
    sealed = station.sealed(BoundMedium(uid=a_medium(new).value))
    return station.act(payload, medium=a_medium(new), sealed=sealed, **kwargs)


def digest(platform: Platform, number: int) -> bytes:
    return a_medium(number).digest(platform.authority.keys.digest)


def card(platform: Platform, number: int) -> Card | None:
    with platform.store.read() as connection:
        return cards.find(connection, digest(platform, number))


def state(platform: Platform, number: int) -> str:
    found = card(platform, number)
    return "" if found is None else found.state.value


def history(platform: Platform, number: int) -> list[HistoryEntry]:
    with platform.store.read() as connection:
        return states.history(connection, digest(platform, number))
