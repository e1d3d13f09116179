"""Every city has a demo: its programme takes the demo's additions and its people, and the tray speaks its words."""

import contextlib
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from central.platform import Platform
from central.schema import cards
from citycard_app import demo_city, demo_data
from citycard_app.cli import EXIT_ENVIRONMENT, main
from citycard_app.demo_programme import CITY, demo_programme
from domain import programme_file
from domain.errors import Code, EnvironmentProblem
from tests.platform_rig import begun

from .table import CITIES, programme

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("city", "kinds"),
    [
        ("taipei", ["general", "general", "general", "senior"]),
        ("new_taipei", ["general", "general", "general", "senior"]),
        ("taoyuan", ["general", "general", "general", "senior"]),
        ("hsinchu", ["general", "general", "general", "senior"]),
        ("chiayi", ["love", "love", "love", "senior"]),
        ("tainan", ["general", "general", "general", "senior"]),
        ("taichung", ["demo_badge", "demo_badge", "demo_badge", "senior_love"]),
    ],
)
def test_a_city_is_filled(city: str, kinds: list[str], tmp_path: Path) -> None:
    with contextlib.closing(Platform.open(begun(tmp_path), demo_programme(city), demo=True)) as platform:
        demo_data.seed(platform, platform.now_ms())
        demo_data.hand_out_purse(platform)
        with platform.store.read() as connection:
            held = sorted(connection.scalars(sa.select(cards.c.card_kind).where(cards.c.holder.is_not(None))))
    assert held == sorted([*kinds, demo_data.PURSE_KIND])


def test_every_city_is_among_them() -> None:
    for city in CITIES:
        added = programme_file.parse(demo_programme(city), city)
        assert added.kind(demo_data.PURSE_KIND) is not None
        assert {kind.id for kind in programme(city).kinds} < {kind.id for kind in added.kinds}


def test_the_tours_city_has_every_addition() -> None:
    added = programme_file.parse(demo_programme(), CITY)
    assert {agency.id for agency in added.agencies} >= {"demo_social", "demo_transport", "demo_school"}
    assert [each.id for each in added.admissions] == ["demo_expo"]


def test_the_tray_speaks_of_the_citys_own_kinds_and_points() -> None:
    assert demo_data.cards_of(programme(CITY), TODAY) == list(demo_data.CARDS.values())
    taipei, tainan = ({card.key: card for card in demo_data.cards_of(programme(city), TODAY)} for city in ("taipei", "tainan"))
    assert (taipei["senior"].note, taipei["senior"].note_en) == ("台北點 260 點，生日 0105", "260 taipei points, birthday 0105")
    assert (tainan["senior"].title, tainan["senior"].note) == ("示範長者的社福卡（敬老）", "生日 0105")
    assert (tainan["reader"].note, tainan["reader"].note_en) == ("圖書館讀者，生日 0820", "library patron, birthday 0820")
    assert taipei["blank1"] == demo_data.CARDS["blank1"]


def test_activities_fall_back_on_what_there_is() -> None:
    found = demo_city.activities(programme("chiayi"))
    assert (found.talk.id, found.service.id, found.meeting.id) == ("training", "volunteer", "meeting")


def test_a_city_without_a_programme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        demo_programme("../demo/badge")
    assert caught.value.code is Code.PROGRAMME_INVALID
    assert str(caught.value.details["expected"]).split(", ") == CITIES
    assert main(["demo", "--tour", "--programme", "tainan"]) == EXIT_ENVIRONMENT
    assert "taoyuan" in capsys.readouterr().err
