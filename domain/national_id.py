"""身分證統一編號 and both 居留證統一證號 formats.

Source: Ministry of the Interior. One letter, nine digits; the letter becomes two digits, the weights are
1 9 8 7 6 5 4 3 2 1 1 and the sum is divisible by 10. The second character is 1 or 2 for nationals, 8 or 9 for residents since
2021-01-02, A to D on residence permits before, which are valid until 2031-01-01.
"""

import re
from datetime import date
from enum import StrEnum

from domain.errors import Code, Refused

_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_FORMAT = re.compile(r"[A-Z][1289A-D][0-9]{8}", re.ASCII)
_OLD_FORMAT_ENDS = date(2031, 1, 1)


class IdType(StrEnum):
    """Which number it is."""

    NATIONAL = "national"
    RESIDENT = "resident"
    RESIDENT_OLD = "resident_old"


def check(text: str, today: date) -> str:
    """The number in its standard form (upper case, no spaces).

    Raises `Refused` with `NATIONAL_ID_FORMAT`, `NATIONAL_ID_CHECKSUM` or `NATIONAL_ID_EXPIRED_FORMAT`.
    """
    number = "".join(text.split()).upper().translate(_FULL_WIDTH)
    if not _FORMAT.fullmatch(number):
        raise Refused(Code.NATIONAL_ID_FORMAT)
    if sum(digit * weight for digit, weight in zip(_digits(number), _WEIGHTS, strict=True)) % 10:
        raise Refused(Code.NATIONAL_ID_CHECKSUM)
    if type_of(number) is IdType.RESIDENT_OLD and today >= _OLD_FORMAT_ENDS:
        raise Refused(Code.NATIONAL_ID_EXPIRED_FORMAT)
    return number


def type_of(number: str) -> IdType:
    """Which of the three a well-formed number is."""
    if number[1] in "12":
        return IdType.NATIONAL
    return IdType.RESIDENT if number[1] in "89" else IdType.RESIDENT_OLD


def check_digit(first_nine: str) -> str:
    """The tenth character that makes nine characters a valid number."""
    return str(-sum(digit * weight for digit, weight in zip(_digits(first_nine + "0"), _WEIGHTS, strict=True)) % 10)


_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}


def _digits(number: str) -> list[int]:
    first = _LETTERS.index(number[0]) + 10
    second = int(number[1]) if number[1].isdigit() else _LETTERS.index(number[1]) % 10
    return [first // 10, first % 10, second, *(int(character) for character in number[2:])]
