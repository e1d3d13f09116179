"""`citycard card personalise` with a real platform: what it does, what it says, and what it keeps."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from central import admin
from citycard_app.cli import main
from citycard_app.demo_programme import demo_programme
from domain import purse_layout as layout
from domain.key_diversification import diversify
from domain.media import Medium, MediumType
from reader_drivers.card_application import CardTorn
from reader_drivers.card_apps.desfire.card import CARD_LEVEL, DesfireCard
from reader_drivers.card_apps.desfire.personalise import Step
from reader_drivers.card_apps.iso7816 import SmartCard
from reader_drivers.purses.desfire import DesfirePurse
from reader_drivers.virtual import field
from reader_drivers.virtual_desfire import VirtualDesfire
from station.clock import SystemClock
from station.enrolment import enrol
from station.personalise import Stage, open_personaliser
from station.settings import load
from tests.desfire.field import OTHER_UID, UID, Field, blank_card
from tests.platform_rig import RunningPlatform, begun

READER = "personalising desk"
CARD = Medium(MediumType.UID, UID)


class Station:
    """One enrolled station and its settings file."""

    def __init__(self, directory: Path, platform: RunningPlatform, roles: list[str]) -> None:
        self.directory = directory
        directory.mkdir()
        self.file = directory / "settings.toml"
        self.file.write_text(
            f'state = "{directory.as_posix()}"\n[platform]\nurl = "{platform.url}"\n[store]\nsecrets = "file"\n'
            f'[reader]\ndriver = "virtual"\nname = "{READER}"\n',
            "utf-8",
        )
        code = admin.create_enrolment_code(platform.platform, "示範個人化站", "示範", roles)
        enrol(load(self.file), platform.url, code, SystemClock(), demo=True)

    def personalise(self, wait_s: float = 5.0) -> int:
        """The command; its exit code."""
        return main(["card", "personalise", "--settings", str(self.file), "--wait", str(wait_s)])


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SimpleNamespace]:
    with RunningPlatform(begun(tmp_path / "platform"), demo_programme(), demo=True) as platform:
        yield SimpleNamespace(
            platform=platform,
            station=lambda *roles: Station(tmp_path / "-".join(roles), platform, list(roles)),
            field=field(READER),
        )
        field(READER).take_away()


def test_a_blank_card_becomes_a_purse_that_the_platform_can_open(city, capsys) -> None:
    station, card = city.station("personalise"), blank_card()
    city.field.place(CARD, card)
    assert station.personalise() == 0
    said = capsys.readouterr().out
    for words in ("請放上空白卡片", "Purse files created", "完成", "Done"):
        assert words in said
    keys = city.platform.platform.authority.keys
    secret = diversify(keys.purse_master, layout.diversification_input(UID, "taoyuan", layout.LOAD_KEY))
    assert DesfirePurse().open(Field(card), uid=UID, secret=secret).read().limit_ntd == 10_000


def test_a_card_that_is_ready_is_told_so(city, capsys) -> None:
    station = city.station("personalise")
    city.field.place(CARD, blank_card())
    assert station.personalise() == 0
    assert station.personalise() == 0
    assert "This card was ready before" in capsys.readouterr().out


class Torn:
    """A card that is lifted at its n-th command, and laid back at once."""

    def __init__(self, card: VirtualDesfire, at: int) -> None:
        self._card = card
        self._left = at

    def reset(self) -> None:
        self._card.reset()

    def apdu(self, command: bytes) -> bytes:
        self._left -= 1
        response = self._card.apdu(command)
        if self._left == 0:
            raise CardTorn
        return response


@pytest.mark.parametrize("at", [3, 9, 18, 25])
def test_a_torn_card_is_asked_for_again_and_finished(at: int, city, capsys) -> None:
    station, card = city.station("personalise"), blank_card()
    city.field.place(CARD, Torn(card, at))
    assert station.personalise(wait_s=0.3) == 2
    told = capsys.readouterr()
    assert "the same card" in told.out
    assert "card_removed" in told.err
    city.field.place(CARD, card)
    assert station.personalise() == 0
    assert "Done" in capsys.readouterr().out


def test_a_torn_card_that_is_laid_back_in_time_is_finished_in_the_same_run(city) -> None:
    station, card = city.station("personalise"), blank_card()
    other = Medium(MediumType.UID, OTHER_UID)
    city.field.place(CARD, Torn(card, 12))
    said: list[Stage] = []

    def say(stage: Stage) -> None:
        said.append(stage)
        if stage is Stage.LAY_SAME_CARD:
            another = said.count(stage) == 1
            city.field.place(other if another else CARD, blank_card(OTHER_UID) if another else card)

    with open_personaliser(load(station.file), SystemClock()) as personaliser:
        done = personaliser.next_card(5.0, 5.0, say)
    assert done.steps == [Step.KEYS, Step.FILES]
    assert said == [
        Stage.LAY_CARD,
        Stage.HOLD_STILL,
        Stage.LAY_SAME_CARD,
        Stage.LAY_SAME_CARD,
        Stage.HOLD_STILL,
    ]


def test_a_purse_that_the_programme_does_not_have_is_named(city, capsys) -> None:
    station = city.station("personalise")
    assert main(["card", "personalise", "--settings", str(station.file), "--purse", "elsewhere"]) == 1
    assert "purse_missing" in capsys.readouterr().err


def test_no_card_and_no_reader_are_named(city, capsys) -> None:
    station = city.station("personalise")
    assert station.personalise(wait_s=0.2) == 2
    assert "card_removed" in capsys.readouterr().err
    city.field.unplug()
    try:
        assert station.personalise(wait_s=0.2) == 2
        assert "reader_missing" in capsys.readouterr().err
    finally:
        city.field.plug()


@pytest.mark.parametrize(
    ("uid", "code"), [("08112233", "card_random_uid"), ("11223344", "purse_missing"), ("04112233445566778899", "purse_missing")]
)
def test_a_card_that_cannot_be_a_purse_asks_the_platform_nothing(uid: str, code: str, city, capsys) -> None:
    station = city.station("personalise")
    city.field.place(Medium(MediumType.UID, bytes.fromhex(uid)))
    assert station.personalise() == 1
    assert code in capsys.readouterr().err


def test_a_storage_card_is_no_desfire(city, capsys) -> None:
    station = city.station("personalise")
    city.field.place(CARD)
    assert station.personalise() == 1
    assert "This is no MIFARE DESFire card" in capsys.readouterr().out


def test_a_prepared_card_is_not_to_be_handed_out(city, capsys) -> None:
    station, card = city.station("personalise"), blank_card()
    native = DesfireCard(SmartCard(Field(card)))
    native.select(CARD_LEVEL)
    native.create_application(layout.AID, 0x0B, layout.KEY_COUNT)
    native.select(layout.AID)
    native.authenticate_first(layout.MASTER_KEY, bytes(16))
    native.change_other_key(layout.LOAD_KEY, b"stolen stolen !!", bytes(16), layout.KEY_VERSION)
    city.field.place(CARD, card)
    before = card.export()
    assert station.personalise() == 1
    assert "請勿發出這張卡" in capsys.readouterr().out
    assert card.export() == before


def test_only_a_station_of_that_role_may(city, capsys) -> None:
    city.field.place(CARD, blank_card())
    assert city.station("counter").personalise() == 1
    assert "staff_not_allowed" in capsys.readouterr().err


def test_without_the_platform_nothing_happens_to_the_card(city, capsys) -> None:
    station, card = city.station("personalise"), blank_card()
    city.field.place(CARD, card)
    city.platform.stop()
    assert station.personalise() == 2
    assert "platform_unreachable" in capsys.readouterr().err
    assert card.export() == blank_card().export()
    city.platform.start()


def test_no_key_stays_at_the_station(city, capsys) -> None:
    station = city.station("personalise")
    city.field.place(CARD, blank_card())
    assert station.personalise() == 0
    told = capsys.readouterr()
    keys = city.platform.platform.authority.keys
    derived = [
        diversify(keys.purse_master, layout.diversification_input(UID, "taoyuan", number)) for number in range(layout.KEY_COUNT)
    ]
    derived.append(diversify(keys.transaction_mac_master, layout.transaction_mac_input(UID, "taoyuan")))
    kept = b"".join(path.read_bytes() for path in station.directory.rglob("*") if path.is_file())
    for secret in derived:
        assert secret not in kept
        assert secret.hex() not in (told.out + told.err).lower()
    assert UID.hex() not in (told.out + told.err).lower()
