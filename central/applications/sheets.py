"""Files between the platform and other systems: CSV with a trailer that counts the rows and has a checksum.

The trailer is the file's last line, `#end,<rows>,<SHA-256 of every byte before it, hexadecimal>`: a file that was cut off, or
altered on its way, is not taken. Layouts are in `docs/applications-files.md`.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence

from central.files import csv_in
from central.files.csv_in import Reading
from central.files.csv_out import BOM
from central.files.formulas import harmless
from domain.errors import Code, Refused

_END = b"#end,"
_LONGEST_TRAILER = 120


def written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file: UTF-8 with byte order mark, CRLF, and its trailer."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        count += 1
    body = BOM.encode() + text.getvalue().encode()
    return body + _trailer(body, count)


def read(content: bytes, required: Sequence[str], optional: Sequence[str] = ()) -> Reading:
    """The rows of a file with a right trailer.

    Raises `Refused(FILE_INVALID)` with `column` `#end` for a trailer that is missing or wrong, and as `csv_in.read` does.
    """
    tidy = content.rstrip(b"\r\n")
    start = tidy.rfind(b"\n") + 1
    body, trailer = content[:start], tidy[start:]
    lines = body.count(b"\n")
    if not trailer.startswith(_END) or len(trailer) > _LONGEST_TRAILER:
        raise Refused(Code.FILE_INVALID, row=lines + 1, column="#end")
    reading = csv_in.read(body, required, optional)
    if trailer != _trailer(body, len(reading.rows) + len(reading.faults)).rstrip():
        raise Refused(Code.FILE_INVALID, row=lines + 1, column="#end")
    return reading


def _trailer(body: bytes, rows: int) -> bytes:
    return _END + f"{rows},{hashlib.sha256(body).hexdigest()}\r\n".encode()
