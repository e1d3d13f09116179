"""Playing the sounds of `assets/sounds`; silence where this machine has nothing to play them with, and never an error."""

import os
import sys
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, QUrl

if TYPE_CHECKING:
    # Imported late: it takes a tenth of a second, after the first frame.
    from PySide6.QtMultimedia import QSoundEffect

Sound = Literal["read", "yes", "done", "attention", "no"]
SOUNDS: tuple[Sound, ...] = ("read", "yes", "done", "attention", "no")
SOUND_OF: dict[Literal["green", "amber", "red"], Sound] = {"green": "done", "amber": "attention", "red": "no"}
"""Of an outcome's kind (`ui.messages.kind_of`), wherever it is told."""
_SOON_MS = 500
"""After the window has come up and before the first card; one that is quicker loads them itself."""


class Sounds(QObject):
    """Make it with the window. GUI thread."""

    def __init__(self, volume: int, parent: QObject | None = None) -> None:
        """`volume`: 0 (none) to 100."""
        super().__init__(parent)
        self._volume = volume
        self._effects: dict[Sound, QSoundEffect] = {}
        self.played: list[Sound] = []
        """The last few that were asked for."""
        self._audible = bool(volume) and has_audio()
        if self._audible:
            QTimer.singleShot(_SOON_MS, self, self._load)

    def play(self, sound: Sound) -> None:
        """Play one now."""
        self.played = [*self.played[-7:], sound]
        if self._audible and not self._effects:
            self._load()
        if sound in self._effects:
            self._effects[sound].play()

    def set_volume(self, volume: int) -> None:
        """0 to 100, from now on. What was made silent stays so: with nothing to hear, no sound was loaded."""
        self._volume = volume
        for effect in self._effects.values():
            effect.setVolume(volume / 100)

    def _load(self) -> None:
        if self._effects:
            return
        from PySide6.QtMultimedia import QSoundEffect

        for sound in SOUNDS:
            with as_file(files("assets") / "sounds" / f"{sound}.wav") as path:
                effect = QSoundEffect(self)
                effect.setSource(QUrl.fromLocalFile(str(path)))
                effect.setVolume(self._volume / 100)
                self._effects[sound] = effect


def has_audio() -> bool:
    """Whether something here can be heard; on Linux asked of the system, as Qt's own question there is a warning."""
    if sys.platform != "linux":
        return True
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    servers = [Path(runtime) / name for name in ("pulse/native", "pipewire-0")] if runtime else []
    cards = Path("/proc/asound/cards")
    has_card = cards.exists() and "no soundcards" not in cards.read_text("ascii", "replace")
    return has_card or "PULSE_SERVER" in os.environ or any(server.exists() for server in servers)
