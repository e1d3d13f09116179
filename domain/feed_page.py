"""A page of the change feed as a station reads it: a kind of row that only a newer platform knows does not hide the others."""

from typing import cast

import msgspec

from domain.wire import ChangesResponse, Response, Row


class _Tag(msgspec.Struct, frozen=True, kw_only=True):
    row: str


class RawPage(Response, frozen=True, kw_only=True):
    """`ChangesResponse` before its rows are looked at."""

    cursor: str
    more: bool
    rows: list[msgspec.Raw]


class FeedPage(ChangesResponse, frozen=True, kw_only=True):
    """A page, and which kinds of rows in it this version does not know; those rows are left out."""

    unknown: frozenset[str] = frozenset()


_KNOWN = frozenset(str(kind.__struct_config__.tag) for kind in Row.__args__)
_ROW = msgspec.json.Decoder(Row)
_ROWS = msgspec.json.Decoder(list[Row])
_TAG = msgspec.json.Decoder(_Tag)


def looked_at(page: RawPage) -> FeedPage:
    """The page with its rows. Raises `msgspec.ValidationError` for a row of a known kind that cannot be read."""
    rows, unknown = read_rows([bytes(row) for row in page.rows])
    return FeedPage(
        server_ms=page.server_ms,
        generation=page.generation,
        cursor=page.cursor,
        more=page.more,
        rows=rows,
        unknown=unknown,
    )


def read_rows(lines: list[bytes]) -> tuple[list[Row], frozenset[str]]:
    """Rows of known kinds, and the kinds that are not known. Raises `msgspec.ValidationError` as `looked_at`."""
    try:
        return _ROWS.decode(b"[" + b",".join(lines) + b"]"), frozenset()
    except msgspec.ValidationError:
        tagged = [(_TAG.decode(line).row, line) for line in lines]
    known = [_ROW.decode(line) for tag, line in tagged if tag in _KNOWN]
    return cast(list[Row], known), frozenset(tag for tag, _ in tagged) - _KNOWN
