"""A record as the platform would answer it, for tests of the kiosk's flow and screens."""

from domain.errors import Code
from domain.wire import Notice
from domain.wire_money import HistoryLine, HoursLine, HoursResponse
from domain.wire_record import CardHeld, HolderRecordResponse, MessageLine, PointsLapsing
from domain.wire_subject import RecordReadLine

DAY_MS = 1_795_000_000_000
RECORD = HolderRecordResponse(
    server_ms=DAY_MS,
    generation="g",
    history=[
        HistoryLine(at_ms=DAY_MS, what=what, point_kind="health", points=points, agency="AGENCY-1", activity="", service="")
        for what, points in (("redeem", -50), ("lapse", -20), ("return", 10), ("award", 1_250), ("spend", -5), ("cancel", -3))
    ],
    more_history=True,
    lapsing=[PointsLapsing(point_kind="health", points=1_250, at_ms=DAY_MS)],
    hours=HoursResponse(
        server_ms=DAY_MS,
        generation="g",
        lines=[HoursLine(year=2026, agency="AGENCY-2", minutes=125, times=3)],
        minutes=125,
        free=65,
        saved=60,
        first_day="2026-01-05",
    ),
    cards=[
        CardHeld(card_kind="senior", carrier="easycard", state="active", since_ms=DAY_MS, here=True),
        CardHeld(card_kind="citizen", carrier="ipass", state="lost", since_ms=DAY_MS),
    ],
    reads=[RecordReadLine(number=3, agency="AGENCY-2", what="registry", reason="WHY-1", at_ms=DAY_MS)],
    more_reads=False,
    notices=[Notice(code=Code.AMOUNT_OVER_BALANCE, points=500, at_ms=DAY_MS)],
    messages=[MessageLine(subject="SUBJECT-1", text="TEXT-1", at_ms=DAY_MS - 1)],
)
"""Of seven rows about points, two of cards, one of everything else."""
