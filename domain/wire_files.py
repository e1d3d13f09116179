"""What is said about the rows of a file that somebody sent in. See `domain.wire`."""

import msgspec

from domain.errors import Code


class RowFault(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with one row. Rows count as a spreadsheet counts them: the header is row 1."""

    row: int
    column: str
    """The column's name as the file has it; empty when the whole row is meant."""
    code: Code
