"""The Internet Printing Protocol's messages: RFC 8010 (encoding), RFC 8011 (operations, states). Any thread."""

import http.client
import ssl
import struct
from collections.abc import Iterator, Mapping
from enum import IntEnum
from urllib.parse import urlsplit

import msgspec

from domain.errors import Code, EnvironmentProblem

PORT = 631
_VERSION = b"\x02\x00"
_MOST_ANSWER = 1024 * 1024
_END = 0x03
_ANSWER_HEAD = struct.Struct(">2sHI")


class Operation(IntEnum):
    """RFC 8011, section 5.4.15."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_PRINTER_ATTRIBUTES = 0x000B


class _Tag(IntEnum):
    """RFC 8010, section 3.5: delimiters and value tags that are spoken here."""

    OPERATION = 0x01
    JOB = 0x02
    INTEGER = 0x21
    ENUM = 0x23
    RANGE = 0x33
    COLLECTION = 0x34
    COLLECTION_END = 0x37
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MEDIA_TYPE = 0x49
    MEMBER = 0x4A


_FIRST_VALUE_TAG = 0x10
_FIRST_TEXT_TAG = 0x40
Value = int | str
Span = tuple[int, int]
"""From and to, both included; the same twice for a plain number."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a printer answered. Values of kinds that nobody here asks for are left out."""

    status: int
    """Below 0x0100: successful (RFC 8011, appendix B)."""
    attributes: Mapping[str, list[Value]]
    members: Mapping[str, list[Span]] = {}
    """Numbers and ranges that stand in collections, by the innermost member's name, in their order."""

    def number(self, name: str) -> int:
        """An integer or enum; 0 when it is missing."""
        return next((value for value in self.attributes.get(name, []) if isinstance(value, int)), 0)

    def words(self, name: str) -> list[str]:
        """Keywords; none when it is missing."""
        return [value for value in self.attributes.get(name, []) if isinstance(value, str)]


_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """What is printed upon, in hundredths of a millimetre, to its edges (PWG 5100.7, `media-col`)."""

    width: int
    height: int


class Endpoint:
    """One printer's address. Raises `ValueError` for what is none, and for another machine's without TLS.

    What is printed is somebody's face and name: it crosses no network in clear.
    """

    def __init__(self, uri: str) -> None:
        parts = urlsplit(uri)
        if parts.scheme not in ("ipp", "ipps") or not parts.hostname:
            raise ValueError(f"no printer: {parts.scheme}")
        if parts.scheme == "ipp" and parts.hostname not in _THIS_MACHINE:
            raise ValueError("no printer without TLS but this machine's own")
        self.uri = uri
        self._secure = parts.scheme == "ipps"
        self._host, self._port = parts.hostname, parts.port or PORT
        self._path = parts.path or "/"

    def ask(self, message: bytes, *, timeout_s: float) -> Answer:
        """Send a request and wait for its answer. Raises `EnvironmentProblem(PRINTER_UNREACHABLE)`."""
        connection = self._connection(timeout_s)
        try:
            connection.request("POST", self._path, message, {"Content-Type": "application/ipp"})
            response = connection.getresponse()
            content = response.read(_MOST_ANSWER)
        except (OSError, http.client.HTTPException) as problem:
            raise EnvironmentProblem(Code.PRINTER_UNREACHABLE) from problem
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise EnvironmentProblem(Code.PRINTER_UNREACHABLE)
        return read_answer(content)

    def _connection(self, timeout_s: float) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=timeout_s, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout_s)


def request(operation: Operation, uri: str, *, job: int = 0, wanted: tuple[str, ...] = ()) -> bytes:
    """A request that asks about a printer or one of its jobs; `wanted`: the attributes of the answer."""
    parts = [_head(operation, uri)]
    if job:
        parts.append(_attribute(_Tag.INTEGER, "job-id", job))
    parts.append(_attribute(_Tag.NAME, "requesting-user-name", "citycard"))
    for number, name in enumerate(wanted):
        parts.append(_attribute(_Tag.KEYWORD, "" if number else "requested-attributes", name))
    return b"".join([*parts, bytes([_END])])


def print_job(uri: str, document: bytes, media_type: str, *, title: str, media: Media) -> bytes:
    """A request to print one document on one piece of `media`. `title` may be read by anybody: no names."""
    size = _collection("", _numbers({"x-dimension": media.width, "y-dimension": media.height}))
    margins = _numbers({f"media-{side}-margin": 0 for side in ("bottom", "left", "right", "top")})
    return b"".join(
        [
            _head(Operation.PRINT_JOB, uri),
            _attribute(_Tag.NAME, "requesting-user-name", "citycard"),
            _attribute(_Tag.NAME, "job-name", title),
            _attribute(_Tag.MEDIA_TYPE, "document-format", media_type),
            bytes([_Tag.JOB]),
            _attribute(_Tag.INTEGER, "copies", 1),
            _attribute(_Tag.KEYWORD, "print-scaling", "fill"),
            _collection("media-col", _member("media-size", size) + margins),
            bytes([_END]),
            document,
        ]
    )


def read_answer(content: bytes) -> Answer:
    """The answer in these bytes. Raises `EnvironmentProblem(PRINTER_UNREACHABLE)` for what is no IPP answer."""
    try:
        _, status, _ = _ANSWER_HEAD.unpack_from(content)
        attributes: dict[str, list[Value]] = {}
        members: dict[str, list[Span]] = {}
        for name, value in _values(content, _ANSWER_HEAD.size):
            if isinstance(value, tuple):
                members.setdefault(name, []).append(value)
            else:
                attributes.setdefault(name, []).append(value)
    except (struct.error, IndexError, UnicodeDecodeError) as problem:
        raise EnvironmentProblem(Code.PRINTER_UNREACHABLE) from problem
    return Answer(status=status, attributes=attributes, members=members)


def _values(content: bytes, at: int) -> Iterator[tuple[str, Value | Span]]:
    """Integers, enums and words by name; of collections the numbers and ranges, by their member's name."""
    name, member, depth = "", "", 0
    while content[at] != _END:
        tag = content[at]
        at += 1
        if tag < _FIRST_VALUE_TAG:
            continue
        named, at = _field(content, at)
        value, at = _field(content, at)
        name = named.decode() or name
        if tag == _Tag.COLLECTION:
            depth += 1
        elif tag == _Tag.COLLECTION_END:
            depth -= 1
        elif tag == _Tag.MEMBER:
            member = value.decode()
        elif depth:
            yield from ((member, span) for span in _spans(tag, value))
        elif tag in (_Tag.INTEGER, _Tag.ENUM):
            yield name, int(struct.unpack(">i", value)[0])
        elif tag >= _FIRST_TEXT_TAG:
            yield name, value.decode()


def _spans(tag: int, value: bytes) -> list[Span]:
    if tag == _Tag.INTEGER:
        (number,) = struct.unpack(">i", value)
        return [(number, number)]
    if tag == _Tag.RANGE:
        first, last = struct.unpack(">ii", value)
        return [(first, last)]
    return []


def _field(content: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", content, at)
    end = at + 2 + length
    if end > len(content):
        raise IndexError(end)
    return content[at + 2 : end], end


def _head(operation: Operation, uri: str) -> bytes:
    return b"".join(
        [
            _VERSION,
            struct.pack(">HI", operation, 1),
            bytes([_Tag.OPERATION]),
            _attribute(_Tag.CHARSET, "attributes-charset", "utf-8"),
            _attribute(_Tag.LANGUAGE, "attributes-natural-language", "en"),
            _attribute(_Tag.URI, "printer-uri", uri),
        ]
    )


def _attribute(tag: _Tag, name: str, value: Value) -> bytes:
    return _value(tag, name, struct.pack(">i", value) if isinstance(value, int) else value.encode())


def _value(tag: _Tag, name: str, value: bytes) -> bytes:
    field = name.encode()
    return b"".join([bytes([tag]), struct.pack(">H", len(field)), field, struct.pack(">H", len(value)), value])


def _member(name: str, value: bytes) -> bytes:
    """A collection's member: its name is a value, too (RFC 8010, section 3.1.7)."""
    return _value(_Tag.MEMBER, "", name.encode()) + value


def _numbers(members: Mapping[str, int]) -> bytes:
    return b"".join(_member(name, _attribute(_Tag.INTEGER, "", number)) for name, number in members.items())


def _collection(name: str, members: bytes) -> bytes:
    return _value(_Tag.COLLECTION, name, b"") + members + _value(_Tag.COLLECTION_END, "", b"")
