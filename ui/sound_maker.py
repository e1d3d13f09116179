"""The kiosk's sounds, made of sine and triangle tones: `python -m ui.sound_maker` writes `assets/sounds`. No Qt.

Of how something went there are three that cannot be taken for each other: what rises is a yes (two quick tones where it is only
an answer, two long ones where something is done), two rough tones that fall want attention, and three low ones are a no. A card
that has been read is one short tone.
"""

import io
import math
import struct
import sys
import wave
from pathlib import Path
from typing import Literal, NamedTuple

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "sounds"
RATE = 44_100
_LOUDEST = 0.6
_EDGE_S = 0.008
"""Up and down, so that nothing clicks."""


class Tone(NamedTuple):
    """One tone, in hertz and seconds; 0 Hz is a pause."""

    hertz: float
    seconds: float
    shape: Literal["sine", "triangle"] = "sine"


_LOW = Tone(233.1, 0.13, "triangle")

SOUNDS: dict[str, tuple[Tone, ...]] = {
    "read": (Tone(880.0, 0.09),),
    "yes": (Tone(784.0, 0.06), Tone(1174.7, 0.1)),
    "done": (Tone(659.3, 0.12), Tone(987.8, 0.24)),
    "attention": (Tone(440.0, 0.16, "triangle"), Tone(0.0, 0.06), Tone(330.0, 0.26, "triangle")),
    "no": (_LOW, Tone(0.0, 0.05), _LOW, Tone(0.0, 0.05), _LOW),
}


def made(tones: tuple[Tone, ...]) -> bytes:
    """The tones one after the other as a WAV file: one channel, 16 bits."""
    samples = [round(value * _LOUDEST * 32_767) for tone in tones for value in _values(tone)]
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return out.getvalue()


def _values(tone: Tone) -> list[float]:
    count = round(tone.seconds * RATE)
    edge = round(_EDGE_S * RATE)
    values = []
    for number in range(count):
        turn = tone.hertz * number / RATE
        wave_ = math.sin(2 * math.pi * turn) if tone.shape == "sine" else 2 * abs(2 * (turn - math.floor(turn + 0.5))) - 1
        values.append(wave_ * min(1.0, number / edge, (count - number) / edge) if tone.hertz else 0.0)
    return values


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, tones in SOUNDS.items():
        (FOLDER / f"{name}.wav").write_bytes(made(tones))
    sys.stdout.write(f"{FOLDER}\n")
