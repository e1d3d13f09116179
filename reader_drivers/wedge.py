"""Readers and scanners that type: keystroke bursts told from a person's typing by their pace, and read by a profile.

| | |
|---|---|
| Reads | UIDs as `reader_drivers.identifier_profiles` knows them; codes of four characters and more |
| Readers | any keyboard wedge; with an input method in between, one that lets digits and letters through |
| Platforms | all; the keys are captured in `ui/key_capture.py` |
| Third party | nothing |

A person's keys are some 100 ms apart and, when two fingers roll over each other, now and then 20 ms; a wedge's come every 1 to
30 ms for the whole number. So each key is held until the next one is late (`gap_ms`), and `_LEAST` keys in a row without a
late one are a burst. A code can make a scanner press keys that are commands (Escape, F9, Ctrl+A): at that pace they are the
burst's, reach no window, and spoil it.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import msgspec
import structlog

from domain.errors import Refused
from domain.media import Medium, MediumType
from domain.ports import NO_CHARACTER, Clock, DriverSpec, KeyVerdict, Probe, ReaderEvent
from reader_drivers.reader_words import MOST_CODE_BYTES, SENT_OPTIONS, ReaderWords, Sent
from reader_drivers.taps import IdentifierReader

NAME = "Keyboard wedge"
TERMINATORS = "\r\n\t"
_LEAST = 6
_LEAST_WITH_END = 4
"""A short code's keys, when a terminator follows them as quickly."""
_MOST_TYPED = 3
"""So many keys of a person can stand in the same quick run before a reader's; more were a torn burst."""
_SLACK = 3.0
"""What has shown itself as a burst may falter once for so many gaps; a person who goes on typing does so again."""
_TAIL_S = 0.25
"""A terminator so soon after a burst is still the reader's: some send two, some late. In seconds."""
_APART = 2.0
_LEAST_GAP_S = 0.002
_log = structlog.get_logger(__name__)


class Burst(msgspec.Struct, frozen=True, kw_only=True):
    """One run of quick keys, taken apart."""

    typed: int
    """Keys at its beginning that a person typed."""
    media: list[Medium]
    """Empty: something was sent that is no identifier."""


class BurstReader:
    """What a run of keys says, by the station's settings."""

    def __init__(self, sent: Sent) -> None:
        self._sent = sent
        self.least = _LEAST_WITH_END if sent.codes else _LEAST
        """So many quick keys and a terminator are a burst."""

    def whole(self, text: str) -> bool:
        """Whether this is exactly one card's number, so that nothing more is to be waited for."""
        return self._sent.cards is not None and self._sent.cards.padded and self._card(text) is not None

    def read(self, text: str, pressed_s: Sequence[float]) -> Burst:
        """The cards or the code in it; `pressed_s` is when each key was pressed."""
        cards = self._cards(text)
        if cards is not None and (cards.typed == 0 or _stands_apart(cards.typed, pressed_s)):
            return cards
        value = text.encode()
        if self._sent.codes and len(value) <= MOST_CODE_BYTES:
            return Burst(typed=0, media=[Medium(MediumType.CODE, value)])
        return Burst(typed=0, media=[])

    def _cards(self, text: str) -> Burst | None:
        """One card, or several without terminators between, behind at most a few keys that a person typed."""
        media: list[Medium] = []
        rest = text
        while (last := self._last(rest)) is not None:
            medium, length = last
            media.insert(0, medium)
            rest = rest[: len(rest) - length]
        most_typed = 0 if self._sent.codes else _MOST_TYPED
        return Burst(typed=len(rest), media=media) if media and len(rest) <= most_typed else None

    def _last(self, text: str) -> tuple[Medium, int] | None:
        """The card's number at the end of `text`, the longest that is one, and its length."""
        known = self._sent.cards
        if known is None:
            return None
        for length in known.lengths() if known.padded else [len(text)]:
            medium = self._card(text[-length:]) if 0 < length <= len(text) else None
            if medium is not None:
                return medium, length
        return None

    def _card(self, text: str) -> Medium | None:
        try:
            return self._sent.cards.medium(text) if self._sent.cards is not None else None
        except Refused:
            return None


class WedgeReader(IdentifierReader):
    """A `domain.ports.Reader` and, on the windows' thread, `domain.ports.Keystrokes`."""

    def __init__(self, words: str, clock: Clock) -> None:
        """Raises `EnvironmentProblem(SETTINGS_INVALID)`."""
        read = ReaderWords(words, {**SENT_OPTIONS, "gap_ms": "35"})
        super().__init__(read.name or NAME, clock, read.seconds("stays_s"))
        sent = read.sent()
        self.reads_codes = sent.codes
        self._burst = BurstReader(sent)
        self._gap_s = read.whole("gap_ms", 5, 200) / 1000
        self._text = ""
        self._pressed_s: list[float] = []
        self._spoilt = False
        self._faltered = False
        self._follows = False
        self._ended_s: float | None = None
        self.taps.came()

    def poll(self, timeout_s: float) -> list[ReaderEvent]:
        """See `domain.ports.Reader.poll`."""
        self.taps.wait(timeout_s)
        self.taps.woken()
        return self.taps.take()

    def close(self) -> None:
        """See `domain.ports.Reader.close`."""

    # --- keys, on the windows' thread ---------------------------------------------------------------------------------

    def pressed(self, text: str, at_s: float) -> list[KeyVerdict]:
        """See `domain.ports.Keystrokes.pressed`."""
        before = self.waited(at_s)
        if text == NO_CHARACTER and not self._text:
            self._ended_s = at_s
            return [*before, KeyVerdict(swallow=1)]
        if text not in TERMINATORS:
            self._follows |= not self._text and self._ended_lately(at_s, self._gap_s)
            self._spoilt |= text == NO_CHARACTER
            self._ended_s = None
            self._faltered |= bool(self._text) and at_s - self._pressed_s[-1] > self._gap_s
            self._text += text
            self._pressed_s.append(at_s)
            return before + self._shorten()
        if len(self._text) >= self._burst.least:
            return [*before, *self._end(at_s), KeyVerdict(swallow=1)]
        if self._ended_lately(at_s, _TAIL_S):
            return [*before, KeyVerdict(swallow=1)]
        return [*before, *self._let_go(), KeyVerdict(release=1)]

    def at_pace(self, at_s: float) -> bool:
        """See `domain.ports.Keystrokes.at_pace`."""
        patience_s = self.patience_s()
        if patience_s is None:
            return self._ended_lately(at_s, self._gap_s)
        return at_s - self._pressed_s[-1] <= patience_s

    def interrupted(self) -> list[KeyVerdict]:
        """See `domain.ports.Keystrokes.interrupted`: a person's key does not end a reader's burst."""
        return [] if self._confirmed() else self._let_go()

    def waited(self, at_s: float) -> list[KeyVerdict]:
        """See `domain.ports.Keystrokes.waited`."""
        patience_s = self.patience_s()
        if patience_s is None or at_s - self._pressed_s[-1] <= patience_s:
            return []
        return self._end(at_s) if self._confirmed() else self._let_go()

    def patience_s(self) -> float | None:
        """See `domain.ports.Keystrokes.patience_s`."""
        if not self._text:
            return None
        falters = self._confirmed() and not self._faltered and not self._burst.whole(self._text)
        return self._gap_s * _SLACK if falters else self._gap_s

    def _confirmed(self) -> bool:
        """Also the little that follows a burst at its pace, when there are commands in it."""
        return len(self._text) >= _LEAST or (self._follows and self._spoilt)

    def _ended_lately(self, at_s: float, within_s: float) -> bool:
        return self._ended_s is not None and at_s - self._ended_s <= within_s

    def _let_go(self) -> list[KeyVerdict]:
        """What is held was typed by a person."""
        verdict = KeyVerdict(release=len(self._text))
        self._forget(0)
        return [verdict]

    def _shorten(self) -> list[KeyVerdict]:
        """A burst without an end is held no further, and is none."""
        spare = len(self._text) - MOST_CODE_BYTES - _MOST_TYPED
        if spare <= 0:
            return []
        self._spoilt = True
        self._forget(len(self._text) - spare)
        return [KeyVerdict(swallow=spare)]

    def _forget(self, keep: int) -> None:
        self._text = self._text[len(self._text) - keep :]
        self._pressed_s = self._pressed_s[len(self._pressed_s) - keep :]
        if not keep:
            self._spoilt = self._faltered = self._follows = False

    def _end(self, at_s: float) -> list[KeyVerdict]:
        """The burst is over: one or several taps, or something that is no identifier."""
        burst = Burst(typed=0, media=[]) if self._spoilt else self._burst.read(self._text, self._pressed_s)
        if not burst.media:
            _log.warning("wedge_text_not_understood", characters=len(self._text))
        verdict = KeyVerdict(release=burst.typed, swallow=len(self._text) - burst.typed)
        self._forget(0)
        self._ended_s = at_s
        media: Sequence[Medium | None] = burst.media or [None]
        for medium in media:
            self.taps.tap(medium)
        return [verdict]


def _stands_apart(typed: int, pressed_s: Sequence[float]) -> bool:
    """Whether the first `typed` keys have another pace than the rest: what is left of a torn burst has not."""
    gaps_s = [after - before for before, after in pairwise(pressed_s)]
    return gaps_s[typed - 1] > _APART * max(_LEAST_GAP_S, median(gaps_s[typed:]))


def _probe() -> Probe:
    return Probe(readers=[])


DRIVER = DriverSpec(
    name="wedge",
    summary="Readers and scanners that type, through the keyboard",
    real=True,
    capabilities=frozenset({"uid", "idm", "code"}),
    probe=_probe,
    open=WedgeReader,
)
