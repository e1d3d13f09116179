"""Cards, and what they hold, for tests of the kiosk's flow."""

from uuid import UUID

from msgspec.structs import replace

from domain.errors import Code
from domain.media import Medium, MediumType
from domain.wire import Notice, PointBalance
from station.views import CardBalance, RedeemView

IDLE_S = 60.0
NAME = "示○長者"
CODE = "7K3M-Q9ZT"
BIRTHDAY = "0105"
BIND_CODE = "40718236"
PIN = "135790"
MINE = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E580"))
OTHER = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E581"))
BALANCE = CardBalance(
    online=True,
    masked_name=NAME,
    card_kind="senior",
    balances=[PointBalance(point_kind="health", points=260), PointBalance(point_kind="ride", points=800)],
    waiting_ntd=0,
    notices=[Notice(code=Code.AMOUNT_OVER_BALANCE, points=500, at_ms=1)],
    redeemable_points=260,
    offered_ntd=[50, 100, 200],
    most_ntd=260,
    purse="account",
    point_kind="health",
    second_factor="birthday",
    history_factor="birthday",
    pending_ntd=0,
)

ON_CARD = replace(BALANCE, purse="demo_desfire", on_card=True, card_value_ntd=120)
"""A card that holds its value itself."""
EARLIER = RedeemView(
    op_id=UUID(int=7),
    state="unknown",
    points=100,
    amount_ntd=100,
    recovery_code=CODE,
    at_ms=1,
    code=Code.LOAD_UNKNOWN,
    on_card=True,
)
"""A load of an earlier visit."""
ON_THE_CARD = replace(EARLIER, state="done", code=None, card_value_ntd=220)
NOT_ON_THE_CARD = replace(EARLIER, state="refused", code=Code.LOAD_GIVEN_UP, card_value_ntd=120)
