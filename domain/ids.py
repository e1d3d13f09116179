"""Identifiers that are made once, before the first attempt, and kept by every retry."""

import secrets
import unicodedata
from uuid import UUID

from domain.errors import Code, Refused


def new_op_id(now_ms: int) -> UUID:
    """A UUIDv7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 random bits, so ids sort by their making.

    The clock may be wrong; uniqueness rests on the random bits alone.
    """
    random_bits = secrets.randbits(74)
    value = (now_ms & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | (random_bits >> 62) << 64 | 0b10 << 62
    return UUID(int=value | random_bits & ((1 << 62) - 1))


def new_token() -> str:
    """256 random bits, URL-safe: a station's bearer token."""
    return secrets.token_urlsafe(32)


ENROLMENT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_enrolment_code() -> str:
    """A one-time code of 12 speakable characters (58 bits), in groups of four: `ABCD-2345-WXYZ`."""
    letters = [secrets.choice(ENROLMENT_ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SYMBOLS = 8
_RECEIPT_SYMBOLS = 12
_READ_AS = str.maketrans("ILO", "110")


def recovery_code(op_id: UUID) -> str:
    """The speakable code of an unfinished act: 35 of the op_id's random bits in Crockford's base 32, then a check symbol.

    The check is a Reed-Solomon symbol over GF(32), so any one wrong symbol and any two swapped ones are found. Source of
    the alphabet (no I, L, O, U): Douglas Crockford, Base32.
    """
    return _grouped(op_id.int & ((1 << 35) - 1), _SYMBOLS)


def is_recovery_code(text: str) -> bool:
    """Whether `parse_recovery_code` takes `text`."""
    try:
        parse_recovery_code(text)
    except Refused:
        return False
    return True


def parse_recovery_code(text: str) -> str:
    """The code as `recovery_code` writes it, from what a person typed or spoke, an input method wrote or a scanner sent.

    Case, width, spaces, dashes and full stops are ignored; I, L and O read as 1, 1 and 0. Raises
    `Refused(RECOVERY_CODE_INVALID)` for anything else, such as a code with one wrong symbol or two swapped ones.
    """
    return _read(text, _SYMBOLS, Code.RECOVERY_CODE_INVALID)


def receipt_number(application: UUID) -> str:
    """The speakable number of an application: 55 of its id's random bits, then a check symbol, `XXXX-XXXX-XXXX`.

    Of the same kind as `recovery_code`, and longer: of 3,000,000 numbers two are the same once in 8,000 cities.
    """
    return _grouped(application.int & ((1 << 55) - 1), _RECEIPT_SYMBOLS)


def parse_receipt_number(text: str) -> str:
    """The number as `receipt_number` writes it, from what a person typed or spoke. Raises `Refused(APPLICATION_UNKNOWN)`."""
    return _read(text, _RECEIPT_SYMBOLS, Code.APPLICATION_UNKNOWN)


def _grouped(number: int, length: int) -> str:
    """`length` symbols in groups of four, the last of them the check."""
    symbols = [number >> shift & 31 for shift in range(5 * (length - 2), -1, -5)]
    return _in_fours("".join(_CROCKFORD[symbol] for symbol in [*symbols, _check(symbols)]))


def _read(text: str, length: int, otherwise: Code) -> str:
    folded = "".join(each for each in unicodedata.normalize("NFKC", text).upper() if not _is_separator(each))
    folded = folded.translate(_READ_AS)
    if len(folded) != length or any(symbol not in _CROCKFORD for symbol in folded):
        raise Refused(otherwise)
    *symbols, check = (_CROCKFORD.index(symbol) for symbol in folded)
    if _check(symbols) != check:
        raise Refused(otherwise)
    return _in_fours(folded)


def _in_fours(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _is_separator(character: str) -> bool:
    """Spaces and line ends, every dash, and what a hurried hand puts between groups."""
    return character in "._·/" or unicodedata.category(character) in ("Pd", "Zs", "Zl", "Zp", "Cc", "Cf") or character == "−"


def _check(symbols: list[int]) -> int:
    total = 0
    for symbol in symbols:
        total = _times_alpha(total ^ symbol)
    return total


def _times_alpha(element: int) -> int:
    """Multiply by the generator of GF(32) with the primitive polynomial x^5 + x^2 + 1."""
    doubled = element << 1
    return doubled ^ 0b100101 if doubled > 31 else doubled
