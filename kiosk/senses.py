"""What is heard at a kiosk: a sound for how it goes, and, for whoever wants it, what stands on the screen."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk.flow import Flow
from kiosk.look import Preferences
from kiosk.page import Page
from kiosk.reports import FromStation
from kiosk.sounding import sound_of
from kiosk.spoken import joined, said_around, said_on
from kiosk.states import Asking, FromDesk, Input, State, StillThere, Tick
from station.settings import KioskSettings
from ui.sounds import Sounds
from ui.voice import Voice, find_voice


class Senses(QObject):
    """Tell it what happens and what is shown. GUI thread; it waits for nothing."""

    def __init__(self, settings: KioskSettings, flow: Flow, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._settings, self._flow = settings, flow
        self._volume = settings.volume
        self.sounds = Sounds(settings.volume, self)
        self.find: Callable[[int, QObject | None], Voice] = find_voice
        """Looks for a voice, when one is wanted for the first time."""
        self._voice: Voice | None = None
        self._shown: type[State] | None = None
        self._screen: tuple[type[State], str] | None = None
        self._said: list[str] = []
        self._told_around = ""
        """The language in which this person was told of what is on every screen."""
        self.speaking = ""
        """What was given to be spoken last and not taken back."""

    def happened(self, event: Input) -> None:
        """Whatever somebody touches ends what is being said."""
        if not isinstance(event, Tick | FromStation | FromDesk):
            self._hush()

    def hear(self, state: State, preferences: Preferences) -> None:
        """A state has come up: its sound is asked for before its screen is laid out, which takes longer."""
        self._set_volume(preferences.loudness(self._settings.volume))
        if type(state) is not self._shown:
            before, self._shown = self._shown, type(state)
            sound = sound_of(state, answers=before is not None and issubclass(before, Asking))
            if sound is not None and before is not None:
                self.sounds.play(sound)

    def show(self, page: Page[Any], preferences: Preferences) -> None:
        """A screen is shown, or shown otherwise."""
        if page.state is None:
            return
        state = page.state
        self._set_volume(preferences.loudness(self._settings.volume))
        self._flow.spoken = preferences.speech
        if preferences.speech:
            self._speak(page, (type(state), preferences.language))
        elif self._screen is not None:
            self._screen, self._said, self._told_around = None, [], ""
            self._hush()

    def say(self, text: str, language: str) -> None:
        """Say something that does not stand on the screen; whatever is touched next ends it."""
        if self._voice is None:
            self._voice = self.find(self._volume, self)
        self.speaking = text
        self._voice.say(text, language)

    def close(self) -> None:
        """Say nothing more."""
        self._hush()

    def _set_volume(self, volume: int) -> None:
        if volume == self._volume:
            return
        self._volume = volume
        self.sounds.set_volume(volume)
        if self._voice is not None:
            self._voice.set_volume(volume)

    def _speak(self, page: Page[Any], screen: tuple[type[State], str]) -> None:
        """All of another screen; of the same one what is new on it, but for seconds that are counted down."""
        said, before = said_on(page, alone=self._settings.headset), self._said
        if screen == self._screen:
            fresh = [] if screen[0] is StillThere else [each for each in said if each not in before]
        else:
            fresh = said
        self._screen, self._said = screen, said
        if fresh and self._told_around != screen[1]:
            self._told_around = screen[1]
            fresh = [*fresh, said_around(self._window)]
        if fresh:
            self.say(joined(fresh), screen[1])

    def _hush(self) -> None:
        if self.speaking:
            self.speaking = ""
            if self._voice is not None:
                self._voice.stop()
