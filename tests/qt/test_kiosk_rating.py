"""The question at will, through the window to the platform: one touch, and nobody knows whose."""

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from central.schema import satisfaction
from domain.events import SatisfactionAnswered
from tests.qt.kiosk_rig import Kiosk
from tests.station_rig import City


@pytest.fixture
def kiosk(city: City, qtbot: QtBot) -> Kiosk:
    return Kiosk(city, qtbot)


def test_one_touch_is_counted_at_the_platform_and_belongs_to_nobody(kiosk: Kiosk) -> None:
    kiosk.put("senior")
    kiosk.redeem(50)
    assert "謝謝您的意見。" not in kiosk.seen()
    kiosk.press("kiosk.result.rate")
    assert all(words in kiosk.seen() for words in ("這次服務您滿意嗎？", "不會記下您是誰", "非常滿意", "非常不滿意"))
    kiosk.press("kiosk.rating.4")
    assert kiosk.page() == "result"
    assert "謝謝您的意見。" in kiosk.seen()
    assert not kiosk.offers("kiosk.result.rate"), "asked once"
    engine = kiosk.city.platform.platform.store.engine
    city = kiosk.city

    def counted() -> list[tuple[str, int, int]]:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(satisfaction.c.service, satisfaction.c.answer, satisfaction.c.answers))
            return [(row.service, row.answer, row.answers) for row in rows]

    assert city.until(counted) == [("redeem", 4, 1)]
    op_id = kiosk.station.redeeming.new_op_id()
    for _ in range(2):
        kiosk.station.opinions.answer(op_id, 2)
    city.until(lambda: len(counted()) == 2)
    assert ("redeem", 2, 1) in counted(), "the same answer again is the same one"
    city.close_stations()
    journal = city.journal("kiosk")
    try:
        event = journal.event(op_id)
        assert isinstance(event.payload, SatisfactionAnswered)
        assert (event.medium, event.operator) == (None, None)
    finally:
        journal.close()
