"""Contrast as WCAG 2.2 defines it, for programme colours and for the theme's own tokens."""

import re

WHITE = "#FFFFFF"
BRAND_CONTRAST = 4.5
"""What a brand colour needs against white so that normal text on it can be read (WCAG 2.2, 1.4.3 AA)."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written `#RRGGBB`, from 1 to 21 (WCAG 2.2, "contrast ratio").

    Raises `ValueError` for anything not written so.
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    if not re.fullmatch("#[0-9A-Fa-f]{6}", colour):
        raise ValueError(colour)
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
