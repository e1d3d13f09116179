"""Who speaks: Qt's speech (speech-dispatcher on Linux), else espeak-ng, else nobody; and never an error.

Each says one text at a time: another one takes its place, and `stop` leaves nothing to be said.
"""

import shutil
import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QLocale, QObject, QProcess

if TYPE_CHECKING:
    # Imported late: nobody may ever want to hear it.
    from PySide6.QtTextToSpeech import QTextToSpeech

ESPEAK = "espeak-ng"
_NO_VOICE = "mock"
_END_MS = 500


class Voice(Protocol):
    """Something that speaks. GUI thread; nothing here waits."""

    def say(self, text: str, language: str) -> None:
        """Begin to say a text in a language of `ui.i18n.KIOSK_LANGUAGES`, and nothing else any more."""
        ...

    def stop(self) -> None:
        """Say nothing more, at once."""
        ...

    def set_volume(self, volume: int) -> None:
        """0 to 100, for what is said from now on."""
        ...


class Silence:
    """Where nothing can speak."""

    def say(self, text: str, language: str) -> None:
        """See `Voice`."""

    def stop(self) -> None:
        """See `Voice`."""

    def set_volume(self, volume: int) -> None:
        """See `Voice`."""


class EspeakVoice(QObject):
    """A process of espeak-ng for each text, which it reads from its input: no text stands in a list of processes."""

    def __init__(self, program: str, volume: int, parent: QObject | None = None) -> None:
        """`volume`: 0 to 100."""
        super().__init__(parent)
        self._program, self._volume = program, volume
        self._process: QProcess | None = None

    def say(self, text: str, language: str) -> None:
        """See `Voice`."""
        self.stop()
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(process.deleteLater)
        process.start(self._program, espeak_arguments(language, self._volume))
        process.write(text.encode())
        process.closeWriteChannel()
        self._process = process

    def stop(self) -> None:
        """See `Voice`."""
        process, self._process = self._process, None
        if process is not None and _alive(process):
            process.kill()
            process.waitForFinished(_END_MS)

    def set_volume(self, volume: int) -> None:
        """See `Voice`."""
        self._volume = volume


class QtVoice(QObject):
    """Qt's own."""

    def __init__(self, engine: "QTextToSpeech", volume: int, parent: QObject | None = None) -> None:
        """`volume`: 0 to 100."""
        super().__init__(parent)
        self._engine = engine
        engine.setParent(self)
        self.set_volume(volume)

    def say(self, text: str, language: str) -> None:
        """See `Voice`."""
        self.stop()
        self._engine.setLocale(QLocale(language))
        self._engine.say(text)

    def stop(self) -> None:
        """See `Voice`."""
        self._engine.stop()

    def set_volume(self, volume: int) -> None:
        """See `Voice`."""
        self._engine.setVolume(volume / 100)


def espeak_arguments(language: str, volume: int) -> list[str]:
    """How espeak-ng is asked to speak what it reads."""
    return ["-v", _ESPEAK_VOICES[language], "-a", str(2 * volume), "--stdin"]


_ESPEAK_VOICES = {"zh_TW": "cmn", "en": "en", "vi": "vi", "id": "id"}


def find_voice(volume: int, parent: QObject | None = None) -> Voice:
    """The best that there is here."""
    return _qt_voice(volume, parent) or _espeak(volume, parent) or Silence()


def _qt_voice(volume: int, parent: QObject | None) -> Voice | None:
    if sys.platform == "linux" and shutil.which("speech-dispatcher") is None:
        return None  # Qt's plugin for it would warn and stay silent.
    from PySide6.QtTextToSpeech import QTextToSpeech

    for name in QTextToSpeech.availableEngines():
        engine = QTextToSpeech(name, parent) if name != _NO_VOICE else None
        if engine is not None and engine.state() is not QTextToSpeech.State.Error and engine.availableLocales():
            return QtVoice(engine, volume, parent)
    return None


def _espeak(volume: int, parent: QObject | None) -> Voice | None:
    program = shutil.which(ESPEAK)
    return EspeakVoice(program, volume, parent) if program else None


def _alive(process: QProcess) -> bool:
    from shiboken6 import isValid

    return isValid(process) and process.state() is not QProcess.ProcessState.NotRunning
