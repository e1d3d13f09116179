"""Every state of the kiosk's flow with something to show, the longest and the emptiest of each, for tests of its screens."""

from uuid import UUID

from msgspec.structs import replace as with_

from domain.errors import Code
from domain.events import SecondFactor as Answer
from domain.media import Medium, MediumType
from domain.wire import PointBalance
from kiosk.bind_states import BindCarrier, BindCode, BindConsent, Binding, Bound
from kiosk.corner_states import Corner, CornerCode, CornerEnd, CornerShift, StaffPin
from kiosk.flow_chart import CORNER as CORNER_VIEW
from kiosk.person import Person
from kiosk.record_states import NoRecord, Opening, Proof, ProofCode, Record, RecordPart
from kiosk.states import (
    Amount,
    Attract,
    Balance,
    BrokenOff,
    Cannot,
    Confirm,
    FactorCode,
    OutOfService,
    OwnAmount,
    Rating,
    Reading,
    Receipt,
    Result,
    SecondFactor,
    Settled,
    State,
    StillThere,
    Unknown,
    Working,
)
from station.views import CardBalance, RedeemView, ShiftSums, ShiftView
from tests.unit.kiosk_records import RECORD
from ui.citizen_words import CODES
from ui.messages import words_for

DAY_MS = 1_795_000_000_000
BALANCE = CardBalance(
    online=True,
    masked_name="",
    card_kind="",
    balances=[
        PointBalance(point_kind="health", points=1_250, expiring=1_250, expires_ms=DAY_MS),
        PointBalance(point_kind="ride", points=1_000, expiring=1_000, expires_ms=DAY_MS),
        PointBalance(point_kind="campaign", points=12),
    ],
    waiting_ntd=50,
    notices=[],
    redeemable_points=1_250,
    offered_ntd=[50, 100, 200, 500],
    most_ntd=1_000,
    purse="account",
    point_kind="health",
    second_factor="birthday",
    history_factor="birthday",
    pending_ntd=100,
)
MEDIUM = Medium(MediumType.UID, bytes.fromhex("04A1B2C3D4E580"))
PERSON = Person(medium=MEDIUM, balance=BALANCE, smallest_ntd=10, ntd_per_point=1)
OFFLINE = with_(PERSON, balance=with_(BALANCE, online=False, balances=[], waiting_ntd=0))
POOR = with_(PERSON, balance=with_(BALANCE, most_ntd=0, offered_ntd=[], redeemable_points=5))
SHOWN, PHONE = Medium(MediumType.CODE, b"CC1:AB"), Medium(MediumType.PHONE, b"12345678")
ON_PHONE = with_(PERSON, medium=PHONE, balance=with_(BALANCE, phone=PHONE, purse="", offered_ntd=[], most_ntd=0))
DONE = Result(end="done", points=500, amount_ntd=500, recovery_code="7K3M-Q9ZT", at_ms=DAY_MS, card_tail="E580", person=PERSON)
PAPER = with_(DONE, points_left=750, card_value_ntd=1_750, on_card=True, paper="offered")
ON_CARD = with_(PERSON, balance=with_(BALANCE, purse="demo_desfire", on_card=True, card_value_ntd=1_250, waiting_ntd=0))
FULL = with_(ON_CARD, balance=with_(ON_CARD.balance, purse="account", card_value_ntd=9_995, most_ntd=0, offered_ntd=[]))
NEARLY_FULL = with_(FULL, balance=with_(FULL.balance, card_value_ntd=9_900, most_ntd=100, offered_ntd=[50, 100]))
# As `RedeemDesk` has it with no network: nothing can be loaded, and the card tells its own value.
ON_CARD_OFFLINE = with_(
    OFFLINE,
    balance=with_(
        OFFLINE.balance, purse="demo_desfire", on_card=True, card_value_ntd=120, most_ntd=0, offered_ntd=[], redeemable_points=0
    ),
)
LOAD = RedeemView(
    op_id=UUID(int=7),
    state="unknown",
    points=500,
    amount_ntd=500,
    recovery_code="7K3M-Q9ZT",
    at_ms=DAY_MS,
    code=Code.LOAD_UNKNOWN,
    on_card=True,
)
TORN = Unknown(medium=MEDIUM, points=500, amount_ntd=500, recovery_code="7K3M-Q9ZT", at_ms=DAY_MS)


_SUMS = ShiftSums(cards=[], replacements=0, fees_ntd=0, receipts=0, redemptions=1_204, redeemed_ntd=310_500, unsent=87)
_SHIFT = ShiftView(shift=UUID(int=3), name="", opened_ms=DAY_MS, opened_by="D002", float_ntd=0, sums=_SUMS, expected_ntd=0)
CORNER = Corner(
    view=with_(
        CORNER_VIEW,
        status=with_(CORNER_VIEW.status, queue=87, parked=3),
        sessions=1_310,
        redemptions=1_204,
        redeemed_ntd=310_500,
        oldest_unsent_min=145,
        disk_free_mb=51_200,
        printer="low",
        shift=_SHIFT,
        locked=2,
        diagnostics='{"station":"st-demo","connection":"online"}' * 12,
    )
)


def after_a_load(**views: RedeemView) -> Person:
    """The card of an earlier load, with what became of it."""
    return with_(ON_CARD, balance=with_(ON_CARD.balance, **views))


STATES: dict[str, State] = {
    "attract": Attract(),
    "attract, card left": Attract(take_card=True),
    "reading": Reading(session=1, medium=MEDIUM),
    "reading a phone": Reading(session=1, medium=SHOWN),
    "balance": Balance(person=PERSON),
    "balance offline": Balance(person=OFFLINE),
    "balance too small": Balance(person=POOR),
    "balance on card": Balance(person=ON_CARD),
    "balance on card offline": Balance(person=ON_CARD_OFFLINE),
    "balance, card full": Balance(person=FULL),
    "balance unsettled": Balance(person=after_a_load(unsettled=LOAD)),
    "balance of a phone": Balance(person=ON_PHONE),
    "balance of a phone offline": Balance(person=with_(ON_PHONE, balance=with_(OFFLINE.balance, phone=PHONE, most_ntd=0))),
    "balance, more proof elsewhere": Balance(
        person=with_(PERSON, codes=False, balance=with_(BALANCE, second_factor="virtual_card", history_factor="virtual_card"))
    ),
    "settled, on the card": Settled(person=after_a_load(settled=with_(LOAD, state="done", code=None, card_value_ntd=1_750))),
    "settled, points back": Settled(person=after_a_load(settled=with_(LOAD, state="refused", code=Code.LOAD_GIVEN_UP))),
    "proof": Proof(person=PERSON, digits="01"),
    "proof wrong": Proof(person=PERSON, problem=Code.SECOND_FACTOR_WRONG),
    "proof by phone": ProofCode(person=PERSON, problem=Code.SECOND_FACTOR_WRONG),
    "proof by another code": ProofCode(person=ON_PHONE),
    "opening": Opening(person=PERSON, answer=Answer(birthday="0105")),
    "opening of a phone": Opening(person=ON_PHONE, answer=Answer(birthday="0105")),
    "no record": NoRecord(person=OFFLINE, code=Code.PLATFORM_UNREACHABLE),
    "no record of a phone": NoRecord(person=ON_PHONE, code=Code.PLATFORM_UNREACHABLE),
    "no record, locked": NoRecord(person=PERSON, code=Code.SECOND_FACTOR_LOCKED),
    "record": Record(person=PERSON, record=RECORD),
    "record, points": RecordPart(person=PERSON, record=RECORD, part="points"),
    "record, last points": RecordPart(person=PERSON, record=RECORD, part="points", page=1),
    "record, hours": RecordPart(person=PERSON, record=RECORD, part="hours"),
    "record, cards": RecordPart(person=PERSON, record=RECORD, part="cards"),
    "record, readers": RecordPart(person=PERSON, record=RECORD, part="reads"),
    "unknown, can be added": Cannot(code=Code.CARD_UNKNOWN, medium=MEDIUM),
    "bind, which card": BindCarrier(medium=MEDIUM),
    "bind, consent": BindConsent(medium=MEDIUM, carrier="ipass"),
    "bind, code": BindCode(medium=MEDIUM, carrier="ipass", digits="407"),
    "bind, wrong code": BindCode(medium=MEDIUM, carrier="ipass", problem=Code.VIRTUAL_CODE_INVALID, given="phone"),
    "binding": Binding(medium=MEDIUM, carrier="ipass", code="40718236"),
    "bound": Bound(medium=MEDIUM, pending=False),
    "not added": Cannot(code=Code.CARD_ALREADY_BOUND, adding="counter"),
    "bound, not known": Bound(medium=MEDIUM, pending=True, ends_s=1.0),
    "amount": Amount(person=PERSON),
    "amount offline": Amount(person=OFFLINE),
    "own amount": OwnAmount(person=PERSON),
    "own amount, card nearly full": OwnAmount(person=NEARLY_FULL),
    "own amount typed": OwnAmount(person=PERSON, digits="120"),
    "own amount wrong": OwnAmount(person=PERSON, digits="99999", problem=Code.AMOUNT_OVER_PURSE),
    "second factor": SecondFactor(person=PERSON, amount_ntd=50, digits="01"),
    "second factor wrong": SecondFactor(person=PERSON, amount_ntd=50, problem=Code.SECOND_FACTOR_WRONG),
    "second factor by phone": FactorCode(person=PERSON, amount_ntd=50),
    "second factor by phone, expired": FactorCode(person=PERSON, amount_ntd=50, problem=Code.VIRTUAL_CODE_EXPIRED),
    "confirm": Confirm(person=PERSON, amount_ntd=500, birthday="0105"),
    "confirm offline": Confirm(person=OFFLINE, amount_ntd=500, birthday="0105"),
    "confirm on card": Confirm(person=ON_CARD, amount_ntd=500, birthday="0105"),
    "working on card": Working(person=ON_CARD, op_id=UUID(int=1), amount_ntd=500, step="writing"),
    "done on card": with_(DONE, on_card=True, card_value_ntd=1_750, person=ON_CARD),
    "refused on card": with_(DONE, end="refused", on_card=True, code=Code.LOAD_GIVEN_UP, person=ON_CARD),
    "no network on card": with_(DONE, end="refused", on_card=True, code=Code.PLATFORM_UNREACHABLE, recovery_code=""),
    "torn": TORN,
    "torn, card here": with_(TORN, here=True),
    "torn, another card": with_(TORN, problem=Code.CARD_SWAPPED),
    "torn, reader away": with_(TORN, problem=Code.READER_LOST),
    "torn, no network": with_(TORN, here=True, problem=Code.PLATFORM_UNREACHABLE),
    "unsettled": with_(TORN, earlier=True, here=True, person=after_a_load(unsettled=LOAD)),
    "working": Working(person=PERSON, op_id=UUID(int=1), amount_ntd=500),
    "done": DONE,
    "done, card gone": with_(DONE, person=None, ends_s=1.0),
    "pending": with_(DONE, end="pending"),
    "refused": with_(DONE, end="refused", code=Code.AMOUNT_OVER_PURSE),
    "locked": with_(DONE, end="refused", code=Code.SECOND_FACTOR_LOCKED),
    "not taken": with_(DONE, end="refused", code=Code.DISK_FULL, recovery_code=""),
    "unclear": with_(DONE, end="unclear", code=Code.INTERNAL, at_ms=0),
    "receipt": Receipt(result=DONE),
    "receipt, a printer is there": Receipt(result=PAPER),
    "receipt, printing": Receipt(result=with_(PAPER, paper="printing")),
    "receipt, printed": Receipt(result=with_(PAPER, paper="printed")),
    "receipt, no paper": Receipt(result=with_(PAPER, paper="failed", paper_problem=Code.PRINTER_EMPTY)),
    "receipt, printer off": Receipt(result=with_(PAPER, paper="failed", paper_problem=Code.PRINTER_UNREACHABLE)),
    "done, a printer is there": PAPER,
    "rated": with_(DONE, rated=True),
    "rating": Rating(result=DONE),
    "unknown": Cannot(code=Code.CARD_UNKNOWN),
    "blocked": Cannot(code=Code.CARD_BLOCKED),
    "random": Cannot(code=Code.CARD_RANDOM_UID),
    "code used": Cannot(code=Code.VIRTUAL_CODE_USED, ends_s=1.0),
    "digits offline": Cannot(code=Code.VIRTUAL_DIGITS_OFFLINE, ends_s=1.0),
    "unreadable": Cannot(code=Code.CARD_UNREADABLE),
    "broken off, another card": BrokenOff(code=Code.CARD_SWAPPED, other=MEDIUM),
    "broken off, card gone": BrokenOff(code=Code.CARD_REMOVED, ends_s=1.0),
    "broken off, unreadable": BrokenOff(code=Code.CARD_UNREADABLE),
    "done, another card waits": with_(DONE, person=None, ends_s=1.0, next_here=True),
    "reader lost": OutOfService(code=Code.READER_LOST),
    "reader service missing": OutOfService(code=Code.READER_SERVICE_MISSING),
    "shut out": OutOfService(code=Code.STATION_REVOKED),
    "disk full": OutOfService(code=Code.DISK_FULL, ends_s=1.0),
    "staff pin": StaffPin(medium=MEDIUM, digits="13579"),
    "staff pin wrong": StaffPin(medium=MEDIUM, problem=Code.PIN_WRONG, wait_s=16),
    "corner": CORNER,
    "corner tested": with_(CORNER, cards_read=2, network_ms=31),
    "corner failed": with_(CORNER, unreadable=True, problem=Code.PLATFORM_UNREACHABLE),
    "corner shift": CornerShift(corner=CORNER),
    "corner code": CornerCode(corner=CORNER),
    "corner end": CornerEnd(corner=CORNER),
    "still there": StillThere(under=Balance(person=PERSON), ends_s=1.0, left_s=20),
}


def of_codes() -> dict[str, State]:
    """Of whatever a citizen can be told of a card, a record and a card's code: the longest words in the language of the screen.

    All others are made of the same lines and shorter.
    """
    titles = max(CODES, key=lambda code: len(words_for(code, citizen=True).title))
    whats = max(CODES, key=lambda code: len(words_for(code, citizen=True).what_to_do))
    states: dict[str, State] = {}
    for code in {titles, whats}:
        states[f"cannot, {code}"] = Cannot(code=code)
        states[f"no record, {code}"] = NoRecord(person=PERSON, code=code)
        states[f"bind, {code}"] = BindCode(medium=MEDIUM, carrier="ipass", problem=code)
        states[f"refused, {code}"] = with_(DONE, end="refused", code=code)
    return states
