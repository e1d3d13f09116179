"""Light and buzzer of ACS readers of the ACR122 family, by a command that the reader itself answers while a card lies there.

ACR122U Application Programming Interface V2.04, section 6.2 (ACR1252U-Y3 reference manual V1.03, 5.6.1, "ACR122U compatible",
and ACR122L V1.03, 6.15: the same): `FF 00 40 P2 04 T1 T2 N B`. P2: bits 0 and 1 red and green at the end, bits 2 and 3
whether these are set, bits 4 and 5 red and green while blinking begins, bits 6 and 7 whether these blink. T1 and T2 in 100
ms, N times, B: buzzer during T1 (bit 0) and T2 (bit 1). The reader answers when it has done blinking and sees no card
meanwhile, so it is short, and a card that has just come is reported first.
"""

from domain.ports import Feedback

_READERS = ("ACR122", "ACR1252")

_COMMANDS = {
    Feedback.DONE: bytes.fromhex("FF0040A00401000101"),
    Feedback.ATTENTION: bytes.fromhex("FF0040F00403000101"),
    Feedback.REFUSED: bytes.fromhex("FF0040500401010201"),
}
"""Done: green, one beep of 100 ms. Attention: both colours, one of 300 ms. Refused: red, two of 100 ms. Afterwards the lights
are the reader's own again."""


def feedback_command(reader: str, feedback: Feedback) -> bytes | None:
    """The command for the reader of that PC/SC name, or None when it is not known to have light and buzzer. Any thread."""
    return _COMMANDS[feedback] if any(known in reader for known in _READERS) else None
