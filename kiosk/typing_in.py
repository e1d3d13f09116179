"""Digits that somebody types on the pad."""

from kiosk.states import Digit, EraseAll, EraseDigit, Pressed


def typed_on(digits: str, press: Pressed, most: int) -> str:
    """The digits after a press; the same ones when it means nothing to them."""
    match press:
        case Digit(value=value) if len(digits) < most and len(value) == 1 and value in "0123456789":
            return digits + value
        case EraseDigit():
            return digits[:-1]
        case EraseAll():
            return ""
    return digits
