"""What a neighbour may see of a name or number."""

import re
import unicodedata

MASK = "○"
_WORD = re.compile(r"\S+")


def mask_name(name: str) -> str:
    """`王小明` → `王○明`, `王明` → `王○`, `Maria Santos` → `M○○○a S○○○○s`. Characters are kept exactly as they are."""
    return _WORD.sub(lambda word: _mask_word(_characters(word[0])), name.strip()) or MASK


def _characters(word: str) -> list[str]:
    """What the eye takes for one character each: a base with its combining marks and variation selectors."""
    characters: list[str] = []
    for point in word:
        if characters and unicodedata.category(point).startswith("M"):
            characters[-1] += point
        else:
            characters.append(point)
    return characters


def _mask_word(word: list[str]) -> str:
    if len(word) == 1:
        return MASK
    if len(word) == 2:
        return word[0] + MASK
    return word[0] + MASK * (len(word) - 2) + word[-1]


def mask_national_id(number: str) -> str:
    """`A123456789` → `A12****789`."""
    return f"{number[:3]}****{number[7:]}" if len(number) == 10 else "*" * len(number)
