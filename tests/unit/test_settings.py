from pathlib import Path

import pytest

from domain.errors import Code, EnvironmentProblem
from station.settings import StationSettings, load


def test_nothing_said_is_the_defaults(tmp_path: Path) -> None:
    assert load(None, {"CITYCARD_STATE": str(tmp_path)}) == StationSettings(state=str(tmp_path))


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text('[reader]\ndriver = "pcsc"\nname = "ACR"\n[kiosk]\nidle_s = 30\n', "utf-8")
    settings = load(
        None, {"CITYCARD_STATE": str(tmp_path), "CITYCARD_READER_DRIVER": "virtual", "CITYCARD_SCREEN_WIDTH_MM": "398"}
    )
    assert (settings.reader.driver, settings.reader.name) == ("virtual", "ACR")
    assert (settings.kiosk.idle_s, settings.screen.width_mm) == (30.0, 398)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[reader]\ndriver = 'usb'\n", "$.reader.driver"),
        ("[reader]\ncolour = 'red'\n", "$.reader"),
        ("[kiosk]\nidle_s = 'long'\n", "$.kiosk.idle_s"),
        ("kiosk = 3\n", "$.kiosk"),
        ("[kiosk\n", "$"),
    ],
)
def test_a_wrong_setting_names_file_and_key(tmp_path: Path, text: str, where: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(EnvironmentProblem) as caught:
        load(file, {})
    assert caught.value.code is Code.SETTINGS_INVALID
    assert (caught.value.details["file"], caught.value.details["where"]) == ("my.toml", where)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        load(tmp_path / "none.toml", {})
    assert caught.value.details["file"] == "none.toml"
