"""`citycard admin` and `citycard enrol` against a real platform in a folder."""

import contextlib
import io
import json
import re
import time

import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central.platform import Platform
from central.schema import accounts
from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED, main
from citycard_app.demo_programme import demo_programme
from domain.ids import recovery_code
from domain.loads import LoadState
from domain.sealing import seal
from domain.wire import CardKeysRequest
from tests.central.field import a_medium, give, import_person, op_id_of
from tests.central.load_rig import PURSE, LoadStation, import_purse_holder
from tests.clocks import SetClock
from tests.platform_rig import PROGRAMME, RunningPlatform, begun


@pytest.fixture(autouse=True)
def _logs_as_before():
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture
def data(tmp_path):
    return begun(tmp_path / "platform")


def admin(data, *words):
    return main(["admin", "--data", str(data), *words])


@pytest.fixture
def served(data):
    with RunningPlatform(data, PROGRAMME.read_text("utf-8")) as rig:
        yield rig.url


@pytest.mark.usefixtures("qapp")
def test_a_code_enrols_a_station_which_can_be_listed_and_shut_out(data, tmp_path, served, monkeypatch, capsys):
    assert admin(data, "code", "示範櫃台", "--site", "示範區公所", "--role", "counter", "event") == 0
    code = capsys.readouterr().out.strip()
    monkeypatch.setenv("CITYCARD_STORE_SECRETS", "file")
    state = tmp_path / "state"
    assert main(["enrol", served, code, "--state", str(state)]) == EXIT_ENVIRONMENT
    assert "[mode_mismatch]" in capsys.readouterr().err
    assert main(["enrol", served, code, "--state", str(state), "--demo"]) == 0
    assert "示範櫃台" in capsys.readouterr().out
    assert main(["enrol", served, code, "--state", str(state), "--demo"]) == EXIT_ENVIRONMENT
    assert "[already_enrolled]" in capsys.readouterr().err
    admin(data, "stations")
    line = capsys.readouterr().out
    assert "counter,event" in line
    assert admin(data, "revoke", line.split()[0]) == 0
    admin(data, "stations")
    assert "revoked" in capsys.readouterr().out
    admin(data, "trail")
    assert "station.code  示範櫃台" in capsys.readouterr().out


def test_staff_and_activities_are_published(data, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("246810\n"))
    words = ["staff", "c01", "示範承辦", "--role", "clerk", "--card", "04:11:22:33:44:55:66"]
    assert admin(data, *words) == 0
    kind = re.search(r'\[\[activity_types\]\]\s+id = "([^"]+)"', PROGRAMME.read_text("utf-8"))[1]
    times = ["--starts", "2026-01-05T09:00", "--ends", "2026-01-05T12:00"]
    assert admin(data, "activity", "a1", "示範活動", "--type", kind, "--agency", "示範局", *times) == 0
    platform = Platform.open(data)
    with platform.store.read() as connection:
        text = b"".join(connection.exec_driver_sql("SELECT row FROM changes").scalars()).decode()
    platform.close()
    assert "示範承辦" in text
    assert "示範活動" in text
    assert "246810" not in text


def test_a_rule_that_refuses_is_told(data, capsys, qapp):
    assert admin(data, "block", "04:99:22:33:44:55:66", "lost") == EXIT_FAILED
    assert "[card_unknown]" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("kpi-close", "2026-13"), "has been over for ten days"),
        (("revoke", "nobody"), "`stations` lists them"),
        (("key-add", "x", "--agency", "示範局", "--scope", "verify", "--service", "library"), "verify needs --service"),
        (("report", "payable", "--from", "2026-01-05", "--to", "2026-01-01", "--out", "x.csv"), "not before the first"),
        (("restore", "nowhere"), "--overwrite"),
    ],
)
def test_a_value_that_is_none_is_named_with_what_it_has_to_be(words, told, data, capsys):
    assert admin(data, *words) == EXIT_FAILED
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "✕ [request_invalid]"
    assert told in said[2]
    assert said[1].endswith("沒有任何變更。")


def test_a_platform_that_strangers_would_reach_says_how_it_may_be_encrypted(tmp_path, capsys, qapp):
    words = ["central", "--data", str(tmp_path / "new"), "--programme", str(PROGRAMME), "--host", "192.0.2.1"]
    assert main(words) == EXIT_ENVIRONMENT
    said = capsys.readouterr().err
    assert "[plain_http_refused]" in said
    assert "--plain-http-behind-proxy where a proxy does TLS" in said
    assert not (tmp_path / "new").exists()


def test_a_broken_programme_stays_out_and_names_its_fault(data, tmp_path, capsys, qapp):
    broken = tmp_path / "broken.toml"
    broken.write_text(PROGRAMME.read_text("utf-8").replace("schema = 1", "schema = 99"), "utf-8")
    assert admin(data, "programme", str(broken)) == EXIT_ENVIRONMENT
    assert "[programme_invalid]" in capsys.readouterr().err
    assert admin(data, "programme", str(tmp_path / "absent.toml")) == EXIT_ENVIRONMENT
    assert "absent.toml" in capsys.readouterr().err
    assert admin(data, "programme", str(PROGRAMME)) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["block", "not-hex", "lost"],
        ["block", "0411", "lost"],
        ["grant-month", "2026-13"],
        ["code", "x", "--site", "y", "--role", "king"],
        ["activity", "a", "t", "--type", "t", "--agency", "g", "--starts", "yesterday", "--ends", "2026-01-05"],
    ],
)
def test_what_is_not_well_formed_is_refused_before_anything_is_opened(words, tmp_path, capsys):
    with pytest.raises(SystemExit):
        admin(tmp_path / "never", *words)
    assert capsys.readouterr().err
    assert not (tmp_path / "never").exists()


def test_open_loads_and_given_card_keys_are_listed(tmp_path, capsys):
    folder, clock = tmp_path / "platform", SetClock()
    with contextlib.closing(Platform.open(folder, demo_programme(), True, clock)) as platform:
        give(platform, import_purse_holder(platform, 1), 120)
        station = LoadStation(platform, ["kiosk", "personalise"])
        clock.ms = int(time.time() * 1000) - 26 * 3_600_000
        load = station.intent()
        assert station.say(load).result.state is LoadState.AUTHORISED
        own = X25519PrivateKey.generate().public_key().public_bytes_raw()
        uid = seal(station.enrolled.sealing_key, a_medium(7).value)
        platform.card_keys(platform.authenticate(station.token), CardKeysRequest(purse=PURSE, uid=uid, grant_key=own))
    assert admin(folder, "loads") == 0
    line = capsys.readouterr().out
    assert line.startswith(recovery_code(op_id_of(load)))
    assert "1d 02:0" in line
    assert "NT$50" in line
    assert "示○○號" in line
    assert admin(folder, "card-keys") == 0
    line = capsys.readouterr().out
    assert PURSE in line
    assert station.digest(a_medium(7)).hex() in line
    assert a_medium(7).value.hex() not in line


def test_keys_of_other_systems_and_staff_over_their_lives(data, monkeypatch, capsys):
    words = ["key-add", "示範館藏系統", "--agency", "示範局", "--scope", "verify", "--service", "typl"]
    assert admin(data, *words) == EXIT_FAILED
    assert "--new-agency" in capsys.readouterr().err
    assert admin(data, *words, "--new-agency") == 0
    service_key, secret = capsys.readouterr().out.split()
    assert admin(data, "key-rotate", service_key, "--hours", "1") == 0
    successor, _ = capsys.readouterr().out.split()
    assert admin(data, "key-revoke", successor) == 0
    assert admin(data, "keys") == 0
    said = capsys.readouterr().out
    assert "until" in said
    assert "revoked" in said
    assert secret not in said
    monkeypatch.setattr("sys.stdin", io.StringIO("246810\n"))
    words = ["staff", "r01", "示範審查", "--role", "reviewer", "--card", "04:11:22:33:44:55:66", "--agency", "示範局"]
    assert admin(data, *words) == 0
    assert admin(data, "staff-change", "r01", "deactivate") == 0
    assert admin(data, "staff-change", "nobody", "unlock") == EXIT_FAILED
    capsys.readouterr()
    admin(data, "staff-list")
    assert "r01  示範審查  reviewer  示範局  —  停用" in capsys.readouterr().out
    admin(data, "trail")
    said = capsys.readouterr().out
    assert "staff.put  r01" in said
    assert "staff.deactivate  r01" in said
    assert f"service_key.rotate  {service_key}" in said
    admin(data, "platform-keys")
    assert "digest-key" in capsys.readouterr().out


def test_stations_over_their_lives(data, served, capsys):
    with contextlib.closing(Platform.open(data)) as platform:
        station = LoadStation(platform, ["kiosk"]).enrolled.identity.station
    assert admin(data, "station-change", station, "--site", "另一地點", "--role", "event") == 0
    assert admin(data, "station-machine", station) == 0
    assert admin(data, "minimum-version", "2.0") == 0
    assert admin(data, "revoke", station, "--wipe") == 0
    assert admin(data, "station-wipe", "st-nobody") == EXIT_FAILED
    capsys.readouterr()
    assert admin(data, "stations", "--site", "另一地點") == 0
    said = capsys.readouterr().out
    assert f"{station}  示範站  另一地點  event  停用 revoked，待清除 wipe ordered" in said
    assert admin(data, "stations", "--silent") == 0
    assert station not in capsys.readouterr().out


def test_programmes_the_work_list_and_the_apis_document(data, tmp_path, capsys):
    changed = tmp_path / "changed.toml"
    changed.write_text(PROGRAMME.read_text("utf-8").replace('service_phone = "1999"', 'service_phone = "0800"'), "utf-8")
    admin(data, "programmes")
    first = capsys.readouterr().out.split()[0]
    assert admin(data, "programme-check", str(changed)) == 0
    assert "sound" in capsys.readouterr().out
    assert admin(data, "programme", str(changed)) == 0
    assert admin(data, "programme-use", first) == 0
    assert admin(data, "programme-use", "nothing") == EXIT_FAILED
    capsys.readouterr()
    admin(data, "programmes")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in lines] == ["force", "—"]
    assert lines[0].startswith(first)
    admin(data, "trail")
    acts = [line.split()[3:] for line in capsys.readouterr().out.splitlines()]
    assert acts == [["programme.put", lines[1].split()[0]], ["programme.use", first]]
    (tmp_path / "broken.toml").write_text("schema = 1", "utf-8")
    assert admin(data, "programme-check", str(tmp_path / "broken.toml")) == EXIT_ENVIRONMENT
    assert admin(data, "programme-check", str(tmp_path / "absent.toml")) == EXIT_ENVIRONMENT
    assert admin(data, "anomalies") == admin(data, "held") == 0
    capsys.readouterr()
    assert admin(data, "openapi") == 0
    assert json.loads(capsys.readouterr().out)["openapi"] == "3.1.0"


def test_the_books_are_added_up(data, capsys):
    with contextlib.closing(Platform.open(data)) as platform:
        give(platform, import_person(platform, 1), 100)
    assert admin(data, "books") == 0
    with contextlib.closing(Platform.open(data)) as platform, platform.store.write() as connection:
        connection.execute(accounts.update().where(accounts.c.kind == "holder").values(balance=accounts.c.balance + 1))
    assert admin(data, "books") == EXIT_ENVIRONMENT
    assert "unbalanced" in capsys.readouterr().out
