"""How a reader is named in the settings: `DRIVER:NAME?option=value&option=value`."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

import msgspec

from domain.errors import Code, EnvironmentProblem
from reader_drivers.identifier_profiles import Profile, profile

MOST_CODE_BYTES = 4296
"""What the largest QR code holds of letters (ISO/IEC 18004, table 7: version 40-L); of bytes it is 2,953."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader's texts are: cards by a profile, codes, or both (a card is what the profile reads, with its marks)."""

    cards: Profile | None
    codes: bool


class ReaderWords:
    """The words of one reader. Whatever raises is `EnvironmentProblem(SETTINGS_INVALID)` with `where` and `expected`."""

    def __init__(self, words: str, allowed: Mapping[str, str]) -> None:
        """`allowed` are the options and their defaults."""
        self.name, _, query = words.partition("?")
        options = dict(parse_qsl(query, keep_blank_values=True))
        unknown = sorted(options.keys() - allowed.keys())
        if unknown:
            raise invalid(words, f"{', '.join(allowed)} (not {', '.join(unknown)})")
        self._words = words
        self._options = {**allowed, **options}

    def text(self, option: str) -> str:
        """The option's text."""
        return self._options[option]

    def seconds(self, option: str) -> float:
        """The option as seconds, 0 to 3600."""
        return self._number(option, float, 0.0, 3600.0)

    def whole(self, option: str, least: int, most: int) -> int:
        """The option as a whole number."""
        return int(self._number(option, int, least, most))

    def sent(self) -> Sent:
        """What `reads`, `profile`, `prefix` and `suffix` say."""
        reads = self.text("reads")
        if reads not in {"cards", "codes", "both"}:
            raise invalid(self._words, "reads=cards, codes, both")
        try:
            known = profile(self.text("profile"), prefix=self.text("prefix"), suffix=self.text("suffix"))
        except EnvironmentProblem as problem:
            raise invalid(self._words, f"profile={problem.details['expected']}") from problem
        if reads == "both" and not (known.prefix or known.suffix):
            # Anybody can print a code that reads like a card's number.
            raise invalid(self._words, "prefix=… or suffix=… (reads=both)")
        return Sent(cards=known if reads != "codes" else None, codes=reads != "cards")

    def _number(self, option: str, kind: Callable[[str], float], least: float, most: float) -> float:
        try:
            value = kind(self.text(option))
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise invalid(self._words, f"{option}={least:g}…{most:g}")
        return value


SENT_OPTIONS: Mapping[str, str] = {"reads": "cards", "profile": "HEX", "prefix": "", "suffix": "", "stays_s": "20"}
"""What a reader that sends texts can be told, and what it does by itself.

It cannot tell when a card is lifted. Long enough to be served by, the next one may come at any time; 0 for taps alone.
"""


def invalid(words: str, expected: str) -> EnvironmentProblem:
    """The complaint about a reader's words; `reader_drivers.catalogue` adds where they stand."""
    return EnvironmentProblem(Code.SETTINGS_INVALID, file="station.toml", where=words, expected=expected)
