"""Lines out of a stream of bytes: ended by a terminator or by silence, and never longer than agreed."""

_ENDS = b"\r\n\0\x03"
"""Carriage return, line feed, NUL, and ETX, which readers that begin with STX end with."""
_STX = 0x02
_SILENCE_S = 0.06
"""At 1,200 baud a byte takes 8 ms, and USB converters hand over what they have every 16 ms."""


class LineFraming:
    """One stream. A line that gets too long is thrown away up to its end and told as None. From one thread."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._line = bytearray()
        self._too_long = False

    def take(self, received: bytes) -> list[bytes | None]:
        """The lines that these bytes complete; empty ones are none."""
        lines: list[bytes | None] = []
        for byte in received:
            if byte in _ENDS:
                lines += self.idle()
            elif byte == _STX:
                # What stood before had lost its end.
                lines += self.idle()
            elif len(self._line) < self._most:
                self._line.append(byte)
            else:
                self._too_long = True
        return lines

    def idle(self) -> list[bytes | None]:
        """Nothing came for `patience_s`: what stands there is a line."""
        line: bytes | None = None if self._too_long else bytes(self._line)
        self.forget()
        return [] if line == b"" else [line]

    def patience_s(self) -> float | None:
        """How long silence may last before it ends the line; None when nothing stands there."""
        return _SILENCE_S if self._line else None

    def forget(self) -> None:
        """The stream was cut: begin anew."""
        self._line.clear()
        self._too_long = False
