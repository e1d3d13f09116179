"""Speech and sounds at the kiosk: what every screen says in every language, what is never said, and who stops it."""

import io
import math
import shutil
import struct
import subprocess
import wave
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace

import msgspec
import pytest
from PySide6.QtCore import QObject, QProcess, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from citycard_app.practice import practice_settings
from kiosk.app import open_window
from kiosk.limits import SPOKEN_WARNING_S
from kiosk.record_states import RecordPart
from kiosk.reports import CardOff, CardOn
from kiosk.spoken import joined, said_on
from kiosk.states import Attract, Balance, Digit, Leave, OwnAmount, SecondFactor, State, StillThere, Tick
from kiosk.window import KioskWindow
from station.settings import KioskSettings, ScreenSettings
from station.wiring import open_station
from tests.clocks import SetClock
from tests.qt.kiosk_states import MEDIUM, PERSON, STATES
from ui import sound_maker, sounds, voice
from ui.i18n import KIOSK_LANGUAGES, set_language

HEARD = dict(zip(STATES, Random(20).choices(list(KIOSK_LANGUAGES), k=len(STATES)), strict=True))
"""In which language each screen is heard, and not only read: in all of them it would take a minute."""
KEPT_BACK = {
    "zh_TW": "金額和個人資料只顯示在畫面上，不會唸出來",
    "en": "Amounts and personal details are shown on the screen only",
    "vi": "Số tiền và thông tin cá nhân chỉ hiện trên màn hình",
    "id": "Jumlah uang dan data pribadi hanya tampil di layar",
}
_LOUD = 500
"""Of 32,767: the mean of what is heard."""
_EACH = 23
"""One of so many samples tells how loud it is."""


class Recorder:
    """A voice that notes what it was given; None for each time it was stopped."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str] | None] = []
        self.volume = -1

    def say(self, text: str, language: str) -> None:
        self.heard.append((text, language))

    def stop(self) -> None:
        self.heard.append(None)

    def set_volume(self, volume: int) -> None:
        self.volume = volume

    def last(self) -> str:
        assert self.heard
        assert self.heard[-1] is not None, "it was stopped"
        return self.heard[-1][0]


@pytest.fixture(scope="module")
def window(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KioskWindow]:
    settings = msgspec.structs.replace(
        practice_settings(tmp_path_factory.mktemp("kiosk") / "station"),
        screen=ScreenSettings(full_screen=False, width_mm=398, reduced_motion=True),
        kiosk=KioskSettings(nearest="示範圖書館 1 樓", headset=True),
    )
    station = open_station(settings)
    made = open_window(station, SetClock())
    made._ticks.stop()
    made.setUpdatesEnabled(False)
    made.resize(540, 960)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    station.stop()


@pytest.fixture
def recorder(window: KioskWindow) -> Iterator[Recorder]:
    """Speech is on; everything is as it was afterwards."""
    made = Recorder()
    window.senses.find = lambda _volume, _parent: made
    window.senses._voice = None
    show(window, Attract())
    press(window, "kiosk.speech")
    yield made
    window.senses._voice = None
    show(window, Attract())
    window._clear()
    window.senses.show(window.page(), window.preferences)


def show(window: KioskWindow, state: State) -> None:
    window.flow.state = state
    window._show()
    QApplication.processEvents()


def press(window: KioskWindow, name: str) -> None:
    button = window.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def loudness(audio: bytes) -> tuple[float, float]:
    """Seconds, and the mean of a WAV file's samples."""
    with wave.open(io.BytesIO(audio)) as file:
        frames = file.readframes(file.getnframes())
        seconds = len(frames) / 2 / file.getframerate()
    samples = struct.unpack(f"<{len(frames) // 2}h", frames)[::_EACH]
    return seconds, math.sqrt(sum(each * each for each in samples) / max(1, len(samples)))


@pytest.mark.parametrize("language", KIOSK_LANGUAGES)
def test_every_screen_says_something_and_never_a_proof(window: KioskWindow, language: str, tmp_path: Path) -> None:
    set_language(language)
    for name, state in STATES.items():
        show(window, state)
        said = said_on(window.page(), alone=True)
        assert said, name
        text = joined(said)
        assert not set("●＿") & set(text), name
        page = window.page()
        if HEARD[name] == language:
            audio = tmp_path / f"{name}.wav"
            words = voice.espeak_arguments(language, 60)
            subprocess.run([voice.ESPEAK, *words, "-w", str(audio)], input=text.encode(), check=True, timeout=20)
            seconds, loud = loudness(audio.read_bytes())
            assert seconds > 0.5, name
            assert loud > _LOUD, name
        if hasattr(page, "typed") and not isinstance(state, OwnAmount):
            assert page.typed.full_text() not in text, name
        if page.private:
            aloud = joined(said_on(page, alone=False))
            assert aloud.startswith(KEPT_BACK[language]), "aloud only why nothing is said, and what can be pressed"
            assert not set("0123456789") & set(aloud), name
    assert any(isinstance(state, RecordPart) for state in STATES.values())
    show(window, STATES["done"])
    between = "，" if language == "zh_TW" else ", "
    assert between.join("7K3MQ9ZT") in said_on(window.page(), alone=True), "letter by letter"
    assert not any(character.isdigit() for each in said_on(window.page(), alone=False) for character in each)


def test_where_others_hear_it_questions_buttons_and_public_figures_are_said_and_nothing_of_anybody(window: KioskWindow) -> None:
    set_language("zh_TW")
    for name, (said, unsaid) in {
        "confirm": (("要兌換嗎", "可以按：兌換"), ("500", "750")),
        "confirm on card": (("要存進卡片嗎", "可以按：存進卡片"), ("500", "1750")),
        "confirm offline": (("要登記兌換嗎", "可以按：登記兌換"), ("500",)),
        "working on card": (("請勿移開卡片", "正在寫進卡片"), ("500",)),
        "reader lost": (("1999",), ()),
        "still there": (("20 秒後結束",), ()),
        "second factor": (("60 分鐘",), ()),
        "locked": (("60 分鐘",), ("500", "7，K")),
        "amount": (("每次 10 元 到 1000 元",), ("1,250",)),
        "own amount wrong": (("這個金額不在可以兌換的範圍內",), ("99999",)),
        "bound": ((), ("E，5，8，0",)),
    }.items():
        show(window, STATES[name])
        text = joined(said_on(window.page(), alone=False))
        assert [each for each in said if each not in text] == [], name
        assert [each for each in unsaid if each in text] == [], name
        assert (KEPT_BACK["zh_TW"] in text) is (bool(unsaid) and name != "working on card"), name


def test_what_is_on_every_screen_is_said_once_to_each_person(window: KioskWindow, recorder: Recorder) -> None:
    around = "每個畫面都有："
    told = recorder.last().partition(around)[2]
    assert [each for each in ("English", "按鍵移到下方", "放大文字", "上一步", "離開") if each not in told] == []
    show(window, STATES["balance"])
    assert around not in recorder.last()
    window._clear()
    window.senses.show(window.page(), window.preferences)
    show(window, Attract())
    press(window, "kiosk.speech")
    assert around in recorder.last(), "the next person is told again"


def test_one_touch_begins_and_every_touch_ends_what_is_being_said(window: KioskWindow, recorder: Recorder) -> None:
    assert "請放上卡片" in recorder.last()
    show(window, STATES["balance"])
    assert "1,250 點" in recorder.last()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    assert recorder.heard[-1] is None
    assert window.senses.speaking == ""
    before = len(recorder.heard)
    window._show()
    assert len(recorder.heard) == before, "the same screen is not said twice"
    press(window, "kiosk.language")
    told = recorder.heard[-1]
    assert told is not None
    assert told[1] == "en"
    press(window, "kiosk.speech")
    assert recorder.heard[-1] is None
    show(window, STATES["confirm"])
    assert recorder.heard[-1] is None, "nothing more is said"


def test_what_is_typed_is_said_of_an_amount_and_never_of_a_birthday(window: KioskWindow, recorder: Recorder) -> None:
    show(window, OwnAmount(person=PERSON))
    window.feed(Digit(value="7"))
    assert "7 元" in recorder.last()
    show(window, SecondFactor(person=PERSON, amount_ntd=50))
    before = len(recorder.heard)
    for digit in "0105":
        window.feed(Digit(value=digit))
    assert [each for each in recorder.heard[before:] if each is not None and any(c in each[0] for c in "0157")] == []


def test_the_end_of_a_session_ends_it_and_the_warning_leaves_time(window: KioskWindow, recorder: Recorder) -> None:
    window.flow.handle(CardOff(), 0.0)
    show(window, STATES["balance"])
    window.flow._touched_s = 0.0
    window.feed(Tick())
    state = window.flow.state
    assert isinstance(state, StillThere)
    assert state.left_s == SPOKEN_WARNING_S
    before = len(recorder.heard)
    window.flow.state = msgspec.structs.replace(state, left_s=19)
    window._show()
    assert len(recorder.heard) == before, "seconds are not counted aloud"
    window.feed(Leave())
    assert recorder.heard[-1] is None
    assert (window.senses.speaking, window.senses._said) == ("", [])
    assert not window.preferences.speech
    window.feed(CardOn(medium=MEDIUM))
    assert recorder.heard[-1] is None, "the next person is not read to"
    window.feed(CardOff())


def test_the_volume_goes_round_is_heard_at_once_and_ends_with_the_session(window: KioskWindow, recorder: Recorder) -> None:
    effect = Recorder()
    window.senses.sounds._effects = {"done": SimpleNamespace(setVolume=lambda part: effect.set_volume(round(part * 100)))}
    button = window.findChild(QAbstractButton, "kiosk.volume")
    assert isinstance(button, QAbstractButton)
    usual = KioskSettings().volume
    heard = []
    for _ in range(3):
        press(window, "kiosk.volume")
        assert recorder.last() == button.accessibleName(), "a word to hear how loud it is"
        heard.append((recorder.last(), recorder.volume, effect.volume))
    assert heard == [("音量：大聲", 100, 100), ("音量：小聲", 30, 30), ("音量：普通", usual, usual)]
    press(window, "kiosk.volume")
    window.feed(CardOn(medium=MEDIUM))
    assert recorder.heard[-1] is not None, "what is on the screen is said at that volume"
    assert recorder.volume == 100
    window.feed(CardOff())
    show(window, STATES["balance"])
    window.feed(Leave())
    assert (recorder.volume, effect.volume) == (usual, usual)
    assert not button.isVisible()
    press(window, "kiosk.speech")
    press(window, "kiosk.volume")
    show(window, StillThere(under=Balance(person=PERSON), ends_s=1.0, left_s=20))
    press(window, "kiosk.volume")
    assert recorder.volume == 100, "the touch only says that somebody is there"
    show(window, Attract())
    press(window, "kiosk.speech")
    assert (recorder.volume, effect.volume) == (usual, usual), "nobody is left with a volume and no tool for it"
    window.senses.sounds._effects = {}


def test_without_an_engine_or_a_loudspeaker_there_is_silence(
    window: KioskWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    assert shutil.which(voice.ESPEAK), "espeak-ng is missing (packaging/debian-packages.txt)"
    found = voice.find_voice(0)
    found.say("示範", "zh_TW")
    found.stop()
    assert isinstance(found, voice.EspeakVoice), "no speech-dispatcher here"
    found.say("示範", "zh_TW")
    process = found.findChild(QProcess)
    assert process is not None
    qtbot.waitUntil(lambda: not voice._alive(process), timeout=10_000)
    found.stop()
    monkeypatch.setattr(voice.shutil, "which", lambda _name: None)
    silence = voice.find_voice(60)
    assert isinstance(silence, voice.Silence)
    silence.say("示範", "zh_TW")
    silence.stop()
    gone = voice.EspeakVoice("/nonexistent/espeak-ng", 60)
    gone.say("示範", "zh_TW")
    gone.stop()


def test_sounds_are_what_their_maker_makes_short_audible_and_different() -> None:
    kept = {name: (sound_maker.FOLDER / f"{name}.wav").read_bytes() for name in sounds.SOUNDS}
    assert kept == {name: sound_maker.made(tones) for name, tones in sound_maker.SOUNDS.items()}
    assert len(set(kept.values())) == len(kept)
    for audio in kept.values():
        seconds, loud = loudness(audio)
        assert 0.05 < seconds < 0.6
        assert loud > _LOUD


def test_yes_attention_and_no_sound_different_as_their_shapes_are(window: KioskWindow) -> None:
    for name, sound in {
        "reading": "read",
        "done": "done",
        "settled, on the card": "done",
        "pending": "attention",
        "refused": "attention",
        "torn": "attention",
        "unknown": "attention",
        "reader lost": "attention",
        "second factor wrong": "attention",
        "blocked": "no",
        "locked": "no",
        "no record, locked": "no",
        "shut out": "no",
    }.items():
        show(window, Attract())
        show(window, STATES[name])
        assert window.senses.sounds.played[-1] == sound, name
        window._show()
    window.senses.sounds.played = []
    show(window, STATES["balance"])
    assert window.senses.sounds.played == [], "a step back to the points is no answer"
    for answer, sound in {"balance": "yes", "balance offline": "attention", "record": "yes"}.items():
        show(window, STATES["opening" if answer == "record" else "reading"])
        show(window, STATES[answer])
        assert window.senses.sounds.played[-1] == sound, answer
    loud = {"green": "done", "amber": "attention", "red": "no"}
    assert loud == sounds.SOUND_OF


def test_whoever_taps_hears_it_before_anything_that_takes_longer(window: KioskWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    show(window, Attract())
    asked: list[tuple[str, str, bool]] = []
    told: list[object] = []
    monkeypatch.setattr(window._link, "carry_out", told.append)
    monkeypatch.setattr(window.senses.sounds, "play", lambda sound: asked.append((sound, window.page().name, bool(told))))
    window.feed(CardOn(medium=MEDIUM))
    assert asked == [("read", "attract", False)], "no screen was laid out and nobody asked before"
    assert window.page().name == "reading"
    window.feed(CardOff())


def test_sounds_are_loaded_before_the_first_card_and_by_it_where_it_is_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[QObject] = []

    def load(made: QObject) -> None:
        loaded.append(made)

    monkeypatch.setattr(sounds.Sounds, "_load", load)
    monkeypatch.setattr(sounds, "_SOON_MS", 0)
    for volume, audio, expected in ((60, False, 0), (0, True, 0), (60, True, 1)):
        monkeypatch.setattr(sounds, "has_audio", lambda audio=audio: audio)
        made = sounds.Sounds(volume)
        QTest.qWait(5)
        assert len(loaded) == expected
        made.play("done")
    monkeypatch.setattr(sounds, "_SOON_MS", 60_000)
    sounds.Sounds(60).play("read")
    assert len(loaded) == expected + 2, "with nothing loaded yet, whoever plays loads"
