"""`citycard reader learn`: one card here and there, on the virtual reader, the real PC/SC stack, the console and a pty."""

import io
import os
import threading
import time

import pytest

from citycard_app.cli import EXIT_ENVIRONMENT, EXIT_FAILED, main
from domain.errors import Code, EnvironmentProblem
from domain.media import Medium, MediumType
from reader_drivers.virtual import field
from station.settings import load
from station.settings_file import change
from tests.identifiers.test_serial_reader import SerialRig

FILE = """# 示範圖書館
[reader]
driver = "virtual"  # 櫃台
more = [
    "serial:/dev/ttyS0?reads=codes",  # 條碼
]

[kiosk]
idle_s = 45.0  # 秒
"""


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "station.toml"
    made.write_text(FILE, "utf-8")
    return made


def learn(file, *words):
    return main(["reader", "learn", "--settings", str(file), *words])


def test_a_card_that_tells_is_enough_and_the_rest_of_the_file_stays(file, capsys):
    assert learn(file, "--card", "26DEFAE7=0652147431", "--yes") == 0
    assert "8H10D" in capsys.readouterr().out
    assert file.read_text("utf-8") == FILE + '\n[wedge]\nreads = "cards"\nprofile = "8H10D"\nprefix = ""\nsuffix = ""\n'
    assert learn(file, "--card", "86CFD936=;0920244102?", "--yes") == 0
    wedge = load(file, {}).wedge
    assert (wedge.reads, wedge.profile, wedge.prefix, wedge.suffix) == ("cards", "8H10D-reversed", ";", "?")
    assert file.read_text("utf-8").startswith(FILE)
    assert file.read_text("utf-8").count("profile") == 1


def test_cards_that_do_not_tell_ask_for_another(file, capsys):
    assert learn(file, "--card", "26DEFAE7=3891977766", "--yes") == EXIT_FAILED
    assert "8H10D-unpadded-reversed" in capsys.readouterr().out
    assert file.read_text("utf-8") == FILE
    assert learn(file, "--card", "26DEFAE7=3891977766", "--card", "86CFD936=0920244102", "--yes") == 0
    assert load(file, {}).wedge.profile == "8H10D-reversed"
    assert learn(file, "--card", "26DEFAE7=3891977766", "--profile", "8H10D-unpadded-reversed", "--yes") == 0
    assert load(file, {}).wedge.profile == "8H10D-unpadded-reversed"


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("04A1B2C3D4E5F6=0077705923", "7-byte UID does not fit 10 digits"),
        ("04A1B2C3D4E5F6=C3D4E5F6", "only part"),
        ("026F6C3A=07302202", "6H8D"),
        ("026F6C3A=111,27706", "2H4H"),
        ("26DEFAE7=0000000001", "same card"),
    ],
)
def test_what_cannot_be_used_is_explained(file, capsys, card, said):
    assert learn(file, "--card", card, "--yes") == EXIT_FAILED
    assert said in capsys.readouterr().out
    assert file.read_text("utf-8") == FILE


def test_cards_that_contradict_each_other(file, capsys):
    assert learn(file, "--card", "26DEFAE7=3891977766", "--card", "86CFD936=86CFD936", "--yes") == EXIT_FAILED
    assert "do not agree" in capsys.readouterr().out


def test_a_serial_entry_takes_the_place_of_the_same_ports(file):
    port = ["--new", "serial:/dev/ttyS0?baud=19200", "--yes"]
    assert learn(file, *port, "--reads", "both", "--card", "26DEFAE7=;26DEFAE7") == 0
    assert load(file, {}).reader.more == ["serial:/dev/ttyS0?reads=both&baud=19200&profile=HEX&prefix=%3B"]
    assert learn(file, "--new", "serial:COM3", "--card", "26DEFAE7=;0652147431", "--yes") == 0
    assert load(file, {}).reader.more[1] == "serial:COM3?reads=cards&profile=8H10D&prefix=%3B"
    assert learn(file, *port, "--reads", "cards", "--card", "26DEFAE7=26DEFAE7?") == 0
    assert load(file, {}).reader.more[0] == "serial:/dev/ttyS0?reads=cards&baud=19200&profile=HEX&suffix=%3F"
    assert learn(file, *port, "--card", "26DEFAE7=26DEFAE7") == 0
    assert load(file, {}).reader.more[0] == "serial:/dev/ttyS0?reads=cards&baud=19200&profile=HEX"
    assert "# 櫃台" in file.read_text("utf-8")
    assert "idle_s = 45.0  # 秒" in file.read_text("utf-8")


@pytest.mark.parametrize("new", ["wedge", "serial:/dev/ttyS0"])
def test_a_reader_of_codes_reads_cards_only_when_somebody_says_so(file, capsys, new):
    before = FILE + "\n[wedge]\nreads = 'codes'  # gate\n"
    file.write_text(before, "utf-8")
    card = ["--new", new, "--card", "26DEFAE7=0652147431", "--yes"]
    assert learn(file, *card) == EXIT_ENVIRONMENT
    assert learn(file, *card, "--reads", "both") == EXIT_ENVIRONMENT
    assert "--reads" in capsys.readouterr().err
    assert file.read_text("utf-8") == before
    assert learn(file, *card, "--reads", "cards") == 0


@pytest.mark.parametrize("words", [["--new", "abacus"], ["--card", "26DEFAE7"], ["--card", "XY=12"], ["--known", "abacus:x"]])
def test_wrong_words(file, words, capsys, qapp):
    assert learn(file, *words) == EXIT_ENVIRONMENT
    assert "[settings_invalid]" in capsys.readouterr().err


def test_a_tap_that_does_not_come_has_a_deadline(file, capsys, qapp):
    began_s = time.monotonic()
    assert learn(file, "--known", "virtual:nobody is here", "--seconds", "0.3") == EXIT_ENVIRONMENT
    assert time.monotonic() - began_s < 5
    assert "[reader_missing]" in capsys.readouterr().err


def test_a_card_of_random_number_is_refused(file, capsys, qapp):
    here = field("Learn random")
    here.place(Medium(MediumType.UID, bytes.fromhex("08112233")))
    assert learn(file, "--known", f"virtual:{here.name}", "--seconds", "5") == EXIT_FAILED
    assert "[card_random_uid]" in capsys.readouterr().err


def test_taps_on_the_virtual_reader_and_the_console(file, monkeypatch, capsys):
    here = field("Learn console")
    here.place(Medium(MediumType.UID, bytes.fromhex("26DEFAE7")))

    class Console(io.StringIO):
        """Types the card's number, takes the next card, and says yes."""

        answers = iter(["3891977766\n", "0920244102\t\n", "y\n"])

        def readline(self, *_size):
            answer = next(self.answers)
            if answer == "3891977766\n":
                here.place(Medium(MediumType.UID, bytes.fromhex("86CFD936")))
            return answer

    monkeypatch.setattr("sys.stdin", Console())
    assert learn(file, "--known", f"virtual:{here.name}", "--seconds", "5") == 0
    told = capsys.readouterr().out
    assert "tap another one" in told
    assert "26DEFAE7" not in told
    assert load(file, {}).wedge.profile == "8H10D-reversed"


def test_who_says_no_saves_nothing(file, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
    assert learn(file, "--card", "26DEFAE7=0652147431") == EXIT_FAILED
    assert file.read_text("utf-8") == FILE


def test_taps_on_the_real_pcsc_stack_and_a_serial_port(file, slots, lay_card, tmp_path):
    rig = SerialRig(tmp_path)
    lay_card(bytes.fromhex("04A1B2C3D4E5F6"))
    over = threading.Event()

    def tap_again_and_again():
        while not over.wait(0.2):
            rig.send(b"F6E5D4C3B2A104\r\n")

    hand = threading.Thread(target=tap_again_and_again)
    hand.start()
    try:
        assert learn(file, "--known", f"pcsc:{slots[0].reader}", "--new", f"serial:{rig.link}", "--seconds", "8", "--yes") == 0
    finally:
        over.set()
        hand.join()
        rig.unplug()
    assert "profile=HEX-reversed" in load(file, {}).reader.more[1]


# --- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[wedge]\nprofile = "HEX"\n'),
        ("[wedge]\n", '[wedge]\nprofile = "HEX"\n'),
        (
            "[wedge]  # keys\nreads='cards'\n\n[kiosk]\nidle_s=1\n",
            "[wedge]  # keys\nreads='cards'\nprofile = \"HEX\"\n\n[kiosk]\nidle_s=1\n",
        ),
        ("[wedge]\nprofile='8H10D'\nreads='cards'", "[wedge]\nprofile = \"HEX\"\nreads='cards'\n"),
        ('[wedge]\nprofile = "8H#10"  # as # sold\n', '[wedge]\nprofile = "HEX"  # as # sold\n'),
        ("[wedge]\n  'profile'='8H10D'", '[wedge]\nprofile = "HEX"\n'),
        ("[kiosk]\nidle_s=1", '[kiosk]\nidle_s=1\n\n[wedge]\nprofile = "HEX"\n'),
    ],
)
def test_a_key_is_put_in_its_place(tmp_path, before, after):
    file = tmp_path / "station.toml"
    if before:
        file.write_text(before, "utf-8")
    change(file, "wedge", {"profile": "HEX"})
    assert file.read_text("utf-8") == after
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_who_may_read_the_file_stays(tmp_path, mode, monkeypatch):
    synced = []
    monkeypatch.setattr("os.fsync", synced.append)
    file = tmp_path / "station.toml"
    file.write_text("[wedge]\n", "utf-8")
    file.chmod(mode)
    change(file, "wedge", {"profile": "HEX"})
    assert file.stat().st_mode & 0o777 == mode
    assert synced


def test_a_file_that_is_not_right_is_left_alone(tmp_path):
    file = tmp_path / "station.toml"
    file.write_text("[wedge\n", "utf-8")
    with pytest.raises(EnvironmentProblem) as caught:
        change(file, "wedge", {"profile": "HEX"})
    assert caught.value.code is Code.SETTINGS_INVALID
    file.write_text("wedge.profile = 'HEX'\n", "utf-8")
    with pytest.raises(EnvironmentProblem):
        change(file, "wedge", {"profile": "8H10D"})
    assert file.read_text("utf-8") == "wedge.profile = 'HEX'\n"
    assert list(tmp_path.iterdir()) == [file]


def test_enrolling_after_learning_still_notes_the_platforms_address(city):
    state = city.directory / "counter"
    state.mkdir()
    (state / "station.toml").write_text('[wedge]\nprofile = "8H10D"\n', "utf-8")
    city.station("counter")
    settings = load(state / "station.toml", {})
    assert (settings.platform.url, settings.wedge.profile) == (city.platform.url, "8H10D")
