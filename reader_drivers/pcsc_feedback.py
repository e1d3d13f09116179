"""Light and buzzer of ACS readers of the ACR122 family, by a command that the reader itself answers.

ACR122U Application Programming Interface V2.04, section 6.2 (ACR1252U reference manual V1.03, 5.6.1: the same as "ACR122U
compatible"): `FF 00 40 P2 04 T1 T2 N B`; P2: bit 0 red and bit 1 green at the end, bits 2 and 3 that these are set, bits 4 and 5 red
and green while blinking begins, bits 6 and 7 that these blink; T1 and T2 in 100 ms; N times; B: buzzer during T1 (bit 0), T2 (bit 1).
The reader answers when it has done blinking, so what is shown is short: nothing is read meanwhile.
"""

from domain.ports import Feedback

_READERS = ("ACR122", "ACR1222", "ACR1252")

_COMMANDS = {
    Feedback.DONE: bytes.fromhex("FF00402E040100 0101".replace(" ", "")),
    Feedback.REFUSED: bytes.fromhex("FF00405D04010102 01".replace(" ", "")),
}


def feedback_command(reader: str, feedback: Feedback) -> bytes | None:
    """The command for the reader of that PC/SC name, or None when it is not known to have light and buzzer. Any thread."""
    return _COMMANDS[feedback] if any(known in reader for known in _READERS) else None
